"""Studies as they are done: the same bytes however they were split, ordered, interrupted or killed."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from loyalty_sim.engine import Cancelled, Inline, run_id, simulate
from loyalty_sim.finance import compare, kpis, monthly
from loyalty_sim.study import LostWorkersError, Results, StudyFolderError, read, run, store
from loyalty_sim.study.plan import build
from loyalty_sim.study.rows import Measured
from tests.conftest import run_python
from tests.study.studies import contents, small


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Results]:
    """A study done in one go, by one thread."""
    folder = tmp_path_factory.mktemp("study") / "done"
    return folder, run(small(), folder, jobs=1)


def test_outcomes_are_those_of_single_runs(done: tuple[Path, Results]) -> None:
    """Each row holds what a run of its scenario by itself gives, and the hash that tells which it was."""
    results = done[1]
    rows = results.table.to_pylist()
    assert [row["row"] for row in rows] == list(range(len(results.plan)))
    for index in (0, 7, 19):
        scenario = build(results.plan.base.model_dump(), results.plan.settings(results.plan.row(index)))
        result, row = simulate(scenario), rows[index]
        figures = kpis(result)
        assert row["run_id"] == run_id(scenario)
        assert row["net_value"] == figures["net_value"].program.value
        assert row["net_value_se"] == pytest.approx(figures["net_value"].program.se, rel=1e-12)  # summed in another order
        assert row["retention_diff"] == figures["retention"].difference.value
        payback = figures["payback"].program
        assert (row["payback"], row["payback_se"]) == ((None, None) if payback is None else (payback.value, payback.se))
        assert row["program.expiry.months"] == scenario.program.expiry.months
        assert row["behaviour.retention.lapse_multiplier"] == scenario.behaviour.retention.lapse_multiplier
        path = [month["program_cost"] for month in monthly_rows(done[0]) if month["row"] == index]
        assert path == monthly(result)["program_cost"].tolist()


def monthly_rows(folder: Path) -> list[dict[str, float]]:
    """The monthly table."""
    import pyarrow.parquet as pq

    return pq.read_table(folder / "monthly.parquet").to_pylist()


def test_differences_from_the_base_are_paired(done: tuple[Path, Results]) -> None:
    """A design against the base is what comparing the two runs gives, standard error included: the same customers."""
    results = done[1]
    plan = results.plan
    gap = results.figures(Measured("net_value", "program"))
    one, base = (build(plan.base.model_dump(), plan.settings(plan.row(index))) for index in (6, 0))
    exact = compare(simulate(one), simulate(base))["net_value"]
    paired = gap[3, 0] - gap[0, 0]
    assert paired[0] == exact.value
    spread = paired[1:] - paired[1:].mean()
    assert np.sqrt(0.95 * (spread**2).sum()) == pytest.approx(exact.se, rel=1e-9)


def test_designs_are_ranked_by_the_mean_over_the_draws(done: tuple[Path, Results]) -> None:
    """The best comes first; the base differs from itself by exactly nothing."""
    results = done[1]
    standings = results.standings()
    mean = results.figures(Measured("net_value", "program"))[:, :, 0].mean(axis=1)
    assert [each.rank for each in standings] == list(range(1, 11))
    assert [each.design.index for each in standings] == np.argsort(-mean, kind="stable").tolist()
    base = next(each for each in standings if each.design.index == 0)
    assert base.against_base["net_value"].value == base.against_base["net_value"].se == 0  # type: ignore[union-attr]


POOLS = {
    "three threads of its own": lambda: None,
    "threads": lambda: ThreadPoolExecutor(2),
    "inline": Inline,
    "processes": lambda: ProcessPoolExecutor(2, multiprocessing.get_context("spawn")),
}


@pytest.mark.parametrize("name", POOLS)
def test_the_bytes_do_not_tell_how_the_work_was_split(name: str, done: tuple[Path, Results], tmp_path: Path) -> None:
    """Any executor and any number of jobs leave the same files, manifest included."""
    pool: Executor | None = POOLS[name]()
    try:
        run(small(), tmp_path, executor=pool, jobs=3)
    finally:
        if pool is not None:
            pool.shutdown()
    assert contents(tmp_path) == contents(done[0])


def test_few_long_runs_are_spread_by_customers_with_the_same_bytes(tmp_path: Path) -> None:
    """Where there are fewer runs than jobs, the customers of each run are split instead; no number changes."""
    two = {"levers": "", "uncertainties": "", "designs": "designs: [{name: half, set: {program.expiry.months: 3}}]\n",
           "run": "run: {customers: 3000, months: 3}\n"}  # fmt: skip
    with ThreadPoolExecutor(5) as pool:
        run(small(**two), tmp_path / "spread", executor=pool, jobs=5)
    run(small(**two), tmp_path / "rows", jobs=1)
    assert contents(tmp_path / "spread") == contents(tmp_path / "rows")


def test_a_cancelled_study_keeps_what_was_done_and_goes_on(done: tuple[Path, Results], tmp_path: Path) -> None:
    """Cancelling loses nothing that was finished; the resumed study has the bytes of one that was never stopped."""
    cancel = Event()
    with pytest.raises(Cancelled):
        run(small(), tmp_path, jobs=2, cancel=cancel, progress=lambda _: cancel.set())
    kept = json.loads((tmp_path / "manifest.json").read_text())
    assert kept["status"] == "running"
    with pytest.raises(StudyFolderError, match="not finished"):
        read(tmp_path)
    said = []
    run(small(), tmp_path, resume=True, progress=said.append)
    assert 0 < said[0].runs - said[0].total + len(small()) <= len(small())
    assert contents(tmp_path) == contents(done[0])


KILLED = """
import os, signal, sys
from pathlib import Path
from loyalty_sim.study import run, store
import loyalty_sim.study.execution, loyalty_sim.study.runner
from tests.study.studies import small

