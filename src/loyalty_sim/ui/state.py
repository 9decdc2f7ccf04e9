"""The one state of a session: the work under a key that belongs to no widget, with undo and redo.

Widgets are views. A callback takes what a widget shows into the work; before a widget is drawn, ``view`` makes it show
the work's value. Nothing is lost when a widget is not drawn, a page is left or the browser reloads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st

from loyalty_sim.finance import Coverage
from loyalty_sim.library import LibraryError, NotFoundError, Saved
from loyalty_sim.scenario import Behaviour, Scenario
from loyalty_sim.ui import changes, library_calls
from loyalty_sim.ui.baselines import baselines
from loyalty_sim.ui.items import Item, Path
from loyalty_sim.ui.link import LinkError, encode, read, token
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import AMENDMENTS, CURRENT, PINNED, TRANSITION, Design, Work, fingerprint

FIRST_PRESET = "beauty-tiers"
REMEMBERED = 100
"""Steps that undo goes back, and that the history lists."""
WORK, PAST, FUTURE, NOTICE, VIEWS = "work", "past", "future", "notice", "views"
HISTORY, REPLAYED, BROKEN = "history", "replayed", "broken"
COVERAGE = "coverage"
COVERAGES: tuple[Coverage, ...] = (80, 95)


class Step(NamedTuple):
    """One entry of the history."""

    words: str
    work: Work


class Notice(NamedTuple):
    """What is told once."""

    text: str
    failed: bool


def begin() -> None:
    """At the start of a session: the work of the link, or of the first preset."""
    if WORK in st.session_state:
        return
    st.session_state[PAST], st.session_state[FUTURE], st.session_state[VIEWS] = [], [], {}
    st.session_state[WORK] = _first()
    st.session_state[HISTORY] = [Step(changes.opening(work()), work())]


def _first() -> Work:
    link = st.query_params.get("s")
    if link:
        try:
            opened = read(link)
        except LinkError as error:
            first = Work.opened(FIRST_PRESET)
            st.session_state[BROKEN] = first
            notice(
                f"This link could not be opened: {literal(str(error))}. The preset {FIRST_PRESET} is shown instead; "
                "the address stays as it is until something is changed."
            )
            return first
        if opened.notice:
            notice(literal(opened.notice), failed=False)
        return _found(opened.work)
    return Work.opened(FIRST_PRESET)


def _found(opened: Work) -> Work:
    """The work of a link, with its stored run if there is one. A link may come from somebody with another library: what this
    one does not have is no version of it. A library that is silent is believed to have it."""
    origin = opened.saved
    if origin is None:
        return opened
    try:
        saved = library_calls.soon(lambda library: library.get(origin.name, origin.version))
        if fingerprint(library_calls.scenario(saved)) != origin.fingerprint:
            return replace(opened, saved=None)
    except NotFoundError:
        return replace(opened, saved=None)
    except (LibraryError, TimeoutError):
        return opened
    library_calls.bring(opened.scenario)
    return opened


def work() -> Work:
    """What this session is working on."""
    current: Work = st.session_state[WORK]
    return current


def coverage() -> Coverage:
    """Coverage of the intervals that figures and charts show, in per cent: how to look, so no part of the work."""
    chosen: Coverage = st.session_state.get(COVERAGE, COVERAGES[0])
    return chosen


def put_link() -> None:
    """Write the work into the page's address, if it is not there yet; a link that could not be opened is left to be
    mended as long as nothing has been done, and so is the address during a replay."""
    if st.session_state.get(BROKEN) is work() or replaying():
        return
    link = encode(work())
    if st.query_params.get("s") != link:
        st.query_params["s"] = link


def notice(text: str, failed: bool = True) -> None:
    """Tell the user something once, in Markdown, at the top of the page, after what is to be told already."""
    before: Notice | None = st.session_state.get(NOTICE)
    if before is not None:
        text, failed = f"{before.text} {text}", failed or before.failed
    st.session_state[NOTICE] = Notice(text, failed)


def take_notice() -> Notice | None:
    """What is to be told, and tell it no more."""
    told: Notice | None = st.session_state.pop(NOTICE, None)
    return told


def change(to: Work) -> None:
    """Go on to another state of the work; undo comes back."""
    if to == work():
        return
    if not any(step.work is to for step in history()):
        st.session_state[HISTORY] = [*history(), Step(changes.words(work(), to), to)][-REMEMBERED:]
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


def history() -> list[Step]:
    """Every state that the work has been in, in the order in which each came about; what was undone stays in it."""
    steps: list[Step] = st.session_state[HISTORY]
    return steps


def go_back(index: int) -> None:
    """Take up a state of the history again: a change like any other, so that undo returns and nothing is lost."""
    change(history()[index].work)


def replay() -> None:
    """Take the last change off, so that ``end_replay`` puts it on again and its effect is seen as movement."""
    undo()
    st.session_state[REPLAYED] = work()


def replaying() -> bool:
    """Whether the last change is off for a moment; whatever else is done meanwhile ends that."""
    return st.session_state.get(REPLAYED) is work()


def end_replay() -> None:
    """Put the change that is replayed on again."""
    if replaying():
        st.session_state[REPLAYED] = None
        redo()


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


def open_design(scenario: Scenario, baseline: Scenario) -> None:
    """Leave the present scenario for a design that was tried, held against the one it was made from; undo comes back."""
    opened = Work.of(scenario)
    change(opened if scenario == baseline else opened.against(baseline))


def take_up(scenario: Scenario) -> None:
    """Go on with a design that was made from the present one: the baseline stays, and undo comes back."""
    change(replace(work(), draft=scenario.model_dump(mode="json"), scenario=scenario, problems=()))


def open_saved(saved: Saved) -> None:
    """Leave the present scenario for a version of the library, with its stored run if there is one; undo comes back.

    Raises:
        LibraryError: what is stored is no valid scenario.
    """
    scenario = library_calls.scenario(saved)
    library_calls.bring(scenario)
    change(Work.of(scenario).kept_as(saved.name, saved.version))
    if saved.moved:
        notice(literal(f"{saved.reference} was brought up to date: {'; '.join(saved.moved)}."), failed=False)


def saved_as(name: str, version: int) -> None:
    """The present work has become a version of the library. So have the states that it came from since it was opened:
    saving after an undo makes the version after this one."""
    before = work()
    now = before.kept_as(name, version)

    def renewed(one: Work) -> Work:
        if one is before:
            return now
        if one.loaded is not before.loaded or one.saved != before.saved:
            return one
        return replace(one.named(name) if one.scenario.name == before.scenario.name else one, saved=now.saved)

    _renew(renewed)


def follow(before: Saved, after: Saved) -> None:
    """A scenario of the library was renamed, or annotated as a version of its own: every state that is of it knows."""

    def renewed(one: Work) -> Work:
        origin = one.saved
        if origin is None or origin.name != before.name:
            return one
        version = after.version if origin.version == before.version else origin.version
        named = one.named(after.name) if one.scenario.name == before.name else one
        return replace(named, saved=origin.model_copy(update={"name": after.name, "version": version}))

    _renew(renewed)


def _renew(renewed: Callable[[Work], Work]) -> None:
    """Put every state of the session in another form, each once: what is said of it is no change that undo takes back."""
    made: dict[int, Work] = {}

    def once(one: Work) -> Work:
        return made.setdefault(id(one), renewed(one))

    session = st.session_state
    past, future, steps = session[PAST], session[FUTURE], history()
    session[PAST], session[FUTURE] = [once(one) for one in past], [once(one) for one in future]
    session[HISTORY] = [Step(step.words, once(step.work)) for step in steps]
    session[WORK] = once(work())


def open_link(text: str) -> None:
    """Leave the present scenario for that of a link; undo comes back. A link that cannot be read changes nothing."""
    try:
        opened = read(token(text))
    except LinkError as error:
        notice(f"This link could not be opened: {literal(str(error))}. Nothing was changed.")
        return
    change(_found(opened.work))
    if opened.notice:
        notice(literal(opened.notice), failed=False)


def compare_with(scenario: Scenario) -> None:
    """Make the program of a scenario from elsewhere the baseline."""
    change(work().against(scenario))


def pin() -> None:
    """Make the present design the baseline."""
    change(replace(work(), pinned=Design.of(work().scenario), choice=PINNED))


def choose_baseline(choice: str) -> None:
    """Compare with another of ``baselines``."""
    chosen = next((each for each in baselines(work()) if each.key == choice), None)
    if chosen is None:
        notice(f"{literal(choice)} cannot be a baseline any more.")
    elif chosen.read is None:
        change(replace(work(), choice=choice))
    else:
        try:
            compare_with(chosen.read())
        except LibraryError as error:
            notice(literal(str(error)))


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
