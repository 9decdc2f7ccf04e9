"""Two designs side by side: differences of key figures, paired batch by batch where the customers are the same."""

from __future__ import annotations

import math

import numpy as np

from loyalty_sim.engine import Result
from loyalty_sim.finance.estimate import Estimate, around, estimates
from loyalty_sim.finance.kpis import FIGURES, program_estimates, program_figures
from loyalty_sim.finance.lines import cumulative_margin
from loyalty_sim.finance.world import program_world


def comparable(result: Result, baseline: Result) -> bool:
    """Whether both runs have the same customers with the same draws, so that differences can be paired: the same market,
    the same upper bound of purchase rates (it fixes the candidate purchases), seed, sample, months and start."""
    one, other = result.scenario, baseline.scenario
    return (
        one.run == other.run
        and one.market == other.market
        and one.behaviour.largest_multiplier == other.behaviour.largest_multiplier
    )


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
