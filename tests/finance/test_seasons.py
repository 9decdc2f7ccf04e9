"""Seasons and the youth of a program in the estimate of the redemption rate."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty_sim.finance.chain_ladder import LATEST, developed, estimate_at_each_close, factors
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.seasons import seasonal_index, seasonal_share
from tests.finance.test_chain_ladder import random_ledger, steady

SEASONS = np.array([0.8, 0.8, 0.9, 0.9, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.1, 1.5])
STEPS = np.array([0.4, 0.25, 0.15, 0.1, 0.06, 0.04])
PERIODS, URR = 60, 0.5


def seasonal() -> tuple[Array, Array, Array]:
    """Vintages that all redeem half of their points, at each age in proportion to its step x the season of the month."""
    issued = np.full(PERIODS, 1000.0)
    vintage, period = np.ogrid[:PERIODS, :PERIODS]
    month = (np.arange(PERIODS)[:, None] + np.arange(len(STEPS))) % 12
    weight = STEPS * SEASONS[month]
    age = period - vintage
    inside = (age >= 0) & (age < len(STEPS))
    share = np.where(inside, (weight / weight.sum(axis=1, keepdims=True))[vintage, np.clip(age, 0, len(STEPS) - 1)], 0.0)
    return (URR * issued[:, None] * share).cumsum(axis=-1), np.where(age >= 0, issued[:, None], 0.0), issued


def test_a_season_does_not_mislead_once_two_years_are_seen() -> None:
    """The rate of points is estimated at the close of their month to two points, by age alone to seven in December."""
    used, net, issued = seasonal()
    found = estimate_at_each_close(used, net, issued, prior=URR, last_age=5)
    late = np.arange(36, PERIODS)
    assert np.abs(found[late, late] - URR).max() < 0.02
    by_age = developed(used, issued, 5)
    december = 47
    plain = used[december, december] + URR * 1000 * (1 - by_age[december, 0])
    assert plain / 1000 - URR > 0.07


def test_the_index_is_the_season() -> None:
    """Of redemptions that follow age and season the index is the season, a tenth apart as a season also moves what is left
    for later; it is the same whatever month the close is in."""
    used, net, issued = seasonal()
    index = seasonal_index(used, net, developed(used, issued, 5))
    assert index[-1] == pytest.approx(SEASONS / SEASONS.mean(), rel=0.1)
    assert index[-6] == pytest.approx(index[-1])
    assert index[36:].mean(axis=-1) == pytest.approx(np.ones(PERIODS - 36))
    assert (index[:23] == 1).all()


def test_without_seasons_the_share_is_that_of_age() -> None:
    """An index of 1 leaves the share developed as it is, to the last digit; vintages that develop alike have no season."""
    used, net, issued = steady([0.1, 0.2, 0.15, 0.05], 40)
    by_age = developed(used, issued, 3)
    plain = seasonal_share(by_age, np.ones((40, 12)), 40)
    for vintage, close in ((0, 0), (3, 5), (20, 39), (39, 39)):
        assert plain[vintage, close] == by_age[close, close - vintage]
    assert not plain[np.tril_indices(40, -1)].any()
    assert seasonal_index(used, net, by_age)[26:] == pytest.approx(np.ones((14, 12)))


def test_factors_are_of_the_latest_year() -> None:
    """A factor sums the vintages that came of age at one of the last twelve closes, as a loop finds them."""
    used = random_ledger(30, 20)[0][0]
    found = factors(used)[29]
    for age in range(28):
        known = [vintage for vintage in range(30) if 29 - LATEST < vintage + age + 1 <= 29]
        assert found[age] == pytest.approx(sum(used[v, v + age + 1] for v in known) / sum(used[v, v + age] for v in known))


def test_a_slow_start_is_forgotten() -> None:
    """Vintages of a launch redeem late, as members have still to collect; a year later their pace is in no factor."""
    fast, slow = np.cumsum([0.3, 0.1, 0.06, 0.04]), np.cumsum([0.02, 0.08, 0.15, 0.25])
    vintage, period = np.ogrid[:48, :48]
    age = np.clip(period - vintage, 0, 3)
    used = np.where(period >= vintage, 1000.0 * np.where(vintage < 12, slow[age], fast[age]), 0.0)
    net = np.where(period >= vintage, 1000.0, 0.0)
    found = estimate_at_each_close(used, net, np.full(48, 1000.0), prior=0.8, last_age=3)
    assert found[40:, 47] == pytest.approx(0.5)
