"""Every lever and every assumption about behaviour changes something, and in the right direction.

The tables below name every field of the program and of behaviour. A field that is added without an entry fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import BaseModel

from loyalty_sim.engine import ISSUED, SETTLED, Measure, Tally, simulate
from loyalty_sim.scenario import Behaviour, Program, Scenario
from tests.engine.plain import merged

M = Measure
Number = Callable[[Tally], NDArray[np.float64]]
"""A number a batch."""

GOLD = [
    {"name": "Silver", "threshold": 300, "earn_multiplier": 1.5},
    {"name": "Gold", "threshold": 700, "earn_multiplier": 2},
]
FUEL = {"name": "Fuel", "shoppers": 0.5, "purchases_per_year": 20, "points": 20, "redeemed_share": 0.3}
CHART = [{"name": "Small", "points": 100, "value": 4.0, "cost": 2.0}, {"name": "Large", "points": 300, "value": 18.0}]
EVENT = {"name": "Event", "calendar_months": [3, 9], "multiplier": 3}
LISTS: dict[str, list[dict[str, Any]]] = {
    "tiers.levels": GOLD, "redemption.chart": CHART, "partners": [FUEL], "bonuses.events": [EVENT],
    "shocks": [{"name": "Recession", "month": 13, "months": 6, "rate_factor": 0.5}],
}  # fmt: skip
"""Lists of parts: a field is moved in the first of them."""
BASE: dict[str, Any] = {
    "program": {
        "point_value": 0.05,
        "redemption": {"mode": "blocks", "block_points": 100},
        "expiry": {"rule": "after earning", "months": 6, "rounding": "month end", "reminder_days": 30},
        "tiers": {"metric": "spend", "levels": GOLD},
        "paid": {
            "offered": True,
            "fee": 20,
            "discount": 0.05,
            "shipping_value": 2,
            "shipping_cost": 1,
            "earn_multiplier": 1.5,
        },
        "enrolment": {"share": 0.7, "per_visit": 0.8, "welcome_points": 20},
    },
    "market": {
        "customers": 5_000,
        "acquired_per_year": 1_000,
        "segments": [{"name": "All", "purchases_per_year": 10, "purchase_shape": 1, "first_year_lapse": 0.3, "basket": 40}],
    },
    "run": {"customers": 6_000, "months": 24, "warmup_months": 12},
}
"""A lively program in which every lever has something to act on; all default effects are on."""


def total(*measures: Measure) -> Number:
    """Sum of measures over all months."""
    return lambda tally: tally.panel[..., list(measures)].sum((1, 2, 3)).astype(float)


def per(above: Measure, below: Measure) -> Number:
    """Ratio of two sums."""
    return lambda tally: total(above)(tally) / total(below)(tally)


def breakage(tally: Tally) -> NDArray[np.float64]:
    """Expired over settled points."""
    return total(M.EXPIRED)(tally) / total(*SETTLED)(tally)


def closing(tally: Tally) -> NDArray[np.float64]:
    """Points outstanding at the end."""
    return total(*ISSUED)(tally) - total(*SETTLED)(tally)


def in_tiers(tally: Tally) -> NDArray[np.float64]:
    """Member-months above the base level."""
    return tally.tiers.cumsum(1)[..., 1:].sum((1, 2)).astype(float)


def lift(tally: Tally) -> NDArray[np.float64]:
    """Purchases with the program less purchases without."""
    return total(M.PURCHASES)(tally) - total(M.PURCHASES_0)(tally)


class Move(NamedTuple):
    """A field taken from one value to another, and what must rise (+1) or fall (-1) with it; 0: just change."""

    low: Any
    high: Any
    number: Number | None = None
    sign: int = 0
    where: Mapping[str, Any] = MappingProxyType({})
    """What else differs from the base in both runs."""


def also(number: Number, sign: int, move: Move) -> Move:
    """The same move with another number to look at."""
    return move._replace(number=number, sign=sign)


NOTHING = Move(None, None)
"""The field has a meaning only above the engine: no count may move."""

VISITS = {"behaviour": {"redemption": {"on": False}}}
WIDE = {
    "program": {"earn": {"on": "basket", "points": 0.1}},
    "market": {"segments": [{**BASE["market"]["segments"][0], "basket": 400}]},
}
"""Baskets that any reward fits in, and points that are earned whether or not they are used."""
CLOSE = {"program": {"tiers": {"levels": [merged(GOLD[0], {"threshold": 400}), merged(GOLD[1], {"threshold": 430})]}}}
"""Tiers so close that whoever fails one mostly fails both."""
SPARED = {
    "program": {
        "tiers": {"window": "rolling 12 months", "levels": [{**level, "points_never_expire": True} for level in GOLD]},
        "redemption": {"block_points": 400},
    }
}
"""Points that live on while a tier is held, and are slow to be used."""
CHEAP = {"program": {"paid": {"fee": 4}}}
TWICE = {"program": {"bonuses": {"events": [EVENT, {**EVENT, "name": "Another"}]}}}
CHALLENGE = {"program": {"challenge": {"offered": True, "goal": 3}}}
ACTS = {"program": {"actions": {"offered": True}}}
REWARDS = {"program": {"redemption": {"mode": "chart"}}}
"""Redemption from the chart of the test."""
CERTIFICATES = {
    "program": {
        "certificates": {"offered": True, "threshold_points": 200, "block_points": 50, "block_value": 3, "life_days": 60}
    }
}
"""Points turn into certificates."""


def unused(tally: Tally) -> NDArray[np.float64]:
    """Value of certificates expired over those expired or used."""
    expired = total(M.CERTIFICATES_EXPIRED_VALUE)(tally)
    return expired / (expired + total(M.CERTIFICATES_USED_VALUE)(tally))


DIVIDEND = {"program": {"dividend": {"share": 0.1, "life_months": 4, "minimum_spend": 50}}}
CASH_OUT = merged(DIVIDEND, {"program": {"dividend": {"cash_out_months": 2}}})
OFFERED = {"program": {"referral": {"offered": True}}, "behaviour": {"word_of_mouth": {"chance": 0.02}}}
SLOW = merged(OFFERED, {"behaviour": {"word_of_mouth": {"weeks_to_first_purchase": 50}}})
TRIAL = {"program": {"paid": {"trial_days": 30}}}
REFUND = {"program": {"paid": {"refund": "full"}}}
OFTEN = {"behaviour": {"paid_choice": {"cancel": 0.8}}}
PERKS = {"program": {"perks": {"offered": True}}}
GIVING = {"program": {"giving": {"share": 0.01}}}
MISSED = {"program": {"messages": {"win_back_after": 2}}}
NUDGED = {"program": {"messages": {"near_share": 0.3}}}
TOLD = {"program": {"messages": {"status_per_month": 1}}}


def effect(name: str, **fields: Any) -> dict[str, Any]:
    """Parts of a scenario with one effect set."""
    return {"behaviour": {name: fields}}


LEVERS: dict[str, Move] = {
    "dividend.share": Move(0.02, 0.1, total(M.DIVIDEND_GIVEN), 1, DIVIDEND),
    "dividend.who": Move("all members", "paying members", total(M.DIVIDEND_GIVEN), -1, DIVIDEND),
    "dividend.yearly_cap": Move(10, 40, total(M.DIVIDEND_GIVEN), 1, DIVIDEND),
    "dividend.eligible_share": Move(0.5, 1.0, total(M.DIVIDEND_GIVEN), 1, DIVIDEND),
    "dividend.month": Move(3, 9, where=DIVIDEND),
    "dividend.life_months": Move(2, 9, total(M.DIVIDEND_USED), 1, DIVIDEND),
    "dividend.minimum_spend": Move(0, 300, total(M.DIVIDEND_FORFEITED), 1, DIVIDEND),
    "dividend.to_lapsed": Move(False, True, total(M.DIVIDEND_GIVEN), 1, DIVIDEND),
    "dividend.cash_out_months": Move(0, 2, total(M.DIVIDEND_CASHED), 1, DIVIDEND),
    "certificates.offered": Move(False, True, total(M.CONVERTED), 1),
    "certificates.threshold_points": Move(100, 400, breakage, 1, CERTIFICATES),
    "certificates.block_points": Move(50, 90, total(M.CERTIFICATES_VALUE), -1, CERTIFICATES),
    "certificates.block_value": Move(1.5, 4.0, total(M.CERTIFICATES_VALUE), 1, CERTIFICATES),
    "certificates.delay_days": Move(0, 60, total(M.CERTIFICATES), -1, CERTIFICATES),
    "certificates.life_days": Move(30, 120, unused, -1, CERTIFICATES),
    "certificates.minimum_basket": Move(0, 50, unused, 1, CERTIFICATES),
    "certificates.per_purchase": Move("one", "all that fit", unused, -1, CERTIFICATES),
    "actions.offered": Move(False, True, total(M.ACTION_POINTS), 1),
    "actions.points": Move(5, 30, total(M.ACTION_POINTS), 1, ACTS),
    "actions.yearly_cap": Move(10, 100, total(M.ACTION_POINTS), 1, ACTS),
    "actions.cost": NOTHING,
    "bonuses.events.name": NOTHING,
    "bonuses.events.calendar_months": Move([3], [2, 3, 4], total(M.EARNED), 1),
    "bonuses.events.days": Move(3, 31, total(M.EARNED), 1),
    "bonuses.events.share": Move(0.1, 1.0, total(M.EARNED), 1),
    "bonuses.events.multiplier": Move(1.5, 5.0, total(M.EARNED), 1),
    "bonuses.birthday_multiplier": Move(1.0, 3.0, total(M.EARNED), 1),
    "bonuses.birthday_points": Move(0, 100, total(M.REDEEMED), 1),
    "bonuses.stacking": Move("best", "multiply", total(M.EARNED), 1, TWICE),
    "bonuses.monthly_cap": Move(20, 200, total(M.EARNED), 1),
    "challenge.offered": Move(False, True, total(M.CHALLENGE), 1),
    "challenge.metric": Move("purchases", "spend", where=CHALLENGE),
    "challenge.goal": Move(2, 5, total(M.CHALLENGES_REACHED), -1, CHALLENGE),
    "challenge.window_months": Move(1, 3, total(M.CHALLENGES_SEEN), -1, CHALLENGE),
    "challenge.reward_points": Move(20, 100, total(M.REDEEMED), 1, CHALLENGE),
    "earn.points": Move(1.0, 2.0, total(M.REDEEMED), 1),
    "earn.per": Move("money", "visit", total(M.EARNED), -1),
    "earn.rounding": Move("down", "up", total(M.EARNED), 1, VISITS),
    "earn.on": Move("paid", "basket", total(M.EARNED), 1, VISITS),
    "earn.pending_days": Move(0, 60, total(M.REDEEMED), -1),
    "earn.claw_back": Move(False, True, total(M.REDEEMED), -1, {"market": {"return_share": 0.2}}),
    "expiry.counts_from": Move("earning", "release", breakage, -1, {"program": {"earn": {"pending_days": 45}}}),
    "point_value": Move(0.02, 0.08, total(M.REDEMPTIONS), 1, WIDE),
    "redemption.mode": Move("any", "blocks", per(M.REDEEMED, M.REDEMPTIONS), -1, VISITS),
    "redemption.chart.name": NOTHING,
    "redemption.chart.points": Move(60, 250, total(M.REDEMPTIONS), -1, REWARDS),
    "redemption.chart.value": Move(2.0, 8.0, total(M.REDEMPTIONS), 1, REWARDS),
    "redemption.chart.cost": Move(1.0, 3.0, total(M.PRICED_COST), 1, REWARDS),
    "redemption.block_points": Move(50, 300, breakage, 1),
    "redemption.max_basket_share": Move(0.1, 1.0, total(M.REDEEMED), 1),
    "redemption.amount": Move("one block", "all", per(M.REDEEMED, M.REDEMPTIONS), 1),
    "redemption.moment": Move("before earning", "after earning", breakage, -1, VISITS),
    "redemption.donation": Move(False, True, total(M.DONATED), 1),
    "redemption.donation_cost": NOTHING,
    "redemption.automatic": Move(False, True, breakage, -1),
    "expiry.rule": Move("after earning", "inactivity", breakage, -1),
    "expiry.months": Move(4, 12, breakage, -1),
    "expiry.rounding": Move("exact", "month end", breakage, -1),
    "expiry.date_month": Move(3, 9, where={"program": {"expiry": {"rule": "calendar date"}}}),
    "expiry.grace_days": Move(0, 60, breakage, -1),
    "expiry.extended_by_activity": Move(False, True, breakage, -1),
    "expiry.reminder_days": Move(0, 30, total(M.REDEMPTIONS), 1),
    "tiers.metric": Move("spend", "visits"),
    "tiers.year_starts": Move(3, 10, where={"program": {"tiers": {"window": "qualification year"}}}),
    "tiers.validity": Move("by window", "12 months from entry", in_tiers, -1),
    "tiers.downgrade": Move("to the level earned", "one level", in_tiers, 1, CLOSE),
    "tiers.carry_over": Move("none", "surplus", in_tiers, 1),
    "tiers.grace_months": Move(0, 3, in_tiers, 1),
    "tiers.on_demotion": Move("as if never spared", "a fresh window", breakage, -1, SPARED),
    "tiers.window": Move("calendar year", "rolling 12 months", total(M.DEMOTIONS), 1),
    "tiers.levels.name": NOTHING,
    "tiers.levels.threshold": Move(300, 600, in_tiers, -1),
    "tiers.levels.visits": Move(2, 8, in_tiers, -1, {"program": {"tiers": {"metric": "spend or visits"}}}),
    "tiers.levels.earn_multiplier": Move(1.0, 3.0, total(M.EARNED), 1),
    "tiers.levels.perk_cost_per_year": NOTHING,
    "tiers.levels.discount": Move(0, 0.1, total(M.TIER_DISCOUNTS), 1),
    "tiers.levels.free_shipping_cost": Move(0, 3, total(M.TIER_SHIPPING), 1),
    "tiers.levels.entry_gift_cost": NOTHING,
    "tiers.levels.points_never_expire": Move(False, True, breakage, -1),
    "paid.offered": Move(False, True, total(M.FEES), 1),
    "paid.fee": Move(10, 40, total(M.PAID_JOINED), -1),
    "paid.term": Move("annual", "lifetime", total(M.PAID_ENDED), -1),
    "paid.trial_days": Move(0, 30, total(M.TRIALS), 1),
    "paid.refund": Move("none", "full", total(M.REFUNDS), 1),
    "paid.earn_multiplier": Move(1.0, 3.0, total(M.EARNED), 1),
    "paid.discount": Move(0.0, 0.1, total(M.DISCOUNTS), 1),
    "paid.shipping_value": Move(0, 4, total(M.PAID_JOINED), 1),
    "paid.shipping_cost": NOTHING,
    "jurisdictions": NOTHING,
    "messages.status_per_month": Move(0, 1, total(M.PURCHASES), 1, effect("status_messages", on=True, lift=0.05)),
    "messages.status_at_purchase": Move(False, True, total(M.PURCHASES), 1, effect("status_messages", on=True, lift=0.05)),
    "messages.near_share": Move(0.1, 0.3, total(M.NUDGES), 1),
    "messages.win_back_after": Move(2, 4, total(M.ALERTS), -1),
    "messages.win_back_offer": Move(2, 5, total(M.COUPONS), 1, MISSED),
    "perks.offered": Move(False, True, total(M.PURCHASES), 1, effect("perks_lift", on=True, lift=0.1)),
    "perks.cost_per_year": NOTHING,
    "giving.share": Move(0.0, 0.01, total(M.PURCHASES), 1, effect("giving_response", on=True, lift=0.1)),
    "enrolment.share": Move(0.3, 0.7, total(M.ENROLLED), 1),
    "enrolment.per_visit": Move(0.2, 0.8, total(M.ENROLLED), 1),
    "enrolment.identified": Move(0.5, 1.0, total(M.EARNED), 1),
    "enrolment.welcome_points": Move(0, 100, total(M.REDEEMED), 1),
    "enrolment.head_start_points": Move(0, 40, total(M.PURCHASES), 1),
    "referral.offered": Move(False, True, total(M.PURCHASES), 1),
    "referral.advocate_points": Move(0, 200, total(M.REFERRAL), 1, OFFERED),
    "referral.friend_points": Move(0, 200, total(M.REFERRAL), 1, OFFERED),
    "referral.trigger": Move("at once", "first purchase", total(M.REFERRAL), -1, SLOW),
    "partners.name": NOTHING,
    "partners.shoppers": Move(0.2, 0.8, total(M.PARTNER_EARNED), 1),
    "partners.purchases_per_year": Move(10, 30, total(M.PARTNER_EARNED), 1),
    "partners.points": Move(5, 40, total(M.REDEEMED), 1),
    "partners.price_per_point": NOTHING,
    "partners.own_multiplier": Move(1.0, 2.0, total(M.EARNED), 1),
    "partners.points_never_expire": Move(False, True, breakage, -1),
    "partners.redeemed_share": Move(0.1, 0.6, total(M.PARTNER_REDEEMED), 1),
    "partners.settlement_per_point": NOTHING,
    "referral.most_per_member": Move(1, 5, total(M.REFERRALS), 1, OFFERED),
}


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


def leaves(model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Paths of all fields of a model that are no part themselves; for a tuple of parts, those of a part."""
    for name, field in model.model_fields.items():
        inner = [part for part in (field.annotation, *get_args(field.annotation)) if isinstance(part, type)]
        parts = [part for part in inner if issubclass(part, BaseModel)]
        if parts:
            yield from leaves(parts[0], f"{path}{name}.")
        else:
            yield path + name


