"""Points of one customer: lots are earned, redeemed (earliest expiry first) and expire.

Lots stand in a queue ordered by expiry, ``lots[first_lot:last_lot]``; the balance is always their sum. Points of one
month with one expiry share a lot.
"""

from __future__ import annotations

import math

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.books import add, add_partner, tick
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import AtPartner, Measure
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
        return math.floor(due) + 1.0
    length = 3.0 if rounding == QUARTER_END else 12.0
    return (math.floor((due + t.expiry_calendar) / length) + 1.0) * length - t.expiry_calendar


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
def points_for(c: Customer, t: Terms, amount: int) -> int:
    """Points of a purchase of which ``amount`` cents earn, rounded once; what rounding leaves is carried if so ruled."""
    rate = t.earn_rate[c.tier, c.paid]
    if t.per_visit:
        raw, unit = (rate if amount > 0 else 0), MICRO
    else:
        raw, unit = amount * rate, 100 * MICRO
    if t.earn_rounding == NEAREST:
        return (raw + unit // 2) // unit
    if t.earn_rounding == UP:
        return -(-raw // unit)
    if t.earn_rounding == CARRY:
        raw += c.remainder
        c.remainder = raw % unit
    return raw // unit


@rule
def issue(c: Customer, lots: Queue, t: Terms, points: int, time: float, books: Books, measure: int) -> None:
    """Give points: they join the lot of this month with the same expiry, or open a new one in order of expiry."""
    if points <= 0:
        return
    month = int(time)
    expires = expiry_instant(t, time) if t.expiry == AFTER_EARNING else NEVER
    if t.card and c.balance > 0:
        expires = lots[c.first_lot].expires
    add(c, t, books, int(time), measure, points)
    c.balance += points
    place = c.last_lot
    while place > c.first_lot and lots[place - 1].expires > expires:
        lots[place] = lots[place - 1]
        place -= 1
    if place > c.first_lot and lots[place - 1].expires == expires and lots[place - 1].month == month:
        lots[place - 1].points += points
        return
    lots[place].points = points
    lots[place].expires = expires
    lots[place].month = month
    c.last_lot += 1


@rule
def money_of(t: Terms, points: int) -> int:
    """Face value of points, in whole cents."""
    return points * t.point_value // POINT_VALUE_UNIT


@rule
def redeem(c: Customer, lots: Queue, t: Terms, points: int, time: float, books: Books) -> None:
    """Use points, earliest expiry first. Redeeming is activity, and a reward."""
    month = int(time)
    add(c, t, books, int(time), Measure.REDEEMED, points)
    add(c, t, books, int(time), Measure.FACE, money_of(t, points))
    tick(c, t, books, int(time), Measure.REDEMPTIONS)
    if t.delivering > 0:
        deliver(c, t, points, time, books)
    c.balance -= points
    while points > 0:
        lot = lots[c.first_lot]
        used = min(points, lot.points)
        books[t.redeemed_at + lot.month * t.months + month] += used
        lot.points -= used
        points -= used
        if lot.points == 0:
            c.first_lot += 1
    if t.card:
        renew_lots(c, lots, t, time)
    c.rewards += 1
    c.on_head_start = 0
    c.rewarded = c.activity = time


DELIVERY = 1 << 40
"""First ordinal, in the stream of partners, of who delivers the first redemption, the second, ..."""


@rule
def deliver(c: Customer, t: Terms, points: int, time: float, books: Books) -> None:
    """Decide by one draw whether a partner delivers what the points are used for, and which; else the company does."""
    u = draw(c, D.PARTNER, DELIVERY + c.rewards)
    partner = 0
    while partner < t.delivering and u >= t.delivered[partner]:
        partner += 1
    if partner == t.delivering:
        return
    add(c, t, books, int(time), Measure.PARTNER_REDEEMED, points)
    add(c, t, books, int(time), Measure.PARTNER_FACE, money_of(t, points))
    add_partner(t, books, int(time), partner, AtPartner.REDEMPTIONS, 1)
    add_partner(t, books, int(time), partner, AtPartner.REDEEMED, points)


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
        c.balance -= lot.points
        c.first_lot += 1
    if c.balance == 0:
        c.on_head_start = 0


UNLIMITED = 10**14
"""Cents that a reward given away from a basket may be worth."""


@rule
def redeemable(c: Customer, t: Terms, limit: int) -> int:
    """Points that a redemption would use when it may be worth at most ``limit`` cents; 0 when none is possible."""
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
def wants_to_redeem(c: Customer, lots: Queue, t: Terms, time: float, points: int, u: float) -> bool:
    """The choice at one opportunity: logit of (worth - earning forgone) x value - hassle + urgency x expiring value."""
    if not t.use_redemption_choice:
        return u < t.chance
    if not c.redeems:
        return False
    value = money_of(t, points) / 100.0
    forgone = 0.0
    if not t.earn_on_basket and not t.per_visit:
        forgone = t.earn_rate[c.tier, c.paid] / MICRO * t.point_value / POINT_VALUE_UNIT / 100.0
    utility = (c.worth - forgone) * value - c.hassle + t.urgency * expiring_value(c, lots, t, time) / 100.0
    return u * (1.0 + math.exp(-utility / t.noise)) < 1.0
