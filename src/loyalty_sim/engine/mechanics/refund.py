"""Refunds: a member whose benefits lag behind the fee cancels within a term and gets back all or a part of it.

In each term some members take stock, at a moment spread evenly over it. Whoever then has had less than the same part
of the fee cancels, and does not come back to paid membership.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from loyalty_sim.engine import draws as D
from loyalty_sim.engine.agenda import note
from loyalty_sim.engine.books import add, tick
from loyalty_sim.engine.compiled import Books, Customer, Queue, Terms, rule
from loyalty_sim.engine.draws import draw
from loyalty_sim.engine.measures import Measure
from loyalty_sim.engine.membership import end_benefits, stop_earning
from loyalty_sim.scenario import Scenario

NONE, PRO_RATA, SHORTFALL, FULL = range(4)
MAY_CANCEL = 40
"""Note on the agenda: take stock; its cents are the fee paid, its mark the beginning of the term."""

CUSTOMER: list[Any] = [("cancelled", np.int64), ("term_began", np.float64)]
TERMS: list[Any] = [("refund", np.int64), ("cancel", np.float64)]


def used(scenario: Scenario) -> bool:
    """Whether fees are given back."""
    return scenario.program.paid.offered and scenario.program.paid.refund != "none"


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms."""
    t["refund"] = ("none", "pro rata", "shortfall", "full").index(scenario.program.paid.refund)
    t["cancel"] = scenario.behaviour.paid_choice.cancel


@rule
def start(c: Customer) -> None:
    """A new life."""
    c.cancelled = 0
    c.term_began = -1.0


@rule
def plan(c: Customer, agenda: Queue, t: Terms, time: float) -> None:
    """If a term was paid for just now, note the moment at which the member may cancel it."""
    if t.refund == NONE or not c.paid or c.on_trial:
        return
    c.term_began = time
    ordinal = D.CANCELS + D.CANCEL_DRAWS * c.renewals
    if draw(c, D.RENEWAL, ordinal) < t.cancel:
        moment = time + draw(c, D.RENEWAL, ordinal + 1) * t.counted_term
        note(c, agenda, moment, MAY_CANCEL, 0, c.fee, time)


@rule
def may_cancel(c: Customer, t: Terms, time: float, began: float, fee: int, books: Books) -> None:
    """Cancel the term that began then, if its benefits lag behind the fee."""
    if t.refund == NONE or c.lapsed or not c.paid or c.term_began != began:
        return
    gone = (time - began) / t.counted_term
    if c.benefit >= gone * fee:
        return
    back = fee
    if t.refund == PRO_RATA:
        back = int((1.0 - gone) * fee)
    elif t.refund == SHORTFALL:
        back = max(0, fee - c.benefit)
    c.cancelled = 1
    add(c, t, books, int(time), Measure.REFUNDS, back)
    tick(c, t, books, int(time), Measure.PAID_CANCELLED)
    tick(c, t, books, int(time), Measure.PAID_ENDED)
    stop_earning(c, t, time, books)
    end_benefits(c, t, time)
