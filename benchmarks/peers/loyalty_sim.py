"""The plain program in loyalty-sim, under either clock. It computes the world without the program as well."""

from __future__ import annotations

import numpy as np

from benchmarks import plain
from benchmarks.scenarios import plain_scenario
from loyalty_sim.engine import Measure, Result
from loyalty_sim.engine import simulate as run


def compiled(customers: int, seed: int, threads: int = 2) -> plain.Totals:
    """Simulate the plain program with the compiled clock."""
    return totals(run(plain_scenario(customers, seed), threads=threads))


def simpy(customers: int, seed: int) -> plain.Totals:
    """Simulate the plain program with one SimPy process per customer over the same rules."""
    return totals(run(plain_scenario(customers, seed), engine="simpy", threads=1))


def customer_months(result: Result) -> float:
    """Months that customers were there in the program world, added up: the mean of the stock at both ends of a month."""
    panel = result.tally.panel.sum(axis=(0, 2))
    entered = panel[:, Measure.OPENING] + panel[:, Measure.NEW]
    end = np.cumsum(entered - panel[:, Measure.LAPSED])
    begin = end - panel[:, Measure.NEW] + panel[:, Measure.LAPSED]
    return float((begin + end).sum() / 2)


def totals(result: Result) -> plain.Totals:
    """The totals of a run."""
    sums = result.tally.panel.sum(axis=(0, 1, 2))
    issued = int(sums[Measure.EARNED] + sums[Measure.WELCOME])
    redeemed, expired = int(sums[Measure.REDEEMED]), int(sums[Measure.EXPIRED])
    return plain.Totals(
        customers=result.scenario.run.customers, customer_months=customer_months(result),
        purchases=int(sums[Measure.PURCHASES]), sales=float(sums[Measure.SALES]) / 100, issued=issued,
        redeemed=redeemed, expired=expired, outstanding=issued - redeemed - expired, events=result.events,
    )  # fmt: skip
