"""The life of a customer: what happens next, and what it does.

``next_event`` says what is next and when; ``happen`` does it. Both clocks call just these two. At one instant the order
is that of the numbers below: points expire, reminders go out, visits come (redeem, buy, earn, status, membership), then
status is reviewed, memberships end, a raised lapse rate eases and last the customer lapses.
"""

from __future__ import annotations

from loyalty_sim.engine import draws as D
from loyalty_sim.engine import hooks
from loyalty_sim.engine.books import add, leave_tier, tick, untick
from loyalty_sim.engine.compiled import Books, Customer, More, One, Queue, Terms, entry, rule
from loyalty_sim.engine.customer import (
    begin,
    begin_again,
    count_lapse,
    count_lapse_0,
    next_base,
    next_chance,
    next_extra,
    program_year,
)  # fmt: skip
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.ending import count_end
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.membership import benefit_of_order, considers_paying, enrol, renew_or_end
from loyalty_sim.engine.points import (
    UNLIMITED,
    donates,
    expire,
    issue,
    next_expiry,
    raw_points,
    redeem,
    redeemable,
    renew_lots,
    rounded,
    wants_to_redeem,
)  # fmt: skip
from loyalty_sim.engine.quantiles import Table, quantile
from loyalty_sim.engine.response import keeps_base, keeps_extra, never_below_one, purchase_multiplier, set_lapse
from loyalty_sim.engine.status import count_towards_status, follow, next_review, qualifying, review
from loyalty_sim.engine.units import MICRO, NEVER

EXPIRE, REMIND, BASE_VISIT, EXTRA_VISIT, CHANCE, REVIEW, RENEW, EASE, LAPSE, END = range(10)
EVENTS = ("expire", "remind", "visit", "extra visit", "chance", "review", "renew", "ease", "lapse", "end")

LARGEST_BASKET = 10**9
"""Cents; the tails of a basket distribution have no end, but integers have."""


@entry
def begin_life(customers: One, cohort: int, number: int, terms: One, more: More, books: Books) -> None:
    """Start the life of customer ``number`` of a cohort: 0 is the base at the start, m + 1 those acquired in month m."""
    begin(customers, cohort, number, terms, books)
    if more is not None:
        hooks.start(customers[0], terms[customers[0].regime])


@entry
def begin_friend(customers: One, friends: Queue, terms: One, books: Books) -> None:
    """Start the life of the last friend won."""
    begin_again(customers, friends, terms, books)
    hooks.start(customers[0], terms[customers[0].regime])


@entry
def next_event(customers: One, lots: Queue, visits: Queue, agenda: Queue, terms: One, more: More) -> tuple[float, int]:
    """Time and kind of the customer's next event; END when the run is over. Ties go to the earlier kind."""
    c, t = customers[0], terms[customers[0].regime]
    time, kind = _next_of_core(c, lots, visits, t)
    if more is not None:
        time, kind = hooks.next_timer(c, agenda, t, time, kind)
    return time, kind


@entry
def end_life(customers: One, terms: One, books: Books) -> None:
    """The run is over for the customer."""
    count_end(customers[0], terms[customers[0].regime], books)


@rule
def _next_of_core(c: Customer, lots: Queue, visits: Queue, t: Terms) -> tuple[float, int]:
    """The next event of the core, mechanics aside."""
    time, kind = next_expiry(c, lots, t), EXPIRE
    if time > t.end:
        time, kind = t.end, END
    if c.next_base < time and (not c.lapsed or c.next_base < c.lapse_0):
        time, kind = c.next_base, BASE_VISIT
    if not c.lapsed:
        if t.reminder > 0.0:
            remind = next_reminder(c, lots, t)
            if remind < time or (remind == time and REMIND < kind < END):
                time, kind = remind, REMIND
        if c.next_extra < time:
            time, kind = c.next_extra, EXTRA_VISIT
        if c.next_chance < time:
            time, kind = c.next_chance, CHANCE
    if not c.lapsed or c.exempt:
        look = next_review(c, visits, t)
        if look < time:
            time, kind = look, REVIEW
    if c.paid_until < time:
        time, kind = c.paid_until, RENEW
    if c.lapsed:
        return time, kind
    if c.eases < time:
        time, kind = c.eases, EASE
    if c.lapse < time:
        time, kind = c.lapse, LAPSE
    return time, kind


