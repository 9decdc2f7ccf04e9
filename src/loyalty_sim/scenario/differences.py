"""What differs between scenarios, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from loyalty_sim.scenario.fields import about
from loyalty_sim.scenario.scenario import Scenario

LABELS_ONLY = frozenset({"name", "story", "teaches", "schema_version"})
"""Fields of a scenario that describe it and change nothing."""


class Difference(NamedTuple):
    """A field that is not the same in all scenarios."""

    path: str
    """Where it is, as in a scenario file: "program.tiers.levels[1].threshold"."""
    label: str
    """Where it is, in words: "Tiers · Gold · threshold"."""
    unit: str
    """Unit of the values; "" for what has none."""
    values: tuple[Any, ...]
    """One for each scenario; None where a scenario has no such part."""


def differences(scenarios: Sequence[Scenario], parts: Sequence[str] = tuple(Scenario.model_fields)) -> list[Difference]:
    """What is not the same in all scenarios: levers, assumptions and run settings, in the order of the file.

    Names and stories do not count. Elements of a list (tiers, segments, rewards) are compared by position, field by field;
    an element that one of the scenarios does not have is one difference. Levers are those whose path begins with "program.".

    Args:
        scenarios: two or more.
        parts: fields of a scenario to look at, by default all.
    """
    return [
        found
        for name in parts
        if name not in LABELS_ONLY
        for found in _walk([getattr(scenario, name) for scenario in scenarios], name, (), "")
    ]


def _walk(values: Sequence[Any], path: str, words: tuple[str, ...], unit: str) -> Iterator[Difference]:
    first = values[0]
    if all(value == first for value in values[1:]):
        return
    if isinstance(first, BaseModel) and all(type(value) is type(first) for value in values):
        for name in type(first).model_fields:
            inner = [getattr(value, name) for value in values]
            yield from _walk(inner, f"{path}.{name}", (*words, name), about(type(first), name).get("unit", ""))
    elif any(_records(value) for value in values):
        for index in range(max(map(len, values))):
            elements = [value[index] if index < len(value) else None for value in values]
            title = getattr(next(element for element in elements if element is not None), "name", _numbered(path, index))
            yield from _walk(elements, f"{path}[{index}]", (*words[:-1], title), "")
    else:
        yield Difference(path, _label(words or (path,)), unit, tuple(values))


def _records(value: Any) -> bool:
    """Whether the value is a list of elements with fields of their own, such as tiers."""
    return isinstance(value, tuple) and len(value) > 0 and all(isinstance(element, BaseModel) for element in value)


def _numbered(path: str, index: int) -> str:
    """What an element without a name is called: of "amendments" the first is "amendment 1"."""
    return f"{path.rpartition('.')[2].removesuffix('s')} {index + 1}"


def _label(words: tuple[str, ...]) -> str:
    text = " · ".join(word.replace("_", " ") for word in words)
    return text[:1].upper() + text[1:]
