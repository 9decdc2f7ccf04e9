"""How an outcome may turn out when it is not known how the world behaves, told apart from the noise of the simulation.

The outcomes of a design over the draws of the uncertainties scatter for two reasons: the assumptions differ, and each run
knows its outcome only to within the noise of so many simulated customers. The second is what the jackknife over batches of
customers measures; the first is what is left. More customers shrink the second and leave the first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loyalty_sim.finance.estimate import Array, Estimate, around, jackknife
from loyalty_sim.finance.tail import fewest_runs
from loyalty_sim.study.results import Results
from loyalty_sim.study.rows import Measured

DOTS = 20
"""Of a quantile dot plot (Kay et al. 2016): each stands for one chance in twenty."""
LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
LIABILITY = Measured("outstanding_value", "program")
"""What is owed at the end, at face value."""


@dataclass(frozen=True)
class Range:
    """How one outcome of one design may turn out."""

    draws: int
    mean: Estimate
    """Over the draws; the interval is that of the simulation."""
    assumptions_sd: float
    """Standard deviation between draws: what is not known of the world."""
    noise_sd: float
    """Standard error of one draw's outcome: what so many simulated customers leave unknown."""
    quantiles: dict[float, float]
    """By chance: 5, 10, 25, 50, 75, 90 and 95 %."""
    dots: tuple[float, ...]
    """Twenty outcomes that are equally likely, in order."""
    loss: float
    """Share of draws in which the outcome is below zero."""
    tail: float | None
    """Smallest value that 95 % of the draws do not exceed; None when there are too few draws to tell."""

    @property
    def in_twenty(self) -> int:
        """How many of the twenty dots are below zero: a loss in so many of twenty cases."""
        return sum(dot < 0 for dot in self.dots)

    @property
    def share(self) -> float:
        """Part of the variance of an outcome that is due to the assumptions; not a number where nothing varies."""
        whole = self.assumptions_sd**2 + self.noise_sd**2
        return self.assumptions_sd**2 / whole if whole > 0 else math.nan


def ranges(results: Results, measured: Measured, designs: Sequence[int] | None = None) -> list[Range | None]:
    """The range of a figure for designs, by default all in the order of the plan; None where a run has no value.

    Raises:
        ValueError: the study does not record the figure, or draws nothing.
    """
    study = results.plan.study
    if measured.column not in results.table.column_names:
        raise ValueError(f"the study does not record {measured.column}; name it under outcomes")
    if len(results.plan.draws) < 2:
        raise ValueError("nothing is drawn; name assumptions under uncertainties")
    if study.draws.method == "morris":
        raise ValueError("draws of Morris screening are no sample of what may happen")
    figures = results.figures(measured)[slice(None) if designs is None else list(designs)]
    by_draw = figures.reshape(len(figures), len(results.plan.draws), study.run.replications, -1).mean(axis=2)
    return [spread(values) if np.isfinite(values).all() else None for values in by_draw]


def spread(values: Array) -> Range:
    """The range of an outcome from its runs, ``[draw, replicate]``, two draws or more.

    The variance between draws is that of their outcomes less what noise adds to it. All draws have the same customers, so
    that much of the noise is common to them and adds nothing: what it adds is the variance, by the jackknife, of each
    outcome less their mean.
    """
    outcomes = values[:, 0]
    count = len(outcomes)
    scatter = outcomes.var(ddof=1)
    added = jackknife((values - values.mean(axis=0)).T)[1] ** 2
    between = max(0.0, float(scatter - added.sum() / (count - 1)))
    noise = jackknife(values.T)[1]
    mean, se = jackknife(values.mean(axis=0))
    chances = (np.arange(DOTS) + 0.5) / DOTS
    tail = float(np.quantile(outcomes, 0.95, method="inverted_cdf")) if count >= fewest_runs(0.95) else None
    return Range(
        draws=count,
        mean=around(float(mean), float(se)),
        assumptions_sd=math.sqrt(between),
        noise_sd=math.sqrt(float((noise**2).mean())),
        quantiles=dict(zip(LEVELS, np.quantile(outcomes, LEVELS).tolist(), strict=True)),
        dots=tuple(np.quantile(outcomes, chances, method="hazen").tolist()),
        loss=float((outcomes < 0).mean()),
        tail=tail,
    )
