"""Morris screening and Sobol indices: known answers, and studies that are done for them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from loyalty_sim.finance.estimate import REPLICATES
from loyalty_sim.scenario.files import ScenarioError
from loyalty_sim.study import Results, loads, read, run
from loyalty_sim.study.sampling import morris, saltelli, sobol, trajectories
from loyalty_sim.study.sensitivity import Importance, Sensitivity, sensitivities, sensitivity, sensitivity_plan
from tests.study.studies import contents, small

NAMES = ["a", "b", "c", "nothing"]
TWO = (
    "uncertainties:\n  - {path: behaviour.retention.lapse_multiplier, distribution: triangular}\n"
    "  - {path: economics.discount_rate}\n"
)


def ishigami(chances: np.ndarray) -> np.ndarray:
    """Ishigami & Homma 1990 with a = 7, b = 0.1, of uniform inputs from -pi to pi; the fourth does nothing."""
    x = np.pi * (2 * chances - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def by_path(found: Sensitivity) -> dict[str, Importance]:
    return {each.path: each for each in found.importances}


def test_sobol_indices_of_ishigami_are_the_known_ones() -> None:
    """First-order and total indices lie near those in closed form, which their intervals hold; what does nothing has exactly
    none."""
    known = {"a": (0.3139, 0.5576), "b": (0.4424, 0.4424), "c": (0.0, 0.2437), "nothing": (0.0, 0.0)}
    found = sensitivity("sobol", "y", NAMES, ishigami(saltelli(NAMES, 1024, 1))[:, None], 1)
    for path, (first, total) in known.items():
        each = by_path(found)[path]
        assert each.second is not None
        assert each.main.low <= total <= each.main.high
        assert each.second.low <= first <= each.second.high
        assert (each.main.value, each.second.value) == (pytest.approx(total, abs=0.03), pytest.approx(first, abs=0.03))
    assert [each.path for each in found.importances] == NAMES
    assert by_path(found)["nothing"].main.value == 0.0
    assert found.sd**2 == pytest.approx(13.8446, rel=0.02)


def test_convergence_is_shown_at_growing_samples() -> None:
    """A quarter, half and all of the samples; many are steady, few are not."""
    many = sensitivity("sobol", "y", NAMES, ishigami(saltelli(NAMES, 1024, 1))[:, None], 1)
    assert [(stage.samples, stage.runs) for stage in many.stages] == [(256, 1536), (512, 3072), (1024, 6144)]
    assert many.steady
    few = sensitivity("sobol", "y", NAMES, ishigami(saltelli(NAMES, 16, 1))[:, None], 1)
    assert not few.steady
    assert few.importances[0].main.high - few.importances[0].main.low > 0.3


def test_morris_effects_of_a_straight_line_are_its_slopes() -> None:
    """Each trajectory finds the slope: mu with its sign, mu* its size, and no sigma; an interaction has a sigma."""
    chances = morris(NAMES, 8, 3)
    line = chances @ np.array([1.0, -2.0, 4.0, 0.0]) / 0.99
    found = by_path(sensitivity("morris", "y", NAMES, line[:, None], 3))
    assert {path: round(each.mu, 9) for path, each in found.items()} == {"a": 1, "b": -2, "c": 4, "nothing": 0}
    assert {path: round(each.main.value, 9) for path, each in found.items()} == {"a": 1, "b": 2, "c": 4, "nothing": 0}
    assert max(each.sigma for each in found.values()) < 1e-9
    crossed = by_path(sensitivity("morris", "y", NAMES, (chances[:, 0] * chances[:, 1])[:, None], 3))
    assert crossed["a"].sigma > 0.1
    assert crossed["c"].main.value == 0.0


def test_the_designs_are_those_that_the_methods_need() -> None:
    """Saltelli: A, A with one column of B at a time, B, and the first points are a design too; Morris: one step of two
    thirds at a time, on four levels."""
    both = sobol([*NAMES, *(f"{name} again" for name in NAMES)], 8, 5)
    groups = saltelli(NAMES, 8, 5).reshape(8, 6, 4)
    assert (groups[:, 0] == both[:, :4]).all()
    assert (groups[:, -1] == both[:, 4:]).all()
    for index in range(4):
        assert ((groups[:, index + 1] != both[:, :4]) == (np.arange(4) == index)).all()
        assert (groups[:, index + 1, index] == both[:, 4 + index]).all()
    assert (saltelli(NAMES, 4, 5) == saltelli(NAMES, 8, 5)[:24]).all()
    paths = trajectories(NAMES, 50, 5)
    steps = np.diff(paths, axis=1)
    assert (np.sort(np.abs(steps), axis=2)[..., :-1] == 0).all()
    assert np.abs(steps).sum(axis=1) == pytest.approx(np.full((50, 4), 2 / 3))
    assert set(np.round(3 * paths.ravel(), 9)) == {0.0, 1.0, 2.0, 3.0}


def test_runs_without_a_value_leave_out_their_sample() -> None:
    """One failed run takes its group with it, and no other; the rest has the indices of a smaller design."""
    outputs = ishigami(saltelli(NAMES, 64, 1))
    broken = outputs.copy()
    broken[6 * 63 + 2] = np.nan
    found = sensitivity("sobol", "y", NAMES, broken[:, None], 1)
    assert found.left_out == 1
    assert found.importances == sensitivity("sobol", "y", NAMES, outputs[: 6 * 63, None], 1).importances


def test_the_noise_of_the_customers_is_told_apart() -> None:
    """Replicates that agree have no noise; those that differ have the jackknife's."""
    outputs = ishigami(saltelli(NAMES, 32, 1))
    same = sensitivity("sobol", "y", NAMES, np.repeat(outputs[:, None], REPLICATES, axis=1), 1)
    assert max(each.main.noise for each in same.importances) < 1e-12
    rng = np.random.default_rng(1)
    shaken = outputs[:, None] + 0.1 * rng.standard_normal((len(outputs), REPLICATES))
    assert by_path(sensitivity("sobol", "y", NAMES, shaken, 1))["nothing"].main.noise > 0


