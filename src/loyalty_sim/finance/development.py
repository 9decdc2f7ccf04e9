"""How far the points of a run have developed, as its triangle tells at each close; worked out once for each run alive."""

from __future__ import annotations

import weakref
from typing import NamedTuple

from loyalty_sim.engine import Result
from loyalty_sim.finance import chain_ladder
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.vintages import Vintages
from loyalty_sim.finance.world import World, program_world

YEAR = 12
"""Months that are looked ahead: what falls due in them is current."""


class Development(NamedTuple):
    """Shares of all redemptions of a vintage, by replicate."""

    by_close: Array
    """By each age as seen at each close, ``[replicate, close, age]``, a year of ages more than there are closes."""
    own_share: Array
    """Of each vintage at each close, its season included, ``[replicate, vintage, month]``."""


_KNOWN: weakref.WeakKeyDictionary[World, Development] = weakref.WeakKeyDictionary()


def development(result: Result, points: Vintages, last_age: float) -> Development:
    """The development of a run, from its ``points`` by month of issue, no point of which is used after ``last_age``."""
    w = program_world(result)
    if w not in _KNOWN:
        by_close = chain_ladder.developed(points.used, points.issued, last_age, YEAR)
        seen = by_close[..., : points.periods]
        _KNOWN[w] = Development(by_close, chain_ladder.own_share(points.used, points.net, seen))
    return _KNOWN[w]
