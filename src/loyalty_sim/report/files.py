"""Files that others open: each appears whole or not at all, and a spreadsheet takes no text in them for a formula."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")
"""A text that begins so could be computed by a spreadsheet."""


def write_whole(path: Path, writer: Callable[[Path], Any]) -> Path:
    """Write to another name first, so that nobody ever reads half a file; an earlier file of that name is replaced.

    Raises:
        OSError: the file cannot be written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        writer(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def file_stem(name: str) -> str:
    """A file name that every system takes, from a scenario's name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "scenario"


def csv(frame: pd.DataFrame) -> str:
    """A table as CSV in which no text is taken for a formula by a spreadsheet."""
    text = frame.select_dtypes(include=["object", "string"]).columns
    safe = frame.assign(**{column: frame[column].map(_plain) for column in text})
    written: str = safe.rename(columns=_plain).to_csv(index=False, lineterminator="\n")
    return written


def _plain(value: object) -> object:
    """A text that is no formula and breaks lines in one way; an unquoted carriage return would end the row for readers."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
