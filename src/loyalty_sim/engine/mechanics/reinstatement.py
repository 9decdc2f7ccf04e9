"""Reinstatement: for some days after points have expired a member can get them back at a visit, for a fee.

What has expired waits on the agenda, a note for every lot, until it is too late. Points that come back live anew, keep
their month of issue and are not issued again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.agenda import note, strike
from loyalty_sim.engine.books import add, tick
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.points import expiry_of, money_of, put, takes
from loyalty_sim.engine.units import DAYS_PER_MONTH, cents
from loyalty_sim.scenario import Scenario

GONE = 60
"""Note on the agenda: it is too late to get expired points back; its mark is their month of issue."""

CUSTOMER: list[Any] = []
TERMS: list[Any] = [("reinstate_for", np.float64), ("reinstatement_fee", np.int64)]


def used(scenario: Scenario) -> bool:
    """Whether expired points can be had back."""
    return scenario.program.expiry.reinstate_days > 0


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""
    expiry = scenario.program.expiry
    t["reinstate_for"], t["reinstatement_fee"] = expiry.reinstate_days / DAYS_PER_MONTH, cents(expiry.reinstatement_fee)


@rule
def remember(c: Customer, lots: Queue, agenda: Queue, t: Terms, first: int, time: float) -> None:
    """Note the lots that have just died, ``lots[first:c.first_lot]``, for as long as they can be had back."""
    if t.reinstate_for == 0.0:
        return
    for place in range(first, c.first_lot):
        note(c, agenda, time + t.reinstate_for, GONE, lots[place].points, 0, float(lots[place].month))


@rule
def consider(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float, stream: int, first: int, books: Books) -> None:
    """At a visit, get back all expired points that can be had, if they are worth the fee and the bother; those that would be
    taken at once, because they are owed, are worth nothing."""
    if t.reinstate_for == 0.0:
        return
    points = -c.debt
    for place in range(c.first_note, c.last_note):
        if agenda[place].kind == GONE:
            points += agenda[place].points
    if points <= 0:
        return
    worth, fee = c.worth * money_of(t, points) / 100.0, t.reinstatement_fee / 100.0
    if takes(c, t, worth, -fee, draw(c, stream, first + D.REINSTATE)):
        _reinstate(c, lots, agenda, t, time, books)


@rule
def _reinstate(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """Give back all that is noted, as points of their months of issue that live as long as points earned now."""
    tick(c, t, books, int(time), Measure.REINSTATEMENTS)
    expires = expiry_of(c, lots, t, time)
    for place in range(c.first_note, c.last_note):
        if agenda[place].kind == GONE:
            points, month = agenda[place].points, int(agenda[place].mark)
            strike(c, agenda, place)
            put(c, lots, t, points, expires, month, time, books)
            add(c, t, books, int(time), Measure.REINSTATED, points)
            c.lost = max(0, c.lost - points)  # what was lost before the months reported is not in it
            books[t.expired_at + month * t.months + int(time)] -= points
