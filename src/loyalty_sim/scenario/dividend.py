"""A share of last year's spend, given once a year."""

from __future__ import annotations

from typing import Literal

from loyalty_sim.scenario.fields import Record, lever


class Dividend(Record):
    """Once a year members get a share of what they spent in the calendar year before, to be used at later purchases."""

    share: float = lever(
        0.0,
        "Share of last year's eligible spend that members get; 0 means there is no dividend",
        unit="share of spend",
        bands={"none": 0.0, "two in a hundred": 0.02, "REI": 0.1},
        typical="About 10 % of full-price purchases at REI, 2 % at Costco (secondary source, company page)",
        watch="It adds to the points: what is given back is the sum of both.",
        ge=0,
        le=0.5,
    )
    who: Literal["all members", "paying members"] = lever(
        "all members",
        "Whose spend counts: that of all members, or of those who pay for membership, from the purchase after joining on",
        typical="Paying members: for life at REI, executives at Costco (secondary source, company page)",
        watch="It is then a reason to pay: heavy buyers take it up first, and get back more than their fee.",
    )
    eligible_share: float = lever(
        1.0,
        "Share of what members pay in money that is eligible",
        unit="share of spend",
        bands={"half": 0.5, "full price only": 0.7, "all": 1.0},
        typical="Full-price goods only at REI (secondary source); their share of sales is judgement",
        watch="A dividend on all sales costs more than one of the same share on full-price goods.",
        ge=0,
        le=1,
    )
    month: int = lever(
        3,
        "Calendar month at whose beginning the dividend for the year before is given",
        unit="month",
        bands={"January": 1, "March": 3, "December": 12},
        typical="March at REI (secondary source)",
        watch="Until then the year's dividend is owed, and so is what has accrued in the new year.",
        ge=1,
        le=12,
    )
    life_months: float = lever(
        24.0,
        "Months in which a dividend can be used",
        unit="months",
        bands={"half a year": 6, "one year": 12, "REI": 24},
        typical="About two years at REI (secondary source; exact date unverified)",
        watch="A short life brings members back once, and breaks more.",
        gt=0,
        le=120,
    )
    minimum_spend: float = lever(
        0.0,
        "Eligible spend in the year below which nothing is given",
        unit="money per year",
        bands={"none": 0.0, "REI": 10.0, "regulars only": 200.0},
        typical="$10 at REI (secondary source)",
        watch="What members below it have accrued is forfeited.",
        ge=0,
        le=1e6,
    )
    yearly_cap: float = lever(
        0.0,
        "Most that a member gets for one year; 0 means no cap",
        unit="money per year",
        bands={"no cap": 0.0, "tight": 100.0, "Costco": 1250.0},
        typical="$1,250 at Costco (company page), none at REI (secondary source)",
        watch="It bites on the best customers only, who then gain nothing by buying more.",
        ge=0,
        le=1e6,
    )
    to_lapsed: bool = lever(
        True,
        "Whether customers who have stopped buying for good still get it",
        typical="On: the company cannot tell them from others (judgement)",
        watch="Their dividends are seldom used, but may be paid out.",
    )
    cash_out_months: float = lever(
        0.0,
        "Months after which what is left of a dividend can be paid out in cash; 0 means never",
        unit="months",
        bands={"never": 0, "four months": 4, "one year": 12},
        typical="After 1 July for a dividend of March at REI (secondary source)",
        watch="Paid out, a dividend costs its full value, and brings no purchase.",
        ge=0,
        le=120,
    )

    @property
    def share_for_paying(self) -> float:
        """Share of what members pay in money that comes back to those alone who pay for membership."""
        return self.share * self.eligible_share if self.who == "paying members" else 0.0
