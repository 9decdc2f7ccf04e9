"""The assumptions: what the company can only estimate, apart from what it decides."""

import streamlit as st

from loyalty_sim.ui import assumptions, figures, jobs, runs, state, strip, toolbar

work = state.work()
toolbar.draw(work)
toolbar.warnings(work)
st.info("Assumptions describe the world, which the design and the baseline share: editing one recomputes **both**.", icon=":material/public:")
shown = runs.shown(work)
strip.draw(shown)
st.markdown(f"**{strip.plain(strip.sentence(shown))}**")
jobs.watch(work)
assumptions.draw(work)
figures.checks_line(shown)
