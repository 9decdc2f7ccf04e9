"""The chosen scenario: what it is, what can be done with it, its versions in words, and its runs."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loyalty_sim.library import LibraryError, Saved
from loyalty_sim.report.files import file_stem
from loyalty_sim.scenario.files import dumps
from loyalty_sim.ui import baselines, compare_choice, library_calls, library_edits, library_runs, saving, state
from loyalty_sim.ui.strip import literal

PAGES = Path(__file__).parent / "pages"
SHOWN = 10
"""Versions that are shown at first; each has to be read."""


def draw(chosen: Saved, line: DeltaGenerator) -> None:
    """Everything about one scenario; what can be done with a version of it is drawn in the line."""
    versions = library_calls.told(lambda library: library.versions(chosen.name))
    if versions is None:
        return
    with line:
        _actions(_version(versions))
    _head(versions[0])
    library_edits.draw(versions[0])
    history, runs = st.tabs(["Versions", "Stored runs"], key="library.part", on_change="rerun")
    if history.open:
        with history:
            _history(versions)
    if runs.open:
        with runs:
            library_runs.draw(versions[0].name, versions)


def _head(last: Saved) -> None:
    """Name, tags, note and whether it is signed off."""
    badges = [f":gray-badge[{literal(tag)}]" for tag in last.tags]
    if last.locked_at is not None:
        by = f" by {last.locked_by}" if last.locked_by else ""
        badges.insert(0, f":green-badge[:material/lock: signed off {last.locked_at:%Y-%m-%d}{literal(by)}]")
    st.markdown(" ".join([f"### {literal(last.name)}", *badges]))
    if last.note:
        st.markdown(literal(last.note).replace("\n", "  \n"))


def _version(versions: list[Saved]) -> Saved:
    """Which version the buttons are about."""
    labels = {saved.version: f"Version {saved.version} of {saved.saved_at:%Y-%m-%d}" for saved in versions}
    number = st.selectbox(
        "Version", list(labels), key=f"library.version.{versions[0].name}.{versions[0].version}", width=210,
        format_func=lambda version: labels.get(version, str(version)),
    )  # fmt: skip
    return next((saved for saved in versions if saved.version == number), versions[0])


def _actions(version: Saved) -> None:
    """What can be done with a version without changing the library."""
    if st.button("Open", key="library.open", type="primary", icon=":material/arrow_forward:", help="On the design page"):
        _opened(version)
    if st.button("Compare", key="library.compare", icon=":material/compare_arrows:", help="Add it to the Compare page"):
        _compared(version)
    st.button(
        "Set as baseline", key="library.baseline", icon=":material/keep:", on_click=_baseline, args=(version,),
        help="Hold the design that is open against the program of this version",
    )  # fmt: skip
    st.download_button(
        "Download", _file(version), f"{file_stem(version.name)}-{version.version}.yaml", "application/yaml",
        key="library.download", on_click="ignore", icon=":material/download:", help="The scenario file (YAML)",
    )  # fmt: skip


def _file(version: Saved) -> str:
    """The scenario file; as it was saved where it cannot be read."""
    try:
        return dumps(library_calls.scenario(version))
    except LibraryError:
        return version.text


def _opened(version: Saved) -> None:
    try:
        state.open_saved(version)
    except LibraryError as error:
        st.error(literal(str(error)))
    else:
        st.switch_page(PAGES / "design.py")


def _compared(version: Saved) -> None:
    try:
        library_calls.scenario(version)
    except LibraryError as error:
        st.error(literal(str(error)))
    else:
        compare_choice.add(version.reference)
        st.switch_page(PAGES / "compare.py")


def _baseline(version: Saved) -> None:
    """Callback: hold the design against this version."""
    try:
        state.compare_with(baselines.of_library(version))
    except LibraryError as error:
        state.notice(literal(str(error)))
    else:
        st.toast(f"{literal(version.reference)} is the baseline now.", icon=":material/keep:")


def _history(versions: list[Saved]) -> None:
    """All versions, newest first, each with what it changed in the one before."""
    everything = len(versions) <= SHOWN or st.toggle(f"All {len(versions)} versions", key="library.all")
    for index, saved in enumerate(versions if everything else versions[:SHOWN]):
        before = versions[index + 1] if index + 1 < len(versions) else None
        with st.container(border=True, gap="xsmall", key=f"library.version.{saved.version}"):
            by = f" · {literal(saved.author)}" if saved.author else ""
            st.markdown(f"**Version {saved.version}** · {saved.saved_at:%Y-%m-%d %H:%M} UTC{by}")
            try:
                st.markdown(_said(saved, before))
            except LibraryError as error:
                st.error(literal(str(error)))
            for sentence in saved.moved if saved.version == versions[0].version else []:
                st.caption(f":material/upgrade: {literal(sentence)}")


def _said(saved: Saved, before: Saved | None) -> str:
    """What a version changed, in words."""
    if before is None:
        base = f", based on {literal(saved.based_on)}" if saved.based_on else ""
        return f"First version{base}."
    scenario, older = library_calls.scenario(saved), library_calls.scenario(before)
    lines = [saving.told(f"Against version {before.version}", older, scenario)]
    lines += [f"Another {what}." for what in ("note", "tags") if getattr(saved, what) != getattr(before, what)]
    return "\n\n".join(lines)
