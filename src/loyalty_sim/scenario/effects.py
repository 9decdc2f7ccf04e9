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


class GoalGradient(Effect):
    """Members buy faster the nearer the next reward."""

    title: ClassVar[str] = "Faster near a reward (goal gradient)"
    strength: ClassVar[str] = "lift"
    on: bool = assumption(False, "Off by default: use it for stamp cards")
    lift: float = assumption(
        0.25,
        "Lift of the purchase rate just before the reward",
        unit="share",
        low=0.0,
        high=0.5,
        source="Kivetz, Urminsky & Zheng 2006",
        grade="field experiment",
        ge=0,
        le=2,
    )
    curvature: float = assumption(
        1.0,
        "Power of the progress: below 1 the effect sets in early",
        source="Kivetz, Urminsky & Zheng 2006",
        grade="field experiment",
        gt=0,
        le=5,
    )


class PointsPressure(Effect):
    """Members buy more while a reward is within reach before points expire."""

    title: ClassVar[str] = "More while a reward is in reach (points pressure)"
    strength: ClassVar[str] = "lift"
    on: bool = assumption(False, "Off by default, so that lifts are not stacked")
    lift: float = assumption(
        0.05,
        "Lift while the spend still needed is at most the expected spend before the deadline",
        unit="share",
        low=0.0,
        high=0.10,
        source="Taylor & Neslin 2005; magnitude judgement",
        ge=0,
        le=2,
    )
    horizon_months: float = assumption(3.0, "Deadline where points do not expire", unit="months", gt=0, le=60)


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


class Learning(Effect):
    """Each reward completed raises later effort a little."""

    title: ClassVar[str] = "More with every reward completed (learning)"
    strength: ClassVar[str] = "lift_per_reward"
    on: bool = assumption(False, "Off by default, so that lifts are not stacked")
    lift_per_reward: float = assumption(
        0.03,
        "Lift per reward completed",
        unit="share",
        low=0.0,
        high=0.05,
        source="Drèze & Nunes 2011; magnitude judgement",
        ge=0,
        le=1,
    )
    largest_lift: float = assumption(0.10, "Largest lift", unit="share", source="Drèze & Nunes 2011; judgement", ge=0, le=2)


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


class ExpiryPressure(Effect):
    """Flexible customers buy more while points are about to expire."""

    title: ClassVar[str] = "More before points expire (expiry pressure)"
    strength: ClassVar[str] = "lift"
    lift: float = assumption(
        0.03,
        "Lift for the heaviest third of buyers while points expire within the window",
        unit="share",
        low=0.0,
        high=0.06,
        source="Breugelmans & Liu-Thompkins 2017; magnitude judgement",
        ge=0,
        le=2,
    )
    window_days: float = assumption(30.0, "Days before expiry in which it works", unit="days", gt=0, le=365)


class Reminder(Effect):
    """Some members redeem when reminded of expiry."""

    title: ClassVar[str] = "Response to expiry reminders"
    strength: ClassVar[str] = "response"
    response: float = assumption(
        0.10,
        "Chance that a member who can redeem does so on a reminder",
        unit="share",
        low=0.05,
        high=0.20,
        source="judgement: no published causal effect",
        ge=0,
        le=1,
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
