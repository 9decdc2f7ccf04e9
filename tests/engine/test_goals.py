"""Planning for a reward, a head start, success and failure at a goal, exclusive status, and forgiveness."""

from __future__ import annotations

import math

import numpy as np
import pytest

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.engine.forward import CARDS, PACES, buying_chances, card_of, pace_of
from loyalty_sim.engine.perception import LEAST, MOST, prepared
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.market import WEEKS_PER_MONTH
from tests.engine.plain import lot_life, merged, plain, starters
from tests.engine.test_states import card
from tests.engine.watch import check_mean, held_between, watch


def test_buying_chances_of_the_logit_customer() -> None:
    """E1: with utility -1.2, reward 2 at the tenth stamp and discount 0.98 the chance rises from 0.257331 to 0.283083, and
    purchases come at 0.268771 a period; without a reward at 0.231475."""
    chances = buying_chances(10, np.array([-1.2]), 2.0, 0.98)[0]
    assert chances[[0, 9]] == pytest.approx([0.257331, 0.283083], abs=1e-6)
    assert 10 / (1 / chances).sum() == pytest.approx(0.268771, abs=1e-6)
    assert (np.diff(chances) > 0).all()
    assert buying_chances(10, np.array([-1.2]), 0.0, 0.98) == pytest.approx(np.full((1, 10), 0.231475), abs=1e-6)


def test_buying_chances_by_simulated_choices() -> None:
    """Agents that weigh the two values with Gumbel noise of their own buy at the solved chances."""
    utility, reward, discount = 0.0, 1.5, 0.9
    chances = buying_chances(3, np.array([utility]), reward, discount)[0]
    values = np.zeros(3)
    for _ in range(2_000):
        buy = utility + discount * np.roll(values, -1) + reward * (np.arange(3) == 2)
        values = np.logaddexp(buy, discount * values) + np.euler_gamma
    noise = np.random.default_rng(1).gumbel(size=(2, 200_000, 1))
    bought = buy + noise[0] > discount * values + noise[1]
    assert abs(bought.mean(0) - chances).max() < 4 * math.sqrt(0.25 / 200_000)


def test_heavy_buyers_barely_look_at_their_credits() -> None:
    """Hartmann & Viard 2008: the incentive of frequent buyers depends less on the progress of their card."""
    chances = buying_chances(10, np.log(np.expm1(PACES)), 2.0, 0.98)
    lift = chances / -np.expm1(-PACES)[:, None]
    swing = lift[:, -1] / lift[:, 0]
    assert (np.diff(swing) < 0).all()


def test_pace_and_card_are_the_nearest_solved() -> None:
    """Every solved pace and card is found again; longer cards count as the longest."""
    assert [pace_of(pace * WEEKS_PER_MONTH) for pace in PACES] == list(range(len(PACES)))
    assert [card_of(float(purchases)) for purchases in CARDS] == list(range(len(CARDS)))
    assert (card_of(5.0), card_of(999.0), pace_of(0.0), pace_of(999.0)) == (4, len(CARDS) - 1, 0, len(PACES) - 1)


def test_planning_customers_buy_at_the_solved_rate() -> None:
    """E1: on a card of ten, purchases come at 10/sum(1/rate) with the rates of the solved program, and time is spent at s
    stamps in proportion to 1/rate."""
    rate = PACES[7] * WEEKS_PER_MONTH
    behaviour = {
        "largest_multiplier": 3.0,
        "forward_looking": {"on": True, "reward_utility": 0.5, "discount_per_week": 0.98},
    }
    program = merged(card(10), {"point_value": 0.4})
    scenario = plain(4_000, 84, rate=rate, program=program, behaviour=behaviour)
    plain_chance = -math.expm1(-PACES[7])
    chances = buying_chances(10, np.array([math.log(math.expm1(PACES[7]))]), 0.5 * 0.4 * 10, 0.98)[0]
    rates = rate * chances / plain_chance
    theory = 10 / (1 / rates).sum()
    lives = watch(scenario, (60, 84), log=True)
    check_mean(lives[Measure.PURCHASES] / 24, theory, wrong=(rate,))
    share = held_between(lives, lives.log["balance"] == 9, 60, 84) / 24
    check_mean(share, theory / rates[9] / 10, precision=0.012)


