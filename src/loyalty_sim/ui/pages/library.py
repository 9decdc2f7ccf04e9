"""The library: saved scenarios with all their versions, and stored runs."""

import streamlit as st

from loyalty_sim.ui import library, state, toolbar

st.title("Library", anchor=False)
toolbar.warnings(state.work())
library.draw()
