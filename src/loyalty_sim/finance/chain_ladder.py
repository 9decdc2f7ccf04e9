"""The redemption rate that an accountant would estimate at each close, from what has been seen by then: chain-ladder.

Cumulative redemptions of vintages by age form a triangle; volume-weighted development factors of the older vintages
complete the younger ones (Gault, Llaguno & Ménard 2012). Young vintages, whose factors are volatile, are blended with a
prior (Bornhuetter & Ferguson 1972), which the experience of all vintages may supply (Cape Cod: Stanard 1985).

All closes are computed at once: sums over the vintages known at a close are differences of running sums. Vintage v is
issued in period v, age 0 is the period of issue, and arrays are ``[..., vintage, period]``, ``[..., vintage, age]`` or
``[..., close, age]``. Instead of factors F to ultimate, which may be infinite, shares developed 1/F are carried.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.finance.estimate import Array, ratio
from loyalty_sim.finance.seasons import seasonal_index, seasonal_share

LATEST = 12
"""Closes from which development factors are taken: a year, so that every season counts once, and that what was other when
the program was young is forgotten (judgement; standard practice: Friedland 2010, chapter 7)."""
SEASON = 12
"""The tail is extrapolated from blocks of whole years of months, so that seasons cancel."""
LARGEST_TAIL = 2.0
"""A tail that is larger, so that more would be extrapolated than has been seen, is not believed (judgement)."""
STUBBORN = 0.75
"""Increments that shrink by less from block to block make a long tail of little evidence (judgement)."""
YOUNG = 12
"""Age below which a vintage is blended with the prior, in periods."""


Ages = NDArray[np.int64]


def by_age(used: Array) -> Array:
    """The triangle: ``[..., vintage, period]`` to ``[..., vintage, age]``; zero at ages beyond the last period."""
    vintages, periods = used.shape[-2:]
    vintage, age = np.ogrid[:vintages, :periods]
    period = vintage + age
    result: Array = np.where(period < periods, used[..., vintage, np.minimum(period, periods - 1)], 0.0)
    return result


def volumes(used: Array, latest: int | None = LATEST) -> tuple[Array, Array]:
    """Redeemed by age a + 1 and by age a, each summed over the vintages that were of age a + 1 at one of the latest closes.

    Args:
        used: points redeemed to date, ``[..., vintage, period]``.
        latest: so many closes; None for all.

    Returns:
        Two arrays ``[..., close, age]``, zero where no vintage is old enough.
    """
    sums, periods = by_age(used).cumsum(axis=-2), used.shape[-1]
    close, age = np.ogrid[:periods, :periods]
    youngest = close - age - 1

    def by(age: Ages) -> Array:
        found = _up_to(sums, youngest, age)
        return found if latest is None else found - _up_to(sums, youngest - latest, age)

    return by(np.minimum(age + 1, periods - 1)), by(age)


def _up_to(sums: Array, vintage: Ages, age: Ages) -> Array:
    """Running sums over vintages, at a vintage and an age; nothing before the first vintage, all after the last."""
    row = np.clip(vintage, 0, sums.shape[-2] - 1)
    found: Array = np.where(vintage >= 0, sums[..., row, age], 0.0)
    return found


def factors(used: Array) -> Array:
    """Development factor from each age to the next, seen at each close, ``[..., close, age]`` = sum of points redeemed by
    age a + 1 / sum by age a, over vintages known at both; not a number where there are none."""
    later, earlier = volumes(used)
    return ratio(later, earlier)


@dataclass(frozen=True)
class Tail:
    """Redemptions beyond the oldest age seen, relative to those by that age, at each close, ``[..., close, 1]``.

    Increments are expected to shrink from each block of ages to the next by the ratio of the last two blocks.
    """

    last: Array
    """Share of the redemptions by the oldest age that came in the last block of ages."""
    shrink: Array
    """Last block / block before it; not a number where it is not known."""
    block: Ages
    """Ages in a block."""
    oldest: Ages
    """Oldest age seen."""
    last_age: float
    """Age after which nothing can be redeemed."""

    def beyond(self, ages: Array) -> Array:
        """Redeemed within so many ages after the oldest one, relative to redeemed by it; ages broadcast to ``[close, age]``.

        With last increment x and ratio rho of one age to the next, n ages bring x rho (1 - rho^n) / (1 - rho). Where
        increments do not shrink they are taken to stay as they are until the last age; without one, and where nothing is
        known, there is no bound.
        """
        n = np.maximum(np.minimum(ages, self.last_age - self.oldest), 0.0)
        r = self.shrink
        with np.errstate(all="ignore"):
            shrinking = self.last * r * -np.expm1(n / self.block * np.log(r)) / (1 - r)  # exact near r = 1 too
            level = self.last * n / self.block
        bounded = np.where(r < 1, shrinking, np.where(np.isnan(r), np.inf, level))
        return np.where((n == 0) | (self.last == 0), 0.0, bounded)


def tail(by_oldest: Array, first: int, last_age: float) -> Tail:
    """The tail at each close from the development of vintages up to the oldest age seen.

    A block is a third of the ages seen, in whole years and at least one; half of them if fewer than two years are seen, or
    if without a last age the increments of the last block hardly shrink.

    Args:
        by_oldest: redeemed by each age / redeemed by the oldest age seen, ``[..., close, age]``.
        first: first vintage with points; its age is the oldest seen.
        last_age: age after which nothing can be redeemed; infinite without an expiry rule.
    """
    oldest = np.arange(by_oldest.shape[-2])[:, None] - first
    half = np.maximum((oldest + 1) // 2, 1)
    third = (oldest + 1) // (3 * SEASON) * SEASON
    block = np.minimum(half, np.maximum(third, SEASON))
    last, shrink = _last_block(by_oldest, oldest, block)
    if np.isinf(last_age):  # a few late redemptions of the oldest vintage must not make the tail of all boundless
        wide_last, wide_shrink = _last_block(by_oldest, oldest, half)
        wide = shrink >= STUBBORN
        last, shrink = np.where(wide, wide_last, last), np.where(wide, wide_shrink, shrink)
        block = np.where(wide, half, block)
    return Tail(last, np.where(oldest > 0, shrink, np.nan), block, oldest, last_age)


def _last_block(by_oldest: Array, oldest: Ages, block: Ages) -> tuple[Array, Array]:
    """Share that came in the last block of ages, and that share / the share of the block before."""
    close = np.arange(by_oldest.shape[-2])[:, None]

    def by(age: Ages) -> Array:
        return np.where(age >= 0, by_oldest[..., close, np.maximum(age, 0)], 0.0)

    last, previous = 1 - by(oldest - block), by(oldest - block) - by(oldest - 2 * block)
    return last, np.divide(last, previous, out=np.full(last.shape, np.inf), where=previous > 0)


def developed(used: Array, issued: Array, last_age: float = np.inf, ahead: int = 0) -> Array:
    """Share of all redemptions of a vintage that have come by each age, 1/F, as seen at each close.

    1/F(a) = product over ages b >= a of 1 / factor(b), divided by the tail. Before anything has been redeemed, and while
    the tail has no bound or exceeds ``LARGEST_TAIL``, nothing is known and the share is 0.

    Args:
        used: points redeemed to date, ``[..., vintage, period]``.
        issued: points issued, ``[..., vintage]``; says which vintage is the first.
        last_age: age after which nothing can be redeemed: the life of a point and what its rounding adds. A point that
            lives W months from its date can be redeemed until age W, one that lives to the end of a quarter until W + 2.
            There is no tail beyond it. Without it the tail is extrapolated from the last increments.
        ahead: so many ages more than there are periods, extrapolated.

    Returns:
        ``[..., close, age]``, periods + ahead ages.
    """
    first = int((issued.reshape(-1, issued.shape[-1]) > 0).any(axis=0).argmax())
    by_oldest = _by_oldest(*volumes(used))
    extrapolated = tail(_by_oldest(*volumes(used, None)), first, last_age)  # late increments are few: all are needed
    ages = np.arange(used.shape[-1] + ahead)
    seen = np.concatenate([by_oldest, np.ones((*by_oldest.shape[:-1], ahead))], axis=-1)
    whole = 1 + extrapolated.beyond(np.asarray(np.inf))
    nothing_yet = (used.sum(axis=-2)[..., None] == 0) & (extrapolated.oldest < last_age)
    unknown = (whole > LARGEST_TAIL) | nothing_yet | (extrapolated.oldest < 0)
    with np.errstate(invalid="ignore"):
        share = seen * (1 + extrapolated.beyond(ages - extrapolated.oldest)) / whole
    return np.where(unknown, 0.0, share)


def _by_oldest(later: Array, earlier: Array) -> Array:
    """Redeemed by each age / redeemed by the oldest age seen, from the links between ages."""
    links = np.divide(earlier, later, out=np.ones(later.shape), where=later > 0)
    by_oldest: Array = links[..., ::-1].cumprod(axis=-1)[..., ::-1]
    return by_oldest


def at_own_age(by_close: Array, vintages: int, ahead: int = 0) -> Array:
    """Values at the age that each vintage has at each close, or ``ahead`` periods later: ``[..., close, age]`` to
    ``[..., vintage, period]``; zero before the issue."""
    periods, ages = by_close.shape[-2:]
    vintage, close = np.ogrid[:vintages, :periods]
    age = close - vintage
    result: Array = np.where(age >= 0, by_close[..., close, np.clip(age + ahead, 0, ages - 1)], 0.0)
    return result


def chain_ladder(used: Array, share: Array) -> Array:
    """Ultimate redemptions U = redeemed to date x F; not a number where F is not known."""
    return ratio(used, share)


def bornhuetter_ferguson(used: Array, net: Array, share: Array, prior: Array | float) -> Array:
    """Ultimate redemptions U = redeemed to date + prior URR x points issued x (1 - 1/F); prior URR x points issued alone
    where F is not known."""
    return np.where(share > 0, used, 0.0) + prior * net * (1 - share)


def pooled_urr(used: Array, net: Array, share: Array, fallback: Array | float) -> Array:
    """URR of all vintages at each close, ``[..., 1, period]``: a prior that learns.

    Sum of redeemed / sum of points issued x share developed (Cape Cod), weighed against the fallback by the share that
    the oldest vintage has developed, since until then most of the development is extrapolated.
    """
    exposure = (net * share).sum(axis=-2, keepdims=True)
    found = np.divide(used.sum(axis=-2, keepdims=True), exposure, out=np.zeros(exposure.shape), where=exposure > 0)
    weight = np.where(net > 0, share, 0.0).max(axis=-2, keepdims=True)
    result: Array = weight * found + (1 - weight) * fallback
    return result


def urr_estimates(used: Array, net: Array, share: Array, prior: Array | float | None = None, young: int = YOUNG) -> Array:
    """URR of each vintage as estimated at each close from what had been seen by then = U / points issued.

    Args:
        used: points redeemed to date, ``[..., vintage, period]``.
        net: points issued less those clawed back to date, likewise.
        share: share developed at the age of each vintage, likewise: ``at_own_age(developed(...), vintages)``.
        prior: URR expected of vintages of which too little has been seen; blended in (Bornhuetter-Ferguson) for vintages
            younger than ``young`` and wherever the factors are not known. None for chain-ladder alone.
        young: age in periods from which a vintage stands on its own development.

    Returns:
        ``[..., vintage, period]``, zero where there are no points; not a number where nothing is known and there is no
        prior. An estimate may be impossible, above 1 say; ``vintages.urr_in_force`` moves it to what is possible and
        ``vintages.correction`` reports by how much.
    """
    ultimate = chain_ladder(used, share)
    if prior is not None:
        vintage, close = np.ogrid[: used.shape[-2], : used.shape[-1]]
        blend = (close - vintage < young) | ~(share > 0)
        ultimate = np.where(blend, bornhuetter_ferguson(used, net, share, prior), ultimate)
    return np.where(net > 0, ratio(ultimate, net), 0.0)


def estimate_at_each_close(
    used: Array,
    net: Array,
    issued: Array,
    prior: float,
    last_age: float = np.inf,
    young: int = YOUNG,
    learn: bool = True,
) -> Array:
    """URR estimated for each vintage at each close, ``[..., vintage, period]``, from the triangle known by then.

    Args:
        used: points redeemed to date, ``[..., vintage, period]``.
        net: points issued less those clawed back to date, likewise.
        issued: points issued, ``[..., vintage]``.
        prior: URR expected before anything has been seen.
        last_age: see ``developed``.
        young: see ``urr_estimates``.
        learn: let the prior of young vintages follow the experience of all vintages (``pooled_urr``).
    """
    share = own_share(used, net, developed(used, issued, last_age))
    expected = pooled_urr(used, net, share, prior) if learn else prior
    return urr_estimates(used, net, share, expected, young)


def own_share(used: Array, net: Array, by_close: Array) -> Array:
    """Share developed of each vintage at each close, ``[..., vintage, period]``, its season included; ``by_close`` as from
    ``developed``, without ages ahead."""
    return seasonal_share(by_close, seasonal_index(used, net, by_close), used.shape[-2])


def expected_within(remaining: Array, by_close: Array, ahead: int) -> Array:
    """Redemptions expected in the next ``ahead`` periods = remaining x (1/F(age + ahead) - 1/F(age)) / (1 - 1/F(age)).

    Args:
        remaining: redemptions expected ever, ``[..., vintage, period]``.
        by_close: ``developed(..., ahead=ahead)``.
        ahead: periods.

    Returns:
        ``[..., vintage, period]``; all that remains where the development is not known or is complete.
    """
    vintages = remaining.shape[-2]
    now, then = at_own_age(by_close, vintages), at_own_age(by_close, vintages, ahead)
    known = (then > 0) & (now < 1)
    part = np.divide(then - now, 1 - now, out=np.ones(now.shape), where=known)
    expected: Array = remaining * np.clip(part, 0.0, 1.0)
    return expected
