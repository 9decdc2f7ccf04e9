"""The program before month 1, where it was another one, and how it became the design."""

from __future__ import annotations

import copy
from functools import partial
from typing import Any

import streamlit as st

from loyalty_sim.scenario.amendment import Transition
from loyalty_sim.ui import list_editor, state, widgets
from loyalty_sim.ui.items import items
from loyalty_sim.ui.programs import FIELDS, label, moved
from loyalty_sim.ui.work import CURRENT, TRANSITION, Work

PICKED = "current_program.picked"
"""Levers that are shown although they are as in the design."""
OPTIONS = items(Transition, TRANSITION)


def draw(work: Work) -> None:
    """The switch; and where it is on, the levers that were different, and the options of the change at month 1."""
    name, on = state.name_of(CURRENT), work.value(CURRENT) is not None
    key = state.view(name, on)
    st.toggle(
        "Another program before month 1", on, key=key, on_change=partial(state.changed_by_user, name, key, switch),
        help="It begins as a copy of this one. What you move in the sidebar then takes effect at month 1; below is what was "
        "in force before. Off: this program was in force already.",
    )  # fmt: skip
    if on:
        with st.container(border=True, gap="xsmall", key="card.current_program"):
            _levers(work)
            st.caption("**The change at month 1**")
            for item in OPTIONS:
                widgets.lever(work, item)


def switch(on: bool) -> None:
    """Callback: the program before month 1 begins as a copy of the design, or is the design."""
    st.session_state[PICKED] = ()
    state.edit(CURRENT, copy.deepcopy(state.work().value(("program",))) if on else None)


def choose(names: list[str]) -> None:
    """Callback: the levers to show; one that is shown no more is as in the design again."""
    work = state.work()
    to = work
    for name in differing(work):
        if name not in names:
            field = FIELDS[name]
            to = to.edited(moved(field, CURRENT).path, copy.deepcopy(work.value(field.path)))
    st.session_state[PICKED] = tuple(names)
    state.change(to)


def differing(work: Work) -> list[str]:
    """Levers and lists in which the program before month 1 is not the design."""
    return [name for name, field in FIELDS.items() if work.value(moved(field, CURRENT).path) != work.value(field.path)]


def written(current: dict[str, Any] | None, program: dict[str, Any]) -> str:
    """The program before month 1 in words."""
    if current is None:
        return "this one"
    return "a copy of this one" if current == program else "another one"


def _levers(work: Work) -> None:
    shown = {*differing(work), *st.session_state.get(PICKED, ())}
    chosen = [name for name in FIELDS if name in shown]
    name = f"{state.name_of(CURRENT)}.levers"
    key = state.view(name, chosen)
    st.multiselect(
        "Levers that were different", list(FIELDS), chosen, key=key, format_func=label, placeholder="None yet",
        help="Levers of the program before month 1 that are not as in the sidebar; removed here, a lever is as there",
        on_change=partial(state.changed_by_user, name, key, choose),
    )  # fmt: skip
    list_editor.fields_or_lists(work, tuple(moved(FIELDS[name], CURRENT) for name in chosen))
