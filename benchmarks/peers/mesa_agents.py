"""The plain program as one would write it in Mesa 3: an agent per customer, stepped by weeks."""

from __future__ import annotations

from collections import deque

import mesa  # type: ignore[import-untyped]

from benchmarks import plain

STEPS_A_MONTH = 4
"""Four even weeks a month."""


class Member(mesa.Agent):  # type: ignore[misc]
    """A customer with points. Visits fall somewhere in a week, and are dealt with at its step."""

    def __init__(self, model: Program) -> None:
        super().__init__(model)
        rng = model.random
        self.rate = rng.gammavariate(plain.RATE_SHAPE, plain.PURCHASES_A_MONTH / plain.RATE_SHAPE)
        self.next_visit = 0.0
        self.lapse = rng.expovariate(plain.LAPSES_A_MONTH)
        self.lots: deque[list[int]] = deque()
        self.balance = 0
        self.tier = 0
        self.spend = 0.0

    def step(self) -> None:
        """One week: points die and status is reviewed when a month begins, then the visits of the week."""
        model = self.model
        if model.steps_done % STEPS_A_MONTH == 0:
            self.expire(model.month)
            if model.month % 12 == 0 and model.month > 0:
                self.tier, self.spend = self.reached(), 0.0
        end = min(model.week_end, self.lapse)
        while self.next_visit < end:
            self.purchase(model.month)
            self.next_visit += model.random.expovariate(self.rate)
        model.customer_months += max(0.0, end - model.week_end + 1 / STEPS_A_MONTH)
        if self.lapse <= model.week_end and not self.lots:
            self.remove()

    def purchase(self, month: int) -> None:
        """Redeem, pay, earn, gain status."""
        model, rng = self.model, self.model.random
        basket = rng.gammavariate(plain.BASKET_SHAPE, plain.BASKET / plain.BASKET_SHAPE)
        model.purchases += 1
        model.sales += basket
        used = 0
        if self.balance >= plain.BLOCK and rng.random() < plain.CHANCE:
            fit = min(self.balance // plain.BLOCK, int(basket / (plain.BLOCK * plain.POINT_VALUE)))
            used = fit * plain.BLOCK
            self.redeem(used)
        self.earn(int((basket - used * plain.POINT_VALUE) * plain.MULTIPLIERS[self.tier]), month)
        self.spend += basket
        self.tier = max(self.tier, self.reached())

    def earn(self, points: int, month: int) -> None:
        """Add points to the lot of the month."""
        self.model.issued += points
        self.balance += points
        expires = month + plain.LIFE_OF_POINTS + 1
        if self.lots and self.lots[-1][1] == expires:
            self.lots[-1][0] += points
        else:
            self.lots.append([points, expires])

    def redeem(self, points: int) -> None:
        """Use points, oldest first."""
        self.model.redeemed += points
        self.balance -= points
        while points > 0:
            used = min(points, self.lots[0][0])
            self.lots[0][0] -= used
            points -= used
            if self.lots[0][0] == 0:
                self.lots.popleft()

    def expire(self, month: int) -> None:
        """Let dead lots go."""
        while self.lots and self.lots[0][1] <= month:
            points = self.lots.popleft()[0]
            self.balance -= points
            self.model.expired += points

    def reached(self) -> int:
        """Tier that the year's spend reaches."""
        return sum(self.spend >= threshold for threshold in plain.THRESHOLDS)


class Program(mesa.Model):  # type: ignore[misc]
    """All members and the books of the program."""

    def __init__(self, customers: int, seed: int) -> None:
        super().__init__(seed=seed)
        self.steps_done = 0
        self.customer_months = self.sales = 0.0
        self.purchases = self.issued = self.redeemed = self.expired = 0
        self.agent_steps = 0
        Member.create_agents(self, customers)

    @property
    def month(self) -> int:
        """The month that the present week is in."""
        return self.steps_done // STEPS_A_MONTH

    @property
    def week_end(self) -> float:
        """End of the present week, in months."""
        return (self.steps_done + 1) / STEPS_A_MONTH

    def step(self) -> None:
        """One week of all members."""
        self.agent_steps += len(self.agents)
        self.agents.do("step")
        self.steps_done += 1


def simulate(customers: int, seed: int) -> plain.Totals:
    """Simulate the plain program."""
    model = Program(customers, seed)
    for _ in range(plain.MONTHS * STEPS_A_MONTH):
        model.step()
    for member in model.agents:  # due at the end of the last month
        member.expire(plain.MONTHS)
    return plain.Totals(
        customers=customers, customer_months=model.customer_months, purchases=model.purchases, sales=model.sales,
        issued=model.issued, redeemed=model.redeemed, expired=model.expired,
        outstanding=sum(member.balance for member in model.agents), events=model.agent_steps,
    )  # fmt: skip
