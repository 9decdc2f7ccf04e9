"""One customer's life as a log of events, as the SimPy clock lives it."""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine.clocks import flag, simpy_clock
from loyalty_sim.engine.life import EXPIRE, begin_life
from loyalty_sim.engine.measures import ISSUED, MEASURES, USED, Measure
from loyalty_sim.engine.perception import prepared
from loyalty_sim.engine.population import Population, populate
from loyalty_sim.engine.records import CUSTOMER
from loyalty_sim.engine.tally import BATCHES, Tally
from loyalty_sim.scenario import Scenario

LOOKED_AT = 200
"""Lives among which an eventful one is chosen when none is asked for."""
PURCHASES_TOLD = 20
"""Purchases of a life that is worth reading."""
BASE_LEVEL = "base"

HAPPENINGS = {
    Measure.PURCHASES: "buys",
    Measure.MORE_PURCHASES: "because of the program",
    Measure.STAYED_PURCHASES: "having stayed because of the program",
    Measure.MISSED_PURCHASES: "does not buy because of the program",
    Measure.LEFT_PURCHASES: "would still have bought without the program",
    Measure.ENROLLED: "joins",
    Measure.REMINDERS: "is reminded",
    Measure.CLAWED_BACK: "gives goods back and loses the points",
    Measure.RESTORED: "gets points back that paid for them",
    Measure.ACTIONS: "does something for the community",
    Measure.CHALLENGES_REACHED: "reaches the goal of a challenge",
    Measure.CHALLENGES_MISSED: "misses the goal of a challenge",
    Measure.CHALLENGES_TAKEN: "takes up a challenge",
    Measure.BIRTHDAY_GIFT: "is given points for the birthday",
    Measure.ALERTS: "is missed and gets a message",
    Measure.RETURNED: "comes back",
    Measure.NUDGES: "is told that a goal is near",
    Measure.REDEMPTIONS: "redeems",
    Measure.DONATIONS: "for charity",
    Measure.CERTIFICATES: "is sent a certificate",
    Measure.CERTIFICATES_USED: "uses a certificate",
    Measure.DIVIDENDS: "is given a dividend",
    Measure.DIVIDEND_USED: "uses a dividend",
    Measure.DIVIDEND_CASHED: "is paid out a dividend",
    Measure.DIVIDEND_EXPIRED: "a dividend expires",
    Measure.CERTIFICATES_EXPIRED: "a certificate expires",
    Measure.EXPIRIES: "points expire",
    Measure.REINSTATEMENTS: "gets expired points back",
    Measure.PROMOTIONS: "reaches {tier}",
    Measure.DEMOTIONS: "falls to {tier}",
    Measure.TRIALS: "begins a free trial",
    Measure.TRIALS_ENDED: "the trial ends",
    Measure.PAID_JOINED: "buys a membership",
    Measure.PAID_RENEWED: "renews the membership",
    Measure.PAID_CANCELLED: "cancels for a refund",
    Measure.PAID_ENDED: "the membership ends",
    Measure.PARTNER_EARNED: "earns at a partner",
    Measure.REFERRALS: "wins a friend",
    Measure.REFERRAL: "gets points for a friend won",
    Measure.LAPSED: "lapses",
}
"""What is said of an event that counts in a measure, in the order in which it is said."""


@dataclass(frozen=True)
class Event:
    """What one event changed for the customer. Money is in the currency of the scenario."""

    date: str
    """Year, month and day. Months of the model are equally long; the day is scaled to the calendar month."""
    month: int
    """1 is the first month reported; 0 and below are in the warm-up."""
    what: str
    """What happened, in the order in which it happened."""
    basket: float
    """List price of the purchase; 0 when there was none."""
    discount: float
    earned: int
    """Points issued, welcome points included."""
    redeemed: int
    """Points used: redeemed, or turned into a certificate."""
    expired: int
    fee: float
    """Membership fee paid, less what is refunded."""
    balance: int
    """Points held afterwards."""
    tier: str
    paying: bool
    """Whether the customer has a paid membership, or a trial of it, afterwards."""
    lapsed: bool


@dataclass(frozen=True)
class Life:
    """Who a customer is, and what happens to them in the program world."""

    customer: int
    """Number of the customer, from 1."""
    lives: int
    """Customers simulated in all."""
    segment: str
    purchases_per_year: float
    """The customer's own purchase rate without a program."""
    basket: float
    """The customer's own mean basket."""
    events: tuple[Event, ...]


