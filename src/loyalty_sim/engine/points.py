"""Points of one customer: lots are earned, redeemed (earliest expiry first) and expire.

Lots stand in a queue ordered by expiry, ``lots[first_lot:last_lot]``; the balance is always their sum. Points of one
month with one expiry share a lot.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.books import add, add_at_tier, add_partner, tick
from loyalty_sim.engine.calendar import period_end
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import AtPartner, AtTier, Measure
from loyalty_sim.engine.units import (
    AFTER_EARNING,
    CARRY,
    EXACT,
    FRESH_WINDOW,
    INACTIVITY,
    MICRO,
    MONTH_END,
    NEAREST,
    NEVER,
    PERIOD_END,
    POINT_VALUE_UNIT,
    QUARTER_END,
    UP,
)  # fmt: skip


@rule
def expiry_instant(t: Terms, time: float) -> float:
    """When points die that were earned, or last kept alive, at ``time``: usable before that instant, not at it."""
    return rounded_up(t, time + t.expiry_months, t.expiry_rounding) + t.expiry_grace


@rule
def rounded_up(t: Terms, due: float, rounding: int) -> float:
    """The end of the month, quarter or year that ``due`` is in, or ``due`` itself."""
    if rounding == EXACT:
        return due
    if rounding == MONTH_END:
        return period_end(due, 1.0, 0.0)
    return period_end(due, 3.0 if rounding == QUARTER_END else 12.0, t.expiry_calendar)


@rule
def next_expiry(c: Customer, lots: Queue, t: Terms) -> float:
    """When the next points of the customer die."""
    if c.balance == 0 or c.exempt:
        return NEVER
    if t.expiry == INACTIVITY:
        return min(max(expiry_instant(t, c.activity), c.spared), lots[c.first_lot].expires)
    return lots[c.first_lot].expires


@rule
def end_exemption(c: Customer, lots: Queue, t: Terms, time: float) -> None:
    """The tier whose points never expire is lost: no point dies before now, the end of the period, or a whole window on."""
    c.spared = time
    if t.on_demotion == PERIOD_END:
        c.spared = rounded_up(t, time, MONTH_END if t.expiry_rounding == EXACT else t.expiry_rounding)
    elif t.on_demotion == FRESH_WINDOW:
        c.spared = expiry_instant(t, time)
    for place in range(c.first_lot, c.last_lot):
        lots[place].expires = max(lots[place].expires, c.spared)


@rule
def raw_points(c: Customer, t: Terms, amount: int) -> int:
    """Points of a purchase of which ``amount`` cents earn, before rounding; in the unit of ``unit_of_points``."""
    rate = t.earn_rate[c.tier, c.paid]
    if t.per_visit:
        return rate if amount > 0 else 0
    return amount * rate


@rule
def unit_of_points(t: Terms) -> int:
    """How many raw points are a point."""
    return MICRO if t.per_visit else 100 * MICRO


@rule
def rounded(c: Customer, t: Terms, raw: int) -> int:
    """Points of a purchase, rounded once; what rounding leaves is carried if so ruled."""
    unit = unit_of_points(t)
    if t.earn_rounding == NEAREST:
        return (raw + unit // 2) // unit
    if t.earn_rounding == UP:
        return -(-raw // unit)
    if t.earn_rounding == CARRY:
        raw += c.remainder
        c.remainder = raw % unit
    return raw // unit


@rule
def expiry_of(c: Customer, lots: Queue, t: Terms, time: float) -> float:
    """When points die whose life begins at ``time``: with their card, if there is one; of a balance that dies of
    inactivity, no lot has a date of its own."""
    if t.card and c.balance > 0:
        return lots[c.first_lot].expires
    return expiry_instant(t, time) if t.expiry == AFTER_EARNING else NEVER


@rule
def issue(c: Customer, lots: Queue, t: Terms, points: int, time: float, books: Books, measure: int) -> None:
    """Give points, to be used from now on."""
    if points <= 0:
        return
    add(c, t, books, int(time), measure, points)
    put(c, lots, t, points, expiry_of(c, lots, t, time), int(time), time, books)


@rule
def give(c: Customer, lots: Queue, t: Terms, points: int, time: float, books: Books, measure: int) -> None:
    """Give points that the member did nothing for."""
    if points > 0:
        receive(c, t, time)
        issue(c, lots, t, points, time, books, measure)


@rule
def receive(c: Customer, t: Terms, time: float) -> None:
    """Points arrive without an act of the member. That is no activity; but where a balance would have died of inactivity by
    now, their life begins now, and no reminder of them is due before they came."""
    if t.expiry == INACTIVITY and expiry_instant(t, c.activity) <= time:
        c.activity = time
    c.reminded = max(c.reminded, time - t.reminder)


@rule
def put(c: Customer, lots: Queue, t: Terms, points: int, expires: float, month: int, time: float, books: Books) -> None:
    """Add points issued in ``month``, to be used from ``time`` on: they join the lot of that month with the same expiry, or
    open one in order of expiry."""
    c.balance += points
    add_at_tier(c, t, books, int(time), AtTier.RECEIVED, points)
    place = c.last_lot
    while place > c.first_lot and lots[place - 1].expires > expires:
        place -= 1
    if place > c.first_lot and lots[place - 1].expires == expires and lots[place - 1].month == month:
        lots[place - 1].points += points
        return
    for later in range(c.last_lot, place, -1):
        lots[later] = lots[later - 1]
    lots[place].points = points
    lots[place].expires = expires
    lots[place].month = month
    c.last_lot += 1


@rule
def money_of(t: Terms, points: int) -> int:
    """Face value of points, in whole cents."""
    return points * t.point_value // POINT_VALUE_UNIT


class Reward(NamedTuple):
    """What one redemption takes and gives; money in cents."""

    points: int
    value: int
    """Face value."""
    priced_points: int
    """Of the points, those of rewards whose cost is stated."""
    priced_value: int
    """Of the value, that of rewards whose cost is stated."""
    price: int
    """That cost."""


@rule
def redeem(c: Customer, lots: Queue, t: Terms, reward: Reward, time: float, books: Books) -> None:
    """Use points for a reward. Redeeming is activity, and a reward."""
    add(c, t, books, int(time), Measure.REDEEMED, reward.points)
    add(c, t, books, int(time), Measure.FACE, reward.value)
    tick(c, t, books, int(time), Measure.REDEMPTIONS)
    given = donates(c, t)
    if given:
        tick(c, t, books, int(time), Measure.DONATIONS)
        add(c, t, books, int(time), Measure.DONATED, reward.points)
        add(c, t, books, int(time), Measure.DONATED_FACE, reward.value)
    delivered = t.delivering > 0 and not given and deliver(c, t, reward, time, books)
    if reward.priced_points > 0 and not given and not delivered:
        add(c, t, books, int(time), Measure.PRICED_POINTS, reward.priced_points)
        add(c, t, books, int(time), Measure.PRICED_FACE, reward.priced_value)
        add(c, t, books, int(time), Measure.PRICED_COST, reward.price)
    use_lots(c, lots, t, reward.points, int(time), books)
    if t.card:  # what is left begins a new card
        renew_lots(c, lots, t, time)
    rewarded(c, time)


@rule
def donates(c: Customer, t: Terms) -> bool:
    """Whether the customer's next redemption is given to charity: one draw for each, whenever it comes."""
    return t.donates > 0.0 and draw(c, D.TRAITS, D.DONATES + c.rewards) < t.donates


