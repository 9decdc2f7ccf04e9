"""Two levers together: designs between two ends of both, as a map."""

from __future__ import annotations

from typing import Any

import streamlit as st

from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report.risk import heat_map
from loyalty_sim.study import Results
from loyalty_sim.study.specification import Lever
from loyalty_sim.ui import risk_ask, risk_jobs, risk_levers, risk_pictures, risk_studies, runs, widgets
from loyalty_sim.ui.risk_ask import Answer
from loyalty_sim.ui.risk_levers import Varied
from loyalty_sim.ui.risk_studies import MEASURED, OUTCOMES
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work

TITLE = "Two levers together"
KEY = "grid"
COUNTS = (3, 4, 5, 6, 7, 9)
USUAL_COUNT = 5
WIDTH, SHORT = 174, 3
"""Pixels of an end, two of which stand beside each other on a narrow page; letters of a unit for which there is room."""
WHY = "Every combination of these values is simulated with the same customers, and the present design beside them."
TOO_FEW = "This program has fewer than two levers that hold a number, so there are no two to look at together."
NOTHING = "No combination of these values has this outcome; choose another outcome, or other values."


def draw(work: Work) -> None:
    """The question with its choices, and the map."""
    answer = ask(work)
    if answer is None:
        return
    results: Results = answer.found
    risk_studies.failures(results)
    x, y = results.plan.study.levers
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.look"):
        measured = risk_pictures.outcome("risk.outcome", MEASURED)
        outcome = OUTCOMES[MEASURED.index(measured)]
        aim = target(f"{measured.column}", FIGURES[measured.kpi].unit, results.plan.base.currency)
        risk_pictures.toggle()
    risk_pictures.draw(heat_map(results, x.path, y.path, outcome, target=aim), NOTHING)
    risk_studies.file_of(results.plan)


def ask(work: Work) -> Answer | None:
    """The choice of two levers with their values, and what was found of their designs."""
    known = {each.path: each for each in risk_levers.varied(work)}
    if len(known) < 2:
        risk_jobs.watch(KEY)
        st.info(TOO_FEW)
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.choices"):
        first = _lever("Across", known, "risk.x", next(iter(known)))
        others = {path: each for path, each in known.items() if path != first.path}
        second = _lever("Upward", others, "risk.y", next(iter(others)))
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.sizes"):
        spans = [_ends(each, work) for each in (first, second)]
        count = int(risk_pictures.select("Values of each", COUNTS, "risk.count", first=USUAL_COUNT, width=120))
        values = [each.values(*span, count) for each, span in zip((first, second), spans, strict=True)]
        size = risk_ask.customers(KEY, work.scenario, 1 + len(values[0]) * len(values[1]))
    levers = [
        Lever.model_validate({"path": each.path, "values": some}) for each, some in zip((first, second), values, strict=True)
    ]
    about = f"{first.label} and {second.label}"
    plan = risk_studies.plan_of(risk_studies.study_of(runs.sized(work.scenario, size), about, levers=tuple(levers)))
    if plan is None:
        risk_jobs.watch(KEY)
        return None
    return risk_ask.draw(risk_studies.asked(KEY, TITLE, plan), WHY)


def target(key: str, unit: str, currency: str) -> float | None:
    """A value that is to be reached, in the unit of an outcome; None where there is none."""
    share = unit == "share"
    shown = st.number_input(
        f"Target, {'%' if share else currency if unit == 'money' else unit}", value=None, key=f"risk.target.{key}",
        placeholder="none", width=170, persist_state="session", format="%g",
        help="A line is drawn where the outcome reaches it",
    )  # fmt: skip
    return None if shown is None else shown / 100 if share else shown


def _lever(label: str, known: dict[str, Varied], key: str, first: str) -> Varied:
    path = risk_pictures.select(label, list(known), key, lambda path: known[path].label, first, 300)
    return known[path]


def _ends(each: Varied, work: Work) -> tuple[float, float]:
    """From where to where a lever is looked at, as stored; at first around its present value, for each scenario anew."""
    item, found = each.item, []
    unit = item.unit_in(work.scenario.currency)
    shown_unit = f" :gray[{unit}]" if 0 < len(unit) <= SHORT else ""
    for name, end in zip(("from", "to"), each.ends, strict=True):
        key = f"risk.{name}.{each.path}.{work.scenario.name}"
        if st.session_state.get(key) is None:
            st.session_state[key] = item.shown(end)
        options: dict[str, Any] = widgets.limits(item)
        shown = st.number_input(
            f"{literal(each.label)}, {name}{shown_unit}",
            key=key,
            width=WIDTH,
            persist_state="session",
            help=item.help(work.scenario.currency),
            **options,
        )
        found.append(float(item.meant(shown)))
    low, high = sorted(found)
    return low, high
