"""The values that a lever can take, numbered in order: what is looked for on it is looked for among whole numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from loyalty_sim.scenario.problems import types_of
from loyalty_sim.study.distributions import limits
from loyalty_sim.study.places import field_of, located, whole
from loyalty_sim.study.plan import ROUNDING

WHOLE_UNITS = ("months", "days", "points", "years")
"""Units in which people decide in whole numbers, whatever a field can hold."""
BEYOND = 3
"""Times the highest band of a lever, beyond which nobody looks unasked."""
FINEST = 1000
"""Parts at least into which a range without a step is divided, at a step that is a power of ten."""


@dataclass(frozen=True)
class Axis:
    """The values of a lever, from number 0 to the last."""

    values: tuple[Any, ...] | None = None
    """Choices; None for a range."""
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    fine: bool = False
    """Whether any value between is one too, so that the step is only how closely is looked."""
    marks: tuple[float, ...] = ()
    """Values that people know by name."""

    def __len__(self) -> int:
        """Number of values."""
        return len(self.values) if self.values is not None else math.floor((self.high - self.low) / self.step + ROUNDING) + 1

    def value(self, number: int) -> Any:
        """The value of that number; whole where it can be, and without the noise of adding fractions."""
        if self.values is not None:
            return self.values[number]
        value = float(f"{self.low + number * self.step:.12g}")
        return int(value) if value == int(value) else value

    def nearest(self, value: Any) -> int | None:
        """The number of the value nearest to this one; None when it is no choice, or not within the range."""
        if self.values is not None:
            return self.values.index(value) if value in self.values else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.low <= value <= self.high:
            return None
        return min(round((value - self.low) / self.step), len(self) - 1)


def axis_of(path: str, low: float | None = None, high: float | None = None, step: float | None = None) -> Axis:
    """The values of a lever.

    Args:
        path: of a lever that the scenario has.
        low, high: where to look; by default the range of its field, but not beyond three times the highest of its bands.
        step: distance of the values; by default 1 for what is counted in months, days or points, and otherwise as fine as it
            takes.

    Raises:
        ValueError: it takes no values in an order and none of a few, or an end is missing or not allowed; a sentence.
    """
    field = field_of(located(path))
    choices = _choices(field)
    if choices is not None:
        if (low, high, step) != (None, None, None):
            raise ValueError(f"{path} is one of {', '.join(map(str, choices))}; it has no low, high or step")
        return Axis(choices)
    kinds = {int, float} & set(types_of(field))
    if field is None or not kinds:
        raise ValueError(f"{path} is neither a number nor one of a few choices, so that nothing can be looked for on it")
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    bands: Any = extra.get("bands") or {}
    marks: tuple[float, ...] = tuple(bands.values())
    own = limits(field)
    bottom = _end(path, "low", low, own, min(marks, default=math.inf))
    top = _end(path, "high", high, own, BEYOND * max(marks, default=math.inf))
    counted = whole(field) or extra.get("unit") in WHOLE_UNITS
    if whole(field):
        bottom, top = math.ceil(bottom), math.floor(top)
        if step is not None and step != int(step):
            raise ValueError(f"{path} holds whole numbers; a step of {step:g} leaves them")
    if bottom >= top:
        raise ValueError(f"{path} is looked for from {bottom:g} to {top:g}; low must be below high")
    return Axis(None, bottom, top, step or (1.0 if counted else _fine(top - bottom)), step is None and not counted, marks)


def _end(path: str, name: Literal["low", "high"], given: float | None, own: tuple[float, float], known: float) -> float:
    """One end of the range: as given, or that of the field if it is not further than what is known."""
    floor, ceiling = own
    if given is not None:
        if not floor <= given <= ceiling:
            raise ValueError(f"{name} is {given:g}; {path} must be between {floor:g} and {ceiling:g}")
        return given
    end = (floor if math.isfinite(floor) else known) if name == "low" else min(ceiling, known)
    if not math.isfinite(end):
        raise ValueError(f"{path} has no {name}est value of its own; say where to look, with --{name}")
    return end


def _fine(width: float) -> float:
    return float(10.0 ** math.floor(math.log10(width / FINEST)))


def _choices(field: Any) -> tuple[Any, ...] | None:
    kinds = types_of(field)
    if bool in kinds:
        return (False, True)
    return next((get_args(kind) for kind in kinds if get_origin(kind) is Literal), None)
