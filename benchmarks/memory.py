"""Peak memory of runs with few and with many customers, each in a process of its own."""

from __future__ import annotations

from typing import Any

from benchmarks.machine import fresh

CHILD = """
import json, resource, sys, time
from benchmarks.scenarios import full_scenario
from loyalty_sim.engine import simulate
customers, months = int(sys.argv[1]), int(sys.argv[2])
start = time.perf_counter()
result = simulate(full_scenario(customers, months), threads=2)
print(json.dumps({
    "customers": customers, "months": months, "lives": result.lives, "seconds": time.perf_counter() - start,
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def measure(many: int = 10_000_000, months: int = 36) -> list[dict[str, Any]]:
    """Peak resident memory at 10,000, a tenth of ``many`` and ``many`` customers."""
    return [fresh("-c", CHILD, str(customers), str(months)) for customers in (10_000, many // 10, many)]
