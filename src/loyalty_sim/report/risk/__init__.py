"""The charts of risk: what an answer hinges on, how likely a loss is, and what is given up for what.

``tornado``: which assumption or lever matters most? ``heat_map``: how do two levers act together? ``loss``: how likely is
one? ``spreads``: how may several designs turn out? ``front``: what is given up for what? ``indices``: which assumption
drives the outcome when all are uncertain together? ``convergence``: were there enough runs to say so?
"""

from loyalty_sim.report.risk.bars import tornado
from loyalty_sim.report.risk.dots import loss
from loyalty_sim.report.risk.grid import heat_map
from loyalty_sim.report.risk.importance import convergence, indices
from loyalty_sim.report.risk.spreads import spreads
from loyalty_sim.report.risk.trade_off import front

__all__ = ["convergence", "front", "heat_map", "indices", "loss", "spreads", "tornado"]
