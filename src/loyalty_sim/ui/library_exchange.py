"""Taking a library elsewhere as one zip file, and taking one in."""

from __future__ import annotations

import streamlit as st

from loyalty_sim.library import LibraryError, Saved
from loyalty_sim.library.folder import Taken
from loyalty_sim.ui import library_calls
from loyalty_sim.ui.library_choice import table_anew
from loyalty_sim.ui.strip import literal

LARGEST_UPLOAD = 50
"""Megabytes of a zip file; the server takes no larger ones (``maxUploadSize``)."""
UPLOAD, WHICH, TOLD, MADE = "library.import", "library.export.which", "library.told", "library.export.made"
SAID = 8
"""Reasons that are told in full."""


def draw(scenarios: list[Saved]) -> None:
    """Two popovers, and what the last import did."""
    with st.popover("Import", key="library.import.open", icon=":material/upload:", on_change=_forget) as bring:
        if bring.open:
            _import()
    with st.popover(
        "Export", key="library.export.open", icon=":material/download:", on_change=_forget, disabled=not scenarios
    ) as take:  # fmt: skip
        if take.open:
            _export(scenarios)


def _forget() -> None:
    """Callback: a popover is opened or closed; what it did before is over."""
    st.session_state[TOLD] = st.session_state[MADE] = None


def _import() -> None:
    st.file_uploader(
        "Exported library (zip)", ["zip"], key=UPLOAD, max_upload_size=LARGEST_UPLOAD, on_change=_take,
        help="What **Export** or `loyalty-sim library export` wrote. Nothing that is there is overwritten",
    )  # fmt: skip
    told: Taken | str | None = st.session_state.get(TOLD)
    if isinstance(told, str):
        st.error(literal(told))
    elif told is not None:
        st.success(f"Taken in: {_several(len(told.scenarios), 'scenario')} and {_several(len(told.runs), 'run')}.")
        if told.skipped:
            more = [f"and {len(told.skipped) - SAID} more"] if len(told.skipped) > SAID else []
            st.markdown("\n".join(["Left out:", "", *(f"- {literal(line)}" for line in [*told.skipped[:SAID], *more])]))


def _take() -> None:
    """Callback: take in what was uploaded."""
    file = st.session_state[UPLOAD]
    st.session_state[TOLD] = None
    if file is None:
        return
    content = file.getvalue()
    try:
        st.session_state[TOLD] = library_calls.ask(lambda library: library.import_zip(content))
    except LibraryError as error:
        st.session_state[TOLD] = str(error)
    library_calls.listing().forget()
    table_anew()


def _export(scenarios: list[Saved]) -> None:
    st.multiselect(
        "Scenarios", [saved.name for saved in scenarios], key=WHICH, placeholder="All of them",
        help="Each with all its versions, in a folder of YAML and Parquet", on_change=_unmake,
    )  # fmt: skip
    st.toggle("With stored runs", True, key="library.export.runs", on_change=_unmake)
    made: bytes | None = st.session_state.get(MADE)
    if made is None:
        st.button("Make the zip file", key="library.export.make", on_click=_make, icon=":material/folder_zip:")
    else:
        st.download_button(
            f"Save the zip file ({len(made) / 1e6:,.1f} MB)", made, "loyalty-library.zip", "application/zip",
            key="library.export.save", on_click="ignore", icon=":material/download:", type="primary",
        )  # fmt: skip
    wrong = st.session_state.get(TOLD)
    if isinstance(wrong, str):
        st.error(literal(wrong))


def _unmake() -> None:
    """Callback: what was made is not what is wanted any more."""
    st.session_state[MADE] = None


def _make() -> None:
    """Callback: make the zip file."""
    names, with_runs = tuple(st.session_state[WHICH]), bool(st.session_state["library.export.runs"])
    st.session_state[TOLD] = None
    try:
        st.session_state[MADE] = library_calls.ask(lambda library: library.export_zip(names, with_runs=with_runs))
    except LibraryError as error:
        st.session_state[TOLD] = str(error)


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
