"""Responses to goals: the next reward, a head start, a deadline, and what success and failure do."""

from __future__ import annotations

from typing import ClassVar

from loyalty_sim.scenario.effects import Effect
from loyalty_sim.scenario.fields import assumption


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


class ForwardLooking(Effect):
    """Members weigh the reward to come when they decide to buy: a logit dynamic program on the purchases still needed.

    The chance to buy in a week solves V(s) = ln(exp(u + R[s] + d V(s+1)) + exp(d V(s))) + 0.577, with R the reward at
    the last purchase of a block; the multiplier is that chance over the one without a reward.
    """

    title: ClassVar[str] = "Forward-looking customers"
    strength: ClassVar[str] = "reward_utility"
    on: bool = assumption(False, "Off by default: an alternative to the goal gradient, not an addition to it")
    reward_utility: float = assumption(
        0.05,
        "Utility of one unit of money of reward in the decision to buy (logit)",
        unit="per unit of money",
        low=0.02,
        high=0.2,
        source="Lewis 2004; Hartmann & Viard 2008 (structure); magnitude judgement",
        ge=0,
        le=10,
    )
    discount_per_week: float = assumption(
        0.98,
        "Weight of next week's utility against this week's; points that expire are discounted further",
        source="judgement",
        ge=0.5,
        le=0.995,
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


class EndowedProgress(Effect):
    """Members who were given a head start buy faster until their first reward. Acts only with a head start."""

    title: ClassVar[str] = "Faster after a head start (endowed progress)"
    strength: ClassVar[str] = "lift"
    lift: float = assumption(
        0.20,
        "Lift while the first card, opened with a head start, is neither completed nor expired",
        unit="share",
        low=0.0,
        high=0.60,
        source="Nunes & Drèze 2006 (34 % against 19 % complete, secondary source); lift derived",
        grade="field experiment",
        ge=0,
        le=2,
    )


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


class GoalOutcome(Effect):
    """Reaching a tier or a challenge raises later purchases, missing one that was in sight lowers them, until the next
    outcome."""

    title: ClassVar[str] = "Success and failure at a goal"
    strength: ClassVar[str] = "success_lift"
    on: bool = assumption(False, "Off by default, so that lifts are not stacked")
    success_lift: float = assumption(
        0.05,
        "Lift after a goal was reached, or a tier kept",
        unit="share",
        low=0.0,
        high=0.10,
        source="Wang, Lewis, Cryder & Sprigg 2016 (direction); magnitude judgement",
        ge=0,
        le=2,
    )
    failure_drop: float = assumption(
        0.05,
        "Fall after a goal in sight was missed at the end of its time",
        unit="share",
        low=0.0,
        high=0.10,
        source="Wang, Lewis, Cryder & Sprigg 2016 (direction); magnitude judgement",
        ge=0,
        le=0.9,
    )
    failure_per_tier: float = assumption(
        0.0,
        "Additional fall for every tier already held: high tiers are hurt most",
        unit="share",
        source="Wang, Lewis, Cryder & Sprigg 2016 (direction); judgement",
        ge=0,
        le=0.5,
    )
    in_sight: float = assumption(
        0.5,
        "Part of the threshold from which on a goal counts as one that can be missed",
        unit="share of threshold",
        ge=0,
        le=1,
    )


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
