"""The long work of a session: one at a time, on a thread behind the page, which can be stopped and steps aside for levers.

It leaves a core to the page, and waits while somebody moves levers: a preview is then as quick as without it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import streamlit as st

from loyalty_sim.engine import Cancelled
from loyalty_sim.report.studies import duration
from loyalty_sim.study import Done, LostWorkersError, StudyFolderError
from loyalty_sim.ui.jobs import LONG
from loyalty_sim.ui.strip import literal

CORES = max(1, (os.cpu_count() or 1) - 1)
"""For long work; one is left to the page."""
ASIDE = 2.0
"""Seconds for which it waits after a lever was moved."""
POLL = 0.1
TICK = 0.4
"""Seconds between looks at how far it is."""
FAILED = "risk.failed"
"""Why the last work stopped, by the question that it was for."""


@st.cache_resource
def pool() -> ThreadPoolExecutor:
    """One thread for all sessions: what one window asks for waits until another's is done."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="study")


class Job:
    """Long work; no call of Streamlit's drawing in its thread."""

    def __init__(self, question: str, title: str, key: str, work: Callable[[Job], None]) -> None:
        self.question = question
        self.title = title
        """The question, for people."""
        self.key = key
        """What it will answer."""
        self.cancelled = threading.Event()
        self.far: Done | None = None
        self._aside = 0.0
        self._work = work
        self.future: Future[bool] = pool().submit(self._run)

    @property
    def running(self) -> bool:
        """Whether it still works, or waits for its turn."""
        return not self.future.done()

    def _run(self) -> bool:
        """Whether it was finished."""
        if self.cancelled.is_set():
            return False
        try:
            self._work(self)
        except Cancelled:
            return False
        return True

    def progress(self, done: Done) -> None:
        """Told by the work after each block of runs; holds it while levers are moved."""
        self.far = done
        while time.monotonic() < self._aside and not self.cancelled.wait(POLL):
            pass

    def step_aside(self) -> None:
        """Begin nothing for a moment."""
        self._aside = time.monotonic() + ASIDE

    def stop(self) -> None:
        """Begin nothing more; what is kept on disk stays."""
        self.cancelled.set()


def current() -> Job | None:
    """The work of this session that is not done yet."""
    job: Job | None = st.session_state.get(LONG)
    return job if job is not None and job.running else None


def start(question: str, title: str, key: str, work: Callable[[Job], None]) -> None:
    """Callback: begin; nothing where something else is being done."""
    if current() is None:
        st.session_state.setdefault(FAILED, {}).pop(key, None)
        st.session_state[LONG] = Job(question, title, key, work)


def stop() -> None:
    """Callback: stop what is being done."""
    job: Job | None = st.session_state.get(LONG)
    if job is not None:
        job.stop()
    st.session_state[LONG] = None


def notice() -> bool:
    """Take note of the end of what was being done; whether it has ended since the page was last drawn."""
    job: Job | None = st.session_state.get(LONG)
    if job is None or job.running:
        return False
    error = job.future.exception()
    if error is not None:
        st.session_state.setdefault(FAILED, {})[job.key] = _why(error)
    st.session_state[LONG] = None
    return True


def watch(question: str) -> None:
    """The progress of what is being done for a question; the page is drawn anew when it is done."""
    job = current()
    if job is not None and job.question == question:
        _progress(job)


def watch_others(question: str) -> None:
    """The progress of what is being done for any other question."""
    job = current()
    if job is not None and job.question != question:
        _progress(job)


def _progress(job: Job) -> None:
    @st.fragment(run_every=TICK)
    def line() -> None:
        if st.session_state.get(LONG) is not job or not job.running:
            st.rerun()
        with st.container(horizontal=True, vertical_alignment="center", key="risk.running"):
            st.progress(_share(job), text=literal(_said(job)))
            st.button("Cancel", key="risk.cancel", on_click=stop)

    line()


def failure(key: str) -> str:
    """Why the work for an answer stopped, in a sentence; "" where it did not."""
    told: str = st.session_state.get(FAILED, {}).get(key, "")
    return told


def _why(error: BaseException) -> str:
    if isinstance(error, OSError) and not isinstance(error, TimeoutError):
        where = f" {error.filename}" if error.filename else ""
        return f"the folder{where} cannot be written: {(error.strerror or str(error)).lower()}"
    if isinstance(error, StudyFolderError | LostWorkersError | RuntimeError | ValueError):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _share(job: Job) -> float:
    return 0.0 if job.far is None or not job.far.total else min(job.far.runs / job.far.total, 1.0)


def _said(job: Job) -> str:
    far = job.far
    if far is None:
        waits = not job.future.running()
        return f"{job.title}: {'waiting for what another window asked for' if waits else 'beginning'} …"
    left = far.seconds_left
    time_left = "" if left is None else f", about {duration(left)} left"
    return f"{job.title}: {far.runs:,} of {far.total:,} runs{time_left}"
