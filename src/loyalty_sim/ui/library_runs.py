"""Stored runs of a saved scenario: when, by which model, what they said; and what they would say today."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from loyalty_sim.engine import Result, run_id, simulate
from loyalty_sim.finance import Kpi
from loyalty_sim.library import LibraryError, Saved
from loyalty_sim.library.database import default_url
from loyalty_sim.library.runs import Figure, Rerun, Run, Summary
from loyalty_sim.library.texts import key_of
from loyalty_sim.report import words
from loyalty_sim.scenario import Scenario
from loyalty_sim.ui import behind, jobs, library_calls
from loyalty_sim.ui.behind import Offer, Task
from loyalty_sim.ui.runs import Shelf
from loyalty_sim.ui.strip import STRIP, literal

KEPT = 64
"""Runs as read, and runs done again, that are remembered."""
SHOWN = 12
"""Runs that are shown, the latest first; each has to be read."""
AGAIN = "library.again"
WORLDS = {"program": "with the program", "without": "without", "difference": "difference"}


@st.cache_resource
def _shelf() -> Shelf:
    return Shelf(KEPT)


def draw(name: str, versions: list[Saved]) -> None:
    """The table of runs, and one of them done again."""
    found = library_calls.told(lambda library: library.runs())
    if found is None:
        return
    answers = _answers(versions)
    mine = [run for run in found if run.id in answers or key_of(run.name) == key_of(name)]
    if not mine:
        st.info("No run is stored. Open it and save it when its run is finished, or save it and let the run finish.")
        return
    if len(mine) > SHOWN:
        st.caption(f"The latest {SHOWN} of {len(mine)} runs.")
    shown = [(summary, run) for summary in mine[:SHOWN] if (run := _read(summary)) is not None]
    if shown:
        st.dataframe(
            pd.DataFrame([_row(summary, run, answers) for summary, run in shown]), hide_index=True, width="stretch",
            key="library.runs", alt="Stored runs",
        )  # fmt: skip
        _again([summary for summary, _ in shown])


def _answers(versions: list[Saved]) -> dict[str, int]:
    """By id of a run: the newest version that it answers under the model of today."""
    found: dict[str, int] = {}
    for saved in versions[:SHOWN]:
        try:
            found.setdefault(run_id(library_calls.scenario(saved)), saved.version)
        except LibraryError:  # the list of versions says so
            continue
    return found


def _read(summary: Summary) -> Run | None:
    """A run with its figures, read once; None where it is damaged, which is said."""
    key = (default_url(), summary.id)
    found: Run | None = _shelf().get(key)
    if found is None:
        found = library_calls.told(lambda library: _whole(library.run(summary.id)))
        if found is not None:
            _shelf().put(key, found)
    return found


def _whole(run: Run) -> Run:
    """The run, its figures and its scenario read.

    Raises:
        LibraryError: they are damaged.
    """
    if run.kpis and run.scenario:
        return run
    raise LibraryError(f"run {run.id[:12]} has no figures")


def _row(summary: Summary, run: Run, answers: dict[str, int]) -> dict[str, str]:
    version = answers.get(run.id)
    row = {
        "Run": run.id[:12], "Of": f"version {version}" if version else "an earlier model or version",
        "When (UTC)": f"{run.saved_at:%Y-%m-%d %H:%M}", "Model": f"{run.model_version}{'' if run.current else ', older'}",
        "Customers": f"{run.customers:,}", "Seed": str(run.seed),
    }  # fmt: skip
    return row | {figure.label: _central(run.kpis.get(figure.key), run.scenario.currency) for figure in STRIP}


def _central(kpi: Kpi | None, currency: str) -> str:
    return "–" if kpi is None or kpi.program is None else words.central(kpi.program, kpi.unit, currency)


def _again(runs: list[Summary]) -> None:
    """One run simulated again behind the page, and held against what it said then."""
    labels = {run.id: f"{run.id[:12]} of {run.saved_at:%Y-%m-%d %H:%M}, model {run.model_version}" for run in runs}
    chosen = st.selectbox("Run", list(labels), key="library.run", format_func=lambda id: labels.get(id, id), width=420)
    if chosen not in labels:
        return
    offer = Offer(
        AGAIN, "library.again.do", "Run again and compare with what it said then",
        "The same question, seed and customers, by the model of today", ":material/replay:", "Simulating again …", "Stop",
    )  # fmt: skip
    url = default_url()
    behind.draw(offer, f"{url} {chosen}", partial(_rerun, url, chosen))
    done: Rerun | None = _shelf().get((url, chosen, "again"))
    task: Task | None = st.session_state.get(AGAIN)
    if done is not None and (task is None or not task.running):
        _verdict(done)


def _rerun(url: str, id: str, task: Task) -> None:
    """Work behind the page."""

    def run(scenario: Scenario) -> Result:
        chunks = max(1, scenario.run.customers // jobs.PIECE)
        return simulate(scenario, threads=1, chunks=chunks, progress=task.progress, cancel=task.cancelled)

    _shelf().put((url, id, "again"), library_calls.ask(lambda library: library.rerun(id, run)))


def _verdict(done: Rerun) -> None:
    """Whether it says the same, and if not, what is other."""
    then, now = done.model_versions
    models = f"model {then} then, model {now} now" if then != now else f"model {now} both times"
    if done.same:
        st.success(f"Every one of {len(done.figures)} figures is the same number, to the last digit ({models}).")
        return
    other = [figure for figure in done.figures if not figure.same]
    st.warning(f"{len(other)} of {len(done.figures)} figures are other numbers than then ({models}).")
    for sentence in done.then.moved:
        st.caption(f":material/upgrade: {literal(sentence)}")
    st.dataframe(
        pd.DataFrame([_line(figure) for figure in other]), hide_index=True, width="stretch", key="library.again.table",
        alt="Then and now",
    )  # fmt: skip


def _line(figure: Figure) -> dict[str, object]:
    return {
        "Figure": figure.label, "World": WORLDS[figure.world], "Then": figure.then, "Now": figure.now, "Unit": figure.unit
    }  # fmt: skip
