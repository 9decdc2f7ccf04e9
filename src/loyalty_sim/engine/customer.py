"""One customer: the record of all that is remembered of a life, and how a life begins."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.books import add, tick
from loyalty_sim.engine.compiled import Books, Customer, One, Queue, Terms, rule
from loyalty_sim.engine.draws import draw, wait
from loyalty_sim.engine.forward import pace_of
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.quantiles import Table, quantile
from loyalty_sim.engine.units import NEVER

_F, _I, _U = np.float64, np.int64, np.uint64
CUSTOMER: list[Any] = [
    ("identity", _U), ("state", _U, (D.STREAMS,)), ("step", _U, (D.STREAMS,)),
    # who they are
    ("segment", _I), ("third", _I), ("rate", _F), ("basket", _F), ("lapse_rate", _F), ("born", _F),
    ("willing", _I), ("redeems", _I), ("worth", _F), ("hassle", _F),
    # candidate purchases: calendar time of the next, its season time and its index
    ("next_base", _F), ("base_clock", _F), ("base_index", _I),
    ("next_extra", _F), ("extra_clock", _F), ("extra_index", _I),
    ("next_chance", _F), ("chance_index", _I),
    # lapse: in the no-program world, and the program world's clock
    ("lapse_0", _F), ("lapse", _F), ("lapse_left", _F), ("lapse_anchor", _F), ("lapse_speed", _F), ("lapsed", _I),
    # membership and points
    ("member", _I), ("joined", _F), ("balance", _I), ("remainder", _I), ("first_lot", _I), ("last_lot", _I),
    ("activity", _F), ("rewards", _I), ("rewarded", _F), ("reminded", _F), ("reminders", _I), ("generosity", _F),
    # status
    ("tier", _I), ("metric", _I), ("visited", _I), ("first_visit", _I), ("last_visit", _I), ("review", _F),
    ("held", _F), ("falls_to", _I), ("exempt", _I), ("spared", _F),
    ("demoted", _F), ("eases", _F), ("goal", _I), ("on_head_start", _I), ("pace", _I),
    # paid membership
    ("paid", _I), ("paid_until", _F), ("renewals", _I), ("benefit", _I), ("fee", _I), ("paid_terms", _I),
    ("fee_level", _I), ("fee_slope", _I), ("fee_earned", _F),
    ("paid_strength", _F),
    # the terms in force, what is noted for later, and friends won who have not been lived yet
    ("regime", _I), ("first_note", _I), ("last_note", _I), ("friends", _I), ("referred", _I),
    # what mechanics multiply the lapse rate by
    ("lapse_factor", _F),
    # what has been counted already
    ("year", _I), ("buys", _I), ("year_0", _I), ("buys_0", _I),
    ("active", _I), ("active_0", _I), ("active_member", _I), ("capped", _I), ("floored", _I),
    # for the end: points used and lost in the months reported, what counted towards tiers in the last year, in both worlds
    ("used", _I), ("lost", _I), ("counted", _I), ("counted_0", _I),
]  # fmt: skip
"""Fields of the core; a mechanic adds its own."""


@rule
def spread_evenly(position: float, offset: Any) -> tuple[float, float]:
    """Two even draws for the customer at ``position``: a shifted R2 sequence (Roberts 2018), so that any sample of
    customers covers segments and entry dates evenly."""
    first = offset[0] + 0.7548776662466927 * (position + 1)
    second = offset[1] + 0.5698402909980532 * (position + 1)
    return first - math.floor(first), second - math.floor(second)


@rule
def begin(customers: One, cohort: int, number: int, terms: One, books: Books) -> None:
    """Start the life of customer ``number`` of a cohort: 0 is the base at the start, m + 1 those acquired in month m."""
    c = customers[0]
    c.identity = (cohort << 32) | number
    for stream in range(D.CORE_STREAMS):
        c.state[stream], c.step[stream] = D.derive(terms[0].seed, c.identity, stream)
    even = spread_evenly(np.float64(number) + 7919.0 * cohort, terms[0].offset)
    tenure = _enter(c, terms[0], cohort, even)
    c.friends = 0
    c.regime = regime_at(terms, c.born)
    t = terms[c.regime]
    _take_traits(c, t, tenure)
    _start_clocks(c, t, tenure)
    _forget(c)
    _count_birth(c, t, cohort, books)


@rule
def begin_again(customers: One, friends: Queue, terms: One, books: Books) -> None:
    """Start the life of the last friend won: a customer who, without a program, would not be there at all."""
    c = customers[0]
    c.friends -= 1
    friend = friends[c.friends]
    c.identity = friend.identity
    for stream in range(D.CORE_STREAMS):
        c.state[stream], c.step[stream] = D.derive(terms[0].seed, c.identity, stream)
    c.segment, c.born = friend.segment, friend.born
    c.regime = regime_at(terms, c.born)
    t = terms[c.regime]
    _take_traits(c, t, 0.0)
    _start_clocks(c, t, 0.0)
    _forget(c)
    c.referred = 1
    c.lapse_0 = -NEVER
    tick(c, t, books, int(c.born), Measure.REFERRED)


@rule
def regime_at(terms: Any, time: float) -> int:
    """Which of the terms are in force at ``time``."""
    regime = 0
    while terms[regime].until <= time:
        regime += 1
    return regime


@rule
def _enter(c: Customer, t: Terms, cohort: int, even: tuple[float, float]) -> float:
    """Segment and date of birth; returns the months since the first purchase, 0 for a life that begins with one."""
    limits = t.cum_new if cohort > 0 else t.cum_base
    c.segment = 0
    while c.segment < t.segments - 1 and even[0] >= limits[c.segment]:
        c.segment += 1
    if cohort > 0:
        c.born = cohort - 1 + draw(c, D.TRAITS, D.ENTRY)
        return 0.0
    if t.base_births[c.segment] == 0.0:
        c.born = t.warmup
        return 0.0
    age = even[1] * t.base_lives[c.segment] / t.base_births[c.segment]
    if age < t.born_within:
        c.born = t.warmup - age
        return 0.0
    c.born = 0.0
    return _tenure(t, c.segment, age - t.born_within)


@rule
def _tenure(t: Terms, segment: int, stayed: float) -> float:
    """Months since birth at which the expected time stayed, the integral of the survival curve, is ``stayed``."""
    scale, shape = t.lapse_scale[segment], t.lapse_shape[segment]
    if scale > 1e17:
        return stayed
    if t.lapse_ages[segment] == 0.0:
        return -scale * math.log1p(-stayed / scale)
    if shape == 1.0:
        return scale * math.expm1(stayed / scale)
    return scale * math.expm1(-math.log1p(-stayed * (shape - 1.0) / scale) / (shape - 1.0))


@rule
def _take_traits(c: Customer, t: Terms, tenure: float) -> None:
    """Draw who the customer is. Survivors of ``tenure`` months have lapse rates Gamma(s, beta + tenure)."""
    g = c.segment
    u = draw(c, D.TRAITS, D.RATE)
    c.rate = t.rate[g] * quantile(t.tables, g, Table.RATES, u)
    c.third = min(2, int(3.0 * u))
    if t.use_forward:
        c.pace = pace_of(c.rate)
    scale = t.lapse_scale[g] + t.lapse_ages[g] * tenure
    c.lapse_rate = quantile(t.tables, g, Table.LAPSES, draw(c, D.TRAITS, D.LAPSE_RATE)) / scale
    c.basket = t.basket[g] * quantile(t.tables, g, Table.MEANS, draw(c, D.TRAITS, D.MEAN_BASKET))
    c.redeems = draw(c, D.TRAITS, D.NEVER) >= t.never[c.third]
    c.worth = t.worth * math.exp(t.worth_spread * quantile(t.tables, g, Table.NORMAL, draw(c, D.TRAITS, D.WORTH)))
    c.hassle = t.hassle * math.exp(t.hassle_spread * quantile(t.tables, g, Table.NORMAL, draw(c, D.TRAITS, D.HASSLE)))
    c.willing = willing(c, t)


@rule
def willing(c: Customer, t: Terms) -> bool:
    """Whether the customer would join the program: odds of the average customer x (purchase rate/mean)^slope, less the
    casual customers to whom it is too complex."""
    odds = t.enrol_share / max(1.0 - t.enrol_share, 1e-12) * max(c.rate / t.rate[c.segment], 1e-12) ** t.enrol_slope
    return draw(c, D.TRAITS, D.WILLING) < odds / (1.0 + odds) * t.undeterred[c.third]


@rule
def _start_clocks(c: Customer, t: Terms, tenure: float) -> None:
    """Set the first candidates and the lapse. A life that begins with a purchase has it as base candidate 0."""
    month = min(int(c.born), int(t.end) - 1)
    clock = t.season_sum[month] + (c.born - month) * t.season[month]
    c.base_clock = c.extra_clock = clock
    c.base_index = c.extra_index = c.chance_index = 0
    c.next_base = c.born
    if tenure > 0.0:
        next_base(c, t)
    c.next_extra = c.next_chance = NEVER
    if t.cap > 1.0 and t.largest_lift > 0.0:
        next_extra(c, t)
    if t.between_rate > 0.0:
        c.next_chance = c.born
        next_chance(c, t)
    left = wait(c, D.TRAITS, D.LIFETIME)
    c.lapse_left, c.lapse_anchor, c.lapse_speed = left, c.born, c.lapse_rate
    c.lapse = lapse_instant(t, c.born, left, c.lapse_rate)
    c.lapse_0 = c.lapse


@rule
def lapse_time(t: Terms, time: float) -> float:
    """Months since the start as lapse counts them: a month in which lapse rates are doubled counts twice."""
    month = min(int(time), int(t.end) - 1)
    return t.lapse_sum[month] + (time - month) * t.lapse_pace[month]


@rule
def lapse_instant(t: Terms, time: float, left: float, speed: float) -> float:
    """When a clock with ``left`` to go at ``time`` runs out, at ``speed`` a month as lapse counts months."""
    if speed <= 0.0:
        return NEVER
    if not t.shocked:
        return time + left / speed
    clock, month, end = lapse_time(t, time) + left / speed, int(time), int(t.end)
    while month < end and t.lapse_sum[month + 1] <= clock:
        month += 1
    return max(time, month + (clock - t.lapse_sum[month]) / t.lapse_pace[month]) if month < end else NEVER


@rule
def calendar_time(clock: float, from_month: int, t: Terms) -> float:
    """Calendar time at which season time ``clock`` is reached; NEVER when that is after the end."""
    month = from_month
    end = int(t.end)
    while month < end and t.season_sum[month + 1] <= clock:
        month += 1
    if month >= end:
        return NEVER
    return month + (clock - t.season_sum[month]) / t.season[month]


@rule
def next_base(c: Customer, t: Terms) -> None:
    """Move to the next candidate of the base stream, at the customer's own seasonal rate."""
    c.base_clock += wait(c, D.BASE, D.VISIT_DRAWS * c.base_index + D.TIME) / c.rate
    c.next_base = calendar_time(c.base_clock, int(c.next_base), t)


