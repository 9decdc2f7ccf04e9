"""What is given up for what: the designs of which none is better in everything that counts."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from loyalty_sim.report.risk import front as picture
from loyalty_sim.report.studies import counted, lever_texts, value_text
from loyalty_sim.scenario import Scenario
from loyalty_sim.study import Results
from loyalty_sim.study.pareto import FEWEST, MOST, Front, Objective, direction_of, objectives_of
from loyalty_sim.study.specification import Outcome
from loyalty_sim.ui import risk_grid, risk_open, risk_pictures, risk_studies, state
from loyalty_sim.ui.compare_tables import file_button
from loyalty_sim.ui.risk_open import Use
from loyalty_sim.ui.risk_opened import front_of
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work

TITLE = "What is given up for what"
LARGEST = 2_000
"""Designs of which each is held against each."""
TOO_MANY = "This study has {:,} designs; the page draws a front of at most {:,}. `loyalty-sim pareto` lists it."
NO_TWO = "Of fewer than two outcomes of this study it is known whether more or less is better, so nothing can be weighed."
NONE = "No design has a value for all of these outcomes and keeps the limits of the study."


def draw(work: Work) -> None:
    """The front of the designs made from two levers of the present design."""
    answer = risk_grid.ask(work)
    if answer is None:
        return
    results: Results = answer.found
    risk_studies.failures(results)
    told(results, partial(_take_up, answer.work))
    risk_studies.file_of(results.plan)


def _take_up(asked_for: Work, made: Scenario) -> None:
    """Go on with a design that was made from the session's work, with the sample and the name that this had."""
    own = asked_for.scenario
    state.take_up(made.model_copy(update={"run": own.run, "name": own.name}))


def told(results: Results, use: Use) -> None:
    """The front of any study: chart, table, and its designs to open."""
    if len(results.plan.designs) > LARGEST:
        st.info(TOO_MANY.format(len(results.plan.designs), LARGEST))
        return
    objectives = _objectives(results)
    if not objectives:
        return
    found = front_of(results, objectives)
    if not found.designs:
        st.info(NONE)
        return
    place = st.container(key="risk.front")
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.chosen"):
        chosen = risk_open.choose(results, found.designs, "risk.design")
        risk_open.buttons(results, chosen, use)
    with place:
        risk_pictures.draw(picture(results, found, chosen.design.name), NONE)
    table = _table(results, found)
    st.dataframe(table, hide_index=True, width="stretch", key="risk.designs", alt="Designs that nothing dominates")
    said = counted(found)
    st.caption(f"{literal(said[:1].upper() + said[1:])}. The knee gives up least of all outcomes together.")
    file_button("front", table, "risk")


def _objectives(results: Results) -> tuple[Objective, ...]:
    """What is weighed, as chosen."""
    offered = {each.label: each for each in results.plan.study.outcomes if direction_of(each) is not None}
    if len(offered) < FEWEST:
        st.info(NO_TWO)
        return ()
    key = "risk.weighed"
    if not st.session_state.get(key) or any(name not in offered for name in st.session_state[key]):
        st.session_state[key] = _usual(results)
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.look"):
        names = st.multiselect(
            "Weighed against each other", list(offered), key=key, max_selections=MOST, persist_state="session",
            format_func=lambda name: _named(offered[name]), width=620,
        )  # fmt: skip
        risk_pictures.toggle()
    if len(names) < FEWEST:
        st.info(f"Choose at least {FEWEST} outcomes.")
        return ()
    return tuple(Objective(offered[name], direction_of(offered[name]) or "higher") for name in names)


def _usual(results: Results) -> list[str]:
    """What is weighed at first: what is owed only where anything can be."""
    found = [each.outcome.label for each in objectives_of(results)]
    owed = [each.label for each in results.plan.study.outcomes if each.kpi == "outstanding_value"]
    if results.plan.base.program.has_points or len(found) <= FEWEST:
        return found
    return [name for name in found if name not in owed]


def _named(outcome: Outcome) -> str:
    """An outcome with what is better."""
    return f"{risk_pictures.outcome_name(outcome)} ({direction_of(outcome)})"


def _table(results: Results, found: Front) -> pd.DataFrame:
    """The designs on the front, the best by the first outcome first."""
    plan = results.plan
    levers = lever_texts(plan, [each.design for each in found.designs])
    headings, rows = risk_pictures.headings(plan), []
    for each, settings in zip(found.designs, levers, strict=True):
        row = {"Design": each.design.name}
        row |= dict(zip(headings, settings, strict=True))
        row |= {
            _named(goal.outcome): value_text(each.outcomes[goal.outcome.label], goal.outcome, plan.base.currency)
            for goal in found.objectives
        }
        row["Note"] = ", ".join(
            note for note, holds in (("knee", each is found.knee), ("present design", each.design.index == 0)) if holds
        )
        rows.append(row)
    return pd.DataFrame(rows)