@entry
def happen(
    kind: int,
    time: float,
    customers: One,
    lots: Queue,
    visits: Queue,
    agenda: Queue,
    friends: Queue,
    terms: One,
    more: More,
    books: Books,
) -> None:
    """Let an event happen."""
    c, t = customers[0], terms[customers[0].regime]
    if kind in (BASE_VISIT, EXTRA_VISIT):
        visit(kind, time, c, lots, visits, agenda, friends, t, more, books)
    elif kind == EXPIRE:
        first = c.first_lot
        expire(c, lots, t, time, books)
        if more is not None:
            hooks.expired(c, lots, agenda, t, first, time)
    elif kind == REMIND:
        remind(c, lots, t, time, books)
    elif kind == CHANCE:
        chance_between_visits(c, lots, t, time, books)
    elif kind == REVIEW:
        review(c, visits, t, time, books)
    elif kind == RENEW:
        if more is None:
            renew_or_end(c, t, time, books)
        else:
            hooks.term_ended(c, agenda, t, time, books)
    elif kind == EASE:
        c.eases = NEVER
        set_lapse(c, t, time)
    elif kind == LAPSE:
        lapse(c, t, more, time, books)
    elif more is not None:
        hooks.happen_timer(kind, time, c, lots, visits, agenda, terms, books)
        t = terms[c.regime]
    if t.follows or c.exempt:
        follow(c, lots, visits, t, more is not None and hooks.spared(c, t), time, books)


@rule
def visit(
    kind: int,
    time: float,
    c: Customer,
    lots: Queue,
    visits: Queue,
    agenda: Queue,
    friends: Queue,
    t: Terms,
    more: More,
    books: Books,
) -> None:
    """A candidate of the base or of the extra stream: the purchase it may become, and the next candidate."""
    if kind == BASE_VISIT:
        stream, k = D.BASE, c.base_index
        cents = base_candidate(c, lots, agenda, t, more, books, time, k)
        c.base_index += 1
        next_base(c, t)
    else:
        stream, k = D.EXTRA, c.extra_index
        cents = extra_candidate(c, lots, agenda, t, more, books, time, k) if c.member else 0
        c.extra_index += 1
        next_extra(c, t)
    if cents > 0:
        purchase(c, lots, visits, agenda, friends, t, more, books, time, cents, stream, k)
        leave = t.leave_member if c.member else t.leave
        if leave > 0.0 and draw(c, stream, D.VISIT_DRAWS * k + D.LEAVE) < leave:
            lapse(c, t, more, time, books)


@rule
def base_candidate(c: Customer, lots: Queue, agenda: Queue, t: Terms, more: More, books: Books, time: float, k: int) -> int:
    """A candidate of the base stream: a purchase in the no-program world until the lapse there. Returns its cents if it
    is one in the program world, which is so with chance min(1, multiplier), else 0."""
    cents = basket(c, t, time, D.BASE, k)
    there = time < c.lapse_0
    if there:
        tick(c, t, books, int(time), Measure.PURCHASES_0)
        add(c, t, books, int(time), Measure.SALES_0, cents)
        if time >= t.last_year:
            c.counted_0 += qualifying(t, cents, cents)
        if more is not None:
            hooks.sold_0(c, t, time, cents, D.BASE, D.VISIT_DRAWS * k, books)
        count_buyer_0(c, t, time, books)
        if t.leave > 0.0 and draw(c, D.BASE, D.VISIT_DRAWS * k + D.LEAVE) < t.leave:
            leave_0(c, t, time, books)
    if c.lapsed:
        tick(c, t, books, int(time), Measure.LEFT_PURCHASES)
        add(c, t, books, int(time), Measure.LEFT_SALES, cents)
        return 0
    kept = True
    if more is not None or not never_below_one(c):
        m = multiplier(c, lots, agenda, t, more, time)
        kept = keeps_base(c, t, time, m, draw(c, D.BASE, D.VISIT_DRAWS * k + D.KEEP), books)
    if kept and not there:
        tick(c, t, books, int(time), Measure.REFERRED_PURCHASES if c.referred else Measure.STAYED_PURCHASES)
        add(c, t, books, int(time), Measure.REFERRED_SALES if c.referred else Measure.STAYED_SALES, cents)
    if there and not kept:
        tick(c, t, books, int(time), Measure.MISSED_PURCHASES)
        add(c, t, books, int(time), Measure.MISSED_SALES, cents)
    return cents if kept else 0


