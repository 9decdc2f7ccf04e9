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
from scipy.special import stdtrit

from loyalty_sim.engine import BATCHES
from loyalty_sim.finance.estimate import Array
from loyalty_sim.study.plan import Design
from loyalty_sim.study.results import STATISTICS, Results, better
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.sampling import uniforms
from loyalty_sim.study.specification import Statistic

CONFIDENCE = 0.95
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
    figures = results.figures(Measured(outcome.kpi, outcome.world))[ranked]
    shaped = figures.reshape(len(ranked), len(plan.draws), -1, figures.shape[-1])
    sign = 1.0 if better(outcome) == "higher" else -1.0
    found = compared_with_best(
        [plan.designs[index] for index in ranked],
        sign * STATISTICS[outcome.statistic](figures, axis=1),
        sources(sign * shaped, outcome.statistic if sign > 0 else mirrored(outcome.statistic), plan.base.run.seed),
        confidence,
    )
    contenders = tuple(Contender(each.design, sign * each.value, each.gap, each.low, each.high, each.best) for each in found)
    return Selection(outcome.label, confidence, contenders, len(plan.designs) - len(ranked))


def mirrored(statistic: Statistic) -> Statistic:
    """What a statistic becomes when the sign of the outcome is turned."""
    turned: dict[Statistic, Statistic] = {"p5": "p95", "p10": "p90", "p90": "p10", "p95": "p5", "min": "max", "max": "min"}
    return turned.get(statistic, statistic)


def sources(figures: Array, statistic: Statistic = "mean", seed: int = 0) -> list[Source]:
    """Why differences between designs are uncertain.

    Args:
        figures: ``[design, draw, replication, replicate]``.
        statistic: what is taken over draws and replications. The variance of a mean over draws is that of their sample; of
            a quantile it comes from resampling the draws; the smallest and the largest are taken as those of the draws made.
        seed: of the resampling.
    """
    designs, draws = figures.shape[:2]
    of_runs = figures.reshape(designs, -1, figures.shape[-1])
    summed = STATISTICS[statistic](of_runs, axis=1)
    found = [Source(summed[:, 1:], (BATCHES - 1) / BATCHES, BATCHES - 1)]
    if draws == 1 or statistic in ("min", "max"):
        return found
    if statistic == "mean":
        return [*found, Source(figures[..., 0].mean(axis=2), 1 / (draws * (draws - 1)), draws - 1)]
    picks = (uniforms(seed, "resampled draws", RESAMPLES * draws) * draws).astype(int).reshape(RESAMPLES, draws)
    again = [STATISTICS[statistic](figures[:, pick, :, 0].reshape(designs, -1), axis=1) for pick in picks]
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
    if count == 0:
        return []
    error = (1 - confidence) / max(count - 1, 1)
    order: list[int] = np.argsort(-level, kind="stable").tolist()
    gaps = {order[0]: _gaps(order[0], level, sources, error)}
    to_leader, width = gaps[order[0]]
    maybe = [index for index in order if width[index] >= to_leader[index]]
    best = set()
    for index in maybe:
        gaps.setdefault(index, _gaps(index, level, sources, error))
        gap, width = gaps[index]
        if (gap + width >= 0).all():
            best.add(index)
    found = []
    for index in order:
        others = np.delete(level, index)
        ahead = float(level[index] - others.max()) if count > 1 else 0.0
        low, high = _interval(index, gaps, best, count)
        found.append(Contender(designs[index], float(level[index]), ahead, low, high, index in best))
    return found


def _gaps(index: int, level: Array, sources: Sequence[Source], error: float) -> tuple[Array, Array]:
    """A design less each of the others, and the half-width of each difference; with itself exactly zero."""
    parts = []
    for source in sources:
        rows = source.rows[index] - source.rows
        parts.append(source.factor * ((rows - rows.mean(axis=1, keepdims=True)) ** 2).sum(axis=1))
    variance: Array = np.sum(parts, axis=0)
    squares = np.sum([part**2 / source.freedom for part, source in zip(parts, sources, strict=True)], axis=0)
    freedom = np.divide(variance**2, squares, out=np.full_like(variance, float(BATCHES - 1)), where=squares > 0)
    gap: Array = level[index] - level
    return gap, stdtrit(freedom, 1 - error) * np.sqrt(variance)


def _interval(index: int, gaps: dict[int, tuple[Array, Array]], best: set[int], count: int) -> tuple[float, float]:
    """The interval of a design less the best of the others (Hsu 1984)."""
    if count == 1:
        return 0.0, 0.0
    high = 0.0
    if index in best:
        gap, width = gaps[index]
        high = max(0.0, float(np.delete(gap + width, index).min()))
    rivals = [other for other in best if other != index]
    if not rivals:
        return 0.0, high
    worst = min(float(-gaps[other][0][index] - gaps[other][1][index]) for other in rivals)
    return min(0.0, worst), high
