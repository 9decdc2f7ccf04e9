"""The risk page: questions of the present design, which take many runs, and studies that were finished elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from loyalty_sim.ui import risk_finished, risk_front, risk_grid, risk_jobs, risk_loss, risk_tornado, state, toolbar
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work

DESIGN, STUDY = "This design", "A finished study"
QUESTIONS: dict[str, tuple[str, Callable[[Work], None]]] = {
    risk_tornado.TITLE: (risk_tornado.KEY, risk_tornado.draw),
    risk_grid.TITLE: (risk_grid.KEY, risk_grid.draw),
    risk_loss.TITLE: (risk_loss.KEY, risk_loss.draw),
    risk_front.TITLE: (risk_grid.KEY, risk_front.draw),
}
"""The key of what is simulated, and what draws the answer; two are answered by the same designs."""
SOURCE, QUESTION = "risk.source", "risk.question"
"""Keys of the widgets."""


def draw() -> None:
    """The whole page below its title."""
    work = state.work()
    toolbar.warnings(work)
    source = st.segmented_control(
        "Source", [DESIGN, STUDY], default=DESIGN, key=SOURCE, required=True, persist_state="session",
        label_visibility="collapsed", width="content",
    )  # fmt: skip
    if risk_jobs.notice():
        risk_finished.look_again()
    if source == STUDY:
        risk_jobs.watch_others("")
        risk_finished.draw()
    else:
        _design(work)


def _design(work: Work) -> None:
    """The questions of the present design, and the answer to the open one."""
    count = work.changes
    changed = f", {count} lever{'' if count == 1 else 's'} changed against the baseline" if count else ""
    st.caption(f"**{literal(work.scenario.name)}**{changed}. Levers are on the page Design.")
    question = st.segmented_control(
        "Question", list(QUESTIONS), default=next(iter(QUESTIONS)), key=QUESTION, required=True, persist_state="session",
        label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    key, answer = QUESTIONS[str(question)]
    risk_jobs.watch_others(key)
    answer(work)
