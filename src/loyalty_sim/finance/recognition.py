"""Contract liability of points and the revenue that comes out of it, vintage by vintage (deferred basis).

ASC 606-10-55-46 to 55-49; IFRS 15.B44 to B47. If the company expects to be entitled to breakage it recognises it in
proportion to redemptions, with a cumulative catch-up when the estimate changes; otherwise when redemption has become
remote, which is at expiry. Both recognise the same in total. Arrays are ``[..., vintage, period]``, those of an
allocation ``[..., vintage]``; u is the URR in force, a = A / I.
"""

from __future__ import annotations

import numpy as np

from loyalty_sim.finance.allocation import allocated_per_point
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.footing import RollForward, before
from loyalty_sim.finance.vintages import Vintages, realised_rate, urr_in_force

DEFERRED, REDEMPTIONS, BREAKAGE, CHANGE, RETURNED = (
    "deferred", "for_redemptions", "breakage", "change_in_estimate", "returned",
)  # fmt: skip
"""Lines of a roll-forward of the contract liability."""
RECOGNISED = (REDEMPTIONS, BREAKAGE, CHANGE)
"""Those that are revenue, with the opposite sign."""
POINT_OF_URR = 0.01


# lines of both methods


def deferred(points: Vintages, allocated: Array) -> Array:
    """A in the period of issue."""
    return np.where(points.issue, allocated[..., None], 0.0)


def reversed_with_returns(points: Vintages, allocated: Array) -> Array:
    """a x points clawed back: a return undoes the sale, and A with it pro rata."""
    return _per_point(points, allocated) * points.clawed_back


def for_redemptions(points: Vintages, allocated: Array) -> Array:
    """a x points redeemed in the period."""
    return _per_point(points, allocated) * points.redeemed


# proportional method


def share_recognised(points: Vintages, urr: Array) -> Array:
    """Redeemed to date / points expected to be redeemed in total = (R / net issued) / u.

    Nothing before the first redemption; everything once no point is left, even if none was redeemed.
    """
    share = np.divide(realised_rate(points), urr, out=np.zeros(urr.shape), where=urr > 0)
    return np.where(points.settled, 1.0, share)


def liability(points: Vintages, allocated: Array, urr: Array) -> Array:
    """A of the points not clawed back x (1 - share recognised)."""
    return _per_point(points, allocated) * points.net * (1 - share_recognised(points, urr))


def breakage_recognised(points: Vintages, allocated: Array, urr: Array) -> Array:
    """a x points redeemed in the period x (1/u - 1), and all of A in the period in which a vintage ends unredeemed."""
    ended = points.settled & ~(before(points.settled.astype(float)) > 0) & (points.used == 0)
    in_proportion = points.redeemed * (_inverse(urr) - 1)
    return _per_point(points, allocated) * np.where(ended, points.net, in_proportion)


def change_in_estimate(points: Vintages, allocated: Array, urr: Array) -> Array:
    """a x points redeemed before the period x (1/u - 1/u of the close before); negative if more is expected than was."""
    inverse = _inverse(urr)
    return _per_point(points, allocated) * before(points.used) * (inverse - before(inverse))


def proportional(points: Vintages, allocated: Array, estimate: Array | float) -> RollForward:
    """Roll-forward of the contract liability with breakage in proportion to redemptions.

    Args:
        points: the vintages.
        allocated: A, ``[..., vintage]``.
        estimate: URR estimated for each vintage at each close, broadcast to ``[..., vintage, period]``; it is moved to
            what is still possible, see ``urr_in_force`` and ``correction``.

    Returns:
        Lines ``DEFERRED``, ``REDEMPTIONS``, ``BREAKAGE``, ``RETURNED`` and ``CHANGE``, ``[..., vintage, period]``.
    """
    urr = urr_in_force(points, estimate)
    lines = {
        DEFERRED: deferred(points, allocated),
        REDEMPTIONS: -for_redemptions(points, allocated),
        BREAKAGE: -breakage_recognised(points, allocated, urr),
        RETURNED: -reversed_with_returns(points, allocated),
        CHANGE: -change_in_estimate(points, allocated, urr),
    }
    return RollForward(lines, liability(points, allocated, urr))


# remote method


def remote(points: Vintages, allocated: Array) -> RollForward:
    """Roll-forward of the contract liability with breakage at expiry: no estimate is made, and the liability is a x
    points outstanding.

    Returns:
        Lines ``DEFERRED``, ``REDEMPTIONS``, ``BREAKAGE`` (a x points expired) and ``RETURNED``; nothing is estimated, so
        ``CHANGE`` is zero.
    """
    per_point = _per_point(points, allocated)
    lines = {
        DEFERRED: deferred(points, allocated),
        REDEMPTIONS: -for_redemptions(points, allocated),
        BREAKAGE: -per_point * points.expired,
        RETURNED: -reversed_with_returns(points, allocated),
        CHANGE: np.zeros(points.redeemed.shape),
    }
    return RollForward(lines, per_point * points.outstanding)


# what is read off


def revenue(roll: RollForward) -> Array:
    """Revenue from points = for redemptions + breakage + change in estimate."""
    result: Array = -np.sum([roll.lines[name] for name in RECOGNISED], axis=0)
    return result


def current(closing: Array, next_year: Array, remaining: Array) -> Array:
    """Part of the liability to be recognised within twelve months = closing x expected in that time / expected in total.

    Args:
        closing: liability at each close.
        next_year: redemptions expected in the twelve months after each close; with the remote method, expiries too.
        remaining: those expected ever. Where none are, all of the liability is current, since any month may end it.
    """
    share = np.divide(next_year, remaining, out=np.ones(np.shape(closing)), where=remaining > 0)
    result: Array = closing * np.clip(share, 0.0, 1.0)
    return result


def sensitivity(points: Vintages, allocated: Array, estimate: Array, change: float = POINT_OF_URR) -> Array:
    """Liability at each close if the URR of every vintage were higher by ``change``, less the liability as it is."""
    as_is, moved = (urr_in_force(points, urr) for urr in (estimate, estimate + change))
    return liability(points, allocated, moved) - liability(points, allocated, as_is)


def _per_point(points: Vintages, allocated: Array) -> Array:
    """a, ``[..., vintage, 1]``."""
    return allocated_per_point(allocated, points.issued)[..., None]


def _inverse(urr: Array) -> Array:
    """1/u; nothing where nothing is expected, since then nothing has been redeemed either."""
    result: Array = np.divide(1.0, urr, out=np.zeros(urr.shape), where=urr > 0)
    return result
