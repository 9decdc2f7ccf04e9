"""How customers choose: to join, to redeem, to pay for membership and to renew it."""

from __future__ import annotations

from typing import ClassVar

from loyalty_sim.scenario.effects import Effect
from loyalty_sim.scenario.fields import assumption


class RedemptionChoice(Effect):
    """Whether a member who could redeem does: weighs the reward against the bother. Off: a constant chance."""

    title: ClassVar[str] = "Choosing to redeem"
    strength: ClassVar[str] = "reward_worth"
    reward_worth: float = assumption(
        0.9,
        "Median worth of a unit of reward against a unit of cash",
        unit="x",
        low=0.7,
        high=1.1,
        source="Rossi 2018 (direction); prior is judgement",
        gt=0,
        le=10,
    )
    reward_worth_spread: float = assumption(0.3, "Spread of that worth over customers (log s.d.)", ge=0, le=3)
    hassle: float = assumption(
        3.0,
        "Median bother of one redemption",
        unit="money",
        low=1.5,
        high=6.0,
        source="Stourm, Bradlow & Fader 2015 (structure); prior is judgement",
        ge=0,
        le=1e6,
    )
    hassle_spread: float = assumption(0.8, "Spread of the bother over customers (log s.d.)", ge=0, le=3)
    noise: float = assumption(1.5, "Noise of the decision", unit="money", gt=0, le=1e6)
    urgency: float = assumption(1.0, "Weight of value about to expire", low=0.0, high=2.0, ge=0, le=10)
    urgency_days: float = assumption(30.0, "Days to expiry in which that weight falls to 37 %", unit="days", gt=0, le=365)
    never: float = assumption(
        0.2,
        "Share of customers who never redeem",
        unit="share",
        low=0.15,
        high=0.25,
        source="judgement; a third of US points is reported never redeemed (secondary source)",
        ge=0,
        le=1,
    )
    cashes_out: float = assumption(
        0.3,
        "Share of members who have an unused dividend paid out when they may",
        unit="share",
        low=0.1,
        high=0.6,
        source="judgement",
        ge=0,
        le=1,
    )
    donates: float = assumption(
        0.05,
        "Share of redemptions that members give to charity where they may",
        unit="share",
        low=0.01,
        high=0.2,
        source="judgement: no published share",
        ge=0,
        le=1,
    )
    constant_chance: float = assumption(0.2, "Chance at each opportunity when the choice is off", unit="share", ge=0, le=1)
    at_visits: bool = assumption(True, "Whether a visit is an opportunity to redeem")
    between_visits_per_year: float = assumption(
        0.0, "Opportunities to redeem between visits (app, online rewards)", unit="per year", ge=0, le=1000
    )


class ChallengeChoice(Effect):
    """Who takes up challenges: the same members in every window. Off: all members take part."""

    title: ClassVar[str] = "Taking up challenges"
    strength: ClassVar[str] = "opt_in"
    opt_in: float = assumption(
        0.3,
        "Share of members who take part in challenges",
        unit="share",
        low=0.1,
        high=0.5,
        source="judgement: no published share",
        ge=0,
        le=1,
    )


class Acting(Effect):
    """What members do without buying when there are points for it: each acts at the same constant rate. Off: nothing."""

    title: ClassVar[str] = "Acting without buying"
    strength: ClassVar[str] = "per_year"
    per_year: float = assumption(
        2.0,
        "Acts of a member who has not lapsed: reviews, events, recycling",
        unit="per year",
        low=0.5,
        high=6.0,
        source="judgement: no published rate",
        ge=0,
        le=1000,
    )


class SelfSelection(Effect):
    """Heavy buyers are likelier to join, so members look better than others although nobody has changed."""

    title: ClassVar[str] = "Heavy buyers join first (self-selection)"
    strength: ClassVar[str] = "slope"
    slope: float = assumption(
        0.5,
        "Slope of the log-odds of joining on the log of the purchase rate",
        low=0.0,
        high=1.0,
        source="Meyer-Waarden & Benavent 2009 (direction); magnitude judgement",
        ge=-5,
        le=5,
    )


class PaidChoice(Effect):
    """Who buys a paid membership and who renews it. Off: everyone considers it worth the fee or not by its base chance."""

    title: ClassVar[str] = "Choosing paid membership"
    strength: ClassVar[str] = "attention"
    attention: float = assumption(
        0.10,
        "Chance that a member considers joining at one visit",
        unit="share",
        low=0.05,
        high=0.20,
        source="judgement",
        ge=0,
        le=1,
    )
    noise: float = assumption(0.3, "Noise of the decision relative to the fee", unit="share of fee", gt=0, le=10)
    lifetime_months: float = assumption(
        60.0, "Time over which a lifetime membership's benefits are counted when joining", unit="months", gt=0, le=600
    )
    renewal: float = assumption(
        0.75,
        "Chance of renewal when the benefits received equal the fee",
        unit="share",
        low=0.6,
        high=0.9,
        source="CIRP 2016 (Prime 91 % after one year, secondary source); default judgement",
        ge=0,
        le=1,
    )
    renewal_by_tenure: float = assumption(
        0.0,
        "Gain of the log-odds of renewal with every term completed after the first",
        low=0.0,
        high=0.86,
        source="CIRP 2016 (Prime 91 % after one year, 96 % after two: 0.86, secondary source); default: none",
        grade="secondary source",
        ge=0,
        le=3,
    )
    conversion: float = assumption(
        0.73,
        "Chance to pay at the end of a free trial when the benefits received equal the fee of so many days",
        unit="share",
        low=0.6,
        high=0.8,
        source="CIRP 2016 (Prime 73 %)",
        grade="secondary source",
        ge=0,
        le=1,
    )
    cancel: float = assumption(
        0.1,
        "Chance to take stock once in a term where fees are refunded, and to cancel if benefits lag behind the fee",
        unit="share",
        low=0.02,
        high=0.3,
        source="judgement",
        ge=0,
        le=1,
    )
    value_sensitivity: float = assumption(
        0.5,
        "Slope of the log-odds of renewal on the log of benefits received over fee",
        low=0.0,
        high=1.0,
        source="judgement",
        ge=0,
        le=5,
    )
