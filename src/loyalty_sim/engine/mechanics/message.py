"""Messages that say where a member stands: status messages, of which only the lift is felt here, and nudges near a goal."""

from __future__ import annotations

from typing import Any

import numpy as np

from loyalty_sim.engine.books import tick
from loyalty_sim.engine.compiled import Books, Customer, Terms, rule
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.response import tier_progress
from loyalty_sim.engine.units import BALANCE, NEVER
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.market import WEEKS_PER_MONTH

CUSTOMER: list[Any] = [("near", np.int64), ("nudged", np.float64)]
TERMS: list[Any] = [
    ("near_gap", np.float64),
    ("nudge_lift", np.float64),
    ("nudge_months", np.float64),
    ("told_lift", np.float64),
]


def _told_lift(scenario: Scenario) -> float:
    messages, effect = scenario.program.messages, scenario.behaviour.status_messages
    return effect.lift if effect.on and (messages.status_per_month > 0 or messages.status_at_purchase) else 0.0


def used(scenario: Scenario) -> bool:
    """Whether nudges are sent, or members respond to status messages."""
    return scenario.program.messages.near_share > 0 or _told_lift(scenario) > 0


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""
    effect = scenario.behaviour.near_miss
    t["near_gap"] = scenario.program.messages.near_share
    t["nudge_lift"] = effect.lift if effect.on else 0.0
    t["nudge_months"] = effect.weeks / WEEKS_PER_MONTH
    t["told_lift"] = _told_lift(scenario)
    nudge = t["nudge_lift"] if t["near_gap"] > 0 else 0.0
    t["other_lift"] = (1 + t["other_lift"]) * (1 + nudge) * (1 + t["told_lift"]) - 1


@rule
def start(c: Customer) -> None:
    """A new life."""
    c.near = 0
    c.nudged = -NEVER


@rule
def gap_to_goal(c: Customer, t: Terms) -> float:
    """Share still to go of the next reward or of the next tier, whichever is nearer; 1 when neither is begun."""
    held = c.balance % t.block_points if t.automatic else c.balance
    gap = 1.0 - held / t.block_points if held < t.block_points else 1.0
    counted = c.balance if t.metric == BALANCE else c.metric
    for level in range(t.tiers):
        part = tier_progress(t, level, counted, c.visited)
        if part < 1.0:
            return min(gap, 1.0 - part)
    return gap


@rule
def nudge(c: Customer, t: Terms, time: float, books: Books) -> None:
    """After a purchase: send one nudge on coming near a goal, and none again until the member has been away from one."""
    near = gap_to_goal(c, t) <= t.near_gap
    if near and not c.near:
        c.nudged = time
        tick(c, t, books, int(time), Measure.NUDGES)
    c.near = near


@rule
def rate(c: Customer, t: Terms, time: float) -> float:
    """What messages multiply the purchase rate by."""
    m = 1.0 + t.told_lift
    if time < c.nudged + t.nudge_months:
        m *= 1.0 + t.nudge_lift
    return m
