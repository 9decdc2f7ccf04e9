"""The designs of a study in which two levers differ and all others are held: the cells of a map."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loyalty_sim.report import risks
from loyalty_sim.study.ends import label
from loyalty_sim.study.places import located, value_at
from loyalty_sim.study.plan import Design, Plan

OUTSIDE = 0.85
"""Steps beyond the first or last value at which a value stands that lies further out."""
Key = float | str


@dataclass(frozen=True)
class Axis:
    """A lever and the values it has on the map."""

    path: str
    label: str
    values: tuple[Any, ...]
    """Numbers in rising order, else as the study names them."""
    now: float | None
    """Place of the base's value, the first value being at 0; between two it is taken as straight. None where it has no
    place."""
    base: Any
    """The base's value."""

    def text(self, place: int) -> str:
        """A value in words."""
        return risks.setting(self.values[place])


@dataclass(frozen=True)
class Plane:
    """Two levers, and the design at each pair of their values that was tried."""

    x: Axis
    y: Axis
    cells: Mapping[tuple[int, int], Design]
    """By place of x and of y."""
    held: tuple[tuple[str, Any], ...]
    """Other levers, by label, that are not as in the base."""


def plane(plan: Plan, x: str, y: str) -> Plane | None:
    """The designs in which all levers but two are as in the base; where they make no grid, as in the first that do.

    Levers that are linked to one of the two move along. None where fewer than two values of each were tried together.
    """
    content = plan.base.model_dump()
    was = {path: value_at(content, located(path)) for path in (*plan.lever_paths, x, y)}
    moving = {x, y, *(link.path for lever in plan.study.levers if lever.path in (x, y) for link in lever.linked)}
    others = [path for path in plan.lever_paths if path not in moving]
    groups: dict[tuple[Key, ...], list[Design]] = {}
    for design in plan.designs:
        groups.setdefault(tuple(key(_value(design, path, was)) for path in others), []).append(design)
    for designs in groups.values():  # the base is the first design
        pairs = _gridded({(key(_value(each, x, was)), key(_value(each, y, was))): each for each in reversed(designs)})
        if pairs:
            break
    else:
        return None
    axes = [_axis(plan, path, [_value(each, path, was) for each in designs], {pair[side] for pair in pairs}, was[path])
            for side, path in enumerate((x, y))]  # fmt: skip
    places = [{key(value): place for place, value in enumerate(axis.values)} for axis in axes]
    cells = {(places[0][first], places[1][second]): design for (first, second), design in pairs.items()}
    held = [(label(plan.base, path), _value(designs[0], path, was)) for path in others
            if key(_value(designs[0], path, was)) != key(was[path])]  # fmt: skip
    return Plane(axes[0], axes[1], cells, tuple(held))


def key(value: Any) -> Key:
    """What two equal values have in common, a whole number and a fraction too."""
    return float(value) if _number(value) else repr(value)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _value(design: Design, path: str, was: Mapping[str, Any]) -> Any:
    return design.settings.get(path, was[path])


def _gridded(pairs: dict[tuple[Key, Key], Design]) -> dict[tuple[Key, Key], Design]:
    """The designs whose both values are shared with others: what stands alone, as the base may, is no row of a map."""
    columns, rows = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    kept = {pair: design for pair, design in pairs.items() if columns[pair[0]] > 1 and rows[pair[1]] > 1}
    return kept if len({pair[0] for pair in kept}) > 1 and len({pair[1] for pair in kept}) > 1 else {}


def _axis(plan: Plan, path: str, values: Sequence[Any], kept: set[Key], base: Any) -> Axis:
    found = list({key(value): value for value in values if key(value) in kept}.values())
    if all(_number(value) for value in found):
        found.sort()
    return Axis(path, label(plan.base, path), tuple(found), _place(found, base), base)


def _place(values: Sequence[Any], value: Any) -> float | None:
    """Where a value stands among others: between two numbers in proportion, beyond the ends just outside."""
    keys = [key(each) for each in values]
    if key(value) in keys:
        return float(keys.index(key(value)))
    if not all(_number(each) for each in (*values, value)):
        return None
    if not values[0] < value < values[-1]:
        return -OUTSIDE if value < values[0] else len(values) - 1 + OUTSIDE
    above = bisect_right(values, value)
    low, high = values[above - 1], values[above]
    return float(above - 1 + (value - low) / (high - low))
