"""Joining the program, and buying, using and renewing a paid membership."""

from __future__ import annotations

import math

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.books import add, enter_tier, tick
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.points import issue
from loyalty_sim.engine.response import set_generosity, set_lapse, yearly_share
from loyalty_sim.engine.status import window_end
from loyalty_sim.engine.units import FEE_UNIT, MICRO, NEVER, POINT_VALUE_UNIT


@rule
def enrol(c: Customer, lots: Queue, t: Terms, time: float, books: Books) -> None:
    """Become a member, with the welcome points. The purchase at which a customer joins earns."""
    c.member = 1
    c.joined = c.activity = time
    c.review = window_end(c, t, time)
    tick(c, t, books, int(time), Measure.ENROLLED)
    enter_tier(c, t, books, int(time))
    issue(c, lots, t, t.welcome, time, books, Measure.WELCOME)
    issue(c, lots, t, t.head_start, time, books, Measure.HEAD_START)
    c.on_head_start = t.head_start > 0
    set_generosity(c, t)
    set_lapse(c, t, time)


@rule
def benefit_of_order(c: Customer, t: Terms, basket: float) -> float:
    """What paid membership gives on one order of ``basket`` cents: shipping, discount and extra points, in cents."""
    extra = (t.earn_rate[c.tier, 1] - t.earn_rate[c.tier, 0]) / MICRO * t.point_value / POINT_VALUE_UNIT
    points = extra if t.per_visit else extra * basket / 100.0
    return t.ship_value + basket * t.discount / MICRO + points


@rule
def expected_benefit(c: Customer, t: Terms, months: float) -> float:
    """What paid membership is expected to give over ``months`` at the customer's own rate and basket, in cents; of what all
    members get back once a year, only what is more for paying."""
    yearly = (yearly_share(c, t, 1) - yearly_share(c, t, 0)) * c.basket
    return c.rate * months * (benefit_of_order(c, t, c.basket) + yearly)


@rule
def considers_paying(c: Customer, t: Terms, time: float, u: float, books: Books) -> None:
    """At a visit, buy a membership with chance attention x logit((expected benefit - fee) / (noise x fee))."""
    chance = t.attention
    if t.use_paid_choice:
        expected = expected_benefit(c, t, t.counted_term)
        chance /= 1.0 + math.exp(-(expected - t.fee) / (t.paid_noise * max(t.fee, 1)))
    if u < chance:
        begin_membership(c, t, time, books)


@rule
def benefit_over_fee(c: Customer, t: Terms) -> float:
    """Expected benefit of one term over its fee, at most 2."""
    return min(2.0, expected_benefit(c, t, t.counted_term) / max(t.fee, 1))


@rule
def begin_membership(c: Customer, t: Terms, time: float, books: Books) -> None:
    """Buy a membership: pay for the first term. Part of its lift follows the benefits, the rest comes from having paid."""
    c.paid = 1
    c.paid_terms = 0
    c.paid_strength = 1.0 - t.paid_benefit_share + t.paid_benefit_share * benefit_over_fee(c, t)
    c.fee = t.fee
    tick(c, t, books, int(time), Measure.PAID_JOINED)
    _pay(c, t, time, books)


@rule
def _pay(c: Customer, t: Terms, time: float, books: Books) -> None:
    """Pay the fee of one term and begin to count its benefits."""
    add(c, t, books, int(time), Measure.FEES, c.fee)
    _earn_evenly(c, t, time, books)
    begin_benefits(c, t, time, t.term)


@rule
def _earn_evenly(c: Customer, t: Terms, time: float, books: Books) -> None:
    """Count the fee as earned evenly over its term, a lifetime's over the expected time of a membership: at time x
    level - slope x of it is not yet earned, until it all is."""
    c.fee_slope = int(c.fee * FEE_UNIT / t.earned_over + 0.5)
    c.fee_level = int(c.fee_slope * (time + t.earned_over) + 0.5)
    c.fee_earned = time + t.earned_over
    _count_unearned(c, t, books, int(time), 1)
    if c.fee_earned < t.end:
        _count_unearned(c, t, books, int(c.fee_earned), -1)


@rule
def stop_earning(c: Customer, t: Terms, time: float, books: Books) -> None:
    """A term is cancelled: what was not yet earned of its fee is earned or given back now."""
    if c.fee_earned <= time:
        return
    _count_unearned(c, t, books, int(time), -1)
    if c.fee_earned < t.end:
        _count_unearned(c, t, books, int(c.fee_earned), 1)


@rule
def _count_unearned(c: Customer, t: Terms, books: Books, month: int, sign: int) -> None:
    add(c, t, books, month, Measure.FEE_LEVEL, sign * c.fee_level)
    add(c, t, books, month, Measure.FEE_SLOPE, sign * c.fee_slope)


@rule
def begin_benefits(c: Customer, t: Terms, time: float, months: float) -> None:
    """Benefits run for ``months`` from now and are counted anew."""
    c.benefit = 0
    c.paid_until = min(time + months, NEVER)
    set_generosity(c, t)
    set_lapse(c, t, time)


@rule
def stays_paying(c: Customer, t: Terms, u: float, base: float, gain: float, fee: float) -> bool:
    """Whether a member pays for a further term: odds base/(1 - base) x (benefits received / fee)^slope x e^gain."""
    received = max(c.benefit, 0.01 * fee) / fee
    odds = base / max(1.0 - base, 1e-12) * received**t.renewal_slope * math.exp(gain)
    return not c.lapsed and u * (1.0 + odds) < odds


@rule
def renew_or_end(c: Customer, t: Terms, time: float, books: Books) -> None:
    """At the end of a term: the odds of renewal rise with every term completed after the first. The lapsed never renew."""
    u = draw(c, D.RENEWAL, c.renewals)
    c.renewals += 1
    fee = max(c.fee if t.keep_fees else t.fee, 1)
    if t.paid and stays_paying(c, t, u, t.renewal, t.renewal_gain * c.paid_terms, fee):
        c.paid_terms += 1
        tick(c, t, books, int(time), Measure.PAID_RENEWED)
        if not t.keep_fees:
            c.fee = t.fee
        _pay(c, t, time, books)
        return
    tick(c, t, books, int(time), Measure.PAID_ENDED)
    end_benefits(c, t, time)


@rule
def end_benefits(c: Customer, t: Terms, time: float) -> None:
    """The benefits of paid membership end."""
    c.paid = 0
    c.paid_until = NEVER
    if not c.lapsed:
        set_generosity(c, t)
        set_lapse(c, t, time)
