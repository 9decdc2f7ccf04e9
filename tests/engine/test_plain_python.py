"""The rules are ordinary Python: without the compiler they count the same integers."""

from __future__ import annotations

from tests.conftest import run_python

CODE = """
import hashlib
from loyalty_sim.engine import simulate
from loyalty_sim.scenario.presets import preset
scenario = preset("beauty-tiers")
run = scenario.run.model_copy(update={"customers": 100, "months": 3, "warmup_months": 2})
result = simulate(scenario.model_copy(update={"run": run}), threads=1)
print(result.events, hashlib.sha256(result.tally.books.tobytes()).hexdigest())
"""


def test_rules_count_alike_without_the_compiler() -> None:
    """With compilation switched off, the same scenario gives the same events and the same integers."""
    compiled, interpreted = run_python(CODE), run_python(CODE, NUMBA_DISABLE_JIT="1")
    assert compiled.code == interpreted.code == 0, interpreted.err
    assert compiled.out == interpreted.out
    assert int(compiled.out.split()[0]) > 100
