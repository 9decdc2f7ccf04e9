"""A library as a plain folder of YAML, JSON and Parquet, to be read by anything and taken in again without loss.

::

    library.json                    what the folder is, and of which version
    scenarios/<name>/about.json     name, signed off or not, and of each version: note, author, tags, time, hash of its file
    scenarios/<name>/3.yaml         the scenario file of version 3
    runs/<id>/scenario.yaml         what was asked
    runs/<id>/run.json              sample, versions, timings, layout of the counts
    runs/<id>/kpis.parquet          key figures;  monthly.parquet  a column per line;  tally.parquet  a column per batch
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from pydantic import Field, ValidationError

from loyalty_sim.library import scenarios
from loyalty_sim.library.errors import LibraryError
from loyalty_sim.library.saved import Line, Saved, TagList
from loyalty_sim.library.texts import LONGEST_NOTE, LONGEST_REFERENCE, Name, key_of
from loyalty_sim.scenario.fields import ONE_LINE, PROSE, Record
from loyalty_sim.scenario.files import ScenarioError, dumps, loads
from loyalty_sim.scenario.strict_yaml import LARGEST_DOCUMENT

if TYPE_CHECKING:
    from loyalty_sim.library.library import Library

FORMAT = 1
LARGEST_ABOUT = 20_000_000
"""Bytes of a file that describes a scenario's versions."""


class Cover(Record):
    """What ``library.json`` says."""

    program: Literal["loyalty-sim"] = "loyalty-sim"
    format: int = Field(ge=1)


class About(Record):
    """What is known of one version beside its file."""

    version: int = Field(ge=1)
    note: str = Field(max_length=LONGEST_NOTE, pattern=PROSE)
    author: Line
    tags: TagList
    based_on: str = Field(max_length=LONGEST_REFERENCE, pattern=ONE_LINE)
    saved_at: datetime
    sha256: str
    """Of the file; one that was edited since has another."""


class Entry(Record):
    """What ``about.json`` says of a scenario."""

    name: Name
    locked_at: datetime | None
    locked_by: Line
    versions: tuple[About, ...] = Field(min_length=1)


@dataclass
class Taken:
    """What an import took, and what it left, each with the reason."""

    scenarios: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    """Sentences."""


def export_folder(library: Library, folder: Path, names: Sequence[str] = (), *, with_runs: bool = True) -> Taken:
    """Write scenarios with all versions, and stored runs, to a new folder: whole or not at all.

    Args:
        names: scenarios to write, then with the runs that answer a version of theirs; by default everything.

    Raises:
        LibraryError: the folder exists or cannot be written, or a scenario is not there.
    """
    done = Taken(skipped=[] if names else library.damaged())
    chosen = _chosen(library, names, done)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LibraryError(f"{folder} exists already; give a folder that does not, so that nothing is overwritten")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".part"))
        try:
            (partial / "library.json").write_bytes(Cover(format=FORMAT).model_dump_json(indent=2).encode())
            for versions in chosen:
                _export(versions, partial / "scenarios" / _file_name(versions[0].name))
            if with_runs:
                from loyalty_sim.library import run_folder

                run_folder.export_runs(library, partial / "runs", chosen if names else None, done)
            partial.chmod(0o755)
            if folder.exists():
                folder.rmdir()
            os.replace(partial, folder)  # noqa: PTH105 - both names are given
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LibraryError(f"{folder} cannot be written: {reason}; nothing is left behind") from error
    return done


def _chosen(library: Library, names: Sequence[str], done: Taken) -> list[list[Saved]]:
    """All versions of what is to be exported. What is damaged is left out of an export of everything, and named."""
    if names:
        done.scenarios = [library.get(name).name for name in names]
        return [library.versions(name) for name in names]
    chosen = []
    for saved in library.scenarios():
        try:
            chosen.append(library.versions(saved.name))
            done.scenarios.append(saved.name)
        except LibraryError as error:
            done.skipped.append(str(error))
    return chosen


def import_folder(library: Library, folder: Path) -> Taken:
    """Take in what ``export_folder`` wrote: each scenario with all its versions, and each run, whole or not at all.

    What is there already stays as it is: nothing is overwritten.

    Raises:
        LibraryError: the folder is not one that was exported, or of a newer program.
    """
    _require_exported(folder)
    taken = Taken()
    for place in _folders(folder / "scenarios"):
        _take(place, folder, taken, lambda place: _import(library, place), taken.scenarios)
    runs = _folders(folder / "runs")
    if runs:
        from loyalty_sim.library import run_folder

        for place in runs:
            _take(place, folder, taken, lambda place: run_folder.import_run(library, place), taken.runs)
    return taken


