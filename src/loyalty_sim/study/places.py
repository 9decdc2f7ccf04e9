"""Places in a scenario by their path: ``program.tiers.levels[1].threshold``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic.fields import FieldInfo

from loyalty_sim.scenario.problems import Location, field_at, place, types_of, unknown

_PART = re.compile(r"([A-Za-z_]\w*)((?:\[\d+\])*)")
_CHANGES = 3
"""Parts of ``amendments[0].changes``, below which levers are nested as in the program."""


def located(path: str) -> Location:
    """The parts of a path.

    Raises:
        ValueError: it is not a path.
    """
    parts: list[str | int] = []
    for text in path.split("."):
        match = _PART.fullmatch(text)
        if match is None:
            raise ValueError("must be a path such as program.expiry.months or program.tiers.levels[0].threshold")
        parts += [match[1], *(int(index) for index in re.findall(r"\d+", match[2]))]
    return tuple(parts)


def field_of(location: Location) -> FieldInfo | None:
    """The field of a scenario at a place, if there is one."""
    return field_at(_in_scenario(location))


def whole(field: FieldInfo | None) -> bool:
    """Whether a field holds whole numbers only."""
    kinds = types_of(field)
    return int in kinds and float not in kinds


def role(location: Location) -> str:
    """What is at a place: "lever", "assumption" or "setting"."""
    field = field_of(location)
    extra = field.json_schema_extra if field is not None else None
    if isinstance(location[-1], int):  # an item is what its list is
        return role(location[:-1])
    return str(extra.get("role", "setting")) if isinstance(extra, dict) else "setting"


def refusal(path: str, wanted: str, content: Mapping[str, Any]) -> str | None:
    """Why a path does not name a lever (or assumption) of a scenario; None when it does.

    Args:
        wanted: "lever" or "assumption".
        content: the scenario, as nested mappings and tuples.
    """
    try:
        location = located(path)
    except ValueError as error:
        return f'is "{path}"; {error}'
    if field_of(location) is None:
        wrong = next(end for end in range(1, len(location) + 1) if field_of(location[:end]) is None)
        part = "which" if wrong == len(location) else f"of which `{place(location[:wrong])}`"
        return f"names `{path}`, {part} {unknown(_in_scenario(location[:wrong]))}"
    found = role(location)
    if found != wanted:
        article = "an" if found == "assumption" else "a"
        home = {"lever": "put it under levers", "assumption": "put it under uncertainties"}.get(found, "name a field in it")
        home = "set it under run" if location[0] == "run" else home
        return f"names `{path}`, which is {article} {found} and no {wanted}; {home}"
    return _missing(path, location, content)


def _missing(path: str, location: Location, content: Any) -> str | None:
    """Why the scenario has no such place, though one could: a list that is shorter, a part that is null."""
    for end, part in enumerate(location):
        if location[0] == "amendments" and end >= _CHANGES:
            return None  # a change that is not made yet can be made
        if content is None:
            return f"names `{path}`, but `{place(location[:end])}` of the base is null"
        if isinstance(part, int) and part >= len(content):
            held = f"has {len(content)} items, the first of which is [0]" if content else "is empty"
            return f"names `{path}`, but `{place(location[:end])}` of the base {held}"
        content = content[part]
    return None


def value_at(content: Any, location: Location) -> Any:
    """The value at a place; None where a change of an amendment is not made."""
    for part in location:
        if isinstance(content, Mapping) and part not in content:
            return None
        content = content[part]
    return content


def changed(content: Any, location: Location, value: Any) -> Any:
    """The content with another value at a place; the rest is shared, not copied."""
    if not location:
        return frozen(value)
    first, rest = location[0], location[1:]
    if isinstance(first, int):
        return (*content[:first], changed(content[first], rest, value), *content[first + 1 :])
    inside = (content or {}).get(first)
    return {**(content or {}), first: changed(inside, rest, value)}


def frozen(value: Any) -> Any:
    """A value with tuples for its lists, as files are read."""
    if isinstance(value, Mapping):
        return {key: frozen(item) for key, item in value.items()}
    return tuple(frozen(item) for item in value) if isinstance(value, list | tuple) else value


def _in_scenario(location: Location) -> Location:
    """The place of the field: changes of an amendment are nested as in the program."""
    if location[0] == "amendments" and len(location) > _CHANGES and location[2] == "changes":
        return ("program", *location[_CHANGES:])
    return location
