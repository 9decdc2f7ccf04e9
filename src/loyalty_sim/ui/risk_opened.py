"""A finished study as it is looked at: what is worked out of it, each once."""

from __future__ import annotations

import itertools
from functools import cached_property

import streamlit as st

from loyalty_sim.report.risk.plane import plane
from loyalty_sim.report.studies import precise
from loyalty_sim.study import Results, Selection, Sensitivity, Standing, select
from loyalty_sim.study.pareto import Front, Objective, front
from loyalty_sim.study.precision import reached
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.sensitivity import sensitivity_of
from loyalty_sim.ui.runs import Shelf

MOST_LEVERS = 6
"""That are looked through for two that vary together."""
KEPT = 30


class Opened:
    """A study with its standings and the like."""

    def __init__(self, results: Results) -> None:
        self.results = results

    @cached_property
    def standings(self) -> list[Standing]:
        """All designs, the best first."""
        return self.results.standings()

    @cached_property
    def selection(self) -> Selection:
        """Which of them may be the best."""
        return select(self.results)

    @cached_property
    def precision(self) -> str:
        """Whether it is as precise as was asked for, in a sentence; "" where nothing was."""
        found = reached(self.results)
        return "" if found is None else precise(self.results, found)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Levers that were tried together at several values of each."""
        plan = self.results.plan
        paths = [lever.path for lever in plan.study.levers] or list(plan.lever_paths)
        return [pair for pair in itertools.permutations(paths[:MOST_LEVERS], 2) if plane(plan, *pair) is not None]


@st.cache_resource
def _shelf() -> Shelf:
    return Shelf(KEPT)


def sensitivity(results: Results, looked: Measured) -> Sensitivity:
    """The importance of its assumptions; its intervals are resampled a thousand times."""
    key = (id(results), looked)
    kept: tuple[Results, Sensitivity] | None = _shelf().get(key)
    if kept is None:
        with st.spinner("Working out the indices …"):
            kept = results, sensitivity_of(results, looked)
        _shelf().put(key, kept)
    return kept[1]


def front_of(results: Results, objectives: tuple[Objective, ...]) -> Front:
    """The front; each design is held against each."""
    key = (id(results), tuple((each.outcome.label, each.better) for each in objectives))
    kept: tuple[Results, Front] | None = _shelf().get(key)
    if kept is None:
        with st.spinner("Holding the designs against each other …"):
            kept = results, front(results, objectives)
        _shelf().put(key, kept)
    return kept[1]
