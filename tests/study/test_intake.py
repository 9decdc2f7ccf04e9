"""Studies from files of unknown origin, and those that lie on disk: what is taken, what is refused, and how it is said."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loyalty_sim.engine import Cancelled
from loyalty_sim.study import collection, intake, run
from loyalty_sim.study.collection import beneath, forget_oldest, given_folder, own_folder, place_of
from loyalty_sim.study.files import dumps, loads
from loyalty_sim.study.intake import UnreadableStudyError, asked, opened, uploaded
from loyalty_sim.study.optimise import optimise, order
from loyalty_sim.study.store import MANIFEST, OUTCOMES
from tests.study.studies import small

Files = tuple[bytes, bytes]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished study, two folders below the one that is returned."""
    root = tmp_path_factory.mktemp("studies")
    run(small(), root / "of" / "mine")
    return root


@pytest.fixture(scope="module")
def files(folder: Path) -> Files:
    """Its two files."""
    place = folder / "of" / "mine"
    return (place / MANIFEST).read_bytes(), (place / OUTCOMES).read_bytes()


def edited(files: Files, change: Callable[[Any], Any]) -> Files:
    """The files with another manifest."""
    document = json.loads(files[0])
    change(document)
    return json.dumps(document).encode(), files[1]


def replaced(files: Files, change: Callable[[pa.Table], pa.Table]) -> Files:
    """The files with another table, which the manifest names."""
    out = io.BytesIO()
    pq.write_table(change(pq.read_table(io.BytesIO(files[1]))), out)
    found = edited(files, lambda document: document["files"].update({OUTCOMES: hashlib.sha256(out.getvalue()).hexdigest()}))
    return found[0], out.getvalue()


def column(name: str, values: list[Any]) -> Callable[[pa.Table], pa.Table]:
    """A table with another column of that name."""
    return lambda table: table.set_column(table.schema.get_field_index(name), name, pa.array(values))


def test_a_study_is_the_same_from_its_folder_and_from_its_files(folder: Path, files: Files) -> None:
    """What is opened, or handed in, has the plan and the standings of the study that was done."""
    done = run(small(), folder / "of" / "mine", resume=True)
    for found in (opened(folder / "of" / "mine"), uploaded(*files)):
        assert found.plan == done.plan
        assert found.standings() == done.standings()


def test_a_study_file_is_the_study_again(folder: Path) -> None:
    """The text of a study reads back to it, also when it is taken from the manifest of a folder."""
    assert loads(dumps(small().study)).study == small().study
    assert asked(folder / "of" / "mine" / MANIFEST) == small().study


MANIFESTS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "another format": (lambda found: found.update(format="a letter"), "is not the manifest of a study"),
    "a newer format": (lambda found: found.update(format_version=99), "is of a newer loyalty-sim"),
    "unfinished": (lambda found: found.update(status="running"), "go on with loyalty-sim sweep --resume"),
    "no study": (lambda found: found.update(study="hi"), "is not valid"),
    "a lever that is none": (lambda found: found["study"]["levers"][0].update(path="program.nix"), "program.nix"),
    "levers that are a number": (lambda found: found["study"].update(levers=7), "levers"),
    "a file of this computer": (lambda found: found["study"].update(base={"file": "other.yaml"}), "hold the base scenario"),
    "other counts": (lambda found: found.update(runs=7), "says 7 runs, but its study has 20"),
    "too many runs": (lambda found: found.update(runs=10**9), "1,000,000,000 runs"),
    "no number of runs": (lambda found: found.update(runs="x"), "no number of runs"),
    "too many values": (lambda found: found["study"]["levers"][0].update(values=list(range(9_000))), "9,000 values"),
    "no hash": (lambda found: found.pop("files"), "is not the table that manifest.json names"),
    "infinity": (lambda found: found["study"]["levers"][0].update(values=[float("inf")]), "is no JSON text"),
}  # fmt: skip


@pytest.mark.parametrize("case", MANIFESTS)
def test_a_manifest_that_cannot_be_used_is_refused_in_a_sentence(files: Files, case: str) -> None:
    """Whatever a manifest says that is not allowed, the refusal says what it is."""
    change, said = MANIFESTS[case]
    with pytest.raises(UnreadableStudyError, match=said):
        uploaded(*edited(files, change))


TABLES: dict[str, tuple[Callable[[pa.Table], pa.Table], str]] = {
    "a column is missing": (lambda table: table.drop_columns(["net_value"]), "has no column net_value"),
    "rows are missing": (lambda table: table.slice(0, 5), "has 5 rows, but the study has 20 runs"),
    "an infinite number": (column("net_value", [float("inf")] * 20), "not finite"),
    "text for numbers": (column("net_value", ["x"] * 20), "is string; must be double"),
    "lists for numbers": (column("net_value", [[1.0]] * 20), "must be double"),
    "too few replicates": (column("net_value_replicates", [[1.0] * 3] * 20), "must be fixed_size_list"),
    "a reason without end": (column("reason", ["x" * 6000] * 20), "more than 5,000 letters"),
    "another order": (lambda table: table.take(list(range(19, -1, -1))), "in their order"),
}


