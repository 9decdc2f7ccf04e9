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

    def __new__(cls, unit: str, meaning: str, stock: bool = False) -> Measure:
        number = len(cls.__members__)
        member = int.__new__(cls, number)
        member._value_ = number
        member.unit, member.meaning, member.stock = unit, meaning, stock
        return member

    # customers, program world
    OPENING = "customers", "present at the first simulated instant"
    NEW = "customers", "made their first purchase"
    LAPSED = "customers", "stopped, for good unless won back"
    LAPSED_OPENING = "customers", "lapsed that were present when the program year began"
    LAPSED_FIRST = "customers", "lapsed that were present when month 1 began"
    ACTIVE = "customers", "change of customers present with a purchase in the last 12 months", True
    BUYERS = "customers", "made their first purchase of the program year"
    REPEATERS = "customers", "made their second purchase of the program year"
    # customers, no-program world
    LAPSED_0 = "customers", "stopped for good, without a program"
    LAPSED_OPENING_0 = "customers", "lapsed that were present when the program year began, without a program"
    LAPSED_FIRST_0 = "customers", "lapsed that were present when month 1 began, without a program"
    ACTIVE_0 = "customers", "change of customers present with a purchase in the last 12 months, without a program", True
    BUYERS_0 = "customers", "made their first purchase of the program year, without a program"
    REPEATERS_0 = "customers", "made their second purchase of the program year, without a program"
    # sales
    PURCHASES = "purchases", "purchases"
    SALES = "cents", "sales at list price"
    DISCOUNTS = "cents", "discounts to paying members and during a trial, for paying"
    PURCHASES_0 = "purchases", "purchases without a program"
    SALES_0 = "cents", "sales without a program"
    MEMBER_PURCHASES = "purchases", "purchases of members"
    MEMBER_SALES = "cents", "sales of members at list price"
    # what the program caused, purchase by purchase
    MORE_PURCHASES = "purchases", "purchases that would not have happened: bought more often"
    MORE_SALES = "cents", "sales that would not have happened: bought more often"
    MISSED_PURCHASES = "purchases", "purchases of a present customer that did not happen because of the program"
    MISSED_SALES = "cents", "sales to a present customer that did not happen because of the program"
    STAYED_PURCHASES = "purchases", "purchases after the customer would have lapsed: stayed longer"
    STAYED_SALES = "cents", "sales after the customer would have lapsed: stayed longer"
    LEFT_PURCHASES = "purchases", "purchases lost because the customer lapsed earlier than without a program"
    LEFT_SALES = "cents", "sales lost because the customer lapsed earlier than without a program"
    # members
    ENROLLED = "members", "joined the program"
    MEMBERS_LAPSED = "members", "members that stopped, for good unless won back"
    ACTIVE_MEMBERS = "members", "change of members present with a purchase in the last 12 months", True
    # points
    EARNED = "points", "issued on purchases"
    WELCOME = "points", "issued at joining"
    REDEEMED = "points", "redeemed"
    EXPIRED = "points", "expired"
    REDEMPTIONS = "redemptions", "times a member redeemed"
    EXPIRIES = "expiries", "times a member lost points by expiry"
    REMINDERS = "reminders", "expiry reminders sent"
    # paid membership
    PAID_JOINED = "members", "bought a paid membership"
    PAID_RENEWED = "members", "renewed a paid membership"
    PAID_ENDED = "members", "let a paid membership end"
    FEES = "cents", "membership fees received"
    PAID_ORDERS = "purchases", "orders of paying members, and during a trial"
    # tiers
    PROMOTIONS = "members", "reached a higher tier"
    DEMOTIONS = "members", "fell to a lower tier"
    # limits of the behaviour model
    CAPPED = "customer-months", "months in which a possible purchase met a multiplier above the upper bound"
    FLOORED = "customer-months", "months in which a possible purchase met a multiplier below the lower bound"
    # given rather than earned
    HEAD_START = "points", "given as a head start on the first card"
    # customers won by members, who without a program would not be there
    REFERRED = "customers", "made their first purchase because a member won them"
    REFERRED_PURCHASES = "purchases", "purchases of customers won by members"
    REFERRED_SALES = "cents", "sales to customers won by members"
    # what redeemed points were worth
    FACE = "cents", "face value of the points redeemed"
    # what tiers give
    TIER_DISCOUNTS = "cents", "discounts to members of tiers, for their tier"
    TIER_SHIPPING = "cents", "cost of shipping free for members of tiers"
    # winning friends
    REFERRALS = "friends", "won by members, those who would have come anyway included"
    REFERRAL = "points", "issued for winning a friend, and to friends won at joining"
    REFERRAL_ANYWAY = "points", "given to friends who would have come anyway: in no balance, since they are others"
    # partners
    PARTNER_EARNED = "points", "issued on purchases at partners"
    PARTNER_REDEEMED = "points", "redeemed for what partners deliver"
    PARTNER_FACE = "cents", "face value of the points redeemed for what partners deliver"
    # trials and refunds of paid membership
    TRIALS = "members", "began a free trial of paid membership"
    TRIALS_ENDED = "members", "came to the end of a free trial"
    TRIALS_CONVERTED = "members", "bought a paid membership at the end of a free trial"
    PAID_CANCELLED = "members", "cancelled a paid membership within its term"
    REFUNDS = "cents", "membership fees given back"
    # messages, and members won back by one
    NUDGES = "messages", "nudges near a reward or tier sent"
    ALERTS = "messages", "win-back messages sent"
    COUPONS = "cents", "coupons of win-back messages used"
    RETURNED = "customers", "came back after they had stopped"
    RETURNED_OPENING = (
        "customers",
        "lapsed of the program year that are no loss to it: came back, or were away when it began",
    )
    RETURNED_FIRST = "customers", "lapsed since month 1 that are no loss to it: came back, or were away when it began"
    # of these, rewards whose cost the scenario states
    PRICED_POINTS = "points", "redeemed for rewards whose cost is stated"
    PRICED_FACE = "cents", "face value of rewards whose cost is stated"
    PRICED_COST = "cents", "stated cost of these rewards"
    # points that turn into certificates, and what becomes of those
    CONVERTED = "points", "turned into certificates"
    CERTIFICATES = "certificates", "issued"
    CERTIFICATES_VALUE = "cents", "value of certificates issued"
    CERTIFICATES_USED = "certificates", "used at a purchase"
    CERTIFICATES_USED_VALUE = "cents", "value of certificates used"
    CERTIFICATES_EXPIRED = "certificates", "expired unused"
    CERTIFICATES_EXPIRED_VALUE = "cents", "value of certificates expired unused"
    # the annual dividend
    DIVIDEND_ACCRUED = "cents", "change of what has accrued and is not given yet", True
    DIVIDENDS = "dividends", "given"
    DIVIDEND_GIVEN = "cents", "given as dividends"
    DIVIDEND_FORFEITED = "cents", "accrued and not given"
    DIVIDEND_USED = "cents", "paid with dividends at purchases"
    DIVIDEND_CASHED = "cents", "of dividends paid out in cash"
    DIVIDEND_EXPIRED = "cents", "of dividends that died unused"
    # points that no purchase earned
    BIRTHDAY_GIFT = "points", "given on birthdays"
    CHALLENGE = "points", "given for goals of challenges"
    RESTORED = "points", "given back because the purchase they paid for was given back"
    ACTION_POINTS = "points", "given for acts other than purchases"
    # challenges
    CHALLENGES_SEEN = "challenges", "windows of a challenge that began for a member"
    CHALLENGES_TAKEN = "challenges", "windows in which a member takes part"
    CHALLENGES_REACHED = "challenges", "goals reached"
    CHALLENGES_MISSED = "challenges", "goals not reached by a member who took part to the end"
    # goods given back, counted in the month in which that happens
    RETURNS = "cents", "list price of purchases given back"
    RETURNS_0 = "cents", "list price of purchases given back, without a program"
    MEMBER_RETURNS = "cents", "list price of purchases of members given back"
    RETURNED_DISCOUNTS = "cents", "discounts on purchases given back"
    RESTORED_FACE = "cents", "face value of the points given back"
    CLAWED_BACK = "points", "taken back because the purchase that earned them was given back"
    ACTIONS = "acts", "acts of members other than purchases"
    PENDING = "points", "change of points issued that cannot be used yet", True
    # fees of paid membership, earned evenly over their term: at time x, in months, level - slope x of them is not yet earned
    FEE_LEVEL = "parts of a cent", "change of the level of fees not yet earned", True
    FEE_SLOPE = "parts of a cent a month", "change of the pace at which fees are earned", True
    UNIDENTIFIED = "purchases", "of members at which they were not known, and which count for nothing in the program"
    # of the redemptions, those given to charity
    DONATIONS = "redemptions", "of points given to charity"
    DONATED = "points", "redeemed to be given to charity"
    DONATED_FACE = "cents", "face value of the points given to charity"
    # expired points that members get back
    REINSTATED = "points", "expired before, and given back"
    REINSTATEMENTS = "reinstatements", "times a member got expired points back"


