"""What the company decides: the rules of the loyalty program."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from loyalty_sim.scenario.earn import Earn, Enrolment
from loyalty_sim.scenario.fields import Record, lever, refuse, setting
from loyalty_sim.scenario.messages import Messages
from loyalty_sim.scenario.partners import MAX_PARTNERS, Partner
from loyalty_sim.scenario.perks import Giving, Perks
from loyalty_sim.scenario.redeem import Expiry, Redemption
from loyalty_sim.scenario.referral import Referral
from loyalty_sim.scenario.status import Paid, Tiers

MOST_POINTS = 1000.0
"""Points per unit of money or per visit, with all multipliers: above it, integers of the ledger could overflow."""
MOST_OFF = 0.9
"""Share of a basket that discounts may take off in all."""
MOST_BACK = 10.0
"""Value given back per unit of money, with all multipliers."""


class Program(Record):
    """The whole program: every lever."""

    earn: Earn = lever(Earn, "How a purchase turns into points")
    point_value: float = lever(
        0.01,
        "What one redeemed point takes off a price",
        unit="money per point",
        bands={"1 cent": 0.01, "3.5 cents": 0.035, "5 cents": 0.05},
        typical="0.5 to 5 cents (company pages and secondary sources)",
        watch="Raises cost at once, and old balances with it.",
        ge=0,
        le=1_000,
    )
    redemption: Redemption = lever(Redemption, "How points are used")
    expiry: Expiry = lever(Expiry, "When points die")
    tiers: Tiers = lever(Tiers, "Status levels")
    paid: Paid = lever(Paid, "Paid membership")
    enrolment: Enrolment = lever(Enrolment, "How customers become members")
    referral: Referral = lever(Referral, "Rewards for winning friends")
    partners: tuple[Partner, ...] = lever((), "Other companies where points are earned or used", max_length=MAX_PARTNERS)
    messages: Messages = lever(Messages, "What members are told")
    perks: Perks = lever(Perks, "Perks for all members")
    giving: Giving = lever(Giving, "Giving to a cause")
    jurisdictions: tuple[Literal["Ontario", "Québec"], ...] = setting(
        (), "Where the program is offered, among the places whose law the linter knows; changes no number", max_length=2
    )

    @model_validator(mode="after")
    def _within_reason(self) -> Program:
        multiplier = max((1.0, *(level.earn_multiplier for level in self.tiers.levels)))
        points = self.earn.points * multiplier * max(1.0, self.paid.earn_multiplier)
        if points > MOST_POINTS:
            message = f"is {self.earn.points:g}, with the highest multipliers {points:g}; must be at most {MOST_POINTS:g}"
            raise refuse(message, "earn", "points")
        if self.earn.per == "money" and points * self.point_value > MOST_BACK:
            back = f"{points * self.point_value:g} per unit of money spent, with the highest multipliers"
            raise refuse(f"is {self.point_value:g} and gives back {back}; must give at most {MOST_BACK:g}", "point_value")
        return self

    @model_validator(mode="after")
    def _discounts(self) -> Program:
        for index, level in enumerate(self.tiers.levels):
            both = level.discount + (self.paid.discount if self.paid.offered else 0.0)
            if both > MOST_OFF + 1e-12:
                message = f"is {level.discount:g}, with paid.discount {both:g}; together they must be at most {MOST_OFF:g}"
                raise refuse(message, "tiers", "levels", index, "discount")
        return self

    @model_validator(mode="after")
    def _partners(self) -> Program:
        names = [partner.name for partner in self.partners]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise refuse(f'is "{name}" again; partners need different names', "partners", index, "name")
        share = sum(partner.redeemed_share for partner in self.partners)
        if share > 1 + 1e-9:
            last = max(index for index, partner in enumerate(self.partners) if partner.redeemed_share > 0)
            message = f"makes the shares of all partners add up to {share:g}; they must add up to at most 1"
            raise refuse(message, "partners", last, "redeemed_share")
        return self

    @property
    def has_points(self) -> bool:
        """Whether a purchase or joining can ever give points."""
        given = self.enrolment.welcome_points > 0 or self.enrolment.head_start_points > 0
        return self.earn.points > 0 or given or any(partner.points > 0 for partner in self.partners)
