"""Flows between tiers: how many members rise and fall, from which tier to which, by program year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from loyalty_sim.engine import Result
from loyalty_sim.finance.estimate import T80, T95, Array, interval, jackknife
from loyalty_sim.finance.world import program_world

if TYPE_CHECKING:
    import pandas as pd  # half a second that the matrix alone does without

BASE_LEVEL = "Base"
"""Name of the level below all tiers."""


class Flow(NamedTuple):
    """Moves from one tier to another within a program year, of the real customer base, with intervals."""

    year: int
    """Program year, from 1; the last may be shorter than twelve months."""
    from_tier: str
    to_tier: str
    members: float
    low80: float
    high80: float
    low95: float
    high95: float


def tier_names(result: Result) -> list[str]:
    """Names of all levels, the base level first."""
    return [BASE_LEVEL, *result.scenario.tier_names]


def moves_by_year(result: Result) -> Array:
    """Moves between tiers, ``[replicate, program year, from, to]``; level 0 is the base level."""
    count = len(tier_names(result))
    moves = program_world(result).moves[:, :, :count, :count]
    years: Array = np.add.reduceat(moves, np.arange(0, moves.shape[1], 12), axis=1)
    return years


def tier_flows(result: Result) -> pd.DataFrame:
    """The matrix of moves as a table: one row per program year, tier left and tier entered; empty without tiers.

    Columns: year, from_tier, to_tier, members and the ends of the 80 % and 95 % intervals. A member who moves twice in a
    year counts twice. Joining and leaving the program are no moves.
    """
    import pandas as pd

    names, value, se = tier_names(result), *jackknife(moves_by_year(result))
    columns = (value, *interval(value, se, T80), *interval(value, se, T95))
    rows = [
        Flow(year + 1, names[left], names[entered], *(float(column[year, left, entered]) for column in columns))
        for year in range(value.shape[0])
        for left in range(len(names))
        for entered in range(len(names))
        if left != entered
    ]
    return pd.DataFrame(rows, columns=list(Flow._fields))
