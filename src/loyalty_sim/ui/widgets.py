"""One field as a widget: a slider with exact entry, a number, a choice, a switch or a text, with its help and its past."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from loyalty_sim.ui import state
from loyalty_sim.ui.items import Item
from loyalty_sim.ui.work import Work


def lever(work: Work, item: Item) -> None:
    """A lever: the widget, its named bands, and "was X" with a reset where it differs from the baseline."""
    key = state.name_of(item.path)
    with st.container(key=f"lever.{key}", gap="xxsmall"):
        field(work, item)
        bands(work, item)
        was(work, item)


def field(work: Work, item: Item, disabled: bool = False) -> None:
    """The widget of a field, showing the draft's value."""
    name, shown = state.name_of(item.path), item.shown(work.value(item.path))
    currency = work.scenario.currency
    common = {"help": item.help(currency), "disabled": disabled, **_keyed(item, name, shown)}
    label = _label(item, currency)
    if item.kind == "switch":
        st.toggle(label, bool(shown), **common)
    elif item.kind == "choice":
        st.selectbox(label, item.options, item.options.index(shown), **common)
    elif item.kind == "text":
        st.text_input(label, shown, **common)
    elif item.look.span is not None and shown is not None:
        _slider(item, label, name, shown, common)
    else:
        st.number_input(label, value=shown, **limits(item), placeholder=item.look.empty or None, **common)


def bands(work: Work, item: Item) -> None:
    """The named values of a lever, the present one set off."""
    known: dict[str, float] = item.about.get("bands", {})
    if known:
        value = work.value(item.path)
        names = [
            f"**{text}**" if at == value else text
            for text, at in ((f"{name} {item.shown(at):,g}".replace(" ", "\u00a0"), at) for name, at in known.items())
        ]
        st.caption(" · ".join(names))


def was(work: Work, item: Item) -> None:
    """What the baseline has, as a button that sets it again; nothing where the lever is the baseline's."""
    try:
        before = work.was(item.path)
    except LookupError:
        return
    if before != work.value(item.path):
        key = state.name_of(item.path)
        st.button(
            f"was {item.written(before, work.scenario.currency)} ↺", key=f"{key}.reset", type="tertiary",
            help="Set the baseline's value again", on_click=partial(state.reset, item.path),
        )  # fmt: skip


def _slider(item: Item, label: str, name: str, shown: float, common: dict[str, Any]) -> None:
    """A slider over the sensible span and a number beside it for any allowed value; both show the draft."""
    low, high = (type(shown)(end) for end in item.look.span or (0, 0))
    wide, narrow = st.columns([5, 3], vertical_alignment="bottom", gap="small")
    held = min(max(shown, low), high)
    with wide:
        st.slider(
            label, low, high, held, step=type(shown)(item.look.step), format=_format(item), help=common["help"],
            disabled=common["disabled"], **_keyed(item, f"{name}.slider", held),
        )  # fmt: skip
    with narrow:
        common = {name: value for name, value in common.items() if name != "help"}
        st.number_input(f"{label}, exactly", value=shown, label_visibility="collapsed", **limits(item), **common)


def _keyed(item: Item, name: str, shown: Any) -> dict[str, Any]:
    """Key of a widget that shows a value, and the callback that takes what the user makes of it."""
    key = state.view(name, shown)
    return {"key": key, "on_change": partial(state.changed_by_user, name, key, partial(state.take, item))}


def limits(item: Item) -> dict[str, Any]:
    """Limits, step and format of a number input, all of one type."""
    number = int if item.kind == "whole" else float
    found: dict[str, Any] = {"step": number(item.look.step or (1 if item.kind == "whole" or item.percent else 0.1))}
    found["format"] = "%d" if item.kind == "whole" else "%g"
    if item.low is not None:
        found["min_value"] = number(item.shown(item.low))
    if item.high is not None and item.high <= 2**53:
        found["max_value"] = number(item.shown(item.high))
    return found


def _label(item: Item, currency: str) -> str:
    unit = item.unit_in(currency)
    return f"{item.label} :gray[{unit}]" if unit else item.label


def _format(item: Item) -> str:
    return "%d" if item.kind == "whole" else "%g"
