"""The levers: groups in the sidebar, each counting what differs from the baseline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from loyalty_sim.scenario import Program, Scenario
from loyalty_sim.scenario.lint import law_checked
from loyalty_sim.ui import current, list_editor, state, view, widgets
from loyalty_sim.ui.items import Item, Path
from loyalty_sim.ui.lists import ListField
from loyalty_sim.ui.work import CURRENT, LEVERS, LISTS, TRANSITION, Work


@dataclass(frozen=True)
class Group:
    """A group of levers: the parts of the program that it holds."""

    key: str
    title: str
    parts: tuple[str, ...]
    open: bool = False
    whole: bool = False
    """Whether every lever is shown at once, none under "More"."""
    before: bool = False
    """Whether the program before month 1 is edited here."""
    note: Callable[[Scenario], str] | None = None
    """What is said below the levers."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The single-valued levers of the group."""
        return tuple(item for item in LEVERS if item.path[1] in self.parts)

    @property
    def lists(self) -> tuple[ListField, ...]:
        """The lists of the group."""
        return tuple(field for field in LISTS if (field.path[1] if len(field.path) > 1 else field.path[0]) in self.parts)

    def first(self, field: Item | ListField) -> bool:
        """Whether a field is shown as soon as the group is open."""
        return self.whole or field.look.main


NAMED = (
    Group("value", "Value & earn", ("point_value", "earn"), open=True),
    Group("tiers", "Tiers", ("tiers",)),
    Group("paid", "Paid membership", ("paid",)),
    Group("expiry", "Expiry", ("expiry",), open=True),
    Group("benefits", "Benefits & joining", ("redemption", "enrolment")),
    Group("changes", "Changes over time", ("amendments",), before=True),
    Group("law", "Where it is offered", ("jurisdictions",), note=law_checked),
)
GROUPS = (
    *NAMED,
    *(
        Group(part, part.replace("_", " ").capitalize(), (part,), whole=True)
        for part in Program.model_fields
        if part not in {part for group in NAMED for part in group.parts}
    ),
)
"""All groups; a part of the program that no named group holds is a group of its own: a new part is reachable at once."""


def draw(work: Work) -> None:
    """All levers of the program."""
    with st.sidebar:
        for group in GROUPS:
            _group(work, group)


def changes(work: Work, group: Group) -> int:
    """How many levers of a group differ from the baseline; a list counts as one, and so does the program before month 1."""
    before = group.before and work.changed_before
    return len(work.changed(group.items)) + len(work.changed_lists(group.lists)) + before


def _group(work: Work, group: Group) -> None:
    """A header that opens and closes the group and counts its changes, and the levers while it is open.

    A button of our own rather than an expander: the identity of an expander is its label, so that a new count would
    make it a new one, closed, and take the focus from the slider that is being moved.
    """
    count = changes(work, group)
    shown = is_open(group)
    with st.container(border=True, gap="small", key=f"group.{group.key}"):
        st.button(
            f"**{group.title}**" + (f" · {count} changed" if count else ""), key=f"group.{group.key}.header",
            icon=":material/expand_more:" if shown else ":material/chevron_right:", type="tertiary",
            on_click=partial(set_open, group, not shown),
        )  # fmt: skip
        if shown:
            if group.before:
                current.draw(work)
            _fields(work, group, first=True)
            _more(work, group)
            if group.note is not None:
                st.caption(group.note(work.scenario))


def _fields(work: Work, group: Group, first: bool) -> None:
    """The lists and levers that are shown at once, or those under "More"."""
    for field in group.lists:
        if group.first(field) == first:
            list_editor.draw(work, field)
    for item in group.items:
        if group.first(item) == first:
            widgets.lever(work, item)


def is_open(group: Group) -> bool:
    """Whether a group shows its levers."""
    found: bool = st.session_state.get(f"group.{group.key}.open", group.open)
    return found


def set_open(group: Group, shown: bool) -> None:
    """Callback: open or close a group."""
    st.session_state[f"group.{group.key}.open"] = shown


def _more(work: Work, group: Group) -> None:
    """The levers that are moved seldom, on demand."""
    items = tuple(item for item in group.items if not group.first(item))
    lists = tuple(field for field in group.lists if not group.first(field))
    if not items and not lists:
        return
    key, count = f"more.{group.key}", len(work.changed(items)) + len(work.changed_lists(lists))
    st.session_state.setdefault(key, False)
    if st.toggle(f"More · {count} changed" if count else "More", key=key, persist_state="session"):
        _fields(work, group, first=False)


def show(path: Path) -> None:
    """Callback: open the group of a lever, and its "More" where the lever is there, and bring the lever into view."""
    for group in GROUPS:
        if group.before and path[:1] in (CURRENT, TRANSITION):
            set_open(group, True)
            view.aim(f"group.{group.key}")
        fields: tuple[Item | ListField, ...] = (*group.items, *group.lists)
        for field in fields:
            if field.path == path[: len(field.path)]:
                set_open(group, True)
                if not group.first(field):
                    st.session_state[f"more.{group.key}"] = True
                view.aim(f"lever.{state.name_of(field.path)}", f"group.{group.key}")


def jump(work: Work) -> None:
    """The changed levers in a list: what each was and is, a way to its place and a reset."""
    currency = work.scenario.currency
    for item in work.changed():
        _jump(
            item.label, item.path, item.written(work.was(item.path), currency), item.written(work.value(item.path), currency)
        )
    for field in work.changed_lists():
        _jump(field.label, field.path, field.written(work.was(field.path)), field.written(work.value(field.path)))
    if work.changed_before:
        program = work.value(("program",))
        before, now = (current.written(value, program) for value in (work.was(CURRENT), work.value(CURRENT)))
        _jump("Program before month 1", CURRENT, before, now)


def _jump(label: str, path: Path, before: str, now: str) -> None:
    """One change: what it was and is, a way to its place, and a reset."""
    paths = (CURRENT, TRANSITION) if path == CURRENT else (path,)
    line = st.container(horizontal=True, vertical_alignment="center", gap="small")
    line.markdown(
        f"**{label}**: {before} → {now}" if before != now else f"**{label}**: {now}, other values", width="stretch"
    )
    key = state.name_of(path)
    line.button("Go", key=f"go.{key}", type="tertiary", on_click=partial(show, path), help="Show this lever")
    line.button("↺", key=f"undo.{key}", type="tertiary", on_click=partial(state.reset, *paths), help="Reset this lever")
