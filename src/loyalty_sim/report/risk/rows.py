"""Charts with a row for each thing: the upright axis that names them, and how high they are."""

from __future__ import annotations

import json
from collections.abc import Sequence

from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report import layers
from loyalty_sim.report.picture import Domain, Spec
from loyalty_sim.report.risk.texts import lines
from loyalty_sim.study.rows import Measured

WIDEST = 190
"""Of a name, in pixels."""
RAISED = -7
"""Pixels by which names of two lines go up, to stand in the middle of their row."""
TITLE_LINE, SUBTITLE_LINE, AXIS = 18, 15, 46
"""Pixels that a line of a title and of a subtitle take, and an axis with its numbers and the gaps."""
APART = 75
"""Pixels from number to number on a flat axis."""
ABOVE, BELOW = -0.6, 0.4
"""Where the axis ends: rows before the first, and after the last."""


def rows_axis(labels: Sequence[str]) -> Spec:
    """Places of rows from 0 at the top, with their names, of which two may be the same."""
    texts = [lines(label) for label in labels]
    tall = [place for place, text in enumerate(texts) if len(text) > 1]
    axis = {
        "title": None, "values": list(range(len(labels))), "labelExpr": f"{json.dumps(texts)}[datum.value]", "grid": False,
        "labelLimit": WIDEST, "ticks": False, "domain": False, "labelOverlap": False,
        "labelOffset": {"condition": {"test": f"indexof({tall}, datum.value) >= 0", "value": RAISED}, "value": 0},
    }  # fmt: skip
    scale = {"domain": [len(labels) - 1 + BELOW + 0.2, ABOVE], "nice": False, "zero": False}
    return {"type": "quantitative", "axis": axis, "scale": scale}


def outcome_axis(measured: Measured, currency: str, domain: Domain) -> Spec:
    """The axis of an outcome; of a difference of shares in percentage points."""
    unit = FIGURES[measured.kpi].unit
    axis = layers.value_axis(unit, currency, domain)
    if unit == "share" and measured.world == "difference":
        axis["axis"]["labelExpr"] = axis["axis"]["labelExpr"].replace("' %'", "' pp'")
    return axis


def flat(axis: Spec) -> Spec:
    """A value axis that lies flat, with as many numbers as there is room for."""
    return {**axis, "axis": {**axis["axis"], "tickCount": {"expr": f"clamp(floor(width / {APART}), 3, 6)"}}}


def tall(spec: Spec, inside: int) -> Spec:
    """The specification as high as its heading, its axis and so many pixels inside of them take."""
    heading = spec["title"]
    return {**spec, "height": inside + TITLE_LINE * len(heading["text"]) + SUBTITLE_LINE * len(heading["subtitle"]) + AXIS}
