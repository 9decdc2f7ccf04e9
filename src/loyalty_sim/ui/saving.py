"""Saving the design in the library: where it stands there, a form, and what to do when somebody else was faster."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import streamlit as st

from loyalty_sim.library import ConflictError, Library, LibraryError, Saved
from loyalty_sim.library.texts import LONGEST_NAME, LONGEST_NOTE, SPECIAL, key_of
from loyalty_sim.scenario import Scenario
from loyalty_sim.ui import changes, jobs, library_calls, runs, state
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work

OPEN, NAME, NOTE, TAGS, HELD, AUTHOR = "save", "save.name", "save.note", "save.tags", "save.held", "author"
"""Keys: the popover, its fields, what stands in the way, and who this session says it is."""
SAID = 8
"""Differences that are told in full."""
LONGEST_BADGE = 16
"""Letters of a name beside the title, which says it in full."""
AUTHOR_VARIABLE = "LOYALTY_SIM_AUTHOR"


class Filled(NamedTuple):
    """What the form says."""

    name: str
    note: str
    tags: list[str]


class Held(NamedTuple):
    """Why the last attempt was refused."""

    text: str
    filled: Filled
    theirs: Saved | None = None
    """What somebody else saved in between."""


def draw(work: Work) -> None:
    """Name and version with a mark for unsaved changes, and the form in a popover."""
    if work.saved is not None:
        reference, name = work.saved.reference, work.saved.name
        short = reference if len(name) <= LONGEST_BADGE else f"{name[:LONGEST_BADGE].rstrip()}…@{work.saved.version}"
        if work.unsaved:
            badge, help = f":orange-badge[:material/edit: {literal(short)} · unsaved changes]", f"Opened as {reference}"
        else:
            badge, help = f":green-badge[:material/check: {literal(short)}]", f"Saved in the library as {reference}"
        st.markdown(badge, width="content", help=literal(help))
    with st.popover(
        "Save", key=OPEN, on_change=_forget, icon=":material/save:", help="Keep this scenario in the library, as a version"
    ) as save:  # fmt: skip
        if save.open:
            _content(work)


def _forget() -> None:
    """Callback: the form is opened or closed; what was said of an earlier attempt is over."""
    st.session_state[HELD] = None


def _content(work: Work) -> None:
    if work.problems:
        st.warning("The levers do not fit together. Mend that first: what is saved is valid.", icon=":material/warning:")
        return
    origin = work.saved
    last = None
    if origin is not None:
        try:
            last = library_calls.ask(lambda library: library.get(origin.name))
        except LibraryError as error:
            st.error(literal(str(error)), icon=":material/database_off:")
    locked = last is not None and last.locked
    if last is not None and locked:
        by = f" by {last.locked_by}" if last.locked_by else ""
        st.info(f"{literal(last.name)} was signed off{literal(by)} and stays as it is; save a copy under another name.")
    held: Held | None = st.session_state.get(HELD)
    if held is not None:
        _refused(work, held)
    _form(work, last, _suggested(work, copied=locked))


def _form(work: Work, last: Saved | None, name: str) -> None:
    with st.form("save.form", border=False):
        st.text_input("Name", name, key=NAME, max_chars=LONGEST_NAME)
        st.text_area("Note", last.note if last else "", key=NOTE, max_chars=LONGEST_NOTE, height=90)
        author_field("save.author")
        tags_field(last.tags if last else (), TAGS)
        st.form_submit_button(
            "Save", key="save.submit", on_click=_submitted, args=(work,), type="primary", icon=":material/save:"
        )  # fmt: skip
    st.caption("Every save is a version; none is overwritten.")


def author_field(key: str) -> None:
    """A field for who does it, filled with what this session said last."""
    st.text_input("Author", author(), key=key, max_chars=LONGEST_NAME)


def author() -> str:
    """Who this session says it is."""
    return str(st.session_state.get(AUTHOR, os.environ.get(AUTHOR_VARIABLE, "")))


def remember_author(key: str) -> str:
    """Take what the field says, for later."""
    st.session_state[AUTHOR] = st.session_state.get(key, author())
    return author()


def tags_field(tags: Sequence[str], key: str) -> None:
    """A field for tags."""
    st.text_input("Tags", ", ".join(tags), key=key, help="Words to find it by, with commas between them")


def tags_of(text: str) -> list[str]:
    """The tags of a text with commas between them."""
    return [tag for tag in map(str.strip, text.split(",")) if tag]


def _suggested(work: Work, *, copied: bool) -> str:
    """A name that the library allows."""
    name = "".join(" " if letter in SPECIAL else letter for letter in work.scenario.name).strip()
    return f"{name[: LONGEST_NAME - 5]} copy" if copied else name


def _submitted(work: Work) -> None:
    """Callback of the form."""
    fields = st.session_state
    remember_author("save.author")
    _save(work, Filled(fields[NAME], fields[NOTE], tags_of(fields[TAGS])))


def _save(work: Work, filled: Filled, on_top: Saved | None = None) -> None:
    """Save, or hold why not.

    Args:
        on_top: the version of somebody else that was shown, on which this one goes.
    """
    st.session_state[HELD] = None
    origin = work.saved
    same = origin is not None and key_of(filled.name.strip()) == key_of(origin.name)
    expected = on_top.version if on_top else origin.version if origin and same else 0
    based_on = None if same else origin.reference if origin else work.preset or None

    def save(library: Library) -> Saved | None:
        if origin is not None and same and not work.unsaved:
            last = library.get(origin.name)
            if (last.version, last.note, list(last.tags)) == (origin.version, filled.note.strip(), filled.tags):
                return None
        return library.save(
            work.scenario, filled.name, note=filled.note, author=author(), tags=filled.tags, based_on=based_on,
            expected=expected,
        )  # fmt: skip

    try:
        saved = library_calls.ask(save)
    except ConflictError as conflict:
        st.session_state[HELD] = Held(str(conflict), filled, conflict.theirs)
    except LibraryError as error:
        st.session_state[HELD] = Held(str(error), filled)
    else:
        st.session_state[OPEN] = False
        if saved is None:
            st.toast("Nothing has changed since the last version.", icon=":material/check:")
        else:
            _done(saved)


def _done(saved: Saved) -> None:
    """The work is that version now; its run is stored when it is there, or as soon as it is."""
    state.saved_as(saved.name, saved.version)
    library_calls.listing().forget()
    st.toast(f"Saved as {literal(saved.reference)}.", icon=":material/check:")
    scenario = state.work().scenario
    job: jobs.Job | None = st.session_state.get(jobs.JOB)
    if job is not None:
        job.store(scenario)
    finished = runs.kept(scenario)
    if finished is not None:
        st.session_state["save.run"] = library_calls.keep(finished.result)


def _refused(work: Work, held: Held) -> None:
    """Why nothing was saved; and after a conflict what differs, with a way to look and a way to go on."""
    if held.theirs is None:
        st.error(literal(held.text))
        return
    st.warning(f"{literal(held.text)}.", icon=":material/group:")
    theirs = held.theirs
    try:
        other = library_calls.scenario(theirs)
    except LibraryError as error:
        st.error(literal(str(error)))
        return
    st.markdown(told(f"Yours against {theirs.reference}", other, work.scenario))
    with st.container(horizontal=True):
        st.button(
            f"Look at {literal(theirs.reference)}", key="save.look", on_click=_look, args=(theirs,),
            help="Opens it; undo comes back to yours",
        )  # fmt: skip
        if not theirs.locked:
            st.button(
                f"Save on top, as version {theirs.version + 1}", key="save.top",
                on_click=partial(_save, work, held.filled, theirs),
            )  # fmt: skip
    st.caption("Or give another name below and save.")


def _look(theirs: Saved) -> None:
    """Callback: open what somebody else saved."""
    st.session_state[OPEN], st.session_state[HELD] = False, None
    try:
        state.open_saved(theirs)
    except LibraryError as error:
        state.notice(literal(str(error)))


def told(title: str, before: Scenario, after: Scenario) -> str:
    """What differs, as a list."""
    found = changes.between(before, after)
    if not found:
        return f"{literal(title)}: the same scenario."
    more = [f"and {len(found) - SAID} more"] if len(found) > SAID else []
    return "\n".join([f"{literal(title)}:", "", *(f"- {literal(line)}" for line in [*found[:SAID], *more])])
