"""The option ``--cluster`` of all commands that simulate."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from loyalty_sim.cli.errors import Code, CommandError

if TYPE_CHECKING:
    from loyalty_sim.scenario import Scenario

LOCAL = "local"


def require_either(cluster: str | None, count: int | None, option: str = "--jobs") -> None:
    """Refuse to say how much a cluster of other machines does at once: it works with the workers it has."""
    if count is not None and cluster not in (None, LOCAL):
        raise CommandError(Code.USAGE, f"{option} is {count}, but a cluster works with the workers it has; leave it out")


@contextmanager
def executor_on(address: str | None, scenario: Scenario, count: int | None) -> Iterator[tuple[Executor | None, int | None]]:
    """Where simulations are done, and how many at once; None stands for threads.

    Args:
        address: of a Dask scheduler, or local; None where none was given.
        scenario: what is simulated, or the base of it.
        count: threads, or processes of a local cluster.
    """
    if address is None:
        yield None, count
        return
    from loyalty_sim.study import LostWorkersError
    from loyalty_sim.study.executors import ClusterError, cluster

    try:
        with cluster(address, scenario, count) as found:
            yield found
    except (ClusterError, LostWorkersError) as error:
        raise CommandError(Code.FAILED, str(error)) from None
