"""The annual dividend: what accrues, when it is given, and what becomes of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.finance import checks
from tests.engine.plain import at_visits, merged, plain
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
