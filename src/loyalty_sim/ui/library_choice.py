"""Which saved scenario the library page shows."""

from __future__ import annotations

import streamlit as st

from loyalty_sim.ui import library_calls

CHOSEN, PICKED = "library.chosen", "library.picked"


def choose(name: str) -> None:
    """Show a scenario."""
    st.session_state[CHOSEN] = name


def table_anew() -> None:
    """What the table marks is not what is chosen any more: it is drawn anew."""
    st.session_state[PICKED] = st.session_state.get(PICKED, 0) + 1


def changed(name: str) -> None:
    """Something was changed in the library: its list is asked for again, and this scenario is shown."""
    library_calls.listing().forget()
    choose(name)
    table_anew()
