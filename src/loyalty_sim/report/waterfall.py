"""What the program caused: from the extra margin of its customers, less what it costs, to the net."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage, Estimate
from loyalty_sim.report import layers, series
from loyalty_sim.report.layers import BLUE, DASHED, GREEN, GREY, VERMILLION
from loyalty_sim.report.numbers import difference, money, number
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec

NET = "Net"
PARTS: dict[str, tuple[str, int]] = {
    "Bought more often": ("more_often", 1),
    "Stayed longer": ("stayed_longer", 1),
    "Referred": ("referred", 1),
    "More returns": ("more_returns", -1),
    "Membership fees": ("fees", 1),
    "Points sold to partners": ("partner_income", 1),
    "Fees for points back": ("reinstatement_fees", 1),
    "Member discounts": ("discounts_given", -1),
    "Points redeemed": ("cost_redemption", -1),
    "Points to charity": ("cost_donated", -1),
    "Certificates": ("cost_certificates", -1),
    "Annual dividend": ("cost_dividend", -1),
    "Settled with partners": ("cost_settlement", -1),
    "Friends here anyway": ("cost_anyway", -1),
    "Tier perks": ("cost_perks", -1),
    "Entry gifts": ("cost_gifts", -1),
    "Free shipping": ("cost_shipping", -1),
    "Free shipping of tiers": ("cost_tier_shipping", -1),
    "Fixed cost": ("cost_fixed", -1),
    "Serving members": ("cost_members", -1),
    "Messages": ("cost_messages", -1),
    "Win-back coupons": ("cost_coupons", -1),
    "Perks for all": ("cost_member_perks", -1),
    "Donations": ("cost_giving", -1),
    "Acts of members": ("cost_actions", -1),
}
AT_MARGIN = ("more_often", "stayed_longer", "referred", "more_returns")
"""Sales, which count at the gross margin."""
ROW_HEIGHT, AMOUNT_WIDTH = 32, 86


def caused(result: Result, baseline: Result | None = None, domain: Domain | None = None, coverage: Coverage = 80) -> Picture:
    """What the program caused over the horizon: a waterfall from extra margin, fees, discounts and costs to the net.

    The parts are the margin on sales of buying more often, of staying longer and to customers won by members, plus
    membership fees, points sold to partners and fees for reinstating points, less member discounts and each part of the
    program cost; they add up to the net, which is the incremental margin. Parts that are zero in both runs are left out.
    ``domain`` is that of the money axis, which lies flat here; ``coverage`` that of the interval of the net, in per cent.
    """
    currency, span = result.scenario.currency, series.span(result.scenario.run.months)
    amounts, before = _amounts(result), _amounts(baseline) if baseline is not None else {}
    kept = [part for part in amounts if part == NET or amounts[part] != 0 or before.get(part)]
    line, bands = series.with_bands(result, "cumulative_margin")
    value, low, high = (float(path[-1]) for path in (line, *bands[coverage]))
    title = _title(value, low, high, currency, span)
    subtitle = f"Margin caused and money spent over {span}, {currency}; the net with its {coverage} % interval"
    if baseline is not None:
        title += _compared(series.gap(result, baseline, "cumulative_margin"), currency, coverage)
        subtitle += "; grey: the baseline"
    table = _table(kept, amounts, before)
    edges = [0.0, *table["from"], *table["to"], low, high, *([before[NET]] if before else [])]
    used = domain or layers.value_domain(np.array(edges), zero=True)
    steps = "; ".join(f"{part} {_text(part, amounts[part], currency)}" for part in kept)
    alt_text = f"{title}. Waterfall of money: {steps}."
    rows = _rows(table, (low, high), currency)
    spec = layers.chart(title, subtitle, rows, _layers(used, currency, bool(before), coverage), alt_text)
    spec["height"] = ROW_HEIGHT * len(rows) + 20
    return Picture("caused", title, Drawing(spec), table, alt_text, used)


def _amounts(result: Result) -> dict[str, float]:
    """Every part and the net, in money over the horizon."""
    margin = result.scenario.economics.gross_margin
    amounts = {}
    for part, (key, sign) in PARTS.items():
        amounts[part] = sign * float(series.values(result, key).sum()) * (margin if key in AT_MARGIN else 1.0)
    return {**amounts, NET: float(series.values(result, "incremental_margin").sum())}


def _table(kept: list[str], amounts: dict[str, float], before: dict[str, float]) -> pd.DataFrame:
    """Columns part, amount, from, to and, with a baseline, baseline and change; the last row is the net, from zero."""
    starts, ends, level = [], [], 0.0
    for part in kept:
        start = 0.0 if part == NET else level
        level = start + amounts[part]
        starts.append(start)
        ends.append(level)
    columns = {"part": kept, "amount": [amounts[part] for part in kept], "from": starts, "to": ends}
    if before:
        columns["baseline"] = [before[part] for part in kept]
        columns["change"] = [amounts[part] - before[part] for part in kept]
    return pd.DataFrame(columns)


def _title(net: float, low: float, high: float, currency: str, span: str) -> str:
    if low == high == 0:
        return f"The program changes nothing over {span}"
    if low <= 0 <= high:
        return f"Over {span} the program's net of {money(net, currency)} cannot be told from zero"
    return f"The program {'returns' if net > 0 else 'loses'} a net {money(abs(net), currency)} over {span}"


def _compared(gap: Estimate | None, currency: str, coverage: Coverage) -> str:
    if gap is None or gap.low80 == gap.high80 == 0:
        return ", as the baseline does"
    if gap.spans_zero(coverage):
        return ", not clearly apart from the baseline"
    return f", {money(abs(gap.value), currency)} {'better' if gap.value > 0 else 'worse'} than the baseline"


def _text(part: str, amount: float, currency: str) -> str:
    return money(amount, currency) if part == NET else difference(amount, "money", currency)


def _rows(table: pd.DataFrame, ends: tuple[float, float], currency: str) -> list[dict[str, Any]]:
    """One record a bar; the last has the interval and the baseline's net too."""
    rows: list[dict[str, Any]] = []
    for step in table.to_dict("list").items():
        name, column = str(step[0]), step[1]
        rows = rows or [{} for _ in column]
        for row, value in zip(rows, column, strict=True):
            row[name] = value
    for row in rows:
        net = row["part"] == NET
        row["colour"] = BLUE if net else GREEN if row["amount"] >= 0 else VERMILLION
        row["text"] = _text(row["part"], row["amount"], currency)
        row["interval"] = f"{number(ends[0], 'money', currency)} to {number(ends[1], 'money', currency)}" if net else ""
        if "baseline" in row:
            row["baseline_text"] = _text(row["part"], row["baseline"], currency)
            row["change_text"] = difference(row["change"], "money", currency)
    rows[-1] |= {"low": ends[0], "high": ends[1], "zero": 0.0}
    return rows


