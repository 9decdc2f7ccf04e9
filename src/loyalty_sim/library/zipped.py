"""An exported folder as one zip file, to be handed over through a browser; and taken in again with suspicion.

Nothing of a zip file is unpacked but files of the names that an export writes, at the places where it writes them, and no
more bytes than a large library has, whatever the zip file says of its sizes.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from loyalty_sim.library.errors import LibraryError
from loyalty_sim.library.folder import Taken

if TYPE_CHECKING:
    from loyalty_sim.library.library import Library

FOLDER = "library"
"""Name of the folder in the zip file."""
MOST_FILES = 20_000
LARGEST = 500_000_000
"""Bytes that a zip file may unfold to."""
PIECE = 1_000_000
ALLOWED = re.compile(
    r"(?:[^/\\]+/)?"
    r"(library\.json|scenarios/[a-z0-9-]+/(?:about\.json|[0-9]{1,9}\.yaml)"
    r"|runs/[0-9a-f]{64}/(?:scenario\.yaml|run\.json|(?:kpis|monthly|tally)\.parquet))"
)
"""What an export writes, in a folder of any name."""


def export_zip(library: Library, names: Sequence[str] = (), *, with_runs: bool = True) -> bytes:
    """What ``Library.export_folder`` writes, as one zip file.

    Raises:
        LibraryError: as there.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / FOLDER
        library.export_folder(folder, names, with_runs=with_runs)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, f"{FOLDER}/{path.relative_to(folder).as_posix()}")
        return made.getvalue()


def import_zip(library: Library, content: bytes) -> Taken:
    """Take in a zip file of an exported folder, as ``Library.import_folder`` does.

    Raises:
        LibraryError: it is no zip file of an exported folder, or is too large.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / FOLDER
        folder.mkdir()
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                others = _unpack(archive, folder)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
            raise LibraryError(
                "the file is no zip file, is damaged, or is protected; give one that was written by the export of a library"
            ) from error
        if not (folder / "library.json").is_file():
            raise LibraryError("the zip file holds no library.json; give one that was written by the export of a library")
        taken = library.import_folder(folder)
    if others:
        taken.skipped.append(f"{others} files that are no part of an exported library")
    return taken


def _unpack(archive: zipfile.ZipFile, folder: Path) -> int:
    """Write the files of an export to the folder; returns how many others there are."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_FILES:
        raise LibraryError(f"the zip file holds {len(members):,} files; at most {MOST_FILES:,} are taken")
    left, others = LARGEST, 0
    for member in members:
        known = ALLOWED.fullmatch(member.filename)
        if known is None:
            others += 1
            continue
        path = folder / PurePosixPath(known[1])
        if path.exists():
            raise LibraryError(f"the zip file holds {known[1]} twice")
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as source, path.open("wb") as target:
            left = _copy(source, target, left)  # type: ignore[arg-type]
    return others


def _copy(source: BinaryIO, target: BinaryIO, left: int) -> int:
    """Copy a file piece by piece; returns how many bytes may still follow."""
    while piece := source.read(PIECE):
        left -= len(piece)
        if left < 0:
            raise LibraryError(f"the zip file unfolds to more than {LARGEST:,} bytes")
        target.write(piece)
    return left
