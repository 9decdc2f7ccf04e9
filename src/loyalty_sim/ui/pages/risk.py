"""Risk: what an answer hinges on, how levers act together, how likely a loss is, and what is given up for what."""

import streamlit as st

from loyalty_sim.ui import risk

st.title("Risk", anchor=False)
risk.draw()
