"""Charts as one HTML file that needs nothing else: each with its finding, its drawing and the numbers drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from markupsafe import Markup, escape

from loyalty_sim.report.html.pictures import drawn
from loyalty_sim.report.numbers import MINUS, UNDEFINED
from loyalty_sim.report.picture import Picture

STYLE = Path(__file__).with_name("report.css")
DIGITS, LARGE = 6, 1e5
"""Of a number in a table; from LARGE on it has no fractions."""
SCROLLED = "details { margin-bottom: 2rem; } details div { overflow-x: auto; overflow-wrap: normal; }\n"
"""Wide tables are moved sideways within the page."""
JOINED = "\u2060"
"""Keeps a minus with its number where lines break."""


def page(title: str, pictures: Sequence[Picture]) -> str:
    """The pictures under each other. Names of users are text in it, never markup; it holds no script and no address."""
    style = Markup(STYLE.read_text(encoding="utf-8") + SCROLLED)
    parts = Markup("\n").join(_figure(picture) for picture in pictures)
    head = Markup('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{}</title>\n').format(title)
    size = Markup('<meta name="viewport" content="width=device-width, initial-scale=1">\n')
    return str(head + size + Markup("<style>\n{}</style>\n</head>\n<body>\n<h1>{}</h1>\n{}\n</body>\n</html>\n").format(
        style, title, parts
    ))  # fmt: skip


def _figure(picture: Picture) -> Markup:
    found = drawn(picture)
    return Markup(
        '<h2>{}</h2>\n<figure>\n{}\n<figcaption class="note">{}</figcaption>\n</figure>\n'
        "<details>\n<summary>The numbers drawn</summary>\n<div>{}</div>\n</details>"
    ).format(found.title.replace(MINUS, MINUS + JOINED), found.picture, found.subtitle, _table(picture.table))


def _table(frame: pd.DataFrame) -> Markup:
    """A table of texts and numbers; what is a number stands at the right."""
    numeric = [bool(pd.api.types.is_numeric_dtype(frame[name]) and frame[name].dtype != bool) for name in frame]
    head = Markup("").join(_cell("th", str(name), right) for name, right in zip(frame, numeric, strict=True))
    rows = []
    for row in frame.itertuples(index=False):
        cells = (_cell("td", _text(value), right) for value, right in zip(row, numeric, strict=True))
        rows.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
    body = Markup("\n").join(rows)
    return Markup("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>").format(head, body)


def _cell(kind: str, text: str, right: bool) -> Markup:
    look = Markup(' class="number"') if right else Markup("")
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(kind), look, escape(text))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        digits = ".0f" if abs(value) >= LARGE else f".{DIGITS}g"
        return UNDEFINED if math.isnan(value) else f"{value:,{digits}}".replace("-", MINUS)
    return str(value)
