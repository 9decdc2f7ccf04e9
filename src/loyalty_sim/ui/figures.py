"""All figures in one table, and the identities that hold between them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from loyalty_sim.finance import Estimate, Kpi
from loyalty_sim.report import words
from loyalty_sim.ui.runs import Comparison
from loyalty_sim.ui.strip import in_points, plain, span


def draw(shown: Comparison) -> None:
    """Every figure with its definition, in both worlds, and its change against the baseline."""
    currency = shown.active.result.scenario.currency
    changes = {} if shown.same else shown.differences
    st.caption(
        "With 80 % intervals of the simulation's own noise. "
        "*Difference* is program less no program; *change* is against the baseline."
    )
    rows = [_row(kpi, changes.get(key), currency) for key, kpi in shown.active.kpis.items()]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, width="stretch", height=560, key="figures", alt="All figures of the run",
        column_config={
            "Figure": st.column_config.TextColumn(pinned=True), "Definition": st.column_config.TextColumn(width="large"),
            "No program": st.column_config.TextColumn(width=190), "Difference": st.column_config.TextColumn(width=190),
        },
    )  # fmt: skip


def draw_checks(shown: Comparison) -> None:
    """Each identity that was verified on this run."""
    for check in shown.active.checks:
        mark = ":material/check_circle:" if check.ok else ":material/error:"
        st.markdown(f"{mark} **{check.name}**: {plain(check.detail)}")


def checks_line(shown: Comparison) -> None:
    """One line that says whether the books foot, shown always and not only when they do not."""
    found = shown.active.checks
    broken = [check for check in found if not check.ok]
    if broken:
        st.error(
            f"{len(broken)} of {len(found)} checks fail: " + "; ".join(f"{check.name} ({check.detail})" for check in broken)
        )
    else:
        st.caption(f":material/check_circle: All {len(found)} checks hold on this run; each is listed under Checks.")


def _row(kpi: Kpi, difference: Estimate | None, currency: str) -> dict[str, str]:
    return {
        "Figure": kpi.label,
        "Program": _cell(kpi.program, kpi.unit, currency),
        "No program": _cell(kpi.without, kpi.unit, currency),
        "Difference": in_points(_cell(kpi.difference, kpi.unit, currency), kpi.unit),
        "Change against baseline": in_points(_cell(difference, kpi.unit, currency), kpi.unit),
        "Unit": currency if kpi.unit == "money" else kpi.unit,
        "Window": kpi.window,
        "Definition": kpi.definition,
    }


def _cell(estimate: Estimate | None, unit: str, currency: str) -> str:
    if estimate is None:
        return "–"
    value = words.central(estimate, unit, currency)
    return value if estimate.low80 == estimate.high80 else f"{value}  ({span(estimate, unit, currency)})"
