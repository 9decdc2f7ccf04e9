"""Tiers: what counts towards them, when they are reached and when they are lost."""

from __future__ import annotations

import math

from loyalty_sim.engine.books import change_tier, count_move, enter_tier, leave_tier, tick
from loyalty_sim.engine.calendar import period_end
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.points import end_exemption
from loyalty_sim.engine.response import set_generosity, set_lapse, tier_progress
from loyalty_sim.engine.units import (
    ANNIVERSARY,
    BALANCE,
    KEEPS_LEVEL,
    MICRO,
    NEVER,
    NO_END,
    ONE_LEVEL,
    POINTS,
    SPEND,
    TO_EARNED,
)  # fmt: skip

WINDOW = 12.0
"""Months that count towards status, and for which status from entry holds."""


@rule
def level_of(t: Terms, metric: int, visits: int) -> int:
    """The tier that ``metric``, with so many visits where they count too, reaches; 0 is the base level."""
    level = 0
    while level < t.tiers and tier_progress(t, level, metric, visits) >= 1.0:
        level += 1
    return level


@rule
def window_end(c: Customer, t: Terms, time: float) -> float:
    """When the window that ``time`` is in ends: at the new year, or at the anniversary of joining, or never."""
    if t.window == ANNIVERSARY:
        return c.joined + WINDOW * (math.floor((time - c.joined) / WINDOW) + 1.0)
    if t.window == NO_END:
        return NEVER
    return period_end(time, WINDOW, t.year_offset)


@rule
def next_review(c: Customer, visits: Queue, t: Terms) -> float:
    """When status may be lost: as a window ends, as the oldest visit that counts drops out of it, or when a hold is over."""
    if not c.member or t.tiers == 0 or (c.lapsed and c.balance == 0):
        return NEVER
    if not t.rolling:
        return min(c.review, c.held)
    if c.held < NEVER:
        return c.held
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
    if c.lapsed:  # of whom only the points of a tier that spares them are left
        change_tier(c, t, books, int(time), level)
        return
    count_move(c, t, books, int(time), level)
    leave_tier(c, t, books, int(time))
    tick(c, t, books, int(time), Measure.PROMOTIONS if level > c.tier else Measure.DEMOTIONS)
    if level < c.tier and t.use_demotion:
        c.demoted = time
        c.eases = time + t.demotion_months
    c.goal = 1 if level > c.tier else -1 - c.tier
    change_tier(c, t, books, int(time), level)
    enter_tier(c, t, books, int(time))
    set_generosity(c, t)
    set_lapse(c, t, time)


@rule
def drop_old_visits(c: Customer, visits: Queue, time: float) -> None:
    """Take visits out of the rolling window that are a whole window old."""
    while c.first_visit < c.last_visit and visits[c.first_visit].time + WINDOW <= time:
        c.metric -= visits[c.first_visit].amount
        c.visited -= visits[c.first_visit].count
        c.first_visit += 1


@rule
def count_towards_status(c: Customer, visits: Queue, t: Terms, amount: int, time: float, books: Books) -> None:
    """Add a visit to what counts, and enter the tier that is reached by it; the next purchase is the first to gain."""
    if t.tiers == 0 or t.metric == BALANCE:
        return
    if t.rolling:
        drop_old_visits(c, visits, time)
        visits[c.last_visit].time = time
        visits[c.last_visit].amount = amount
        visits[c.last_visit].count = 1
        c.last_visit += 1
    c.metric += amount
    c.visited += 1
    level = level_of(t, c.metric, c.visited)
    if level > c.tier:
        move_to(c, t, level, time, books)
    if t.dated and level_of(t, c.metric - amount, c.visited - 1) < c.tier <= level:
        hold_from(c, t, time)


@rule
def hold_from(c: Customer, t: Terms, time: float) -> None:
    """The tier held is earned, at first or again: it holds for its time from now on, and a grace that ran is forgotten."""
    c.falls_to = -1
    c.held = time + WINDOW if t.from_entry and c.tier > 0 else NEVER


