"""A finished study: chosen from those on this computer or handed in as two files, and what can be seen of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from zlib import crc32

import streamlit as st

from loyalty_sim.report.files import file_stem
from loyalty_sim.report.studies import sizes
from loyalty_sim.study import Results
from loyalty_sim.study.collection import Entry, beneath, given_folder, own_folder
from loyalty_sim.study.files import dumps
from loyalty_sim.study.intake import UnreadableStudyError, asked, opened, uploaded
from loyalty_sim.study.optimise import SEARCH
from loyalty_sim.study.store import MANIFEST, OUTCOMES
from loyalty_sim.ui import risk_findings, risk_pictures
from loyalty_sim.ui.risk_opened import Opened
from loyalty_sim.ui.runs import Shelf
from loyalty_sim.ui.strip import literal

FRESH = 15.0
"""Seconds for which folders are not looked through again."""
LARGEST_UPLOAD = 50
"""Megabytes of a file."""
KEPT = 6
"""Studies that are kept as read."""
HANDED_IN, WRONG = "risk.handed_in", "risk.wrong"
"""Uploaded studies by label; why others could not be read."""
MOST_HANDED_IN = 5
LONGEST_NAME = 60
"""Letters of a study in the list."""
KINDS = {"study": "", "trials": "all that was tried", "finalists": "the best that was tried", "search": "search"}
NONE = (
    "There is no study here yet. `loyalty-sim sweep` and `loyalty-sim optimise` leave one in a folder; start the page with "
    "`loyalty-sim app --studies DIR` to look there, add the two files of one, or answer a question of this design."
)
Choice = Entry | str
"""A study on disk, or the label of one that was handed in."""


@st.cache_data(ttl=FRESH, show_spinner=False)
def _listed(given: str, own: str) -> list[Entry]:
    """Those that were found before those that this page did, and unfinished ones last."""
    found = beneath([Path(given)])
    known = {entry.folder for entry in found}
    found += [entry for entry in beneath([Path(own)]) if entry.folder not in known]
    return sorted(found, key=lambda entry: not entry.finished)


@st.cache_resource
def _read() -> Shelf:
    return Shelf(KEPT)


def draw() -> None:
    """The choice of a study, and what it found."""
    chosen = _choose()
    for text in st.session_state.get(WRONG, ()):
        st.error(literal(text))
    if chosen is None:
        st.info(NONE)
    elif isinstance(chosen, Entry) and not chosen.finished:
        _unfinished(chosen)
    else:
        study = _opened(chosen)
        if study is not None:
            _head(study.results, chosen)
            if study.precision:
                st.caption(literal(study.precision))
            risk_findings.draw(study)


def look_again() -> None:
    """Callback: forget which studies there were."""
    _listed.clear()


def _choose() -> Choice | None:
    handed_in: dict[str, Opened] = st.session_state.get(HANDED_IN, {})
    entries = _listed(str(given_folder()), str(own_folder()))
    options: dict[str, Choice] = {label: label for label in reversed(handed_in)}
    options |= {f"{entry.folder} {entry.kind}": entry for entry in entries}
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.study"):
        found = None
        if options:
            name = risk_pictures.select(
                "Study", list(options), "risk.chosen_study", lambda key: _called(options[key]), width=760
            )
            found = options[name]
        st.button(
            "Look again", key="risk.look_again", icon=":material/refresh:", on_click=look_again,
            help=literal(f"In {given_folder()} and in the answers of this page"),
        )  # fmt: skip
        with st.popover("Add files", key="risk.add", icon=":material/upload:", on_change="rerun") as add:
            if add.open:
                st.file_uploader(
                    f"{MANIFEST} and {OUTCOMES} of a study", ["json", "parquet"], accept_multiple_files=True,
                    key="risk.upload", on_change=_take, max_upload_size=LARGEST_UPLOAD,
                )  # fmt: skip
    return found


def _called(choice: Choice) -> str:
    """A study in a line."""
    if isinstance(choice, str):
        return choice
    designs = f"{choice.designs:,} design{'' if choice.designs == 1 else 's'}"
    holder = choice.folder.parent if choice.kind in ("trials", "finalists") else choice.folder
    own = holder.parent == own_folder()
    name = choice.name if len(choice.name) <= LONGEST_NAME else f"{choice.name[:LONGEST_NAME]}…"
    state = "" if choice.finished else "not finished"
    parts = ["" if own else holder.name, name, state, KINDS[choice.kind], designs, f"{choice.changed:%Y-%m-%d %H:%M}"]
    return " · ".join(part for part in [*parts, "answered here" if own else ""] if part)


def _unfinished(entry: Entry) -> None:
    """How to go on with a study; its file, as the folder has it in another form."""
    source = entry.folder / (SEARCH if entry.kind == "search" else MANIFEST)
    name = f"{file_stem(entry.name)}.yaml"
    st.info("This study is not finished. What was done is kept; this command goes on with it.")
    st.code(entry.go_on.replace("STUDY", name), language="bash", wrap_lines=True)
    try:
        study = asked(source)
    except UnreadableStudyError as error:
        st.caption(f"{literal(str(error))}.")
        return
    st.download_button(
        f"{name}", partial(dumps, study), name, "application/yaml", key="risk.unfinished", on_click="ignore",
        icon=":material/download:", help="The study file that the command names",
    )  # fmt: skip


def _opened(chosen: Choice) -> Opened | None:
    """What was found; None where that cannot be read, which is said."""
    if isinstance(chosen, str):
        found: Opened = st.session_state[HANDED_IN][chosen]
        return found
    key = (str(chosen.folder), chosen.changed)
    known: Opened | None = _read().get(key)
    if known is None:
        try:
            with st.spinner("Reading the study …"):
                known = Opened(opened(chosen.folder))
        except UnreadableStudyError as error:
            st.error(f"This study cannot be opened: {literal(str(error))}.")
            return None
        _read().put(key, known)
    return known


def _head(results: Results, chosen: Choice) -> None:
    """What the study is."""
    study = results.plan.study
    st.markdown(f"**{literal(study.name)}**")
    if study.story:
        st.markdown(literal(" ".join(study.story.split())))
    where = "" if isinstance(chosen, str) else f" In {chosen.folder}."
    size = sizes(results.plan)
    st.caption(literal(f"{size[:1].upper()}{size[1:]}.{where}"))


def _take() -> None:
    """Callback: read the two files of a study that were added last, or say why they are none."""
    files: list[Any] = st.session_state["risk.upload"] or []
    manifest = next((file for file in reversed(files) if file.name.endswith(".json")), None)
    table = next((file for file in reversed(files) if file.name.endswith(".parquet")), None)
    st.session_state[WRONG] = ()
    if manifest is None or table is None:
        missing = MANIFEST if manifest is None else OUTCOMES
        st.session_state[WRONG] = (f"Add {missing} too: a study is its manifest and its table.",) if files else ()
        return
    try:
        results = uploaded(manifest.getvalue(), table.getvalue())
    except UnreadableStudyError as error:
        st.session_state[WRONG] = (f"These files cannot be opened: {error}.",)
        return
    label = f"{results.plan.study.name} · handed in · {crc32(manifest.getvalue()):08x}"
    known = {**st.session_state.get(HANDED_IN, {}), label: Opened(results)}
    st.session_state[HANDED_IN] = dict(list(known.items())[-MOST_HANDED_IN:])
    st.session_state["risk.chosen_study"] = label