@rule
def rewarded(c: Customer, time: float) -> None:
    """Remember that the customer has had a reward."""
    c.rewards += 1
    c.on_head_start = 0
    c.rewarded = c.activity = time


@rule
def use_lots(c: Customer, lots: Queue, t: Terms, points: int, month: int, books: Books) -> None:
    """Take points out of the lots, earliest expiry first, and count them as used by month of issue."""
    c.balance -= points
    if month >= t.first_month:
        c.used += points
    add_at_tier(c, t, books, month, AtTier.USED, points)
    while points > 0:
        lot = lots[c.first_lot]
        used = min(points, lot.points)
        books[t.redeemed_at + lot.month * t.months + month] += used
        lot.points -= used
        points -= used
        if lot.points == 0:
            c.first_lot += 1


DELIVERY = 1 << 40
"""First ordinal, in the stream of partners, of who delivers the first redemption, the second, ..."""


@rule
def deliver(c: Customer, t: Terms, reward: Reward, time: float, books: Books) -> bool:
    """Decide by one draw whether a partner delivers what the points are used for, and which; else the company does."""
    u = draw(c, D.PARTNER, DELIVERY + c.rewards)
    partner = 0
    while partner < t.delivering and u >= t.delivered[partner]:
        partner += 1
    if partner == t.delivering:
        return False
    add(c, t, books, int(time), Measure.PARTNER_REDEEMED, reward.points)
    add(c, t, books, int(time), Measure.PARTNER_FACE, reward.value)
    add_partner(t, books, int(time), partner, AtPartner.REDEMPTIONS, 1)
    add_partner(t, books, int(time), partner, AtPartner.REDEEMED, reward.points)
    return True


@rule
def renew_lots(c: Customer, lots: Queue, t: Terms, time: float) -> None:
    """The life of all points held starts anew: by a purchase, or on the new card that takes what a redemption left."""
    fresh = expiry_instant(t, time)
    for place in range(c.first_lot, c.last_lot):
        lots[place].expires = fresh


