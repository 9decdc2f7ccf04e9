"""What a result means in money: monthly lines, key figures, statements, comparisons, checks. Pure functions of a result.

Key figures and checks are there at once, since every run states them; the rest is imported when it is first used.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from loyalty_sim.finance.checks import Check, checks
from loyalty_sim.finance.compare import comparable, compare, voided_by
from loyalty_sim.finance.estimate import Coverage, Estimate
from loyalty_sim.finance.kpis import Kpi, kpis
from loyalty_sim.finance.line import Line
from loyalty_sim.finance.tables import band, catalogue, monthly, tidy

if TYPE_CHECKING:
    from loyalty_sim.finance.backtest import Backtest, backtest
    from loyalty_sim.finance.breakage import Breakage, breakages, reconciliation, urr, vintage_table
    from loyalty_sim.finance.bridge import Bridge, bridge
    from loyalty_sim.finance.flows import tier_flows
    from loyalty_sim.finance.ledger import (
        PointsLedger,
        in_face_value,
        in_real_points,
        points_ledger,
        segment_ledger,
        tier_ledger,
        vintage_ledger,
    )
    from loyalty_sim.finance.periods import Period
    from loyalty_sim.finance.pnl import cash, pnl_figures, profit_and_loss
    from loyalty_sim.finance.run_off import Fate, fate, fate_of_balance, longer, run_off_months, truth
    from loyalty_sim.finance.settlement import partner_settlement
    from loyalty_sim.finance.tail import Tail, tail
    from loyalty_sim.finance.triangles import Triangle, Triangles, triangles

__all__ = [
    "Backtest", "Breakage", "Bridge", "Check", "Coverage", "Estimate", "Fate", "Kpi", "Line", "Period", "PointsLedger",
    "Tail", "Triangle", "Triangles", "backtest", "band", "breakages", "bridge", "cash", "catalogue", "checks",
    "comparable", "compare", "fate", "fate_of_balance", "in_face_value", "in_real_points", "kpis", "longer", "monthly",
    "partner_settlement", "pnl_figures", "points_ledger", "profit_and_loss", "reconciliation", "run_off_months",
    "segment_ledger", "tail", "tidy", "tier_flows", "tier_ledger", "triangles", "truth", "urr", "vintage_ledger",
    "vintage_table", "voided_by",
]  # fmt: skip

_HOMES = {
    "backtest": ("Backtest", "backtest"),
    "breakage": ("Breakage", "breakages", "reconciliation", "urr", "vintage_table"),
    "bridge": ("Bridge", "bridge"),
    "flows": ("tier_flows",),
    "ledger": ("PointsLedger", "in_face_value", "in_real_points", "points_ledger", "segment_ledger", "tier_ledger",
               "vintage_ledger"),
    "periods": ("Period",),
    "pnl": ("cash", "pnl_figures", "profit_and_loss"),
    "run_off": ("Fate", "fate", "fate_of_balance", "longer", "run_off_months", "truth"),
    "settlement": ("partner_settlement",),
    "tail": ("Tail", "tail"),
    "triangles": ("Triangle", "Triangles", "triangles"),
}  # fmt: skip
"""What is imported on first use, by module."""


class _Package(ModuleType):
    """Keeps a function such as ``backtest`` in reach: importing its module, which has its name, would hide it."""

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, getattr(value, name) if name in __all__ and isinstance(value, ModuleType) else value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
