"""Vintage triangles: what is seen ties to the ledger, expectations to the chain-ladder, the truth to the longer run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance.ledger import in_real_points, vintage_ledger
from loyalty_sim.finance.liability import Policy, liability
from loyalty_sim.finance.periods import Period
from loyalty_sim.finance.run_off import longer, truth
from loyalty_sim.finance.triangles import Triangles, triangles
from loyalty_sim.scenario import Expiry, Program, Run, Scenario
from loyalty_sim.scenario.presets import preset
from tests.finance.vintages import with_vintages

MakeResult = Callable[..., Result]
PERIODS: tuple[Period, ...] = ("month", "quarter", "year")
SHARES, LOST = (0.4, 0.2, 0.1), 0.3
"""Of each vintage redeemed at ages 0, 1 and 2, and expired at age 3."""


@cache
def runs() -> tuple[Result, Result]:
    """A run that begins and ends within a year and a quarter, with returns, one customer for one; and the same followed."""
    content = preset("beauty-tiers").model_dump()
    content["market"] |= {"customers": 3_000, "acquired_per_year": 600, "return_share": 0.05}
    content["run"] |= {"customers": 3_600, "months": 20, "warmup_months": 17, "start": "2027-05"}
    scenario = Scenario.model_validate(content)
    return simulate(scenario), simulate(longer(scenario))


def program(months: int) -> Scenario:
    """Points live three months after the month of issue; nothing happened before the run."""
    return Scenario(program=Program(expiry=Expiry(months=3)), run=Run(months=months, warmup_months=0))


def steady(make: MakeResult, months: int, vintages: int) -> Result:
    """Vintages of growing size that develop alike, in a run of so many months."""
    issued = {vintage: 10_000 * (vintage + 3) for vintage in range(vintages)}
    redeemed = {
        (vintage, vintage + age): round(share * points)
        for vintage, points in issued.items() for age, share in enumerate(SHARES) if vintage + age < months
    }  # fmt: skip
    expired = {(vintage, vintage + 3): round(LOST * points) for vintage, points in issued.items() if vintage + 3 < months}
    scenario = program(vintages) if months == vintages else longer(program(vintages), months - vintages)
    return with_vintages(make, scenario, issued, redeemed, expired)


def worked(make: MakeResult) -> Triangles:
    """The worked triangle: four vintages of a thousand points and more, the first of which has run off."""
    issued = {0: 1_000_000, 1: 1_100_000, 2: 1_250_000, 3: 1_400_000}
    known = [[220, 470, 640, 720], [240, 520, 705], [280, 590], [310]]
    redeemed = {
        (vintage, vintage + age): 1_000 * (points - ([0, *row][age]))
        for vintage, row in enumerate(known) for age, points in enumerate(row)
    }  # fmt: skip
    return triangles(with_vintages(make, program(4), issued, redeemed, {(0, 3): 280_000}))


def test_the_worked_triangle(make: MakeResult) -> None:
    """Increments, cumulative shares, factors and ultimates of the worked triangle; cells to come are unknown, not zero."""
    found = worked(make)
    wide = found.redeemed.wide("increment")
    assert wide["vintage"].tolist() == ["2027-01", "2027-02", "2027-03", "2027-04"]
    assert wide["1"][:3].tolist() == pytest.approx([250_000, 280_000, 310_000])
    assert wide[["0", "1", "2", "3"]].isna().to_numpy().tolist() == [
        [vintage + age > 3 for age in range(4)] for vintage in range(4)
    ]
    assert found.redeemed.wide("cumulative")["2"][:2].tolist() == pytest.approx([640_000, 705_000])
    assert found.redeemed.wide("share")["3"][0] == pytest.approx(0.72)
    ages = found.by_age()
    assert ages["factor"][:3].tolist() == pytest.approx([1580 / 740, 1345 / 990, 720 / 640])
    assert ages["developed"].tolist()[-1] == 1
    plain = found.by_vintage()["plain_rate"] * found.by_vintage()["issued"]
    assert (plain / 1000).round(1).tolist() == [720.0, 793.1, 901.8, 1011.6]


def test_constant_development_is_completed_exactly(make: MakeResult) -> None:
    """Where all vintages develop alike and one has run off, every cell to come is known exactly, of those expired too."""
    result, followed = steady(make, 8, 8), steady(make, 11, 8)
    found = triangles(result, followed=followed)
    for each, curve in ((found.redeemed, [0.4, 0.6, 0.7, 0.7]), (found.expired, [0, 0, 0, LOST])):
        completed, true = each.cells("share", each.completed)[0], each.cells("share", each.true)[0]
        assert completed[:, :4] == pytest.approx(np.tile(curve, (8, 1)))
        assert true[:, :4] == pytest.approx(completed[:, :4])
    table = found.by_vintage()
    assert table["urr"].tolist() == pytest.approx([0.7] * 8)
    assert table["plain_rate"].tolist() == pytest.approx([0.7] * 8)
    assert table["error"].tolist() == pytest.approx([0] * 8, abs=1e-12)
    assert table["remaining"].sum() == pytest.approx(0.1 * 90_000 + 0.3 * 100_000)


@pytest.mark.parametrize("by", PERIODS)
def test_rows_and_diagonals_are_the_ledger(by: Period) -> None:
    """Rows add up to what left each vintage by the ledger and diagonals to what left in each period, point for point."""
    result, _ = runs()
    assert result.scale == 1
    found, tally = triangles(result, by), result.tally
    for each, whole in ((found.redeemed, tally.redeemed), (found.expired, tally.expired)):
        cells, by_month = np.nan_to_num(each.seen[0]), whole.sum(axis=0)
        first = each.vintages.first
        assert cells.sum(axis=1).tolist() == np.add.reduceat(by_month.sum(axis=1), first).tolist()
        diagonals = [np.fliplr(cells[:, : len(first)]).diagonal(len(first) - 1 - place) for place in range(len(first))]
        assert [line.sum() for line in diagonals] == np.add.reduceat(by_month.sum(axis=0), first).tolist()
    held = vintage_ledger(result, by).closing[:, -1]
    assert found.by_vintage()["outstanding"].to_numpy() == pytest.approx(held)


@pytest.mark.parametrize("by", PERIODS)
def test_unknown_until_it_has_come(by: Period) -> None:
    """A cell is known from the period in which the last close lies on backwards, and its months seen say how much of it."""
    table = triangles(runs()[0], by).tidy()
    assert (table["increment"].notna() == (table["months_seen"] > 0)).all()
    last = {"month": ("2028-12", 1), "quarter": ("2028 Q4", 3), "year": ("2028", 12)}[by]
    seen = table[table["months_seen"] > 0]
    assert seen["period"].max() == last[0]
    assert set(seen.loc[seen["period"] == last[0], "months_seen"]) == {last[1]}
    assert table["completed_increment"].notna().all()


def test_truth_is_the_longer_run() -> None:
    """With the run followed, cells seen are as they were, and true rates are those at which points are used in the end."""
    result, followed = runs()
    found = triangles(result, "month", followed=followed)
    seen, true = found.redeemed.seen, found.redeemed.true
    assert true is not None
    assert (true[np.isfinite(seen)] == seen[np.isfinite(seen)]).all()
    reported = truth(followed, result.scenario.run.months)
    assert np.nansum(true[0], axis=-1)[17:].tolist() == pytest.approx(reported.used[0].tolist())
    assert found.error is not None
    assert np.abs(found.error[0]).max() > 0.01
    foresight = triangles(result, "month", Policy(estimator="perfect foresight"), followed)
    assert foresight.error is not None
    assert np.abs(foresight.error).max() < 1e-12


@pytest.mark.parametrize("by", PERIODS)
def test_expectations_are_those_of_the_books(by: Period) -> None:
    """Completed rows end at the redemption rate in force, and all expectations together are what the books owe for."""
    result, _ = runs()
    policy = Policy(method="accrued cost")
    found = triangles(result, by, policy)
    assert np.nansum(found.redeemed.completed, axis=-1) == pytest.approx(found.redeemed.ultimate)
    remaining = found.by_vintage()["remaining"].sum()
    cost = result.scenario.program.value_per_point * result.scenario.economics.reward_cost
    assert remaining * cost == pytest.approx(liability(result, policy).closing[0, -1])
    both = found.redeemed.ultimate + found.expired.ultimate
    assert both == pytest.approx(found.redeemed.issued)


def test_real_points() -> None:
    """Triangles are of the real base: with more customers than are simulated, so many times the points."""
    content = runs()[0].scenario.model_dump()
    content["market"] |= {"customers": 30_000, "acquired_per_year": 6_000}
    larger = simulate(Scenario.model_validate(content))
    found = triangles(larger).by_vintage()
    ledger = in_real_points(vintage_ledger(larger), larger)
    assert larger.scale == 10
    assert found["outstanding"].to_numpy() == pytest.approx(ledger.closing[:, -1])
    assert found["issued"].tolist() == pytest.approx((10 * triangles(runs()[0]).by_vintage()["issued"]).tolist())


def test_points_that_live_on_have_no_end_that_is_known() -> None:
    """Where activity prolongs the life of points, what will expire is an extrapolation, and never more than what is held."""
    scenario = preset("beauty-inactivity")
    result = simulate(scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 1_000})}))
    found = triangles(result, "year")
    gone = found.expired.ultimate[0]
    assert (gone <= found.redeemed.issued[0] - found.redeemed.ultimate[0] + 1e-6).all()


def test_a_program_without_points_has_empty_triangles() -> None:
    """No points, nothing to redeem: shares and rates are not numbers, increments zero."""
    scenario = preset("paid-membership")
    result = simulate(scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 500})}))
    found = triangles(result, "year")
    assert not np.nansum(found.redeemed.seen)
    assert found.by_vintage()["urr"].isna().all()
