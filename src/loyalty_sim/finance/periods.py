"""Calendar months, quarters and years of a run, and how monthly numbers add up to them."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine import Result

Period = Literal["month", "quarter", "year"]
MONTHS: dict[Period, int] = {"month": 1, "quarter": 3, "year": 12}
"""Calendar months in a period."""


class Periods(NamedTuple):
    """Calendar periods that follow each other; the first and the last may hold only some of their months."""

    kind: Period
    start: np.datetime64
    """First month of the first period that is counted."""
    labels: tuple[str, ...]
    """2027-01, 2027 Q1 or 2027."""
    first: NDArray[np.int64]
    """Index of the first month of each period."""
    months: NDArray[np.int64]
    """Months counted in each period; fewer than it has in the calendar where the run begins or ends within it."""


def periods(start: np.datetime64, months: int, kind: Period = "month") -> Periods:
    """The calendar periods of so many months from ``start`` on.

    Raises:
        ValueError: there is no such kind of period.
    """
    if kind not in MONTHS:
        raise ValueError(f"there is no period {kind!r}; periods are {', '.join(MONTHS)}")
    dates = start.astype("datetime64[M]") + np.arange(months)
    number = dates.astype(np.int64) // MONTHS[kind]
    first = np.flatnonzero(np.diff(number, prepend=number[:1] - 1))
    labels = tuple(_label(str(dates[index]), kind) for index in first)
    return Periods(kind, dates[0], labels, first, np.diff(first, append=months))


def reported(result: Result, kind: Period = "month") -> Periods:
    """The periods of the reported months."""
    run = result.scenario.run
    return periods(np.datetime64(run.start, "M"), run.months, kind)


def simulated(result: Result, kind: Period = "month") -> Periods:
    """The periods of all simulated months, warm-up included."""
    run = result.scenario.run
    return periods(np.datetime64(run.start, "M") - run.warmup_months, run.total_months, kind)


def _label(month: str, kind: Period) -> str:
    year, number = month.split("-")
    return {"month": month, "quarter": f"{year} Q{(int(number) + 2) // 3}", "year": year}[kind]


def summed(values: NDArray[Any], by: Periods, axis: int = -1) -> NDArray[Any]:
    """Flows of each period: the sum over its months."""
    sums: NDArray[Any] = np.add.reduceat(values, by.first, axis=axis)
    return sums


def at_start(values: NDArray[Any], by: Periods) -> NDArray[Any]:
    """A stock at the start of each period, ``[..., period]``, from that at the start of each month."""
    return values[..., by.first]


def at_end(values: NDArray[Any], by: Periods) -> NDArray[Any]:
    """A stock at the end of each period, ``[..., period]``, from that at the end of each month."""
    return values[..., by.first + by.months - 1]
