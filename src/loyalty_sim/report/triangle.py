"""Vintage triangles in pictures: how far each vintage has come by each age, and what is still expected of it.

``triangle`` is a heat map, a vintage a row; ``cohorts`` draws the same shares as a curve a vintage.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.triangles import Ending, Triangle, Triangles
from loyalty_sim.report import layers
from loyalty_sim.report.layers import BLUE, DASHED, GREY, VERMILLION, Stroke
from loyalty_sim.report.numbers import number, per_cent
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec

MOST_NUMBERED = 12
"""Vintages and ages up to which the shares stand in the cells."""
FAINTEST, STRONGEST, STRONGEST_NUMBERED = 0.06, 0.95, 0.55
"""Opacity of cells; text is readable on those of the last."""
ROW, LOWEST, HIGHEST, HEADER = 28, 200, 560, 70
"""Height of a row, of the lowest and the highest map, and of what stands around it."""
SEEN, EXPECTED = "seen", "expected"
COLOURS = {SEEN: BLUE, EXPECTED: VERMILLION}
LEGEND, LINES = "blue: seen, orange to the right of it: expected", "solid: seen, dashed: expected"
ENDS = {"redeemed": "be redeemed", "expired": "expire"}


def triangle(found: Triangles, ending: Ending = "redeemed", domain: Domain | None = None) -> Picture | None:
    """Share of each vintage redeemed, or expired, by each age, as seen and as expected; None when no points are issued.

    Args:
        found: the triangles, by month, quarter or year.
        ending: which of them.
        domain: shares at which cells are faintest and strongest; by default from 0 to the highest.
    """
    rows = _cells(found, ending)
    if not rows:
        return None
    names, ages = list(dict.fromkeys(row["vintage"] for row in rows)), max(row["age"] for row in rows) + 1
    used = domain or (0.0, max(*(row["share"] for row in rows), 0.01))
    title, kind = _title(found, ending), _shown(found, ending).vintages.kind
    subtitle = f"Share of the points of each {kind} of issue that has {_done(ending)}, by age in {kind}s; {LEGEND}"
    numbered = max(len(names), ages) <= MOST_NUMBERED
    spec = layers.chart(title, subtitle, rows, _map(names, used, kind, numbered, found.error is not None), "")
    spec["height"] = HEADER + min(max(ROW * len(names), LOWEST), HIGHEST)
    alt_text = f"{title}. {subtitle}. {_last_rows(rows, names)}"
    spec["description"] = alt_text
    return Picture("triangle", title, Drawing(spec), found.tidy().query("ending == @ending"), alt_text, used)


def cohorts(found: Triangles, ending: Ending = "redeemed", domain: Domain | None = None) -> Picture | None:
    """The same shares as curves by age, a vintage a line, with what is expected dashed; None when no points are issued.

    Args:
        found: the triangles, by month, quarter or year.
        ending: which of them.
        domain: lowest and highest share of the value axis.
    """
    rows = _cells(found, ending)
    if not rows:
        return None
    kind = _shown(found, ending).vintages.kind
    used = domain or layers.value_domain(np.array([row["share"] for row in rows]), zero=True)
    title, y = _title(found, ending), layers.value_axis("share", "", used)
    subtitle = f"Share of the points of each {kind} of issue that has {_done(ending)}, by age in {kind}s; {LINES}"
    parts = _curves(y, kind, max(row["age"] for row in rows), found.error is not None)
    alt_text = f"{title}. {subtitle}. {_last_rows(rows, list(dict.fromkeys(row['vintage'] for row in rows)))}"
    spec = layers.chart(title, subtitle, [*rows, *_joints(rows)], parts, alt_text)
    return Picture("cohorts", title, Drawing(spec), found.tidy().query("ending == @ending"), alt_text, used)


def _shown(found: Triangles, ending: Ending) -> Triangle:
    return found.redeemed if ending == "redeemed" else found.expired


def _done(ending: Ending) -> str:
    return "been redeemed" if ending == "redeemed" else "expired"


def _title(found: Triangles, ending: Ending) -> str:
    """What is expected of the vintages that still hold points, and, where it is known, what becomes of them."""
    each = _shown(found, ending)
    held = found.by_vintage()["outstanding"].to_numpy() > 0
    which = held if held.any() else each.issued[0] > 0
    issued, ultimate = float(each.issued[0, which].sum()), float(each.ultimate[0, which].sum())
    if not np.isfinite(ultimate):
        return f"How many points of open vintages will {ENDS[ending]} is not known yet"
    whose = "points of vintages still open" if held.any() else "points"
    title = f"{per_cent(ultimate / issued)} of the {whose} will {ENDS[ending]}"
    if each.true is None:
        return f"{title}, by the experience of older ones" if held.any() else title
    true = float(np.nansum(each.true[0, which])) / issued
    return f"{title} by the books, {per_cent(true)} in the end"


def _cells(found: Triangles, ending: Ending) -> list[dict[str, Any]]:
    """One record a cell, to the age at which all is done, or at most to the oldest age seen."""
    each = _shown(found, ending)
    seen, completed = each.seen[0], each.cells("share", each.completed)[0]
    true = None if each.true is None else each.cells("share", each.true)[0]
    last = _last_age(each)
    rows: list[dict[str, Any]] = []
    for place in np.flatnonzero(each.issued[0] > 0):
        for age in np.flatnonzero(np.isfinite(completed[place, : last + 1])):
            share = float(completed[place, age])
            rows.append({
                "vintage": each.vintages.labels[place], "age": int(age), "share": share,
                "state": SEEN if np.isfinite(seen[place, age]) else EXPECTED, "text": number(share, "share"),
                "whole": f"{100 * share:.0f}", "true": _text(true, place, age),
            })  # fmt: skip
    return rows


def _last_age(each: Triangle) -> int:
    moving = np.flatnonzero(np.nan_to_num(each.completed[0]).any(axis=0))
    oldest = int(np.isfinite(each.seen[0]).any(axis=0).sum()) - 1
    return min(int(moving[-1]), oldest) if len(moving) else 0


def _text(true: Array | None, place: np.intp, age: np.intp) -> str:
    return number(float(true[place, age]), "share") if true is not None and np.isfinite(true[place, age]) else ""


def _tips(known: bool) -> list[Spec]:
    tips = [("vintage", "Vintage"), ("age", "Age"), ("text", "Share"), ("state", "Which is"), ("true", "In the end")]
    return [{"field": field, "type": "nominal", "title": title} for field, title in (tips if known else tips[:-1])]


def _map(names: list[str], domain: Domain, kind: str, numbered: bool, known: bool) -> list[Spec]:
    """Cells, and the shares in them where there is room."""
    axis = {
        "labelAngle": 0,
        "ticks": False,
        "domain": False,
        "grid": False,
        "labelOverlap": True,
        "labelSeparation": 4,
        "titleFontWeight": "normal",
    }
    gap = {"paddingInner": 0.06 if numbered else 0.0}
    x = {
        "field": "age",
        "type": "ordinal",
        "scale": gap,
        "axis": {**axis, "title": f"age in {kind}s", "orient": "top", "titleColor": GREY},
    }
    y = {"field": "vintage", "type": "ordinal", "scale": {**gap, "domain": names}, "axis": {**axis, "title": None}}
    colour = {"field": "state", "type": "nominal", "scale": {"domain": list(COLOURS), "range": list(COLOURS.values())}}
    strength = {"domain": list(domain), "range": [FAINTEST, STRONGEST_NUMBERED if numbered else STRONGEST], "clamp": True}
    cells = {
        "mark": {"type": "rect"},
        "encoding": {
            "x": x, "y": y, "color": {**colour, "legend": None}, "tooltip": _tips(known),
            "opacity": {"field": "share", "type": "quantitative", "scale": strength, "legend": None},
        },
    }  # fmt: skip
    text = {"type": "text", "fontSize": 12, "fontWeight": "bold", "tooltip": None}
    return [cells, {"mark": text, "encoding": {"x": x, "y": y, "text": {"field": "whole"}}}] if numbered else [cells]


def _curves(y: Spec, kind: str, last: int, known: bool) -> list[Spec]:
    """A line a vintage as far as it is seen, and dashed beyond; unseen points answer the pointer."""
    axis = {
        "title": f"age in {kind}s",
        "titleFontWeight": "normal",
        "titleColor": GREY,
        "grid": False,
        "labelOverlap": True,
        "labelSeparation": 4,
    }
    axis |= {"values": list(range(last + 1)), "format": "d"}
    x = {"field": "age", "type": "quantitative", "axis": axis, "scale": {"nice": False}}
    found = []
    for state, dash, width in ((EXPECTED, DASHED, 1.2), (SEEN, (), 1.4)):
        line = layers.line(x, y, Stroke("share", state, COLOURS[state], dash, width), 2)
        line["mark"] |= {"opacity": 0.55, "point": {"size": 12, "color": COLOURS[state]}, "tooltip": None}
        line["encoding"]["detail"] = {"field": "vintage", "type": "nominal"}
        found.append({**line, "transform": [{"filter": f"datum.state == '{state}'"}]})
    points = {"type": "point", "size": 120, "opacity": 0}
    return [*found, {"mark": points, "encoding": {"x": x, "y": {**y, "field": "share"}, "tooltip": _tips(known)}}]


def _joints(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last cell seen of each vintage once more, so that what is expected begins where the seen ends."""
    last = {row["vintage"]: row for row in rows if row["state"] == SEEN}
    going_on = {row["vintage"] for row in rows if row["state"] == EXPECTED}
    return [{**row, "state": EXPECTED} for name, row in last.items() if name in going_on]


def _last_rows(rows: list[dict[str, Any]], names: list[str]) -> str:
    """The first and the last vintage in words."""
    told = []
    for name in dict.fromkeys((names[0], names[-1])):
        own = [row for row in rows if row["vintage"] == name]
        seen = [row for row in own if row["state"] == SEEN]
        told.append(f"{name}: {seen[-1]['text']} by age {seen[-1]['age']}, {own[-1]['text']} by age {own[-1]['age']}")
    return "; ".join(told) + "."
