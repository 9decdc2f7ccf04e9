"""How likely a loss is: twenty dots, each of them a case that is as likely as any other."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report import layers, risks
from loyalty_sim.report.layers import BLUE, DASHED, GREY, VERMILLION
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec
from loyalty_sim.report.risk.rows import flat, outcome_axis, tall
from loyalty_sim.report.risk.texts import LONGEST_NAME, short
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.uncertainty import DOTS, Range

BINS = 12
"""Columns of dots at most."""
FINEST = 1e-9
"""Width of all columns at least, and as a part of the largest outcome: finer ones would be noise of the arithmetic."""
WORD = 0.42
"""Part of the width of a small screen that a word beside a rule may take."""
LEVEL, SIZE, LOWEST = 21, 230, 4
"""Height of a dot in its column, its area, and the fewest dots a column has room for, in pixels."""


def loss(found: Range, measured: Measured, currency: str, design: str) -> Picture:
    """How an outcome of a design may turn out, as a dot plot of twenty equally likely cases (Kay et al. 2016).

    Cases below zero are open orange dots where that is a loss; then no column has both. Of an outcome that cannot be a
    loss, the value that 19 of 20 draws do not exceed is marked, where there are draws enough to tell.

    Args:
        found: from ``uncertainty.ranges``.
        measured: the outcome.
        currency: three letters.
        design: its name.
    """
    rows = _rows(found, measured, currency)
    edges = _edges(found)
    marks = _marks(found, measured, currency)
    title, subtitle = _title(found, measured, currency, design), _subtitle(found, measured)
    used = _domain(edges, [mark["at"] for mark in marks])
    highest = max(LOWEST, *(row["level"] + 1 for row in rows))
    told = ", ".join(risks.amount(dot, measured, currency) for dot in found.dots)
    alt_text = f"{title}. {subtitle}. Twenty cases: {told}."
    drawn = _layers(used, highest, marks, measured, currency)
    spec = tall(layers.chart(title, subtitle, rows, drawn, alt_text), LEVEL * (highest + 2))
    return Picture("loss", title, Drawing(spec), _table(found, measured), alt_text, used)


def cases(found: Range) -> str:
    """The chance of a loss as a part of twenty cases: "3 of 20 cases"."""
    return f"{risks.in_twenty(found).replace(' in ', ' of ')} cases"


def _title(found: Range, measured: Measured, currency: str, design: str) -> str:
    low, high = (risks.amount(found.quantiles[level], measured, currency) for level in (0.1, 0.9))
    lies = f"{risks.subject(measured)} lies between {low} and {high} in 8 of 10"
    if low == high:
        lies = f"{risks.subject(measured)} is about {low} in 8 of 10"
    name = short(design, LONGEST_NAME)
    return f"{name}: a loss in {cases(found)}; {lies}" if risks.loses(measured) else f"{name}: {lies} cases"


def _subtitle(found: Range, measured: Measured) -> str:
    said = [f"Each dot is one of {DOTS} equally likely cases, from {found.draws:,} draws of what is not known"]
    if risks.loses(measured):
        said.append("open orange: a loss")
    return "; ".join(said)


def _edges(found: Range) -> list[float]:
    """Edges of the columns: steps of 1, 2 or 5 times a power of ten, so that zero is an edge and parts none."""
    low, high = found.dots[0], found.dots[-1]
    least = max(high - low, FINEST * max(abs(low), abs(high)), FINEST)
    width = _step(least / BINS) if high > low else abs(high) / 10 or 1.0
    first = math.floor(low / width)
    count = max(math.floor(high / width) - first, 0) + 1
    return [(first + place) * width for place in range(count + 1)]


def _step(least: float) -> float:
    """The smallest step of 1, 2 or 5 times a power of ten that is not below ``least``."""
    order: float = 10.0 ** math.floor(math.log10(least))
    return next(order * multiple for multiple in (1, 2, 5, 10) if order * multiple >= least)


def _rows(found: Range, measured: Measured, currency: str) -> list[dict[str, Any]]:
    """One record a dot: the middle of its column, and how many dots stand below it."""
    edges = _edges(found)
    below = [0] * len(edges)
    rows = []
    for place, dot in enumerate(found.dots):
        column = min(max(int(np.searchsorted(edges, dot, side="right")) - 1, 0), len(edges) - 2)
        lost = risks.loses(measured) and dot < 0
        rows.append({
            "at": (edges[column] + edges[column + 1]) / 2, "level": below[column], "value": dot, "lost": lost,
            "colour": VERMILLION if lost else BLUE, "amount": risks.amount(dot, measured, currency),
            "case": f"{place + 1} of {DOTS}, from the worst" if _worst_first(measured) else f"{place + 1} of {DOTS}",
        })  # fmt: skip
        below[column] += 1
    return rows


def _worst_first(measured: Measured) -> bool:
    return FIGURES[measured.kpi].better == "higher"


def _marks(found: Range, measured: Measured, currency: str) -> list[dict[str, Any]]:
    """Upright rules with their words: zero and the middle; the tail where there is no loss."""
    middle = found.quantiles[0.5]
    marks = [{"at": middle, "text": f"middle {risks.amount(middle, measured, currency)}", "rank": 1, "zero": False}]
    if risks.loses(measured):
        marks.append({"at": 0.0, "text": "no gain, no loss", "rank": 0, "zero": True})
    elif found.tail is not None:
        text = f"19 of 20 draws up to {risks.amount(found.tail, measured, currency)}"
        marks.append({"at": found.tail, "text": text, "rank": 0, "zero": False})
    return marks


def _domain(edges: list[float], marks: list[float]) -> Domain:
    """All columns and marks, with a little air."""
    low, high = min(edges[0], *marks), max(edges[-1], *marks)
    air = 0.04 * (high - low)
    return low - air, high + air


def _layers(domain: Domain, highest: int, marks: list[dict[str, Any]], measured: Measured, currency: str) -> list[Spec]:
    """Rules with their words above the dots, and the dots."""
    x = flat(outcome_axis(measured, currency, domain))
    top = highest + 1.6
    y: Spec = {"type": "quantitative", "axis": None, "scale": {"domain": [-0.6, top], "nice": False, "zero": False}}
    placed = [{**mark, "top": top - mark["rank"] - 0.2, "left": _to_the_left(mark, marks, domain)} for mark in marks]
    rules = {"type": "rule", "color": GREY, "strokeWidth": 1.5, "tooltip": None}
    dash = {"strokeDash": {"condition": {"test": "datum.zero", "value": []}, "value": DASHED}}
    across = {"x": {**x, "field": "at"}}
    drawn: list[Spec] = [{
        "data": {"values": placed}, "mark": rules,
        "encoding": {**across, "y": {**y, "field": "top"}, "y2": {"datum": -0.6}, **dash},
    }]  # fmt: skip
    for left in (True, False):
        text = {"type": "text", "align": "right" if left else "left", "dx": -5 if left else 5, "baseline": "top", "dy": -2,
                "fontSize": 11, "tooltip": None}  # fmt: skip
        drawn.append({
            "data": {"values": [mark for mark in placed if mark["left"] == left]}, "mark": text,
            "encoding": {**across, "y": {**y, "field": "top"}, "text": {"field": "text"}},
        })  # fmt: skip
    tips = [("amount", "Outcome"), ("case", "Case")]
    dots: Spec = {
        "mark": {"type": "point", "shape": "circle", "size": SIZE, "strokeWidth": 2.5, "opacity": 1},
        "encoding": {
            **across,
            "y": {**y, "field": "level"},
            "stroke": {"field": "colour", "type": "nominal", "scale": None},
            "fill": {"field": "colour", "type": "nominal", "scale": None},
            "fillOpacity": {"condition": {"test": "datum.lost", "value": 0.12}, "value": 0.9},
            "tooltip": [{"field": field, "type": "nominal", "title": title} for field, title in tips],
        },
    }
    return [*drawn, dots]


def _to_the_left(mark: dict[str, Any], marks: list[dict[str, Any]], domain: Domain) -> bool:
    """Whether the word of a rule stands at its left: away from the other rule where there is room."""
    place = (mark["at"] - domain[0]) / (domain[1] - domain[0])
    first = any(mark["at"] < each["at"] for each in marks)
    return bool(place > 1 - WORD or (first and place > WORD))


def _table(found: Range, measured: Measured) -> pd.DataFrame:
    """A row a dot: its number, the chance that the outcome is no higher, the outcome, and whether it is a loss."""
    columns: dict[str, Any] = {
        "dot": range(1, DOTS + 1), "chance": (np.arange(DOTS) + 0.5) / DOTS, measured.column: found.dots,
    }  # fmt: skip
    if risks.loses(measured):
        columns["loss"] = [dot < 0 for dot in found.dots]
    return pd.DataFrame(columns)
