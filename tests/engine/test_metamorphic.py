"""Pairs of runs whose relation is known exactly although neither value is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure, Tally, simulate
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset, presets
from tests.engine.plain import SEGMENT, merged, plain
from tests.engine.test_clocks import changed
from tests.engine.watch import Lives, watch

M = Measure
NAMES = sorted(presets())
MONEY = [m for m in Measure if m.unit == "cents"]
POINTS = [m for m in Measure if m.unit == "points"]


def small(name: str, **parts: Any) -> Scenario:
    """A preset with few customers, and parts changed."""
    return changed(preset(name), **merged({"run": {"customers": 1_500, "months": 24, "warmup_months": 12}}, parts))


def tally(scenario: Scenario) -> Tally:
    """What the compiled clock counts."""
    return simulate(scenario).tally


def equal(first: Tally, second: Tally, but: tuple[Measure, ...] = ()) -> None:
    """Require equal counts over segments, tiers and vintages, apart from some measures."""
    same = [m for m in Measure if m not in but]
    assert (first.panel.sum(2)[..., same] == second.panel.sum(2)[..., same]).all()
    assert (first.tiers == second.tiers).all()
    assert (first.redeemed == second.redeemed).all()
    assert (first.expired == second.expired).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_tier_nobody_reaches_changes_nothing(name: str) -> None:
    """One more tier far above all changes no count. (Its rank is not allowed to move the lifts of the others.)"""
    scenario = small(name, behaviour={"tier_status": {"on": False}})
    levels = scenario.model_dump()["program"]["tiers"]["levels"]
    far = {"name": "Far", "threshold": 1e9, "earn_multiplier": 50}
    equal(tally(scenario), tally(changed(scenario, program={"tiers": {"levels": [*levels, far]}})))


@pytest.mark.parametrize("name", NAMES)
def test_a_segment_without_customers_changes_nothing(name: str) -> None:
    """A segment of share 0, listed first or last, changes no count of the others."""
    scenario = small(name)
    segments = scenario.model_dump()["market"]["segments"]
    empty = merged(SEGMENT, {"name": "Nobody", "share": 0.0, "purchases_per_year": 50})
    for listed in ([empty, *segments], [*segments, empty]):
        equal(tally(scenario), tally(changed(scenario, market={"segments": listed})))


@pytest.mark.parametrize("name", NAMES)
def test_a_reminder_nobody_answers_changes_nothing(name: str) -> None:
    """Reminders without response only count as reminders."""
    quiet = small(name, behaviour={"reminder": {"on": True, "response": 0.0}}, program={"expiry": {"reminder_days": 0}})
    reminded = changed(quiet, program={"expiry": {"reminder_days": 30}})
    equal(tally(quiet), tally(reminded), but=(M.REMINDERS,))


@pytest.mark.parametrize("name", NAMES)
def test_a_membership_nobody_considers_changes_nothing(name: str) -> None:
    """A paid membership that no member ever considers changes no count."""
    scenario = small(name, program={"paid": {"offered": False}}, behaviour={"paid_choice": {"attention": 0.0}})
    equal(tally(scenario), tally(changed(scenario, program={"paid": {"offered": True, "fee": 1, "discount": 0.5}})))


NEUTRAL: dict[str, dict[str, Any]] = {
    "retention": {"lapse_multiplier": 1.0},
    "goal_gradient": {"lift": 0.0},
    "points_pressure": {"lift": 0.0},
    "rewarded_behaviour": {"lift": 0.0},
    "momentum": {"lift": 0.0},
    "learning": {"lift_per_reward": 0.0},
    "share_of_wallet": {"gain": 0.0},
    "light_heavy": {"light": 1.0, "middle": 1.0, "heavy": 1.0, "ramp_months": 1},
    "tier_pressure": {"lift": 0.0},
    "tier_status": {"bottom": 0.0, "top": 0.0},
    "demotion": {"drop": 0.0, "lapse_multiplier": 1.0},
    "expiry_pressure": {"lift": 0.0},
    "reminder": {"response": 0.0},
    "paid_lift": {"lift": 0.0},
    "generosity": {"elasticity": 0.0},
    "self_selection": {"slope": 0.0},
}


@pytest.mark.parametrize("effect", NEUTRAL)
@pytest.mark.parametrize("name", ["beauty-tiers", "paid-membership"])
def test_an_effect_of_neutral_strength_is_off(name: str, effect: str) -> None:
    """An effect that is on with a neutral strength gives exactly the counts of the effect off."""
    off = small(name, behaviour={effect: {"on": False}})
    equal(tally(off), tally(changed(off, behaviour={effect: {"on": True, **NEUTRAL[effect]}})))


def lively(**parts: Any) -> Scenario:
    """Customers with whole baskets of different size, points, tiers, a paid membership and all default effects."""
    segments = [
        merged(SEGMENT, {"name": name, "share": share, "purchases_per_year": rate, "basket": basket, "purchase_shape": 0.8})
        for name, share, rate, basket in (("A", 0.5, 6, 20), ("B", 0.5, 14, 60))
    ]
    levels = [
        {"name": "Silver", "threshold": 200, "earn_multiplier": 2},
        {"name": "Gold", "threshold": 500, "earn_multiplier": 3},
    ]
    whole = {
        "program": {
            "earn": {"points": 2, "per": "money", "on": "paid"},
            "point_value": 0.02,
            "redemption": {"mode": "blocks", "block_points": 100},
            "expiry": {"rule": "after earning", "months": 6, "rounding": "month end", "reminder_days": 30},
            "tiers": {"metric": "spend", "levels": levels},
            "paid": {"offered": True, "fee": 20, "earn_multiplier": 2, "shipping_value": 2},
            "enrolment": {"share": 0.8, "welcome_points": 40},
        },
        "market": {"customers": 3_000, "acquired_per_year": 0, "segments": segments},
        "behaviour": {"goal_gradient": {"on": True}, "points_pressure": {"on": True}, "redemption": {"hassle": 1.0}},
        "run": {"customers": 3_000, "months": 24, "warmup_months": 6},
    }
    return Scenario.model_validate(merged(whole, parts))


@pytest.mark.parametrize("metric", ["spend", "points"])
def test_twice_the_points_at_half_the_value_is_the_same_program(metric: str) -> None:
    """Earn rate, welcome points, blocks and thresholds in points times two, value a half: identical money and customers,
    twice the points."""
    once = lively(program={"tiers": {"metric": metric}})
    levels = once.model_dump()["program"]["tiers"]["levels"]
    for level in levels:
        level["threshold"] *= 2 if metric == "points" else 1
    twice = changed(
        once,
        program={
            "earn": {"points": 4},
            "point_value": 0.01,
            "redemption": {"block_points": 200},
            "enrolment": {"welcome_points": 80},
            "tiers": {"levels": levels},
        },
    )
    first, second = tally(once), tally(twice)
    factor = np.array([2 if m in POINTS else 1 for m in Measure])
    assert (first.panel * factor == second.panel).all()
    assert (first.tiers == second.tiers).all()
    assert (first.expired * 2 == second.expired).all()
    for measure in (M.REDEEMED, M.EXPIRED, M.PROMOTIONS, M.PAID_JOINED, M.MORE_PURCHASES, M.REMINDERS):
        assert first.panel[..., measure].sum() > 50, measure.name


def test_twice_the_money_in_every_price_is_the_same_program() -> None:
    """In a currency worth half, with all money doubled and points per unit of money halved: money twice, all else equal."""
    once = lively()
    parts, choice = once.model_dump(), once.behaviour.redemption
    levels = [{**level, "threshold": 2 * level["threshold"]} for level in parts["program"]["tiers"]["levels"]]
    doubled = changed(
        once,
        program={
            "earn": {"points": 1},
            "point_value": 0.04,
            "tiers": {"levels": levels},
            "paid": {"fee": 40, "shipping_value": 4},
        },
        market={"segments": [{**segment, "basket": 2 * segment["basket"]} for segment in parts["market"]["segments"]]},
        behaviour={"redemption": {"hassle": 2 * choice.hassle, "noise": 2 * choice.noise}},
    )
    factor = np.array([2 if m in (*MONEY, Measure.FEE_LEVEL, Measure.FEE_SLOPE) else 1 for m in Measure])
    first, second = tally(once), tally(doubled)
    apart = first.panel * factor - second.panel
    terms = first.panel[..., [Measure.PAID_JOINED, Measure.PAID_RENEWED]].sum()
    assert np.abs(apart[..., Measure.FEE_LEVEL]).sum() <= 2 * terms  # each is rounded to a whole part of a cent
    apart[..., Measure.FEE_LEVEL] = 0
    assert not apart.any()
    assert (first.redeemed == second.redeemed).all()


def purchases(lives: Lives) -> set[tuple[int, float, int]]:
    """Life, instant and basket of every purchase."""
    bought = lives.log[lives.log["purchase"] == 1]
    return set(zip(bought["life"].tolist(), bought["time"].tolist(), bought["sales"].tolist(), strict=True))


@pytest.mark.parametrize("gain", [0.08, 0.2])
def test_a_higher_multiplier_contains_the_purchases(gain: float) -> None:
    """Where no multiplier falls, every purchase stays at its instant with its basket, and no lapse moves."""
    segment = {"purchase_shape": 0.8, "basket_shape": 3.0}

    def run(gain: float) -> Lives:
        behaviour = {"largest_multiplier": 2.0, "share_of_wallet": {"on": True, "gain": gain}}
        return watch(plain(800, 24, rate=0.8, lapse=0.02, segment=segment, behaviour=behaviour), log=True)

    weak, strong = run(0.02), run(gain)
    assert purchases(weak) < purchases(strong)
    assert (weak.traits["lapse"] == strong.traits["lapse"]).all()


def test_a_lower_lapse_multiplier_only_delays() -> None:
    """A stronger retention effect lets every customer stay at least as long, and keeps every purchase."""
    weak, strong = (
        watch(plain(800, 24, rate=0.8, lapse=0.05, behaviour={"retention": {"on": True, "lapse_multiplier": c}}), log=True)
        for c in (0.9, 0.65)
    )
    assert purchases(weak) < purchases(strong)
    assert (weak.traits["lapse"] <= strong.traits["lapse"]).all()
    assert (weak.traits["lapse_0"] == strong.traits["lapse_0"]).all()


@pytest.mark.parametrize("name", NAMES)
def test_the_world_without_a_program_knows_no_lever(name: str) -> None:
    """No lever and no effect moves any count of the no-program world."""
    scenario = small(name)
    program = {"earn": {"points": 3}, "point_value": 0.1, "expiry": {"rule": "never"}, "enrolment": {"share": 0.99}}
    moved = changed(scenario, program=program, behaviour={"retention": {"lapse_multiplier": 0.5}})
    without = [m for m in Measure if m.name.endswith("_0")]
    assert (tally(scenario).panel[..., without] == tally(moved).panel[..., without]).all()
