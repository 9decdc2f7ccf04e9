"""All responses of customers to a program."""

from __future__ import annotations

from typing import Literal

from loyalty_sim.scenario.change_effects import Devaluation
from loyalty_sim.scenario.choices import Acting, ChallengeChoice, PaidChoice, RedemptionChoice, SelfSelection
from loyalty_sim.scenario.effects import (
    Effect,
    FadeOut,
    Generosity,
    LightHeavy,
    Momentum,
    PaidLift,
    Retention,
    RewardedBehaviour,
    ShareOfWallet,
)
from loyalty_sim.scenario.fields import Record, assumption
from loyalty_sim.scenario.goal_effects import (
    EndowedProgress,
    ExpiryPressure,
    ForwardLooking,
    GoalGradient,
    GoalOutcome,
    Learning,
    PointsPressure,
    Reminder,
)
from loyalty_sim.scenario.message_effects import NearMiss, StatusMessages, WinBack
from loyalty_sim.scenario.program_effects import Complexity, GivingResponse, PerksLift
from loyalty_sim.scenario.referral import WordOfMouth
from loyalty_sim.scenario.status_effects import Demotion, ServiceBuffer, StatusPerception, TierPressure, TierStatus


class Behaviour(Record):
    """All responses to a program."""

    generosity: Generosity = assumption(Generosity, "Response to generosity")
    retention: Retention = assumption(Retention, "Members stay longer")
    goal_gradient: GoalGradient = assumption(GoalGradient, "Faster near a reward")
    forward_looking: ForwardLooking = assumption(ForwardLooking, "Customers who plan for the reward")
    points_pressure: PointsPressure = assumption(PointsPressure, "More while a reward is in reach")
    endowed_progress: EndowedProgress = assumption(EndowedProgress, "Faster after a head start")
    rewarded_behaviour: RewardedBehaviour = assumption(RewardedBehaviour, "More after a reward")
    momentum: Momentum = assumption(Momentum, "More after deciding to redeem")
    learning: Learning = assumption(Learning, "More with every reward completed")
    share_of_wallet: ShareOfWallet = assumption(ShareOfWallet, "A larger share of wallet")
    light_heavy: LightHeavy = assumption(LightHeavy, "Light buyers respond more")
    fade_out: FadeOut = assumption(FadeOut, "Lifts wear off")
    tier_pressure: TierPressure = assumption(TierPressure, "More when a tier is near")
    goal_outcome: GoalOutcome = assumption(GoalOutcome, "Success and failure at a goal")
    tier_status: TierStatus = assumption(TierStatus, "Status raises purchases")
    status_perception: StatusPerception = assumption(StatusPerception, "Exclusive status is worth more")
    demotion: Demotion = assumption(Demotion, "Demotion hurts")
    service_buffer: ServiceBuffer = assumption(ServiceBuffer, "Members forgive bad experiences")
    expiry_pressure: ExpiryPressure = assumption(ExpiryPressure, "More before points expire")
    reminder: Reminder = assumption(Reminder, "Response to reminders")
    status_messages: StatusMessages = assumption(StatusMessages, "More when told where they stand")
    near_miss: NearMiss = assumption(NearMiss, "More after a nudge near a goal")
    win_back: WinBack = assumption(WinBack, "Coming back when missed")
    devaluation: Devaluation = assumption(Devaluation, "Points that lose value")
    paid_lift: PaidLift = assumption(PaidLift, "Paid members buy more")
    word_of_mouth: WordOfMouth = assumption(WordOfMouth, "Members win friends")
    perks_lift: PerksLift = assumption(PerksLift, "More for the perks")
    giving_response: GivingResponse = assumption(GivingResponse, "Loyal for the cause")
    complexity: Complexity = assumption(Complexity, "Casual customers shun complex programs")
    redemption: RedemptionChoice = assumption(RedemptionChoice, "Choosing to redeem")
    challenge_choice: ChallengeChoice = assumption(ChallengeChoice, "Taking up challenges")
    acting: Acting = assumption(Acting, "Acting without buying")
    self_selection: SelfSelection = assumption(SelfSelection, "Heavy buyers join first")
    paid_choice: PaidChoice = assumption(PaidChoice, "Choosing paid membership")
    largest_multiplier: float = assumption(
        2.0,
        "Purchase rates never exceed this multiple of the customer's own; common to all designs compared",
        unit="x",
        ge=1,
        le=5,
    )
    smallest_multiplier: float = assumption(0.5, "Purchase rates never fall below this multiple", unit="x", ge=0, le=1)

    def effects(self) -> dict[str, Effect]:
        """The effects by name."""
        return {name: value for name in type(self).model_fields if isinstance(value := getattr(self, name), Effect)}

    def at(self, level: Literal["off", "low", "default", "high"]) -> Behaviour:
        """Every effect that is on, taken to ``level``; "off" turns all of them off."""
        moved = {name: effect.at(level) for name, effect in self.effects().items() if effect.on or level == "off"}
        return self.model_copy(update=moved)
