"""What a result means in money: monthly lines, key figures, comparisons, checks, and the books. Pure functions of a result.

What every run states is here. The books are imported from their modules by who closes them (``finance.ledger``,
``finance.liability``, ``finance.pnl``, ...), so that a run does not wait for them.
"""

from loyalty_sim.finance.checks import Check, checks
from loyalty_sim.finance.compare import comparable, compare, voided_by
from loyalty_sim.finance.estimate import Coverage, Estimate
from loyalty_sim.finance.kpis import Kpi, kpis
from loyalty_sim.finance.line import Line
from loyalty_sim.finance.tables import band, catalogue, monthly, tidy

__all__ = [
    "Check", "Coverage", "Estimate", "Kpi", "Line", "band", "catalogue", "checks", "comparable", "compare", "kpis",
    "monthly", "tidy", "voided_by",
]  # fmt: skip
