"""Designs side by side: nothing where nothing differs, the right sign where something does, and honest about pairing."""

from __future__ import annotations

import math
import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from loyalty_sim.engine import Cancelled, Result
from loyalty_sim.finance import Estimate, compare, kpis
from loyalty_sim.finance.estimate import around
from loyalty_sim.finance.lines import FORMULAS
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset
from loyalty_sim.study import Comparison, compare_designs, compared, made_comparable, verdict
from loyalty_sim.study.paths import path, path_difference


def changed(scenario: Scenario, part: str, **fields: object) -> Scenario:
    """The scenario with fields of one part changed."""
    return scenario.model_copy(update={part: getattr(scenario, part).model_copy(update=fields)})


@pytest.fixture(scope="module")
def design() -> Scenario:
    """A small preset with tiers."""
    return changed(preset("beauty-tiers"), "run", customers=1_500, months=18)


@pytest.fixture(scope="module")
def found(design: Scenario) -> Comparison:
    """A design, the same again, the same with a dearer point, and with more points."""
    earn = design.program.earn.model_copy(update={"points": 2.0})
    dearer = changed(design, "economics", cost_per_point=0.05)
    return compare_designs([("A", design), ("A", design), ("dear", dearer), ("more", changed(design, "program", earn=earn))])


def test_the_same_design_differs_by_exactly_nothing(found: Comparison) -> None:
    """No input differs, every change is 0 without noise and called the same, every month too."""
    assert found.names[:2] == ("A", "A (2)")
    alone = compared([("A", found.results[0]), ("B", found.results[1])])
    assert alone.inputs == ()
    assert alone.voids == ((), ())
    for figure in alone.figures.values():
        known = figure.values[1] is not None
        assert (figure.changes[1] is not None) == known
        assert verdict(figure.changes[1]) == ("same" if known else "unknown")
    for key in FORMULAS:
        gap = path_difference(found.results[1], found.reference, key)
        assert not np.nan_to_num(gap.value).any()
        assert not np.nan_to_num(gap.se).any()
    assert all(step.change is None or step.change.value == 0 for step in alone.bridge(1).steps)


def test_a_dearer_point_costs_points_redeemed_times_the_difference(found: Comparison) -> None:
    """Cost moves by exactly what redeemed points cost more, whatever the draw; customers do not move."""
    scenario = found.reference.scenario
    assert scenario.economics.cost_per_point is None
    before = kpis(found.reference)
    redeemed = before["points_redeemed"].program.value  # type: ignore[union-attr]
    was = before["cost_redemption"].program.value  # type: ignore[union-attr]
    change = found.figures["cost"].changes[2]
    assert change is not None
    assert change.value == pytest.approx(0.05 * redeemed - was)
    assert verdict(change) == "real"
    assert verdict(found.figures["customers_end"].changes[2]) == "same"


def test_more_points_cost_more_and_the_reference_turns_the_sign(found: Comparison) -> None:
    """Twice the points cost more; seen from that design, the other costs less by the same amount."""
    change = found.figures["cost"].changes[3]
    assert change is not None
    assert change.low95 > 0
    turned = compared([("A", found.results[0]), ("more", found.results[3])], reference=1).figures["cost"].changes[0]
    assert turned is not None
    assert turned.value == -change.value
    assert turned.se == pytest.approx(change.se)


def test_only_the_inputs_that_differ_are_listed(found: Comparison) -> None:
    """Each differing field once, with its path, unit and the value of every design."""
    listed = {each.path: (each.unit, each.values) for each in found.inputs}
    points = found.reference.scenario.program.earn.points
    assert set(listed) == {"program.earn.points", "economics.cost_per_point"}
    assert listed["program.earn.points"][1] == (points, points, points, 2.0)
    assert listed["economics.cost_per_point"] == ("money per redeemed point", (None, None, 0.05, None))


def test_changes_are_those_of_finance(found: Comparison) -> None:
    """Every change is the paired difference of the key figures."""
    expected = compare(found.results[3], found.reference)
    assert {key: figure.changes[3] for key, figure in found.figures.items() if figure.changes[3]} == expected


@pytest.mark.parametrize(
    ("change", "coverage", "expected"),
    [
        (None, 80, "unknown"),
        (around(0.0, 0.0), 80, "same"),
        (around(0.0, 1.0), 80, "unclear"),
        (around(1.0, 0.0), 95, "real"),
        (around(1.5, 1.0), 80, "real"),
        (around(1.5, 1.0), 95, "unclear"),
        (around(-2.5, 1.0), 95, "real"),
    ],
)
def test_a_difference_is_real_when_its_interval_excludes_zero(change: Estimate | None, coverage: Any, expected: str) -> None:
    """Exactly zero is the same; an interval that holds zero tells nothing; the wider interval tells less."""
    assert verdict(change, coverage) == expected


@pytest.mark.parametrize(
    ("part", "fields", "path"),
    [
        ("run", {"seed": 9}, "run.seed"),
        ("run", {"customers": 1_600}, "run.customers"),
        ("run", {"months": 12}, "run.months"),
        ("run", {"start": "2027-02"}, "run.start"),
        ("market", {"customers": 1_000_000}, "market.customers"),
        ("behaviour", {"largest_multiplier": 2.5}, "behaviour.largest_multiplier"),
    ],
)
def test_what_voids_the_pairing_is_named_and_mended(
    design: Scenario, part: str, fields: dict[str, object], path: str
) -> None:
    """Another seed, sample, horizon or market voids the pairing, by name; in the market of the reference it holds."""
    other = changed(design, part, **fields)
    apart = compare_designs([("A", design), ("B", other)])
    assert [each.path for each in apart.voids[1]] == [path]
    assert apart.voids[0] == ()
    mended = made_comparable(other, design)
    assert mended.program == other.program
    together = compare_designs([("A", design), ("B", mended)])
    assert together.voids == ((), ())
    assert verdict(together.figures["cost"].changes[1]) == "same"


