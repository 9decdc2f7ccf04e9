"""The plain program as a vectorised NumPy model: all customers step by months, points in a ring of monthly vintages.

Time is coarse: a month's purchases are one Poisson number, its baskets one Gamma sum, and there is one decision to
redeem a month, with the chance that at least one of its visits would have redeemed.
"""

from __future__ import annotations

import numpy as np

from benchmarks import plain


def simulate(customers: int, seed: int) -> plain.Totals:
    """Simulate the plain program."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(plain.RATE_SHAPE, plain.PURCHASES_A_MONTH / plain.RATE_SHAPE, customers)
    lapse = rng.exponential(1 / plain.LAPSES_A_MONTH, customers)
    slots = plain.LIFE_OF_POINTS + 1
    lots = np.zeros((slots, customers), np.int64)
    tier = np.zeros(customers, np.int64)
    spend = np.zeros(customers)
    multipliers, thresholds = np.array(plain.MULTIPLIERS), np.array(plain.THRESHOLDS)
    purchases = issued = redeemed = expired = 0
    sales = months = 0.0
    for month in range(plain.MONTHS):
        expired += int(lots[month % slots].sum())
        lots[month % slots] = 0
        if month % 12 == 0 and month > 0:
            tier = np.searchsorted(thresholds, spend, side="right")
            spend[:] = 0.0
        present = np.clip(lapse - month, 0.0, 1.0)
        visits = rng.poisson(rate * present) + (month == 0)
        buyers = np.flatnonzero(visits)
        count = visits[buyers]
        basket = rng.gamma(plain.BASKET_SHAPE * count, plain.BASKET / plain.BASKET_SHAPE)
        balance = lots[:, buyers].sum(axis=0)
        wants = (balance >= plain.BLOCK) & (rng.random(len(buyers)) < 1 - (1 - plain.CHANCE) ** count)
        fit = np.minimum(balance // plain.BLOCK, (basket / count / (plain.BLOCK * plain.POINT_VALUE)).astype(np.int64))
        used = np.where(wants, fit * plain.BLOCK, 0)
        _redeem(lots, buyers, used, month)
        paid = basket - used * plain.POINT_VALUE
        points = np.maximum(paid * multipliers[tier[buyers]] - 0.5 * (count - 1), 0.0).astype(np.int64)
        lots[month % slots, buyers] = points
        spend[buyers] += basket
        tier[buyers] = np.maximum(tier[buyers], np.searchsorted(thresholds, spend[buyers], side="right"))
        purchases += int(count.sum())
        sales += float(basket.sum())
        months += float(present.sum())
        issued += int(points.sum())
        redeemed += int(used.sum())
    expired += int(lots[plain.MONTHS % slots].sum())  # due at the end of the last month
    lots[plain.MONTHS % slots] = 0
    return plain.Totals(
        customers=customers, customer_months=months, purchases=purchases, sales=sales, issued=issued, redeemed=redeemed,
        expired=expired, outstanding=int(lots.sum()), events=customers * plain.MONTHS,
    )  # fmt: skip


def _redeem(lots: np.ndarray, buyers: np.ndarray, used: np.ndarray, month: int) -> None:
    """Take points from the oldest vintages first."""
    who = used > 0
    left, rows = used[who], buyers[who]
    for age in range(1, len(lots)):
        vintage = lots[(month + age) % len(lots)]
        part = np.minimum(left, vintage[rows])
        vintage[rows] -= part
        left = left - part
