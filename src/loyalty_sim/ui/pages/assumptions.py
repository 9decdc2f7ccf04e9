"""The assumptions: what the company can only estimate, apart from what it decides."""

import streamlit as st

from loyalty_sim.ui import answer, assumptions, state, toolbar

work = state.work()
toolbar.draw(work)
shown = answer.draw(work)
st.info(
    "Assumptions describe the world, which the design and the baseline share: editing one recomputes **both**.",
    icon=":material/public:",
)
assumptions.draw(work)
answer.footer(shown)
