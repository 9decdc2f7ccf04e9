"""What if customers respond more weakly or more strongly than assumed?

Simulation noise shrinks with more customers; not knowing how people respond does not. Taking every response that is on
to its weak end, and then to its strong end, shows how much of an answer rests on assumptions.
"""

from __future__ import annotations

from typing import Literal

from loyalty_sim.scenario import Scenario

RESPONSES = (
    "retention",
    "goal_gradient",
    "points_pressure",
    "rewarded_behaviour",
    "momentum",
    "learning",
    "share_of_wallet",
    "tier_pressure",
    "tier_status",
    "expiry_pressure",
    "paid_lift",
    "status_messages",
    "near_miss",
    "win_back",
    "perks_lift",
    "giving_response",
)
"""Effects by which a program makes customers buy more or stay longer; their low end is the weak one."""


def at_strength(scenario: Scenario, level: Literal["low", "high"]) -> Scenario:
    """The scenario with every response that is on taken to its weak ("low") or strong ("high") end.

    Responses that are off stay off. Choices (redeeming, joining, paying) and modifiers (generosity, light and heavy
    buyers, fade-out, demotion, reminders) keep their values.
    """
    effects = scenario.behaviour.effects()
    moved = {name: effects[name].at(level) for name in RESPONSES if effects[name].on}
    return scenario.model_copy(update={"behaviour": scenario.behaviour.model_copy(update=moved)})
