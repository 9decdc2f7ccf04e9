"""How exclusive each tier is: the one thing customers know of each other.

Lives are independent, so the share of members in each tier is found beforehand from a sample of fixed size and then
taken as given, twice over: the shares depend a little on the lifts that they scale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine.clocks import compiled_clock
from loyalty_sim.engine.population import populate
from loyalty_sim.engine.terms import pack
from loyalty_sim.scenario import Scenario

SAMPLE = 4_000
"""Customers from whom the shares are found, whatever the size of the run: one more customer changes nobody else."""
ROUNDS = 2
LEAST, MOST = 0.5, 2.0


def prepared(scenario: Scenario) -> NDArray[np.void]:
    """The terms of a scenario; where status is perceived, with its scale by month and tier filled in."""
    terms = pack(scenario)
    perception = scenario.behaviour.status_perception
    if not terms["use_perception"].any():
        return terms
    sample = scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": SAMPLE})})
    lives = populate(sample)
    for _ in range(ROUNDS):
        changes = compiled_clock(terms, lives, 0, lives.lives)[0].tiers.sum(0)
        held = changes.cumsum(0)
        shares = held / np.maximum(1, held.sum(1, keepdims=True))
        scale = (np.maximum(shares, 1e-6) / perception.reference_share) ** -perception.dilution
        terms["status_scale"][:, : len(scale)] = np.clip(scale, LEAST, MOST)
    return terms
