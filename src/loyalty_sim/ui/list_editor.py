"""Any list of a scenario as widgets: a card for each record, a choice of plain values, or a compact row of numbers.

What a list wants beyond that (what a new element is, fields that depend on others) it says in ``HOOKS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count, groupby
from typing import Any

import streamlit as st
from pydantic import ValidationError

from loyalty_sim.ui import amendments, state, tiers, widgets
from loyalty_sim.ui.items import Item, Path, dotted
from loyalty_sim.ui.lists import ListField
from loyalty_sim.ui.looks import Look
from loyalty_sim.ui.work import Work

Show = Callable[[Work, tuple[Item, ...]], None]
"""How the fields of a record are laid out."""
Values = list[Any]


@dataclass(frozen=True)
class Hooks:
    """What one list does in its own way."""

    another: Callable[[list[dict[str, Any]]], dict[str, Any]] | None = None
    """A new element for what is in the list; by default one like the last. Its name is made unique afterwards."""
    adapt: Callable[[Work, Item], Item] | None = None
    """A field of an element as it is shown, where it depends on fields elsewhere."""
    more: Callable[[Work, Path], tuple[Item | ListField, ...]] | None = None
    """What an element has beyond fields and lists, drawn below its main fields; returns further fields for below that."""


HOOKS: dict[str, Hooks] = {
    "program.tiers.levels": Hooks(tiers.another, tiers.measured),
    "amendments": Hooks(amendments.another, more=amendments.draw),
}


def levers(work: Work, fields: tuple[Item, ...]) -> None:
    """Fields as levers, one below the other."""
    for item in fields:
        widgets.lever(work, item)


def fields_or_lists(work: Work, fields: tuple[Item | ListField, ...]) -> None:
    """Fields and lists, one below the other."""
    for field in fields:
        if isinstance(field, ListField):
            draw(work, field)
        else:
            widgets.lever(work, field)


def draw(work: Work, field: ListField, show: Show = levers, columns: int = 3) -> None:
    """The editor of a list.

    Args:
        show: how the fields of a record are laid out.
        columns: plain numbers beside each other.
    """
    name = state.name_of(field.path)
    with st.container(key=f"list.{name}", gap="small"):
        if field.choices:
            _choices(work, field)
        else:
            st.markdown(f"**{field.label}**", help=_help(field, work.scenario.currency))
            if field.record is not None:
                _records(work, field, show, columns)
            else:
                _row(work, field, columns)
        with st.container(horizontal=True):
            if not field.choices and not field.fixed:
                _add_button(work, field)
            _reset_button(work, field)


def add(field: ListField) -> None:
    """Callback: one more element."""
    values: Values = state.work().value(field.path)
    state.edit(field.path, [*values, another(field, values)])


def remove(field: ListField, index: int) -> None:
    """Callback: one element less; the others keep their places."""
    values: Values = state.work().value(field.path)
    state.edit(field.path, values[:index] + values[index + 1 :])


def another(field: ListField, values: Values) -> Any:
    """A new element: as the list's hook says, else like the last one, else as the model has it by default."""
    hook = HOOKS.get(dotted(field.path), Hooks()).another
    if field.record is None:
        plain = field.value
        return values[-1] if values else (plain.low or 0 if plain is not None and plain.kind != "text" else "")
    element: dict[str, Any]
    if hook is not None:
        element = hook(values)
    elif values:
        element = dict(values[-1])
    else:
        element = _by_default(field)
    if "name" in element:
        taken = {value["name"] for value in values}
        names = (f"{field.one.capitalize()} {number}" for number in count(1))
        element["name"] = next(name for name in names if name not in taken)
    return element


def _by_default(field: ListField) -> dict[str, Any]:
    assert field.record is not None
    try:
        return field.record().model_dump(mode="json")
    except ValidationError:  # defaults that do not fit together yet; the page says what is missing
        return field.record.model_construct().model_dump(mode="json")


def _choices(work: Work, field: ListField) -> None:
    """Plain values of which each may be chosen once, kept in their own order."""
    name, shown = state.name_of(field.path), work.value(field.path)
    key = state.view(name, shown)

    def take(chosen: Values) -> None:
        state.edit(field.path, sorted(chosen, key=field.choices.index))

    st.multiselect(
        field.label, field.choices, shown, key=key, format_func=field.choice_label, max_selections=field.most,
        help=_help(field, work.scenario.currency), placeholder="None",
        on_change=partial(state.changed_by_user, name, key, take),
    )  # fmt: skip


def _records(work: Work, field: ListField, show: Show, columns: int) -> None:
    hooks = HOOKS.get(dotted(field.path), Hooks())
    values: Values = work.value(field.path)
    for index in range(len(values)):
        key = f"{state.name_of(field.path)}.{index}"
        with st.container(border=True, gap="xsmall", key=f"card.{key}"):
            fields = field.fields(index)
            shown = tuple(hooks.adapt(work, item) for item in fields) if hooks.adapt else fields
            if hooks.more is not None:  # the main fields say what it is, the others how: in between is what it does
                show(work, tuple(item for item in shown if item.look.main))
                fields_or_lists(work, hooks.more(work, (*field.path, index)))
                shown = tuple(item for item in shown if not item.look.main)
            for part, group in groupby(shown, lambda item: item.path[len(field.path) + 1 : -1]):
                if part:
                    st.caption(f"**{str(part[-1]).replace('_', ' ').capitalize()}**")
                show(work, tuple(group))
            for inner in field.inner(index):
                draw(work, inner, show, columns)
            if len(values) > field.least:
                _remove_button(field, index, "Remove")


def _row(work: Work, field: ListField, columns: int) -> None:
    values: Values = work.value(field.path)
    for first in range(0, len(values), columns):
        for column, index in zip(
            st.columns(columns, gap="small", vertical_alignment="bottom"), range(first, len(values)), strict=False
        ):
            with column:
                widgets.field(work, field.place(index))
    if not field.fixed and len(values) > field.least:
        _remove_button(field, len(values) - 1, "Remove the last")


def _add_button(work: Work, field: ListField) -> None:
    article = "an" if field.one[0] in "aeiou" else "a"
    full = field.most is not None and len(work.value(field.path)) >= field.most
    st.button(
        f"Add {article} {field.one}", key=f"{state.name_of(field.path)}.add", icon=":material/add:", disabled=full,
        help=f"At most {field.most}" if full else None, on_click=partial(add, field),
    )  # fmt: skip


def _remove_button(field: ListField, index: int, text: str) -> None:
    st.button(
        text, key=f"{state.name_of(field.path)}.{index}.remove", type="tertiary", icon=":material/delete:",
        on_click=partial(remove, field, index),
    )  # fmt: skip


def _reset_button(work: Work, field: ListField) -> None:
    """What the baseline has, set again by a click; nothing where the list is the baseline's or it has none."""
    try:
        before = work.was(field.path)
    except LookupError:
        return
    if before != work.value(field.path):
        st.button(
            f"was {field.written(before)} ↺", key=f"{state.name_of(field.path)}.reset", type="tertiary",
            help="Set the baseline's list again", on_click=partial(state.reset, field.path),
        )  # fmt: skip


def _help(field: ListField, currency: str) -> str:
    """What it is, typical contents and what to watch, as of any field."""
    plain = Item(field.path, "text", Look(field.label), field.about)
    return plain.help(currency)
