"""Balances and issue against exact results; one month of the engine is one unit of time of the theory."""

from __future__ import annotations

import math

import numpy as np
import pytest

from loyalty_sim.engine import BATCHES, Measure, simulate
from tests.engine.plain import at_hazard, at_visits, lot_life, merged, plain
from tests.engine.watch import balance_between, check_mean, check_ratio, check_variance, watch


def blocks(points: int) -> dict[str, object]:
    """A reward as soon as there are so many points."""
    return {"redemption": {"mode": "blocks", "block_points": points, "automatic": True, "moment": "after earning"}}


@pytest.mark.parametrize("block", [10, 25])
def test_automatic_blocks_of_stamps(block: int) -> None:
    """B11: automatic rewards every K stamps leave (K - 1)/2 on average; the start-up has died out by then."""
    lives = watch(plain(5_000, 132, rate=2, program=blocks(block)), (0, 1), log=True)
    faded = math.exp(-2 * 120 * (1 - math.cos(2 * math.pi / block)))
    assert faded < 2e-3
    check_mean(balance_between(lives, 120, 132) / 12, (block - 1) / 2, precision=0.008)


@pytest.mark.parametrize("block", [10, 25])
def test_automatic_blocks_of_spend(block: int) -> None:
    """B11: with continuously distributed spend the mean balance is K/2."""
    program = merged(blocks(block * 1000), {"earn": {"points": 1000, "per": "money"}})
    spend = {"basket": 1.0, "basket_shape": 1.5, "basket_spread": None}
    lives = watch(plain(6_000, 132, rate=2, segment=spend, program=program), (0, 1), log=True)
    check_mean(balance_between(lives, 120, 132) / 12, 500 * block, precision=0.01)


def test_build_up_of_the_balance() -> None:
    """B15: from nothing the expected balance is (lambda/h)(1 - e^(-h min(t, W))): 15.738774 at 10, 29.098728 from 26 on."""
    scenario = plain(12_000, 36, rate=2, program=lot_life(26), behaviour=at_hazard(0.05))
    lives = watch(scenario, log=True)
    for time, expected in ((10, 15.738774), (26, 29.098728), (35, 29.098728)):
        theory = 2 / 0.05 * (1 - math.exp(-0.05 * min(time, 26)))
        assert theory == pytest.approx(expected, abs=1e-6)
        check_mean(balance_between(lives, time - 1e-6, time) / 1e-6, theory, precision=0.008)


@pytest.mark.parametrize("rule", ["after earning", "inactivity"])
def test_balance_is_issue_rate_times_life(rule: str) -> None:
    """B16: from the tally alone, the mean balance at month ends is points issued a month times the month ends that a
    point lives to see, counted from its vintage; for uneven customers, whatever the rule of expiry."""
    behaviour = {"redemption": {"constant_chance": 0.3, "between_visits_per_year": 3}}
    program = merged(lot_life(5, "month end", rule), {"redemption": {"mode": "blocks", "block_points": 3}})
    scenario = plain(40_000, 150, rate=1, segment={"purchase_shape": 0.8}, program=program, behaviour=behaviour)
    tally, start, stop = simulate(scenario).tally, 60, 100
    panel = tally.panel.sum(2)
    balance = (panel[..., Measure.EARNED] - panel[..., Measure.REDEEMED] - panel[..., Measure.EXPIRED]).cumsum(1)
    gone = (tally.redeemed + tally.expired)[:, start:stop]
    assert gone.sum() == pytest.approx(panel[:, start:stop, Measure.EARNED].sum(), rel=1e-4)
    lived = (gone * (np.arange(150) - np.arange(start, stop)[:, np.newaxis])).sum((1, 2)) / (stop - start)
    difference = balance[:, start:stop].mean(1) - lived
    assert abs(difference.sum()) < 4 * np.sqrt(BATCHES) * difference.std(ddof=1)
    assert difference.std(ddof=1) * np.sqrt(BATCHES) < 0.01 * lived.sum()


def test_rounding_down_loses_the_known_amount() -> None:
    """B17: floor of exponential spend with mean m gives 1/(e^(1/m) - 1) points a purchase: 23.203516 for m = 23.7, not
    23.7 nor 23.2; spend in whole cents, rounded to the nearest, raises this by e^(0.005/m)."""
    mean = 23.7
    assert 1 / math.expm1(1 / mean) == pytest.approx(23.203516, abs=1e-6)
    theory = math.exp(0.005 / mean) / math.expm1(1 / mean)
    spend = {"basket": mean, "basket_shape": 1.0, "basket_spread": None}
    lives = watch(plain(100_000, 6, rate=3, segment=spend, program={"earn": {"per": "money"}}))
    check_ratio(lives[Measure.EARNED], lives[Measure.MEMBER_PURCHASES], theory, wrong=(mean,))


@pytest.mark.parametrize(("rounding", "extra"), [("down", 0.0), ("nearest", 0.5), ("up", 1.0), ("carry", None)])
def test_each_rounding_gives_its_mean(rounding: str, extra: float | None) -> None:
    """For exponential spend, rounding to the nearest multiplies rounding down by e^(1/2m), up by e^(1/m), carry loses
    less than one point a customer."""
    mean = 3.0
    spend = {"basket": mean, "basket_shape": 1.0, "basket_spread": None}
    lives = watch(plain(60_000, 6, rate=3, segment=spend, program={"earn": {"per": "money", "rounding": rounding}}))
    if extra is None:
        lost = lives[Measure.MEMBER_SALES] - 100 * lives[Measure.EARNED]
        assert lost.min() >= 0
        assert lost.max() < 100
        return
    cents = {0.0: 0.005, 0.5: 0.005, 1.0: -0.005}[extra]
    theory = math.exp((extra + cents) / mean) / math.expm1(1 / mean)
    check_ratio(lives[Measure.EARNED], lives[Measure.MEMBER_PURCHASES], theory)


def test_compound_poisson_issue() -> None:
    """B18: points of 52 weeks at 0.3 purchases a week of Gamma spend (shape 2, mean 20): mean 312, variance 9360."""
    spend = {"basket": 20, "basket_shape": 2.0, "basket_spread": None}
    program = {"earn": {"points": 100, "per": "money"}}
    earned = watch(plain(60_000, 52, rate=0.3, segment=spend, program=program))[Measure.EARNED] / 100
    check_mean(earned, 312)
    check_variance(earned, 9360)


def test_stock_of_points_without_redemption() -> None:
    """Without redemption and expiry the balance is all that was ever issued, welcome points included."""
    program = {"enrolment": {"welcome_points": 7}}
    lives = watch(plain(500, 12, program=program, behaviour=at_visits(0.0)), log=True)
    last = lives.log[np.append(lives.log["life"][1:] != lives.log["life"][:-1], True)]
    held = np.bincount(last["life"], weights=last["balance"], minlength=len(lives.traits))
    assert (held == lives[Measure.EARNED] + lives[Measure.WELCOME] + lives[Measure.HEAD_START]).all()
    assert (lives[Measure.WELCOME] == 7 * lives[Measure.ENROLLED]).all()
