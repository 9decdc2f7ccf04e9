"""What differs between a scenario and its baseline, field by field."""

from __future__ import annotations

from typing import Any, NamedTuple

from loyalty_sim.scenario.differences import differences
from loyalty_sim.scenario.scenario import Scenario


class Change(NamedTuple):
    """A field that differs from the baseline."""

    path: str
    """Where it is, as in a scenario file: "program.tiers.levels[1].threshold"."""
    label: str
    """Where it is, in words: "Tiers · Gold · threshold"."""
    old: Any
    """Value in the baseline; None where the baseline has no such part."""
    new: Any
    """Value in the scenario; None where the scenario has no such part."""


def lever_changes(scenario: Scenario, baseline: Scenario) -> list[Change]:
    """What of ``scenario`` differs from ``baseline``, as ``differences`` finds it."""
    return [Change(found.path, found.label, found.values[1], found.values[0]) for found in differences((scenario, baseline))]
