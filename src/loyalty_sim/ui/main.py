"""The page: opens computed on a preset; levers in the sidebar, the answer beside them."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from loyalty_sim.ui import history, runs, state, view

PAGES = Path(__file__).parent / "pages"


def main() -> None:
    """Draw the page that was asked for; called on every rerun."""
    st.set_page_config("loyalty-sim", page_icon=":material/loyalty:", layout="wide", initial_sidebar_state=380)
    design = st.Page(PAGES / "design.py", title="Design", default=True)
    page = st.navigation(
        [
            design,
            st.Page(PAGES / "library.py", title="Library"),
            st.Page(PAGES / "compare.py", title="Compare"),
            st.Page(PAGES / "risk.py", title="Risk"),
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
    if view.aimed() and page.title != design.title:
        st.switch_page(design)  # where the levers are
    page.run()
    view.scroll()
    history.end_replay()
