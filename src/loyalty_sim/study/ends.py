"""What can be moved in a scenario, one thing at a time, and how far: assumptions to the ends of their evidence, levers to
the ends of their range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.effects import Effect
from loyalty_sim.scenario.fields import about
from loyalty_sim.scenario.problems import Location, place
from loyalty_sim.study.distributions import evidence, quantile
from loyalty_sim.study.places import field_of, located, value_at
from loyalty_sim.study.plan import Plan, Settings, fitting, grid, linked
from loyalty_sim.study.specification import Lever, Uncertainty

MOVED_PARTS = ("market", "behaviour", "economics")
"""Parts of a scenario that hold assumptions."""
TAIL = 0.05
"""Chance beyond each end of a distribution that has no ends."""


@dataclass(frozen=True)
class Move:
    """An assumption or a lever, and the two ends that it is taken to."""

    path: str
    label: str
    """What it is, in words: "Members stay longer", "Expiry · months"."""
    kind: Literal["assumption", "lever"]
    unit: str
    base: Any
    """Its value in the base scenario."""
    low: Any
    """Its value at the low end; of an effect that is the weak one, which may be the larger number."""
    high: Any
    linked: tuple[tuple[str, float], ...] = ()
    """Levers that move along, and the multiple they are set to."""

    def settings(self, end: Literal["low", "high"]) -> Settings:
        """What differs from the base scenario at an end."""
        value = self.low if end == "low" else self.high
        return {self.path: value} | {path: linked(path, factor, value) for path, factor in self.linked}


def assumptions(scenario: Scenario) -> list[Move]:
    """Every assumption that states a low and a high, those of effects that are off left out, in the order of the file."""
    found = []
    for part in MOVED_PARTS:
        for location, value, field in _fields(getattr(scenario, part), (part,)):
            low, high = field.get("low"), field.get("high")
            if field.get("role") == "assumption" and isinstance(low, int | float) and isinstance(high, int | float):
                path = place(location)
                ends = fitting(path, float(low)), fitting(path, float(high))
                found.append(Move(path, label(scenario, path), "assumption", str(field.get("unit", "")), value, *ends))
    return found


def of_study(plan: Plan) -> list[Move]:
    """The uncertainties of a study between their ends, and its levers between the ends of their values."""
    content = plan.base.model_dump()
    found = [_uncertainty(each, plan.base, content) for each in plan.study.uncertainties]
    return found + [move for each in plan.study.levers if (move := _lever(each, plan.base, content)) is not None]


def label(scenario: Scenario, path: str) -> str:
    """What is at a path, in words: the title of an effect for its strength, else the names on the way to it."""
    location = located(path)
    words: list[str] = []
    value: Any = scenario
    for index, part in enumerate(location):
        holder = value
        value = _inside(value, part)
        if isinstance(value, Effect):
            words = [value.title]
        elif isinstance(holder, Effect) and part == holder.strength:
            continue
        elif isinstance(part, int):
            words[-1:] = [getattr(value, "name", None) or f"{str(location[index - 1]).removesuffix('s')} {part + 1}"]
        elif index > 0 or len(location) == 1 or part not in (*MOVED_PARTS, "program"):
            words.append(part.replace("_", " "))
    text = " · ".join(words)
    return text[:1].upper() + text[1:]


def _inside(value: Any, part: str | int) -> Any:
    """What a record, a list or a mapping holds; None where there is nothing."""
    if isinstance(value, BaseModel):
        return getattr(value, str(part), None)
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None


def _fields(record: BaseModel, location: Location) -> Iterator[tuple[Location, Any, dict[str, Any]]]:
    """Every field that holds no further fields, with what it says of itself; none of effects that are off."""
    if isinstance(record, Effect) and not record.on:
        return
    for name in type(record).model_fields:
        value, here = getattr(record, name), (*location, name)
        items = value if isinstance(value, tuple) else ()
        if isinstance(value, BaseModel):
            yield from _fields(value, here)
        elif items and all(isinstance(item, BaseModel) for item in items):
            for index, item in enumerate(items):
                yield from _fields(item, (*here, index))
        else:
            yield here, value, about(type(record), name)


def _uncertainty(each: Uncertainty, base: Scenario, content: dict[str, Any]) -> Move:
    """Between the ends of a distribution; where it has none, between its 5th and 95th percentile."""
    field = field_of(located(each.path))
    value = value_at(content, located(each.path))
    if each.distribution in ("normal", "lognormal"):
        at = quantile(each, value)
        low, high = at(TAIL), at(1 - TAIL)
    else:
        low, high = (fitting(each.path, end) for end in evidence(each, field))
    return Move(each.path, label(base, each.path), "assumption", unit(each.path), value, low, high)


def _lever(each: Lever, base: Scenario, content: dict[str, Any]) -> Move | None:
    """Between the smallest and the largest of its values; between the first and the last where they are no numbers. None
    for a lever with one value."""
    if each.values is None and each.step is None:
        assert each.low is not None
        assert each.high is not None
        values: tuple[Any, ...] = (fitting(each.path, each.low), fitting(each.path, each.high))
    else:
        values = grid(each)
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        values = (min(values), max(values))
    if values[0] == values[-1]:
        return None
    links = tuple((link.path, link.factor) for link in each.linked)
    was = value_at(content, located(each.path))
    return Move(each.path, label(base, each.path), "lever", unit(each.path), was, values[0], values[-1], links)


def unit(path: str) -> str:
    """The unit of the field at a path; "" for what has none."""
    field = field_of(located(path))
    extra = field.json_schema_extra if field is not None else None
    return str(extra.get("unit", "")) if isinstance(extra, dict) else ""
