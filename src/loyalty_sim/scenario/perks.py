"""What a program can be without points or tiers: perks for every member, and gifts to a cause."""

from __future__ import annotations

from loyalty_sim.scenario.fields import Record, lever


class Perks(Record):
    """Perks that every member has, such as early access, a free coffee or events."""

    offered: bool = lever(
        False,
        "Whether all members have perks, whatever they buy",
        typical="On in programs without points, and beside points for early access and events (judgement)",
        watch="Without an effect, which is off until you set it, perks are a cost and nothing else.",
    )
    cost_per_year: float = lever(
        5.0,
        "Cost of these perks to the company",
        unit="money per member and year",
        bands={"early access": 0, "birthday gift": 5, "events": 20},
        typical="0 to 20 (judgement)",
        watch="It falls due for every member who has not left, the ones who never buy included.",
        ge=0,
        le=1e6,
    )


class Giving(Record):
    """Values-based giving: a share of what members buy goes to a cause."""

    share: float = lever(
        0.0,
        "Share of the sales to members, at list price, that is donated",
        unit="share of sales",
        bands={"none": 0.0, "half a per cent": 0.005, "one per cent": 0.01, "two per cent": 0.02},
        typical="0.5 to 1 % (judgement)",
        watch="It is cash and comes off the margin in full, on purchases that would have been made anyway too.",
        ge=0,
        le=0.5,
    )
