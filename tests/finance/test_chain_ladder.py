"""The URR that an accountant would estimate at each close."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty_sim.finance.chain_ladder import (
    at_own_age,
    bornhuetter_ferguson,
    by_age,
    chain_ladder,
    developed,
    estimate_at_each_close,
    expected_within,
    factors,
    pooled_urr,
    urr_estimates,
)
from loyalty_sim.finance.estimate import Array

ISSUED = np.array([1000.0, 1100.0, 1250.0, 1400.0])
AGES = [[220, 470, 640, 720], [240, 520, 705], [280, 590], [310]]
USED = np.array([[0.0] * vintage + [float(points) for points in known] for vintage, known in enumerate(AGES)])
"""The worked triangle, by half-year of the close; points live four half-years, thus until age 3."""
NET = np.triu(np.broadcast_to(ISSUED[:, None], (4, 4)))
LAST_AGE = 3.0


def random_ledger(periods: int, life: int, seed: int = 3, replicates: int = 2) -> tuple[Array, Array, Array]:
    """Points redeemed to date, net issued and issued, of vintages that redeem at random until an age."""
    rng = np.random.default_rng(seed)
    issued = rng.integers(500, 900, (replicates, periods)).astype(float)
    flow = rng.integers(0, 20, (replicates, periods, periods)).astype(float)
    vintage, period = np.ogrid[:periods, :periods]
    used = np.where((period >= vintage) & (period - vintage <= life), flow, 0).cumsum(axis=-1)
    return used, np.where(period >= vintage, issued[..., None], 0.0), issued


def steady(shares: list[float], periods: int) -> tuple[Array, Array, Array]:
    """Vintages of growing size that all redeem the same shares of the points issued at each age."""
    issued = 1000.0 * 1.02 ** np.arange(periods)
    vintage, period = np.ogrid[:periods, :periods]
    curve = np.cumsum([*shares, *[0.0] * periods])
    used = np.where(period >= vintage, issued[:, None] * curve[np.maximum(period - vintage, 0)], 0.0)
    return used, np.where(period >= vintage, issued[:, None], 0.0), issued


def test_worked_triangle() -> None:
    """Factors, ultimates, URR and remaining redemptions of the worked triangle."""
    assert factors(USED)[3, :3].round(5).tolist() == [2.13514, 1.35859, 1.125]
    ultimate = chain_ladder(USED, at_own_age(developed(USED, ISSUED, LAST_AGE), 4))[:, 3]
    assert ultimate.round(1).tolist() == [720.0, 793.1, 901.8, 1011.6]
    assert (100 * ultimate / ISSUED).round(1).tolist() == [72.0, 72.1, 72.1, 72.3]
    remaining = ultimate - USED[:, 3]
    assert remaining.round(1).tolist() == [0, 88.1, 311.8, 701.6]
    assert remaining.sum().round(1) == 1101.5


def test_triangle_by_age() -> None:
    """The triangle holds each vintage by age, and nothing beyond what is known."""
    assert by_age(USED).tolist() == [known + [0] * (4 - len(known)) for known in AGES]


def test_factors_are_those_of_a_loop() -> None:
    """Factors of all closes at once are those that a loop over vintages known at both ages gives."""
    used = random_ledger(9, 5)[0]
    found = factors(used)
    for replicate in range(2):
        for close in range(9):
            for age in range(9):
                known = range(max(0, close - age))
                later = sum(used[replicate, v, v + age + 1] for v in known)
                earlier = sum(used[replicate, v, v + age] for v in known)
                expected = later / earlier if earlier else np.nan
                assert found[replicate, close, age] == pytest.approx(expected, nan_ok=True)


def test_a_close_knows_only_what_has_been_seen() -> None:
    """Whatever happens after a close changes no estimate made at it or before."""
    used, net, issued = random_ledger(16, 6)
    as_it_was = estimate_at_each_close(used, net, issued, 0.5, last_age=6)
    other = used.copy()
    other[..., 10:] = random_ledger(16, 6, seed=8)[0][..., 10:] + used[..., 9:10]
    otherwise = estimate_at_each_close(other, net, issued, 0.5, last_age=6)
    assert (as_it_was[..., :10] == otherwise[..., :10]).all()
    assert (as_it_was[..., 10:] != otherwise[..., 10:]).any()


def test_like_vintages_are_estimated_exactly() -> None:
    """Once a vintage has run off, the URR of vintages that develop alike is known exactly, in the month of issue too."""
    used, net, issued = steady([0.1, 0.2, 0.15, 0.05], 9)
    share = at_own_age(developed(used, issued, 3), 9)
    found = urr_estimates(used, net, share)
    assert found[net > 0][used[0, None, :].repeat(9, axis=0)[net > 0] == used[0, -1]] == pytest.approx(0.5)
    assert not found[net == 0].any()


@pytest.mark.parametrize("last_age", [np.inf, 30.0])
def test_geometric_tail(last_age: float) -> None:
    """Increments that shrink by one ratio are extrapolated exactly, without end or to the last age, once most is seen."""
    shrink, first = 0.8, 0.05
    ages = int(min(last_age, 200)) + 1
    used, net, issued = steady([first * shrink**age for age in range(ages)], 12)
    found = urr_estimates(used, net, at_own_age(developed(used, issued, last_age), 12))
    ultimate = first * (1 - shrink ** (last_age + 1)) / (1 - shrink)
    for close in range(12):
        if close < 3:  # 1 - 0.8^3 = 49 % seen
            assert np.isnan(found[: close + 1, close]).all()
        elif close % 2:  # an even number of ages makes two blocks that leave none out
            assert found[: close + 1, close] == pytest.approx(ultimate)


def test_level_increments_last_until_the_last_age() -> None:
    """Increments that do not shrink are taken to go on until the last age, once half is seen; without one it is unknown."""
    used, net, issued = steady([0.03] * 20, 14)
    share = at_own_age(developed(used, issued, 19), 14)
    found = urr_estimates(used, net, share)
    assert np.isnan(found[:, :9][net[:, :9] > 0]).all()
    assert found[:, [11, 13]][net[:, [11, 13]] > 0] == pytest.approx(0.6)
    unbounded = at_own_age(developed(used, issued), 14)
    assert np.isnan(urr_estimates(used, net, unbounded)[net > 0]).all()
    assert urr_estimates(used, net, unbounded, prior=0.7)[net > 0] == pytest.approx(0.7)


def test_a_late_redemption_does_not_make_the_tail_boundless() -> None:
    """A few redemptions of the oldest vintage at a high age leave the estimates of all others nearly as they were."""
    used, net, issued = steady([0.05 * 0.7**age for age in range(20)], 40)
    as_it_was = urr_estimates(used, net, at_own_age(developed(used, issued), 40))[:, -1]
    used[0, -1] += 0.1
    late = urr_estimates(used, net, at_own_age(developed(used, issued), 40))[:, -1]
    assert late == pytest.approx(as_it_was, rel=2e-3)
    assert (late > as_it_was).all()


def test_before_any_redemption_the_prior_stands() -> None:
    """As long as nothing has been redeemed the estimate is the prior; once points have died so, it is zero."""
    nothing, net = np.zeros((6, 6)), np.triu(np.full((6, 6), 100.0))
    found = estimate_at_each_close(nothing, net, np.full(6, 100.0), prior=0.7, last_age=4, learn=False)
    assert found[0].tolist() == pytest.approx([0.7, 0.7, 0.7, 0.7, 0, 0])


def test_bornhuetter_ferguson() -> None:
    """Young vintages take what is to come from the prior, older ones from their own development."""
    share = at_own_age(developed(USED, ISSUED, LAST_AGE), 4)
    found = urr_estimates(USED, NET, share, prior=0.6, young=2)[:, 3] * ISSUED
    unseen = 1 - 1 / np.array([1.125 * 1.35858586, 1.125 * 1.35858586 * 2.13513514])
    assert found[:2] == pytest.approx([720, 793.125])
    assert found[2:] == pytest.approx([590 + 0.6 * 1250 * unseen[0], 310 + 0.6 * 1400 * unseen[1]])
    unknown = bornhuetter_ferguson(np.array([30.0]), np.array([100.0]), np.array([0.0]), 0.6)
    assert unknown.tolist() == [60]


def test_pooled_prior() -> None:
    """The pooled URR is redeemed / (issued x share developed) of all vintages, once the oldest one has run off."""
    share = at_own_age(developed(USED, ISSUED, LAST_AGE), 4)
    pooled = pooled_urr(USED, NET, share, fallback=0.2)[0]
    assert pooled[3] == pytest.approx(2325 / (ISSUED * share[:, 3]).sum())
    assert pooled[0] == pytest.approx(0.2)


def test_expected_within() -> None:
    """Redemptions of the next two half-years follow the development of the older vintages."""
    by_close = developed(USED, ISSUED, LAST_AGE, ahead=2)
    ultimate = chain_ladder(USED, at_own_age(by_close, 4))
    found = expected_within(np.nan_to_num(ultimate - USED), by_close, 2)[:, 3]
    assert found == pytest.approx([0, 88.125, 311.76136, 310 * 2.13513514 * 1.35858586 - 310])


def test_expected_within_the_tail() -> None:
    """Beyond the ages seen, what is expected within some periods follows the extrapolated tail."""
    used, net, issued = steady([0.05 * 0.8**age for age in range(200)], 12)
    by_close = developed(used, issued, ahead=6)
    remaining = net * 0.25 - used
    found = expected_within(remaining, by_close, 6)[:, 11]
    assert found == pytest.approx(remaining[:, 11] * (1 - 0.8**6))


def test_months_before_the_program_do_not_matter() -> None:
    """Empty vintages before the first one with points change no estimate."""
    used, net, issued = random_ledger(10, 6)
    padded = [np.pad(part, ((0, 0), (3, 0), (3, 0))) for part in (used, net)]
    late = estimate_at_each_close(padded[0], padded[1], np.pad(issued, ((0, 0), (3, 0))), 0.5, last_age=6)
    assert (late[:, 3:, 3:] == estimate_at_each_close(used, net, issued, 0.5, last_age=6)).all()
    assert not late[:, :3].any()


def test_replicates_are_estimated_apart() -> None:
    """Each replicate is estimated from its own triangle."""
    used, net, issued = random_ledger(10, 6)
    together = estimate_at_each_close(used, net, issued, 0.5)
    for replicate in range(2):
        alone = estimate_at_each_close(used[replicate], net[replicate], issued[replicate], 0.5)
        assert (together[replicate] == alone).all()


def test_run_off_goes_on_after_the_last_vintage() -> None:
    """With more periods than vintages, the last estimates are the realised rates."""
    used, net, issued = random_ledger(14, 6)
    used, net, issued = used[:, :6], net[:, :6], issued[:, :6]
    found = estimate_at_each_close(used, net, issued, 0.5, last_age=6, young=3)
    assert found[..., -1] == pytest.approx(used[..., -1] / issued)
