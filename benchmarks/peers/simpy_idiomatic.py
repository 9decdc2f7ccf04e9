"""The plain program as one would write it in SimPy: a process per customer, plain objects, the random module."""

from __future__ import annotations

import math
import random
from collections.abc import Generator
from dataclasses import dataclass, field

import simpy

from benchmarks import plain


@dataclass
class Lot:
    """Points that die together."""

    points: int
    expires: float


@dataclass
class Books:
    """What all customers did."""

    customer_months: float = 0.0
    purchases: int = 0
    sales: float = 0.0
    issued: int = 0
    redeemed: int = 0
    expired: int = 0
    events: int = 0


@dataclass
class Customer:
    """One member and their points."""

    env: simpy.Environment
    books: Books
    rng: random.Random
    rate: float
    lots: list[Lot] = field(default_factory=list)
    balance: int = 0
    tier: int = 0
    year: int = 0
    year_spend: float = 0.0

    def life(self) -> Generator[simpy.Event, None, None]:
        """Buy until the lapse, then let the points die."""
        lapse = self.rng.expovariate(plain.LAPSES_A_MONTH)
        until = min(lapse, plain.MONTHS)
        while True:
            self.expire()
            self.new_year()
            self.purchase()
            gap = self.rng.expovariate(self.rate)
            if self.env.now + gap >= until:
                break
            yield self.env.timeout(gap)
        yield self.env.timeout(until - self.env.now)
        self.books.customer_months += self.env.now
        self.books.events += 1
        self.expire()
        while self.lots and self.lots[0].expires <= plain.MONTHS:
            yield self.env.timeout(self.lots[0].expires - self.env.now)
            self.expire()

    def purchase(self) -> None:
        """Redeem, pay, earn, gain status."""
        basket = self.rng.gammavariate(plain.BASKET_SHAPE, plain.BASKET / plain.BASKET_SHAPE)
        self.books.purchases += 1
        self.books.events += 1
        self.books.sales += basket
        used = 0
        if self.balance >= plain.BLOCK and self.rng.random() < plain.CHANCE:
            fit = min(self.balance // plain.BLOCK, int(basket / (plain.BLOCK * plain.POINT_VALUE)))
            used = fit * plain.BLOCK
            self.redeem(used)
        self.earn(int((basket - used * plain.POINT_VALUE) * plain.MULTIPLIERS[self.tier]))
        self.year_spend += basket
        self.tier = max(self.tier, self.reached())

    def redeem(self, points: int) -> None:
        """Use points, oldest first."""
        self.books.redeemed += points
        self.balance -= points
        while points > 0:
            lot = self.lots[0]
            used = min(points, lot.points)
            lot.points -= used
            points -= used
            if lot.points == 0:
                self.lots.pop(0)

    def earn(self, points: int) -> None:
        """Add a lot that lives to the end of the month in which its time is up."""
        if points > 0:
            self.books.issued += points
            self.balance += points
            self.lots.append(Lot(points, math.floor(self.env.now + plain.LIFE_OF_POINTS) + 1.0))

    def expire(self) -> None:
        """Let dead lots go."""
        while self.lots and self.lots[0].expires <= self.env.now:
            points = self.lots.pop(0).points
            self.balance -= points
            self.books.expired += points
            self.books.events += 1

    def reached(self) -> int:
        """Tier that the year's spend reaches."""
        return sum(self.year_spend >= threshold for threshold in plain.THRESHOLDS)

    def new_year(self) -> None:
        """At the first visit of a year: keep what last year's spend reached, and count anew."""
        year = int(self.env.now // 12)
        if year > self.year:
            self.tier = self.reached() if year == self.year + 1 else 0
            self.year, self.year_spend = year, 0.0


def simulate(customers: int, seed: int) -> plain.Totals:
    """Simulate the plain program."""
    env, books, rng = simpy.Environment(), Books(), random.Random(seed)
    members = []
    for _ in range(customers):
        rate = rng.gammavariate(plain.RATE_SHAPE, plain.PURCHASES_A_MONTH / plain.RATE_SHAPE)
        member = Customer(env, books, rng, rate)
        members.append(member)
        env.process(member.life())
    env.run()
    return plain.Totals(
        customers=customers, customer_months=books.customer_months, purchases=books.purchases, sales=books.sales,
        issued=books.issued, redeemed=books.redeemed, expired=books.expired,
        outstanding=sum(member.balance for member in members), events=books.events,
    )  # fmt: skip
