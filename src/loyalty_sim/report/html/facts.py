"""What the report says beside its charts, as plain rows of text: figures, assumptions, differences, risks, checks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage, Estimate, comparable, kpis
from loyalty_sim.finance import compare as differences
from loyalty_sim.finance.estimate import around, estimates
from loyalty_sim.finance.liability import Liability
from loyalty_sim.report import numbers
from loyalty_sim.report.series import span as time_span
from loyalty_sim.scenario import Economics, Effect, Market, Scenario, Segment
from loyalty_sim.scenario.changes import lever_changes
from loyalty_sim.scenario.fields import about

MAIN = (
    "net_value", "cost", "cost_ratio", "breakage", "breakage_settled", "certificate_breakage", "outstanding_value",
    "retention", "retained", "cost_per_retained", "purchase_lift", "payback",
)  # fmt: skip
"""Key figures that the report shows, those that the program has."""
AT_THE_ENDS = ("net_value", "cost", "breakage", "retention")
"""Key figures that are shown for weak and for strong responses."""
OWED = "What is owed for points at the end of the run: deferred, breakage recognised in proportion to redemptions."
REAL, UNCLEAR, SAME = "yes", "cannot be told from zero", "no change"
GIVEN = "given by this scenario"
"""Source of an assumption that is at none of the values known to the model."""


class Figure(NamedTuple):
    """A key figure in words."""

    label: str
    definition: str
    program: str
    interval: str
    without: str
    difference: str
    """Program less no program."""
    change: str = ""
    """Against the baseline."""
    change_interval: str = ""
    verdict: str = ""
    """Whether the change is more than the noise of the simulation."""


class Assumption(NamedTuple):
    """Something assumed about customers, costs or the market."""

    label: str
    value: str
    ends: str
    """From its low to its high end; "" where none is stated."""
    source: str
    grade: str


class Difference(NamedTuple):
    """A field that is not as in the baseline."""

    label: str
    path: str
    before: str
    now: str


class End(NamedTuple):
    """A key figure with weak, assumed and strong responses."""

    label: str
    weak: str
    assumed: str
    strong: str


def question(result: Result, baseline: Result | None) -> str:
    """What the report answers."""
    scenario, time = result.scenario, time_span(result.scenario.run.months)
    asked = f"What does {scenario.name} cost over {time}, how many of its points are never used, and how many customers"
    if baseline is None:
        return f"{asked} does it keep?"
    other = baseline.scenario.name
    return f"{asked} does it keep, against {'its baseline' if other == scenario.name else f'the baseline {other}'}?"


def figures(result: Result, baseline: Result | None, owed: dict[str, Liability], coverage: Coverage) -> list[Figure]:
    """The key figures, as the finance functions give them; ``owed`` is by "here" and "baseline", empty without points."""
    currency, found = result.scenario.currency, kpis(result)
    changes = differences(result, baseline) if baseline is not None else {}
    rows = []
    for key in MAIN:
        kpi = found[key]
        if kpi.program is None:
            continue
        without = numbers.central(kpi.without, kpi.unit, currency) if kpi.without is not None else ""
        gap = _apart(kpi.difference, kpi.unit, currency) if kpi.difference is not None else ""
        row = Figure(
            kpi.label, kpi.definition, numbers.central(kpi.program, kpi.unit, currency),
            span(kpi.program, kpi.unit, currency, coverage), without, gap,
        )  # fmt: skip
        rows.append(row if baseline is None else _changed(row, changes.get(key), kpi.unit, currency, coverage))
        if key == "outstanding_value" and "here" in owed:
            rows.append(_owed(owed, result, baseline, coverage))
    return rows


def _owed(owed: dict[str, Liability], result: Result, baseline: Result | None, coverage: Coverage) -> Figure:
    """The contract liability at the last close, which is no key figure of its own."""
    currency, here = result.scenario.currency, owed["here"].closing[:, -1]
    (value,) = estimates(here[:, None])
    row = Figure(
        "Owed for points (contract liability)", OWED, numbers.central(value, "money", currency),
        span(value, "money", currency, coverage), "", "",
    )  # fmt: skip
    if baseline is None:
        return row
    change: Estimate | None = None
    if value is not None and "baseline" in owed:
        there = owed["baseline"].closing[:, -1]
        (other,) = estimates(there[:, None])
        if comparable(result, baseline):
            (change,) = estimates((here - there)[:, None])
        elif other is not None:
            change = around(value.value - other.value, math.hypot(value.se, other.se))
    return _changed(row, change, "money", currency, coverage)


def _changed(row: Figure, change: Estimate | None, unit: str, currency: str, coverage: Coverage) -> Figure:
    if change is None:
        return row._replace(change="n/a")
    if change.low95 == change.high95 == 0:
        return row._replace(change="0", verdict=SAME)
    return row._replace(
        change=_apart(change, unit, currency),
        change_interval=_in_points(span(change, unit, currency, coverage), unit),
        verdict=UNCLEAR if change.spans_zero(coverage) else REAL,
    )


def _apart(change: Estimate, unit: str, currency: str) -> str:
    """A difference with its sign, to the precision of its interval."""
    text = _in_points(numbers.central(change, unit, currency), unit)
    return f"+{text}" if change.value > 0 else text


def _in_points(text: str, unit: str) -> str:
    """Shares are percentage points apart."""
    return text.replace(" %", " pp") if unit == "share" else text


def span(estimate: Estimate | None, unit: str, currency: str, coverage: Coverage) -> str:
    """The interval of an estimate; "" for what has none."""
    if estimate is None or estimate.low80 == estimate.high80:
        return ""
    text = numbers.interval(estimate, unit, currency, coverage)
    return text.removeprefix("between ").replace(" and ", " to ")


def responses(scenario: Scenario) -> list[Assumption]:
    """How customers respond: every effect that is on, with the evidence of its strength."""
    return [
        _assumption(type(effect), effect.strength, getattr(effect, effect.strength), scenario.currency, effect.title)
        for effect in scenario.behaviour.effects().values()
        if effect.on
    ]


def switched_off(scenario: Scenario) -> list[str]:
    """Titles of the effects that are off, which is exactly neutral."""
    return [effect.title for effect in scenario.behaviour.effects().values() if not effect.on]


def world(scenario: Scenario) -> list[Assumption]:
    """Costs, margins and the market; amounts that are zero or not given are left out."""
    parts: tuple[tuple[type[BaseModel], BaseModel], ...] = ((Economics, scenario.economics), (Market, scenario.market))
    return [
        _assumption(model, name, getattr(part, name), scenario.currency)
        for model, part in parts
        for name in model.model_fields
        if _is_amount(getattr(part, name)) and getattr(part, name) != 0
    ]


def segments(scenario: Scenario) -> list[Assumption]:
    """What is assumed of the customers: one row a field, the values of all segments in it."""
    found, several = [], len(scenario.market.segments) > 1
    for name in Segment.model_fields:
        values = [(segment.name, getattr(segment, name)) for segment in scenario.market.segments]
        if not any(_is_amount(value) for _, value in values):
            continue
        unit = str(about(Segment, name).get("unit", ""))
        texts = [
            f"{of}: {amount(value, unit, scenario.currency)}" if several else amount(value, unit, scenario.currency)
            for of, value in values
            if _is_amount(value)
        ]
        known = about(Segment, name)
        found.append(Assumption(known["meaning"], "; ".join(texts), "", "", str(known.get("grade", ""))))
    return found


def _is_amount(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _assumption(model: type[BaseModel], name: str, value: Any, currency: str, title: str = "") -> Assumption:
    """A field with its evidence, where it is at a value that the evidence is about."""
    known = about(model, name)
    unit, low, high = str(known.get("unit", "")), known.get("low"), known.get("high")
    ends = "" if low is None or high is None else f"{amount(low, unit, currency)} to {amount(high, unit, currency)}"
    label = f"{title}: {known['meaning'][:1].lower()}{known['meaning'][1:]}" if title else known["meaning"]
    if value not in (known.get("default"), low, high):
        return Assumption(label, amount(value, unit, currency), ends, GIVEN, "")
    source, grade = str(known.get("source", "")), str(known.get("grade", "judgement"))
    return Assumption(label, amount(value, unit, currency), ends, source, grade)


def amount(value: float, unit: str, currency: str) -> str:
    """A value with its unit as people write it: "40 % of sales", "12 USD per member and year", "0.9 x"."""
    if unit.startswith("share"):
        return f"{100 * value:,.10g}\u00a0%{unit.removeprefix('share')}"
    return f"{value:,.10g} {unit.replace('money', currency)}".rstrip()


def paragraphs(story: str) -> list[str]:
    """A story as paragraphs: lines of a file are no lines of a page."""
    return [" ".join(part.split()) for part in story.split("\n\n") if part.strip()]


def changed(result: Result, baseline: Result) -> list[Difference]:
    """What of the scenario differs from the baseline: levers first as they stand in the file."""
    return [
        Difference(change.label, change.path, _written(change.old), _written(change.new))
        for change in lever_changes(result.scenario, baseline.scenario)
    ]


def _written(value: Any) -> str:
    """A value of a field in words."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return f"{value:,.10g}"
    if isinstance(value, Effect):
        return f"{value.title}, {'on' if value.on else 'off'}"
    if isinstance(value, BaseModel):
        return str(getattr(value, "name", "set"))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_written(part) for part in value) or "none"
    return str(value)


def at_the_ends(result: Result, ends: tuple[Result, Result]) -> list[End]:
    """Key figures with every response at its weak end, as assumed, and at its strong end."""
    currency, found = result.scenario.currency, [kpis(run) for run in (ends[0], result, ends[1])]
    rows = []
    for key in AT_THE_ENDS:
        kpi = found[1][key]
        if kpi.program is not None:
            cells = [numbers.central(figures[key].program, kpi.unit, currency) for figures in found]
            rows.append(End(kpi.label, *cells))
    return rows
