"""Responses to a program as a whole: its perks, its giving, and how hard it is to understand. All are off by default."""

from __future__ import annotations

from typing import ClassVar

from loyalty_sim.scenario.effects import Effect
from loyalty_sim.scenario.fields import assumption


class PerksLift(Effect):
    """Perks for all members raise purchases. Acts only where they are offered."""

    title: ClassVar[str] = "More for the perks"
    strength: ClassVar[str] = "lift"
    on: bool = assumption(False, "Off by default: no published causal size")
    lift: float = assumption(0.02, "Lift of members", unit="share", low=0.0, high=0.05, source="judgement", ge=0, le=1)


class GivingResponse(Effect):
    """Members of a program that gives buy more and stay longer. Acts only where something is given."""

    title: ClassVar[str] = "Loyal for the cause (giving)"
    strength: ClassVar[str] = "lift"
    on: bool = assumption(False, "Off by default: no published causal size")
    lift: float = assumption(0.01, "Lift of members", unit="share", low=0.0, high=0.03, source="judgement", ge=0, le=1)
    lapse_multiplier: float = assumption(
        0.98, "Lapse rate of members over their own", unit="x", low=1.0, high=0.95, source="judgement", gt=0, le=2
    )


class Complexity(Effect):
    """The more rules a program has, the fewer casual customers join it and use its points.

    Casual customers are the lightest third of buyers in their segment. Points of complexity are counted by
    ``scenario.complexity``.
    """

    title: ClassVar[str] = "Casual customers shun complex programs"
    strength: ClassVar[str] = "per_point"
    on: bool = assumption(False, "Off by default: no published size")
    per_point: float = assumption(
        0.03,
        "Share of casual customers who would join, and of those who would redeem, lost with each point of complexity",
        unit="share per point",
        low=0.0,
        high=0.06,
        source="judgement",
        ge=0,
        le=1,
    )
