"""How customers respond to a program: every effect apart, with an off switch, a range, its source and its grade.

An effect that is off is exactly neutral: its multiplier is 1, not about 1. Magnitudes graded "judgement" have no
published number behind them. Lifts reported as *the* effect of a program must not be stacked, so few are on by default.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from loyalty_sim.scenario.fields import Record, about, assumption

Level = Literal["off", "low", "default", "high", "custom"]


class Effect(Record):
    """One effect of the program on customers."""

    title: ClassVar[str] = ""
    strength: ClassVar[str] = ""
    """Name of the field that says how strong the effect is."""

    on: bool = assumption(True, "Whether the effect is in force; off is exactly neutral")

    @classmethod
    def evidence(cls) -> dict[str, Any]:
        """Meaning, unit, low, default, high, source and grade of the effect's strength."""
        return about(cls, cls.strength)

    def level(self) -> Level:
        """Which of off, low, default and high the effect is set to; "custom" for any other value."""
        if not self.on:
            return "off"
        value, known = getattr(self, self.strength), self.evidence()
        for level in ("default", "low", "high"):
            if value == known[level]:
                return level
        return "custom"

    def at(self, level: Literal["off", "low", "default", "high"]) -> Any:
        """This effect at another level; the other fields stay. "off" keeps the strength for later."""
        if level == "off":
            return self.model_copy(update={"on": False})
        return self.model_copy(update={"on": True, self.strength: self.evidence()[level]})


class Generosity(Effect):
    """Effects grow with what a member gets back, with diminishing returns: (reward rate / reference)^elasticity."""

    title: ClassVar[str] = "Response to generosity"
    strength: ClassVar[str] = "elasticity"
    elasticity: float = assumption(
        0.5,
        "Elasticity of retention and purchase lifts to the member's nominal reward rate; bounded at twice the effect",
        low=0.0,
        high=1.0,
        source="judgement; reference rate of 5 % is that of Gopalakrishnan et al. 2021",
        ge=0,
        le=2,
    )
    reference_rate: float = assumption(
        0.05,
        "Reward rate at which the effects have their stated strength",
        unit="share of spend",
        source="Gopalakrishnan, Jiang, Nevskaya & Thomadsen 2021",
        grade="quasi-experiment",
        gt=0,
        le=1,
    )


class Retention(Effect):
    """Members lapse more slowly."""

    title: ClassVar[str] = "Members stay longer"
    strength: ClassVar[str] = "lapse_multiplier"
    lapse_multiplier: float = assumption(
        0.90,
        "Lapse rate of a member relative to the same customer without a program",
        unit="x",
        low=1.0,
        high=0.65,
        source="Gopalakrishnan, Jiang, Nevskaya & Thomadsen 2021",
        grade="quasi-experiment",
        gt=0,
        le=2,
    )


class RewardedBehaviour(Effect):
    """A reward raises purchases for some weeks."""

    title: ClassVar[str] = "More after a reward (rewarded behaviour)"
    strength: ClassVar[str] = "lift"
    lift: float = assumption(
        0.02,
        "Lift just after a reward, decaying",
        unit="share",
        low=0.0,
        high=0.05,
        source="Taylor & Neslin 2005; Nastasoiu et al. 2021; magnitude judgement",
        ge=0,
        le=2,
    )
    decay_weeks: float = assumption(4.0, "Time in which the lift falls to 37 %", unit="weeks", gt=0, le=520)


class Momentum(Effect):
    """Deciding to redeem raises purchases."""

    title: ClassVar[str] = "More after deciding to redeem (momentum)"
    strength: ClassVar[str] = "lift"
    on: bool = assumption(False, "Off by default, so that lifts are not stacked")
    lift: float = assumption(
        0.10,
        "Lift just after a redemption, decaying",
        unit="share",
        low=0.0,
        high=0.25,
        source="Dorotic, Verhoef, Fok & Bijmolt 2014; magnitude judgement",
        ge=0,
        le=2,
    )
    decay_weeks: float = assumption(4.0, "Time in which the lift falls to 37 %", unit="weeks", gt=0, le=520)


class ShareOfWallet(Effect):
    """Members move some of their category spend here."""

    title: ClassVar[str] = "A larger share of wallet"
    strength: ClassVar[str] = "gain"
    on: bool = assumption(False, "Off by default, so that lifts are not stacked")
    gain: float = assumption(
        0.02,
        "Share of category spend that a member moves here",
        unit="share of wallet",
        low=0.01,
        high=0.04,
        source="Leenheer, van Heerde, Bijmolt & Smidts 2007 (range unverified)",
        grade="quasi-experiment",
        ge=0,
        le=1,
    )
    share: float = assumption(0.4, "Share of category spend held without a program", unit="share of wallet", gt=0, le=1)


class LightHeavy(Effect):
    """Light buyers respond more than heavy ones: scales the lifts of points and rewards, by third of purchase rate."""

    title: ClassVar[str] = "Light buyers respond more than heavy ones"
    strength: ClassVar[str] = "light"
    light: float = assumption(
        1.5,
        "Factor on lifts of the lightest third",
        unit="x",
        low=1.0,
        high=2.0,
        source="Liu 2007; magnitude judgement",
        ge=0,
        le=10,
    )
    middle: float = assumption(
        1.0, "Factor on lifts of the middle third", unit="x", source="Liu 2007; judgement", ge=0, le=10
    )
    heavy: float = assumption(
        0.0, "Factor on lifts of the heaviest third", unit="x", source="Liu 2007; judgement", ge=0, le=10
    )
    ramp_months: int = assumption(
        3,
        "Lifts build up in monthly steps over this time after joining",
        unit="months",
        source="Liu 2007",
        grade="quasi-experiment",
        ge=1,
        le=60,
    )


class FadeOut(Effect):
    """Lifts of points and rewards wear off with time since joining."""

    title: ClassVar[str] = "Lifts wear off"
    strength: ClassVar[str] = "decay_weeks"
    decay_weeks: float = assumption(
        32.0,
        "Time since joining in which lifts fall to 37 %",
        unit="weeks",
        low=26.0,
        high=104.0,
        source="Meyer-Waarden & Benavent 2009; derived",
        grade="quasi-experiment",
        gt=0,
        le=5200,
    )


class PaidLift(Effect):
    """Paying for membership raises purchases: a third by the worth of its benefits, the rest by having paid."""

    title: ClassVar[str] = "Paid members buy more"
    strength: ClassVar[str] = "lift"
    lift: float = assumption(
        0.15,
        "Lift while the paid term runs, at benefits worth the fee",
        unit="share",
        low=0.05,
        high=0.40,
        source="Iyengar, Park & Yu 2022; magnitude judgement",
        ge=0,
        le=2,
    )
    benefit_share: float = assumption(
        1 / 3,
        "Part of the lift that scales with benefits relative to the fee",
        unit="share",
        source="Iyengar, Park & Yu 2022",
        grade="quasi-experiment",
        ge=0,
        le=1,
    )
