"""Monthly lines of two designs: each, and their difference month by month, paired where the customers are the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage, catalogue, comparable
from loyalty_sim.finance.estimate import WIDTHS, Array, interval, jackknife
from loyalty_sim.finance.lines import FORMULAS
from loyalty_sim.finance.world import program_world


@dataclass(frozen=True)
class Path:
    """A line over the months, ``[month]``, with the ends of its intervals by coverage."""

    value: Array
    se: Array

    def band(self, coverage: Coverage) -> tuple[Array, Array]:
        """Lower and upper end of the interval of each month."""
        return interval(self.value, self.se, WIDTHS[coverage])


def path(result: Result, key: str, cumulative: bool = False) -> Path:
    """A line of the program world; ``cumulative`` sums it from month 1, unless it is a stock.

    Raises:
        ValueError: there is no such line.
    """
    return Path(*jackknife(_line(result, key, cumulative)))


def path_difference(result: Result, reference: Result, key: str, cumulative: bool = False) -> Path:
    """A line less that of the reference, as far as both go; the runs are taken as independent where they cannot be paired.

    Raises:
        ValueError: there is no such line.
    """
    here, there = _line(result, key, cumulative), _line(reference, key, cumulative)
    months = min(here.shape[1], there.shape[1])
    here, there = here[:, :months], there[:, :months]
    if comparable(result, reference):
        return Path(*jackknife(here - there))
    (one, one_se), (other, other_se) = jackknife(here), jackknife(there)
    return Path(one - other, np.hypot(one_se, other_se))


def _line(result: Result, key: str, cumulative: bool) -> Array:
    """A line by replicate, ``[replicate, month]``."""
    known = catalogue()
    if key not in known:
        raise ValueError(f"there is no monthly line {key!r}; lines are {', '.join(known)}")
    line = FORMULAS[key](program_world(result))
    return line.cumsum(axis=1) if cumulative and not known[key].stock else line
