"""Going back and forth: undo, redo, replay, the list of changed levers, and every state that the work has been in."""

from __future__ import annotations

import time

import streamlit as st

from loyalty_sim.ui import sidebar, state
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work

HOLD = 1.3
"""Seconds for which a replay shows the page without the last change."""
TALLEST = 420
"""Pixels of the list before it scrolls."""


def draw(work: Work) -> None:
    """The buttons and lists."""
    back, forward = len(st.session_state[state.PAST]), len(st.session_state[state.FUTURE])
    st.button(":material/undo:", key="undo", on_click=state.undo, disabled=not back, help="Undo the last change")
    st.button(":material/redo:", key="redo", on_click=state.redo, disabled=not forward, help="Redo what was undone")
    st.button(
        ":material/replay:", key="replay", on_click=state.replay, disabled=not back or state.replaying(),
        help="Replay: takes the last change off for a moment and puts it on again, so that its effect is seen as movement",
    )  # fmt: skip
    _changed(work)
    with st.popover("History", key="history.list", icon=":material/history:", on_change="rerun") as shown:
        if shown.open:
            _steps(work)


def _changed(work: Work) -> None:
    """The levers that differ from the baseline."""
    count = work.changes
    title = f"{count} changed" if count else "No changes"
    with st.popover(title, key="changes", disabled=not count, icon=":material/list:", on_change="rerun") as changes:
        if changes.open:
            sidebar.jump(work)
            st.button("Reset all levers ↺", key="reset", on_click=state.reset_program)


def _steps(work: Work) -> None:
    """Every change of this session, the latest first, and a way to the state that each one made."""
    steps = state.history()
    here = next((index for index in reversed(range(len(steps))) if steps[index].work == work), None)
    st.caption(
        f"Every change of this session, the latest first; at most {state.REMEMBERED}. Going back is a change like any "
        "other: undo returns, and what came later stays in the list."
    )
    with st.container(height=TALLEST if len(steps) > 8 else "content", border=False, gap="xsmall", key="steps"):
        for index in reversed(range(len(steps))):
            line = st.container(horizontal=True, vertical_alignment="center", gap="small")
            words = literal(steps[index].words)
            line.markdown(f"{index + 1}. **{words}**" if index == here else f"{index + 1}. {words}", width="stretch")
            if index == here:
                line.markdown(":gray-badge[now]")
            else:
                line.button(
                    "Go back", key=f"step.{index}", type="tertiary", on_click=state.go_back, args=(index,),
                    help="Show the design as it was after this change",
                )  # fmt: skip


def end_replay() -> None:
    """While the last change is off: put it on again after a moment."""
    if not state.replaying():
        return
    due = time.monotonic() + HOLD

    @st.fragment(run_every=HOLD)
    def wait() -> None:
        if state.replaying() and time.monotonic() >= due:
            state.end_replay()
            st.rerun()

    wait()
