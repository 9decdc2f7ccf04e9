"""The library as a folder: written whole, taken in without loss, and read with suspicion."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from loyalty_sim.engine import simulate
from loyalty_sim.finance import monthly
from loyalty_sim.library import Library, LibraryError, folder, open_library
from loyalty_sim.library.runs import Run
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import load
from tests.library.conftest import with_lever

NAMES = ("Plan", "方案", "CON", "50 % off; rm -rf", "x" * 120)


@pytest.fixture
def filled(library: Library, plan: Scenario) -> Library:
    """A library with scenarios of all kinds and a run."""
    library.save(plan, "Plan", note="first\nidea", author="Ann", tags=["q3", "x"], based_on="cdnow")
    library.save(with_lever(plan, 6.0), "Plan", note="=1+1")
    for name in NAMES[1:]:
        library.save(plan, name)
    library.lock("CON", author="Bea")
    library.keep(simulate(plan))
    return library


def content(library: Library) -> tuple[list[dict[str, object]], list[Run]]:
    """All that a library holds."""
    saved = [one.model_dump() for each in library.scenarios() for one in library.versions(each.name)]
    return sorted(saved, key=lambda one: (str(one["name"]), int(str(one["version"])))), [
        library.run(run.id) for run in library.runs()
    ]


def test_what_is_exported_and_taken_in_again_is_the_same_library(filled: Library, tmp_path: Path) -> None:
    """Into another library, or into the same one after removing: texts, versions, times, signatures and runs agree."""
    before = content(filled)
    done = filled.export_folder(tmp_path / "out")
    assert (sorted(done.scenarios), len(done.runs), done.skipped) == (sorted(NAMES), 1, [])
    other = open_library(str(tmp_path / "other.sqlite"))
    assert len(other.import_folder(tmp_path / "out").scenarios) == len(NAMES)
    assert content(other) == before
    for saved in filled.scenarios():
        if not saved.locked:
            filled.remove(saved.name)
    filled.remove_run(before[1][0].id)
    again = filled.import_folder(tmp_path / "out")
    assert (sorted(again.scenarios), len(again.runs)) == (sorted({*NAMES} - {"CON"}), 1)
    assert again.skipped == ["CON: is there already"]
    assert content(filled) == before


def test_the_folder_is_read_by_anything(filled: Library, plan: Scenario, tmp_path: Path) -> None:
    """Scenarios are scenario files, tables are Parquet, file names are plain, and nothing is left of the writing."""
    filled.export_folder(tmp_path / "out")
    files = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if "own.sqlite" not in path.name]
    assert all(path.isascii() and not set(path) & set(' %;:*?"<>|') and len(path) < 200 for path in files)
    assert [path for path in files if ".part" in path] == []
    scenario = load(next(path for path in tmp_path.glob("out/scenarios/plan-*/2.yaml")))
    assert scenario.program.expiry.months == 6.0
    (run,) = (tmp_path / "out" / "runs").iterdir()
    assert pd.read_parquet(run / "monthly.parquet").equals(monthly(simulate(plan)))
    assert "breakage" in set(pd.read_parquet(run / "kpis.parquet")["key"])
    assert len(pd.read_parquet(run / "tally.parquet").columns) == 20


def test_chosen_scenarios_come_with_their_runs(filled: Library, plan: Scenario, tmp_path: Path) -> None:
    """Naming scenarios exports these, and the runs that answer a version of theirs."""
    filled.save(with_lever(plan, 3.0), "Other")
    assert filled.export_folder(tmp_path / "one", ["plan"]).scenarios == ["Plan"]
    assert len(list((tmp_path / "one" / "runs").iterdir())) == 1
    assert filled.export_folder(tmp_path / "two", ["Other"]).runs == []
    assert filled.export_folder(tmp_path / "three", with_runs=False).runs == []
    with pytest.raises(LibraryError, match='no scenario "Plum"'):
        filled.export_folder(tmp_path / "four", ["Plum"])
    assert not (tmp_path / "four").exists()


def test_an_export_overwrites_nothing_and_leaves_no_half(
    filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder with something in it is left alone; an export that fails on the way leaves nothing."""
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    for taken in (full, full / "letter.txt"):
        with pytest.raises(LibraryError, match="exists already"):
            filled.export_folder(taken)
    with pytest.raises(LibraryError, match="cannot be written: file exists"):
        filled.export_folder(full / "letter.txt" / "out")

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "_export", no_space)
    with pytest.raises(LibraryError, match="no space left on device; nothing is left behind"):
        filled.export_folder(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["full"]
    assert [path.name for path in full.iterdir()] == ["letter.txt"]


def test_another_scenario_of_the_same_name_stays(filled: Library, plan: Scenario, tmp_path: Path) -> None:
    """Importing never overwrites: what is in the way is named."""
    filled.export_folder(tmp_path / "out", ["Plan"])
    other = open_library(str(tmp_path / "other.sqlite"))
    other.save(with_lever(plan, 3.0), "PLAN")
    done = other.import_folder(tmp_path / "out")
    assert (done.scenarios, len(done.runs)) == ([], 1)
    assert done.skipped == ["Plan: another scenario of this name is there; rename one, or export it alone"]
    assert other.get("Plan").scenario.program.expiry.months == 3.0


def test_an_edited_file_is_taken_in_full(filled: Library, tmp_path: Path) -> None:
    """A scenario that somebody edited by hand, defaults left out, is stored with every field."""
    filled.export_folder(tmp_path / "out", ["Plan"])
    (place,) = (tmp_path / "out" / "scenarios").iterdir()
    (place / "2.yaml").write_text("program: {expiry: {months: 5}}\n")
    other = open_library(str(tmp_path / "other.sqlite"))
    other.import_folder(tmp_path / "out")
    saved = other.get("Plan", 2)
    assert saved.scenario.program.expiry.months == 5
    assert "purchases_per_year" in saved.text


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("scenarios/*/about.json", "{", "about.json is not as exported"),
        ("scenarios/*/about.json", '{"name": "../../x", "locked_at": null, "locked_by": "", "versions": []}', "holds /"),
        ("scenarios/*/2.yaml", "program: 7", "2.yaml is no valid scenario"),
        ("scenarios/*/2.yaml", "x" * 300_000, "2.yaml is larger than"),
        ("scenarios/*/2.yaml", None, "no such file"),
        ("runs/*/run.json", "[]", "run.json is not as exported"),
        ("runs/*/scenario.yaml", "run: {months: 7}", "not of the same run|has 6 rows"),
        ("runs/*/monthly.parquet", "PAR1 no table PAR1", "monthly.parquet is no Parquet file"),
        ("runs/*/tally.parquet", "", "tally.parquet is no Parquet file"),
        ("runs/*/kpis.parquet", None, "no such file"),
    ],
)
def test_what_is_broken_is_left_and_named(plan: Scenario, tmp_path: Path, file: str, text: str | None, why: str) -> None:
    """One broken file keeps its scenario or run out, whole; all others are taken."""
    source = open_library(str(tmp_path / "source.sqlite"))
    source.save(plan, "Plan")
    source.save(plan, "Plan")
    source.keep(simulate(plan))
    source.export_folder(tmp_path / "out")
    (broken,) = (tmp_path / "out").glob(file)
    if text is None:
        broken.unlink()
    else:
        broken.write_text(text)
    target = open_library(str(tmp_path / "target.sqlite"))
    done = target.import_folder(tmp_path / "out")
    (said,) = done.skipped
    assert any(part in said for part in why.split("|")), said
    assert len(done.scenarios) + len(done.runs) == 1
    assert len(target.scenarios()) + len(target.runs()) == 1


def test_only_an_exported_folder_is_taken(library: Library, tmp_path: Path) -> None:
    """A file, another folder, and one of a newer program are refused in a sentence."""
    (tmp_path / "other").mkdir()
    (tmp_path / "newer").mkdir()
    (tmp_path / "newer" / "library.json").write_text(json.dumps({"program": "loyalty-sim", "format": 99}))
    for name, why in (
        ("missing", "is not a folder"),
        ("other", "was not written by loyalty-sim library export"),
        ("newer", "by a newer loyalty-sim"),
    ):
        with pytest.raises(LibraryError, match=why):
            library.import_folder(tmp_path / name)
    assert library.scenarios() == []


def test_what_is_damaged_does_not_hold_up_the_rest(filled: Library, tmp_path: Path) -> None:
    """An export of everything leaves out what cannot be read, and says so."""
    from sqlalchemy import text

    with filled._database.writing() as connection:
        connection.execute(text("update versions set tags = '{' where version = 2"))
        connection.execute(text("update runs set lives = -1"))
    done = filled.export_folder(tmp_path / "out")
    assert sorted(done.scenarios) == sorted({*NAMES} - {"Plan"})
    assert (len(done.skipped), done.runs) == (2, [])