def _take(place: Path, folder: Path, taken: Taken, act: Callable[[Path], tuple[str, str]], into: list[str]) -> None:
    """Take one thing in, or say why not."""
    try:
        name, reason = act(place)
    except (LibraryError, OSError) as error:
        said = (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)
        taken.skipped.append(f"{place.relative_to(folder)}: {said}")
        return
    if reason:
        taken.skipped.append(f"{name}: {reason}")
    else:
        into.append(name)


def _require_exported(folder: Path) -> None:
    if not folder.is_dir():
        raise LibraryError(f"{folder} is not a folder; give one that was written by: loyalty-sim library export")
    try:
        cover = read_document(folder / "library.json", Cover)
    except (OSError, LibraryError) as error:
        raise LibraryError(
            f"{folder} was not written by loyalty-sim library export: it has no valid library.json"
        ) from error
    if cover.format > FORMAT:
        raise LibraryError(f"{folder} was written by a newer loyalty-sim (format {cover.format}); install the newer one")


def _folders(place: Path) -> list[Path]:
    return sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []


def _file_name(name: str) -> str:
    """A name that every file system takes, and that no other scenario has: letters and digits, and a bit of a hash."""
    plain = unicodedata.normalize("NFKD", key_of(name)).encode("ascii", "ignore").decode()
    return f"{re.sub('[^a-z0-9]+', '-', plain).strip('-')[:60]}-{_hash(key_of(name).encode())[:8]}".lstrip("-")


def _export(versions: list[Saved], place: Path) -> None:
    """One scenario with all its versions, the oldest first."""
    place.mkdir(parents=True)
    abouts = []
    for saved in reversed(versions):
        content = saved.text.encode()
        (place / f"{saved.version}.yaml").write_bytes(content)
        told = {name: getattr(saved, name) for name in About.model_fields if name != "sha256"}
        abouts.append(About(**told, sha256=_hash(content)))
    last = versions[0]
    entry = Entry(name=last.name, locked_at=last.locked_at, locked_by=last.locked_by, versions=tuple(abouts))
    (place / "about.json").write_bytes(entry.model_dump_json(indent=2).encode())


def _import(library: Library, place: Path) -> tuple[str, str]:
    """Take one scenario in; returns its name, and why it was left."""
    entry = read_document(place / "about.json", Entry)
    numbers = [about.version for about in entry.versions]
    if numbers != sorted(set(numbers)):
        raise LibraryError("its versions are not in order, each once")
    rows = [about.model_dump(exclude={"sha256"}) | {"text": _file(place, about)} for about in entry.versions]
    there = scenarios.take(library._database, entry.name, entry.locked_at, entry.locked_by, rows)
    if not there:
        return entry.name, ""
    same = [(saved.version, saved.text) for saved in reversed(library.versions(entry.name))] == [
        (row["version"], row["text"]) for row in rows
    ]
    return (
        entry.name,
        "is there already" if same else "another scenario of this name is there; rename one, or export it alone",
    )


def _file(place: Path, about: About) -> str:
    """The file of a version as it was exported; one that was edited since is written out in full under today's defaults."""
    content = read_at_most(place / f"{about.version}.yaml", LARGEST_DOCUMENT)
    try:
        scenario = loads(content)
        return content.decode() if _hash(content) == about.sha256 else dumps(scenario)
    except ScenarioError as error:
        raise LibraryError(f"{about.version}.yaml is no valid scenario: {error.problems[0]}") from error


Kind = TypeVar("Kind", bound=Record)


def read_document(path: Path, kind: type[Kind]) -> Kind:
    """A JSON file, held to its rules.

    Raises:
        LibraryError: it says something else.
        OSError: it cannot be read.
    """
    try:
        return kind.model_validate_json(read_at_most(path, LARGEST_ABOUT))
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise LibraryError(f"{path.name} is not as exported: {where}: {problem['msg']}".replace(": :", ":")) from error


def read_at_most(path: Path, most: int) -> bytes:
    """The content of a file that is not too large.

    Raises:
        LibraryError: it is.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise LibraryError(f"{path.name} is larger than {most:,} bytes")
    return content


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
