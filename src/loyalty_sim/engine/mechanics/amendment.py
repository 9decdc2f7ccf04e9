"""Dated amendments: the terms change at a date, are announced before it, and old points, status and fees are kept or not.

Members who are told that points will lose value look whether to use them; after the change some leave.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.compiled import Books, Customer, One, Queue, Terms, rule
from loyalty_sim.engine.customer import willing
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.points import UNLIMITED, expiry_instant, redeem, redeemable, wants_to_redeem
from loyalty_sim.engine.response import set_generosity
from loyalty_sim.engine.status import hold_from, level_of, move_to, window_end
from loyalty_sim.engine.units import AFTER_EARNING, BALANCE, INACTIVITY, NEVER
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.amendment import value_lost

_F, _I = np.float64, np.int64
TOLD = 1 << 40
"""First ordinal, in the stream of offers, of what members do when they are told of a change."""
CUSTOMER: list[Any] = [("soured_until", _F), ("told", _I)]
TERMS: list[Any] = [
    ("announced", _F), ("restart_points", _I), ("review_now", _I), ("devalued", _I),
    ("looks", _F), ("sour_lapse", _F), ("sour_months", _F),
]  # fmt: skip


def used(scenario: Scenario) -> bool:
    """Whether the terms ever change."""
    return len(scenario.regimes) > 1


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the reaction to a devaluation."""
    effect = scenario.behaviour.devaluation
    t["announced"] = NEVER
    t["looks"] = effect.looks if effect.on else 0.0
    t["sour_lapse"] = effect.lapse_multiplier if effect.on else 1.0
    t["sour_months"] = effect.lapse_months


def pack_changes(scenario: Scenario, terms: NDArray[np.void]) -> None:
    """Fill what each of the terms must know of the ones that follow or precede."""
    regimes, warmup = scenario.regimes, scenario.run.warmup_months
    for index in range(1, len(regimes)):
        before, after, transition = terms[index - 1], terms[index], regimes[index].transition
        start = warmup + regimes[index].start
        before["until"] = start
        lost = value_lost(regimes[index - 1].program, regimes[index].program)
        if lost > 0.0:
            before["lost"] = lost
            before["announced"] = max(start - transition.announced_months, warmup + regimes[index - 1].start)
            after["devalued"] = 1
        after["restart_points"] = transition.old_points == "restart"
        after["review_now"] = transition.old_status == "review"
        after["keep_fees"] = transition.old_fees == "keep"
    # candidates are passed over before it is known which terms they will meet
    terms["largest_lift"] = terms["largest_lift"].max()


@rule
def start(c: Customer) -> None:
    """A new life has heard of no change."""
    c.soured_until = -NEVER
    c.told = -1


@rule
def next_change(c: Customer, t: Terms) -> float:
    """When the customer next hears or feels something of a change, the change itself aside."""
    if c.lapsed or not c.member:
        return NEVER
    due = c.soured_until if c.soured_until > 0.0 else NEVER
    if c.told < c.regime and t.announced < due:
        due = max(t.announced, c.joined)
    return due


@rule
def catch_up(c: Customer, t: Terms, time: float) -> None:
    """A member who was away hears nothing of what is past."""
    if c.soured_until <= time:
        c.soured_until = -NEVER
    if t.announced <= time:
        c.told = c.regime


@rule
def hear(c: Customer, lots: Queue, t: Terms, time: float, books: Books) -> None:
    """Be told of a devaluation, and perhaps use points before it; or get over one."""
    if c.soured_until == time:
        c.soured_until = -NEVER
        return
    c.told = c.regime
    reward = redeemable(c, t, UNLIMITED)
    if reward.points == 0 or draw(c, D.OFFER, TOLD + 2 * c.regime) >= t.looks:
        return
    if t.automatic or wants_to_redeem(c, lots, t, time, reward.value, draw(c, D.OFFER, TOLD + 2 * c.regime + 1)):
        redeem(c, lots, t, reward, time, books)


@rule
def amend(c: Customer, lots: Queue, visits: Queue, terms: One, time: float, books: Books) -> None:
    """Go over to the next terms."""
    old = terms[c.regime]
    c.regime += 1
    t = terms[c.regime]
    c.willing = willing(c, t)
    if not c.member:
        return
    _amend_points(c, lots, old, t, time)
    if not c.lapsed:
        _amend_status(c, visits, old, t, time, books)
        set_generosity(c, t)
        if t.devalued:
            c.soured_until = time + t.sour_months


@rule
def _amend_points(c: Customer, lots: Queue, old: Terms, t: Terms, time: float) -> None:
    """Give old points the new rule, all of them or those that had no date; the queue stays in order of expiry."""
    sooner = old.expiry != INACTIVITY or old.expiry_months > t.expiry_months
    if t.restart_points or (t.expiry == INACTIVITY and sooner):  # silence counts from the change on
        c.activity = time
    fresh = expiry_instant(t, time) if t.expiry == AFTER_EARNING else NEVER
    for place in range(c.first_lot, c.last_lot):
        if t.restart_points or lots[place].expires == NEVER:
            lots[place].expires = fresh
    for place in range(c.first_lot + 1, c.last_lot):
        at = place
        while at > c.first_lot and lots[at - 1].expires > lots[at].expires:
            points, expires, month = lots[at].points, lots[at].expires, lots[at].month
            lots[at] = lots[at - 1]
            lots[at - 1].points, lots[at - 1].expires, lots[at - 1].month = points, expires, month
            at -= 1


@rule
def _amend_status(c: Customer, visits: Queue, old: Terms, t: Terms, time: float, books: Books) -> None:
    """Count anew when what counts has changed; keep the tier to its next review unless the change says otherwise."""
    if t.metric != old.metric:
        c.metric = c.visited = 0
    if t.metric != old.metric or t.rolling != old.rolling:
        c.first_visit = c.last_visit = 0
        if t.rolling:  # what counted so far counts as of now, and leaves the window in a year
            visits[0].time, visits[0].amount, visits[0].count = time, c.metric, c.visited
            c.last_visit = 1
    c.review = window_end(c, t, time)
    if t.rolling != old.rolling or t.window != old.window or t.from_entry != old.from_entry or not t.dated:
        hold_from(c, t, time)
    if c.tier > t.tiers:
        move_to(c, t, t.tiers, time, books)
    if t.review_now:
        move_to(c, t, level_of(t, c.balance if t.metric == BALANCE else c.metric, c.visited), time, books)
        hold_from(c, t, time)


@rule
def sentiment(c: Customer, t: Terms, time: float) -> float:
    """What the lapse rate is multiplied by in the months after a devaluation."""
    return t.sour_lapse if time < c.soured_until else 1.0
