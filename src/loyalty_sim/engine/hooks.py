"""Where and in which order the mechanics beyond the core act. The core calls these hooks and knows no mechanic by name."""

from __future__ import annotations

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.agenda import next_note
from loyalty_sim.engine.compiled import Books, Customer, One, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.mechanics import amendment, certificate, dividend
from loyalty_sim.engine.points import issue
from loyalty_sim.engine.response import set_lapse

AMEND, HEAR, NOTED = range(20, 23)
"""Kinds of events of mechanics; at one instant they come after all events of the core, in this order."""
NAMES = {AMEND: "amend", HEAR: "hear", NOTED: "noted"}


@rule
def start(c: Customer, t: Terms) -> None:
    """At birth: what a mechanic must draw, or forget of the customer before."""
    for stream in range(D.CORE_STREAMS, D.STREAMS):
        c.state[stream], c.step[stream] = D.derive(t.seed, c.identity, stream)
    amendment.forget(c)
    certificate.forget(c)


@rule
def enrolled(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """Just after the customer has become a member."""
    certificate.watch(c, agenda, t, time)


@rule
def rate(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float) -> float:
    """What mechanics multiply a member's purchase rate by. ``t.other_lift`` must be at least its largest value less 1."""
    return 1.0


@rule
def identified(c: Customer, t: Terms, time: float, cents: int, stream: int, first: int, books: Books) -> bool:
    """Whether a member's purchase is known to the program: only then does it count for anything."""
    return True


@rule
def charged(c: Customer, agenda: Queue, t: Terms, time: float, cents: int, stream: int, first: int, books: Books) -> int:
    """What a member is charged for an order of ``cents`` after the benefits that mechanics give, before points are used."""
    return cents


@rule
def pay(c: Customer, agenda: Queue, t: Terms, time: float, charged: int, stream: int, first: int, books: Books) -> int:
    """The cents of an order of ``charged`` that a member pays with what mechanics have given, before points are used."""
    if c.first_note == c.last_note:
        return 0
    u = draw(c, stream, first + D.VOUCHER_USE)
    paid = dividend.pay(c, agenda, t, time, charged, u, books)
    return paid + certificate.pay(c, agenda, t, time, charged, paid, u, books)


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
    taken: int,
    points: int,
    stream: int,
    k: int,
    books: Books,
) -> None:
    """Just after a member's purchase k of a stream: list price, what was charged, points used, cents that they and what
    mechanics have given paid of it, and points earned."""
    certificate.watch(c, agenda, t, time)
    dividend.accrue(c, agenda, t, time, max(0, paid - taken), books)


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
    return time, kind


@rule
def happen_timer(
    kind: int, time: float, c: Customer, lots: Queue, visits: Queue, agenda: Queue, terms: One, books: Books
) -> None:
    """Let an event of a mechanic happen."""
    if kind == AMEND:
        amendment.amend(c, lots, visits, terms, time, books)
    elif kind == HEAR:
        amendment.hear(c, lots, terms[c.regime], time, books)
    elif kind == NOTED:
        noted(c, lots, agenda, terms[c.regime], time, books)
    certificate.watch(c, agenda, terms[c.regime], time)
    if not c.lapsed:
        feel(c, terms[c.regime], time)


@rule
def noted(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """Take the first note off the agenda and let happen what it says."""
    first = agenda[c.first_note]
    kind, points, cents, mark = first.kind, first.points, first.cents, first.mark
    c.first_note += 1
    if kind == certificate.ISSUE:
        certificate.convert(c, lots, agenda, t, time, books)
    elif kind == certificate.CERTIFICATE:
        certificate.die(c, t, time, cents, books)
    elif kind == dividend.DUE:
        dividend.give(c, agenda, t, time, cents, points, mark, books)
    elif kind == dividend.DIVIDEND:
        dividend.die(c, t, time, cents, books)
    elif kind == dividend.CASH:
        dividend.pay_out(c, agenda, t, time, mark, books)


@rule
def feel(c: Customer, t: Terms, time: float) -> None:
    """Set what mechanics multiply the lapse rate by, and the lapse clock with it."""
    c.lapse_factor = amendment.sentiment(c, t, time)
    set_lapse(c, t, time)
