"""The closed forms of the linter against SciPy and against customers drawn at random."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats

from loyalty_sim.scenario import Market, Segment
from loyalty_sim.scenario.chances import (
    beta_below,
    gamma_below,
    mean_rate,
    share_buying_again,
    share_reaching,
    spend_at_least,
    visit_chances,
)
from loyalty_sim.scenario.presets import preset


@pytest.mark.parametrize("shape", [0.05, 0.5, 1.0, 7.3, 250.0, 4000.0])
def test_the_gamma_distribution(shape: float) -> None:
    """Equal to SciPy's over its whole range."""
    for x in (1e-6, 0.1 * shape, 0.9 * shape, shape, 1.1 * shape, 2 * shape + 5):
        assert gamma_below(shape, x) == pytest.approx(special.gammainc(shape, x), abs=1e-7)
    assert gamma_below(shape, 0.0) == 0


@pytest.mark.parametrize("a", [0.05, 1.0, 6.0, 800.0])
@pytest.mark.parametrize("b", [1.01, 3.745, 60.0])
def test_the_beta_distribution(a: float, b: float) -> None:
    """Equal to SciPy's over its whole range."""
    for x in (0.0, 1e-6, 0.1, 0.5, 0.9, 0.999, 1.0):
        assert beta_below(a, b, x) == pytest.approx(special.betainc(a, b, x), abs=1e-7)


def test_the_number_of_visits_is_negative_binomial() -> None:
    """With a shape the number is negative binomial, without one it is Poisson."""
    for shape in (0.5533, 4.0):
        segment = Segment(purchases_per_year=30, purchase_shape=shape)
        for visits, chance in visit_chances(segment, 6):
            assert chance == pytest.approx(stats.nbinom.pmf(visits, shape, shape / (shape + 15)), abs=1e-12)
    for visits, chance in visit_chances(Segment(purchases_per_year=30, purchase_shape=None), 6):
        assert chance == pytest.approx(stats.poisson.pmf(visits, 15), abs=1e-12)


@pytest.mark.parametrize("own", [None, 6.25])
@pytest.mark.parametrize("between", [None, 3.745])
def test_the_spend_of_some_visits(own: float | None, between: float | None) -> None:
    """The chance that four baskets add up to an amount is that of customers drawn at random, whatever is uneven."""
    segment, draws, generator = (
        Segment(basket=30, basket_shape=own, basket_spread=between),
        400_000,
        np.random.default_rng(7),
    )
    means = np.full(draws, 30.0) if between is None else 30 * (between - 1) / generator.gamma(between, size=draws)
    spend = 4 * means if own is None else means * generator.gamma(4 * own, size=draws) / own
    for amount in (40.0, 110.0, 120.0, 250.0):
        share = float((spend >= amount).mean())
        assert spend_at_least(segment, 4, amount) == pytest.approx(share, abs=5 * math.sqrt(0.25 / draws))


def test_the_share_that_reaches_an_amount() -> None:
    """Of buyers of two segments drawn at random, as many reach an amount of spend and visits together."""
    market, generator, customers = preset("beauty-tiers").market, np.random.default_rng(11), 400_000
    reached = bought = 0
    for share, segment in zip(market.shares, market.segments, strict=True):
        number = round(share * customers)
        shape, p, q = segment.purchase_shape, segment.basket_shape, segment.basket_spread
        assert shape is not None
        assert p is not None
        assert q is not None
        visits = generator.poisson(segment.purchase_rate * 12 / shape * generator.gamma(shape, size=number))
        means = segment.basket * (q - 1) / generator.gamma(q, size=number)
        spend = np.where(visits > 0, means / p * generator.gamma(np.maximum(p * visits, p)), 0)
        bought += int((visits > 0).sum())
        reached += int(((visits > 0) & (spend + 10 * visits >= 300)).sum())
    assert share_reaching(market, 12, 300, 1.0, 10.0) == pytest.approx(reached / bought, abs=0.004)


def test_what_everyone_and_what_nobody_reaches() -> None:
    """An amount of nothing is reached by every buyer, any other by nobody where nothing counts."""
    market = Market()
    assert share_reaching(market, 12, 0.0, 1.0) == pytest.approx(1)
    assert share_reaching(market, 12, 100.0) == 0
    assert share_reaching(market, 12, 1.0, per_visit=1.0) == pytest.approx(1)


def test_the_mean_rate() -> None:
    """The average customer spends rate times basket a month."""
    assert mean_rate(Market(), per_money=1.0) == pytest.approx(2.73 / 12 * 35.17)


def test_who_has_bought_buys_again() -> None:
    """After a purchase the next is Lomax with shape r + 1, exponential without a shape; segments weigh by purchases."""
    uneven, alike = (
        Segment(purchases_per_year=6, purchase_shape=0.8),
        Segment(name="B", purchases_per_year=18, purchase_shape=None),
    )
    lomax = stats.lomax.cdf(2, 1.8, scale=0.8 / 0.5)
    assert share_buying_again(Market(segments=(uneven,)), 2) == pytest.approx(lomax)
    assert share_buying_again(Market(segments=(alike,)), 2) == pytest.approx(-math.expm1(-3))
    both = Market(segments=(uneven, alike))
    assert share_buying_again(both, 2) == pytest.approx((lomax + 3 * -math.expm1(-3)) / 4)
