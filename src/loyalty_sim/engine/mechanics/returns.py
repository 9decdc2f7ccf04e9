"""Goods that are given back, points taken back for them, and points that cannot be used until that is no longer possible.

Whether a purchase will be given back is drawn with it, in both worlds alike, so money is booked at once for the month in
which that happens. What it does to points, status and challenges happens at its time.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.agenda import note, strike
from loyalty_sim.engine.books import add, add_at_tier
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import AtTier, Measure
from loyalty_sim.engine.points import expiry_of, give, issue, put, receive
from loyalty_sim.engine.status import WINDOW, drop_old_visits, judge, level_of
from loyalty_sim.engine.units import BALANCE, DAYS_PER_MONTH, NO_END
from loyalty_sim.scenario import Scenario

RELEASE, CLAW_BACK, UNDO = range(12, 15)
"""Notes: pending points are released; the points of a purchase given back are taken; points used for it come back."""

_F, _I = np.float64, np.int64
CUSTOMER: list[Any] = [("debt", _I)]
TERMS: list[Any] = [
    ("return_share", _F), ("return_after", _F), ("pending", _F), ("claw_back", _I), ("life_from_release", _I),
]  # fmt: skip


def used(scenario: Scenario) -> bool:
    """Whether goods are given back, or points are pending."""
    return scenario.market.return_share > 0 or scenario.program.earn.pending_days > 0


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""
    market, program = scenario.market, scenario.program
    t["return_share"], t["return_after"] = market.return_share, market.return_after_days / DAYS_PER_MONTH
    t["pending"], t["claw_back"] = program.earn.pending_days / DAYS_PER_MONTH, program.earn.claw_back
    t["life_from_release"] = program.expiry.counts_from == "release"


@rule
def start(c: Customer) -> None:
    """At birth: no debt."""
    c.debt = 0


@rule
def given_back(c: Customer, t: Terms, stream: int, first: int) -> bool:
    """Whether the purchase of a candidate will be given back; the same in both worlds."""
    return t.return_share > 0.0 and draw(c, stream, first + D.RETURN) < t.return_share


@rule
def book(c: Customer, t: Terms, time: float, measure: int, cents: int, books: Books) -> None:
    """Count money for the month in which a purchase of ``time`` is given back, if the run lasts so long."""
    month = int(time + t.return_after)
    if month < t.months:
        add(c, t, books, month, measure, cents)


@rule
def sold_to_member(
    c: Customer,
    agenda: Queue,
    t: Terms,
    time: float,
    cents: int,
    discount: int,
    charged: int,
    counted: int,
    used: int,
    redeemed: int,
    points: int,
    stream: int,
    first: int,
    books: Books,
) -> None:
    """Book and note what a member's purchase will undo if it is given back. A reward that comes by itself was no payment."""
    if not given_back(c, t, stream, first):
        return
    book(c, t, time, Measure.MEMBER_RETURNS, cents, books)
    book(c, t, time, Measure.RETURNED_DISCOUNTS, discount, books)
    if not t.automatic:
        book(c, t, time, Measure.RESTORED_FACE, redeemed, books)
    due = time + t.return_after
    if due < t.end and time >= t.last_year:
        c.counted -= counted
    note(c, agenda, due, CLAW_BACK, points, charged, time)
    note(c, agenda, due, UNDO, 0 if t.automatic else used, counted, time)


@rule
def credit(c: Customer, lots: Queue, agenda: Queue, t: Terms, points: int, time: float, books: Books) -> None:
    """Give the points of a purchase, to be used now or when they are released; they count as issued now."""
    if t.pending == 0.0:
        issue(c, lots, t, points, time, books, Measure.EARNED)
    elif points > 0:
        add(c, t, books, int(time), Measure.EARNED, points)
        add(c, t, books, int(time), Measure.PENDING, points)
        note(c, agenda, time + t.pending, RELEASE, points, 0, time)


@rule
def release(c: Customer, lots: Queue, t: Terms, points: int, earned: float, time: float, books: Books) -> None:
    """Pending points can be used from now on. They never die before: at the earliest, at once. Those of a tier that spares
    them may be overdue like all others it holds."""
    add(c, t, books, int(time), Measure.PENDING, -points)
    receive(c, t, time)
    expires = expiry_of(c, lots, t, time if t.life_from_release else earned)
    put(c, lots, t, points, expires if c.exempt else max(time, expires), int(earned), time, books)


@rule
def take_back(
    c: Customer, lots: Queue, agenda: Queue, t: Terms, points: int, bought: float, time: float, books: Books
) -> None:
    """Take the points of a purchase: those still pending, else from the newest lots; what is not there is owed."""
    if not t.claw_back:
        return
    for place in range(c.first_note, c.last_note):
        if agenda[place].kind == RELEASE and agenda[place].mark == bought:
            pending = agenda[place].points
            add(c, t, books, int(time), Measure.PENDING, -pending)
            count_taken(c, t, pending, int(bought), time, books)
            strike(c, agenda, place)
            return
    c.debt += points
    pay_debt(c, lots, t, time, books)


@rule
def pay_debt(c: Customer, lots: Queue, t: Terms, time: float, books: Books) -> None:
    """Take points that are owed from those that are held, newest lots first."""
    while c.debt > 0 and c.balance > 0:
        lot = lots[c.last_lot - 1]
        points = min(c.debt, lot.points)
        count_taken(c, t, points, lot.month, time, books)
        add_at_tier(c, t, books, int(time), AtTier.TAKEN, points)
        c.debt -= points
        c.balance -= points
        lot.points -= points
        if lot.points == 0:
            c.last_lot -= 1


@rule
def count_taken(c: Customer, t: Terms, points: int, issued: int, time: float, books: Books) -> None:
    """Count points of a month of issue that are taken back."""
    add(c, t, books, int(time), Measure.CLAWED_BACK, points)
    books[t.taken_at + issued * t.months + int(time)] += points


@rule
def undo(
    c: Customer, lots: Queue, visits: Queue, t: Terms, used: int, counted: int, bought: float, time: float, books: Books
) -> None:
    """Give points back that paid for a purchase, with a new life, and take it out of what counts towards status."""
    if used > 0:
        give(c, lots, t, used, time, books, Measure.RESTORED)
    if t.tiers > 0 and not c.lapsed:
        uncount(c, visits, t, counted, bought, time, books)


@rule
def uncount(c: Customer, visits: Queue, t: Terms, counted: int, bought: float, time: float, books: Books) -> None:
    """A purchase no longer counts towards status. Within a calendar year a tier that was reached is kept to its review; over
    rolling months status is at any time what the last twelve reach."""
    if not t.rolling:
        if t.metric != BALANCE and (t.window == NO_END or bought >= c.review - WINDOW):
            c.metric, c.visited = max(0, c.metric - counted), max(0, c.visited - 1)
        return
    drop_old_visits(c, visits, time)
    for place in range(c.first_visit, c.last_visit):
        if visits[place].time == bought:
            c.metric -= visits[place].amount
            c.visited -= visits[place].count
            visits[place].amount = visits[place].count = 0
            judge(c, t, min(c.tier, level_of(t, c.metric, c.visited)), time, books)