loyalty_sim.study.execution.KEEP_SECONDS = 0.0  # a file for every run
loyalty_sim.study.runner.LARGEST_BLOCK = 1
left, moment, replace = [int(sys.argv[1])], sys.argv[2], os.replace

def replaced(*names):
    left[0] -= str(names[1]).startswith(sys.argv[3])  # what the engine keeps is not counted
    if left[0] == 0 and moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    replace(*names)
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)

os.replace = replaced
run(small(), Path(sys.argv[3]), jobs=2, resume=True)
"""


def killed(folder: Path, count: int, moment: str) -> int:
    """Do the study in a process of its own that is killed at its ``count``-th written file; returns how it ended."""
    code = f"import sys; sys.argv = ['', '{count}', '{moment}', {str(folder)!r}]\n{KILLED}"
    return run_python(code).code


@pytest.mark.slow
def test_a_study_that_is_killed_at_any_moment_goes_on_to_the_same_bytes(done: tuple[Path, Results], tmp_path: Path) -> None:
    """kill -9 before the first file has its name, between parts, and between the final files: what is resumed after all of
    these ends with the bytes of a study that was never interrupted."""
    manifest, parts = tmp_path / "manifest.json", tmp_path / "parts"
    assert killed(tmp_path, 1, "before") == -9
    assert not manifest.exists()
    assert killed(tmp_path, 6, "before") == -9
    assert len(list(parts.glob("*.parquet"))) == 4
    (parts / ".torn.parquet.part").write_bytes(b"half")
    assert killed(tmp_path, 17, "after") == -9  # the table of outcomes is there, that of months is not
    assert sorted(path.name for path in tmp_path.glob("*.parquet")) == ["outcomes.parquet"]
    assert json.loads(manifest.read_text())["status"] == "running"
    assert killed(tmp_path, 99, "after") == 0
    assert contents(tmp_path) == contents(done[0])


@pytest.mark.parametrize("file", range(3))
def test_it_can_stop_between_any_two_of_the_final_files(
    file: int, done: tuple[Path, Results], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the manifest says that the study is complete, the final files are made anew from the parts."""
    written = []
    whole = store.write_whole

    def stopping(path: Path, writer: object) -> None:
        if path.parent == tmp_path and (path.name != "manifest.json" or written):
            written.append(path.name)
            if len(written) == file + 1:
                raise KeyboardInterrupt
        whole(path, writer)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "write_whole", stopping)
    with pytest.raises(KeyboardInterrupt):
        run(small(), tmp_path)
    assert len(written) == file + 1
    monkeypatch.setattr(store, "write_whole", whole)
    run(small(), tmp_path, resume=True)
    assert contents(tmp_path) == contents(done[0])


def test_a_finished_study_is_left_as_it_is(done: tuple[Path, Results], tmp_path: Path) -> None:
    """Resuming what is complete runs nothing; leftovers of the parts are removed."""
    folder = tmp_path / "copy"
    shutil.copytree(done[0], folder)
    (folder / "parts").mkdir()
    (folder / "parts" / "left.parquet").write_bytes(b"")
    said: list[object] = []
    results = run(small(), folder, resume=True, progress=said.append)
    assert said == []
    assert contents(folder) == contents(done[0])
    assert results.table.equals(done[1].table)


CHANGES = [
    ({"levers": "levers: [{path: program.expiry.months, values: [3]}]\n"}, "`levers` was a list of 2, is a list of 1"),
    ({"draws": "draws: {count: 3}\n"}, "`draws.count` was 2, is 3"),
    ({"run": "run: {customers: 200, months: 6}\n"}, "`base.scenario.run.customers` was 100, is 200"),
    ({"base": "base: {preset: beauty-tiers}\n"}, "`base.scenario.name` was Coffee chain"),
    ({"monthly": ""}, "`monthly` was"),
]  # fmt: skip


