"""Deferred fees of paid memberships: received, earned over their term, refunded."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance import monthly
from loyalty_sim.finance.deferred_fees import EARNED, RECEIVED, REFUNDED, deferred_fees
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset
from tests.engine.plain import merged


def run(name: str, **paid: object) -> Result:
    """A small run of a preset with its paid membership changed."""
    parts = {"program": {"paid": paid}, "run": {"customers": 1_500, "months": 30}}
    return simulate(Scenario.model_validate(merged(preset(name).model_dump(), parts)))


@pytest.mark.parametrize("refund", ["none", "pro rata", "full"])
def test_fees_foot_and_tie_to_the_monthly_table(refund: str) -> None:
    """Opening + received - earned - refunded = closing, never below zero; received less refunded is the line of fees."""
    result = run("paid-membership", refund=refund)
    roll, warmup = deferred_fees(result), result.scenario.run.warmup_months
    assert roll.gap < 1e-6
    assert (roll.closing > -1).all()
    net = (roll.lines[RECEIVED] + roll.lines[REFUNDED])[0, warmup:]
    assert net == pytest.approx(monthly(result)["fees"].to_numpy())
    assert (roll.lines[REFUNDED] < 0).any() == (refund != "none")
    if refund != "full":
        assert (roll.lines[EARNED] <= 1).all()


def test_monthly_fees_are_earned_sooner_than_annual_ones() -> None:
    """At most half of a month's fees is left at a month's end where terms are months, half a year's where they are years."""
    left = {}
    for term, fee in (("monthly", 10.0), ("annual", 120.0)):
        roll = deferred_fees(run("paid-membership", term=term, fee=fee, trial_days=0.0))
        left[term] = float(roll.closing[0, -12:].mean() / roll.lines[RECEIVED][0, -12:].mean())
    assert left["monthly"] == pytest.approx(0.5, abs=0.1)
    assert left["annual"] == pytest.approx(6.0, abs=1.5)


def test_without_paid_membership_nothing_is_deferred() -> None:
    """No fees, nothing to earn."""
    roll = deferred_fees(run("beauty-tiers"))
    assert not roll.closing.any()
    assert not any(np.any(line) for line in roll.lines.values())
