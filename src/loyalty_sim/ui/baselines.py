"""What the design can be compared with: its own past, ready scenarios, and scenarios from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from loyalty_sim.library import Saved
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import presets
from loyalty_sim.ui import library_calls
from loyalty_sim.ui.work import BROUGHT, LOADED, LONGEST_NAME, PINNED, UNCHANGED, Work


class Baseline(NamedTuple):
    """One choice of a baseline."""

    key: str
    label: str
    read: Callable[[], Scenario] | None = None
    """Where its scenario is read when it is chosen; None for what the work knows itself."""


def baselines(work: Work) -> list[Baseline]:
    """All choices: those of the work itself, saved scenarios in their newest version, and ready ones."""
    saved = [Baseline(f"library:{each.reference}", each.reference, partial(of_library, each)) for each in _listed(work)]
    return [*_own(work), *saved, *(Baseline(name, f"Program of {name}") for name in presets())]


def of_library(saved: Saved) -> Scenario:
    """A version as a baseline, which sentences call by its name and version.

    Raises:
        LibraryError: what is stored is no valid scenario.
    """
    at = f"@{saved.version}"
    return library_calls.scenario(saved).model_copy(update={"name": f"{saved.name[: LONGEST_NAME - len(at)]}{at}"})


def _listed(work: Work) -> list[Saved]:
    """The newest version of every saved scenario, but for one that is the baseline already."""
    brought = work.brought.name if work.choice == BROUGHT and work.brought else None
    return [saved for saved in library_calls.listing().get() if saved.reference != brought]


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
