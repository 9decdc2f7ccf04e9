"""Purchasing that depends on the state of a stamp card: exact rates, occupancy, and time and chance to complete."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure
from tests.engine.plain import merged, plain
from tests.engine.watch import check_mean, check_ratio, held_between, watch

GOAL = {"largest_multiplier": 2.0, "goal_gradient": {"on": True, "lift": 0.25, "curvature": 1.0}}


def card(stamps: int) -> dict[str, Any]:
    """A stamp card that gives its reward by itself."""
    return {"redemption": {"mode": "blocks", "block_points": stamps, "automatic": True, "moment": "after earning"}}


@pytest.mark.parametrize(("cap", "curvature"), [(2.0, 1.0), (1.25, 1.0), (3.0, 0.5)])
def test_goal_gradient_rate_and_occupancy(cap: float, curvature: float) -> None:
    """E1: with rates lambda (1 + 0.25 (s/9)^kappa) at s stamps of 10, purchases come at 10/sum(1/rate), 0.223864 for kappa 1
    and lambda 0.2, and time is spent at s in proportion to 1/rate; whatever the cap above 1.25."""
    scale = 10
    rates = 0.2 * (1 + 0.25 * (np.arange(10) / 9) ** curvature)
    theory = 10 / (1 / rates).sum()
    if curvature == 1.0:
        assert theory == pytest.approx(0.223864, abs=1e-6)
    behaviour = merged(GOAL, {"largest_multiplier": cap, "goal_gradient": {"curvature": curvature}})
    lives = watch(plain(3_000, 84, rate=0.2 * scale, program=card(10), behaviour=behaviour), (60, 84), log=True)
    check_mean(lives[Measure.PURCHASES] / 24, scale * theory, wrong=(scale * 0.2,))
    for stamps in (0, 4, 9):
        share = held_between(lives, lives.log["balance"] == stamps, 60, 84) / 24
        check_mean(share, theory / rates[stamps] / 10, precision=0.012)


STEPS = 1 / 2.94 * (1 + 0.25 * np.arange(9) / 8)
"""E2: the rates, a day, of stamps 2 to 10 after the first; here those of a card of nine that starts empty."""


def test_time_to_complete_a_card() -> None:
    """E2: the mean time to the last stamp is the sum of 1/rate: 23.642101 days."""
    assert (1 / STEPS).sum() == pytest.approx(23.642101, abs=1e-6)
    behaviour = merged(GOAL, {"redemption": {"constant_chance": 1.0}})
    lives = watch(plain(40_000, 120, rate=1 / 2.94, program=card(9), behaviour=behaviour), log=True)
    first = np.full(len(lives.traits), np.inf)
    done = lives.log[lives.log["redeemed"] > 0]
    np.minimum.at(first, done["life"], done["time"])
    assert np.isfinite(first).all()
    check_mean(first, 23.642101)


def test_chance_to_complete_before_death() -> None:
    """E2: with death at 0.1 a day the card is completed with chance 0.122679, the product of rate/(rate + death)."""
    theory = np.prod(STEPS / (STEPS + 0.1))
    assert theory == pytest.approx(0.122679, abs=1e-6)
    scenario = plain(300_000, 60, rate=1 / 2.94, lapse=0.1, program=card(9), behaviour=GOAL)
    lives = watch(scenario, (0, 60))
    check_mean(lives[Measure.REDEMPTIONS] > 0, theory, precision=0.006)


def test_purchases_of_the_program_world_are_thinned_exactly() -> None:
    """A constant multiplier m in membership gives purchases at m times the rate, with the spread of a Poisson count,
    here for a larger share of wallet."""
    behaviour = {"largest_multiplier": 2.0, "share_of_wallet": {"on": True, "gain": 0.14, "share": 0.4}}
    lives = watch(plain(60_000, 30, rate=2, behaviour=behaviour), (18, 30))
    bought = lives[Measure.PURCHASES]
    check_mean(bought, 24 * 1.35, wrong=(24.0,))
    check_ratio((bought - bought.mean()) ** 2, np.full(len(bought), 24 * 1.35), 1.0, precision=0.01)
    check_mean(lives[Measure.MORE_PURCHASES], 24 * 0.35)


def test_retention_multiplies_the_lapse_rate() -> None:
    """Members lapse at the multiplier times their own rate: survival after t months e^(-c mu t), and never before the
    lapse of the no-program world."""
    behaviour = {"retention": {"on": True, "lapse_multiplier": 0.65}}
    scenario = plain(60_000, 24, rate=1, lapse=0.05, market={"history_months": 0}, behaviour=behaviour)
    lives = watch(scenario)
    check_mean(1 - lives[Measure.LAPSED], np.exp(-0.65 * 0.05 * 24))
    check_mean(1 - lives[Measure.LAPSED_0], np.exp(-0.05 * 24), precision=0.01)
    assert (lives.traits["lapse"] >= lives.traits["lapse_0"]).all()
    assert lives.traits["lapse"] == pytest.approx(lives.traits["lapse_0"] / 0.65)


@pytest.mark.parametrize("weeks", [1.0, 4.0, 30.0])
def test_a_decaying_lift_has_the_integral_of_its_exponential(weeks: float) -> None:
    """Steps by month have the area of the exponential: after a reward the extra purchases are rate x lift x decay time."""
    decay = weeks * 84 / 365.25
    program = {"earn": {"points": 0}, "enrolment": {"welcome_points": 1}, "redemption": {"automatic": False}}
    behaviour = {
        "largest_multiplier": 2.0,
        "rewarded_behaviour": {"on": True, "lift": 0.5, "decay_weeks": weeks},
        "redemption": {"constant_chance": 1.0},
    }
    months = max(3, math.ceil(11 * decay))
    customers = round(150_000 / max(1, decay))
    lives = watch(plain(customers, months, rate=1.5, market={"history_months": 0}, program=program, behaviour=behaviour))
    assert (lives[Measure.REDEMPTIONS] == 1).all()
    check_mean(lives[Measure.MORE_PURCHASES], 1.5 * 0.5 * decay, precision=0.02)