@rule
def multiplier(c: Customer, lots: Queue, agenda: Queue, t: Terms, more: More, time: float) -> float:
    """The purchase rate in the program world over the customer's own, before it is bounded; 1 for non-members."""
    if not c.member:
        return 1.0
    m = purchase_multiplier(c, lots, t, time)
    if more is not None:
        m *= hooks.rate(c, lots, agenda, t, time)
    return m


@rule
def leave_0(c: Customer, t: Terms, time: float, books: Books) -> None:
    """A bad experience ends the customer's stay in the no-program world, sooner than its lapse clock would have."""
    if c.lapse_0 < t.end:
        count_lapse_0(c, t, books, -1)
    c.lapse_0 = time
    count_lapse_0(c, t, books, 1)
    stop_active(c, t, time, books, c.active_0, Measure.ACTIVE_0)


@rule
def extra_candidate(c: Customer, lots: Queue, agenda: Queue, t: Terms, more: More, books: Books, time: float, k: int) -> int:
    """A candidate of the extra stream: returns its cents if it is a purchase, in the program world only, else 0."""
    if not keeps_extra(c, t, time, multiplier(c, lots, agenda, t, more, time), books):
        return 0
    cents = basket(c, t, time, D.EXTRA, k)
    tick(c, t, books, int(time), Measure.REFERRED_PURCHASES if c.referred else Measure.MORE_PURCHASES)
    add(c, t, books, int(time), Measure.REFERRED_SALES if c.referred else Measure.MORE_SALES, cents)
    return cents


@rule
def basket(c: Customer, t: Terms, time: float, stream: int, k: int) -> int:
    """List price of candidate k, in whole cents, at least one."""
    u = draw(c, stream, D.VISIT_DRAWS * k + D.BASKET)
    cents = c.basket * quantile(t.tables, c.segment, Table.BASKETS, u) * t.basket_factor[int(time)] + 0.5
    return int(min(max(1.0, cents), LARGEST_BASKET))


