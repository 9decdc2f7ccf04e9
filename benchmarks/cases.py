"""What is timed: each case checks its own result first, because a wrong result has no speed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks import plain, yardstick

COUNTS = Path(__file__).parent / "counts.json"
"""Exact numbers of events by case, with the model version that they belong to."""


@dataclass(frozen=True)
class Run:
    """What one timed run did."""

    events: int
    customer_months: float
    """Months that customers were there in the program world, warm-up included; two worlds counted once."""
    lives_months: int
    """Simulated lives times simulated months, warm-up included; two worlds counted once."""
    reported_months: int
    """Customers asked for times the months reported, warm-up left out; two worlds counted once."""


@dataclass(frozen=True)
class Case:
    """One thing to time."""

    name: str
    title: str
    customers: int
    repeats: int
    prepare: Callable[[int], Callable[[], Run]]
    """Given the number of customers, warms up, checks and returns what is to be timed."""
    exact: bool = True
    """Whether the number of events is the same on every machine and every version of the libraries."""


def _plain(load: Callable[[], plain.Model], tolerance: float, name: str) -> Callable[[int], Callable[[], Run]]:
    """A peer on the plain program; ``load`` imports it, so that no case pays for the packages of another."""

    def prepare(customers: int) -> Callable[[], Run]:
        model = load()
        model(100, 1)

        def run() -> Run:
            totals = model(customers, 1)
            plain.check(name, totals, reference(), tolerance)
            months = customers * plain.MONTHS
            return Run(totals.events, totals.customer_months, months, months)

        return run

    return prepare


@cache
def reference() -> dict[str, float]:
    """Points per customer that every peer must reproduce: the mean over models that keep exact time."""
    return {"issued": 834.5, "redeemed": 583.0, "expired": 159.8}


def _compiled() -> plain.Model:
    from benchmarks.peers import loyalty_sim

    return loyalty_sim.compiled


def _compiled_alone() -> plain.Model:
    from benchmarks.peers import loyalty_sim

    return lambda customers, seed: loyalty_sim.compiled(customers, seed, threads=1)


def _simpy_clock() -> plain.Model:
    from benchmarks.peers import loyalty_sim

    compiled, by_simpy = loyalty_sim.compiled(500, 1), loyalty_sim.simpy(500, 1)
    if compiled != by_simpy:
        raise plain.WrongResultError("the two clocks differ")
    return loyalty_sim.simpy


def _simpy_idiomatic() -> plain.Model:
    from benchmarks.peers import simpy_idiomatic

    return simpy_idiomatic.simulate


def _numpy() -> plain.Model:
    from benchmarks.peers import numpy_monthly

    return numpy_monthly.simulate


def _mesa() -> plain.Model:
    from benchmarks.peers import mesa_agents

    return mesa_agents.simulate


def _full(customers: int) -> Callable[[], Run]:
    """All levers and all effects, on two threads."""
    from benchmarks.peers.loyalty_sim import customer_months
    from benchmarks.scenarios import full_scenario
    from loyalty_sim.engine import Measure, simulate

    simulate(full_scenario(100), threads=2)
    scenario = full_scenario(customers)

    def run() -> Run:
        result = simulate(scenario, threads=2)
        sums = result.tally.panel.sum(axis=(0, 1, 2))
        worlds = sums[Measure.PURCHASES] - sums[Measure.PURCHASES_0]
        caused = sums[Measure.MORE_PURCHASES] + sums[Measure.STAYED_PURCHASES]
        if worlds != caused - sums[Measure.MISSED_PURCHASES] - sums[Measure.LEFT_PURCHASES]:
            raise plain.WrongResultError("what the program caused does not add up to the difference between the worlds")
        idle = (Measure.FLOORED, Measure.LEFT_PURCHASES, Measure.LEFT_SALES)  # no effect is that strong
        core = [m for m in Measure if m <= Measure.FLOORED]  # what follows is counted by mechanics, which are not timed here
        unused = [m.name for m in core if sums[m] == 0 and not m.stock and m not in idle]
        if unused:
            raise plain.WrongResultError(f"not all levers are in use: {', '.join(unused)} stayed at 0")
        lives_months = result.lives * scenario.run.total_months
        return Run(result.events, customer_months(result), lives_months, customers * scenario.run.months)

    return run


CASES = (
    Case("plain/compiled", "loyalty-sim, compiled clock, 2 threads", 200_000, 5, _plain(_compiled, 0.01, "compiled")),
    Case("plain/compiled-1", "loyalty-sim, compiled clock, 1 thread", 200_000, 3, _plain(_compiled_alone, 0.01, "compiled")),
    Case("plain/simpy-clock", "loyalty-sim, SimPy clock", 2_000, 3, _plain(_simpy_clock, 0.01, "SimPy clock")),
    Case("plain/simpy", "idiomatic SimPy", 20_000, 3, _plain(_simpy_idiomatic, 0.01, "SimPy")),
    Case("plain/simpy-100k", "idiomatic SimPy, 100,000 customers", 100_000, 1, _plain(_simpy_idiomatic, 0.01, "SimPy")),
    Case("plain/numpy", "vectorised NumPy, monthly step", 200_000, 3, _plain(_numpy, 0.08, "NumPy"), exact=False),
    Case("plain/mesa", "Mesa 3, weekly step", 5_000, 3, _plain(_mesa, 0.04, "Mesa"), exact=False),
    Case("full/compiled", "loyalty-sim, all levers of the core and all effects, 2 threads", 1_000_000, 3, _full),
)  # fmt: skip


def case(name: str) -> Case:
    """The case of that name."""
    return next(c for c in CASES if c.name == name)


def measure(chosen: Case, customers: int | None = None, repeats: int | None = None) -> dict[str, Any]:
    """Time a case in this process, the yardstick beside each repetition."""
    import resource

    size = customers or chosen.customers
    run = chosen.prepare(size)
    times, beside, done = [], [], None
    for _ in range(repeats or chosen.repeats):
        before = yardstick.seconds()
        start = time.perf_counter()
        done = run()
        times.append(time.perf_counter() - start)
        beside.append((before + yardstick.seconds()) / 2)
    assert done is not None
    return {
        "name": chosen.name, "title": chosen.title, "customers": size, "seconds": times, "yardstick": beside,
        "events": done.events, "customer_months": done.customer_months, "lives_months": done.lives_months,
        "reported_months": done.reported_months, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def counted() -> dict[str, Any]:
    """The stored numbers of events."""
    stored: dict[str, Any] = json.loads(COUNTS.read_text()) if COUNTS.exists() else {}
    return stored


def check_count(found: dict[str, Any], model_version: int) -> None:
    """Refuse a speed when the model does something else than it did.

    Raises:
        plain.WrongResultError: the number of events is not the stored one.
    """
    stored = counted()
    chosen = case(found["name"])
    wanted = stored.get("events", {}).get(f"{chosen.name} {found['customers']}")
    if not chosen.exact or wanted is None or stored["model_version"] != model_version:
        return
    if found["events"] != wanted:
        raise plain.WrongResultError(
            f"{chosen.name}: {found['events']} events, not {wanted}: the model does something else. If that is meant, "
            "measure with --recount"
        )
