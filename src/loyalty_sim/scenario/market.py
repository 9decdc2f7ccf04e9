"""What the world does without any program: who the customers are, how often they buy and when they stop."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field, model_validator

from loyalty_sim.scenario.fields import ONE_LINE, Record, assumption, refuse

WEEKS_PER_MONTH = 365.25 / 84
MAX_SEGMENTS = 8
MAX_SHOCKS = 8
SHORTEST_HISTORY = 0.1
"""Months; below it the rate of acquisition has no sensible size."""
EVEN_SEASON = (1.0,) * 12
Weight = Annotated[float, Field(ge=0.01, le=100)]


class Segment(Record):
    """Customers of one kind: Pareto/NBD purchasing and lapse, Gamma-Gamma baskets.

    Purchases are Poisson at a rate that is Gamma distributed over customers; lifetimes are exponential at a rate that
    is Gamma distributed too (Schmittlein, Morrison & Colombo 1987). A customer's baskets are Gamma distributed around
    a mean of the customer's own, which is inverse-Gamma distributed over customers (Colombo & Jiang 1999). A shape
    left out (null) means that all customers, or all baskets of a customer, are alike.
    """

    name: str = assumption("Customers", "Name of the segment", min_length=1, max_length=80, pattern=ONE_LINE)
    share: float = assumption(1.0, "Share of customers; shares are scaled to add up to 1", unit="share", ge=0, le=1)
    purchases_per_year: float = assumption(
        2.73,
        "Mean purchases of a customer who has not lapsed",
        unit="per year",
        source="Fader, Hardie & Lee 2005 (CDNOW)",
        grade="structural",
        gt=0,
        le=1000,
    )
    purchase_shape: float | None = assumption(
        0.5533,
        "Shape of the Gamma distribution of purchase rates; small means uneven; null means all alike",
        source="Fader, Hardie & Lee 2005 (CDNOW)",
        grade="structural",
        ge=0.05,
        le=1000,
    )
    first_year_lapse: float = assumption(
        0.643,
        "Share of new customers who have lapsed after 12 months",
        unit="share",
        source="Fader, Hardie & Lee 2005 (CDNOW)",
        grade="structural",
        ge=0,
        le=0.99,
    )
    lapse_shape: float | None = assumption(
        0.6062,
        "Shape of the Gamma distribution of lapse rates; small means uneven; null means all alike",
        source="Fader, Hardie & Lee 2005 (CDNOW)",
        grade="structural",
        ge=0.05,
        le=1000,
    )
    basket: float = assumption(
        35.17,
        "Mean basket over customers",
        unit="money",
        source="Fader, Hardie & Lee 2005 (CDNOW)",
        grade="structural",
        gt=0,
        le=1e6,
    )
    basket_shape: float | None = assumption(
        6.25,
        "Shape p of a customer's own baskets: their variation is 1/sqrt(p); null means every basket is the mean",
        source="Fader, Hardie & Lee 2005 (CDNOW)",
        grade="structural",
        ge=0.05,
        le=1000,
    )
    basket_spread: float | None = assumption(
        3.745,
        "Shape q of the spread of mean baskets over customers, above 1; null means all customers alike",
        source="Fader, Hardie & Lee 2005 (CDNOW)",
        grade="structural",
        gt=1,
        le=1000,
    )

    @property
    def purchase_rate(self) -> float:
        """Mean purchase rate while active, per month."""
        return self.purchases_per_year / 12

    @property
    def lapse_scale(self) -> float:
        """Scale beta of the Gamma distribution of lapse rates, months: solves 1 - (beta/(beta+12))^s = first-year lapse.

        Infinite when nobody lapses. With no shape it is 1/mu of the common lapse rate mu.
        """
        if self.first_year_lapse == 0:
            return math.inf
        if self.lapse_shape is None:
            return -12 / math.log1p(-self.first_year_lapse)
        return 12 / math.expm1(-math.log1p(-self.first_year_lapse) / self.lapse_shape)

    def survival(self, months: float) -> float:
        """Share of new customers who have not lapsed after ``months``: (beta/(beta+t))^s."""
        if self.first_year_lapse == 0:
            return 1.0
        if self.lapse_shape is None:
            return math.exp(-months / self.lapse_scale)
        return math.exp(-self.lapse_shape * math.log1p(months / self.lapse_scale))

    @classmethod
    def pareto_nbd(
        cls, r: float, alpha: float, s: float, beta: float, p: float, q: float, gamma: float, name: str = "Customers"
    ) -> Segment:
        """A segment from published parameters, alpha and beta in weeks.

        Args:
            r, alpha: Gamma shape and rate (weeks) of purchase rates.
            s, beta: Gamma shape and rate (weeks) of lapse rates.
            p, q, gamma: Gamma-Gamma basket parameters; the mean basket is p gamma/(q - 1).
            name: name of the segment.
        """
        year = 12 * WEEKS_PER_MONTH
        return cls(
            name=name,
            purchases_per_year=r / alpha * year,
            purchase_shape=r,
            first_year_lapse=1 - (beta / (beta + year)) ** s,
            lapse_shape=s,
            basket=p * gamma / (q - 1),
            basket_shape=p,
            basket_spread=q,
        )


class Shock(Record):
    """Something that happens to the market for some months, with or without the program. Shocks at one time multiply."""

    name: str = assumption("Recession", "Name of the shock", min_length=1, max_length=80, pattern=ONE_LINE)
    month: int = assumption(13, "First month of the shock; 1 is the first reported", unit="month", ge=1, le=240)
    months: int = assumption(12, "How long it lasts", unit="months", ge=1, le=240)
    rate_factor: float = assumption(
        1.0, "Purchase rates are multiplied by this", unit="x", low=0.8, high=1.0, source="judgement", ge=0.05, le=20
    )
    basket_factor: float = assumption(
        1.0, "Baskets are multiplied by this", unit="x", low=0.8, high=1.0, source="judgement", ge=0.05, le=20
    )
    lapse_factor: float = assumption(
        1.0, "Lapse rates are multiplied by this", unit="x", low=1.0, high=1.5, source="judgement", ge=0, le=20
    )
    acquisition_factor: float = assumption(
        1.0, "New customers are multiplied by this", unit="x", low=0.8, high=1.5, source="judgement", ge=0, le=20
    )


class Market(Record):
    """The customers of the company, with or without a program."""

    customers: int = assumption(
        100_000, "Customers who have not lapsed at the start of month 1", unit="customers", ge=1, le=1_000_000_000
    )
    history_months: float = assumption(
        60.0,
        "The customers at the start were acquired evenly over this time before it; 0 means all at the start",
        unit="months",
        ge=0,
        le=600,
    )
    acquired_per_year: float = assumption(
        20_000.0, "New customers in the first year", unit="customers per year", ge=0, le=1_000_000_000
    )
    acquisition_growth: float = assumption(
        0.0, "Growth of acquisition per year", unit="share per year", low=-0.05, high=0.1, ge=-0.9, le=3
    )
    seasonality: tuple[Weight, ...] = assumption(
        EVEN_SEASON,
        "Purchase rate by calendar month, January first; scaled to average 1",
        unit="relative",
        min_length=12,
        max_length=12,
    )
    bad_experiences: float = assumption(
        0.0, "Share of purchases at which something goes wrong, beyond what the lapse rates hold", unit="share", ge=0, le=1
    )
    leave_after_bad: float = assumption(
        0.1, "Chance that a customer leaves for good after a bad experience", unit="share", low=0.02, high=0.3, ge=0, le=1
    )
    return_share: float = assumption(
        0.0,
        "Share of purchases that are given back, whole, with or without a program",
        unit="share",
        low=0.02,
        high=0.2,
        ge=0,
        le=1,
    )
    return_after_days: float = assumption(14.0, "Days after which they are given back", unit="days", ge=1, le=365)
    shocks: tuple[Shock, ...] = assumption(
        (), "Recessions, programs of competitors, campaigns: what changes for some months", max_length=MAX_SHOCKS
    )
    segments: tuple[Segment, ...] = assumption((Segment(),), "Kinds of customers", min_length=1, max_length=MAX_SEGMENTS)

    @model_validator(mode="after")
    def _history(self) -> Market:
        if 0 < self.history_months < SHORTEST_HISTORY:
            message = f"is {self.history_months:g}; must be 0, or at least {SHORTEST_HISTORY}"
            raise refuse(message, "history_months")
        return self

    @model_validator(mode="after")
    def _shares(self) -> Market:
        if sum(segment.share for segment in self.segments) <= 0:
            raise refuse("need at least one share above 0", "segments")
        names = [segment.name for segment in self.segments]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise refuse(f'is "{name}" again; segments need different names', "segments", index, "name")
        return self

    def shocked(self, factor: str, month: int) -> float:
        """Product of a factor over the shocks of ``month``; 1 is the first reported."""
        here = (shock for shock in self.shocks if shock.month <= month < shock.month + shock.months)
        return math.prod(float(getattr(shock, factor)) for shock in here)

    @property
    def shares(self) -> tuple[float, ...]:
        """Shares of the segments, adding up to 1."""
        total = sum(segment.share for segment in self.segments)
        return tuple(segment.share / total for segment in self.segments)

    @property
    def mean_spend(self) -> float:
        """What a customer who has not lapsed spends in a year, on average over segments."""
        return sum(share * s.purchases_per_year * s.basket for share, s in zip(self.shares, self.segments, strict=True))

    @property
    def mean_basket(self) -> float:
        """Mean basket over purchases."""
        visits = sum(share * s.purchases_per_year for share, s in zip(self.shares, self.segments, strict=True))
        return self.mean_spend / visits
