"""The annual dividend: what accrues, when it is given, and what becomes of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.finance import checks
from tests.engine.plain import at_visits, merged, plain, starters
from tests.engine.watch import check_mean, check_ratio, watch

M = Measure


def dividend(**rest: Any) -> dict[str, Any]:
    """A dividend of a tenth, given in March, and no points."""
    return {"earn": {"points": 0}, "dividend": {"share": 0.1, "month": 3, **rest}}


def test_it_is_a_share_of_the_eligible_spend_of_the_year_before() -> None:
    """Each member gets at the beginning of March, and at no other time, a tenth of seven tenths of what was spent from
    January to December; until then it is accrued."""
    scenario = plain(2_000, 18, rate=1.5, program=dividend(eligible_share=0.7), behaviour=at_visits(0.0))
    lives = watch(scenario, (0, 12), (14, 15), (0, 18))
    spent, given = lives.counts[:, 0, M.MEMBER_SALES], lives.counts[:, 1, M.DIVIDEND_GIVEN]
    assert (given == spent * 7 // 100).all()
    assert (lives.counts[:, 2, M.DIVIDEND_GIVEN] == given).all()
    assert (lives.counts[:, 0, M.DIVIDEND_ACCRUED] == given).all()
    later = watch(scenario, (12, 18)).counts[:, 0]
    assert (later[:, M.DIVIDEND_ACCRUED] == later[:, M.MEMBER_SALES] * 7 // 100 - given).all()


@pytest.mark.parametrize("to_lapsed", [True, False])
def test_it_is_forfeited_below_the_minimum_and_where_the_lapsed_get_none(to_lapsed: bool) -> None:
    """Members who spent less than 500, and the lapsed where so ruled, forfeit what they have accrued; the others lose
    nothing."""
    program = dividend(minimum_spend=500, to_lapsed=to_lapsed)
    lives = watch(plain(3_000, 15, rate=0.5, lapse=0.03, program=program, behaviour=at_visits(0.0)), (0, 12), (14, 15))
    spent, march = lives.counts[:, 0, M.MEMBER_SALES], lives.counts[:, 1]
    lost = spent < 50_000
    if not to_lapsed:
        lost |= lives.traits["lapse"] < 14
    assert 0.1 < lost.mean() < 0.9
    assert (march[:, M.DIVIDEND_GIVEN] == np.where(lost, 0, spent // 10)).all()
    assert (march[:, M.DIVIDEND_FORFEITED] == np.where(lost, spent // 10, 0)).all()
    assert (march[:, M.DIVIDENDS] == (march[:, M.DIVIDEND_GIVEN] > 0)).all()


@pytest.mark.parametrize("life", [1.0, 2.5])
def test_it_is_used_when_a_visit_comes_in_time(life: float) -> None:
    """At a chance u per visit of a Poisson rate l it is used within its life L with chance 1 - exp(-l u L), else it dies."""
    scenario = plain(40_000, 20, rate=1, program=dividend(life_months=life, share=0.01), behaviour=at_visits(0.5))
    lives = watch(scenario, (14, 18))
    given = lives[M.DIVIDEND_GIVEN] > 0
    assert (lives[M.DIVIDEND_USED] + lives[M.DIVIDEND_EXPIRED] == lives[M.DIVIDEND_GIVEN]).all()
    check_mean(lives[M.DIVIDEND_USED][given] > 0, -math.expm1(-0.5 * life), precision=0.01)


def test_it_is_used_in_part_where_an_order_may_not_take_all() -> None:
    """Where a twentieth of an order of 100 may be paid with rewards, a dividend goes in parts of 5."""
    program = merged(dividend(share=0.2), {"redemption": {"max_basket_share": 0.05}})
    lives = watch(plain(500, 24, rate=2, program=program, behaviour=at_visits(1.0)), (14, 24))
    assert (lives[M.DIVIDEND_USED] <= 500 * lives[M.PURCHASES]).all()
    enough = lives[M.DIVIDEND_GIVEN] >= 500 * lives[M.PURCHASES]
    assert enough.sum() > 50
    assert (lives[M.DIVIDEND_USED] == 500 * lives[M.PURCHASES])[enough].all()


def test_the_stated_share_is_paid_out() -> None:
    """Of the dividends that nobody uses, the stated share is paid out after the stated months, and the rest dies."""
    behaviour = merged(at_visits(0.0), {"redemption": {"cashes_out": 0.3}})
    scenario = plain(20_000, 20, rate=1, program=dividend(cash_out_months=2, life_months=4), behaviour=behaviour)
    lives = watch(scenario, (14, 16), (16, 17), (14, 19))
    assert not lives[M.DIVIDEND_CASHED].any()
    given, cashed = lives[M.DIVIDEND_GIVEN], lives.counts[:, 1, M.DIVIDEND_CASHED]
    assert ((cashed == 0) | (cashed == given)).all()
    check_ratio(cashed, given, 0.3, precision=0.02)
    assert (cashed + lives.counts[:, 2, M.DIVIDEND_EXPIRED] == given).all()


def test_what_it_pays_accrues_nothing() -> None:
    """The dividend of a year is a share of sales less what dividends paid, and the checks hold."""
    scenario = plain(2_000, 40, rate=1, lapse=0.02, program=dividend(life_months=6), behaviour=at_visits(0.5))
    lives = watch(scenario, (12, 24), (26, 27))
    year, march = lives.counts[:, 0], lives.counts[:, 1]
    assert year[:, M.DIVIDEND_USED].sum() > 0
    assert (march[:, M.DIVIDEND_GIVEN] == (year[:, M.MEMBER_SALES] - year[:, M.DIVIDEND_USED]) // 10).all()
    found = checks(simulate(scenario))
    assert [check.name for check in found if not check.ok and check.level == "error"] == []


def paying(share: float, choice: dict[str, Any], **paid: Any) -> dict[str, Any]:
    """Parts of a scenario whose dividend is for those alone who pay for membership."""
    program = dividend(who="paying members", share=share, month=3)
    return {
        "program": merged(program, {"paid": {"offered": True, "fee": 20, **paid}}),
        "behaviour": merged(at_visits(0.0), {"paid_choice": choice}),
    }


def test_of_paying_members_only_what_they_spend_while_they_pay_counts() -> None:
    """The purchase at which a member joins is not counted, those up to the end of the term are, and no others."""
    parts = paying(0.1, {"attention": 0.3, "renewal": 0.5}, term="monthly")
    lives = watch(plain(1_000, 15, rate=2, **parts), (0, 12), (14, 15), log=True)
    log = lives.log
    was_paying = np.append(0, log["paid"][:-1]) * np.append(0, log["life"][1:] == log["life"][:-1])
    year = log["time"] < 12
    counted = np.bincount(log["life"][year], weights=(log["sales"] * was_paying)[year], minlength=1_000)
    assert 0.1 < counted.sum() / lives[M.MEMBER_SALES].sum() < 0.9
    assert (lives.counts[:, 1, M.DIVIDEND_GIVEN] == counted // 10).all()


def test_it_is_capped_for_the_year() -> None:
    """Nobody gets more for a year than the cap, and whoever stays below it gets the whole share."""
    program = dividend(yearly_cap=95.55)
    lives = watch(plain(2_000, 15, rate=0.8, program=program, behaviour=at_visits(0.0)), (0, 12), (14, 15))
    share = lives[M.MEMBER_SALES] // 10
    assert 0.1 < (share > 9555).mean() < 0.9
    assert (lives.counts[:, 1, M.DIVIDEND_GIVEN] == np.minimum(share, 9555)).all()
    assert (lives[M.DIVIDEND_ACCRUED] == np.minimum(share, 9555)).all()


@pytest.mark.parametrize(("fee", "cap", "joins"), [(20, 0, True), (28, 0, False), (20, 15, False), (14, 15, True)])
def test_it_is_a_reason_to_pay_up_to_its_cap(fee: float, cap: float, joins: bool) -> None:
    """Two in a hundred of a spend of 1,200 a year, at most the cap, are weighed against the fee of a year."""
    parts = paying(0.02, {"on": True, "attention": 1.0, "noise": 0.005}, fee=fee)
    parts["program"] = merged(parts["program"], {"dividend": {"yearly_cap": cap}})
    lives = watch(starters(200, 1, rate=1, **parts))
    assert (lives[M.PAID_JOINED] == joins).all()


def test_a_dividend_for_all_is_no_reason_to_pay() -> None:
    """What every member gets is not among the benefits of paying."""
    parts = paying(0.02, {"on": True, "attention": 1.0, "noise": 0.005}, fee=1)
    parts["program"] = merged(parts["program"], {"dividend": {"who": "all members"}})
    assert not watch(starters(200, 1, rate=1, **parts))[M.PAID_JOINED].any()


def test_the_shortfall_refunded_is_the_fee_less_the_dividend() -> None:
    """Whoever cancels gets back the part of the fee that the dividend accrued so far falls short of; both add up to it."""
    parts = paying(0.02, {"attention": 1.0, "cancel": 1.0}, refund="shortfall", fee=24)
    lives = watch(starters(2_000, 12, rate=1, **parts))
    cancelled = lives[M.PAID_CANCELLED] > 0
    assert 0.3 < cancelled.mean() < 0.9
    assert (lives[M.REFUNDS] + lives[M.DIVIDEND_ACCRUED] == 2400)[cancelled].all()
    assert lives[M.DIVIDEND_ACCRUED][cancelled].any()
