"""Compare: two to six designs side by side."""

import streamlit as st

from loyalty_sim.ui import compare

st.title("Compare", anchor=False)
compare.draw()
