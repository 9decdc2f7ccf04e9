"""Design a loyalty program and see its cost, breakage and retention, customer by customer.

The whole of it, for a notebook::

    import loyalty_sim as ls

    scenario = ls.preset("beauty-tiers")        # or ls.load("my-program.yaml"), or build a ls.Scenario
    result = ls.simulate(scenario)              # both worlds, with and without the program
    ls.kpis(result)["breakage"].program         # value, standard error, 80 % and 95 % interval
    ls.monthly(result)                          # a pandas table, one row per month
    ls.charts.evolution(result).chart           # an Altair chart

Nothing is imported before it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loyalty_sim.engine import simulate
    from loyalty_sim.finance import checks, compare, kpis, monthly
    from loyalty_sim.library import open_library
    from loyalty_sim.report import charts
    from loyalty_sim.scenario import Scenario
    from loyalty_sim.scenario.files import load
    from loyalty_sim.scenario.presets import preset, presets

__all__ = [
    "Scenario", "charts", "checks", "compare", "kpis", "load", "monthly", "open_library", "preset", "presets", "simulate",
]  # fmt: skip

_HOMES = {
    "Scenario": "loyalty_sim.scenario",
    "load": "loyalty_sim.scenario.files",
    "preset": "loyalty_sim.scenario.presets",
    "presets": "loyalty_sim.scenario.presets",
    "simulate": "loyalty_sim.engine",
    "monthly": "loyalty_sim.finance",
    "kpis": "loyalty_sim.finance",
    "compare": "loyalty_sim.finance",
    "checks": "loyalty_sim.finance",
    "charts": "loyalty_sim.report",
    "open_library": "loyalty_sim.library",
}
"""Where each public name lives."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = importlib.import_module(_HOMES[name])
    value = importlib.import_module(f"{_HOMES[name]}.{name}") if name == "charts" else getattr(home, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
