"""Breakage four ways with its reconciliation, as tables; what is unknown before the points are followed says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage
from loyalty_sim.finance.breakage import Breakage, breakages, reconciliation, vintage_table
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.footing import CENTS_PER_UNIT, rounded_to_foot
from loyalty_sim.finance.periods import Period
from loyalty_sim.report.statement import accountant
from loyalty_sim.ui import following, state
from loyalty_sim.ui.strip import plain

Table = Callable[[str, pd.DataFrame, Result, Any], None]
VINTAGE = {
    "vintage": "Issued in", "issued": "Issued", "clawed_back": "Clawed back", "used": "Redeemed", "expired": "Expired",
    "open": "Still open",
}  # fmt: skip


def draw(result: Result, by: Period, table: Table) -> None:
    """The figures, what they mean, the way from one to the other, and the vintages.

    Args:
        result: the preview, so that it can be followed while the page waits for nothing.
        by: what a vintage is.
        table: how the page draws a table.
    """
    followed, coverage = following.followed(result.scenario), state.coverage()
    found = breakages(result, followed)
    st.markdown(
        f"**Breakage four ways**  \n:gray[:small[Per cent. All from the preview with {result.scenario.run.customers:,} "
        "simulated customers, so that the figures can be reconciled.]]"
    )
    shown = figures(found, coverage)
    table("Breakage", shown, result, shown.style.format("{:,.1f}", subset=list(shown.columns[1:5]), na_rep="–"))
    if followed is None:
        st.caption("Ultimate breakage and that of the balance are known once the points are followed past the horizon.")
        following.offer(result.scenario)
    with st.expander("What each figure means"):
        st.markdown("\n".join(f"- **{one.label}**, weighted by {one.weighting}: {plain(one.definition)}" for one in found))
    if followed is not None:
        _followed(result, followed, table)
    _vintages(result if followed is None else followed, result.scenario.run.months, by, table)


def figures(found: list[Breakage], coverage: Coverage) -> pd.DataFrame:
    """One row per figure, in per cent; empty where it is not known."""
    rows = []
    for one in found:
        low, high = (None, None) if one.value is None else one.value.interval(coverage)
        known = (None if one.value is None else one.value.value, low, high)
        still_open = None if one.still_open is None else one.still_open.value
        amounts = [np.nan if share is None else round(100 * share, 1) + 0.0 for share in (*known, still_open)]
        rows.append([one.label, *amounts, one.weighting, one.window])
    ends = [f"{coverage} % interval from", f"{coverage} % interval to"]
    return pd.DataFrame(rows, columns=["Figure", "Breakage, %", *ends, "Still open, %", "Weighted by", "Window"])


def _followed(result: Result, followed: Result, table: Table) -> None:
    """From calendar breakage to ultimate breakage and that of the balance."""
    st.markdown("**From what expired to what is never redeemed**  \n:gray[:small[Points of the real customer base.]]")
    shown = steps(result, followed)
    styled = shown.style.format({"Points": partial(accountant, step=1.0), "Of points issued, %": "{:,.1f}"}, na_rep="–")
    bold = ("Issued in the window and never redeemed", "Held at the end of the window and never redeemed")
    styled = styled.apply(lambda row: ["font-weight: bold" if row["Step"] in bold else ""] * len(row), axis=1)
    table("Breakage reconciled", shown, result, styled)


def steps(result: Result, followed: Result) -> pd.DataFrame:
    """The reconciliation in whole points that foot."""
    found = reconciliation(result, followed)
    points = np.array([step.points for step in found])
    at = [step.key for step in found].index("never")
    whole = np.rint(points)
    whole[:at] = _footed(points[:at], whole[at])
    whole[at + 1 : -1] = _footed(points[at + 1 : -1], whole[-1] - whole[at])
    shares = [round(100 * step.share, 1) + 0.0 for step in found]
    return pd.DataFrame({"Step": [step.label for step in found], "Points": whole + 0.0, "Of points issued, %": shares})


def _footed(parts: Array, total: float) -> Array:
    return rounded_to_foot(parts / CENTS_PER_UNIT, np.array(total / CENTS_PER_UNIT)).astype(float)


def _vintages(result: Result, months: int, by: Period, table: Table) -> None:
    until = result.scenario.run.months
    st.markdown(
        f"**What became of each vintage by the end of month {until}**  \n"
        f":gray[:small[Points of the real customer base, issued in months 1-{months}.]]"
    )
    shown = vintages(result, months, by)
    counts, shares = shown.columns[1:6], shown.columns[6:]
    styles: dict[Any, Any] = dict.fromkeys(counts, partial(accountant, step=1.0)) | dict.fromkeys(shares, "{:,.1f}")
    table("Vintages", shown, result, shown.style.format(styles, na_rep="–"))


def vintages(result: Result, months: int, by: Period) -> pd.DataFrame:
    """Points of each vintage that foot, and the shares of what was not clawed back."""
    found = vintage_table(result, months, by)
    parts = found[["clawed_back", "used", "expired", "open"]].to_numpy().T
    whole = rounded_to_foot(parts / CENTS_PER_UNIT, np.rint(found["issued"].to_numpy()) / CENTS_PER_UNIT)
    shown = pd.DataFrame({"Issued in": found["vintage"], "Issued": np.rint(found["issued"])})
    for name, amounts in zip(("clawed_back", "used", "expired", "open"), whole, strict=True):
        shown[VINTAGE[name]] = amounts.astype(float) + 0.0
    for name, heading in (("redeemed", "Redeemed, %"), ("expired", "Expired, %"), ("open", "Still open, %")):
        shown[heading] = (100 * found[f"{name}_share"]).round(1) + 0.0
    return shown
