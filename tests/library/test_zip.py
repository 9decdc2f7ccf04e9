"""A library as one zip file: taken in without loss, and read with suspicion."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from loyalty_sim.library import Library, LibraryError, open_library, zipped
from loyalty_sim.scenario import Scenario
from tests.library.conftest import Simulate, with_lever


@pytest.fixture
def other(tmp_path: Path) -> Library:
    """Another, empty library."""
    return open_library(str(tmp_path / "other.sqlite"))


def members(content: bytes) -> dict[str, bytes]:
    """The files of a zip file by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    """A zip file of some files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_what_goes_out_as_a_zip_file_comes_back(
    library: Library, other: Library, plan: Scenario, counted: tuple[Simulate, list[Scenario]]
) -> None:
    """Scenarios with all versions, and runs, are the same in the library that takes the file in; twice changes nothing."""
    library.save(plan, "Plan", note="one", author="Ann", tags=["x"])
    library.save(with_lever(plan, 6.0), "Plan")
    run = library.result(plan, counted[0])[1]
    content = library.export_zip()
    assert other.import_zip(content).skipped == []
    assert [one.text for one in other.versions("Plan")] == [one.text for one in library.versions("Plan")]
    assert other.run(run.id).kpis == run.kpis
    again = other.import_zip(content)
    assert (again.scenarios, again.runs, len(again.skipped)) == ([], [], 2)


def test_only_what_was_chosen_goes_out(library: Library, plan: Scenario) -> None:
    """A zip file of one scenario holds that scenario alone."""
    library.save(plan, "Plan")
    library.save(plan, "Secret")
    assert not any(
        b"Secret" in content or "secret" in name for name, content in members(library.export_zip(["Plan"])).items()
    )


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml", "/etc/evil.yaml", "library/../../evil.yaml", "library/scenarios/../../evil/1.yaml",
        "library/scenarios/..\\..\\evil/1.yaml", "C:\\evil.yaml", "library/runs/../1.yaml", "library/evil.py",
    ],
)  # fmt: skip
def test_no_file_is_written_anywhere_else(
    library: Library, other: Library, plan: Scenario, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file with a path that leads elsewhere, or of another kind, is left out and counted; the rest is taken in."""
    place = tmp_path / "unpacked"
    place.mkdir()
    monkeypatch.setattr(zipped.tempfile, "tempdir", str(place))
    library.save(plan, "Plan")
    before = {path for path in tmp_path.rglob("*") if not path.name.startswith("other.sqlite")}
    seen: list[str] = []
    take = Library.import_folder

    def watched(self: Library, folder: Path) -> object:
        seen.extend(path.name for path in tmp_path.rglob("*") if path not in before)
        return take(self, folder)

    monkeypatch.setattr(Library, "import_folder", watched)
    taken = other.import_zip(packed({**members(library.export_zip()), name: b"evil"}))
    assert taken.scenarios == ["Plan"]
    assert taken.skipped == ["1 files that are no part of an exported library"]
    assert "library.json" in seen
    assert not any("evil" in name for name in seen)
    assert not any(place.iterdir())


def test_a_zip_file_that_unfolds_to_too_much_is_refused(other: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """What unfolds to more bytes or more files than a large library is refused, whatever it says of itself."""
    monkeypatch.setattr(zipped, "LARGEST", 10_000)
    bomb = packed({"library/library.json": b"{}", "library/scenarios/a/1.yaml": b"0" * 1_000_000})
    with pytest.raises(LibraryError, match="unfolds to more than 10,000 bytes"):
        other.import_zip(bomb)
    monkeypatch.setattr(zipped, "MOST_FILES", 3)
    with pytest.raises(LibraryError, match="at most 3 are taken"):
        other.import_zip(packed({f"{number}": b"" for number in range(4)}))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no", b"not a zip file at all" * 50])
def test_what_is_no_zip_file_is_refused(other: Library, content: bytes) -> None:
    """Anything else is refused in a sentence."""
    with pytest.raises(LibraryError, match="no zip file"):
        other.import_zip(content)


def test_a_damaged_or_foreign_zip_file_is_refused(library: Library, other: Library, plan: Scenario) -> None:
    """A zip file of other things, of the same file twice, or with a bit turned, is refused and changes nothing."""
    library.save(plan, "Plan")
    with pytest.raises(LibraryError, match=r"holds no library\.json"):
        other.import_zip(packed({"letter.txt": b"hello"}))
    files = members(library.export_zip())
    with pytest.raises(LibraryError, match="twice"):
        other.import_zip(packed({**files, "library.json": files["library/library.json"]}))
    damaged = bytearray(library.export_zip())
    damaged[60] ^= 0xFF
    with pytest.raises(LibraryError):
        other.import_zip(bytes(damaged))
    assert other.scenarios() == []
