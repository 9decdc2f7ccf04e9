"""Two designs side by side: differences of key figures, paired batch by batch where the customers are the same."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from loyalty_sim.engine import Result
from loyalty_sim.finance.estimate import Estimate, around, estimates
from loyalty_sim.finance.kpis import FIGURES, program_estimates, program_figures
from loyalty_sim.finance.lines import cumulative_margin
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario import Scenario


def comparable(result: Result, baseline: Result) -> bool:
    """Whether both runs have the same customers with the same draws, so that differences can be paired."""
    return incomparable(result.scenario, baseline.scenario) is None


def incomparable(one: Scenario, other: Scenario) -> str | None:
    """Why two scenarios have not the same customers with the same draws: the first field that differs; None if they have.

    It takes the same sample, months, start and seed, the same market, and the same upper bound of purchase rates, which
    fixes the candidate purchases.
    """
    for part in ("run", "market"):
        found = _first_difference(part, getattr(one, part).model_dump(), getattr(other, part).model_dump())
        if found is not None:
            return found
    bounds = (one.behaviour.largest_multiplier, other.behaviour.largest_multiplier)
    return None if bounds[0] == bounds[1] else _unequal("behaviour.largest_multiplier", *bounds)


def _first_difference(path: str, here: Any, there: Any) -> str | None:
    """The first field below ``path`` that is not the same."""
    if here == there:
        return None
    if isinstance(here, dict) and isinstance(there, dict):
        pairs = [(f"{path}.{name}", here.get(name), there.get(name)) for name in {**here, **there}]
    elif isinstance(here, list | tuple) and isinstance(there, list | tuple) and len(here) == len(there):
        pairs = [(f"{path}.{place}", *pair) for place, pair in enumerate(zip(here, there, strict=True), 1)]
    else:
        return _unequal(path, here, there)
    found = (_first_difference(*pair) for pair in pairs)
    return next((text for text in found if text), None)


def _unequal(path: str, here: Any, there: Any) -> str:
    values = [f"a list of {len(value)}" if isinstance(value, list | tuple | dict) else str(value) for value in (here, there)]
    return f"{path} is {values[1]} there and {values[0]} here"


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
