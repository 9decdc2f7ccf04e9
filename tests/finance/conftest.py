"""Runs and hand-made results that the finance tests share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from loyalty_sim.engine import BATCHES, Measure, Result, Tally, simulate
from loyalty_sim.scenario import (
    Actions,
    Behaviour,
    Economics,
    Expiry,
    Giving,
    Market,
    Messages,
    Paid,
    Partner,
    Perks,
    Program,
    Redemption,
    Referral,
    Run,
    Scenario,
    Segment,
    Tier,
    Tiers,
)
from loyalty_sim.scenario.message_effects import WinBack

MakeResult = Callable[..., Result]


FUEL = Partner(name="Fuel", redeemed_share=0.3)


def rich_scenario() -> Scenario:
    """All that costs or earns: points, tiers with perks, paid membership, messages, referral, a partner, two segments."""
    low = Tier(perk_cost_per_year=6, threshold=120, discount=0.02, entry_gift_cost=2)
    tiers = Tiers(levels=(low, Tier(name="Top", perk_cost_per_year=24, threshold=300, free_shipping_cost=2)))
    paid = Paid(offered=True, fee=12, discount=0.05, shipping_value=2, shipping_cost=1.5, trial_days=30, refund="full")
    messages = Messages(status_per_month=0.5, status_at_purchase=True, near_share=0.2, win_back_after=3, win_back_offer=2)
    return Scenario(
        program=Program(
            tiers=tiers,
            paid=paid,
            redemption=Redemption(block_points=50, donation=True),
            expiry=Expiry(months=6, reinstate_days=60, reinstatement_fee=0.5),
            referral=Referral(offered=True),
            partners=(FUEL,),
            messages=messages,
            perks=Perks(offered=True),
            giving=Giving(share=0.01),
            actions=Actions(offered=True, cost=1),
        ),
        market=Market(
            return_share=0.1, segments=(Segment(name="A", share=0.7), Segment(name="B", share=0.3, purchases_per_year=8))
        ),
        economics=Economics(
            cost_per_point=0.007,
            cost_per_message=0.05,
            fixed_cost_per_year=6000,
            cost_per_member_year=0.6,
            acquisition_cost=30,
            discount_rate=0.1,
        ),
        behaviour=Behaviour(win_back=WinBack(on=True, returns=0.2)),
        run=Run(months=30, warmup_months=13, customers=3000, seed=5),
    )


@pytest.fixture(scope="session")
def rich() -> Result:
    """A real run in which everything that costs or earns is in use; 2 program years and a half."""
    return simulate(rich_scenario())


@pytest.fixture
def make() -> MakeResult:
    """Make a result by hand: ``make(scenario, MEASURE={month: count, ...} or counts of all months)``.

    Every batch holds the same counts, and one simulated customer stands for a twentieth of a real one, so that totals
    are the counts given and nothing varies.
    """

    def build(
        scenario: Scenario,
        tiers: dict[int, list[int]] | None = None,
        moves: dict[tuple[int, int], list[int]] | None = None,
        **counts: dict[int, int] | list[int],
    ) -> Result:
        tally = Tally.empty(scenario.run.total_months, len(scenario.market.segments))
        for name, given in counts.items():
            by_month = given.items() if isinstance(given, dict) else enumerate(given)
            for month, count in by_month:
                tally.panel[:, month, 0, Measure[name]] = count
        if "FACE" not in counts:  # as the engine counts it
            value = np.rint(tally.panel[..., Measure.REDEEMED] * scenario.program.point_value * 100)
            tally.panel[..., Measure.FACE] = value.astype(np.int64)
        for tier, changes in (tiers or {}).items():
            tally.tiers[:, :, tier] = np.array(changes)
        for (before, after), members in (moves or {}).items():
            tally.moves[:, :, before, after] = np.array(members)
        return Result(scenario, tally, 1 / BATCHES, 0, 0, {})

    return build
