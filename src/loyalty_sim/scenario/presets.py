"""Ready scenarios: files that come with the package."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files
from pathlib import Path

from loyalty_sim.scenario.files import Problem, ScenarioError, load
from loyalty_sim.scenario.scenario import Scenario

NAMES = (
    "beauty-tiers", "coffee-stars", "paid-membership", "apparel-certificates", "coffee-app", "beauty-chart",
    "grocery-cashback", "book-stamps", "lifetime-dividend", "warehouse-club", "airline-miles", "coalition",
    "outdoor-community", "recession", "beauty-inactivity", "cdnow",
)  # fmt: skip


def presets() -> dict[str, Path]:
    """The file of each preset by its name, in the order in which they are shown."""
    folder = _folder()
    return {name: folder / f"{name}.yaml" for name in NAMES}


def preset(name: str) -> Scenario:
    """A preset by its name.

    Raises:
        ScenarioError: there is no such preset.
    """
    if name not in NAMES:
        near = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.4)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ScenarioError([Problem("", f"there is no preset of this name{hint} (presets: {', '.join(NAMES)})")], name)
    return _read(name)


@cache
def _read(name: str) -> Scenario:
    """Read once: the files do not change, and a scenario is frozen."""
    return load(presets()[name])


def _folder() -> Path:
    """Where the presets are: inside the installed package, or in the repository."""
    packaged = Path(str(files("loyalty_sim") / "presets"))
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "scenarios"
