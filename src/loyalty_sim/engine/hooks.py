"""Where and in which order the mechanics beyond the core act. The core calls these hooks and knows no mechanic by name."""

from __future__ import annotations

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.agenda import next_note
from loyalty_sim.engine.compiled import Books, Customer, One, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.mechanics import (
    action,
    amendment,
    boost,
    certificate,
    challenge,
    dividend,
    gesture,
    identify,
    message,
    partner,
    referral,
    refund,
    reinstatement,
    returns,
    trial,
    winback,
)  # fmt: skip
from loyalty_sim.engine.membership import considers_paying as considers_buying
from loyalty_sim.engine.membership import renew_or_end
from loyalty_sim.engine.response import set_lapse
from loyalty_sim.engine.status import qualifying

AMEND, HEAR, NOTED, SHOP, WIN_BACK = range(20, 25)
"""Kinds of events of mechanics; at one instant they come after all events of the core, in this order."""


@rule
def start(c: Customer, t: Terms) -> None:
    """At birth: what a mechanic must draw, or forget of the customer before."""
    for stream in range(D.CORE_STREAMS, D.STREAMS):
        c.state[stream], c.step[stream] = D.derive(t.seed, c.identity, stream)
    amendment.start(c)
    certificate.start(c)
    referral.start(c, t)
    partner.start(c)
    trial.start(c)
    refund.start(c)
    message.start(c)
    winback.start(c)
    boost.start(c)
    challenge.start(c)
    returns.start(c)
    action.start(c)


