"""How the program changes a member's purchase rate and lapse rate: each effect one small function.

Multipliers are constant between the customer's own events and month boundaries, so purchases are exact. Effects
multiply. Lifts from points and rewards are scaled by generosity, by how heavy a buyer the customer is and by time since
joining; lifts from status and from paying have evidence of their own and are not.
"""

from __future__ import annotations

import math

from loyalty_sim.engine.books import tick
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.customer import lapse_instant, lapse_time, lift_needed
from loyalty_sim.engine.forward import CARDS, card_of
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.points import next_expiry
from loyalty_sim.engine.units import ALONE, EITHER, MICRO, NEVER, POINT_VALUE_UNIT, POINTS, VISITS


@rule
def decayed(since: float, time: float, decay: float) -> float:
    """Mean of exp(-age/decay) from the later of the start of the month and ``since`` to the end of the month.

    A step of this height in every month has the same integral as the exponential. After ten decay times it is 0.
    """
    month = math.floor(time)
    first = max(since, month) - since
    if first > 10.0 * decay:
        return 0.0
    last = month + 1.0 - since
    return decay * (math.exp(-first / decay) - math.exp(-last / decay)) / (last - first)


@rule
def reward_rate(c: Customer, t: Terms) -> float:
    """What a member gets back per unit of spend at face value: points, discount, free shipping and what mechanics add."""
    points = t.earn_rate[c.tier, c.paid] / MICRO
    value = t.point_value / POINT_VALUE_UNIT / 100.0
    rate = points * value * 100.0 / c.basket if t.per_visit else points * value
    if c.paid:
        rate += t.discount / MICRO + t.ship_value / c.basket
    return rate + t.other_rate[c.tier] + yearly_share(c, t, c.paid)


@rule
def yearly_share(c: Customer, t: Terms, paid: int) -> float:
    """Share of spend that a member, paying or not, gets back once a year, with what it is limited to in a month."""
    return min(t.yearly_share[paid], t.yearly_most / (c.rate * c.basket))


@rule
def set_generosity(c: Customer, t: Terms) -> None:
    """(reward rate / reference)^elasticity, at most 2; 1 when the response to generosity is off."""
    c.generosity = 1.0
    if t.use_generosity:
        c.generosity = min(2.0, (reward_rate(c, t) / t.reference_rate) ** t.elasticity)


@rule
def points_factor(c: Customer, t: Terms, time: float) -> float:
    """Factor on every lift from points and rewards: generosity x light or heavy buyer x ramp x fade-out."""
    factor = c.generosity
    if t.use_light_heavy:
        months = math.floor(time) - math.floor(c.joined)
        factor *= t.third_factor[c.third] * min(1.0, (months + 1.0) / t.ramp)
    if t.use_fade:
        factor *= decayed(c.joined, time, t.fade_decay)
    return factor


