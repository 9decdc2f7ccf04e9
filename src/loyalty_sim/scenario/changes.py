"""What differs between two scenarios, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel

from loyalty_sim.scenario.scenario import Scenario

LABELS_ONLY = frozenset({"name", "story", "teaches", "schema_version"})
"""Fields of a scenario that describe it and change nothing."""


class Change(NamedTuple):
    """A field that differs from the baseline."""

    path: str
    """Where it is, as in a scenario file: "program.tiers.levels[1].threshold"."""
    label: str
    """Where it is, in words: "Tiers · Gold · threshold"."""
    old: Any
    """Value in the baseline; None where the baseline has no such part."""
    new: Any
    """Value in the scenario; None where the scenario has no such part."""


def lever_changes(scenario: Scenario, baseline: Scenario) -> list[Change]:
    """What of ``scenario`` differs from ``baseline``: levers, assumptions and run settings, in the order of the file.

    Names and stories do not count. Parts of a list (tiers, segments) are compared by position; a part that only one of
    the two has is one change, with None for the other. Levers are those whose path begins with "program.".
    """
    return [
        change
        for name in type(scenario).model_fields
        if name not in LABELS_ONLY
        for change in _walk(getattr(scenario, name), getattr(baseline, name), name, ())
    ]


def _walk(new: Any, old: Any, path: str, words: tuple[str, ...]) -> Iterator[Change]:
    if new == old:
        return
    if isinstance(new, BaseModel) and isinstance(old, BaseModel) and type(new) is type(old):
        for name in type(new).model_fields:
            yield from _walk(getattr(new, name), getattr(old, name), f"{path}.{name}", (*words, name))
    elif _parts(new) or _parts(old):
        for index in range(max(len(new), len(old))):
            left = new[index] if index < len(new) else None
            right = old[index] if index < len(old) else None
            title = getattr(left if left is not None else right, "name", str(index + 1))
            yield from _walk(left, right, f"{path}[{index}]", (*words[:-1], title))
    else:
        yield Change(path, _label(words or (path,)), old, new)


def _parts(value: Any) -> bool:
    """Whether the value is a list of parts with fields of their own, such as tiers."""
    return isinstance(value, tuple) and len(value) > 0 and all(isinstance(part, BaseModel) for part in value)


def _label(words: tuple[str, ...]) -> str:
    text = " · ".join(word.replace("_", " ") for word in words)
    return text[:1].upper() + text[1:]
