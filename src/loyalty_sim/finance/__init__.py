"""What a result means in money: monthly lines, key figures, comparisons and checks. Pure functions of a result."""

from loyalty_sim.finance.checks import Check, checks
from loyalty_sim.finance.compare import comparable, compare
from loyalty_sim.finance.estimate import Coverage, Estimate
from loyalty_sim.finance.flows import tier_flows
from loyalty_sim.finance.kpis import Kpi, kpis
from loyalty_sim.finance.lines import Line
from loyalty_sim.finance.settlement import partner_settlement
from loyalty_sim.finance.tables import band, catalogue, monthly, tidy

__all__ = [
    "Check", "Coverage", "Estimate", "Kpi", "Line", "band", "catalogue", "checks", "comparable", "compare", "kpis",
    "monthly", "partner_settlement", "tidy", "tier_flows",
]  # fmt: skip
