"""The counts of a result as finance reads them: by replicate and month, for the real customer base, in money."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine import Measure, Result
from loyalty_sim.finance.estimate import WEIGHTS, Array, replicates
from loyalty_sim.scenario import Program, Scenario
from loyalty_sim.scenario.scenario import Regime

SHARED = (Measure.OPENING, Measure.NEW)
"""The same in both worlds: the program changes nobody's first purchase."""
TWINS = {Measure[measure.name[:-2]]: measure for measure in Measure if measure.name.endswith("_0")}
"""Measures of the program world, and what they are in the no-program world."""


class World:
    """One of the two worlds. Lines and key figures are functions of it; the same function serves both worlds.

    Arrays are ``[replicate, month]`` over the reported months; replicate 0 is the whole sample. Customers, purchases
    and points are scaled to the real base, money is in units of the currency.
    """

    def __init__(self, scenario: Scenario, scale: float, counts: Array, tiers: Array, moves: Array, partners: Array) -> None:
        """Takes whole-number counts, ``[replicate, month, measure]``, ``[replicate, month, tier]``, of moves between tiers
        ``[replicate, month, from, to]`` and ``[replicate, month, partner, what]``, warm-up included."""
        self.scenario = scenario
        self.scale = scale
        self.warmup = scenario.run.warmup_months
        self.months = scenario.run.months
        self.lines: dict[str, Array] = {}
        """Lines that were computed, by their key."""
        self._before = 0
        self._counts = counts
        self._tiers = tiers
        self._moves = moves
        self._partners = partners

    def _real(self, counts: Array, measure: Measure) -> Array:
        """Counts of a measure for the real base, in its unit. Sums are taken before, where they are exact."""
        factors = WEIGHTS * (self.scale / 100 if measure.unit == "cents" else self.scale)
        return counts * factors.reshape(-1, *[1] * (counts.ndim - 1))

    def flow(self, *measures: Measure) -> Array:
        """What was counted within each month in measures of one unit."""
        return self._real(self._counts[:, self.warmup :, measures].sum(axis=2), measures[0])

    @cached_property
    def _regimes(self) -> tuple[Regime, ...]:
        """The programs in force, worked out once for all lines."""
        return self.scenario.regimes

    def by_month(self, number: Callable[[Program], float]) -> NDArray[np.float64]:
        """[month] a number of the program in force in each month."""
        found = np.empty(self.months)
        for regime in self._regimes:
            found[max(0, regime.start + self._before) :] = number(regime.program)
        return found

    def stock(self, *measures: Measure) -> Array:
        """Running sum of measures of one unit since the first simulated month, at each month's end."""
        counts = self._counts[:, :, measures].sum(axis=2)
        return self._real(counts.cumsum(axis=1)[:, self.warmup :], measures[0])

    def at_start(self, measure: Measure) -> Array:
        """Running sum of a measure when month 1 begins, ``[replicate]``."""
        return self._real(self._counts[:, : self.warmup, measure].sum(axis=1), measure)

    @property
    def nothing(self) -> Array:
        """Zero in every month."""
        return np.zeros((len(self._counts), self.months))

    @cached_property
    def by_tier(self) -> Array:
        """Members in each tier at month end, ``[replicate, month, tier]``; tier 0 is the base level."""
        return self._tiers.cumsum(axis=1)[:, self.warmup :] * (WEIGHTS * self.scale)[:, None, None]

    @property
    def moves(self) -> Array:
        """Members who moved from one tier to another within each month, ``[replicate, month, from, to]``."""
        return self._moves[:, self.warmup :] * (WEIGHTS * self.scale)[:, None, None, None]

    @cached_property
    def by_partner(self) -> Array:
        """What was counted for each partner, ``[replicate, month, partner, what]``."""
        return self._partners[:, self.warmup :] * (WEIGHTS * self.scale)[:, None, None, None]

    @cached_property
    def from_the_start(self) -> World:
        """The same world over all simulated months, those of the warm-up first."""
        world = World(self.scenario, self.scale, self._counts, self._tiers, self._moves, self._partners)
        world.months, world.warmup, world._before = self.months + self.warmup, 0, self.warmup
        return world

    @cached_property
    def without(self) -> World:
        """The same customers in the no-program world: no members, no points, no costs."""
        counts = np.zeros_like(self._counts)
        for measure in SHARED:
            counts[:, :, measure] = self._counts[:, :, measure]
        for measure, twin in TWINS.items():
            counts[:, :, measure] = self._counts[:, :, twin]
        nothing = (np.zeros_like(part) for part in (self._tiers, self._moves, self._partners))
        return World(self.scenario, self.scale, counts, *nothing)


def build(
    result: Result,
    panel: NDArray[np.int64],
    tiers: NDArray[np.int64],
    moves: NDArray[np.int64],
    partners: NDArray[np.int64],
) -> World:
    """The program world of some segments: counts ``[batch, month, measure]``, members by tier, moves, and partners."""
    counts = (replicates(part) for part in (panel, tiers, moves, partners))
    return World(result.scenario, result.scale, *counts)


_WORLDS: dict[int, World] = {}


def program_world(result: Result) -> World:
    """The program world of all customers of a result, computed once for each result that is alive and kept as long as it:
    a result is not meant to change."""
    key = id(result)
    if key not in _WORLDS:
        tally = result.tally
        _WORLDS[key] = build(result, tally.panel.sum(axis=2), tally.tiers, tally.moves, tally.partners)
        weakref.finalize(result, _WORLDS.pop, key, None)
    return _WORLDS[key]


def segment_world(result: Result, segment: int) -> World:
    """The program world of one segment; members by tier, moves between tiers, and partners are counted for all segments
    together only, so they are zero."""
    tally = result.tally
    nobody = (np.zeros_like(part) for part in (tally.tiers, tally.moves, tally.partners))
    return build(result, tally.panel[:, :, segment], *nobody)