def _layers(domain: Domain, currency: str, compared: bool, coverage: Coverage) -> list[Spec]:
    """Bars, the interval of the net, the amounts as a column at the right, and the baseline in grey."""
    amount = layers.value_axis("money", currency, domain)
    part = part_axis()
    tips = [("part", "Part"), ("text", "Amount"), ("interval", f"{coverage} % interval")]
    tips += [("baseline_text", "Baseline"), ("change_text", "Change")] if compared else []
    tooltip = [{"field": field, "type": "nominal", "title": title} for field, title in tips]
    colour = {"field": "colour", "type": "nominal", "scale": None}
    bar: Spec = {
        "mark": {"type": "bar", "clip": True, "cornerRadius": 1},
        "encoding": {
            "y": part,
            "x": {**amount, "field": "from", "stack": None},
            "x2": {"field": "to"},
            "color": colour,
            "tooltip": tooltip,
        },
    }
    drawn = [layers.upright_zero(amount), bar, *_interval(part, amount), amount_column(part, "text", colour)]
    if compared:
        drawn += [_baseline_net(part, amount), amount_column(part, "baseline_text", {"value": GREY}, AMOUNT_WIDTH)]
    return drawn


def part_axis() -> Spec:
    """The upright axis: parts in the order of the rows."""
    return {
        "field": "part",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 160, "ticks": False, "domain": False, "grid": False},
        "scale": {"paddingInner": 0.4, "paddingOuter": 0.2},
    }


def amount_column(part: Spec, field: str, colour: Spec, dx: int = 0) -> Spec:
    """A column of amounts right of the bars."""
    place = {"align": "right", "dx": dx + AMOUNT_WIDTH - 8}
    mark = {"type": "text", **place, "fontSize": 12, "fontWeight": "bold", "tooltip": None}
    return {"mark": mark, "encoding": {"y": part, "x": {"value": "width"}, "text": {"field": field}, "color": colour}}


def _interval(part: Spec, amount: Spec) -> list[Spec]:
    """The interval of the net: a line with a tick at both ends, taller than the bar."""
    only = [{"filter": f"datum.part === '{NET}'"}]
    line = {"type": "rule", "color": GREY, "strokeWidth": 2, "clip": True, "tooltip": None}
    tick = {"type": "tick", "color": GREY, "thickness": 2, "bandSize": ROW_HEIGHT - 6, "clip": True, "tooltip": None}
    across = {"y": part, "x": {**amount, "field": "low"}, "x2": {"field": "high"}}
    return [
        {"transform": only, "mark": line, "encoding": across},
        *(
            {"transform": only, "mark": tick, "encoding": {"y": part, "x": {**amount, "field": end}}}
            for end in ("low", "high")
        ),
    ]


def _baseline_net(part: Spec, amount: Spec) -> Spec:
    """The net of the baseline: a dashed grey outline around its place."""
    mark = {
        "type": "bar", "fillOpacity": 0, "stroke": GREY, "strokeWidth": 1.5, "strokeDash": DASHED, "clip": True,
        "height": {"band": 1.35}, "tooltip": None,
    }  # fmt: skip
    encoding = {"y": part, "x": {**amount, "field": "zero", "stack": None}, "x2": {"field": "baseline"}}
    return {"transform": [{"filter": f"datum.part === '{NET}'"}], "mark": mark, "encoding": encoding}
