"""The annual dividend: it accrues over a calendar year, is given in a month of the next, and is used, paid out or dies."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.agenda import just_before, note, strike
from loyalty_sim.engine.books import add, tick
from loyalty_sim.engine.calendar import period_end
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.points import rewarded, wants
from loyalty_sim.engine.units import MICRO, NEVER, cents
from loyalty_sim.scenario import Scenario

DIVIDEND, DUE, CASH = 22, 23, 24
"""Kinds of notes: when a dividend dies, when the one that accrues will be given, and when one can be paid out. Their mark
is the new year that ends the year of the dividend."""

_F, _I = np.float64, np.int64
CUSTOMER: list[Any] = []
TERMS: list[Any] = [
    ("dividend", _I), ("dividend_eligible", _I), ("dividend_month", _F), ("dividend_life", _F), ("dividend_least", _I),
    ("dividend_to_lapsed", _I), ("dividend_cash", _F), ("cashes_out", _F), ("dividend_for_paying", _I),
    ("dividend_most", _I),
]  # fmt: skip


def used(scenario: Scenario) -> bool:
    """Whether there is a dividend."""
    return scenario.program.dividend.share > 0


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""
    dividend = scenario.program.dividend
    t["dividend"], t["dividend_eligible"] = round(dividend.share * MICRO), round(dividend.eligible_share * MICRO)
    t["dividend_month"], t["dividend_life"] = dividend.month - 1, dividend.life_months
    t["dividend_least"] = cents(dividend.minimum_spend)
    t["dividend_to_lapsed"], t["dividend_cash"] = dividend.to_lapsed, dividend.cash_out_months
    t["cashes_out"] = scenario.behaviour.redemption.cashes_out
    t["dividend_for_paying"], t["dividend_most"] = dividend.who == "paying members", cents(dividend.yearly_cap)
    share = dividend.share * dividend.eligible_share
    t["yearly_share"] = (0.0 if t["dividend_for_paying"] else share, share)
    t["yearly_most"] = t["dividend_most"] / 12 if t["dividend_most"] > 0 else NEVER


@rule
def next_new_year(t: Terms, time: float) -> float:
    """The first January after ``time``."""
    return period_end(time, 12.0, t.calendar)


@rule
def place_of(c: Customer, agenda: Queue, kind: int, mark: float) -> int:
    """Where a note of that kind and mark stands on the agenda; -1 when there is none."""
    for place in range(c.first_note, c.last_note):
        if agenda[place].kind == kind and agenda[place].mark == mark:
            return place
    return -1


@rule
def accrue(c: Customer, agenda: Queue, t: Terms, time: float, spent: int, paying: int, books: Books) -> None:
    """Count a purchase of which ``spent`` cents were paid in money, by a member who was ``paying`` for membership or not;
    the note of the year holds spend and dividend so far. What only those who pay get is a benefit of their membership."""
    if t.dividend == 0 or (t.dividend_for_paying and not paying):
        return
    year = next_new_year(t, time)
    place = place_of(c, agenda, DUE, year)
    if place < 0:
        note(c, agenda, year + t.dividend_month, DUE, 0, 0, year)
        place = place_of(c, agenda, DUE, year)
    held = agenda[place]
    before = held.cents
    held.cents += spent * t.dividend_eligible // MICRO
    more = held.cents * t.dividend // MICRO - before * t.dividend // MICRO
    if t.dividend_most > 0:
        more = min(more, max(0, t.dividend_most - held.points))
    held.points += more
    if t.dividend_for_paying:
        c.benefit += more
    add(c, t, books, int(time), Measure.DIVIDEND_ACCRUED, more)


@rule
def give(c: Customer, agenda: Queue, t: Terms, time: float, spend: int, accrued: int, year: float, books: Books) -> None:
    """Give what has accrued on ``spend`` in the year before, or forfeit it."""
    add(c, t, books, int(time), Measure.DIVIDEND_ACCRUED, -accrued)
    if spend < t.dividend_least or (c.lapsed and not t.dividend_to_lapsed):
        add(c, t, books, int(time), Measure.DIVIDEND_FORFEITED, accrued)
        return
    if accrued == 0:
        return
    tick(c, t, books, int(time), Measure.DIVIDENDS)
    add(c, t, books, int(time), Measure.DIVIDEND_GIVEN, accrued)
    note(c, agenda, just_before(time + t.dividend_life), DIVIDEND, 0, accrued, year)
    if t.dividend_cash > 0.0:
        note(c, agenda, time + t.dividend_cash, CASH, 0, 0, year)


@rule
def pay_out(c: Customer, agenda: Queue, t: Terms, time: float, year: float, books: Books) -> None:
    """Pay what is left of a dividend in cash, if the member asks for it."""
    place = place_of(c, agenda, DIVIDEND, year)
    if place >= 0 and draw(c, D.VOUCHER, int(year)) < t.cashes_out:
        add(c, t, books, int(time), Measure.DIVIDEND_CASHED, agenda[place].cents)
        strike(c, agenda, place)


@rule
def die(c: Customer, t: Terms, time: float, cents: int, books: Books) -> None:
    """What is left of a dividend dies."""
    add(c, t, books, int(time), Measure.DIVIDEND_EXPIRED, cents)


@rule
def pay(c: Customer, agenda: Queue, t: Terms, time: float, charged: int, u: float, books: Books) -> int:
    """Use dividends at a purchase, the oldest first and in part if need be, if the member wants to.

    Returns:
        The cents that they pay.
    """
    room, offered, expiring = charged * t.max_share // MICRO, 0, 0.0
    for place in range(c.first_note, c.last_note):
        held = agenda[place]
        if held.kind == DIVIDEND:
            part = min(held.cents, room - offered)
            offered += part
            expiring += part * math.exp(-(held.time - time) / t.urgency_months)
    if offered == 0 or not wants(c, t, offered, expiring, u):
        return 0
    left = offered
    place = c.first_note
    while place < c.last_note:
        if agenda[place].kind == DIVIDEND:
            part = min(agenda[place].cents, left)
            left -= part
            agenda[place].cents -= part
            if agenda[place].cents == 0:
                strike(c, agenda, place)
        place += 1
    add(c, t, books, int(time), Measure.DIVIDEND_USED, offered)
    rewarded(c, time)
    return offered
