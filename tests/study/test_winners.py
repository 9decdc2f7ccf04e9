"""Winners and losers: worked out by hand, adding up to the whole, nothing where nothing differs."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty_sim.engine import AtTier, Measure, Result, simulate
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario import Scenario
from loyalty_sim.study.winners import MEASURED, by_segment, by_tier, value_to_members, winners
from tests.finance.conftest import make, rich_scenario

__all__ = ["make"]


def changed(scenario: Scenario, part: str, **fields: object) -> Scenario:
    """The scenario with fields of one part changed."""
    return scenario.model_copy(update={part: getattr(scenario, part).model_copy(update=fields)})


@pytest.fixture(scope="module")
def rich() -> Result:
    """A run in which everything that costs or earns is in use."""
    return simulate(changed(rich_scenario(), "run", customers=1_500, months=18))


@pytest.mark.parametrize("axis", ["segment", "tier"])
def test_nobody_wins_where_nothing_differs(rich: Result, axis: str) -> None:
    """Every change of every group is exactly zero without noise."""
    rows = winners(rich, simulate(rich.scenario), axis)  # type: ignore[arg-type]
    assert {row.measured.key for row in rows} == {each.key for each in MEASURED[axis]}  # type: ignore[index]
    assert len(rows) == (2 * 4 if axis == "segment" else 3 * 3)
    for row in rows:
        assert row.change is not None, row
        assert (row.change.value, row.change.se) == (0, 0)


def test_segments_add_up_to_what_members_get(rich: Result) -> None:
    """Per member and year x member-years of the segments is what all members get but perks and gifts of tiers."""
    w = program_world(rich)
    months = {name: L.members(part)[0].sum() for name, part in _segments(rich).items()}
    together = sum(figures["value"][0] * months[name] / 12 for name, figures in by_segment(rich).items())
    assert together == pytest.approx(value_to_members(w)[0].sum())
    assert sum(figures["members"][0] for figures in by_segment(rich).values()) == pytest.approx(L.members(w)[0, -1])


def test_margins_of_segments_add_up_to_the_incremental_margin(rich: Result) -> None:
    """With the fixed cost, perks and gifts of tiers and partners put back, they are the incremental margin."""
    w = program_world(rich)
    months = {name: L.members(part)[0].sum() for name, part in _segments(rich).items()}
    together = sum(figures["margin"][0] * months[name] / 12 for name, figures in by_segment(rich).items())
    left_out = L.cost_fixed(w) + L.cost_perks(w) + L.cost_gifts(w) + L.cost_settlement(w) - L.partner_income(w)
    assert together - left_out[0].sum() == pytest.approx(L.incremental_margin(w)[0].sum())


def _segments(result: Result) -> dict[str, object]:
    from loyalty_sim.finance.world import segment_world

    return {segment.name: segment_world(result, index) for index, segment in enumerate(result.scenario.market.segments)}


def test_tiers_add_up_to_perks_gifts_and_points(rich: Result) -> None:
    """Cost per member and year x member-years of the tiers is the cost of points used by members plus perks and gifts."""
    w, scale = program_world(rich), rich.scale
    used = rich.tally.held[:, w.warmup :, :3, AtTier.USED].sum() * scale
    price = L.cost_of_points(w)[0].sum() / (L.points_redeemed(w) + L.points_converted(w))[0].sum()
    months = w.by_tier[0].sum(axis=0)
    together = sum(figures["cost"][0] * months[tier] / 12 for tier, figures in enumerate(by_tier(rich).values()))
    assert together == pytest.approx(used * price + (L.cost_perks(w) + L.cost_gifts(w))[0].sum())


def test_a_dearer_perk_goes_to_its_tier_alone(rich: Result) -> None:
    """A perk that costs 6 a year more is worth 6 more to members of its tier, and nothing moves for the others."""
    low, top = rich.scenario.program.tiers.levels
    tiers = rich.scenario.program.tiers.model_copy(
        update={"levels": (low, top.model_copy(update={"perk_cost_per_year": 30.0}))}
    )
    rows = winners(simulate(changed(rich.scenario, "program", tiers=tiers)), rich, "tier")
    moved = {(row.group, row.measured.key): row.change.value for row in rows if row.change is not None}
    assert moved[top.name, "value"] == pytest.approx(6)
    assert moved[top.name, "cost"] == pytest.approx(6)
    assert [value for (group, _), value in moved.items() if group != top.name] == [0] * 6


def test_value_by_hand(make) -> None:  # type: ignore[no-untyped-def]
    """100 members for a year: 500 of face value, 20 of discounts, 60 of fees less 10 refunded are 4.70 a member and year."""
    scenario = changed(Scenario(), "run", months=12, warmup_months=0)
    result = make(
        scenario, ENROLLED={0: 100}, FACE={3: 50_000}, DISCOUNTS={4: 2_000}, FEES={5: 6_000}, REFUNDS={6: 1_000}
    )  # fmt: skip
    (figures,) = by_segment(result).values()
    assert figures["value"] == pytest.approx(np.full(21, 4.7))
    assert figures["members"] == pytest.approx(np.full(21, 100.0))
    assert Measure.FACE.unit == "cents"


def test_tiers_are_matched_by_name_and_a_missing_one_is_said(rich: Result) -> None:
    """A tier that only one design has is listed with no change; without tiers in either there is no row."""
    low, top = rich.scenario.program.tiers.levels
    renamed = rich.scenario.program.tiers.model_copy(update={"levels": (low, top.model_copy(update={"name": "Other"}))})
    rows = winners(simulate(changed(rich.scenario, "program", tiers=renamed)), rich, "tier")
    told = {row.group: row for row in rows if row.measured.key == "members"}
    assert told["Top"].value is None
    assert told["Other"].reference is None
    assert told["Top"].change is told["Other"].change is None
    assert told["Base"].change is not None
    plain = simulate(changed(Scenario(), "run", customers=200, months=3))
    assert winners(plain, plain, "tier") == []


def test_money_of_two_currencies_has_no_winner(rich: Result) -> None:
    """Amounts in different currencies are not subtracted; counts are."""
    euro = simulate(rich.scenario.model_copy(update={"currency": "EUR"}))
    for row in winners(euro, rich, "segment"):
        assert (row.change is None) == (row.measured.unit == "money")
