"""Tiers over a rolling window, paid terms and joining against exact results."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from loyalty_sim.engine import Measure, simulate
from tests.engine.plain import newcomers, plain
from tests.engine.watch import Lives, check_mean, check_ratio, held_between, ratio_z, watch

SPEND = {"basket": 40, "basket_shape": 2.0, "basket_spread": None}
ROLLING = {"tiers": {"metric": "spend", "window": "rolling 12 months", "levels": [{"name": "Gold", "threshold": 500}]}}
YEAR = 12.0
"""The window of 52 weeks: rates below are per month of which it has twelve."""


def share_in_tier(counts: np.ndarray) -> float:
    """Chance that the spend of a window reaches 500 when ``counts[n]`` is the chance of n visits."""
    n = np.arange(1, len(counts))
    return float((counts[1:] * stats.gamma.sf(500, 2 * n, scale=20)).sum())


@pytest.mark.parametrize(("shape", "expected", "precision"), [(None, 0.514965, 0.005), (0.55, 0.037624, 0.03)])
def test_share_of_time_in_a_rolling_tier(shape: float | None, expected: float, precision: float) -> None:
    """T1: spend of the last 52 weeks at least 500, visits Poisson 0.25 a week or with Gamma rates, Gamma spend of shape 2
    and mean 40: share of time 0.514965 and 0.037624, after a burn-in of the window."""
    rate, n = (0.25 * 52, np.arange(400))
    counts = stats.poisson.pmf(n, rate)
    if shape is not None:
        rate, counts = 0.55 / 10.58 * 52, stats.nbinom.pmf(n, 0.55, 10.58 / (10.58 + 52))
    theory = share_in_tier(counts)
    assert theory == pytest.approx(expected, abs=1e-6)
    customers = 12_000 if shape is None else 40_000
    scenario = plain(customers, 48, rate=rate / YEAR, segment={**SPEND, "purchase_shape": shape}, program=ROLLING)
    lives = watch(scenario, (0, 1), log=True)
    check_mean(held_between(lives, lives.log["tier"], 12, 48) / 36, theory, precision=precision)


def test_rolling_tiers_are_lost_between_purchases() -> None:
    """Status is lost between visits: looked at only at purchases it would be held longer than the exact share."""
    lives = watch(plain(12_000, 48, rate=0.25 * 52 / YEAR, segment=SPEND, program=ROLLING), (0, 1), log=True)
    log = lives.log
    bought = log["purchase"] == 1
    at_purchases = np.maximum.accumulate(np.where(bought, np.arange(len(log)), 0))
    lazy = np.where(log["life"][at_purchases] == log["life"], log["tier"][at_purchases], 0)
    held = held_between(lives, lazy, 12, 48) / 36
    assert ratio_z(held, np.ones(len(held)), 0.514965)[0] > 4


def test_tier_members_of_the_tally_are_those_of_the_lives() -> None:
    """Members by tier at each month end in the tally are the lives in that tier at that instant."""
    scenario = plain(2_000, 24, rate=1.1, lapse=0.02, segment=SPEND, program=ROLLING)
    lives, gold = watch(scenario, (0, 1), log=True), simulate(scenario).tally.tiers.sum(0).cumsum(0)[:, 1]
    for month in (6, 13, 23):
        present = lives.traits["lapse"] > month + 1
        held = held_between(lives, lives.log["tier"], month + 1 - 1e-7, month + 1 - 5e-8) / 5e-8
        assert held[present].sum() == pytest.approx(gold[month], abs=1e-3)


def test_calendar_status_holds_to_the_end_of_the_next_year() -> None:
    """Status reached in a calendar year is kept through the next and lost at its end without new spend."""
    levels = [{"name": "Gold", "threshold": 100}]
    program = {"tiers": {"metric": "spend", "window": "calendar year", "levels": levels}}
    scenario = newcomers(1_200, 40, rate=1e-6, program=program)
    lives = watch(scenario, log=True)
    down = lives.log[(lives.log["kind"] == 5) & (np.append(0, lives.log["tier"][:-1]) == 1) & (lives.log["tier"] == 0)]
    early = lives.traits["born"][down["life"]] < 12
    assert early.sum() == 1_200
    assert (down["time"][early] == 24).all()


PAID = {"paid": {"offered": True, "fee": 10, "term": "annual"}}
ALWAYS = {"paid_choice": {"attention": 1.0, "renewal": 0.72}}


def test_expected_paid_terms() -> None:
    """M1: renewal with constant chance 0.72 gives 1/0.28 = 3.571429 terms."""
    program = {"paid": {"offered": True, "fee": 10, "term": "monthly"}}
    lives = watch(newcomers(40_000, 72, rate=1e-9, program=program, behaviour=ALWAYS))
    early = (lives.traits["born"] < 12) & (lives[Measure.PAID_JOINED] > 0)
    terms = lives[Measure.PAID_JOINED] + lives[Measure.PAID_RENEWED]
    assert (lives[Measure.PAID_JOINED] == lives[Measure.PAID_ENDED])[early].all()
    assert (lives[Measure.FEES] == 1000 * terms).all()
    check_ratio(terms[early], lives[Measure.PAID_JOINED][early], 1 / 0.28)


def test_stationary_paid_members() -> None:
    """M1: joins at rate J and terms of T months that renew with chance 0.72: members J T/0.28 in the long run."""
    market = {"acquired_per_year": 2_000, "acquisition_growth": 0.0, "customers": 1}
    scenario = plain(2_001, 240, rate=1e-6, program=PAID, behaviour=ALWAYS, market=market)
    panel = simulate(scenario).tally.panel.sum(2)
    paid = (panel[..., Measure.PAID_JOINED] - panel[..., Measure.PAID_ENDED]).cumsum(1)
    theory = 2_000 / 12 * 12 / 0.28
    members = paid[:, 180:].mean(1) * 20
    assert abs(members.mean() - theory) < 4 * members.std(ddof=1) / np.sqrt(20)
    assert members.mean() == pytest.approx(theory, rel=0.01)


def test_joining_by_chance_at_a_visit() -> None:
    """A willing customer joins at each purchase with the stated chance: share s [1 - e^(-rate p t)] after t months."""
    program = {"enrolment": {"share": 0.6, "per_visit": 0.25}}
    lives = watch(plain(60_000, 6, rate=0.8, program=program))
    check_mean(lives[Measure.ENROLLED], 0.6 * -np.expm1(-0.8 * 0.25 * 6), precision=0.01)
    check_mean(lives.traits["willing"], 0.6)


def test_self_selection_is_logistic_in_the_log_rate() -> None:
    """Odds of being willing are share/(1 - share) x (rate/mean rate)^slope."""
    behaviour = {"self_selection": {"on": True, "slope": 0.8}}
    scenario = plain(100_000, 1, segment={"purchase_shape": 0.8}, program={"enrolment": {"share": 0.4}}, behaviour=behaviour)
    traits = watch(scenario).traits
    odds = 0.4 / 0.6 * traits["rate"] ** 0.8
    check_ratio(traits["willing"], odds / (1 + odds), 1.0)
    heavy = traits["rate"] > np.quantile(traits["rate"], 0.9)
    check_ratio(traits["willing"][heavy], (odds / (1 + odds))[heavy], 1.0, precision=0.01)


SHIPPING = {"paid": {"offered": True, "fee": 20, "term": "annual", "shipping_value": 2}}


def paying(attention: float, renewal: float, slope: float, customers: int = 40_000) -> Lives:
    """Newcomers who buy once a month and may pay 20 a year for free shipping worth 2 an order; with log."""
    choice = {"on": True, "attention": attention, "noise": 0.3, "renewal": renewal, "value_sensitivity": slope}
    return watch(newcomers(customers, 26, program=SHIPPING, behaviour={"paid_choice": choice}), (0, 1), log=True)


def test_paid_membership_is_bought_by_expected_benefit() -> None:
    """At a visit the chance is attention x logistic((expected benefits - fee)/(noise x fee)): 24 of benefits for 20."""
    lives = paying(0.5, 0.75, 0.5)
    first = lives.log[np.append(True, lives.log["life"][1:] != lives.log["life"][:-1])]
    born = first[(first["time"] == lives.traits["born"][first["life"]]) & (first["purchase"] == 1)]
    assert len(born) > 40_000
    check_mean(born["paid"], 0.5 / (1 + np.exp(-(24 - 20) / (0.3 * 20))), precision=0.01)


@pytest.mark.parametrize("slope", [0.0, 1.0])
def test_renewal_follows_the_benefits_received(slope: float) -> None:
    """The odds of renewal are those of the base chance x (benefits of the term / fee)^slope, by orders in the term."""
    lives = paying(1.0, 0.6, slope)
    log = lives.log
    ends = np.flatnonzero(log["kind"] == 6)
    first = ends[np.append(True, log["life"][ends][1:] != log["life"][ends][:-1])]
    orders = np.zeros(len(first), int)
    for place, end in enumerate(first):
        before = log[max(0, end - 60) : end]
        inside = (before["life"] == log["life"][end]) & (before["time"] > log["time"][end] - 12 + 1e-9)
        orders[place] = before["purchase"][inside].sum()
    odds = 0.6 / 0.4 * (np.maximum(2 * orders, 0.2) / 20) ** slope
    renewed = log["paid"][first]
    for low, high in ((4, 9), (9, 12), (12, 16), (16, 30)):
        own = (orders >= low) & (orders < high)
        check_ratio(renewed[own], (odds / (1 + odds))[own], 1.0, precision=0.02)
