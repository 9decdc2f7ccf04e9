"""Parts of a whole over time: where the points go, members by tier, what the program costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from loyalty_sim.engine import Result
from loyalty_sim.finance import monthly
from loyalty_sim.report import layers
from loyalty_sim.report.layers import DASHED, GREY, HUES, Series
from loyalty_sim.report.lines import YEAR, months_text
from loyalty_sim.report.numbers import number
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec

POINT_PARTS = {"redeemed": "redeemed", "expired": "expired", "outstanding": "outstanding"}
COST_PARTS = {
    "points": ("points redeemed", ("cost_redemption",)),
    "perks": ("tier perks", ("cost_perks",)),
    "shipping": ("shipping", ("cost_shipping",)),
    "running": ("running the program", ("cost_fixed", "cost_members")),
}
LONGEST_BY_MONTH = 36


def points_flow(result: Result, baseline: Result | None = None, domain: Domain | None = None) -> Picture | None:
    """Where the points go: all points outstanding at the start or issued since, by what has become of them.

    None when neither the program nor its opening balance has any points.
    """
    table = _points(result)
    whole = table[list(POINT_PARTS)].sum(axis=1)
    if whole.iloc[-1] <= 0:
        return None
    last = table.iloc[-1]
    shares = {part: last[part] / whole.iloc[-1] for part in POINT_PARTS}
    when = layers.month_name(last["date"])
    title = (
        f"Of {number(whole.iloc[-1])} points, {number(shares['redeemed'], 'share')} are redeemed, "
        f"{number(shares['expired'], 'share')} expire and {number(shares['outstanding'], 'share')} are outstanding in {when}"
    )
    overlay = None
    if baseline is not None:
        other = _points(baseline)[list(POINT_PARTS)].cumsum(axis=1).reindex(range(len(table)))
        for part in POINT_PARTS:
            table[f"baseline_{part}"] = other[part]
        overlay = [f"baseline_{part}" for part in POINT_PARTS]
    subtitle = "Points outstanding before month 1 or issued since, by what became of them"
    parts = [Series(part, label, hue) for (part, label), hue in zip(POINT_PARTS.items(), HUES, strict=False)]
    return _stack("points_flow", title, subtitle, table, parts, ("points", ""), domain, overlay)


def tiers(result: Result, baseline: Result | None = None, domain: Domain | None = None) -> Picture | None:
    """Members by tier at month end, the base level left out; None when the program has no tiers."""
    levels = result.scenario.program.tiers.levels
    if not levels:
        return None
    own = monthly(result)
    table = own[["month", "date"]].copy()
    for index, level in enumerate(levels, start=1):
        table[level.name] = own[f"tier_{index}"].clip(lower=0)
    names = [level.name for level in levels]
    members, above = own["members"].iloc[-1], table[names].iloc[-1].sum()
    share = above / members if members > 0 else 0.0
    top = table[names[-1]].iloc[-1]
    title = f"{number(share, 'share')} of members hold a tier in {layers.month_name(table['date'].iloc[-1])}"
    title += f", {number(top)} of them {names[-1]}" if len(names) > 1 else f": {number(top)} at {names[0]}"
    overlay = None
    if baseline is not None and baseline.scenario.program.tiers.levels:
        other = monthly(baseline)
        columns = [f"tier_{index}" for index in range(1, len(baseline.scenario.program.tiers.levels) + 1)]
        table["baseline_all"] = other[columns].sum(axis=1).reset_index(drop=True).reindex(range(len(table)))
        overlay = ["baseline_all"]
    base = number(max(members - above, 0.0))
    subtitle = f"Members by tier at month end; the other {base} are at the base level"
    parts = [Series(name, name, HUES[index % len(HUES)]) for index, name in enumerate(names)]
    return _stack("tiers", title, subtitle, table, parts, ("members", ""), domain, overlay)


def cost_parts(
    result: Result,
    baseline: Result | None = None,
    domain: Domain | None = None,
    by: Literal["month", "year"] | None = None,
) -> Picture:
    """What the program costs, by part, stacked by month or by program year (by default months up to three years)."""
    grouping = by or ("month" if result.scenario.run.months <= LONGEST_BY_MONTH else "year")
    currency = result.scenario.currency
    table = _costs(result, grouping)
    total = float(table["total"].sum())
    present = {part: label for part, (label, _) in COST_PARTS.items() if (table[part] != 0).any()}
    span = months_text(result.scenario.run.months)
    title = f"The program costs {number(total, 'money', currency)} over {span}"
    if present and total > 0:
        largest = max(present, key=lambda part: table[part].sum())
        title += f", {number(table[largest].sum() / total, 'share')} of it for {present[largest]}"
    overlay = None
    if baseline is not None:
        table["baseline_total"] = _costs(baseline, grouping)["total"].reindex(range(len(table)))
        overlay = ["baseline_total"]
    subtitle = f"Program cost by part, {currency} per {'month' if grouping == 'month' else 'program year'}"
    parts = [Series(part, label, HUES[list(COST_PARTS).index(part)]) for part, label in present.items()]
    return _stack("cost_parts", title, subtitle, table, parts, ("money", currency), domain, overlay, bars=grouping)


def _points(result: Result) -> pd.DataFrame:
    own = monthly(result)
    table = own[["month", "date"]].copy()
    table["redeemed"] = own["points_redeemed"].cumsum()
    table["expired"] = own["points_expired"].cumsum()
    table["outstanding"] = own["points_outstanding"]
    return table.reset_index(drop=True)


def _costs(result: Result, grouping: str) -> pd.DataFrame:
    """Cost by part and in total, one row a month or a program year, dated by its first month."""
    own = monthly(result).reset_index(drop=True)
    table = own[["month", "date"]].copy()
    for part, (_, columns) in COST_PARTS.items():
        table[part] = own[list(columns)].sum(axis=1)
    table["total"] = own["program_cost"]
    if grouping == "year":
        year = (own["month"] - 1) // YEAR
        table = table.groupby(year.to_numpy()).agg(
            {"month": "min", "date": "min", **dict.fromkeys([*COST_PARTS, "total"], "sum")}
        )
        table.insert(0, "year", np.arange(1, len(table) + 1))
    return table.reset_index(drop=True)


def _stack(
    key: str,
    title: str,
    subtitle: str,
    table: pd.DataFrame,
    parts: Sequence[Series],
    unit: tuple[str, str],
    domain: Domain | None,
    overlay: list[str] | None,
    bars: Literal["month", "year"] | None = None,
) -> Picture:
    """A stack of areas or bars with direct labels at the right and the baseline's edges as grey dashed lines."""
    tops = table[[part.field for part in parts]].cumsum(axis=1) if parts else pd.DataFrame(index=table.index)
    edges = [*(tops.iloc[:, -1] if parts else [0.0]), *(table[overlay].to_numpy().ravel() if overlay else [])]
    used = domain or layers.value_domain([0.0, *(float(edge) for edge in edges if edge == edge)], zero=True)  # noqa: PLR0124
    kind = bars or "area"
    rows = _stack_rows(table, tops, parts, overlay, unit)
    x = _years_axis() if kind == "year" else layers.months_axis(len(table))
    if kind == "month" or len(table) == 1 and kind == "area":
        x = {**x, "timeUnit": "yearmonth"}
    y = layers.value_axis(*unit, used)
    drawn = [
        _piece(x, y, index, part.colour, "bar" if bars or len(table) == 1 else "area") for index, part in enumerate(parts)
    ]
    drawn += [layers.line(x, y, Series(edge, "baseline", GREY, DASHED), len(table)) for edge in overlay or []]
    labels = _stack_labels(table, tops, parts, unit, used)
    if overlay and pd.notna(table[overlay[-1]].iloc[-1]):
        labels.append(("baseline", GREY, float(table[overlay[-1]].iloc[-1])))
    drawn.append(layers.end_labels(x, y, rows[-1]["date"], labels, used))
    tips = [(f"text{index}", part.label.capitalize()) for index, part in reversed(list(enumerate(parts)))]
    tips += [("whole", "Together")] + ([("baseline", "Baseline together")] if overlay else [])
    drawn.append(layers.hover(x, tips))
    alt_text = f"{title}. {subtitle}. Stacked chart; at the end {', '.join(text for text, _, _ in labels) or 'nothing'}."
    return Picture(key, title, Drawing(layers.chart(title, subtitle, rows, drawn, alt_text)), table, alt_text, used)


