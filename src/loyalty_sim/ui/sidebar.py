"""The levers: five groups in the sidebar, each counting what differs from the baseline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import streamlit as st

from loyalty_sim.ui import state, tiers, widgets
from loyalty_sim.ui.items import Item
from loyalty_sim.ui.work import LEVERS, Work


@dataclass(frozen=True)
class Group:
    """A group of levers: the parts of the program that it holds."""

    key: str
    title: str
    parts: tuple[str, ...]
    open: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """The levers of the group."""
        return tuple(item for item in LEVERS if item.path[1] in self.parts)


GROUPS = (
    Group("value", "Value & earn", ("point_value", "earn"), open=True),
    Group("tiers", "Tiers", ("tiers",)),
    Group("paid", "Paid membership", ("paid",)),
    Group("expiry", "Expiry", ("expiry",), open=True),
    Group("benefits", "Benefits & joining", ("redemption", "enrolment")),
)
NAMED = {part for group in GROUPS for part in group.parts}
OTHERS = Group("others", "Other levers", tuple({str(item.path[1]) for item in LEVERS} - NAMED))
"""Parts of the program that no group names: a new part is reachable at once."""


def draw(work: Work) -> None:
    """All levers of the program."""
    with st.sidebar:
        for group in (*GROUPS, *([OTHERS] if OTHERS.parts else [])):
            _group(work, group)


def changes(work: Work, group: Group) -> int:
    """How many levers of a group differ from the baseline; the tiers together count as one."""
    return len(work.changed(group.items)) + (group.key == "tiers" and work.tiers_changed)


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
            if group.key == "tiers":
                tiers.draw(work)
            for item in group.items:
                if item.look.main:
                    widgets.lever(work, item)
            _more(work, group)


def is_open(group: Group) -> bool:
    """Whether a group shows its levers."""
    found: bool = st.session_state.get(f"group.{group.key}.open", group.open)
    return found


def set_open(group: Group, shown: bool) -> None:
    """Callback: open or close a group."""
    st.session_state[f"group.{group.key}.open"] = shown


def _more(work: Work, group: Group) -> None:
    """The levers that are moved seldom, on demand."""
    rest = tuple(item for item in group.items if not item.look.main)
    if not rest:
        return
    key, count = f"more.{group.key}", len(work.changed(rest))
    st.session_state.setdefault(key, False)
    if st.toggle(f"More · {count} changed" if count else "More", key=key, persist_state="session"):
        for item in rest:
            widgets.lever(work, item)


def show_group(item: Item) -> None:
    """Callback: open the group of a lever, and its "More" where the lever is there."""
    for group in (*GROUPS, OTHERS):
        if item.path[1] in group.parts:
            set_open(group, True)
            if not item.look.main:
                st.session_state[f"more.{group.key}"] = True


def jump(work: Work) -> None:
    """The changed levers in a list: what each was and is, a way to its place and a reset."""
    currency = work.scenario.currency
    for item in work.changed():
        left, middle, right = st.columns([6, 1, 1], vertical_alignment="center")
        now, before = item.written(work.value(item.path), currency), item.written(work.was(item.path), currency)
        left.markdown(f"**{item.label}**: {before} → {now}")
        key = state.name_of(item.path)
        middle.button("Go", key=f"go.{key}", type="tertiary", on_click=partial(show_group, item), help="Show this lever")
        right.button(
            "↺", key=f"undo.{key}", type="tertiary", on_click=partial(state.reset, item.path), help="Reset this lever"
        )
    if work.tiers_changed:
        st.markdown("**Tiers**: levels differ")
