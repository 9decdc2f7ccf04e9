"""Responses to a change of the rules."""

from __future__ import annotations

from typing import ClassVar

from loyalty_sim.scenario.effects import Effect
from loyalty_sim.scenario.fields import assumption


class Devaluation(Effect):
    """Members use points before they lose value, and some leave after. Acts only where an amendment devalues points."""

    title: ClassVar[str] = "A devaluation makes members use points, and leave"
    strength: ClassVar[str] = "lapse_multiplier"
    looks: float = assumption(
        0.5,
        "Share of members with enough points who look, when told of a devaluation, whether to use them",
        unit="share",
        low=0.2,
        high=0.8,
        source="Ventana Systems hotel study (direction, secondary source); magnitude judgement",
        ge=0,
        le=1,
    )
    lapse_multiplier: float = assumption(
        1.1, "Lapse rate in the months after the devaluation", unit="x", low=1.0, high=1.5, source="judgement", ge=0, le=10
    )
    lapse_months: float = assumption(3.0, "How long the lapse rate stays raised", unit="months", gt=0, le=24)
