"""What is owed for points on runs: it foots under every policy, ties to the points, and moves as the rules say."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance import monthly
from loyalty_sim.finance.ledger import points_ledger
from loyalty_sim.finance.liability import Estimator, Liability, Method, Policy, liability, price_of_sales, vintages
from loyalty_sim.finance.recognition import CHANGE, DEFERRED, REDEMPTIONS
from loyalty_sim.finance.run_off import longer
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset

METHODS: tuple[Method, ...] = ("proportional", "remote", "accrued cost")
ESTIMATORS: tuple[Estimator, ...] = ("chain-ladder", "fixed", "perfect foresight")
PRESETS = ("beauty-tiers", "airline-miles", "apparel-certificates", "coffee-app", "paid-membership")


def small(name: str) -> Scenario:
    """A preset with few customers."""
    scenario = preset(name)
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 1_500, "months": 24})})


@cache
def run(name: str) -> Result:
    """Its run."""
    return simulate(small(name))


@cache
def owed(name: str, method: Method = "proportional", estimator: Estimator = "chain-ladder", urr: float = 0.8) -> Liability:
    """What is owed for points in it."""
    return liability(run(name), Policy(method, estimator, urr))


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_every_roll_forward_foots(name: str, method: Method, estimator: Estimator) -> None:
    """Opening + lines = closing in every month and, regrouped, in every quarter and year; the opening of a month is the
    closing of the month before; current + non-current = closing, and no part is below zero."""
    found = owed(name, method, estimator)
    tolerance = 1e-9 * max(1.0, float(np.abs(found.closing).max()))
    assert np.abs(found.opening[:, 1:] - found.closing[:, :-1]).max() <= tolerance
    for kind in ("month", "quarter", "year"):
        table = found.by(kind)
        change = sum(table[line] for line in found.lines)
        assert np.abs(table["opening"] + change - table["closing"]).max() <= tolerance
        assert (table["current"] >= -tolerance).all()
        assert (table["non_current"] >= -tolerance).all()


def test_without_points_nothing_is_owed() -> None:
    """A program without points has a liability of nothing throughout."""
    for method in METHODS:
        found = owed("paid-membership", method)
        assert not found.closing.any()
        assert not any(line.any() for line in found.lines.values())


def test_vintages_tie_to_the_ledger() -> None:
    """Points outstanding over all months of issue are those of the points ledger, but for points that cannot be used yet."""
    for name in ("beauty-tiers", "apparel-certificates"):
        result, held = run(name), vintages(run(name)).outstanding[0].sum(axis=0)
        ledger = points_ledger(result).closing * result.scale
        assert held[result.scenario.run.warmup_months :] == pytest.approx(ledger)


def test_by_the_remote_method_every_point_outstanding_is_owed() -> None:
    """The liability is what was deferred for each point x points outstanding, vintage by vintage, whatever was estimated
    since; what has been deferred and is not owed has been recognised or taken back."""
    found, points = owed("beauty-tiers", "remote"), vintages(run("beauty-tiers"))
    assert not found.lines[CHANGE].any()
    assert not found.per_point_of_urr.any()
    last = points.outstanding[0, :, -1]
    highest = (small("beauty-tiers").program.value_per_point * last).sum()
    assert 0 < found.closing[0, -1] < highest


def test_who_knows_the_future_changes_no_estimate() -> None:
    """With perfect foresight of a run that is followed until its points are gone, the estimate never changes; from the
    triangle it does, and by the end of the run both expect nearly the same."""
    followed = simulate(longer(small("beauty-tiers")))
    known = liability(run("beauty-tiers"), Policy(estimator="perfect foresight"), followed)
    seen = owed("beauty-tiers")
    assert np.abs(known.lines[CHANGE]).max() < 1e-6 * known.closing.max()
    assert np.abs(seen.lines[CHANGE]).max() > 1e-3 * seen.closing.max()
    assert seen.closing[0, -1] == pytest.approx(known.closing[0, -1], rel=0.15)


def test_a_run_that_is_no_continuation_is_refused() -> None:
    """Looking into the future of another run is an error."""
    other = simulate(longer(small("airline-miles")))
    with pytest.raises(ValueError, match="not a continuation"):
        liability(run("beauty-tiers"), Policy(estimator="perfect foresight"), other)


def test_the_more_is_expected_to_be_used_the_more_is_owed() -> None:
    """A higher fixed rate defers more and recognises it more slowly; one point more of it costs what is stated."""
    low, high = owed("beauty-tiers", estimator="fixed", urr=0.6), owed("beauty-tiers", estimator="fixed", urr=0.9)
    assert (high.closing[0] > low.closing[0]).all()
    assert (high.lines[DEFERRED][0] > low.lines[DEFERRED][0]).all()
    assert (low.per_point_of_urr[0] >= 0).all()
    assert low.per_point_of_urr[0, -1] > 0


def test_what_is_deferred_is_a_part_of_what_members_pay() -> None:
    """By relative stand-alone prices less than the face value of what is expected to be used is deferred, and far less than
    what members pay; what is recognised for redemptions follows the points used."""
    result, found = run("beauty-tiers"), owed("beauty-tiers")
    lines, paid = monthly(result), price_of_sales(program_world(result))[0]
    face = lines["points_issued"].to_numpy() * small("beauty-tiers").program.value_per_point
    assert (found.lines[DEFERRED][0] < face).all()
    assert (found.lines[DEFERRED][0] < 0.2 * paid).all()
    used = lines["points_redeemed"].to_numpy()
    assert np.corrcoef(-found.lines[REDEMPTIONS][0], used)[0, 1] > 0.95


def test_what_is_counted_from_the_start_ends_as_what_is_reported() -> None:
    """The world over all simulated months has the reported months at its end, prices of programs in force included."""
    for name in ("beauty-tiers", "coffee-app"):
        w = program_world(run(name))
        whole, warmup = w.from_the_start, run(name).scenario.run.warmup_months
        assert (price_of_sales(whole)[:, warmup:] == price_of_sales(w)).all()
        values = whole.by_month(lambda program: program.value_per_point)
        assert (values[warmup:] == w.by_month(lambda program: program.value_per_point)).all()
    assert values[0] != values[-1]


def test_a_rate_that_is_none_is_refused() -> None:
    """A redemption rate lies between 0 and 1."""
    with pytest.raises(ValueError, match="from 0 to 1"):
        Policy(urr=1.2)


def test_the_table_says_what_the_arrays_say() -> None:
    """One row a period; each amount with its intervals, which hold it."""
    table = owed("beauty-tiers").table("year")
    assert list(table["period"]) == ["2027", "2028"]
    assert (table["closing_low80"] < table["closing"]).all()
    assert (table["closing"] < table["closing_high80"]).all()
    assert (table["closing_low95"] < table["closing_low80"]).all()
    assert table["opening"].iloc[1] == pytest.approx(table["closing"].iloc[0])
