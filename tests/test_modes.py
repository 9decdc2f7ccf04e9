"""The engine in unusual surroundings: without compilation, and where nothing can be cached."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import pytest

from loyalty_sim.engine import simulate
from loyalty_sim.engine.compiled import cache_folder
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset
from tests.conftest import run_python


def small(name: str) -> Scenario:
    """A preset with few customers and months."""
    scenario = preset(name)
    run = scenario.run.model_copy(update={"customers": 100, "months": 4, "warmup_months": 3})
    return scenario.model_copy(update={"run": run})


def fingerprint(name: str) -> str:
    """Number of events and hash of all counts of a small run."""
    result = simulate(small(name))
    return f"{result.events} {hashlib.sha256(result.tally.books.tobytes()).hexdigest()}"


@pytest.mark.parametrize("name", ["beauty-tiers", "coffee-stars"])
def test_uncompiled_rules_count_the_same(name: str) -> None:
    """With Numba's compiler switched off the same rules give the same integers, and nothing overflows."""
    code = f"""
import warnings
warnings.simplefilter("error", RuntimeWarning)
from tests import test_modes as m
print(m.fingerprint({name!r}))
"""
    outcome = run_python(code, NUMBA_DISABLE_JIT="1")
    assert outcome.code == 0, outcome.err
    assert outcome.out.strip() == fingerprint(name)


@pytest.mark.slow
def test_a_run_succeeds_where_nothing_can_be_cached() -> None:
    """With no home, no writable cache and no writable temporary folder, rules are compiled for this process only."""
    code = """
import tempfile
tempfile.gettempdir = lambda: "/dev/null/temporary"
from loyalty_sim.engine.compiled import cache_folder
from tests import test_modes as m
assert cache_folder() is None
print(m.fingerprint("beauty-tiers"))
"""
    outcome = run_python(code, timeout=300, LOYALTY_SIM_CACHE="/dev/null/cache", HOME=None, XDG_CACHE_HOME="/dev/null/home")
    assert outcome.code == 0, outcome.err
    assert outcome.out.strip() == fingerprint("beauty-tiers")


def test_the_cache_falls_back_to_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chosen folder that can be written is used; else one under the temporary folder; else none."""
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    monkeypatch.setenv("LOYALTY_SIM_CACHE", str(tmp_path / "chosen"))
    assert str(cache_folder()).startswith(str(tmp_path / "chosen"))
    monkeypatch.setenv("LOYALTY_SIM_CACHE", "/dev/null/cache")
    assert str(cache_folder()).startswith(str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: "/dev/null/temporary")
    assert cache_folder() is None
