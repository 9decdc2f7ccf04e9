"""How wrong the accountant would have been: the liability as stated at each close beside the one that was right."""

from __future__ import annotations

import numpy as np

from loyalty_sim.finance.backtest import Backtest
from loyalty_sim.finance.estimate import Array
from loyalty_sim.report import layers, series
from loyalty_sim.report.layers import BLUE, DASHED, GREY, VERMILLION, Stroke
from loyalty_sim.report.numbers import money, per_cent
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec

STATED = Stroke("liability_stated", "stated", BLUE, width=2.5)
KNOWN = Stroke("liability_known", "known in the end", VERMILLION, DASHED)


def backtest(tested: Backtest, domain: Domain | None = None) -> Picture | None:
    """The liability for points as stated from what had been seen by each close, and as somebody who knew the end would have
    stated it; a grey rule where rules changed or a shock began. None when nothing is ever owed."""
    table, scenario = tested.table(), tested.stated.result.scenario
    stated, known = (table[stroke.field].to_numpy() for stroke in (STATED, KNOWN))
    if not (stated.any() or known.any()):
        return None
    dates, currency = series.month_starts(tested.stated.result), scenario.currency
    title = _title(tested.error[0], known, dates, currency)
    subtitle = f"Owed for points at month end, {currency}: {tested.stated.policy.method}, {tested.stated.policy.estimator}"
    used = domain or layers.value_domain(np.concatenate([stated, known]), zero=True)
    x, y = layers.months_axis(len(dates)), layers.value_axis("money", currency, used)
    columns = {"date": dates, "what_happened": list(table["what_happened"])}
    columns |= {stroke.field: layers.plain(table[stroke.field].to_numpy()) for stroke in (STATED, KNOWN)}
    shown = (STATED.field, KNOWN.field, "error")
    columns |= {f"{name}_text": [money(value, currency) for value in table[name]] for name in shown}
    rows = layers.records(columns)
    ends = [(f"{stroke.label} {money(float(line[-1]), currency)}", stroke.colour, float(line[-1]))
            for stroke, line in ((STATED, stated), (KNOWN, known))]  # fmt: skip
    tips = [(f"{STATED.field}_text", "Stated"), (f"{KNOWN.field}_text", "Known in the end"), ("error_text", "Error")]
    parts = [
        *_changes(x, rows),
        *(layers.line(x, y, stroke, len(dates)) for stroke in (KNOWN, STATED)),
        layers.end_labels(x, y, dates[-1], ends, used),
        layers.hover(x, [*tips, ("what_happened", "What happened")]),
    ]
    alt_text = f"{title}. {subtitle}. Lines of both; in the last month {ends[0][0]}, {ends[1][0]}."
    spec = layers.chart(title, subtitle, rows, parts, alt_text)
    return Picture("backtest", title, Drawing(spec), table, alt_text, used)


def _title(error: Array, known: Array, dates: list[str], currency: str) -> str:
    """The worst month, in money and as a share of what was right."""
    worst = int(np.abs(error).argmax())
    if error[worst] == 0:
        return "The accountant would never have been wrong"
    side = "too much" if error[worst] > 0 else "too little"
    share = f", {per_cent(abs(error[worst]) / known[worst])} of what was right" if known[worst] > 0 else ""
    when = series.month_name(dates[worst])
    return f"The accountant would have stated up to {money(abs(error[worst]), currency)} {side}{share}, in {when}"


def _changes(x: Spec, rows: list[dict[str, object]]) -> list[Spec]:
    """An upright rule in every month in which something happened."""
    told = [{"date": row["date"], "what_happened": row["what_happened"]} for row in rows if row["what_happened"]]
    if not told:
        return []
    rule = {"type": "rule", "color": GREY, "strokeWidth": 1, "strokeDash": layers.DOTTED, "tooltip": None}
    return [{"data": {"values": told}, "mark": rule, "encoding": {"x": x}}]