@rule
def next_extra(c: Customer, t: Terms) -> None:
    """Move to the next candidate of the extra stream, at (cap - 1) times the customer's own seasonal rate.

    Candidates that would need a higher multiplier than the program can ever give are passed over at once.
    """
    month = int(c.born) if c.extra_index == 0 else int(c.next_extra)
    while True:
        c.extra_clock += wait(c, D.EXTRA, D.VISIT_DRAWS * c.extra_index + D.TIME) / (c.rate * (t.cap - 1.0))
        c.next_extra = calendar_time(c.extra_clock, month, t)
        if c.next_extra == NEVER or lift_needed(c, t) < t.largest_lift:
            return
        month = int(c.next_extra)
        c.extra_index += 1


@rule
def lift_needed(c: Customer, t: Terms) -> float:
    """The multiplier less 1 above which the extra candidate at hand is kept: evenly drawn from 0 to cap - 1."""
    return draw(c, D.EXTRA, D.VISIT_DRAWS * c.extra_index + D.KEEP) * (t.cap - 1.0)


@rule
def next_chance(c: Customer, t: Terms) -> None:
    """Move to the next opportunity to redeem between visits."""
    c.next_chance += wait(c, D.CHANCE, D.VISIT_DRAWS * c.chance_index + D.TIME) / t.between_rate


