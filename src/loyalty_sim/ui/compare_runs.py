"""Runs of the designs that are compared: a preview at once, the full samples behind the page."""

from __future__ import annotations

from functools import partial

import streamlit as st

from loyalty_sim.engine import run_id
from loyalty_sim.scenario import Scenario
from loyalty_sim.study import Comparison, compared
from loyalty_sim.ui import jobs, library_calls, runs
from loyalty_sim.ui.compare_choice import Choice
from loyalty_sim.ui.runs import Shelf

JOB, HELD = "comparing", "comparing.held"
KEPT = 24
"""Comparisons on the shelf; the runs in them are on the shelf of runs."""


@st.cache_resource
def _shelf() -> Shelf:
    return Shelf(KEPT)


def preview(choice: Choice) -> tuple[Scenario, ...]:
    """The designs at one small sample, the largest that all of them answer quickly with."""
    size = min(runs.preview_size(scenario) for scenario in choice.scenarios)
    return tuple(runs.sized(scenario, size) for scenario in choice.scenarios)


def shown(choice: Choice) -> Comparison:
    """The designs side by side, at full samples where those are there, else at the preview, simulated here if need be."""
    full = all(runs.kept(scenario) is not None for scenario in choice.scenarios)
    scenarios = choice.scenarios if full else preview(choice)
    key = (choice.labels, choice.at, *((run_id(scenario), scenario.name) for scenario in scenarios))
    found: Comparison | None = _shelf().get(key)
    if found is None:
        found = compared(
            [(label, runs.analysed(each).result) for label, each in zip(choice.labels, scenarios, strict=True)], choice.at
        )
        _shelf().put(key, found)
    return found


def key_of(choice: Choice) -> jobs.Key:
    """What the runs behind the page would compute."""
    return tuple(run_id(scenario) for scenario in choice.scenarios)


def start(choice: Choice) -> None:
    """Callback: begin the full samples; the library keeps those of saved scenarios."""
    st.session_state[HELD] = None
    saved = [
        scenario
        for label, scenario in zip(choice.labels, choice.scenarios, strict=True)
        if library_calls.parted(label) and not choice.moved
    ]
    st.session_state[JOB] = jobs.Job(key_of(choice), choice.scenarios, saved)


def cancel(choice: Choice) -> None:
    """Callback: stop, and do not begin again for these designs."""
    job: jobs.Job | None = st.session_state.get(JOB)
    if job is not None:
        job.cancelled.set()
    st.session_state[JOB] = None
    st.session_state[HELD] = key_of(choice)


def current(choice: Choice) -> jobs.Job | None:
    """The job for these designs; begun unless it was held or is too large to begin unasked."""
    job, key = st.session_state.get(JOB), key_of(choice)
    if job is not None and job.key != key:
        job.cancelled.set()
        job = st.session_state[JOB] = None
    largest = max(scenario.run.customers for scenario in choice.scenarios)
    wanted = any(runs.kept(scenario) is None for scenario in choice.scenarios)
    if job is None and wanted and largest <= jobs.AUTOMATIC and st.session_state.get(HELD) != key:
        start(choice)
    return st.session_state.get(JOB)


def watch(choice: Choice, found: Comparison) -> None:
    """How fine the numbers are; progress and cancel while the full samples run; the page anew when they are there."""
    job = current(choice)
    running = job is not None and job.running

    @st.fragment(run_every=0.4 if running else None)
    def line() -> None:
        if st.session_state.get(JOB) is not job:
            st.rerun()  # begun or cancelled while only this line is being drawn
        if job is not None and job.running:
            with st.container(horizontal=True, vertical_alignment="center", key="comparing.running"):
                st.progress(min(job.done, 1.0), text=f"{_size(found)}; running the full samples …")
                st.button("Cancel", key="comparing.cancel", on_click=partial(cancel, choice))
        elif running:
            st.rerun()
        else:
            _still(choice, found, job)

    line()


def _still(choice: Choice, found: Comparison, job: jobs.Job | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="comparing.still"):
        failed = job.future.exception() if job is not None else None
        if failed is not None:
            st.error(f"The full samples stopped: {failed}. The preview is shown.")
        st.caption(f"{_size(found)}.")
        if any(runs.kept(scenario) is None for scenario in choice.scenarios):
            st.button("Run the full samples", key="comparing.start", on_click=partial(start, choice), type="tertiary")


def _size(found: Comparison) -> str:
    sizes = sorted({result.scenario.run.customers for result in found.results})
    span = f"{sizes[0]:,}" if len(sizes) == 1 else f"{sizes[0]:,} to {sizes[-1]:,}"
    return f"{span} simulated customers of each design"
