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
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset
from loyalty_sim.study import Done, LostWorkersError, executors, machines, run
from loyalty_sim.study.executors import ClusterError, cluster
from tests.conftest import Command, run_python
from tests.study.studies import SMALL, contents, small

distributed = pytest.importorskip("distributed")


def few() -> Scenario:
    """A run of a second or less."""
    scenario = preset("coffee-stars")
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 4000, "months": 3})})


@pytest.fixture(scope="module")
def there() -> Iterator[distributed.LocalCluster]:
    """Two worker processes of one thread each."""
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": logging.CRITICAL}
    with distributed.LocalCluster(**options) as found:
        yield found


@pytest.fixture
def workers(there: distributed.LocalCluster) -> Iterator[Executor]:
    """The cluster, reached by its address as a user would, when both workers are there."""
    with distributed.Client(there, set_as_default=False) as client:
        client.wait_for_workers(2)
    with cluster(there.scheduler_address, few()) as (executor, at_once):
        assert at_once == 2
        yield executor


def kill_one(there: distributed.LocalCluster) -> int:
    """Kill a worker as a power-cut would; returns the process that is no more."""
    pid: int = next(iter(there.workers.values())).pid
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_study_survives_the_death_of_a_worker(
    there: distributed.LocalCluster, workers: Executor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker is killed in the middle of a study: its runs are done by the other, and nothing in the files tells."""
    monkeypatch.setattr("loyalty_sim.study.runner.LARGEST_BLOCK", 1)
    killed: list[int] = []

    def kill(done: Done) -> None:
        if not killed and 2 < done.runs < done.total - 4:
            killed.append(kill_one(there))

    run(small(), tmp_path / "cluster", executor=workers, jobs=2, progress=kill)
    assert killed
    run(small(), tmp_path / "here", jobs=1)
    assert contents(tmp_path / "cluster") == contents(tmp_path / "here")


def test_one_run_spreads_its_customers_over_the_cluster(workers: Executor) -> None:
    """The chunks of a single run go to its workers; the integers are those of this process."""
    spread = simulate(few(), executor=workers, threads=2, chunks=7)
    here = simulate(few())
    assert (spread.tally.books == here.tally.books).all()
    assert spread.events == here.events


def test_a_run_survives_the_death_of_a_worker(there: distributed.LocalCluster, workers: Executor) -> None:
    """A worker is killed in the middle of a run: the other does its customers, and no integer tells."""
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        if not killed and done > total / 3:
            killed.append(kill_one(there))

    spread = simulate(few(), executor=workers, threads=2, chunks=60, progress=kill)
    assert killed
    assert (spread.tally.books == simulate(few()).tally.books).all()


def test_a_run_whose_workers_are_all_gone_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker is left and none comes back: a sentence, and no endless wait."""
    monkeypatch.setattr(machines, "PATIENCE", 2.0)
    options = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": logging.CRITICAL}
    with (
        distributed.LocalCluster(**options) as one,
        cluster(one.scheduler_address, few()) as (executor, _),
        pytest.raises(LostWorkersError, match="the cluster has no workers any more"),
    ):
        simulate(few(), executor=executor, threads=1, chunks=60, progress=lambda done, total: one.scale(0))


COMMANDS = {
    "run": ("run", "coffee-stars", "--customers", "500", "--months", "3"),
    "tornado": ("tornado", "STUDY", "--customers", "100"),
    "select": ("select", "STUDY", "--most-runs", "40"),
    "solve": ("solve", "coffee-stars", "--lever", "program.expiry.months", "--target", "breakage < 50%", "--low", "6",
              "--high", "9", "--customers", "500", "--most-customers", "500", "--months", "3"),
    "optimise": ("optimise", "STUDY", "--trials", "12", "--out"),
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_the_same_on_a_cluster(
    cli: Command, there: distributed.LocalCluster, tmp_path: Path, name: str
) -> None:
    """--cluster says where a command is done, and changes no number that it prints."""
    study = tmp_path / "study.yaml"
    study.write_text(SMALL)
    words = [str(study) if word == "STUDY" else word for word in (*COMMANDS[name], "--quiet")]
    if name == "optimise":
        words.remove("--quiet")
    folders = [[str(tmp_path / where)] if name == "optimise" else [] for where in ("here", "there")]
    here = cli(*words, *folders[0])
    spread = cli(*words, *folders[1], "--cluster", there.scheduler_address)
    assert (here.code, spread.code) == (0, 0), spread.err
    assert len(here.out) > 100
    assert spread.out == here.out


def test_workers_that_would_compute_other_numbers_are_refused(
    there: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker with another version of the model, or that counts otherwise, is named before anything is run."""
    with monkeypatch.context() as patched:
        patched.setattr(executors, "MODEL_VERSION", -1)
        with (
            pytest.raises(ClusterError, match=r"has model version \d+, not -1: install the same loyalty-sim"),
            cluster(there.scheduler_address, few()),
        ):
            pass
    monkeypatch.setattr(executors, "simulate", lambda scenario, threads: simulate(preset("cdnow"), threads=threads))
    with (
        pytest.raises(ClusterError, match=r"worker \S+ finds other numbers than this machine"),
        cluster(there.scheduler_address, few()),
    ):
        pass


def test_an_address_where_nobody_answers_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, and no endless wait."""
    monkeypatch.setattr(executors, "PATIENCE", 1)
    for address in ("tcp://127.0.0.1:9", "nowhere at all"):
        with pytest.raises(ClusterError, match="no Dask scheduler answers at"), cluster(address, few()):
            pass


@pytest.mark.parametrize("command", [("run", "x", "--threads"), ("tornado", "x", "--jobs"), ("select", "x", "--jobs")])
def test_a_cluster_works_with_the_workers_it_has(cli: Command, command: tuple[str, ...]) -> None:
    """How much is done at once can be said of this machine only."""
    refused = cli(*command, "2", "--cluster", "tcp://127.0.0.1:9")
    assert refused.code == 2
    assert f"{command[-1]} is 2, but a cluster works with the workers it has; leave it out" in refused.err


def test_an_interrupt_leaves_the_cluster_in_peace() -> None:
    """Ctrl-C after the first chunk of a run on processes of this machine ends it cleanly: 130, one word, no traceback."""
    code = """
import os, signal, sys
from contextlib import contextmanager
import loyalty_sim.cli.run

@contextmanager
def interrupting(title, quiet):
    yield lambda done, total: os.kill(os.getpid(), signal.SIGINT)

loyalty_sim.cli.run.progress = interrupting
arguments = ["run", "cdnow", "--customers", "400000", "--cluster", "local", "--threads", "2"]
if __name__ == "__main__":
    sys.exit(loyalty_sim.cli.main(arguments))
"""
    outcome = run_python(code)
    assert (outcome.code, outcome.out, outcome.err) == (130, "", "interrupted\n")


def test_a_command_says_that_nobody_answers(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run has failed, and no traceback tells why."""
    monkeypatch.setattr(executors, "PATIENCE", 1)
    failed = cli("run", "cdnow", "--customers", "100", "--cluster", "tcp://127.0.0.1:9")
    assert (failed.code, failed.out) == (1, "")
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in failed.err