@rule
def _forget(c: Customer) -> None:
    """A new life: no membership, no points, nothing counted yet."""
    c.lapsed = c.member = c.balance = c.remainder = c.first_lot = c.last_lot = 0
    c.referred = c.first_note = c.last_note = c.rewards = c.reminders = c.tier = c.metric = c.first_visit = c.last_visit = 0
    c.paid = c.renewals = c.benefit = c.paid_terms = c.fee = c.visited = 0
    c.joined = c.activity = c.rewarded = c.reminded = c.demoted = c.spared = -NEVER
    c.review = c.held = c.eases = c.paid_until = NEVER
    c.falls_to = -1
    c.exempt = 0
    c.generosity = c.paid_strength = 0.0
    c.lapse_factor = 1.0
    c.goal = c.on_head_start = 0
    c.year = c.year_0 = -1_000_000
    c.buys = c.buys_0 = 0
    c.active = c.active_0 = c.active_member = c.capped = c.floored = -1
    c.used = c.lost = c.counted = c.counted_0 = 0


@rule
def _count_birth(c: Customer, t: Terms, cohort: int, books: Books) -> None:
    """Count the customer as present at the opening or as new, and the lapse of the no-program world."""
    opening = cohort == 0 and (c.born == 0.0 or c.born == t.warmup)
    tick(c, t, books, min(int(c.born), t.months - 1), Measure.OPENING if opening else Measure.NEW)
    if c.lapse_0 < t.end:
        count_lapse_0(c, t, books, 1)


@rule
def program_year(t: Terms, time: float) -> int:
    """Year of the program that ``time`` is in: 0 is the first twelve months reported, -1 the last of the warm-up."""
    return int((int(time) - t.first_month) // 12)


@rule
def count_lapse(
    c: Customer, t: Terms, time: float, books: Books, sign: int, lapsed: int, lapsed_opening: int, lapsed_first: int
) -> None:
    """Count a lapse in one world, or take it back (sign -1), and whether the customer was there when the year, or month 1,
    began."""
    add(c, t, books, int(time), lapsed, sign)
    if c.born <= t.warmup + 12.0 * program_year(t, time):
        add(c, t, books, int(time), lapsed_opening, sign)
    if c.born <= t.warmup and time >= t.warmup:
        add(c, t, books, int(time), lapsed_first, sign)


@rule
def count_lapse_0(c: Customer, t: Terms, books: Books, sign: int) -> None:
    """Count the lapse of the no-program world, or take that back."""
    count_lapse(c, t, c.lapse_0, books, sign, Measure.LAPSED_0, Measure.LAPSED_OPENING_0, Measure.LAPSED_FIRST_0)
