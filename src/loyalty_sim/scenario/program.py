"""What the company decides: the rules of the loyalty program."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from loyalty_sim.scenario.actions import Actions
from loyalty_sim.scenario.bonuses import Bonuses
from loyalty_sim.scenario.certificates import Certificates
from loyalty_sim.scenario.challenge import Challenge
from loyalty_sim.scenario.dividend import Dividend
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
    bonuses: Bonuses = lever(Bonuses, "Points beyond the base rate")
    challenge: Challenge = lever(Challenge, "Goals within a window of time")
    actions: Actions = lever(Actions, "Points for acts other than purchases")
    point_value: float = lever(
        0.01,
        "What one redeemed point takes off a price; a chart has values of its own",
        unit="money per point",
        bands={"1 cent": 0.01, "3.5 cents": 0.035, "5 cents": 0.05},
        typical="0.5 to 5 cents (company pages and secondary sources)",
        watch="Raises cost at once, and old balances with it.",
        ge=0,
        le=1_000,
    )
    redemption: Redemption = lever(Redemption, "How points are used")
    certificates: Certificates = lever(Certificates, "Certificates that points turn into by themselves")
    dividend: Dividend = lever(Dividend, "A share of last year's spend, given once a year")
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
        points = self.earn.points * multiplier * max(1.0, self.paid.earn_multiplier) * self.largest_bonus
        if points > MOST_POINTS:
            message = f"is {self.earn.points:g}, with the highest multipliers {points:g}; must be at most {MOST_POINTS:g}"
            raise refuse(message, "earn", "points")
        if self.earn.per != "money":
            return self
        field: tuple[str, ...] = ("point_value",)
        value, most = f"{self.point_value:g}", self.point_value
        if self.certificates.offered:
            field, value = ("certificates", "block_value"), f"{self.certificates.block_value:g}"
            most = self.value_per_point
        elif self.redemption.mode == "chart":
            most = self.largest_value_per_point
            field, value = ("redemption", "chart"), f"worth up to {most:g} a point"
        if points * most > MOST_BACK:
            back = f"{points * most:g} per unit of money spent, with the highest multipliers"
            raise refuse(f"is {value} and gives back {back}; must give at most {MOST_BACK:g}", *field)
        return self

    @property
    def largest_bonus(self) -> float:
        """What bonuses and the best card of a partner can multiply points by at most, however they stack."""
        return self.bonuses.largest * max((1.0, *(partner.own_multiplier for partner in self.partners)))

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
    def smallest_reward(self) -> tuple[int, float]:
        """Points and value of the first reward that points can be used for."""
        if self.certificates.offered:
            certificates = self.certificates
            return certificates.threshold_points, (
                certificates.threshold_points // certificates.block_points * certificates.block_value
            )
        if self.redemption.mode == "chart":
            return self.redemption.chart[0].points, self.redemption.chart[0].value
        return self.redemption.block_points, self.redemption.block_points * self.point_value

    @property
    def value_per_point(self) -> float:
        """What one point that is used is worth; of a chart, the mean over its rewards."""
        if self.certificates.offered:
            return self.certificates.block_value / self.certificates.block_points
        if self.redemption.mode != "chart":
            return self.point_value
        chart = self.redemption.chart
        return sum(step.value / step.points for step in chart) / len(chart)

    def worth_at(self, points: int) -> float:
        """What a point is worth to whoever holds so many: of a chart, in the largest reward these buy, or in the first."""
        if self.certificates.offered or self.redemption.mode != "chart":
            return self.value_per_point
        chart = self.redemption.chart
        step = max((step for step in chart if step.points <= points), key=lambda step: step.points, default=chart[0])
        return step.value / step.points

    @property
    def largest_value_per_point(self) -> float:
        """The most that one point can be worth: of a chart, in the reward that gives most for it."""
        if self.redemption.mode != "chart" or self.certificates.offered:
            return self.value_per_point
        return max(step.value / step.points for step in self.redemption.chart)

    @property
    def has_points(self) -> bool:
        """Whether anything can ever give points."""
        given = (self.enrolment.welcome_points, self.enrolment.head_start_points, self.bonuses.birthday_points)
        friends = self.referral.offered and (self.referral.advocate_points > 0 or self.referral.friend_points > 0)
        challenges = self.challenge.offered and self.challenge.reward_points > 0
        acts = self.actions.offered and self.actions.points > 0
        partners = any(partner.points > 0 for partner in self.partners)
        return self.earn.points > 0 or challenges or acts or friends or partners or any(given)
