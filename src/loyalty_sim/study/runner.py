"""Doing the runs of a plan: side by side on any executor, with progress, cancelling, and no more at once than needed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from threading import Event

from loyalty_sim.engine import Cancelled, simulate
from loyalty_sim.engine.population import populate
from loyalty_sim.finance import checks
from loyalty_sim.study.plan import Plan, Row
from loyalty_sim.study.rows import Found, Task, run_block, run_row

POLL = 0.25
"""Seconds between looks at whether to stop."""
BLOCK_SECONDS = 0.5
"""Work that is handed out at once: enough not to notice the handing out, and little enough to be lost."""
LARGEST_BLOCK = 200
LONG_RUN = 30.0
"""Seconds of one run above which its customers are spread, rather than the runs."""
SAMPLE = 2_000
"""Customers of the trial run from which the cost is estimated."""

Progress = Callable[["Done"], None]


class LostWorkersError(BrokenExecutor):
    """The executor cannot go on: its processes or machines are gone. What was done is kept."""


@dataclass(frozen=True)
class Done:
    """How far a study is."""

    runs: int
    total: int
    rate: float
    """Runs a second since the start of this session."""
    failed: int

    @property
    def seconds_left(self) -> float | None:
        """Time to the end at that rate; None before the first run is done."""
        return (self.total - self.runs) / self.rate if self.rate > 0 else None


@dataclass(frozen=True)
class Cost:
    """What a study takes, estimated from a trial run of the base with few customers."""

    runs: int
    seconds_per_run: float
    """On one core."""
    jobs: int
    cores: int

    @property
    def seconds(self) -> float:
        """Of all runs side by side."""
        return self.runs * self.seconds_per_run / min(self.jobs, self.cores, self.jobs if self.spread else self.runs)

    @property
    def spread(self) -> bool:
        """Whether the customers of a run are spread over the executor, rather than the runs."""
        return self.runs < self.jobs or self.seconds_per_run > LONG_RUN


def estimate_cost(plan: Plan, runs: int | None = None, jobs: int | None = None, cores: int | None = None) -> Cost:
    """What the runs of a plan take, from a trial with few customers, whose books must balance.

    Args:
        runs: how many are still to be done; by default all.
        jobs: how many are done side by side; by default one a core.
        cores: of the cluster; by default those of this machine.

    Raises:
        RuntimeError: the books of the trial do not balance, so that no number of the study could be used.
    """
    customers = min(SAMPLE, plan.base.run.customers)
    small = plan.base.model_copy(update={"run": plan.base.run.model_copy(update={"customers": customers})})
    simulate(small, threads=1)  # compiles, on a machine that has not
    start = time.perf_counter()
    result = simulate(small, threads=1)
    seconds = time.perf_counter() - start
    broken = [check for check in checks(result) if not check.ok and check.level == "error"]
    if broken:
        raise RuntimeError(f"the books of the base scenario do not balance ({broken[0].name}: {broken[0].detail})")
    per_run = seconds * populate(plan.base).lives / result.lives
    cores = cores or os.cpu_count() or 1
    return Cost(len(plan) if runs is None else runs, per_run, jobs or cores, cores)


def sweep(
    plan: Plan,
    rows: Sequence[Row],
    cost: Cost,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> Generator[Found]:
    """Do some runs of a plan and yield what they find, in whatever order they are done.

    Args:
        rows: the runs to do, in the order in which they are begun.
        cost: what one of them takes, and how many are done side by side.
        executor: where they are done; by default a pool of threads.
        progress: called in this thread after each block of runs.
        cancel: when set, nothing more is begun.

    Raises:
        Cancelled: ``cancel`` was set.
        LostWorkersError: the executor broke.
    """
    done = failed = 0
    start = time.perf_counter()
    for found in _spread(plan, rows, cost, executor, cancel) if cost.spread else _blocks(plan, rows, cost, executor, cancel):
        done += len(found)
        failed += sum(each.reason is not None for each in found)
        yield from found
        if progress is not None:
            progress(Done(done, len(rows), done / (time.perf_counter() - start), failed))


def _spread(
    plan: Plan, rows: Sequence[Row], cost: Cost, executor: Executor | None, cancel: Event | None
) -> Iterator[list[Found]]:
    """One run after the other, the customers of each side by side."""
    task = Task.of(plan)
    for row in rows:
        with _told():
            found = run_row(task, row.index, plan.settings(row), executor, cost.jobs, cancel)
        yield [found]


def _blocks(
    plan: Plan, rows: Sequence[Row], cost: Cost, executor: Executor | None, cancel: Event | None
) -> Iterator[list[Found]]:
    """Blocks of runs side by side, each run in one thread."""
    task = Task.of(plan)
    size = min(max(1, round(BLOCK_SECONDS / max(cost.seconds_per_run, 1e-6))), LARGEST_BLOCK, -(-len(rows) // cost.jobs))
    queue = iter(rows)
    own = ThreadPoolExecutor(cost.jobs, "study") if executor is None else None
    pool: Executor = own or executor  # type: ignore[assignment]
    stop = Event()
    shared = (stop,) if own is not None else ()  # another process could not see it
    waiting: set[Future[list[Found]]] = set()
    try:
        while True:
            while len(waiting) < 2 * cost.jobs and (block := list(islice(queue, max(1, size)))):
                with _told():
                    waiting.add(pool.submit(run_block, task, [(row.index, plan.settings(row)) for row in block], *shared))
            if not waiting:
                return
            finished, waiting = wait(waiting, POLL, FIRST_COMPLETED)
            for future in finished:
                with _told():
                    found = future.result()
                yield found
            if cancel is not None and cancel.is_set():
                raise Cancelled
    finally:
        stop.set()
        for future in waiting:
            future.cancel()
        if own is not None:
            own.shutdown(cancel_futures=True)


@contextmanager
def _told() -> Iterator[None]:
    """Runs record what is wrong with them; whatever else an executor raises is that it cannot go on."""
    try:
        yield
    except (Cancelled, MemoryError, LostWorkersError):
        raise
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise LostWorkersError(f"the workers cannot go on: {reason}") from error
