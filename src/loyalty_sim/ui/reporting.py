"""The report of what is shown, made when it is asked for."""

from __future__ import annotations

from typing import Any, NamedTuple

import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.report.files import file_stem
from loyalty_sim.report.html import Origin, contents
from loyalty_sim.scenario.files import ScenarioError
from loyalty_sim.ui import runs, state
from loyalty_sim.ui.runs import Comparison
from loyalty_sim.ui.work import Work

MADE = "report.made"


class Made(NamedTuple):
    """The report that a session has made."""

    of: Any
    """What it is of: scenario, baseline and coverage of the intervals."""
    customers: int
    text: str


def draw(work: Work) -> None:
    """A button that makes the report, and then one that saves it; it can be made again when a finer run is there."""
    shown, place = runs.shown(work), st.container(key="report", gap="xsmall")
    wanted = (work.scenario, work.baseline, state.coverage())
    made: Made | None = st.session_state.get(MADE)
    if made is not None and made.of != wanted:
        made = st.session_state[MADE] = None
    if made is None or made.customers != shown.customers:
        size = f"{shown.customers:,} simulated customers"
        if place.button(
            "Make the report (HTML)" if made is None else f"Make it again with {size}", key="report.make",
            icon=":material/description:", width="stretch",
            help="Question, answer, figures, assumptions, charts, risks, statements and method in one file that opens in "
            f"any browser and prints; of the {size} that are shown",
        ):  # fmt: skip
            try:
                made = st.session_state[MADE] = Made(wanted, shown.customers, _made(work, shown, place))
            except ScenarioError as error:
                place.error(f"The report could not be made: {error}")
    if made is not None:
        place.download_button(
            f"Save the report of {made.customers:,} customers", made.text, f"{file_stem(work.scenario.name)}.html",
            "text/html", key="report.save", on_click="ignore", icon=":material/download:", type="primary", width="stretch",
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
