"""The ready scenarios as cards: what each is, what it teaches, its program in a line, and its key figures."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loyalty_sim.report import words
from loyalty_sim.report.programs import in_a_line
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import presets
from loyalty_sim.ui import runs, state
from loyalty_sim.ui.strip import STRIP, plain
from loyalty_sim.ui.work import Work

COLUMNS = 2
SENTENCES = 2
"""Of the story, on a card."""
DESIGN = Path(__file__).parent / "pages" / "design.py"


@st.cache_data
def scenarios() -> dict[str, Scenario]:
    """The ready scenarios as they open, by name."""
    return {name: Work.opened(name).scenario for name in presets()}


def draw() -> None:
    """All cards; then the figures, from the same preview that opening the scenario shows."""
    found = scenarios()
    waiting: list[tuple[Scenario, DeltaGenerator]] = []
    names = list(found)
    for first in range(0, len(names), COLUMNS):
        for column, name in zip(st.columns(COLUMNS, gap="medium"), names[first : first + COLUMNS], strict=False):
            with column:
                waiting.append((found[name], _card(name, found[name])))
    for scenario, place in waiting:
        analysis = runs.analysed(runs.sized(scenario, runs.preview_size(scenario)))
        place.markdown(figures(analysis))


def opening(story: str, sentences: int = SENTENCES) -> str:
    """The first sentences of a story, on one line."""
    parts = " ".join(story.split()).split(". ")
    text = ". ".join(parts[:sentences])
    return text if text.endswith(".") or not text else f"{text}."


def figures(analysis: runs.Analysis) -> str:
    """The figures of the strip in a line, those that the program has."""
    currency = analysis.result.scenario.currency
    found = []
    for figure in STRIP:
        kpi = analysis.kpis[figure.key]
        if kpi.program is not None:
            found.append(f"{figure.label} **{words.central(kpi.program, kpi.unit, currency)}**")
    return plain("\u00a0· ".join(text.replace(" ", "\u00a0") for text in found))


def _card(name: str, scenario: Scenario) -> DeltaGenerator:
    """One card; returns the place of its figures."""
    with st.container(border=True, key=f"card.{name}", gap="small", height="stretch"):
        st.subheader(plain(scenario.name), anchor=False)
        if scenario.teaches:
            st.markdown(f":material/lightbulb: **{plain(scenario.teaches)}**")
        st.markdown(plain(opening(scenario.story)))
        st.caption(f"{plain(in_a_line(scenario.program, scenario.currency))}.")
        place = st.empty()
        place.caption("Simulating …")
        if st.button("Open", key=f"open.{name}", icon=":material/arrow_forward:", help=f"Open {name} on the design page"):
            state.open_preset(name)
            st.switch_page(DESIGN)
    return place
