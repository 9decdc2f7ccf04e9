"""Run a scenario: split the customers over an executor, add up their tallies, and say what was done."""

from __future__ import annotations

import hashlib
import importlib.metadata
import itertools
import json
import os
import platform
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from loyalty_sim.engine.chunks import ELSEWHERE, HERE, Engine, Work, bounds, live
from loyalty_sim.engine.tally import Tally
from loyalty_sim.scenario import Scenario

MODEL_VERSION = 2
"""Raised whenever any number changes."""

Progress = Callable[[int, int], None]


class Inline(Executor):
    """Does what it is given at once, in the thread that gives it: where others already work side by side."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Cancelled(Exception):  # noqa: N818 - a decision, not a mistake
    """The run was cancelled before it was finished."""


@dataclass(frozen=True)
class Result:
    """What a run found; every table, statement and chart is computed from it."""

    scenario: Scenario
    tally: Tally
    scale: float
    """Real customers per simulated one."""
    lives: int
    """Simulated lives, those who lapsed before month 1 included."""
    events: int
    manifest: dict[str, Any] = field(compare=False)
    """Run id, versions, engine, threads and timings."""


@cache
def package_versions() -> dict[str, str]:
    """Versions of what computes a result, this package first."""

    def version(name: str) -> str:
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            return "a checkout that is not installed"

    return {name: version(name) for name in ("loyalty-sim", "numpy", "numba", "scipy", "simpy")}


NO_NUMBER: Any = {
    **dict.fromkeys(("name", "story", "teaches", "schema_version"), True),
    "program": {"jurisdictions"},
    "current_program": {"jurisdictions"},
}
"""Fields of a scenario that change no number."""


def run_id(scenario: Scenario) -> str:
    """Identity of a run: a hash of all that can change a number, and of nothing else."""
    content = scenario.model_dump(mode="json", exclude=NO_NUMBER)
    text = json.dumps({"model_version": MODEL_VERSION, "scenario": content}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def simulate(
    scenario: Scenario,
    *,
    engine: Engine = "compiled",
    executor: Executor | None = None,
    threads: int | None = None,
    chunks: int | None = None,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Result:
    """Simulate a scenario in the program world and in the no-program world.

    Args:
        scenario: what to simulate.
        engine: "compiled", or "simpy" for one SimPy process per customer: the same numbers, some hundred times slower.
        executor: where chunks of customers are simulated, any of ``concurrent.futures`` or a cluster, whose chunks are
            larger; by default a pool of threads of this call.
        threads: threads of that pool, or how many chunks the executor works on at once; by default the number of cores.
        chunks: parts into which the customers are split; changes no number.
        progress: called with lives simulated and lives in all, after each chunk, from the calling thread.
        cancel: when set, the run stops after the chunks under way.

    Returns:
        The result, the same for any executor, number of threads and number of chunks.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    work, workers = Work.of(scenario), threads or os.cpu_count() or 1
    lives, scale = work.population.lives, work.population.scale
    size = HERE if executor is None or isinstance(executor, Inline | ThreadPoolExecutor) else ELSEWHERE
    parts = list(itertools.pairwise(bounds(lives, workers, size, chunks)))
    own = ThreadPoolExecutor(workers) if executor is None else None
    try:
        at_once = 2 * workers + 2  # no more than memory and cancelling like
        tally, events = _gather(own or executor, engine, work, parts, at_once, progress, cancel)  # type: ignore[arg-type]
    finally:
        if own is not None:
            own.shutdown(cancel_futures=True)
    manifest = {
        "run_id": run_id(scenario), "model_version": MODEL_VERSION, "engine": engine, "threads": workers,
        "customers": scenario.run.customers, "lives": lives, "events": events, "scale": scale,
        "seed": scenario.run.seed, "started": started.isoformat(), "seconds": time.perf_counter() - clock,
        "platform": platform.platform(), "python": platform.python_version(),
        "packages": package_versions(),
    }  # fmt: skip
    return Result(scenario, tally, scale, lives, events, manifest)


def _gather(
    executor: Executor,
    engine: Engine,
    work: Work,
    parts: list[tuple[int, int]],
    at_once: int,
    progress: Progress | None,
    cancel: threading.Event | None,
) -> tuple[Tally, int]:
    """Add up the tallies of all chunks, in whatever order they are done: integers do not mind."""
    tally: Tally | None = None
    waiting: dict[Future[tuple[Tally, int]], int] = {}
    queue = iter(parts)
    events = done = 0

    def submit_next() -> None:
        part = next(queue, None)
        if part is not None:
            waiting[executor.submit(live, work, engine, *part)] = part[1] - part[0]

    try:
        for _ in range(at_once):
            submit_next()
        while waiting:
            if cancel is not None and cancel.is_set():
                raise Cancelled
            future = next(as_completed(waiting))
            part, count = future.result()
            done += waiting.pop(future)
            if tally is None:
                tally = part
            else:
                tally.add(part)
            events += count
            submit_next()
            if progress is not None:
                progress(done, work.population.lives)
    finally:
        for future in waiting:
            future.cancel()
    assert tally is not None
    return tally, events
