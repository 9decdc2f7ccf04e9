"""What does it hinge on: every assumption, and every lever that was moved, alone to both of its ends."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from loyalty_sim.engine import run_id
from loyalty_sim.report import risks
from loyalty_sim.report.risk import tornado as bars
from loyalty_sim.scenario import Scenario
from loyalty_sim.study import Move, Tornado, assumptions, tornado
from loyalty_sim.ui import risk_ask, risk_levers, risk_pictures, runs
from loyalty_sim.ui.risk_ask import Asked
from loyalty_sim.ui.risk_jobs import CORES, Job
from loyalty_sim.ui.risk_studies import MEASURED
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work

TITLE = "What does it hinge on"
KEY = "hinges"
WHY = (
    "Every assumption goes to the low and to the high end of its evidence, and every lever that was moved goes back to its "
    "baseline: one at a time, and with the same customers. The longest bar is what the answer hinges on."
)


def draw(work: Work) -> None:
    """The question with its choices, and the bars."""
    moves = [*risk_levers.moves(work), *assumptions(work.scenario)]
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.choices"):
        measured = risk_pictures.outcome("risk.outcome", MEASURED)
        size = risk_ask.customers(KEY, work.scenario, 1 + 2 * len(moves))
        risk_pictures.toggle()
    answer = risk_ask.draw(_asked(runs.sized(work.scenario, size), moves), WHY)
    if answer is None:
        return
    found: Tornado = answer.found
    risk_pictures.draw(bars(found, measured), f"Nothing that was moved changes {risks.subject(measured)}.")
    st.caption(
        "Each bar moves one thing alone, so it says nothing of two that are wrong together. How far an assumption may go is "
        "the range of its published evidence, or judgement where there is none; see Assumptions."
    )
    for text in (risks.beyond_evidence(bar.move) for bar in found.bars(measured.column)):
        if text:
            st.caption(f":material/info: {literal(text)}.")
    for name, reason in _failed(found):
        st.caption(f":material/error: {literal(name)} cannot be simulated: {literal(reason)}")


def _asked(scenario: Scenario, moves: list[Move]) -> Asked:
    levers = "; ".join(f"{move.path} {move.low!r} {move.high!r}" for move in moves if move.kind == "lever")
    work = partial(_found, scenario, tuple(moves))
    return Asked(KEY, TITLE, f"tornado {run_id(scenario)} {levers}", scenario, 1 + 2 * len(moves), lambda: None, work)


def _found(scenario: Scenario, moves: tuple[Move, ...], job: Job) -> Any:
    """Work of the thread."""
    return tornado(scenario, moves, MEASURED, jobs=CORES, progress=job.progress, cancel=job.cancelled)


def _failed(found: Tornado) -> list[tuple[str, str]]:
    """Ends that could not be simulated, and why."""
    ends = [(bar.move.label, end.reason) for bar in found.bars() for end in (bar.low, bar.high)]
    return [(name, reason) for name, reason in ends if reason is not None]
