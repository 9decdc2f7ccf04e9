"""The accrued cost of points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from loyalty_sim.finance.accrual import (
    ACCRUED,
    COST,
    CPP_TRUE_UP,
    TAKEN_BACK,
    URR_TRUE_UP,
    accrual,
    accrued_cost,
    expense,
)
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.vintages import Vintages, perfect_foresight
from tests.finance.ledgers import CPP, PERIODS, URR, WORKED, paths, run_off


def prices() -> st.SearchStrategy[Array]:
    """Cost of a redeemed point at each close."""
    return arrays(np.float64, PERIODS, elements=st.floats(0.001, 0.1))


def test_worked_example_to_the_cent() -> None:
    """The roll-forward of the worked example at cost: accrued, true-up of older vintages, redemptions, closing."""
    cents = accrual(WORKED, URR, CPP).over_vintages().cents()
    assert {name: (line / 100).tolist() for name, line in cents.items()} == {
        "opening": [0, 15_750],
        ACCRUED: [25_200, 29_520],
        URR_TRUE_UP: [0, 630],
        CPP_TRUE_UP: [0, 0],
        TAKEN_BACK: [0, 0],
        COST: [-9_450, -23_670],
        "closing": [15_750, 22_230],
    }


def test_liability_counts_redemptions_once() -> None:
    """The liability is 22,230; outstanding points x URR x cost would be 25,609."""
    assert accrual(WORKED, URR, CPP).closing[:, 1].sum() == pytest.approx(22_230)
    assert WORKED.outstanding[:, 1].sum() * 0.82 * CPP == pytest.approx(25_608.60)


def test_a_point_of_urr() -> None:
    """One point of URR is worth 1 % of the points issued in all open vintages at cost: 675."""
    more = accrued_cost(WORKED, URR + 0.01, np.full((2, 2), CPP)) - accrued_cost(WORKED, URR, np.full((2, 2), CPP))
    assert more[:, 1].sum() == pytest.approx(675)


def test_change_of_cost_per_point() -> None:
    """A dearer point is trued up on the redemptions expected at the close before; the new ones are accrued at its cost."""
    roll = accrual(WORKED, URR, np.array([0.03, 0.04])).over_vintages()
    assert roll.lines[CPP_TRUE_UP].tolist() == pytest.approx([0, 525_000 * 0.01])
    assert roll.lines[URR_TRUE_UP].tolist() == pytest.approx([0, 21_000 * 0.04])
    assert roll.lines[ACCRUED].tolist() == pytest.approx([25_200, 984_000 * 0.04])
    assert roll.closing[1] == pytest.approx(741_000 * 0.04)
    assert roll.gap < 1e-9


@given(points=run_off(), estimate=paths(), cpp=prices())
def test_run_off(points: Vintages, estimate: Array, cpp: Array) -> None:
    """After the last point nothing is accrued, and all expense was what redemptions cost, on any path of estimates."""
    roll = accrual(points, estimate, cpp)
    np.testing.assert_allclose(roll.closing[:, -1], 0, atol=1e-9)
    np.testing.assert_allclose(expense(roll).sum(axis=-1), (points.redeemed * cpp).sum(axis=-1), atol=1e-9)
    assert roll.gap < 1e-9


@given(points=run_off())
def test_true_and_constant_estimate_needs_no_true_up(points: Vintages) -> None:
    """With the true URR and an unchanged cost per point nothing is ever trued up."""
    roll = accrual(points, perfect_foresight(points), CPP)
    assert not roll.lines[URR_TRUE_UP].any()
    assert not roll.lines[CPP_TRUE_UP].any()
