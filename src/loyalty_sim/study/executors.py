"""A cluster as an executor of ``concurrent.futures``: Dask distributed, an optional dependency."""

from __future__ import annotations

import importlib
import logging
import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from typing import Any

from loyalty_sim.engine import MODEL_VERSION, package_versions
from loyalty_sim.study.plan import Plan
from loyalty_sim.study.rows import Task, run_row

LOCAL = "local"
"""Instead of an address: a cluster of processes on this machine."""
PATIENCE = 15
"""Seconds in which a scheduler must answer."""
EXACT = ("numpy", "numba", "scipy")
"""Packages that compute numbers, of which a cluster must have the versions that are here."""


class ClusterError(RuntimeError):
    """A cluster cannot be used; says why in a sentence."""


@contextmanager
def cluster(address: str, plan: Plan, jobs: int | None = None) -> Iterator[tuple[Executor, int]]:
    """An executor on a Dask cluster that is ready for a plan, and how many things it does at once.

    Args:
        address: of the scheduler, such as tcp://10.0.0.1:8786; or "local" for processes on this machine.
        jobs: processes of a local cluster; by default one a core.

    Raises:
        ClusterError: Dask is not installed, nobody answers, no worker is there, or a worker would compute other numbers.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise ClusterError("a cluster needs Dask: pip install 'loyalty-sim[cluster]'") from None
    with ExitStack() as stack:
        if address == LOCAL:
            options = {"n_workers": jobs or os.cpu_count() or 1, "threads_per_worker": 1, "dashboard_address": None}
            options |= {"processes": True, "silence_logs": logging.ERROR}
            target: Any = stack.enter_context(distributed.LocalCluster(**options))
        else:
            target = address
        try:
            client = stack.enter_context(distributed.Client(target, timeout=PATIENCE, set_as_default=False))
        except (OSError, ValueError) as error:
            reason = " ".join(str(error).split()) or "no answer"
            raise ClusterError(f"no Dask scheduler answers at {address}: {reason}") from None
        at_once = _ready(client, address)
        warm(client, plan)
        yield client.get_executor(pure=False), at_once


def _ready(client: Any, address: str) -> int:
    """Number of threads of all workers, after each has shown that it computes what this machine would."""
    found: dict[str, tuple[int, dict[str, str]] | str] = client.run(_versions, on_error="return")
    if not found:
        raise ClusterError(f"the cluster at {address} has no workers")
    here = _versions()
    for worker, there in found.items():
        if not isinstance(there, tuple):
            raise ClusterError(f"worker {worker} cannot import loyalty-sim: {there}; install it there")
        if there[0] != here[0]:
            raise ClusterError(f"worker {worker} has model version {there[0]}, not {here[0]}: install the same loyalty-sim")
        for name in EXACT:
            if there[1][name] != here[1][name]:
                raise ClusterError(f"worker {worker} has {name} {there[1][name]}, not {here[1][name]}: install the same")
    return sum(client.nthreads().values())


def _versions() -> tuple[int, dict[str, str]]:
    return MODEL_VERSION, package_versions()


def warm(client: Any, plan: Plan) -> None:
    """Have every worker compile, or load, the rules that the base scenario needs, before runs are handed out: one worker
    of each machine first, from whom the others find them compiled."""
    hosts = {worker.rpartition(":")[0]: worker for worker in client.nthreads()}
    client.run(_compile, Task.of(plan), workers=list(hosts.values()))
    client.run(_compile, Task.of(plan))


def _compile(task: Task) -> None:
    run_row(task, 0, {"run.customers": 100, "run.months": 1, "run.warmup_months": 0}, None, 1)
