"""An executor on a cluster ends with a sentence where Dask would wait for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing
from typing import Any

import pytest

from loyalty_sim.engine import simulate
from loyalty_sim.scenario.presets import preset
from loyalty_sim.study import LostWorkersError, machines
from loyalty_sim.study.machines import Machines


class Pool(Executor):
    """Does nothing until it is told to."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.futures.append(Future())
        return self.futures[-1]


class Client:
    """Connected to a cluster of one worker, until that is gone."""

    def __init__(self) -> None:
        self.pool, self.workers = Pool(), {"tcp://here": 1}

    def get_executor(self, pure: bool) -> Pool:
        return self.pool

    def nthreads(self) -> dict[str, int]:
        return self.workers


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A cluster that is looked at often."""
    monkeypatch.setattr(machines, "LOOK", 0.01)
    monkeypatch.setattr(machines, "PATIENCE", 0.05)
    return Client()


@pytest.fixture
def pool(client: Client) -> Iterator[Machines]:
    with closing(Machines(client)) as found:
        yield found


def test_what_workers_find_is_handed_on(client: Client, pool: Machines) -> None:
    """A value is the value, and a mistake in what was called is that mistake."""
    one, other = pool.submit(int), pool.submit(int)
    client.pool.futures[0].set_result(7)
    client.pool.futures[1].set_exception(ZeroDivisionError("by nothing"))
    assert one.result(1) == 7
    with pytest.raises(ZeroDivisionError, match="by nothing"):
        other.result(1)


def test_what_waits_fails_when_all_workers_are_gone(client: Client, pool: Machines) -> None:
    """Dask would wait for new ones for ever; a run on them ends with a sentence, and so does a study."""
    client.workers.clear()
    scenario = preset("cdnow")
    with pytest.raises(LostWorkersError, match="the cluster has no workers any more"):
        simulate(scenario, executor=pool, threads=1)
    assert all(future.cancelled() for future in client.pool.futures)
    assert issubclass(LostWorkersError, BrokenExecutor)  # a study stops, it does not record failed runs


def test_a_lost_connection_is_said_so(client: Client, pool: Machines) -> None:
    """Dask cancels what it can no longer ask for, and raises errors of the network."""
    one, other = pool.submit(int), pool.submit(int)
    client.pool.futures[0].cancel()
    client.pool.futures[1].set_exception(ConnectionError("no route"))
    with pytest.raises(LostWorkersError, match="the connection to the cluster is lost"):
        one.result(1)
    with pytest.raises(LostWorkersError, match="the workers cannot go on: no route"):
        other.result(1)


def test_cancelling_and_closing_reach_the_cluster(client: Client) -> None:
    """What is not wanted any more is not begun there."""
    with closing(Machines(client)) as pool:
        pool.submit(int).cancel()
        assert client.pool.futures[0].cancelled()
        pool.submit(int)
    assert client.pool.futures[1].cancelled()
