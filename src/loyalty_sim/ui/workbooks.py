"""The statements of what is shown as an Excel workbook, made when it is asked for."""

from __future__ import annotations

from functools import partial

import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.finance.liability import Policy
from loyalty_sim.report.workbook import contents
from loyalty_sim.ui import following
from loyalty_sim.ui.runs import Analysis, Comparison
from loyalty_sim.ui.strip import plain
from loyalty_sim.ui.transfer import file_stem

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(shown: Comparison, policy: Policy) -> None:
    """A button that makes and hands over the workbook, or why there is none."""
    broken = unbalanced(shown.active)
    if broken is not None:
        st.error(plain(broken))
        return
    result, baseline = shown.active.result, None if shown.same else shown.baseline.result
    st.download_button(
        "Workbook (Excel)", partial(made, result, policy, baseline), f"{file_stem(result.scenario.name)}.xlsx", EXCEL,
        key="download.workbook", on_click="ignore", icon=":material/table_view:",
        help="All statements with live formulas, inputs, assumptions, checks and charts, by the policy chosen under "
        "Liability; the baseline is on a sheet of its own. Made when you click, which takes a few seconds.",
    )  # fmt: skip


def made(result: Result, policy: Policy, baseline: Result | None) -> bytes:
    """The workbook; with ultimate breakage where the points have been followed."""
    return contents(result, policy, baseline, following.followed(result.scenario))


def unbalanced(analysis: Analysis) -> str | None:
    """Why there is no workbook of a run whose books do not balance; None when they do."""
    broken = [check for check in analysis.checks if not check.ok and check.level == "error"]
    if not broken:
        return None
    names = "; ".join(f"{check.name}: {check.detail}" for check in broken)
    return f"The books of this run do not balance, so there is no workbook of it ({names})."
