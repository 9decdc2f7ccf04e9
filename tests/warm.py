"""Compile what the tests use before they start side by side, or each process of them would compile it for itself."""

from __future__ import annotations

import sys

from loyalty_sim.engine import simulate
from tests.engine.plain import plain
from tests.engine.watch import watch

if __name__ == "__main__":
    few = plain(100, 1, program={"dividend": {"share": 0.02}} if "mechanics" in sys.argv else {})
    simulate(few)
    watch(few)
