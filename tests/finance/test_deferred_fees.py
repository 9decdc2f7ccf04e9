"""Membership fees earned by day."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty_sim.finance.deferred_fees import (
    CANCELLED,
    EARNED,
    RECEIVED,
    deferred_fees,
    earned_by_day,
    fee_revenue,
    fixed_term,
    lifetime,
)
from loyalty_sim.finance.estimate import Array

ANNUAL = fixed_term("2026-01", 16, 12)


def paid_in(month: int, fees: float, periods: int = 16) -> Array:
    """Fees received in one month."""
    received = np.zeros(periods)
    received[month] = fees
    return received


def test_a_year_paid_up_front_is_earned_by_day() -> None:
    """A year from 1 March 2026 earns days / 365 in each month, and all of it in twelve."""
    bounds = (np.datetime64("2026-03", "M") + np.arange(14)).astype("datetime64[D]")
    [earned] = earned_by_day(bounds[:1], np.array(["2027-03-01"], dtype="datetime64[D]"), bounds)
    assert (earned * 365).tolist() == pytest.approx([31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 0])


def test_an_annual_fee_ends_at_zero() -> None:
    """Annual fees of January 2026, begun evenly over its days, earn 16 of 365 days in January and end in January 2027."""
    roll = deferred_fees(paid_in(0, 365.0), ANNUAL)
    assert -roll.lines[EARNED][:13] == pytest.approx([16, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 15])
    assert roll.closing[11] == pytest.approx(15)
    assert roll.closing[12:] == pytest.approx([0, 0, 0, 0], abs=1e-10)
    assert ANNUAL.running[0].tolist() == [1] * 11 + [30 / 31] + [0] * 4  # those of 1 January end with December
    assert roll.gap < 1e-10


@pytest.mark.parametrize("term", [1, 12])
def test_every_term_is_earned_in_full(term: int) -> None:
    """Over a leap year and months of all lengths, each fee is earned in full and in no month before its own."""
    pattern = fixed_term("2027-10", 40, term)
    ended = 40 - term
    assert pattern.earned[:ended].sum(axis=1) == pytest.approx(np.ones(ended))
    assert not np.tril(pattern.earned, -1).any()
    assert (pattern.earned >= 0).all()


def test_monthly_fees_are_earned_in_two_months() -> None:
    """About half of a month's fees of one month are earned in the next one."""
    pattern = fixed_term("2026-04", 3, 1)
    assert pattern.earned[0] == pytest.approx([15.5 / 30, 14.5 / 30, 0])


def test_fees_of_every_month_add_up() -> None:
    """The roll-forward of fees of many months closes, and revenue and what is deferred make up what was received."""
    received = np.random.default_rng(2).uniform(0, 1000, (3, 16))
    roll = deferred_fees(received, ANNUAL)
    assert roll.gap < 1e-9
    assert fee_revenue(roll).sum(axis=-1) + roll.closing[:, -1] == pytest.approx(received.sum(axis=-1))


def test_a_refund_of_the_unearned_part_changes_no_revenue() -> None:
    """Half of the members cancel in March and get back what is unearned: half of it leaves the balance, revenue stays."""
    cancelled = paid_in(2, 182.5)
    roll = deferred_fees(paid_in(0, 365.0), ANNUAL, cancelled)
    left = 365 - 16 - 28 - 31
    assert -roll.lines[CANCELLED] == pytest.approx(paid_in(2, left / 2))
    revenue = fee_revenue(roll, paid_in(2, left / 2))
    assert revenue[:5] == pytest.approx([16, 28, 31, 15, 15.5])
    assert revenue.sum() == pytest.approx(365 - left / 2)


def test_a_full_refund_takes_back_what_was_earned() -> None:
    """If all cancel and get all back, there is no revenue in total and nothing is deferred."""
    roll = deferred_fees(paid_in(0, 365.0), ANNUAL, paid_in(2, 365.0))
    revenue = fee_revenue(roll, paid_in(2, 365.0))
    assert revenue[:3] == pytest.approx([16, 28, 31 - 16 - 28 - 31])
    assert revenue.sum() == pytest.approx(0, abs=1e-9)
    assert roll.closing[2:] == pytest.approx(np.zeros(14), abs=1e-9)


def test_no_refund_earns_the_rest_at_once() -> None:
    """If all cancel and get nothing back, the rest is earned on cancelling."""
    roll = deferred_fees(paid_in(0, 365.0), ANNUAL, paid_in(2, 365.0))
    assert fee_revenue(roll)[:4] == pytest.approx([16, 28, 365 - 16 - 28, 0])


def test_cancelled_terms_are_spread_over_running_ones() -> None:
    """Cancelled terms are spread over the months in which running terms began, in proportion to their fees."""
    roll = deferred_fees(paid_in(0, 300.0) + paid_in(1, 100.0), ANNUAL, paid_in(1, 200.0))
    alone = [deferred_fees(paid_in(month, fees), ANNUAL) for month, fees in ((0, 300.0), (1, 100.0))]
    assert roll.closing[1:] == pytest.approx(sum(each.closing[1:] for each in alone) / 2)


def test_a_lifetime_fee_is_spread_over_the_expected_life() -> None:
    """A fee for life earns by day over the expected life, from the middle of its month, and ends at zero."""
    roll = deferred_fees(paid_in(0, 24.0, 30), lifetime("2026-01", 30, 24))
    days = np.array([15.5, 28, 31, 30])
    assert -roll.lines[EARNED][:4] == pytest.approx(24 * days / (24 * 365.25 / 12))
    assert roll.closing[23] > 0
    assert roll.closing[24:] == pytest.approx(np.zeros(6), abs=1e-9)
    assert roll.gap < 1e-9


def test_a_longer_life_changes_only_what_is_to_come() -> None:
    """A revised life leaves the past as it was and spreads the rest over what is left of the new life."""
    revised = np.r_[np.full(6, 24.0), np.full(24, 36.0)]
    before, after = (lifetime("2026-01", 30, life).earned[0] for life in (24.0, revised))
    assert (before[:6] == after[:6]).all()
    elapsed = 15.5 + 28 + 31 + 30 + 31 + 30
    assert after[6] == pytest.approx((1 - after[:6].sum()) * 31 / (36 * 365.25 / 12 - elapsed))


def test_a_life_that_is_over_earns_the_rest() -> None:
    """When the expected life turns out to be over, all that is left is earned."""
    earned = lifetime("2026-01", 8, np.r_[np.full(4, 24.0), np.full(4, 3.0)]).earned
    assert earned[0, :5].sum() == pytest.approx(1)
    assert not earned[0, 5:].any()


def test_lines() -> None:
    """Received, earned and cancelled are all that moves deferred fees."""
    assert list(deferred_fees(paid_in(0, 1.0), ANNUAL).lines) == [RECEIVED, EARNED, CANCELLED]
