"""A cluster as an executor of ``concurrent.futures``: Dask distributed, an optional dependency."""

from __future__ import annotations

import hashlib
import importlib
import logging
import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from loyalty_sim.engine import MODEL_VERSION, package_versions, simulate
from loyalty_sim.scenario.scenario import Scenario
from loyalty_sim.study.machines import Machines

LOCAL = "local"
"""Instead of an address: a cluster of processes on this machine."""
PATIENCE = 15
"""Seconds in which a scheduler must answer."""
FEW = 100
"""Customers by which a worker shows what it computes."""
EXACT = ("numpy", "numba", "scipy")
"""Packages that compute numbers, of which a cluster must have the versions that are here."""


class ClusterError(RuntimeError):
    """A cluster cannot be used; says why in a sentence."""


@contextmanager
def cluster(address: str, scenario: Scenario, jobs: int | None = None) -> Iterator[tuple[Executor, int]]:
    """An executor on a Dask cluster that is ready for a scenario, and how many things it does at once. What it is given
    raises ``LostWorkersError`` when there are no workers any more.

    Args:
        address: of the scheduler, such as tcp://10.0.0.1:8786; or "local" for processes on this machine.
        scenario: to simulate, or the base of what is simulated.
        jobs: processes of a local cluster; by default one a core.

    Raises:
        ClusterError: Dask is not installed, nobody answers, no worker is there, or a worker would compute other numbers.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise ClusterError("a cluster needs Dask: pip install 'loyalty-sim[cluster]'") from None
    with ExitStack() as stack:
        stack.enter_context(_silent())
        target = stack.enter_context(distributed.LocalCluster(**_local(jobs))) if address == LOCAL else address
        try:
            client = stack.enter_context(distributed.Client(target, timeout=PATIENCE, set_as_default=False))
        except (OSError, ValueError) as error:
            raise ClusterError(f"no Dask scheduler answers at {address}: {_said(error)}") from None
        try:
            _require_same_versions(client, address)
            _require_same_numbers(client, scenario)
        except OSError as error:
            raise ClusterError(f"the cluster at {address} cannot be used: {_said(error)}") from None
        yield stack.enter_context(closing(Machines(client))), sum(client.nthreads().values())


def _local(jobs: int | None) -> dict[str, Any]:
    """A cluster of processes that tells nobody of itself, on whatever ports are free."""
    return {
        "n_workers": jobs or os.cpu_count() or 1, "threads_per_worker": 1, "processes": True,
        "dashboard_address": ":0", "scheduler_kwargs": {"dashboard": False}, "silence_logs": logging.CRITICAL,
    }  # fmt: skip


@contextmanager
def _silent() -> Iterator[None]:
    """Without what Dask writes to stderr of its inside; what matters of it is raised."""
    before = [(handler, handler.level) for handler in logging.getLogger("distributed").handlers]
    for handler, _ in before:
        handler.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for handler, level in before:
            handler.setLevel(level)


def _require_same_versions(client: Any, address: str) -> None:
    found: dict[str, tuple[int, dict[str, str]] | Exception] = client.run(_versions, on_error="return")
    if not found:
        raise ClusterError(f"the cluster at {address} has no workers")
    here = _versions()
    for worker, there in found.items():
        if isinstance(there, OSError):
            raise there
        if not isinstance(there, tuple):
            raise ClusterError(f"worker {worker} cannot import loyalty-sim: {there}; install it there")
        if there[0] != here[0]:
            raise ClusterError(f"worker {worker} has model version {there[0]}, not {here[0]}: install the same loyalty-sim")
        for name in EXACT:
            if there[1][name] != here[1][name]:
                raise ClusterError(f"worker {worker} has {name} {there[1][name]}, not {here[1][name]}: install the same")


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or "no answer"


def _versions() -> tuple[int, dict[str, str]]:
    return MODEL_VERSION, package_versions()


def _require_same_numbers(client: Any, scenario: Scenario) -> None:
    """Have every worker compile, or load, the rules that a scenario needs, before work is handed out, and find what this
    machine finds. One worker of each machine begins, from whom the others find the rules compiled."""
    run = scenario.run.model_copy(update={"customers": FEW})
    small = scenario.model_copy(update={"run": run})
    hosts = {worker.rpartition(":")[0]: worker for worker in client.nthreads()}
    client.run(_numbers, small, workers=list(hosts.values()))
    here = _numbers(small)
    for worker, there in client.run(_numbers, small).items():
        if there != here:
            raise ClusterError(f"worker {worker} finds other numbers than this machine; take machines of the same kind")


def _numbers(scenario: Scenario) -> str:
    """A hash of all counts of a run."""
    return hashlib.sha256(simulate(scenario, threads=1).tally.books.data).hexdigest()
