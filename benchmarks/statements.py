"""All statements of a long run: seconds on top of the simulation, statement by statement."""

from __future__ import annotations

import dataclasses
import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benchmarks import yardstick
from benchmarks.machine import fresh
from benchmarks.plain import WrongResultError

if TYPE_CHECKING:
    from loyalty_sim.engine import Result

CUSTOMERS, MONTHS, REPEATS = 100_000, 120, 5
TARGET = 2.0
"""Seconds for all of them."""
METHODS = ("proportional", "remote", "accrued cost")

CHILD = "from benchmarks.statements import timed; import json; print(json.dumps(timed()))"


def measure() -> dict[str, Any]:
    """Times of every statement in a process of its own."""
    return fresh("-c", CHILD)


def timed() -> dict[str, Any]:
    """Seconds of the simulation and of each statement, median over the repetitions, and of all of them together."""
    from benchmarks.scenarios import full_scenario
    from loyalty_sim.engine import simulate

    for make in makers(simulate(full_scenario(500, months=14))).values():  # imports and compiles
        make()
    start = time.perf_counter()
    result = simulate(full_scenario(CUSTOMERS, months=MONTHS), threads=2)
    simulated = time.perf_counter() - start
    check(result)
    times: dict[str, list[float]] = {}
    beside, computing = [], []
    for _ in range(REPEATS):
        beside.append(yardstick.seconds())
        begun = time.process_time()
        again = dataclasses.replace(result)  # what is kept with a result is worked out anew
        for name, make in makers(again).items():
            start = time.perf_counter()
            make()
            times.setdefault(name, []).append(time.perf_counter() - start)
        computing.append(time.process_time() - begun)
    whole = [sum(each) for each in zip(*times.values(), strict=True)]
    return {
        "customers": CUSTOMERS, "months": MONTHS, "simulation": simulated, "all": whole, "cpu": computing,
        "yardstick": beside, "each": {name: statistics.median(each) for name, each in times.items()},
    }  # fmt: skip


def makers(result: Result) -> dict[str, Callable[[], object]]:
    """What is timed: every statement of a run, as tables by month, from nothing but the result."""
    from loyalty_sim import finance
    from loyalty_sim.finance.breakage import breakages, vintage_table
    from loyalty_sim.finance.deferred_fees import fees_table
    from loyalty_sim.finance.journals import journal
    from loyalty_sim.finance.ledger import (
        in_face_value,
        in_real_points,
        points_ledger,
        segment_ledger,
        tier_ledger,
        vintage_ledger,
    )
    from loyalty_sim.finance.liability import Policy, liability
    from loyalty_sim.finance.pnl import cash, pnl_figures, profit_and_loss
    from loyalty_sim.finance.triangles import triangles

    owed: list[Any] = []
    found: dict[str, Callable[[], object]] = {
        "points": lambda: in_real_points(points_ledger(result), result).table(),
        "points at face value": lambda: in_face_value(points_ledger(result), result).table(),
        "points by segment": lambda: segment_ledger(result).table(),
        "points by tier": lambda: tier_ledger(result).table(),
        "points by vintage": lambda: vintage_ledger(result).table(),
    }
    for method in METHODS:
        policy = Policy(method=method)  # type: ignore[arg-type]
        found[f"liability, {method}"] = lambda policy=policy: _kept(owed, liability(result, policy)).table()  # type: ignore[misc]
    return found | {
        "deferred fees": lambda: fees_table(result, "month"),
        "profit and loss": lambda: profit_and_loss(result),
        "cash": lambda: cash(result),
        "figures": lambda: pnl_figures(result),
        "breakage": lambda: (breakages(result), vintage_table(result)),
        "triangles": lambda: _tables(triangles(result)),
        "journal": lambda: journal(owed[0], "month").table(),
        "checks": lambda: finance.checks(result),
    }


def _kept(shelf: list[Any], made: Any) -> Any:
    """What was made, kept for a statement that rests on it."""
    shelf.append(made)
    return made


def _tables(found: Any) -> tuple[object, ...]:
    return found.tidy(), found.by_vintage(), found.by_age()


def check(result: Result) -> None:
    """Refuse the time of statements that do not foot.

    Raises:
        WrongResultError: points, what is owed or the journal do not balance.
    """
    import numpy as np

    from loyalty_sim.finance.journals import journal
    from loyalty_sim.finance.ledger import (
        points_ledger,
    )
    from loyalty_sim.finance.liability import liability

    owed = liability(result)
    gap = owed.opening + sum(owed.lines.values()) - owed.closing
    posted = journal(owed, "month")
    wrong = {
        "points do not foot": points_ledger(result).gap.any(),
        "what is owed does not foot": np.abs(gap).max() > 1e-6 * np.abs(owed.closing).max(),
        "the journal does not balance": posted.unbalanced or posted.astray,
        "nothing is owed": not owed.closing.any(),
    }
    if found := [name for name, is_so in wrong.items() if is_so]:
        raise WrongResultError("; ".join(found))


def table(found: dict[str, Any]) -> str:
    """The times as Markdown."""
    whole = statistics.median(found["all"])
    verdict = "reached" if whole < TARGET else "missed"
    lines = [
        f"Statements of {found['customers']:,} customers over {found['months']} months, by month with intervals, on top of "
        f"{found['simulation']:.1f} s of simulation: {whole:.2f} s ({min(found['all']):.2f} to {max(found['all']):.2f}), "
        f"{statistics.median(found['cpu']):.2f} s of it on the processor; "
        f"target {TARGET:g} s, {verdict}. Yardstick {1000 * min(found['yardstick']):.0f} to "
        f"{1000 * max(found['yardstick']):.0f} ms.",
        "",
        "| statement | seconds |",
        "|---|--:|",
        *(f"| {name} | {seconds:.3f} |" for name, seconds in found["each"].items()),
    ]
    return "\n".join(lines)
