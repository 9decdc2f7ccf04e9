"""Fees are counted by the time over which they are earned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure, Result, simulate
from loyalty_sim.engine.units import FEE_UNIT
from tests.engine.plain import newcomers, plain

M = Measure


def paid(term: str, **more: Any) -> Result:
    """Newcomers of a year, who come evenly and all pay when they come, 12 money a term, and do not renew."""
    offer = {"offered": True, "fee": 12.0, "term": term, "discount": 0.5, **more}
    choice = {"on": True, "attention": 1.0, "noise": 0.05, "renewal": 1e-9, "value_sensitivity": 0.0}
    behaviour = {"paid_choice": {**choice, "lifetime_months": 40.0}}
    return simulate(newcomers(20_000, 36, program={"paid": offer}, behaviour=behaviour))


def unearned(result: Result) -> Any:
    """[month] fees not yet earned at month end, in cents."""
    panel = result.tally.panel.sum((0, 2)).astype(float)
    level, slope = panel[:, M.FEE_LEVEL].cumsum(), panel[:, M.FEE_SLOPE].cumsum()
    return (level - slope * np.arange(1, len(level) + 1)) / FEE_UNIT


@pytest.mark.parametrize(("term", "months"), [("monthly", 1), ("annual", 12), ("lifetime", 40)])
def test_a_fee_is_earned_by_day_over_its_term(term: str, months: int) -> None:
    """Fees of a month, paid evenly within it, are on average earned for half a month at its end: of a term of T months
    (T - 1/2)/T is left, then a T-th less each month; never less than nothing, nor more than what was paid."""
    result = paid(term)
    fees = result.tally.panel.sum((0, 2))[:, M.FEES].astype(float)
    left = unearned(result)
    ages = np.arange(36)[:, None] - np.arange(36)[None, :]
    share = np.where(ages < 0, 0.0, np.clip((months - 0.5 - ages) / months, 0.0, None))
    assert fees.sum() > 1e6
    assert left == pytest.approx(share @ fees, rel=0.02, abs=0.01 * fees.max())
    assert (left > -1).all()
    assert (left <= fees.cumsum() + 1).all()


def test_a_cancelled_term_leaves_nothing_to_earn() -> None:
    """Where everybody who may cancels at once for the rest of the fee, what is given back is what was not yet earned: in
    every month a twelfth of the fee is earned of those who pay on average, whether they cancel or not."""
    stays, cancels = (
        simulate(
            plain(
                2_000,
                24,
                program={"paid": {"offered": True, "fee": 12.0, "shipping_value": 100.0, "refund": "pro rata"}},
                behaviour={"paid_choice": {"on": True, "attention": 1.0, "renewal": 1e-9, "cancel": cancel}},
                rate=0.05,
            )
        )
        for cancel in (0.0, 1.0)
    )
    back = cancels.tally.panel[..., M.REFUNDS].sum(2)
    assert back.sum() > 0
    assert unearned(cancels)[-1] < 0.8 * unearned(stays)[-1]
    assert (unearned(cancels) > -1).all()
    for result in (stays, cancels):
        assert earned(result) == pytest.approx(paying(result) * 1200 / 12, rel=0.03)
        assert earned(result).sum() == pytest.approx(paying(result).sum() * 1200 / 12, rel=0.003)


def earned(result: Result) -> Any:
    """[month] fees earned, in cents = unearned before + received - given back - unearned."""
    panel, left = result.tally.panel.sum((0, 2)).astype(float), unearned(result)
    before: Any = np.concatenate([[0.0], left[:-1]])
    return before + panel[:, M.FEES] - panel[:, M.REFUNDS] - left


def paying(result: Result) -> Any:
    """[month] members who pay, on average of the month: half those at its start and half those at its end."""
    panel = result.tally.panel.sum((0, 2))
    at_end = (panel[:, M.PAID_JOINED] - panel[:, M.PAID_ENDED]).cumsum()
    before: Any = np.concatenate([[0], at_end[:-1]])
    return (before + at_end) / 2
