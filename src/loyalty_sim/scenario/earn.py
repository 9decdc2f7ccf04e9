"""How purchases turn into points, and how customers become members."""

from __future__ import annotations

from typing import Literal

from loyalty_sim.scenario.fields import Record, lever


class Earn(Record):
    """How a purchase turns into points."""

    points: float = lever(
        1.0,
        "Points earned per unit of money spent, or per visit",
        unit="points",
        bands={"one a dollar": 1.0, "double": 2.0, "hotel": 10.0},
        typical="1 to 10 points per unit of money (company pages of Ulta, Starbucks, American)",
        watch="Points times value is what counts: 1 point at 5 cents is 5 at 1 cent, if prices in points move too.",
        ge=0,
        le=1000,
    )
    per: Literal["money", "visit"] = lever(
        "money",
        "What is counted: each unit of money spent, or each visit (stamp card)",
        typical="Money in retail, grocery and travel; visits on the cards of coffee shops (Kivetz, Urminsky & Zheng 2006)",
        watch="By visit a small basket earns as much as a large one, which invites to split purchases.",
    )
    rounding: Literal["down", "nearest", "up", "carry"] = lever(
        "down",
        "Rounding of the points of one purchase; carry keeps the remainder for the next purchase",
        typical="Down, as with one stamp per full $10 in one transaction at Barnes & Noble (company page)",
        watch="Rounding down loses about half a point a purchase: much when a purchase earns few points.",
    )
    on: Literal["paid", "basket"] = lever(
        "paid",
        "Points are earned on what is paid in money (net of points and discounts), or on the whole basket",
        typical="What is paid (judgement)",
        watch="On the whole basket, redeemed points earn again.",
    )
    pending_days: float = lever(
        0.0,
        "Days after a purchase before its points can be used",
        unit="days",
        bands={"at once": 0, "two weeks": 14, "one month": 30, "two months": 60},
        typical="None at the till; the time in which goods can be returned, 14 to 30 days, online (judgement)",
        watch="Members see points that they cannot use; shorter than the time of returns it takes back points already used.",
        ge=0,
        le=365,
    )
    claw_back: bool = lever(
        True,
        "Whether points of a purchase are taken back when it is returned",
        typical="On; left out by mistake in many shop systems (judgement)",
        watch="Without it, buying and returning is a source of points.",
    )


class Enrolment(Record):
    """How customers become members."""

    share: float = lever(
        0.6,
        "Share of customers of average purchase rate who are willing to join",
        unit="share",
        bands={"few": 0.3, "half": 0.5, "most": 0.8},
        typical="Half to nine tenths of buyers in retail (judgement)",
        watch="Heavy buyers are likelier to join, so members look better than others although nobody has changed.",
        ge=0,
        le=1,
    )
    per_visit: float = lever(
        1.0,
        "Chance that a willing customer joins at any one purchase",
        unit="share",
        bands={"long form": 0.3, "asked at the till": 0.6, "at once": 1.0},
        typical="0.3 where joining takes a form, to 1 where an account is needed to buy (judgement)",
        watch="A low chance delays light buyers far more than heavy ones: those have more occasions.",
        gt=0,
        le=1,
    )
    identified: float = lever(
        1.0,
        "Share of members' purchases at which they are known, by card, app or number; others count for nothing",
        unit="share of purchases",
        bands={"card at the till": 0.7, "number asked for": 0.85, "account needed": 1.0},
        typical="0.6 to 0.95 in shops, 1 where buying needs an account (judgement)",
        watch="What is not identified earns nothing and costs nothing, and its effects are still felt by the member.",
        gt=0,
        le=1,
    )
    welcome_points: int = lever(
        0,
        "Points given at joining",
        unit="points",
        bands={"none": 0, "one reward": 100, "Sephora reward": 500},
        typical="None to one reward (judgement)",
        watch="Points without a purchase: whoever joins and never returns lets them expire, which raises breakage.",
        ge=0,
        le=1_000_000,
    )
    head_start_points: int = lever(
        0,
        "Points already on the first card: progress towards the first reward that was not earned",
        unit="points",
        bands={"none": 0, "a tenth of 100": 10, "a fifth of 100": 20},
        typical="2 of 10 stamps (Nunes & Drèze 2006); 2 of 12 (Kivetz, Urminsky & Zheng 2006)",
        watch="Raise the block by as much, or the reward becomes cheaper instead of seeming nearer.",
        ge=0,
        le=1_000_000,
    )
