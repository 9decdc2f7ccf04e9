"""All figures in one table, and the identities that hold between them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from loyalty_sim.finance import Estimate, Kpi
from loyalty_sim.report import words
from loyalty_sim.ui.runs import Comparison
from loyalty_sim.ui.state import COVERAGES
from loyalty_sim.ui.strip import in_points, plain, span


def draw(shown: Comparison) -> None:
    """Every figure with its definition, in both worlds, and its change against the baseline."""
    currency = shown.active.result.scenario.currency
    changes = {} if shown.same else shown.differences
    st.caption(
        "With the 80 % and the 95 % interval of the simulation's own noise. "
        "*Difference* is program less no program; *change* is against the baseline."
    )
    rows = [_row(kpi, changes.get(key), currency) for key, kpi in shown.active.kpis.items()]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, width="stretch", height=560, key="figures", alt="All figures of the run",
        column_config={
            "Figure": st.column_config.TextColumn(pinned=True, width=190),
            "Definition": st.column_config.TextColumn(width="large"),
            **{name: st.column_config.TextColumn(width=165) for name in rows[0] if name.endswith(" %")},
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
        "Figure": kpi.label.split(" (")[0],  # the formula in brackets is said by the definition
        **_cells("Program", kpi.program, kpi.unit, currency),
        **_cells("No program", kpi.without, kpi.unit, currency),
        **_apart("Difference", kpi.difference, kpi.unit, currency),
        **_apart("Change", difference, kpi.unit, currency),
        "Unit": currency if kpi.unit == "money" else kpi.unit,
        "Window": kpi.window,
        "Definition": kpi.definition,
    }


def _cells(name: str, estimate: Estimate | None, unit: str, currency: str) -> dict[str, str]:
    """A value and its intervals, each in a column of its own."""
    if estimate is None:
        return {name: "–"} | {f"{name}, {coverage} %": "–" for coverage in COVERAGES}
    known = estimate.low80 == estimate.high80
    return {name: words.central(estimate, unit, currency)} | {
        f"{name}, {coverage} %": "exact" if known else span(estimate, unit, currency, coverage) for coverage in COVERAGES
    }


def _apart(name: str, estimate: Estimate | None, unit: str, currency: str) -> dict[str, str]:
    """As ``_cells``, for a difference: shares are percentage points apart."""
    return {column: in_points(text, unit) for column, text in _cells(name, estimate, unit, currency).items()}