MEASURES = len(Measure)


class AtPartner(IntEnum):
    """What is counted for each partner and month."""

    PURCHASES = 0
    ISSUED = 1
    REDEMPTIONS = 2
    REDEEMED = 3


AT_PARTNER = len(AtPartner)


class AtTier(IntEnum):
    """What is counted for each tier and month of the points that its members can use."""

    RECEIVED = 0
    """Points that became usable: issued, released or reinstated."""
    USED = 1
    EXPIRED = 2
    TAKEN = 3
    MOVED = 4
    """Points of members who entered the tier, less those of members who left it."""


AT_TIER = len(AtTier)


class AtEnd(IntEnum):
    """What is counted of single members when the run is over, by segment: of their points settled in the months reported."""

    SETTLED = 0
    """Members with points redeemed, turned into certificates or expired."""
    LOSERS = 1
    """Of these, members who lost points by expiry."""
    LOST = 2
    """Sum over these members of expired / (used + expired), in parts of ``SHARE_UNIT``."""


AT_END = len(AtEnd)
SHARE_UNIT = 1_000_000_000


class Spread(IntEnum):
    """By what members present at the end of the run are counted, in ``BINS`` bins of equal width; the last has no end."""

    STATUS = 0
    """What counted towards tiers in the last twelve months; members of at least a year, where there are tiers."""
    STATUS_0 = 1
    """What would have counted for the same members in the world without the program."""
    BALANCE = 2
    """Points held, in tenths of the smallest reward."""


SPREADS = len(Spread)
BINS = 64
ISSUED = (
    Measure.EARNED, Measure.WELCOME, Measure.HEAD_START, Measure.REFERRAL, Measure.PARTNER_EARNED, Measure.BIRTHDAY_GIFT,
    Measure.CHALLENGE, Measure.RESTORED, Measure.ACTION_POINTS,
)  # fmt: skip
"""Where points come from."""
ADDED = (*ISSUED, Measure.REINSTATED)
"""What adds to balances: points issued, and those that come back without being issued again."""
USED = (Measure.REDEEMED, Measure.CONVERTED)
"""Where points go that are of use."""
SETTLED = (*USED, Measure.EXPIRED, Measure.CLAWED_BACK)
"""Where points go."""
