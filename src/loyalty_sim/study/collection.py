"""Studies on disk: those that lie beneath a folder, finished or not, and the folder in which the app keeps its own."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import platformdirs

from loyalty_sim.study.intake import MEGABYTE, UnreadableStudyError, document_of
from loyalty_sim.study.lock import locked
from loyalty_sim.study.manifest import FIXED, manifest
from loyalty_sim.study.optimise import BEST, SEARCH, TRIALS
from loyalty_sim.study.plan import Plan
from loyalty_sim.study.store import MANIFEST

VARIABLE = "LOYALTY_SIM_STUDIES"
"""Environment variable: the folder in which the app looks for studies."""
DEPTH = 3
"""Folders below the first that are looked into."""
MOST = 300
"""Studies listed."""
MOST_FOLDERS = 4_000
"""Folders looked into: somebody may start the app in a folder that holds everything."""
LARGEST = 8 * MEGABYTE
"""Of a manifest that is listed, in bytes."""
OWN = 100
"""Studies that the app keeps; the ones done longest ago go first."""
LETTERS = 20
"""Of the name of a folder of the app."""

Kind = Literal["study", "trials", "finalists", "search"]


@dataclass(frozen=True)
class Entry:
    """A study on disk."""

    folder: Path
    """That holds its manifest."""
    name: str
    kind: Kind
    """A study of its own; all that a search tried; its best designs; or a search that is not finished."""
    designs: int
    runs: int
    changed: datetime
    """When its manifest was last written, in UTC."""
    finished: bool
    go_on: str = ""
    """The command that goes on with it, STUDY standing for its file; "" when it is finished."""


def given_folder() -> Path:
    """Where the app looks for studies of others: what ``LOYALTY_SIM_STUDIES`` says, or else where it was started."""
    return Path(os.environ.get(VARIABLE) or Path.cwd())


def own_folder() -> Path:
    """Where the app keeps the studies that it did."""
    return Path(platformdirs.user_data_dir("loyalty_sim", appauthor=False)) / "studies"


def place_of(plan: Plan) -> Path:
    """The folder of the app for a study: the same for the same question, the same model and the same packages."""
    about = manifest(plan)
    text = json.dumps({key: about[key] for key in FIXED}, sort_keys=True)
    return own_folder() / hashlib.sha256(text.encode()).hexdigest()[:LETTERS]


def forget_oldest(keep: int = OWN) -> None:
    """Remove studies of the app beyond so many, those done longest ago first; none that is being done."""
    root = own_folder()
    folders = [path for path in root.iterdir() if len(path.name) == LETTERS and (path / MANIFEST).is_file()]
    folders.sort(key=lambda path: (path / MANIFEST).stat().st_mtime, reverse=True)
    for folder in folders[keep:]:
        release = locked(folder / ".lock")
        if release is not None:
            release()
            shutil.rmtree(folder, ignore_errors=True)


def beneath(roots: Sequence[Path]) -> list[Entry]:
    """The studies in some folders and below them, the latest first; what cannot be read is left out."""
    found: dict[Path, Entry] = {}
    for root in roots:
        for folder in _folders(root):
            for entry in _entries(folder):
                found.setdefault(entry.folder.resolve(), entry)
    return sorted(found.values(), key=lambda entry: entry.changed, reverse=True)[:MOST]


def _folders(root: Path) -> Iterator[Path]:
    """A folder and those below it, the upper ones first; none that is hidden, or only a link to elsewhere, and none within
    a search."""
    level, seen = [root], 0
    for depth in range(DEPTH + 1):
        below: list[Path] = []
        for folder in level:
            seen += 1
            if seen > MOST_FOLDERS:
                return
            yield folder
            if depth < DEPTH and not (folder / SEARCH).is_file():  # whose studies are its own
                below += _inside(folder)
        level = below


def _inside(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as items:
            found = [item.path for item in items if not item.name.startswith(".") and item.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return [Path(path) for path in sorted(found)]


def _entries(folder: Path) -> Iterator[Entry]:
    """The studies of a folder itself: one, or those of a search."""
    if not (folder / SEARCH).is_file():
        entry = _entry(folder, "study", folder.name)
        if entry is not None:
            yield entry
        return
    parts: tuple[tuple[Kind, Path], ...] = (("trials", folder / TRIALS), ("finalists", folder / BEST))
    inside = [_entry(path, kind, folder.name) for kind, path in parts]
    if all(entry is not None and entry.finished for entry in inside):
        yield from (entry for entry in inside if entry is not None)
    else:
        first = next((entry for entry in inside if entry is not None), None)
        yield _search(folder, first)


def _search(folder: Path, tried: Entry | None) -> Entry:
    """A search that is not finished."""
    path = folder / SEARCH
    changed = _changed(path)
    asked = _search_order(path, changed.timestamp())
    given = {"--trials": "trials", "--search-customers": "customers", "--finalists": "finalists"}
    options = [word for option, key in given.items() if type(asked.get(key)) is int for word in (option, str(asked[key]))]
    name = folder.name if tried is None else tried.name
    designs, runs = (0, 0) if tried is None else (tried.designs, tried.runs)
    return Entry(folder, name, "search", designs, runs, changed, False, _command("optimise", folder, options))


def _command(name: str, folder: Path, options: Sequence[str] = ()) -> str:
    return f"loyalty-sim {name} STUDY --out {shlex.join([str(folder), *options, '--resume'])}"


@lru_cache(maxsize=MOST)
def _search_order(path: Path, _stamp: float) -> dict[str, Any]:
    """What a search was asked for; nothing where that cannot be read."""
    try:
        found = json.loads(path.read_bytes()) if path.stat().st_size <= LARGEST else {}
    except (OSError, ValueError, RecursionError):
        return {}
    asked = found.get("search") if isinstance(found, dict) else None
    return asked if isinstance(asked, dict) else {}


def _entry(folder: Path, kind: Kind, called: str) -> Entry | None:
    """The study of a folder; None where there is none."""
    path = folder / MANIFEST
    try:
        about = path.stat()
        if about.st_size > LARGEST:
            return None
        listed = _listed(path, about.st_mtime_ns)
    except (OSError, UnreadableStudyError):
        return None
    name, designs, runs, finished = listed
    go_on = "" if finished else _command("sweep", folder)
    return Entry(folder, name or called, kind, designs, runs, _changed(path), finished, go_on)


@lru_cache(maxsize=2 * MOST)
def _listed(path: Path, _stamp: int) -> tuple[str, int, int, bool]:
    """Name, designs, runs and whether it is finished, from a manifest; read again when it has changed."""
    document = document_of(path.read_bytes())
    name, designs, runs = (document.get(key) for key in ("name", "designs", "runs"))
    if type(designs) is not int or type(runs) is not int:
        raise UnreadableStudyError("counts are missing")
    return name if isinstance(name, str) else "", designs, runs, document.get("status") == "complete"


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
