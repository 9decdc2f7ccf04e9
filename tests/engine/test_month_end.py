"""Points that die at the end of a month, quarter or year: exact results of a life of W + P V, V uniform."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.engine.plain import at_hazard, at_visits, lot_life, merged, plain
from tests.engine.test_breakage import CHANCE, age_of_tagged_lots, check_breakage, tagged
from tests.engine.watch import Lives, balance_between, check_mean, watch

HAZARD, WINDOW, RATE = 0.2, 6, 4


def mean_survival(hazard: float, period: float) -> float:
    """E[e^(-h P V)] for V uniform: what rounding up to the end of a period adds to the life of a lot."""
    return -math.expm1(-hazard * period) / (hazard * period)


def hazard_lives(customers: int, months: int, *, log: bool = False) -> Lives:
    """Whole balances redeemed at a hazard, points die at month end."""
    scenario = plain(customers, months, rate=RATE, program=lot_life(WINDOW, "month end"), behaviour=at_hazard(HAZARD))
    return watch(scenario, (0, 1), issue=(0, months - WINDOW - 1), log=log)


BROKEN = math.exp(-HAZARD * WINDOW) * mean_survival(HAZARD, 1)


def test_breakage_at_month_end() -> None:
    """B1-ME: e^(-hW) g = 0.272986; the exact window and W + 1 months are refused."""
    assert pytest.approx(0.272986, abs=1e-6) == BROKEN
    wrong = (math.exp(-HAZARD * WINDOW), math.exp(-HAZARD * (WINDOW + 1)))
    check_breakage(hazard_lives(40_000, 30), BROKEN, wrong=wrong)


def test_balance_within_the_month() -> None:
    """The balance grows along the month to 15.068061, falls to 13.976116 at its end, is 14.549364 half way and
    14.540275 on average."""
    lives = hazard_lives(9_000, 31, log=True)
    check_mean(balance_between(lives, 7, 31) / 24, RATE * (1 - BROKEN) / HAZARD)
    for phase, expected in ((0.001, 13.976116), (0.5, 14.549364), (0.999, 15.068061)):
        held = sum(balance_between(lives, month + phase - 0.001, month + phase + 0.001) / 0.002 for month in range(7, 31, 4))
        check_mean(held / 6, expected, precision=0.006)


def test_points_expiring_each_month() -> None:
    """Each month as many points expire as the balance falls at its end: issue rate x breakage a month."""
    lives = hazard_lives(20_000, 30, log=True)
    late = lives.log[lives.log["time"] > WINDOW + 1.5]
    assert set(np.mod(late["time"][late["expired"] > 0], 1)) == {0.0}
    expired = np.bincount(late["life"], weights=late["expired"], minlength=len(lives.traits))
    check_mean(expired / (30 - WINDOW - 1), RATE * BROKEN, precision=0.006)


@pytest.mark.parametrize(("moment", "factor", "other"), [("before earning", 1.0, 0.95), ("after earning", 0.95, 1.0)])
def test_redeeming_at_visits_with_month_end(moment: str, factor: float, other: float) -> None:
    """B2-ME 0.272986 and B3-ME 0.259337: the order of redeeming and earning, and the rounding, each tell."""
    program = merged(lot_life(WINDOW, "month end"), {"redemption": {"moment": moment}})
    lives = watch(plain(40_000, 30, rate=RATE, program=program, behaviour=at_visits(0.05)), (0, 1), issue=(0, 23))
    check_breakage(lives, factor * BROKEN, wrong=(other * BROKEN, factor * math.exp(-HAZARD * WINDOW)))


def test_age_at_redemption_with_month_end() -> None:
    """Redeemed lots are 2.565570 months old on average (h = 0.2, W = 6, month end)."""
    check_mean(age_of_tagged_lots(WINDOW, "month end", HAZARD), 2.565570)


def test_quarter_end() -> None:
    """W = 12 and rounding to the quarter's end: breakage 0.068218, mean age at redemption 4.022547."""
    theory = math.exp(-HAZARD * 12) * mean_survival(HAZARD, 3)
    assert theory == pytest.approx(0.068218, abs=1e-6)
    scenario = plain(40_000, 39, rate=2, program=lot_life(12, "quarter end"), behaviour=at_hazard(HAZARD))
    month_end = math.exp(-HAZARD * 12) * mean_survival(HAZARD, 1)
    check_breakage(watch(scenario, (0, 1), issue=(0, 24)), theory, wrong=(month_end,), precision=0.012)
    check_mean(age_of_tagged_lots(12, "quarter end", HAZARD), 4.022547)


def test_year_end() -> None:
    """W = 6 and rounding to the year's end: breakage e^(-hW) (1 - e^(-12h))/(12h)."""
    theory = math.exp(-HAZARD * 6) * mean_survival(HAZARD, 12)
    scenario = plain(40_000, 42, rate=2, program=lot_life(6, "year end"), behaviour=at_hazard(HAZARD))
    check_breakage(watch(scenario, (0, 1), issue=(0, 24)), theory, precision=0.012)


def test_uneven_customers_with_month_end() -> None:
    """B4-ME: with Gamma purchase rates 0.334438 by points."""
    r, alpha, window = 0.55, 2.433, 12
    low, high = alpha / (alpha + CHANCE * window), alpha / (alpha + CHANCE * (window + 1))
    theory = alpha / (CHANCE * r) * (low**r - high**r)
    assert theory == pytest.approx(0.334438, abs=1e-6)
    program = lot_life(window, "month end")
    scenario = plain(
        200_000, 37, rate=r / alpha, segment={"purchase_shape": r}, program=program, behaviour=at_visits(CHANCE)
    )
    check_breakage(watch(scenario, (0, 1), issue=(0, 24)), theory, wrong=(low ** (r + 1),), precision=0.006)


def test_uneven_customers_by_customer_with_month_end() -> None:
    """B4-ME: a tagged lot a customer, given at a uniform time of a month, breaks with chance 0.677942, times 1 - q for the
    chance to redeem at the visit of joining."""
    r, alpha, window = 0.55, 2.433, 12
    low, high = alpha + CHANCE * window, alpha + CHANCE * (window + 1)
    theory = alpha**r / (CHANCE * (1 - r)) * (high ** (1 - r) - low ** (1 - r))
    assert theory == pytest.approx(0.677942, abs=1e-6)
    stays = 1 - CHANCE
    check_breakage(tagged(window, "month end", r / alpha, r), stays * theory, wrong=(stays * (alpha / low) ** r,))


@pytest.mark.parametrize("start", ["2027-01", "2027-02", "2027-12"])
def test_periods_are_those_of_the_calendar(start: str) -> None:
    """Quarters end with March, June, September and December, years with December, wherever the run starts."""
    for rounding, ends in (("quarter end", {0, 3, 6, 9}), ("year end", {0}), ("month end", set(range(12)))):
        scenario = plain(300, 40, rate=2, program=lot_life(2.5, rounding), behaviour=at_visits(0.0))
        scenario = scenario.model_copy(update={"run": scenario.run.model_copy(update={"start": start})})
        log = watch(scenario, (0, 1), log=True).log
        when = log["time"][log["expired"] > 0]
        assert set((when.astype(int) + int(start[5:]) - 1) % 12) == ends
        assert (when == when.astype(int)).all()
