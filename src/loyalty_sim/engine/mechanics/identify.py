"""Purchases of members at which they are not known: nobody asks for the card, or it is not at hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.books import tick
from loyalty_sim.engine.compiled import Books, Customer, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.scenario import Scenario

CUSTOMER: list[Any] = []
TERMS: list[Any] = [("identified", np.float64)]


def used(scenario: Scenario) -> bool:
    """Whether some purchases of members are not identified."""
    return scenario.program.enrolment.identified < 1


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""
    t["identified"] = scenario.program.enrolment.identified


@rule
def identified(c: Customer, t: Terms, time: float, stream: int, first: int, books: Books) -> bool:
    """Whether the member is known at a purchase; else it is counted as one of a stranger."""
    if t.identified >= 1.0 or draw(c, stream, first + D.IDENTIFY) < t.identified:
        return True
    tick(c, t, books, int(time), Measure.UNIDENTIFIED)
    return False