@rule
def expire(c: Customer, lots: Queue, t: Terms, time: float, books: Books) -> None:
    """Points die: the lots that are due, or the whole balance. They belong to the month that ends at ``time``."""
    month = int(math.ceil(time)) - 1  # noqa: RUF046 - compiled, ceil gives a float
    tick(c, t, books, month, Measure.EXPIRIES)
    whole = t.expiry == INACTIVITY and max(expiry_instant(t, c.activity), c.spared) <= time
    while c.first_lot < c.last_lot and (whole or lots[c.first_lot].expires <= time):
        lot = lots[c.first_lot]
        add(c, t, books, month, Measure.EXPIRED, lot.points)
        books[t.expired_at + lot.month * t.months + month] += lot.points
        add_at_tier(c, t, books, month, AtTier.EXPIRED, lot.points)
        if month >= t.first_month:
            c.lost += lot.points
        c.balance -= lot.points
        c.first_lot += 1
    if c.balance == 0:
        c.on_head_start = 0


UNLIMITED = 10**14
"""Cents that a reward given away from a basket may be worth."""


@rule
def redeemable(c: Customer, t: Terms, limit: int) -> Reward:
    """The reward of a redemption that may be worth at most ``limit`` cents; of 0 points when none is possible."""
    if t.converts:
        return Reward(0, 0, 0, 0, 0)
    if t.steps > 0:
        return from_chart(c, t, limit)
    points = redeemable_points(c, t, limit)
    return Reward(points, money_of(t, points), 0, 0, 0)


@rule
def from_chart(c: Customer, t: Terms, limit: int) -> Reward:
    """The largest rewards of the chart that balance and ``limit`` allow, one after the other, or the first of them."""
    left, room = c.balance, limit
    priced_points = priced_value = price = 0
    step = t.steps - 1
    while step >= 0:
        count = left // t.step_points[step]
        if t.step_value[step] > 0:
            count = min(count, room // t.step_value[step])
        if t.one_block:
            count = min(count, 1)
        left -= count * t.step_points[step]
        room -= count * t.step_value[step]
        if t.step_cost[step] >= 0:
            priced_points += count * t.step_points[step]
            priced_value += count * t.step_value[step]
            price += count * t.step_cost[step]
        if count > 0 and t.one_block:
            break
        step -= 1
    return Reward(c.balance - left, limit - room, priced_points, priced_value, price)


@rule
def redeemable_points(c: Customer, t: Terms, limit: int) -> int:
    """Points that a redemption in blocks, or of any amount, would use; 0 when none is possible."""
    if c.balance < t.block_points:
        return 0
    if t.blocks:
        count = c.balance // t.block_points
        if t.point_value > 0:
            count = min(count, limit * POINT_VALUE_UNIT // (t.block_points * t.point_value))
        if t.one_block:
            count = min(count, 1)
        return count * t.block_points
    if t.point_value == 0:
        return c.balance
    points = min(c.balance, limit * POINT_VALUE_UNIT // t.point_value)
    if t.one_block:
        points = min(points, t.block_points)
    return points if points >= t.block_points else 0


@rule
def expiring_value(c: Customer, lots: Queue, t: Terms, time: float) -> float:
    """Value of points about to expire, in cents: each lot's value times exp(-time to expiry / D), to four times D.

    An inactive balance is saved by the visit itself, so nothing of it is about to expire. Value that an announced change
    will take counts in the same way.
    """
    total = 0.0
    if not t.use_redemption_choice or not c.redeems:
        return total
    if t.lost > 0.0 and time >= t.announced:
        total += t.lost * c.balance * math.exp(-(t.until - time) / t.urgency_months)
    if t.expiry != AFTER_EARNING or c.exempt:
        return total * t.point_value / POINT_VALUE_UNIT
    place = c.first_lot
    while place < c.last_lot:
        left = lots[place].expires - time
        if left > 4.0 * t.urgency_months:
            break
        total += lots[place].points * math.exp(-left / t.urgency_months)
        place += 1
    return total * t.point_value / POINT_VALUE_UNIT


@rule
def wants_to_redeem(c: Customer, lots: Queue, t: Terms, time: float, cents: int, u: float) -> bool:
    """The choice to use points worth ``cents`` at one opportunity."""
    return wants(c, t, cents, expiring_value(c, lots, t, time), u)


@rule
def wants(c: Customer, t: Terms, cents: int, expiring: float, u: float) -> bool:
    """The choice to use a reward at one opportunity, worth (worth - earning forgone) x value + urgency x expiring value."""
    forgone = 0.0
    if not t.earn_on_basket and not t.per_visit:
        forgone = t.earn_rate[c.tier, c.paid] / MICRO * t.point_value / POINT_VALUE_UNIT / 100.0
    return takes(c, t, (c.worth - forgone) * (cents / 100.0), t.urgency * expiring / 100.0, u)


@rule
def takes(c: Customer, t: Terms, worth: float, more: float, u: float) -> bool:
    """Whether the customer takes what is worth ``worth`` and ``more`` to them, in money: logit of these less the hassle.
    With the choice off, a constant chance; some customers never do."""
    if not t.use_redemption_choice:
        return u < t.chance
    if not c.redeems:
        return False
    utility = worth - c.hassle + more
    return u * (1.0 + math.exp(-utility / t.noise)) < 1.0