@rule
def note_outcome(c: Customer, t: Terms) -> None:
    """At the new year, the goal of the year gone by: a tier kept is a success, a next tier in sight but missed a failure."""
    earned = level_of(t, c.metric, c.visited)
    if earned > 0 and earned >= c.tier:
        c.goal = 1
    elif earned < c.tier or tier_progress(t, earned, c.metric, c.visited) >= t.in_sight:
        c.goal = -1 - c.tier


@rule
def begin_window(c: Customer, t: Terms, earned: int) -> None:
    """Counting starts at zero, or at the surplus above the level earned: of spend and of visits, each above its own."""
    if t.carry_over and earned > 0:
        c.metric = max(0, c.metric - t.threshold[earned - 1])
        c.visited = max(0, c.visited - t.visit_threshold[earned - 1])
    else:
        c.metric = c.visited = 0


@rule
def review(c: Customer, visits: Queue, t: Terms, time: float, books: Books) -> None:
    """A yearly window ends, a visit has left the rolling one, or a hold is over: keep what was earned.

    Where status runs from entry, a yearly window that ends at the same instant ends first.
    """
    if t.rolling:
        drop_old_visits(c, visits, time)
        judge(c, t, level_of(t, c.metric, c.visited), time, books)
        return
    earned = level_of(t, c.metric, c.visited)
    if c.review <= time:
        note_outcome(c, t)
        begin_window(c, t, earned)
        c.review = time + WINDOW
        if t.from_entry:
            earned = level_of(t, c.metric, c.visited)
            if c.held > time:
                return
    judge(c, t, earned, time, books)


@rule
def kept_level(t: Terms, tier: int, earned: int) -> int:
    """The level of a member of ``tier`` who has earned a level: that one, at most one lower, or no lower."""
    if earned >= tier or t.downgrade == TO_EARNED:
        return earned
    return tier if t.downgrade == KEEPS_LEVEL else tier - 1


@rule
def judge(c: Customer, t: Terms, earned: int, time: float, books: Books) -> None:
    """Move to the level that a review leaves; with a grace, a fall waits until that is over.

    A fall further than the one that waited has a grace of its own, from then on. After a soft landing from rolling status
    the lower tier holds for a year.
    """
    level = kept_level(t, c.tier, earned)
    if not t.dated:
        move_to(c, t, level, time, books)
        return
    if c.falls_to >= 0:
        level = max(c.falls_to, earned)
    elif level < c.tier and t.grace > 0.0:
        c.falls_to, c.held = level, time + t.grace
        return
    fell = level < c.tier
    move_to(c, t, level, time, books)
    hold_from(c, t, time)
    if t.rolling and fell and c.tier > 0 and not t.from_entry:
        if t.downgrade == ONE_LEVEL:
            c.held = time + WINDOW
        elif c.tier > earned:
            c.falls_to, c.held = earned, time + t.grace


@rule
def follow(c: Customer, lots: Queue, t: Terms, spared: bool, time: float, books: Books) -> None:
    """After every event: status by balance, and what becomes of points when that is lost which spares them: a tier that
    does, or what a mechanic says does."""
    if t.metric == BALANCE:
        follow_balance(c, t, time, books)
    exempt = 1 if spared else t.exempt[c.tier]
    if c.exempt != exempt:
        c.exempt = exempt
        if not c.exempt:
            end_exemption(c, lots, t, time)


@rule
def follow_balance(c: Customer, t: Terms, time: float, books: Books) -> None:
    """Status by balance: what is held now says which tier it is, so using points or losing them costs status."""
    if not c.member or time >= t.end:
        return
    level = level_of(t, c.balance, 0)
    move_to(c, t, max(level, c.tier) if t.downgrade == KEEPS_LEVEL else level, time, books)
