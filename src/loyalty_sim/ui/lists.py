"""Every list of a scenario as the page sees it: of records, each with fields of its own, or of plain values.

Like single fields, a list that is added to a model appears on the page by itself; ``looks`` may say more.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import annotated_types
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from loyalty_sim.scenario.fields import about
from loyalty_sim.ui.items import Item, Path, dotted, items, kind_of, limits
from loyalty_sim.ui.looks import LISTS, MONTHS, ListLook, Look

MOST_CHOICES = 31
"""Whole numbers within narrower limits are chosen, not typed."""


@dataclass(frozen=True)
class ListField:
    """One list: where it is, what its elements are, how many there may be, and what it says of itself."""

    path: Path
    record: type[BaseModel] | None
    """Model of the elements; None for plain values."""
    value: Item | None
    """What each plain value may be; None for records."""
    about: dict[str, Any] = field(hash=False)
    least: int = 0
    most: int | None = None

    @property
    def look(self) -> ListLook:
        """How it is shown."""
        return LISTS.get(dotted(self.path), ListLook())

    @property
    def label(self) -> str:
        """Short name shown to people."""
        return self.look.label or str(self.path[-1]).replace("_", " ").capitalize()

    @property
    def one(self) -> str:
        """What one element is called: of "levels" a "level"."""
        name = str(self.path[-1]).replace("_", " ")
        return self.look.one or (name[:-1] if name.endswith("s") else f"{name} entry")

    @property
    def fixed(self) -> bool:
        """Whether the number of elements is given."""
        return self.least == self.most

    @property
    def choices(self) -> tuple[Any, ...]:
        """The plain values to choose from; empty when they are typed, or are records."""
        plain = self.value
        if plain is None:
            return ()
        if plain.kind == "whole" and plain.low is not None and plain.high is not None:
            low, high = int(plain.low), int(plain.high)
            return tuple(range(low, high + 1)) if high - low < MOST_CHOICES else ()
        return plain.options

    def choice_label(self, choice: Any) -> str:
        """A choice in words; the numbers 1 to 12 are the months of the year."""
        names = self.look.labels or (MONTHS if self.choices == tuple(range(1, 13)) else ())
        return names[self.choices.index(choice)] if names else str(choice)

    def place(self, index: int) -> Item:
        """One place of a list of plain values, as a field; a list of twelve has one for each month of the year."""
        assert self.value is not None
        names = self.look.labels or (MONTHS if self.fixed and self.most == len(MONTHS) else ())
        label = names[index] if index < len(names) else str(index + 1)
        known = {**self.about, "meaning": f"{self.about['meaning']} ({label})", "bands": {}}
        kind, low, high = self.value.kind, self.value.low, self.value.high
        look = Look(label, step=0.05 if kind == "number" else 0)
        return Item((*self.path, index), kind, look, known, low, high, self.value.options)

    def fields(self, index: int) -> tuple[Item, ...]:
        """The single-valued fields of one record."""
        assert self.record is not None
        return items(self.record, (*self.path, index))

    def inner(self, index: int) -> tuple[ListField, ...]:
        """The lists within one record."""
        assert self.record is not None
        return lists(self.record, (*self.path, index))

    def written(self, values: list[Any]) -> str:
        """The list in a few words."""
        if not values:
            return "none"
        if self.record is not None or len(values) > 4:
            return f"{len(values)} {self.one}{'' if len(values) == 1 else 's'}"
        return ", ".join(self.choice_label(value) if self.choices else f"{value}" for value in values)


@cache
def lists(model: type[BaseModel], prefix: Path = ()) -> tuple[ListField, ...]:
    """All lists of ``model`` and of the models within it, in the order of the models."""
    found: list[ListField] = []
    for name, info in model.model_fields.items():
        path, kind = (*prefix, name), info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found += lists(kind, path)
        elif typing.get_origin(kind) is tuple:
            found.append(_list(path, about(model, name), info))
    return tuple(found)


def _list(path: Path, known: dict[str, Any], info: FieldInfo) -> ListField:
    least = next((limit.min_length for limit in info.metadata if isinstance(limit, annotated_types.MinLen)), 0)
    most = next((limit.max_length for limit in info.metadata if isinstance(limit, annotated_types.MaxLen)), None)
    element = typing.get_args(info.annotation)[0]
    if isinstance(element, type) and issubclass(element, BaseModel):
        return ListField(path, element, None, known, least, most)
    plain = FieldInfo.from_annotation(element)
    kind = plain.annotation
    options = typing.get_args(kind) if typing.get_origin(kind) is Literal else ()
    value = Item(path, kind_of(kind), Look(), known, *limits(plain.metadata), options)
    return ListField(path, None, value, known, least, most)
