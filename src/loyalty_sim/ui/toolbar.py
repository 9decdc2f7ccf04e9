"""The top of the page: what is shown, what it is compared with, going back, changes, files and versions."""

from __future__ import annotations

from functools import partial

import streamlit as st

from loyalty_sim.engine import MODEL_VERSION, package_versions
from loyalty_sim.scenario import SCHEMA_VERSION
from loyalty_sim.scenario.presets import presets
from loyalty_sim.ui import history, saving, share, state, strip, transfer
from loyalty_sim.ui.baselines import baselines
from loyalty_sim.ui.work import Work

VERSIONS = f"loyalty-sim {package_versions()['loyalty-sim']} · model {MODEL_VERSION} · schema {SCHEMA_VERSION}"
FILE = "(from a file or link)"
LIBRARY = "(from the library)"


def draw(work: Work) -> None:
    """Title, version, choices and buttons."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="title"):
        st.title(
            strip.plain(work.scenario.name), width="content", anchor=False, help=strip.plain(work.scenario.story) or None
        )
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right", width="content"):
            st.badge(
                VERSIONS, color="gray",
                help="Version of the package; of the model, raised whenever numbers change; and of the scenario file.",
            )  # fmt: skip
            saving.draw(work)
            with st.popover("Files", key="files", on_change="rerun", icon=":material/folder:") as files:
                if files.open:
                    transfer.draw(work)
            share.draw(work)
    with st.container(horizontal=True, vertical_alignment="bottom", key="toolbar", gap="small"):
        _preset(work)
        _baseline(work)
        st.button(
            "Set as baseline",
            key="pin",
            on_click=state.pin,
            icon=":material/keep:",
            help="Compare with the present design from now on",
        )
        history.draw(work)


def warnings(work: Work) -> None:
    """What the user must know before reading any number: a notice, and why a draft is not valid."""
    told = state.take_notice()
    if told is not None and told.failed:
        st.error(told.text, icon=":material/link_off:")
    elif told is not None:
        st.info(told.text, icon=":material/link:")
    if work.problems:
        st.warning(
            "The levers do not fit together, so the last valid results are shown. " + strip.plain(" ".join(work.problems)),
            icon=":material/warning:",
        )


def _preset(work: Work) -> None:
    shown = LIBRARY if work.saved else work.preset or FILE
    names = [*presets(), *([shown] if shown in (FILE, LIBRARY) else [])]
    key = state.view("preset", shown)
    st.selectbox(
        "Preset", names, names.index(shown), key=key, width=155, help="Open a ready scenario; undo comes back",
        on_change=partial(state.changed_by_user, "preset", key, _open),
    )  # fmt: skip


def _open(name: str) -> None:
    if name not in (FILE, LIBRARY):
        state.open_preset(name)


def _baseline(work: Work) -> None:
    labels = {each.key: each.label for each in baselines(work)}
    names = list(labels)
    key = state.view("baseline", work.choice)
    st.selectbox(
        "Baseline", names, names.index(work.choice), key=key, width=155, format_func=lambda name: labels.get(name, name),
        help="The program that changes are measured against, in the same market and with the same assumptions. Any scenario "
        "can be one: see Files. Without the changes: the program that is in force first, kept for ever; offered where the "
        "program changes over time",
        on_change=partial(state.changed_by_user, "baseline", key, state.choose_baseline),
    )  # fmt: skip
