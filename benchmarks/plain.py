"""The plain points program: the one task that every peer in the comparison simulates.

All customers buy first at time 0 and then as a Poisson process at a rate of their own, Gamma distributed over customers,
until an exponential lapse. Baskets are Gamma distributed around one mean. Everyone is a member. Points are earned on
what is paid, times the tier's multiplier, rounded down; a lot lives to the end of the month in which its time is up;
at each visit with a full block all blocks that fit the basket are redeemed with a constant chance, before earning. Tiers
come from spend in a calendar year, are reached at once and hold to the end of the next year.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Protocol

MONTHS = 36
PURCHASES_A_MONTH = 0.75
RATE_SHAPE = 1.2
LAPSES_A_MONTH = 0.025
BASKET = 40.0
BASKET_SHAPE = 4.0
LIFE_OF_POINTS = 12
BLOCK = 100
POINT_VALUE = 0.05
CHANCE = 0.2
THRESHOLDS = (400.0, 900.0)
MULTIPLIERS = (1.0, 1.25, 1.5)


@dataclass(frozen=True)
class Totals:
    """What a model counted over all customers and months."""

    customers: int
    customer_months: float
    """Months that customers were there, added up: from the first purchase to the lapse or the end."""
    purchases: int
    sales: float
    issued: int
    redeemed: int
    expired: int
    outstanding: int
    events: int
    """Whatever the model calls a step of one customer; not comparable between models."""


class Model(Protocol):
    """A peer: simulates the plain program for so many customers."""

    def __call__(self, customers: int, seed: int) -> Totals: ...


def expected_months() -> float:
    """Mean months a customer is there: the integral of the survival curve exp(-mu t)."""
    return -math.expm1(-LAPSES_A_MONTH * MONTHS) / LAPSES_A_MONTH


def expected_purchases() -> float:
    """Mean purchases of a customer: the first one, and the mean rate times the mean months."""
    return 1.0 + PURCHASES_A_MONTH * expected_months()


class WrongResultError(AssertionError):
    """A model's result is wrong, so it has no speed."""


def check(name: str, totals: Totals, points: dict[str, float], tolerance: float) -> None:
    """Refuse a wrong result.

    Args:
        name: the model, for the message.
        totals: what it counted.
        points: points issued, redeemed and expired per customer that it must reproduce.
        tolerance: largest relative error of points: random noise, and the error of a time step.

    Raises:
        WrongResultError: the points do not add up, or a mean is not what theory or the other models say.
    """
    if totals.issued != totals.redeemed + totals.expired + totals.outstanding:
        raise WrongResultError(f"{name}: issued {totals.issued} is not redeemed + expired + outstanding; {asdict(totals)}")
    noise = 4.0 / math.sqrt(totals.customers)
    wanted = {
        "customer_months": (expected_months(), 0.005 + noise),
        "purchases": (expected_purchases(), 0.005 + 1.3 * noise),
        "sales": (expected_purchases() * BASKET, 0.005 + 1.3 * noise),
        **{key: (value, tolerance + 2.0 * noise) for key, value in points.items()},
    }
    for key, (value, allowed) in wanted.items():
        found = getattr(totals, key) / totals.customers
        if abs(found / value - 1) > allowed:
            raise WrongResultError(f"{name}: {key} per customer is {found:.4g}, must be {value:.4g} within {allowed:.1%}")
