"""Parts of a whole over time: where the points go, members by tier, what the program costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from loyalty_sim.engine import Result
from loyalty_sim.finance.estimate import Array, Coverage
from loyalty_sim.report import layers, series
from loyalty_sim.report.layers import DASHED, GREY, HUES, Stroke
from loyalty_sim.report.numbers import number, per_cent, whole_per_cents
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec
from loyalty_sim.report.subjects import versus

Grouping = Literal["month", "year"]

POINT_PARTS = ("redeemed", "expired", "outstanding")
COST_PARTS: dict[str, tuple[str, ...]] = {
    "rewards": ("cost_redemption", "cost_certificates", "cost_dividend", "cost_settlement", "cost_anyway", "cost_donated"),
    "tier perks": ("cost_perks", "cost_gifts"),
    "free shipping": ("cost_shipping", "cost_tier_shipping"),
    "running the program": (
        "cost_fixed", "cost_members", "cost_messages", "cost_coupons", "cost_member_perks", "cost_giving",
        "cost_actions",
    ),
}  # fmt: skip
LONGEST_BY_MONTH = 36


@dataclass(frozen=True)
class Stack:
    """What is stacked: the parts from the bottom up, and edges of the baseline drawn over them."""

    parts: Mapping[str, Array]
    unit: str
    currency: str = ""
    edges: Mapping[str, Array] = field(default_factory=dict)
    """Of the baseline, by column; the last one is the whole."""
    hues: Sequence[str] = HUES
    bars: Grouping | None = None
    """Bars of a month or a program year; areas otherwise."""

    @property
    def tops(self) -> list[Array]:
        """Upper edge of every part."""
        return list(np.cumsum(list(self.parts.values()), axis=0)) if self.parts else []

    def text(self, value: float | None) -> str:
        """A value of the stack in words."""
        return number(value, self.unit, self.currency)


def points_flow(result: Result, baseline: Result | None = None, domain: Domain | None = None) -> Picture | None:
    """Where the points go: all points outstanding before month 1 or issued since, by what has become of them.

    None when there are no points, neither issued nor outstanding.
    """
    parts = _points(result)
    last = {name: float(path[-1]) for name, path in parts.items()}
    whole = sum(last.values())
    if whole <= 0:
        return None
    dates = series.month_starts(result)
    redeemed, expired, outstanding = whole_per_cents([last[name] for name in POINT_PARTS])
    title = (
        f"Of {number(whole)} points, {redeemed} % are redeemed, {expired} % expire "
        f"and {outstanding} % are outstanding in {series.month_name(dates[-1])}"
    )
    edges: dict[str, Array] = {}
    if baseline is not None:
        other = np.cumsum(list(_points(baseline).values()), axis=0)
        names = ("baseline_redeemed", "baseline_redeemed_or_expired", "baseline_all")
        edges = {name: series.fitted(edge, len(dates)) for name, edge in zip(names, other, strict=True)}
    subtitle = "Points outstanding before month 1 or issued since, by what became of them"
    return stacked("points_flow", title, subtitle, dates, Stack(parts, "points", edges=edges), domain)


def tiers(result: Result, baseline: Result | None = None, domain: Domain | None = None) -> Picture | None:
    """Members by tier at month end, those at the base level left out; None when the program has no tiers."""
    names = result.scenario.tier_names
    if not names:
        return None
    parts = {name: series.values(result, f"tier_{index}") for index, name in enumerate(names, start=1)}
    dates = series.month_starts(result)
    members, above = float(series.values(result, "members")[-1]), sum(float(path[-1]) for path in parts.values())
    when = series.month_name(dates[-1])
    title = f"{per_cent(above / members if members > 0 else 0.0)} of members hold a tier in {when}"
    top = names[-1]
    title += f": {number(above)} {top}" if len(names) == 1 else f", {number(float(parts[top][-1]))} of them {top}"
    edges: dict[str, Array] = {}
    if baseline is not None and baseline.scenario.tier_names:
        keys = [f"tier_{index + 1}" for index in range(len(baseline.scenario.tier_names))]
        edges = {"baseline_all": series.fitted(series.total(baseline, keys), len(dates))}
    subtitle = f"Members by tier at month end; {number(max(members - above, 0.0))} more are at the base level"
    hues = [HUES[index % len(HUES)] for index in range(len(names))]
    return stacked("tiers", title, subtitle, dates, Stack(parts, "members", edges=edges, hues=hues), domain)


def cost_parts(
    result: Result,
    baseline: Result | None = None,
    domain: Domain | None = None,
    by: Grouping | None = None,
    coverage: Coverage = 80,
) -> Picture:
    """What the program costs, by part, stacked by month or by program year (by default months up to three years)."""
    months, currency = result.scenario.run.months, result.scenario.currency
    grouping = by or ("month" if months <= LONGEST_BY_MONTH else "year")
    costs = {part: _grouped(series.total(result, keys), grouping) for part, keys in COST_PARTS.items()}
    present = {part: path for part, path in costs.items() if path.any()}
    hues = [HUES[list(costs).index(part)] for part in present]
    total = float(sum(path.sum() for path in costs.values()))
    title = f"The program costs {number(total, 'money', currency)} over {series.span(months)}"
    if baseline is not None:
        spent = series.fitted(series.values(baseline, "program_cost"), months)
        if np.isfinite(spent).all():
            above = series.gap(result, baseline, "program_cost", window=months)
            title += f", {versus(above, float(spent.mean()), 'money', currency, coverage)} the baseline"
    elif total > 0:
        largest = max(present, key=lambda part: present[part].sum())
        title += f", {per_cent(float(present[largest].sum()) / total)} of it for {largest}"
    dates = series.month_starts(result)
    if grouping == "year":
        dates = dates[:: series.YEAR]
    edges = {"baseline_all": _grouped(spent, grouping)} if baseline is not None else {}
    rest = months % series.YEAR
    partial = f" (the last one has {series.span(rest)})" if grouping == "year" and rest else ""
    subtitle = f"Program cost by part, {currency} per {'month' if grouping == 'month' else 'program year'}{partial}"
    return stacked("cost_parts", title, subtitle, dates, Stack(present, "money", currency, edges, hues, grouping), domain)


def _points(result: Result) -> dict[str, Array]:
    """Points by what has become of them; those turned into certificates count as redeemed, those reinstated as not expired,
    as far as they expired since month 1."""
    keys = ("points_redeemed", "points_converted", "points_expired", "points_reinstated")
    redeemed, converted, expired, back = (series.values(result, key, cumulative=True) for key in keys)
    broken = np.maximum(expired - back, 0.0)
    return dict(zip(POINT_PARTS, (redeemed + converted, broken, series.values(result, "points_outstanding")), strict=True))


def _grouped(path: Array, grouping: Grouping) -> Array:
    """Sums by program year, or the months as they are."""
    return path if grouping == "month" else np.add.reduceat(path, np.arange(0, len(path), series.YEAR))


def stacked(key: str, title: str, subtitle: str, dates: list[str], stack: Stack, domain: Domain | None) -> Picture:
    """A stack of areas or bars with direct labels at the right and the baseline's edges as grey dashed lines."""
    tops = stack.tops
    used = domain or layers.value_domain(np.concatenate([np.zeros(1), *tops[-1:], *stack.edges.values()]), zero=True)
    bars = stack.bars is not None or len(dates) == 1
    x, y = _time_axis(stack.bars, len(dates)), layers.value_axis(stack.unit, stack.currency, used)
    rows = _rows(dates, stack, tops)
    labels = _labels(stack, tops, used)
    tips = [(f"text{index}", name.capitalize()) for index, name in reversed(list(enumerate(stack.parts)))]
    tips += [("whole", "Together"), *([("baseline", "Baseline together")] if stack.edges else [])]
    drawn = [
        *(_layer(x, y, index, hue, bars) for index, hue in zip(range(len(tops)), stack.hues, strict=False)),
        *(_edge(x, y, Stroke(edge, "baseline", GREY, DASHED), len(dates), bars) for edge in stack.edges),
        layers.end_labels(x, y, rows[-1]["date"], labels, used, bars),
        layers.hover(x, tips),
    ]
    ends = ", ".join(text for text, _, _ in labels) or "nothing"
    alt_text = f"{title}. {subtitle}. Stacked chart; in the last {stack.bars or 'month'} {ends}."
    spec = layers.chart(title, subtitle, rows, drawn, alt_text)
    return Picture(key, title, Drawing(spec), _table(dates, stack), alt_text, used)


