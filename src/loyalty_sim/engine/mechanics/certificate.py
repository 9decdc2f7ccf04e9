"""Certificates: at a threshold points turn into a certificate of given value, used at a later purchase before it dies.

Turning points into a certificate is not redeeming them: they leave the balance as converted. A certificate is used whole.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from loyalty_sim.engine.agenda import just_before, note, strike
from loyalty_sim.engine.books import add, tick
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.points import rewarded, use_lots, wants
from loyalty_sim.engine.units import DAYS_PER_MONTH, MICRO, cents
from loyalty_sim.scenario import Scenario

CERTIFICATE, ISSUE = 20, 21
"""Kinds of notes: when a certificate dies, and when points turn into one."""

_F, _I = np.float64, np.int64
CUSTOMER: list[Any] = [("converting", _I)]
TERMS: list[Any] = [
    ("certificate_at", _I), ("certificate_points", _I), ("certificate_value", _I), ("certificate_delay", _F),
    ("certificate_life", _F), ("certificate_basket", _I), ("certificates_together", _I),
]  # fmt: skip


def used(scenario: Scenario) -> bool:
    """Whether points turn into certificates."""
    return scenario.program.certificates.offered


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""
    certificates = scenario.program.certificates
    t["certificate_at"], t["certificate_points"] = certificates.threshold_points, certificates.block_points
    t["certificate_value"] = cents(certificates.block_value)
    t["certificate_delay"] = certificates.delay_days / DAYS_PER_MONTH
    t["certificate_life"] = certificates.life_days / DAYS_PER_MONTH
    t["certificate_basket"] = cents(certificates.minimum_basket)
    t["certificates_together"] = certificates.per_purchase == "all that fit"


@rule
def start(c: Customer) -> None:
    """A new life waits for no certificate."""
    c.converting = 0


@rule
def watch(c: Customer, agenda: Queue, t: Terms, time: float) -> None:
    """Once the balance reaches the threshold, a certificate is under way."""
    if t.converts and not c.converting and c.balance >= t.certificate_at:
        c.converting = 1
        note(c, agenda, time + t.certificate_delay, ISSUE, 0, 0, 0.0)


@rule
def convert(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """Turn all whole blocks into one certificate, if the balance still reaches the threshold; also for the lapsed."""
    c.converting = 0
    if not t.converts or c.balance < t.certificate_at:
        return
    blocks = c.balance // t.certificate_points
    add(c, t, books, int(time), Measure.CONVERTED, blocks * t.certificate_points)
    use_lots(c, lots, t, blocks * t.certificate_points, int(time), books)
    c.on_head_start = 0
    tick(c, t, books, int(time), Measure.CERTIFICATES)
    add(c, t, books, int(time), Measure.CERTIFICATES_VALUE, blocks * t.certificate_value)
    note(c, agenda, just_before(time + t.certificate_life), CERTIFICATE, 0, blocks * t.certificate_value, 0.0)


@rule
def die(c: Customer, t: Terms, time: float, cents: int, books: Books) -> None:
    """A certificate that was not used dies."""
    tick(c, t, books, int(time), Measure.CERTIFICATES_EXPIRED)
    add(c, t, books, int(time), Measure.CERTIFICATES_EXPIRED_VALUE, cents)


@rule
def fits(kind: int, cents: int, t: Terms, charged: int, room: int) -> bool:
    """Whether what is noted is a certificate that an order of ``charged`` cents with ``room`` left to pay can take."""
    return kind == CERTIFICATE and charged >= t.certificate_basket and cents <= room


@rule
def pay(c: Customer, agenda: Queue, t: Terms, time: float, charged: int, paid: int, u: float, books: Books) -> int:
    """Use certificates at a purchase of which ``paid`` is paid already, those that die first before others, if they fit and
    the member wants to.

    Returns:
        The cents that they pay.
    """
    limit = charged * t.max_share // MICRO - paid
    offered, expiring = 0, 0.0
    for place in range(c.first_note, c.last_note):
        held = agenda[place]
        if fits(held.kind, held.cents, t, charged, limit - offered):
            offered += held.cents
            expiring += held.cents * math.exp(-(held.time - time) / t.urgency_months)
            if not t.certificates_together:
                break
    if offered == 0 or not wants(c, t, offered, expiring, u):
        return 0
    return _use(c, agenda, t, time, charged, limit, books)


@rule
def _use(c: Customer, agenda: Queue, t: Terms, time: float, charged: int, limit: int, books: Books) -> int:
    """Use the certificates that fit, or the first of them; returns the cents that they pay."""
    room = limit
    place = c.first_note
    while place < c.last_note:
        held = agenda[place].cents
        if fits(agenda[place].kind, held, t, charged, room):
            room -= held
            tick(c, t, books, int(time), Measure.CERTIFICATES_USED)
            add(c, t, books, int(time), Measure.CERTIFICATES_USED_VALUE, held)
            strike(c, agenda, place)
            if not t.certificates_together:
                break
        place += 1
    rewarded(c, time)
    return limit - room
