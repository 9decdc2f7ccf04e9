"""The liability for points on the finance page: how points are accounted for, what is owed, and how sure that is."""

from __future__ import annotations

import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.finance.liability import ESTIMATORS, METHODS, Liability, Policy, liability
from loyalty_sim.finance.periods import Period
from loyalty_sim.report import charts, statements, words
from loyalty_sim.report.statement import Statement
from loyalty_sim.scenario import Scenario
from loyalty_sim.ui import books, choices, following, hindsight, questions, tails
from loyalty_sim.ui.books import kept
from loyalty_sim.ui.strip import plain

FORESIGHT = "perfect foresight"


def owed(result: Result, policy: Policy, until: int) -> Liability:
    """What is owed for points; perfect foresight looks to the end of month ``until``."""
    known = following.followed(result.scenario)
    return liability(result, policy, known if known is not None and until == known.scenario.run.months else None)


def seen_until(result: Result, policy: Policy) -> int:
    """Month to whose end perfect foresight looks."""
    known = following.followed(result.scenario) if policy.estimator == FORESIGHT else None
    return (known or result).scenario.run.months


def by_policy(result: Result, policy: Policy) -> Liability:
    """What is owed for points by a policy, as far as can be seen now."""
    return kept(result, owed, policy, seen_until(result, policy))


def draw(result: Result, scenario: Scenario, by: Period) -> None:
    """The policy, the statement, its picture, its tail and how wrong it would have been.

    Args:
        result: the run that is shown.
        scenario: the same with all its customers.
        by: the period of the columns.
    """
    _choose()
    policy = choices.policy()
    until = seen_until(result, policy)
    if policy.estimator == FORESIGHT and following.followed(result.scenario) is None:
        st.caption(f"Foresight ends with month {until}: points still outstanding then count as never redeemed.")
        following.offer(result.scenario)
    found = by_policy(result, policy)
    books.statement(kept(result, stated, policy, until, by), result)
    rate = words.per_cent(float(found.urr[0, -1]))
    st.caption(
        f"Redemption rate in force at the last close for points issued in that month: {plain(rate)}. "
        "The points liability at the top of the page is the face value of all points outstanding."
    )
    picture = charts.liability(found)
    if picture is not None:
        questions.chart("finance.liability", picture)
    tails.draw(scenario, policy, books.table, result)
    if policy.estimator != FORESIGHT:
        hindsight.draw(result, policy, by, books.table)


def stated(result: Result, policy: Policy, until: int, by: Period) -> Statement:
    """The statement of what is owed."""
    return statements.owed(kept(result, owed, policy, until), by)


def _choose() -> None:
    """Choose how points are accounted for."""
    for key in ("method", "estimator", "urr"):
        st.session_state.setdefault(key, choices.FIRST[key])
    with st.container(horizontal=True, vertical_alignment="bottom", key="policy"):
        st.selectbox(
            "Method", tuple(METHODS.values()), key="method", width=200, persist_state="session",
            format_func=str.capitalize,
            help="Proportional: deferred, with breakage recognised in proportion to redemptions. Remote: deferred, with "
            "breakage recognised at expiry. Accrued cost: what redemptions still expected will cost, without margin.",
        )  # fmt: skip
        st.selectbox(
            "Redemption rate from", tuple(ESTIMATORS.values()), key="estimator", width=200,
            persist_state="session", format_func=str.capitalize,
            help="Chain-ladder: estimated anew at each close from what was known then. Fixed: the rate beside it, for ever. "
            "Perfect foresight: what will really happen, as far as the run goes.",
        )  # fmt: skip
        st.number_input(
            "Expected rate, %", 0.0, 100.0, step=1.0, key="urr", width=160, persist_state="session", format="%.1f",
            help="Ultimate redemption rate (URR) that is expected before anything has been seen, or for ever when fixed",
        )  # fmt: skip
