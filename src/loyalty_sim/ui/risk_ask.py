"""A question that takes many runs: what it will take, a button that begins it, and the answer, new or from before."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from loyalty_sim.engine import ahead, run_id
from loyalty_sim.report.studies import duration
from loyalty_sim.scenario import Scenario
from loyalty_sim.study.plan import BASE, Design, Draw, Plan
from loyalty_sim.study.runner import Cost, estimate_cost
from loyalty_sim.study.specification import Base, Study
from loyalty_sim.ui import behind, changes, risk_jobs, runs, state
from loyalty_sim.ui.jobs import LONG
from loyalty_sim.ui.risk_jobs import CORES, Job
from loyalty_sim.ui.runs import Shelf
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work

TRIAL = 2_000
"""Customers of the run by which the time is estimated."""
MOMENT = 0.3
"""Seconds for which the page waits for that."""
SIZES = (500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 50_000)
"""Customers of a run that can be chosen."""
USUAL = 0
"""Stands for as many as a question is best asked with."""
PREVIEWS = 30
"""A question takes about as long as so many previews, where nothing else is chosen."""
KEPT = 60
LAST, BEGUN = "risk.answers", "risk.begun"
"""The latest answer of a session to each question, and what it asked last."""


@dataclass(frozen=True)
class Asked:
    """What is asked now."""

    question: str
    title: str
    key: str
    """Equal for equal questions of equal designs."""
    scenario: Scenario
    """As it will be simulated."""
    runs: int
    find: Callable[[], Any]
    """Where the answer may be besides; None where it is not."""
    work: Callable[[Job], Any]
    """Finds the answer, in a thread."""

    @property
    def size(self) -> str:
        """The runs in words."""
        return f"{self.runs:,} runs of {self.scenario.run.customers:,} customers over {self.scenario.run.months} months"


class Begun(NamedTuple):
    """What was asked last; its answer is kept even if something is changed before it is there."""

    question: str
    key: str
    size: str
    work: Work


@dataclass(frozen=True)
class Answer:
    """What was found, and for what."""

    key: str
    size: str
    work: Work
    """The session's work when it was asked."""
    found: Any


@st.cache_resource
def _shelf() -> Shelf:
    return Shelf(KEPT)


@st.cache_resource
def _speeds() -> Shelf:
    return Shelf(KEPT)


def customers(question: str, scenario: Scenario, count: int) -> int:
    """The choice of how many customers each of so many runs has; without one it is sized to be answered soon."""
    affordable = runs.preview_size(scenario) * PREVIEWS / max(count, PREVIEWS)
    usual = max((size for size in SIZES if size <= affordable), default=SIZES[0])
    chosen = st.selectbox(
        "Customers a run", [USUAL, *SIZES], key=f"risk.customers.{question}", persist_state="session", width=190,
        format_func=lambda size: f"{usual:,} (usual)" if size == USUAL else f"{size:,}",
        help="Simulated in each run; more customers leave less noise and take longer in proportion",
    )  # fmt: skip
    return chosen or usual


def draw(asked: Asked, why: str) -> Answer | None:
    """The button or its progress, and what is to be said of the answer.

    Args:
        asked: what is asked now.
        why: said where nothing was answered yet.

    Returns:
        The answer to draw, if there is one: to what is asked now, or the latest to this question.
    """
    found = _answer(asked)
    if found is not None and found.key == asked.key:
        st.caption(f"Answered by {found.size}.")
        risk_jobs.watch(asked.question)
        return found
    if found is None:
        st.info(why)
    else:
        st.info(_of_before(found), icon=":material/history:")
    told = risk_jobs.failure(asked.key)
    if told:
        st.error(f"This stopped: {literal(told)}.")
    risk_jobs.watch(asked.question)
    _offer(asked, again=found is not None)
    return found


def _answer(asked: Asked) -> Answer | None:
    last: dict[str, Answer] = st.session_state.setdefault(LAST, {})
    begun: Begun | None = st.session_state.get(BEGUN)
    if begun is not None and begun.question == asked.question and (done := _shelf().get(begun.key)) is not None:
        last[asked.question] = Answer(begun.key, begun.size, begun.work, done)
        st.session_state[BEGUN] = None
    known = last.get(asked.question)
    if known is not None and known.key == asked.key:
        return known
    found = _shelf().get(asked.key)
    if found is None:
        found = asked.find()
        if found is not None:
            _shelf().put(asked.key, found)
    if found is not None:
        last[asked.question] = Answer(asked.key, asked.size, state.work(), found)
    return last.get(asked.question)


def _of_before(found: Answer) -> str:
    """For which design an older answer is."""
    work = state.work()
    if found.work.scenario == work.scenario and found.work.baseline == work.baseline:
        return f"The answer below is by {found.size}; what is asked has changed since."
    return (
        f"The answer below is for **{literal(found.work.scenario.name)}** as it was. "
        f"Since then: {literal(changes.words(found.work, work))}."
    )


def _offer(asked: Asked, again: bool) -> None:
    """A button that says what it will take."""
    if risk_jobs.current() is not None:
        return  # one thing at a time; its progress is on the page
    seconds = _seconds(asked)

    @st.fragment(run_every=risk_jobs.TICK if seconds is None else None)
    def line() -> None:
        if st.session_state.get(LONG) is not None or (seconds is None and _seconds(asked) is not None):
            st.rerun()  # begun, or measured, while only this line is being drawn
        takes = "measuring how long it takes …" if seconds is None else _told(seconds)
        with st.container(horizontal=True, vertical_alignment="center", key=f"risk.offer.{asked.question}"):
            st.button(
                "Find out again" if again else "Find out", key=f"risk.start.{asked.question}", type="primary",
                icon=":material/play_arrow:", on_click=partial(start, asked),
                help="Runs behind the page, which can be used meanwhile",
            )  # fmt: skip
            st.caption(f"{asked.size}, {takes}")

    line()


def start(asked: Asked) -> None:
    """Callback: begin to look for the answer, unless something else is being looked for."""
    if risk_jobs.current() is None:
        st.session_state[BEGUN] = Begun(asked.question, asked.key, asked.size, state.work())
    risk_jobs.start(asked.question, asked.title, asked.key, partial(_find, asked))


def _find(asked: Asked, job: Job) -> None:
    """Work of the thread."""
    ahead.wait_for(asked.scenario)
    _shelf().put(asked.key, asked.work(job))


def _seconds(asked: Asked) -> float | None:
    """What the runs will take, from a trial that is made once for each design; None while that is being made."""
    small = runs.sized(asked.scenario, min(TRIAL, asked.scenario.run.customers))
    key = run_id(small)
    trial: Future[float] | None = _speeds().get(key)
    if trial is None:
        trial = behind.pool().submit(_tried, small)
        _speeds().put(key, trial)
        wait([trial], timeout=MOMENT)
    if not trial.done():
        return None
    if trial.exception() is not None:
        return math.nan  # what is wrong is said when it is begun
    per_run = trial.result() * asked.scenario.run.customers / small.run.customers
    return Cost(asked.runs, per_run, CORES, CORES).seconds


def _told(seconds: float) -> str:
    return "for a time that cannot be told" if math.isnan(seconds) else f"about {duration(seconds)}"


def _tried(small: Scenario) -> float:
    """Seconds that a run takes on one core."""
    ahead.wait_for(small)
    plan = Plan(Study(base=Base(scenario=small)), small, (Design(0, BASE, {}),), (Draw(0, {}),))
    return estimate_cost(plan, 1, 1).seconds_per_run
