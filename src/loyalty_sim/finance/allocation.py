"""What part of a price pays for points: allocation by relative stand-alone selling price (SSP).

ASC 606-10-32-28 ff. and 55-41 ff.; IFRS 15.73 ff. and B39 ff. The allocation is made when points are issued and never
re-opened: what is later learned about redemption changes when the money is recognised, not how much there is. All
functions work element by element.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from loyalty_sim.finance.estimate import Array


class Split(NamedTuple):
    """A price and what it pays for."""

    now: Array
    """Revenue of what is delivered at once: goods, or the marketing service to a partner."""
    deferred: Array
    """A: contract liability of the points."""


def ssp_of_points(points: Array, face_value: Array | float, urr: Array | float) -> Array:
    """Stand-alone selling price of points = points x face value x URR expected when they are issued."""
    result: Array = np.asarray(points * face_value * urr, dtype=float)
    return result


def allocated_to_points(price: Array, ssp_other: Array, ssp_points: Array) -> Array:
    """A = price x SSP of points / (SSP of the rest + SSP of points); nothing where neither is worth anything.

    Without points, with points that nobody is expected to use (URR 0), or for points that no purchase pays for (price 0),
    nothing is allocated.
    """
    whole = np.asarray(ssp_other + ssp_points, dtype=float)
    share = np.divide(ssp_points, whole, out=np.zeros_like(whole), where=whole > 0)
    result: Array = np.asarray(price * share)
    return result


def sale_with_points(price: Array, points: Array, face_value: Array | float, urr: Array | float) -> Split:
    """Revenue from goods S - A and contract liability A of sales at list price S, which is the SSP of the goods.

    Args:
        price: money charged for the goods, net of returns in the period.
        points: issued on them, net of what was taken back in the period.
        face_value: money that one redeemed point takes off a price.
        urr: ultimate redemption rate expected when the points are issued.
    """
    deferred = allocated_to_points(price, price, ssp_of_points(points, face_value, urr))
    return Split(price - deferred, deferred)


def points_sold_to_partner(
    points: Array,
    price_per_point: Array | float,
    ssp_marketing: Array | float,
    face_value: Array | float,
    urr: Array | float,
) -> Split:
    """Billing to a partner = points x price per point, split by relative SSP into the marketing service, which is
    delivered as the points are issued, and the points, which are deferred and recognised like all others.

    Args:
        points: issued to customers of the partner.
        price_per_point: money that the partner pays for one.
        ssp_marketing: money for which the marketing service is sold on its own, per point issued.
        face_value: money that one redeemed point takes off a price.
        urr: ultimate redemption rate expected when the points are issued.
    """
    billed: Array = np.asarray(points * price_per_point, dtype=float)
    deferred = allocated_to_points(billed, np.asarray(points * ssp_marketing), ssp_of_points(points, face_value, urr))
    return Split(billed - deferred, deferred)


def allocated_per_point(allocated: Array, issued: Array) -> Array:
    """a = A / I, money per issued point; nothing where no points were issued."""
    result: Array = np.divide(allocated, issued, out=np.zeros(np.shape(issued)), where=issued > 0)
    return result
