"""Where and in which order the mechanics beyond the core act. The core calls these hooks and knows no mechanic by name."""

from __future__ import annotations

from loyalty_sim.engine.agenda import next_note
from loyalty_sim.engine.compiled import Books, Customer, One, Queue, Terms, rule
from loyalty_sim.engine.mechanics import amendment

AMEND, NOTED = range(20, 22)
"""Kinds of events of mechanics; at one instant they come after all events of the core, in this order."""
NAMES = {AMEND: "amend", NOTED: "noted"}


@rule
def start(c: Customer, t: Terms) -> None:
    """At birth."""


@rule
def next_timer(c: Customer, agenda: Queue, t: Terms, time: float, kind: int) -> tuple[float, int]:
    """The next event of a mechanic, if it comes before ``time``, else ``time`` and ``kind`` as they are."""
    if t.until < time:
        time, kind = t.until, AMEND
    due = next_note(c, agenda)
    if due < time:
        time, kind = due, NOTED
    return time, kind


@rule
def happen_timer(
    kind: int, time: float, c: Customer, lots: Queue, visits: Queue, agenda: Queue, terms: One, books: Books
) -> None:
    """Let an event of a mechanic happen."""
    if kind == AMEND:
        amendment.amend(c, lots, visits, terms, time, books)
