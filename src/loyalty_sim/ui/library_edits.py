"""What changes the library: a copy, another name, note and tags, signing off, removing; each behind a form of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from loyalty_sim.library import Library, LibraryError, Saved
from loyalty_sim.library.texts import LONGEST_NAME, LONGEST_NOTE
from loyalty_sim.ui import library_calls, saving, state
from loyalty_sim.ui.library_choice import changed
from loyalty_sim.ui.strip import literal

WRONG = "library.wrong"
"""Why the last edit was refused."""


def draw(last: Saved) -> None:
    """A popover for each; those that would change what is signed off cannot be opened."""
    with st.container(horizontal=True, gap="small", key="library.edits"):
        with _form("Copy", "content_copy", "copy") as form:
            if form:
                st.text_input("Name of the copy", f"{last.name[: LONGEST_NAME - 5]} copy", key="library.copy.name")
                saving.author_field("library.copy.author")
                _button("Copy", "copy", _copy, last)
        with _form("Rename", "edit", "rename", last.locked) as form:
            if form:
                st.text_input("New name", last.name, key="library.rename.name", max_chars=LONGEST_NAME)
                st.caption("All versions are called so from then on.")
                _button("Rename", "rename", _rename, last)
        with _form("Note and tags", "sell", "annotate", last.locked) as form:
            if form:
                st.text_area("Note", last.note, key="library.annotate.note", max_chars=LONGEST_NOTE)
                saving.tags_field(last.tags, "library.annotate.tags")
                saving.author_field("library.annotate.author")
                _button("Save as a version", "annotate", _annotate, last)
        with _form("Sign off", "lock", "lock", last.locked) as form:
            if form:
                st.markdown(
                    f"Signing off is for good: **{literal(last.name)}** can be copied, in all its versions, "
                    "from then on, and not changed, renamed or removed."
                )
                saving.author_field("library.lock.author")
                _button(f"Sign off version {last.version}", "lock", _lock, last, danger=True)
        with _form("Remove", "delete", "remove", last.locked) as form:
            if form:
                st.markdown(
                    f"Removes **{literal(last.name)}** with all its versions. This cannot be undone; stored runs stay."
                )
                _button("Remove for good", "remove", _remove, last, danger=True)


@contextmanager
def _form(label: str, icon: str, name: str, disabled: bool = False) -> Iterator[bool]:
    """A popover; whether it is open."""
    with st.popover(
        label, key=f"library.{name}", icon=f":material/{icon}:", on_change=_forget, disabled=disabled,
        help="Signed off: it can be copied, not changed" if disabled else None,
    ) as popover:  # fmt: skip
        yield bool(popover.open) and not disabled


def _forget() -> None:
    """Callback: a form is opened or closed."""
    st.session_state[WRONG] = None


def _button(label: str, name: str, act: Callable[[Saved], None], last: Saved, danger: bool = False) -> None:
    """The button that does it, and why it was refused."""
    icon = ":material/warning:" if danger else None
    st.button(label, key=f"library.{name}.do", on_click=act, args=(last,), type="primary", icon=icon)
    wrong = st.session_state.get(WRONG)
    if wrong:
        st.error(literal(wrong))


def _did(name: str, act: Callable[[Library], Saved], said: str) -> Saved | None:
    """Do it and close the form, or hold why not."""
    st.session_state[WRONG] = None
    try:
        saved = library_calls.ask(act)
    except LibraryError as error:
        st.session_state[WRONG] = str(error)
        return None
    st.session_state[f"library.{name}"] = False
    changed(saved.name)
    st.toast(f"{literal(saved.name)}: {said}.", icon=":material/check:")
    return saved


def _copy(last: Saved) -> None:
    to, author = st.session_state["library.copy.name"], saving.remember_author("library.copy.author")
    _did("copy", lambda library: library.copy(last.name, to, author=author), "copied")


def _rename(last: Saved) -> None:
    to = st.session_state["library.rename.name"]
    saved = _did("rename", lambda library: library.rename(last.name, to), "renamed")
    if saved is not None:
        state.follow(last, saved)


def _annotate(last: Saved) -> None:
    note, tags = st.session_state["library.annotate.note"], saving.tags_of(st.session_state["library.annotate.tags"])
    author = saving.remember_author("library.annotate.author")

    def annotate(library: Library) -> Saved:
        return library.annotate(last.name, note=note, tags=tags, author=author, expected=last.version)

    saved = _did("annotate", annotate, "note and tags saved")
    if saved is not None:
        state.follow(last, saved)


def _lock(last: Saved) -> None:
    author = saving.remember_author("library.lock.author")
    _did("lock", lambda library: library.lock(last.name, author=author, expected=last.version), "signed off")


def _remove(last: Saved) -> None:
    def remove(library: Library) -> Saved:
        library.remove(last.name)
        return last

    _did("remove", remove, "removed")
