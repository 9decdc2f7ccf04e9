"""The one state of a session: the work under a key that belongs to no widget, with undo and redo.

Widgets are views. A callback takes what a widget shows into the work; before a widget is drawn, ``view`` makes it show
the work's value. Nothing is lost when a widget is not drawn, a page is left or the browser reloads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from loyalty_sim.finance import Coverage
from loyalty_sim.scenario import Behaviour, Scenario
from loyalty_sim.ui.items import Item, Path
from loyalty_sim.ui.link import LinkError, decode, encode
from loyalty_sim.ui.work import AMENDMENTS, CURRENT, PINNED, TRANSITION, Design, Work

FIRST_PRESET = "beauty-tiers"
REMEMBERED = 100
"""Steps that undo goes back."""
WORK, PAST, FUTURE, NOTICE, VIEWS = "work", "past", "future", "notice", "views"
COVERAGE = "coverage"
COVERAGES: tuple[Coverage, ...] = (80, 95)


def begin() -> None:
    """At the start of a session: the work of the link, or of the first preset."""
    if WORK in st.session_state:
        return
    st.session_state[PAST], st.session_state[FUTURE], st.session_state[VIEWS] = [], [], {}
    link = st.query_params.get("s")
    if link:
        try:
            st.session_state[WORK] = decode(link)
            return
        except LinkError as error:
            notice(f"This link could not be opened: {error}. The preset {FIRST_PRESET} is shown instead.")
    st.session_state[WORK] = Work.opened(FIRST_PRESET)


def work() -> Work:
    """What this session is working on."""
    current: Work = st.session_state[WORK]
    return current


def coverage() -> Coverage:
    """Coverage of the intervals that figures and charts show, in per cent: how to look, so no part of the work."""
    chosen: Coverage = st.session_state.get(COVERAGE, COVERAGES[0])
    return chosen


def put_link() -> None:
    """Write the work into the page's address, if it is not there yet."""
    token = encode(work())
    if st.query_params.get("s") != token:
        st.query_params["s"] = token


def notice(text: str) -> None:
    """Tell the user something once, at the top of the page, after what is to be told already."""
    st.session_state[NOTICE] = " ".join(filter(None, [st.session_state.get(NOTICE), text]))


def take_notice() -> str | None:
    """What is to be told, and tell it no more."""
    text: str | None = st.session_state.pop(NOTICE, None)
    return text


def change(to: Work) -> None:
    """Go on to another state of the work; undo comes back."""
    if to == work():
        return
    st.session_state[PAST] = [*st.session_state[PAST], work()][-REMEMBERED:]
    st.session_state[FUTURE] = []
    st.session_state[WORK] = to


def undo() -> None:
    """Back to the state before the last change."""
    _step(PAST, FUTURE)


def redo() -> None:
    """Forward again to the state that was undone."""
    _step(FUTURE, PAST)


def _step(source: str, target: str) -> None:
    if st.session_state[source]:
        st.session_state[target] = [*st.session_state[target], work()]
        st.session_state[WORK] = st.session_state[source][-1]
        st.session_state[source] = st.session_state[source][:-1]


def edit(path: Path, value: Any) -> None:
    """Set one value of the draft."""
    change(work().edited(path, value))


def reset(*paths: Path) -> None:
    """Give levers the baseline's value again, in one step."""
    to = work()
    for path in paths:
        to = to.edited(path, work().was(path))
    change(to)


def open_preset(name: str) -> None:
    """Leave the present scenario for a preset; undo comes back."""
    change(Work.opened(name))


def open_scenario(scenario: Scenario) -> None:
    """Leave the present scenario for one from a file; undo comes back."""
    change(Work.of(scenario))


def pin() -> None:
    """Make the present design the baseline."""
    change(replace(work(), pinned=Design.of(work().scenario), choice=PINNED))


def choose_baseline(choice: str) -> None:
    """Compare with another baseline."""
    change(replace(work(), choice=choice))


def reset_program() -> None:
    """Every lever and every change over time back to the baseline."""
    reset(("program",), CURRENT, TRANSITION, AMENDMENTS)


def set_behaviour(behaviour: Behaviour) -> None:
    """Replace all effects at once."""
    edit(("behaviour",), behaviour.model_dump(mode="json"))


def name_of(path: Path) -> str:
    """Name of the widget that shows a path."""
    return ".".join(str(part) for part in path)


def view(name: str, shown: Any) -> str:
    """Key under which the widget called ``name`` is to be drawn, with ``shown`` as its value, so that it shows it.

    A widget whose value must change without the user having touched it gets a new key, and so is a new widget. Writing
    into the old one would race: the browser may still report the old value beside the user's next move, as if typed.
    """
    key = _view_key(name)
    if key in st.session_state and st.session_state[key] != shown:
        st.session_state[VIEWS][name] = st.session_state[VIEWS].get(name, 0) + 1
    return _view_key(name)


def _view_key(name: str) -> str:
    version = st.session_state[VIEWS].get(name, 0)
    return f"{name}~{version}" if version else name


def changed_by_user(name: str, key: str, act: Callable[[Any], None]) -> None:
    """Callback of the widget called ``name``: hand on what it shows, unless another widget has taken its place since."""
    if key == _view_key(name):
        act(st.session_state[key])


def take(item: Item, shown: Any) -> None:
    """Take what a widget shows into the draft."""
    edit(item.path, item.meant(shown))
