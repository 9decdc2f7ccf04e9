"""Additional points: bonus events, birthdays, how several add up, and a cap."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from loyalty_sim.scenario.fields import ONE_LINE, Record, lever

MAX_EVENTS = 8
YEAR = range(1, 13)
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=ONE_LINE)]
CalendarMonth = Annotated[int, Field(ge=1, le=12)]
Stacking = Literal["best", "add", "multiply"]


class BonusEvent(Record):
    """Days of the year on which purchases, or a part of them, earn more."""

    name: Name = lever("Double points", "Name of the event")
    calendar_months: tuple[CalendarMonth, ...] = lever(
        (11,), "Calendar months in which it takes place, 1 is January", unit="month", min_length=1, max_length=12
    )
    days: int = lever(
        31,
        "Days from the start of each of these months; 31 is the whole month",
        unit="days",
        bands={"weekend": 2, "week": 7, "two weeks": 14, "whole month": 31},
        typical="At least four to six days a year (Starbucks: press); whole months in beauty (secondary source)",
        watch="Members may wait for the event with purchases they make anyway; that shift is not modelled.",
        ge=1,
        le=31,
    )
    share: float = lever(
        1.0,
        "Share of the basket that it applies to: a category or brand",
        unit="share of basket",
        bands={"brand": 0.1, "category": 0.3, "everything": 1.0},
        typical="A category is a tenth to a third of a basket (judgement)",
        watch="A suppliers' event on one brand costs little; the same multiplier on everything costs ten times that.",
        gt=0,
        le=1,
    )
    multiplier: float = lever(
        2.0,
        "Points of that share are multiplied by this",
        unit="x",
        bands={"half more": 1.5, "double": 2.0, "triple": 3.0, "five times": 5.0},
        typical="2 to 5 (Ulta, Sephora: secondary source)",
        watch="Most of it goes to purchases that would have been made at that time anyway.",
        ge=1,
        le=100,
    )

    @property
    def boost(self) -> float:
        """What the points of a whole basket are multiplied by."""
        return 1 + self.share * (self.multiplier - 1)


class Bonuses(Record):
    """Points beyond the base rate. The multiplier of the tier and of paid membership come before all of these."""

    events: tuple[BonusEvent, ...] = lever((), "Events at which purchases earn more", max_length=MAX_EVENTS)
    birthday_multiplier: float = lever(
        1.0,
        "Points of purchases in the calendar month of the member's birthday are multiplied by this",
        unit="x",
        bands={"as others": 1.0, "double": 2.0, "triple": 3.0},
        typical="2 (Ulta: secondary source)",
        watch="A twelfth of purchases earns it, whether or not anybody buys more for it.",
        ge=1,
        le=100,
    )
    birthday_points: int = lever(
        0,
        "Points given to every member on the birthday",
        unit="points",
        bands={"none": 0, "a treat": 50, "one reward": 100},
        typical="None to one reward; often a gift in kind instead (judgement)",
        watch="Points without a purchase: members who have drifted away let them expire, which raises breakage.",
        ge=0,
        le=1_000_000,
    )
    stacking: Stacking = lever(
        "best",
        "What several bonuses at once give: the best only, their additions, or their product",
        typical="Best only or additions in the terms of most programs (judgement)",
        watch="Two doublings are 2 times the points by the best, 3 times added and 4 times multiplied.",
    )
    monthly_cap: int = lever(
        0,
        "Most points that a member can earn on purchases in a calendar month; 0 means no cap",
        unit="points per month",
        bands={"no cap": 0, "tight": 500, "wide": 5000},
        typical="No cap in most retail programs; where there is one, it stops resellers (judgement)",
        watch="It bites on the best customers first.",
        ge=0,
        le=1_000_000_000,
    )

    def together(self, boosts: list[float]) -> float:
        """What several bonuses at once multiply points by."""
        if self.stacking == "best":
            return max([1.0, *boosts])
        if self.stacking == "add":
            return 1 + sum(boost - 1 for boost in boosts)
        return math.prod(boosts)

    @property
    def largest(self) -> float:
        """The most by which points of a purchase can be multiplied: in the birthday month, with all its events at once."""
        own = [self.birthday_multiplier]
        return max(self.together(own + [e.boost for e in self.events if month in e.calendar_months]) for month in YEAR)
