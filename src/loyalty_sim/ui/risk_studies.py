"""Questions of the page that are studies: done in a folder of their own beneath the user's data, and found there again."""

from __future__ import annotations

from functools import partial

import streamlit as st

from loyalty_sim.report.files import file_stem
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import ScenarioError
from loyalty_sim.study import Results, run
from loyalty_sim.study.collection import forget_oldest, own_folder, place_of
from loyalty_sim.study.files import dumps, planned
from loyalty_sim.study.intake import UnreadableStudyError, opened
from loyalty_sim.study.plan import Plan
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.specification import Base, Outcome, Study
from loyalty_sim.ui.risk_ask import Asked
from loyalty_sim.ui.risk_jobs import CORES, Job
from loyalty_sim.ui.runs import Shelf
from loyalty_sim.ui.strip import literal

OUTCOMES = (
    Outcome(kpi="net_value"), Outcome(kpi="retention"), Outcome(kpi="outstanding_value"), Outcome(kpi="cost"),
    Outcome(kpi="cost_ratio"), Outcome(kpi="breakage"), Outcome(kpi="retention", world="difference"),
)  # fmt: skip
"""What is recorded whatever is looked at first, so that looking at another one takes no new runs."""
MEASURED = tuple(Measured(outcome.kpi, outcome.world) for outcome in OUTCOMES)
LONGEST_NAME, LONGEST_ABOUT = 120, 90
"""Letters of the name of a study, and of what it says after that of the scenario."""
PLANS = 40


@st.cache_resource
def _plans() -> Shelf:
    return Shelf(PLANS)


def study_of(scenario: Scenario, about: str, **parts: object) -> Study:
    """A study of a scenario with the usual outcomes.

    Args:
        about: what it is called after the scenario.
        parts: levers, uncertainties and the like.
    """
    what = about[:LONGEST_ABOUT]
    name = f"{scenario.name[: LONGEST_NAME - len(what) - 2]}: {what}"
    return Study.model_validate({"name": name, "base": Base(scenario=scenario), "outcomes": OUTCOMES, **parts})


def plan_of(study: Study) -> Plan | None:
    """The plan of a study; None where it is not valid, which is said on the page."""
    key = study.model_dump_json()
    found: Plan | str | None = _plans().get(key)
    if found is None:
        try:
            found = planned(study)
        except ScenarioError as error:
            found = f"These values do not fit the program: {literal(str(error.problems[0]))}."
        _plans().put(key, found)
    if isinstance(found, str):
        st.error(found)
        return None
    return found


def asked(question: str, title: str, plan: Plan) -> Asked:
    """A study as a question."""
    folder = place_of(plan)
    find, work = partial(_found, plan), partial(_done, plan)
    return Asked(question, title, folder.name, plan.base, len(plan), find, work)


def _found(plan: Plan) -> Results | None:
    """The finished study, if it is in its folder."""
    try:
        return opened(place_of(plan))
    except UnreadableStudyError:
        return None


def _done(plan: Plan, job: Job) -> Results:
    """Work of the thread: what a stopped one left is gone on with."""
    results = run(plan, place_of(plan), resume=True, jobs=CORES, progress=job.progress, cancel=job.cancelled)
    forget_oldest()
    return results


def failures(results: Results) -> None:
    """How many runs of a study failed, and why the first did; nothing where none did."""
    if results.failed:
        reason = next(text for text in results.table["reason"].to_pylist() if text is not None)
        st.warning(f"{results.failed:,} of {len(results.plan):,} runs failed, the first because {literal(reason)}")


def file_of(plan: Plan) -> None:
    """The study as a file for the command line, and where its folder is."""
    st.download_button(
        "Study file (YAML)", partial(dumps, plan.study), f"{file_stem(plan.study.name)}.yaml", "application/yaml",
        key=f"risk.file.{place_of(plan).name}", on_click="ignore", icon=":material/download:", type="tertiary",
        help=literal(f"The same question for loyalty-sim sweep; this answer is kept in {own_folder()}"),
    )  # fmt: skip
