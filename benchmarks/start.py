"""The first call: with nothing compiled yet, and when the compiled code is in the cache."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from typing import Any

from benchmarks.machine import fresh

WARM_STARTS = 5

CHILD = """
import json, sys, time
begun = float(sys.argv[1])
from loyalty_sim.engine import simulate
from loyalty_sim.scenario import Run, Scenario
imported = time.time()
result = simulate(Scenario(run=Run(customers=100)))
print(json.dumps({"import": imported - begun, "first_result": time.time() - begun, "events": result.events}))
"""


def _start(folder: str) -> dict[str, Any]:
    return fresh("-c", CHILD, repr(time.time()), LOYALTY_SIM_CACHE=folder)


def measure() -> dict[str, Any]:
    """Seconds from the start of the process to the import being done and to the first small result, cold and warm."""
    with tempfile.TemporaryDirectory() as folder:
        cold = _start(folder)
        warm = [_start(folder) for _ in range(WARM_STARTS)]
    if {start["events"] for start in warm} != {cold["events"]}:
        raise AssertionError("cached code gives another result than fresh code")
    return {"cold": cold, "warm": warm, "imports": imports()}


def imports() -> dict[str, float]:
    """Own time in seconds of the imports of the engine, added up by top package, slowest first."""
    command = [sys.executable, "-X", "importtime", "-c", "import loyalty_sim.engine"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    packages: dict[str, float] = {}
    for own, name in re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", report):
        top = name.split(".")[0]
        packages[top] = packages.get(top, 0.0) + int(own) / 1e6
    return dict(sorted(packages.items(), key=lambda item: -item[1])[:12])
