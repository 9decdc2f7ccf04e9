"""What becomes of the points of each vintage, and which redemption rate the books may still expect of it.

Vintage v is issued in period v; there may be more periods than vintages, when a run-off follows. Arrays are
``[..., vintage]`` or ``[..., vintage, period]``, with any axes before, such as replicates.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.finance.estimate import Array

NO_POINT = 1e-12
"""Share of a vintage below which nothing is held; counts are whole, but replicates are weighted with fractions."""


def to_date(flow: Array) -> Array:
    """Running sum over periods."""
    result: Array = flow.cumsum(axis=-1)
    return result


def at_issue(path: Array) -> Array:
    """A path's value at the close of each vintage's period of issue, ``[..., vintage]``."""
    vintages = np.arange(path.shape[-2])
    result: Array = path[..., vintages, vintages]
    return result


@dataclass(frozen=True)
class Vintages:
    """Points issued, and the points that leave each vintage in each period."""

    issued: Array
    """I, ``[..., vintage]``."""
    redeemed: Array
    """``[..., vintage, period]``, as are the following."""
    expired: Array
    clawed_back: Array

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit together.

        Raises:
            ValueError: shapes differ, or there are fewer periods than vintages.
        """
        shapes = {self.redeemed.shape, self.expired.shape, self.clawed_back.shape}
        if len(shapes) > 1 or self.redeemed.shape[:-1] != self.issued.shape:
            raise ValueError(f"points redeemed, expired and clawed back must all be [..., vintage, period]; are {shapes}")
        if self.periods < self.issued.shape[-1]:
            raise ValueError(f"{self.issued.shape[-1]} vintages need as many periods; there are {self.periods}")

    @property
    def periods(self) -> int:
        """Number of periods."""
        return int(self.redeemed.shape[-1])

    @cached_property
    def issue(self) -> NDArray[np.bool_]:
        """Whether a period is that of issue, ``[vintage, period]``."""
        return np.eye(self.issued.shape[-1], self.periods, dtype=bool)

    @cached_property
    def net(self) -> Array:
        """Points issued less those clawed back to date, at each close; nothing before the issue."""
        return to_date(np.where(self.issue, self.issued[..., None], 0) - self.clawed_back)

    @cached_property
    def used(self) -> Array:
        """R: points redeemed to date, at each close."""
        return to_date(self.redeemed)

    @cached_property
    def outstanding(self) -> Array:
        """O: points still held at each close = issued - clawed back - redeemed - expired to date."""
        held = self.net - self.used - to_date(self.expired)
        return np.where(np.abs(held) <= NO_POINT * self.issued[..., None], 0.0, held)

    @cached_property
    def settled(self) -> NDArray[np.bool_]:
        """Whether all points of the vintage have met their end; true of a vintage without points once it is due."""
        settled: NDArray[np.bool_] = (self.issue.cumsum(axis=-1) > 0) & (self.outstanding == 0)
        return settled


def realised_rate(points: Vintages) -> Array:
    """Redeemed to date / issued net of claw-backs: no URR can be lower. Nothing where there are no points."""
    return _rate(points.used, points.net)


def highest_rate(points: Vintages) -> Array:
    """(Redeemed to date + still held) / issued net of claw-backs: no URR can be higher."""
    return _rate(points.used + points.outstanding, points.net)


def urr_in_force(points: Vintages, estimate: Array | float) -> Array:
    """URR that the books use at each close: the estimate, moved as little as what has happened already demands.

    It is at least the realised rate, since points redeemed stay redeemed, and at most the highest rate still possible,
    since expired points cannot be redeemed. Both meet when the last point is gone, so that every path of estimates ends
    at the realised rate.

    Args:
        points: the vintages.
        estimate: URR by the estimator, broadcast to ``[..., vintage, period]``.
    """
    possible = np.where(points.net > 0, highest_rate(points), 1.0)
    result: Array = np.maximum(np.minimum(estimate, possible), realised_rate(points))
    return result


def correction(points: Vintages, estimate: Array | float) -> Array:
    """URR in force less the estimate: positive where more is redeemed already than was estimated, negative where too few
    points are left for the estimate. To be shown beside the figures that rest on it."""
    due = points.net > 0
    return np.where(due, urr_in_force(points, estimate) - estimate, 0.0)


def perfect_foresight(points: Vintages) -> Array:
    """URR of someone who knows what happens: the rate realised at the last period, known from the first close on."""
    result: Array = np.broadcast_to(realised_rate(points)[..., -1:], points.redeemed.shape)
    return result


def expected_remaining(points: Vintages, urr: Array) -> Array:
    """Redemptions still expected at each close = issued net of claw-backs x URR - redeemed to date.

    A URR is a rate on points issued; applied to points outstanding it would count past redemptions twice.
    """
    result: Array = np.maximum(points.net * urr - points.used, 0.0)
    return result


def within(flow: Array, ahead: int) -> Array:
    """Sum of a flow over the ``ahead`` periods after each close, as far as the periods go."""
    done = to_date(flow)
    later = np.minimum(np.arange(flow.shape[-1]) + ahead, flow.shape[-1] - 1)
    result: Array = done[..., later] - done
    return result


def _rate(part: Array, whole: Array) -> Array:
    result: Array = np.divide(part, whole, out=np.zeros(whole.shape), where=whole > 0)
    return result
