"""Goods given back, and points that are pending: what leaves sales, what is taken back, and what comes back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import BATCHES, ISSUED, SETTLED, Measure, simulate
from loyalty_sim.engine.clocks import simpy_clock
from loyalty_sim.engine.population import populate
from loyalty_sim.engine.terms import pack
from loyalty_sim.engine.units import DAYS_PER_MONTH
from tests.engine.plain import at_visits, lot_life, merged, plain, starters
from tests.engine.watch import check_ratio, watch

M = Measure
ONCE = 1e-8
"""A purchase rate at which the purchase at the start is the only one."""
KEPT = at_visits(0.0)
"""Nobody redeems."""


def returns(share: float, days: float) -> dict[str, Any]:
    """A market in which a share of purchases is given back after some days."""
    return {"return_share": share, "return_after_days": days}


def pending(days: float, **earn: Any) -> dict[str, Any]:
    """Parts of a program whose points are pending."""
    return {"earn": {"pending_days": days, **earn}}


def test_the_share_of_purchases_given_back() -> None:
    """A fifth of all purchases comes back, in both worlds and of members and others alike."""
    scenario = plain(30_000, 12, market=returns(0.2, 1), program={"enrolment": {"share": 0.5}})
    lives = watch(scenario)
    check_ratio(lives[M.RETURNS] / 10_000, lives[M.PURCHASES], 0.2, precision=0.01)
    check_ratio(lives[M.MEMBER_RETURNS] / 10_000, lives[M.MEMBER_PURCHASES], 0.2, precision=0.01)
    assert (lives[M.RETURNS] == lives[M.RETURNS_0]).all()


def test_money_leaves_in_the_month_of_the_return() -> None:
    """Purchases at time 0 that are given back after 45 days leave sales in the second month; sales themselves stay."""
    tally = simulate(starters(500, 4, rate=ONCE, market=returns(1.0, 45))).tally.panel.sum((0, 2))
    assert tally[:, M.SALES].tolist() == [500 * 10_000, 0, 0, 0]
    for measure in (M.RETURNS, M.RETURNS_0, M.MEMBER_RETURNS):
        assert tally[:, measure].tolist() == [0, 500 * 10_000, 0, 0]


def test_the_points_of_a_purchase_go_with_it() -> None:
    """When nobody redeems, one point is taken for every purchase given back, and none without the rule."""
    market = returns(0.3, 20)
    lives = watch(plain(500, 24, market=market, behaviour=KEPT))
    assert (10_000 * lives[M.CLAWED_BACK] == lives[M.MEMBER_RETURNS]).all()
    assert lives[M.CLAWED_BACK].sum() > 1_000
    assert (
        watch(plain(500, 24, market=market, behaviour=KEPT, program=pending(0, claw_back=False)))[M.CLAWED_BACK] == 0
    ).all()


def test_returns_without_claw_back_leave_everything_else_alone() -> None:
    """Where no points are taken or used, goods given back change no count but their own."""
    program = pending(0, claw_back=False)
    parts = {"lapse": 0.02, "program": program, "behaviour": KEPT}
    without, with_returns = plain(300, 12, **parts), plain(300, 12, market=returns(0.3, 20), **parts)
    own = (M.RETURNS, M.RETURNS_0, M.MEMBER_RETURNS)
    others = [measure for measure in Measure if measure not in own]
    first, second = simulate(without).tally, simulate(with_returns).tally
    assert (first.panel[..., others] == second.panel[..., others]).all()
    assert second.panel[..., own].any()


def test_points_already_used_are_owed_and_paid_by_later_ones() -> None:
    """With everything redeemed at once, points taken and points still owed add up to those of purchases given back; nobody
    holds points while owing some, and the balance is what was issued less what is gone."""
    scenario = plain(100, 36, market=returns(0.4, 60), behaviour=at_visits(1.0), program={"redemption": {"automatic": True}})
    terms, population = pack(scenario), populate(scenario)
    owed = 0
    for life in range(100):
        seen: list[Any] = []

        def listen(kind: int, time: float, c: Any, lots: Any, seen: list[Any] = seen) -> None:
            assert c.debt == 0 or c.balance == 0
            assert c.balance == lots[c.first_lot : c.last_lot]["points"].sum()
            seen[:] = [c]

        tally, _ = simpy_clock(terms, population, life, life + 1, listen)
        counts = tally.panel[life % BATCHES].sum((0, 1))
        if seen:
            assert 10_000 * (counts[M.CLAWED_BACK] + seen[0].debt) == counts[M.MEMBER_RETURNS]
            assert seen[0].balance == counts[list(ISSUED)].sum() - counts[list(SETTLED)].sum()
            owed += seen[0].debt
    assert owed > 0


def test_pending_points_cannot_be_used() -> None:
    """Members who redeem all they can at every visit redeem what they earned at least 30 days before, and nothing else."""
    wait = 30 / DAYS_PER_MONTH
    log = watch(plain(200, 12, rate=2, program=pending(30), behaviour=at_visits(1.0)), log=True).log
    visits = log[log["purchase"] == 1]
    for life in range(200):
        own = visits[visits["life"] == life]
        used = 0
        for visit in own:
            available = int((own["earned"][own["time"] + wait <= visit["time"]]).sum()) - used
            assert visit["redeemed"] == available
            used += available
    assert visits["redeemed"].sum() > 1_000


@pytest.mark.parametrize(
    ("start", "wait", "dies"), [("earning", 1, 3.0), ("release", 1, 4.0), ("earning", 4, 4.0), ("release", 4, 7.0)]
)
def test_pending_points_live_from_earning_or_from_release(start: str, wait: int, dies: float) -> None:
    """Points of three months, pending for one, die 3 months after earning or 4; pending for four, never before release."""
    program = merged(lot_life(3), merged(pending(wait * DAYS_PER_MONTH), {"expiry": {"counts_from": start}}))
    log = watch(starters(100, 12, rate=ONCE, program=program, behaviour=KEPT), log=True).log
    died = log[log["expired"] > 0]
    assert len(died) == 100
    assert set(died["time"]) == {dies}


def test_points_still_pending_are_taken_from_what_is_pending() -> None:
    """Given back after 10 days, points pending for 30 are gone before anybody held them; until then they are outstanding."""
    scenario = starters(200, 3, rate=ONCE, market=returns(1.0, 10), program=pending(30))
    counts = simulate(scenario).tally.panel.sum((0, 1, 2))
    assert counts[[M.EARNED, M.CLAWED_BACK, M.PENDING, M.REDEEMED]].tolist() == [200, 200, 0, 0]
    waiting = simulate(starters(200, 3, rate=ONCE, program=pending(50))).tally.panel.sum((0, 2))
    assert waiting[:, M.PENDING].tolist() == [200, -200, 0]


def test_points_that_paid_for_a_purchase_come_back_with_it() -> None:
    """When everything is given back within the run, points restored are those redeemed, at the same face value, and they
    have a life of their own from then on."""
    program = merged({"point_value": 0.013, "earn": {"claw_back": False}}, lot_life(2))
    lives = watch(
        plain(500, 24, market=returns(1.0, 5), behaviour=at_visits(1.0), program=program), (0, 23), (0, 24), log=True
    )
    restored, redeemed = lives.counts[:, 1, M.RESTORED], lives.counts[:, 0, M.REDEEMED]
    assert (restored >= redeemed).all()
    assert restored.sum() > 1_000
    early = watch(plain(500, 24, market=returns(1.0, 5), behaviour=at_visits(1.0), program=program), (0, 24))
    assert (early[M.RESTORED] <= early[M.REDEEMED]).all()
    assert (early[M.RESTORED_FACE] <= early[M.FACE]).all()


@pytest.mark.parametrize("window", ["calendar year", "rolling 12 months"])
def test_status_is_not_earned_by_what_is_given_back(window: str) -> None:
    """When everything is given back a day later, only two purchases within a day reach a tier of two visits; over rolling
    months it is lost again with the first return."""
    levels = {"metric": "visits", "window": window, "levels": [{"name": "Gold", "threshold": 2}]}
    scenario = plain(2_000, 11, rate=0.5, market=returns(1.0, 1), program={"tiers": levels})
    lives = watch(scenario, log=True)
    visits = lives.log[lives.log["purchase"] == 1]
    close = np.diff(visits["time"]) < 1 / DAYS_PER_MONTH
    quick = {int(life) for life in visits["life"][1:][close & (np.diff(visits["life"]) == 0)]}
    assert set(np.flatnonzero(lives[M.PROMOTIONS])) == quick
    assert len(quick) > 20
    if window == "rolling 12 months":
        assert lives[M.DEMOTIONS].sum() >= lives[M.PROMOTIONS].sum() - 2
    else:
        assert not lives[M.DEMOTIONS].any()


def test_a_challenge_is_not_won_by_what_is_given_back() -> None:
    """When everything is given back a day later, nobody reaches three purchases that lie further apart."""
    for metric, goal in (("purchases", 3), ("spend", 300)):
        offered = {"challenge": {"offered": True, "metric": metric, "goal": goal, "window_months": 12}}
        lives = watch(plain(300, 12, rate=0.5, market=returns(1.0, 1), program=offered), log=True)
        visits = lives.log[lives.log["purchase"] == 1]
        three = (visits["time"][2:] - visits["time"][:-2] < 1 / DAYS_PER_MONTH) & (visits["life"][2:] == visits["life"][:-2])
        assert lives[M.CHALLENGES_REACHED].sum() == three.sum() == 0
        kept = watch(plain(300, 12, rate=0.5, program=offered))
        assert kept[M.CHALLENGES_REACHED].sum() > 200