def test_unpaired_differences_have_the_noise_of_both(design: Scenario) -> None:
    """Where pairing is void, variances add, in figures and in paths."""
    apart = compare_designs([("A", design), ("B", changed(design, "run", seed=9))])
    one, other = apart.figures["cost"].values
    change = apart.figures["cost"].changes[1]
    assert one is not None
    assert other is not None
    assert change is not None
    assert change.se == pytest.approx(math.hypot(one.se, other.se))
    gap = path_difference(apart.results[1], apart.results[0], "members")
    here, there = (path(result, "members") for result in apart.results)
    assert gap.se == pytest.approx(np.hypot(here.se, there.se))


def test_another_version_of_the_model_voids_the_pairing(found: Comparison) -> None:
    """A run that an older model made is not paired with one of today, though nothing else differs."""
    old = replace(found.results[1], manifest={**found.results[1].manifest, "model_version": 1})
    apart = compared([("now", found.results[0]), ("then", old)])
    assert [(each.path, each.values[1]) for each in apart.voids[1]] == [("model_version", 1)]
    change = apart.figures["cost"].changes[1]
    assert change is not None
    assert change.value == 0
    assert change.se > 0


def test_paths_add_up_to_the_difference(found: Comparison) -> None:
    """The differences of all months add up to that of the key figure; a running sum ends there, with its band."""
    result, reference = found.results[3], found.reference
    change = found.figures["cost"].changes[3]
    assert change is not None
    assert path_difference(result, reference, "program_cost").value.sum() == pytest.approx(change.value)
    summed = path_difference(result, reference, "program_cost", cumulative=True)
    assert summed.value[-1] == pytest.approx(change.value)
    assert summed.band(80)[0][-1] == pytest.approx(change.low80)
    assert summed.band(95)[1][-1] == pytest.approx(change.high95)
    np.testing.assert_allclose(path(result, "members").value, FORMULAS["members"](program_world(result))[0])


def test_a_shorter_design_is_compared_as_far_as_it_goes(design: Scenario) -> None:
    """A path difference has the months of the shorter run; a bridge is refused."""
    short = compare_designs([("long", design), ("short", changed(design, "run", months=6))])
    assert len(path_difference(short.results[1], short.reference, "members").value) == 6
    with pytest.raises(ValueError, match="different numbers of months"):
        short.bridge(1)


def test_money_of_two_currencies_is_not_compared(design: Scenario) -> None:
    """Amounts have no difference, shares and counts do; a bridge is refused."""
    euro = compare_designs([("USD", design), ("EUR", design.model_copy(update={"currency": "EUR"}))])
    assert euro.figures["cost"].changes[1] is None
    assert verdict(euro.figures["retention"].changes[1]) == "same"
    with pytest.raises(ValueError, match="different currencies"):
        euro.bridge(1)


def test_cost_per_customer_kept(found: Comparison, design: Scenario) -> None:
    """Net cost / customers kept; none where the program keeps nobody."""
    each = found.kept[0]
    assert each.customers is not None
    assert each.net_cost is not None
    assert each.each is not None
    assert each.each.value == pytest.approx(each.net_cost.value / each.customers.value)
    alone = kpis(found.reference)
    assert each.net_cost.value == pytest.approx(
        alone["cost"].program.value + alone["discounts_given"].program.value - alone["fees"].program.value  # type: ignore[union-attr]
    )
    nobody = design.behaviour.model_copy(update={"retention": design.behaviour.retention.model_copy(update={"on": False})})
    idle = design.model_copy(update={"behaviour": nobody})
    assert compare_designs([("A", idle), ("B", idle)]).kept[0].each is None


def test_numbers_of_designs(found: Comparison) -> None:
    """Two to six designs; a reference among them."""
    runs: list[tuple[str, Result]] = [("A", found.results[0])] * 7
    for wrong in (runs[:1], runs):
        with pytest.raises(ValueError, match="2 to 6 can be compared"):
            compared(wrong)
    with pytest.raises(ValueError, match="designs are 0 to 1"):
        compared(runs[:2], reference=2)
    assert len(compared(runs[:6]).names) == 6


def test_progress_rises_and_a_run_can_be_cancelled(design: Scenario) -> None:
    """Progress goes up to the whole; when cancelled before the start, nothing is compared."""
    seen: list[float] = []
    other = changed(design, "run", seed=2)
    compare_designs([("A", design), ("B", other)], progress=lambda done, total: seen.append(done / total))
    assert seen == sorted(seen)
    assert seen[-1] == 1
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        compare_designs([("A", design), ("B", other)], cancel=stop)


def test_a_design_that_does_not_fit_the_market_is_refused(design: Scenario) -> None:
    """Friends of friends that a livelier market would multiply without end are refused there as they are in a file."""
    referral = design.program.referral.model_copy(update={"offered": True})
    word = design.behaviour.word_of_mouth.model_copy(update={"on": True, "chance": 0.2})
    friends = changed(changed(design, "program", referral=referral), "behaviour", word_of_mouth=word)
    segment = design.market.segments[0].model_copy(update={"purchases_per_year": 300.0})
    with pytest.raises(ValidationError, match="friends of friends"):
        made_comparable(friends, changed(design, "market", segments=(segment.model_copy(update={"share": 1.0}),)))
