"""Certificates that points turn into by themselves."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from loyalty_sim.scenario.fields import Record, lever, refuse


class Certificates(Record):
    """Rewards in two stages: at a threshold points turn into a certificate, which has a life of its own."""

    offered: bool = lever(
        False,
        "Points turn into certificates by themselves at a threshold, and are used in no other way",
        typical="On at DSW and New York & Company, off where points pay (secondary source, filing)",
        watch="Value is lost in two places: points below the threshold, and certificates that are not used.",
    )
    threshold_points: int = lever(
        100,
        "Available points at which the whole blocks among them turn into a certificate",
        unit="points",
        bands={"small": 100, "middle": 200, "large": 400},
        typical="100 at DSW, 200 or 400 by choice of the member (secondary source)",
        watch="A higher threshold gives fewer, larger certificates, and more points that never become one.",
        ge=1,
        le=10_000_000,
    )
    block_points: int = lever(
        100,
        "Points in one block; what fills no block stays in the balance",
        unit="points",
        bands={"stamp card": 10, "half": 50, "DSW": 100},
        typical="100 points at DSW, 10 stamps at Barnes & Noble (secondary source, company page)",
        watch="More points in a block than the threshold asks for would never be reached.",
        ge=1,
        le=10_000_000,
    )
    block_value: float = lever(
        5.0,
        "Value of one block in a certificate",
        unit="money",
        bands={"half": 2.5, "DSW": 5.0, "double": 10.0},
        typical="$5 at DSW and at Barnes & Noble (secondary source, company page)",
        watch="Small certificates are forgotten, large ones are used: the bother is the same.",
        ge=0,
        le=1e6,
    )
    delay_days: float = lever(
        2.0,
        "Days from reaching the threshold to the certificate",
        unit="days",
        bands={"at once": 0, "two days": 2, "monthly mailing": 30},
        typical="About 48 hours at DSW (secondary source)",
        watch="Meanwhile the points are still points: they may expire, and more may join them.",
        ge=0,
        le=365,
    )
    life_days: float = lever(
        90.0,
        "Days in which a certificate can be used",
        unit="days",
        bands={"short": 30, "New York & Company": 60, "one quarter": 90, "one year": 365},
        typical="About 60 days at New York & Company (filing); 30 to 365 (judgement)",
        watch="Shorter than the usual time between two purchases, and most certificates die.",
        gt=0,
        le=3650,
    )
    minimum_basket: float = lever(
        0.0,
        "Smallest order, before rewards, at which a certificate can be used",
        unit="money",
        bands={"none": 0.0, "small order": 25.0, "large order": 75.0},
        typical="None, or several times the value (judgement)",
        watch="It costs the members with small baskets their reward; effects on the basket are not modelled.",
        ge=0,
        le=1e6,
    )
    per_purchase: Literal["one", "all that fit"] = lever(
        "one",
        "Certificates that can be used together at one purchase",
        typical="One (judgement)",
        watch="One at a time, the others grow old meanwhile.",
    )

    @model_validator(mode="after")
    def _reachable(self) -> Certificates:
        if self.threshold_points < self.block_points:
            raise refuse(
                f"is {self.threshold_points}; must be at least block_points = {self.block_points}", "threshold_points"
            )
        return self
