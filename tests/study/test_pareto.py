"""The Pareto front by hand, by its definition, and of a small study."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from loyalty_sim.finance.estimate import REPLICATES, Array
from loyalty_sim.scenario.files import load
from loyalty_sim.study import Results, run
from loyalty_sim.study.pareto import dominated, front, knee, objectives_of, write
from tests.study.studies import small


def sure(points: list[tuple[float, ...]]) -> Array:
    """Designs without noise, ``[objective, design, replicate]``."""
    return np.repeat(np.array(points, float).T[:, :, None], REPLICATES, axis=2)


def test_a_front_by_hand() -> None:
    """(2, 2) is beaten by (3, 3); (3, 3) again is equal, and neither beats the other."""
    points = [(1.0, 5.0), (3.0, 3.0), (2.0, 2.0), (5.0, 1.0), (3.0, 3.0), (5.0, 0.0)]
    assert dominated(sure(points), "plain").tolist() == [False, False, True, False, False, True]
    assert dominated(sure(points), "95").tolist() == [False, False, True, False, False, True]


def test_noise_drives_no_design_off_the_front() -> None:
    """A lead of 1 with a standard error of 1 is no lead at 95 %, though it is one by value; one of 0.1 is."""
    figures = sure([(0.0, 0.0), (1.0, 1.0)])
    wave = np.where(np.arange(REPLICATES) % 2 == 1, 1.0, -1.0) / np.sqrt(0.95 * 20)
    wave[0] = 0
    for noise, expected in ((1.0, False), (0.1, True)):
        noisy = figures.copy()
        noisy[:, 1] += noise * wave
        assert dominated(noisy, "95").tolist() == [expected, False]
        assert dominated(noisy, "plain").tolist() == [True, False]


def test_noise_that_two_designs_share_does_not_hide_that_one_is_better() -> None:
    """Differences are paired: the same customers move both."""
    figures = sure([(0.0, 0.0), (1.0, 1.0)])
    figures += 100 * np.sin(np.arange(REPLICATES))
    assert dominated(figures, "95").tolist() == [True, False]


POINTS = arrays(np.float64, st.tuples(st.integers(1, 12), st.integers(2, 3)), elements=st.integers(0, 5).map(float))


@given(POINTS)
def test_no_design_on_the_front_is_dominated_and_every_other_is(points: Array) -> None:
    """By the definition, one pair at a time; the front is never empty and dominates all that is not on it."""
    off = dominated(sure([tuple(point) for point in points]), "plain")

    def beats(one: Array, other: Array) -> bool:
        return bool((one >= other).all() and (one > other).any())

    on = points[~off]
    assert len(on)
    assert not any(beats(one, other) for one in points for other in on)
    assert all(any(beats(one, other) for one in on) for other in points[off])


@given(arrays(np.float64, (2, 6, REPLICATES), elements=st.floats(-5, 5, width=16)))
def test_a_design_that_is_told_to_be_dominated_is_so_by_value(figures: Array) -> None:
    """Noise in mind, the front holds all that stands on it by value."""
    assert not (dominated(figures, "95") & ~dominated(figures, "80")).any()
    assert not (dominated(figures, "80") & ~dominated(figures, "plain")).any()


def test_the_knee_gives_up_least() -> None:
    """Of (0, 10), (8, 8), (10, 0) it is the one in the corner, in whatever unit; of two designs none is."""
    values = np.array([[0.0, 10], [8, 8], [10, 0]])
    assert knee(values) == knee(values * [1e6, 1e-3]) == 1
    assert knee(values[:2]) is None


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A finished study of ten designs."""
    outcomes = "outcomes:\n  - kpi: net_value\n  - {kpi: retention, world: difference}\n  - kpi: outstanding_value\n"
    return run(small(outcomes=outcomes, monthly=""), tmp_path_factory.mktemp("pareto"))


def test_by_default_value_retention_and_what_is_owed_are_weighed(results: Results) -> None:
    """Less is better of what is owed; every design is on the front, dominated, or left out."""
    found = front(results, dominance="plain")
    assert [(each.outcome.label, each.better) for each in found.objectives] == [
        ("net_value", "higher"), ("retention.difference", "higher"), ("outstanding_value", "lower")
    ]  # fmt: skip
    assert len(found.designs) + len(found.dominated) + len(found.left_out) == 10
    best = results.standings()[0]
    assert found.designs[0].design == best.design


def test_what_is_weighed_can_be_said(results: Results) -> None:
    """By name and direction; unknown names and one outcome alone are refused."""
    asked = objectives_of(results, ["retention.difference:lower", "net_value"])
    assert [each.better for each in asked] == ["lower", "higher"]
    for names, sentence in (
        (["margin", "net_value"], "is no outcome"),
        (["net_value"], "two or three"),
        (["net_value", "net_value"], "two or three"),
        (["net_value:up", "retention.difference"], "needs a direction"),
    ):
        with pytest.raises(ValueError, match=sentence):
            objectives_of(results, names)


def test_designs_on_the_front_open_as_scenarios(results: Results, tmp_path: Path) -> None:
    """Each file is the base with the levers of the design, under its name."""
    found = front(results)
    paths = write(results, found.designs, tmp_path / "front")
    assert len(paths) == len(found.designs)
    for path, each in zip(paths, found.designs, strict=True):
        scenario = load(path)
        assert scenario.program.expiry.months == each.design.settings.get(
            "program.expiry.months", results.plan.base.program.expiry.months
        )
        assert scenario.run == results.plan.base.run
