"""Challenges: a goal within each window of the calendar year, its progress, its reward, and what success and failure do."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.agenda import note
from loyalty_sim.engine.books import tick
from loyalty_sim.engine.calendar import period_end
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.points import issue
from loyalty_sim.engine.response import points_factor
from loyalty_sim.engine.units import NEVER, cents
from loyalty_sim.scenario import Scenario

WINDOW_ENDS = 11
"""Note: a window is over."""

_F, _I = np.float64, np.int64
CUSTOMER: list[Any] = [("window_end", _F), ("progress", _I), ("takes_part", _I), ("reached", _I)]
TERMS: list[Any] = [
    ("challenge", _I), ("challenge_spend", _I), ("challenge_goal", _I), ("challenge_months", _F),
    ("challenge_points", _I), ("opt_in", _F),
]  # fmt: skip


def used(scenario: Scenario) -> bool:
    """Whether challenges are offered."""
    return scenario.program.challenge.offered


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms; the goal gradient works towards the reward of the challenge too."""
    challenge, b = scenario.program.challenge, scenario.behaviour
    t["challenge"], t["challenge_spend"] = challenge.offered, challenge.metric == "spend"
    t["challenge_goal"] = max(1, cents(challenge.goal)) if challenge.metric == "spend" else math.ceil(challenge.goal)
    t["challenge_months"], t["challenge_points"] = challenge.window_months, challenge.reward_points
    t["opt_in"] = b.challenge_choice.opt_in if b.challenge_choice.on else 1.0
    if challenge.offered and b.goal_gradient.on:
        third = max(b.light_heavy.light, b.light_heavy.middle, b.light_heavy.heavy) if b.light_heavy.on else 1.0
        lift = (2.0 if b.generosity.on else 1.0) * third * b.goal_gradient.lift
        t["other_lift"] = (1 + t["other_lift"]) * (1 + lift) - 1


@rule
def start(c: Customer) -> None:
    """At birth: nothing counted, no window open."""
    c.window_end = NEVER
    c.progress = c.takes_part = c.reached = 0


@rule
def schedule(c: Customer, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """Open the window that ``time`` is in, unless one is open: the member sees the challenge, and takes part or not."""
    if not t.challenge or c.window_end != NEVER:
        return
    c.window_end = period_end(time, t.challenge_months, t.calendar)
    c.progress = c.reached = 0
    c.takes_part = draw(c, D.TRAITS, D.OPTS_IN) < t.opt_in
    tick(c, t, books, int(time), Measure.CHALLENGES_SEEN)
    if c.takes_part:
        tick(c, t, books, int(time), Measure.CHALLENGES_TAKEN)
    note(c, agenda, c.window_end, WINDOW_ENDS, 0, 0, 0.0)


@rule
def window_ends(c: Customer, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """A goal not reached is missed, counted in the month that begins; it hurts when it was in sight. A new window opens."""
    c.window_end = NEVER
    if c.lapsed or not t.challenge:
        return
    if c.takes_part and not c.reached:
        tick(c, t, books, int(time), Measure.CHALLENGES_MISSED)
        if c.progress > 0 and c.progress >= t.in_sight * t.challenge_goal:
            c.goal = -1 - c.tier
    schedule(c, agenda, t, time, books)


@rule
def count(c: Customer, lots: Queue, t: Terms, charged: int, time: float, books: Books) -> None:
    """Count a purchase towards the goal, and give the reward when that reaches it."""
    if not t.challenge or not c.takes_part or c.reached or c.window_end == NEVER:
        return
    c.progress += charged if t.challenge_spend else 1
    if c.progress >= t.challenge_goal:
        c.reached = c.goal = 1
        tick(c, t, books, int(time), Measure.CHALLENGES_REACHED)
        issue(c, lots, t, t.challenge_points, time, books, Measure.CHALLENGE)


@rule
def uncount(c: Customer, t: Terms, charged: int, bought: float) -> None:
    """Take a purchase that is given back within its window out of the progress; a reward already won is kept."""
    if c.takes_part and not c.reached and c.window_end != NEVER and bought >= c.window_end - t.challenge_months:
        c.progress = max(0, c.progress - (charged if t.challenge_spend else 1))


@rule
def rate(c: Customer, t: Terms, time: float) -> float:
    """Multiplier of the goal gradient; as on a stamp card, progress is 1 on the last interval before the reward."""
    if not t.use_goal or not t.challenge or not c.takes_part or c.reached or c.window_end == NEVER:
        return 1.0
    needed = t.challenge_goal - (0 if t.challenge_spend else 1)
    progress = min(1.0, c.progress / max(1, needed))
    return 1.0 + points_factor(c, t, time) * t.goal_lift * progress**t.goal_power
