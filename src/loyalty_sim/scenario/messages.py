"""What the program tells its members: where they stand, that a goal is near, and that they are missed."""

from __future__ import annotations

from loyalty_sim.scenario.fields import Record, lever


class Messages(Record):
    """Messages to members; each costs what the economics say. Reminders of expiry are among the rules of expiry."""

    status_per_month: float = lever(
        0.0,
        "Messages on balance and status to every active member",
        unit="messages per member and month",
        bands={"none": 0, "a month": 1, "a fortnight": 2, "a week": 4},
        typical="None to one a month (judgement)",
        watch="Without an effect on purchases, which is off until you set it, they are a cost and nothing else.",
        ge=0,
        le=60,
    )
    status_at_purchase: bool = lever(
        False,
        "Whether every purchase of a member is followed by such a message",
        typical="On where receipts or the app show the balance (judgement)",
        watch="The cost follows the heaviest buyers, who need it least.",
    )
    near_share: float = lever(
        0.0,
        "A nudge goes out when a purchase leaves no more than this share of the next reward or tier to go; 0 is never",
        unit="share of reward or tier",
        bands={"never": 0.0, "the last tenth": 0.1, "the last fifth": 0.2},
        typical="The last tenth to fifth (judgement)",
        watch="It also reaches those who would have got there anyway.",
        ge=0,
        le=0.9,
    )
    win_back_after: float = lever(
        0.0,
        "A win-back message goes out after a silence of so many of the member's own intervals between purchases; 0 is never",
        unit="intervals",
        bands={"never": 0, "twice": 2, "thrice": 3, "five times": 5},
        typical="Two to four intervals (judgement)",
        watch="At twice the interval 14 % of the silences of customers who have not left are hit too.",
        ge=0,
        le=100,
    )
    win_back_offer: float = lever(
        0.0,
        "Coupon with that message, taken off the next purchase",
        unit="money",
        bands={"none": 0, "small": 5, "large": 15},
        typical="None to a tenth or more of a basket (judgement)",
        watch="Most coupons are used by members who were only late, on what they would have bought anyway.",
        ge=0,
        le=10_000,
    )
