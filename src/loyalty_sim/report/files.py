"""Files that others open: each appears whole or not at all, and a spreadsheet takes no text in them for a formula."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be computed by a spreadsheet."""


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


def csv(frame: pd.DataFrame) -> str:
    """A table as CSV in which no text is taken for a formula by a spreadsheet."""
    text = frame.select_dtypes(include=["object", "string"]).columns
    safe = frame.assign(**{column: frame[column].map(_no_formula) for column in text})
    written: str = safe.rename(columns=_no_formula).to_csv(index=False, lineterminator="\n")
    return written


def _no_formula(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
