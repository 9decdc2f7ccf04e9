"""Two designs side by side: differences of key figures, paired batch by batch where the customers are the same."""

from __future__ import annotations

import math

import numpy as np

from loyalty_sim.engine import MODEL_VERSION, Result
from loyalty_sim.finance.estimate import Estimate, around, estimates
from loyalty_sim.finance.kpis import FIGURES, program_estimates, program_figures
from loyalty_sim.finance.lines import cumulative_margin
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.differences import Difference, differences

PAIRED_BY = ("run", "market", "behaviour.largest_multiplier")
"""Parts of a scenario that fix the customers and their draws; the upper bound of purchase rates fixes the candidate
purchases."""


def voided_by(result: Result, baseline: Result) -> list[Difference]:
    """What keeps two runs from being paired, ``baseline`` first: settings of the run, parts of the market, the upper bound
    of purchase rates, or the version of the model. Empty when both have the same customers with the same draws."""
    found = world_differences(result.scenario, baseline.scenario)
    here, there = (run.manifest.get("model_version", MODEL_VERSION) for run in (result, baseline))
    if here != there:
        found.append(Difference("model_version", "Version of the model", "", (there, here)))
    return found


def world_differences(scenario: Scenario, baseline: Scenario) -> list[Difference]:
    """The same of two scenarios that the present model simulates."""
    found = differences((baseline, scenario), ("run", "market", "behaviour"))
    return [each for each in found if each.path.startswith(PAIRED_BY)]


def comparable(result: Result, baseline: Result) -> bool:
    """Whether both runs have the same customers with the same draws, so that differences can be paired."""
    return not voided_by(result, baseline)


def incomparable(scenario: Scenario, baseline: Scenario) -> str | None:
    """Why two scenarios have not the same customers with the same draws: the first field that differs; None if they have."""
    found = world_differences(scenario, baseline)
    if not found:
        return None
    there, here = (f"a list of {len(value)}" if isinstance(value, tuple) else str(value) for value in found[0].values)
    return f"{found[0].path} is {there} there and {here} here"


def compare(result: Result, baseline: Result) -> dict[str, Estimate]:
    """Key figures of the program world less those of the baseline's, by key.

    Paired when ``comparable``: what both runs share cancels, and designs that differ in nothing differ by exactly 0.
    Otherwise the runs are taken as independent. Figures that one of the runs does not have are left out.
    """
    here, there = program_estimates(result), program_estimates(baseline)
    known = [key for key in FIGURES if here[key] is not None and there[key] is not None]
    apart = {key: _independent(here[key], there[key]) for key in known}  # type: ignore[arg-type]
    if not comparable(result, baseline):
        return apart
    w, other = program_world(result), program_world(baseline)
    paired = dict(zip(FIGURES, estimates(program_figures(w) - program_figures(other)), strict=True))
    # months are steps, which the jackknife does not serve
    same = np.array_equal(cumulative_margin(w), cumulative_margin(other))
    paired["payback"] = around(0.0, 0.0) if same else apart.get("payback")
    return {key: estimate for key in known if (estimate := paired[key]) is not None}


def _independent(here: Estimate, there: Estimate) -> Estimate:
    return around(here.value - there.value, math.hypot(here.se, there.se))
