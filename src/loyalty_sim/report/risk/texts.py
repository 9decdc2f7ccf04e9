"""Names and values as the charts of risk write them: in lines, cut short, or in a column of a table."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

LINE, LINES = 24, 2
"""Letters of a line beside a chart, and how many lines there are."""
LONGEST_NAME = 40
"""Letters of a design's name within a title."""


def short(text: str, letters: int) -> str:
    """The text, its end left out where it is longer."""
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def lines(text: str, letters: int = LINE, most: int = LINES) -> list[str]:
    """The text in a few lines, its end left out where it is longer."""
    found = textwrap.wrap(text, letters, max_lines=most, placeholder="…")
    return found or [""]


def plain_settings(values: Sequence[Any]) -> list[Any]:
    """Values of levers and assumptions as a column: numbers where all are, else texts."""
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return [float(value) for value in values]
    return [str(value) for value in values]
