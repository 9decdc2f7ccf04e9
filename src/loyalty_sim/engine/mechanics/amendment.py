"""Dated amendments: the terms change at a date, announced before it, and old points and status are kept or not."""

from __future__ import annotations

from typing import Any

from loyalty_sim.engine.compiled import Books, Customer, One, Queue, rule
from loyalty_sim.scenario import Scenario

CUSTOMER: list[Any] = []
TERMS: list[Any] = []


def used(scenario: Scenario) -> bool:
    """Whether the terms ever change."""
    return False


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""


@rule
def amend(c: Customer, lots: Queue, visits: Queue, terms: One, time: float, books: Books) -> None:
    """Go over to the next terms."""
    c.regime += 1
