"""Tiers that spend or visits reach, or both together: the same as one count where baskets are alike, and not where not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure, Spread, simulate
from loyalty_sim.engine.terms import layout
from loyalty_sim.scenario import Scenario
from tests.engine.by_hand import lived
from tests.engine.plain import at_visits, plain
from tests.engine.watch import watch

MIXED = [{"name": "Silver", "threshold": 200, "visits": 3}, {"name": "Gold", "threshold": 600, "visits": 4}]
"""At baskets of 100 by spend at 2 and 6 visits, by visits at 3 and 4."""
ALONE = {"spend or visits": (2, 4), "spend and visits": (3, 6)}
"""Visits that reach the two tiers, whatever is paid, when every basket is 100."""


def status(metric: str, customers: int = 100, months: int = 60, **tiers: Any) -> dict[str, Any]:
    """Parts of a plain scenario with two tiers; the first month is a January."""
    levels = tiers.pop("levels", MIXED)
    program = {"tiers": {"metric": metric, "levels": levels, **tiers}}
    return {"customers": customers, "months": months, "program": program, "behaviour": at_visits(0.0)}


RULES: list[dict[str, Any]] = [
    {"window": "calendar year"},
    {"window": "calendar year", "downgrade": "one level", "grace_months": 2},
    {"window": "rolling 12 months"},
    {"window": "rolling 12 months", "validity": "12 months from entry"},
    {"window": "anniversary", "validity": "12 months from entry"},
    {"window": "qualification year"},
    {"window": "lifetime"},
]


@pytest.mark.parametrize("metric", ALONE)
@pytest.mark.parametrize("rules", RULES, ids=lambda rules: ", ".join(map(str, rules.values())))
def test_with_equal_baskets_it_is_one_count(metric: str, rules: dict[str, Any]) -> None:
    """Every basket is 100: either count alone reaches a tier with the smaller number of visits, both with the larger, in
    every window, with goods given back, tier pressure and goals that are missed."""
    parts = {"market": {"return_share": 0.2}, "rate": 0.35, "lapse": 0.01}
    effects = {"tier_pressure": {"on": True, "lift": 0.3}, "goal_outcome": {"on": True}, "largest_multiplier": 2.0}
    tallies = []
    for name, levels in ((metric, MIXED), ("visits", None)):
        alone = [{**level, "threshold": visits} for level, visits in zip(MIXED, ALONE[metric], strict=True)]
        own = status(name, 400, 40, levels=levels or alone, **rules)
        own["behaviour"] = {**own["behaviour"], **effects}
        tallies.append(simulate(plain(**own, **parts)).tally)
    assert tallies[0].moves.sum() > 100
    told = layout(tallies[0].months, tallies[0].segments)[-2]  # behind it members are spread by spend, or by visits
    assert (tallies[0].books[:, :told] == tallies[1].books[:, :told]).all()
    assert (tallies[0].spread[:, Spread.BALANCE] == tallies[1].spread[:, Spread.BALANCE]).all()


@pytest.mark.parametrize("metric", ALONE)
def test_with_unequal_baskets_each_count_stands_for_itself(metric: str) -> None:
    """Within one year the tier is that of the spend or of the visits of the member, or of the lower of them."""
    parts = status(metric, 2_000, 12)
    lives = watch(plain(**parts, rate=0.35, segment={"basket_shape": 1.0}), log=True)
    last = np.zeros(2_000, int)
    last[lives.log["life"]] = lives.log["tier"]
    spend, visits = lives[Measure.MEMBER_SALES], lives[Measure.MEMBER_PURCHASES]
    by_spend = (spend >= 20_000).astype(int) + (spend >= 60_000)
    by_visits = (visits >= 3).astype(int) + (visits >= 4)
    either, both = np.maximum(by_spend, by_visits), np.minimum(by_spend, by_visits)
    assert (either != both).mean() > 0.2
    assert (last == (either if metric == "spend or visits" else both)).all()


def test_a_surplus_is_that_of_each_count() -> None:
    """Four visits of 100 leave 200 and one visit above Silver; in the next year two more visits make three."""
    rules = {"carry_over": "surplus", "levels": MIXED[:1]}
    four = [0.5, 1.5, 2.5, 3.5]
    either, both = (plain(**status(metric, **rules)) for metric in ALONE)
    assert lived(either, four).moves() == [(1.5, 1), (36.0, 0)], "200 left over reach Silver once more"
    assert lived(both, four).moves() == [(2.5, 1), (24.0, 0)]
    assert lived(both, [*four, 12.5]).moves() == [(2.5, 1), (24.0, 0)], "two visits, and 300"
    assert lived(both, [*four, 12.5, 13.5]).moves() == [(2.5, 1), (36.0, 0)], "three visits, and 400"


def test_an_amendment_that_adds_visits_keeps_the_count() -> None:
    """Of three visits two came before visits counted; the third reaches the tier that a spend of 1,000 would."""
    far = [{**MIXED[0], "threshold": 1_000}]
    parts = plain(**status("spend", levels=far)).model_dump()
    change = {"month": 7, "changes": {"tiers": {"metric": "spend or visits"}}}
    amended = Scenario.model_validate({**parts, "amendments": [change]})
    assert lived(amended, [0.5, 1.5, 7.5]).moves()[0] == (7.5, 1)
    assert lived(amended, [0.5, 1.5]).moves() == []
