"""Allocation of a price by relative stand-alone selling price."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty_sim.finance.allocation import (
    allocated_per_point,
    allocated_to_points,
    points_sold_to_partner,
    sale_with_points,
    ssp_of_points,
)
from tests.finance.ledgers import FACE_VALUE, SALES, URR_AT_ISSUE, WORKED


def test_example_of_the_standard() -> None:
    """IFRS 15 Example 52: of 100,000, 91,324 is for goods and 8,676 for 10,000 points of which 9,500 will be redeemed."""
    goods, points = sale_with_points(np.array(100_000.0), np.array(10_000.0), 1.0, 0.95)
    assert (round(float(goods)), round(float(points))) == (91_324, 8_676)
    assert (float(goods), float(points)) == pytest.approx((91_324.20, 8_675.80), abs=0.005)


def test_worked_example() -> None:
    """Both vintages of the worked example are allocated to the cent, and per point to seven decimals."""
    goods, points = sale_with_points(SALES, WORKED.issued, FACE_VALUE, URR_AT_ISSUE)
    assert points.round(2).tolist() == [40_307.10, 47_262.25]
    assert goods.round(2).tolist() == [959_692.90, 1_152_737.75]
    assert allocated_per_point(points, WORKED.issued).round(7).tolist() == [0.0383877, 0.0393852]


def test_nothing_to_allocate() -> None:
    """No points, points that nobody will redeem, and points that no purchase pays for get nothing."""
    price, points = np.array([100.0, 100.0, 0.0, 0.0]), np.array([0.0, 50.0, 50.0, 0.0])
    goods, deferred = sale_with_points(price, points, 0.01, np.array([0.8, 0.0, 0.8, 0.8]))
    assert deferred.tolist() == [0, 0, 0, 0]
    assert goods.tolist() == price.tolist()
    assert allocated_per_point(deferred, points).tolist() == [0, 0, 0, 0]


def test_split_is_complete_and_relative() -> None:
    """Goods and points share the discount of the bundle in proportion to what they would be sold for on their own."""
    points = ssp_of_points(np.array(500.0), 0.02, 0.5)
    part = allocated_to_points(np.array(84.0), np.array(100.0), points)
    assert (float(points), float(part)) == pytest.approx((5.0, 84 * 5 / 105))


def test_points_sold_to_a_partner() -> None:
    """Billing is split into marketing service and points by what each is sold for on its own, and nothing is lost."""
    service, points = points_sold_to_partner(np.array([1000.0, 0.0]), 0.012, 0.004, 0.01, 0.8)
    assert points.tolist() == pytest.approx([12 * 8 / 12, 0])
    assert (service + points).tolist() == pytest.approx([12, 0])
