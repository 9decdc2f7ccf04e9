"""One run of a study: from its settings to its outcomes. What is wrong with it is recorded, and stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from dataclasses import dataclass
from threading import Event
from typing import Any, NamedTuple

import numpy as np
from pydantic import ValidationError

from loyalty_sim.engine import Cancelled, Inline, Result, simulate
from loyalty_sim.finance.estimate import REPLICATES, Array, jackknife
from loyalty_sim.finance.kpis import FIGURES, payback_estimate
from loyalty_sim.finance.line import FORMULAS
from loyalty_sim.finance.world import World, program_world
from loyalty_sim.scenario.problems import explain
from loyalty_sim.study import specification
from loyalty_sim.study.plan import Plan, Settings, build

SUFFIX: dict[specification.World, str] = {"program": "", "without": "_0", "difference": "_diff"}
"""Of the column of a figure in each world, as in monthly tables."""


class Measured(NamedTuple):
    """A key figure in one world."""

    kpi: str
    world: specification.World

    @property
    def column(self) -> str:
        """Name of its column in the table of outcomes."""
        return f"{self.kpi}{SUFFIX[self.world]}"


@dataclass(frozen=True)
class Task:
    """What all runs of a study have in common; small, for it travels with every block of them."""

    content: dict[str, Any]
    """The base scenario as nested mappings and tuples."""
    measured: tuple[Measured, ...]
    monthly: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan) -> Task:
        """The task of a plan."""
        return cls(plan.base.model_dump(), measured(plan.study), plan.study.monthly)


@dataclass(frozen=True)
class Found:
    """What a run found, or why there is none."""

    row: int
    run_id: str | None
    """Content hash of its scenario and the version of the model; None when that is not valid."""
    reason: str | None
    """Why the run failed; None when it did not."""
    figures: Array
    """``[figure, replicate]``; replicate 0 is the whole sample, the others leave out one batch of customers each."""
    se: Array
    """``[figure]`` standard error of the simulation."""
    monthly: Array
    """``[line, month]``."""


def measured(study: specification.Study) -> tuple[Measured, ...]:
    """The figures that a study records; two outcomes may be about the same one."""
    return tuple(dict.fromkeys(Measured(outcome.kpi, outcome.world) for outcome in study.outcomes))


def run_block(task: Task, block: Sequence[tuple[int, Settings]], cancel: Event | None = None) -> list[Found]:
    """Simulate some runs, one after the other, in this thread."""
    return [run_row(task, row, settings, Inline(), 1, cancel) for row, settings in block]


def run_row(
    task: Task,
    row: int,
    settings: Settings,
    executor: Executor | None = None,
    threads: int | None = None,
    cancel: Event | None = None,
) -> Found:
    """Simulate one run.

    Args:
        row: its place in the table.
        settings: how it differs from the base scenario.
        executor, threads: where its customers are simulated, as in ``simulate``.
        cancel: as in ``simulate``.

    Raises:
        Cancelled: it was cancelled.
        Exception: one that is ``of_the_machine``.
    """
    try:
        scenario = build(task.content, settings)
        result = simulate(scenario, executor=executor, threads=threads, cancel=cancel)
        return found(task, row, result)
    except ValidationError as error:
        return failed(task, row, "; ".join(str(problem) for problem in explain(error)))
    except Exception as error:
        if of_the_machine(error):
            raise
        return failed(task, row, f"{type(error).__name__}: {error}")


def of_the_machine(error: Exception) -> bool:
    """Whether a run was stopped by where it was done, not by what it is: it may be done again elsewhere."""
    machine = (Cancelled, MemoryError, OSError, BrokenExecutor, CancelledError)
    return isinstance(error, machine) or type(error).__module__.startswith("distributed")


def found(task: Task, row: int, result: Result) -> Found:
    """What a result says of the figures and lines that are recorded."""
    w = program_world(result)
    figures = np.stack([figure(w, each) for each in task.measured])
    se = jackknife(figures.T)[1]
    for index, each in enumerate(task.measured):
        if each.kpi == "payback" and (estimate := payback_estimate(w)) is not None:
            se[index] = estimate.se  # months are steps, which the jackknife does not serve
    lines = [FORMULAS[line](w)[0] for line in task.monthly]
    monthly = np.stack(lines) if lines else np.empty((0, w.months))
    return Found(row, str(result.manifest["run_id"]), None, figures, se, monthly)


def figure(w: World, measured: Measured) -> Array:
    """A key figure in one world, ``[replicate]``."""
    formula = FIGURES[measured.kpi].formula
    if measured.world == "program":
        return formula(w)
    return formula(w.without) if measured.world == "without" else formula(w) - formula(w.without)


def failed(task: Task, row: int, reason: str) -> Found:
    """A run without a result."""
    count = len(task.measured)
    nothing = np.full((len(task.monthly), int(task.content["run"]["months"])), np.nan)
    return Found(row, None, reason, np.full((count, REPLICATES), np.nan), np.full(count, np.nan), nothing)
