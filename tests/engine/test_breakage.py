"""Expiry and breakage against exact results. One month of the engine is one unit of time of the theory.

Breakage is measured on points followed to redemption or expiry, with errors from customers, not from lots.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from loyalty_sim.engine import Measure
from tests.engine.plain import at_hazard, at_visits, lot_life, merged, newcomers, plain
from tests.engine.watch import Lives, balance_between, check_mean, check_ratio, ratio_z, watch

WINDOWED = math.exp(-1.3)
"""Share of lots that outlive a window in which 1.3 redemptions come on average: 0.272532."""


def check_breakage(lives: Lives, theory: float, *, wrong: tuple[float, ...] = (), precision: float = 0.005) -> None:
    """Expired over settled points of the issue window against theory."""
    check_ratio(lives.expired, lives.expired + lives.redeemed, theory, wrong=wrong, precision=precision)


def test_full_redemption_at_a_hazard() -> None:
    """B1: whole balance redeemed at hazard h, lots die at age W: breakage e^(-hW); a life one month longer is refused."""
    window, hazard = 6.5, 0.2
    scenario = plain(40_000, 30, rate=4, program=lot_life(window), behaviour=at_hazard(hazard))
    lives = watch(scenario, issue=(0, 23))
    assert pytest.approx(0.272532, abs=1e-6) == WINDOWED
    check_breakage(lives, WINDOWED, wrong=(math.exp(-hazard * (window + 1)), math.exp(-hazard * (window - 1))))


def test_balance_and_age_at_redemption() -> None:
    """B1 with h = 0.05, W = 26: mean balance 14.549364; the mean age of a redeemed lot is 10.259606."""
    scenario = plain(4_000, 136, program=lot_life(26), behaviour=at_hazard(0.05))
    lives = watch(scenario, log=True)
    check_mean(balance_between(lives, 26, 136) / 110, 14.549364)
    age = age_of_tagged_lots(26, "exact", 0.05)
    check_mean(age, 10.259606)


def age_of_tagged_lots(window: float, rounding: str, hazard: float) -> np.ndarray:
    """Ages at redemption of one lot a customer, earned at a uniform time of a month."""
    program = merged(lot_life(window, rounding), {"earn": {"points": 0}, "enrolment": {"welcome_points": 1}})
    scenario = newcomers(60_000, 12 + int(window) + 4, rate=1e-6, program=program, behaviour=at_hazard(hazard))
    lives = watch(scenario, log=True)
    early = lives.log[(lives.traits["born"][lives.log["life"]] < 12) & (lives.log["redeemed"] > 0)]
    return early["time"] - lives.traits["born"][early["life"]]


@pytest.mark.parametrize(("moment", "theory", "other"), [("before earning", 1.0, 0.95), ("after earning", 0.95, 1.0)])
def test_redeeming_before_or_after_earning(moment: str, theory: float, other: float) -> None:
    """B2 and B3: redeemed with chance q at a visit before earning: e^(-lambda q W) = 0.272532; after earning (1 - q) times
    that, 0.258905. Each order refuses the other's value."""
    program = merged(lot_life(6.5), {"redemption": {"moment": moment}})
    lives = watch(plain(40_000, 30, rate=4, program=program, behaviour=at_visits(0.05)), issue=(0, 23))
    check_breakage(lives, theory * WINDOWED, wrong=(other * WINDOWED,))


R, ALPHA, CHANCE = 0.55, 10.58, 0.2


def test_breakage_by_points_of_uneven_customers() -> None:
    """B4: with Gamma purchase rates, points break at (alpha/(alpha + qW))^(r+1) = 0.346062 by points: heavy buyers weigh
    more; the customer-weighted value is refused."""
    scenario = plain(
        120_000, 80, rate=R / ALPHA, segment={"purchase_shape": R}, program=lot_life(52), behaviour=at_visits(CHANCE)
    )
    lives = watch(scenario, (0, 1), issue=(0, 28))
    share = ALPHA / (ALPHA + CHANCE * 52)
    assert share ** (R + 1) == pytest.approx(0.346062, abs=1e-6)
    check_breakage(lives, share ** (R + 1), wrong=(share**R,), precision=0.01)


def tagged(window: int, rounding: str, rate: float, shape: float) -> Lives:
    """One welcome point a customer; joining is itself a visit with a chance to redeem it."""
    program = merged(lot_life(window, rounding), {"earn": {"points": 0}, "enrolment": {"welcome_points": 1}})
    scenario = newcomers(
        200_000, window + 13, rate=rate, segment={"purchase_shape": shape}, program=program, behaviour=at_visits(CHANCE)
    )
    return watch(scenario, (0, 1), issue=(0, 12))


def test_breakage_by_customers() -> None:
    """B4 customer-weighted: a tagged lot a customer breaks with chance (alpha/(alpha + qW))^r = 0.686237, customers who
    never buy again included, times 1 - q for the chance at the visit of joining; the point-weighted value is refused."""
    share = ALPHA / (ALPHA + CHANCE * 52)
    assert share**R == pytest.approx(0.686237, abs=1e-6)
    stays = 1 - CHANCE
    check_breakage(tagged(52, "exact", R / ALPHA, R), stays * share**R, wrong=(stays * share ** (R + 1),))