def test_every_lever_and_every_assumption_has_an_entry() -> None:
    """No field of the program or of behaviour can be added without saying here what it does."""
    assert set(leaves(Program)) == set(LEVERS)
    assert set(leaves(Behaviour)) == set(BEHAVIOUR)


def parts_with(root: str, path: str, value: Any) -> dict[str, Any]:
    """Parts of a scenario with one field set; of a list of parts, that of the first."""
    above, _, name = path.rpartition(".")
    parts: Any = value
    if above in LISTS:
        path, parts = above, [merged(LISTS[above][0], {name: value}), *LISTS[above][1:]]
    for name in reversed([root, *path.split(".")]):
        parts = {name: parts}
    found: dict[str, Any] = parts
    return found


def run(*changes: Mapping[str, Any]) -> Tally:
    """The tally of the lively program with changes."""
    parts = BASE
    for change in changes:
        parts = merged(parts, dict(change))
    return simulate(Scenario.model_validate(parts)).tally


def distance(number: Number, low: Tally, high: Tally) -> float:
    """Paired difference of a number in standard errors, from batches."""
    difference = number(high) - number(low)
    return float(difference.mean() / (difference.std(ddof=1) / np.sqrt(len(difference))))


def check(root: str, path: str, move: Move) -> None:
    """Require the direction of a move, or that it changes something."""
    low, high = (run(move.where, parts_with(root, path, value)) for value in (move.low, move.high))
    if move.number is None:
        assert (low.books != high.books).any()
    else:
        assert move.sign * distance(move.number, low, high) > 4


