"""Shocks to the market: recessions, competitors and campaigns act in both worlds, in their months and by their factors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.engine.population import populate
from loyalty_sim.finance import checks
from loyalty_sim.scenario import Behaviour, Scenario
from tests.engine.plain import merged, plain
from tests.engine.watch import check_mean, watch

M = Measure
NEUTRAL = {"name": "Nothing", "month": 3, "months": 6}


def shocked(customers: int, months: int, *shocks: dict[str, Any], **parts: Any) -> Scenario:
    """A plain scenario with shocks."""
    return plain(customers, months, **merged({"market": {"shocks": list(shocks)}}, parts))


def test_a_recession_lowers_purchases_by_its_factor_in_its_months_only() -> None:
    """Rate 0.7 and baskets 0.9 in months 4 to 6: purchases there are 0.7 of those around, baskets exactly 0.9."""
    shock = {**NEUTRAL, "month": 4, "months": 3, "rate_factor": 0.7, "basket_factor": 0.9}
    lives = watch(shocked(30_000, 9, shock), (0, 3), (3, 6), (6, 9))
    for window, rate, basket in ((0, 3.0, 10_000), (1, 2.1, 9_000), (2, 3.0, 10_000)):
        counts = lives.counts[:, window]
        check_mean(counts[:, M.PURCHASES_0], rate, precision=0.005, wrong=(2.5,))
        assert (counts[:, M.SALES_0] == basket * counts[:, M.PURCHASES_0]).all()
        assert (counts[:, M.SALES] == counts[:, M.SALES_0]).all()


def test_a_competitor_raises_lapse_by_the_integrated_hazard() -> None:
    """At lapse rate h, tripled for 2 of 6 months, e^(-h (4 + 3 x 2)) of the customers are left, in both worlds."""
    shock = {**NEUTRAL, "month": 3, "months": 2, "lapse_factor": 3.0}
    lives = watch(shocked(20_000, 6, shock, lapse=0.05))
    for lapsed in (M.LAPSED, M.LAPSED_0):
        check_mean(1 - lives[lapsed], math.exp(-0.05 * 10), precision=0.01, wrong=(math.exp(-0.05 * 6),))
    months = simulate(shocked(20_000, 6, {**shock, "lapse_factor": 0.0}, lapse=0.05)).tally.panel[..., M.LAPSED].sum((0, 2))
    assert (months[[0, 1, 4, 5]] > 0).all()
    assert (months[2:4] == 0).all()


def test_retention_acts_on_top_of_a_shock() -> None:
    """A member whose lapse multiplier is c lapses at c times the hazard, shock and all."""
    shock = {**NEUTRAL, "month": 3, "months": 2, "lapse_factor": 3.0}
    keep = {"retention": {"on": True, "lapse_multiplier": 0.5}}
    lives = watch(shocked(20_000, 6, shock, lapse=0.05, behaviour=keep, market={"history_months": 0}))
    check_mean(1 - lives[M.LAPSED], math.exp(-0.05 * 10 * 0.5), precision=0.01)
    check_mean(1 - lives[M.LAPSED_0], math.exp(-0.05 * 10), precision=0.01)


def test_a_campaign_adds_newcomers_and_changes_nobody_else() -> None:
    """Acquisition doubled in month 2 doubles the newcomers of that month; all other cohorts are as before."""
    market = {"acquired_per_year": 12_000}
    calm = plain(10_000, 4, market=market)
    loud = shocked(10_000, 4, {**NEUTRAL, "month": 2, "months": 1, "acquisition_factor": 2.0}, market=market)
    sizes, more = np.diff(populate(calm).first), np.diff(populate(loud).first)
    assert populate(calm).scale == populate(loud).scale
    assert more[2] == pytest.approx(2 * sizes[2], abs=1)
    assert np.abs(np.delete(more - sizes, 2)).max() <= 1


def lively(*shocks: dict[str, Any], **parts: Any) -> Scenario:
    """A running program with all default effects and shocks."""
    run = {"customers": 600, "months": 14, "warmup_months": 6}
    return Scenario.model_validate(merged({"market": {"shocks": list(shocks)}, "run": run}, parts))


HARD = {**NEUTRAL, "rate_factor": 0.6, "basket_factor": 0.8, "lapse_factor": 2.5, "acquisition_factor": 0.3}


def test_a_neutral_shock_changes_nothing() -> None:
    """All factors at 1 give the same integers as no shock."""
    assert (simulate(lively(NEUTRAL)).tally.books == simulate(lively()).tally.books).all()


def test_shocks_do_not_reach_back_and_the_clocks_agree() -> None:
    """Nothing before its first month changes; both clocks count alike; all checks hold."""
    result = simulate(lively(HARD, {**HARD, "month": 5}))
    before = simulate(lively())
    first = 6 + 2
    assert (result.tally.panel[:, :first].sum(0) == before.tally.panel[:, :first].sum(0)).all()
    assert (result.tally.panel != before.tally.panel).any()
    short = lively(HARD, run={"customers": 150})
    assert (simulate(short).tally.books == simulate(short, engine="simpy", threads=1).tally.books).all()
    assert [check for check in checks(result) if not check.ok and check.level == "error"] == []


def test_both_worlds_meet_the_same_shock() -> None:
    """With all effects off, purchases, sales and lapses of the two worlds are equal cell by cell."""
    panel = simulate(lively(HARD, behaviour=Behaviour().at("off").model_dump())).tally.panel
    for without in (m for m in Measure if m.name.endswith("_0")):
        assert (panel[..., without] == panel[..., Measure[without.name[:-2]]]).all()
