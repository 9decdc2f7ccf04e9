"""Who stands near a threshold: members by what counted towards tiers in their last year, and by the points they hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from loyalty_sim.engine import Result
from loyalty_sim.finance.estimate import Coverage, Estimate
from loyalty_sim.finance.spread import Histogram, Near, balance_spread, near, status_spread
from loyalty_sim.report import layers
from loyalty_sim.report.layers import BLUE, DASHED, GREY, VERMILLION
from loyalty_sim.report.numbers import number, per_cent
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec

COUNTED = {"money": "spend", "points": "points", "visits": "visits"}
WITHOUT = "without the program"
KEY = "orange is just below a tier, dashed is without the program"


def cliffs(
    result: Result, baseline: Result | None = None, domain: Domain | None = None, coverage: Coverage = 80, of: str = ""
) -> Picture | None:
    """Members by what counted towards tiers in the last twelve months, those just below a threshold marked, and the same
    members without the program. None when nothing is counted, or nobody has been a member for a year.

    A baseline stands in the table where it counts the same in bins of the same width. Where there are several designs, the
    title says ``of`` which it is.
    """
    spread = status_spread(result)
    if spread is None or spread.members[0].sum() == 0:
        return None
    currency = result.scenario.currency
    first = _first_bin(spread)
    subtitle = f"Members of a year or more by {COUNTED[spread.unit]} of the last 12 months; {KEY}"
    if first > 0:
        hidden = float(spread.members[0, :first].sum())
        subtitle += f"; {number(hidden)} below {number(float(spread.edges[first]), spread.unit, currency)} are not shown"
    other = status_spread(baseline) if baseline is not None else None
    same = other is not None and (other.width, other.unit) == (spread.width, spread.unit)
    finding = _finding(near(spread), spread, currency, coverage)
    title = f"{of}: {finding}" if of else finding
    return _picture("cliffs", title, subtitle, spread, first, currency, domain, other if same else None)


def balances(result: Result, baseline: Result | None = None, domain: Domain | None = None) -> Picture | None:
    """Members present at the end by the points they hold; None where there are no points or no members."""
    spread = balance_spread(result)
    if spread is None or spread.members[0].sum() == 0:
        return None
    members = spread.members[0]
    smallest = spread.marks[0][1]
    short = float(members[: max(1, round(smallest / spread.width))].sum())
    title = f"{per_cent(short / float(members.sum()))} of members hold less than the smallest reward takes"
    subtitle = f"Members at the end of the run by points held; the smallest reward takes {number(smallest)} points"
    other = balance_spread(baseline) if baseline is not None else None
    same = other is not None and other.width == spread.width
    return _picture("balances", title, subtitle, spread, 0, result.scenario.currency, domain, other if same else None)


def _first_bin(spread: Histogram) -> int:
    """Most members spend little; what is below half of the first threshold would only hide the rest."""
    return int(0.5 * spread.marks[0][1] / spread.width) if spread.marks else 0


def _finding(found: list[Near], spread: Histogram, currency: str, coverage: Coverage) -> str:
    """The threshold over which the program lifts most members, where that is more than noise."""
    sure = [
        each for each in found if each.moved is not None and each.moved.value > 0 and not each.moved.spans_zero(coverage)
    ]
    if sure:
        most = max(sure, key=lambda each: _value(each.moved))
        return f"{number(_value(most.moved))} more members reach {most.name} than would without the program"
    lowest = found[0]
    low, high = (number(amount, spread.unit, currency) for amount in (lowest.threshold - lowest.width, lowest.threshold))
    return f"{number(_value(lowest.below))} members stand just below {lowest.name}, at {low} to {high}"


def _value(estimate: Estimate | None) -> float:
    return estimate.value if estimate is not None else 0.0


def _picture(
    key: str,
    title: str,
    subtitle: str,
    spread: Histogram,
    first: int,
    currency: str,
    domain: Domain | None,
    baseline: Histogram | None,
) -> Picture:
    table = _table(spread, baseline)
    shown = table.iloc[first:]
    used = domain or layers.value_domain(
        shown[["members", *(["without"] if "without" in shown else [])]].to_numpy().ravel(), zero=True
    )
    rows = _rows(shown, spread, currency)
    last = float(spread.edges[-1] + spread.width)
    x = {**layers.value_axis(spread.unit, currency, (0.0, last)), "field": "from"}
    x["scale"] = {"domain": [float(spread.edges[first]), last], "nice": False}
    x["axis"] = {**x["axis"], "grid": False, "tickCount": 8}
    told = ", ".join(f"{each.name} {number(_value(each.below))} just below" for each in near(spread))
    alt_text = f"{title}. {subtitle}. Histogram; {told}."
    drawn = _layers(x, layers.value_axis("members", currency, used), spread, used, "without" in shown)
    return Picture(key, title, Drawing(layers.chart(title, subtitle, rows, drawn, alt_text)), table, alt_text, used)


def _table(spread: Histogram, baseline: Histogram | None) -> pd.DataFrame:
    """A row a bin: from, to (nothing in the last), members, the same members without the program, and of the baseline."""
    edges = spread.edges
    columns: dict[str, Any] = {"from": edges, "to": [*edges[1:], np.nan], "members": spread.members[0]}
    if spread.without is not None:
        columns["without"] = spread.without[0]
    if baseline is not None:
        columns["baseline"] = baseline.members[0]
    return pd.DataFrame(columns)


def _rows(shown: pd.DataFrame, spread: Histogram, currency: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    reaches = [(mark - max(1, round(0.1 * mark / spread.width)) * spread.width, mark) for _, mark in spread.marks]
    for row in shown.to_dict("records"):
        low = float(row["from"])
        middle = low + spread.width / 2
        close = spread.without is not None and any(start <= middle < end for start, end in reaches)
        colour = GREY if row["to"] != row["to"] else VERMILLION if close else BLUE
        high = row["to"] if row["to"] == row["to"] else low + spread.width
        until = number(high, spread.unit, currency) if row["to"] == row["to"] else "more"
        rows.append(
            {
                "from": low, "to": high, "members": row["members"], "colour": colour,
                "range": f"{number(low, spread.unit, currency)} to {until}", "count": number(row["members"]),
                **({"without": row["without"], "other": number(row["without"])} if "without" in row else {}),
            }
        )  # fmt: skip
    return rows


def _layers(x: Spec, y: Spec, spread: Histogram, domain: Domain, compared: bool) -> list[Spec]:
    """Bars, the dashed outline of the world without the program, and an upright rule at every threshold with its name."""
    tips = [("range", COUNTED.get(spread.unit, spread.unit).capitalize()), ("count", "Members")]
    tips += [("other", WITHOUT.capitalize())] if compared else []
    tooltip = [{"field": field, "type": "nominal", "title": name} for field, name in tips]
    colour = {"field": "colour", "type": "nominal", "scale": None}
    bars = {
        "mark": {"type": "bar", "opacity": 0.8, "clip": True, "binSpacing": 1},
        "encoding": {
            "x": {**x, "bin": "binned"},
            "x2": {"field": "to"},
            "y": {**y, "field": "members", "stack": None},
            "color": colour,
            "tooltip": tooltip,
        },
    }
    drawn = [bars]
    if compared:
        mark = {
            "type": "line",
            "interpolate": "step-after",
            "color": GREY,
            "strokeWidth": 1.5,
            "strokeDash": DASHED,
            "clip": True,
        }
        drawn.append({"mark": {**mark, "tooltip": None}, "encoding": {"x": x, "y": {**y, "field": "without"}}})
    marks = [{"at": amount, "name": name, "top": domain[1]} for name, amount in spread.marks]
    upright = {**x, "field": "at"}
    drawn.append(
        {"data": {"values": marks}, "mark": {"type": "rule", "color": GREY, "tooltip": None}, "encoding": {"x": upright}}
    )
    text = {"type": "text", "align": "left", "baseline": "top", "dx": 4, "fontWeight": "bold", "clip": True, "tooltip": None}
    encoding = {"x": upright, "y": {**y, "field": "top"}, "text": {"field": "name"}}
    top = {"at": float(spread.edges[-1] + spread.width), "name": "and more", "place": float(spread.members[0, -1])}
    drawn.append(
        {
            "data": {"values": [top]},
            "mark": {**text, "align": "right", "baseline": "bottom", "dx": 0, "dy": -3, "fontWeight": "normal"},
            "encoding": {"x": upright, "y": {**y, "field": "place"}, "text": {"field": "name"}},
        }
    )
    return [*drawn, {"data": {"values": marks}, "mark": text, "encoding": encoding}]
