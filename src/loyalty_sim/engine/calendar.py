"""The calendar: when the month, quarter, year or window ends that a time is in."""

from __future__ import annotations

from loyalty_sim.engine.compiled import rule


@rule
def period_end(time: float, months: float, offset: float) -> float:
    """When the period of so many whole months ends that ``time`` is in; one began ``offset`` months before time 0.

    The month is cut off first: adding an offset to a time just before an instant could round up to that instant.
    """
    return ((int(time) + offset) // months + 1.0) * months - offset
