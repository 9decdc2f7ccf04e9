"""Results for the page: simulated once per scenario, kept on a bounded shelf that all sessions share.

A preview of 10,000 customers answers a lever move at once; the refined run replaces it when it is there. Design and
baseline are always compared at the same sample, so that their difference is paired.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import streamlit as st

from loyalty_sim.engine import Result, ahead, run_id, simulate
from loyalty_sim.engine.compiled import forgo_linear_algebra
from loyalty_sim.finance import Check, Estimate, Kpi, checks, compare, kpis
from loyalty_sim.scenario import Scenario
from loyalty_sim.study import at_strength
from loyalty_sim.ui.work import Work

PREVIEW = 10_000
PREVIEW_PURCHASES = 1_000_000
"""Purchases of the preview, about: more than that makes a lever move wait."""
SMALLEST_PREVIEW = 1_000
KEPT = 48
"""Results on the shelf, about 5 MB each at 60 months."""


class Shelf:
    """The most recently used values by key; safe to use from several threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._kept: OrderedDict[Any, Any] = OrderedDict()

    def get(self, key: Any) -> Any:
        """The value of a key, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Any, value: Any) -> None:
        """Keep a value; the one used longest ago goes when the shelf is full."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)


@dataclass(frozen=True)
class Analysis:
    """A result with what is derived from it, each derived once."""

    result: Result

    @cached_property
    def kpis(self) -> dict[str, Kpi]:
        """The figures by key."""
        return kpis(self.result)

    @cached_property
    def checks(self) -> list[Check]:
        """The identities verified on this run."""
        return checks(self.result)


@dataclass(frozen=True)
class Comparison:
    """What the page shows: a design beside its baseline, at the same sample."""

    active: Analysis
    baseline: Analysis

    @cached_property
    def differences(self) -> dict[str, Estimate]:
        """Design minus baseline by figure, paired."""
        return compare(self.active.result, self.baseline.result)

    @property
    def same(self) -> bool:
        """Whether design and baseline are the same run."""
        return bool(self.active.result.manifest["run_id"] == self.baseline.result.manifest["run_id"])

    @property
    def customers(self) -> int:
        """Simulated customers."""
        return self.active.result.scenario.run.customers


@st.cache_resource
def _shelf() -> Shelf:
    return Shelf(KEPT)


@st.cache_resource
def _comparisons() -> Shelf:
    return Shelf(KEPT)


@st.cache_resource(show_spinner="Starting the engine; the first time on this machine it is compiled, about 15 seconds …")
def warm() -> bool:
    """Compile the engine, or load what an earlier start compiled; the rules of mechanics behind the page."""
    forgo_linear_algebra()
    simulate(sized(Scenario(), 100))
    ahead.begin()
    return True


def sized(scenario: Scenario, customers: int) -> Scenario:
    """The scenario with another sample."""
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": customers})})


def preview_size(scenario: Scenario) -> int:
    """Simulated customers of the preview: fewer where they buy so often that the answer would be late."""
    market, run = scenario.market, scenario.run
    purchases_a_year = sum(
        share * segment.purchases_per_year for share, segment in zip(market.shares, market.segments, strict=True)
    )
    affordable = int(PREVIEW_PURCHASES / (purchases_a_year / 12 * run.total_months))
    return min(PREVIEW, run.customers, max(SMALLEST_PREVIEW, affordable))


def ends(work: Work) -> list[Scenario]:
    """The design with responses at their weak and at their strong end, at the size of a preview."""
    return [sized(at_strength(work.scenario, level), preview_size(work.scenario)) for level in ("low", "high")]


def strengths(work: Work) -> tuple[Analysis, Analysis] | None:
    """The analyses at the weak and at the strong end of the responses, when both are on the shelf."""
    weak, strong = (kept(scenario) for scenario in ends(work))
    return None if weak is None or strong is None else (weak, strong)


def kept(scenario: Scenario) -> Analysis | None:
    """The analysis of a scenario if it is on the shelf, under the scenario's own name."""
    analysis: Analysis | None = _shelf().get(run_id(scenario))
    if analysis is not None and analysis.result.scenario != scenario:
        return Analysis(replace(analysis.result, scenario=scenario))
    return analysis


def analysed(scenario: Scenario, run: Callable[[Scenario], Result] = simulate) -> Analysis:
    """The analysis of a scenario, simulated unless it is on the shelf."""
    found = kept(scenario)
    if found is None:
        ahead.wait_for(scenario)
        found = put(run(scenario))
    return found


def put(result: Result) -> Analysis:
    """Keep a result on the shelf, simulated here or elsewhere."""
    found = Analysis(result)
    _shelf().put(run_id(result.scenario), found)
    return found


def compared(active: Scenario, baseline: Scenario) -> Comparison:
    """Design and baseline side by side."""
    key = (run_id(active), run_id(baseline), active.name, baseline.name)
    found: Comparison | None = _comparisons().get(key)
    if found is None:
        found = Comparison(analysed(active), analysed(baseline))
        _comparisons().put(key, found)
    return found


def refined(work: Work) -> Comparison | None:
    """The comparison at the full sample, when both runs are on the shelf."""
    active, baseline = work.scenario, work.baseline
    if kept(active) is None or kept(baseline) is None:
        return None
    return compared(active, baseline)


def shown(work: Work) -> Comparison:
    """What to show now: the refined comparison if it is there, else the preview, simulated here if need be."""
    found = refined(work)
    if found is None:
        size = preview_size(work.scenario)
        found = compared(sized(work.scenario, size), sized(work.baseline, size))
    return found