@pytest.mark.parametrize("path", [path for path, move in LEVERS.items() if move is not NOTHING])
def test_every_lever_acts(path: str) -> None:
    """Moving a lever moves what it must, by more than four standard errors."""
    check("program", path, LEVERS[path])


@pytest.mark.parametrize("path", BEHAVIOUR)
def test_every_assumption_acts(path: str) -> None:
    """Moving an assumption about behaviour moves what it must, by more than four standard errors."""
    check("behaviour", path, BEHAVIOUR[path])


OUTSIDE = {
    "bonuses.events.name": "Blue", "redemption.chart.name": "Blue", "tiers.levels.name": "Blue", "actions.cost": 9,
    "tiers.levels.perk_cost_per_year": 99, "tiers.levels.entry_gift_cost": 9, "paid.shipping_cost": 9,
    "jurisdictions": ["Ontario"], "perks.cost_per_year": 9, "redemption.donation_cost": 2,
    "partners.name": "Bank", "partners.price_per_point": 0.05, "partners.settlement_per_point": 0.05,
}  # fmt: skip


@pytest.mark.parametrize("path", [path for path, move in LEVERS.items() if move is NOTHING])
def test_levers_of_cost_alone_change_no_customer(path: str) -> None:
    """A lever that only costs the company, or is a name, changes no count."""
    parent, _, last = path.rpartition(".")
    before = parts_with("program", path, LISTS[parent][0].get(last, 0)) if parent in LISTS else {}
    assert (run(before).books == run(parts_with("program", path, OUTSIDE[path])).books).all()


