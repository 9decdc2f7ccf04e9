"""Levers of a program other than the design's own: the one before month 1, and those that amendments bring."""

from __future__ import annotations

from dataclasses import replace

from loyalty_sim.ui.items import Item, Path, dotted
from loyalty_sim.ui.lists import ListField
from loyalty_sim.ui.work import LEVERS, PROGRAM_LISTS

Field = Item | ListField
ALL: tuple[Field, ...] = (*LEVERS, *PROGRAM_LISTS)
FIELDS: dict[str, Field] = {dotted(field.path[1:]): field for field in ALL}
"""All levers and lists of a program, by their path in it."""


def moved(field: Field, program: Path) -> Field:
    """The lever of another program, which stands at a path."""
    return replace(field, path=(*program, *field.path[1:]))


def label(name: str) -> str:
    """The lever's label with its part of the program: several parts have an earn multiplier."""
    field = FIELDS[name]
    part = str(field.path[1]).replace("_", " ")
    return field.label if len(field.path) == 2 else f"{field.label} ({part})"
