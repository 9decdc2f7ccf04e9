"""Free trials of paid membership: its benefits for some days without the fee, and the decision to pay at their end.

A customer tries once. Nothing is at stake, so what the benefits of the trial are worth is weighed against no fee. The
lift of paying is in force only as far as it follows the benefits: nobody has paid yet.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from loyalty_sim.engine.books import tick
from loyalty_sim.engine.compiled import Books, Customer, Terms, rule
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.membership import (
    begin_benefits,
    begin_membership,
    benefit_over_fee,
    end_benefits,
    expected_benefit,
    stays_paying,
)  # fmt: skip
from loyalty_sim.engine.units import DAYS_PER_MONTH
from loyalty_sim.scenario import Scenario

CUSTOMER: list[Any] = [("tried", np.int64), ("on_trial", np.int64), ("trial_draw", np.float64)]
TERMS: list[Any] = [("trial", np.float64), ("conversion", np.float64)]


def used(scenario: Scenario) -> bool:
    """Whether a trial is offered."""
    return scenario.program.paid.offered and scenario.program.paid.trial_days > 0


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""
    t["trial"] = scenario.program.paid.trial_days / DAYS_PER_MONTH
    t["conversion"] = scenario.behaviour.paid_choice.conversion


@rule
def start(c: Customer) -> None:
    """A new life."""
    c.tried = c.on_trial = 0


@rule
def consider(c: Customer, t: Terms, time: float, u: float, later: float, books: Books) -> None:
    """At a visit, begin a trial with chance attention x logit(benefit expected of it / (noise x fee)); ``later`` is the
    draw that decides at its end."""
    chance = t.attention
    if t.use_paid_choice:
        chance /= 1.0 + math.exp(-expected_benefit(c, t, t.trial) / (t.paid_noise * max(t.fee, 1)))
    if u >= chance:
        return
    c.tried = c.on_trial = c.paid = 1
    c.trial_draw = later
    c.paid_strength = t.paid_benefit_share * benefit_over_fee(c, t)
    tick(c, t, books, int(time), Measure.TRIALS)
    begin_benefits(c, t, time, t.trial)


@rule
def end(c: Customer, t: Terms, time: float, books: Books) -> None:
    """At the end of a trial, pay or leave: as a renewal, with its own base chance and the fee of so many days."""
    c.on_trial = 0
    tick(c, t, books, int(time), Measure.TRIALS_ENDED)
    if t.paid and stays_paying(c, t, c.trial_draw, t.conversion, 0.0, max(t.fee, 1) * t.trial / t.counted_term):
        tick(c, t, books, int(time), Measure.TRIALS_CONVERTED)
        begin_membership(c, t, time, books)
    else:
        end_benefits(c, t, time)