@rule
def purchase(
    c: Customer,
    lots: Queue,
    visits: Queue,
    agenda: Queue,
    friends: Queue,
    t: Terms,
    more: More,
    books: Books,
    time: float,
    cents: int,
    stream: int,
    k: int,
) -> None:
    """A purchase in the program world: join, redeem, pay, earn, gain status, consider paid membership."""
    first = D.VISIT_DRAWS * k
    tick(c, t, books, int(time), Measure.PURCHASES)
    add(c, t, books, int(time), Measure.SALES, cents)
    if more is not None:
        hooks.sold(c, t, time, cents, stream, first, books)
    count_buyer(c, t, time, books)
    if not c.member and c.willing and draw(c, stream, first + D.JOIN) < t.enrol_visit:
        enrol(c, lots, t, time, books)
        if more is not None:
            hooks.enrolled(c, lots, agenda, t, time, books)
    if not c.member or (more is not None and not hooks.identified(c, t, time, stream, first, books)):
        return
    tick(c, t, books, int(time), Measure.MEMBER_PURCHASES)
    add(c, t, books, int(time), Measure.MEMBER_SALES, cents)
    c.active_member = count_active(c, t, time, books, c.active_member, t.months, Measure.ACTIVE_MEMBERS)
    charged, paying = cents, c.paid
    if paying:
        charged = use_paid_benefits(c, t, books, time, cents)
    if t.tier_benefits:
        charged -= use_tier_benefits(c, t, books, time, cents)
    discount = cents - charged
    if more is not None:
        charged = hooks.charged(c, agenda, t, time, charged, stream, first, books)
    limit = UNLIMITED if t.automatic else charged * t.max_share // MICRO
    used = redeemed = taken = 0
    if more is not None:
        taken = hooks.pay(c, agenda, t, time, charged, stream, first, books)
    if not t.after_earning:
        used, redeemed = redeem_at_visit(c, lots, t, books, time, limit - taken, draw(c, stream, first + D.REDEEM))
        taken += redeemed
    earning = cents if t.earn_on_basket else max(0, charged - taken)
    c.activity = time
    if t.extends:
        renew_lots(c, lots, t, time)
    raw = raw_points(c, t, earning)
    if more is None:
        points = rounded(c, t, raw)
        issue(c, lots, t, points, time, books, Measure.EARNED)
    else:
        points = hooks.capped(c, t, time, rounded(c, t, hooks.boosted(c, t, time, raw)))
        hooks.credit(c, lots, agenda, t, points, time, books)
    if t.after_earning:
        used, redeemed = redeem_at_visit(c, lots, t, books, time, limit - taken, draw(c, stream, first + D.REDEEM))
        taken += redeemed
    counted = qualifying(t, charged, cents)
    if time >= t.last_year:
        c.counted += counted
    count_towards_status(c, visits, t, counted, time, books)
    if t.paid and not c.paid:
        if more is None:
            considers_paying(c, t, time, draw(c, stream, first + D.PAY), books)
        else:
            hooks.considers_paying(c, agenda, t, time, stream, first, books)
    if more is not None:
        hooks.purchased(
            c, lots, visits, agenda, friends, t, time, cents, discount, charged, counted, used, redeemed, taken, points,
            paying, stream, k, books,
        )  # fmt: skip


