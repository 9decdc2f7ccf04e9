"""The finance page: a statement by month, quarter or year, its chart and files, and what ties all statements together."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.finance.journals import has_fees
from loyalty_sim.finance.liability import Policy
from loyalty_sim.finance.periods import Period
from loyalty_sim.finance.pnl import PNL_FIGURES, pnl_figures
from loyalty_sim.report import charts, statements, ties, words
from loyalty_sim.report.fees import fees
from loyalty_sim.ui import books, breakage, bridging, choices, journals, owed, questions, runs, state, vintages, workbooks
from loyalty_sim.ui.books import kept
from loyalty_sim.ui.choices import WORLDS, pills
from loyalty_sim.ui.runs import Comparison
from loyalty_sim.ui.strip import plain, span
from loyalty_sim.ui.work import Work

OF_POINTS = (choices.LEDGER, choices.LIABILITY, choices.BREAKAGE, choices.VINTAGES)
EACH = "Closing balance of each"
NO_POINTS = "This program gives no points, so there is nothing to state here; see profit and loss, cash and key figures."
NO_FEES = "This program has no paid membership, so no fees are deferred."
NEVER = "not within the run"


def draw(work: Work, shown: Comparison) -> None:
    """The statement chosen, and the checks."""
    result, policy = shown.active.result, choices.policy()
    with st.container(horizontal=True, vertical_alignment="bottom", key="stated"):
        chosen = pills("Statement", "statement", choices.STATEMENTS)
        by: Period = pills("Period", "period", choices.PERIODS, str.capitalize)
        workbooks.draw(shown, policy)
    gives_points = any(regime.program.has_points for regime in result.scenario.regimes)
    if chosen in OF_POINTS and not gives_points:
        st.info(NO_POINTS)
    elif chosen == choices.LEDGER:
        _ledger(result, by)
    elif chosen == choices.LIABILITY:
        owed.draw(result, work.scenario, by)
    elif chosen in (choices.PROFIT, choices.CASH):
        _worlds(chosen, result, by)
    elif chosen == choices.FEES:
        _fees(result, by)
    elif chosen == choices.JOURNAL:
        journals.draw(result, policy, by)
    elif chosen == choices.BREAKAGE:
        preview = runs.sized(work.scenario, runs.preview_size(work.scenario))
        breakage.draw(runs.analysed(preview).result, by, books.table)
    elif chosen == choices.VINTAGES:
        vintages.draw(result, by)
    elif chosen == choices.BRIDGE:
        bridging.draw(shown)
    else:
        _figures(shown)
    _ties(result, by, gives_points)


def _ledger(result: Result, by: Period) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="ledger"):
        measured = pills("Measured in", "measured", choices.MEASURES, str.capitalize)
        axis: statements.Axis = pills("Of", "axis", choices.AXES, str.capitalize)
        if axis == "tiers" and not result.scenario.tier_names:
            st.info(questions.NOTHING[questions.TIERS])
            return
        which = None if axis == choices.AXES[0] else _which(axis, statements.balances(result, axis, by).names)
    books.statement(kept(result, statements.ledger, by, measured, axis, which), result)
    if axis == choices.AXES[0] and measured == "points":
        _chart(charts.evolution(result, None, "points_outstanding", coverage=state.coverage()))


def _which(axis: str, names: tuple[str, ...]) -> int | None:
    """Which segment, tier or vintage is looked at; None for the closing balances of all."""
    options, key = (EACH, *names), f"which.{axis}"
    if st.session_state.get(key, EACH) not in options:
        del st.session_state[key]
    chosen = st.selectbox("Which", options, key=key, width=240, label_visibility="collapsed", persist_state="session")
    return None if chosen == EACH else names.index(chosen)


def _worlds(chosen: str, result: Result, by: Period) -> None:
    world: statements.World = pills("World", "world", tuple(WORLDS), lambda name: WORLDS[name])
    books.statement(kept(result, statements.profit if chosen == choices.PROFIT else statements.receipts, by, world), result)
    if world == "difference":
        st.caption("Program less no program, of the same customers: what the program caused.")
    _chart(charts.evolution(result, None, "cumulative_margin", coverage=state.coverage()))


def _fees(result: Result, by: Period) -> None:
    if not kept(result, has_fees):
        st.info(NO_FEES)
        return
    books.statement(kept(result, statements.fees, by), result)
    picture = fees(result)
    if picture is not None:
        _chart(picture)


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
    policy = choices.policy()
    found = kept(result, tied, by, policy, owed.seen_until(result, policy))
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


def tied(result: Result, by: Period, policy: Policy, until: int) -> list[ties.Tie]:
    """All that ties the statements together; what a program does not have is left out."""
    found, currency = [], result.scenario.currency
    if any(regime.program.has_points for regime in result.scenario.regimes):
        found = [*ties.of_points(result, by), *ties.of_liability(kept(result, owed.owed, policy, until), by)]
    for name, make in (("Profit and loss", statements.profit), ("Cash", statements.receipts)):
        worlds = [kept(result, make, by, world) for world in WORLDS]
        found += [ties.of_statement(f"{name}: lines add up to their sums", worlds), ties.of_worlds(*worlds)]
    if kept(result, has_fees):
        found += ties.of_fees(result, by)
    journal = kept(result, journals.posted, policy, until, by)
    return [*found, *(ties.of_journal(journal, currency) if journal.entries else [])]


def _mark(tie: ties.Tie) -> str:
    gap = f"{tie.gap:,.0f}" if tie.unit == "points" else f"{tie.gap:,.2f}"
    mark = ":green[:material/check:]" if tie.ok else ":red[:material/error:]"
    return f"{mark} {plain(tie.name)} :gray[:small[gap {gap} {tie.unit}]]"
