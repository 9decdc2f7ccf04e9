"""Every assumption about behaviour changes something, and in the right direction.

The table names every field of behaviour. A field that is added without an entry fails.
"""

from __future__ import annotations

from functools import cache

import pytest

from loyalty_sim.engine import Tally
from loyalty_sim.scenario import Behaviour
from tests.engine.moves import (
    ACTS,
    CASH_OUT,
    CHALLENGE,
    GIVING,
    MISSED,
    NUDGED,
    OFFERED,
    PERKS,
    REFUND,
    TOLD,
    TRIAL,
    VISITS,
    M,
    Move,
    breakage,
    check,
    distance,
    effect,
    leaves,
    lift,
    run,
    total,
)  # fmt: skip
from tests.engine.plain import merged

CHANCE = {"behaviour": {"redemption": {"on": False, "constant_chance": 0.3, "between_visits_per_year": 6}}}
LIFETIME = {"program": {"paid": {"term": "lifetime", "fee": 80}}}
HEAD_START = {"program": {"enrolment": {"head_start_points": 40}}}
PLANNING = effect("forward_looking", on=True)
OUTCOME = effect("goal_outcome", on=True)
PERCEIVED = merged(effect("status_perception", on=True), effect("tier_status", top=0.2, bottom=0.2))
DEVALUED = {"amendments": [{"month": 9, "changes": {"point_value": 0.01}, "announced_months": 2}]}
SERVICE = merged(effect("service_buffer", on=True), {"market": {"bad_experiences": 0.1}})
BEHAVIOUR: dict[str, Move] = {
    "perks_lift.on": Move(False, True, total(M.PURCHASES), 1, PERKS),
    "perks_lift.lift": Move(0.02, 0.2, total(M.PURCHASES), 1, merged(PERKS, effect("perks_lift", on=True))),
    "giving_response.on": Move(False, True, total(M.PURCHASES), 1, GIVING),
    "giving_response.lift": Move(0.02, 0.2, total(M.PURCHASES), 1, merged(GIVING, effect("giving_response", on=True))),
    "giving_response.lapse_multiplier": Move(
        0.8, 1.0, total(M.LAPSED), 1, merged(GIVING, effect("giving_response", on=True))
    ),
    "complexity.on": Move(False, True, total(M.ENROLLED), -1),
    "complexity.per_point": Move(0.03, 0.1, total(M.ENROLLED), -1, effect("complexity", on=True)),
    "status_messages.on": Move(False, True, total(M.PURCHASES), 1, TOLD),
    "status_messages.lift": Move(0.0, 0.05, total(M.PURCHASES), 1, merged(TOLD, effect("status_messages", on=True))),
    "near_miss.on": Move(False, True, total(M.PURCHASES), 1, NUDGED),
    "near_miss.lift": Move(0.02, 0.3, total(M.PURCHASES), 1, merged(NUDGED, effect("near_miss", on=True))),
    "near_miss.weeks": Move(2.0, 12.0, total(M.PURCHASES), 1, merged(NUDGED, effect("near_miss", on=True, lift=0.3))),
    "win_back.on": Move(False, True, total(M.RETURNED), 1, MISSED),
    "win_back.returns": Move(0.05, 0.3, total(M.STAYED_PURCHASES), 1, merged(MISSED, effect("win_back", on=True))),
    "win_back.lift": Move(0.02, 0.5, total(M.MORE_PURCHASES), 1, merged(MISSED, effect("win_back", on=True))),
    "win_back.weeks": Move(2.0, 20.0, total(M.MORE_PURCHASES), 1, merged(MISSED, effect("win_back", on=True, lift=0.5))),
    "forward_looking.on": Move(False, True, total(M.PURCHASES), 1),
    "forward_looking.reward_utility": Move(0.02, 0.2, total(M.PURCHASES), 1, PLANNING),
    "forward_looking.discount_per_week": Move(0.8, 0.99, where=PLANNING),
    "endowed_progress.on": Move(False, True, total(M.PURCHASES), 1, HEAD_START),
    "endowed_progress.lift": Move(0.1, 0.6, total(M.PURCHASES), 1, HEAD_START),
    "goal_outcome.on": Move(False, True),
    "goal_outcome.success_lift": Move(0.02, 0.2, total(M.PURCHASES), 1, OUTCOME),
    "goal_outcome.failure_drop": Move(0.02, 0.3, total(M.PURCHASES), -1, OUTCOME),
    "goal_outcome.failure_per_tier": Move(0.0, 0.3, total(M.PURCHASES), -1, OUTCOME),
    "goal_outcome.in_sight": Move(0.2, 0.9, total(M.PURCHASES), 1, effect("goal_outcome", on=True, failure_drop=0.3)),
    "status_perception.on": Move(False, True, total(M.PURCHASES), -1, effect("tier_status", top=0.2, bottom=0.2)),
    "status_perception.dilution": Move(0.1, 0.5, total(M.PURCHASES), -1, PERCEIVED),
    "status_perception.reference_share": Move(0.05, 0.2, total(M.PURCHASES), 1, PERCEIVED),
    "devaluation.on": Move(
        False, True, total(M.REDEMPTIONS), 1, merged(DEVALUED, effect("devaluation", lapse_multiplier=1.0))
    ),
    "devaluation.looks": Move(0.1, 0.9, total(M.REDEMPTIONS), 1, DEVALUED),
    "devaluation.lapse_multiplier": Move(1.0, 5.0, total(M.LAPSED), 1, DEVALUED),
    "devaluation.lapse_months": Move(
        2.0, 12.0, total(M.LAPSED), 1, merged(DEVALUED, effect("devaluation", lapse_multiplier=5.0))
    ),
    "service_buffer.on": Move(False, True, total(M.LAPSED), -1, {"market": {"bad_experiences": 0.1}}),
    "service_buffer.forgiven": Move(0.2, 0.8, total(M.LAPSED), -1, SERVICE),
    "generosity.on": Move(False, True),
    "generosity.elasticity": Move(0.0, 1.0, lift, 1, effect("generosity", reference_rate=0.03)),
    "generosity.reference_rate": Move(0.03, 0.1, lift, -1),
    "retention.on": Move(False, True, total(M.LAPSED), -1),
    "retention.lapse_multiplier": Move(0.65, 0.95, total(M.LAPSED), 1),
    "goal_gradient.on": Move(False, True, total(M.PURCHASES), 1),
    "goal_gradient.lift": Move(0.1, 0.5, total(M.PURCHASES), 1, effect("goal_gradient", on=True)),
    "goal_gradient.curvature": Move(0.5, 3.0, total(M.PURCHASES), -1, effect("goal_gradient", on=True, lift=0.5)),
    "points_pressure.on": Move(False, True, total(M.PURCHASES), 1),
    "points_pressure.lift": Move(0.05, 0.2, total(M.PURCHASES), 1, effect("points_pressure", on=True)),
    "points_pressure.horizon_months": Move(0.5, 6.0, total(M.PURCHASES), 1, effect("points_pressure", on=True, lift=0.2)),
    "rewarded_behaviour.on": Move(False, True, total(M.PURCHASES), 1),
    "rewarded_behaviour.lift": Move(0.02, 0.2, total(M.PURCHASES), 1),
    "rewarded_behaviour.decay_weeks": Move(2.0, 30.0, total(M.PURCHASES), 1),
    "momentum.on": Move(False, True, total(M.PURCHASES), 1),
    "momentum.lift": Move(0.05, 0.25, total(M.PURCHASES), 1, effect("momentum", on=True)),
    "momentum.decay_weeks": Move(2.0, 30.0, total(M.PURCHASES), 1, effect("momentum", on=True)),
    "learning.on": Move(False, True, total(M.PURCHASES), 1),
    "learning.lift_per_reward": Move(0.01, 0.05, total(M.PURCHASES), 1, effect("learning", on=True)),
    "learning.largest_lift": Move(0.02, 0.3, total(M.PURCHASES), 1, effect("learning", on=True)),
    "share_of_wallet.on": Move(False, True, total(M.PURCHASES), 1),
    "share_of_wallet.gain": Move(0.01, 0.04, total(M.PURCHASES), 1, effect("share_of_wallet", on=True)),
    "share_of_wallet.share": Move(0.2, 0.8, total(M.PURCHASES), -1, effect("share_of_wallet", on=True)),
    "light_heavy.on": Move(False, True),
    "light_heavy.light": Move(0.0, 3.0, total(M.PURCHASES), 1, effect("share_of_wallet", on=True)),
    "light_heavy.middle": Move(0.0, 3.0, total(M.PURCHASES), 1, effect("share_of_wallet", on=True)),
    "light_heavy.heavy": Move(0.0, 3.0, total(M.PURCHASES), 1, effect("share_of_wallet", on=True)),
    "light_heavy.ramp_months": Move(1, 12, total(M.PURCHASES), -1, effect("share_of_wallet", on=True)),
    "fade_out.on": Move(False, True, total(M.PURCHASES), -1, effect("share_of_wallet", on=True)),
    "fade_out.decay_weeks": Move(10.0, 104.0, total(M.PURCHASES), 1, effect("share_of_wallet", on=True)),
    "tier_pressure.on": Move(False, True, total(M.PURCHASES), 1),
    "tier_pressure.lift": Move(0.05, 0.3, total(M.PURCHASES), 1),
    "tier_pressure.gap": Move(0.05, 0.5, total(M.PURCHASES), 1, effect("tier_pressure", lift=0.3)),
    "tier_pressure.last_months": Move(1, 4, total(M.PURCHASES), 1, effect("tier_pressure", lift=0.3)),
    "tier_status.on": Move(False, True, total(M.PURCHASES), 1),
    "tier_status.bottom": Move(0.0, 0.08, total(M.PURCHASES), 1),
    "tier_status.top": Move(0.05, 0.2, total(M.PURCHASES), 1),
    "demotion.on": Move(False, True, total(M.PURCHASES), -1),
    "demotion.drop": Move(0.05, 0.4, total(M.PURCHASES), -1),
    "demotion.decay_weeks": Move(5.0, 52.0, total(M.PURCHASES), -1),
    "demotion.lapse_multiplier": Move(1.0, 6.0, total(M.LAPSED), 1),
    "demotion.lapse_weeks": Move(4.0, 52.0, total(M.LAPSED), 1, effect("demotion", lapse_multiplier=3.0)),
    "expiry_pressure.on": Move(False, True, total(M.PURCHASES), 1),
    "expiry_pressure.lift": Move(0.03, 0.3, total(M.PURCHASES), 1),
    "expiry_pressure.window_days": Move(10.0, 120.0, total(M.PURCHASES), 1, effect("expiry_pressure", lift=0.2)),
    "reminder.on": Move(False, True, total(M.REDEMPTIONS), 1),
    "reminder.response": Move(0.05, 0.4, breakage, -1),
    "paid_lift.on": Move(False, True, total(M.PURCHASES), 1),
    "paid_lift.lift": Move(0.05, 0.4, total(M.PURCHASES), 1),
    "paid_lift.benefit_share": Move(0.0, 1.0),
    "word_of_mouth.on": Move(False, True, total(M.REFERRED), 1, OFFERED),
    "word_of_mouth.chance": Move(0.005, 0.02, total(M.REFERRED_PURCHASES), 1, OFFERED),
    "word_of_mouth.weeks_to_first_purchase": Move(0, 30, total(M.REFERRED), -1, OFFERED),
    "word_of_mouth.come_anyway": Move(0.1, 0.9, total(M.REFERRED), -1, OFFERED),
    "word_of_mouth.friends_join": Move(0.0, 1.0, total(M.ENROLLED), 1, OFFERED),
    "redemption.on": Move(False, True),
    "redemption.reward_worth": Move(0.7, 1.1, breakage, -1),
    "redemption.reward_worth_spread": Move(0.0, 0.6),
    "redemption.hassle": Move(1.0, 8.0, breakage, 1),
    "redemption.hassle_spread": Move(0.0, 1.5),
    "redemption.noise": Move(0.5, 4.0),
    "redemption.urgency": Move(0.0, 2.0, breakage, -1),
    "redemption.urgency_days": Move(10.0, 90.0, breakage, -1),
    "redemption.cashes_out": Move(0.1, 0.6, total(M.DIVIDEND_CASHED), 1, CASH_OUT),
    "redemption.donates": Move(0.05, 0.3, total(M.DONATIONS), 1, {"program": {"redemption": {"donation": True}}}),
    "redemption.never": Move(0.1, 0.4, breakage, 1),
    "redemption.constant_chance": Move(0.1, 0.5, breakage, -1, VISITS),
    "redemption.at_visits": Move(False, True, total(M.REDEMPTIONS), 1, CHANCE),
    "redemption.between_visits_per_year": Move(0.0, 12.0, total(M.REDEMPTIONS), 1, VISITS),
    "acting.on": Move(False, True, total(M.ACTIONS), 1, ACTS),
    "acting.per_year": Move(1.0, 6.0, total(M.ACTIONS), 1, ACTS),
    "challenge_choice.on": Move(False, True, total(M.CHALLENGES_TAKEN), -1, CHALLENGE),
    "challenge_choice.opt_in": Move(0.1, 0.5, total(M.CHALLENGES_TAKEN), 1, CHALLENGE),
    "self_selection.on": Move(False, True, total(M.MEMBER_PURCHASES), 1),
    "self_selection.slope": Move(0.0, 1.0, total(M.MEMBER_PURCHASES), 1),
    "paid_choice.on": Move(False, True),
    "paid_choice.attention": Move(0.05, 0.3, total(M.PAID_JOINED), 1),
    "paid_choice.noise": Move(0.1, 1.0),
    "paid_choice.lifetime_months": Move(
        6.0, 60.0, total(M.PAID_JOINED), 1, merged(LIFETIME, {"program": {"paid": {"fee": 80}}})
    ),
    "paid_choice.renewal": Move(0.6, 0.9, total(M.PAID_RENEWED), 1),
    "paid_choice.renewal_by_tenure": Move(
        0.0, 1.5, total(M.PAID_RENEWED), 1, {"program": {"paid": {"term": "monthly", "fee": 2}}}
    ),
    "paid_choice.conversion": Move(0.5, 0.9, total(M.TRIALS_CONVERTED), 1, TRIAL),
    "paid_choice.cancel": Move(0.05, 0.5, total(M.PAID_CANCELLED), 1, REFUND),
    "paid_choice.value_sensitivity": Move(0.0, 2.0),
    "largest_multiplier": Move(1.05, 2.0, total(M.PURCHASES), 1),
    "smallest_multiplier": Move(0.2, 0.95, total(M.PURCHASES), 1, effect("demotion", drop=0.8)),
}


