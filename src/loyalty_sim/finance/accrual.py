"""Accrued cost of points: the liability of those for whom points are a cost rather than deferred revenue.

Card issuers, third-party rewards, marketing points and management accounts. The liability is what redemptions still
expected will cost; there is no margin in it. Arrays are ``[..., vintage, period]``; u is the URR in force and CPP the
cost of one redeemed point as estimated at each close, ``[..., 1, period]`` or by vintage.
"""

from __future__ import annotations

import numpy as np

from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.footing import RollForward, before
from loyalty_sim.finance.vintages import Vintages, at_issue, expected_remaining, urr_in_force

ACCRUED, COST, TAKEN_BACK, URR_TRUE_UP, CPP_TRUE_UP = (
    "accrued_on_issue", "cost_of_redemptions", "taken_back", "true_up_of_urr", "true_up_of_cpp",
)  # fmt: skip
"""Lines of a roll-forward of the accrued cost."""
EXPENSED = (ACCRUED, TAKEN_BACK, URR_TRUE_UP, CPP_TRUE_UP)
"""Those that are program expense."""


def accrued_on_issue(points: Vintages, urr: Array, cpp: Array) -> Array:
    """Points issued x u x CPP in the period of issue, with the u of its close."""
    issued = np.where(points.issue, points.issued[..., None], 0.0)
    return issued * at_issue(urr)[..., None] * cpp


def cost_of_redemptions(points: Vintages, cpp: Array) -> Array:
    """Points redeemed in the period x CPP."""
    return points.redeemed * cpp


def taken_back(points: Vintages, urr: Array, cpp: Array) -> Array:
    """Points clawed back in the period x u of the close before (in the period of issue, of its close) x CPP."""
    return points.clawed_back * _urr_before(points, urr) * cpp


def true_up_of_urr(points: Vintages, urr: Array, cpp: Array) -> Array:
    """Points issued, net of claw-backs, x change of u since the close before x CPP; none in the period of issue."""
    return points.net * (urr - _urr_before(points, urr)) * cpp


def true_up_of_cpp(points: Vintages, urr: Array, cpp: Array) -> Array:
    """Redemptions expected at the close before x change of CPP since then."""
    change = cpp - before(np.broadcast_to(cpp, points.redeemed.shape))
    return before(expected_remaining(points, urr)) * change


def accrued_cost(points: Vintages, urr: Array, cpp: Array) -> Array:
    """(Points issued, net of claw-backs, x u - redeemed to date) x CPP: by vintage, not outstanding points x u."""
    return expected_remaining(points, urr) * cpp


def accrual(points: Vintages, estimate: Array | float, cpp: Array | float) -> RollForward:
    """Roll-forward of the accrued cost of points.

    Args:
        points: the vintages.
        estimate: URR estimated for each vintage at each close, broadcast to ``[..., vintage, period]``; it is moved to
            what is still possible, see ``urr_in_force``.
        cpp: money that one redeemed point costs, as estimated at each close; broadcast likewise.

    Returns:
        Lines ``ACCRUED``, ``URR_TRUE_UP``, ``CPP_TRUE_UP``, ``TAKEN_BACK`` and ``COST``, ``[..., vintage, period]``.
    """
    urr, cost = urr_in_force(points, estimate), np.broadcast_to(cpp, points.redeemed.shape)
    lines = {
        ACCRUED: accrued_on_issue(points, urr, cost),
        URR_TRUE_UP: true_up_of_urr(points, urr, cost),
        CPP_TRUE_UP: true_up_of_cpp(points, urr, cost),
        TAKEN_BACK: -taken_back(points, urr, cost),
        COST: -cost_of_redemptions(points, cost),
    }
    return RollForward(lines, accrued_cost(points, urr, cost))


def expense(roll: RollForward) -> Array:
    """Program expense = accrued on issue + true-ups - taken back; over the life of a vintage, what redemptions cost.

    What redemptions really cost beyond points redeemed x CPP is an expense of the period in addition.
    """
    result: Array = np.sum([roll.lines[name] for name in EXPENSED], axis=0)
    return result


def _urr_before(points: Vintages, urr: Array) -> Array:
    """u of the close before; in the period of issue that of its own close."""
    return np.where(points.issue, urr, before(urr))
