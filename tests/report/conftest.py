"""Runs that the tests of charts and words share: small ones, each made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset

CUSTOMERS, MONTHS = 2_000, 24
Run = Callable[..., Result]


def variant(scenario: Scenario, **changes: Any) -> Scenario:
    """The scenario with fields changed by path, parts joined by two underscores: ``program__point_value=0.02``."""
    for path, value in changes.items():
        scenario = _changed(scenario, path.split("__"), value)
    return scenario


def _changed(part: Any, path: list[str], value: Any) -> Any:
    inner = value if len(path) == 1 else _changed(getattr(part, path[0]), path[1:], value)
    return part.model_copy(update={path[0]: inner})


@cache
def _run(name: str, changes: tuple[tuple[str, Any], ...]) -> Result:
    small = {"run__customers": CUSTOMERS, "run__months": MONTHS}
    return simulate(variant(preset(name), **{**small, **dict(changes)}))


@pytest.fixture(scope="session")
def run() -> Run:
    """A preset, small and with fields changed, simulated once however often it is asked for."""
    return lambda name="beauty-tiers", **changes: _run(name, tuple(changes.items()))
