"""Which designs are compared: where they come from, which are chosen, and which is the reference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st
from pydantic import ValidationError

from loyalty_sim.scenario import Scenario
from loyalty_sim.study import made_comparable
from loyalty_sim.study.comparison import FEWEST, MOST
from loyalty_sim.ui import gallery, library_calls, state, transfer
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import sentences

ACTIVE, BASELINE, PINNED = "Active design", "Baseline", "Pinned design"
CHOSEN, REFERENCE = "compare.chosen", "compare.reference"
"""Keys of the widgets."""
FILES, WRONG, MOVED = "compare.files", "compare.wrong", "compare.moved"
"""Uploaded scenarios by label; why others could not be read; the reference in whose market all designs run."""
LEAST_WIDTH = "<style>.st-key-compare-choice > :first-child {min-width: min(22rem, 100%)}</style>"
"""On a narrow page the chosen designs have a line of their own."""
ADDRESS = "compare"
"""Parameter of the address that holds the chosen labels."""


@dataclass(frozen=True)
class Choice:
    """What is compared."""

    labels: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    at: int
    """Which of them is the reference."""
    moved: bool
    """Whether all run in the market of the reference."""

    @property
    def reference(self) -> str:
        """Label of the reference."""
        return self.labels[self.at]


def sources() -> dict[str, Scenario]:
    """Designs by label; of the saved ones only those that are chosen, since each has to be read."""
    work = state.work()
    found = {ACTIVE: work.scenario, BASELINE: work.baseline}
    if work.pinned is not None:
        found[PINNED] = work.scenario.model_copy(update=dict(work.pinned))
    found |= gallery.scenarios()
    found |= st.session_state.get(FILES, {})
    return found | library_calls.chosen(label for label in _wanted() if label not in found)


def _wanted() -> list[str]:
    """The chosen labels: of the widget, or at first of the address."""
    wanted: list[str] | None = st.session_state.get(CHOSEN)
    return (st.query_params.get_all(ADDRESS) or [BASELINE, ACTIVE]) if wanted is None else wanted


def _offered(known: dict[str, Scenario]) -> list[str]:
    """All labels: what is known, and every saved scenario in its newest version, which is read when it is chosen."""
    return [*known, *(saved.reference for saved in library_calls.listing().get() if saved.reference not in known)]


def add(label: str) -> None:
    """Choose one more design; where there are as many as can be, it takes the place of the last."""
    wanted = [other for other in _wanted() if other != label]
    st.session_state[CHOSEN] = [*wanted[: MOST - 1], label]


def choose() -> Choice | None:
    """The widgets to choose with; None while fewer than two designs are chosen."""
    known = sources()
    _begin(known)
    st.html(LEAST_WIDTH)
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare.choice", gap="small"):
        st.multiselect(
            "Designs", _offered(known), key=CHOSEN, max_selections=MOST, persist_state="session", width="stretch",
            on_change=_forget_wrong,
            help=f"{FEWEST} to {MOST} of the active design, its baseline, saved and ready scenarios, and your files",
        )  # fmt: skip
        labels = tuple(label for label in st.session_state[CHOSEN] if label in known)
        _reference(labels)
        with st.popover("Add files", key="compare.add", icon=":material/upload:", on_change="rerun") as add:
            if add.open:
                _uploads()
    for text in st.session_state.get(WRONG, ()):
        st.error(text)
    if library_calls.listing().error:
        st.caption(f":material/database_off: No saved scenarios: {literal(library_calls.listing().error)}.")
    if st.query_params.get_all(ADDRESS) != list(labels):
        st.query_params[ADDRESS] = list(labels)
    if len(labels) < FEWEST:
        st.info(f"Choose at least {FEWEST} designs.")
        return None
    return _chosen(labels, known)


def _begin(known: dict[str, Scenario]) -> None:
    """Before the widgets are drawn: what the address says at first; later, no design that is gone."""
    there = list(dict.fromkeys(label for label in _wanted() if label in known))[:MOST]
    if st.session_state.get(CHOSEN) != there:
        st.session_state[CHOSEN] = there
    if st.session_state.get(REFERENCE) not in there:
        st.session_state.pop(REFERENCE, None)


def _reference(labels: tuple[str, ...]) -> None:
    st.selectbox(
        "Held against", labels, key=REFERENCE, persist_state="session", width=220, disabled=not labels,
        help="The reference: differences are to this design",
    )  # fmt: skip


def _uploads() -> None:
    kinds = ["yaml", "yml", "json"]
    st.file_uploader(
        "Scenario files", kinds, accept_multiple_files=True, key="compare.upload", on_change=_take,
        max_upload_size=transfer.LARGEST_UPLOAD,
    )  # fmt: skip


def _take() -> None:
    """Callback: read the uploaded files, choose those that are scenarios, and keep why others are not."""
    found: dict[str, Scenario] = dict(st.session_state.get(FILES, {}))
    wrong = []
    for file in st.session_state["compare.upload"] or []:
        try:
            scenario = transfer.uploaded(file)
        except transfer.UploadError as error:
            wrong.append(str(error))
            continue
        found[file.name] = scenario
        if file.name not in st.session_state[CHOSEN] and len(st.session_state[CHOSEN]) < MOST:
            st.session_state[CHOSEN] = [*st.session_state[CHOSEN], file.name]
    st.session_state[FILES], st.session_state[WRONG] = found, tuple(wrong)


def _forget_wrong() -> None:
    """Callback: what was said of a file that could not be read has been seen."""
    st.session_state[WRONG] = ()


def _chosen(labels: tuple[str, ...], known: dict[str, Scenario]) -> Choice:
    """The chosen designs, in the market of the reference where that was asked for."""
    reference = st.session_state.get(REFERENCE)
    at = labels.index(reference) if reference in labels else 0
    moved = st.session_state.get(MOVED) == labels[at]
    scenarios = [known[label] for label in labels]
    if moved:
        scenarios = [_moved(label, each, scenarios[at]) for label, each in zip(labels, scenarios, strict=True)]
    return Choice(labels, tuple(scenarios), at, moved)


def _moved(label: str, design: Scenario, reference: Scenario) -> Scenario:
    """The design in the market of the reference, or as it is where it does not fit, which is said."""
    try:
        return made_comparable(design, reference)
    except ValidationError as error:
        st.error(f"{literal(label)} does not fit the market of the reference: {literal(sentences(error)[0])}")
        return design


def move(label: str | None) -> None:
    """Callback: run all designs in the market of one of them, or each in its own."""
    st.session_state[MOVED] = label


def chips(choice: Choice) -> None:
    """The chosen designs by label and name, the reference in grey."""
    with st.container(horizontal=True, key="compare.chips", gap="small"):
        for index, (label, scenario) in enumerate(zip(choice.labels, choice.scenarios, strict=True)):
            text = label if label.startswith(scenario.name) else f"{label} · {scenario.name}"
            mark = ":gray-badge[:material/flag: " if index == choice.at else ":blue-badge["
            st.markdown(f"{mark}{literal(text)}]")  # st.badge would escape brackets once more


def pairing(choice: Choice, texts: list[str]) -> None:
    """Why designs cannot be paired with the reference, and a button that runs them so that they can."""
    with st.container(key="compare.pairing", gap="small"):
        if texts:
            st.warning("  \n".join(f"{literal(text)}." for text in texts), icon=":material/link_off:")
        button: Any = partial(st.button, key="compare.move", type="secondary")
        if choice.moved:
            st.caption(f"All designs run in the market of {literal(choice.reference)}, with its seed, sample and months.")
            button("Run each in its own market", on_click=move, args=(None,), icon=":material/undo:")
        elif texts:
            button(
                f"Run all in the market of {literal(choice.reference)}", on_click=move, args=(choice.reference,),
                icon=":material/replay:",
                help="Programs, behaviour and costs stay; market, seed, sample and months become those of the reference",
            )  # fmt: skip
