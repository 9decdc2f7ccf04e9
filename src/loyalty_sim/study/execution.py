"""A study from its plan to its finished folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import closing
from pathlib import Path
from threading import Event

from loyalty_sim.study.plan import Plan, Row
from loyalty_sim.study.precision import reached, sized
from loyalty_sim.study.results import Results, read
from loyalty_sim.study.rows import Found
from loyalty_sim.study.runner import Cost, Done, Progress, estimate_cost, sweep
from loyalty_sim.study.store import Store

KEEP_SECONDS = 2.0
"""Finished runs are kept at least this often: no more is lost when the power is cut."""


def run(
    plan: Plan,
    folder: str | Path,
    *,
    resume: bool = False,
    executor: Executor | None = None,
    jobs: int | None = None,
    announce: Callable[[Cost], None] | None = None,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> Results:
    """Do a study and leave its tables in a folder.

    Args:
        plan: from ``load`` or ``planned``.
        folder: where; made when it is not there.
        resume: go on with what is there. The files are then the same, to the last byte, as those of a study that was never
            interrupted.
        executor: any of ``concurrent.futures``, or that of a cluster; by default a pool of threads.
        jobs: how many runs are done side by side, or how many an executor can do; by default one a core. Changes no number.
        announce: called in this thread with what the runs that are to be done will take, before the first of them.
        progress: called in this thread after each block of runs.
        cancel: when set, nothing more is begun; what was done is kept.

    Returns:
        The results, as ``read`` finds them in the folder.

    Raises:
        StudyFolderError: the folder holds something else, or this study in another version; names what has changed.
        Cancelled: ``cancel`` was set.
        LostWorkersError: the executor broke; what was done is kept.
        OSError: the folder cannot be written.
    """
    plan = sized(plan)
    with closing(Store(Path(folder), plan, resume=resume)) as store:
        rows = store.to_do()
        if rows:
            cost = estimate_cost(plan, len(rows), jobs, cores=jobs if executor is not None else None)
            if announce is not None:
                announce(cost)
            store.note("resumed" if store.done else "begun", jobs=cost.jobs, pool=_named(executor))
            carry_out(store, rows, cost, executor, progress, cancel)
        asked = plan.study.run.precision is not None and not store.complete
        precise = reached(Results(plan, store.kept())) if asked else None
        store.finish(None if precise is None else precise.document())
        if rows:
            store.note("finished")
    return read(folder)


def _named(executor: Executor | None) -> str:
    return "threads" if executor is None else type(executor).__name__


def carry_out(
    store: Store,
    rows: Sequence[Row],
    cost: Cost,
    executor: Executor | None,
    progress: Progress | None,
    cancel: Event | None,
) -> None:
    """Do runs, and keep what they find every few seconds and when interrupted."""
    before = store.done

    def report(done: Done) -> None:
        if progress is not None:
            progress(Done(before + done.runs, before + done.total, done.rate, done.failed))

    pending: list[Found] = []
    kept = time.monotonic()
    try:
        with closing(sweep(store.plan, rows, cost, executor=executor, progress=report, cancel=cancel)) as found:
            for each in found:
                pending.append(each)
                if time.monotonic() - kept > KEEP_SECONDS:
                    store.keep(pending)
                    pending, kept = [], time.monotonic()
    finally:
        store.keep(pending)
