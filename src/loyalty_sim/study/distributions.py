"""How an uncertain assumption is distributed: the value at a chance, by inverse transform."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

from annotated_types import Ge, Gt, Le, Lt

from loyalty_sim.study.places import field_of, located, whole
from loyalty_sim.study.specification import Uncertainty

Quantile = Callable[[float], float]
TAIL = 0.3
"""Chance of each end of low, base and high, which are then about the 10th, 50th and 90th percentile (Swanson's rule)."""
NORMAL = NormalDist()


def quantile(uncertainty: Uncertainty, base: float | None) -> Quantile:
    """The value of an assumption at a chance strictly between 0 and 1.

    Args:
        base: its value in the base scenario.

    Raises:
        ValueError: an end is missing, or the base lies outside of them; reads on after the path of the uncertainty.
    """
    kind = uncertainty.distribution
    field = field_of(located(uncertainty.path))
    cut_off = kind in ("normal", "lognormal")
    low, high = (bounds if cut_off else evidence)(uncertainty, field)
    middle = uncertainty.base if uncertainty.base is not None else base
    rounded: Callable[[float], float] = round if whole(field) else float
    if kind == "uniform":
        return lambda chance: rounded(low + chance * (high - low))
    if middle is None or isinstance(middle, bool):
        raise ValueError("needs a base: the base scenario has no number there")
    if not low <= middle <= high:
        raise ValueError(f"has the base {middle:g} outside of {low:g} to {high:g}")
    if kind == "triangular":
        return lambda chance: rounded(triangular(chance, low, middle, high))
    if kind == "low base high":
        return lambda chance: rounded(low if chance < TAIL else middle if chance < 1 - TAIL else high)
    sd = uncertainty.sd or 0.0
    if kind == "normal":
        return lambda chance: rounded(truncated(chance, low, middle, high, sd))
    if middle <= 0:
        raise ValueError(f"has the base {middle:g}; a lognormal distribution needs one above 0")
    bottom = math.log(low) if low > 0 else -math.inf
    return lambda chance: rounded(math.exp(truncated(chance, bottom, math.log(middle), math.log(high), sd)))


def evidence(uncertainty: Uncertainty, field: Any) -> tuple[float, float]:
    """Low and high as given, or else those of the assumption's evidence, the smaller first."""
    extra = field.json_schema_extra if field is not None and isinstance(field.json_schema_extra, dict) else {}
    stated = [float(extra[end]) for end in ("low", "high") if isinstance(extra.get(end), int | float)]
    low = uncertainty.low if uncertainty.low is not None else min(stated, default=None)
    high = uncertainty.high if uncertainty.high is not None else max(stated, default=None)
    if low is None or high is None:
        raise ValueError("needs low and high: the assumption states none")
    if low >= high:
        raise ValueError(f"goes from {low:g} to {high:g}; give both ends, low below high")
    return low, high


def bounds(uncertainty: Uncertainty, field: Any) -> tuple[float, float]:
    """Low and high as given, or else the ends of what the field can hold."""
    low, high = limits(field)
    low = uncertainty.low if uncertainty.low is not None else low
    high = uncertainty.high if uncertainty.high is not None else high
    if low >= high:
        raise ValueError(f"goes from {low:g} to {high:g}; give both ends, low below high")
    return low, high


def limits(field: Any) -> tuple[float, float]:
    """The ends of what a field can hold; infinite where it has none."""
    low, high = -math.inf, math.inf
    for bound in field.metadata if field is not None else []:
        if isinstance(bound, Ge | Gt):
            low = float(bound.ge if isinstance(bound, Ge) else bound.gt)  # type: ignore[arg-type]
        if isinstance(bound, Le | Lt):
            high = float(bound.le if isinstance(bound, Le) else bound.lt)  # type: ignore[arg-type]
    return low, high


def triangular(chance: float, low: float, mode: float, high: float) -> float:
    """The value of a triangular distribution at a chance."""
    turn = (mode - low) / (high - low)
    if chance < turn:
        return low + math.sqrt(chance * (high - low) * (mode - low))
    return high - math.sqrt((1 - chance) * (high - low) * (high - mode))


def truncated(chance: float, low: float, mean: float, high: float, sd: float) -> float:
    """The value at a chance of a normal distribution that is cut off at both ends, the mean between them."""
    bottom, top = ((end - mean) / sd for end in (low, high))
    below = NORMAL.cdf(bottom)
    inside = below + chance * (NORMAL.cdf(top) - below)
    return min(max(mean + sd * NORMAL.inv_cdf(min(max(inside, 1e-300), 1 - 1e-16)), low), high)
