"""Numbers as people read them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_sim.finance.estimate import around
from loyalty_sim.report import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "$0"),
        (-0.0, "$0"),
        (35.174, "$35.17"),
        (-940, "−$940"),
        (12_345, "$12,300"),
        (999_700, "$1.00M"),
        (1_234_567, "$1.23M"),
        (-2.5e9, "−$2.50bn"),
        (3.21e12, "$3.21tn"),
        (1e30, "$1e+18tn"),
        (0.0042, "$0.00420"),
        (1e-300, "$0"),
        (None, "n/a"),
        (math.nan, "n/a"),
        (-math.inf, "−$∞"),
    ],
)
def test_money_has_three_digits_a_scale_and_a_true_minus(value: float | None, text: str) -> None:
    """Money is rounded to about three digits, cents below a hundred, in thousands, M, bn or tn."""
    assert words.money(value) == text


@pytest.mark.parametrize(("currency", "text"), [("EUR", "€1.50M"), ("GBP", "£1.50M"), ("CHF", "CHF 1.50M")])
def test_a_currency_has_its_sign_or_its_letters(currency: str, text: str) -> None:
    """Well-known currencies go by their sign, others by their three letters."""
    assert words.money(1.5e6, currency) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.3125, "share", "31.2 %"),
        (0.031, "share", "3.1 %"),
        (0.0004, "share", "0.04 %"),
        (-0.5, "share", "−50 %"),
        (1.0, "share", "100 %"),
        (2.4, "x", "2.4×"),
        (1, "months", "1 month"),
        (14.2, "months", "14 months"),
        (98_432, "members", "98,400"),
        (56_000_000, "points", "56M"),
        (5.4321, "purchases", "5.43"),
    ],
)
def test_a_number_wears_its_unit(value: float, unit: str, text: str) -> None:
    """Shares are shown as per cent, multiples with a cross, months by name, and counts bare."""
    assert words.number(value, unit) == text


@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=1e-9, max_value=1e20),
    st.sampled_from(["money", "share", "x", ""]),
)
def test_a_negative_number_reads_as_the_positive_one_with_a_minus(value: float, unit: str) -> None:
    """Rounding does not depend on the sign, and zero has none."""
    positive, negative = words.number(value, unit), words.number(-value, unit)
    assert negative in (f"−{positive}", positive)
    assert (negative == positive) == (not any(digit in positive for digit in "123456789"))


@given(st.floats(min_value=1e-3, max_value=1e15))
def test_a_rounded_number_is_within_one_per_cent(value: float) -> None:
    """Three digits: what is read differs from what is meant by less than one per cent."""
    text = words.number(value).replace(",", "")
    scale = {"M": 1e6, "bn": 1e9, "tn": 1e12}
    suffix = next((name for name in scale if text.endswith(name)), "")
    assert float(text.removesuffix(suffix)) * scale.get(suffix, 1.0) == pytest.approx(value, rel=0.01)


@pytest.mark.parametrize(
    ("value", "se", "unit", "text"),
    [
        (1_234_567, 30_000, "money", "$1.23M, between $1.19M and $1.27M (80 %)"),
        (1_234_567, 300_000, "money", "$1.2M, between $0.8M and $1.6M (80 %)"),
        (-50_000, 60_000, "money", "−$50,000, between −$130,000 and $30,000 (80 %)"),
        (0.3125, 0.002, "share", "31.2 %, between 31 % and 31.5 % (80 %)"),
        (1_000, 0, "money", "$1,000"),
        (0, 0, "money", "$0"),
    ],
)
def test_an_estimate_has_no_more_digits_than_its_interval(value: float, se: float, unit: str, text: str) -> None:
    """Value and ends are rounded alike, to the order of the interval, in one scale; without noise there is no interval."""
    assert words.estimate(around(value, se), unit) == text


def test_an_undefined_estimate_is_not_a_number() -> None:
    """A figure that cannot be computed says so instead of showing a zero."""
    assert words.estimate(None, "money") == words.central(None) == words.difference(None) == "n/a"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (200_000, "money", "+$200,000"),
        (-200_000, "money", "−$200,000"),
        (0, "money", "$0"),
        (0.0123, "share", "+1.2 pp"),
        (-0.0001, "share", "−0.01 pp"),
        (3, "months", "+3 months"),
    ],
)
def test_a_difference_has_a_sign(value: float, unit: str, text: str) -> None:
    """Changes show their sign, zero has none, and shares differ by percentage points."""
    assert words.difference(value, unit) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.012, "1.2 percentage points"),
        (-0.01, "1 percentage point"),
        (0.0004, "0.04 percentage points"),
        (1e-9, "under 0.001 percentage points"),
    ],
)
def test_percentage_points_are_few_digits(value: float, text: str) -> None:
    """A difference of shares is told to a tenth of a point, or to one digit when it is smaller."""
    assert words.percentage_points(value) == text
