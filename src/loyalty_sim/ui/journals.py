"""The journal on the finance page: what points and paid memberships post in every period, debits and credits."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.finance.footing import CENTS_PER_UNIT
from loyalty_sim.finance.journals import Journal, journal
from loyalty_sim.finance.liability import Policy
from loyalty_sim.finance.periods import Period
from loyalty_sim.report.statement import accountant, headings
from loyalty_sim.ui import books, owed
from loyalty_sim.ui.books import kept
from loyalty_sim.ui.strip import plain

ALL, TOTAL, NO_WORD = "All periods", "Total", "–"
EMPTY = "Points and paid memberships post nothing here: this program has neither."


def posted(result: Result, policy: Policy, until: int, by: Period) -> Journal:
    """The journal by a policy; perfect foresight looks to the end of month ``until``."""
    return journal(kept(result, owed.owed, policy, until), by)


def draw(result: Result, policy: Policy, by: Period) -> None:
    """The entries of all periods or of one, with both totals."""
    found = kept(result, posted, policy, owed.seen_until(result, policy), by)
    if not found.entries:
        st.info(EMPTY)
        return
    chosen = _period(found, by)
    how = f"In {result.scenario.currency} and cents of the real customer base. {books.source(result)}"
    if any(regime.program.has_points for regime in result.scenario.regimes):
        how += f" Points by the policy chosen under Liability: {policy.method}, {policy.estimator}."
    st.markdown(plain(f"**Journal**  \n:gray[:small[{how}]]"))
    shown = table(found, result.scenario.currency, chosen)
    styled = shown.style.format(partial(accountant, step=1 / CENTS_PER_UNIT), subset=list(shown.columns[3:]))
    styled = styled.apply(lambda row: ["font-weight: bold" if row["Period"] == TOTAL else ""] * len(row), axis=1)
    books.table("Journal", shown, result, styled)
    st.caption(
        "The journal holds what points and memberships touch. What ordinary goods cost, running the program, and fees for "
        "points that are reinstated are in profit and loss. What is recognised for redemptions is shared between own goods, "
        "partners and charity by the points used."
    )


def table(found: Journal, currency: str, period: int | None = None) -> pd.DataFrame:
    """One row per line of the journal, of one period or of all, and the totals of both sides."""
    names = headings(found.periods)
    lines = [entry for entry in found.entries if period is None or entry.period == period]
    rows = [
        (names[line.period], line.event, str(line.account), line.debit / CENTS_PER_UNIT, line.credit / CENTS_PER_UNIT)
        for line in lines
    ]
    sides = (sum(line.debit for line in lines) / CENTS_PER_UNIT, sum(line.credit for line in lines) / CENTS_PER_UNIT)
    columns = ["Period", "Event", "Account", f"Debit, {currency}", f"Credit, {currency}"]
    return pd.DataFrame([*rows, (TOTAL, NO_WORD, NO_WORD, *sides)], columns=columns)


def _period(found: Journal, by: Period) -> int | None:
    """Which period is looked at; None for all."""
    names = headings(found.periods)
    options, key = (ALL, *names), f"journal.{by}"
    if st.session_state.get(key, ALL) not in options:
        del st.session_state[key]
    chosen = st.selectbox(
        "Periods", options, key=key, width=240, label_visibility="collapsed", persist_state="session"
    )  # fmt: skip
    return None if chosen == ALL else names.index(chosen)