def test_every_assumption_has_an_entry() -> None:
    """No field of behaviour can be added without saying here what it does."""
    assert set(leaves(Behaviour)) == set(BEHAVIOUR)


@pytest.mark.parametrize("path", BEHAVIOUR)
def test_every_assumption_acts(path: str) -> None:
    """Moving an assumption about behaviour moves what it must, by more than four standard errors."""
    check("behaviour", path, BEHAVIOUR[path])


@cache
def retained(lapse_multiplier: float) -> Tally:
    """The lively program at a strength of retention."""
    return run(effect("retention", lapse_multiplier=lapse_multiplier))


def test_retention_keeps_customers_and_their_purchases() -> None:
    """A lower lapse multiplier: more survivors and more purchases after the lapse that would have been."""
    assert distance(total(M.LAPSED), retained(0.65), retained(0.9)) > 4
    assert distance(total(M.PURCHASES), retained(0.65), retained(0.9)) < -4
    assert distance(total(M.STAYED_PURCHASES), retained(0.65), retained(0.9)) < -4


LIFTING = (
    "forward_looking",
    "goal_gradient", "points_pressure", "rewarded_behaviour", "momentum", "learning", "share_of_wallet", "tier_pressure",
    "tier_status", "expiry_pressure", "paid_lift",
)  # fmt: skip


@pytest.mark.parametrize("name", LIFTING)
def test_lift_rises_with_the_size_of_an_effect(name: str) -> None:
    """Off, default and high: each step of an effect alone raises the lift over the no-program world, from exactly zero."""
    quiet = {"behaviour": Behaviour().at("off").model_dump()}
    choose = {"behaviour": {"redemption": {"on": True}, "paid_choice": {"on": True}}}
    kind = type(getattr(Behaviour(), name))
    levels = [{"behaviour": {name: kind().at(level).model_dump()}} for level in ("off", "default", "high")]
    off, default, high = (run(quiet, choose, level) for level in levels)
    assert (lift(off) == 0).all()
    assert (lift(default) >= 0).all()
    assert lift(default).sum() > 0
    assert distance(lift, default, high) > 3
