"""What the program caused: from the extra margin of its customers, less what it costs, to the net."""

from __future__ import annotations

from typing import Any

import pandas as pd

from loyalty_sim.engine import Result
from loyalty_sim.finance import band, monthly
from loyalty_sim.report import layers
from loyalty_sim.report.layers import BLUE, GREEN, GREY, VERMILLION
from loyalty_sim.report.lines import months_text
from loyalty_sim.report.numbers import difference, money, number
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec

NET = "Net"
PARTS: dict[str, tuple[str, int]] = {
    "Bought more often": ("more_often", 1),
    "Stayed longer": ("stayed_longer", 1),
    "Membership fees": ("fees", 1),
    "Member discounts": ("discounts_given", -1),
    "Points redeemed": ("cost_redemption", -1),
    "Tier perks": ("cost_perks", -1),
    "Free shipping": ("cost_shipping", -1),
    "Fixed cost": ("cost_fixed", -1),
    "Serving members": ("cost_members", -1),
}
AT_MARGIN = ("more_often", "stayed_longer")
"""Sales, which count at the gross margin."""
ROW_HEIGHT = 34


def caused(result: Result, baseline: Result | None = None, domain: Domain | None = None) -> Picture:
    """What the program caused over the horizon: a waterfall from extra margin, fees, discounts and costs to the net.

    The parts are the margin on sales of buying more often and of staying longer, plus membership fees, less member
    discounts and each part of the program cost; they add up to the net, which is the incremental margin. Parts that are
    zero in both runs are left out. ``domain`` is that of the money axis, which lies flat here.
    """
    currency, span = result.scenario.currency, months_text(result.scenario.run.months)
    table = _steps(result)
    if baseline is not None:
        table["baseline"] = _steps(baseline)["amount"]
        table["change"] = table["amount"] - table["baseline"]
    used = table[["amount", *(["baseline"] if baseline is not None else [])]]
    table = table[(used != 0).any(axis=1) | (table["part"] == NET)].reset_index(drop=True)
    last = band(result, "cumulative_margin").iloc[-1]
    title = _title(float(last["value"]), float(last["low80"]), float(last["high80"]), currency, span)
    if baseline is not None:
        change = float(table["change"].iloc[-1])
        title += f", {_compared(change, currency)}"
    subtitle = f"Margin caused and spent over {span}, {currency}; on the net, the 80 % interval"
    if baseline is not None:
        subtitle += " and the baseline (dashed)"
    drawn = domain or _domain(table, last)
    alt_text = f"{title}. Waterfall: " + "; ".join(
        f"{row.part} {difference(row.amount, 'money', currency)}" for row in table.itertuples()
    )
    spec = layers.chart(title, subtitle, _rows(table, last, currency), _layers(drawn, currency, baseline), f"{alt_text}.")
    spec["height"] = ROW_HEIGHT * len(table) + 20
    return Picture("caused", title, Drawing(spec), table, f"{alt_text}.", drawn)


def _steps(result: Result) -> pd.DataFrame:
    """Columns part, amount, from, to; the last row is the net, from zero."""
    own, margin = monthly(result), result.scenario.economics.gross_margin
    amounts = [sign * float(own[column].sum()) * (margin if column in AT_MARGIN else 1.0) for column, sign in PARTS.values()]
    ends = pd.Series(amounts).cumsum()
    net = float(own["incremental_margin"].sum())
    return pd.DataFrame(
        {
            "part": [*PARTS, NET],
            "amount": [*amounts, net],
            "from": [0.0, *ends.iloc[:-1], 0.0],
            "to": [*ends, net],
        }
    )


def _title(net: float, low: float, high: float, currency: str, span: str) -> str:
    if low <= 0 <= high:
        if low == high:
            return f"The program changes nothing over {span}"
        return f"Over {span} the net effect of {money(net, currency)} cannot be told from zero"
    if net > 0:
        return f"The program returns a net {money(net, currency)} over {span}"
    return f"The program loses a net {money(-net, currency)} over {span}"


def _compared(change: float, currency: str) -> str:
    if change == 0:
        return "as the baseline"
    return f"{money(abs(change), currency)} {'more' if change > 0 else 'less'} than the baseline"


def _domain(table: pd.DataFrame, last: pd.Series[Any]) -> Domain:
    """All bars, the interval, and room on both sides for the labels of the bars."""
    edges = [0.0, *table["from"], *table["to"], float(last["low80"]), float(last["high80"])]
    if "baseline" in table:
        edges.append(float(table["baseline"].iloc[-1]))
    low, high = min(edges), max(edges)
    room = 0.16 * (high - low) or 1.0
    return (low - room if low < 0 else 0.0), high + room


def _rows(table: pd.DataFrame, last: pd.Series[Any], currency: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for step in table.to_dict("records"):
        net = step["part"] == NET
        start, end = float(step["from"]), float(step["to"])
        row: dict[str, Any] = {
            "part": step["part"],
            "start": start,
            "end": end,
            "right": max(start, end, float(last["high80"]) if net else end),
            "colour": BLUE if net else GREEN if step["amount"] >= 0 else VERMILLION,
            "text": money(step["amount"], currency) if net else difference(step["amount"], "money", currency),
            "share": "",
        }
        if net:
            row |= {"low": float(last["low80"]), "high": float(last["high80"])}
            row["share"] = f"{number(row['low'], 'money', currency)} to {number(row['high'], 'money', currency)}"
        if "baseline" in step:
            row["baseline_text"] = money(step["baseline"], currency)
            row["change_text"] = difference(step["change"], "money", currency)
            if net:
                row["baseline"] = float(step["baseline"])
        rows.append(row)
    return rows


def _layers(domain: Domain, currency: str, baseline: Result | None) -> list[Spec]:
    """Bars, the interval of the net, its baseline, and an amount right of every bar."""
    amount = layers.value_axis("money", currency, domain)
    part: Spec = {
        "field": "part",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 160, "ticks": False, "domain": False, "grid": False},
        "scale": {"paddingInner": 0.35, "paddingOuter": 0.15},
    }
    colour = {"field": "colour", "type": "nominal", "scale": None}
    tips = [("part", "Part"), ("text", "Amount"), ("share", "80 % interval of the net")]
    tips += [("baseline_text", "Baseline"), ("change_text", "Change")] if baseline is not None else []
    only_net = [{"filter": f"datum.part === '{NET}'"}]
    drawn: list[Spec] = [
        layers.upright_zero(amount),
        {
            "mark": {"type": "bar", "clip": True, "cornerRadius": 1},
            "encoding": {
                "y": part,
                "x": {**amount, "field": "start", "stack": None},
                "x2": {"field": "end"},
                "color": colour,
                "tooltip": [{"field": field, "type": "nominal", "title": title} for field, title in tips],
            },
        },
        {
            "transform": only_net,
            "mark": {"type": "rule", "color": GREY, "strokeWidth": 3, "clip": True, "tooltip": None},
            "encoding": {"y": part, "x": {**amount, "field": "low"}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "fontWeight": "bold", "tooltip": None},
            "encoding": {"y": part, "x": {**amount, "field": "right"}, "text": {"field": "text"}, "color": colour},
        },
    ]
    if baseline is not None:
        mark = {"type": "tick", "color": GREY, "thickness": 2, "strokeDash": [4, 3], "bandSize": ROW_HEIGHT, "tooltip": None}
        drawn.append({"transform": only_net, "mark": mark, "encoding": {"y": part, "x": {**amount, "field": "baseline"}}})
    return drawn
