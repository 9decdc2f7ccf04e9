"""What a finished study found: how its designs stand, two of its levers together, how likely a loss is, what is given up for
what, and which assumption matters."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report import risks, studies
from loyalty_sim.report.risk import convergence, heat_map, indices, spreads
from loyalty_sim.study import Results, ranges
from loyalty_sim.study.ends import label
from loyalty_sim.study.rows import Measured, measured
from loyalty_sim.study.sensitivity import method_of
from loyalty_sim.study.specification import Outcome
from loyalty_sim.ui import risk_front, risk_grid, risk_loss, risk_open, risk_pictures, risk_studies, state
from loyalty_sim.ui.compare_tables import file_button
from loyalty_sim.ui.risk_opened import Opened, sensitivity
from loyalty_sim.ui.risk_pictures import outcome_name as named
from loyalty_sim.ui.strip import literal

STANDINGS, GRID, LOSS, FRONT, IMPORTANCE = (
    "Standings", "Two levers together", "How likely is a loss", "What is given up for what", "What drives it"
)  # fmt: skip
MOST_SHOWN = 200
"""Designs in the table; the file has all."""
LEADING = 8
"""Designs whose ranges are drawn."""
NO_GRID = "No design with these two levers has this outcome; choose another outcome, or other levers."
STILL = "No assumption changes this outcome."


def draw(opened: Opened) -> None:
    """What applies to the study, one at a time."""
    offered = _offered(opened)
    key = "risk.finding"
    if st.session_state.get(key) not in offered:
        st.session_state[key] = next(iter(offered))
    shown = st.segmented_control(
        "Finding", list(offered), key=key, required=True, persist_state="session", label_visibility="collapsed", wrap=True
    )
    risk_studies.failures(opened.results)
    offered[str(shown)](opened)


def _offered(opened: Opened) -> dict[str, Callable[[Opened], None]]:
    plan = opened.results.plan
    found: dict[str, Callable[[Opened], None]] = {}
    if method_of(plan) is not None:
        found[IMPORTANCE] = _importance
    if len(plan.designs) > 1:
        found[STANDINGS] = _standings
        if opened.pairs:
            found[GRID] = _grid
    if len(plan.draws) > 1 and plan.study.draws.method != "morris":
        found[LOSS] = _loss
    if len(plan.designs) > 1 and len(plan.study.outcomes) > 1:
        found[FRONT] = _front
    return found or {STANDINGS: _standings}


def _standings(opened: Opened) -> None:
    """The designs, the best first, and how sure the choice is."""
    results, standings = opened.results, opened.standings
    plan = results.plan
    first = plan.study.outcomes[0]
    if len(plan.designs) > 1:
        sure = risks.chosen(opened.selection, Measured(first.kpi, first.world), plan.base.currency)
        st.markdown(f"**{literal(sure)}**")
    broken = sum(bool(each.broken) for each in standings)
    shown = standings[:MOST_SHOWN]
    levers = studies.lever_texts(plan, [each.design for each in shown])
    headings = risk_pictures.headings(plan)
    outcomes = risk_pictures.outcome_headings(plan.study.outcomes)
    rows = [
        {
            "Rank": "" if each.rank is None else str(each.rank), "Design": each.design.name,
            **dict(zip(headings, settings, strict=True)),
            **{name: studies.value_text(each.outcomes[outcome.label], outcome, plan.base.currency)
               for name, outcome in outcomes.items()},
            "Against the base": _gap(studies.gap_texts(each.against_base[first.label], first, plan.base.currency)),
            "Limits broken": "; ".join(each.broken), "Failed runs": each.failed or None,
        }
        for each, settings in zip(shown, levers, strict=True)
    ]  # fmt: skip
    table = pd.DataFrame(rows).dropna(axis="columns", how="all")
    table = table.loc[:, [name for name in table if name != "Limits broken" or broken]]
    st.dataframe(table, hide_index=True, width="stretch", key="risk.standings", alt="Designs of the study, the best first")
    by = named(first)
    said = f"Ranked by {by}, which is held against the base with the 80 % interval of the simulation"
    limits = f"; {broken:,} of {len(standings):,} designs break a limit and have no rank" if broken else ""
    more = f"; the first {MOST_SHOWN} of {len(standings):,}, the file has all" if len(standings) > MOST_SHOWN else ""
    st.caption(f"{literal(said + limits + more)}.")
    file_button("standings", partial(studies.frame, results, standings), "risk")
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.chosen"):
        chosen = risk_open.choose(results, shown, "risk.stood")
        risk_open.buttons(results, chosen, partial(state.open_design, baseline=plan.base))


def _gap(texts: tuple[str, str]) -> str:
    value, interval = texts
    return f"{value} ({interval})" if interval else value


def _grid(opened: Opened) -> None:
    """Two levers of the study, the others as in the base."""
    results, pairs = opened.results, opened.pairs
    plan = results.plan
    names = {path: label(plan.base, path) for path in dict.fromkeys(x for x, _ in pairs)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.look"):
        x = risk_pictures.select("Across", list(names), "risk.study.x", lambda path: names[path], width=260)
        others = [y for first, y in pairs if first == x]
        y = risk_pictures.select("Upward", others, f"risk.study.y.{x}", lambda path: names[path], width=260)
        outcome = _outcome(results)
        target = risk_grid.target(outcome.label, FIGURES[outcome.kpi].unit, plan.base.currency)
        risk_pictures.toggle()
    risk_pictures.draw(heat_map(results, x, y, outcome, target=target), NO_GRID)


def _outcome(results: Results) -> Outcome:
    """Which outcome of the study is looked at."""
    known = {each.label: each for each in results.plan.study.outcomes}
    names = {name: named(outcome) for name, outcome in known.items()}
    return known[risk_pictures.select("Outcome", list(known), "risk.study.outcome", names.__getitem__, width=260)]


def _loss(opened: Opened) -> None:
    """One design, and the leading ones beside each other."""
    results, standings = opened.results, opened.standings
    shown = standings[:MOST_SHOWN]
    chosen = risk_open.choose(results, shown, "risk.drawn")
    looked = risk_loss.told(results, chosen.design.index, chosen.design.name)
    if len(standings) < 2:
        return
    leading = list({each.design.index: each for each in (*standings[:LEADING], chosen)}.values())
    found = ranges(results, looked, [each.design.index for each in leading])
    shown_ranges = [(each.design.name, known) for each, known in zip(leading, found, strict=True) if known is not None]
    risk_pictures.draw(spreads(shown_ranges, looked, results.plan.base.currency), risk_loss.NO_VALUE)


def _front(opened: Opened) -> None:
    risk_front.told(opened.results, partial(state.open_design, baseline=opened.results.plan.base))


def _importance(opened: Opened) -> None:
    """Which assumption drives an outcome when all are uncertain together, and whether there were runs enough to say so."""
    results = opened.results
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.look"):
        looked = risk_pictures.outcome("risk.outcome", measured(results.plan.study))
        risk_pictures.toggle()
    found = sensitivity(results, looked)
    wide, narrow = st.columns([5, 3], gap="medium")
    with wide:
        risk_pictures.draw(indices(found, looked, results.plan.base.currency), STILL)
    with narrow:
        risk_pictures.draw(convergence(found, looked), "There are too few samples to see whether the indices are steady.")
