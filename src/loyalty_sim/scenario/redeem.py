"""How points are used, and when they die."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from loyalty_sim.scenario.fields import Name, Record, lever, refuse

SHORTEST_LIFE = 0.03
"""Months; points that die at the instant they are earned belong to no month."""
MAX_STEPS = 16


class RewardStep(Record):
    """One reward of a chart or catalogue: what it takes in points, and what it gives."""

    name: Name = lever("Reward", "Name of the reward")
    points: int = lever(
        100,
        "Points that this reward takes",
        unit="points",
        bands={"small": 100, "middle": 500, "large": 2000},
        typical="100 to 2,000 points at Ulta, 25 to 400 Stars at Starbucks until 2026 (secondary source)",
        watch="The smallest reward of a chart decides how many members ever collect one.",
        ge=1,
        le=10_000_000,
    )
    value: float = lever(
        3.0,
        "What this reward is worth to the member: money off, or the price of what is given",
        unit="money",
        bands={"small": 3.0, "middle": 17.5, "large": 125.0},
        typical="$3 for 100 points to $125 for 2,000 at Ulta, 3 to 6.25 cents a point (secondary source)",
        watch="More per point on the larger rewards makes members save up: balances rise, and so does breakage.",
        ge=0,
        le=1e6,
    )
    cost: float | None = lever(
        None,
        "What this reward costs the company; null means reward cost x value",
        unit="money",
        bands={"sample": 1.0, "drink": 2.0, "gift": 10.0},
        typical="A third to two thirds of its price where an own product is given (judgement)",
        watch="Rewards of one value can cost very differently: which are chosen decides what the program costs.",
        ge=0,
        le=1e6,
    )


class Redemption(Record):
    """How points are used."""

    mode: Literal["blocks", "any", "chart"] = lever(
        "blocks",
        "Points are redeemed in whole blocks, in any amount from a minimum, or for the rewards of a chart",
        typical="Blocks at DSW, a chart at Ulta and Starbucks (secondary source); any amount for cash-back (judgement)",
        watch="What does not fill a block or reach a reward stays in balances and in the end expires.",
    )
    chart: tuple[RewardStep, ...] = lever(
        (), "Rewards to choose from in mode chart, fewest points first; value per point may differ", max_length=MAX_STEPS
    )
    block_points: int = lever(
        100,
        "Points in one block, or the minimum balance when any amount may be redeemed",
        unit="points",
        bands={"stamp card": 10, "DSW and Ulta": 100, "Sephora": 500, "airline award": 10_000},
        typical="Rewards worth 5 to 10 units of money: 100 points at DSW and Ulta, 500 at Sephora (secondary source)",
        watch="A block above what a median member earns before expiry is a program nobody collects from.",
        ge=1,
        le=10_000_000,
    )
    max_basket_share: float = lever(
        1.0,
        "Largest share of a basket that points may pay",
        unit="share",
        bands={"quarter": 0.25, "half": 0.5, "all": 1.0},
        typical="All of it; half where certificates must be combined with money (judgement)",
        watch="A low cap slows redemption and raises the outstanding balance.",
        gt=0,
        le=1,
    )
    amount: Literal["all", "one block"] = lever(
        "all",
        "A redemption takes as many blocks or rewards of the chart as fit, the largest first, or one",
        typical="As many as fit where points pay; one where the reward is an item, as on a stamp card (judgement)",
        watch="One at a time keeps balances high, and what is kept may expire.",
    )
    moment: Literal["before earning", "after earning"] = lever(
        "before earning",
        "Points of the same purchase can be used from the next visit on (before earning), or at once (after earning)",
        typical="From the next visit on, often only after the return window (judgement)",
        watch="At once, a reward can pay for the purchase that earned it: it brings nobody back.",
    )
    automatic: bool = lever(
        False,
        "The reward is given as soon as the points are there, without the member asking",
        typical="Off; DSW and Barnes & Noble issue rewards by themselves (secondary source, company page)",
        watch="Almost everything is then redeemed: breakage falls and cost rises.",
    )

    donation: bool = lever(
        False,
        "Members may give points to charity at face value instead of having something for them",
        typical="Off; on at DSW, which passes certificates on (secondary source)",
        watch="It costs cash, where a reward costs goods, and brings no purchase. Certificates are not given away.",
    )
    donation_cost: float = lever(
        1.0,
        "What the company pays to charity for a unit of face value given",
        unit="money per unit of face value",
        bands={"half": 0.5, "as stated": 1.0, "doubled": 2.0},
        typical="1; 2 where the company matches what members give (judgement)",
        watch="It is paid in full, in cash, whatever a reward costs.",
        ge=0,
        le=100,
    )

    @model_validator(mode="after")
    def _rising(self) -> Redemption:
        if self.mode == "chart" and not self.chart:
            raise refuse("is empty; mode chart needs at least one reward", "chart")
        for index in range(1, len(self.chart)):
            low, high = self.chart[index - 1], self.chart[index]
            if high.points <= low.points:
                message = f"is {high.points}; must exceed chart[{index - 1}].points = {low.points}"
                raise refuse(message, "chart", index, "points")
        return self


class Expiry(Record):
    """When points die."""

    rule: Literal["never", "after earning", "inactivity", "calendar date", "from the first point"] = lever(
        "after earning",
        "Points never expire, a fixed time after earning, all after inactivity, at a date of the year when old enough, or "
        "all of a card a fixed time after its first",
        typical="After earning at Ulta and DSW, inactivity at American and Sephora (secondary source); stamp cards from the "
        "first stamp (judgement)",
        watch="Points that never expire stay owed for ever; any fixed window takes points from members who still buy.",
    )
    months: float = lever(
        12.0,
        "Life of points after earning, of the balance after the last activity, of a card, or at least before a date",
        unit="months",
        bands={"short": 6, "one year": 12, "long": 24},
        typical="6 to 24 months (Starbucks 6, Ulta 12, American 24 of inactivity: secondary source)",
        watch="A short window saves cost by breakage, and loses members who feel cheated; Ontario and Québec restrict it.",
        ge=0,
        le=240,
    )
    rounding: Literal["exact", "month end", "quarter end", "year end"] = lever(
        "month end",
        "Points live on to the end of the month, quarter or year in which their time is up",
        typical="Month end (Dunkin'), quarter end (Ulta): secondary source",
        watch="The longer the period, the more points die on one day, and the longer they live on average.",
    )
    counts_from: Literal["earning", "release"] = lever(
        "earning",
        "Life of points that are pending first: from the purchase on, or from the day they can be used",
        typical="From the purchase on (judgement)",
        watch="From the purchase on, points that are pending for longer than their life die on the day they are released.",
    )
    reminder_days: float = lever(
        0.0,
        "Days before expiry at which a member is reminded; 0 sends no reminder",
        unit="days",
        bands={"none": 0, "two weeks": 14, "one month": 30, "two months": 60},
        typical="14 to 60 days (judgement); Québec asks for 30 to 60 days before inactive points die",
        watch="A reminder saves points from expiring: breakage falls and redemption cost rises.",
        ge=0,
        le=365,
    )
    date_month: int = lever(
        12,
        "Month at whose end points die by calendar date; rounding then has no part",
        unit="month",
        bands={"March": 3, "June": 6, "December": 12},
        typical="December, or the month after the peak season (judgement)",
        watch="All points die on one day: redemptions peak before it, and their life depends on the month of earning.",
        ge=1,
        le=12,
    )
    grace_days: float = lever(
        0.0,
        "Days after the date of expiry for which points can still be used",
        unit="days",
        bands={"none": 0, "a week": 7, "a month": 30},
        typical="None, or a month by goodwill (judgement)",
        watch="Grace is part of the life of points: what is stated in the terms is no longer what breaks.",
        ge=0,
        le=365,
    )
    extended_by_activity: bool = lever(
        False,
        "Any purchase starts the life of all points of the rule after earning anew",
        typical="Off; on where points of active members never die (judgement)",
        watch="Only customers who stay away lose points: breakage falls to that of inactivity.",
    )
    reinstate_days: float = lever(
        0.0,
        "Days after expiry within which a member can get points back at a visit; 0 never",
        unit="days",
        bands={"never": 0, "a month": 30, "a quarter": 90, "a year and a half": 545},
        typical="Never; for a fee at some airlines, within months to a year and a half (judgement)",
        watch="Points that count as broken come back: breakage is what expired less what was reinstated.",
        ge=0,
        le=1_100,
    )
    reinstatement_fee: float = lever(
        0.0,
        "What a member pays each time to get expired points back, however many",
        unit="money",
        bands={"free": 0, "small": 10, "airline": 50},
        typical="None by goodwill; 30 to 100 at airlines (judgement)",
        watch="A fee above what the points of most members are worth is never paid: it brings neither money nor goodwill.",
        ge=0,
        le=100_000,
    )

    @property
    def by_inactivity(self) -> bool:
        """Whether only members who stay away lose points."""
        return self.rule == "inactivity" or (self.rule == "after earning" and self.extended_by_activity)

    @property
    def by_time(self) -> bool:
        """Whether points die by the passage of time alone, of members who are active too."""
        return self.rule != "never" and not self.by_inactivity

    @model_validator(mode="after")
    def _alive(self) -> Expiry:
        if self.rule not in ("never", "calendar date") and self.rounding == "exact" and self.months < SHORTEST_LIFE:
            message = f"is {self.months:g}; must be at least {SHORTEST_LIFE} (a day) when rounding is exact"
            raise refuse(f"{message}, or points die before they can be used", "months")
        return self
