"""A scenario: all that a user can say, and the only state there is."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from pydantic import field_validator, model_validator

from loyalty_sim.scenario.amendment import MAX_AMENDMENTS, Amendment, Transition, amended
from loyalty_sim.scenario.behaviour import Behaviour
from loyalty_sim.scenario.economics import Economics
from loyalty_sim.scenario.fields import CURRENCY, ONE_LINE, PROSE, Record, refuse, setting
from loyalty_sim.scenario.market import Market
from loyalty_sim.scenario.program import Program

SCHEMA_VERSION = 1
LONGEST_RUN = 240
LONGEST_WARMUP = 120
MAX_MONTHS = LONGEST_RUN + LONGEST_WARMUP
MOST_GROWTH = 1000.0
"""New customers in the last year against those of the first; beyond it the sample of customers explodes."""
MOST_FRIENDS = 100.0
"""Customers won by those won, and so on, for each of the first; beyond it the sample of customers explodes."""


class Run(Record):
    """How long, how many and from which seed to simulate."""

    months: int = setting(36, "Months simulated and reported", unit="months", ge=1, le=LONGEST_RUN)
    warmup_months: int = setting(
        24,
        "Months simulated before month 1 under the same program, so that it starts with balances; 0 is a launch",
        unit="months",
        ge=0,
        le=LONGEST_WARMUP,
    )
    start: str = setting("2027-01", "First month reported, as year-month")
    seed: int = setting(1, "Seed of all random draws", ge=0, le=2**63 - 1)
    customers: int = setting(
        20_000,
        "Simulated customers; they stand for the customers at the start and those acquired in the first year",
        unit="customers",
        ge=100,
        le=100_000_000,
    )

    @field_validator("start")
    @classmethod
    def _year_month(cls, value: str) -> str:
        if not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", value):
            raise ValueError("must be a year and a month such as 2027-01")
        return value

    @property
    def start_month(self) -> int:
        """Calendar month of month 1, 0 for January."""
        return int(self.start[5:]) - 1

    @property
    def total_months(self) -> int:
        """Months simulated, warm-up included."""
        return self.warmup_months + self.months


class Regime(NamedTuple):
    """A program and the months in which it is in force."""

    start: int
    """Months after the start of month 1; negative in the warm-up."""
    program: Program
    transition: Transition
    """How it came into force; means nothing for the first."""


class Scenario(Record):
    """A program, the world it meets, and how to simulate it."""

    schema_version: int = setting(SCHEMA_VERSION, "Version of the file format", ge=1, le=SCHEMA_VERSION)
    name: str = setting("Untitled", "Short name", min_length=1, max_length=120, pattern=ONE_LINE)
    story: str = setting("", "What the scenario shows, in a few sentences", max_length=5000, pattern=PROSE)
    teaches: str = setting("", "What there is to learn from it, in one line", max_length=200, pattern=ONE_LINE)
    currency: str = setting("USD", "Currency of all money, three letters", pattern=CURRENCY)
    program: Program = setting(Program, "What the company decides")
    current_program: Program | None = setting(
        None, "The program in force before month 1; null means that it was this program already"
    )
    transition: Transition = setting(Transition, "How the current program becomes this one at the start of month 1")
    amendments: tuple[Amendment, ...] = setting(
        (), "Later changes of the program, earliest first", max_length=MAX_AMENDMENTS
    )
    market: Market = setting(Market, "What the world does without a program")
    behaviour: Behaviour = setting(Behaviour, "How customers respond")
    economics: Economics = setting(Economics, "What things cost and earn")
    run: Run = setting(Run, "How to simulate")

    @property
    def regimes(self) -> tuple[Regime, ...]:
        """The programs in force one after the other; the first from the beginning of the warm-up on."""
        program, found = self.program, []
        if self.current_program is not None and self.run.warmup_months > 0:
            found.append(Regime(-self.run.warmup_months, self.current_program, Transition()))
            found.append(Regime(0, program, self.transition))
        else:
            found.append(Regime(-self.run.warmup_months, program, Transition()))
        for index, amendment in enumerate(self.amendments):
            program = amended(program, amendment, "amendments", index)
            if amendment.month <= self.run.months:
                found.append(Regime(amendment.month - 1, program, amendment))
        return tuple(found)

    @property
    def tier_names(self) -> tuple[str, ...]:
        """Names of the tiers above the base level, those of the program with most of them."""
        levels = max((regime.program.tiers.levels for regime in self.regimes), key=len)
        return tuple(level.name for level in levels)

    @model_validator(mode="after")
    def _changes_in_order(self) -> Scenario:
        for index in range(1, len(self.amendments)):
            before, after = self.amendments[index - 1].month, self.amendments[index].month
            if after <= before:
                message = f"is {after}; must be later than amendments[{index - 1}].month = {before}"
                raise refuse(message, "amendments", index, "month")
        _ = self.regimes  # every amendment must make a valid program
        return self

    @model_validator(mode="after")
    def _within_reason(self) -> Scenario:
        growth = (1 + self.market.acquisition_growth) ** ((self.run.months - 1) // 12)
        if growth > MOST_GROWTH:
            result = f"multiplies acquisition by {growth:,.0f} within {self.run.months} months"
            message = f"is {self.market.acquisition_growth:g} and {result}; must multiply it by at most {MOST_GROWTH:,.0f}"
            raise refuse(message, "market", "acquisition_growth")
        return self

    @model_validator(mode="after")
    def _friends_of_friends(self) -> Scenario:
        chance = self.behaviour.word_of_mouth.chance
        offered = any(regime.program.referral.offered for regime in self.regimes)
        if not (offered and self.behaviour.word_of_mouth.on):
            return self
        rates = (segment.purchase_rate * chance - 1 / segment.lapse_scale for segment in self.market.segments)
        growth = math.exp(min(99.0, max(0.0, *rates) * self.run.total_months))
        if growth > MOST_FRIENDS:
            result = f"lets friends of friends multiply customers by more than {MOST_FRIENDS:g} within the run"
            raise refuse(f"is {chance:g} and {result}; take a smaller chance", "behaviour", "word_of_mouth", "chance")
        return self
