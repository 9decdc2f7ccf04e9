"""The charts of a result, each with a title that states the finding: one call, one ``Picture``.

``evolution``: how does a monthly figure evolve? ``points_flow``: where do the points go? ``staying``: who stays?
``caused``: what did the program cause? ``tiers``: who holds which tier? ``tier_flows``: who rises and falls?
``cost_parts``: what does the program cost? ``settlement``: what do partners and the operator owe each other?
``liability``: what is owed for points? ``backtest``: how wrong was the estimate? ``cliffs``: who stands near a threshold?
``balances``: who holds how many points?
``triangle`` and ``cohorts``: how far has each vintage come?
"""

from loyalty_sim.report.backtest import backtest
from loyalty_sim.report.cliffs import balances, cliffs
from loyalty_sim.report.flows import tier_flows
from loyalty_sim.report.liability import liability
from loyalty_sim.report.lines import evolution, staying
from loyalty_sim.report.picture import Domain, Picture
from loyalty_sim.report.settlement import settlement
from loyalty_sim.report.stacks import cost_parts, points_flow, tiers
from loyalty_sim.report.triangle import cohorts, triangle
from loyalty_sim.report.waterfall import caused

__all__ = [
    "Domain", "Picture", "backtest", "balances", "caused", "cliffs", "cohorts", "cost_parts", "evolution", "liability",
    "points_flow", "settlement", "staying", "tier_flows", "tiers", "triangle",
]  # fmt: skip
