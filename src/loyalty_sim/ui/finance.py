"""The finance page: a statement by month, quarter or year, its chart and its file, and what ties all statements together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.finance import Period, pnl_figures
from loyalty_sim.finance.liability import ESTIMATORS, METHODS, Liability, Policy, liability
from loyalty_sim.finance.pnl import PNL_FIGURES
from loyalty_sim.report import charts, statements, ties, words
from loyalty_sim.report.statement import Statement
from loyalty_sim.ui import books, breakage, following, hindsight, questions, runs, state
from loyalty_sim.ui.books import kept
from loyalty_sim.ui.runs import Comparison
from loyalty_sim.ui.strip import plain, span
from loyalty_sim.ui.work import Work

LEDGER, LIABILITY, PROFIT, CASH, BREAKAGE, FIGURES = (
    "Points ledger", "Liability", "Profit and loss", "Cash", "Breakage", "Key figures",
)  # fmt: skip
STATEMENTS = (LEDGER, LIABILITY, PROFIT, CASH, BREAKAGE, FIGURES)
OF_POINTS = (LEDGER, LIABILITY, BREAKAGE)
PERIODS: tuple[Period, ...] = ("month", "quarter", "year")
WORLDS: dict[statements.World, str] = {"program": "Program", "without": "No program", "difference": "Difference"}
AXES: tuple[statements.Axis, ...] = ("all customers", "segments", "tiers", "vintages")
EACH = "Closing balance of each"
NO_POINTS = "This program gives no points, so there is nothing to state here; see profit and loss, cash and key figures."
NEVER = "not within the run"


def draw(work: Work, shown: Comparison) -> None:
    """The statement chosen, and the checks."""
    result = shown.active.result
    with st.container(horizontal=True, vertical_alignment="bottom", key="stated"):
        chosen = _choice("Statement", STATEMENTS, "statement", LEDGER)
        by: Period = _choice("Period", PERIODS, "period", "year", str.capitalize)
    gives_points = any(regime.program.has_points for regime in result.scenario.regimes)
    if chosen in OF_POINTS and not gives_points:
        st.info(NO_POINTS)
    elif chosen == LEDGER:
        _ledger(result, by)
    elif chosen == LIABILITY:
        _liability(result, by)
    elif chosen in (PROFIT, CASH):
        _worlds(chosen, result, by)
    elif chosen == BREAKAGE:
        size = runs.preview_size(work.scenario)
        breakage.draw(runs.analysed(runs.sized(work.scenario, size)).result, by, books.table)
    else:
        _figures(shown)
    _ties(result, by, gives_points)


def _choice(label: str, options: Any, key: str, first: Any, called: Callable[[Any], str] = str) -> Any:
    """A choice that is kept as long as the session is."""
    return st.segmented_control(
        label, options, default=first, key=key, required=True, label_visibility="collapsed", persist_state="session",
        wrap=True, format_func=called, width="content",
    )  # fmt: skip


def _ledger(result: Result, by: Period) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="ledger"):
        measured = _choice("Measured in", ("points", "face value"), "measured", "points", str.capitalize)
        axis: statements.Axis = _choice("Of", AXES, "axis", AXES[0], str.capitalize)
        if axis == "tiers" and not result.scenario.tier_names:
            st.info(questions.NOTHING[questions.TIERS])
            return
        which = None if axis == AXES[0] else _which(axis, statements.balances(result, axis, by).names)
    books.statement(kept(result, statements.ledger, by, measured, axis, which), result)
    if axis == AXES[0] and measured == "points":
        _chart(charts.evolution(result, None, "points_outstanding", coverage=state.coverage()))


def _which(axis: str, names: tuple[str, ...]) -> int | None:
    """Which segment, tier or vintage is looked at; None for the closing balances of all."""
    options, key = (EACH, *names), f"which.{axis}"
    if st.session_state.get(key, EACH) not in options:
        del st.session_state[key]
    chosen = st.selectbox("Which", options, key=key, width=240, label_visibility="collapsed", persist_state="session")
    return None if chosen == EACH else names.index(chosen)


def chosen_policy() -> Policy:
    """How points are accounted for, as chosen; the usual way before anything is."""
    usual, chosen = Policy(), st.session_state
    rate = chosen.get("urr", 100 * usual.urr)
    return Policy(chosen.get("method", usual.method), chosen.get("estimator", usual.estimator), rate / 100)


def _policy() -> Policy:
    """Choose how points are accounted for."""
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
            "Expected rate, %", 0.0, 100.0, 80.0, 1.0, key="urr", width=160, persist_state="session", format="%.1f",
            help="Ultimate redemption rate (URR) that is expected before anything has been seen, or for ever when fixed",
        )  # fmt: skip
    return chosen_policy()


def owed(result: Result, policy: Policy, until: int) -> Liability:
    """What is owed for points; perfect foresight looks to the end of month ``until``."""
    known = following.followed(result.scenario)
    return liability(result, policy, known if known is not None and until == known.scenario.run.months else None)


def stated_liability(result: Result, policy: Policy, until: int, by: Period) -> Statement:
    """The statement of what is owed."""
    return statements.owed(kept(result, owed, policy, until), by)


def seen_until(result: Result, policy: Policy) -> int:
    """Month to whose end perfect foresight looks."""
    known = following.followed(result.scenario) if policy.estimator == "perfect foresight" else None
    return (known or result).scenario.run.months


def _liability(result: Result, by: Period) -> None:
    policy = _policy()
    until = seen_until(result, policy)
    if policy.estimator == "perfect foresight" and following.followed(result.scenario) is None:
        st.caption(f"Foresight ends with month {until}: points still outstanding then count as never redeemed.")
        following.offer(result.scenario)
    found = kept(result, owed, policy, until)
    books.statement(kept(result, stated_liability, policy, until, by), result)
    rate = words.per_cent(float(found.urr[0, -1]))
    st.caption(
        f"Redemption rate in force at the last close for points issued in that month: {plain(rate)}. "
        "The points liability at the top of the page is the face value of all points outstanding."
    )
    picture = charts.liability(found)
    if picture is not None:
        _chart(picture)
    if policy.estimator != "perfect foresight":
        hindsight.draw(result, policy, by, books.table)


def _worlds(chosen: str, result: Result, by: Period) -> None:
    world: statements.World = _choice("World", tuple(WORLDS), "world", "program", lambda name: WORLDS[name])
    books.statement(kept(result, statements.profit if chosen == PROFIT else statements.receipts, by, world), result)
    if world == "difference":
        st.caption("Program less no program, of the same customers: what the program caused.")
    _chart(charts.evolution(result, None, "cumulative_margin", coverage=state.coverage()))


def _figures(shown: Comparison) -> None:
    result, coverage = shown.active.result, state.coverage()
    found, currency = kept(result, pnl_figures), result.scenario.currency
    rows = []
    for key, (label, unit, meaning) in PNL_FIGURES.items():
        figure = found[key]
        rows.append(
            {
                "Figure": label,
                "Value": NEVER if figure is None and unit == "months" else words.central(figure, unit, currency),
                f"{coverage} % interval": "–" if figure is None else span(figure, unit, currency, coverage),
                "Definition": meaning,
            }
        )
    unit = f"Money in {currency}, of the real customer base"
    st.markdown(plain(f"**Key figures of finance**  \n:gray[:small[{unit}. {books.source(result)}]]"))
    books.table("Key figures of finance", pd.DataFrame(rows), result)


def _chart(picture: Any) -> None:
    questions.chart(f"finance.{picture.key}", picture)


def _ties(result: Result, by: Period, gives_points: bool) -> None:
    """What ties the statements together, always in sight."""
    policy = chosen_policy() if gives_points else None
    found = kept(result, tied, by, policy, seen_until(result, policy) if policy else 0)
    broken = [tie for tie in found if not tie.ok]
    gap = {
        unit: max((tie.gap for tie in found if tie.unit == unit), default=0.0)
        for unit in ("points", result.scenario.currency)
    }
    with st.container(key="ties", gap="xsmall"):
        st.markdown("**Checks of the statements**")
        if broken:
            st.error(f"{len(broken)} of {len(found)} checks of the statements fail.")
        else:
            parts = [f"{gap['points']:,.0f} points"] if gives_points else []
            parts.append(f"{gap[result.scenario.currency]:,.2f} {result.scenario.currency}")
            st.markdown(f":green[:material/check_circle: All {len(found)} checks hold; largest gap {' and '.join(parts)}.]")
        st.markdown("  \n".join(map(_mark, found)))


def tied(result: Result, by: Period, policy: Policy | None, until: int) -> list[ties.Tie]:
    """All that ties the statements together; without a policy there are no points."""
    found = []
    if policy is not None:
        found = [*ties.of_points(result, by), *ties.of_liability(kept(result, owed, policy, until), by)]
    for name, make in (("Profit and loss", statements.profit), ("Cash", statements.receipts)):
        worlds = [kept(result, make, by, world) for world in WORLDS]
        found += [ties.of_statement(f"{name}: lines add up to their sums", worlds), ties.of_worlds(*worlds)]
    return found


def _mark(tie: ties.Tie) -> str:
    gap = f"{tie.gap:,.0f}" if tie.unit == "points" else f"{tie.gap:,.2f}"
    mark = ":green[:material/check:]" if tie.ok else ":red[:material/error:]"
    return f"{mark} {plain(tie.name)} :gray[:small[gap {gap} {tie.unit}]]"