@rule
def goal_progress(c: Customer, t: Terms) -> float:
    """Progress to the next reward, 0 to 1; on a stamp card 1 is reached on the last interval before the reward."""
    held = c.balance % t.block_points if t.automatic else min(c.balance, t.block_points)
    needed = t.block_points
    if t.per_visit:
        needed -= max(1, t.earn_rate[c.tier, c.paid] // MICRO)
    return min(1.0, held / max(1, needed))


@rule
def reward_in_reach(c: Customer, lots: Queue, t: Terms, time: float) -> bool:
    """Whether the spend still needed is at most what the customer is expected to spend before the deadline."""
    missing = t.block_points - c.balance
    rate = t.earn_rate[c.tier, c.paid] / MICRO
    if missing <= 0 or rate == 0.0:
        return False
    months = min(next_expiry(c, lots, t) - time, t.pressure_months)
    per_month = c.rate * rate * (1.0 if t.per_visit else c.basket / 100.0)
    return missing <= per_month * months


@rule
def tier_progress(t: Terms, level: int, metric: float, visits: float) -> float:
    """The part of the way to a level that is made, 1 or more once it is reached: where spend or visits count, the larger of
    the two parts; where both must be reached, the smaller."""
    part = metric / t.threshold[level]
    if t.combined == ALONE:
        return part
    other = visits / t.visit_threshold[level]
    return max(part, other) if t.combined == EITHER else min(part, other)


@rule
def tier_in_reach(c: Customer, t: Terms, time: float) -> bool:
    """Whether a calendar year's end is near and the projected gap to the next tier small but not closed."""
    left = c.review - time
    if t.rolling or left > t.tier_months:
        return False
    per_month = c.rate
    if t.metric == POINTS:
        per_month *= t.earn_rate[0, 0] / MICRO * (1.0 if t.per_visit else c.basket / 100.0)
    elif t.metric != VISITS:
        per_month *= c.basket
    for level in range(t.tiers):
        if tier_progress(t, level, c.metric, c.visited) < 1.0:
            gap = 1.0 - tier_progress(t, level, c.metric + per_month * left, c.visited + c.rate * left)
            return 0.0 < gap <= t.tier_gap
    return False


@rule
def points_lifts(c: Customer, lots: Queue, t: Terms, time: float) -> float:
    """Product of the multipliers that points and rewards give."""
    k = points_factor(c, t, time)
    if k == 0.0:
        return 1.0
    m = 1.0
    if t.use_goal:
        m *= 1.0 + k * t.goal_lift * goal_progress(c, t) ** t.goal_power
    if t.use_pressure and reward_in_reach(c, lots, t, time):
        m *= 1.0 + k * t.pressure_lift
    if t.use_rewarded and c.rewards > 0:
        m *= 1.0 + k * t.rewarded_lift * decayed(c.rewarded, time, t.rewarded_decay)
    if t.use_momentum and c.rewards > 0:
        m *= 1.0 + k * t.momentum_lift * decayed(c.rewarded, time, t.momentum_decay)
    if t.use_learning:
        m *= 1.0 + k * min(t.learning_step * c.rewards, t.learning_most)
    if t.use_endowed and c.on_head_start:
        m *= 1.0 + k * t.endowed_lift
    if t.use_wallet:
        m *= 1.0 + k * t.wallet_lift
    return m


@rule
def status_lifts(c: Customer, lots: Queue, t: Terms, time: float) -> float:
    """Product of the multipliers that status, its loss, expiry and paying give."""
    m = 1.0
    if t.tiers > 0:
        if t.use_tier_status:
            m *= 1.0 + t.status_lift[c.tier] * (t.status_scale[int(time), c.tier] if t.use_perception else 1.0)
        if t.use_tier_pressure and tier_in_reach(c, t, time):
            m *= 1.0 + t.tier_pressure_lift
    if t.use_goal_outcome:
        m *= after_outcome(c, t)
    if t.use_demotion and c.demoted > -NEVER:
        m *= 1.0 - t.demotion_drop * decayed(c.demoted, time, t.demotion_decay)
    if t.use_expiry_pressure and c.third == 2 and next_expiry(c, lots, t) - time <= t.expiry_window:
        m *= 1.0 + t.expiry_lift
    if t.use_paid_lift and c.paid:
        m *= 1.0 + t.paid_lift * c.paid_strength
    return m


@rule
def after_outcome(c: Customer, t: Terms) -> float:
    """Multiplier since the last goal reached or missed; the higher the tier, the more a failure hurts."""
    if c.goal > 0:
        return 1.0 + t.success_lift
    if c.goal < 0:
        return max(0.0, 1.0 - t.failure_drop - t.failure_per_tier * (-1 - c.goal))
    return 1.0


@rule
def forward_multiplier(c: Customer, t: Terms) -> float:
    """Multiplier of a customer who plans for the next block of points, by pace, purchases to a block and progress."""
    rate = t.earn_rate[c.tier, c.paid] / MICRO
    if rate == 0.0:
        return 1.0
    card = card_of(t.block_points / (rate if t.per_visit else rate * c.basket / 100.0))
    held = c.balance % t.block_points if t.automatic else min(c.balance, t.block_points)
    return t.forward[c.pace, card, min(CARDS[card] - 1, held * CARDS[card] // t.block_points)]


@rule
def purchase_multiplier(c: Customer, lots: Queue, t: Terms, time: float) -> float:
    """The member's purchase rate in the program world over their own, before it is bounded."""
    m = points_lifts(c, lots, t, time) * status_lifts(c, lots, t, time)
    return m * forward_multiplier(c, t) if t.use_forward else m


@rule
def never_below_one(c: Customer) -> bool:
    """Whether no effect of the core can take the multiplier below 1: only demotion and failure do."""
    return c.demoted == -NEVER and c.goal >= 0


@rule
def keeps_base(c: Customer, t: Terms, time: float, m: float, u: float, books: Books) -> bool:
    """Whether a base candidate is kept at multiplier m: chance min(1, m), m at least the lower bound."""
    if m < t.floor:
        m = t.floor
        if c.floored < int(time):
            c.floored = int(time)
            tick(c, t, books, int(time), Measure.FLOORED)
    return u < m


@rule
def keeps_extra(c: Customer, t: Terms, time: float, m: float, books: Books) -> bool:
    """Whether an extra candidate is kept at multiplier m: chance (m - 1)/(cap - 1)."""
    if m > t.cap and c.capped < int(time):
        c.capped = int(time)
        tick(c, t, books, int(time), Measure.CAPPED)
    return lift_needed(c, t) < m - 1.0


@rule
def lapse_multiplier(c: Customer, t: Terms, time: float) -> float:
    """The member's lapse rate over their own. Retention grows with generosity and never removes lapse altogether."""
    if not c.member:
        return 1.0
    multiplier = 1.0
    if t.retention != 1.0:
        multiplier = max(0.05, 1.0 - (1.0 - t.retention) * c.generosity)
    if time < c.demoted + t.demotion_months:
        multiplier *= t.demotion_lapse
    return multiplier * c.lapse_factor


@rule
def set_lapse(c: Customer, t: Terms, time: float) -> None:
    """Re-anchor the lapse clock, only when its speed really changes: else its last bits would move."""
    speed = c.lapse_rate * lapse_multiplier(c, t, time)
    if speed == c.lapse_speed:
        return
    passed = lapse_time(t, time) - lapse_time(t, c.lapse_anchor) if t.shocked else time - c.lapse_anchor
    c.lapse_left -= c.lapse_speed * passed
    c.lapse_anchor = time
    c.lapse_speed = speed
    c.lapse = lapse_instant(t, time, c.lapse_left, speed)
