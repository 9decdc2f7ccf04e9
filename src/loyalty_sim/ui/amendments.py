"""Changes of the program at a date: like other lists, and below the fields of each the levers that it changes."""

from __future__ import annotations

import copy
from functools import partial
from typing import Any

import streamlit as st

from loyalty_sim.scenario.amendment import Amendment
from loyalty_sim.ui import state
from loyalty_sim.ui.items import Path
from loyalty_sim.ui.programs import FIELDS, Field, label, moved
from loyalty_sim.ui.work import Work, reach

YEAR = 12


def another(amendments: list[dict[str, Any]]) -> dict[str, Any]:
    """One more change, a year after the last, or else after the first year."""
    last = amendments[-1]["month"] if amendments else 1
    return Amendment(month=last + YEAR).model_dump(mode="json")


def draw(work: Work, path: Path) -> tuple[Field, ...]:
    """Which levers a change moves; returns the fields for the new value of each."""
    changes: dict[str, Any] = work.value((*path, "changes"))
    chosen = [name for name, field in FIELDS.items() if _has(changes, field)]
    name = state.name_of((*path, "changes"))
    key = state.view(name, chosen)
    st.multiselect(
        "Levers that change", list(FIELDS), chosen, key=key, format_func=label, placeholder="None yet",
        help="Levers that change at this date; the others stay as they are",
        on_change=partial(state.changed_by_user, name, key, partial(choose, path)),
    )  # fmt: skip
    return tuple(moved(FIELDS[lever], (*path, "changes")) for lever in chosen)


def choose(path: Path, names: list[str]) -> None:
    """Callback: the levers that change; a new one begins with the program's value, what is no single lever stays."""
    work = state.work()
    changes = copy.deepcopy(work.value((*path, "changes")))
    for name, field in FIELDS.items():
        if name in names and not _has(changes, field):
            _put(changes, field.path[1:], copy.deepcopy(work.value(field.path)))
        elif name not in names and _has(changes, field):
            _drop(changes, field.path[1:])
    state.edit((*path, "changes"), changes)


def _has(changes: dict[str, Any], field: Field) -> bool:
    try:
        reach(changes, field.path[1:])
    except LookupError:
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
