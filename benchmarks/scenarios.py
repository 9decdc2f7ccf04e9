"""The scenarios that are timed. They are written out here, so that a change of a preset changes no timing."""

from __future__ import annotations

import math

from benchmarks import plain
from loyalty_sim.scenario import (
    Behaviour,
    Earn,
    Enrolment,
    Expiry,
    Market,
    Paid,
    Program,
    Redemption,
    Run,
    Scenario,
    Segment,
    Tier,
    Tiers,
)


def plain_scenario(customers: int, seed: int) -> Scenario:
    """The plain points program, as in ``plain``; all effects are off."""
    choice = Behaviour().redemption.model_copy(update={"constant_chance": plain.CHANCE})
    levels = zip(("Silver", "Gold"), plain.THRESHOLDS, plain.MULTIPLIERS[1:], strict=True)
    return Scenario(
        name="Plain points program",
        program=Program(
            earn=Earn(points=1.0, rounding="down"),
            point_value=plain.POINT_VALUE,
            redemption=Redemption(block_points=plain.BLOCK),
            expiry=Expiry(months=plain.LIFE_OF_POINTS, rounding="month end"),
            tiers=Tiers(levels=tuple(Tier(name=n, threshold=t, earn_multiplier=m) for n, t, m in levels)),
            enrolment=Enrolment(share=1.0),
        ),
        market=Market(
            history_months=0,
            acquired_per_year=0,
            segments=(
                Segment(
                    purchases_per_year=12 * plain.PURCHASES_A_MONTH, purchase_shape=plain.RATE_SHAPE,
                    first_year_lapse=-math.expm1(-12 * plain.LAPSES_A_MONTH), lapse_shape=None,
                    basket=plain.BASKET, basket_shape=plain.BASKET_SHAPE, basket_spread=None,
                ),
            ),
        ),
        behaviour=Behaviour(redemption=choice).at("off"),
        run=Run(months=plain.MONTHS, warmup_months=0, start="2027-01", seed=seed, customers=customers),
    )  # fmt: skip


def full_scenario(customers: int, months: int = 36, seed: int = 1) -> Scenario:
    """A beauty retailer with every lever in use at once and every effect switched on.

    Two segments and a season; tiers, paid membership, points that expire with a reminder, welcome points, opportunities
    to redeem between visits.
    """
    effects = {name: effect.model_copy(update={"on": True}) for name, effect in Behaviour().effects().items()}
    effects["redemption"] = effects["redemption"].model_copy(update={"between_visits_per_year": 2.0})
    return Scenario(
        name="Beauty retailer, all levers",
        program=Program(
            earn=Earn(points=1.0),
            point_value=0.035,
            redemption=Redemption(block_points=100, max_basket_share=0.5),
            expiry=Expiry(months=12, rounding="quarter end", reminder_days=30),
            tiers=Tiers(
                levels=(
                    Tier(name="Platinum", threshold=500, earn_multiplier=1.25, perk_cost_per_year=10),
                    Tier(name="Diamond", threshold=1200, earn_multiplier=1.5, perk_cost_per_year=30),
                )
            ),
            paid=Paid(offered=True, fee=40, discount=0.05, earn_multiplier=1.2, shipping_value=4, shipping_cost=5),
            enrolment=Enrolment(share=0.8, per_visit=0.7, welcome_points=50),
        ),
        market=Market(
            customers=10_000_000,
            acquired_per_year=2_000_000,
            seasonality=(0.9, 0.9, 0.95, 1.0, 1.05, 1.0, 0.9, 0.95, 1.0, 1.0, 1.15, 1.4),
            segments=(
                Segment(
                    name="Regulars", share=0.7, purchases_per_year=6, purchase_shape=1.2,
                    first_year_lapse=0.3, lapse_shape=1.0, basket=45, basket_shape=4, basket_spread=4,
                ),
                Segment(
                    name="Occasional", share=0.3, purchases_per_year=2, purchase_shape=0.8,
                    first_year_lapse=0.5, lapse_shape=0.8, basket=35, basket_shape=4, basket_spread=4,
                ),
            ),
        ),
        behaviour=Behaviour().model_copy(update=effects),
        run=Run(months=months, warmup_months=24, start="2027-01", seed=seed, customers=customers),
    )  # fmt: skip
