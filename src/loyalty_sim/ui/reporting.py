"""The report of what is shown, made when it is asked for."""

from __future__ import annotations

from typing import Any

import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.report.files import file_stem
from loyalty_sim.report.html import Origin, contents
from loyalty_sim.scenario.files import ScenarioError
from loyalty_sim.ui import runs, state
from loyalty_sim.ui.runs import Comparison
from loyalty_sim.ui.work import Work

MADE = "report.made"
"""The report of the session and what it is of."""


def draw(work: Work) -> None:
    """A button that makes the report, and then one that saves it."""
    shown = runs.shown(work)
    wanted = (shown.active.result.scenario, shown.baseline.result.scenario, state.coverage())
    place = st.container(key="report")
    made: tuple[Any, str] | None = st.session_state.get(MADE)
    if made is None or made[0] != wanted:
        if not place.button(
            "Make the report (HTML)", key="report.make", icon=":material/description:", width="stretch",
            help="Question, answer, figures, assumptions, charts, risks, statements and method in one file that opens in "
            f"any browser and prints; of the {shown.customers:,} simulated customers shown",
        ):  # fmt: skip
            return
        try:
            made = wanted, _made(work, shown, place)
        except ScenarioError as error:
            place.error(f"The report could not be made: {error}")
            return
        st.session_state[MADE] = made
    place.download_button(
        "Save the report", made[1], f"{file_stem(work.scenario.name)}.html", "text/html", key="report.save",
        on_click="ignore", icon=":material/download:", type="primary", width="stretch",
    )  # fmt: skip


def _made(work: Work, shown: Comparison, place: Any) -> str:
    """The report, with its progress."""
    progress = place.progress(0.0, text="Trying weak and strong responses …")
    ends: list[Result] = []
    for number, scenario in enumerate(runs.ends(work), start=1):
        ends.append(runs.analysed(scenario).result)
        progress.progress(0.3 * number, text="Trying weak and strong responses …" if number < 2 else "Drawing the charts …")
    baseline = None if shown.same else shown.baseline.result
    text = contents(shown.active.result, baseline, (ends[0], ends[1]), _origin(work, baseline), state.coverage())
    progress.empty()
    return text


def _origin(work: Work, baseline: Result | None) -> Origin:
    """Names of the files that are attached."""
    stem = file_stem(work.scenario.name)
    if baseline is None:
        return Origin(f"{stem}.yaml", "", f"{stem}.html")
    other = file_stem(baseline.scenario.name)
    return Origin(f"{stem}.yaml", f"{other if other != stem else 'baseline'}.yaml", f"{stem}.html")