def _piece(x: Spec, y: Spec, index: int, colour: str, kind: str) -> Spec:
    """One layer of a stack between its lower and its upper edge."""
    mark = {"type": kind, "color": colour, "opacity": 0.85, "clip": True, "tooltip": None}
    lower, upper = {**y, "field": f"low{index}", "stack": None}, {"field": f"high{index}"}
    return {"mark": mark, "encoding": {"x": x, "y": lower, "y2": upper}}


def _years_axis() -> Spec:
    return {"field": "date", "type": "ordinal", "axis": {"title": None, "labelAngle": 0, "grid": False}, "sort": None}


def _stack_rows(
    table: pd.DataFrame, tops: pd.DataFrame, parts: Sequence[Series], overlay: list[str] | None, unit: tuple[str, str]
) -> list[dict[str, Any]]:
    by_year = "year" in table
    columns: Spec = {"date": [f"year {year}" for year in table["year"]] if by_year else layers.dates(table["date"])}
    lower = [0.0] * len(table)
    for index, part in enumerate(parts):
        upper = [float(value) for value in tops[part.field]]
        columns[f"low{index}"], columns[f"high{index}"] = lower, upper
        columns[f"text{index}"] = [number(float(value), *unit) for value in table[part.field]]
        lower = upper
    columns["whole"] = [number(value, *unit) for value in lower]
    for edge in overlay or []:
        columns[edge] = [None if pd.isna(value) else float(value) for value in table[edge]]
    if overlay:
        columns["baseline"] = [number(value, *unit) for value in columns[overlay[-1]]]
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _stack_labels(
    table: pd.DataFrame, tops: pd.DataFrame, parts: Sequence[Series], unit: tuple[str, str], domain: Domain
) -> list[tuple[str, str, float]]:
    """Name and last value of every layer, at its middle."""
    labels = []
    for part in parts:
        value, top = float(table[part.field].iloc[-1]), float(tops[part.field].iloc[-1])
        labels.append((f"{part.label} {number(value, *unit)}", part.colour, min(top - value / 2, domain[1])))
    return labels
