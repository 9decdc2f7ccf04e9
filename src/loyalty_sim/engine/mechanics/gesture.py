"""Perks for all members and giving to a cause: what they cost is reckoned above, here they are felt."""

from __future__ import annotations

from typing import Any

import numpy as np

from loyalty_sim.engine.compiled import Terms, rule
from loyalty_sim.scenario import Scenario

CUSTOMER: list[Any] = []
TERMS: list[Any] = [("gesture_lift", np.float64), ("gesture_lapse", np.float64)]


def used(scenario: Scenario) -> bool:
    """Whether members respond to perks or giving."""
    return _perks(scenario) or _giving(scenario)


def _perks(scenario: Scenario) -> bool:
    return scenario.program.perks.offered and scenario.behaviour.perks_lift.on


def _giving(scenario: Scenario) -> bool:
    return scenario.program.giving.share > 0 and scenario.behaviour.giving_response.on


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""
    perks, giving = scenario.behaviour.perks_lift, scenario.behaviour.giving_response
    lift = (1 + (perks.lift if _perks(scenario) else 0.0)) * (1 + (giving.lift if _giving(scenario) else 0.0)) - 1
    t["gesture_lift"] = lift
    t["gesture_lapse"] = giving.lapse_multiplier if _giving(scenario) else 1.0
    t["other_lift"] = (1 + t["other_lift"]) * (1 + lift) - 1


@rule
def rate(t: Terms) -> float:
    """What perks and giving multiply a member's purchase rate by."""
    return 1.0 + t.gesture_lift
