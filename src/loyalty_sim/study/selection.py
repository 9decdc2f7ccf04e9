"""Which designs cannot be told from the best: multiple comparisons with the best under common random numbers.

Each design's outcome less that of the best of the others has an interval (Hsu 1984). It rests on paired differences of the
same customers and the same draws, with Bonferroni's share of the error for each of the k - 1 comparisons with the truly
best, so that unequal variances and any correlation between designs are allowed (Nelson & Matejcik 1995; Nelson, Swann,
Goldsman & Song 2001). Designs whose interval does not lie below zero may be the best; at 95 % the best is among them in at
least 95 of 100 studies.

Two things make a difference uncertain, and their variances are added: which customers were simulated (jackknife over
batches), and which draws of the uncertainties were made. Degrees of freedom are combined as by Satterthwaite (1946).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine import BATCHES
from loyalty_sim.finance.estimate import Array
from loyalty_sim.study.plan import Design
from loyalty_sim.study.results import Results, better, summing
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.sampling import uniforms
from loyalty_sim.study.specification import Statistic

CONFIDENCE = 0.95
RIVALS = 200
"""Designs with the best outcomes that the others are held against; to be held against fewer only keeps more of them."""
RESAMPLES = 200
"""Of the draws, for the variance of a quantile."""


@dataclass(frozen=True)
class Source:
    """A reason why differences are uncertain: the variance of a difference of two designs is ``factor`` x the sum of
    squares of the differences of their rows around the mean."""

    rows: Array
    """``[design, m]``."""
    factor: float
    freedom: int


@dataclass(frozen=True)
class Contender:
    """A design against the best of the others."""

    design: Design
    value: float
    gap: float
    """How much better it is than the best of the others; below zero it is worse. In the unit of the outcome."""
    low: float
    high: float
    """All intervals hold together at the confidence of the selection; zero at an end means "not above" or "not below"."""
    best: bool
    """Whether it may be the best."""


@dataclass(frozen=True)
class Selection:
    """The designs that may be the best, and those that are not."""

    outcome: str
    confidence: float
    contenders: tuple[Contender, ...]
    """The best by its outcome first."""
    left_out: int
    """Designs with a failed run, an outcome without a value, or a broken constraint; they are not compared."""

    @property
    def best(self) -> tuple[Contender, ...]:
        """Those that cannot be told from the best, the leader first."""
        return tuple(each for each in self.contenders if each.best)

    @property
    def loss(self) -> float:
        """The most that is lost, at the confidence, when the leader is taken and another design is the best."""
        return max(0.0, -self.contenders[0].low) if self.contenders else math.nan


def select(results: Results, confidence: float = CONFIDENCE) -> Selection:
    """Compare the designs of a finished study by its first outcome.

    Args:
        confidence: chance that the best is among those that may be it.
    """
    outcome, plan = results.plan.study.outcomes[0], results.plan
    ranked = [each.design.index for each in results.standings() if each.rank is not None]
    if not ranked:
        return Selection(outcome.label, confidence, (), len(plan.designs))
    figures = results.figures(Measured(outcome.kpi, outcome.world))[ranked]
    shaped = figures.reshape(len(ranked), len(plan.draws), -1, figures.shape[-1])
    sign = 1.0 if better(outcome) == "higher" else -1.0
    statistic = outcome.statistic if sign > 0 else mirrored(outcome.statistic)
    found = compared_with_best(
        [plan.designs[index] for index in ranked],
        sign * summing(outcome.statistic, outcome.risk_aversion)(figures, axis=1),
        sources(sign * shaped, statistic, plan.base.run.seed, outcome.risk_aversion),
        confidence,
    )
    contenders = tuple(Contender(each.design, sign * each.value, each.gap, each.low, each.high, each.best) for each in found)
    return Selection(outcome.label, confidence, contenders, len(plan.designs) - len(ranked))


def mirrored(statistic: Statistic) -> Statistic:
    """What a statistic becomes when the sign of the outcome is turned."""
    turned: dict[Statistic, Statistic] = {"p5": "p95", "p10": "p90", "min": "max", "mean-sd": "mean+sd"}
    turned |= {other: one for one, other in turned.items()}
    return turned.get(statistic, statistic)


def sources(figures: Array, statistic: Statistic = "mean", seed: int = 0, risk_aversion: float = 1.0) -> list[Source]:
    """Why differences between designs are uncertain.

    Args:
        figures: ``[design, draw, replication, replicate]``.
        statistic: what is taken over draws and replications. The variance of a mean over draws is that of their sample; of
            any other it comes from resampling the draws; the smallest and the largest are taken as those of the draws made.
        seed: of the resampling.
        risk_aversion: of statistics that have one.
    """
    over = summing(statistic, risk_aversion)
    designs, draws = figures.shape[:2]
    of_runs = figures.reshape(designs, -1, figures.shape[-1])
    summed = over(of_runs, axis=1)
    found = [Source(summed[:, 1:], (BATCHES - 1) / BATCHES, BATCHES - 1)]
    if draws == 1 or statistic in ("min", "max"):
        return found
    if statistic == "mean":
        return [*found, Source(figures[..., 0].mean(axis=2), 1 / (draws * (draws - 1)), draws - 1)]
    picks = (uniforms(seed, "resampled draws", RESAMPLES * draws) * draws).astype(int).reshape(RESAMPLES, draws)
    again = [over(figures[:, pick, :, 0].reshape(designs, -1), axis=1) for pick in picks]
    return [*found, Source(np.stack(again, axis=1), 1 / (RESAMPLES - 1), draws - 1)]


def compared_with_best(
    designs: Sequence[Design], values: Array, sources: Sequence[Source], confidence: float = CONFIDENCE
) -> list[Contender]:
    """The designs, the best first, each against the best of the others.

    Args:
        values: ``[design, ...]`` outcomes of which more is better; of several columns the first counts.
        sources: why their differences are uncertain.
    """
    level: Array = values[:, 0] if values.ndim == 2 else values
    count = len(level)
    if count < 2:
        return [Contender(design, float(level[0]), 0.0, 0.0, 0.0, True) for design in designs]
    widths = _Widths(sources, (1 - confidence) / (count - 1))
    order = np.argsort(-level, kind="stable")
    everyone = np.arange(count)
    leader = int(order[0])
    maybe = everyone[widths.of(leader, everyone) >= level[leader] - level]
    high = np.zeros(count)
    best = []
    for index in maybe.tolist():
        rivals = order[: RIVALS + 1][order[: RIVALS + 1] != index]
        above = float((level[index] - level[rivals] + widths.of(index, rivals)).min())
        high[index] = max(0.0, above)
        if above >= 0:
            best.append(index)
    low = np.zeros(count)
    for index in best:
        below = level - level[index] - widths.of(index, everyone)
        below[index] = 0.0
        low = np.minimum(low, below)
    kept = set(best)
    ahead = level - level[leader]
    ahead[leader] = level[leader] - level[order[1]]
    return [
        Contender(
            designs[index], level[index].item(), ahead[index].item(), low[index].item(), high[index].item(), index in kept
        )
        for index in order.tolist()
    ]


class _Widths:
    """Half-widths of the intervals of differences between designs."""

    def __init__(self, sources: Sequence[Source], error: float) -> None:
        from scipy.special import stdtrit  # takes a tenth of a second

        self._sources = sources
        self._centred = [source.rows - source.rows.mean(axis=1, keepdims=True) for source in sources]
        self._quantiles = stdtrit(np.arange(1, sum(source.freedom for source in sources) + 1), 1 - error)

    def of(self, index: int, others: NDArray[np.int64]) -> Array:
        """Of a design less each of some others; exactly zero for itself, and for what has the same runs. Degrees of freedom
        are rounded down."""
        variance, squares = np.zeros(len(others)), np.zeros(len(others))
        for source, centred in zip(self._sources, self._centred, strict=True):
            rows = centred[index] - centred[others]
            part = source.factor * np.einsum("ij,ij->i", rows, rows)
            variance += part
            squares += part**2 / source.freedom
        freedom = np.divide(variance**2, squares, out=np.ones(len(others)), where=squares > 0)
        width: Array = self._quantiles[np.floor(freedom + 1e-9).astype(int) - 1] * np.sqrt(variance)
        return width
