"""What is given up for what: the designs of a study by two outcomes, with those on the front joined and named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from loyalty_sim.finance.estimate import Estimate
from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report import layers, risks
from loyalty_sim.report.layers import BLUE, GREY, VERMILLION
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec
from loyalty_sim.report.risk.places import Named, placed
from loyalty_sim.report.risk.rows import as_many_as_fit, tall
from loyalty_sim.report.risk.texts import LONGEST_NAME, short
from loyalty_sim.study.pareto import Front, Objective
from loyalty_sim.study.plan import BASE
from loyalty_sim.study.results import Results, Standing
from loyalty_sim.study.rows import Measured

HEIGHT, NARROW = 320, 290
"""Height of the points, and their width on a small screen, on which names must not cover each other, in pixels."""
AXIS_NAME = 36
"""Height of the names of both axes."""
LONGEST_LABEL = 18
SMALLEST, LARGEST, PLAIN = 40, 420, 110
"""Area of points by the third outcome, and of all where there is none."""
ON, OFF = "on the front", "dominated"


@dataclass(frozen=True)
class _Picked:
    """What is drawn of a front."""

    found: Front
    currency: str
    base: Standing | None
    chosen: Standing | None

    def value(self, standing: Standing, objective: Objective) -> Estimate:
        """An outcome of a design."""
        value = standing.outcomes[objective.outcome.label]
        assert value is not None
        return value

    def amount(self, value: float, objective: Objective) -> str:
        """An outcome with its unit."""
        return risks.amount(value, _measured(objective), self.currency)

    def role(self, standing: Standing) -> str:
        """What sets a design apart: chosen, now, knee; "" for most."""
        names = [name for name, one in (("chosen", self.chosen), ("now", self.base), ("knee", self.found.knee))
                 if one is standing]  # fmt: skip
        return ", ".join(names)


def front(results: Results, found: Front, chosen: str | None = None) -> Picture | None:
    """The designs of a study by the first two objectives, the third in the size of the points; None without a front.

    The front is blue, its steps joined, with the 95 % intervals of the simulation; dominated designs are faint, and those
    that were left out are not drawn. The base has a ring, the knee is a diamond, the design that was chosen a square.

    Args:
        results: a finished study.
        found: its front, from ``pareto.front``.
        chosen: name of a design to point out.
    """
    if not found.designs:
        return None
    every = [*found.designs, *found.dominated]
    base = next((each for each in every if each.design.index == 0), None)
    pick = next((each for each in every if each.design.name == chosen), None) if chosen is not None else None
    picked = _Picked(found, results.plan.base.currency, base, pick)
    domains = [_domain(picked, every, objective) for objective in found.objectives[:2]]
    title, subtitle = _title(picked), _subtitle(picked)
    rows = [_row(picked, each, each in found.designs) for each in every]
    _name(rows, picked, domains)
    told = "; ".join(f"{row['name']}: {row['all']}" for row in rows if row["on"] == ON)
    alt_text = f"{title}. {subtitle}. On the front: {told}."
    spec = layers.chart(title, subtitle, rows, _layers(picked, domains), alt_text)
    return Picture("front", title, Drawing(tall(spec, HEIGHT + AXIS_NAME)), _table(picked, every), alt_text, domains[1])


def _measured(objective: Objective) -> Measured:
    return Measured(objective.outcome.kpi, objective.outcome.world)


def _title(picked: _Picked) -> str:
    """From end to end of the front: what more of the first outcome costs in the second."""
    first, second = picked.found.objectives[:2]
    designs = picked.found.designs
    count = len(designs) + len(picked.found.dominated)
    if len(designs) == 1:
        return f"{short(designs[0].design.name, LONGEST_NAME)} is best in everything among {count:,} designs"
    top, other = designs[0], _best(picked, second)
    if top is other:
        other = designs[-1]
    ends = [f"{picked.amount(picked.value(each, first).value, first)} with {picked.amount(picked.value(each, second).value, second)}"
            f" ({short(each.design.name, LONGEST_LABEL)})" for each in (top, other)]  # fmt: skip
    subjects = [risks.subject(_measured(objective)) for objective in (first, second)]
    head = f"{subjects[0][:1].upper()}{subjects[0][1:]} against {subjects[1]}"
    return f"{head}: from {' to '.join(ends)}"


def _best(picked: _Picked, objective: Objective) -> Standing:
    pick = max if objective.better == "higher" else min
    return pick(picked.found.designs, key=lambda each: picked.value(each, objective).value)


def _subtitle(picked: _Picked) -> str:
    found = picked.found
    every = len(found.designs) + len(found.dominated) + len(found.left_out)
    sure = "by value" if found.dominance == "plain" else f"at {found.dominance} %"
    said = [f"{len(found.designs):,} of {every:,} designs are on the front {sure} (blue); faint: dominated; whiskers: 95 %"]
    said += ["ring: now"] if picked.base is not None else []
    said += ["diamond: knee"] if found.knee is not None else []
    said += ["square: chosen"] if picked.chosen is not None else []
    if len(found.objectives) > 2:
        third = found.objectives[2]
        said.append(f"the larger the point, the more {risks.subject(_measured(third))} ({third.better} is better)")
    said += [f"{len(found.left_out):,} left out"] if found.left_out else []
    return "; ".join(said)


def _row(picked: _Picked, standing: Standing, on: bool) -> dict[str, Any]:
    """One record a design."""
    objectives = picked.found.objectives
    values = [picked.value(standing, objective) for objective in objectives]
    shown = [picked.amount(value.value, objective) for value, objective in zip(values, objectives, strict=True)]
    knee, chosen = standing is picked.found.knee, standing is picked.chosen
    row: dict[str, Any] = {
        "name": standing.design.name, "role": picked.role(standing), "on": ON if on else OFF,
        "shape": "square" if chosen else "diamond" if knee else "circle", "colour": BLUE if on else GREY,
        "strength": 0.95 if on else 0.4, "size": _size(picked, standing), "now": standing is picked.base, "all": ", ".join(shown),
    }  # fmt: skip
    for side, value, text in zip("xyz", values, shown, strict=False):
        row |= {side: value.value, f"{side}_low": value.low95, f"{side}_high": value.high95, f"{side}_text": text}
    return row


def _size(picked: _Picked, standing: Standing) -> float:
    """Area of a point: by the third outcome where there is one."""
    if len(picked.found.objectives) < 3:
        return PLAIN
    third = picked.found.objectives[2]
    values = [picked.value(each, third).value for each in (*picked.found.designs, *picked.found.dominated)]
    low, high = min(values), max(values)
    share = (picked.value(standing, third).value - low) / (high - low) if high > low else 0.5
    return SMALLEST + (LARGEST - SMALLEST) * share


def _domain(picked: _Picked, every: Sequence[Standing], objective: Objective) -> Domain:
    """All points with the intervals of those on the front, and some air for points and names."""
    values = [picked.value(each, objective).value for each in every]
    for each in picked.found.designs:
        values += picked.value(each, objective).interval(95)
    low, high = min(values), max(values)
    air = 0.08 * (high - low) or 0.08 * abs(high) or 1.0
    return low - air, high + air


def _name(rows: list[dict[str, Any]], picked: _Picked, domains: Sequence[Domain]) -> None:
    """Write into the rows which designs are named, and where: those set apart and the ends first, then what fits."""

    def pixels(row: dict[str, Any]) -> tuple[float, float]:
        (left, right), (bottom, top) = domains
        return (NARROW * (row["x"] - left) / (right - left), HEIGHT * (top - row["y"]) / (top - bottom))

    on = [row for row in rows if row["on"] == ON]
    ends = [on[0], on[-1], *(max(on, key=lambda row: sign * row["y"]) for sign in (1, -1))]
    first = [row for row in rows if row["role"]] + ends
    order = list({id(row): row for row in (*first, *on)}.values())
    names = [Named(_label(row), *pixels(row), bool(row["role"])) for row in order]
    sides = placed(names, [pixels(row) for row in rows], (NARROW, HEIGHT))
    for row, name, side in zip(order, names, sides, strict=True):
        row |= {"label": name.text, "side": side} if side is not None else {}


def _label(row: dict[str, Any]) -> str:
    name = short(row["name"], LONGEST_LABEL)
    role = row["role"].replace("now", "") if row["name"] == BASE else row["role"]
    role = ", ".join(part for part in role.split(", ") if part)
    return f"{name} ({role})" if role else name


def _layers(picked: _Picked, domains: Sequence[Domain]) -> list[Spec]:
    """Dominated designs, the steps of the front, its intervals, points, the ring of the base, and names."""
    x, y = (_axis(picked, objective, domain) for objective, domain in zip(picked.found.objectives, domains, strict=False))
    x = as_many_as_fit(x)
    place = {"x": {**x, "field": "x"}, "y": {**y, "field": "y"}}
    points: Spec = {
        "mark": {"type": "point", "filled": True, "strokeWidth": 0},
        "encoding": {
            **place,
            **{name: {"field": name, "type": "nominal", "scale": None} for name in ("shape",)},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "opacity": {"field": "strength", "type": "quantitative", "scale": None},
            "size": {"field": "size", "type": "quantitative", "scale": None},
            "tooltip": _tips(picked),
        },
    }
    drawn = [*_steps(picked, x, y), *_whiskers(x, y), points]
    ring = {"type": "point", "filled": False, "shape": "circle", "strokeWidth": 2, "color": VERMILLION, "opacity": 1}
    grown = {"size": {"value": 2.6 * (LARGEST if len(picked.found.objectives) > 2 else PLAIN)}}
    drawn.append({"transform": [{"filter": "datum.now"}], "mark": {**ring, "tooltip": None}, "encoding": {**place, **grown}})
    offsets: dict[str, Spec] = {
        "right": {"align": "left", "dx": 9}, "left": {"align": "right", "dx": -9}, "above": {"dy": -15}, "below": {"dy": 15},
    }  # fmt: skip
    for side, offset in offsets.items():
        text = {"type": "text", "fontSize": 11, "fontWeight": "bold", "tooltip": None, **offset}
        only = [{"filter": f"datum.side === '{side}'"}]
        drawn.append({"transform": only, "mark": text, "encoding": {**place, "text": {"field": "label"}}})
    return drawn


def _axis(picked: _Picked, objective: Objective, domain: Domain) -> Spec:
    measured = _measured(objective)
    axis = layers.value_axis(FIGURES[measured.kpi].unit, picked.currency, domain)
    subject = short(risks.subject(measured), 44)
    name = f"{subject[:1].upper()}{subject[1:]} ({objective.better} is better)"
    return {**axis, "axis": {**axis["axis"], "title": name, "titleFontWeight": "normal", "titleColor": GREY}}


def _tips(picked: _Picked) -> list[Spec]:
    tips = [("name", "Design"), ("on", "Which is"), ("role", "Also")]
    tips += [(f"{side}_text", risks.subject(_measured(objective)))
             for side, objective in zip("xyz", picked.found.objectives, strict=False)]  # fmt: skip
    return [{"field": field, "type": "nominal", "title": title} for field, title in tips]


def _steps(picked: _Picked, x: Spec, y: Spec) -> list[Spec]:
    """The edge of what can be had in two outcomes: from each design as far as the next one; none for three outcomes."""
    if len(picked.found.objectives) > 2:
        return []
    first, second = picked.found.objectives
    signs = [1.0 if objective.better == "higher" else -1.0 for objective in (first, second)]
    points = [(picked.value(each, first).value, picked.value(each, second).value) for each in picked.found.designs]
    edge = steps(points, (signs[0], signs[1]))
    values = [{"x": across, "y": up, "order": order} for order, (across, up) in enumerate(edge)]
    mark = {"type": "line", "color": BLUE, "strokeWidth": 1.5, "opacity": 0.6, "clip": True, "tooltip": None}
    order = {"field": "order", "type": "quantitative"}
    encoding = {"x": {**x, "field": "x"}, "y": {**y, "field": "y"}, "order": order}
    return [{"data": {"values": values}, "mark": mark, "encoding": encoding}]


def steps(points: Sequence[tuple[float, float]], signs: tuple[float, float]) -> list[tuple[float, float]]:
    """Corners of the edge of what points dominate by value: along one outcome, then along the other.

    Args:
        points: two outcomes of each.
        signs: 1 where more is better, -1 where less is.
    """
    ordered = sorted(points, key=lambda point: (-signs[0] * point[0], -signs[1] * point[1]))
    corners: list[tuple[float, float]] = []
    best = -math.inf
    for point in ordered:
        if signs[1] * point[1] > best:
            if corners:
                corners.append((point[0], corners[-1][1]))
            corners.append(point)
            best = signs[1] * point[1]
    return corners


def _whiskers(x: Spec, y: Spec) -> list[Spec]:
    """The 95 % intervals of the designs on the front, along both outcomes."""
    mark = {"type": "rule", "color": BLUE, "strokeWidth": 1, "opacity": 0.55, "tooltip": None}
    only = [{"filter": f"datum.on === '{ON}'"}]
    flat = {"y": {**y, "field": "y"}, "x": {**x, "field": "x_low"}, "x2": {"field": "x_high"}}
    upright = {"x": {**x, "field": "x"}, "y": {**y, "field": "y_low"}, "y2": {"field": "y_high"}}
    return [{"transform": only, "mark": mark, "encoding": encoding} for encoding in (flat, upright)]


def _table(picked: _Picked, every: Sequence[Standing]) -> pd.DataFrame:
    """A row a design: whether it is on the front, what sets it apart, and each outcome with its 95 % interval."""
    found = []
    for standing in every:
        row: dict[str, Any] = {"design": standing.design.name, "on_front": standing in picked.found.designs,
                               "role": picked.role(standing)}  # fmt: skip
        for objective in picked.found.objectives:
            value, name = picked.value(standing, objective), objective.outcome.label
            row |= {name: value.value, f"{name}_low95": value.low95, f"{name}_high95": value.high95}
        found.append(row)
    return pd.DataFrame(found)
