"""The choice to redeem: its exact chance, and whom a change of circumstances moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.engine.plain import at_hazard, lot_life, merged, newcomers, plain
from tests.engine.watch import Lives, check_mean, watch

CHOICE: dict[str, Any] = {
    "redemption": {
        "on": True, "reward_worth": 0.9, "reward_worth_spread": 0.0, "hassle": 3.0, "hassle_spread": 0.0, "noise": 1.5,
        "urgency": 0.0, "never": 0.0,
    }
}  # fmt: skip
REWARD: dict[str, Any] = {"earn": {"points": 1}, "point_value": 1.0, "redemption": {"mode": "blocks", "block_points": 4}}
"""Four visits earn a reward of 4."""
WELCOME: dict[str, Any] = {"earn": {"points": 0}, "enrolment": {"welcome_points": 4}}
"""The only points are those of a reward, given at joining."""


def first_chances(
    program: dict[str, Any] | None = None, behaviour: dict[str, Any] | None = None, customers: int = 30_000
) -> Lives:
    """Customers who buy twice a month for a year, with log."""
    return watch(
        plain(customers, 12, rate=2, program=merged(REWARD, program or {}), behaviour=merged(CHOICE, behaviour or {})),
        (0, 12),
        log=True,
    )


def taken(lives: Lives, needed: int) -> NDArray[np.bool_]:
    """[life] whether the first visit that finds ``needed`` points redeems; only lives with such a visit."""
    log = lives.log
    before = np.where(np.append(True, log["life"][1:] != log["life"][:-1]), 0, np.append(0, log["balance"][:-1]))
    chances = log[(before >= needed) & (log["purchase"] == 1)]
    first = np.append(True, chances["life"][1:] != chances["life"][:-1])
    found = np.zeros(len(lives.traits), bool)
    found[chances["life"][first]] = chances["redeemed"][first] > 0
    return found


def logistic(utility: float) -> float:
    """Chance of a choice of this utility."""
    return float(1 / (1 + np.exp(-utility)))


def test_chance_is_the_logit_of_worth_less_hassle() -> None:
    """The first visit that finds 4 points worth 4 redeems with chance logistic((0.9 x 4 - 3)/1.5)."""
    lives = first_chances()
    reached = np.bincount(lives.log["life"], weights=lives.log["purchase"], minlength=len(lives.traits)) > 4
    check_mean(taken(lives, 4)[reached], logistic((0.9 * 4 - 3) / 1.5))


def test_earning_forgone_lowers_the_worth() -> None:
    """Where points are earned on what is paid, a unit of reward is worth less by the points it forgoes."""
    program = {"earn": {"points": 0.04, "per": "money", "on": "paid"}, "point_value": 2.0}
    lives = first_chances(program)
    reached = np.bincount(lives.log["life"], weights=lives.log["purchase"], minlength=len(lives.traits)) > 1
    check_mean(taken(lives, 4)[reached], logistic(((0.9 - 0.08) * 8 - 3) / 1.5))


def test_never_redeemers_never_redeem() -> None:
    """The stated share never redeems, whatever the offer."""
    lives = watch(
        plain(20_000, 60, rate=3, program=REWARD, behaviour=merged(CHOICE, {"redemption": {"never": 0.2}})), log=True
    )
    ever = np.bincount(lives.log["life"], weights=lives.log["redeemed"], minlength=len(lives.traits)) > 0
    check_mean(~ever, 0.2, precision=0.02)


MOVES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "value per point": ({"point_value": 1.5}, {}),
    "less bother": ({}, {"redemption": {"hassle": 2.0}}),
    "worth of a reward": ({}, {"redemption": {"reward_worth": 1.1}}),
}


@pytest.mark.parametrize("move", MOVES)
def test_a_better_offer_loses_nobody(move: str) -> None:
    """Who redeems at the first chance still does when the offer is better, and some others join them."""
    program, behaviour = MOVES[move]
    less, more = taken(first_chances(customers=3_000), 4), taken(first_chances(program, behaviour, customers=3_000), 4)
    assert not (less & ~more).any()
    assert (more & ~less).sum() > 50


def test_the_nearer_the_expiry_the_likelier_is_redemption() -> None:
    """With urgency the chance at a visit rises as expiry comes closer: worth + value x e^(-time left/D)."""
    days = 30.0
    behaviour = merged(CHOICE, {"redemption": {"urgency": 1.0, "urgency_days": days}})
    program = merged(
        REWARD, {"earn": {"points": 0}, "enrolment": {"welcome_points": 4}, "redemption": {"moment": "after earning"}}
    )
    lives = watch(newcomers(60_000, 16, rate=0.6, program=merged(program, lot_life(3)), behaviour=behaviour), log=True)
    log = lives.log
    before = np.where(np.append(True, log["life"][1:] != log["life"][:-1]), 0, np.append(0, log["balance"][:-1]))
    visit = (log["purchase"] == 1) & (before == 4)
    left = 3 - (log["time"] - lives.traits["born"][log["life"]])[visit]
    redeemed = log["redeemed"][visit] > 0
    utility = (0.9 * 4 - 3 + 4 * np.exp(-left * 365.25 / 12 / days)) / 1.5
    chance = 1 / (1 + np.exp(-utility))
    for near, far in ((0, 0.5), (0.5, 1.0), (1.0, 2.0), (2.0, 3.0)):
        own = (left >= near) & (left < far)
        check_mean(redeemed[own] - chance[own] + 1, 1.0, precision=0.02)
    assert redeemed[left < 0.5].mean() > redeemed[left > 2].mean() + 0.1


@pytest.mark.parametrize("response", [0.0, 0.3, 1.0])
def test_reminders_are_answered_by_the_stated_share(response: float) -> None:
    """One reminder goes out the stated time before expiry to whoever still holds the points; the stated share redeems."""
    program = merged(
        REWARD, {"earn": {"points": 0}, "enrolment": {"welcome_points": 4}, "redemption": {"moment": "after earning"}}
    )
    days = 365.25 / 12
    expiring = {"expiry": {"rule": "after earning", "months": 3, "rounding": "exact", "reminder_days": days}}
    behaviour = merged(at_hazard(0.0), {"reminder": {"on": True, "response": response}})
    lives = watch(newcomers(20_000, 16, rate=1e-9, program=merged(program, expiring), behaviour=behaviour), log=True)
    early = lives.traits["born"][lives.log["life"]] < 12
    reminders = lives.log[early & (lives.log["kind"] == 1)]
    assert len(reminders) == (lives.traits["born"] < 12).sum() - 1
    assert reminders["time"] == pytest.approx(lives.traits["born"][reminders["life"]] + 2)
    if response in (0.0, 1.0):
        assert ((reminders["redeemed"] == 4) == bool(response)).all()
    else:
        check_mean(reminders["redeemed"] == 4, response, precision=0.015)
