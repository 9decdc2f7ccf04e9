"""What to look at before believing a number: the findings of the linter, known without a run."""

from __future__ import annotations

from functools import partial

import streamlit as st

from loyalty_sim.scenario.lint import Finding, law_checked, lint
from loyalty_sim.ui import sidebar
from loyalty_sim.ui.strip import plain
from loyalty_sim.ui.work import Work

ICONS = {"warning": ":material/warning:", "note": ":material/info:"}


def draw(work: Work) -> None:
    """One quiet line that counts the findings, with the list behind it; nothing when there are none."""
    findings = lint(work.scenario)
    if not findings:
        return
    with st.popover(
        title(findings), key="advice", type="tertiary", icon=ICONS[findings[0].severity], on_change="rerun"
    ) as shown:
        if shown.open:
            for number, finding in enumerate(findings):
                _finding(finding, number)
            st.caption(law_checked(work.scenario))


def title(findings: list[Finding]) -> str:
    """The findings counted: "2 warnings, 1 note"."""
    counts = {kind: sum(finding.severity == kind for finding in findings) for kind in ICONS}
    return ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items() if count)


def _finding(finding: Finding, number: int) -> None:
    """Sentence, reason and source, and a way to the lever."""
    with st.container(gap="xxsmall", key=f"finding.{number}"):
        left, right = st.columns([7, 1], vertical_alignment="top")
        left.markdown(f"{ICONS[finding.severity]} **{plain(finding.sentence)}**  \n{plain(finding.reason)}")
        left.caption(f"{finding.id} · {plain(finding.source)}")
        right.button(
            "Go", key=f"finding.{number}.go", type="tertiary", help="Show this lever",
            on_click=partial(sidebar.show, finding.path),
        )  # fmt: skip
