"""What the company decides: the rules of the loyalty program."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from loyalty_sim.scenario.fields import ONE_LINE, Record, lever, refuse

MAX_TIERS = 8
MOST_POINTS = 1000.0
"""Points per unit of money or per visit, with all multipliers: above it, integers of the ledger could overflow."""
MOST_BACK = 10.0
"""Value given back per unit of money, with all multipliers."""
SHORTEST_LIFE = 0.03
"""Months; points that die at the instant they are earned belong to no month."""
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=ONE_LINE)]


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


class Redemption(Record):
    """How points are used."""

    mode: Literal["blocks", "any"] = lever(
        "blocks",
        "Points are redeemed in whole blocks, or in any amount from a minimum",
        typical="Blocks at DSW, Sephora and Ulta (secondary source); any amount where points are cash-back (judgement)",
        watch="What does not fill a block stays in balances and in the end expires.",
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
        "A redemption takes as many blocks as fit, or one",
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


class Expiry(Record):
    """When points die."""

    rule: Literal["never", "after earning", "inactivity"] = lever(
        "after earning",
        "Points never expire, a fixed time after they were earned, or all together after inactivity",
        typical="After earning at Ulta and DSW, inactivity at American and Sephora (secondary source)",
        watch="Points that never expire stay owed for ever; any fixed window takes points from members who still buy.",
    )
    months: float = lever(
        12.0,
        "Life of points after earning, or of the balance after the last activity",
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

    @model_validator(mode="after")
    def _alive(self) -> Expiry:
        if self.rule != "never" and self.rounding == "exact" and self.months < SHORTEST_LIFE:
            message = f"is {self.months:g}; must be at least {SHORTEST_LIFE} (a day) when rounding is exact"
            raise refuse(f"{message}, or points die before they can be used", "months")
        return self


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


class Tiers(Record):
    """Status levels and how they are reached."""

    metric: Literal["spend", "points", "visits"] = lever(
        "spend",
        "What is counted towards status; never lowered by redeeming",
        typical="Spend (Ulta, Sephora, DSW), points (Starbucks since 2026): secondary source and press",
        watch="A change of what is counted keeps the number of the threshold: set that anew.",
    )
    window: Literal["calendar year", "rolling 12 months"] = lever(
        "calendar year",
        "Counted within a calendar year (status then holds to the end of the next year), or within the last 12 months",
        typical="Calendar year (Ulta, Sephora, DSW); 12 months (Starbucks since 2026): secondary source and press",
        watch="A calendar year gathers the effort of members in December, and demotion in January.",
    )
    levels: tuple[Tier, ...] = lever((), "The tiers above the base level, lowest threshold first", max_length=MAX_TIERS)

    @model_validator(mode="after")
    def _sorted(self) -> Tiers:
        for index in range(1, len(self.levels)):
            low, high = self.levels[index - 1], self.levels[index]
            if high.threshold <= low.threshold:
                below = f"levels[{index - 1}].threshold = {low.threshold:g}"
                raise refuse(f"is {high.threshold:g}; must exceed {below}", "levels", index, "threshold")
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

    @property
    def has_points(self) -> bool:
        """Whether a purchase or joining can ever give points."""
        return self.earn.points > 0 or self.enrolment.welcome_points > 0 or self.enrolment.head_start_points > 0
