"""A cluster of processes gives the same bytes, even when one of its workers is killed in the middle."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest

from loyalty_sim.engine import simulate
from loyalty_sim.scenario.presets import preset
from loyalty_sim.study import Done, executors, run
from loyalty_sim.study.executors import ClusterError, cluster
from tests.study.studies import contents, small

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def machines() -> Iterator[distributed.LocalCluster]:
    """Two worker processes of one thread each."""
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": logging.CRITICAL}
    with distributed.LocalCluster(**options) as found:
        yield found


@pytest.fixture
def workers(machines: distributed.LocalCluster) -> Iterator[Executor]:
    """The cluster, reached by its address as a user would, when both workers are there."""
    with distributed.Client(machines, set_as_default=False) as client:
        client.wait_for_workers(2)
    with cluster(machines.scheduler_address, small()) as (executor, at_once):
        assert at_once == 2
        yield executor


def test_a_study_survives_the_death_of_a_worker(
    machines: distributed.LocalCluster, workers: Executor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker is killed in the middle of a study: its runs are done by the other, and nothing in the files tells."""
    monkeypatch.setattr("loyalty_sim.study.runner.LARGEST_BLOCK", 1)
    killed: list[int] = []

    def kill(done: Done) -> None:
        if not killed and 2 < done.runs < done.total - 4:
            killed.append(next(iter(machines.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    run(small(), tmp_path / "cluster", executor=workers, jobs=2, progress=kill)
    assert killed
    run(small(), tmp_path / "here", jobs=1)
    assert contents(tmp_path / "cluster") == contents(tmp_path / "here")


def test_one_run_spreads_its_customers_over_the_cluster(workers: Executor) -> None:
    """The chunks of a single run go to any executor; the integers are those of this process."""
    scenario = preset("coffee-stars")
    scenario = scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 4000, "months": 3})})
    spread = simulate(scenario, executor=workers, threads=2, chunks=7)
    assert (spread.tally.books == simulate(scenario).tally.books).all()


def test_a_cluster_that_would_compute_other_numbers_is_refused(
    machines: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker with another version of the model is named before anything is run."""
    monkeypatch.setattr(executors, "MODEL_VERSION", -1)
    with (
        pytest.raises(ClusterError, match=r"has model version \d+, not -1: install the same loyalty-sim"),
        cluster(machines.scheduler_address, small()),
    ):
        pass


def test_an_address_where_nobody_answers_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, and no endless wait."""
    monkeypatch.setattr(executors, "PATIENCE", 1)
    for address in ("tcp://127.0.0.1:9", "nowhere at all"):
        with pytest.raises(ClusterError, match="no Dask scheduler answers at"), cluster(address, small()):
            pass
