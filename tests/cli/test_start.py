"""What a command loads when it starts, and what it leaves alone."""

from __future__ import annotations

import gc

import pytest

from loyalty_sim.cli.loading import loading
from loyalty_sim.engine import simulate
from loyalty_sim.engine.trace import trace
from tests.conftest import Command, run_python
from tests.test_modes import small

UNUSED = ("altair", "pandas", "pyarrow", "rich", "scipy.linalg", "scipy.special", "streamlit")
"""Libraries that take long to import, and that a run without ``--out`` and ``--json`` does not use."""


def loaded_by(*arguments: str) -> set[str]:
    """The unused libraries that a command imports all the same."""
    code = f"""
import sys
from loyalty_sim.cli import main
assert main({list(arguments)!r}) == 0
print("LOADED", *[name for name in {UNUSED!r} if name in sys.modules])
"""
    outcome = run_python(code)
    assert outcome.code == 0, outcome.err
    return set(outcome.out.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("command", [("run", "cdnow", "--customers", "100"), ("trace", "cdnow", "--customer", "1")])
def test_a_command_imports_nothing_large_that_it_does_not_use(cli: Command, command: tuple[str, ...]) -> None:
    """Tables, charts, the page and linear algebra are not imported to simulate."""
    assert cli(*command).code == 0  # compiles, and keeps the tables that only a first run computes
    assert loaded_by(*command) == set()


@pytest.mark.parametrize("command", [("validate", "cdnow"), ("presets",), ("schema",)])
def test_commands_that_simulate_nothing_start_no_compiler(command: tuple[str, ...]) -> None:
    """Reading scenarios imports neither NumPy nor Numba."""
    code = f"""
import sys
from loyalty_sim.cli import main
assert main({list(command)!r}) == 0
assert not {{"numpy", "numba"}} & set(sys.modules)
"""
    outcome = run_python(code)
    assert outcome.code == 0, outcome.err


def test_linear_algebra_works_after_a_run_that_did_without() -> None:
    """A process whose rules were loaded without linear algebra can still import and use SciPy's."""
    code = """
import sys
from loyalty_sim.cli import main
assert main(["run", "cdnow", "--customers", "100", "--quiet"]) == 0
assert "scipy.linalg.cython_blas" not in sys.modules
import scipy.linalg.cython_blas
print("INVERSE", scipy.linalg.inv([[2.0]])[0][0])
"""
    outcome = run_python(code)
    assert outcome.code == 0, outcome.err
    assert outcome.out.splitlines()[-1] == "INVERSE 0.5"


def test_a_notebook_keeps_linear_algebra_in_its_own_compiled_functions() -> None:
    """Simulating from Python leaves Numba able to multiply matrices."""
    code = """
import numba, numpy as np
from loyalty_sim.engine import simulate
from tests.test_modes import small
simulate(small("beauty-tiers"))
print(numba.njit(lambda a: a @ a)(2 * np.eye(2))[0, 0])
"""
    outcome = run_python(code)
    assert outcome.code == 0, outcome.err
    assert outcome.out.strip() == "4.0"


def test_a_later_start_compiles_nothing() -> None:
    """Both clocks and the trace find all their entries compiled by an earlier process, and no rule is compiled again."""
    for engine in ("compiled", "simpy"):
        simulate(small("beauty-tiers"), engine=engine)  # type: ignore[arg-type]
    trace(small("beauty-tiers"), 1)
    code = """
import sys
from loyalty_sim.engine import simulate
from loyalty_sim.engine.trace import trace
from tests.test_modes import small
for engine in ("compiled", "simpy"):
    simulate(small("beauty-tiers"), engine=engine)
trace(small("beauty-tiers"), 1)
modules = [module for name, module in sys.modules.items() if name.startswith("loyalty_sim.engine.")]
compiled = {value for module in modules for value in vars(module).values() if hasattr(value, "stats")}
print("FROM DISK", *sorted(each.__name__ for each in compiled if each.stats.cache_hits))
print("COMPILED", *sorted(each.__name__ for each in compiled if each.signatures and not each.stats.cache_hits))
print("MISSED", *sorted(each.__name__ for each in compiled if each.stats.cache_misses))
"""
    outcome = run_python(code)
    assert outcome.code == 0, outcome.err
    expected = ["FROM DISK _live begin_life end_life happen next_event start_of_sequences", "COMPILED", "MISSED"]
    assert outcome.out.splitlines() == expected


def test_loading_searches_for_no_garbage_meanwhile() -> None:
    """The collector rests while modules are imported and goes on afterwards, also when an import fails."""
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert gc.isenabled()
    gc.unfreeze()
