"""Win-back: a member who has been silent for long gets a message with an offer. Some who had left come back.

The company does not know who has left, so it writes to all who are silent, once in every silence.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.books import add, change_tier, enter_tier, tick, untick
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.customer import lapse_instant, next_base, next_chance, next_extra, program_year
from loyalty_sim.engine.draws import draw, wait
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.response import lapse_multiplier, set_generosity
from loyalty_sim.engine.status import WINDOW, hold_from, move_to, next_review, review, window_end
from loyalty_sim.engine.units import NEVER, cents
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.market import WEEKS_PER_MONTH

_F, _I = np.float64, np.int64
CUSTOMER: list[Any] = [
    ("silent_at", _F), ("alerts", _I), ("alerted", _F), ("offer", _I), ("gone", _F), ("away_year", _I), ("away_first", _I),
    ("gone_regime", _I), ("gone_tier", _I),
]  # fmt: skip
TERMS: list[Any] = [("silence", _F), ("offer", _I), ("returns", _F), ("alert_lift", _F), ("alert_months", _F)]


def used(scenario: Scenario) -> bool:
    """Whether win-back messages are sent."""
    return scenario.program.messages.win_back_after > 0


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""
    messages, effect = scenario.program.messages, scenario.behaviour.win_back
    t["silence"], t["offer"] = messages.win_back_after, cents(messages.win_back_offer)
    t["returns"] = effect.returns if effect.on else 0.0
    t["alert_lift"] = effect.lift if effect.on else 0.0
    t["alert_months"] = effect.weeks / WEEKS_PER_MONTH
    if used(scenario):
        t["other_lift"] = (1 + t["other_lift"]) * (1 + t["alert_lift"]) - 1


@rule
def start(c: Customer) -> None:
    """A new life."""
    c.silent_at = NEVER
    c.alerted = -NEVER
    c.alerts = c.offer = c.away_first = 0
    c.away_year = -1_000_000


@rule
def purchased(c: Customer, t: Terms, time: float) -> None:
    """Every purchase ends a silence."""
    c.silent_at = time + t.silence / c.rate if t.silence > 0.0 else NEVER


@rule
def charged(c: Customer, t: Terms, time: float, cents: int, books: Books) -> int:
    """Use the coupon of the last message on an order of ``cents``; returns what is left to pay."""
    if c.offer == 0:
        return cents
    used = min(c.offer, cents)
    c.offer = 0
    add(c, t, books, int(time), Measure.COUPONS, used)
    return cents - used


@rule
def rate(c: Customer, t: Terms, time: float) -> float:
    """What the message multiplies the purchase rate by."""
    return 1.0 + t.alert_lift if time < c.alerted + t.alert_months else 1.0


@rule
def alert(c: Customer, visits: Queue, t: Terms, time: float, books: Books) -> None:
    """Write to a silent member: who has left may come back, who has not may buy sooner."""
    tick(c, t, books, int(time), Measure.ALERTS)
    number = c.alerts
    c.alerts += 1
    c.silent_at = NEVER
    c.offer = t.offer
    if not c.lapsed:
        c.alerted = time
    elif draw(c, D.OFFER, 2 * number) < t.returns:
        come_back(c, visits, t, time, wait(c, D.OFFER, 2 * number + 1), books)


@rule
def come_back(c: Customer, visits: Queue, t: Terms, time: float, left: float, books: Books) -> None:
    """A member who had left begins a new stay, with ``left`` on the lapse clock; what they missed is made up for."""
    c.lapsed = 0
    _pass_over(c, t, time)
    c.eases = NEVER if c.eases <= time else c.eases
    c.reminded = time
    set_generosity(c, t)
    c.lapse_left, c.lapse_anchor = left, time
    c.lapse_speed = c.lapse_rate * lapse_multiplier(c, t, time)
    c.lapse = lapse_instant(t, time, left, c.lapse_speed)
    _count_return(c, t, time, books)
    if c.gone_regime != c.regime:
        change_tier(c, t, books, int(time), 0)
        _begin_status(c, t, time)
        enter_tier(c, t, books, int(time))
    else:
        level = c.tier
        change_tier(c, t, books, int(time), c.gone_tier)
        enter_tier(c, t, books, int(time))
        move_to(c, t, level, time, books)
    while next_review(c, visits, t) <= time:
        due = c.review
        review(c, visits, t, time, books)
        if not t.rolling and due <= time:
            c.review = due + WINDOW


@rule
def _begin_status(c: Customer, t: Terms, time: float) -> None:
    """The terms have changed meanwhile: what counted towards status before does not count any more."""
    c.metric = c.visited = c.first_visit = c.last_visit = 0
    c.review = window_end(c, t, time)
    hold_from(c, t, time)
    set_generosity(c, t)


@rule
def _pass_over(c: Customer, t: Terms, time: float) -> None:
    """Candidates of the time away are purchases in neither world."""
    while c.next_base <= time:
        c.base_index += 1
        next_base(c, t)
    while c.next_extra <= time:
        c.extra_index += 1
        next_extra(c, t)
    while c.next_chance <= time:
        c.chance_index += 1
        next_chance(c, t)


@rule
def _count_return(c: Customer, t: Terms, time: float, books: Books) -> None:
    """Count the customer as present again, and as active for as long as the last purchase says."""
    month, year = int(time), program_year(t, time)
    tick(c, t, books, month, Measure.RETURNED)
    _active_again(c, t, books, month, c.active, Measure.ACTIVE)
    _active_again(c, t, books, month, c.active_member, Measure.ACTIVE_MEMBERS)
    began = t.warmup + 12.0 * year
    if c.gone < began:
        c.away_year = year
    elif c.born <= began and c.away_year != year:
        tick(c, t, books, month, Measure.RETURNED_OPENING)
    if c.gone < t.warmup <= time:
        c.away_first = 1
    elif c.born <= t.warmup <= time and not c.away_first:
        tick(c, t, books, month, Measure.RETURNED_FIRST)


@rule
def _active_again(c: Customer, t: Terms, books: Books, month: int, until: int, measure: int) -> None:
    if until > month:
        tick(c, t, books, month, measure)
        if until < t.months:
            untick(c, t, books, until, measure)


@rule
def lapsed(c: Customer, t: Terms, time: float, books: Books) -> None:
    """A lapse of somebody who was away when the year, or month 1, began takes nobody from those present then."""
    c.gone = time
    c.gone_regime, c.gone_tier = c.regime, c.tier
    if c.away_year == program_year(t, time):
        tick(c, t, books, int(time), Measure.RETURNED_OPENING)
    if c.away_first and time >= t.warmup:
        tick(c, t, books, int(time), Measure.RETURNED_FIRST)
