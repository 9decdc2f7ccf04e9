"""The charts of risk: what an answer hinges on, how likely a loss is, and what is given up for what.

``tornado``: which assumption or lever matters most? ``heat_map``: how do two levers act together? ``loss``: how likely is
one? ``spreads``: how may several designs turn out? ``front``: what is given up for what? ``indices``: which assumption
drives the outcome when all are uncertain together? ``convergence``: were there enough runs to say so?
"""

from __future__ import annotations

from loyalty_sim.report.picture import Picture
from loyalty_sim.report.risk.bars import tornado
from loyalty_sim.report.risk.dots import loss
from loyalty_sim.report.risk.grid import heat_map
from loyalty_sim.report.risk.spreads import spreads
from loyalty_sim.report.risk.trade_off import front
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.sensitivity import Sensitivity

__all__ = ["convergence", "front", "heat_map", "indices", "loss", "spreads", "tornado"]


def indices(found: Sensitivity, measured: Measured, currency: str) -> Picture | None:
    raise NotImplementedError


def convergence(found: Sensitivity, measured: Measured) -> Picture | None:
    raise NotImplementedError