MORE: dict[str, tuple[str, Move]] = {
    "a longer trial attracts more": ("paid.trial_days", Move(14, 90, total(M.TRIALS), 1)),
    "a full refund gives back more than the rest": ("paid.refund", Move("pro rata", "full", total(M.REFUNDS), 1)),
    "a full refund gives back more than the shortfall": (
        "paid.refund",
        Move("shortfall", "full", total(M.REFUNDS), 1, OFTEN),
    ),
    "longer life, more points held": ("expiry.months", also(closing, 1, LEVERS["expiry.months"])),
    "status for ever, more status": ("tiers.downgrade", Move("one level", "never", in_tiers, 1)),
    "lifetime status is never lost": ("tiers.window", Move("calendar year", "lifetime", total(M.DEMOTIONS), -1)),
    "no expiry, more points held": ("expiry.rule", Move("after earning", "never", closing, 1)),
    "a card lives shorter than its points": ("expiry.rule", Move("after earning", "from the first point", breakage, 1)),
    "a date lets points live longer": ("expiry.rule", Move("after earning", "calendar date", breakage, -1)),
    "no expiry, no breakage": ("expiry.rule", Move("after earning", "never", total(M.EXPIRED), -1)),
    "month end to quarter end": ("expiry.rounding", Move("month end", "quarter end", breakage, -1)),
    "quarter end to year end": ("expiry.rounding", Move("quarter end", "year end", breakage, -1)),
    "larger block, fewer redemptions": ("redemption.block_points", Move(50, 300, total(M.REDEMPTIONS), -1)),
    "value per point, less breakage": ("point_value", Move(0.02, 0.08, breakage, -1, WIDE)),
    "a discount sells memberships": ("paid.discount", Move(0.0, 0.1, total(M.PAID_JOINED), 1)),
    "tier threshold, fewer promotions": ("tiers.levels.threshold", Move(300, 600, total(M.PROMOTIONS), -1)),
    "either, more status than both": ("tiers.metric", Move("spend and visits", "spend or visits", in_tiers, 1)),
    "either, more status than spend": ("tiers.metric", Move("spend", "spend or visits", in_tiers, 1)),
    "monthly terms, more renewals": ("paid.term", Move("annual", "monthly", total(M.PAID_RENEWED), 1, CHEAP)),
    "a dearer reward, more breakage": ("redemption.chart.points", Move(60, 250, breakage, 1, REWARDS)),
    "carry loses nothing": ("earn.rounding", Move("down", "carry", total(M.EARNED), 1, VISITS)),
    "nearest loses less": ("earn.rounding", Move("down", "nearest", total(M.EARNED), 1, VISITS)),
}


