"""From the baseline to the design, factor by factor: a waterfall whose title says what moved the figure most."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from loyalty_sim.finance import Coverage, Estimate
from loyalty_sim.finance.bridge import Bridge
from loyalty_sim.report import layers
from loyalty_sim.report.layers import BLUE, GREEN, GREY, VERMILLION
from loyalty_sim.report.numbers import central, difference, interval, number
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec
from loyalty_sim.report.series import span
from loyalty_sim.report.waterfall import ROW_HEIGHT, amount_column, part_axis

BASELINE, DESIGN, RESIDUAL = "Baseline", "This design", "Residual"


class Bridged(NamedTuple):
    """How a figure of ``finance.bridge`` is spoken of."""

    label: str
    unit: str
    good: bool
    """Whether more of it is good."""
    over: bool = True
    """Whether it is of the whole run, rather than of its end."""


BRIDGED = {
    "program_cost": Bridged("Program cost", "money", False),
    "closing_points": Bridged("Balance of points owed", "points", False, over=False),
    "closing_face_value": Bridged("Face value of points owed", "money", False, over=False),
    "closing_liability": Bridged("Owed for points", "money", False, over=False),
    "incremental_margin": Bridged("Incremental margin", "money", True),
}


def bridge(
    found: Bridge,
    currency: str,
    months: int,
    domain: Domain | None = None,
    coverage: Coverage = 80,
    names: tuple[str, str] = (BASELINE, DESIGN),
) -> Picture | None:
    """Each factor that moves the figure as a bar from where the one before it ended; None where none does.

    The ends are upright marks rather than bars from zero, so that steps which are small beside the figure can be seen.
    ``domain`` is that of the axis, which lies flat here; ``coverage`` that of the intervals, in per cent;
    ``names`` are what the ends are called.
    """
    about, table = BRIDGED[found.figure], _table(found, names)
    if found.baseline is None or found.result is None or found.change is None or len(table) == 2:
        return None
    unit = "points" if about.unit == "points" else currency
    title = _title(found, about, currency, months, coverage, names)
    subtitle = f"{about.label} {'over' if about.over else 'after'} {span(months)}, {unit}; factors in the order stated"
    used = domain or layers.value_domain(np.concatenate([table["from"], table["to"]]))
    rows = _rows(found, table, about, currency, coverage, names)
    steps = "; ".join(f"{row['part']} {row['text']}" for row in rows)
    alt_text = f"{title}. Waterfall: {steps}."
    spec = layers.chart(title, subtitle, rows, _layers(list(table["part"]), used, about.unit, currency, coverage), alt_text)
    spec["height"] = ROW_HEIGHT * len(rows) + 20
    return Picture("bridge", title, Drawing(spec), table, alt_text, used)


def _table(found: Bridge, names: tuple[str, str]) -> pd.DataFrame:
    """Columns part, kind, amount, from and to; steps that move nothing are left out, and so is a residual of rounding."""
    moved = [(step.factor.label, str(step.factor.kind), step.change) for step in found.steps]
    moved.append((RESIDUAL, "", found.residual))
    level = found.baseline.value if found.baseline else 0.0
    size = max(abs(level), abs(found.result.value) if found.result else 0.0)
    rows = [(names[0], "", level, level, level)]
    for label, kind, change in moved:
        if change is not None and abs(change.value) > 1e-9 * size:
            rows.append((label, kind, change.value, level, level + change.value))
            level += change.value
    last = found.result.value if found.result else 0.0
    return pd.DataFrame([*rows, (names[1], "", last, last, last)], columns=["part", "kind", "amount", "from", "to"])


def _title(found: Bridge, about: Bridged, currency: str, months: int, coverage: Coverage, names: tuple[str, str]) -> str:
    """What the difference is, and which step is the largest."""
    change = found.change
    assert change is not None
    largest = max(found.steps, key=lambda step: abs(step.change.value) if step.change else 0.0)
    moved = largest.change.value if largest.change else 0.0
    most = f"{largest.factor.label.lower()} moves it most, by {difference(moved, about.unit, currency)}"
    when = f"over {span(months)}" if about.over else f"after {span(months)}"
    theirs, whose = ("the baseline's", "") if names == (BASELINE, DESIGN) else (f"that of {names[0]}", f" of {names[1]}")
    what = f"{about.label}{whose} {when}"
    if change.spans_zero(coverage):
        return f"{what} cannot be told from {theirs}; {most}"
    side = "above" if change.value > 0 else "below"
    size = central(_size(change), about.unit, currency)
    return f"{what} is {size} {side} {theirs}; {most}"


def _size(change: Estimate) -> Estimate:
    """The estimate without its sign, with the same precision."""
    if change.value >= 0:
        return change
    return Estimate(-change.value, change.se, -change.high80, -change.low80, -change.high95, -change.low95)


def _rows(
    found: Bridge, table: pd.DataFrame, about: Bridged, currency: str, coverage: Coverage, names: tuple[str, str]
) -> list[dict[str, Any]]:
    """One record a bar or mark, with its texts."""
    changes = {step.factor.label: step.change for step in found.steps}
    changes |= {names[0]: found.baseline, names[1]: found.result, RESIDUAL: found.residual}
    rows: list[dict[str, Any]] = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    for row in rows:
        end = row["part"] in names
        row["end"] = end
        row["colour"] = (GREY if row["part"] == names[0] else BLUE) if end else _hue(row["amount"] > 0, about.good)
        row["text"] = (number if end else difference)(row["amount"], about.unit, currency)
        change = changes[row["part"]]
        exact = change is None or change.low80 == change.high80
        row["interval"] = "exact" if exact or change is None else interval(change, about.unit, currency, coverage)
    return rows


def _hue(more: bool, good: bool) -> str:
    return GREEN if more == good else VERMILLION


def _layers(parts: list[str], used: Domain, unit: str, currency: str, coverage: Coverage) -> list[Spec]:
    """Bars of the steps, marks of the ends, and the amounts at the right."""
    amount, part = layers.value_axis(unit, currency, used), part_axis()
    part["scale"] = {**part["scale"], "domain": parts}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    tips = [("part", "Factor"), ("kind", "Kind"), ("text", "Amount"), ("interval", f"{coverage} % interval")]
    tooltip = [{"field": field, "type": "nominal", "title": title} for field, title in tips]
    bar: Spec = {
        "transform": [{"filter": "!datum.end"}],
        "mark": {"type": "bar", "clip": True, "cornerRadius": 1},
        "encoding": {
            "y": part, "x": {**amount, "field": "from", "stack": None}, "x2": {"field": "to"}, "color": colour,
            "tooltip": tooltip,
        },
    }  # fmt: skip
    mark: Spec = {
        "transform": [{"filter": "datum.end"}],
        "mark": {"type": "tick", "thickness": 5, "opacity": 1, "bandSize": ROW_HEIGHT - 6, "clip": True},
        "encoding": {"y": part, "x": {**amount, "field": "to"}, "color": colour, "tooltip": tooltip},
    }
    zero = [layers.upright_zero(amount)] if used[0] <= 0 <= used[1] else []
    return [*zero, bar, mark, amount_column(part, "text", colour)]
