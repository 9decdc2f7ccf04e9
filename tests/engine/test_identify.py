"""Purchases of members that are not identified, and cards of a partner that are good for more here."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.engine.life import REVIEW
from loyalty_sim.scenario import Scenario
from tests.engine.plain import at_visits, lot_life, plain, starters
from tests.engine.watch import check_ratio, watch

M = Measure
CARD = {"name": "Bank", "shoppers": 0.4, "points": 0}


def test_only_identified_purchases_earn() -> None:
    """Of the purchases after joining a share p is identified, each earns its point, and no purchase is lost or added."""
    lives = watch(plain(10_000, 12, rate=2.0, program={"enrolment": {"identified": 0.7}}))
    earned, hidden = lives[M.EARNED], lives[M.UNIDENTIFIED]
    assert (lives[M.MEMBER_PURCHASES] + hidden == lives[M.PURCHASES]).all()
    assert (earned == lives[M.MEMBER_PURCHASES]).all()
    check_ratio(earned, earned + hidden, 0.7, precision=0.01, wrong=(0.49, 1.0))


def test_who_is_not_identified_gets_no_discount_and_no_status() -> None:
    """Discounts and status count identified purchases only."""
    tiers = {"metric": "visits", "levels": [{"name": "Gold", "threshold": 6, "discount": 0.1}]}
    known, half = (
        simulate(plain(4_000, 12, program={"tiers": tiers, "enrolment": {"identified": p}})).tally.panel for p in (1.0, 0.5)
    )
    assert half[..., M.PURCHASES].sum() == known[..., M.PURCHASES].sum()
    assert 0 < half[..., M.PROMOTIONS].sum() < 0.7 * known[..., M.PROMOTIONS].sum()
    assert 0 < half[..., M.TIER_DISCOUNTS].sum() < 0.5 * known[..., M.TIER_DISCOUNTS].sum()


def test_identified_at_a_lower_share_is_a_part_of_those_at_a_higher() -> None:
    """One draw decides for every share: what is identified at 0.3 is identified at 0.6 too, customer by customer."""
    few, more = (watch(plain(2_000, 12, program={"enrolment": {"identified": p}})) for p in (0.3, 0.6))
    assert (few[M.EARNED] <= more[M.EARNED]).all()


def test_a_card_multiplies_the_points_of_those_who_hold_it() -> None:
    """With a card that doubles points, 40 % of members earn two points a visit and the others one."""
    lives = watch(plain(10_000, 12, rate=2.0, program={"partners": [{**CARD, "own_multiplier": 2.0}]}))
    bought, earned = lives[M.MEMBER_PURCHASES], lives[M.EARNED]
    holds = earned > bought
    assert (earned == np.where(holds, 2 * bought, bought)).all()
    assert holds.mean() == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / 10_000))


def test_a_card_stacks_with_bonuses_as_the_rule_says() -> None:
    """An event of three times and a card of twice the points: three by the best, four added, six multiplied."""
    event = {"name": "All year", "calendar_months": list(range(1, 13)), "multiplier": 3}
    for stacking, times in (("best", 3), ("add", 4), ("multiply", 6)):
        program = {
            "partners": [{**CARD, "shoppers": 1.0, "own_multiplier": 2.0}],
            "bonuses": {"events": [event], "stacking": stacking},
        }
        panel = simulate(plain(200, 12, program=program)).tally.panel
        assert panel[..., M.EARNED].sum() == times * panel[..., M.MEMBER_PURCHASES].sum() > 0


def test_points_of_card_holders_never_expire() -> None:
    """Points live three months; of those who hold the card none expires, of the others as many as without a card."""
    rule = lot_life(3)
    card = {"partners": [{**CARD, "points_never_expire": True}]}
    without = watch(starters(4_000, 24, program=rule, behaviour=at_visits(0.1)))[M.EXPIRED]
    expired = watch(starters(4_000, 24, program={**rule, **card}, behaviour=at_visits(0.1)))[M.EXPIRED]
    spared = expired != without
    assert (expired[spared] == 0).all()
    assert spared.mean() == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / 4_000) + 0.01)


def test_a_card_that_comes_to_spare_the_points_of_those_who_left_turns_no_time_back() -> None:
    """Members lapse, years of status pass, then a change spares the points of card holders: no review of the past follows,
    status is kept for one more window, and the points of those who left live on."""
    tiers = {"metric": "visits", "levels": [{"name": "Gold", "threshold": 1}]}
    card = {**CARD, "shoppers": 1.0, "points_never_expire": True}
    for window in ("calendar year", "rolling 12 months", "anniversary"):
        scenario = plain(
            300,
            60,
            lapse=0.2,
            program={**lot_life(30), "tiers": {**tiers, "window": window}},
            behaviour=at_visits(0.0),
        )
        change = {"month": 29, "changes": {"partners": [card]}}
        log = watch(Scenario.model_validate({**scenario.model_dump(), "amendments": [change]}), log=True).log
        later = log["life"][1:] == log["life"][:-1]
        assert (log["time"][1:] >= log["time"][:-1])[later].all()
        after = log["time"] > 31
        assert not log["expired"][after].any()
        assert (log["kind"][after] == REVIEW).any()
