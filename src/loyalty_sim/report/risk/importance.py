"""Which assumption drives an outcome when all are uncertain together, and whether there were runs enough to say so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report import layers, risks
from loyalty_sim.report.layers import BLUE, DASHED, DOTTED, GREY, HUES, VERMILLION
from loyalty_sim.report.numbers import difference, per_cent
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec
from loyalty_sim.report.risk.rows import flat, outcome_axis, rows_axis, tall
from loyalty_sim.report.risk.texts import lines
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.sensitivity import STEADY, Importance, Index, Sensitivity

MOST = 12
"""Assumptions drawn."""
ROW, HEIGHT = 38, 320
"""Height of an assumption, and of the lines of convergence, in pixels."""
LANE = 0.19
"""Rows between the two indices of an assumption."""
NAMED, LETTERS = 4, 20
"""Lines of convergence with a name, and the letters in a line of it."""
DASHES: tuple[Sequence[int], ...] = ((), DASHED, DOTTED, (10, 3, 2, 3))
MAIN = {"sobol": "total", "morris": "mu*"}


def indices(found: Sensitivity, measured: Measured, currency: str) -> Picture | None:
    """How much each assumption matters, the most important at the top; None when none changes the outcome.

    Sobol: the total index, and the first-order index below it, both as parts of the variance. Morris: mu*, the mean size of
    the change from end to end. Whiskers are the 95 % intervals over other samples.

    Args:
        found: from ``sensitivity.sensitivities``.
        measured: the outcome.
        currency: three letters.
    """
    shown = [each for each in found.importances if each.main.value > 0][:MOST]
    if not shown:
        return None
    title = risks.driven_by(found, measured, currency).removesuffix(".")
    subtitle = _subtitle(found, measured, shown)
    rows = [row for place, each in enumerate(shown) for row in _indices(place, each, found, measured, currency)]
    used = _domain(rows)
    told = "; ".join(
        f"{row['name']} {row['value_text']} ({row['interval']})" for row in rows if row["kind"] == MAIN[found.method]
    )
    alt_text = f"{title}. {subtitle}. {MAIN[found.method].capitalize()}: {told}."
    drawn = _layers(shown, found, measured, currency, used)
    spec = tall(layers.chart(title, subtitle, rows, drawn, alt_text), ROW * len(shown))
    return Picture("indices", title, Drawing(spec), _table(found), alt_text, used)


def _subtitle(found: Sensitivity, measured: Measured, shown: Sequence[Importance]) -> str:
    subject = risks.subject(measured)
    if found.method == "sobol":
        said = [
            f"Part of the variance of {subject}; blue: total, with what it does together with others; open orange: alone"
        ]
    else:
        said = [f"Mean change of {subject} when one assumption alone goes from end to end (mu*)"]
    samples = found.stages[-1].samples if found.stages else 0
    said.append(
        f"whiskers: 95 % over other samples than these {samples:,}" if samples else "whiskers: 95 % over other samples"
    )
    left = len(found.importances) - len(shown)
    said += [f"{left:,} more matter{'s' if left == 1 else ''} less or not at all"] if left else []
    return "; ".join(said)


def _indices(place: int, each: Importance, found: Sensitivity, measured: Measured, currency: str) -> list[dict[str, Any]]:
    """One record an index."""
    kinds = [(MAIN[found.method], each.main)] + ([("alone", each.second)] if each.second is not None else [])
    lanes = (-LANE, LANE) if len(kinds) > 1 else (0.0,)
    return [
        {
            "place": place + lane, "name": each.label, "kind": kind,
            "value": index.value, "low": index.low, "high": index.high,
            "main": index is each.main, "colour": BLUE if index is each.main else VERMILLION,
            "value_text": _amount(index.value, found, measured, currency),
            "interval": " to ".join(_amount(end, found, measured, currency) for end in (index.low, index.high)),
        }
        for lane, (kind, index) in zip(lanes, kinds, strict=True)
    ]  # fmt: skip


def _amount(value: float, found: Sensitivity, measured: Measured, currency: str) -> str:
    """An index: a part of the variance, or a change in the outcome."""
    if found.method == "sobol":
        return per_cent(value)
    return difference(value, FIGURES[measured.kpi].unit, currency).removeprefix("+")


def _domain(rows: Sequence[dict[str, Any]]) -> Domain:
    """From zero, or below it where an interval goes there, to the highest end."""
    low, high = min(0.0, *(row["low"] for row in rows)), max(row["high"] for row in rows)
    air = 0.04 * (high - low) or 1.0
    return (low - air if low < 0 else low), high + air


def _layers(
    shown: Sequence[Importance], found: Sensitivity, measured: Measured, currency: str, domain: Domain
) -> list[Spec]:
    """Whiskers and points."""
    if found.method == "sobol":
        x = flat(layers.value_axis("share", currency, domain))
    else:
        x = flat(outcome_axis(Measured(measured.kpi, "difference"), currency, domain))
    y = rows_axis([each.label for each in shown])
    place = {"y": {**y, "field": "place"}}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    tips = [("name", "Assumption"), ("kind", "Index"), ("value_text", "Value"), ("interval", "95 % interval")]
    tooltip = [{"field": field, "type": "nominal", "title": title} for field, title in tips]
    whisker: Spec = {"mark": {"type": "rule", "strokeWidth": 2.5, "opacity": 0.75, "tooltip": None},
               "encoding": {**place, "x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": colour}}  # fmt: skip
    points: Spec = {
        "mark": {"type": "point", "size": 80, "strokeWidth": 2.5, "opacity": 1},
        "encoding": {
            **place,
            "x": {**x, "field": "value"},
            "stroke": colour,
            "fill": {
                "condition": {"test": "datum.main", "field": "colour", "type": "nominal", "scale": None},
                "value": "#ffffff",
            },
            "tooltip": tooltip,
        },
    }
    return [layers.upright_zero(x), whisker, points]


def _table(found: Sensitivity) -> pd.DataFrame:
    """A row an assumption: its indices with their intervals, and the noise of other customers."""

    def ends(name: str, index: Index | None) -> dict[str, float]:
        return {} if index is None else {name: index.value, f"{name}_low95": index.low, f"{name}_high95": index.high}

    rows = []
    for each in found.importances:
        row: dict[str, Any] = {"assumption": each.label, "path": each.path, **ends(_column(found), each.main)}
        row |= {"noise": each.main.noise, **ends("first_order", each.second)}
        row |= {} if each.mu is None else {"mu": each.mu, "sigma": each.sigma}
        rows.append(row)
    return pd.DataFrame(rows)


def _column(found: Sensitivity) -> str:
    return "total" if found.method == "sobol" else "mu_star"


def convergence(found: Sensitivity, measured: Measured) -> Picture | None:
    """The main index of each assumption from a quarter, half and all of the samples; None with fewer than two of these.

    Sobol indices are parts of the variance; those of Morris are shown as parts of the largest, which is what their
    steadiness is judged by.

    Args:
        found: from ``sensitivity.sensitivities``.
        measured: the outcome.
    """
    stages, scale = found.stages, _whole(found)
    if len(stages) < 2 or not found.importances or not scale > 0:
        return None
    title, subtitle = _steady(found), _of_what(found, measured)
    rows: list[dict[str, Any]] = [
        {"path": each.path, "name": each.label, "stage": place, "value": stage.values[each.path] / scale,
         "samples": f"{stage.samples:,} samples, {stage.runs:,} runs", "text": per_cent(stage.values[each.path] / scale),
         "rank": min(rank, NAMED)}
        for rank, each in enumerate(found.importances) for place, stage in enumerate(stages)
    ]  # fmt: skip
    values = [row["value"] for row in rows]
    used = min(0.0, *values), 1.06 * max(values)
    last = [row for row in rows if row["stage"] == len(stages) - 1]
    told = "; ".join(f"{row['name']} {row['text']}" for row in last)
    alt_text = f"{title}. {subtitle}. In the end: {told}."
    labels = [f"{stage.samples:,}" for stage in stages]
    spec = layers.chart(title, subtitle, rows, _curves(labels, last[:NAMED], used), alt_text)
    table = pd.DataFrame([
        {"assumption": row["name"], "path": row["path"], "samples": stages[row["stage"]].samples,
         "runs": stages[row["stage"]].runs, _column(found): stages[row["stage"]].values[row["path"]]} for row in rows
    ])  # fmt: skip
    return Picture("convergence", title, Drawing(tall(spec, HEIGHT)), table, alt_text, used)


def _whole(found: Sensitivity) -> float:
    """What indices are a part of: the variance, or the largest of them."""
    if found.method == "sobol":
        return 1.0
    return max(found.stages[-1].values.values(), default=0.0) if found.stages else 0.0


def _steady(found: Sensitivity) -> str:
    """Whether the indices still move, and which most."""
    before, now = found.stages[-2], found.stages[-1]
    moved = {each.label: abs(now.values[each.path] - before.values[each.path]) / _whole(found) for each in found.importances}
    label = max(moved, key=moved.__getitem__)
    sizes = f"from {before.samples:,} to {now.samples:,} samples"
    if found.steady:
        return f"The indices are steady: none moves by more than {STEADY:.0%} {sizes}".replace("%", " %")
    return f'The indices still move: that of "{label}" by {per_cent(moved[label])} {sizes}; take more'


def _of_what(found: Sensitivity, measured: Measured) -> str:
    subject = risks.subject(measured)
    if found.method == "sobol":
        return f"Total index of each assumption, as part of the variance of {subject}, by samples"
    return f"Mean change of {subject} (mu*) by each assumption, as part of the largest, by samples"


def _curves(samples: Sequence[str], last: Sequence[dict[str, Any]], domain: Domain) -> list[Spec]:
    """A line an assumption, the most important in colours and dashes of their own and named at their ends."""
    axis = {"title": "samples", "titleFontWeight": "normal", "titleColor": GREY, "values": list(range(len(samples))),
            "labelExpr": f"{json.dumps(list(samples))}[datum.value]", "grid": False}  # fmt: skip
    x: Spec = {"field": "stage", "type": "quantitative", "axis": axis}
    x["scale"] = {"domain": [-0.1, len(samples) - 1 + 0.1], "nice": False, "zero": False}
    y = layers.value_axis("share", "", domain)
    tips = [("name", "Assumption"), ("samples", "From"), ("text", "Index")]
    tooltip = [{"field": field, "type": "nominal", "title": title} for field, title in tips]
    drawn: list[Spec] = []
    dash: Sequence[int]
    for rank in range(NAMED, -1, -1):
        colour, dash = (GREY, ()) if rank == NAMED else (HUES[rank], DASHES[rank])
        mark: Spec = {"type": "line", "color": colour, "strokeWidth": 1 if rank == NAMED else 2.2, "tooltip": None}
        mark |= {"strokeDash": list(dash)} if dash else {}
        only = [{"filter": f"datum.rank === {rank}"}]
        each = {"detail": {"field": "path", "type": "nominal"}, "x": x, "y": {**y, "field": "value"}}
        drawn.append({"transform": only, "mark": mark, "encoding": each})
        point = {"type": "point", "filled": True, "color": colour, "size": 40, "opacity": 0.5 if rank == NAMED else 1}
        drawn.append({"transform": only, "mark": point, "encoding": {**each, "tooltip": tooltip}})
    places = layers.apart([row["value"] for row in last], domain)
    names = [lines(row["name"], LETTERS) for row in last]
    labels = [
        {"stage": row["stage"], "place": place, "label": "\n".join(name), "tall": len(name) > 1, "colour": HUES[row["rank"]]}
        for row, name, place in zip(last, names, places, strict=True)
    ]
    text = {"type": "text", "align": "left", "dx": 8, "dy": {"expr": "datum.tall ? -6 : 0"}, "lineBreak": "\n",
            "fontSize": 11, "fontWeight": "bold", "tooltip": None}  # fmt: skip
    encoding = {"x": x, "y": {**y, "field": "place"}, "text": {"field": "label"},
                "color": {"field": "colour", "type": "nominal", "scale": None}}  # fmt: skip
    return [*drawn, {"data": {"values": labels}, "mark": text, "encoding": encoding}]
