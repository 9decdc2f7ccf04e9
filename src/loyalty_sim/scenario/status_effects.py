"""Responses to status and to how members are treated."""

from __future__ import annotations

from typing import ClassVar

from loyalty_sim.scenario.effects import Effect
from loyalty_sim.scenario.fields import assumption


class TierPressure(Effect):
    """Members just below a tier buy more before the year ends."""

    title: ClassVar[str] = "More when a tier is near (tier pressure)"
    strength: ClassVar[str] = "lift"
    lift: float = assumption(
        0.05,
        "Lift in the last months of the qualification year when the projected gap is small",
        unit="share",
        low=0.0,
        high=0.10,
        source="Kopalle et al. 2012; Behrens et al. 2024; magnitude judgement",
        ge=0,
        le=2,
    )
    gap: float = assumption(0.2, "Largest projected gap to the next tier", unit="share of threshold", ge=0, le=1)
    last_months: int = assumption(
        2,
        "Months before the end of the qualification year in which it works",
        unit="months",
        source="Behrens et al. 2024 (last 8 weeks)",
        grade="quasi-experiment",
        ge=1,
        le=12,
    )


class TierStatus(Effect):
    """Status itself raises purchases, more so in higher tiers."""

    title: ClassVar[str] = "Status raises purchases"
    strength: ClassVar[str] = "top"
    bottom: float = assumption(
        0.02,
        "Lift in the lowest tier; tiers between are interpolated",
        unit="share",
        source="Behrens et al. 2024 (seminar abstract); magnitude judgement",
        ge=0,
        le=2,
    )
    top: float = assumption(
        0.10,
        "Lift in the highest of three tiers or more; a single tier has the lift of the bottom",
        unit="share",
        low=0.02,
        high=0.20,
        source="Behrens et al. 2024 (seminar abstract); magnitude judgement",
        ge=0,
        le=2,
    )


class Demotion(Effect):
    """Losing status hurts more than gaining it helped."""

    title: ClassVar[str] = "Demotion hurts"
    strength: ClassVar[str] = "drop"
    drop: float = assumption(
        0.10,
        "Fall of the purchase rate just after a demotion, decaying",
        unit="share",
        low=0.05,
        high=0.15,
        source="Wagner, Hennig-Thurau & Rudolph 2009; magnitude judgement",
        ge=0,
        le=0.9,
    )
    decay_weeks: float = assumption(26.0, "Time in which the fall is down to 37 %", unit="weeks", gt=0, le=520)
    lapse_multiplier: float = assumption(
        1.2, "Lapse rate during the weeks after a demotion", unit="x", low=1.0, high=1.5, source="judgement", ge=0, le=10
    )
    lapse_weeks: float = assumption(26.0, "How long the lapse rate stays raised", unit="weeks", gt=0, le=520)


class StatusPerception(Effect):
    """Status lifts more the fewer hold it: a tier's lift is scaled by (its share of members/reference)^-dilution."""

    title: ClassVar[str] = "Exclusive status is worth more"
    strength: ClassVar[str] = "dilution"
    on: bool = assumption(False, "Off by default: known from the laboratory only")
    dilution: float = assumption(
        0.2,
        "Power by which a larger tier dilutes the lift of its status; the lift is at most doubled and at least halved",
        low=0.0,
        high=0.5,
        source="Drèze & Nunes 2009; magnitude judgement",
        grade="lab",
        ge=0,
        le=2,
    )
    reference_share: float = assumption(
        0.1, "Share of members in a tier at which its lift is the stated one", unit="share of members", gt=0, le=1
    )


class ServiceBuffer(Effect):
    """Members forgive bad experiences that make other customers leave. Acts only where the market has them."""

    title: ClassVar[str] = "Members forgive bad experiences"
    strength: ClassVar[str] = "forgiven"
    on: bool = assumption(False, "Off by default: no published size")
    forgiven: float = assumption(
        0.3,
        "Share of the departures after a bad experience that membership prevents",
        unit="share",
        low=0.0,
        high=0.6,
        source="Bolton, Kannan & Bramlett 2000 (direction); magnitude judgement",
        ge=0,
        le=1,
    )
