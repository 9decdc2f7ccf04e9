"""What the design can be compared with: its own past, ready scenarios, and scenarios from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import presets
from loyalty_sim.ui.work import BROUGHT, LOADED, PINNED, UNCHANGED, Work


class Baseline(NamedTuple):
    """One choice of a baseline."""

    key: str
    label: str
    read: Callable[[], Scenario] | None = None
    """Where its scenario is read when it is chosen; None for what the work knows itself."""


def baselines(work: Work) -> list[Baseline]:
    """All choices, those of the work itself first. Another source of scenarios adds its own to this list."""
    return [*_own(work), *(Baseline(name, f"Program of {name}") for name in presets())]


def _own(work: Work) -> list[Baseline]:
    """As loaded, pinned, brought from elsewhere, and without the changes over time where there are any."""
    found = [Baseline(LOADED, "Program as loaded")]
    if work.pinned is not None:
        found.append(Baseline(PINNED, "Pinned design"))
    if work.brought is not None:
        found.append(Baseline(BROUGHT, f"Program of {work.brought.name}"))
    if len(work.scenario.regimes) > 1 or work.choice == UNCHANGED:
        found.append(Baseline(UNCHANGED, "Without the changes"))
    return found
