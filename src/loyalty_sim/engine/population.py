"""How many lives to simulate, and of which cohort: the base at the start, and those acquired in each month.

Customers of a cohort are numbered from 0, and a customer's draws depend on cohort and number only. A larger sample or
a longer horizon therefore adds customers and changes nobody.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine.terms import base_lives
from loyalty_sim.scenario import Scenario


class Population(NamedTuple):
    """The lives to simulate."""

    first: NDArray[np.int64]
    """Index of the first life of each cohort, and the number of all lives at the end."""
    scale: float
    """Real customers that one simulated customer stands for."""

    @property
    def lives(self) -> int:
        """Number of simulated lives."""
        return int(self.first[-1])


def acquired_until(scenario: Scenario, months: float) -> float:
    """New customers within ``months`` of the start of month 1: each year's number spread evenly over its months."""
    market, total = scenario.market, 0.0
    for year in range(math.ceil(months / 12)):
        part = min(1.0, months / 12 - year)
        total += market.acquired_per_year * (1 + market.acquisition_growth) ** year * part
    return total


def populate(scenario: Scenario) -> Population:
    """The lives of a scenario: ``run.customers`` stand for the customers at the start and those of a first year without
    shocks, which add and take newcomers and change nobody else."""
    run, market = scenario.run, scenario.market
    scale = (market.customers + acquired_until(scenario, 12)) / run.customers
    base = round(market.customers * sum(base_lives(scenario)) / scale)
    counts = [base, *[0] * run.warmup_months]
    reached, more = 0, 0.0
    for month in range(1, run.months + 1):
        usual = acquired_until(scenario, month) - acquired_until(scenario, month - 1)
        more += (market.shocked("acquisition_factor", month) - 1) * usual
        upto = round((acquired_until(scenario, month) + more) / scale)
        counts.append(upto - reached)
        reached = upto
    return Population(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), scale)
