"""Batches: groups of customers alike, from whose differences errors are computed."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from loyalty_sim.engine import BATCHES, Measure, simulate
from loyalty_sim.engine.population import populate
from loyalty_sim.engine.terms import pack
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset
from tests.engine.test_clocks import changed, lives_of

SEEDS = 80


@cache
def totals(name: str) -> np.ndarray:
    """[seed, batch, measure] totals of small runs of many seeds."""
    scenario = changed(preset(name), run={"customers": 1_000, "months": 12, "warmup_months": 6})
    seeds = [changed(scenario, run={"seed": 1_000 + seed}) for seed in range(SEEDS)]
    return np.array([simulate(one).tally.panel.sum((1, 2)) for one in seeds])


@pytest.mark.parametrize("number", ["PURCHASES", "SALES", "EARNED", "difference"])
def test_errors_from_batches_are_those_between_seeds(number: str) -> None:
    """The error computed from the batches of one run is the spread of the number over runs of other seeds, for totals and
    for the paired difference between the worlds."""
    runs = totals("beauty-tiers")
    if number == "difference":
        values = (runs[..., Measure.PURCHASES] - runs[..., Measure.PURCHASES_0]).astype(float)
    else:
        values = runs[..., Measure[number]].astype(float)
    claimed = np.sqrt((BATCHES * values.var(1, ddof=1)).mean())
    found = values.sum(1).std(ddof=1)
    assert 0.7 < claimed / found < 1.35


def test_customers_are_spread_evenly_over_batches() -> None:
    """Every batch has its twentieth of the lives of the base."""
    scenario = changed(preset("beauty-tiers"), run={"customers": 4_000, "months": 6})
    panel = simulate(scenario).tally.panel
    lives = panel[..., [Measure.OPENING, Measure.NEW]].sum((1, 2, 3))
    assert lives.sum() == populate(scenario).lives
    assert np.ptp(lives) <= 1


def test_a_larger_sample_of_the_same_base_keeps_its_customers() -> None:
    """A finer run of the same company adds customers to the coarse one and changes none of them."""
    coarse = changed(preset("beauty-tiers"), run={"customers": 500, "months": 6, "warmup_months": 6})
    fine: Scenario = changed(coarse, run={"customers": 900})
    base = int(populate(coarse).first[1])
    assert (lives_of(coarse, 0, base) == lives_of(fine, 0, base)).all()
    assert (pack(coarse) == pack(fine)).all()


def test_seeds_are_unrelated() -> None:
    """Runs of neighbouring seeds are as far apart as any: their totals are uncorrelated."""
    values = totals("beauty-tiers")[..., Measure.PURCHASES_0].sum(1).astype(float)
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 4 / np.sqrt(SEEDS)