@rule
def use_paid_benefits(c: Customer, t: Terms, books: Books, time: float, cents: int) -> int:
    """Apply the benefits of a paying member to an order; returns what is charged."""
    discount = (cents * t.discount + MICRO // 2) // MICRO
    add(c, t, books, int(time), Measure.DISCOUNTS, discount)
    tick(c, t, books, int(time), Measure.PAID_ORDERS)
    c.benefit += int(benefit_of_order(c, t, cents) + 0.5)
    return cents - discount


@rule
def use_tier_benefits(c: Customer, t: Terms, books: Books, time: float, cents: int) -> int:
    """Apply what the tier gives on an order of list price ``cents``; returns the discount."""
    discount = (cents * t.tier_discount[c.tier] + MICRO // 2) // MICRO
    add(c, t, books, int(time), Measure.TIER_DISCOUNTS, discount)
    if not (c.paid and t.paid_ships):
        add(c, t, books, int(time), Measure.TIER_SHIPPING, t.tier_shipping[c.tier])
    return discount


@rule
def redeem_at_visit(c: Customer, lots: Queue, t: Terms, books: Books, time: float, limit: int, u: float) -> tuple[int, int]:
    """Redeem at a visit if there is something to redeem and the member wants to; returns the points used for it and
    the cents that they pay. What is given to charity pays nothing, and no basket limits it."""
    if not t.at_visits or c.balance < t.block_points:
        return 0, 0
    given = donates(c, t)
    reward = redeemable(c, t, UNLIMITED if given else limit)
    if reward.points == 0 or not (t.automatic or wants_to_redeem(c, lots, t, time, reward.value, u)):
        return 0, 0
    redeem(c, lots, t, reward, time, books)
    return (0, 0) if given else (reward.points, reward.value)


@rule
def chance_between_visits(c: Customer, lots: Queue, t: Terms, time: float, books: Books) -> None:
    """An opportunity to redeem without buying."""
    k = c.chance_index
    reward = redeemable(c, t, UNLIMITED)
    if reward.points > 0:
        u = draw(c, D.CHANCE, D.VISIT_DRAWS * k + D.REDEEM)
        if wants_to_redeem(c, lots, t, time, reward.value, u):
            redeem(c, lots, t, reward, time, books)
    c.chance_index = k + 1
    next_chance(c, t)


@rule
def next_reminder(c: Customer, lots: Queue, t: Terms) -> float:
    """When the next expiry reminder goes out. One reminder speaks for all that expires within its notice."""
    expires = next_expiry(c, lots, t)
    due = max(expires - t.reminder, c.reminded + t.reminder, c.activity)
    return due if due < expires else NEVER


@rule
def remind(c: Customer, lots: Queue, t: Terms, time: float, books: Books) -> None:
    """Send an expiry reminder; the member may redeem on it."""
    tick(c, t, books, int(time), Measure.REMINDERS)
    c.reminded = time
    u = draw(c, D.REMINDER, c.reminders)
    c.reminders += 1
    reward = redeemable(c, t, UNLIMITED)
    if reward.points > 0 and c.redeems and u < t.reminder_response:
        redeem(c, lots, t, reward, time, books)


@rule
def lapse(c: Customer, t: Terms, more: More, time: float, books: Books) -> None:
    """The customer stops in the program world, for good unless won back. Points stay until they expire."""
    c.lapsed = 1
    count_lapse(c, t, time, books, 1, Measure.LAPSED, Measure.LAPSED_OPENING, Measure.LAPSED_FIRST)
    stop_active(c, t, time, books, c.active, Measure.ACTIVE)
    if c.member:
        stop_active(c, t, time, books, c.active_member, Measure.ACTIVE_MEMBERS)
        tick(c, t, books, int(time), Measure.MEMBERS_LAPSED)
        leave_tier(c, t, books, int(time))
    if more is not None:
        hooks.lapsed(c, t, time, books)


@rule
def count_active(c: Customer, t: Terms, time: float, books: Books, until: int, longest: int, measure: int) -> int:
    """Count the customer as active for the twelve months from this one on, though not from month ``longest`` on;
    returns the month from which they no longer are."""
    month = int(time)
    if until <= month:
        tick(c, t, books, month, measure)
    elif until < t.months:
        tick(c, t, books, until, measure)
    until = min(month + 12, longest)
    if until < t.months:
        untick(c, t, books, until, measure)
    return until


@rule
def stop_active(c: Customer, t: Terms, time: float, books: Books, until: int, measure: int) -> None:
    """The lapsed are no longer active."""
    month = int(time)
    if until > month:
        untick(c, t, books, month, measure)
        if until < t.months:
            tick(c, t, books, until, measure)


@rule
def count_buyer(c: Customer, t: Terms, time: float, books: Books) -> None:
    """Count the first and second purchase of the program year, and the customer as active; program world."""
    year = program_year(t, time)
    if year != c.year:
        c.year = year
        c.buys = 0
    c.buys += 1
    if c.buys <= 2:
        tick(c, t, books, int(time), Measure.BUYERS if c.buys == 1 else Measure.REPEATERS)
    c.active = count_active(c, t, time, books, c.active, t.months, Measure.ACTIVE)


@rule
def count_buyer_0(c: Customer, t: Terms, time: float, books: Books) -> None:
    """As count_buyer, in the no-program world."""
    year = program_year(t, time)
    if year != c.year_0:
        c.year_0 = year
        c.buys_0 = 0
    c.buys_0 += 1
    if c.buys_0 <= 2:
        tick(c, t, books, int(time), Measure.BUYERS_0 if c.buys_0 == 1 else Measure.REPEATERS_0)
    c.active_0 = count_active(c, t, time, books, c.active_0, int(min(c.lapse_0, t.end)), Measure.ACTIVE_0)
