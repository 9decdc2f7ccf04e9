"""Points for what members do without buying: reviews, community, recognition of each other's work."""

from __future__ import annotations

from loyalty_sim.scenario.fields import Record, lever


class Actions(Record):
    """Points for acts other than purchases. With a yearly cap it is a recognition budget for each member."""

    offered: bool = lever(
        False,
        "Whether members get points for acts other than purchases",
        typical="Off in most programs; on for reviews, recycling and donated shoes (DSW: secondary source)",
        watch="Acts without cost or limit look better than they are: no published study says what they are worth.",
    )
    points: int = lever(
        10,
        "Points for one act",
        unit="points",
        bands={"thanks": 5, "review": 10, "donation": 50},
        typical="A tenth of a reward or less (judgement)",
        watch="Points without a sale are a cost of marketing, however they are redeemed.",
        ge=0,
        le=1_000_000,
    )
    yearly_cap: int = lever(
        100,
        "Most points that a member can get for acts in a calendar year; 0 means no cap",
        unit="points per year",
        bands={"no cap": 0, "one reward": 100, "recognition budget": 1000},
        typical="A reward a year; recognition of employees has a budget per person (judgement)",
        watch="Without a cap a few members earn most of the points.",
        ge=0,
        le=1_000_000_000,
    )
    cost: float = lever(
        0.0,
        "What one act costs the company beside its points: moderation, collection, postage",
        unit="money per act",
        bands={"none": 0, "moderation": 0.5, "collection": 5},
        typical="Cents for a review, some units of money for goods collected (judgement)",
        watch="It falls due for every act, rewarded or beyond the cap.",
        ge=0,
        le=10_000,
    )
