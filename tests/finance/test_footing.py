"""Rounding that foots."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.footing import RollForward, rounded_to_foot, whole_cents

MONEY = st.floats(-1e7, 1e7, allow_subnormal=False)


def test_residue_goes_into_the_last_part_with_something() -> None:
    """A cent that rounding leaves over goes into the last part that is not zero, not into an empty line after it."""
    parts = np.array([[0.333, 0.0], [0.333, 0.0], [0.334, 0.0], [0.0, 0.0]])
    assert rounded_to_foot(parts, parts.sum(axis=0)).tolist() == [[33, 0], [33, 0], [34, 0], [0, 0]]
    assert rounded_to_foot(np.array([0.004, 0.004, 0.004]), np.array(0.012)).tolist() == [0, 0, 1]


def test_halves_go_to_even() -> None:
    """Half a cent is rounded to the even cent."""
    assert whole_cents(np.array([0.125, 0.375, -0.125])).tolist() == [12, 38, -12]


@given(parts=arrays(np.float64, (5, 3), elements=MONEY))
def test_parts_add_up_to_the_rounded_total(parts: Array) -> None:
    """Rounded parts add up to the rounded total, all but one are rounded on their own, and that one is off by few cents."""
    total = parts.sum(axis=0)
    cents = rounded_to_foot(parts, total)
    assert (cents.sum(axis=0) == whole_cents(total)).all()
    changed = cents != whole_cents(parts)
    assert (changed.sum(axis=0) <= 1).all()
    assert np.abs(cents - parts * 100).max() <= 0.5 * len(parts) + 1e-3


@given(parts=arrays(np.float64, (3, 6), elements=MONEY))
def test_a_roll_forward_foots_in_cents(parts: Array) -> None:
    """Every period foots, and every opening is the closing before."""
    roll = RollForward(dict(zip("abc", parts, strict=True)), parts.sum(axis=0).cumsum())
    cents = roll.cents()
    assert (cents["opening"] + cents["a"] + cents["b"] + cents["c"] == cents["closing"]).all()
    assert cents["opening"].tolist() == [0, *cents["closing"][:-1].tolist()]
    assert (cents["closing"] == whole_cents(roll.closing)).all()


def test_a_gap_is_found() -> None:
    """A balance that its lines do not explain shows by how much."""
    assert RollForward({"in": np.array([1.0, 2.0])}, np.array([1.0, 3.5])).gap == 0.5
