"""Work behind the page that is begun by a button: its progress while it goes on, the page drawn anew when it is done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import streamlit as st

from loyalty_sim.engine import Cancelled


@st.cache_resource
def pool() -> ThreadPoolExecutor:
    """Threads that all sessions share; apart from those of refined runs, so that what was asked for does not wait for what
    was not."""
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="asked")


class Task:
    """Work on the pool; it says how far it is, and can be stopped."""

    def __init__(self, key: str, work: Callable[[Task], None]) -> None:
        self.key = key
        """What the work is for."""
        self.cancelled = threading.Event()
        self.done = 0.0
        """Share of the work done, 0 to 1."""
        self._work = work
        self.future: Future[bool] = pool().submit(self._run)

    @property
    def running(self) -> bool:
        """Whether it still works."""
        return not self.future.done()

    def _run(self) -> bool:
        """Whether it was finished; no call of Streamlit's drawing in here."""
        try:
            self._work(self)
        except Cancelled:
            return False
        return True

    def progress(self, done: int, total: int) -> None:
        """Told by the work from time to time."""
        self.done = done / total


@dataclass(frozen=True)
class Offer:
    """Work that a page offers; one of a name at a time and session."""

    name: str
    """Of the task in the session."""
    button: str
    """Name of the button."""
    label: str
    help: str
    icon: str
    working: str
    """Said while it works."""
    stop: str
    """Label of the button that stops it."""
    chosen: str = ""
    """Key of the session that says whether the work is wanted; it is begun unasked while it is."""


def draw(offer: Offer, key: str, work: Callable[[Task], None], unasked: bool = False) -> None:
    """The button, or the progress of what it began.

    Args:
        offer: what is offered.
        key: what the work is for; work for anything else is stopped.
        work: done on a thread of the pool.
        unasked: whether the work may begin without a click where it is chosen.
    """
    task: Task | None = st.session_state.get(offer.name)
    if task is not None and task.key != key:
        task.cancelled.set()
        task = st.session_state[offer.name] = None
    if task is None and unasked and st.session_state.get(offer.chosen):
        task = st.session_state[offer.name] = Task(key, work)
    running = task is not None and task.running

    @st.fragment(run_every=0.4 if running else None)
    def line() -> None:
        if st.session_state.get(offer.name) is not task:
            st.rerun()  # begun or stopped while only this line is being drawn
        if task is not None and task.running:
            st.progress(min(task.done, 1.0), text=offer.working)
            st.button(offer.stop, key=f"{offer.button}.stop", on_click=partial(_stop, offer))
        elif running:
            st.rerun()
        else:
            _begin(offer, key, work, task)

    line()


def _begin(offer: Offer, key: str, work: Callable[[Task], None], task: Task | None) -> None:
    failed = task.future.exception() if task is not None else None
    if failed is not None:
        st.error(f"{offer.label}: this stopped ({failed}).")
    st.button(
        offer.label, key=offer.button, on_click=partial(_start, offer, key, work), icon=offer.icon, help=offer.help
    )  # fmt: skip


def _start(offer: Offer, key: str, work: Callable[[Task], None]) -> None:
    if offer.chosen:
        st.session_state[offer.chosen] = True
    st.session_state[offer.name] = Task(key, work)


def _stop(offer: Offer) -> None:
    task: Task | None = st.session_state.get(offer.name)
    if task is not None:
        task.cancelled.set()
    if offer.chosen:
        st.session_state[offer.chosen] = False
    st.session_state[offer.name] = None
