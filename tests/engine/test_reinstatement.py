"""Expired points that come back: until when, for whom, for how long, and what they count as."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.engine.units import DAYS_PER_MONTH
from loyalty_sim.finance import checks
from loyalty_sim.scenario import Scenario
from tests.engine.by_hand import Lived, lived
from tests.engine.plain import lot_life, merged, plain, starters
from tests.engine.test_clocks import GENERATED, changed, same
from tests.engine.test_conservation import points_are_conserved
from tests.engine.watch import check_mean, watch
from tests.strategies import scenarios

M = Measure
ALWAYS = {"redemption": {"constant_chance": 1.0, "at_visits": False}}
"""Nobody redeems, and whoever can get points back does."""


def back(days: float, fee: float = 0.0) -> dict[str, Any]:
    """Parts of a program whose expired points can be had back."""
    return {"expiry": {"reinstate_days": days, "reinstatement_fee": fee}}


def member(*purchases: float, rule: str = "after earning", rounding: str = "exact", days: float = 30) -> Lived:
    """A member whose points live two months and who buys at these times."""
    program = merged(lot_life(2, rounding, rule), back(days))
    return lived(plain(100, 12, program=program, behaviour=ALWAYS), purchases)


def counted(life: Lived, *measures: Measure) -> list[int]:
    """Totals of a life."""
    return [int(total) for total in life.tally.panel.sum((0, 1, 2))[list(measures)]]


def test_points_come_back_at_a_visit_with_a_life_of_their_own() -> None:
    """A point of month 0 that died at 2.5 comes back at 3.0 and dies again two months later; it is never issued again, and
    stays a point of month 0."""
    life = member(0.5, 3.0)
    assert [life.balance_at(time) for time in (0.5, 2.5, 3.0, 4.99, 5.0)] == [1, 0, 2, 2, 0]
    assert counted(life, M.EARNED, M.EXPIRED, M.REINSTATED, M.REINSTATEMENTS) == [2, 3, 1, 1]
    assert life.tally.expired[0, 0, :6].tolist() == [0, 0, 1, -1, 1, 0]
    assert life.tally.expired[0, 3, :6].tolist() == [0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize(("late", "points"), [(-1e-6, 1), (1e-6, 0)])
def test_points_come_back_within_the_days_stated_and_not_later(late: float, points: int) -> None:
    """Thirty days after a point has died it can just be had back, and a moment later it cannot."""
    assert counted(member(0.5, 2.5 + 30 / DAYS_PER_MONTH + late), M.REINSTATED) == [points]


def test_all_that_expired_within_the_days_comes_back_at_once() -> None:
    """Of points that died at 2.0, 2.5 and 2.75 the last two come back at 3.1, in one reinstatement."""
    life = member(0.0, 0.5, 0.75, 3.1)
    assert counted(life, M.REINSTATED, M.REINSTATEMENTS) == [2, 1]
    assert life.balance_at(3.1) == 3


@pytest.mark.parametrize(
    ("rule", "rounding", "dies"),
    [
        ("after earning", "exact", 5.25), ("after earning", "month end", 6.0), ("inactivity", "exact", 5.25),
        ("inactivity", "month end", 6.0), ("from the first point", "exact", 5.25),
    ],
)  # fmt: skip
def test_a_new_life_is_that_of_points_earned_at_the_visit(rule: str, rounding: str, dies: float) -> None:
    """Whatever the rule, points that come back die with those that the visit earns, and not a moment before."""
    life = member(0.5, 3.25, rule=rule, rounding=rounding)
    assert life.balance_at(3.25) == 2
    assert life.balance_at(math.nextafter(dies, 0)) == 2
    assert life.balance_at(dies) == 0


def test_more_points_than_there_was_room_for_come_back() -> None:
    """A balance of a hundred months of issue that dies of inactivity comes back lot by lot, in both clocks."""
    program = merged(lot_life(3, rule="inactivity"), back(2_000 / 3))
    scenario = plain(100, 160, rate=0.8, program=program, behaviour=ALWAYS)
    compiled, simpy = (simulate(scenario, engine=engine, threads=1) for engine in ("compiled", "simpy"))
    assert (compiled.tally.books == simpy.tally.books).all()
    assert compiled.tally.panel[..., M.REINSTATED].sum() > 2 * compiled.tally.panel[..., M.EARNED].sum()
    assert [check.name for check in checks(compiled) if not check.ok] == []


def test_the_choice_weighs_points_against_fee_and_hassle() -> None:
    """A hundred points worth 5, at 0.8 of cash, for a fee of 2 and a hassle of 1: at each visit within the month after they
    died, three quarters of the members get them back with chance logistic(1/1.5)."""
    choice = {"on": True, "reward_worth": 0.8, "reward_worth_spread": 0, "hassle": 1, "hassle_spread": 0, "never": 0.25}
    program = merged(
        {"earn": {"points": 0}, "point_value": 0.05, "enrolment": {"welcome_points": 100}},
        merged(lot_life(2), back(DAYS_PER_MONTH, 2)),
    )
    behaviour = {"redemption": {**choice, "noise": 1.5, "urgency": 0, "at_visits": False}}
    lives = watch(starters(60_000, 3, rate=0.7, program=program, behaviour=behaviour))

    def share(utility: float, never: float = 0.25) -> float:
        return (1 - never) * -math.expm1(-0.7 / (1 + math.exp(-utility / 1.5)))

    others = (share(3), share(2), share(0), share(1, never=0))
    check_mean(lives[M.REINSTATEMENTS], share(1), wrong=others, precision=0.01)
    assert (lives[M.REINSTATED] == 100 * lives[M.REINSTATEMENTS]).all()


def test_those_who_decline_are_as_if_nothing_were_offered() -> None:
    """With a chance of nothing, an offer to get points back moves no count: the mechanic costs nobody a draw."""
    parts = {"lapse": 0.02, "behaviour": {"redemption": {"constant_chance": 0.0}}}
    without = simulate(plain(300, 24, program=lot_life(2), **parts)).tally
    offered = simulate(plain(300, 24, program=merged(lot_life(2), back(60, 3)), **parts)).tally
    assert without.panel[..., M.EXPIRED].any()
    assert (without.books == offered.books).all()


def test_an_amendment_may_end_the_offer() -> None:
    """Points that expired under the old terms come back at a visit before the change, and at none after it."""
    program = merged(lot_life(2), back(60))
    steady = plain(100, 12, program=program, behaviour=ALWAYS)
    change = {"amendments": [{"month": 5, "changes": {"expiry": {"reinstate_days": 0}}}]}
    ended = Scenario.model_validate(merged(steady.model_dump(), change))
    assert [counted(lived(ended, (0.5, time)), M.REINSTATED) for time in (3.9, 4.1)] == [[1], [0]]
    assert counted(lived(steady, (0.5, 4.1)), M.REINSTATED) == [1]


def lively(scenario: Scenario) -> Scenario:
    """The scenario with members whose points die soon and often come back."""
    expiry = scenario.program.expiry
    rule = "after earning" if expiry.rule == "never" else expiry.rule
    short = {"rule": rule, "months": max(0.5, min(expiry.months, 2)), "reinstate_days": 200, "reinstatement_fee": 1}
    return changed(
        scenario,
        program={"expiry": short, "earn": {"points": max(1.0, scenario.program.earn.points)}, "enrolment": {"share": 1}},
        behaviour={"redemption": {"on": False, "constant_chance": 0.3}},
        run={"customers": 100, "months": 14, "warmup_months": 3},
    )


def test_points_come_back_under_whatever_other_rules() -> None:
    """Mixed with amendments, lapse, cards, tiers that spare points, returns and all else, points are conserved by vintage,
    the checks foot, both clocks agree and a run cut short is the shorter run; and points do come back."""
    back = []

    @given(scenario=scenarios())
    @settings(GENERATED, max_examples=30)
    def holds(scenario: Scenario) -> None:
        chosen = lively(scenario)
        result = simulate(chosen)
        points_are_conserved(result.tally, chosen)
        assert [check.name for check in checks(result) if not check.ok and check.level == "error"] == []
        same(result, simulate(chosen, engine="simpy", threads=1))
        short = simulate(changed(chosen, run={"months": 9})).tally
        for measure in (M.EXPIRED, M.REINSTATED, M.REINSTATEMENTS):
            assert (result.tally.panel[:, :12, :, measure] == short.panel[..., measure]).all()
        assert (result.tally.expired[:, :12, :12] == short.expired).all()
        back.append(result.tally.panel[..., M.REINSTATED].sum())

    holds()
    assert np.count_nonzero(back) > len(back) / 3
