"""Acts other than purchases: they come by chance, earn points up to a yearly cap, and cost money."""

from __future__ import annotations

from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.agenda import note
from loyalty_sim.engine.books import tick
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import wait
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.points import give
from loyalty_sim.scenario import Scenario

ACT = 15
"""Note: a member acts."""

_F, _I = np.float64, np.int64
CUSTOMER: list[Any] = [("acts", _I), ("will_act", _I), ("acts_year", _F), ("points_of_year", _I)]
TERMS: list[Any] = [("act_rate", _F), ("act_points", _I), ("act_cap", _I)]


def used(scenario: Scenario) -> bool:
    """Whether members get points for acts, and do any."""
    effect = scenario.behaviour.acting
    return scenario.program.actions.offered and effect.on and effect.per_year > 0


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms; what acts give counts for the response to generosity."""
    actions = scenario.program.actions
    t["act_rate"] = scenario.behaviour.acting.per_year / 12 if used(scenario) else 0.0
    t["act_points"], t["act_cap"] = actions.points, actions.yearly_cap
    points = 12 * t["act_rate"] * actions.points
    given = min(points, actions.yearly_cap) if actions.yearly_cap > 0 else points
    t["other_rate"] += given * scenario.program.value_per_point / scenario.market.mean_spend


@rule
def start(c: Customer) -> None:
    """At birth: nothing done yet."""
    c.acts = c.will_act = c.points_of_year = 0
    c.acts_year = -1.0


@rule
def schedule(c: Customer, agenda: Queue, t: Terms, time: float) -> None:
    """Note the next act of a member, unless that is done: they come at a constant rate."""
    if t.act_rate > 0.0 and not c.will_act:
        c.will_act = 1
        note(c, agenda, time + wait(c, D.ACTION, c.acts) / t.act_rate, ACT, 0, 0, 0.0)


@rule
def act(c: Customer, lots: Queue, agenda: Queue, t: Terms, time: float, books: Books) -> None:
    """A member acts, which is activity, and gets points as far as the cap of the calendar year leaves room."""
    c.will_act = 0
    c.acts += 1
    if c.lapsed or t.act_rate == 0.0:
        return
    tick(c, t, books, int(time), Measure.ACTIONS)
    year = (int(time) + t.calendar) // 12.0
    if year != c.acts_year:
        c.acts_year, c.points_of_year = year, 0
    points = t.act_points
    if t.act_cap > 0:
        points = min(points, t.act_cap - c.points_of_year)
    c.points_of_year += points
    c.activity = time
    give(c, lots, t, points, time, books, Measure.ACTION_POINTS)
    schedule(c, agenda, t, time)