def test_points_that_expire_are_worth_less_to_those_who_plan() -> None:
    """A short life of points lowers the multiplier at the start of a card, for every pace and length of card."""
    behaviour = {"forward_looking": {"on": True}}
    programs = [merged({"point_value": 1.0, "redemption": {"block_points": 10}}, lot_life(months)) for months in (2.0, 24.0)]
    shorter, longer = (prepared(plain(100, 12, program=program, behaviour=behaviour))["forward"][0] for program in programs)
    assert (shorter[:, :, 0] <= longer[:, :, 0]).all()
    assert (shorter[:, 1:, 0] < longer[:, 1:, 0]).any()


def test_head_start_is_progress_and_lasts_to_the_first_reward() -> None:
    """Two of ten stamps given: eight purchases complete the first card, at (1 + lift) times the rate; later cards take ten
    at the customer's own rate. The stamps given are counted apart from those earned."""
    behaviour = {
        "largest_multiplier": 2.0,
        "endowed_progress": {"on": True, "lift": 0.5},
        "redemption": {"constant_chance": 1.0},
    }
    program = merged(card(10), {"enrolment": {"head_start_points": 2}})
    lives = watch(plain(20_000, 96, rate=2, program=program, behaviour=behaviour), (0, 96), log=True)
    assert (lives[Measure.HEAD_START] == 2 * lives[Measure.ENROLLED]).all()
    times = np.full((len(lives.traits), 2), np.nan)
    rewards = lives.log[lives.log["redeemed"] > 0]
    order = np.lexsort((rewards["time"], rewards["life"]))
    life, time = rewards["life"][order], rewards["time"][order]
    place = np.arange(len(life)) - np.searchsorted(life, life)
    for nth in (0, 1):
        times[life[place == nth], nth] = time[place == nth]
    joined = np.full(len(lives.traits), np.inf)
    np.minimum.at(joined, lives.log["life"][lives.log["purchase"] > 0], lives.log["time"][lives.log["purchase"] > 0])
    assert np.isfinite(times).all()
    # the purchase at which a customer joins is the first of the eight
    check_mean(times[:, 0] - joined, 7 / (2 * 1.5), wrong=(7 / 2, 9 / 3))
    check_mean(times[:, 1] - times[:, 0], 10 / 2)


def test_head_start_is_over_when_it_expires() -> None:
    """Once the points of a head start have died, the lift is gone."""
    behaviour = {"largest_multiplier": 2.0, "endowed_progress": {"on": True, "lift": 1.0}}
    program = merged(merged(card(1000), lot_life(2.0)), {"enrolment": {"head_start_points": 2}, "earn": {"points": 0}})
    lives = watch(starters(20_000, 24, rate=3, program=program, behaviour=behaviour), (1, 2), (8, 24))
    check_mean(lives.counts[:, 0, Measure.PURCHASES], 6, precision=0.02)
    check_mean(lives.counts[:, 1, Measure.PURCHASES], 3 * 16)


TIER = {"tiers": {"metric": "visits", "levels": [{"name": "Gold", "threshold": 24}, {"name": "Top", "threshold": 40}]}}
OUTCOME = {
    "largest_multiplier": 2.0,
    "smallest_multiplier": 0.1,
    "goal_outcome": {"on": True, "success_lift": 0.4, "failure_drop": 0.3, "failure_per_tier": 0.2, "in_sight": 0.75},
}


def test_success_and_failure_at_the_end_of_the_year() -> None:
    """In the January after, those who reached a tier buy at (1 + success) times their rate, those who missed one
    in sight at (1 - failure) times, the others at their own."""
    lives = watch(plain(60_000, 13, rate=2, program=TIER, behaviour=OUTCOME), (0, 12), (12, 13))
    first, january = lives.counts[:, 0, Measure.PURCHASES], lives.counts[:, 1, Measure.PURCHASES]
    check_mean(january[(first >= 24) & (first < 30)], 2 * 1.4, precision=0.02)
    check_mean(january[(first >= 18) & (first < 24)], 2 * 0.7, precision=0.02)
    check_mean(january[first < 18], 2.0, precision=0.03)


def test_failure_hurts_more_from_a_higher_tier() -> None:
    """Who loses the top tier at the second new year buys less by the failure and the additional fall for two tiers."""
    lives = watch(plain(60_000, 25, rate=2.5, program=TIER, behaviour=OUTCOME), (0, 12), (12, 24), (24, 25))
    first, second, january = (lives.counts[:, window, Measure.PURCHASES] for window in range(3))
    fell = (first >= 40) & (second < 40)
    check_mean(january[fell], 2.5 * (1 - 0.3 - 2 * 0.2), precision=0.04)


