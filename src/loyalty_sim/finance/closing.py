"""Closing balances as key figures: points held, what is owed for them, and fees not yet earned, with their intervals."""

from __future__ import annotations

import numpy as np

from loyalty_sim.finance.deferred_fees import deferred_fees
from loyalty_sim.finance.estimate import Array, Estimate, estimates
from loyalty_sim.finance.kpis import outstanding
from loyalty_sim.finance.liability import Liability
from loyalty_sim.finance.pnl import Figure
from loyalty_sim.finance.world import program_world

CLOSING_FIGURES = {
    "closing_points": Figure("Points held at the end", "points", "Points outstanding when the last month ends."),
    "closing_liability": Figure(
        "Owed for points at the end", "money", "The closing balance of what is owed for points, by the policy chosen."
    ),
    "closing_fees": Figure(
        "Fees not yet earned at the end", "money", "Membership fees received for terms that run on after the last month."
    ),
}
"""The closing balances by key; ``closing_figures`` computes them."""


def closing_figures(owed: Liability) -> dict[str, Estimate | None]:
    """Every closing balance with its interval, of the run that ``owed`` is about."""
    balances = closing_balances(owed)
    return dict(zip(balances, estimates(np.stack(list(balances.values()), axis=1)), strict=True))


def closing_balances(owed: Liability) -> dict[str, Array]:
    """Every closing balance, ``[replicate]``, of the real base."""
    held = outstanding(program_world(owed.result))
    return {
        "closing_points": held, "closing_liability": owed.closing[:, -1],
        "closing_fees": deferred_fees(owed.result).closing[:, -1],
    }  # fmt: skip
