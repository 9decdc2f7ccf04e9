"""The panel of assumptions: market, behaviour with its evidence, economics, and how to simulate."""

from __future__ import annotations

from functools import partial
from typing import Literal

import streamlit as st

from loyalty_sim.scenario import Behaviour, Economics, Effect, Market, Run
from loyalty_sim.scenario.effects import Level
from loyalty_sim.ui import list_editor, state, widgets
from loyalty_sim.ui.items import Item, items
from loyalty_sim.ui.lists import lists
from loyalty_sim.ui.runs import PREVIEW
from loyalty_sim.ui.work import Work

MARKET, BEHAVIOUR, ECONOMICS, RUN = "Market", "Behaviour", "Economics", "Run settings"
PANELS = (MARKET, BEHAVIOUR, ECONOMICS, RUN)
SEASON_COLUMNS = 6
LEVELS = ("off", "low", "default", "high")


def draw(work: Work) -> None:
    """The panel that was chosen."""
    panel = st.segmented_control(
        "Panel", PANELS, default=MARKET, key="panel", required=True, label_visibility="collapsed", persist_state="session"
    )
    if panel == MARKET:
        _market(work)
    elif panel == BEHAVIOUR:
        _behaviour(work)
    elif panel == ECONOMICS:
        _grid(work, items(Economics, ("economics",)))
    else:
        st.caption(
            "How finely and how long to simulate, for the design and the baseline alike. "
            f"The preview has at most {PREVIEW:,} customers."
        )
        _grid(work, items(Run, ("run",)))


def set_level(name: str, level: Level) -> None:
    """Callback: an effect at off, low, default or high."""
    if level != "custom":
        effect: Effect = getattr(state.work().scenario.behaviour, name)
        state.edit(("behaviour", name), effect.at(level).model_dump(mode="json"))


def set_all(level: Literal["off", "low", "default", "high"]) -> None:
    """Callback: every effect that is on at low, default or high; or all of them off."""
    state.set_behaviour(state.work().scenario.behaviour.at(level))


def _grid(work: Work, fields: tuple[Item, ...], columns: int = 3) -> None:
    """Fields beside each other."""
    for first in range(0, len(fields), columns):
        for column, item in zip(
            st.columns(columns, gap="medium", vertical_alignment="bottom"), fields[first : first + columns], strict=False
        ):
            with column:
                widgets.field(work, item)


def _market(work: Work) -> None:
    _grid(work, items(Market, ("market",)), 2)
    for field in lists(Market, ("market",)):
        list_editor.draw(work, field, _grid, SEASON_COLUMNS)


def _behaviour(work: Work) -> None:
    st.caption(
        "Each effect can be off, which is exactly neutral, or at the low, default or high end of its evidence. "
        "Lifts that were published as *the* effect of a program must not be stacked, so few are on by default."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("All effects in force:")
        st.button("Rules only (all off)", key="all.off", on_click=partial(set_all, "off"))
        st.button("Low", key="all.low", on_click=partial(set_all, "low"))
        st.button("Default", key="all.default", on_click=partial(set_all, "default"))
        st.button("High", key="all.high", on_click=partial(set_all, "high"))
    for name, effect in work.scenario.behaviour.effects().items():
        _effect(work, name, effect)
    _grid(work, tuple(item for item in items(Behaviour, ("behaviour",)) if len(item.path) == 2), 2)


def _effect(work: Work, name: str, effect: Effect) -> None:
    """One effect: its level, strength, evidence, and on demand its other numbers."""
    fields = [item for item in items(type(effect), ("behaviour", name)) if item.path[-1] != "on"]
    strength = next(item for item in fields if item.path[-1] == effect.strength)
    rest = [item for item in fields if item is not strength]
    with st.container(border=True, gap="xsmall", key=f"effect.{name}"):
        left, middle, right = st.columns([4, 4, 3], vertical_alignment="center", gap="medium")
        with left:
            st.markdown(f"**{effect.title}**")
            st.caption(evidence(effect, strength, work.scenario.currency))
        with middle:
            _level(name, effect)
        with right:
            widgets.field(work, strength, disabled=not effect.on)
        if rest and st.toggle("More numbers", key=f"more.{name}", persist_state="session"):
            _grid(work, tuple(rest))


def _level(name: str, effect: Effect) -> None:
    level = effect.level()
    key = state.view(f"level.{name}", level)
    st.segmented_control(
        effect.title, [*LEVELS, "custom"] if level == "custom" else LEVELS, default=level, key=key, required=True,
        label_visibility="collapsed",
        on_change=partial(state.changed_by_user, f"level.{name}", key, partial(set_level, name)),
    )  # fmt: skip


def evidence(effect: Effect, strength: Item, currency: str) -> str:
    """What is known about an effect: its strength's meaning, range, source and grade."""
    known = effect.evidence()
    span = " / ".join(strength.written(known[level], currency) for level in ("low", "default", "high"))
    source, grade = known.get("source", "none"), known.get("grade", "judgement")
    return f"{known['meaning']}. Low / default / high: {span}. Source: {source}. Evidence: {grade}."
