"""The refined run behind the page: one cancellable job per session on a small pool that all sessions share."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import streamlit as st

from loyalty_sim.engine import Cancelled, Result, run_id, simulate
from loyalty_sim.library import LibraryError
from loyalty_sim.scenario import Scenario
from loyalty_sim.ui import library_calls, runs, state
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work

AUTOMATIC = 200_000
"""Largest sample that is refined without being asked."""
PAUSE = 1.0
"""Seconds without a lever move before a refined run begins, so that dragging starts none."""
PIECE = 1_000
"""Customers per chunk: a new lever move waits for no more than the chunk under way."""
JOB, HELD = "job", "held"
LONG = "long"
"""Long work that was asked for on another page; it goes on, but steps aside for levers."""

Key = tuple[str, ...]


class Job:
    """Runs of some scenarios, one after the other, those that are not on the shelf."""

    def __init__(self, key: Key, scenarios: Sequence[Scenario], store: Sequence[Scenario] = ()) -> None:
        self.key = key
        self._store = {run_id(scenario): scenario for scenario in store}
        self.not_stored = ""
        """Why a run was not put into the library."""
        self._library = True
        self.cancelled = threading.Event()
        self.done = 0.0
        """Share of the work done, 0 to 1."""
        self._missing = [scenario for scenario in scenarios if runs.kept(scenario) is None]
        self._before = 0
        self.future: Future[bool] = pool().submit(self._run)

    @property
    def running(self) -> bool:
        """Whether it still works."""
        return not self.future.done()

    def _run(self) -> bool:
        """Work of the pool's thread: no call of Streamlit's drawing in here. Returns whether it was finished."""
        if self.cancelled.wait(PAUSE):
            return False
        try:
            for scenario in self._missing:
                result = runs.analysed(scenario, self._answered).result
                self._before += 1
                if run_id(scenario) in self._store:
                    self._keep(replace(result, scenario=self._store[run_id(scenario)]))
        except Cancelled:
            return False
        return True

    def store(self, scenario: Scenario) -> None:
        """Have the run of a scenario put into the library when it is there."""
        self._store = {**self._store, run_id(scenario): scenario}

    def _answered(self, scenario: Scenario) -> Result:
        """As stored in the library, or else simulated. A library that cannot be read is not asked again."""
        found = None
        if self._library:
            try:
                found = library_calls.stored(scenario)
            except LibraryError:
                self._library = False
        return found or self._simulate(scenario)

    def _keep(self, result: Result) -> None:
        try:
            library_calls.keep(result).result()
        except LibraryError as error:
            self.not_stored = str(error)

    def _simulate(self, scenario: Scenario) -> Result:
        threads = max(1, (os.cpu_count() or 1) - 1)
        chunks = max(1, scenario.run.customers // PIECE)
        return simulate(scenario, threads=threads, chunks=chunks, progress=self._progress, cancel=self.cancelled)

    def _progress(self, done: int, total: int) -> None:
        self.done = (self._before + done / total) / len(self._missing)


@st.cache_resource
def pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="refined")


def key_of(work: Work) -> Key:
    """What a job would compute."""
    return run_id(work.scenario), run_id(work.baseline)


def give_way(work: Work) -> None:
    """Cancel a run for anything but this work, before the preview needs the cores."""
    job: Job | None = st.session_state.get(JOB)
    if job is not None and job.key != key_of(work):
        job.cancelled.set()
        st.session_state[JOB] = None


def hold_long_work(work: Work) -> None:
    """Have long work step aside where the preview of this work is still to be simulated."""
    long = st.session_state.get(LONG)
    if long is not None and runs.kept(runs.sized(work.scenario, runs.preview_size(work.scenario))) is None:
        long.step_aside()


def current(work: Work) -> Job | None:
    """The session's job for this work; begins it unless it was held or is too large to begin unasked."""
    give_way(work)
    key, job = key_of(work), st.session_state.get(JOB)
    wanted = runs.refined(work) is None or runs.strengths(work) is None
    if job is None and wanted and st.session_state.get(HELD) != key and work.scenario.run.customers <= AUTOMATIC:
        start(work)
    return st.session_state.get(JOB)


def start(work: Work) -> None:
    """Begin the refined run of a design and its baseline, and of the design with weak and with strong responses."""
    st.session_state[HELD] = None
    store = () if work.unsaved else (work.scenario,)
    st.session_state[JOB] = Job(key_of(work), (work.scenario, work.baseline, *runs.ends(work)), store)


def cancel(work: Work) -> None:
    """Stop the refined run and do not begin it again for this work."""
    job: Job | None = st.session_state.get(JOB)
    if job is not None:
        job.cancelled.set()
    st.session_state[JOB] = None
    st.session_state[HELD] = key_of(work)


def watch(work: Work) -> None:
    """Say how fine the shown numbers are; progress and cancel while the refined run works; its results when it is done."""
    job = current(work)
    running = job is not None and job.running

    @st.fragment(run_every=0.4 if running else None)
    def line() -> None:
        if state.work() != work or st.session_state.get(JOB) is not job:
            st.rerun()  # a lever was moved, or the run begun or cancelled, while only this line is being drawn
        if job is not None and job.running:
            _running(work, job)
        elif running:
            st.rerun()
        else:
            _still(work, job)

    line()


def _running(work: Work, job: Job) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="refining"):
        if runs.refined(work) is None:
            text = f"Preview with {_preview(work)} customers; refining with {work.scenario.run.customers:,} …"
        else:
            text = "Trying weak and strong responses …"
        st.progress(min(job.done, 1.0), text=text)
        st.button("Cancel", key="cancel", on_click=partial(cancel, work))


def _still(work: Work, job: Job | None) -> None:
    wanted = work.scenario.run.customers
    with st.container(horizontal=True, vertical_alignment="center", key="refining"):
        if runs.refined(work) is not None:
            st.caption(f"Refined: {wanted:,} simulated customers.")
            if job is not None and job.not_stored:
                st.warning(f"The run was not stored: {literal(job.not_stored)}")
            return
        failed = job.future.exception() if job is not None else None
        if failed is not None:
            st.error(f"The refined run stopped: {failed}. The preview with {_preview(work)} customers is shown.")
        elif wanted > runs.preview_size(work.scenario):
            st.caption(f"Preview with {_preview(work)} simulated customers.")
            st.button(f"Refine with {wanted:,}", key="refine", on_click=partial(start, work), type="tertiary")
        else:
            st.caption(f"{wanted:,} simulated customers.")


def _preview(work: Work) -> str:
    return f"{runs.preview_size(work.scenario):,}"