@rule
def enrolled(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """Just after the customer has become a member."""
    referral.welcome(c, lots, t, time, books)
    certificate.watch(c, agenda, t, time)
    partner.begin(c, t, time)
    schedule(c, agenda, t, time, books)
    feel(c, t, time)


@rule
def schedule(c: Customer, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """Note what is to come for a member, as far as it is not noted yet: at joining, and when the terms have changed."""
    boost.schedule(c, agenda, t, time)
    challenge.schedule(c, agenda, t, time, books)
    action.schedule(c, agenda, t, time)


@rule
def rate(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float) -> float:
    """What mechanics multiply a member's purchase rate by. ``t.other_lift`` must be at least its largest value less 1."""
    return message.rate(c, t, time) * winback.rate(c, t, time) * gesture.rate(t) * challenge.rate(c, t, time)


@rule
def sold_0(c: Customer, t: Terms, time: float, cents: int, stream: int, first: int, books: Books) -> None:
    """At a purchase in the no-program world, of anybody."""
    if returns.given_back(c, t, stream, first):
        returns.book(c, t, time, Measure.RETURNS_0, cents, books)
        if time >= t.last_year and time + t.return_after < t.end:
            c.counted_0 -= qualifying(t, cents, cents)


@rule
def sold(c: Customer, t: Terms, time: float, cents: int, stream: int, first: int, books: Books) -> None:
    """At a purchase in the program world, of anybody."""
    if returns.given_back(c, t, stream, first):
        returns.book(c, t, time, Measure.RETURNS, cents, books)


@rule
def identified(c: Customer, t: Terms, time: float, stream: int, first: int, books: Books) -> bool:
    """Whether a member's purchase is known to the program: only then does it count for anything."""
    return identify.identified(c, t, time, stream, first, books)


@rule
def spared(c: Customer, t: Terms) -> bool:
    """Whether what the member holds beside status keeps points from expiring."""
    return partner.spares(c, t)


@rule
def charged(c: Customer, agenda: Queue, t: Terms, time: float, cents: int, stream: int, first: int, books: Books) -> int:
    """What a member is charged for an order of ``cents`` after the benefits that mechanics give, before points are used."""
    return winback.charged(c, t, time, cents, books)


@rule
def pay(c: Customer, agenda: Queue, t: Terms, time: float, charged: int, stream: int, first: int, books: Books) -> int:
    """The cents of an order of ``charged`` that a member pays with what mechanics have given, before points are used."""
    if c.first_note == c.last_note:
        return 0
    u = draw(c, stream, first + D.VOUCHER_USE)
    paid = dividend.pay(c, agenda, t, time, charged, u, books)
    return paid + certificate.pay(c, agenda, t, time, charged, paid, u, books)


@rule
def boosted(c: Customer, t: Terms, time: float, raw: int) -> int:
    """The points of a purchase, before rounding, that would earn ``raw`` by the base rule."""
    return boost.boosted(c, t, time, raw, partner.boost(c, t))


@rule
def capped(c: Customer, t: Terms, time: float, points: int) -> int:
    """The points of a purchase as far as caps allow them."""
    return boost.capped(c, t, time, points)


@rule
def credit(c: Customer, lots: Queue, agenda: Queue, t: Terms, points: int, time: float, books: Books) -> None:
    """Give the points of a purchase, now or later."""
    returns.credit(c, lots, agenda, t, points, time, books)
    returns.pay_debt(c, lots, t, time, books)


@rule
def purchased(
    c: Customer,
    lots: Queue,
    visits: Queue,
    agenda: Queue,
    friends: Queue,
    t: Terms,
    time: float,
    cents: int,
    discount: int,
    paid: int,
    counted: int,
    used: int,
    redeemed: int,
    taken: int,
    points: int,
    paying: int,
    stream: int,
    k: int,
    books: Books,
) -> None:
    """Just after a member's purchase k of a stream: list price, discounts, what was charged, what it counts towards status,
    points used for it and the cents they took off, cents that these and what mechanics have given paid of it, points earned,
    and whether the member had the benefits of paid membership at it."""
    challenge.count(c, lots, t, paid, time, books)
    first = D.VISIT_DRAWS * k
    reinstatement.consider(c, lots, agenda, t, time, stream, first, books)
    returns.pay_debt(c, lots, t, time, books)
    returns.sold_to_member(c, agenda, t, time, cents, discount, paid, counted, used, redeemed, points, stream, first, books)
    certificate.watch(c, agenda, t, time)
    dividend.accrue(c, agenda, t, time, max(0, paid - taken), paying, books)
    if t.near_gap > 0.0:
        message.nudge(c, t, time, books)
    winback.purchased(c, t, time)
    referral.consider(c, lots, agenda, friends, t, time, stream, k, books)


@rule
def expired(c: Customer, lots: Queue, agenda: Queue, t: Terms, first: int, time: float) -> None:
    """Just after points have died: those of ``lots[first:c.first_lot]``."""
    reinstatement.remember(c, lots, agenda, t, first, time)


@rule
def considers_paying(c: Customer, agenda: Queue, t: Terms, time: float, stream: int, first: int, books: Books) -> None:
    """At a visit, a member without a paid membership considers it."""
    if c.cancelled:
        return
    u = draw(c, stream, first + D.PAY)
    if t.trial > 0.0 and not c.tried:
        trial.consider(c, t, time, u, draw(c, stream, first + D.TRIAL), books)
    else:
        considers_buying(c, t, time, u, books)
    refund.plan(c, agenda, t, time)


@rule
def term_ended(c: Customer, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """A term of paid membership, or a trial, is over."""
    if c.on_trial:
        trial.end(c, t, time, books)
    else:
        renew_or_end(c, t, time, books)
    refund.plan(c, agenda, t, time)


@rule
def lapsed(c: Customer, t: Terms, time: float, books: Books) -> None:
    """Just after the customer has lapsed."""
    winback.lapsed(c, t, time, books)


@rule
def next_timer(c: Customer, agenda: Queue, t: Terms, time: float, kind: int) -> tuple[float, int]:
    """The next event of a mechanic, if it comes before ``time``, else ``time`` and ``kind`` as they are."""
    if t.until < time:
        time, kind = t.until, AMEND
    change = amendment.next_change(c, t)
    if change < time:
        time, kind = change, HEAR
    due = next_note(c, agenda)
    if due < time:
        time, kind = due, NOTED
    if c.next_shop < time and not c.lapsed:
        time, kind = c.next_shop, SHOP
    if t.silence > 0.0 and c.silent_at < time:
        time, kind = c.silent_at, WIN_BACK
    return time, kind


@rule
def happen_timer(
    kind: int, time: float, c: Customer, lots: Queue, visits: Queue, agenda: Queue, terms: One, books: Books
) -> None:
    """Let an event of a mechanic happen."""
    if kind == AMEND:
        amendment.amend(c, lots, visits, terms, time, books)
        referral.persuade(c, terms[c.regime])
        partner.amend(c, terms[c.regime - 1], terms[c.regime], time)
        if c.member and not c.lapsed:
            schedule(c, agenda, terms[c.regime], time, books)
    elif kind == HEAR:
        amendment.hear(c, lots, terms[c.regime], time, books)
    elif kind == SHOP:
        partner.shop(c, lots, terms[c.regime], time, books)
    elif kind == NOTED:
        happen_note(time, c, lots, visits, agenda, terms[c.regime], books)
    elif kind == WIN_BACK:
        was_away = c.lapsed
        winback.alert(c, visits, terms[c.regime], time, books)
        if was_away and not c.lapsed:
            amendment.catch_up(c, terms[c.regime], time)
            partner.begin(c, terms[c.regime], time)
            schedule(c, agenda, terms[c.regime], time, books)
    certificate.watch(c, agenda, terms[c.regime], time)
    if not c.lapsed:
        feel(c, terms[c.regime], time)


@rule
def happen_note(time: float, c: Customer, lots: Queue, visits: Queue, agenda: Queue, t: Terms, books: Books) -> None:
    """Let happen what was noted for this time. The note is struck first: its place may be used by those to come."""
    entry = agenda[c.first_note]
    kind, points, cents, mark = entry.kind, entry.points, entry.cents, entry.mark
    c.first_note += 1
    if kind == boost.BIRTHDAY:
        boost.celebrate(c, lots, agenda, t, time, books)
    elif kind == challenge.WINDOW_ENDS:
        challenge.window_ends(c, agenda, t, time, books)
    elif kind == action.ACT:
        action.act(c, lots, agenda, t, time, books)
    elif kind == returns.RELEASE:
        returns.release(c, lots, t, points, mark, time, books)
    elif kind == returns.CLAW_BACK:
        returns.take_back(c, lots, agenda, t, points, mark, time, books)
        challenge.uncount(c, t, cents, mark)
    elif kind == returns.UNDO:
        returns.undo(c, lots, visits, t, points, cents, mark, time, books)
    elif kind == referral.REWARD:
        referral.reward(c, lots, t, time, books)
    elif kind == refund.MAY_CANCEL:
        refund.may_cancel(c, t, time, mark, cents, books)
    elif kind == certificate.ISSUE:
        certificate.convert(c, lots, agenda, t, time, books)
    elif kind == certificate.CERTIFICATE:
        certificate.die(c, t, time, cents, books)
    elif kind == dividend.DUE:
        dividend.give(c, agenda, t, time, cents, points, mark, books)
    elif kind == dividend.DIVIDEND:
        dividend.die(c, t, time, cents, books)
    elif kind == dividend.CASH:
        dividend.pay_out(c, agenda, t, time, mark, books)
    # of reinstatement.GONE nothing is left to do
    returns.pay_debt(c, lots, t, time, books)


@rule
def feel(c: Customer, t: Terms, time: float) -> None:
    """Set what mechanics multiply the lapse rate by, and the lapse clock with it."""
    c.lapse_factor = amendment.sentiment(c, t, time) * t.gesture_lapse
    set_lapse(c, t, time)
