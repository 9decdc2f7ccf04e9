"""Points followed past the horizon: a longer run of what is shown, behind the page, when it is asked for."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import streamlit as st

from loyalty_sim.engine import Cancelled, Result, run_id, simulate
from loyalty_sim.finance import longer
from loyalty_sim.scenario import Scenario
from loyalty_sim.ui import jobs, runs

FOLLOWING = "following"


class Following:
    """A longer run on the pool."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = longer(scenario)
        self.key = run_id(scenario)
        self.cancelled = threading.Event()
        self.done = 0.0
        """Share of the work done, 0 to 1."""
        self.future: Future[bool] = jobs.pool().submit(self._run)

    @property
    def running(self) -> bool:
        """Whether it still works."""
        return not self.future.done()

    def _run(self) -> bool:
        try:
            runs.analysed(self.scenario, self._simulate)
        except Cancelled:
            return False
        return True

    def _simulate(self, scenario: Scenario) -> Result:
        chunks = max(1, scenario.run.customers // jobs.PIECE)
        return simulate(scenario, threads=1, chunks=chunks, progress=self._progress, cancel=self.cancelled)

    def _progress(self, done: int, total: int) -> None:
        self.done = done / total


def followed(scenario: Scenario) -> Result | None:
    """The longer run of a scenario, if it is there."""
    found = runs.kept(longer(scenario))
    return None if found is None else found.result


def offer(scenario: Scenario) -> None:
    """A button that begins the longer run; its progress while it works; the page drawn anew when it is done."""
    job: Following | None = st.session_state.get(FOLLOWING)
    if job is not None and job.key != run_id(scenario):
        job.cancelled.set()
        job = st.session_state[FOLLOWING] = None
    running = job is not None and job.running

    @st.fragment(run_every=0.4 if running else None)
    def line() -> None:
        if st.session_state.get(FOLLOWING) is not job:
            st.rerun()  # begun or stopped while only this line is being drawn
        if job is not None and job.running:
            st.progress(min(job.done, 1.0), text=f"Following the points to month {job.scenario.run.months} …")
            st.button("Stop following", key="unfollow", on_click=_stop)
        elif running:
            st.rerun()
        else:
            _begin(scenario, job)

    line()


def _begin(scenario: Scenario, job: Following | None) -> None:
    failed = job.future.exception() if job is not None else None
    if failed is not None:
        st.error(f"Following the points stopped: {failed}.")
    st.button(
        "Follow the points past the horizon", key="follow", on_click=_start, args=(scenario,),
        icon=":material/fast_forward:",
        help=f"Simulates the program in force at the end on to month {longer(scenario).run.months}, with "
        f"{scenario.run.customers:,} customers, so that it is known what becomes of the points still outstanding",
    )  # fmt: skip


def _start(scenario: Scenario) -> None:
    st.session_state[FOLLOWING] = Following(scenario)


def _stop() -> None:
    job: Following | None = st.session_state.get(FOLLOWING)
    if job is not None:
        job.cancelled.set()
    st.session_state[FOLLOWING] = None
