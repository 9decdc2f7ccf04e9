"""A bridge between two designs as a picture: from one to the other, factor by factor."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from loyalty_sim.finance import Bridge, Coverage
from loyalty_sim.report import layers
from loyalty_sim.report.comparison.paths import shortened
from loyalty_sim.report.comparison.winners import ROOM
from loyalty_sim.report.layers import BLUE, GREEN, GREY, VERMILLION
from loyalty_sim.report.numbers import difference, number
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec
from loyalty_sim.report.waterfall import ROW_HEIGHT, amount_column
from loyalty_sim.study import verdict

BRIDGED = {
    "program_cost": ("Program cost", "money", -1),
    "incremental_margin": ("Incremental margin", "money", 1),
    "closing_points": ("Points outstanding at the end", "points", 0),
    "closing_face_value": ("Face value outstanding at the end", "money", 0),
}
"""What a bridge is of: its name, its unit, and whether more of it is good, bad or neither."""
NOISE = 1e-6
"""A step below this part of the largest amount is a rounding error and not drawn."""


def steps(
    found: Bridge, name: str, reference: str, currency: str, domain: Domain | None = None, coverage: Coverage = 80
) -> Picture | None:
    """The steps from the reference to a design as a waterfall; None where an end of the bridge is not known."""
    if found.baseline is None or found.result is None:
        return None
    label, unit, good = BRIDGED[found.figure]
    start, end = found.baseline.value, found.result.value
    least = NOISE * max(abs(start), abs(end), 1e-9)
    moves = [(step.factor.label, step.change.value) for step in found.steps if step.change is not None]
    if found.residual is not None:
        moves.append(("Residual", found.residual.value))
    kept = [(what, move) for what, move in moves if abs(move) > least]
    title = _title(label, kept, start, end, unit, currency, (name, reference), found, coverage)
    subtitle = f"{currency if unit == 'money' else unit}; factors replaced one after the other, from the top down"
    rows = _rows(kept, start, end, (shortened(name, 24), shortened(reference, 24)), unit, currency, good)
    edges = np.array([0.0, *(row[edge] for row in rows for edge in ("from", "to"))])
    used = domain or layers.value_domain(edges, zero=True)
    told = "; ".join(f"{row['part']} {row['text']}" for row in rows)
    alt_text = f"{title}. {subtitle}. Waterfall: {told}."
    spec = layers.chart(title, subtitle, rows, _layers(used, unit, currency), alt_text)
    spec["height"] = ROW_HEIGHT * len(rows) + ROOM
    return Picture(f"bridge_{found.figure}", title, Drawing(spec), _table(found, name, reference), alt_text, used)


def _title(
    label: str,
    kept: list[tuple[str, float]],
    start: float,
    end: float,
    unit: str,
    currency: str,
    names: tuple[str, str],
    found: Bridge,
    coverage: Coverage,
) -> str:
    """What the figure moves by and which factor moves it most."""
    name, reference = names
    if not kept:
        return f"{label}: nothing moves from {reference} to {name}"
    factor, move = max(kept, key=lambda each: abs(each[1]))
    step = next((step.change for step in found.steps if step.factor.label == factor), None)
    doubt = "" if verdict(step, coverage) == "real" else ", which cannot be told from zero"
    return (
        f"{label} moves by {difference(end - start, unit, currency)} from {reference} to {name}, "
        f"most by {factor.lower()} ({difference(move, unit, currency)}){doubt}"
    )


def _rows(
    kept: list[tuple[str, float]],
    start: float,
    end: float,
    names: tuple[str, str],
    unit: str,
    currency: str,
    good: int,
) -> list[dict[str, Any]]:
    """One record a bar: the reference, each step, the design."""
    name, reference = names
    name = name if name != reference else f"{name} (2)"
    rows = [_bar(reference, 0.0, start, number(start, unit, currency), GREY)]
    level = start
    for what, move in kept:
        colour = BLUE if good == 0 else GREEN if move * good > 0 else VERMILLION
        rows.append(_bar(what, level, level + move, difference(move, unit, currency), colour))
        level += move
    return [*rows, _bar(name, 0.0, end, number(end, unit, currency), BLUE)]


def _bar(part: str, start: float, end: float, text: str, colour: str) -> dict[str, Any]:
    return {"part": part, "from": start, "to": end, "text": text, "colour": colour}


def _table(found: Bridge, name: str, reference: str) -> pd.DataFrame:
    """The bridge with the names of its ends."""
    table = found.table().rename(
        columns={f"{end}{width}": f"{end}_{width}" for end in ("low", "high") for width in (80, 95)}
    )
    return table.assign(label=table["label"].replace({"Baseline": reference, "Result": name}))


def _layers(domain: Domain, unit: str, currency: str) -> list[Spec]:
    amount = layers.value_axis(unit, currency, domain)
    part: Spec = {
        "field": "part",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 180, "ticks": False, "domain": False, "grid": False},
        "scale": {"paddingInner": 0.4, "paddingOuter": 0.2},
    }
    colour = {"field": "colour", "type": "nominal", "scale": None}
    tips = [{"field": field, "type": "nominal", "title": title} for field, title in (("part", "Step"), ("text", "Amount"))]
    bar = {
        "mark": {"type": "bar", "clip": True, "cornerRadius": 1},
        "encoding": {
            "y": part,
            "x": {**amount, "field": "from", "stack": None},
            "x2": {"field": "to"},
            "color": colour,
            "tooltip": tips,
        },
    }
    return [layers.upright_zero(amount), bar, amount_column(part, "text", colour, 0)]
