"""How two levers act together: a map of the designs with a line where the target is met, and where the program is now."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report import layers, risks
from loyalty_sim.report.layers import BLUE, GREY, VERMILLION
from loyalty_sim.report.numbers import MINUS, SCALES, SYMBOLS
from loyalty_sim.report.picture import Drawing, Picture, Spec
from loyalty_sim.report.risk.contour import contour
from loyalty_sim.report.risk.plane import Axis, Plane, plane
from loyalty_sim.report.risk.rows import tall
from loyalty_sim.report.risk.texts import lines, short
from loyalty_sim.study.pareto import direction_of
from loyalty_sim.study.results import Results, Standing
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.specification import Better, Outcome

MOST_NUMBERED, NARROWEST = 100, 31
"""Cells up to which there are numbers in them, and pixels a cell must be wide for its number to be read."""
FAINTEST, STRONGEST = 0.06, 0.62
ROW, LOWEST, HIGHEST = 46, 138, 460
"""Height of a row, and of the lowest and the highest map."""
TITLE = 18
"""Height of the name of the flat axis."""
INK, PAPER = "#1b1b1b", "#ffffff"
"""Lines and marks are dark on a light rim, to be seen on every cell of a light and of a dark page."""
LONGEST_VALUE = 14
UNDER = (0.2, 0.7)
"""Parts of a step in which a word stands under its mark: above it would cover a number."""


@dataclass(frozen=True)
class Map:
    """What is drawn: the value of each cell, what it is held against, and what is wrong with it."""

    plane: Plane
    measured: Measured
    currency: str
    better: Better | None
    values: Array
    """``[row, column]``; not a number where no design stands, or one has no value."""
    standings: dict[tuple[int, int], Standing]
    """By column and row."""
    outcome: str
    target: float | None
    """What colours are held against and where the line runs; None for shades from the lowest to the highest."""
    asked: bool
    """Whether the target was asked for; otherwise it is zero."""

    def crossed(self, cell: tuple[int, int]) -> bool:
        """Whether the design breaks a limit or failed."""
        standing = self.standings[cell]
        return bool(standing.broken) or standing.failed > 0 or not math.isfinite(self.values[cell[1], cell[0]])

    def met(self, cell: tuple[int, int]) -> bool:
        """Whether the design meets the target."""
        assert self.target is not None
        value = float(self.values[cell[1], cell[0]])
        return value <= self.target if self.better == "lower" else value >= self.target

    @property
    def usable(self) -> list[tuple[int, int]]:
        """Cells that are not crossed."""
        return [cell for cell in self.standings if not self.crossed(cell)]

    @property
    def best(self) -> tuple[int, int] | None:
        """The best cell of these; None where neither more nor less is better."""
        if self.better is None or not self.usable:
            return None
        pick = max if self.better == "higher" else min
        return pick(self.usable, key=lambda cell: float(self.values[cell[1], cell[0]]))

    def amount(self, value: float) -> str:
        """A value of the outcome with its unit."""
        return risks.amount(value, self.measured, self.currency)


def heat_map(results: Results, x: str, y: str, outcome: Outcome, *, target: float | None = None) -> Picture | None:
    """An outcome over two levers, the others held as in the base; None where the study has no grid of the two.

    Blue cells are on the good side of the target (above it, where neither side is good) and orange ones on the other, the
    stronger the further away; money and differences are held against zero where some are above and some below it. What
    has no target has shades of one colour. The line runs where the target is met, straight between designs; a ring shows
    where the base stands, on the grid or not. Designs that break a limit, or failed, are crossed.

    Args:
        results: a finished study.
        x, y: paths of two levers.
        outcome: an outcome of the study; its statistic sums up draws and replications.
        target: a value of the outcome, in its unit.
    """
    found = plane(results.plan, x, y)
    if found is None or x == y:
        return None
    shown = _map(results, found, outcome, target)
    if not np.isfinite(shown.values).any():
        return None
    title, subtitle = _title(shown), _subtitle(shown)
    rows = _rows(shown)
    used = float(np.nanmin(shown.values)), float(np.nanmax(shown.values))
    alt_text = f"{title}. {subtitle}. Map of {len(rows):,} designs from {shown.amount(used[0])} to {shown.amount(used[1])}."
    spec = layers.chart(title, subtitle, rows, _layers(shown), alt_text)
    spec = tall(spec, TITLE + min(max(ROW * len(found.y.values), LOWEST), HIGHEST))
    return Picture("heat_map", title, Drawing(spec), _table(shown), alt_text, used)


def _map(results: Results, found: Plane, outcome: Outcome, target: float | None) -> Map:
    by_design = results.summed_up(outcome)[:, 0]
    standings = {each.design.index: each for each in results.standings()}
    values = np.full((len(found.y.values), len(found.x.values)), np.nan)
    for (column, row), design in found.cells.items():
        values[row, column] = by_design[design.index]
    measured = Measured(outcome.kpi, outcome.world)
    signed = FIGURES[outcome.kpi].unit == "money" or outcome.world == "difference"
    both = bool((values < 0).any() and (values > 0).any())
    return Map(
        found, measured, results.plan.base.currency, direction_of(outcome), values,
        {cell: standings[design.index] for cell, design in sorted(found.cells.items())},
        outcome.label, target if target is not None else 0.0 if signed and both else None, target is not None,
    )  # fmt: skip


def _title(shown: Map) -> str:
    """Where the outcome is best, and how many designs meet the target."""
    label = risks.subject(shown.measured)
    label = label[:1].upper() + label[1:]
    best, count = shown.best, len(shown.usable)
    met = "" if shown.target is None else _met(shown, count)
    if best is not None:
        at, value = _at(shown.plane, best), shown.amount(float(shown.values[best[1], best[0]]))
        superlative = "highest" if shown.better == "higher" else "lowest"
        ties = sum(shown.amount(float(shown.values[cell[1], cell[0]])) == value for cell in shown.usable) - 1
        same = f" (and {ties:,} other{'' if ties == 1 else 's'})" if ties else ""
        return f"{label} is {superlative}, {value}, with {at}{same}" + (f"; it {met}" if met else "")
    if met:
        return f"{label} {met}"
    flat = {cell: float(shown.values[cell[1], cell[0]]) for cell in shown.standings}
    known = {cell: value for cell, value in flat.items() if math.isfinite(value)}
    ends = [f"{shown.amount(known[cell])} with {_at(shown.plane, cell)}" for cell in (min(known, key=known.__getitem__),
            max(known, key=known.__getitem__))]  # fmt: skip
    return f"{label} goes from {' to '.join(ends)}"


def _met(shown: Map, count: int) -> str:
    assert shown.target is not None
    if count == 0:
        return "has no design that keeps the limits"
    met = sum(shown.met(cell) for cell in shown.usable)
    side = "at most" if shown.better == "lower" else "at least"
    which = "none" if met == 0 else "all" if met == count and count > 1 else f"{met:,}"
    return f"is {side} {shown.amount(shown.target)} in {which} of {count:,} designs"


def _at(found: Plane, cell: tuple[int, int]) -> str:
    places = zip((found.x, found.y), cell, strict=True)
    return " and ".join(f"{axis.label} {short(axis.text(place), LONGEST_VALUE)}" for axis, place in places)


def _subtitle(shown: Map) -> str:
    label = risks.subject(shown.measured)
    prefix, _, suffix = _scale(shown)
    unit = f" in {prefix}{suffix}".replace("  ", " ").rstrip() if (prefix or suffix) and _numbered(shown) else ""
    said = [f"{label[:1].upper()}{label[1:]}{unit}; {_now(shown.plane)}"]
    if shown.best is not None:
        said.append("diamond: best")
    if shown.target is None:
        said.append("the stronger the higher")
    else:
        good, bad = ("at most", "above") if shown.better == "lower" else ("at least", "below")
        line = "line: the target" if shown.asked else "line: zero"
        said.append(f"blue: {good} {shown.amount(shown.target)}, orange: {bad}, {line}")
    if len(shown.usable) < len(shown.standings):
        said.append("crossed: breaks a limit or has no value")
    said += [f"{name} is {short(risks.setting(value), LONGEST_VALUE)}" for name, value in shown.plane.held]
    return "; ".join(said)


def _now(found: Plane) -> str:
    """Where the base stands: a value that is no number, and is not tried, has no place."""
    values = ", ".join(short(risks.setting(axis.base), LONGEST_VALUE) for axis in (found.x, found.y))
    placed = found.x.now is not None and found.y.now is not None
    return f"ring: now ({values})" if placed else f"now ({values}) is not on the map"


def _numbered(shown: Map) -> bool:
    return shown.values.size <= MOST_NUMBERED


def _scale(shown: Map) -> tuple[str, float, str]:
    """What stands before all numbers of the map, what they are divided by, and the name of that."""
    unit = FIGURES[shown.measured.kpi].unit
    if unit == "share":
        return "", 0.01, "percentage points" if shown.measured.world == "difference" else "per cent"
    size = float(np.nanmax(np.abs(shown.values)))
    scale, suffix = next(((size_, name) for size_, name in SCALES if size >= size_), (1.0, ""))
    if scale == 1.0 and size >= 1e4:
        scale, suffix = 1e3, "k"
    symbol = SYMBOLS.get(shown.currency, f"{shown.currency} ") if unit == "money" else ""
    return symbol, scale, suffix or ("" if unit in ("money", "x") else unit)


def _rows(shown: Map) -> list[dict[str, Any]]:
    """One record a cell."""
    _, scale, _ = _scale(shown)
    size = float(np.nanmax(np.abs(shown.values))) / scale
    digits = 0 if size >= 100 else 1 if size >= 10 else 2
    strengths = _strengths(shown)
    rows = []
    for (column, row), standing in shown.standings.items():
        value = float(shown.values[row, column])
        known = math.isfinite(value)
        estimate = standing.outcomes.get(shown.outcome)
        number = f"{value / scale:.{digits}f}" if known else ""
        good = shown.target is None or (known and shown.met((column, row)))
        rows.append({
            "column": column, "row": row, "left": column - 0.5, "right": column + 0.5, "low": row - 0.5, "high": row + 0.5,
            "value": value if known else None, "colour": (BLUE if good else VERMILLION) if known else GREY,
            "strength": strengths[row, column] if known else FAINTEST,
            "number": f"{MINUS}{number[1:]}" if number.startswith("-") else number, "crossed": shown.crossed((column, row)),
            "design": standing.design.name, "x": shown.plane.x.text(column), "y": shown.plane.y.text(row),
            "amount": shown.amount(value) if known else "n/a",
            "interval": "" if estimate is None else " to ".join(map(shown.amount, estimate.interval(95))),
            "wrong": "; ".join(standing.broken) or standing.reason or "",
        })  # fmt: skip
    return rows


def _strengths(shown: Map) -> Array:
    """How strong each cell is: by the distance from the target, or from the lowest where there is none."""
    away = np.abs(shown.values - shown.target) if shown.target is not None else shown.values - np.nanmin(shown.values)
    least, most = float(np.nanmin(away)), float(np.nanmax(away))
    if shown.target is None or np.nanmin(shown.values) < shown.target < np.nanmax(shown.values):
        least = 0.0
    share = (away - least) / (most - least) if most > least else np.full(away.shape, 0.5)
    strengths: Array = FAINTEST + (STRONGEST - FAINTEST) * share
    return strengths


def _layers(shown: Map) -> list[Spec]:
    """Cells with their numbers, crosses, the line of the target, and the marks of the base and of the best."""
    x, y = _axis(shown.plane.x, "x"), _axis(shown.plane.y, "y")
    across = {"x": {**x, "field": "left"}, "x2": {"field": "right"}, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
    middle = {"x": {**x, "field": "column"}, "y": {**y, "field": "row"}}
    tips = [("design", "Design"), ("x", shown.plane.x.label), ("y", shown.plane.y.label), ("amount", "Outcome"),
            ("interval", "95 % interval"), ("wrong", "Wrong")]  # fmt: skip
    tips = tips if any(shown.crossed(cell) for cell in shown.standings) else tips[:-1]
    cells: Spec = {
        "mark": {"type": "rect", "stroke": GREY, "strokeOpacity": 0.25, "strokeWidth": 1 if _numbered(shown) else 0},
        "encoding": {
            **across,
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "fillOpacity": {"field": "strength", "type": "quantitative", "scale": None},
            "tooltip": [{"field": field, "type": "nominal", "title": title} for field, title in tips],
        },
    }
    drawn = [cells, *_crosses(across)]
    if shown.target is not None:
        drawn += _line(contour(shown.values, shown.target), x, y)
    if _numbered(shown):
        wide = f"width >= {NARROWEST * len(shown.plane.x.values)}"
        text = {"type": "text", "dy": 14, "fontSize": 11, "tooltip": None}
        room = {"opacity": {"condition": {"test": wide, "value": 1}, "value": 0}}
        drawn.append({"mark": text, "encoding": {**middle, "text": {"field": "number"}, **room}})
    return drawn + _marks(shown, x, y)


def _axis(axis: Axis, side: str) -> Spec:
    """Equal steps from value to value, with room for a base that lies outside."""
    last = len(axis.values) - 1
    low, high = -0.5, last + 0.5
    if axis.now is not None:
        low, high = min(low, axis.now - 0.25), max(high, axis.now + 0.25)
    texts = json.dumps([short(axis.text(place), LONGEST_VALUE) for place in range(last + 1)])
    settings: Spec = {
        "title": axis.label if side == "x" else lines(axis.label, 30, 3), "titleFontWeight": "normal", "titleColor": GREY,
        "values": list(range(last + 1)), "labelExpr": f"{texts}[datum.value]", "labelOverlap": True, "labelSeparation": 4,
        "grid": False, "ticks": False, "domain": False,
    }  # fmt: skip
    return {"type": "quantitative", "axis": settings, "scale": {"domain": [low, high], "nice": False, "zero": False}}


def _crosses(across: Spec) -> list[Spec]:
    mark = {"type": "rule", "color": GREY, "strokeWidth": 1.2, "opacity": 0.7, "tooltip": None}
    only = [{"filter": "datum.crossed"}]
    down = {**across, "y": {**across["y"], "field": "high"}, "y2": {"field": "low"}}
    return [{"transform": only, "mark": mark, "encoding": ends} for ends in (across, down)]


def _line(segments: Sequence[Any], x: Spec, y: Spec) -> list[Spec]:
    """The line of the target, dark on a light rim."""
    ends = [{"x0": first[0], "y0": first[1], "x1": last[0], "y1": last[1]} for first, last in segments]
    places = {"x": {**x, "field": "x0"}, "x2": {"field": "x1"}, "y": {**y, "field": "y0"}, "y2": {"field": "y1"}}
    return [
        {
            "data": {"values": ends}, "encoding": places,
            "mark": {"type": "rule", "color": colour, "strokeWidth": width, "strokeCap": "round", "tooltip": None},
        }
        for colour, width in ((PAPER, 3.6), (INK, 2)) if ends
    ]  # fmt: skip


def _marks(shown: Map, x: Spec, y: Spec) -> list[Spec]:
    """The ring of the base and the diamond of the best, each with its word."""
    now, best = (shown.plane.x.now, shown.plane.y.now), shown.best
    marks: list[dict[str, Any]] = []
    if best is not None:
        marks.append({"column": best[0], "row": best[1], "shape": "diamond", "size": 110, "text": "best", "below": False})
    if now[0] is not None and now[1] is not None:
        together = best is not None and now == (float(best[0]), float(best[1]))
        if together:
            marks[0]["text"] = ""
        marks.append({"column": now[0], "row": now[1], "shape": "circle", "size": 260 if together else 130,
                      "text": "now, best" if together else "now", "below": UNDER[0] < now[1] % 1 < UNDER[1]})  # fmt: skip
    place = {"x": {**x, "field": "column"}, "y": {**y, "field": "row"}}
    looks = {
        "shape": {"field": "shape", "type": "nominal", "scale": None},
        "size": {"field": "size", "type": "quantitative", "scale": None},
    }
    drawn: list[Spec] = []
    for colour, width in ((PAPER, 5), (INK, 2)):
        ring = {"type": "point", "filled": False, "color": colour, "strokeWidth": width, "opacity": 1, "tooltip": None}
        drawn.append({"data": {"values": marks}, "mark": ring, "encoding": {**place, **looks}})
    word = {"type": "text", "dy": {"expr": "datum.below ? 15 : -14"}, "fontSize": 11, "fontWeight": "bold", "tooltip": None}
    rim = {"stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round", "color": PAPER}
    return drawn + [
        {"data": {"values": marks}, "mark": {**word, **look}, "encoding": {**place, "text": {"field": "text"}}}
        for look in (rim, {"color": INK})
    ]


def _table(shown: Map) -> pd.DataFrame:
    """A row a cell: design, the two levers, the outcome with its 95 % interval, and what is wrong with it."""
    found = []
    for (column, row), standing in shown.standings.items():
        estimate = standing.outcomes.get(shown.outcome)
        low, high = (math.nan, math.nan) if estimate is None else estimate.interval(95)
        found.append({
            "design": standing.design.name, shown.plane.x.path: shown.plane.x.values[column],
            shown.plane.y.path: shown.plane.y.values[row], shown.outcome: float(shown.values[row, column]), "low95": low,
            "high95": high, "wrong": "; ".join(standing.broken) or standing.reason or "",
        })  # fmt: skip
    return pd.DataFrame(found)
