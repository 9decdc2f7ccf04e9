"""Numbers with their simulation noise: the jackknife over batches of customers.

Any figure is computed once on all customers and once without each batch, by the same function. The spread of the
latter gives its standard error, for totals and ratios alike (Tukey 1958; Efron & Tibshirani 1993, chapter 11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine import BATCHES

Array = NDArray[np.float64]
Coverage = Literal[80, 95]
"""How often an interval holds the value it is about, in per cent."""

REPLICATES = BATCHES + 1
"""All customers first, then all without batch 0, without batch 1, ..."""

WEIGHTS: Array = np.array([1.0] + [BATCHES / (BATCHES - 1)] * BATCHES)
"""What the counts of each replicate are multiplied by to stand for the whole sample."""

T80, T95 = 1.3277282090267986, 2.0930240544083087
"""Half-widths of the intervals in standard errors: t quantiles with 19 degrees of freedom, one less than batches."""
WIDTHS: dict[Coverage, float] = {80: T80, 95: T95}


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with its simulation noise: how it would vary over other draws of customers, assumptions unchanged."""

    value: float
    se: float
    """Standard error."""
    low80: float
    high80: float
    low95: float
    high95: float

    def interval(self, coverage: Coverage = 80) -> tuple[float, float]:
        """Lower and upper end of the interval of that coverage."""
        return (self.low80, self.high80) if coverage == 80 else (self.low95, self.high95)

    def spans_zero(self, coverage: Coverage = 80) -> bool:
        """Whether zero lies in the interval, so that the sign is not known."""
        low, high = self.interval(coverage)
        return low <= 0 <= high


def replicates(batches: NDArray[Any]) -> Array:
    """Counts of each replicate from counts of each batch: ``[batch, ...]`` to ``[replicate, ...]``, still whole numbers.

    Multiplied by ``WEIGHTS`` every replicate speaks for the whole sample.
    """
    result: Array = np.empty((len(batches) + 1, *batches.shape[1:]))
    total = batches.sum(axis=0)
    result[0] = total
    np.subtract(total, batches, out=result[1:])
    return result


def jackknife(figure: Array) -> tuple[Array, Array]:
    """Value and standard error of a figure by replicate, ``[replicate, ...]``: se^2 = 19/20 sum (x_i - mean)^2."""
    without = figure[1:] - figure[1]  # from the first, so that what does not vary has a standard error of exactly 0
    spread = ((without - without.mean(axis=0)) ** 2).sum(axis=0)
    return figure[0], np.sqrt((BATCHES - 1) / BATCHES * spread)


def estimates(figures: Array) -> list[Estimate | None]:
    """Estimates of many figures, ``[replicate, figure]``; None where one cannot be computed on every replicate."""
    value, se = jackknife(figures)
    known = np.atleast_1d(np.isfinite(figures).all(axis=0))
    rows = np.stack([value, se, *interval(value, se, T80), *interval(value, se, T95)], axis=1).tolist()
    return [Estimate(*row) if defined else None for row, defined in zip(rows, known, strict=True)]


def interval(value: Array, se: Array, width: float) -> tuple[Array, Array]:
    """Lower and upper end at ``width`` standard errors."""
    return value - width * se, value + width * se


def around(value: float, se: float) -> Estimate:
    """The estimate with a known standard error."""
    return Estimate(value, se, value - T80 * se, value + T80 * se, value - T95 * se, value + T95 * se)


def ratio(part: Array, whole: Array) -> Array:
    """``part / whole``, not a number where there is nothing to divide by."""
    result: Array = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole != 0)
    return result
