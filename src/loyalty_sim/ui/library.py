"""The library on the page: search, the table of saved scenarios, and the one that is chosen."""

from __future__ import annotations

from functools import partial
from zlib import crc32

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loyalty_sim.library import Saved
from loyalty_sim.library.texts import key_of
from loyalty_sim.ui import library_calls, library_chosen, library_exchange, state
from loyalty_sim.ui.library_choice import CHOSEN, PICKED, choose, table_anew
from loyalty_sim.ui.strip import literal

SEARCH, TAG = "library.search", "library.tag"
ADDRESS = "saved"
"""Parameter of the address that names the chosen scenario."""
ANY = "Any tag"
DAMAGED = 5
"""Sentences on what cannot be read that are told in full."""


def draw() -> None:
    """The whole page below its title."""
    found = library_calls.told(lambda library: (library.scenarios(), library.damaged(), library.name))
    if found is None:
        st.caption("The rest of the page works without it. LOYALTY_SIM_LIBRARY names the library: a file, or a server.")
        return
    scenarios, damaged, place = found
    for sentence in damaged[:DAMAGED]:
        st.warning(literal(sentence), icon=":material/warning:")
    shown = _searched(scenarios)
    st.caption(f"{_count(shown, scenarios)} in {literal(place)}")
    if not scenarios:
        st.info("Nothing is saved yet. **Save** on the design page keeps the scenario that is shown there.")
    elif not shown:
        st.info("No saved scenario has these words or this tag.")
    else:
        chosen, line = _table(shown)
        library_chosen.draw(chosen, line)


def _count(shown: list[Saved], scenarios: list[Saved]) -> str:
    of = f"{len(shown)} of " if len(shown) < len(scenarios) else ""
    return f"{of}{len(scenarios)} scenario{'' if len(scenarios) == 1 else 's'}"


def _searched(scenarios: list[Saved]) -> list[Saved]:
    """The fields to search with, and what they find."""
    tags = sorted({key_of(tag): tag for saved in scenarios for tag in saved.tags}.values(), key=key_of)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="library.find"):
        search = st.text_input(
            "Search", key=SEARCH, persist_state="session", placeholder="Words in name, note, author or tags", width=320,
            on_change=table_anew,
        )  # fmt: skip
        tag = st.selectbox("Tag", [ANY, *tags], key=TAG, width=170, on_change=table_anew)
        library_exchange.draw(scenarios)
    if not search and tag in (ANY, None):
        return scenarios
    found = library_calls.told(lambda library: library.scenarios(search or "", None if tag == ANY else tag))
    return found or []


def _table(shown: list[Saved]) -> tuple[Saved, DeltaGenerator]:
    """The table and the choice of one; returns the chosen, and the line in which there is room for what to do with it."""
    names = [saved.name for saved in shown]
    wanted = st.session_state.get(CHOSEN) or st.query_params.get(ADDRESS)
    at = names.index(wanted) if wanted in names else 0
    chosen = shown[at]
    key = f"library.table.{st.session_state.get(PICKED, 0)}.{crc32(chr(10).join(names).encode())}"
    st.dataframe(
        _rows(shown), key=key, on_select=partial(_clicked, key, tuple(names)), selection_mode="single-row",
        selection_default={"selection": {"rows": [at]}}, hide_index=True, width="stretch", alt="Saved scenarios",
        column_config={"Changed": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm", help="In UTC")},
    )  # fmt: skip
    line = st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="library.actions")
    choice = state.view("library.choice", chosen.name)
    line.selectbox(
        "Scenario", names, at, key=choice, width=340,
        on_change=partial(state.changed_by_user, "library.choice", choice, _chose),
    )  # fmt: skip
    if st.query_params.get(ADDRESS) != chosen.name:
        st.query_params[ADDRESS] = chosen.name
    return chosen, line


def _rows(shown: list[Saved]) -> pd.DataFrame:
    """What the table says; its cells know no markup."""
    rows = [
        {
            "Name": saved.name, "Note": " ".join(saved.note.split()), "Tags": ", ".join(saved.tags), "Author": saved.author,
            "Versions": saved.latest, "Changed": pd.Timestamp(saved.saved_at).tz_convert("UTC").tz_localize(None),
            "Signed off": "" if saved.locked_at is None else f"{saved.locked_at:%Y-%m-%d} {saved.locked_by}".strip(),
        }
        for saved in shown
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _clicked(key: str, names: tuple[str, ...]) -> None:
    """Callback: a row was clicked."""
    rows = st.session_state[key].selection.rows
    if rows and rows[0] < len(names):
        choose(names[rows[0]])


def _chose(name: str) -> None:
    """Callback: another one was chosen beside the table."""
    choose(name)
    table_anew()
