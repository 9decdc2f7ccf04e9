"""The page: opens computed on a preset; levers in the sidebar, the answer beside them."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from loyalty_sim.ui import runs, state

PAGES = Path(__file__).parent / "pages"


def main() -> None:
    """Draw the page that was asked for; called on every rerun."""
    st.set_page_config("loyalty-sim", page_icon=":material/loyalty:", layout="wide", initial_sidebar_state=380)
    page = st.navigation(
        [
            st.Page(PAGES / "design.py", title="Design", default=True),
            st.Page(PAGES / "compare.py", title="Compare"),
            st.Page(PAGES / "assumptions.py", title="Assumptions"),
            st.Page(PAGES / "finance.py", title="Finance"),
            st.Page(PAGES / "gallery.py", title="Gallery"),
            st.Page(PAGES / "method.py", title="Method"),
        ],
        position="top",
    )
    state.begin()
    state.put_link()  # before anything is drawn: whoever reloads at once loses nothing
    runs.warm()
    page.run()
