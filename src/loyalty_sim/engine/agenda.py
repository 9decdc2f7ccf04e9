"""The agenda of a customer: what is to happen at a known time, in order of time.

Points that are released, goods that are returned, certificates that die: each is a note with a time. Notes of one
instant keep the order in which they were made.
"""

from __future__ import annotations

import math

from loyalty_sim.engine.compiled import Customer, Queue, rule
from loyalty_sim.engine.units import NEVER

NOTES_AT_ONCE = 16
"""Notes that one event may add, beside one for every lot that dies; clocks keep this much room."""
LOTS_AT_ONCE = 2
"""Lots that one event may add, beside one for every note of what comes back; clocks keep this much room."""


@rule
def next_note(c: Customer, agenda: Queue) -> float:
    """When the first note is due."""
    return agenda[c.first_note].time if c.first_note < c.last_note else NEVER


@rule
def note(c: Customer, agenda: Queue, time: float, kind: int, points: int, cents: int, mark: float) -> None:
    """Put a note on the agenda."""
    place = c.last_note
    while place > c.first_note and agenda[place - 1].time > time:
        agenda[place] = agenda[place - 1]
        place -= 1
    entry = agenda[place]
    entry.time, entry.kind, entry.points, entry.cents, entry.mark = time, kind, points, cents, mark
    c.last_note += 1


@rule
def just_before(time: float) -> float:
    """The last instant before ``time``: what dies as a month ends belongs to that month, and to a run that ends with it."""
    return math.nextafter(time, 0.0)


@rule
def strike(c: Customer, agenda: Queue, place: int) -> None:
    """Take the note at ``place`` off the agenda."""
    while place > c.first_note:
        agenda[place] = agenda[place - 1]
        place -= 1
    c.first_note += 1
