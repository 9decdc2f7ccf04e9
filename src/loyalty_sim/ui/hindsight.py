"""How wrong the books would have been: what was stated at each close beside what is known once the points are followed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage
from loyalty_sim.finance.backtest import Backtest, backtest
from loyalty_sim.finance.liability import Policy
from loyalty_sim.finance.periods import Period, reported
from loyalty_sim.report import backtest as pictures
from loyalty_sim.report.statement import accountant, headings
from loyalty_sim.ui import following, questions, state
from loyalty_sim.ui.strip import plain

Table = Callable[[str, pd.DataFrame, Result, Any], None]


def draw(result: Result, policy: Policy, by: Period, table: Table) -> None:
    """The table, or a button that follows the points so that it can be made."""
    followed = following.followed(result.scenario)
    st.markdown("**How wrong the estimate would have been**")
    if followed is None:
        st.caption("Known once the points are followed past the horizon, until they are used or expired.")
        following.offer(result.scenario)
        return
    until, currency = followed.scenario.run.months, result.scenario.currency
    st.caption(
        plain(
            f"{currency}; at each close, by what had been seen then and by what is known at the end of month {until}. "
            "Error is stated less known: above zero, too much was owed on paper."
        )
    )
    found = backtest(result, followed, policy)
    shown = closes(found, by, state.coverage())
    styles: dict[Any, Any] = dict.fromkeys(shown.columns[1:6], partial(accountant, step=1.0))
    styles |= dict.fromkeys(shown.columns[6:9], "{:,.1f}")
    table("Estimates and the truth", shown, result, shown.style.format(styles, na_rep="–"))
    picture = pictures.backtest(found)
    if picture is not None:
        questions.chart("finance.backtest", picture)


def closes(found: Backtest, by: Period, coverage: Coverage) -> pd.DataFrame:
    """One row per close of a period: what was stated, what is known, the error with its interval, the rates and why."""
    into, monthly = reported(found.stated.result, by), found.table()
    at = into.first + into.months - 1
    ends = monthly.iloc[at].reset_index(drop=True)
    happened = monthly["what_happened"].tolist()
    why = [
        "; ".join(filter(None, happened[start : last + 1])) for start, last in zip(into.first, at, strict=True)
    ]  # fmt: skip
    columns = {
        "liability_stated": "Owed as stated", "liability_known": "Owed as known", "error": "Error",
        f"error_low{coverage}": f"{coverage} % interval from", f"error_high{coverage}": f"{coverage} % interval to",
    }  # fmt: skip
    shares = {"error_share": "Error, %", "urr_estimated": "Rate estimated, %", "urr_true": "Rate true, %"}
    shown: dict[str, object] = {"Close of": headings(into)}
    shown |= {name: np.rint(ends[key]) + 0.0 for key, name in columns.items()}
    shown |= {name: (100 * ends[key]).round(1) + 0.0 for key, name in shares.items()}
    return pd.DataFrame({**shown, "What happened": [text or "–" for text in why]})