def _time_axis(bars: Grouping | None, count: int) -> Spec:
    if bars == "year":
        axis = {"title": None, "labelAngle": 0, "grid": False, "ticks": False}
        return {"field": "date", "type": "ordinal", "sort": None, "axis": axis}
    months = layers.months_axis(count)
    return {**months, "timeUnit": "yearmonth"} if bars == "month" or count == 1 else months


def _layer(x: Spec, y: Spec, index: int, colour: str, bars: bool) -> Spec:
    """One part between its lower and its upper edge."""
    mark = {"type": "bar" if bars else "area", "color": colour, "opacity": 0.8, "clip": True, "tooltip": None}
    return {
        "mark": mark,
        "encoding": {"x": x, "y": {**y, "field": f"low{index}", "stack": None}, "y2": {"field": f"high{index}"}},
    }


def _edge(x: Spec, y: Spec, stroke: Stroke, months: int, bars: bool) -> Spec:
    """An edge of the baseline's stack."""
    return layers.levels(x, y, stroke) if bars else layers.line(x, y, stroke, months)


def _rows(dates: list[str], stack: Stack, tops: list[Array]) -> list[dict[str, Any]]:
    columns: dict[str, list[Any]] = {"date": _years(dates) if stack.bars == "year" else dates}
    if stack.edges and stack.bars != "year":
        columns["until"] = [*dates[1:], series.next_month(dates[-1])]
    lower: list[float | None] = [0.0] * len(dates)
    for index, (path, top) in enumerate(zip(stack.parts.values(), tops, strict=True)):
        columns[f"low{index}"], columns[f"high{index}"] = lower, layers.plain(top)
        columns[f"text{index}"] = [stack.text(value) for value in path.tolist()]
        lower = columns[f"high{index}"]
    columns["whole"] = [stack.text(value) for value in lower]
    for name, edge in stack.edges.items():
        columns[name] = layers.plain(edge)
        columns["baseline"] = [stack.text(value) for value in columns[name]]
    return layers.records(columns)


