"""Challenges: so many purchases, or so much spend, within a window earns a reward."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from loyalty_sim.scenario.fields import Record, lever, refuse


class Challenge(Record):
    """A goal that comes again in every window of the calendar year."""

    offered: bool = lever(
        False,
        "Whether challenges are offered",
        typical="Off in most programs; on at Starbucks and Dunkin' (press)",
        watch="Whoever buys that often anyway collects the reward for nothing.",
    )
    metric: Literal["purchases", "spend"] = lever(
        "purchases",
        "What is counted: purchases, or what they are charged before points are used",
        typical="Purchases in coffee and fast food, spend in grocery (judgement)",
        watch="Purchases invite to split a basket in two; spend does not.",
    )
    goal: float = lever(
        3.0,
        "Purchases or spend within one window that win the reward",
        unit="metric",
        bands={"easy": 2, "usual": 3, "stretch": 6},
        typical="About one purchase more than a member makes anyway (judgement)",
        watch="A goal below what members do anyway pays for habit, one far above it moves nobody and disappoints many.",
        gt=0,
        le=1e9,
    )
    window_months: int = lever(
        3,
        "Length of a window in calendar months: 1, 2, 3, 4, 6 or 12; the first begins in January",
        unit="months",
        bands={"month": 1, "quarter": 3, "half-year": 6, "year": 12},
        typical="A month to a quarter (judgement)",
        watch="Whoever joins in the middle has less time left; in a long window the goal is out of mind until its end.",
        ge=1,
        le=12,
    )
    reward_points: int = lever(
        50,
        "Points for reaching the goal, once in each window",
        unit="points",
        bands={"half a reward": 50, "one reward": 100, "large": 500},
        typical="A quarter to all of a reward (judgement)",
        watch="It is paid for all purchases up to the goal, of which the last is the only additional one.",
        ge=0,
        le=1_000_000,
    )

    @model_validator(mode="after")
    def _whole_windows(self) -> Challenge:
        if 12 % self.window_months:
            message = f"is {self.window_months}; must be 1, 2, 3, 4, 6 or 12, so that windows fill the calendar year"
            raise refuse(message, "window_months")
        return self