def perceived(dilution: float, customers: int = 4_000, threshold: int = 20) -> Scenario:
    """One tier, held by most, with a perceived status."""
    behaviour = {
        "largest_multiplier": 2.0,
        "tier_status": {"on": True, "bottom": 0.2},
        "status_perception": {"on": True, "dilution": dilution, "reference_share": 0.1},
    }
    program = {
        "tiers": {"metric": "visits", "window": "rolling 12 months", "levels": [{"name": "A", "threshold": threshold}]}
    }
    return plain(customers, 36, rate=2, program=program, behaviour=behaviour)


def test_status_lifts_less_the_more_hold_it() -> None:
    """The lift of a tier is scaled by (share of members in it/reference)^-dilution, within bounds, and not at all at 0."""
    scenario = perceived(0.5)
    result = simulate(scenario)
    held = result.tally.tiers.sum(0).cumsum(0)[30:36]
    scale = prepared(scenario)["status_scale"][0, 30:36, 1]
    expected = np.clip((held[:, 1] / held.sum(1) / 0.1) ** -0.5, LEAST, MOST)
    assert scale == pytest.approx(expected, rel=0.03)
    assert (prepared(perceived(0.0))["status_scale"][0, :36] == 1).all()
    lifts = [
        int(simulate(perceived(dilution)).tally.panel[..., Measure.MORE_PURCHASES].sum()) for dilution in (0.0, 0.2, 0.5)
    ]
    assert lifts[0] > lifts[1] > lifts[2] > 0


def test_an_exclusive_tier_lifts_more() -> None:
    """A tier that fewer than the reference hold lifts each of them by more than stated."""
    assert prepared(perceived(0.2, threshold=34))["status_scale"][0, 30, 1] > 1.05


def test_perceived_shares_do_not_depend_on_the_size_of_the_run() -> None:
    """The scale of status is the same for any number of simulated customers, so one more of them changes nobody else."""
    small, large = (prepared(perceived(0.5, customers)) for customers in (4_000, 40_000))
    assert prepared(perceived(0.5)).tobytes() == small.tobytes()
    again = perceived(0.5)
    again = again.model_copy(update={"run": again.run.model_copy(update={"customers": 9_000})})
    assert (prepared(again)["status_scale"] == small["status_scale"]).all()
    assert large["status_scale"][0, 30, 1] == pytest.approx(small["status_scale"][0, 30, 1], rel=0.03)


def test_bad_experiences_end_stays_and_members_forgive_some() -> None:
    """Without a program customers leave at purchase rate x bad share x chance to leave; members at (1 - forgiven) times
    that, and never before they would have left without the program."""
    market = {"bad_experiences": 0.2, "leave_after_bad": 0.25, "history_months": 0}
    behaviour = {"service_buffer": {"on": True, "forgiven": 0.4}}
    scenario = plain(60_000, 24, rate=1.0, market=market, behaviour=behaviour)
    lives = watch(scenario)
    # everybody starts with a purchase at time 0, at which one may leave as at any other
    check_mean(lives[Measure.LAPSED_0], 1 - 0.95 * math.exp(-0.05 * 24), precision=0.006)
    check_mean(lives[Measure.LAPSED], 1 - 0.97 * math.exp(-0.03 * 24), precision=0.006)
    assert (lives[Measure.LAPSED] <= lives[Measure.LAPSED_0]).all()
    assert lives[Measure.LEFT_PURCHASES].sum() == 0 < lives[Measure.STAYED_PURCHASES].sum()


def test_without_forgiveness_both_worlds_are_one() -> None:
    """Bad experiences of the market alone, with every effect off, leave the two worlds alike purchase by purchase."""
    lives = watch(plain(5_000, 24, rate=1.0, lapse=0.02, market={"bad_experiences": 0.2, "leave_after_bad": 0.25}))
    for there, twin in ((Measure.PURCHASES, Measure.PURCHASES_0), (Measure.LAPSED, Measure.LAPSED_0)):
        assert (lives[there] == lives[twin]).all()
    assert lives[Measure.LAPSED].sum() > 0
