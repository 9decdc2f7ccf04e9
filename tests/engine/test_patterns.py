"""Patterns found in real programs come out of the engine with their effect on, and vanish with it off."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from loyalty_sim.engine import Measure
from tests.engine.plain import at_visits, merged, plain, starters
from tests.engine.watch import Lives, check_mean, check_ratio, ratio_z, watch

M = Measure
CARD: dict[str, Any] = {"redemption": {"mode": "blocks", "block_points": 10, "automatic": True, "moment": "after earning"}}


def lift_by_third(lives: Lives, window: int = 0) -> list[float]:
    """Paired lift of purchases over the no-program world, for light, middle and heavy buyers."""
    bought, without = lives.counts[:, window, M.PURCHASES], lives.counts[:, window, M.PURCHASES_0]
    thirds = [lives.traits["third"] == third for third in range(3)]
    return [float(bought[own].sum() / without[own].sum() - 1) for own in thirds]


def liu(on: bool) -> Lives:
    """Members with a lift of 10 % that may depend on how heavy a buyer they are; months 1, 2, 3 and 4 to 24 apart."""
    behaviour = {
        "largest_multiplier": 2.0,
        "share_of_wallet": {"on": True, "gain": 0.04, "share": 0.4},
        "light_heavy": {"on": on},
        "redemption": {"constant_chance": 0.5},
    }
    scenario = starters(40_000, 24, rate=1.0, segment={"purchase_shape": 1.5}, program=CARD, behaviour=behaviour)
    return watch(scenario, (0, 24), (0, 1), (1, 2), (2, 3), (3, 24))


def test_light_buyers_are_lifted_most() -> None:
    """Liu 2007: light > middle > heavy, heavy not at all, though the heavy redeem most rewards; the rise is over within
    three months; with the effect off all thirds are lifted alike."""
    lives = liu(True)
    light, middle, heavy = lift_by_third(lives, 4)
    assert light == pytest.approx(0.15, abs=0.02)
    assert middle == pytest.approx(0.10, abs=0.01)
    assert heavy == 0
    rewards = [lives[M.REDEMPTIONS][lives.traits["third"] == third].sum() for third in range(3)]
    assert rewards[2] > rewards[0] + rewards[1]
    rise = [lift_by_third(lives, window)[1] for window in (1, 2, 3)]
    assert rise == sorted(rise)
    assert rise == pytest.approx([0.1 / 3, 0.2 / 3, 0.1], abs=0.02)
    assert lift_by_third(liu(False), 4) == pytest.approx([0.1, 0.1, 0.1], abs=0.02)


def intervals(behaviour: dict[str, Any]) -> tuple[Lives, NDArray[Any], NDArray[np.float64]]:
    """Purchases that began an interval within the first 200 months, and the time to the next, on cards of ten."""
    lives = watch(
        plain(700, 240, rate=1, program=CARD, behaviour=merged({"largest_multiplier": 2.0}, behaviour)), (0, 1), log=True
    )
    bought = lives.log[lives.log["purchase"] == 1]
    followed = (bought["life"][1:] == bought["life"][:-1]) & (bought["time"][:-1] < 200)
    return lives, bought[:-1][followed], np.diff(bought["time"])[followed]


GOAL = {"goal_gradient": {"on": True, "lift": 0.25, "curvature": 1.0}}


def test_purchases_speed_up_along_the_card_and_reset_after_the_reward() -> None:
    """Kivetz, Urminsky & Zheng 2006: the mean time to the next purchase falls along the card to 0.8 of the first, and jumps
    back after the reward; without the effect it is flat."""
    _, start, wait = intervals(GOAL)
    mean = [wait[start["balance"] == stamps].mean() for stamps in range(10)]
    assert np.polyfit(range(10), mean, 1)[0] < 0
    first, last = wait[start["balance"] == 0], wait[start["balance"] == 9]
    check_mean(last, 0.8, precision=0.02)
    check_mean(first, 1.0, precision=0.02)
    _, start, wait = intervals({})
    for stamps in (0, 4, 9):
        check_mean(wait[start["balance"] == stamps], 1.0, precision=0.02)


def test_with_learning_the_reset_is_partial() -> None:
    """Drèze & Nunes 2011: later cards start faster than the first did, by 3 % a reward up to 10 %."""
    _, start, wait = intervals(merged(GOAL, {"learning": {"on": True}}))
    rewards = np.zeros(len(start), int)
    for life in np.unique(start["life"]):
        own = start["life"] == life
        rewards[own] = np.cumsum(start["redeemed"][own] > 0)
    fresh = start["balance"] == 0
    many = wait[fresh & (rewards >= 4)]
    check_mean(many, 1 / 1.1, precision=0.02)
    second = wait[(start["balance"] == 5) & (rewards == 1)]
    check_mean(second, 1 / 1.03 / (1 + 0.25 * 5 / 9), precision=0.04)
    assert many.mean() < 1


def year_end(lift: float, window: str) -> tuple[Lives, dict[str, NDArray[np.bool_]]]:
    """A year with one tier at 400 of spend; customers by where they stand two months before its end."""
    program = {"tiers": {"metric": "spend", "window": window, "levels": [{"name": "Gold", "threshold": 400}]}}
    behaviour = {"largest_multiplier": 2.0, "tier_pressure": {"on": True, "lift": lift}}
    segment = {"basket": 20, "purchase_shape": 3.0}
    lives = watch(plain(40_000, 12, rate=1.5, segment=segment, program=program, behaviour=behaviour), (0, 10), (10, 12))
    spent = lives.counts[:, 0, M.MEMBER_SALES]
    projected = spent + 2 * lives.traits["rate"] * lives.traits["basket"]
    near = (spent < 40_000) & (projected < 40_000) & (projected >= 32_000)
    return lives, {"near": near, "far": projected < 16_000, "qualified": spent >= 40_000}


def test_members_near_a_tier_buy_more_before_the_year_ends() -> None:
    """Behrens et al. 2024: in the last two months those projected within 20 % below the threshold buy more than without the
    effect; those far below or already qualified do not, nor does anyone earlier in the year."""
    lives, groups = year_end(0.3, "calendar year")
    more, without = lives.counts[:, 1, M.MORE_PURCHASES], lives.counts[:, 1, M.PURCHASES_0]
    near, far = groups["near"], groups["far"]
    assert near.sum() > 2_000
    assert ratio_z(more[near], without[near], 0.1)[0] > 4
    assert more[near].sum() / without[near].sum() < 0.3
    assert more[far].sum() < 0.02 * without[far].sum()
    assert groups["qualified"].sum() > 2_000
    assert not more[groups["qualified"]].any()
    assert not lives.counts[:, 0, M.MORE_PURCHASES].any()


@pytest.mark.parametrize(("lift", "window"), [(0.0, "calendar year"), (0.3, "rolling 12 months")])
def test_no_bunching_without_the_effect_or_with_a_rolling_window(lift: float, window: str) -> None:
    """Without the effect, or where no year ends, nobody buys more."""
    lives, _ = year_end(lift, window)
    assert not lives.counts[..., M.MORE_PURCHASES].any()


@pytest.mark.parametrize("slope", [0.0, 0.8])
def test_members_look_better_though_nobody_has_changed(slope: float) -> None:
    """Leenheer et al. 2007: where heavy buyers join first, members buy clearly more than others although the paired effect
    of the program is exactly zero for everyone; with random joining there is no gap."""
    behaviour = merged(at_visits(0.3), {"self_selection": {"on": True, "slope": slope}})
    segment = {"purchase_shape": 1.0}
    lives = watch(
        starters(30_000, 24, rate=0.5, segment=segment, program={"enrolment": {"share": 0.5}}, behaviour=behaviour)
    )
    member, bought = lives[M.ENROLLED] == 1, lives[M.PURCHASES]
    assert (bought == lives[M.PURCHASES_0]).all()
    others = bought[~member].mean()
    if slope == 0:
        check_ratio(bought[member], np.ones(member.sum()), others, precision=0.02)
    else:
        assert ratio_z(bought[member], np.ones(member.sum()), 1.3 * others)[0] > 4


def test_demoted_members_end_below_those_never_promoted() -> None:
    """Wagner, Hennig-Thurau & Rudolph 2009: after a demotion the same customers buy less than without a program, and only
    while the effect is on."""
    levels = [{"name": "Gold", "threshold": 400}]
    program = {"tiers": {"metric": "spend", "window": "rolling 12 months", "levels": levels}}
    segment = {"basket": 40, "basket_shape": 2.0}
    missed = []
    for on in (True, False):
        behaviour = {"demotion": {"on": on, "drop": 0.4}}
        lives = watch(plain(8_000, 36, rate=0.9, segment=segment, program=program, behaviour=behaviour), (0, 36))
        fallen = lives[M.DEMOTIONS] > 0
        assert fallen.sum() > 1_000
        assert not lives[M.MISSED_PURCHASES][~fallen].any()
        missed.append(lives[M.MISSED_PURCHASES][fallen].mean() / lives[M.PURCHASES_0][fallen].mean())
    assert missed[0] > 0.02
    assert missed[1] == 0
