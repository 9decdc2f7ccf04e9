"""Tiers: what counts towards them, when they are reached and when they are lost."""

from __future__ import annotations

from loyalty_sim.engine.books import enter_tier, leave_tier, tick
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.response import set_generosity, set_lapse
from loyalty_sim.engine.units import MICRO, NEVER, POINTS, SPEND

WINDOW = 12.0
"""Months that count towards status."""


@rule
def level_of(t: Terms, metric: int) -> int:
    """The tier that ``metric`` reaches; 0 is the base level."""
    level = 0
    while level < t.tiers and metric >= t.threshold[level]:
        level += 1
    return level


@rule
def next_new_year(t: Terms, time: float) -> float:
    """The first January after ``time``."""
    return ((int(time) + t.calendar) // 12 + 1) * 12.0 - t.calendar


@rule
def next_review(c: Customer, visits: Queue, t: Terms) -> float:
    """When status may be lost: at the new year, or when the oldest visit that counts drops out of the window."""
    if not c.member or c.lapsed or t.tiers == 0:
        return NEVER
    if not t.rolling:
        return c.review
    if c.tier == 0 or c.first_visit == c.last_visit:
        return NEVER
    return visits[c.first_visit].time + WINDOW


@rule
def qualifying(t: Terms, paid: int, list_price: int) -> int:
    """What one purchase counts towards status: what was charged before points, points at the base rate, or 1 visit."""
    if t.metric == SPEND:
        return paid
    if t.metric == POINTS:
        return t.earn_rate[0, 0] // MICRO if t.per_visit else list_price * t.earn_rate[0, 0] // (100 * MICRO)
    return 1


@rule
def move_to(c: Customer, t: Terms, level: int, time: float, books: Books) -> None:
    """Enter a tier, up or down, with all that depends on it."""
    if level == c.tier:
        return
    leave_tier(c, t, books, int(time))
    tick(c, t, books, int(time), Measure.PROMOTIONS if level > c.tier else Measure.DEMOTIONS)
    if level < c.tier and t.use_demotion:
        c.demoted = time
        c.eases = time + t.demotion_months
    c.goal = 1 if level > c.tier else -1 - c.tier
    c.tier = level
    enter_tier(c, t, books, int(time))
    set_generosity(c, t)
    set_lapse(c, t, time)


@rule
def drop_old_visits(c: Customer, visits: Queue, time: float) -> None:
    """Take visits out of the rolling window that are a whole window old."""
    while c.first_visit < c.last_visit and visits[c.first_visit].time + WINDOW <= time:
        c.metric -= visits[c.first_visit].amount
        c.first_visit += 1


@rule
def count_towards_status(c: Customer, visits: Queue, t: Terms, amount: int, time: float, books: Books) -> None:
    """Add a visit to what counts, and enter the tier that is reached by it; the next purchase is the first to gain."""
    if t.tiers == 0:
        return
    if t.rolling:
        drop_old_visits(c, visits, time)
        visits[c.last_visit].time = time
        visits[c.last_visit].amount = amount
        c.last_visit += 1
    c.metric += amount
    level = level_of(t, c.metric)
    if level > c.tier:
        move_to(c, t, level, time, books)


@rule
def note_outcome(c: Customer, t: Terms) -> None:
    """At the new year, the goal of the year gone by: a tier kept is a success, a next tier in sight but missed a failure."""
    earned = level_of(t, c.metric)
    if earned > 0 and earned >= c.tier:
        c.goal = 1
    elif earned < c.tier or c.metric >= t.in_sight * t.threshold[earned]:
        c.goal = -1 - c.tier


@rule
def review(c: Customer, visits: Queue, t: Terms, time: float, books: Books) -> None:
    """At the new year: keep the tier earned in the year gone by and start from zero. Rolling: drop what is too old."""
    if t.rolling:
        drop_old_visits(c, visits, time)
        move_to(c, t, level_of(t, c.metric), time, books)
        return
    note_outcome(c, t)
    move_to(c, t, level_of(t, c.metric), time, books)
    c.metric = 0
    c.review = time + 12.0
