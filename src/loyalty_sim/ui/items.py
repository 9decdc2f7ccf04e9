"""Every field of a scenario as the page sees it: label, unit, limits, choices and help, read from the models themselves.

A field added to a model appears on the page by itself, under "More", with its name as label. What a person wants
beyond that (a shorter label, a slider's span, a place among the main levers) is said in ``looks``.
"""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import annotated_types
from pydantic import BaseModel

from loyalty_sim.scenario.fields import about
from loyalty_sim.ui.looks import LOOKS, Look

Path = tuple[str | int, ...]
Kind = Literal["number", "whole", "choice", "switch", "text"]
SINGLE = (bool, int, float, str)
"""Types of single values; a choice is a Literal."""
METRIC = "metric"
"""Unit of a goal that is in what is counted, whatever that is."""
OTHER_PROGRAMS = ("current_program", "amendments.changes")
"""Where levers of another program stand in a scenario."""


@dataclass(frozen=True)
class Item:
    """One field: where it is, what it may be, and what it says of itself."""

    path: Path
    kind: Kind
    look: Look
    about: dict[str, Any] = field(hash=False)
    low: float | None = None
    high: float | None = None
    options: tuple[str, ...] = ()
    optional: bool = False

    @property
    def label(self) -> str:
        """Short name shown to people."""
        return self.look.label or str(self.path[-1]).replace("_", " ").capitalize()

    @property
    def percent(self) -> bool:
        """Whether the value is a share, shown as a percentage."""
        return self.kind == "number" and self.unit.startswith("share")

    @property
    def unit(self) -> str:
        """Unit of the stored value, "" when it has none."""
        return str(self.about.get("unit", ""))

    def shown(self, value: Any) -> Any:
        """The stored value as the widget shows it."""
        if value is None or self.kind not in ("number", "whole"):
            return value
        if self.kind == "whole":
            return int(value)
        return round(float(value) * 100, 8) if self.percent else float(value)

    def meant(self, shown: Any) -> Any:
        """The value to store for what the widget shows."""
        return round(shown / 100, 10) if self.percent and shown is not None else shown

    def unit_in(self, currency: str) -> str:
        """Unit of the shown value, money in ``currency``."""
        if self.percent:
            rest = self.unit.removeprefix("share")
            return "%" + rest
        return "" if self.unit == METRIC else self.unit.replace("money", currency)

    def written(self, value: Any, currency: str) -> str:
        """The stored value in words, with its unit: "was ..." marks and lists of changes."""
        if value is None:
            return "not set"
        if isinstance(value, bool):
            return "on" if value else "off"
        if self.kind not in ("number", "whole"):
            return str(value)
        return f"{self.shown(value):,.6g}" + ("\u00a0%" if self.percent else f" {self.unit_in(currency)}").rstrip()

    def help(self, currency: str) -> str:
        """What it is; typical range and its source; what to watch."""
        known = self.about
        parts = [f"**{self.label}.** {known['meaning']}." if known["meaning"] else f"**{self.label}**"]
        if self.unit:
            parts.append(f"*Unit:* {self.unit_in(currency)}.")
        if known.get("typical"):
            parts.append(f"*Typical:* {known['typical']}.")
        if known.get("low") is not None and known.get("high") is not None:
            parts.append(f"*Range:* {self.written(known['low'], currency)} to {self.written(known['high'], currency)}.")
        if known.get("source"):
            parts.append(f"*Source:* {known['source']} ({known.get('grade', 'judgement')}).")
        elif known.get("role") == "assumption" and known.get("grade"):
            parts.append(f"*Evidence:* {known['grade']}.")
        if self.low is not None and self.high is not None:
            parts.append(f"*Allowed:* {self.shown(self.low):,g} to {self.shown(self.high):,g}.")
        if known.get("watch"):
            parts.append(f"*Watch:* {known['watch']}")
        return "\n\n".join(parts)


@cache
def items(model: type[BaseModel], prefix: Path = ()) -> tuple[Item, ...]:
    """All single-valued fields of ``model`` and of the models within it, in the order of the models.

    Lists (tiers, segments, seasonality) are found by ``lists``; the items of one element are those of its model with
    the path of the list and the index as prefix.
    """
    found: list[Item] = []
    for name, info in model.model_fields.items():
        path, kind = (*prefix, name), info.annotation
        optional = typing.get_origin(kind) in (types.UnionType, typing.Union)
        if optional:
            kind = next(part for part in typing.get_args(kind) if part is not types.NoneType)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found += () if optional else items(kind, path)
        elif kind in SINGLE or typing.get_origin(kind) is Literal:
            look = LOOKS.get(dotted(path), Look())
            low, high = limits(info.metadata)
            options = typing.get_args(kind) if typing.get_origin(kind) is Literal else ()
            found.append(Item(path, kind_of(kind), look, about(model, name), low, high, options, optional))
    return tuple(found)


def dotted(path: Path) -> str:
    """A path without the indices of lists: what all elements of a list have in common. What stands in another program, that
    before month 1 or one that an amendment brings, has the name that it has in the program."""
    name = ".".join(part for part in path if isinstance(part, str))
    other = next((place for place in OTHER_PROGRAMS if name.startswith(f"{place}.")), None)
    return name if other is None else f"program{name.removeprefix(other)}"


def kind_of(annotation: Any) -> Kind:
    """Which kind of field an annotation makes."""
    if typing.get_origin(annotation) is Literal:
        return "choice"
    if annotation is bool:
        return "switch"
    if annotation is int:
        return "whole"
    return "number" if annotation is float else "text"


def limits(metadata: list[Any]) -> tuple[float | None, float | None]:
    """Lowest and highest value that a widget allows; the models say the rest."""
    low: float | None = None
    high: float | None = None
    for limit in metadata:
        if isinstance(limit, annotated_types.Ge):
            low = limit.ge  # type: ignore[assignment]
        elif isinstance(limit, annotated_types.Gt):
            low = limit.gt  # type: ignore[assignment]
        elif isinstance(limit, annotated_types.Le):
            high = limit.le  # type: ignore[assignment]
        elif isinstance(limit, annotated_types.Lt):
            high = limit.lt  # type: ignore[assignment]
    return low, high
