"""What customers are expected to do within some months, in closed form: how many of them reach an amount.

The market without a program: purchases are Poisson at a Gamma distributed rate, so their number is negative binomial
(Ehrenberg 1959); baskets are Gamma around an inverse-Gamma distributed mean (Colombo & Jiang 1999), so the spend of n
purchases over its scale is beta prime distributed. Season and lapse are left out: the customers stay all the time.
Written in plain Python, because a scenario is read without NumPy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

from loyalty_sim.scenario.market import Market, Segment

NEGLIGIBLE = 1e-9
TINY = 1e-300
MOST_TERMS = 10_000


@lru_cache(maxsize=256)
def share_reaching(market: Market, months: float, target: float, per_money: float = 0.0, per_visit: float = 0.0) -> float:
    """Share of customers for whom ``per_money`` x spend + ``per_visit`` x visits is at least ``target``, of those who buy
    at least once in that time.

    Args:
        market: the customers; they stay for all the months.
        months: time in which they may reach it.
        target: the amount to reach; 0 or less is reached by everyone.
        per_money: what a unit of money spent counts.
        per_visit: what a visit counts.
    """
    reaching = buying = 0.0
    for share, segment in zip(market.shares, market.segments, strict=True):
        enough = 0.0
        for visits, chance in visit_chances(segment, months):
            if enough < 1 - NEGLIGIBLE:  # more visits are never less
                enough = _chance(segment, visits, target, per_money, per_visit)
            buying += share * chance
            reaching += share * chance * enough
    return reaching / buying if buying > 0 else 0.0


def mean_rate(market: Market, per_money: float = 0.0, per_visit: float = 0.0) -> float:
    """What the average customer collects in a month, at so much a unit of money spent and a visit."""
    return sum(
        share * segment.purchase_rate * (per_money * segment.basket + per_visit)
        for share, segment in zip(market.shares, market.segments, strict=True)
    )


def share_buying_again(market: Market, months: float) -> float:
    """Share of purchases after which the customer, who stays, buys again within some months.

    Whoever has just bought has a rate weighted by itself, Gamma of shape r + 1, so that the time to the next purchase is
    Lomax (Pareto II) distributed: 1 - (1 + mean months/r)^-(r + 1).
    """
    again = total = 0.0
    for share, segment in zip(market.shares, market.segments, strict=True):
        rate, shape = segment.purchase_rate, segment.purchase_shape
        expected = rate * months
        silent = math.exp(-expected) if shape is None else (1 + expected / shape) ** -(shape + 1)
        again += share * rate * (1 - silent)
        total += share * rate
    return again / total


def visit_chances(segment: Segment, months: float) -> Iterator[tuple[int, float]]:
    """Numbers of visits within some months from 1 on, each with its chance, up to where the rest is negligible."""
    mean, shape = segment.purchase_rate * months, segment.purchase_shape
    left = 1.0
    for visits in range(MOST_TERMS):
        if shape is None:
            log = visits * math.log(mean) - mean - math.lgamma(visits + 1)
        else:
            log = math.lgamma(visits + shape) - math.lgamma(shape) - math.lgamma(visits + 1)
            log += visits * math.log(mean / (shape + mean)) - shape * math.log1p(mean / shape)
        chance = math.exp(log)
        left -= chance
        if visits > 0:
            yield visits, chance
        if visits > mean and left < NEGLIGIBLE:
            return


def _chance(segment: Segment, visits: int, target: float, per_money: float, per_visit: float) -> float:
    """Chance that so many visits are enough."""
    missing = target - visits * per_visit
    if missing <= 0:
        return 1.0
    return spend_at_least(segment, visits, missing / per_money) if per_money > 0 else 0.0


def spend_at_least(segment: Segment, visits: int, amount: float) -> float:
    """Chance that a customer's baskets on so many visits add up to an amount."""
    own, between = segment.basket_shape, segment.basket_spread
    if own is None and between is None:
        return float(visits * segment.basket >= amount)
    if between is None:
        assert own is not None
        return 1 - gamma_below(own * visits, own * amount / segment.basket)
    scale = (between - 1) * segment.basket
    if own is None:
        return gamma_below(between, scale * visits / amount)
    odds = own * amount / scale
    return 1 - beta_below(own * visits, between, odds / (1 + odds))


def gamma_below(shape: float, x: float) -> float:
    """Chance that a standard Gamma variable is below x: by its series or its continued fraction (DLMF 8.11.4, 8.9.2)."""
    if x <= 0:
        return 0.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        for step in range(1, MOST_TERMS):
            term *= x / (shape + step)
            total += term
            if term < total * NEGLIGIBLE:
                break
        return min(1.0, front * total)
    parts = ((-step * (step - shape), x + 1 - shape + 2 * step) for step in range(1, MOST_TERMS))
    return max(0.0, 1 - front / _continued(x + 1 - shape, parts))


def beta_below(a: float, b: float, x: float) -> float:
    """Chance that a Beta variable is below x: by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_below(b, a, 1 - x)
    front = math.exp(a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)) / a

    def parts() -> Iterator[tuple[float, float]]:
        for step in range(1, MOST_TERMS):
            half = step // 2
            if step % 2:
                yield -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1)), 1.0
            else:
                yield half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half)), 1.0

    return min(1.0, front / _continued(1.0, parts()))


def _continued(first: float, parts: Iterator[tuple[float, float]]) -> float:
    """first + n1/(d1 + n2/(d2 + ...)) for parts (n, d), by the method of Lentz (1976)."""
    value = upper = first or TINY
    lower = 0.0
    for numerator, denominator in parts:
        lower = 1 / (denominator + numerator * lower or TINY)
        upper = denominator + numerator / upper or TINY
        value *= upper * lower
        if abs(upper * lower - 1) < NEGLIGIBLE:
            break
    return value
