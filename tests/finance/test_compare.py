"""Comparing designs: pairing, and what a change may move."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from loyalty_sim.engine import Measure, Result, simulate
from loyalty_sim.finance import comparable, compare, kpis
from loyalty_sim.scenario import Scenario

MakeResult = Callable[..., Result]


def changed(scenario: Scenario, part: str, **fields: object) -> Scenario:
    return scenario.model_copy(update={part: getattr(scenario, part).model_copy(update=fields)})


def moved(result: Result, baseline: Result) -> set[str]:
    return {key for key, change in compare(result, baseline).items() if change.value != 0 or change.se != 0}


def test_no_change_is_exactly_nothing(rich: Result) -> None:
    """Two runs of the same scenario differ by exactly 0, with no noise, in every key figure."""
    again = simulate(rich.scenario)
    assert comparable(again, rich)
    assert set(compare(again, rich)) == {key for key, kpi in kpis(rich).items() if kpi.program is not None}
    assert moved(again, rich) == set()


def test_cost_per_point_moves_cost_and_nothing_else(rich: Result) -> None:
    """A dearer point raises cost by points redeemed x the difference, and moves only what cost is part of. What partners
    deliver is settled with them, what charity gets is paid apart; points of friends who would have come anyway cost as if
    redeemed."""
    dearer = simulate(changed(rich.scenario, "economics", cost_per_point=0.009))
    assert moved(dearer, rich) - {"payback"} == {
        "net_value", "cost", "cost_ratio", "cost_redemption", "cost_anyway", "incremental_margin", "roi",
        "cost_per_retained", "npv",
    }  # fmt: skip
    change = compare(dearer, rich)
    panel = rich.tally.panel[:, rich.scenario.run.warmup_months :].sum((0, 1, 2)) * rich.scale
    own = panel[Measure.REDEEMED] - panel[[Measure.PARTNER_REDEEMED, Measure.RESTORED, Measure.DONATED]].sum()
    anyway = panel[Measure.REFERRAL_ANYWAY]
    assert own > 0 < anyway
    assert change["cost_redemption"].value == pytest.approx(0.002 * own)
    assert change["cost_anyway"].value == pytest.approx(0.002 * anyway)
    assert change["net_value"].value == pytest.approx(-0.002 * (own + anyway))


def test_fixed_cost_has_no_noise(rich: Result) -> None:
    """A fixed cost is not scaled with the sample and adds no noise: it moves cost by itself, exactly."""
    dearer = simulate(changed(rich.scenario, "economics", fixed_cost_per_year=12_000))
    change = compare(dearer, rich)["cost"]
    assert change.value == pytest.approx(6000 * 30 / 12)
    assert change.se == pytest.approx(0, abs=1e-6)


def test_discount_rate_moves_only_the_present_value(rich: Result) -> None:
    """Discounting concerns the present value alone."""
    assert moved(simulate(changed(rich.scenario, "economics", discount_rate=0.0)), rich) == {"npv"}


def test_no_discounting_is_the_plain_sum(rich: Result) -> None:
    """At a discount rate of 0 the present value is the net value."""
    found = kpis(simulate(changed(rich.scenario, "economics", discount_rate=0.0)))
    assert found["npv"].program.value == pytest.approx(found["net_value"].program.value)


def test_worth_more_costs_more(rich: Result) -> None:
    """Points of three times the value are redeemed more, and fewer of those that go are lost."""
    richer = simulate(changed(rich.scenario, "program", point_value=0.03))
    change = compare(richer, rich)
    assert change["outstanding_value"].low95 > 0
    assert change["points_redeemed"].low95 > 0
    assert change["breakage_settled"].high95 < 0


def test_pairing_sharpens_the_difference(rich: Result) -> None:
    """Paired by batch, a difference is much less noisy than between runs of different seeds."""
    other = changed(rich.scenario, "program", point_value=0.011)
    paired = compare(simulate(other), rich)
    apart = compare(simulate(changed(other, "run", seed=77)), rich)
    for key in ("revenue", "purchases", "customers_end", "points_issued"):
        assert paired[key].se < 0.2 * apart[key].se, key


def test_different_seeds_are_independent(rich: Result) -> None:
    """Runs that do not share their draws are compared as independent: variances add."""
    other = simulate(changed(rich.scenario, "run", seed=6))
    assert not comparable(other, rich)
    change, one, two = compare(other, rich)["cost"], kpis(other)["cost"].program, kpis(rich)["cost"].program
    assert change.value == one.value - two.value
    assert change.se == pytest.approx(math.hypot(one.se, two.se))


@pytest.mark.parametrize(
    ("part", "fields", "same"),
    [
        ("run", {"seed": 6}, False),
        ("run", {"customers": 3001}, False),
        ("run", {"months": 29}, False),
        ("run", {"warmup_months": 12}, False),
        ("run", {"start": "2027-02"}, False),
        ("market", {"customers": 100_001}, False),
        ("behaviour", {"largest_multiplier": 2.5}, False),
        ("behaviour", {"smallest_multiplier": 0.4}, True),
        ("program", {"point_value": 0.02}, True),
        ("economics", {"gross_margin": 0.5}, True),
    ],
)
def test_what_makes_runs_comparable(
    rich: Result, make: MakeResult, part: str, fields: dict[str, object], same: bool
) -> None:
    """Pairing needs the same run settings, market and upper bound; program, economics and the rest may differ."""
    assert comparable(make(changed(rich.scenario, part, **fields)), make(rich.scenario)) is same


def test_payback_is_compared_in_months(rich: Result, make: MakeResult) -> None:
    """The payback of two designs is compared when both pay back, and left out when one does not."""
    early = changed(changed(rich.scenario, "run", months=3, warmup_months=0), "economics", fixed_cost_per_year=120.0)
    fast, slow = make(early, FEES=[1000, 1000, 1000]), make(early, FEES=[0, 1000, 2500])
    never = make(early, FEES=[0, 0, 0])
    assert compare(slow, fast)["payback"].value == 2
    assert "payback" not in compare(never, fast)
