"""The plan of a study: designs, draws, and how they are spread."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats

from loyalty_sim.study import loads
from loyalty_sim.study.distributions import quantile
from loyalty_sim.study.places import changed, located, value_at
from loyalty_sim.study.plan import build
from loyalty_sim.study.sampling import points, uniforms
from loyalty_sim.study.specification import Uncertainty
from tests.study.studies import small

BASE = "base: {preset: beauty-tiers}\n"
MULTIPLIER = "behaviour.retention.lapse_multiplier"


def test_a_grid_has_every_combination_after_the_base() -> None:
    """The first design is the base as it is; then come all combinations of values and steps of ranges."""
    plan = small()
    assert plan.designs[0].settings == {}
    made = [tuple(design.settings.values()) for design in plan.designs[1:]]
    assert made == [(months, block) for months in (3, 6, 12) for block in (8, 10, 12)]
    assert len(plan) == 20


def test_designs_of_their_own_set_what_they_say() -> None:
    """A named design sets its levers and leaves the others as in the base."""
    plan = loads(BASE + "designs: [{name: half, set: {program.point_value: 0.02, program.expiry.months: 6}}]")
    scenario = build(plan.base.model_dump(), plan.settings(plan.row(1)))
    assert plan.designs[1].name == "half"
    assert (scenario.program.point_value, scenario.program.expiry.months) == (0.02, 6)
    assert scenario.model_copy(update={"program": plan.base.program}) == plan.base


def test_linked_levers_move_together() -> None:
    """A linked lever is set to its multiple of the first one, in every design."""
    plan = loads(
        BASE + 'levers:\n  - path: "program.tiers.levels[0].threshold"\n    values: [300, 600]\n'
        '    linked: [{path: "program.tiers.levels[1].threshold", factor: 2.5}]'
    )
    assert [tuple(design.settings.values()) for design in plan.designs[1:]] == [(300, 750.0), (600, 1500.0)]


@pytest.mark.parametrize("method", ["latin hypercube", "sobol"])
def test_samples_are_even_in_every_dimension(method: str) -> None:
    """Of n points, each of n equal parts of every dimension holds exactly one."""
    found = points(method, ["a", "b", "c"], 64, seed=3)  # type: ignore[arg-type]
    assert ((found > 0) & (found < 1)).all()
    assert (np.sort((found * 64).astype(int), axis=0) == np.arange(64)[:, None]).all()
    assert not np.allclose(found, points(method, ["a", "b", "c"], 64, seed=4))  # type: ignore[arg-type]


def test_sobol_points_are_even_in_two_dimensions() -> None:
    """64 points of the first two dimensions put one into each cell of 8 x 8, whatever the seed."""
    for seed in range(5):
        cells = (points("sobol", ["a", "b"], 64, seed) * 8).astype(int)
        assert len(np.unique(cells, axis=0)) == 64


def test_a_dimension_more_changes_no_other() -> None:
    """In a Latin hypercube each dimension has numbers of its own, keyed by its name."""
    one, two = (points("latin hypercube", names, 32, 1) for names in (["a"], ["b", "a"]))
    assert (one[:, 0] == two[:, 1]).all()


def test_uniforms_never_change() -> None:
    """Sampled studies mean the same for ever: these numbers are frozen."""
    assert uniforms(1, "a", 2).tolist() == FROZEN


FROZEN = [0.04900233120093278, 0.7098977077557548]


def test_ranges_are_sampled_within_their_ends_and_steps() -> None:
    """A whole number stays one, a step is kept, and every value between the ends is reached."""
    plan = loads(
        BASE + "levers:\n  - {path: program.redemption.block_points, low: 90, high: 99}\n"
        "  - {path: program.point_value, low: 0.01, high: 0.05, step: 0.02}\n"
        "  - {path: program.expiry.rounding, values: [exact, month end]}\n"
        "sampling: {method: latin hypercube, samples: 40}"
    )
    values = list(zip(*(design.settings.values() for design in plan.designs[1:]), strict=True))
    assert set(values[0]) == set(range(90, 100))
    assert all(type(value) is int for value in values[0])
    assert set(values[1]) == {0.01, 0.03, 0.05}
    assert {value: values[2].count(value) for value in set(values[2])} == {"exact": 20, "month end": 20}


def test_every_design_meets_the_same_draws_and_the_same_seed() -> None:
    """Common random numbers: what is not known, and who the customers are, depend on draw and replication alone."""
    plan = small(run="run: {customers: 100, months: 6, seed: 7, replications: 2}")
    met: dict[tuple[int, int], set[tuple[float, int]]] = {}
    for row in plan.rows():
        scenario = build(plan.base.model_dump(), plan.settings(row))
        seen = scenario.behaviour.retention.lapse_multiplier, scenario.run.seed
        met.setdefault((row.draw, row.replication), set()).add(seen)
    assert all(len(each) == 1 for each in met.values())
    assert len(set.union(*met.values())) == 4
    assert {seed for each in met.values() for _, seed in each} == {7, 8}


def test_rows_are_numbered_as_they_stand_in_the_table() -> None:
    """Runs of a design stand together; all designs are begun before any is begun again."""
    plan = small()
    order = list(plan.rows())
    assert sorted(row.index for row in order) == list(range(len(plan)))
    assert all(plan.row(row.index) == row for row in order)
    assert [row.design for row in order[:10]] == list(range(10))


DISTRIBUTIONS = [
    ({"distribution": "uniform", "low": 0.7, "high": 0.9}, stats.uniform(0.7, 0.2)),
    ({"distribution": "triangular", "low": 0.6, "high": 1.0, "base": 0.7}, stats.triang(0.25, 0.6, 0.4)),
    ({"distribution": "normal", "low": 0.6, "high": 0.95, "base": 0.8, "sd": 0.1}, stats.truncnorm(-2, 1.5, 0.8, 0.1)),
]  # fmt: skip


@pytest.mark.parametrize(("given", "exact"), DISTRIBUTIONS)
def test_distributions_are_those_of_scipy(given: dict[str, object], exact: object) -> None:
    """The value at every chance is that of an independent implementation."""
    value = quantile(Uncertainty(path=MULTIPLIER, **given), 0.9)  # type: ignore[arg-type]
    for chance in (0.001, 0.1, 0.25, 0.5, 0.9, 0.999):
        assert value(chance) == pytest.approx(exact.ppf(chance), rel=1e-9)  # type: ignore[attr-defined]


def test_a_lognormal_is_cut_off_at_what_the_field_can_hold() -> None:
    """Without ends of its own it stays within those of the assumption; its logarithm is a truncated normal."""
    value = quantile(Uncertainty(path=MULTIPLIER, distribution="lognormal", sd=0.5), 0.9)
    exact = stats.truncnorm(-np.inf, (np.log(2) - np.log(0.9)) / 0.5, np.log(0.9), 0.5)
    assert value(0.3) == pytest.approx(np.exp(exact.ppf(0.3)), rel=1e-9)
    assert value(1 - 1e-12) <= 2


def test_low_base_high_take_three_values_from_the_evidence() -> None:
    """Without ends, those of the assumption's evidence are taken, with chances of 30, 40 and 30 per cent."""
    value = quantile(Uncertainty(path=MULTIPLIER, distribution="low base high"), 0.9)
    found = [value((k + 0.5) / 100) for k in range(100)]
    assert [found.count(each) for each in (0.65, 0.9, 1.0)] == [30, 40, 30]


