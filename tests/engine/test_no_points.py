"""Perks, giving and complexity, share of wallet, and programs without points or tiers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.finance import checks, kpis, monthly, tidy
from loyalty_sim.report import charts
from loyalty_sim.scenario import Program, Scenario
from loyalty_sim.scenario.complexity import complexity
from tests.engine.plain import merged, plain, starters
from tests.engine.watch import check_mean, check_ratio, watch

M = Measure
NO_POINTS: dict[str, Any] = {"earn": {"points": 0}, "expiry": {"rule": "never"}}
WITHOUT_POINTS = {
    "paid": {
        "paid": {"offered": True, "fee": 40, "trial_days": 30, "refund": "full", "shipping_value": 6, "shipping_cost": 4}
    },
    "perks": {"perks": {"offered": True, "cost_per_year": 3}},
    "giving": {"giving": {"share": 0.01}},
    "nothing": {},
}


@pytest.mark.parametrize("kind", WITHOUT_POINTS)
def test_reports_work_without_points(kind: str) -> None:
    """Without points nothing divides by zero: shares of points are not known, their numbers are 0, and the books foot."""
    parts = {"program": merged(NO_POINTS, WITHOUT_POINTS[kind]), "run": {"months": 14, "warmup_months": 6, "customers": 400}}
    result = simulate(Scenario.model_validate(parts))
    with np.errstate(all="raise"):
        found, table = kpis(result), monthly(result)
        tidy(result)
    for key in ("breakage", "breakage_settled", "redemption_rate"):
        assert found[key].program is None
    for key in ("outstanding", "outstanding_value", "points_issued", "points_redeemed", "points_expired", "cost_redemption"):
        assert found[key].program.value == 0
    assert not table["points_outstanding"].any()
    assert [check.name for check in checks(result) if not check.ok and check.level == "error"] == []
    assert (found["cost"].program.value > 0) == (kind != "nothing")
    assert charts.points_flow(result) is None


def test_perks_cost_by_member_and_lift_purchases() -> None:
    """Members cost a twelfth of the yearly perks a month, and buy 1.2 times as often while the effect is on."""
    program = merged(NO_POINTS, {"perks": {"offered": True, "cost_per_year": 12}})
    behaviour = {"perks_lift": {"on": True, "lift": 0.2}, "largest_multiplier": 2.0}
    scenario = starters(10_000, 12, rate=1.0, program=program, behaviour=behaviour)
    table = monthly(simulate(scenario))
    assert table["cost_member_perks"].tolist() == pytest.approx([10_000.0] * 12)
    lives = watch(scenario)
    check_ratio(lives[M.MORE_PURCHASES], lives[M.PURCHASES_0] - 1, 0.2, precision=0.02)


def test_giving_costs_a_share_of_member_sales() -> None:
    """Donations are the share of sales to members, and leave every purchase alone while the effect is off."""
    program = merged(NO_POINTS, {"giving": {"share": 0.02}, "enrolment": {"share": 0.5}})
    result = simulate(starters(1_000, 12, rate=1.0, program=program))
    counted = result.tally.panel.sum((0, 1, 2))
    assert 0 < counted[M.MEMBER_SALES] < counted[M.SALES]
    assert kpis(result)["cost_giving"].program.value == pytest.approx(0.02 * counted[M.MEMBER_SALES] * result.scale / 100)
    assert counted[M.PURCHASES] == counted[M.PURCHASES_0]


def test_members_of_a_program_that_gives_stay_longer() -> None:
    """With a lapse multiplier of 0.5 members lapse at half their rate, from the day they join."""
    program = merged(NO_POINTS, {"giving": {"share": 0.01}})
    behaviour = {"giving_response": {"on": True, "lift": 0.0, "lapse_multiplier": 0.5}}
    lives = watch(starters(30_000, 12, rate=1.0, lapse=0.1, program=program, behaviour=behaviour))
    check_mean(lives[M.LAPSED], -np.expm1(-0.6), precision=0.01)
    check_mean(lives[M.LAPSED_0], -np.expm1(-1.2), precision=0.01)


def test_complexity_counts_what_must_be_understood() -> None:
    """No points and nothing else is 0; each rule adds one; messages, perks and giving add none."""

    def points(parts: dict[str, Any]) -> int:
        return complexity(Program.model_validate(merged(NO_POINTS, merged({"redemption": {"mode": "any"}}, parts))))

    assert points({}) == 0
    assert points({"perks": {"offered": True}, "giving": {"share": 0.01}, "messages": {"status_per_month": 1}}) == 0
    assert points({"earn": {"points": 1}}) == 1
    assert points({"earn": {"points": 1}, "expiry": {"rule": "inactivity"}}) == 2
    assert points({"earn": {"points": 1}, "redemption": {"mode": "blocks"}}) == 2
    levels = [{"name": name, "threshold": 100 * (index + 1)} for index, name in enumerate("ABCD")]
    assert points({"tiers": {"levels": levels[:3]}}) == 1
    assert points({"tiers": {"levels": levels}, "paid": {"offered": True}}) == 3


def test_complexity_keeps_casual_customers_away() -> None:
    """Two points at a tenth each: a fifth fewer of the lightest third join and redeem, and of the others none."""
    program = {"expiry": {"rule": "after earning", "months": 12}, "enrolment": {"share": 0.6}}
    behaviour = {"redemption": {"on": True, "never": 0.3}, "complexity": {"on": True, "per_point": 0.1}}
    spread = {"purchase_shape": 1.0}
    simple = watch(
        plain(60_000, 1, segment=spread, program=program, behaviour={"redemption": {"on": True, "never": 0.3}})
    ).traits
    harder = watch(plain(60_000, 1, segment=spread, program=program, behaviour=behaviour)).traits
    light = simple["third"] == 0
    check_mean(simple["willing"][light], 0.6, precision=0.01)
    check_mean(harder["willing"][light], 0.6 * 0.8, precision=0.01)
    assert (harder["willing"] == simple["willing"])[~light].all()


def test_complexity_keeps_casual_members_from_redeeming() -> None:
    """With never-redeemers at 0.3, casual members of a program of one point at 0.5 redeem with chance 0.35, others 0.7."""
    behaviour = {
        "redemption": {"on": True, "never": 0.3, "hassle": 0.0, "noise": 0.01, "reward_worth_spread": 0.0},
        "complexity": {"on": True, "per_point": 0.5},
    }
    program = {"point_value": 5.0, "enrolment": {"share": 1.0}}
    lives = watch(starters(30_000, 6, rate=3.0, segment={"purchase_shape": 50.0}, program=program, behaviour=behaviour))
    member, light = lives[M.ENROLLED] > 0, lives.traits["third"] == 0
    ever = (lives[M.REDEMPTIONS] > 0) & (lives[M.PURCHASES] > 2)
    often = member & (lives[M.PURCHASES] > 2)
    check_mean(ever[often & light], 0.35, precision=0.02)
    check_mean(ever[often & ~light], 0.7, precision=0.01)


def test_share_of_wallet_in_both_worlds() -> None:
    """Without the program it is the share stated; with it members move the stated gain of their category spend here."""
    behaviour = {"share_of_wallet": {"on": True, "gain": 0.04, "share": 0.4}, "largest_multiplier": 2.0}
    found = kpis(simulate(starters(20_000, 12, rate=2.0, behaviour=behaviour)))["share_of_wallet"]
    assert found.without.value == pytest.approx(0.4)
    first_visits = 1 / 25  # of 25 purchases a customer makes in the year, the one at which they join is no more often
    assert found.program.value == pytest.approx(0.4 + 0.04 * (1 - first_visits), abs=4 * found.program.se)
    assert found.program.se < 0.001
