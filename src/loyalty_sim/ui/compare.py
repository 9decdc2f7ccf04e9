"""The comparison on the page: designs, whether they can be paired, what differs in them and what that does."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from loyalty_sim.report.comparison import summary, void
from loyalty_sim.study import Comparison, compared
from loyalty_sim.ui import answer, compare_choice, compare_runs, compare_tables, compare_views, jobs, state
from loyalty_sim.ui.compare_choice import Choice
from loyalty_sim.ui.strip import literal


def draw() -> None:
    """The whole page below its title."""
    choice = compare_choice.choose()
    if choice is None:
        return
    jobs.give_way(state.work())
    compare_choice.chips(choice)
    with st.spinner("Simulating a preview …"):
        found = compare_runs.shown(choice)
    compare_choice.pairing(choice, _voids(choice, found))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="ranges"):
        answer.choose_coverage()
        compare_runs.watch(choice, found)
    _sentences(found)
    compare_tables.inputs(found)
    compare_tables.figures(found)
    compare_views.draw(found)
    compare_tables.kept(found)


def _voids(choice: Choice, found: Comparison) -> list[str]:
    """Why designs cannot be paired with the reference, of the designs as they are and not of their previews."""
    return [text for index in found.others if (text := void(as_chosen(choice, found), index))]


def as_chosen(choice: Choice, found: Comparison) -> Comparison:
    """The comparison with the scenarios at their own samples; for what is said of them, not for numbers."""
    results = [replace(result, scenario=each) for result, each in zip(found.results, choice.scenarios, strict=True)]
    return compared(list(zip(found.names, results, strict=True)), found.at)


def _sentences(found: Comparison) -> None:
    """What each design does against the reference."""
    coverage = state.coverage()
    st.markdown("\n".join(f"- {literal(summary(found, index, coverage))}." for index in found.others))
    for index in found.others:
        if not found.same_currency(index):
            st.caption(f"{literal(found.names[index])} is in another currency: amounts of money are not compared.")
