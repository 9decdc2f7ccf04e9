"""The parts that charts are made of, as plain Vega-Lite: axes, lines, bands, direct labels, hover, titles.

Colours are four of Okabe & Ito (2008), blue a little lighter and purple a little darker than theirs, so that each has a
contrast of more than 3.3:1 on white and on a near-black page and one chart serves a light and a dark theme. Nothing is
told by colour alone: dash, place or a label says it too.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from loyalty_sim.finance.estimate import Array
from loyalty_sim.report.numbers import SCALES, SYMBOLS
from loyalty_sim.report.picture import Domain, Spec
from loyalty_sim.report.series import YEAR

BLUE, GREEN, VERMILLION, PURPLE, GREY = "#0F7DBF", "#009E73", "#D55E00", "#C16A9D", "#808080"
HUES = (BLUE, VERMILLION, GREEN, PURPLE)
DASHED, DOTTED = [6, 4], [2, 3]

TITLE_WIDTH, SUBTITLE_WIDTH = 50, 64
HEIGHT = 300
LABEL_GAP = 0.085
"""Least distance of two direct labels, as a share of the value axis."""


@dataclass(frozen=True)
class Stroke:
    """A line or a layer of a stack: the column that holds it and how it looks."""

    field: str
    label: str
    colour: str
    dash: Sequence[int] = ()
    width: float = 2.0


def plain(values: Array) -> list[float | None]:
    """Numbers as JSON has them: null for what is not a number."""
    return [value if math.isfinite(value) else None for value in values.tolist()]


def records(columns: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Columns of one length as a list of records."""
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def months_axis(months: int) -> Spec:
    """Horizontal axis of months; over more than a year January shows the year and other months their name."""
    axis: Spec = {"title": None, "grid": False, "labelOverlap": True, "labelFlush": False, "tickCount": 6, "format": "%b %Y"}
    if months <= 6:
        axis["tickCount"] = {"interval": "month", "step": 1}
    if months > YEAR:
        axis["labelExpr"] = "timeFormat(datum.value, month(datum.value) == 0 ? '%Y' : '%b')"
    return {"field": "date", "type": "temporal", "axis": axis}


def value_domain(values: Array, zero: bool = False) -> Domain:
    """From the lowest to the highest value with a little air; from zero when asked or when the values come near it."""
    known = values[np.isfinite(values)]
    if known.size == 0:
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    if zero or 0 <= low < 0.5 * high:
        low = min(low, 0.0)
    if zero or 0.5 * low < high <= 0:
        high = max(high, 0.0)
    air = 0.06 * (high - low) or 0.06 * abs(high) or 1.0
    return (low if low == 0 else low - air), (high if high == 0 and low < 0 else high + air)


def value_axis(unit: str, currency: str, domain: Domain) -> Spec:
    """Settings of the value axis: its domain, five ticks and labels in the scale of the domain."""
    largest = max(abs(domain[0]), abs(domain[1]))
    scale, suffix = next(((size, name) for size, name in SCALES if largest >= size), (1.0, ""))
    before = SYMBOLS.get(currency, f"{currency} ") if unit == "money" else ""
    if unit == "share":
        scale, suffix = 0.01, " %"
    digits = f"format(abs(datum.value) / {scale:g}, '{',.3~f' if largest >= 1e3 else ',.6~r'}')"
    expression = f"(datum.value < 0 ? '−' : '') + '{before}' + {digits} + (datum.value == 0 ? '' : '{suffix}')"
    axis = {"title": None, "tickCount": 5, "labelExpr": expression, "grid": True, "gridOpacity": 0.4, "labelOverlap": True}
    return {"type": "quantitative", "scale": {"domain": list(domain), "nice": False}, "axis": axis}


def line(x: Spec, y: Spec, stroke: Stroke, months: int) -> Spec:
    """A line; a point when there is one month only."""
    mark: Spec = {"type": "line", "color": stroke.colour, "strokeWidth": stroke.width, "clip": True}
    if stroke.dash:
        mark["strokeDash"] = list(stroke.dash)
    if months == 1:
        mark["point"] = {"color": stroke.colour, "size": 70}
    return {"mark": mark, "encoding": {"x": x, "y": {**y, "field": stroke.field}}}


def levels(x: Spec, y: Spec, stroke: Stroke) -> Spec:
    """A level across every bar; for bars of a month the rows say in "until" when the next month begins."""
    mark = {
        "type": "rule",
        "color": stroke.colour,
        "strokeWidth": stroke.width,
        "strokeDash": list(stroke.dash),
        "clip": True,
    }
    if x["type"] == "temporal":
        ends: Spec = {"x": {key: value for key, value in x.items() if key != "timeUnit"}, "x2": {"field": "until"}}
    else:
        ends = {"x": {**x, "bandPosition": 0}, "x2": {"field": x["field"], "bandPosition": 1}}
    return {"mark": {**mark, "tooltip": None}, "encoding": {**ends, "y": {**y, "field": stroke.field}}}


