"""The answer that every page of results begins with: figures, the sentence, how fine the numbers are, and the checks."""

from __future__ import annotations

import streamlit as st

from loyalty_sim.report import words
from loyalty_sim.ui import advice, figures, jobs, runs, state, strip, toolbar
from loyalty_sim.ui.runs import Comparison
from loyalty_sim.ui.work import Work

LEAST_WIDTHS = "<style>.st-key-strip > * {min-width: 9.5rem} .st-key-ranges > :last-child {min-width: 17rem}</style>"
"""On a narrow page a card or the progress goes to the next line before its text is cut short."""


def draw(work: Work) -> Comparison:
    """Simulate if need be and show the answer; returns what is shown."""
    with st.container(key="warnings"):
        toolbar.warnings(work)
        advice.draw(work)
    jobs.give_way(work)
    jobs.hold_long_work(work)
    shown, coverage = runs.shown(work), state.coverage()
    with st.container(key="answer", gap="small"):
        st.html(LEAST_WIDTHS)
        strip.draw(shown, coverage)
        st.markdown(f"**{strip.plain(strip.sentence(shown, coverage))}**")
        _assumptions(work, shown)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="ranges"):
            choose_coverage()
            jobs.watch(work)
    return shown


def _assumptions(work: Work, shown: Comparison) -> None:
    """How much of the answer rests on assumed responses: far more than on simulation noise."""
    found = runs.strengths(work)
    if found is None:
        st.caption("The ranges are simulation noise, not what is unknown about behaviour.")
        return
    currency = work.scenario.currency
    weak, strong = (words.central(end.kpis["net_value"].program, "money", currency) for end in found)
    stay = [words.central(end.kpis["retention"].program, "share", currency) for end in found]
    st.caption(
        strip.plain(
            "The ranges are simulation noise. Assumptions weigh more: with every response at its weak end the net is "
            f"{weak} and {stay[0]} stay, at its strong end {strong} and {stay[1]}."
        ),
        help="Each response that is on is taken to the low or high value of its evidence; see Assumptions.",
    )


def choose_coverage() -> None:
    """Which interval the figures, sentences and charts of every page show."""
    st.segmented_control(
        "Interval", state.COVERAGES, default=state.COVERAGES[0], key=state.COVERAGE, required=True,
        persist_state="session", label_visibility="collapsed", width="content",
        format_func=lambda coverage: f"{coverage}\u00a0% interval",
    )  # fmt: skip


def footer(shown: Comparison) -> None:
    """Whether the books foot."""
    figures.checks_line(shown)
