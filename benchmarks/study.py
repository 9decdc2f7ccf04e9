"""Studies: a thousand designs, what each costs beyond its simulation, and a cluster of two processes beside two threads."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import plain
from loyalty_sim.engine import simulate
from loyalty_sim.study import Plan, Results, loads, run
from loyalty_sim.study.executors import cluster
from loyalty_sim.study.plan import build
from loyalty_sim.study.rows import Task, run_block

STUDY = """
base: {{preset: beauty-tiers}}
levers:
  - {{path: program.expiry.months, low: 3, high: 36}}
  - {{path: program.point_value, low: 0.01, high: 0.06}}
  - path: "program.tiers.levels[0].threshold"
    low: 250
    high: 800
    linked: [{{path: "program.tiers.levels[1].threshold", factor: 2.4}}]
sampling: {{method: latin hypercube, samples: {samples}}}
run: {{customers: {customers}, months: 36}}
"""
SAMPLE = 40
"""Designs of which the part beyond the simulation is measured."""
ROUNDS = 3


def plan(designs: int, customers: int = 10_000) -> Plan:
    """So many designs of three levers, the base among them; five outcomes of each."""
    return loads(STUDY.format(samples=designs - 1, customers=customers))


def measure(designs: int = 1_000) -> dict[str, Any]:
    """All of it, in this process and the workers of the cluster."""
    chosen = plan(designs)
    wall, busy, results = done(chosen)
    if results.failed:
        raise plain.WrongResultError(f"{results.failed} of {designs} designs failed")
    threads, processes = beside_a_cluster(plan(max(60, designs // 10)))
    return {
        "designs": designs, "customers": 10_000, "months": 36, "seconds": wall, "processor_seconds": busy,
        "beyond_ms": 1000 * beyond_simulation(chosen), "threads": threads, "cluster": processes,
    }  # fmt: skip


def done(chosen: Plan, executor: Executor | None = None, jobs: int = 2) -> tuple[float, float, Results]:
    """Seconds on the clock and of the processor in which a study is done."""
    with tempfile.TemporaryDirectory() as folder:
        start, busy = time.perf_counter(), time.process_time()
        results = run(chosen, Path(folder) / "study", executor=executor, jobs=jobs)
        return time.perf_counter() - start, time.process_time() - busy, results


def beyond_simulation(chosen: Plan) -> float:
    """Processor seconds of a design less those of ``simulate`` on the same scenario, the median of some designs."""
    task, found = Task.of(chosen), []
    rows = list(chosen.rows())[:SAMPLE]
    for row in rows[:1] + rows:  # the first warms up
        settings = chosen.settings(row)
        scenario = build(task.content, settings)
        alone = _busy(lambda scenario=scenario: simulate(scenario, threads=1))
        whole = _busy(lambda row=row, settings=settings: run_block(task, [(row.index, settings)]))
        found.append(whole - alone)
    return median(found[1:])


def _busy(work: Callable[[], Any]) -> float:
    """Processor seconds of this process: ``simulate`` works in a thread of its own."""
    start = time.process_time()
    work()
    return time.process_time() - start


def beside_a_cluster(chosen: Plan) -> tuple[list[float], list[float]]:
    """Seconds of a study on two threads and on a Dask cluster of two processes, in turn."""
    threads, processes = [], []
    with cluster("local", chosen.base, 2) as (executor, jobs):
        for _ in range(ROUNDS):
            here, _, one = done(chosen)
            there, _, other = done(chosen, executor, jobs)
            if not one.table.equals(other.table):
                raise plain.WrongResultError("the cluster finds other outcomes than the threads")
            threads.append(here)
            processes.append(there)
    return threads, processes
