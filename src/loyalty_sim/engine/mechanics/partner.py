"""Partners of a coalition: members earn points there too, and one may issue a card that is good for more points here.
Who delivers what points are used for, ``points.deliver`` says."""

from __future__ import annotations

from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.books import add_partner
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw, wait
from loyalty_sim.engine.measures import AtPartner, Measure
from loyalty_sim.engine.mechanics.boost import worth_of_rate
from loyalty_sim.engine.points import issue
from loyalty_sim.engine.units import MICRO, NEVER
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.partners import MAX_PARTNERS

_F, _I = np.float64, np.int64
CUSTOMER: list[Any] = [("shop_at", _F, (MAX_PARTNERS,)), ("shop_index", _I, (MAX_PARTNERS,)), ("next_shop", _F)]
TERMS: list[Any] = [
    ("shoppers", _F, (MAX_PARTNERS,)), ("shop_rate", _F, (MAX_PARTNERS,)), ("shop_points", _I, (MAX_PARTNERS,)),
    ("holders", _F, (MAX_PARTNERS,)), ("card_boost", _I, (MAX_PARTNERS,)), ("card_spares", _I, (MAX_PARTNERS,)),
]  # fmt: skip


def used(scenario: Scenario) -> bool:
    """Whether there are partners."""
    return len(scenario.program.partners) > 0


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms; a partner that gives no points is not visited. What its card adds to own purchases counts, on average,
    for the response to generosity."""
    worth = worth_of_rate(scenario)
    for index, partner in enumerate(scenario.program.partners):
        t["shoppers"][index] = partner.shoppers if partner.points > 0 else 0.0
        t["shop_rate"][index] = partner.purchases_per_year / 12
        t["shop_points"][index] = partner.points
        t["holders"][index] = partner.shoppers
        t["card_boost"][index] = round(partner.own_multiplier * MICRO)
        t["card_spares"][index] = partner.points_never_expire
        if partner.points_never_expire:
            t["follows"] = True
        t["other_rate"] += t["earn_rate"][:, 0] / MICRO * worth * partner.shoppers * (partner.own_multiplier - 1)


@rule
def start(c: Customer) -> None:
    """At birth nothing has been bought at partners."""
    c.next_shop = NEVER
    for partner in range(MAX_PARTNERS):
        c.shop_at[partner] = NEVER
        c.shop_index[partner] = 0


@rule
def begin(c: Customer, t: Terms, time: float) -> None:
    """From joining, or coming back, on a member's purchases at partners count."""
    for partner in range(MAX_PARTNERS):
        _plan(c, t, partner, time)
    _look_ahead(c)


@rule
def holds(c: Customer, t: Terms, partner: int) -> bool:
    """Whether the customer is one of those who shop at the partner, and have its card if it issues one: drawn once."""
    return draw(c, D.PARTNER, partner) < t.holders[partner]


@rule
def boost(c: Customer, t: Terms) -> int:
    """What the best card held multiplies the points of own purchases by, in millionths."""
    best = MICRO
    for partner in range(MAX_PARTNERS):
        if t.card_boost[partner] > best and holds(c, t, partner):
            best = t.card_boost[partner]
    return best


@rule
def spares(c: Customer, t: Terms) -> bool:
    """Whether a member holds a card whose holders' points never expire."""
    spared = False
    if c.member:
        for partner in range(MAX_PARTNERS):
            spared = spared or (t.card_spares[partner] > 0 and holds(c, t, partner))
    return spared


@rule
def _plan(c: Customer, t: Terms, partner: int, time: float) -> None:
    """The next purchase at a partner after ``time``: Poisson, of members who shop there."""
    c.shop_at[partner] = NEVER
    if draw(c, D.PARTNER, partner) < t.shoppers[partner]:
        c.shop_index[partner] += 1
        c.shop_at[partner] = time + wait(c, D.PARTNER, MAX_PARTNERS * c.shop_index[partner] + partner) / t.shop_rate[partner]


@rule
def _look_ahead(c: Customer) -> None:
    """Which purchase at a partner is next."""
    c.next_shop = NEVER
    for partner in range(MAX_PARTNERS):
        c.next_shop = min(c.next_shop, c.shop_at[partner])


@rule
def amend(c: Customer, old: Terms, t: Terms, time: float) -> None:
    """Under new terms, go on at partners that are as before, and begin anew at others."""
    if not c.member or c.lapsed:
        return
    for partner in range(MAX_PARTNERS):
        if t.shoppers[partner] != old.shoppers[partner] or t.shop_rate[partner] != old.shop_rate[partner]:
            _plan(c, t, partner, time)
    _look_ahead(c)


@rule
def shop(c: Customer, lots: Queue, t: Terms, time: float, books: Books) -> None:
    """A purchase at a partner: its points, which keep the balance alive."""
    partner = 0
    while c.shop_at[partner] > time:
        partner += 1
    points = t.shop_points[partner]
    add_partner(t, books, int(time), partner, AtPartner.PURCHASES, 1)
    add_partner(t, books, int(time), partner, AtPartner.ISSUED, points)
    c.activity = time
    issue(c, lots, t, points, time, books, Measure.PARTNER_EARNED)
    _plan(c, t, partner, time)
    _look_ahead(c)
