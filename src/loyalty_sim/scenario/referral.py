"""Members who win friends: what the company gives for it, and how often it happens."""

from __future__ import annotations

from typing import ClassVar, Literal

from loyalty_sim.scenario.effects import Effect
from loyalty_sim.scenario.fields import Record, assumption, lever


class Referral(Record):
    """Rewards for a member who wins a friend, and for the friend."""

    offered: bool = lever(
        False,
        "Whether members are rewarded for winning friends",
        typical="Off in most retail programs, on in those that grow by recommendation (judgement)",
        watch="Part of the friends would have come anyway, and their rewards are paid all the same.",
    )
    advocate_points: int = lever(
        100,
        "Points for the member who wins a friend",
        unit="points",
        bands={"none": 0, "one reward": 100, "five rewards": 500},
        typical="One reward or two (judgement)",
        watch="The number of friends is an assumption of its own: a larger reward does not raise it here.",
        ge=0,
        le=1_000_000,
    )
    friend_points: int = lever(
        100,
        "Points for the friend, at joining the program",
        unit="points",
        bands={"none": 0, "one reward": 100, "five rewards": 500},
        typical="As much as the advocate gets, where both sides are rewarded (judgement)",
        watch="They come on top of the welcome points that everybody gets.",
        ge=0,
        le=1_000_000,
    )
    trigger: Literal["at once", "first purchase"] = lever(
        "first purchase",
        "When the advocate is rewarded: at once, or when the friend first buys",
        typical="The friend's first purchase, often after the return window (judgement)",
        watch="At once, a reward is paid for friends who never buy too; those are not simulated.",
    )
    most_per_member: int = lever(
        5,
        "Friends for whom one member is rewarded at most; more are not won",
        unit="friends",
        bands={"one": 1, "few": 5, "many": 20},
        typical="5 to 20, as a limit against abuse (judgement)",
        watch="Without a limit, addresses are made up to collect rewards.",
        ge=1,
        le=1_000,
    )


class WordOfMouth(Effect):
    """Members win friends where that is rewarded. A friend is a customer more, with a life of their own."""

    title: ClassVar[str] = "Members win friends"
    strength: ClassVar[str] = "chance"
    chance: float = assumption(
        0.002,
        "Chance that a member wins a friend at a purchase",
        unit="share of purchases",
        low=0.0005,
        high=0.005,
        source="judgement",
        ge=0,
        le=0.2,
    )
    weeks_to_first_purchase: float = assumption(
        2.0, "Mean time from winning a friend to the friend's first purchase", unit="weeks", source="judgement", ge=0, le=104
    )
    come_anyway: float = assumption(
        0.3,
        "Share of friends who would have come anyway: they are among the new customers already, and only cost",
        unit="share",
        low=0.1,
        high=0.6,
        source="judgement",
        ge=0,
        le=1,
    )
    friends_join: float = assumption(
        1.0,
        "Share of friends willing to join the program for the reward; the others are as willing as everybody",
        unit="share",
        low=0.5,
        high=1.0,
        source="judgement",
        ge=0,
        le=1,
    )
