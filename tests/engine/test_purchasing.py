"""Purchasing without a program: Pareto/NBD counts, Gamma-Gamma baskets, and the pull to the mean that is nobody's effect."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy import integrate, special

from loyalty_sim.engine import Measure
from loyalty_sim.scenario import Segment
from loyalty_sim.scenario.market import WEEKS_PER_MONTH
from tests.engine.plain import pareto, plain, starters
from tests.engine.watch import Lives, check_mean, check_ratio, check_variance, watch

R, ALPHA, S, BETA, WEEKS = 0.5533, 10.5776, 0.6062, 11.6679, 39
"""CDNOW; one month of the engine is one week here."""


@cache
def cdnow() -> Lives:
    """CDNOW customers from their first purchase on, for 39 weeks."""
    segment = {"purchase_shape": R, **pareto(S, BETA)}
    return watch(starters(400_000, WEEKS, rate=R / ALPHA, segment=segment, program={"enrolment": {"share": 0}}))


def repeats() -> np.ndarray:
    """[life] purchases after the first."""
    return cdnow()[Measure.PURCHASES_0] - 1


def test_mean_repeat_purchases() -> None:
    """E[X(39)] = r/alpha E[M] = 1.213476 (Schmittlein, Morrison & Colombo 1987); at SE 0.35 %."""
    lived = BETA / (S - 1) * (1 - (BETA / (BETA + WEEKS)) ** (S - 1))
    assert lived == pytest.approx(23.198381, abs=1e-6)
    assert R / ALPHA * lived == pytest.approx(1.213476, abs=1e-6)
    check_mean(repeats(), R / ALPHA * lived)


def test_variance_of_repeat_purchases() -> None:
    """Var[X(39)] = 5.700223; at SE 1.2 %."""
    check_variance(repeats(), 5.700223, precision=0.013)


def test_share_without_repeat_purchase() -> None:
    """P(X(39) = 0) = 0.593517, by the closed form and its integral over the time of death."""
    silent = (BETA / (BETA + WEEKS)) ** S * (ALPHA / (ALPHA + WEEKS)) ** R
    dead = integrate.quad(lambda u: (ALPHA / (ALPHA + u)) ** R * S * BETA**S / (BETA + u) ** (S + 1), 0, WEEKS)[0]
    assert silent + dead == pytest.approx(0.593517, abs=1e-6)
    check_mean(repeats() == 0, silent + dead)


def test_share_alive() -> None:
    """P(alive at 39) = (beta/(beta + 39))^s = 0.410584."""
    check_mean(1 - cdnow()[Measure.LAPSED_0], 0.410584)


def test_both_worlds_agree_without_members() -> None:
    """With nobody in the program every life has the same purchases, sales and lapse in both worlds."""
    lives = cdnow()
    for program, without in ((Measure.PURCHASES, Measure.PURCHASES_0), (Measure.SALES, Measure.SALES_0)):
        assert (lives[program] == lives[without]).all()
    assert (lives[Measure.LAPSED] == lives[Measure.LAPSED_0]).all()


def test_published_parameters_are_converted_to_months() -> None:
    """Parameters published in weeks give the same curve in months: E[X(9 months)] at 9 x 365.25/84 weeks."""
    segment = Segment.pareto_nbd(R, ALPHA, S, BETA, p=6.249, q=3.745, gamma=15.448)
    assert segment.purchase_rate == pytest.approx(R / ALPHA * WEEKS_PER_MONTH)
    assert segment.lapse_scale == pytest.approx(BETA / WEEKS_PER_MONTH)
    assert segment.basket == pytest.approx(35.167414, abs=1e-6)
    weeks = 9 * WEEKS_PER_MONTH
    lives = watch(starters(200_000, 9, segment=segment.model_dump(), program={"enrolment": {"share": 0}}))
    expected = R / ALPHA * BETA / (S - 1) * (1 - (BETA / (BETA + weeks)) ** (S - 1))
    check_mean(lives[Measure.PURCHASES_0] - 1, expected, precision=0.006)


def baskets(p: float, q: float, gamma: float) -> Lives:
    """Customers with Gamma-Gamma baskets, ten purchases each on average."""
    segment = {"basket": p * gamma / (q - 1), "basket_shape": p, "basket_spread": q}
    return watch(plain(100_000, 5, rate=2, segment=segment))


def test_gamma_gamma_baskets_as_published() -> None:
    """Mean basket 35.167414, median of customers' means 28.247447, E[1/mean] = q/(gamma p) = 0.038794 (CDNOW)."""
    lives = baskets(6.249, 3.745, 15.448)
    check_ratio(lives[Measure.SALES_0] / 100, lives[Measure.PURCHASES_0], 35.167414)
    mean = lives.traits["basket"] / 100
    check_mean(mean <= 28.247447, 0.5)
    check_mean(1 / mean, 0.038794)
    check_mean(mean, 35.167414)


def test_gamma_gamma_baskets_with_finite_fourth_moment() -> None:
    """With q = 10: mean 34.722222, variance of means 150.704090, and within a customer a variation of 1/sqrt(p)."""
    p, q, gamma = 6.25, 10, 50
    lives = baskets(p, q, gamma)
    mean = lives.traits["basket"] / 100
    check_mean(mean, 34.722222)
    check_variance(mean, 150.704090)
    check_mean(1 / mean, 0.032)
    check_mean(mean <= 32.320739, 0.5)
    log = watch(plain(5_000, 5, rate=2, segment={"basket": 30, "basket_shape": p, "basket_spread": q}), log=True)
    ratio = log.log["sales"][log.log["purchase"] == 1] / log.traits["basket"][log.log["life"][log.log["purchase"] == 1]]
    check_mean((ratio - 1) ** 2, 1 / p, precision=0.01)
    check_mean(special.gammainc(p, p * ratio), 0.5)


@pytest.mark.parametrize(("count", "expected"), [(0, 0.459775), (1, 1.290743), (5, 4.614616)])
def test_nobody_changed_yet_groups_drift(count: int, expected: float) -> None:
    """With all effects off, customers grouped by past purchases drift to the mean exactly as the NBD says, in a program
    that changes nobody: E[X2 | X1 = x] = (r + x) T2/(alpha + T1)."""
    first, second = (
        lives[:, window, Measure.PURCHASES] for lives, window in ((drifting().counts, 0), (drifting().counts, 1))
    )
    assert (drifting().counts[..., Measure.PURCHASES] == drifting().counts[..., Measure.PURCHASES_0]).all()
    group = first == count
    assert (R + count) * 52 / (ALPHA + 52) == pytest.approx(expected, abs=1e-6)
    check_mean(second[group], expected, precision=0.012)


@cache
def drifting() -> Lives:
    """NBD customers without death in a full program, all effects off; two windows of 52 weeks."""
    program = {
        "earn": {"points": 2, "per": "money"},
        "expiry": {"rule": "after earning", "months": 12, "rounding": "month end"},
        "tiers": {"levels": [{"name": "Gold", "threshold": 200}]},
        "enrolment": {"share": 0.7, "welcome_points": 50},
    }
    scenario = plain(120_000, 104, rate=R / ALPHA, segment={"purchase_shape": R}, program=program)
    return watch(scenario, (0, 52), (52, 104))