def _labels(stack: Stack, tops: list[Array], domain: Domain) -> list[tuple[str, str, float]]:
    """Name and last value of every part, at its middle; and of the baseline's whole."""
    labels = []
    for (name, path), top, hue in zip(stack.parts.items(), tops, stack.hues, strict=False):
        value, upper = float(path[-1]), min(float(top[-1]), domain[1])
        labels.append((f"{name} {stack.text(value)}", hue, (upper + float(top[-1]) - value) / 2))
    if stack.edges:
        whole = float(list(stack.edges.values())[-1][-1])
        if whole == whole:  # not beyond the baseline's horizon
            labels.append((f"baseline {stack.text(whole)}", GREY, whole))
    return labels


def _table(dates: list[str], stack: Stack) -> pd.DataFrame:
    calendar = {"year" if stack.bars == "year" else "month": np.arange(1, len(dates) + 1), "date": series.calendar(dates)}
    whole = {"total": stack.tops[-1]} if stack.parts else {}
    return pd.DataFrame({**calendar, **stack.parts, **whole, **stack.edges})


def _years(dates: list[str]) -> list[str]:
    """Program years: the calendar year when they begin in January, else their number."""
    return [date[:4] if date[5:7] == "01" else f"year {index}" for index, date in enumerate(dates, start=1)]
