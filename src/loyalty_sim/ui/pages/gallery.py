"""The gallery: every ready scenario as a card; the cards are there at once, their figures follow."""

import streamlit as st

from loyalty_sim.ui import gallery

st.title("Gallery", anchor=False)
st.markdown("Ready scenarios to start from. Opening one leaves the present design; undo comes back.")
gallery.draw()