def test_a_changed_place_leaves_the_rest_alone() -> None:
    """Only the value at the path differs; nothing is changed in place."""
    content = small().base.model_dump()
    before = small().base.model_dump()
    other = changed(content, located("market.segments[0].basket"), 9.0)
    assert content == before
    assert value_at(other, located("market.segments[0].basket")) == 9.0
    assert changed(other, located("market.segments[0].basket"), content["market"]["segments"][0]["basket"]) == content


def test_changes_of_amendments_are_levers_too() -> None:
    """A lever may be a change that comes later: it is nested as in the program, whether it is made in the base or not."""
    plan = loads(
        "base: {scenario: {amendments: [{month: 5, changes: {expiry: {months: 6}}}]}}\nlevers:\n"
        '  - {path: "amendments[0].changes.point_value", values: [0.01]}\n'
        '  - {path: "amendments[0].changes.expiry.months", values: [3]}\n'
        '  - {path: "amendments[0].month", values: [9]}\n'
    )
    scenario = build(plan.base.model_dump(), plan.settings(plan.row(1)))
    changed_program = scenario.regimes[-1].program
    assert (changed_program.point_value, changed_program.expiry.months) == (0.01, 3)
    assert scenario.amendments[0].month == 9


def test_what_is_not_valid_together_is_refused_when_it_is_built() -> None:
    """Building validates like reading a file."""
    with pytest.raises(ValidationError):
        build(loads(BASE + "designs: [{name: A, set: {}}]").base.model_dump(), {"program.tiers.levels[0].threshold": 9999})
