"""The one door to the library: every call of it, opened once for all sessions, with its refusals told in a sentence.

A library can be slow or away while the rest of the page works. What is drawn with every page therefore waits for it for a
moment at most; what somebody asks for waits until it is answered or refused.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.library import Library, LibraryError, Saved, open_library
from loyalty_sim.library.database import default_url
from loyalty_sim.library.runs import Run
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import ScenarioError
from loyalty_sim.ui import runs
from loyalty_sim.ui.runs import Shelf
from loyalty_sim.ui.strip import literal

PATIENCE = 1.0
"""Seconds for which a page waits for what it can do without."""
FRESH = 10.0
"""Seconds for which the list of scenarios is not asked for again."""
READ = 256
"""Scenarios that are kept as read; a version never changes."""
T = TypeVar("T")


def ask(call: Callable[[Library], T]) -> T:
    """What the library answers.

    Raises:
        LibraryError: it cannot be opened, or refuses; the text is a sentence for the user.
    """
    url = default_url()
    try:
        return call(_opened(url))
    except ScenarioError as error:
        raise LibraryError(str(error)) from error
    except LibraryError as error:
        if type(error) is LibraryError:  # not a refusal: the library itself may be gone, and is opened anew next time
            _opened.clear(url)
        raise


def told(call: Callable[[Library], T]) -> T | None:
    """What the library answers; None where it cannot, which is said on the page."""
    try:
        return ask(call)
    except LibraryError as error:
        st.error(literal(str(error)), icon=":material/database_off:")
        return None


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(url: str) -> Library:
    return open_library(url)


@st.cache_resource
def pool() -> ThreadPoolExecutor:
    """Threads for calls that no page waits for."""
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="library")


class Listing:
    """The newest version of every scenario, as last heard from the library, for pages that show it beside other things."""

    def __init__(self) -> None:
        self.error = ""
        """Why nothing newer is known."""
        self._lock = threading.Lock()
        self._known: list[Saved] = []
        self._asked = float("-inf")
        self._asking: Future[list[Saved]] | None = None

    def get(self) -> list[Saved]:
        """The list; asked for again when it is old. Who asks waits a moment, everybody else not at all."""
        with self._lock:
            patience = 0.0
            if self._asking is None and time.monotonic() - self._asked > FRESH:
                self._asked, patience = time.monotonic(), PATIENCE
                self._asking = pool().submit(ask, Library.scenarios)
            asking = self._asking
        if asking is not None:
            self._hear(asking, patience)
        return self._known

    def _hear(self, asking: Future[list[Saved]], patience: float) -> None:
        try:
            known, error = asking.result(timeout=patience), ""
        except TimeoutError:
            return
        except LibraryError as refused:
            known, error = [], str(refused)
        with self._lock:
            if self._asking is asking:
                self._known, self.error, self._asking = known, error, None

    def forget(self) -> None:
        """Something was changed: ask again when it is next wanted."""
        with self._lock:
            self._asked, self._asking = float("-inf"), None


@st.cache_resource(max_entries=4, show_spinner=False)
def _listing(url: str) -> Listing:
    return Listing()


def listing() -> Listing:
    """The list of the library that is in use, shared by all sessions."""
    return _listing(default_url())


@st.cache_resource
def _read() -> Shelf:
    return Shelf(READ)


def scenario(saved: Saved) -> Scenario:
    """The scenario of a version, read once.

    Raises:
        LibraryError: what is stored is no valid scenario.
    """
    key = (saved.name, saved.text)
    found: Scenario | None = _read().get(key)
    if found is None:
        found = saved.scenario
        _read().put(key, found)
    return found


def parted(reference: str) -> tuple[str, int] | None:
    """Name and version of ``NAME@VERSION``; None for any other text."""
    name, at, version = reference.rpartition("@")
    return (name, int(version)) if at and name and version.isdecimal() and 0 < len(version) < 10 else None


def get(reference: str) -> Saved:
    """The version that ``NAME@VERSION`` names.

    Raises:
        LibraryError: there is none, or the library cannot be read.
    """
    known = next((saved for saved in listing().get() if saved.reference == reference), None)
    if known is not None:
        return known
    found = parted(reference)
    if found is None:
        raise LibraryError(f'"{reference}" names no version of a scenario; write it such as Plan@2')
    return ask(lambda library: library.get(*found))


def chosen(references: Iterable[str]) -> dict[str, Scenario]:
    """The scenarios of those texts that name a version of the library; what cannot be read is told and left out."""
    found = {}
    for reference in references:
        if parted(reference):
            try:
                found[reference] = scenario(get(reference))
            except LibraryError as error:
                st.error(literal(str(error)), icon=":material/database_off:")
    return found


def stored(asked: Scenario) -> Result | None:
    """The stored result of a scenario under the model of today; None where there is none.

    Raises:
        LibraryError: the library cannot be read, or the run in it is damaged.
    """
    run = ask(lambda library: library.stored(asked))
    return None if run is None else replace(run.result, scenario=asked)


def soon(call: Callable[[Library], T]) -> T:
    """What the library answers within a moment.

    Raises:
        LibraryError: it cannot.
        TimeoutError: it is silent.
    """
    return pool().submit(ask, call).result(timeout=PATIENCE)


def bring(asked: Scenario) -> None:
    """Have the page show the stored run of a scenario, if there is one and the library answers at once."""
    if runs.kept(asked) is not None:
        return
    try:
        run = soon(lambda library: library.stored(asked))
        if run is not None:
            runs.put(replace(run.result, scenario=asked))
    except (LibraryError, TimeoutError):  # then it is simulated
        return


def keep(result: Result) -> Future[Run]:
    """Store a result, without waiting for it."""
    return pool().submit(ask, lambda library: library.keep(result))
