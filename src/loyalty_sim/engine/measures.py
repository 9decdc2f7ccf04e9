"""What the tally counts: every measure once, with its unit and meaning.

All are integers per month and segment. *Changes* are differences of a stock; their running sum is the stock at the
end of each month. Money is in minor units (cents).
"""

from __future__ import annotations

from enum import IntEnum


class Measure(IntEnum):
    """A column of the tally: its number, unit, meaning, and whether it is the change of a stock."""

    unit: str
    meaning: str
    stock: bool

    def __new__(cls, number: int, unit: str, meaning: str, stock: bool = False) -> Measure:
        member = int.__new__(cls, number)
        member._value_ = number
        member.unit, member.meaning, member.stock = unit, meaning, stock
        return member

    # customers, program world
    OPENING = 0, "customers", "present at the first simulated instant"
    NEW = 1, "customers", "made their first purchase"
    LAPSED = 2, "customers", "stopped for good"
    LAPSED_OPENING = 3, "customers", "lapsed that were present when the program year began"
    LAPSED_FIRST = 4, "customers", "lapsed that were present when month 1 began"
    ACTIVE = 5, "customers", "change of customers present with a purchase in the last 12 months", True
    BUYERS = 6, "customers", "made their first purchase of the program year"
    REPEATERS = 7, "customers", "made their second purchase of the program year"
    # customers, no-program world
    LAPSED_0 = 8, "customers", "stopped for good, without a program"
    LAPSED_OPENING_0 = 9, "customers", "lapsed that were present when the program year began, without a program"
    LAPSED_FIRST_0 = 10, "customers", "lapsed that were present when month 1 began, without a program"
    ACTIVE_0 = 11, "customers", "change of customers present with a purchase in the last 12 months, without a program", True
    BUYERS_0 = 12, "customers", "made their first purchase of the program year, without a program"
    REPEATERS_0 = 13, "customers", "made their second purchase of the program year, without a program"
    # sales
    PURCHASES = 14, "purchases", "purchases"
    SALES = 15, "cents", "sales at list price"
    DISCOUNTS = 16, "cents", "discounts to paying members"
    PURCHASES_0 = 17, "purchases", "purchases without a program"
    SALES_0 = 18, "cents", "sales without a program"
    MEMBER_PURCHASES = 19, "purchases", "purchases of members"
    MEMBER_SALES = 20, "cents", "sales of members at list price"
    # what the program caused, purchase by purchase
    MORE_PURCHASES = 21, "purchases", "purchases that would not have happened: bought more often"
    MORE_SALES = 22, "cents", "sales that would not have happened: bought more often"
    MISSED_PURCHASES = 23, "purchases", "purchases of a present customer that did not happen because of the program"
    MISSED_SALES = 24, "cents", "sales to a present customer that did not happen because of the program"
    STAYED_PURCHASES = 25, "purchases", "purchases after the customer would have lapsed: stayed longer"
    STAYED_SALES = 26, "cents", "sales after the customer would have lapsed: stayed longer"
    LEFT_PURCHASES = 27, "purchases", "purchases lost because the customer lapsed earlier than without a program"
    LEFT_SALES = 28, "cents", "sales lost because the customer lapsed earlier than without a program"
    # members
    ENROLLED = 29, "members", "joined the program"
    MEMBERS_LAPSED = 30, "members", "members that stopped for good"
    ACTIVE_MEMBERS = 31, "members", "change of members present with a purchase in the last 12 months", True
    # points
    EARNED = 32, "points", "issued on purchases"
    WELCOME = 33, "points", "issued at joining"
    REDEEMED = 34, "points", "redeemed"
    EXPIRED = 35, "points", "expired"
    REDEMPTIONS = 36, "redemptions", "times a member redeemed"
    EXPIRIES = 37, "expiries", "times a member lost points by expiry"
    REMINDERS = 38, "reminders", "expiry reminders sent"
    # paid membership
    PAID_JOINED = 39, "members", "bought a paid membership"
    PAID_RENEWED = 40, "members", "renewed a paid membership"
    PAID_ENDED = 41, "members", "let a paid membership end"
    FEES = 42, "cents", "membership fees received"
    PAID_ORDERS = 43, "purchases", "orders of paying members"
    # tiers
    PROMOTIONS = 44, "members", "reached a higher tier"
    DEMOTIONS = 45, "members", "fell to a lower tier"
    # limits of the behaviour model
    CAPPED = 46, "customer-months", "months in which a possible purchase met a multiplier above the upper bound"
    FLOORED = 47, "customer-months", "months in which a possible purchase met a multiplier below the lower bound"
    # given rather than earned
    HEAD_START = 48, "points", "given as a head start on the first card"
    # customers won by members, who without a program would not be there
    REFERRED = 49, "customers", "made their first purchase because a member won them"
    REFERRED_PURCHASES = 50, "purchases", "purchases of customers won by members"
    REFERRED_SALES = 51, "cents", "sales to customers won by members"


MEASURES = len(Measure)
ISSUED = (Measure.EARNED, Measure.WELCOME, Measure.HEAD_START)
"""Where points come from."""
SETTLED = (Measure.REDEEMED, Measure.EXPIRED)
"""Where points go."""
