"""Referral: at a purchase a member may win a friend, a new customer who without the program would not be there.

The friend is of the same segment and otherwise a person of their own, whose identity is a hash of the advocate's and of
the occasion, so that nobody's draws depend on how many others are won. A friend who would have come anyway is one of
the new customers already: the rewards are paid, and no customer is added.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.agenda import note
from loyalty_sim.engine.books import add, tick
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.points import issue
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.market import WEEKS_PER_MONTH

_F, _I = np.float64, np.int64
CUSTOMER: list[Any] = [("won", _I)]
TERMS: list[Any] = [
    ("win_chance", _F), ("most_friends", _I), ("advocate_points", _I), ("friend_points", _I), ("rewarded_at_once", _I),
    ("friend_wait", _F), ("comes_anyway", _F), ("friend_joins", _F),
]  # fmt: skip

REWARD = 50
"""Kind of note: the advocate's points for a friend who now buys."""


def used(scenario: Scenario) -> bool:
    """Whether members win friends."""
    effect = scenario.behaviour.word_of_mouth
    return scenario.program.referral.offered and effect.on and effect.chance > 0


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""
    rewards, effect = scenario.program.referral, scenario.behaviour.word_of_mouth
    t["win_chance"] = effect.chance if used(scenario) else 0.0
    t["most_friends"] = rewards.most_per_member
    t["advocate_points"], t["friend_points"] = rewards.advocate_points, rewards.friend_points
    t["rewarded_at_once"] = rewards.trigger == "at once"
    t["friend_wait"] = effect.weeks_to_first_purchase / WEEKS_PER_MONTH
    t["comes_anyway"], t["friend_joins"] = effect.come_anyway, effect.friends_join


@rule
def start(c: Customer, t: Terms) -> None:
    """At birth nobody has been won."""
    c.won = 0
    persuade(c, t)


@rule
def persuade(c: Customer, t: Terms) -> None:
    """A friend may be willing to join for the reward."""
    if c.referred and draw(c, D.TRAITS, D.JOINS) < t.friend_joins:
        c.willing = 1


@rule
def welcome(c: Customer, lots: Queue, t: Terms, time: float, books: Books) -> None:
    """A friend who joins gets the friend's points."""
    if c.referred:
        issue(c, lots, t, t.friend_points, time, books, Measure.REFERRAL)


@rule
def consider(
    c: Customer, lots: Queue, agenda: Queue, friends: Queue, t: Terms, time: float, stream: int, k: int, books: Books
) -> None:
    """At purchase k of a stream, win a friend with a fixed chance, up to the most that are rewarded."""
    if c.won >= t.most_friends or draw(c, stream, D.VISIT_DRAWS * k + D.REFER) >= t.win_chance:
        return
    c.won += 1
    tick(c, t, books, int(time), Measure.REFERRALS)
    identity = D.friend_of(c.identity, stream, k)
    state, step = D.derive(t.seed, identity, D.TRAITS)
    born = time - t.friend_wait * math.log(D.uniform(state, step, D.ENTRY))
    if t.rewarded_at_once:
        reward(c, lots, t, time, books)
    if born >= t.end:
        return
    if not t.rewarded_at_once:
        note(c, agenda, born, REWARD, 0, 0, 0.0)
    if D.uniform(state, step, D.COMES_ANYWAY) < t.comes_anyway:
        add(c, t, books, int(born), Measure.REFERRAL_ANYWAY, t.friend_points)
        return
    friend = friends[c.friends]
    friend.born, friend.identity, friend.segment = born, identity, c.segment
    c.friends += 1


@rule
def reward(c: Customer, lots: Queue, t: Terms, time: float, books: Books) -> None:
    """The advocate gets points, which keeps the balance alive; one who has lapsed in the meantime gets them too."""
    if t.advocate_points > 0:
        c.activity = time
    issue(c, lots, t, t.advocate_points, time, books, Measure.REFERRAL)
