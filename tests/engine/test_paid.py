"""Trials, refunds and tenure of paid membership against exact results; who pays, apart from what paying does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.engine.units import DAYS_PER_MONTH
from loyalty_sim.finance import kpis, monthly
from loyalty_sim.scenario import Scenario
from tests.engine.plain import merged, plain, starters
from tests.engine.watch import Lives, check_mean, check_ratio, watch

M = Measure
FEE = 2400
SHIPPING: dict[str, Any] = {"paid": {"offered": True, "fee": 24, "term": "annual", "shipping_value": 2}}
TRIAL = merged(SHIPPING, {"paid": {"trial_days": DAYS_PER_MONTH}})
ONCE = 1e-9
"""Purchases per month of somebody who buys once, at the start, and not again."""


def lives(program: dict[str, Any], *windows: tuple[int, int], rate: float = ONCE, months: int = 14, **choice: Any) -> Lives:
    """Customers who all begin with a purchase at time 0, and by default consider a membership there."""
    behaviour = {"paid_choice": {"attention": 1.0, **choice}}
    return watch(starters(30_000, months, rate=rate, program=program, behaviour=behaviour), *windows)


def test_a_trial_ends_in_payment_with_its_own_chance() -> None:
    """A month's trial is had once; at its end, and not before, the stated share pays the fee."""
    first, later = (lives(TRIAL, window, conversion=0.6, renewal=0.0) for window in ((0, 1), (1, 14)))
    assert (first[M.TRIALS] == 1).all()
    assert not first[M.FEES].any()
    assert not later[M.TRIALS].any()
    assert (later[M.TRIALS_ENDED] == 1).all()
    assert (later[M.PAID_JOINED] == later[M.TRIALS_CONVERTED]).all()
    assert (later[M.FEES] == FEE * later[M.TRIALS_CONVERTED]).all()
    check_mean(later[M.TRIALS_CONVERTED], 0.6, precision=0.01)


def test_benefits_run_during_a_trial() -> None:
    """All orders of the month after the first purchase have the benefits, though no fee has been paid."""
    month = lives(TRIAL, (0, 1), rate=3.0)
    assert (month[M.PAID_ORDERS] == month[M.PURCHASES] - 1).all()
    check_mean(month[M.PAID_ORDERS], 3.0, precision=0.01)
    assert not month[M.PAID_JOINED].any()


def test_conversion_follows_the_benefits_of_the_trial() -> None:
    """The odds to pay are those of the base chance x (benefits / fee of those days)^slope: 2 an order for 2."""
    choice = {"on": True, "noise": 0.01, "conversion": 0.4, "value_sensitivity": 1.0}
    both = watch(
        starters(30_000, 3, rate=3.0, program=TRIAL, behaviour={"paid_choice": {"attention": 1.0, **choice}}), (0, 1), (1, 2)
    )
    orders, converted = both.counts[:, 0, M.PAID_ORDERS], both.counts[:, 1, M.TRIALS_CONVERTED]
    odds = 0.4 / 0.6 * np.maximum(2.0 * orders, 0.02) / 2.0
    for low, high in ((0, 2), (2, 4), (4, 20)):
        own = (orders >= low) & (orders < high)
        check_ratio(converted[own], (odds / (1 + odds))[own], 1.0, precision=0.03)


def test_trial_members_do_not_count_as_paying() -> None:
    """In the tables members on trial stand apart: nobody pays, nothing is received, and the conversion is 0."""
    behaviour = {"paid_choice": {"attention": 1.0, "conversion": 0.0}}
    result = simulate(starters(400, 6, rate=ONCE, program=TRIAL, behaviour=behaviour))
    table = monthly(result)
    assert table["trial_members"].tolist() == [400, 0, 0, 0, 0, 0]
    assert not table[["paid_members", "fees"]].any().any()
    assert kpis(result)["trial_conversion"].program.value == 0


@pytest.mark.parametrize("refund", ["full", "pro rata", "shortfall"])
def test_refunds_of_a_year_without_an_order(refund: str) -> None:
    """Benefits of 0 lag behind from the start: the share that takes stock cancels, evenly over the year, and gets back the
    fee, the rest of it (half on average) or all that was not covered."""
    program = merged(SHIPPING, {"paid": {"refund": refund}})
    year = lives(program, (0, 12), (0, 3), cancel=0.3, renewal=1.0)
    cancelled = year[M.PAID_CANCELLED]
    check_mean(cancelled, 0.3, precision=0.01)
    check_mean(year.counts[:, 1, M.PAID_CANCELLED], 0.3 / 4, precision=0.03)
    if refund == "pro rata":
        check_ratio(year[M.REFUNDS], cancelled * FEE, 0.5, precision=0.01)
    else:
        assert (year[M.REFUNDS] == cancelled * FEE).all()
    assert (year[M.PAID_ENDED] == cancelled).all()
    assert (year[M.REFUNDS] <= year[M.FEES]).all()


def test_only_members_whose_benefits_lag_behind_cancel() -> None:
    """At a moment u of the year the benefits of N orders, worth 2 each, lag behind when N < 12 u, N Poisson(12 u)."""
    program = merged(SHIPPING, {"paid": {"refund": "full"}})
    year = lives(program, (0, 12), rate=1.0, cancel=1.0, renewal=1.0)
    theory = integrate.quad(lambda u: stats.poisson.cdf(np.ceil(12 * u) - 1, 12 * u), 0, 1, limit=400)[0]
    check_mean(year[M.PAID_CANCELLED], theory, precision=0.01, wrong=(1.0,))
    assert (year[M.PAID_JOINED] == 1).all(), "whoever cancelled does not come back"


