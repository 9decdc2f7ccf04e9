"""Points beyond the base rate: bonus events, birthdays, and a cap on what a month can earn."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.agenda import note
from loyalty_sim.engine.calendar import period_end
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.points import give
from loyalty_sim.engine.units import DAYS_PER_MONTH, MICRO
from loyalty_sim.scenario import Bonuses, Scenario
from loyalty_sim.scenario.bonuses import MAX_EVENTS, YEAR

BIRTHDAY = 10
"""Note: the member's birthday."""
BEST, ADD, MULTIPLY = range(3)

_F, _I = np.float64, np.int64
CUSTOMER: list[Any] = [("birthday", _F), ("awaits_birthday", _I), ("points_month", _I), ("points_of_month", _I)]
TERMS: list[Any] = [
    ("events", _I), ("event_months", _I, (MAX_EVENTS, 12)), ("event_length", _F, (MAX_EVENTS,)),
    ("event_boost", _I, (MAX_EVENTS,)), ("stacking", _I), ("birthday_boost", _I), ("birthday_points", _I),
    ("monthly_cap", _I),
]  # fmt: skip


def used(scenario: Scenario) -> bool:
    """Whether any bonus is given, or a cap set."""
    bonuses = scenario.program.bonuses
    return bonuses.largest > 1 or bonuses.birthday_points > 0 or bonuses.monthly_cap > 0


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms; what bonuses give back on average counts for the response to generosity."""
    bonuses = scenario.program.bonuses
    t["events"] = len(bonuses.events)
    for index, event in enumerate(bonuses.events):
        for month in event.calendar_months:
            t["event_months"][index, month - 1] = 1
        t["event_length"][index] = event.days / DAYS_PER_MONTH
        t["event_boost"][index] = round(event.boost * MICRO)
    t["stacking"] = ("best", "add", "multiply").index(bonuses.stacking)
    t["birthday_boost"] = round(bonuses.birthday_multiplier * MICRO)
    t["birthday_points"], t["monthly_cap"] = bonuses.birthday_points, bonuses.monthly_cap
    gift = bonuses.birthday_points * scenario.program.value_per_point / scenario.market.mean_spend
    t["other_rate"] += t["earn_rate"][:, 0] / MICRO * worth_of_rate(scenario) * (mean_boost(bonuses) - 1) + gift


def worth_of_rate(scenario: Scenario) -> float:
    """What a rate of one point, per unit of money or per visit, gives back of a unit of money spent."""
    program = scenario.program
    return program.value_per_point / (scenario.market.mean_basket if program.earn.per == "visit" else 1.0)


def mean_boost(bonuses: Bonuses) -> float:
    """What points of a purchase are multiplied by, averaged over the days of a year and over birthdays."""
    total = 0.0
    for month in YEAR:
        events = [event for event in bonuses.events if month in event.calendar_months]
        edges = sorted({0.0, 1.0, *(min(1.0, event.days / DAYS_PER_MONTH) for event in events)})
        for start, end in itertools.pairwise(edges):
            boosts = [event.boost for event in events if event.days / DAYS_PER_MONTH > start]
            birthday = bonuses.together([*boosts, bonuses.birthday_multiplier])
            total += (end - start) * (birthday / 12 + bonuses.together(boosts) * 11 / 12)
    return total / 12


@rule
def start(c: Customer) -> None:
    """At birth: the birthday, in months after New Year."""
    c.birthday = 12.0 * draw(c, D.TRAITS, D.BIRTHDAY)
    c.awaits_birthday = c.points_of_month = 0
    c.points_month = -1


@rule
def schedule(c: Customer, agenda: Queue, t: Terms, time: float) -> None:
    """Note the next birthday, unless that is done or nothing is given on it."""
    if t.birthday_points > 0 and not c.awaits_birthday:
        c.awaits_birthday = 1
        next_one = period_end(time, 12.0, t.calendar) + c.birthday
        note(c, agenda, next_one - 12.0 if next_one - 12.0 > time else next_one, BIRTHDAY, 0, 0, 0.0)


@rule
def celebrate(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """On a birthday: the gift, unless the customer has lapsed, and a note of the next."""
    c.awaits_birthday = 0
    if not c.lapsed:
        give(c, lots, t, t.birthday_points, time, books, Measure.BIRTHDAY_GIFT)
        schedule(c, agenda, t, time + 1.0)


@rule
def stacked(t: Terms, held: int, boost: int) -> int:
    """Several bonuses at once, in millionths."""
    if t.stacking == BEST:
        return max(held, boost)
    if t.stacking == ADD:
        return held + boost - MICRO
    return held * boost // MICRO


@rule
def boost_at(c: Customer, t: Terms, time: float) -> int:
    """What the points of a purchase are multiplied by, in millionths."""
    month = int(time)
    of_year = int(month + t.calendar) % 12
    boost = MICRO
    for event in range(t.events):
        if t.event_months[event, of_year] and time - month < t.event_length[event]:
            boost = stacked(t, boost, t.event_boost[event])
    if int(c.birthday) == of_year:
        boost = stacked(t, boost, t.birthday_boost)
    return boost


@rule
def boosted(c: Customer, t: Terms, time: float, raw: int, card: int) -> int:
    """Points before rounding, with all bonuses and that of a card, in millionths; in two parts, so that no product is too
    large for an integer."""
    boost = stacked(t, boost_at(c, t, time), card)
    return raw // MICRO * boost + raw % MICRO * boost // MICRO


@rule
def capped(c: Customer, t: Terms, time: float, points: int) -> int:
    """Points of a purchase, as far as the cap of the calendar month leaves room. The cap is a whole number, so it may come
    after rounding as well as before."""
    if t.monthly_cap == 0:
        return points
    if c.points_month != int(time):
        c.points_month, c.points_of_month = int(time), 0
    points = min(points, t.monthly_cap - c.points_of_month)
    c.points_of_month += points
    return points
