"""What is given up for what: the designs of a study by two outcomes, with those on the front joined and named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from loyalty_sim.finance.estimate import Estimate
from loyalty_sim.report import layers, risks
from loyalty_sim.report.layers import BLUE, GREY, VERMILLION
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec
from loyalty_sim.report.risk.places import GAP, LINE, SIDES, Named, Point, placed
from loyalty_sim.report.risk.rows import flat, outcome_axis, tall
from loyalty_sim.report.risk.texts import LONGEST_NAME, lines, short
from loyalty_sim.study.pareto import Front, Objective
from loyalty_sim.study.plan import BASE
from loyalty_sim.study.results import Results, Standing
from loyalty_sim.study.rows import Measured

HEIGHT, NARROW = 320, 290
"""Height of the points, and their width on a small screen, on which names must not cover each other, in pixels."""
AXIS_NAME = 20
"""Height of the name of the flat axis."""
LONGEST_LABEL, MOST_NAMED = 18, 40
"""Letters of a name at a point, and names for which room is looked for, beside those that are set apart."""
MOST_WHISKERS = 30
"""Designs on the front up to which their intervals are drawn."""
SMALLEST, LARGEST, PLAIN, MARKED = 40, 420, 110, 100
"""Area of points by the third outcome, of all where there is none, and of those with a shape of their own at least."""
ON, OFF = "on the front", "dominated"


@dataclass(frozen=True)
class _Picked:
    """What is drawn of a front."""

    found: Front
    currency: str
    base: Standing | None
    chosen: Standing | None
    sizes: tuple[float, float]
    """Lowest and highest value of the third outcome, if there is one."""

    @property
    def whiskers(self) -> bool:
        """Whether intervals are drawn: those of many would hide the points."""
        return len(self.found.designs) <= MOST_WHISKERS

    def value(self, standing: Standing, objective: Objective) -> Estimate:
        """An outcome of a design."""
        value = standing.outcomes[objective.outcome.label]
        assert value is not None
        return value

    def interval(self, standing: Standing, objective: Objective) -> tuple[float, float]:
        """The 95 % interval of the difference from the base around an outcome; that of itself where the base has none."""
        value, gap = self.value(standing, objective), standing.against_base[objective.outcome.label]
        if gap is None:
            return value.interval(95)
        return value.value + gap.low95 - gap.value, value.value + gap.high95 - gap.value

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

    The front is blue, its steps joined where there are two objectives; whiskers are 95 % intervals of the difference from
    the base, which has the same customers. Dominated designs are faint, those that were left out are not drawn. The base
    has a ring, the knee is a diamond, the design that was chosen a square.

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
    thirds = [value.value for each in every for goal in found.objectives[2:] if (value := each.outcomes[goal.outcome.label])]
    picked = _Picked(found, results.plan.base.currency, base, pick, (min(thirds, default=0.0), max(thirds, default=0.0)))
    domains = [_domain(picked, every, objective) for objective in found.objectives[:2]]
    title, subtitle = _title(picked), _subtitle(picked)
    rows = [_row(picked, each, place < len(found.designs)) for place, each in enumerate(every)]
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
    subjects = [risks.subject(_measured(objective)) for objective in (first, second)]
    if top is other:
        name = short(top.design.name, LONGEST_NAME)
        both = [f"the {_most(objective)} {subject}" for objective, subject in zip((first, second), subjects, strict=True)]
        return f"{name} has {' and '.join(both)}; {len(designs) - 1:,} more on the front"
    ends = [
        f"{picked.amount(picked.value(each, first).value, first)} with "
        f"{picked.amount(picked.value(each, second).value, second)} ({short(each.design.name, LONGEST_LABEL)})"
        for each in (top, other)
    ]
    return f"{subjects[0][:1].upper()}{subjects[0][1:]} or {subjects[1]}: from {' to '.join(ends)}"


def _most(objective: Objective) -> str:
    return "highest" if objective.better == "higher" else "lowest"


def _best(picked: _Picked, objective: Objective) -> Standing:
    pick = max if objective.better == "higher" else min
    return pick(picked.found.designs, key=lambda each: picked.value(each, objective).value)


def _subtitle(picked: _Picked) -> str:
    found = picked.found
    every = len(found.designs) + len(found.dominated) + len(found.left_out)
    sure = "by value" if found.dominance == "plain" else f"at {found.dominance} %"
    be = "is" if len(found.designs) == 1 else "are"
    said = [f"{len(found.designs):,} of {every:,} designs {be} on the front {sure} (blue); faint: dominated"]
    said += ["whiskers: 95 % of the difference from now"] if picked.whiskers else []
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
        "strength": 0.95 if on or chosen else 0.4, "size": _size(picked, standing), "now": standing is picked.base,
        "ring": 1.6 * _size(picked, standing) + 120, "all": ", ".join(shown),
    }  # fmt: skip
    for side, objective, value, text in zip("xyz", objectives, values, shown, strict=False):
        low, high = picked.interval(standing, objective)
        row |= {side: value.value, f"{side}_low": low, f"{side}_high": high, f"{side}_text": text}
    return row


def _size(picked: _Picked, standing: Standing) -> float:
    """Area of a point: by the third outcome where there is one."""
    if len(picked.found.objectives) < 3:
        return PLAIN
    third, (low, high) = picked.found.objectives[2], picked.sizes
    share = (picked.value(standing, third).value - low) / (high - low) if high > low else 0.5
    marked = standing is picked.found.knee or standing is picked.chosen
    return max(SMALLEST + (LARGEST - SMALLEST) * share, MARKED if marked else 0)


def _domain(picked: _Picked, every: Sequence[Standing], objective: Objective) -> Domain:
    """All points with the intervals of those on the front, and some air for points and names."""
    values = [picked.value(each, objective).value for each in every]
    for each in picked.found.designs if picked.whiskers else ():
        values += picked.interval(each, objective)
    low, high = min(values), max(values)
    air = 0.08 * (high - low) or 0.08 * abs(high) or 1.0
    return low - air, high + air


def _name(rows: list[dict[str, Any]], picked: _Picked, domains: Sequence[Domain]) -> None:
    """Write into the rows which designs are named, and where: those set apart and the ends first, then what fits."""

    def pixels(row: dict[str, Any]) -> Point:
        (left, right), (bottom, top) = domains
        place = NARROW * (row["x"] - left) / (right - left), HEIGHT * (top - row["y"]) / (top - bottom)
        return *place, math.sqrt(row["size"] / math.pi)

    on = [row for row in rows if row["on"] == ON]
    ends = [on[0], on[-1], *(max(on, key=lambda row: sign * row["y"]) for sign in (1, -1))]
    first = [row for row in rows if row["role"]] + ends
    some = on[:: max(1, len(on) // MOST_NAMED)]
    order = list({id(row): row for row in (*first, *some)}.values())
    names = [Named(_label(row), pixels(row), bool(row["role"])) for row in order]
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
    x = flat(x)
    place = {"x": {**x, "field": "x"}, "y": {**y, "field": "y"}}
    points: Spec = {
        "mark": {"type": "point", "filled": True, "strokeWidth": 0},
        "encoding": {
            **place,
            "shape": {"field": "shape", "type": "nominal", "scale": None},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "opacity": {"field": "strength", "type": "quantitative", "scale": None},
            "size": {"field": "size", "type": "quantitative", "scale": None},
            "tooltip": _tips(picked),
        },
    }
    drawn = [*_steps(picked, x, y), *(_whiskers(x, y) if picked.whiskers else []), points]
    ring = {"type": "point", "filled": False, "shape": "circle", "strokeWidth": 2, "color": VERMILLION, "opacity": 1}
    grown = {"size": {"field": "ring", "type": "quantitative", "scale": None}}
    drawn.append({"transform": [{"filter": "datum.now"}], "mark": {**ring, "tooltip": None}, "encoding": {**place, **grown}})
    return drawn + [_names(side, place) for side in SIDES]


def _names(side: str, place: Spec) -> Spec:
    """The names that stand on a side of their points."""
    align = "left" if side.endswith("right") else "right" if side.endswith("left") else "center"
    up = -1 if side.startswith(("above", "upper")) else 1 if side.startswith(("below", "lower")) else 0
    along = 0 if up else 1 if align == "left" else -1
    text = {"type": "text", "align": align, "fontSize": 11, "fontWeight": "bold", "tooltip": None}
    away = f"max({GAP}, sqrt(datum.size / PI) + 3)"
    shift = {"dx": {"expr": f"{along} * {away}"}, "dy": {"expr": f"{up} * ({away} + {LINE / 2})"}}
    only = [{"filter": f"datum.side === '{side}'"}]
    return {"transform": only, "mark": {**text, **shift}, "encoding": {**place, "text": {"field": "label"}}}


def _axis(picked: _Picked, objective: Objective, domain: Domain) -> Spec:
    measured = _measured(objective)
    axis = outcome_axis(measured, picked.currency, domain)
    subject = risks.subject(measured)
    name = lines(f"{subject[:1].upper()}{subject[1:]} ({objective.better} is better)", 54, 2)
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
    """A row a design: whether it is on the front, what sets it apart, and each outcome with its whisker."""
    found = []
    for place, standing in enumerate(every):
        row: dict[str, Any] = {"design": standing.design.name, "on_front": place < len(picked.found.designs),
                               "role": picked.role(standing)}  # fmt: skip
        for objective in picked.found.objectives:
            value, name = picked.value(standing, objective), objective.outcome.label
            low, high = picked.interval(standing, objective)
            row |= {name: value.value, f"{name}_low95": low, f"{name}_high95": high}
        found.append(row)
    return pd.DataFrame(found)
