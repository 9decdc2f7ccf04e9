"""Flows between tiers as a map: a row for the tier left, a column for the tier entered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from loyalty_sim.engine import Result
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.flows import moves_by_year, tier_names
from loyalty_sim.report import layers, series
from loyalty_sim.report.layers import BLUE, VERMILLION
from loyalty_sim.report.numbers import number
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec

CELL = 46
"""Height of a row."""
HEADER = 60
"""Height of the names of the columns."""
FAINTEST, STRONGEST = 0.08, 0.55


def tier_flows(result: Result, baseline: Result | None = None, domain: Domain | None = None) -> Picture | None:
    """How many members move from which tier to which over the horizon; None when the program has no tiers.

    Rises are blue and above the diagonal, falls vermillion and below it; the stronger, the more members. ``domain`` is
    that of the colours. With a baseline whose tiers have the same names, its numbers stand in the table and in tooltips.
    """
    names = tier_names(result)
    if len(names) == 1:
        return None
    moves, span = _moves(result), series.span(result.scenario.run.months)
    rises, falls = float(np.triu(moves).sum()), float(np.tril(moves).sum())
    title = f"{_times(rises, 'a rise', 'rises')} and {_times(falls, 'a fall', 'falls')} between tiers over {span}"
    if rises + falls > 0:
        left, entered = np.unravel_index(int(moves.argmax()), moves.shape)
        title += f", most from {names[left]} to {names[entered]}"
    subtitle = "Members who move from one tier (row) to another (column); who moves twice counts twice"
    before = _moves(baseline) if baseline is not None and tier_names(baseline) == names else None
    used = domain or (0.0, max(float(moves.max()), 1.0))
    table = _table(names, moves, before)
    rows = _rows(table, names)
    told = "; ".join(f"{row['from_tier']} to {row['to_tier']} {row['members_text']}" for row in rows if row["members"])
    alt_text = f"{title}. {subtitle}. Map of moves: {told or 'none'}."
    spec = layers.chart(title, subtitle, rows, _layers(names, used, before is not None), alt_text)
    spec["height"] = HEADER + CELL * len(names)
    return Picture("tier_flows", title, Drawing(spec), table, alt_text, used)


def _moves(result: Result) -> Array:
    """Moves over the reported months, ``[from, to]``."""
    whole: Array = moves_by_year(result)[0].sum(axis=0)
    return whole


def _times(count: float, one: str, many: str) -> str:
    return f"1 {one.removeprefix('a ')}" if round(count) == 1 else f"{number(count)} {many}"


def _table(names: list[str], moves: Array, before: Array | None) -> pd.DataFrame:
    """Columns from_tier, to_tier, members and, with a baseline, baseline and change."""
    places = [(left, entered) for left in range(len(names)) for entered in range(len(names)) if left != entered]
    columns: dict[str, list[Any]] = {
        "from_tier": [names[left] for left, _ in places],
        "to_tier": [names[entered] for _, entered in places],
        "members": [float(moves[place]) for place in places],
    }
    if before is not None:
        columns["baseline"] = [float(before[place]) for place in places]
        columns["change"] = [float(moves[place] - before[place]) for place in places]
    return pd.DataFrame(columns)


def _rows(table: pd.DataFrame, names: list[str]) -> list[dict[str, Any]]:
    """One record a cell, with its colour and its texts."""
    rows: list[dict[str, Any]] = []
    for row in table.to_dict("records"):
        rises = names.index(row["to_tier"]) > names.index(row["from_tier"])
        texts = {f"{name}_text": number(round(row[name])) for name in ("members", "baseline") if name in row}
        rows.append({**{str(name): value for name, value in row.items()}, **texts, "colour": BLUE if rises else VERMILLION})
    return rows


def _layers(names: list[str], domain: Domain, compared: bool) -> list[Spec]:
    """Cells and the numbers on them."""
    axis = {"labelAngle": 0, "ticks": False, "domain": False, "grid": False, "labelLimit": 120}
    scale = {"domain": names, "paddingInner": 0.06}
    x = {"field": "to_tier", "type": "nominal", "scale": scale, "axis": {**axis, "title": "to", "orient": "top"}}
    y = {"field": "from_tier", "type": "nominal", "scale": scale, "axis": {**axis, "title": "from"}}
    tips = [("from_tier", "From"), ("to_tier", "To"), ("members_text", "Members")]
    tips += [("baseline_text", "Baseline")] if compared else []
    strength = {"domain": list(domain), "range": [FAINTEST, STRONGEST], "clamp": True}
    cells = {
        "mark": {"type": "rect"},
        "encoding": {
            "x": x,
            "y": y,
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "opacity": {"field": "members", "type": "quantitative", "scale": strength, "legend": None},
            "tooltip": [{"field": field, "type": "nominal", "title": title} for field, title in tips],
        },
    }
    text = {"type": "text", "fontSize": 12, "fontWeight": "bold", "tooltip": None}
    numbers = {
        "mark": text,
        "encoding": {"x": x, "y": y, "text": {"field": "members_text"}},
    }
    return [cells, numbers]
