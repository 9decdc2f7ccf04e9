"""What goes where: data to stdout, progress and messages to stderr. Colour and bars only on a terminal."""

from __future__ import annotations

import dataclasses
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from loyalty_sim.cli.errors import Code, CommandError

Progress = Callable[[int, int], None]
Tally = Callable[[int, int, float, int], None]
"""Called with what is done, what there is in all, how many a second, and how many failed."""
SECONDS_BETWEEN_LINES = 30


class OutputError(CommandError):
    """Data could not be written to stdout."""


def emit(text: str) -> None:
    """Write data to stdout. A reader that has gone away (``| head``) is no failure and gets no message."""
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        _write_no_more(sys.stdout)
    except OSError as error:
        _write_no_more(sys.stdout)
        raise OutputError(Code.FAILED, f"cannot write the output: {(error.strerror or str(error)).lower()}") from None


def emit_json(document: Any) -> None:
    """Write one JSON document to stdout."""
    emit(json.dumps(plain(document), indent=2, allow_nan=False))


def say(text: str) -> None:
    """Write a message to stderr; if nobody can read it, it is lost."""
    try:
        _write(sys.stderr, text)
    except OSError:
        _write_no_more(sys.stderr)


def _write(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()


def _write_no_more(stream: TextIO) -> None:
    """Send what is still to come, and what was buffered, nowhere: else it would fail once more when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def plain(value: Any) -> Any:
    """The value in the types of JSON: dataclasses become objects, numbers without a value null."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return plain({field.name: getattr(value, field.name) for field in dataclasses.fields(value)})
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "item"):  # a NumPy number
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> None:
    """Write a table to stdout: aligned text, or on a terminal one that fits it.

    Args:
        left: columns aligned to the left; the others are numbers.
    """
    if sys.stdout.isatty():
        _rich_table(headings, rows, left)
        return
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    for row in [headings, *rows]:
        cells = [
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        emit("  ".join(cells).rstrip())


def _rich_table(headings: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, heading in enumerate(headings):
        grid.add_column(heading, justify="left" if column in left else "right", no_wrap=column not in left)
    for row in rows:
        grid.add_row(*[Text(cell) for cell in row])
    Console().print(grid)


@contextmanager
def tally(title: str, what: str, quiet: bool) -> Iterator[Tally]:
    """How far many things are, on stderr while the block runs: a bar with rate and time left on a terminal, and a line
    every half minute elsewhere; nothing when quiet."""
    if quiet:
        yield lambda done, total, rate, failed: None
        return
    with progress(title, not sys.stderr.isatty()) as bar:
        said = time.monotonic()

        def report(done: int, total: int, rate: float, failed: int) -> None:
            nonlocal said
            if bar is not None:
                bar(done, total)
            elif time.monotonic() - said > SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                left = f"about {(total - done) / rate:,.0f} s left" if rate > 0 else "no end in sight"
                lost = f", {failed:,} failed" if failed else ""
                say(f"{done:,} of {total:,} {what}{lost}; {rate:.2g} a second, {left}")

        yield report


@contextmanager
def progress(title: str, quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on stderr while the block runs; none when quiet or when stderr is not a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(title, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
