"""Challenges: who reaches the goal of a window, what it earns, and what success and failure do afterwards."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.scenario import Scenario
from tests.engine.plain import merged, newcomers, starters
from tests.engine.watch import check_mean, watch

M = Measure
RATE = 0.8


def challenge(**levers: Any) -> dict[str, Any]:
    """Parts of a program with a challenge."""
    return {"challenge": {"offered": True, "goal": 3, "window_months": 1, "reward_points": 7, **levers}}


@pytest.mark.parametrize("window", [1, 3])
def test_the_goal_is_reached_as_often_as_purchases_reach_it(window: int) -> None:
    """Of windows that begin for a member, P(Poisson(rate x length) >= 3) are won; of the one joined in with a purchase,
    P(1 + Poisson >= 3)."""
    lives = watch(starters(20_000, 9, rate=RATE, program=challenge(window_months=window)), (0, window), (window, 9))
    won = lives.counts[..., M.CHALLENGES_REACHED]
    theory = stats.poisson.sf([1, 2], RATE * window)
    check_mean(won[:, 0], theory[0], precision=0.02, wrong=(theory[1],))
    check_mean(won[:, 1] / (9 // window - 1), theory[1], precision=0.02, wrong=(theory[0],))


def test_a_reward_comes_once_in_a_window_and_again_in_the_next() -> None:
    """Points are 7 for each goal reached; nobody wins twice within a window, many in several windows."""
    windows = [(month, month + 1) for month in range(6)]
    lives = watch(starters(500, 6, rate=6, program=challenge()), *windows)
    won = lives.counts[..., M.CHALLENGES_REACHED]
    assert (lives.counts[..., M.CHALLENGE] == 7 * won).all()
    assert won.max() == 1
    assert (won.sum(1) >= 4).mean() > 0.9


def test_spend_counts_what_is_charged() -> None:
    """With baskets of 100, a goal of 250 in spend is one of 3 purchases, and one of 300 too."""
    runs = [challenge(), challenge(metric="spend", goal=250), challenge(metric="spend", goal=300)]
    first, *others = (simulate(starters(300, 12, rate=RATE, program=program)).tally for program in runs)
    assert all((first.books == other.books).all() for other in others)


def test_every_challenge_taken_up_is_reached_or_missed() -> None:
    """Seen and taken by all when the choice is off; of windows that are over, each is either reached or missed."""
    lives = watch(starters(2_000, 7, rate=RATE, program=challenge()), (0, 6), (1, 7))
    assert (lives[M.CHALLENGES_SEEN] == 6).all()
    assert (lives[M.CHALLENGES_TAKEN] == 6).all()
    missed = lives.counts[:, 1, M.CHALLENGES_MISSED]  # counted in the month after
    assert (lives[M.CHALLENGES_REACHED] + missed == 6).all()


def test_the_same_share_of_members_takes_part_every_time() -> None:
    """With an opt-in of 0.3, three tenths of the members take every challenge, the others none; only those win or miss."""
    behaviour = {"challenge_choice": {"on": True, "opt_in": 0.3}}
    lives = watch(starters(20_000, 7, rate=RATE, program=challenge(), behaviour=behaviour), (0, 6), (1, 7))
    taken = lives[M.CHALLENGES_TAKEN]
    assert set(taken) == {0, 6}
    check_mean(taken / 6, 0.3, precision=0.02)
    ended = lives[M.CHALLENGES_REACHED] + lives.counts[:, 1, M.CHALLENGES_MISSED]
    assert (ended == taken).all()
    assert (lives[M.CHALLENGES_SEEN] == 6).all()


def test_windows_follow_the_calendar_year() -> None:
    """A run that starts in March has quarters from April on; the first window seen is what is left of one."""
    scenario = starters(200, 12, rate=2, program=challenge(window_months=3))
    march = Scenario.model_validate(merged(scenario.model_dump(), {"run": {"start": "2027-03"}}))
    seen = simulate(march).tally.panel[..., M.CHALLENGES_SEEN].sum((0, 2))
    assert seen.tolist() == [200, 200, 0, 0, 200, 0, 0, 200, 0, 0, 200, 0]


def test_who_joins_in_the_middle_counts_from_joining() -> None:
    """A newcomer sees the quarter of joining and those after it, and its purchases since joining decide on the first."""
    lives = watch(newcomers(3_000, 12, rate=1e-6, program=challenge(window_months=3, goal=1)))
    born = lives.traits["born"][1:]
    assert (lives[M.CHALLENGES_SEEN][1:] == 4 - born // 3).all()
    assert (lives[M.CHALLENGES_REACHED][1:] == 1).all()
    unreached = watch(newcomers(3_000, 12, rate=1e-6, program=challenge(window_months=3, goal=2)))
    assert (unreached[M.CHALLENGES_MISSED][1:] == 3 - born // 3).all()


def outcome(**strength: float) -> dict[str, Any]:
    """Only the effect of success and failure."""
    return {"goal_outcome": {"on": True, **strength}, "largest_multiplier": 2, "smallest_multiplier": 0}


def test_success_and_failure_change_later_purchases() -> None:
    """Without any tier: after a goal reached at time 0 purchases run at 1.5 times the own rate; after one that was missed
    within sight at 0.8 times, and at the own rate when it was out of sight."""
    won = starters(20_000, 7, rate=1, program=challenge(goal=1), behaviour=outcome(success_lift=0.5))
    check_mean(watch(won, (1, 7))[M.PURCHASES] / 6, 1.5, precision=0.01)
    lost = challenge(goal=1e6)
    for in_sight, factor in ((0.0, 0.8), (0.5, 1.0)):
        behaviour = outcome(failure_drop=0.2, in_sight=in_sight)
        lives = watch(starters(20_000, 7, rate=1, program=lost, behaviour=behaviour), (1, 7))
        check_mean(lives[M.PURCHASES] / 6, factor, precision=0.01)


def test_members_buy_faster_near_the_goal() -> None:
    """With a goal gradient of 50 % and one purchase of two made, the rate is 1.5 times the own until the second."""
    behaviour = {"goal_gradient": {"on": True, "lift": 0.5}, "largest_multiplier": 2}
    program = merged(challenge(goal=2, window_months=12), {"redemption": {"block_points": 1_000_000}})
    lives = watch(starters(40_000, 1, rate=1, program=program, behaviour=behaviour))
    check_mean(lives[M.PURCHASES] == 1, float(np.exp(-1.5)), precision=0.02, wrong=(float(np.exp(-1)),))
