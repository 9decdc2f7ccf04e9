"""How likely is a loss: the design under many draws of all that is not known."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from loyalty_sim.report import risks
from loyalty_sim.report.numbers import per_cent
from loyalty_sim.report.risk import loss
from loyalty_sim.study import Range, Results, assumptions, ranges
from loyalty_sim.study.rows import Measured, measured
from loyalty_sim.study.specification import Draws, Uncertainty
from loyalty_sim.study.uncertainty import LIABILITY
from loyalty_sim.ui import risk_ask, risk_jobs, risk_pictures, risk_studies, runs
from loyalty_sim.ui.compare_tables import file_button
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work

TITLE = "How likely is a loss"
KEY = "loss"
DRAWS = (20, 40, 100, 200)
USUAL_DRAWS = 40
SHOWN = {"10 %": 0.1, "Median": 0.5, "90 %": 0.9}
WHY = (
    "All assumptions are drawn at once from their ranges, and the design is simulated with each draw: how the answer may "
    "turn out when it is not known how customers behave."
)
NOTHING_KNOWN = "No assumption of this scenario states a low and a high, so that nothing can be drawn."
JUDGEMENT = (
    "Drawn evenly within the range of each assumption's evidence, independently of each other (Latin hypercube). That is "
    "judgement: nobody has measured how likely the ends are, nor what goes with what."
)
NO_VALUE = "Of this outcome a run has no value, so that nothing can be said of how it may turn out."


def draw(work: Work) -> None:
    """The question with its choices, and how the design may turn out."""
    paths = [move.path for move in assumptions(work.scenario)]
    if not paths:
        st.info(NOTHING_KNOWN)
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.choices"):
        count = int(risk_pictures.select("Draws", DRAWS, "risk.draws", first=USUAL_DRAWS, width=120))
        size = risk_ask.customers(KEY, work.scenario, count)
    unknown = tuple(Uncertainty(path=path) for path in paths)
    study = risk_studies.study_of(
        runs.sized(work.scenario, size), f"{count} draws of what is not known",
        uncertainties=unknown, draws=Draws(count=count),
    )  # fmt: skip
    plan = risk_studies.plan_of(study)
    if plan is None:
        risk_jobs.watch(KEY)
        return
    answer = risk_ask.draw(risk_studies.asked(KEY, TITLE, plan), WHY)
    if answer is None:
        return
    results: Results = answer.found
    risk_studies.failures(results)
    told(results, 0, answer.work.scenario.name)
    risk_studies.file_of(results.plan)


def told(results: Results, design: int, called: str) -> Measured:
    """How one design may turn out: dots and sentence of an outcome, all others as a table, and the tail of what is owed.
    Returns the outcome."""
    recorded, currency = measured(results.plan.study), results.plan.base.currency
    with st.container(horizontal=True, vertical_alignment="bottom", key="risk.look"):
        looked = risk_pictures.outcome("risk.outcome", recorded)
        risk_pictures.toggle()
    found = ranges(results, looked, [design])[0]
    if found is None:
        st.info(NO_VALUE)
    else:
        risk_pictures.draw(loss(found, looked, currency, called), NO_VALUE)
        st.markdown(literal(risks.due_to(found)))
    owed = ranges(results, LIABILITY, [design])[0] if LIABILITY in recorded else None
    if owed is not None and owed.tail:
        st.markdown(literal(risks.owed_at_most(owed, currency, called)))
    st.caption(JUDGEMENT if _usual(results) else "Drawn as the study says, each draw with the same customers.")
    table = pd.DataFrame(_rows(results, design, currency))
    st.dataframe(table, hide_index=True, width="stretch", key="risk.ranges", alt="How all outcomes may turn out")
    file_button("how-it-may-turn-out", table, "risk")
    return looked


def _usual(results: Results) -> bool:
    """Whether the draws are those of this page."""
    study = results.plan.study
    return study.draws.method == "latin hypercube" and all(
        (each.distribution, each.low, each.high) == ("uniform", None, None) for each in study.uncertainties
    )


def _rows(results: Results, design: int, currency: str) -> Iterator[dict[str, str]]:
    for each in measured(results.plan.study):
        found = ranges(results, each, [design])[0]
        if found is not None:
            yield _row(each, found, currency)


def _row(each: Measured, found: Range, currency: str) -> dict[str, str]:
    return {
        "Outcome": risk_pictures.named(each),
        **{name: risks.amount(found.quantiles[level], each, currency) for name, level in SHOWN.items()},
        "Loss": risks.in_twenty(found) if risks.loses(each) else "",
        "Due to assumptions": "" if found.share != found.share else per_cent(found.share),
        "Noise of a run": risks.change(found.noise_sd, each, currency).removeprefix("+"),
    }
