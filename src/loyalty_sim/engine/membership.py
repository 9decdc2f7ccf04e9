"""Joining the program, and buying, using and renewing a paid membership."""

from __future__ import annotations

import math

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.books import add, enter_tier, tick
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.points import issue
from loyalty_sim.engine.response import set_generosity, set_lapse
from loyalty_sim.engine.status import next_new_year
from loyalty_sim.engine.units import MICRO, NEVER, POINT_VALUE_UNIT


@rule
def enrol(c: Customer, lots: Queue, t: Terms, time: float, books: Books) -> None:
    """Become a member, with the welcome points. The purchase at which a customer joins earns."""
    c.member = 1
    c.joined = c.activity = time
    c.review = next_new_year(t, time)
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
def considers_paying(c: Customer, t: Terms, time: float, u: float, books: Books) -> None:
    """At a visit, buy a membership with chance attention x logit((expected benefit - fee) / (noise x fee))."""
    expected = c.rate * t.counted_term * benefit_of_order(c, t, c.basket)
    fee = max(t.fee, 1)
    chance = t.attention
    if t.use_paid_choice:
        chance /= 1.0 + math.exp(-(expected - t.fee) / (t.paid_noise * fee))
    if u >= chance:
        return
    c.paid = 1
    c.paid_worth = min(2.0, expected / fee)
    c.fee = t.fee
    tick(c, t, books, int(time), Measure.PAID_JOINED)
    _pay(c, t, time, books)


@rule
def _pay(c: Customer, t: Terms, time: float, books: Books) -> None:
    """Pay the fee of one term and begin to count its benefits."""
    add(c, t, books, int(time), Measure.FEES, c.fee)
    c.benefit = 0
    c.paid_until = min(time + t.term, NEVER)
    set_generosity(c, t)
    set_lapse(c, t, time)


@rule
def renew_or_end(c: Customer, t: Terms, time: float, books: Books) -> None:
    """At the end of a term: odds of renewal are the base odds x (benefits received / fee)^slope. The lapsed never renew."""
    u = draw(c, D.RENEWAL, c.renewals)
    c.renewals += 1
    fee = max(c.fee if t.keep_fees else t.fee, 1)
    received = max(c.benefit, 0.01 * fee) / fee
    odds = t.renewal / max(1.0 - t.renewal, 1e-12) * received**t.renewal_slope
    if t.paid and not c.lapsed and u * (1.0 + odds) < odds:
        tick(c, t, books, int(time), Measure.PAID_RENEWED)
        if not t.keep_fees:
            c.fee = t.fee
        _pay(c, t, time, books)
        return
    tick(c, t, books, int(time), Measure.PAID_ENDED)
    c.paid = 0
    c.paid_until = NEVER
    if not c.lapsed:
        set_generosity(c, t)
        set_lapse(c, t, time)
