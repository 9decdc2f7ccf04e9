"""What a step of a session changed, in words: "Points per unit spent: 1 → 2 points"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from loyalty_sim.scenario import Scenario
from loyalty_sim.ui.items import Item, Path, items
from loyalty_sim.ui.lists import ListField, lists
from loyalty_sim.ui.work import Work

SAID = 2
"""Changes of one step that are told in full."""
TEXTS = ("name", "story", "teaches")
"""Fields that describe a scenario and are too long to be told."""
WHOLE = {
    ("current_program",): "Program before month 1",
    ("transition",): "How the program before month 1 becomes this one",
}
"""Parts that come and go as a whole."""


def opening(work: Work) -> str:
    """How a session begins."""
    return f"Opened {work.preset or (work.saved.reference if work.saved else work.scenario.name)}"


def words(before: Work, after: Work) -> str:
    """What changed from one state of the work to the next."""
    if after.loaded is not before.loaded and after.loaded != before.loaded:
        return opening(after)
    if after.draft == before.draft:
        if after.pinned is not before.pinned:
            return "Set as baseline"
        return "Same design" if after.choice == before.choice else f"Baseline: {_baseline(after)}"
    currency = after.scenario.currency
    found = list(_differences(before.draft, after.draft, items(Scenario), lists(Scenario), currency))
    if not found:
        return "Another program before month 1"
    more = f", and {len(found) - SAID} more" if len(found) > SAID else ""
    return "; ".join(found[:SAID]) + more


def between(before: Scenario, after: Scenario) -> list[str]:
    """Everything that changed from one scenario to another, a sentence for each field, in the units of the page."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    fields = tuple(item for item in items(Scenario) if item.path[0] not in TEXTS)
    found = list(_differences(old, new, fields, lists(Scenario), after.currency))
    return [*found, *(f"{name.capitalize()}: another text" for name in TEXTS[1:] if old[name] != new[name])]


def _baseline(work: Work) -> str:
    own = {"as loaded": "program as loaded", "pinned": "pinned design", "without changes": "without the changes"}
    return own.get(work.choice, work.baseline_name)


def _differences(
    before: Any, after: Any, fields: tuple[Item, ...], several: tuple[ListField, ...], currency: str, of: str = ""
) -> Iterator[str]:
    """The fields and lists of a record that differ."""
    for item in fields:
        old, new = _at(before, item.path), _at(after, item.path)
        if old != new:
            yield f"{of}{_title(item)}: {item.written(old, currency)} → {item.written(new, currency)}"
    for field in several:
        yield from _elements(field, _at(before, field.path), _at(after, field.path), before, after, currency, of)
    for path, title in WHOLE.items():
        old, new = _at(before, path), _at(after, path)
        if old != new and not of:
            yield f"{title}: {'none' if new is None else 'added' if old is None else 'changed'}"


def _elements(field: ListField, old: Any, new: Any, before: Any, after: Any, currency: str, of: str) -> Iterator[str]:
    """What differs in a list: its length, or else its elements."""
    if old == new:
        return
    if field.record is None or old is None or new is None or len(old) != len(new):
        words = [field.written(values or []) for values in (old, new)]
        yield f"{of}{field.label}: {words[0]} → {words[1]}" if words[0] != words[1] else f"{of}{field.label}: other values"
        return
    for index, (one, other) in enumerate(zip(old, new, strict=True)):
        if one != other:
            name = other.get("name") or f"{field.one} {index + 1}"
            yield from _differences(before, after, field.fields(index), field.inner(index), currency, f"{of}{name} · ")


def _title(item: Item) -> str:
    """Name of a field; a number of an effect stands under the effect's own title."""
    if item.path[0] == "behaviour" and len(item.path) == 3:
        model: Any = Scenario.model_fields["behaviour"].annotation
        effect = model.model_fields[item.path[1]].annotation
        return f"{getattr(effect, 'title', '')} · {item.label[:1].lower()}{item.label[1:]}"
    return item.label


def _at(tree: Any, path: Path) -> Any:
    """The value at a path; None where there is none."""
    for part in path:
        try:
            tree = tree[part]
        except (LookupError, TypeError):
            return None
    return tree