@pytest.mark.parametrize(("replaced", "sentence"), CHANGES)
def test_a_study_that_has_changed_is_not_resumed(
    replaced: dict[str, str], sentence: str, done: tuple[Path, Results]
) -> None:
    """Rows of two studies never mix: the first field that differs is named, and the folder stays as it is."""
    before = contents(done[0])
    with pytest.raises(StudyFolderError, match="holds another study") as caught:
        run(small(**replaced), done[0], resume=True)
    assert sentence in str(caught.value)
    assert contents(done[0]) == before


@pytest.mark.parametrize(("key", "value"), [("model_version", 1), ("packages", {"numba": "0.1"})])
def test_another_version_does_not_go_on(key: str, value: object, done: tuple[Path, Results], tmp_path: Path) -> None:
    """What was begun with another model, or other packages, could have other numbers."""
    shutil.copytree(done[0], tmp_path, dirs_exist_ok=True)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest[key] = {**manifest[key], **value} if isinstance(value, dict) else value
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    name = "packages.numba" if key == "packages" else key
    with pytest.raises(StudyFolderError, match=f"`{name}` was"):
        run(small(), tmp_path, resume=True)


def test_folders_of_others_are_refused(done: tuple[Path, Results], tmp_path: Path) -> None:
    """Nothing is ever overwritten: neither a study, nor other files, nor a manifest of something else."""
    with pytest.raises(StudyFolderError, match="holds a study already"):
        run(small(), done[0])
    (tmp_path / "letter.txt").write_text("dear")
    for resume in (False, True):
        with pytest.raises(StudyFolderError, match=r"is not empty \(it holds letter.txt\)"):
            run(small(), tmp_path, resume=resume)
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(StudyFolderError, match="is not the manifest of a study"):
        run(small(), tmp_path, resume=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "letter.txt", "manifest.json"]


def test_two_processes_do_not_share_a_folder(tmp_path: Path) -> None:
    """A study is done by one process at a time; when that is gone, however it went, the next may go on."""
    held = store.Store(tmp_path, small(), resume=False)
    with pytest.raises(StudyFolderError, match="another process"):
        run(small(), tmp_path, resume=True)
    held.close()
    assert run(small(), tmp_path, resume=True).table.num_rows == 20


def test_a_failed_run_is_recorded_and_stops_no_other(tmp_path: Path) -> None:
    """Values that are not valid together leave a row with the reason; the design has no rank, the others do."""
    plan = small(
        base="base: {preset: beauty-tiers}\n",
        levers='levers: [{path: "program.tiers.levels[0].threshold", values: [400, 1500]}]\n',
    )
    results = run(plan, tmp_path)
    rows = results.table.to_pylist()
    reasons = [row["reason"] for row in rows]
    assert reasons[:4] == [None] * 4
    assert set(reasons[4:]) == {"`program.tiers.levels[1].threshold` is 1200; must exceed levels[0].threshold = 1500"}
    assert rows[5]["run_id"] is None
    assert rows[5]["net_value"] is None
    assert results.failed == 2
    last = results.standings()[-1]
    assert (last.rank, last.failed, last.design.settings) == (None, 2, {"program.tiers.levels[0].threshold": 1500})
    assert {row["design"] for row in monthly_rows(tmp_path)} == {0, 1}


def test_a_broken_limit_leaves_a_design_without_rank(tmp_path: Path) -> None:
    """A design that breaks a constraint is shown after the ranked ones, with the limit in words."""
    plan = small(
        outcomes="outcomes: [{kpi: net_value}, {kpi: breakage}]\n",
        constraints="constraints: [{outcome: breakage, at_most: 0.1}]\n",
    )
    standings = run(plan, tmp_path).standings()
    for each in standings:
        high = each.outcomes["breakage"].value > 0.1  # type: ignore[union-attr]
        assert (each.rank is None) == high
        assert each.broken == (("breakage above 0.1",) if high else ())
    assert {each.rank is None for each in standings} == {True, False}


class Dying(ThreadPoolExecutor):
    """An executor whose workers go away after some work."""

    left = 2

    def submit(self, *arguments: object, **options: object) -> object:  # type: ignore[override]
        Dying.left -= 1
        if Dying.left < 0:
            raise RuntimeError("cannot schedule new futures after shutdown")
        return super().submit(*arguments, **options)  # type: ignore[arg-type]


def test_lost_workers_stop_the_study_and_lose_no_result(done: tuple[Path, Results], tmp_path: Path) -> None:
    """When the executor breaks, no row is blamed for it; the study can go on elsewhere."""
    with Dying(1) as pool, pytest.raises(LostWorkersError, match="cannot go on"):
        run(small(), tmp_path, executor=pool, jobs=3)
    run(small(), tmp_path, resume=True)
    assert contents(tmp_path) == contents(done[0])
