"""Seasons of redemption: a December brings redemptions forward, so that vintages look further developed than they are.

By the triangle alone a close at the end of a busy month expects too much, and one at the end of a quiet month too little.
The index of a month is what was redeemed in it / what development by age let expect, relative to its year (after
Macaulay 1931). Development is then counted in steps of the season instead of equal months.
"""

from __future__ import annotations

import numpy as np

from loyalty_sim.finance.estimate import Array

YEAR = 12
YEARS = 2
"""Years whose index is averaged, and that must have been seen before any season is believed (judgement)."""


def seasonal_index(used: Array, net: Array, developed: Array) -> Array:
    """Index of each calendar month as seen at each close, ``[..., close, month]``; 1 before two years have been seen.

    Args:
        used: points redeemed to date, ``[..., vintage, period]``.
        net: points issued less those clawed back to date, likewise.
        developed: share developed by each age as seen at each close, ``[..., close, age]``.

    Returns:
        Months are counted from the first period on, twelve of them; they have a mean of 1.
    """
    vintages, periods = used.shape[-2:]
    vintage, close = np.ogrid[:vintages, :periods]
    age = close - vintage
    steps = np.diff(developed, axis=-1, prepend=0.0)
    expected = np.where(age >= 0, steps[..., close, np.maximum(age, 0)], 0.0)
    weight = (net * expected).sum(axis=-2)
    redeemed = np.diff(used.sum(axis=-2), axis=-1, prepend=0.0)
    found = np.divide(redeemed, weight, out=np.full(weight.shape, np.nan), where=weight > 0)
    before = np.full((*found.shape[:-1], YEARS * YEAR - 1), np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(np.concatenate([before, found], axis=-1), YEARS * YEAR, axis=-1)
    by_year = windows.reshape(*windows.shape[:-1], YEARS, YEAR)
    mean = by_year.mean(axis=-1, keepdims=True)
    index = np.divide(by_year, mean, out=np.full(by_year.shape, np.nan), where=mean > 0).mean(axis=-2)
    place = (np.arange(YEAR) - np.arange(periods)[:, None] - 1) % YEAR  # the window ends with the month of the close
    by_month = np.take_along_axis(index, np.broadcast_to(place, index.shape), axis=-1)
    return np.where(np.isnan(by_month), 1.0, by_month)


def seasonal_share(developed: Array, index: Array, vintages: int) -> Array:
    """Share developed of each vintage at each close when every step of age counts by the season of its month.

    Share = sum of steps x index up to the age reached / the same to the end; what lies beyond the ages of ``developed`` has
    no season.

    Args:
        developed: ``[..., close, age]``, as many ages as closes.
        index: ``seasonal_index(...)``.

    Returns:
        ``[..., vintage, period]``, zero before the issue; without seasons the share by age, exactly.
    """
    periods, ages = developed.shape[-2:]
    steps = np.diff(developed, axis=-1, prepend=0.0)
    found = np.zeros((*developed.shape[:-2], vintages, periods))
    for season in range(min(YEAR, vintages)):
        month = (season + np.arange(ages)) % YEAR
        moved = (steps * (index[..., month] - 1.0)).cumsum(axis=-1)
        vintage, close = np.ogrid[season:vintages:YEAR, :periods]
        age = np.maximum(close - vintage, 0)
        share = (developed[..., close, age] + moved[..., close, age]) / (1.0 + moved[..., close, -1])
        found[..., season::YEAR, :] = np.where(close >= vintage, share, 0.0)
    return found