def trace(scenario: Scenario, customer: int | None = None) -> Life:
    """Live one customer's life and log what happens; events that change nothing are left out.

    Args:
        scenario: what to simulate.
        customer: number of the customer, 1 to the number of lives; by default, of the first lives, one to whom most
            kinds of things happen.

    Raises:
        ValueError: there is no customer of that number.
    """
    terms, population = prepared(scenario), populate(scenario)
    if customer is not None and not 1 <= customer <= population.lives:
        raise ValueError(f"customer is {customer}; this scenario simulates customers 1 to {population.lives}")
    index = _eventful(terms, population) if customer is None else customer - 1
    return _Log(scenario, terms, population, index).life()


class _Log:
    """Watches one life: what each event added to the counts is what happened."""

    def __init__(self, scenario: Scenario, terms: NDArray[np.void], population: Population, index: int) -> None:
        self.scenario, self.terms, self.population, self.index = scenario, terms, population, index
        self.tally = Tally.empty(int(terms["months"][0]), int(terms["segments"][0]))
        self.panel = self.tally.panel[index % BATCHES]
        self.seen = np.zeros(MEASURES, np.int64)
        self.events: list[Event] = []

    def life(self) -> Life:
        """Live the life."""
        simpy_clock(self.terms, self.population, self.index, self.index + 1, self._listen, self.tally)
        c = _who(self.terms, self.population, self.index)
        return Life(
            customer=self.index + 1,
            lives=self.population.lives,
            segment=self.scenario.market.segments[c.segment].name,
            purchases_per_year=12 * float(c.rate),
            basket=float(c.basket) / 100,
            events=tuple(self.events),
        )

    def _listen(self, kind: int, time: float, c: Any, lots: Any) -> None:
        counts = self.panel.sum(axis=(0, 1))
        added = {measure: int(counts[measure] - self.seen[measure]) for measure in Measure}
        self.seen = counts
        if c.referred:  # a friend whom the customer won, with a life of their own
            return
        tier = self.scenario.regimes[c.regime].program.tiers.levels[c.tier - 1].name if c.tier else BASE_LEVEL
        what = ", ".join(words.format(tier=tier) for measure, words in HAPPENINGS.items() if added[measure])
        if not what:
            return
        month = math.ceil(time) - 1 if kind == EXPIRE else int(time)
        self.events.append(
            Event(
                date=self._date(month, time),
                month=month - self.scenario.run.warmup_months + 1,
                what=what,
                basket=added[Measure.SALES] / 100,
                discount=(added[Measure.DISCOUNTS] + added[Measure.TIER_DISCOUNTS]) / 100,
                earned=sum(added[measure] for measure in ISSUED),
                redeemed=sum(added[measure] for measure in USED),
                expired=added[Measure.EXPIRED],
                fee=(added[Measure.FEES] - added[Measure.REFUNDS]) / 100,
                balance=int(c.balance),
                tier=tier,
                paying=bool(c.paid),
                lapsed=bool(c.lapsed),
            )
        )

    def _date(self, month: int, time: float) -> str:
        run = self.scenario.run
        year, of_year = divmod(12 * int(run.start[:4]) + run.start_month + month - run.warmup_months, 12)
        days = calendar.monthrange(year, of_year + 1)[1]
        day = min(int((time - month) * days) + 1, days)
        return f"{year:04d}-{of_year + 1:02d}-{day:02d}"


def _who(terms: NDArray[np.void], population: Population, index: int) -> Any:
    """The record of a customer at birth."""
    customers = np.zeros(1, CUSTOMER)
    cohort = int(np.searchsorted(population.first, index, side="right")) - 1
    scratch = Tally.empty(int(terms["months"][0]), int(terms["segments"][0]))
    begin_life(customers, cohort, index - int(population.first[cohort]), terms, flag(terms), scratch.books[0])
    return customers[0]


def _eventful(terms: NDArray[np.void], population: Population) -> int:
    """Of the first lives, the one that counts in most kinds of happenings; of those one that is neither short nor long."""
    best, most = 0, (-1, 0)
    for index in range(min(LOOKED_AT, population.lives)):
        tally, _ = simpy_clock(terms, population, index, index + 1)
        counts = tally.panel[index % BATCHES].sum(axis=(0, 1))
        kinds = sum(bool(counts[measure]) for measure in HAPPENINGS)
        merit = kinds, -abs(int(counts[Measure.PURCHASES]) - PURCHASES_TOLD)
        if merit > most:
            best, most = index, merit
    return best
