"""The folder of a study: parts as they are done, one table at the end, and a manifest that says what it all is.

Every file is written under another name, brought to the disk, and then given its own: at any moment there is either the
old one or the new one. What is in the parts is done; the final files are made from them alone, in the order of the plan,
so that they do not tell how the work was split or how often it was interrupted.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from loyalty_sim.study.lock import locked
from loyalty_sim.study.manifest import difference, manifest
from loyalty_sim.study.plan import Plan
from loyalty_sim.study.rows import Found
from loyalty_sim.study.tables import blocks_of, monthly_blocks, part_schema, part_table

MANIFEST, OUTCOMES, MONTHLY, HISTORY, PARTS = (
    "manifest.json", "outcomes.parquet", "monthly.parquet", "history.jsonl", "parts"
)  # fmt: skip
UNFINISHED = ".part"
"""Ending of a file that is being written."""
COMPRESSION = "zstd"


class StudyFolderError(RuntimeError):
    """A folder cannot take this study; says why in a sentence."""


class Store:
    """The folder of one study, held by one process at a time."""

    def __init__(self, folder: Path, plan: Plan, *, resume: bool) -> None:
        """Open the folder, or make it.

        Args:
            resume: whether to go on with what is there; a new study is begun where there is nothing yet.

        Raises:
            StudyFolderError: it holds something else, or this study in another version.
            OSError: it cannot be written.
        """
        self.folder, self.plan = folder, plan
        folder.mkdir(parents=True, exist_ok=True)
        self._release = locked(folder / ".lock")
        if self._release is None:
            raise StudyFolderError(f"another process is writing to {folder}; wait for it, or choose another folder")
        try:
            self._begin(resume)
        except BaseException:
            self.close()
            raise

    def _begin(self, resume: bool) -> None:
        wanted = manifest(self.plan)
        there = self._stored()
        if there is not None:
            if not resume:
                raise StudyFolderError(
                    f"{self.folder} holds a study already; --resume goes on with it, or choose another folder"
                )
            changed = difference(there, wanted)
            if changed is not None:
                raise StudyFolderError(f"{self.folder} holds another study: {changed}; choose another folder")
        self.complete = there is not None and there["status"] == "complete"
        for file in (*self.folder.glob(f".*{UNFINISHED}"), *(self.folder / PARTS).glob(f".*{UNFINISHED}")):
            file.unlink()
        if there is None:
            write_json(self.folder / MANIFEST, wanted)
        self._done: set[int] = set(range(len(self.plan))) if self.complete else self._rows_done()

    def _stored(self) -> dict[str, Any] | None:
        """The manifest of the study that is there; None in a folder without one."""
        path = self.folder / MANIFEST
        if not path.exists():
            others = [file.name for file in self.folder.iterdir() if file.name != ".lock" and file.suffix != UNFINISHED]
            if others:
                raise StudyFolderError(
                    f"{self.folder} is not empty (it holds {sorted(others)[0]}) and no study; choose another"
                )
            return None
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, OSError):
            found = None
        if not isinstance(found, dict) or found.get("format") != "loyalty-sim study":
            raise StudyFolderError(f"{path} is not the manifest of a study; choose another folder")
        return found

    @property
    def done(self) -> int:
        """Number of runs whose outcome is kept."""
        return len(self._done)

    def to_do(self) -> list[Any]:
        """The runs that are still to be done, in the order in which they are begun."""
        return [row for row in self.plan.rows() if row.index not in self._done]

    def _rows_done(self) -> set[int]:
        return {int(row) for part in self._parts() for row in pq.read_table(part, columns=["row"])["row"].to_pylist()}

    def _parts(self) -> list[Path]:
        return sorted((self.folder / PARTS).glob("*.parquet"))

    def keep(self, found: Sequence[Found]) -> None:
        """Keep what some runs found, all of it or nothing."""
        if not found:
            return
        (self.folder / PARTS).mkdir(exist_ok=True)
        table = part_table(self.plan, found)
        write_whole(self.folder / PARTS / f"{uuid.uuid4()}.parquet", lambda path: pq.write_table(table, path))
        self._done |= {each.row for each in found}

    def kept(self) -> pa.Table:
        """What is kept so far of the runs of the plan, in its order and in the columns of a part. A search that goes on has
        runs of designs that its plan, which grows, comes to later."""
        whole = in_order(pa.concat_tables(pq.read_table(part, schema=part_schema(self.plan)) for part in self._parts()))
        return whole.slice(0, int(np.searchsorted(whole["row"].to_numpy(), len(self.plan))))

    def finish(self, precision: dict[str, Any] | None = None) -> None:
        """Make the final files of the parts, and then remove these. What is finished already is left as it is.

        Args:
            precision: for the manifest, how precise the study is beside what was asked for.
        """
        if not self.complete:
            kept = self.kept()
            hashes = {OUTCOMES: self._write(OUTCOMES, blocks_of(self.plan, kept))}
            if self.plan.study.monthly:
                hashes[MONTHLY] = self._write(MONTHLY, monthly_blocks(self.plan, kept))
            failed = kept.num_rows - kept["reason"].null_count
            write_json(self.folder / MANIFEST, manifest(self.plan, files=hashes, failed=failed, precision=precision))
            self.complete = True
        for part in self._parts():
            part.unlink()
        if (self.folder / PARTS).is_dir():
            (self.folder / PARTS).rmdir()

    def _write(self, name: str, blocks: Iterator[pa.Table]) -> str:
        """Write a table block by block; returns the hash of the file."""

        def write(path: Path) -> None:
            first = next(blocks)
            with pq.ParquetWriter(path, first.schema, compression=COMPRESSION) as writer:
                writer.write_table(first)
                for block in blocks:
                    writer.write_table(block)

        write_whole(self.folder / name, write)
        with (self.folder / name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def note(self, event: str, **details: Any) -> None:
        """Add a line to the history: what happened when. It is no part of the result."""
        line = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "event": event, "done": self.done, **details}
        with (self.folder / HISTORY).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def close(self) -> None:
        """Let others have the folder."""
        if self._release is not None:
            self._release()
            self._release = None


def in_order(table: pa.Table) -> pa.Table:
    """One record for each run, by place; runs that were done twice found the same."""
    table = table.sort_by("row").combine_chunks()
    rows = table["row"].to_numpy()
    first = [index for index in range(len(rows)) if index == 0 or rows[index] != rows[index - 1]]
    return table if len(first) == len(rows) else table.take(first)


def write_json(path: Path, document: dict[str, Any]) -> None:
    """Write a document whole or not at all."""
    text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
    write_whole(path, lambda partial: partial.write_text(text, encoding="utf-8"))


def write_whole(path: Path, writer: Callable[[Path], Any]) -> None:
    """Write under another name, bring it to the disk, and give it its own name: even if the power is cut, the file is
    there whole or not at all."""
    partial = path.with_name(f".{path.name}{UNFINISHED}")
    writer(partial)
    _to_disk(partial, os.O_RDWR)
    os.replace(partial, path)  # noqa: PTH105 - both names are given
    if os.name == "posix":
        _to_disk(path.parent, os.O_RDONLY)


def _to_disk(path: Path, mode: int) -> None:
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
