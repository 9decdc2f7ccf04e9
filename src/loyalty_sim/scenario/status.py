"""Status levels and memberships that are bought."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from loyalty_sim.scenario.fields import Name, Record, lever, refuse

MAX_TIERS = 8


class Tier(Record):
    """One status level above the base level."""

    name: Name = lever("Gold", "Name of the tier")
    threshold: float = lever(
        500.0,
        "Spend, points or visits within the window that reach this tier",
        unit="metric",
        bands={"entry": 200, "middle": 500, "top": 1200},
        typical="Spend of $200 and $500 (DSW), $350 and $1,000 (Sephora), $500 and $1,200 (Ulta): secondary source",
        watch="Out of reach for nearly all it moves nobody; reached by half of the members it is no status.",
        gt=0,
        le=1e9,
    )
    visits: int = lever(
        10,
        "Visits within the window that reach this tier too, or that it takes beside the spend; only where both count",
        unit="visits",
        bands={"each quarter": 4, "each month": 12, "each week": 52},
        typical="Once a month to once a week (judgement)",
        watch="Whichever is easier decides where one is enough, the harder where both are needed.",
        ge=1,
        le=1_000_000,
    )
    earn_multiplier: float = lever(
        1.25,
        "Points of members of this tier are multiplied by this",
        unit="x",
        bands={"as others": 1.0, "modest": 1.25, "strong": 1.5, "double": 2.0},
        typical="1.25 and 1.5 (Ulta), 2 (DSW Elite), 1.4 to 2.2 (American): secondary source",
        watch="It goes to those who buy most anyway, so most of its cost rewards what would have happened.",
        ge=0,
        le=100,
    )
    perk_cost_per_year: float = lever(
        0.0,
        "Cost of the perks of this tier to the company",
        unit="money per member and year",
        bands={"none": 0, "birthday gift": 5, "gifts and shipping": 15, "service": 50},
        typical="2 to 15 in retail, 50 to 200 for the status of an airline (judgement)",
        watch="Perks without a cost make a tier look free.",
        ge=0,
        le=1e6,
    )
    discount: float = lever(
        0.0,
        "Discount on every basket of members of this tier, added to that of a paid membership",
        unit="share of basket",
        bands={"none": 0.0, "modest": 0.05, "strong": 0.1},
        typical="None; 5 to 10 % where status gives a price (judgement)",
        watch="It goes to the best customers on what they would have bought anyway, and lowers what counts as spend.",
        ge=0,
        le=0.9,
    )
    free_shipping_cost: float = lever(
        0.0,
        "What free shipping for this tier costs the company, unless a paid membership ships free already",
        unit="money per order",
        bands={"not offered": 0.0, "small parcel": 3.0, "usual parcel": 6.0},
        typical="3 to 8 (judgement)",
        watch="It falls due with every order: members of the tier order most often.",
        ge=0,
        le=10_000,
    )
    entry_gift_cost: float = lever(
        0.0,
        "Cost of the gift that a member gets each time this tier is reached from below",
        unit="money per entry",
        bands={"none": 0, "card": 2, "gift": 10, "box": 30},
        typical="0 to 30 (judgement)",
        watch="Where status is lost and reached again every year, so is the gift.",
        ge=0,
        le=1e6,
    )
    points_never_expire: bool = lever(
        False,
        "Whether points live on as long as a member holds this tier",
        typical="On for Platinum and above (Ulta), Gold and Reserve (Starbucks since 2026): secondary source",
        watch="Say what becomes of old points on demotion; members who have left keep theirs until the tier ends.",
    )


class Tiers(Record):
    """Status levels and how they are reached."""

    metric: Literal["spend", "points", "visits", "balance", "spend or visits", "spend and visits"] = lever(
        "spend",
        "What counts towards status: spend, points earned, visits, the balance held, either of spend and visits, or both",
        typical="Spend (Ulta, Sephora, DSW), points (Starbucks since 2026): secondary source and press; nights or spend at "
        "hotels (judgement)",
        watch="Thresholds keep their number when this changes: set them anew. By balance, using points costs status.",
    )
    window: Literal["calendar year", "rolling 12 months", "anniversary", "qualification year", "lifetime"] = lever(
        "calendar year",
        "Counted within a calendar year, the last 12 months, the year since joining, a year of your own, or for ever",
        typical="Calendar year (Ulta, Sephora, DSW); 12 months (Starbucks since 2026): secondary source and press",
        watch="A calendar year gathers the effort of members in December, and demotion in January.",
    )
    year_starts: int = lever(
        3,
        "Month in which the qualification year starts",
        unit="month",
        bands={"January": 1, "March": 3, "April": 4, "July": 7},
        typical="March (American): secondary source",
        watch="Reviews fall on the month before it: away from the peak season, demotion hurts fewer who would buy then.",
        ge=1,
        le=12,
    )
    validity: Literal["by window", "12 months from entry"] = lever(
        "by window",
        "Status of a year holds to the end of the next, rolling status while reached; or 12 months from each time reached",
        typical="To the end of the next year (Sephora); 365 days from entry (Purebaby): secondary source",
        watch="From entry, members reach for it in all seasons; a yearly window forgets what was counted before it.",
    )
    downgrade: Literal["to the level earned", "one level", "never"] = lever(
        "to the level earned",
        "How far a member falls who has not earned the tier again",
        typical="To the level earned in retail, one level at a time (soft landing) at airlines (judgement)",
        watch="Status that is never lost fills up with members who have long stopped earning it.",
    )
    carry_over: Literal["none", "surplus"] = lever(
        "none",
        "Whether what exceeds the threshold reached counts on in the next yearly window",
        typical="None; some airlines roll over surplus qualifying miles (judgement)",
        watch="Surplus holds heavy buyers in their tier for a year without effort.",
    )
    grace_months: float = lever(
        0.0,
        "Status is lost only this long after the review that failed, unless it is earned again meanwhile",
        unit="months",
        bands={"none": 0, "American": 1, "a quarter": 3},
        typical="0 to 3; status to 31 March after a year to the end of February (American): secondary source",
        watch="Perks and multipliers go on for members who have not earned them.",
        ge=0,
        le=11,
    )
    on_demotion: Literal["as if never spared", "to the end of the period", "a fresh window"] = lever(
        "as if never spared",
        "What becomes of old points after a tier whose points never expire: those overdue die at once, at the next month, "
        "quarter or year end, or all live a whole window more",
        typical="Terms are often silent (judgement)",
        watch="Points that die on the day status is lost hurt twice.",
    )
    levels: tuple[Tier, ...] = lever((), "The tiers above the base level, lowest threshold first", max_length=MAX_TIERS)

    @model_validator(mode="after")
    def _sorted(self) -> Tiers:
        for index in range(1, len(self.levels)):
            low, high = self.levels[index - 1], self.levels[index]
            if high.threshold <= low.threshold:
                below = f"levels[{index - 1}].threshold = {low.threshold:g}"
                raise refuse(f"is {high.threshold:g}; must exceed {below}", "levels", index, "threshold")
            if self.metric.endswith("visits") and self.metric != "visits" and high.visits < low.visits:
                below = f"levels[{index - 1}].visits = {low.visits}"
                raise refuse(f"is {high.visits}; must be at least {below}", "levels", index, "visits")
            if high.name in (level.name for level in self.levels[:index]):
                raise refuse(f'is "{high.name}" again; tiers need different names', "levels", index, "name")
        return self


class Paid(Record):
    """A membership that is bought."""

    offered: bool = lever(
        False,
        "Whether a paid membership is offered",
        typical="Off in most retail programs; on at Costco, REI and Prime (company pages and secondary sources)",
        watch="Members who pay spend more mostly because heavy buyers join; compare with the no-program world.",
    )
    fee: float = lever(
        50.0,
        "Price of one term",
        unit="money per term",
        bands={"REI, once": 30, "Best Buy Plus": 49.99, "Costco": 65, "Urban Outfitters": 98},
        typical="$30 once (REI) to $139 a year (Prime): secondary source",
        watch="Members who gain most join first: a low fee attracts light buyers, a discount is used most by heavy ones.",
        ge=0,
        le=100_000,
    )
    term: Literal["monthly", "annual", "lifetime"] = lever(
        "annual",
        "Length of one paid term",
        typical="A year (Costco: company page), a month (Sweetgreen) or once for life (REI): secondary source",
        watch="A lifetime fee comes in once while the benefits go on; a monthly one can be left after every month.",
    )
    trial_days: float = lever(
        0.0,
        "Free trial before the first fee, with all benefits; each member tries once",
        unit="days",
        bands={"none": 0, "a week": 7, "Prime": 30, "a quarter": 90},
        typical="7 to 30 days; about 73 % of those who tried Prime went on to pay (CIRP 2016: secondary source)",
        watch="Benefits cost from the first day, and those who try but do not pay are no paying members.",
        ge=0,
        le=365,
    )
    refund: Literal["none", "pro rata", "shortfall", "full"] = lever(
        "none",
        "What a member who cancels within a term gets back: nothing, the rest of the term, the part of the fee that the "
        "benefits did not cover, or all of it",
        typical="Full at Costco, which also refunds the shortfall of an upgrade (company page)",
        watch="Those who cancel keep the benefits they have had; a refund takes the fee back, not their cost.",
    )
    earn_multiplier: float = lever(
        1.0,
        "Points of paying members are multiplied by this, on top of the tier",
        unit="x",
        bands={"as others": 1.0, "half more": 1.5, "double": 2.0, "five times": 5.0},
        typical="1 to 2 (judgement)",
        watch="It multiplies with the tier: two doublings are four times the points.",
        ge=0,
        le=100,
    )
    discount: float = lever(
        0.0,
        "Discount on every basket of a paying member",
        unit="share of basket",
        bands={"none": 0.0, "modest": 0.05, "Barnes & Noble": 0.1, "Urban Outfitters": 0.15},
        typical="10 % (Barnes & Noble: company page) to 15 % (Urban Outfitters: secondary source)",
        watch="Heavy buyers use it most, on what they would have bought anyway; fewer points are earned too.",
        ge=0,
        le=0.9,
    )
    shipping_value: float = lever(
        0.0,
        "What free shipping is worth to a member, per order",
        unit="money per order",
        bands={"not offered": 0.0, "small parcel": 4.5, "usual parcel": 7.0},
        typical="What others pay for shipping, about 4 to 8 (judgement)",
        watch="It decides who joins and renews; without its cost beside it, the benefit looks free.",
        ge=0,
        le=10_000,
    )
    shipping_cost: float = lever(
        0.0,
        "What free shipping costs the company, per order",
        unit="money per order",
        bands={"not offered": 0.0, "small parcel": 3.0, "usual parcel": 6.0},
        typical="3 to 8, less than what it is worth to the member (judgement)",
        watch="It falls due with every order: members who order often and little can cost more than their fee.",
        ge=0,
        le=10_000,
    )

    @property
    def term_months(self) -> float:
        """Months in one term; a lifetime never ends."""
        return {"monthly": 1.0, "annual": 12.0, "lifetime": float("inf")}[self.term]