def test_what_does_not_vary_has_no_indices() -> None:
    """A constant output has zeros, not divisions by nothing."""
    for method, points in (("sobol", 8 * 6), ("morris", 8 * 5)):
        found = sensitivity(method, "y", NAMES, np.ones((points, 1)), 1)  # type: ignore[arg-type]
        assert [each.main.value for each in found.importances] == [0.0] * 4


@pytest.fixture(scope="module", params=["morris", "sobol"])
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, Results]:
    """A real study for either method, of two uncertainties one of which does nothing."""
    folder = tmp_path_factory.mktemp(request.param)
    plan = sensitivity_plan(small(uncertainties=TWO), request.param, 8)
    return request.param, folder, run(plan, folder, jobs=1)


def test_a_real_study_names_what_drives_it(done: tuple[str, Path, Results]) -> None:
    """All of the net value hangs on retention and exactly nothing on the discount rate; the base alone is simulated."""
    method, folder, results = done
    found = sensitivities(results)["net_value"]
    assert results.plan.lever_paths == ()
    assert len(results.plan) == 8 * (3 if method == "morris" else 4)
    assert found.importances[0].label == "Members stay longer"
    assert found.importances[0].main.value > 0
    assert found.importances[1].main == type(found.importances[1].main)(0.0, 0.0, 0.0, 0.0)
    assert sensitivities(read(folder))["net_value"] == found


def test_jobs_change_no_byte(done: tuple[str, Path, Results], tmp_path: Path) -> None:
    """The runs go through the runner of studies: the same files for any number of jobs, and they resume."""
    method, folder, _ = done
    plan = sensitivity_plan(small(uncertainties=TWO), method, 8)  # type: ignore[arg-type]
    run(plan, tmp_path, jobs=3)
    assert contents(tmp_path) == contents(folder)
    run(plan, tmp_path, resume=True)
    assert contents(tmp_path) == contents(folder)


def test_other_studies_have_no_indices(tmp_path: Path) -> None:
    """Draws that are no design are refused, and a design for indices is no sample to hold designs against."""
    results = run(small(levers="", uncertainties=TWO), tmp_path, jobs=1)
    with pytest.raises(ValueError, match="no design of sensitivity"):
        sensitivities(results)
    with pytest.raises(ScenarioError, match="is morris, which is no sample to hold designs against"):
        small(draws="draws: {count: 4, method: morris}\n")
    with pytest.raises(ScenarioError, match="balanced at powers of 2"):
        loads("base: {preset: coffee-stars}\ndraws: {count: 6, method: saltelli}\n" + TWO)
