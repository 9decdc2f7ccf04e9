"""How members stand at the end of the run: what counted towards tiers in their last year, and the points they hold.

The steps that thresholds make in such a spread, its *cliffs*, show whom a threshold moves: members just above it who would
be below without the program, and members just below whom a small change would lift.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loyalty_sim.engine import BINS, Result, Spread
from loyalty_sim.engine.terms import threshold_of, widths
from loyalty_sim.finance.estimate import WEIGHTS, Array, Estimate, estimates, replicates

NEAR = 0.1
"""Members are near a threshold within a tenth of it, rounded to whole bins, at least one."""


@dataclass(frozen=True)
class Histogram:
    """Members present at the end, of the real base, in bins of equal width; the last bin has no end."""

    members: Array
    """[replicate, bin]"""
    without: Array | None
    """[replicate, bin] the same members in the world without the program; None of what only a program has."""
    width: float
    """Of a bin, in ``unit``."""
    unit: str
    marks: tuple[tuple[str, float], ...]
    """What is to be reached: names and amounts, in order."""

    @property
    def edges(self) -> Array:
        """[bin] lower edges."""
        return np.arange(BINS, dtype=np.float64) * self.width


@dataclass(frozen=True)
class Near:
    """Members within reach of a threshold, below and above it, and the same members without the program."""

    name: str
    threshold: float
    width: float
    """How far below and above is counted."""
    below: Estimate | None
    below_without: Estimate | None
    above: Estimate | None
    above_without: Estimate | None
    moved: Estimate | None
    """Members at or above the threshold, less those without the program: whom it lifts, on balance."""


def status_spread(result: Result) -> Histogram | None:
    """Members of at least a year by what counted towards tiers in the last twelve simulated months, and by what would have
    counted without the program; None where there are no tiers, or no single thing counts.

    What counts is spend after discounts, points at the base rate, or visits; purchases given back by the end do not.
    """
    width, _ = widths([regime.program for regime in result.scenario.regimes])
    if width == 0:
        return None
    tiers = result.scenario.regimes[-1].program.tiers
    unit = "money" if tiers.metric not in ("points", "visits") else tiers.metric
    cents = 100 if unit == "money" else 1
    marks = tuple((level.name, threshold_of(tiers, index) / cents) for index, level in enumerate(tiers.levels))
    members, without = _counts(result, Spread.STATUS), _counts(result, Spread.STATUS_0)
    return Histogram(members, without, width / cents, unit, marks)


def balance_spread(result: Result) -> Histogram | None:
    """Members present at the end by the points they hold; None where there are no points."""
    _, width = widths([regime.program for regime in result.scenario.regimes])
    if width == 0:
        return None
    smallest = result.scenario.regimes[-1].program.smallest_reward[0]
    return Histogram(_counts(result, Spread.BALANCE), None, float(width), "points", (("smallest reward", float(smallest)),))


def near(spread: Histogram) -> list[Near]:
    """Who stands near each threshold, in whole bins on either side; a threshold inside a bin counts from the next one."""
    found = []
    for name, threshold in spread.marks:
        first = min(BINS - 1, -int(-threshold // spread.width))
        bins = max(1, round(NEAR * threshold / spread.width))
        low, high = slice(max(0, first - bins), first), slice(first, min(BINS - 1, first + bins))
        columns = [spread.members[:, low].sum(axis=1), spread.members[:, high].sum(axis=1)]
        over = spread.members[:, first:].sum(axis=1)
        if spread.without is not None:
            columns += [spread.without[:, low].sum(axis=1), spread.without[:, high].sum(axis=1)]
            columns += [over - spread.without[:, first:].sum(axis=1)]
        known = [*estimates(np.stack(columns, axis=1)), None, None, None]
        below, above, below_without, above_without, moved = known[:5]
        found.append(Near(name, threshold, bins * spread.width, below, below_without, above, above_without, moved))
    return found


def _counts(result: Result, by: Spread) -> Array:
    """[replicate, bin] members of the real base."""
    counts: Array = replicates(result.tally.spread[:, by]) * (WEIGHTS * result.scale)[:, None]
    return counts
