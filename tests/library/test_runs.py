"""Stored runs: asked once, kept whole, simulated again and compared. Each rule on SQLite and on PostgreSQL."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import update

from loyalty_sim.engine import MODEL_VERSION, package_versions, run_id, simulate
from loyalty_sim.engine import run as engine_run
from loyalty_sim.finance import kpis, monthly, tidy
from loyalty_sim.library import Library, LibraryError, NotFoundError
from loyalty_sim.library.packing import pack
from loyalty_sim.library.tables import RUNS
from loyalty_sim.scenario import Scenario
from tests.library.conftest import Simulate, with_lever


def test_the_same_question_is_simulated_once(
    library: Library, plan: Scenario, counted: tuple[Simulate, list[Scenario]]
) -> None:
    """Another name is the same question; another lever, seed or sample is not."""
    noted, asked = counted
    first, run = library.result(plan, noted)
    other = plan.model_copy(update={"name": "Other name"})
    second, same = library.result(other, noted)
    assert asked == [plan]
    assert same == run
    assert second.scenario == other
    assert (second.tally.books == first.tally.books).all()
    assert tidy(second).equals(tidy(first))
    library.result(with_lever(plan, 6.0), noted)
    library.result(with_lever(plan, seed=2), noted)
    assert len(asked) == len(library.runs()) == 3


def test_a_run_keeps_all_that_was_said(library: Library, plan: Scenario) -> None:
    """Scenario, seed, sample, versions, timings, key figures, monthly table and counts come back as they were."""
    result = simulate(plan)
    run = library.keep(result)
    assert (run.id, run.scenario, run.name) == (run_id(plan), plan, plan.name)
    assert (run.seed, run.customers, run.months) == (plan.run.seed, plan.run.customers, plan.run.months)
    assert (run.model_version, run.current, run.complete) == (MODEL_VERSION, True, True)
    assert run.manifest == result.manifest
    assert run.manifest["packages"] == package_versions()
    assert run.kpis == kpis(result)
    assert run.monthly.equals(monthly(result))
    assert (run.monthly.dtypes == monthly(result).dtypes).all()
    assert (run.lives, run.events, run.scale, run.seconds) == (
        result.lives, result.events, result.scale, result.manifest["seconds"],
    )  # fmt: skip
    assert (run.result.tally.books == result.tally.books).all()


def test_runs_are_listed_and_found_by_the_beginning_of_their_id(library: Library, plan: Scenario) -> None:
    """Newest first, without tables; an id may be cut short as long as it is one run's."""
    old = library.keep(simulate(plan))
    new = library.keep(simulate(with_lever(plan, 6.0).model_copy(update={"name": "Shorter"})))
    assert [run.id for run in library.runs()] == [new.id, old.id]
    assert [run.id for run in library.runs("SHORT")] == [new.id]
    assert [run.id for run in library.runs(old.id[:10])] == [old.id]
    assert library.run(old.id[:10]) == old
    for wrong in ("", "abc", "zzzz", f"{old.id}0", "%"):
        with pytest.raises(NotFoundError, match="give at least 4 characters"):
            library.run(wrong)
    library.remove_run(old.id)
    assert [run.id for run in library.runs()] == [new.id]


def test_a_run_repeated_says_the_same(library: Library, plan: Scenario) -> None:
    """Under the same model every figure is the same number, and no second run is stored."""
    run = library.keep(simulate(plan))
    again = library.rerun(run.id)
    assert again.same
    valued = {key for key, kpi in run.kpis.items() if kpi.program or kpi.without or kpi.difference}
    assert {figure.key for figure in again.figures} == valued
    assert again.model_versions == (MODEL_VERSION, MODEL_VERSION)
    assert len(library.runs()) == 1


def test_a_run_of_an_older_model_is_held_against_the_new_one(
    library: Library, plan: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it said then stays readable; simulated again, each figure that moved is known, and both runs are kept."""
    monkeypatch.setattr(engine_run, "MODEL_VERSION", MODEL_VERSION - 1)
    then = library.keep(simulate(with_lever(plan, 3.0)))
    monkeypatch.undo()
    asked_today = then.text.replace("months: 3.0", "months: 12.0")  # stands for a model that answers otherwise today
    _edit(library, then.id, text=asked_today)
    old = library.run(then.id)
    assert (old.current, old.model_version) == (False, MODEL_VERSION - 1)
    assert old.kpis == then.kpis
    assert old.monthly.equals(then.monthly)
    with pytest.raises(LibraryError, match="is of another model version; simulate it again"):
        _ = old.result
    again = library.rerun(then.id)
    assert again.model_versions == (MODEL_VERSION - 1, MODEL_VERSION)
    assert not again.same
    changed = {figure.key for figure in again.figures if not figure.same}
    assert "breakage" in changed
    assert "customers" not in changed
    assert [run.model_version for run in library.runs()] == [MODEL_VERSION, MODEL_VERSION - 1]
    assert library.run(then.id) == old


def test_counts_laid_out_otherwise_are_renewed(
    library: Library, plan: Scenario, counted: tuple[Simulate, list[Scenario]]
) -> None:
    """When the program counts more than it did, a run is simulated again and keeps what it said."""
    noted, asked = counted
    _, run = library.result(plan, noted)
    _edit(library, run.id, layout="[1, 2, 3]", seconds=99.0)
    assert library.stored(plan) is None
    _, renewed = library.result(plan, noted)
    assert len(asked) == 2
    assert renewed.complete
    assert renewed.seconds == 99.0


BROKEN = [
    ("tally", b"no numbers", "is damaged"),
    ("tally", pack(np.zeros(10**7, np.int64)), "has another size than its scenario says"),
    ("tally", b"", "has another size"),
    ("seed", 7, "does not belong together"),
    ("lives", -1, "lives"),
    ("name", "two\nlines", "name"),
    ("layout", "[" * 10_000, "tables .* are damaged"),
    ("text", "program: {expiry: {months: -1}}", "is not valid: .*months"),
    ("text", "!!python/object/apply:os.system ['true']", "is not valid: .*tag"),
]


def test_a_run_that_was_edited_is_refused(library: Library, plan: Scenario) -> None:
    """What is stored is held to its rules when it is read, and never more than expected is unpacked."""
    run = library.keep(simulate(plan))
    stored = {"tally": run.tally_packed, "layout": run.layout_json}
    for column, value, why in BROKEN:
        _edit(library, run.id, **{column: value})
        with pytest.raises(LibraryError, match=why):
            library.result(plan)
        _edit(library, run.id, **{column: stored.get(column, getattr(run, column, None))})
    assert library.stored(plan) == run


def test_figures_that_were_edited_are_refused(library: Library, plan: Scenario) -> None:
    """Key figures and manifests that are not such are refused in a sentence."""
    run = library.keep(simulate(plan))
    for value in ("{", "[]", '{"breakage": {"key": 1}}', "[" * 10_000):
        _edit(library, run.id, kpis=value, manifest=f"[{value}")
        edited = library.run(run.id)
        with pytest.raises(LibraryError, match=r"key figures of run .* are damaged"):
            _ = edited.kpis
        with pytest.raises(LibraryError, match=r"manifest of run .* are damaged"):
            _ = edited.manifest


def _edit(library: Library, run: str, **values: object) -> None:
    with library._database.writing() as connection:
        connection.execute(update(RUNS).where(RUNS.c.id == run).values(**values))
