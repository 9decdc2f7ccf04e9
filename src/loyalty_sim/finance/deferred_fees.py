"""Fees of paid memberships, earned day by day over the term that they pay for.

Fees are known by month, so a month's terms are taken to begin evenly over its days. A free trial is paid for by nothing
and defers nothing. Arrays are ``[..., period]`` (months), patterns ``[month of begin, period]``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.footing import RollForward

RECEIVED, EARNED, CANCELLED = "fees_received", "earned", "cancelled"
"""Lines of a roll-forward of deferred fees."""
DAYS_PER_MONTH = 365.25 / 12

Dates = NDArray[np.datetime64]


class Pattern(NamedTuple):
    """How the fees of terms that begin in one month are earned, ``[month of begin, period]``."""

    earned: Array
    """Share of the fee earned in each period."""
    running: Array
    """Share of the terms that have begun and not ended by each close."""


def earned_by_day(begun: Dates, ended: Dates, bounds: Dates) -> Array:
    """Days of each term within each period / days of the term, ``[term, period]``.

    Args:
        begun: first day of each term.
        ended: first day after it.
        bounds: first day of each period, and the first day after the last one.
    """
    days = np.minimum(ended[:, None], bounds[1:]) - np.maximum(begun[:, None], bounds[:-1])
    within: Array = np.maximum(days.astype(np.int64), 0) / (ended - begun).astype(np.int64)[:, None]
    return within


def fixed_term(start: str, periods: int, term_months: int) -> Pattern:
    """Pattern of terms of so many calendar months, each ending on the same day of the month as it began.

    Args:
        start: first month, "YYYY-MM".
        periods: months.
        term_months: 1 for monthly, 12 for annual membership.
    """
    bounds = (np.datetime64(start, "M") + np.arange(periods + 1)).astype("datetime64[D]")
    days = np.arange(bounds[0], bounds[-1])
    month = days.astype("datetime64[M]")
    last = month + term_months
    length = (last + 1).astype("datetime64[D]") - last.astype("datetime64[D]")
    ended = last.astype("datetime64[D]") + np.minimum(days - month.astype("datetime64[D]"), length - np.timedelta64(1, "D"))
    first_days = (bounds[:-1] - bounds[0]).astype(np.int64)
    lengths = np.diff(bounds).astype(np.int64)[:, None]
    running = (days[:, None] < bounds[1:]) & (ended[:, None] > bounds[1:])
    earned, still = (
        np.add.reduceat(each, first_days, axis=0) / lengths
        for each in (earned_by_day(days, ended, bounds), running.astype(float))
    )
    return Pattern(earned, still)


def lifetime(start: str, periods: int, life: Array | float) -> Pattern:
    """Pattern of fees paid once for life, spread over the expected life; a revised life changes only what is to come.

    Each period earns what is left x its days / days left of the life expected at its close; all, when none are left.

    Args:
        start: first month, "YYYY-MM".
        periods: months.
        life: expected months from joining, as estimated at each close; broadcast to ``[period]``.
    """
    bounds = (np.datetime64(start, "M") + np.arange(periods + 1)).astype("datetime64[D]")
    days = np.diff(bounds).astype(np.int64)
    expected = np.broadcast_to(life, (periods,)) * DAYS_PER_MONTH
    earned, left, elapsed = np.zeros((periods, periods)), np.zeros(periods), np.zeros(periods)
    for period in range(periods):
        left[period] = 1.0
        served = np.full(period + 1, float(days[period]))
        served[-1] /= 2  # on average, of the month of begin
        ahead = np.maximum(expected[period] - elapsed[: period + 1], served)
        earned[: period + 1, period] = left[: period + 1] * served / ahead
        left[: period + 1] -= earned[: period + 1, period]
        elapsed[: period + 1] += served
    return Pattern(earned, np.triu(np.ones((periods, periods))))


def deferred_fees(received: Array, pattern: Pattern, cancelled: Array | float = 0.0) -> RollForward:
    """Roll-forward of the fees received and not yet earned.

    Terms cancelled before their end leave the balance at the end of the month; they are taken to be spread over the
    running terms in proportion to their fees.

    Args:
        received: fees of the terms that begin in each month, ``[..., period]``.
        pattern: of ``fixed_term`` or ``lifetime``, for as many periods.
        cancelled: fees that had been paid for the terms cancelled in each month, broadcast likewise.

    Returns:
        Lines ``RECEIVED``, ``EARNED`` by day, and ``CANCELLED``: the unearned part of cancelled terms.
    """
    periods = received.shape[-1]
    leaving = np.broadcast_to(cancelled, received.shape)
    earned, undone, closing = (np.zeros(received.shape) for _ in range(3))
    unearned = 1 - pattern.earned.cumsum(axis=1)
    held = np.zeros(received.shape)  # fees of the terms of each month that were not cancelled
    for period in range(periods):
        held[..., period] = received[..., period]
        earned[..., period] = held @ pattern.earned[:, period]
        running, balance = held @ pattern.running[:, period], held[..., : period + 1] @ unearned[: period + 1, period]
        share = np.divide(leaving[..., period], running, out=np.zeros(running.shape), where=running > 0).clip(0, 1)
        undone[..., period], closing[..., period] = share * balance, (1 - share) * balance
        held *= 1 - share[..., None]
    return RollForward({RECEIVED: received, EARNED: -earned, CANCELLED: -undone}, closing)


def fee_revenue(roll: RollForward, refunds: Array | float = 0.0) -> Array:
    """Revenue from fees = earned by day + unearned part of cancelled terms - refunds.

    A refund of the unearned part changes nothing in revenue, a full refund takes back what had been earned, and without
    one the unearned part is earned when the term is cancelled.
    """
    result: Array = -roll.lines[EARNED] - roll.lines[CANCELLED] - refunds
    return result
