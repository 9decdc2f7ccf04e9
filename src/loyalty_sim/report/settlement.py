"""What partners of a coalition and its operator owe each other, over the horizon."""

from __future__ import annotations

from typing import Any

import pandas as pd

from loyalty_sim.engine import Result
from loyalty_sim.finance.settlement import OPERATOR, partner_settlement
from loyalty_sim.report import layers, series
from loyalty_sim.report.layers import BLUE, VERMILLION
from loyalty_sim.report.numbers import money
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec

MONEY = ("paid", "received", "net", "baseline")
ROW = 40
"""Height of a party's row."""


def settlement(result: Result, baseline: Result | None = None, domain: Domain | None = None) -> Picture | None:
    """Who pays and who receives over the horizon: for each partner and the operator, money received less money paid.

    None when the program has no partners. With a baseline, its net stands in the table and in tooltips.
    """
    table, currency, span = _table(result), result.scenario.currency, series.span(result.scenario.run.months)
    if table.empty:
        return None
    operator = float(table.loc[table["party"] == OPERATOR, "net"].iloc[0])
    kept = f"keeps {money(operator, currency)}" if operator >= 0 else f"pays {money(-operator, currency)} more than it gets"
    title = f"Of what partners pay and are paid, the operator {kept} over {span}"
    subtitle = "Received less paid for points given and points used; all parties together come to zero"
    if baseline is not None and not (before := _table(baseline)).empty:
        table = table.merge(before[["party", "net"]].rename(columns={"net": "baseline"}), on="party", how="left")
    used = domain or _with_room(layers.value_domain(table["net"].to_numpy(), zero=True))
    rows = _rows(table, currency)
    told = "; ".join(f"{row['party']} {row['net_text']}" for row in rows)
    alt_text = f"{title}. {subtitle}. Net by party: {told}."
    spec = layers.chart(title, subtitle, rows, _layers(list(table["party"]), used, currency, "baseline" in table), alt_text)
    spec["height"] = ROW * len(table) + ROW
    return Picture("settlement", title, Drawing(spec), table, alt_text, used)


def _with_room(domain: Domain) -> Domain:
    """A wider domain, so that numbers fit beside the longest bars."""
    room = 0.2 * (domain[1] - domain[0])
    return domain[0] - (room if domain[0] < 0 else 0.0), domain[1] + (room if domain[1] > 0 else 0.0)


def _table(result: Result) -> pd.DataFrame:
    """Columns party, points given and used there, paid, received and net; the operator last."""
    table = partner_settlement(result)
    sums = table.groupby("party", sort=False)[["issued", "redeemed", "paid", "received", "net"]].sum().reset_index()
    return sums.rename(columns={"issued": "points_given", "redeemed": "points_used"})


def _rows(table: pd.DataFrame, currency: str) -> list[dict[str, Any]]:
    """One record a party, with its colour, its texts, and the side of zero on which its number stands."""
    rows: list[dict[str, Any]] = []
    for row in table.to_dict("records"):
        known = {str(name): value for name, value in row.items() if value == value}
        texts = {f"{name}_text": money(known[name], currency) for name in MONEY if name in known}
        gains = row["net"] >= 0
        side = {"gains": row["net"] if gains else None, "loses": None if gains else row["net"]}
        rows.append({**known, **texts, **side, "colour": BLUE if gains else VERMILLION})
    return rows


def _layers(parties: list[str], domain: Domain, currency: str, compared: bool) -> list[Spec]:
    """Bars from zero, and the number at the end of each."""
    axis = {"title": None, "ticks": False, "domain": False, "labelLimit": 140}
    y = {"field": "party", "type": "nominal", "scale": {"domain": parties, "paddingInner": 0.35}, "axis": axis}
    x = {**layers.value_axis("money", currency, domain), "field": "net"}
    tips = [("party", "Party"), ("received_text", "Received"), ("paid_text", "Paid"), ("net_text", "Net")]
    tips += [("baseline_text", "Net in the baseline")] if compared else []
    tooltips = [{"field": field, "type": "nominal", "title": title} for field, title in tips]
    colour = {"field": "colour", "type": "nominal", "scale": None}
    bars = {"mark": {"type": "bar"}, "encoding": {"x": x, "y": y, "color": colour, "tooltip": tooltips}}
    numbers = [
        {
            "mark": {"type": "text", "align": align, "dx": dx, "tooltip": None},
            "encoding": {"x": {**x, "field": field}, "y": y, "text": {"field": "net_text"}},
        }
        for field, align, dx in (("gains", "left", 4), ("loses", "right", -4))
    ]
    return [layers.upright_zero(x), bars, *numbers]
