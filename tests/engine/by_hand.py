"""One member whose purchases come at stated times: what the rules do of themselves, event by event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from loyalty_sim.engine.clocks import Held, flag
from loyalty_sim.engine.life import BASE_VISIT, END, begin_life, end_life, happen, next_event
from loyalty_sim.engine.tally import Tally
from loyalty_sim.engine.terms import pack
from loyalty_sim.engine.units import NEVER
from loyalty_sim.scenario import Scenario


class Step(NamedTuple):
    """What an event left behind."""

    time: float
    kind: int
    tier: int
    balance: int


class Lived(NamedTuple):
    """A life: its events, the record at its end and what was counted."""

    steps: list[Step]
    customer: Any
    tally: Tally

    def tier_at(self, time: float) -> int:
        """The tier at ``time``, what happens at that very instant included."""
        return next((step.tier for step in reversed(self.steps) if step.time <= time), 0)

    def balance_at(self, time: float) -> int:
        """The balance at ``time``, what happens at that very instant included."""
        return next((step.balance for step in reversed(self.steps) if step.time <= time), 0)

    def moves(self) -> list[tuple[float, int]]:
        """When the tier changed, and to which."""
        before = [0, *[step.tier for step in self.steps]]
        return [(step.time, step.tier) for step, tier in zip(self.steps, before, strict=False) if step.tier != tier]


def lived(scenario: Scenario, purchases: Sequence[float], lapse: float = NEVER) -> Lived:
    """Live customer 0, who buys at these times and at no other, and lapses when stated."""
    terms, tally = pack(scenario), Tally.empty(scenario.run.total_months, 1)
    more, held, books = flag(terms), Held.empty(), tally.books[0]
    c: Any = held.customers[0]
    begin_life(held.customers, 0, 0, terms, more, books)
    coming = [*purchases, NEVER]
    c["next_base"], c["lapse"], steps = coming.pop(0), lapse, []
    while True:
        time, kind = next_event(held.customers, held.lots, held.visits, held.agenda, terms, more)
        if kind == END:
            end_life(held.customers, terms, books)
            return Lived(steps, c, tally)
        assert not steps or time >= steps[-1].time
        held = held.roomy()
        c = held.customers[0]
        happen(kind, time, *held, terms, more, books)
        if kind == BASE_VISIT:
            c["next_base"] = coming.pop(0)
        steps.append(Step(time, kind, int(c["tier"]), int(c["balance"])))
