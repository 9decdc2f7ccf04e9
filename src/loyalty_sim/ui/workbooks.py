"""The statements of what is shown as an Excel workbook, made when it is asked for.

Two clicks, one to make the file and one to take it: a file that Streamlit makes on the click of a download is thrown away
before it has arrived when a part of the page is drawn anew meanwhile, as it is while a refined run works.
"""

from __future__ import annotations

import streamlit as st

from loyalty_sim.engine import Result, run_id
from loyalty_sim.finance.liability import Policy
from loyalty_sim.report.files import file_stem
from loyalty_sim.report.workbook import contents
from loyalty_sim.ui import following
from loyalty_sim.ui.books import kept
from loyalty_sim.ui.runs import Analysis, Comparison
from loyalty_sim.ui.strip import plain

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WANTED = "workbook.wanted"
ABOUT = (
    "All statements with live formulas, inputs, assumptions, checks and charts, by the policy chosen under Liability; what "
    "the baseline changes is on a sheet of its own"
)


def draw(shown: Comparison, policy: Policy) -> None:
    """A button that makes the workbook, then one that hands it over; or why there is none."""
    broken = unbalanced(shown.active)
    if broken is not None:
        st.error(plain(broken))
        return
    result, baseline = shown.active.result, None if shown.same else shown.baseline.result
    followed = following.followed(result.scenario)
    of = (run_id(result.scenario), baseline and run_id(baseline.scenario), policy, followed is not None)
    if st.session_state.get(WANTED) != of:
        st.button(
            "Make workbook", key="workbook.make", on_click=_want, args=(of,), icon=":material/table_view:", help=ABOUT
        )  # fmt: skip
        return
    with st.spinner("Making the workbook …", width="content"):
        content = kept(result, made, policy, baseline, followed)
    st.download_button(
        "Download workbook (Excel)", content, f"{file_stem(result.scenario.name)}.xlsx", EXCEL, key="download.workbook",
        on_click="ignore", icon=":material/download:", type="primary", help=ABOUT,
    )  # fmt: skip


def made(result: Result, policy: Policy, baseline: Result | None, followed: Result | None) -> bytes:
    """The workbook; with ultimate breakage where the points have been followed."""
    return contents(result, policy, baseline, followed)


def unbalanced(analysis: Analysis) -> str | None:
    """Why there is no workbook of a run whose books do not balance; None when they do."""
    broken = [check for check in analysis.checks if not check.ok and check.level == "error"]
    if not broken:
        return None
    names = "; ".join(f"{check.name}: {check.detail}" for check in broken)
    return f"The books of this run do not balance, so there is no workbook of it ({names})."


def _want(of: object) -> None:
    st.session_state[WANTED] = of
