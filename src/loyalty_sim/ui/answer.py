"""The answer that every page of results begins with: figures, the sentence, how fine the numbers are, and the checks."""

from __future__ import annotations

import streamlit as st

from loyalty_sim.ui import figures, jobs, runs, strip, toolbar
from loyalty_sim.ui.runs import Comparison
from loyalty_sim.ui.work import Work


def draw(work: Work) -> Comparison:
    """Simulate if need be and show the answer; returns what is shown."""
    with st.container(key="warnings"):
        toolbar.warnings(work)
    shown = runs.shown(work)
    with st.container(key="answer", gap="small"):
        strip.draw(shown)
        st.markdown(f"**{strip.plain(strip.sentence(shown))}**")
        jobs.watch(work)
    return shown


def footer(shown: Comparison) -> None:
    """Whether the books foot."""
    figures.checks_line(shown)
