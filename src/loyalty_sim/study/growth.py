"""A choice that is made sure: designs that may be the best are simulated again, with other customers and other draws, until
the choice is precise enough or a budget is spent.

Each round doubles the sample of every design that may still be the best, and leaves out for good those that are not. The
error of 5 % is shared out evenly over as many rounds as the budget allows, so that looking again does not add to it
(Bonferroni over stages; Nelson, Swann, Goldsman & Song 2001).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from threading import Event
from typing import Literal

import numpy as np

from loyalty_sim.finance.estimate import Array
from loyalty_sim.study.plan import Design, Plan, draws_of
from loyalty_sim.study.results import better, summing
from loyalty_sim.study.rows import Found
from loyalty_sim.study.runner import Done, Progress
from loyalty_sim.study.selection import CONFIDENCE, Contender, Selection, compared_with_best, mirrored, sources
from loyalty_sim.study.simulated import simulated, stacked

MOST_DOUBLINGS = 12

Ended = Literal["one", "precise", "budget"]


@dataclass(frozen=True)
class Round:
    """What was known after a round."""

    samples: int
    """Times that the customers and draws of the study were simulated for each design that was left."""
    runs: int
    """Of all rounds so far."""
    best: tuple[str, ...]
    """Names of the designs that may be the best."""
    loss: float
    """The most that is lost by taking the leader."""


@dataclass(frozen=True)
class Choice:
    """The designs that may be the best when there was no more to do."""

    selection: Selection
    """Of the designs that were left in the last round; those left out before it are not in it."""
    ended: Ended
    """"one": a single design is left; "precise": what is lost by taking the leader is at most the margin; "budget": no
    round more could be afforded."""
    margin: float
    rounds: tuple[Round, ...]
    dropped: tuple[str, ...]
    """Names of the designs that are not the best, in the order in which they were left out."""


def choose(
    plan: Plan,
    margin: float,
    most_runs: int,
    *,
    confidence: float = CONFIDENCE,
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> Choice:
    """Simulate designs until one of them is the best, or it does not matter which.

    Args:
        plan: a study; its first outcome decides. Its constraints are not looked at.
        margin: a loss that does not matter, in the unit of the outcome; 0 goes on until one design is left.
        most_runs: the budget; the first round is always done.
        confidence: chance that the best is among the designs at the end, over all rounds together.
        executor, jobs, progress, cancel: as in ``run``; progress tells of the budget.

    Raises:
        ValueError: a design has no outcome.
        Cancelled: ``cancel`` was set.
        LostWorkersError: the executor broke.
    """

    def more(designs: Sequence[Design], sample: int, done: int) -> Array:
        told = None if progress is None else _of_budget(progress, done, most_runs)
        part = _sample(plan, designs, sample)
        found = simulated(part, executor=executor, jobs=jobs, progress=told, cancel=cancel)
        _require(found, part)
        return stacked(found, 0, len(designs))

    return grown(plan, margin, most_runs, confidence, more)


def grown(
    plan: Plan, margin: float, most_runs: int, confidence: float, more: Callable[[Sequence[Design], int, int], Array]
) -> Choice:
    """The same from any source of figures: ``more`` gives ``[design, run, replicate]`` of designs in their n-th sample."""
    outcome = plan.study.outcomes[0]
    sign = 1.0 if better(outcome) == "higher" else -1.0
    statistic = outcome.statistic if sign > 0 else mirrored(outcome.statistic)
    each = len(plan.draws) * plan.study.run.replications
    stages = _stages(len(plan.designs), each, most_runs)
    error = (1 - confidence) / stages
    left, dropped = list(plan.designs), list[str]()
    figures: Array | None = None
    rounds: list[Round] = []
    samples = runs = 0
    while True:
        wanted = max(1, 2 * samples)
        for sample in range(samples, wanted):
            new = sign * more(left, sample, runs)
            new = new.reshape(len(left), len(plan.draws), -1, new.shape[-1])
            figures = new if figures is None else _joined(figures, new, drawn=len(plan.draws) > 1)
            runs += len(left) * each
        samples = wanted
        assert figures is not None
        of_runs = figures.reshape(len(left), -1, figures.shape[-1])
        made = sources(figures, statistic, plan.base.run.seed, outcome.risk_aversion)
        values = summing(statistic, outcome.risk_aversion)(of_runs, axis=1)
        found = compared_with_best(left, values, made, 1 - error)
        told = tuple(Contender(c.design, sign * c.value, c.gap, c.low, c.high, c.best) for c in found)
        selection = Selection(outcome.label, confidence, told, len(dropped))
        rounds.append(Round(samples, runs, tuple(c.design.name for c in selection.best), selection.loss))
        ended: Ended | None = "one" if len(selection.best) == 1 else "precise" if selection.loss <= margin else None
        if ended is None and (len(rounds) == stages or runs + samples * each * len(selection.best) > most_runs):
            ended = "budget"
        if ended is not None:
            return Choice(selection, ended, margin, tuple(rounds), tuple(dropped))
        kept = {c.design.index for c in selection.best}
        dropped += [design.name for design in left if design.index not in kept]
        figures = figures[[design.index in kept for design in left]]
        left = [design for design in left if design.index in kept]


def _stages(designs: int, each: int, most_runs: int) -> int:
    """Rounds that the budget could allow: all but two designs left out in the first."""
    after = max(0, most_runs - designs * each) / (2 * each)
    return min(1 + math.floor(math.log2(1 + after)), MOST_DOUBLINGS)


def _joined(figures: Array, new: Array, drawn: bool) -> Array:
    """Samples together: more draws, or where nothing is drawn more replications."""
    return np.concatenate([figures, new], axis=1 if drawn else 2)


def _sample(plan: Plan, designs: Sequence[Design], sample: int) -> Plan:
    """The n-th sample of a study: other customers, and other draws of what is not known."""
    seed = plan.base.run.seed + sample * plan.study.run.replications
    base = plan.base.model_copy(update={"run": plan.base.run.model_copy(update={"seed": seed})})
    numbered = tuple(Design(index, design.name, design.settings) for index, design in enumerate(designs))
    return Plan(plan.study, base, numbered, tuple(draws_of(plan.study, base)))


def _require(found: Sequence[Found], plan: Plan) -> None:
    for each in found:
        name = plan.designs[plan.row(each.row).design].name
        if each.reason is not None:
            raise ValueError(f"{name} cannot be simulated: {each.reason}")
        if not np.isfinite(each.figures[0]).all():
            raise ValueError(f"{name} has no {plan.study.outcomes[0].label}; choose another first outcome")


def _of_budget(progress: Progress, before: int, most_runs: int) -> Progress:
    def told(done: Done) -> None:
        progress(Done(before + done.runs, max(most_runs, before + done.total), done.rate, done.failed))

    return told
