"""The runs of a plan that is not kept in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from threading import Event

import numpy as np

from loyalty_sim.finance.estimate import Array
from loyalty_sim.study.plan import Plan, Row
from loyalty_sim.study.rows import Found
from loyalty_sim.study.runner import Progress, estimate_cost, sweep


def simulated(
    plan: Plan,
    rows: Sequence[Row] | None = None,
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> list[Found]:
    """Do runs of a plan and return what they found, by their place in the table.

    Args:
        rows: which of them; by default all.
        executor, jobs, progress, cancel: as in ``run``.

    Raises:
        Cancelled: ``cancel`` was set.
        LostWorkersError: the executor broke.
    """
    rows = list(plan.rows()) if rows is None else rows
    cost = estimate_cost(plan, len(rows), jobs, cores=jobs if executor is not None else None)
    found = sweep(plan, rows, cost, executor=executor, progress=progress, cancel=cancel)
    return sorted(found, key=lambda each: each.row)


def stacked(found: Sequence[Found], index: int, designs: int) -> Array:
    """A figure of all runs of so many designs, ``[design, run, replicate]``.

    Args:
        index: which of the figures that are recorded.
    """
    values = np.stack([each.figures[index] for each in found])
    return values.reshape(designs, -1, values.shape[1])
