"""The design: levers beside their answer."""

import streamlit as st

from loyalty_sim.ui import figures, jobs, questions, runs, sidebar, state, strip, toolbar

work = state.work()
sidebar.draw(work)
toolbar.draw(work)
toolbar.warnings(work)
with st.spinner("Simulating …", show_time=True):
    shown = runs.shown(work)
strip.draw(shown)
st.markdown(f"**{strip.plain(strip.sentence(shown))}**")
jobs.watch(work)
questions.draw(shown)
figures.checks_line(shown)
