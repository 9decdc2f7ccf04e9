"""Ranges of outcomes: what is due to the assumptions, what to the simulation, and the chance of a loss."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from loyalty_sim.finance.estimate import Array
from loyalty_sim.study import Results, run
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.uncertainty import LIABILITY, ranges, spread
from tests.study.studies import small

NET = Measured("net_value", "program")


def left_out(batches: Array) -> Array:
    """``[..., batch]`` as replicates: the mean of all, and the means without each."""
    total = batches.sum(axis=-1, keepdims=True)
    return np.concatenate([total / 20, (total - batches) / 19], axis=-1)


def test_noise_that_all_draws_share_adds_nothing() -> None:
    """The same customers shift all draws alike: the spread between draws is that of the assumptions alone."""
    assumption = np.array([-3.0, -1.0, 1.0, 3.0])
    noise = np.random.default_rng(1).standard_normal(20)
    found = spread(left_out(assumption[:, None] + noise[None, :]))
    assert found.assumptions_sd**2 == pytest.approx(assumption.var(ddof=1), rel=1e-12)
    assert found.noise_sd == pytest.approx(noise.std(ddof=1) / np.sqrt(20), rel=1e-12)
    assert found.mean.se == pytest.approx(found.noise_sd, rel=1e-12)


def test_noise_of_each_draw_is_taken_off() -> None:
    """With noise of its own in each draw, the variance between draws is unbiased: |z| < 4 over 400 studies."""
    rng = np.random.default_rng(2)
    off = []
    for _ in range(400):
        assumption = 2.0 * rng.standard_normal((10, 1))
        batches = assumption + rng.standard_normal((10, 20)) * np.sqrt(20) * 0.5
        off.append(spread(left_out(batches)).assumptions_sd ** 2 - 4.0)
    assert abs(np.mean(off)) < 4 * np.std(off) / np.sqrt(len(off))


def test_without_uncertainty_all_is_noise() -> None:
    """The same outcome in all draws: no spread of the assumptions, a share of exactly nothing."""
    batches = np.repeat(np.random.default_rng(3).standard_normal((1, 20)), 5, axis=0)
    found = spread(left_out(batches))
    assert (found.assumptions_sd, found.share) == (0.0, 0.0)


def test_a_loss_is_told_in_twenty() -> None:
    """Twenty draws are their own twenty dots; three of them below zero are three in twenty."""
    outcomes = np.arange(20) - 2.5
    found = spread(np.repeat(outcomes[::-1, None], 21, axis=1))
    assert found.dots == pytest.approx(outcomes)
    assert (found.in_twenty, found.loss) == (3, 0.15)
    assert found.tail == 15.5  # the nineteenth of twenty
    assert found.quantiles[0.5] == 7.0
    assert spread(np.repeat(outcomes[:19, None], 21, axis=1)).tail is None


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Two designs under four draws of a fixed cost."""
    two = "levers: [{path: program.expiry.months, values: [3]}]\n"
    cost = "uncertainties: [{path: economics.fixed_cost_per_year, low: 0, high: 1000000}]\n"
    outcomes = "outcomes: [{kpi: net_value}, {kpi: breakage}]\n"
    plan = small(levers=two, uncertainties=cost, outcomes=outcomes, draws="draws: {count: 4}\n")
    return run(plan, tmp_path_factory.mktemp("doubt"), jobs=1)


def test_a_real_study_knows_what_is_uncertain_in_it(done: Results) -> None:
    """Half a year of a fixed cost takes so much off the net value, to the last unit, and nothing off breakage."""
    costs = [draw.settings["economics.fixed_cost_per_year"] for draw in done.plan.draws]
    for net, breakage in zip(ranges(done, NET), ranges(done, Measured("breakage", "program")), strict=True):
        assert net is not None
        assert breakage is not None
        assert net.assumptions_sd == pytest.approx(np.std(costs, ddof=1) / 2, rel=1e-6)
        assert net.noise_sd > 0
        assert breakage.assumptions_sd == 0.0
        assert breakage.quantiles[0.05] == breakage.quantiles[0.95] == breakage.mean.value


def test_what_cannot_be_told_is_refused(done: Results, tmp_path: Path) -> None:
    """A figure that is not recorded, and a study in which nothing is drawn."""
    with pytest.raises(ValueError, match="does not record outstanding_value"):
        ranges(done, LIABILITY)
    certain = run(small(uncertainties="", levers="levers: [{path: program.expiry.months, values: [3]}]\n"), tmp_path, jobs=1)
    with pytest.raises(ValueError, match="nothing is drawn"):
        ranges(certain, NET)
