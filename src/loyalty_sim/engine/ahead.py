"""Compile the rules of mechanics ahead of need, in a process of its own: compiling keeps a page from answering.

The first scenario that uses a mechanic would otherwise wait half a minute, once on each machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from loyalty_sim.engine import mechanics
from loyalty_sim.engine.compiled import FOLDER
from loyalty_sim.engine.run import simulate
from loyalty_sim.scenario import Enrolment, Program, Run, Scenario

SMALL = Scenario(program=Program(enrolment=Enrolment(identified=0.5)), run=Run(customers=100, months=1, warmup_months=0))
"""A scenario that uses a mechanic."""
DONE = "mechanics"
"""File that says that these rules are compiled; it lies beside them, and goes with them."""


@cache
def begin() -> subprocess.Popen[bytes] | None:
    """Start compiling, once in a process; None where nothing can be kept, or all is compiled already."""
    if FOLDER is None or (Path(FOLDER) / DONE).exists():
        return None
    command = [sys.executable, "-m", __name__]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for(scenario: Scenario) -> None:
    """Where a scenario uses mechanics and their rules are being compiled, wait for that rather than begin anew."""
    if mechanics.used(scenario):
        compiling = begin()
        if compiling is not None:
            compiling.wait()


def main() -> None:
    """Compile in this process, behind all others."""
    if hasattr(os, "nice"):
        os.nice(10)
    simulate(SMALL)
    if FOLDER is not None:
        (Path(FOLDER) / DONE).touch()


if __name__ == "__main__":
    main()