def test_inactivity() -> None:
    """B6: the whole balance dies after W without activity; visits and redemptions reset the timer: 0.286308."""
    rate, hazard, window = 0.08 * 4, 0.02 * 4, 26 / 4
    alone = math.exp(-(rate + hazard) * window)
    theory = alone * (rate + hazard) / (hazard + rate * alone)
    assert theory == pytest.approx(0.286308, abs=1e-6)
    scenario = plain(50_000, 150, rate=rate, program=lot_life(window, rule="inactivity"), behaviour=at_hazard(hazard))
    only_earning = math.exp(-rate * window) * rate / (hazard + rate * math.exp(-rate * window))
    check_breakage(watch(scenario, (0, 1), issue=(0, 60)), theory, wrong=(only_earning, WINDOWED), precision=0.006)


def test_automatic_reward_before_death() -> None:
    """B9: a reward at every K-th point until death: stamps lost on the unfinished card are 0.140999 of all."""
    p, stamps = 0.3 / 0.31, 10
    theory = 1 - stamps * p ** (stamps - 1) * (1 - p) / (1 - p**stamps)
    assert theory == pytest.approx(0.140999, abs=1e-6)
    scenario = plain(120_000, 120, rate=6, lapse=0.2, program=stamp_card(stamps))
    lives = watch(scenario, (0, 120))
    issued = lives[Measure.EARNED]
    check_ratio(issued - lives[Measure.REDEEMED], issued, theory)


def stamp_card(stamps: int) -> dict[str, object]:
    """A reward as soon as there are so many points."""
    return {"redemption": {"mode": "blocks", "block_points": stamps, "automatic": True, "moment": "after earning"}}


def test_a_card_that_dies_a_time_after_its_first_stamp() -> None:
    """B8: ten stamps at rate 0.25, a card dies 30 after its first: 0.338033 of cards are completed and 0.576245 of stamps
    lost; a visit after expiry stamps the next card, and points that die one by one are refused."""
    visits, stamps = 0.25 * 30, 10
    complete = stats.poisson.sf(stamps - 2, visits)
    stamped = sum(min(stamps, 1 + n) * stats.poisson.pmf(n, visits) for n in range(100))
    lost = 1 - stamps * complete / stamped
    assert complete == pytest.approx(0.338033, abs=1e-6)
    assert lost == pytest.approx(0.576245, abs=1e-6)
    program = merged(stamp_card(stamps), lot_life(visits, rule="from the first point"))
    lives = watch(plain(24_000, 70, program=program), (30, 60), issue=(30, 60))
    cards = lives[Measure.REDEMPTIONS] + lives[Measure.EXPIRIES]
    check_ratio(lives[Measure.REDEMPTIONS], cards, complete)
    check_breakage(lives, lost)
    single = watch(plain(20_000, 70, program=merged(stamp_card(stamps), lot_life(visits))), issue=(30, 60))
    assert abs(ratio_z(single.expired, single.expired + single.redeemed, lost)[0]) > 4


@pytest.mark.parametrize(
    ("attempts", "share", "balance"), [(0.8, 0.224283, 7.335548), (1.2, 0.025423, 3.601731), (1.0, 0.090909, 5.454545)]
)
def test_oldest_point_first(attempts: float, share: float, balance: float) -> None:
    """B12: attempts at rate rho take the oldest single point, points die at age W (rho, W in units of 1/lambda, W = 10):
    expired share and mean balance; B16: the mean life of a point, measured apart, is the balance over the issue rate."""
    program = merged(lot_life(2.5), {"redemption": {"amount": "one block"}})
    scenario = plain(7_000, 33, rate=4, program=program, behaviour=at_hazard(4 * attempts))
    lives = watch(scenario, (0, 1), issue=(20, 30), log=True)
    check_breakage(lives, share, precision=0.03)
    check_mean(balance_between(lives, 20, 33) / 13, balance, precision=0.007)
    ages = issued_to_gone(lives, 20, 30)
    check_ratio(4 * ages, lives.expired + lives.redeemed, balance, precision=0.007)


def issued_to_gone(lives: Lives, start: float, stop: float) -> np.ndarray:
    """[life] summed lives of the points issued from ``start`` to ``stop``: the oldest point always goes first."""
    total = np.zeros(len(lives.traits))
    bounds = np.searchsorted(lives.log["life"], np.arange(len(total) + 1))
    gone = lives.log["redeemed"] + lives.log["expired"]
    for life in range(len(total)):
        part = slice(bounds[life], bounds[life + 1])
        time = lives.log["time"][part]
        into, out = np.repeat(time, lives.log["earned"][part]), np.repeat(time, gone[part])
        into = into[: len(out)]
        inside = (into >= start) & (into < stop)
        total[life] = (out[inside] - into[inside]).sum()
    return total
