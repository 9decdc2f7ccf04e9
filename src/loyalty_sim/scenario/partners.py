"""Partners of a coalition: who else gives points, who else takes them, and at what prices."""

from __future__ import annotations

from loyalty_sim.scenario.fields import Name, Record, lever

MAX_PARTNERS = 6


class Partner(Record):
    """A company whose customers earn points of the program, or use them there."""

    name: Name = lever("Partner", "Name of the partner")
    shoppers: float = lever(
        0.3,
        "Share of members who shop at the partner and show their card",
        unit="share of members",
        bands={"few": 0.1, "some": 0.3, "most": 0.7},
        typical="Few at a specialist, most at a grocer or a petrol station (judgement)",
        watch="Partners with the same shoppers add less than their numbers say: here they are independent.",
        ge=0,
        le=1,
    )
    purchases_per_year: float = lever(
        12.0,
        "Purchases there of a member who shops there",
        unit="per year",
        bands={"travel": 2, "petrol": 24, "grocery": 50},
        typical="2 in travel to 50 in grocery (judgement)",
        watch="Frequent small purchases keep inactive balances alive for ever.",
        gt=0,
        le=400,
    )
    points: int = lever(
        20,
        "Points given for one purchase at the partner; 0 where points are only used",
        unit="points per purchase",
        bands={"none": 0, "petrol": 20, "grocery": 50, "travel": 500},
        typical="About 1 point per unit of money spent there (judgement)",
        watch="Points from partners bring the reward nearer without any purchase here.",
        ge=0,
        le=100_000,
    )
    price_per_point: float = lever(
        0.01,
        "What the partner pays for each point given there",
        unit="money per point",
        bands={"cheap": 0.005, "usual": 0.01, "dear": 0.015},
        typical="1 cent, a little above the cost of redeeming (judgement)",
        watch="It is income at once, while the points are owed until they are used or die.",
        ge=0,
        le=1_000,
    )
    own_multiplier: float = lever(
        1.0,
        "What points of purchases here are multiplied by for members who shop at the partner: a co-branded card",
        unit="x",
        bands={"no card": 1.0, "a quarter more": 1.25, "double": 2.0},
        typical="1 without a card, up to 2 with one (Starbucks: 2 with a preloaded card, secondary source)",
        watch="The company pays for these points itself, for members who would mostly have bought here anyway.",
        ge=1,
        le=100,
    )
    points_never_expire: bool = lever(
        False,
        "Whether points of members who shop at the partner, and so hold its card, never expire",
        typical="Off; on for the co-branded card of Starbucks before 2026 (secondary source)",
        watch="Members who have left keep theirs too, so that what is owed to holders of the card only ends by being used.",
    )
    redeemed_share: float = lever(
        0.0,
        "Share of redemptions that the partner delivers",
        unit="share of redemptions",
        bands={"none": 0.0, "some": 0.2, "half": 0.5},
        typical="None to half (judgement)",
        watch="What a partner delivers costs the settlement rate, not the cost of an own reward.",
        ge=0,
        le=1,
    )
    settlement_per_point: float = lever(
        0.008,
        "What the partner is paid for each point used there",
        unit="money per point",
        bands={"low": 0.005, "usual": 0.008, "face value": 0.01},
        typical="0.8 cents where points sell at 1 cent (judgement)",
        watch="Above the price at which points are sold, every point that comes round loses money.",
        ge=0,
        le=1_000,
    )
