"""Which assumption drives an outcome, when all of them are uncertain together.

Morris screening takes few runs and sorts assumptions into those that matter and those that do not. Sobol indices take more
and say how much: the first-order index is the part of the variance that knowing an assumption alone would take away, the
total index the part that would be left if all others were known. Both are computed by SALib (Herman & Usher 2017; Iwanaga,
Usher & Herman 2022) from the runs of a study, whose draws are the design that they need.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from loyalty_sim.finance.estimate import REPLICATES, Array, jackknife
from loyalty_sim.study.ends import label
from loyalty_sim.study.files import planned
from loyalty_sim.study.plan import Plan
from loyalty_sim.study.results import Results
from loyalty_sim.study.rows import Measured, measured
from loyalty_sim.study.sampling import MORRIS_LEVELS, trajectories
from loyalty_sim.study.specification import Draws, Sampling

Method = Literal["morris", "sobol"]
DESIGN: dict[Method, Literal["morris", "saltelli"]] = {"morris": "morris", "sobol": "saltelli"}
DEFAULT_SAMPLES: dict[Method, int] = {"morris": 16, "sobol": 64}
RESAMPLES = 1000
"""Of the bootstrap."""
FEWEST = 4
"""Samples from which indices are shown."""
STEADY = 0.05
"""Change of an index from half of the samples to all of them that is small, as a share of all that varies (Sobol) or of the
largest effect (Morris)."""


@dataclass(frozen=True)
class Index:
    """A measure of importance."""

    value: float
    low: float
    high: float
    """Its 95 % interval over other samples of the assumptions, by bootstrap."""
    noise: float
    """Its standard error over other customers, by the jackknife."""


@dataclass(frozen=True)
class Importance:
    """How much an assumption matters."""

    path: str
    label: str
    main: Index
    """Sobol: the total index. Morris: mu*, the mean size of the change in the outcome when the assumption alone goes from
    one end to the other."""
    second: Index | None
    """Sobol: the first-order index; None for Morris."""
    mu: float | None
    """Morris: the mean change, with its sign; None for Sobol."""
    sigma: float | None
    """Morris: standard deviation of the change, large where it depends on the other assumptions, or is no straight line."""


@dataclass(frozen=True)
class Stage:
    """The main index of each assumption from the first samples."""

    samples: int
    runs: int
    values: dict[str, float]
    """By path."""


@dataclass(frozen=True)
class Sensitivity:
    """Which assumptions drive an outcome."""

    method: Method
    outcome: str
    """Name of its column."""
    mean: float
    sd: float
    """Over all runs of a Sobol design; of a Morris design, which is no sample, it says nothing more than that it varies."""
    importances: tuple[Importance, ...]
    """The most important first."""
    stages: tuple[Stage, ...]
    """Convergence: a quarter, half and all of the samples."""
    left_out: int
    """Samples with a run without a value."""

    @property
    def steady(self) -> bool:
        """Whether no main index moved much from half of the samples to all of them."""
        if len(self.stages) < 2:
            return False
        before, now = self.stages[-2].values, self.stages[-1].values
        scale = 1.0 if self.method == "sobol" else max(now.values(), default=0.0)
        return all(abs(now[path] - before[path]) <= STEADY * scale for path in now)


def sensitivity_plan(plan: Plan, method: Method, samples: int | None = None) -> Plan:
    """The study of the base scenario alone, with the draws that a method needs; it is done by ``run`` like any other.

    Args:
        samples: trajectories (Morris) or base points (Sobol, a power of 2); each takes as many runs as there are
            uncertainties, and one more (Morris) or two more (Sobol).

    Raises:
        ScenarioError: it has no uncertainties, or too many runs.
        ValidationError: the number of samples is not allowed.
    """
    draws = Draws(count=samples or DEFAULT_SAMPLES[method], method=DESIGN[method])
    bare = {"levers": (), "designs": (), "constraints": (), "monthly": (), "sampling": Sampling(), "draws": draws}
    return planned(plan.study.model_copy(update=bare))


def sensitivities(results: Results) -> dict[str, Sensitivity]:
    """The importance of every uncertainty for every figure of a finished study, by its column.

    Raises:
        ValueError: the draws of the study are no design of a method.
    """
    return {each.column: sensitivity_of(results, each) for each in measured(results.plan.study)}


def sensitivity_of(results: Results, measured: Measured) -> Sensitivity:
    """The importance of every uncertainty for one figure of a finished study.

    Raises:
        ValueError: as ``sensitivities``.
    """
    plan = results.plan
    method = method_of(plan)
    if method is None:
        raise ValueError("the draws of this study are no design of sensitivity; do it with loyalty-sim sensitivity")
    paths = [each.path for each in plan.study.uncertainties]
    labels = [label(plan.base, path) for path in paths]
    return sensitivity(method, measured.column, paths, _by_draw(results, measured), plan.base.run.seed, labels)


def method_of(plan: Plan) -> Method | None:
    """The method whose design the draws of a study are; None where they are none."""
    found = next((method for method, design in DESIGN.items() if design == plan.study.draws.method), None)
    return found if plan.study.uncertainties else None


def _by_draw(results: Results, each: Measured) -> Array:
    """A figure of the base design, ``[draw, replicate]``, the mean over replications."""
    plan = results.plan
    mean: Array = results.figures(each)[0].reshape(len(plan.draws), -1, REPLICATES).mean(axis=1)
    return mean


def sensitivity(
    method: Method, outcome: str, paths: Sequence[str], outputs: Array, seed: int, labels: Sequence[str] = ()
) -> Sensitivity:
    """The importance of inputs for outputs of any model.

    Args:
        paths: names of the inputs.
        outputs: ``[point, replicate]`` of the model at ``sampling.saltelli`` or ``sampling.morris`` of these names and
            seed; replicates after the first leave out a batch of customers each and may be missing.
        labels: what the inputs are called; by default their names.
    """
    group = len(paths) + (1 if method == "morris" else 2)
    whole = outputs.reshape(-1, group, outputs.shape[1])
    kept = np.isfinite(whole).all(axis=(1, 2))
    grids = trajectories(paths, len(whole), seed)[kept] if method == "morris" else None
    values = whole[kept]
    count = len(values)
    analysed = _analysed(method, paths, values, grids, seed)
    stages = [
        Stage(size, size * group, dict(zip(paths, _main(method, paths, values[:size], grids, seed), strict=True)))
        for size in dict.fromkeys((count // 4, count // 2, count))
        if size >= FEWEST
    ]
    names = labels or paths
    importances = [Importance(path, name, *row) for path, name, row in zip(paths, names, analysed, strict=True)]
    importances.sort(key=lambda each: -each.main.value)
    runs = values[..., 0]
    mean, sd = (float(runs.mean()), float(runs.std())) if count else (math.nan, math.nan)
    return Sensitivity(method, outcome, mean, sd, tuple(importances), tuple(stages), int((~kept).sum()))


Row = tuple[Index, Index | None, float | None, float | None]


def _analysed(method: Method, paths: Sequence[str], values: Array, grids: Array | None, seed: int) -> list[Row]:
    """What SALib finds for every input, with the noise of the customers."""
    replicates = [_analyse(method, paths, values[..., column], grids, seed, 2) for column in range(1, values.shape[2])]
    whole = _analyse(method, paths, values[..., 0], grids, seed, RESAMPLES)

    def index(key: str, number: int) -> Index:
        value, width = float(whole[key][number]), float(whole[f"{key}_conf"][number])
        noise = 0.0
        if replicates:
            noise = float(jackknife(np.array([value, *(float(each[key][number]) for each in replicates)]))[1])
        return Index(value, value - width, value + width, noise)

    rows: list[Row] = []
    for number in range(len(paths)):
        if method == "sobol":
            rows.append((index("ST", number), index("S1", number), None, None))
        else:
            rows.append((index("mu_star", number), None, float(whole["mu"][number]), float(whole["sigma"][number])))
    return rows


def _main(method: Method, paths: Sequence[str], values: Array, grids: Array | None, seed: int) -> list[float]:
    found = _analyse(method, paths, values[..., 0], grids, seed, 2)
    return [float(value) for value in found["ST" if method == "sobol" else "mu_star"]]


def _analyse(
    method: Method, paths: Sequence[str], values: Array, grids: Array | None, seed: int, resamples: int
) -> dict[str, Any]:
    """SALib's analysis of ``[sample, point of it]``; what does not vary has indices of zero."""
    keys = ("ST", "ST_conf", "S1", "S1_conf") if method == "sobol" else ("mu_star", "mu_star_conf", "mu", "sigma")
    if not len(values):
        return {key: np.full(len(paths), np.nan) for key in keys}
    if np.ptp(values) == 0:
        return {key: np.zeros(len(paths)) for key in keys}
    problem = {"num_vars": len(paths), "names": list(paths), "bounds": [[0.0, 1.0]] * len(paths)}
    options = {"num_resamples": resamples, "conf_level": 0.95, "seed": seed % 2**32 + 1}  # 0 would be a random one
    if method == "sobol":
        from SALib.analyze import sobol  # takes two seconds

        return dict(sobol.analyze(problem, values.ravel(), calc_second_order=False, **options))
    from SALib.analyze import morris

    assert grids is not None
    inputs = grids[: len(values)].reshape(-1, len(paths))
    return dict(morris.analyze(problem, inputs, values.ravel(), num_levels=MORRIS_LEVELS, **options))
