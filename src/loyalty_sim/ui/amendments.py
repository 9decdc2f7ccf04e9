"""Changes of the program at a date: like other lists, and below the fields of each the levers that it changes."""

from __future__ import annotations

import copy
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from loyalty_sim.scenario.amendment import Amendment
from loyalty_sim.ui import state, widgets
from loyalty_sim.ui.items import Item, Path, dotted
from loyalty_sim.ui.work import LEVERS, Work, reach

YEAR = 12
BY_NAME = {dotted(item.path[1:]): item for item in LEVERS}
"""The levers that an amendment may change, by their path in the program."""


def another(amendments: list[dict[str, Any]]) -> dict[str, Any]:
    """One more change, a year after the last, or else after the first year."""
    last = amendments[-1]["month"] if amendments else 1
    return Amendment(month=last + YEAR).model_dump(mode="json")


def draw(work: Work, path: Path) -> None:
    """Which levers a change moves, and the new value of each."""
    changes: dict[str, Any] = work.value((*path, "changes"))
    chosen = [name for name, item in BY_NAME.items() if _has(changes, item)]
    name = state.name_of((*path, "changes"))
    key = state.view(name, chosen)
    st.multiselect(
        "Levers that change", list(BY_NAME), chosen, key=key, format_func=_label, placeholder="None yet",
        help="Levers that change at this date; the others stay as they are",
        on_change=partial(state.changed_by_user, name, key, partial(choose, path)),
    )  # fmt: skip
    for lever in chosen:
        item = BY_NAME[lever]
        widgets.lever(work, replace(item, path=(*path, "changes", *item.path[1:])))


def choose(path: Path, names: list[str]) -> None:
    """Callback: the levers that change; a new one begins with the program's value, what is no single lever stays."""
    work = state.work()
    changes = copy.deepcopy(work.value((*path, "changes")))
    for name, item in BY_NAME.items():
        if name in names and not _has(changes, item):
            _put(changes, item.path[1:], work.value(item.path))
        elif name not in names and _has(changes, item):
            _drop(changes, item.path[1:])
    state.edit((*path, "changes"), changes)


def _has(changes: dict[str, Any], item: Item) -> bool:
    try:
        reach(changes, item.path[1:])
    except (LookupError, TypeError):
        return False
    return True


def _put(tree: Any, path: Path, value: Any) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
    tree[path[-1]] = value


def _drop(tree: Any, path: Path) -> None:
    """Remove a value, and every mapping that is empty without it."""
    if len(path) > 1:
        _drop(tree[path[0]], path[1:])
    if len(path) == 1 or not tree[path[0]]:
        del tree[path[0]]


def _label(name: str) -> str:
    """The lever's label with its part of the program: several parts have an earn multiplier."""
    item = BY_NAME[name]
    part = str(item.path[1]).replace("_", " ")
    return item.label if len(item.path) == 2 else f"{item.label} ({part})"