def test_the_lapsed_take_no_refund() -> None:
    """A customer who has lapsed cancels nothing: with lapse at rate r, the share that cancels is (1 - e^(-12 r))/(12 r)."""
    program = merged(SHIPPING, {"paid": {"refund": "full"}})
    behaviour = {"paid_choice": {"attention": 1.0, "cancel": 1.0}}
    year = watch(starters(30_000, 12, rate=ONCE, lapse=0.1, program=program, behaviour=behaviour))
    check_mean(year[M.PAID_CANCELLED], -np.expm1(-1.2) / 1.2, precision=0.01)


def test_refunds_are_taken_off_the_fees() -> None:
    """Fees in the tables are net of refunds: all cancel and get everything back, so nothing is left."""
    program = merged(SHIPPING, {"paid": {"refund": "full"}})
    behaviour = {"paid_choice": {"attention": 1.0, "cancel": 1.0}}
    found = kpis(simulate(starters(400, 12, rate=ONCE, program=program, behaviour=behaviour)))
    assert found["refunds"].program.value == pytest.approx(400 * 24)
    assert found["fees"].program.value == pytest.approx(0)


def test_renewal_rises_with_tenure() -> None:
    """The log-odds of renewal k are those of the base chance plus (k - 1) x gain, and the sequence starts anew on return."""
    program = {"paid": {"offered": True, "fee": 1, "term": "monthly"}}
    choice = {"on": True, "noise": 10.0, "renewal": 0.5, "value_sensitivity": 0.0, "renewal_by_tenure": 0.8}
    watched = lives(program, (0, 1), (1, 2), (2, 3), (3, 4), **choice)
    joined, renewed = watched.counts[:, 0, M.PAID_JOINED], watched.counts[:, :, M.PAID_RENEWED]
    chances = 1 / (1 + np.exp(-0.8 * np.arange(3)))
    for term in range(3):
        at_risk = joined if term == 0 else renewed[:, term]
        check_ratio(renewed[:, term + 1], at_risk, chances[term], precision=0.02)


def heavy_and_light(paid_lift: bool) -> Scenario:
    """Customers whose rates differ, who choose to pay; nothing else acts but, if asked for, the lift of paying."""
    program = {"paid": {"offered": True, "fee": 40, "term": "lifetime", "discount": 0.05}}
    behaviour = {"paid_choice": {"on": True}, "paid_lift": {"on": paid_lift}, "largest_multiplier": 2.0}
    return plain(12_000, 24, segment={"purchase_shape": 1.0}, program=program, behaviour=behaviour)


def test_heavy_buyers_pay_and_that_is_no_effect() -> None:
    """Payers buy at twice the rate of others, of their own accord: both worlds are the same, purchase by purchase."""
    watched = watch(heavy_and_light(False))
    paid, rate = watched[M.PAID_JOINED] > 0, watched.traits["rate"]
    assert rate[paid].mean() > 2 * rate[~paid].mean()
    assert (watched[M.PURCHASES] == watched[M.PURCHASES_0]).all()


def test_the_lift_of_paying_is_what_the_worlds_differ_by() -> None:
    """The paired difference of payers is far smaller than their distance to others, which is mostly selection."""
    watched = watch(heavy_and_light(True))
    paid = watched[M.PAID_JOINED] > 0
    lift = watched[M.PURCHASES][paid].sum() / watched[M.PURCHASES_0][paid].sum() - 1
    distance = watched[M.PURCHASES][paid].mean() / watched[M.PURCHASES][~paid].mean() - 1
    assert 0.05 < lift < 0.25
    assert distance > 1
    assert (watched[M.PURCHASES] == watched[M.PURCHASES_0])[~paid].all()


def test_a_free_tier_and_a_paid_one_multiply_side_by_side() -> None:
    """A visit earns 1 point, double in the free tier, triple for payers and six times for both."""
    levels = [{"name": "Gold", "threshold": 4, "earn_multiplier": 2}]
    program = {
        "tiers": {"metric": "visits", "window": "rolling 12 months", "levels": levels},
        "paid": {"offered": True, "fee": 1, "term": "annual", "earn_multiplier": 3},
    }
    behaviour = {"paid_choice": {"attention": 0.2, "renewal": 0.5}}
    log = watch(plain(400, 24, rate=0.5, program=program, behaviour=behaviour), log=True).log
    before = np.append(0, log["tier"][:-1]), np.append(0, log["paid"][:-1])
    bought = (log["purchase"] == 1) & np.append(False, log["life"][1:] == log["life"][:-1])
    # a visit first loses what has dropped out of the window, so the tier before it is that at the purchase
    expected = np.where(before[0] > 0, 2, 1) * np.where(before[1] > 0, 3, 1)
    assert (log["earned"] == expected)[bought].all()
    assert set(log["earned"][bought]) == {1, 2, 3, 6}


def test_break_even_spend_in_closed_form() -> None:
    """Fee of a year / (discount + shipping per basket + value of the extra points per unit of spend)."""
    program = {
        "earn": {"points": 2, "per": "money"},
        "point_value": 0.01,
        "paid": {
            "offered": True,
            "fee": 5,
            "term": "monthly",
            "discount": 0.05,
            "shipping_value": 4,
            "earn_multiplier": 1.5,
        },
    }
    result = simulate(plain(100, 1, program=program))
    assert kpis(result)["break_even_spend"].program.value == pytest.approx(60 / (0.05 + 4 / 100 + 0.01))
    none = simulate(plain(100, 1, program=merged(program, {"paid": {"offered": False}})))
    assert kpis(none)["break_even_spend"].program is None
