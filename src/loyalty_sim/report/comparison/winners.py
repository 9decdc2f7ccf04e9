"""Who wins and who loses: bars to both sides of zero, by segment or by tier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from loyalty_sim.finance import Coverage, Estimate
from loyalty_sim.report import layers
from loyalty_sim.report.comparison.paths import shortened
from loyalty_sim.report.layers import GREEN, GREY, VERMILLION
from loyalty_sim.report.numbers import difference, number
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec
from loyalty_sim.report.waterfall import ROW_HEIGHT, amount_column
from loyalty_sim.study import Comparison, verdict
from loyalty_sim.study.winners import MEASURED, Axis, Measured, Row
from loyalty_sim.study.winners import winners as found_winners

LONGEST_GROUP = 24
ROOM = 110
"""Height of the axis, and of a title where the picture has one."""
DRIFT = "; who is in a tier differs too, so that averages move with their members"


def winners(
    comparison: Comparison,
    index: int,
    axis: Axis = "segment",
    measure: str = "value",
    domain: Domain | None = None,
    coverage: Coverage = 80,
) -> Picture | None:
    """What a measure of each group changes by from the reference to a design.

    None where no group can be compared: neither has tiers, no group has the same name in both, or currencies differ.

    Args:
        measure: a key of ``study.winners.MEASURED[axis]``.
    """
    measured = next(each for each in MEASURED[axis] if each.key == measure)
    everything = found_winners(comparison.results[index], comparison.reference, axis)
    rows = [row for row in everything if row.measured == measured]
    if not any(row.change is not None for row in rows):
        return None
    sizes = {row.group: row for row in everything if row.measured.key == "members"}
    currency = comparison.reference.scenario.currency
    name, reference = comparison.names[index], comparison.names[comparison.at]
    title = f"{measured.label}: {_finding(rows, currency, coverage)}"
    subtitle = f"{name} less {reference}, {currency if measured.unit == 'money' else measured.unit}"
    subtitle += f"; with {coverage} % intervals; grey: not told from zero{DRIFT if axis == 'tier' else ''}"
    table = _table(rows, sizes)
    bars = [_bar(row, sizes[row.group], currency, coverage) for row in rows if row.change is not None]
    ends = np.array([0.0, *(bar[end] for bar in bars for end in ("low", "high"))])
    used = domain or layers.value_domain(ends)
    told = "; ".join(f"{bar['group']} {bar['text']}" for bar in bars)
    alt_text = f"{title}. {subtitle}. Bars from zero: {told}."
    spec = layers.chart(title, subtitle, bars, _layers(used, measured, currency, coverage), alt_text)
    spec["height"] = ROW_HEIGHT * len(bars) + ROOM
    return Picture(f"winners_{axis}_{measure}_{index}", title, Drawing(spec), table, alt_text, used)


def _finding(rows: Sequence[Row], currency: str, coverage: Coverage) -> str:
    """Who has more, who less."""
    changes = [(row.group, row.change, row.measured.unit) for row in rows if row.change is not None]
    real = [(group, change, unit) for group, change, unit in changes if verdict(change, coverage) == "real"]
    if all(verdict(change) == "same" for _, change, _ in changes):
        return "the same for everybody"
    if not real:
        return "no real difference for anybody"
    texts = [f"{group} {difference(change.value, unit, currency)}" for group, change, unit in _extremes(real)]
    unclear = len(changes) - len(real)
    more = f"; {unclear} of {len(changes)} unclear" if unclear else ""
    return f"{', '.join(texts)}{more}"


def _extremes(real: list[tuple[str, Estimate, str]]) -> list[tuple[str, Estimate, str]]:
    """The groups with the most and with the least."""
    ordered = sorted(real, key=lambda each: -each[1].value)
    return ordered if len(ordered) == 1 else [ordered[0], ordered[-1]]


def _table(rows: Sequence[Row], sizes: dict[str, Row]) -> pd.DataFrame:
    """One row per group: members and the measure under both designs, the change and its intervals."""
    ends = ("value", "low80", "high80", "low95", "high95")
    names = ("change", "low_80", "high_80", "low_95", "high_95")
    columns = ["group", "members", "members_of_reference", "design", "reference", *names]
    found = [
        [
            row.group,
            *(_value(estimate) for estimate in (sizes[row.group].value, sizes[row.group].reference)),
            *(_value(estimate) for estimate in (row.value, row.reference)),
            *(getattr(row.change, end, np.nan) for end in ends),
        ]
        for row in rows
    ]
    return pd.DataFrame(found, columns=columns)


def _value(estimate: Estimate | None) -> float:
    return float("nan") if estimate is None else estimate.value


def _bar(row: Row, size: Row, currency: str, coverage: Coverage) -> dict[str, Any]:
    """One record: from zero to the change, its interval, colour and texts."""
    change, unit = row.change, row.measured.unit
    assert change is not None
    low, high = change.interval(coverage)
    good = (change.value > 0) == (row.measured.better == "higher")
    count = number(_value(size.value), "members")
    return {
        "group": f"{shortened(row.group, LONGEST_GROUP)} ({count})",
        "zero": 0.0,
        "change": change.value,
        "low": low,
        "high": high,
        "text": difference(change.value, unit, currency),
        "interval": f"{difference(low, unit, currency)} to {difference(high, unit, currency)}",
        "both": f"{number(_value(row.value), unit, currency)} against {number(_value(row.reference), unit, currency)}",
        "colour": (GREEN if good else VERMILLION) if verdict(change, coverage) == "real" else GREY,
    }


def _layers(domain: Domain, measured: Measured, currency: str, coverage: Coverage) -> list[Spec]:
    amount = layers.value_axis(measured.unit, currency, domain)
    group: Spec = {
        "field": "group",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 220, "ticks": False, "domain": False, "grid": False},
        "scale": {"paddingInner": 0.4, "paddingOuter": 0.2},
    }
    tips = [("group", "Group (members)"), ("both", "Now"), ("text", "Change"), ("interval", f"{coverage} % interval")]
    colour = {"field": "colour", "type": "nominal", "scale": None}
    bar = {
        "mark": {"type": "bar", "clip": True, "cornerRadius": 1},
        "encoding": {
            "y": group,
            "x": {**amount, "field": "zero", "stack": None},
            "x2": {"field": "change"},
            "color": colour,
            "tooltip": [{"field": field, "type": "nominal", "title": title} for field, title in tips],
        },
    }
    rule = {
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 2, "clip": True, "tooltip": None},
        "encoding": {"y": group, "x": {**amount, "field": "low"}, "x2": {"field": "high"}},
    }
    return [layers.upright_zero(amount), bar, rule, amount_column(group, "text", colour, 0)]
