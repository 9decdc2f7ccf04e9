"""The tail of a balance: what it reaches in the worst of many runs.

This is another thing than the interval of an estimate. An interval says how well a run of so many simulated customers knows
the expected balance, and shrinks with their number. A tail is a quantile of the balance itself over replicated runs, each
with draws of its own, and takes many of them; it cannot be had from one.

A simulated customer stands for ``scale`` real ones who all do the same, so that runs of a sample vary more than the real
base would: by the root of the scale, as customers act independently. The assumptions are the same in all runs; what is not
known of them is not in the tail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from loyalty_sim.engine import Result
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.kpis import outstanding, outstanding_value
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario import Scenario

Balance = Callable[[Result], float]
SEEDS = 2**63
"""How many seeds there are, from 0 on."""


def closing_points(result: Result) -> float:
    """Points outstanding at the end of the run, of the real base."""
    return float(outstanding(program_world(result))[0])


def closing_face_value(result: Result) -> float:
    """Points outstanding at the end of the run x what one takes off a price."""
    return float(outstanding_value(program_world(result))[0])


@dataclass(frozen=True)
class Tail:
    """The distribution of a balance over replicated runs."""

    runs: int
    mean: float
    deviation: float
    """Standard deviation over the runs."""
    share: float
    """Share of runs that the quantile is not exceeded in."""
    quantile: float
    """Smallest balance that at least that share of runs does not exceed."""
    median: float
    """Smallest balance that at least half of the runs do not exceed."""
    lower: float
    """Largest balance that at least that share of runs reaches: the other end."""
    scale: float
    """Real customers per simulated one; at 1 the runs vary as the real base does."""


def fewest_runs(share: float = 0.95) -> int:
    """Runs without which there is none to be expected beyond the quantile: 1 / (1 - share), rounded up; 20 for 95 %."""
    return int(np.ceil(round(1 / (1 - share), 9)))


def tail(results: Sequence[Result], balance: Balance = closing_points, share: float = 0.95) -> Tail:
    """A quantile of a balance over runs of one scenario that differ in nothing but their seeds.

    The quantile is the smallest balance that at least ``share`` of the runs do not exceed (inverse of the empirical
    distribution; Hyndman & Fan 1996, definition 1): a balance that did occur, nothing between.

    Args:
        balance: what is looked at in each run: points held at its end, their face value, or any other number.

    Raises:
        ValueError: the runs are too few for that share, of different scenarios, or share a seed.
    """
    _refuse_too_few(len(results), share)
    refuse_others(results)
    return of_balances([balance(result) for result in results], results[0].scale, share)


def of_balances(balances: Sequence[float], scale: float, share: float = 0.95) -> Tail:
    """The same from the balances alone, for whoever cannot keep so many runs; one balance a replication.

    Raises:
        ValueError: the runs are too few for that share.
    """
    _refuse_too_few(len(balances), share)
    values = np.array(balances, dtype=float)
    beyond, middle, below = _smallest(values, share), _smallest(values, 0.5), -_smallest(-values, share)
    return Tail(len(values), float(values.mean()), float(values.std(ddof=1)), share, beyond, middle, below, scale)


def replication(scenario: Scenario, number: int) -> Scenario:
    """The same scenario with draws of its own, other ones for every number from 1 on."""
    seed = (scenario.run.seed + number) % SEEDS
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"seed": seed})})


def _smallest(values: Array, share: float) -> float:
    return float(np.quantile(values, share, method="inverted_cdf"))


def _refuse_too_few(runs: int, share: float) -> None:
    if not 0.5 <= share < 1:
        raise ValueError(f"share is {share:g}; must be at least 0.5 and below 1")
    if runs < fewest_runs(share):
        raise ValueError(f"{runs} runs tell nothing of {share:.0%}; it takes {fewest_runs(share)} or more")


def refuse_others(results: Sequence[Result]) -> None:
    """Refuse runs that are no replications of one another."""
    scenarios = [result.scenario for result in results]
    seeds = {scenario.run.seed for scenario in scenarios}
    if len(seeds) < len(scenarios):
        raise ValueError("two runs have the same seed; replications need different seeds")
    first = scenarios[0]
    for scenario in scenarios[1:]:
        run = scenario.run.model_copy(update={"seed": first.run.seed})
        if scenario.model_copy(update={"run": run}) != first:
            raise ValueError("the runs are of different scenarios; replications differ in the seed alone")