@pytest.mark.parametrize("name", MORE)
def test_further_directions(name: str) -> None:
    """Each further direction holds by more than four standard errors."""
    path, move = MORE[name]
    check("program", path, move)


BAD = {"market": {"bad_experiences": 0.1}}
MARKET: dict[str, tuple[str, Move]] = {
    "shocks.rate_factor": ("PURCHASES", Move(0.5, 0.9, sign=1)),
    "shocks.basket_factor": ("SALES", Move(0.5, 0.9, sign=1)),
    "shocks.months": ("PURCHASES", Move(2, 12, sign=-1)),
    "shocks.month": ("PURCHASES", Move(10, 23, sign=1)),
    "shocks.lapse_factor": ("LAPSED", Move(1.0, 3.0, sign=1)),
    "return_share": ("RETURNS", Move(0.05, 0.2, sign=1)),
    "return_after_days": ("RETURNS", Move(14, 120, sign=-1, where={"market": {"return_share": 0.2}})),
    "bad_experiences": ("LAPSED", Move(0.02, 0.2, sign=1)),
    "leave_after_bad": ("LAPSED", Move(0.02, 0.3, sign=1, where=BAD)),
}
"""What a field of the market moves in both worlds; the shock of the test halves purchase rates in months 13 to 18."""


@pytest.mark.parametrize("path", MARKET)
def test_the_market_acts_in_both_worlds(path: str) -> None:
    """Moving an assumption about the market moves what it must, with the program and without, by four standard errors."""
    name, move = MARKET[path]
    low, high = (run(move.where, parts_with("market", path, value)) for value in (move.low, move.high))
    for measure in (M[name], M[f"{name}_0"]):
        assert move.sign * distance(total(measure), low, high) > 4


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
