"""Studies and bars made by hand, and what the charts drawn of them hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import altair as alt
import numpy as np
import pyarrow as pa
import vl_convert

from loyalty_sim.finance.estimate import REPLICATES, around
from loyalty_sim.report.picture import Picture
from loyalty_sim.report.picture_files import picture_bytes
from loyalty_sim.study.ends import Move
from loyalty_sim.study.plan import Design, Plan
from loyalty_sim.study.results import Results
from loyalty_sim.study.rows import Measured, measured
from loyalty_sim.study.tables import REPLICATES_SUFFIX, SE_SUFFIX
from loyalty_sim.study.tornado import Bar, End

NET, SHARE = Measured("net_value", "program"), Measured("breakage", "program")
EXPIRY, BLOCK = "program.expiry.months", "program.redemption.block_points"
HOSTILE = '<b>"Best"</b> \\ {{7*7}} $x$ \u2028 the design that our management loves'
WAVE = np.where(np.arange(REPLICATES) % 2 == 1, 1.0, -1.0) / np.sqrt(0.95 * 20)
"""Replicates whose standard error is 1."""
WAVE[0] = 0.0

Figure = Callable[[Design], float]


def results(plan: Plan, figures: Mapping[str, Figure], noise: float = 0.0) -> Results:
    """A finished study in which the figures, by column, are functions of the design, each with a standard error."""
    designs = [plan.designs[plan.row(index).design] for index in range(len(plan))]
    columns: dict[str, Any] = {"reason": pa.array([None] * len(designs), pa.string())}
    for each in measured(plan.study):
        values = np.array([figures[each.column](design) for design in designs], float)
        sizes = noise * (1.0 + np.arange(len(designs)))
        columns[each.column] = values
        columns[f"{each.column}{SE_SUFFIX}"] = sizes
        columns[f"{each.column}{REPLICATES_SUFFIX}"] = list(values[:, None] + sizes[:, None] * WAVE[1:])
    return Results(plan, pa.table(columns))


def bar(label: str, low: float, high: float, se: float = 1.0, base: float = 100.0, **move: Any) -> Bar:
    """A bar of two outcomes around a base; what is moved goes from 2 to 1 and to 3."""

    def end(value: float) -> End:
        return End(around(value, se), around(value - base, se), None)

    kind, ends = move.get("kind", "assumption"), move.get("ends", (1.0, 3.0))
    return Bar(Move(f"x.{label}", label, kind, "", 2.0, *ends), end(low), end(high), around(high - low, se))


def spec_of(picture: Picture | None) -> dict[str, Any]:
    """The specification of a chart, which says in words what it shows."""
    assert picture is not None
    spec = picture.chart.to_dict()
    assert picture.title in picture.alt_text == spec["description"]
    assert not picture.title.endswith(".")
    return spec


def valid(picture: Picture | None) -> None:
    """Check a chart against the schema, which takes a second."""
    spec = spec_of(picture)
    alt.LayerChart.from_dict(spec)
    vl_convert.vegalite_to_vega(json.dumps(spec))


def drawn(picture: Picture | None) -> str:
    """The chart as SVG, on a small screen."""
    assert picture is not None
    return picture_bytes(picture, ".svg", width=400).decode()


def subtitle(spec: dict[str, Any]) -> str:
    """The subtitle as one line."""
    return " ".join(spec["title"]["subtitle"]).replace("\u00a0", " ")


def layer_data(spec: dict[str, Any], kind: str) -> list[list[dict[str, Any]]]:
    """The rows that layers of one kind of mark bring along."""
    return [layer["data"]["values"] for layer in spec["layer"] if layer["mark"]["type"] == kind and "data" in layer]
