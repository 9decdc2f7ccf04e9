"""A member who is won back: what was kept, what fell due meanwhile, and what begins anew. Lives by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure
from loyalty_sim.engine.units import DAYS_PER_MONTH
from loyalty_sim.scenario import Scenario
from tests.engine.by_hand import Lived, lived
from tests.engine.plain import at_visits, merged, plain

LEVELS = [{"name": "Silver", "threshold": 2}, {"name": "Gold", "threshold": 4}]
FOUR = [0.5, 1.5, 2.5, 3.5]
"""Four visits of the first year: Gold at 3.5. At one purchase a month a silence of n intervals is n months."""


def away(silence: float, purchases: list[float], parts: dict[str, Any] | None = None, **program: Any) -> Lived:
    """A member who leaves at 4.0, gets a message after that silence and comes back on it for certain."""
    rules = {"tiers": {"metric": "visits", "levels": LEVELS}, "messages": {"win_back_after": silence}}
    behaviour = merged(at_visits(0.0), {"win_back": {"on": True, "returns": 1.0}})
    scenario = plain(100, 60, program=merged(rules, program), behaviour=behaviour)
    return lived(Scenario.model_validate(merged(scenario.model_dump(), parts or {})), purchases, lapse=4.0)


def months_of(member: Lived, measure: Measure) -> list[int]:
    """Months in which something was counted."""
    return [int(month) for month in member.tally.panel[..., measure].sum((0, 2)).nonzero()[0]]


def test_status_is_kept_until_its_review() -> None:
    """Back at 13.5, Gold of the first year holds to the end of the second; meanwhile nobody counted it."""
    member = away(10, FOUR)
    assert member.moves() == [(1.5, 1), (3.5, 2), (24.0, 0)]
    gold = member.tally.tiers.sum(0)[:, 2].cumsum()
    assert [int(gold[month]) for month in (3, 4, 12, 13, 23, 24)] == [1, 0, 0, 1, 1, 0]


def test_reviews_that_fell_due_meanwhile_are_made_up_for() -> None:
    """Back at 25.5, after the review that ended Gold: the member falls on coming back, and counts from zero."""
    assert away(22, FOUR).moves() == [(1.5, 1), (3.5, 2), (25.5, 0)]
    assert away(22, [*FOUR, 26.5, 27.5]).moves()[-2:] == [(27.5, 1), (48.0, 0)]


def test_status_that_changed_meanwhile_is_a_move_on_coming_back() -> None:
    """By balance, points released at 4.5 and 5.5 raise a member who left with two to four: the rise is one of month 13."""
    days = 2 * DAYS_PER_MONTH
    member = away(10, FOUR, tiers={"metric": "balance", "levels": LEVELS}, earn={"pending_days": days})
    moves = member.tally.moves.sum(0)
    assert [tuple(map(int, place)) for place in np.argwhere(moves)] == [(3, 0, 1), (13, 1, 2)]
    assert [int(member.tally.tiers.sum(0)[:13, tier].sum()) for tier in (0, 1, 2)] == [0, 0, 0]
    assert member.tally.tiers.sum((0, 1)).tolist()[:3] == [0, 0, 1]


def test_status_begins_anew_after_a_change_of_the_program() -> None:
    """Where the program has changed meanwhile, the member comes back without a tier and with nothing counted."""
    amended = {"amendments": [{"month": 7, "changes": {"point_value": 0.02}}]}
    member = away(10, [*FOUR, 14.5, 15.5], amended)
    assert member.tier_at(13.5) == 0
    assert member.moves()[-2:] == [(15.5, 1), (36.0, 0)]


@pytest.mark.parametrize(
    ("expiry", "left"),
    [
        ({"rule": "never"}, 4),
        ({"rule": "after earning", "months": 11.5, "rounding": "exact"}, 2),
        ({"rule": "inactivity", "months": 6, "rounding": "exact"}, 0),
    ],
)
def test_points_are_those_that_have_not_died(expiry: dict[str, Any], left: int) -> None:
    """On coming back at 13.5 the member has the points whose own time is not up, and the next visit adds to them."""
    member = away(10, [*FOUR, 13.6], expiry=expiry)
    assert (member.balance_at(13.5), member.balance_at(13.6)) == (left, left + 1)


def test_a_silence_begins_with_the_next_purchase() -> None:
    """After a return one message was enough until the member buys again; then the next silence has its own."""
    assert months_of(away(10, FOUR), Measure.ALERTS) == [13]
    assert months_of(away(10, [*FOUR, 30.0]), Measure.ALERTS) == [13, 40]


def test_what_comes_at_its_own_time_begins_again() -> None:
    """Acts and partners: nothing in the months away, and both again from the return on."""
    fuel = {"name": "Fuel", "shoppers": 1.0, "purchases_per_year": 120, "points": 1}
    acting = {"behaviour": {"acting": {"on": True, "per_year": 120}}}
    member = away(10, FOUR, acting, actions={"offered": True, "points": 1, "yearly_cap": 0}, partners=[fuel])
    for measure in (Measure.ACTIONS, Measure.PARTNER_EARNED):
        months = months_of(member, measure)
        assert set(range(5, 13)).isdisjoint(months)
        assert min(months) < 5
        assert max(months) == 59
