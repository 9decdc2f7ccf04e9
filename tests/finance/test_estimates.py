"""Estimates and intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import stdtrit

from loyalty_sim.engine import BATCHES, Result, simulate
from loyalty_sim.finance import kpis
from loyalty_sim.finance.estimate import T80, T95, WEIGHTS, estimates, jackknife, ratio, replicates
from loyalty_sim.scenario import Market, Program, Redemption, Run, Scenario, Segment

BATCH_COUNTS = np.random.default_rng(3).integers(0, 1000, BATCHES)


def test_t_quantiles() -> None:
    """Intervals use Student's t with 19 degrees of freedom (printed tables)."""
    assert pytest.approx(1.328, abs=5e-4) == T80
    assert pytest.approx(2.093, abs=5e-4) == T95


def test_replicates_leave_one_batch_out() -> None:
    """Replicate 0 is the total, replicate i + 1 the total without batch i; with weights each expects the total."""
    found = replicates(BATCH_COUNTS)
    assert found[0] == BATCH_COUNTS.sum()
    assert np.array_equal(found[1:], BATCH_COUNTS.sum() - BATCH_COUNTS)
    assert (found * WEIGHTS)[1:].mean() == pytest.approx(found[0])


def test_jackknife_of_a_mean_is_the_textbook_formula() -> None:
    """The jackknife standard error of a mean over batches is s / sqrt(n)."""
    value, se = jackknife(replicates(BATCH_COUNTS) * WEIGHTS / BATCHES)
    assert value == pytest.approx(BATCH_COUNTS.mean())
    assert se == pytest.approx(BATCH_COUNTS.std(ddof=1) / math.sqrt(BATCHES))


def test_jackknife_of_a_ratio_matches_leaving_out_by_hand() -> None:
    """The standard error of a ratio of totals is the jackknife written out over leave-one-out ratios."""
    other = np.random.default_rng(4).integers(500, 900, BATCHES)
    _, se = jackknife(ratio(replicates(BATCH_COUNTS), replicates(other)))
    left = [np.delete(BATCH_COUNTS, i).sum() / np.delete(other, i).sum() for i in range(BATCHES)]
    assert se == pytest.approx(math.sqrt((BATCHES - 1) / BATCHES * sum((x - np.mean(left)) ** 2 for x in left)))


def test_constant_has_no_noise() -> None:
    """What is the same in every replicate has a standard error of exactly 0."""
    [estimate] = estimates(np.full((BATCHES + 1, 1), 0.1))
    assert estimate is not None
    assert (estimate.value, estimate.se, estimate.low95, estimate.high80) == (0.1, 0.0, 0.1, 0.1)


def test_undefined_is_none() -> None:
    """A ratio with nothing to divide by in some replicate has no estimate."""
    only_first_batch = np.zeros(BATCHES)
    only_first_batch[0] = 5
    whole = replicates(only_first_batch)
    assert estimates(ratio(whole, whole)[:, None]) == [None]


def test_intervals_are_nested_and_centred(rich: Result) -> None:
    """Every interval of every key figure contains its value; 95 % contains 80 %."""
    for kpi in kpis(rich).values():
        for estimate in (kpi.program, kpi.without, kpi.difference):
            if estimate is not None:
                e = estimate
                assert e.low95 <= e.low80 <= e.value <= e.high80 <= e.high95, kpi.key
                assert e.se >= 0


def test_intervals_cover_the_long_run_value() -> None:
    """Over 40 seeds the 80 % intervals contain the value of a run 300 times as large about 80 % of the time (|z| < 4)."""

    def found(seed: int, customers: int) -> dict[str, object]:
        scenario = Scenario(
            run=Run(months=12, warmup_months=3, seed=seed, customers=customers),
            program=Program(redemption=Redemption(block_points=50)),
            market=Market(segments=(Segment(purchase_shape=2.0, basket_spread=None),)),
        )
        return {key: kpi.program for key, kpi in kpis(simulate(scenario)).items()}

    truth = found(1000, 300_000)
    seeds = 40
    runs = [found(seed, 1000) for seed in range(seeds)]
    for key in ("cost", "breakage", "retention", "purchases", "members_end", "incremental_margin"):
        covered = sum(run[key].low80 <= truth[key].value <= run[key].high80 for run in runs)
        z = (covered - 0.8 * seeds) / math.sqrt(seeds * 0.8 * 0.2)
        assert abs(z) < 4, (key, covered)
        deviations = [(run[key].value - truth[key].value) / run[key].se for run in runs]
        assert 0.6 < np.std(deviations) < 1.8, key


def test_half_widths_are_t_quantiles() -> None:
    """The half-widths of the intervals are quantiles of the t distribution with one degree of freedom less than batches."""
    assert pytest.approx(stdtrit(BATCHES - 1, [0.9, 0.975]), rel=1e-12) == (T80, T95)
