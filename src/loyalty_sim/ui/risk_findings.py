"""What a finished study found: how its designs stand, two of its levers together, how likely a loss is, what is given up for
what, and which assumption matters."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report import risks, studies
from loyalty_sim.report.risk import convergence, heat_map, indices, spreads
from loyalty_sim.report.risk.plane import plane
from loyalty_sim.study import Plan, Results, ranges, select
from loyalty_sim.study.ends import label
from loyalty_sim.study.rows import Measured, measured
from loyalty_sim.study.sensitivity import Sensitivity, method_of, sensitivity_of
from loyalty_sim.study.specification import Outcome
from loyalty_sim.ui import risk_front, risk_grid, risk_loss, risk_open, risk_pictures, risk_studies, state
from loyalty_sim.ui.compare_tables import file_button
from loyalty_sim.ui.risk_pictures import outcome_name as named
from loyalty_sim.ui.runs import Shelf
from loyalty_sim.ui.strip import literal

STANDINGS, GRID, LOSS, FRONT, IMPORTANCE = (
    "Standings", "Two levers together", "How likely is a loss", "What is given up for what", "What drives it"
)  # fmt: skip
MOST_SHOWN = 200
"""Designs in the table; the file has all."""
LEADING = 8
"""Designs whose ranges are drawn."""
KEPT = 30
MOST_LEVERS = 6
"""That are looked through for two that vary together."""
NO_GRID = "No design with these two levers has this outcome; choose another outcome, or other levers."
STILL = "No assumption changes this outcome."


@st.cache_resource
def _indices() -> Shelf:
    return Shelf(KEPT)


def draw(results: Results) -> None:
    """What applies to the study, one at a time."""
    offered = _offered(results)
    key = "risk.finding"
    if st.session_state.get(key) not in offered:
        st.session_state[key] = next(iter(offered))
    shown = st.segmented_control(
        "Finding", list(offered), key=key, required=True, persist_state="session", label_visibility="collapsed", wrap=True
    )
    risk_studies.failures(results)
    offered[str(shown)](results)


def _offered(results: Results) -> dict[str, Callable[[Results], None]]:
    plan = results.plan
    found: dict[str, Callable[[Results], None]] = {}
    if method_of(plan) is not None:
        found[IMPORTANCE] = _importance
    if len(plan.designs) > 1:
        found[STANDINGS] = _standings
        pairs = _pairs(plan)
        if pairs:
            found[GRID] = partial(_grid, pairs)
    if len(plan.draws) > 1 and plan.study.draws.method != "morris":
        found[LOSS] = _loss
    if len(plan.designs) > 1 and len(plan.study.outcomes) > 1:
        found[FRONT] = _front
    return found or {STANDINGS: _standings}


def _standings(results: Results) -> None:
    """The designs, the best first, and how sure the choice is."""
    plan, standings = results.plan, results.standings()
    first = plan.study.outcomes[0]
    if len(plan.designs) > 1:
        sure = risks.chosen(select(results), Measured(first.kpi, first.world), plan.base.currency)
        st.markdown(f"**{literal(sure)}**")
    broken = sum(bool(each.broken) for each in standings)
    shown = standings[:MOST_SHOWN]
    levers = studies.lever_texts(plan, [each.design for each in shown])
    headings = [label(plan.base, path) for path in plan.lever_paths]
    rows = [
        {
            "Rank": "" if each.rank is None else str(each.rank), "Design": each.design.name,
            **dict(zip(headings, settings, strict=True)),
            **{named(outcome): studies.value_text(each.outcomes[outcome.label], outcome, plan.base.currency)
               for outcome in plan.study.outcomes},
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


def _pairs(plan: Plan) -> list[tuple[str, str]]:
    """Levers that were tried together at several values of each."""
    paths = [lever.path for lever in plan.study.levers] or list(plan.lever_paths)
    return [pair for pair in itertools.permutations(paths[:MOST_LEVERS], 2) if plane(plan, *pair) is not None]


def _grid(pairs: list[tuple[str, str]], results: Results) -> None:
    """Two levers of the study, the others as in the base."""
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


def _loss(results: Results) -> None:
    """One design, and the leading ones beside each other."""
    standings = results.standings()
    shown = standings[:MOST_SHOWN]
    chosen = risk_open.choose(results, shown, "risk.drawn")
    looked = risk_loss.told(results, chosen.design.index, chosen.design.name)
    if len(standings) < 2:
        return
    leading = list({each.design.index: each for each in (*standings[:LEADING], chosen)}.values())
    found = ranges(results, looked, [each.design.index for each in leading])
    shown_ranges = [(each.design.name, known) for each, known in zip(leading, found, strict=True) if known is not None]
    risk_pictures.draw(spreads(shown_ranges, looked, results.plan.base.currency), risk_loss.NO_VALUE)


def _front(results: Results) -> None:
    risk_front.told(results, partial(state.open_design, baseline=results.plan.base))


def _importance(results: Results) -> None:
    """Which assumption drives an outcome when all are uncertain together, and whether there were runs enough to say so."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.look"):
        looked = risk_pictures.outcome("risk.outcome", measured(results.plan.study))
        risk_pictures.toggle()
    found = _sensitivity(results, looked)
    wide, narrow = st.columns([5, 3], gap="medium")
    with wide:
        risk_pictures.draw(indices(found, looked, results.plan.base.currency), STILL)
    with narrow:
        risk_pictures.draw(convergence(found, looked), "There are too few samples to see whether the indices are steady.")


def _sensitivity(results: Results, looked: Measured) -> Sensitivity:
    """Worked out once: its intervals are resampled a thousand times."""
    key = (id(results), looked)
    kept: tuple[Results, Sensitivity] | None = _indices().get(key)
    if kept is None:
        with st.spinner("Working out the indices …"):
            kept = results, sensitivity_of(results, looked)
        _indices().put(key, kept)
    return kept[1]
