"""Customers who plan for the reward: how much likelier they buy in a week, by pace, length of the card and progress.

The decision model of Lewis (2004) and of Hartmann & Viard (2008) in its plainest form: in every week a customer buys or
not, with logit noise, and the last of K purchases brings a reward.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine.compiled import entry
from loyalty_sim.scenario.market import WEEKS_PER_MONTH

EULER = 0.5772156649015329
"""Mean of a standard Gumbel variable."""
SLOWEST, FASTEST, NUMBER_OF_PACES = 0.005, 3.0, 12
PACES = np.geomspace(SLOWEST, FASTEST, NUMBER_OF_PACES)
"""Purchases a week without a reward for which the program is solved."""
CARDS = np.array([1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32])
"""Purchases to a reward for which it is solved."""
LONGEST_CARD = int(CARDS[-1])


@entry
def pace_of(rate: float) -> int:
    """Which of the solved paces is nearest to ``rate`` a month, on a logarithmic scale."""
    step = math.log(FASTEST / SLOWEST) / (NUMBER_OF_PACES - 1)
    nearest = int(math.log(max(rate / WEEKS_PER_MONTH, SLOWEST) / SLOWEST) / step + 0.5)
    return min(nearest, NUMBER_OF_PACES - 1)


@entry
def card_of(purchases: float) -> int:
    """Which of the solved cards is the first with at least ``purchases``, or the longest."""
    card = 0
    while card < len(CARDS) - 1 and CARDS[card] < purchases:
        card += 1
    return card


def buying_chances(purchases: int, utility: NDArray[np.float64], reward: float, discount: float) -> NDArray[np.float64]:
    """Chance to buy in a period with s of ``purchases`` made, solved by relative value iteration.

    V(s) = ln(exp(b(s)) + exp(d V(s))) + 0.577, with b(s) = u + R [s = K - 1] + d V(s + 1 mod K); the chance is
    1/(1 + exp(d V(s) - b(s))).

    Args:
        purchases: K, purchases to one reward.
        utility: u of a purchase against none, one for each kind of customer.
        reward: R, utility of the reward.
        discount: d, weight of the next period.

    Returns:
        [kind of customer, s] chances.
    """
    values = np.zeros((len(utility), purchases))
    buy = _buying(values, utility, reward, discount)
    for _ in range(20_000):
        new = np.logaddexp(buy, discount * values) + EULER
        new -= new[:, :1]  # only differences matter, and they settle sooner than the level
        settled = np.abs(new - values).max() < 1e-10
        values = new
        buy = _buying(values, utility, reward, discount)
        if settled:
            break
    return 1.0 / (1.0 + np.exp(discount * values - buy))


def _buying(
    values: NDArray[np.float64], utility: NDArray[np.float64], reward: float, discount: float
) -> NDArray[np.float64]:
    """b(s), what buying is worth."""
    buy: NDArray[np.float64] = utility[:, None] + discount * np.roll(values, -1, axis=1)
    buy[:, -1] += reward
    return buy


@lru_cache(maxsize=64)
def forward_multipliers(reward: float, discount: float) -> NDArray[np.float64]:
    """[pace, card, progress] purchase rate of a customer who plans over that of one who does not; at least 1."""
    table = np.ones((len(PACES), len(CARDS), LONGEST_CARD))
    plain = -np.expm1(-PACES)
    utility = np.log(plain / (1 - plain))
    for index, purchases in enumerate(CARDS):
        chances = buying_chances(int(purchases), utility, reward, discount)
        table[:, index, :purchases] = np.maximum(1, chances / plain[:, None])
    return table
