"""Where and in which order the mechanics beyond the core act. The core calls these hooks and knows no mechanic by name."""

from __future__ import annotations

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.agenda import next_note
from loyalty_sim.engine.compiled import Books, Customer, One, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.mechanics import amendment, gesture, message, partner, referral, refund, trial, winback
from loyalty_sim.engine.membership import considers_paying as considers_buying
from loyalty_sim.engine.membership import renew_or_end
from loyalty_sim.engine.points import issue
from loyalty_sim.engine.response import set_lapse

AMEND, HEAR, NOTED, SHOP, WIN_BACK = range(20, 25)
"""Kinds of events of mechanics; at one instant they come after all events of the core, in this order."""
NAMES = {AMEND: "amend", HEAR: "hear", NOTED: "noted", SHOP: "shops at a partner", WIN_BACK: "win back"}


@rule
def start(c: Customer, t: Terms) -> None:
    """At birth: what a mechanic must draw, or forget of the customer before."""
    for stream in range(D.CORE_STREAMS, D.STREAMS):
        c.state[stream], c.step[stream] = D.derive(t.seed, c.identity, stream)
    amendment.forget(c)
    referral.start(c, t)
    partner.start(c)
    trial.forget(c)
    refund.forget(c)
    message.forget(c)
    winback.forget(c)


@rule
def enrolled(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """Just after the customer has become a member."""
    referral.welcome(c, lots, t, time, books)
    partner.begin(c, t, time)
    feel(c, t, time)


@rule
def rate(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float) -> float:
    """What mechanics multiply a member's purchase rate by. ``t.other_lift`` must be at least its largest value less 1."""
    return message.rate(c, t, time) * winback.rate(c, t, time) * gesture.rate(t)


@rule
def identified(c: Customer, t: Terms, time: float, cents: int, stream: int, first: int, books: Books) -> bool:
    """Whether a member's purchase is known to the program: only then does it count for anything."""
    return True


@rule
def charged(c: Customer, agenda: Queue, t: Terms, time: float, cents: int, stream: int, first: int, books: Books) -> int:
    """What a member is charged for an order of ``cents`` after the benefits that mechanics give, before points are used."""
    return winback.charged(c, t, time, cents, books)


@rule
def boosted(c: Customer, t: Terms, time: float, points: int, cents: int, books: Books) -> int:
    """The points of a purchase that would earn ``points`` by the base rule."""
    return points


@rule
def credit(c: Customer, lots: Queue, agenda: Queue, t: Terms, points: int, time: float, books: Books) -> None:
    """Give the points of a purchase, now or later."""
    issue(c, lots, t, points, time, books, Measure.EARNED)


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
    paid: int,
    used: int,
    points: int,
    stream: int,
    k: int,
    books: Books,
) -> None:
    """Just after a member's purchase k of a stream: list price, what was charged, points used and points earned."""
    if t.near_gap > 0.0:
        message.nudge(c, t, time, books)
    winback.purchased(c, t, time)
    referral.consider(c, lots, agenda, friends, t, time, stream, k, books)


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
    elif kind == HEAR:
        amendment.hear(c, lots, terms[c.regime], time, books)
    elif kind == SHOP:
        partner.shop(c, lots, terms[c.regime], time, books)
    elif kind == NOTED:
        noted(time, c, lots, agenda, terms[c.regime], books)
    elif kind == WIN_BACK:
        away = c.lapsed
        winback.alert(c, visits, terms[c.regime], time, books)
        if not c.lapsed:
            amendment.catch_up(c, terms[c.regime], time)
            if away:
                partner.begin(c, terms[c.regime], time)
    if not c.lapsed:
        feel(c, terms[c.regime], time)


@rule
def feel(c: Customer, t: Terms, time: float) -> None:
    """Set what mechanics multiply the lapse rate by, and the lapse clock with it."""
    c.lapse_factor = amendment.sentiment(c, t, time) * t.gesture_lapse
    set_lapse(c, t, time)


@rule
def noted(time: float, c: Customer, lots: Queue, agenda: Queue, t: Terms, books: Books) -> None:
    """Do what the first note of the agenda says."""
    entry = agenda[c.first_note]
    c.first_note += 1
    if entry.kind == referral.REWARD:
        referral.reward(c, lots, t, time, books)
    elif entry.kind == refund.MAY_CANCEL:
        refund.may_cancel(c, t, time, entry.mark, entry.cents, books)