@pytest.mark.parametrize("case", TABLES)
def test_a_table_that_cannot_be_used_is_refused_in_a_sentence(files: Files, case: str) -> None:
    """Whatever a table holds that a study would not have written, the refusal says what it is."""
    change, said = TABLES[case]
    with pytest.raises(UnreadableStudyError, match=said):
        uploaded(*replaced(files, change))


@pytest.mark.parametrize("text", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"7"])
def test_what_is_no_manifest_is_refused(files: Files, text: bytes) -> None:
    """Bytes that are no JSON text, or none of a study, are refused, however deep they nest."""
    with pytest.raises(UnreadableStudyError, match="manifest"):
        uploaded(text, files[1])


def test_a_damaged_table_is_refused(files: Files) -> None:
    """A table that is cut off is not the one that is named; named, it is no Parquet file."""
    cut = files[1][:-7]
    with pytest.raises(UnreadableStudyError, match="take both from one folder"):
        uploaded(files[0], cut)
    named = edited(files, lambda document: document["files"].update({OUTCOMES: hashlib.sha256(cut).hexdigest()}))
    with pytest.raises(UnreadableStudyError, match="damaged, or no Parquet file"):
        uploaded(named[0], cut)


def test_files_that_are_too_large_are_not_looked_at(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is refused by its size."""
    monkeypatch.setattr(intake, "UPLOADED", intake.Limits(10, 10, 10))
    with pytest.raises(UnreadableStudyError, match=r"manifest\.json has .* MB; at most"):
        uploaded(*files)


def test_a_folder_without_a_study_is_refused(tmp_path: Path) -> None:
    """A folder without a manifest cannot be read, which is said with its path."""
    with pytest.raises(UnreadableStudyError, match="cannot be read"):
        opened(tmp_path)


def test_studies_beneath_a_folder_are_listed(folder: Path, tmp_path: Path) -> None:
    """Found at a depth of three and not of four, not in hidden folders, not where a manifest is none."""
    (found,) = beneath([folder, folder / "of"])
    assert (found.folder, found.name, found.kind) == (folder / "of" / "mine", "Small", "study")
    assert (found.designs, found.runs, found.finished, found.go_on) == (10, 20, True, "")
    for place in ("a/b/c", "a/b/c/d", ".hidden", "broken"):
        (tmp_path / place).mkdir(parents=True)
        text = (found.folder / MANIFEST).read_bytes()
        (tmp_path / place / MANIFEST).write_bytes(text if place != "broken" else text[:50])
    assert [each.folder for each in beneath([tmp_path])] == [tmp_path / "a/b/c"]


def test_no_more_folders_are_looked_into_than_there_is_time_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit of folders nothing more is found."""
    monkeypatch.setattr(collection, "MOST_FOLDERS", 2)
    assert beneath([folder]) == []


def test_a_study_that_was_interrupted_is_listed_with_the_command_that_goes_on(tmp_path: Path) -> None:
    """Cancelled, a study is not finished, and its command goes on with its folder."""
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        run(small(), tmp_path / "my study", cancel=cancel)
    (found,) = beneath([tmp_path])
    assert not found.finished
    assert found.go_on == f"loyalty-sim sweep STUDY --out '{tmp_path / 'my study'}' --resume"
    with pytest.raises(UnreadableStudyError, match="not finished"):
        opened(found.folder)


def test_a_search_is_two_studies_and_goes_on_by_its_own_command(tmp_path: Path) -> None:
    """A finished search is what it tried and the best of it; without the latter it is unfinished, with what was asked."""
    wanted = order(small(draws="draws: {count: 2}"), trials=6, finalists=1)
    optimise(wanted, tmp_path / "search")
    tried, best = sorted(beneath([tmp_path]), key=lambda entry: entry.kind, reverse=True)
    assert (tried.kind, best.kind) == ("trials", "finalists")
    assert opened(tried.folder).plan.base.name == opened(best.folder).plan.base.name
    (tmp_path / "search" / "best" / MANIFEST).unlink()
    (found,) = beneath([tmp_path])
    assert (found.kind, found.finished) == ("search", False)
    assert found.go_on.startswith("loyalty-sim optimise STUDY --out ")
    assert found.go_on.endswith("--trials 6 --search-customers 100 --finalists 1 --resume")
    assert asked(tmp_path / "search" / "search.json").levers == wanted.plan.study.levers


def test_the_same_question_has_the_same_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of a study of the app goes by what is asked; the oldest are forgotten, but none that is not its own."""
    monkeypatch.setattr(collection.platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path))
    one, other = small(), small(run="run: {customers: 200, months: 6}")
    assert place_of(one) == place_of(small()) != place_of(other)
    assert place_of(one).parent == own_folder() == tmp_path / "studies"
    for plan in (one, other):
        run(plan, place_of(plan))
    (own_folder() / "mine").mkdir()
    (own_folder() / "mine" / MANIFEST).write_text("{}")
    forget_oldest(keep=1)
    assert {path.name for path in own_folder().iterdir()} == {"mine", place_of(other).name}


def test_the_folder_is_that_of_the_environment_or_the_present_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``LOYALTY_SIM_STUDIES`` names where the app looks; else it is where it was started."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LOYALTY_SIM_STUDIES", raising=False)
    assert given_folder() == tmp_path
    monkeypatch.setenv("LOYALTY_SIM_STUDIES", str(tmp_path / "there"))
    assert given_folder() == tmp_path / "there"
