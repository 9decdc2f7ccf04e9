"""Redeeming for the rewards of a chart: which are taken, what they are worth and what they cost."""

from __future__ import annotations

from typing import Any

import pytest

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.scenario import Scenario
from tests.engine.moves import BASE
from tests.engine.plain import at_visits, merged, plain, starters
from tests.engine.watch import watch

M = Measure
ULTA = [
    {"points": points, "value": value, "name": f"${value:g}"}
    for points, value in ((100, 3.0), (250, 8.0), (500, 17.5), (750, 30.0), (1000, 50.0), (2000, 125.0))
]
"""The published chart: 3.0, 3.2, 3.5, 4.0, 5.0 and 6.25 cents a point."""


def chart(steps: list[dict[str, Any]], **redemption: Any) -> dict[str, Any]:
    """A program in which points can be redeemed for the rewards of a chart."""
    return {"redemption": {"mode": "chart", "chart": steps, **redemption}}


def first_redemption(held: int, basket: float = 10_000, **redemption: Any) -> tuple[int, float]:
    """Points used and their value when a customer who holds ``held`` points redeems once."""
    program = merged(chart(ULTA, **redemption), {"earn": {"points": 0}, "enrolment": {"welcome_points": held}})
    scenario = starters(100, 1, rate=1e-9, program=program, behaviour=at_visits(1.0), segment={"basket": basket})
    panel = simulate(scenario).tally.panel.sum((0, 1, 2))
    return int(panel[M.REDEEMED]) // 100, panel[M.FACE] / 100 / 100


@pytest.mark.parametrize(
    ("held", "points", "value"),
    [
        (99, 0, 0), (100, 100, 3), (249, 200, 6), (250, 250, 8), (499, 450, 14), (500, 500, 17.5), (999, 950, 36),
        (1000, 1000, 50), (3350, 3350, 125 + 50 + 8 + 3), (4850, 4850, 250 + 30 + 3),
    ],
)  # fmt: skip
def test_the_largest_rewards_are_taken_first(held: int, points: int, value: float) -> None:
    """On the published chart all that is held goes into the largest affordable rewards, and what reaches none is kept."""
    assert first_redemption(held) == (points, value)


@pytest.mark.parametrize(
    ("basket", "points", "value"), [(2.99, 0, 0), (3, 100, 3), (20, 500, 17.5), (16, 500, 16), (124.99, 2350, 111)]
)
def test_a_reward_fits_the_basket(basket: float, points: int, value: float) -> None:
    """A reward worth more than what may be paid is passed over for smaller ones; a basket of 16 takes two of 250 points."""
    assert first_redemption(2350, basket) == (points, value)


def test_one_reward_at_a_time_is_the_largest_that_fits() -> None:
    """With one reward a redemption, 3,350 points give the reward of 2,000, or of 1,000 when the basket holds no more."""
    assert first_redemption(3350, amount="one block") == (2000, 125)
    assert first_redemption(3350, 100, amount="one block") == (1000, 50)


def test_one_reward_is_a_block() -> None:
    """A chart of a single reward and blocks of as many points and the same value give the same counts, with all effects."""
    blocks = merged(BASE, {"run": {"customers": 1500}})
    one = merged(blocks, {"program": chart([{"points": 100, "value": 5.0}])})
    first, second = (simulate(Scenario.model_validate(parts)).tally for parts in (blocks, one))
    assert first.panel[..., M.REDEEMED].any()
    assert (first.books == second.books).all()


def test_what_a_reward_costs_is_counted_where_it_is_stated() -> None:
    """Points, value and cost of rewards with a stated cost are kept apart; the others are left to the reward cost."""
    steps = [{"points": 5, "value": 2.0}, {"points": 20, "value": 10.0, "cost": 4.5}]
    lives = watch(plain(500, 24, rate=2, program=chart(steps), behaviour=at_visits(0.03)))
    taken = lives[M.PRICED_POINTS] // 20
    assert taken.sum() > 100
    assert (lives[M.PRICED_FACE] == 1000 * taken).all()
    assert (lives[M.PRICED_COST] == 450 * taken).all()
    others = (lives[M.REDEEMED] - lives[M.PRICED_POINTS]) // 5
    assert others.sum() > 100
    assert (lives[M.FACE] - lives[M.PRICED_FACE] == 200 * others).all()


def test_members_who_collect_longer_get_more_per_point() -> None:
    """On a chart that rises, a lower chance to redeem at a visit gives a higher value per point redeemed."""
    rich, poor = (watch(plain(3_000, 60, rate=2, program=chart(STAMPS), behaviour=at_visits(u))) for u in (0.1, 0.9))
    values = [lives[M.FACE].sum() / lives[M.REDEEMED].sum() for lives in (rich, poor)]
    assert values[0] > 1.2 * values[1]


STAMPS = [{"points": 2, "value": 1.0}, {"points": 10, "value": 10.0}]


def test_value_per_point_of_certain_redemption() -> None:
    """Who redeems whenever the smallest reward is reached gets its value per point, however rich the chart."""
    lives = watch(plain(2_000, 36, rate=2, program=chart(STAMPS), behaviour=at_visits(1.0)))
    assert lives[M.REDEEMED].sum() > 10_000
    assert (lives[M.FACE] == 50 * lives[M.REDEEMED]).all()