def band(x: Spec, y: Spec, low: str, high: str, colour: str, months: int) -> Spec:
    """The interval around a line; an upright rule when there is one month only."""
    kind: Spec = {"type": "area", "opacity": 0.2} if months > 1 else {"type": "rule", "strokeWidth": 3, "opacity": 0.5}
    return {
        "mark": {**kind, "color": colour, "clip": True},
        "encoding": {"x": x, "y": {**y, "field": low}, "y2": {"field": high}},
    }


def end_labels(
    x: Spec, y: Spec, last: str, labels: Sequence[tuple[str, str, float]], domain: Domain, bars: bool = False
) -> Spec:
    """Labels (text, colour, value) at the right end, moved apart where they would cover each other."""
    places = apart([value for _, _, value in labels], domain)
    values = [
        {"date": last, "place": place, "text": text, "colour": colour}
        for (text, colour, _), place in zip(labels, places, strict=True)
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "fontWeight": "bold", "tooltip": None},
        "encoding": {
            "x": {**x, "bandPosition": 1} if bars else x,
            "y": {**y, "field": "place"},
            "text": {"field": "text"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }


def hover(x: Spec, tooltips: Sequence[tuple[str, str]]) -> Spec:
    """A hairline at the month under the pointer, with a tooltip of (column, title)."""
    select = {"type": "point", "on": "pointerover", "nearest": True, "clear": "pointerout", "encodings": ["x"]}
    if x["type"] == "temporal":
        when = {"field": "date", "type": "temporal", "format": "%b %Y", "title": "Month"}
    else:
        when = {"field": "date", "type": "nominal", "title": "Program year"}
    return {
        "params": [{"name": "hover", "select": select}],
        "mark": {"type": "rule", "color": GREY},
        "encoding": {
            "x": x,
            "opacity": {"condition": {"param": "hover", "empty": False, "value": 0.8}, "value": 0},
            "tooltip": [when, *({"field": field, "type": "nominal", "title": title} for field, title in tooltips)],
        },
    }


def zero_rule(y: Spec) -> Spec:
    """A thin line at zero, for values of both signs."""
    return {
        "data": {"values": [{"zero": 0}]},
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 1, "tooltip": None},
        "encoding": {"y": {**y, "field": "zero"}},
    }


def upright_zero(x: Spec) -> Spec:
    """A thin upright line at zero, for bars that lie flat."""
    return {
        "data": {"values": [{"zero": 0}]},
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 1, "tooltip": None},
        "encoding": {"x": {**x, "field": "zero"}},
    }


def chart(title: str, subtitle: str, rows: list[dict[str, Any]], layers: list[Spec], alt_text: str) -> Spec:
    """The whole specification; the title breaks into lines that fit a chart of a third of a page."""
    heading = {
        "text": balanced(title, TITLE_WIDTH),
        "subtitle": balanced(subtitle, SUBTITLE_WIDTH),
        "anchor": "start",
        "fontSize": 14,
        "subtitleFontSize": 12,
        "subtitleColor": GREY,
        "subtitlePadding": 4,
        "offset": 12,
    }
    return {
        "title": heading,
        "description": alt_text,
        "height": HEIGHT,
        "width": "container",
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": rows},
        "layer": layers,
    }


def balanced(text: str, width: int) -> list[str]:
    """The text in as few lines of at most ``width`` characters as it needs; "3 %" stays together.

    Two lines break at the last comma where both then fit; otherwise lines are of about equal length.
    """
    text = text.replace(" %", "\u00a0%")
    lines = textwrap.wrap(text, width)
    head, comma, tail = text.rpartition(", ")
    if len(lines) == 2 and comma and len(head) < width and len(tail) <= width:
        return [f"{head},", tail]
    for narrower in range(max(len(text) // max(len(lines), 1), 1), width):
        shorter = textwrap.wrap(text, narrower)
        if len(shorter) == len(lines):
            return shorter
    return lines


def apart(values: Sequence[float], domain: Domain) -> list[float]:
    """The values moved apart as little as needed for labels to be read, kept within the domain."""
    gap = LABEL_GAP * (domain[1] - domain[0])
    order = sorted(range(len(values)), key=lambda index: values[index])
    placed = [min(max(values[index], domain[0]), domain[1]) for index in order]
    for _ in range(60):
        moved = False
        for lower, upper in zip(range(len(placed) - 1), range(1, len(placed)), strict=True):
            overlap = gap - (placed[upper] - placed[lower])
            if overlap > 1e-9 * gap:
                placed[lower] -= overlap / 2
                placed[upper] += overlap / 2
                moved = True
        if placed and placed[0] < domain[0]:
            placed = [value + domain[0] - placed[0] if index == 0 else value for index, value in enumerate(placed)]
        if not moved:
            break
    result = list(values)
    for index, place in zip(order, placed, strict=True):
        result[index] = place
    return result
