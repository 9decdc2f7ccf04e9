"""Monthly lines: each a function of a world, with its formula, computed for all months and replicates at once.

Sales are at list price. Revenue is sales less returns and discounts to members, for paying or for their tier. Redeemed
points do not lessen revenue: they are a cost, at the cost per point, and are so counted once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from loyalty_sim.engine import ISSUED, SETTLED, AtPartner, Measure
from loyalty_sim.finance.estimate import Array, ratio
from loyalty_sim.finance.world import World
from loyalty_sim.scenario import Program
from loyalty_sim.scenario.partners import MAX_PARTNERS
from loyalty_sim.scenario.status import MAX_TIERS

Formula = Callable[[World], Array]
Worlds = Literal["both", "program"]


@dataclass(frozen=True)
class Line:
    """What a monthly line is."""

    key: str
    label: str
    unit: str
    definition: str
    stock: bool
    """Whether it is an amount at month end rather than of the month."""
    worlds: Worlds
    """Whether the no-program world has it too."""
    by_segment: bool
    """Whether it is known for each segment; tiers and the fixed cost are not."""


LINES: dict[str, Line] = {}
FORMULAS: dict[str, Formula] = {}


def line(
    label: str, unit: str, *, stock: bool = False, worlds: Worlds = "program", by_segment: bool = True
) -> Callable[[Formula], Formula]:
    """Enter a formula into the catalogue under its own name, with its docstring as definition."""

    def enter(formula: Formula) -> Formula:
        key, definition = formula.__name__, " ".join((formula.__doc__ or "").split())
        LINES[key] = Line(key, label, unit, definition, stock, worlds, by_segment)
        FORMULAS[key] = formula
        return formula

    return enter


# customers and members


@line("Customers", "customers", stock=True, worlds="both")
def customers(w: World) -> Array:
    """Customers who have not lapsed, at month end: opening + new + won by members + won back - lapsed."""
    return w.stock(Measure.OPENING, Measure.NEW, Measure.REFERRED, Measure.RETURNED) - w.stock(Measure.LAPSED)


@line("Members", "members", stock=True)
def members(w: World) -> Array:
    """Customers enrolled in the program who have not lapsed, at month end."""
    return w.stock(Measure.ENROLLED) - w.stock(Measure.MEMBERS_LAPSED) + w.stock(Measure.RETURNED)


@line("Active members", "members", stock=True)
def active_members(w: World) -> Array:
    """Members, not lapsed, with a purchase as a member in the last 12 months, at month end."""
    return w.stock(Measure.ACTIVE_MEMBERS)


@line("Active customers", "customers", stock=True, worlds="both")
def active_customers(w: World) -> Array:
    """Customers, not lapsed, with a purchase in the last 12 simulated months, at month end."""
    return w.stock(Measure.ACTIVE)


@line("New customers", "customers", worlds="both")
def new_customers(w: World) -> Array:
    """Customers who made their first purchase, those won by members included."""
    return w.flow(Measure.NEW, Measure.REFERRED)


@line("Customers won by members", "customers")
def referred_customers(w: World) -> Array:
    """Customers who made their first purchase because a member won them, and would not have come without the program."""
    return w.flow(Measure.REFERRED)


@line("Lapsed customers", "customers", worlds="both")
def lapsed_customers(w: World) -> Array:
    """Customers who stopped, for good unless they were won back later."""
    return w.flow(Measure.LAPSED)


@line("Customers won back", "customers")
def won_back(w: World) -> Array:
    """Members who had stopped and came back on a win-back message."""
    return w.flow(Measure.RETURNED)


def customers_at_start(w: World) -> Array:
    """Customers present when month 1 begins, ``[replicate]``; a base that enters at that instant is booked in month 1."""
    arrived = w.at_start(Measure.OPENING) + w.at_start(Measure.NEW) + w.at_start(Measure.REFERRED)
    present = arrived + w.at_start(Measure.RETURNED) - w.at_start(Measure.LAPSED)
    return present + w.flow(Measure.OPENING)[:, 0]


@line("Customers of month 1 still there", "share", stock=True, worlds="both")
def still_there(w: World) -> Array:
    """Share of the customers present when month 1 began who have not lapsed, at month end."""
    start = np.broadcast_to(customers_at_start(w)[:, None], (len(w.nothing), w.months))
    lost = w.flow(Measure.LAPSED_FIRST) - w.flow(Measure.RETURNED_FIRST)
    return ratio(start - lost.cumsum(axis=1), start)


# sales


@line("Purchases", "purchases", worlds="both")
def purchases(w: World) -> Array:
    """Purchases of members and of other customers."""
    return w.flow(Measure.PURCHASES)


@line("Revenue", "money", worlds="both")
def revenue(w: World) -> Array:
    """Sales at list price less returns and discounts to members; redeemed points are a cost and not deducted here."""
    return sales(w) - returns(w) - discounts(w)


@line("Sales at list price", "money", worlds="both")
def sales(w: World) -> Array:
    """Purchases at list price, before returns, discounts and points."""
    return w.flow(Measure.SALES)


@line("Returns", "money", worlds="both")
def returns(w: World) -> Array:
    """List price of purchases that are given back, in the month in which that happens."""
    return w.flow(Measure.RETURNS)


@line("Member discounts", "money")
def discounts(w: World) -> Array:
    """List price less what members are charged before points, for paying or for their tier, less that of returns."""
    return w.flow(Measure.DISCOUNTS, Measure.TIER_DISCOUNTS) - w.flow(Measure.RETURNED_DISCOUNTS)


@line("Discounts of tiers", "money")
def discounts_tiers(w: World) -> Array:
    """Basket x discount of the tier, order by order, before returns; a part of member discounts."""
    return w.flow(Measure.TIER_DISCOUNTS)


# points


@line("Points issued", "points")
def points_issued(w: World) -> Array:
    """Points given: on purchases here and at partners, at joining, as a head start or a gift, for challenges, acts and
    friends, and back after a return."""
    return w.flow(*ISSUED)


@line("Points redeemed", "points")
def points_redeemed(w: World) -> Array:
    """Points used."""
    return w.flow(Measure.REDEEMED)


@line("Points expired", "points")
def points_expired(w: World) -> Array:
    """Points lost by the expiry rule."""
    return w.flow(Measure.EXPIRED)


@line("Points turned into certificates", "points")
def points_converted(w: World) -> Array:
    """Points that left the balance as certificates; what becomes of those is counted apart."""
    return w.flow(Measure.CONVERTED)


@line("Points taken back", "points")
def points_taken_back(w: World) -> Array:
    """Points taken back because the purchase that earned them was given back."""
    return w.flow(Measure.CLAWED_BACK)


@line("Points pending", "points", stock=True)
def points_pending(w: World) -> Array:
    """Points issued that cannot be used yet, at month end; they are part of those outstanding."""
    return w.stock(Measure.PENDING)


@line("Points outstanding", "points", stock=True)
def points_outstanding(w: World) -> Array:
    """Points still held at month end, by lapsed members too: issued - redeemed - turned into certificates - expired -
    taken back since the first simulated month."""
    return w.stock(*ISSUED) - w.stock(*SETTLED)


@line("Face value redeemed", "money")
def face_value_redeemed(w: World) -> Array:
    """What redeemed points took off prices or were given for, each redemption in whole cents, less what returns undid."""
    return w.flow(Measure.FACE) - w.flow(Measure.RESTORED_FACE)


# certificates


@line("Certificates issued", "certificates")
def certificates_issued(w: World) -> Array:
    """Certificates that points have turned into."""
    return w.flow(Measure.CERTIFICATES)


@line("Certificates used", "certificates")
def certificates_used(w: World) -> Array:
    """Certificates used at a purchase."""
    return w.flow(Measure.CERTIFICATES_USED)


@line("Certificates expired", "certificates")
def certificates_expired(w: World) -> Array:
    """Certificates that died unused."""
    return w.flow(Measure.CERTIFICATES_EXPIRED)


@line("Value of certificates used", "money")
def certificate_value_used(w: World) -> Array:
    """What used certificates took off prices."""
    return w.flow(Measure.CERTIFICATES_USED_VALUE)


@line("Value of certificates expired", "money")
def certificate_value_expired(w: World) -> Array:
    """Value of the certificates that died unused."""
    return w.flow(Measure.CERTIFICATES_EXPIRED_VALUE)


@line("Value of certificates outstanding", "money", stock=True)
def certificate_value(w: World) -> Array:
    """Value of the certificates still usable at month end: issued - used - expired since the first simulated month."""
    gone = w.stock(Measure.CERTIFICATES_USED_VALUE, Measure.CERTIFICATES_EXPIRED_VALUE)
    return w.stock(Measure.CERTIFICATES_VALUE) - gone


# annual dividend


@line("Dividend accrued", "money", stock=True)
def dividend_accrued(w: World) -> Array:
    """What members have accrued by their spend and has not been given yet, at month end."""
    return w.stock(Measure.DIVIDEND_ACCRUED)


@line("Dividends given", "money")
def dividend_given(w: World) -> Array:
    """Dividends given for the calendar year before."""
    return w.flow(Measure.DIVIDEND_GIVEN)


@line("Dividends forfeited", "money")
def dividend_forfeited(w: World) -> Array:
    """Accrued but not given: spend below the minimum, or the customer has lapsed and is not to have it."""
    return w.flow(Measure.DIVIDEND_FORFEITED)


@line("Dividends used", "money")
def dividend_used(w: World) -> Array:
    """What dividends took off prices."""
    return w.flow(Measure.DIVIDEND_USED)


@line("Dividends paid out", "money")
def dividend_cashed(w: World) -> Array:
    """Dividends paid out in cash."""
    return w.flow(Measure.DIVIDEND_CASHED)


@line("Dividends expired", "money")
def dividend_expired(w: World) -> Array:
    """Dividends that died unused."""
    return w.flow(Measure.DIVIDEND_EXPIRED)


@line("Dividends outstanding", "money", stock=True)
def dividend_outstanding(w: World) -> Array:
    """Dividends still usable at month end: given - used - paid out - expired since the first simulated month."""
    gone = w.stock(Measure.DIVIDEND_USED, Measure.DIVIDEND_CASHED, Measure.DIVIDEND_EXPIRED)
    return w.stock(Measure.DIVIDEND_GIVEN) - gone


# program cost


@line("Cost of redemptions", "money")
def cost_redemption(w: World) -> Array:
    """Reward cost x face value redeemed, unless the scenario states what one redeemed point costs; rewards of a chart
    whose cost is stated cost that instead. What partners deliver is settled with them and not in it."""
    economics = w.scenario.economics
    if economics.cost_per_point is not None:
        points = points_redeemed(w) - w.flow(Measure.PRICED_POINTS, Measure.PARTNER_REDEEMED, Measure.RESTORED)
        return points * economics.cost_per_point + w.flow(Measure.PRICED_COST)
    face = face_value_redeemed(w) - w.flow(Measure.PRICED_FACE, Measure.PARTNER_FACE)
    return face * economics.reward_cost + w.flow(Measure.PRICED_COST)


@line("Cost of certificates", "money")
def cost_certificates(w: World) -> Array:
    """Reward cost x value of the certificates used."""
    return certificate_value_used(w) * w.scenario.economics.reward_cost


@line("Cost of the annual dividend", "money")
def cost_dividend(w: World) -> Array:
    """Reward cost x dividends used + dividends paid out in cash."""
    return dividend_used(w) * w.scenario.economics.reward_cost + dividend_cashed(w)


@line("Settled with partners", "money", by_segment=False)
def cost_settlement(w: World) -> Array:
    """Points used for what partners deliver x what each is paid for a point."""
    total: Array = at_partners(w, AtPartner.REDEEMED, "settlement_per_point").sum(axis=2)
    return total


def at_partners(w: World, what: AtPartner, price: str) -> Array:
    """``[replicate, month, partner]`` points of each partner x one of its prices at that time."""
    found = np.zeros((*w.nothing.shape, MAX_PARTNERS))
    for index in range(MAX_PARTNERS):
        found[:, :, index] = w.by_partner[:, :, index, what] * w.by_month(_price(index, price))
    return found


def _price(index: int, name: str) -> Callable[[Program], float]:
    """A price of a partner in a program that may not have that many."""

    def price(program: Program) -> float:
        return float(getattr(program.partners[index], name)) if index < len(program.partners) else 0.0

    return price


@line("Rewards to friends who would have come anyway", "money")
def cost_anyway(w: World) -> Array:
    """Points given to friends who would have come anyway x cost of a redeemed point, as if all were redeemed: these friends
    are among the new customers, and their points are in no balance."""
    economics = w.scenario.economics
    if economics.cost_per_point is not None:
        return w.flow(Measure.REFERRAL_ANYWAY) * economics.cost_per_point
    return w.flow(Measure.REFERRAL_ANYWAY) * w.by_month(lambda program: program.value_per_point) * economics.reward_cost


@line("Cost of tier perks", "money", by_segment=False)
def cost_perks(w: World) -> Array:
    """Members in each tier at month end x a twelfth of its yearly perk cost."""
    return sum((w.by_tier[:, :, tier] * w.by_month(_perk_cost(tier)) for tier in range(1, MAX_TIERS + 1)), w.nothing)


def _perk_cost(tier: int) -> Callable[[Program], float]:
    """Monthly cost of a tier in a program that may not have it."""

    def cost(program: Program) -> float:
        levels = program.tiers.levels
        return levels[tier - 1].perk_cost_per_year / 12 if tier <= len(levels) else 0.0

    return cost


@line("Cost of entry gifts", "money", by_segment=False)
def cost_gifts(w: World) -> Array:
    """Members who reach each tier from below x the cost of its entry gift."""
    rises = np.triu(w.moves, 1).sum(axis=2)
    return sum((rises[:, :, tier] * w.by_month(_gift_cost(tier)) for tier in range(1, MAX_TIERS + 1)), w.nothing)


def _gift_cost(tier: int) -> Callable[[Program], float]:
    """Cost of the gift of a tier in a program that may not have it."""

    def cost(program: Program) -> float:
        levels = program.tiers.levels
        return levels[tier - 1].entry_gift_cost if tier <= len(levels) else 0.0

    return cost


@line("Cost of free shipping", "money")
def cost_shipping(w: World) -> Array:
    """Orders of paying members x shipping cost per order."""
    return w.flow(Measure.PAID_ORDERS) * w.by_month(lambda program: program.paid.shipping_cost)


@line("Cost of free shipping for tiers", "money")
def cost_tier_shipping(w: World) -> Array:
    """Orders of members of each tier x its shipping cost per order, but those that a paid membership ships free."""
    return w.flow(Measure.TIER_SHIPPING)


@line("Fixed cost", "money", by_segment=False)
def cost_fixed(w: World) -> Array:
    """A twelfth of the yearly cost of running the program, whatever the number of customers."""
    return w.nothing + w.scenario.economics.fixed_cost_per_year / 12


@line("Cost of serving members", "money")
def cost_members(w: World) -> Array:
    """Members at month end x a twelfth of the yearly servicing cost per member."""
    return members(w) * (w.scenario.economics.cost_per_member_year / 12)


@line("Cost of perks for all members", "money")
def cost_member_perks(w: World) -> Array:
    """Members at month end x a twelfth of the yearly cost of the perks that all of them have."""
    perks = w.scenario.program.perks
    return members(w) * (perks.cost_per_year / 12 if perks.offered else 0.0)


@line("Donations", "money")
def cost_giving(w: World) -> Array:
    """Sales to members at list price x share donated, in cash."""
    return w.flow(Measure.MEMBER_SALES) * w.scenario.program.giving.share


@line("Messages sent", "messages")
def messages(w: World) -> Array:
    """Reminders of expiry + nudges + win-back messages + status messages: one with each purchase of a member where so
    ruled, and so many a month to every active member."""
    sent, rules = w.flow(Measure.REMINDERS, Measure.NUDGES, Measure.ALERTS), w.scenario.program.messages
    if rules.status_at_purchase:
        sent = sent + w.flow(Measure.MEMBER_PURCHASES)
    return sent + active_members(w) * rules.status_per_month


@line("Cost of messages", "money")
def cost_messages(w: World) -> Array:
    """Messages sent x cost per message."""
    return messages(w) * w.scenario.economics.cost_per_message


@line("Win-back coupons", "money")
def cost_coupons(w: World) -> Array:
    """What coupons of win-back messages took off prices."""
    return w.flow(Measure.COUPONS)


@line("Cost of acts", "money")
def cost_actions(w: World) -> Array:
    """Acts of members other than purchases x what one costs beside its points."""
    return w.flow(Measure.ACTIONS) * w.by_month(lambda program: program.actions.cost)


COST_PARTS: tuple[Formula, ...] = (
    cost_redemption, cost_certificates, cost_dividend, cost_settlement, cost_anyway, cost_perks, cost_gifts, cost_shipping,
    cost_tier_shipping, cost_fixed, cost_members, cost_messages, cost_coupons, cost_member_perks, cost_giving, cost_actions,
)  # fmt: skip


@line("Program cost", "money", by_segment=False)
def program_cost(w: World) -> Array:
    """Redemptions + certificates + annual dividend + settled with partners + rewards to friends who would have come anyway
    + tier perks and gifts + free shipping + fixed cost + serving members + messages + coupons + perks for all members +
    donations + acts; neither discounts nor fees are in it."""
    return sum((part(w) for part in COST_PARTS), w.nothing)


@line("Membership fees", "money")
def fees(w: World) -> Array:
    """Fees of paid memberships less refunds, as cash: a yearly fee counts in the month in which it is paid."""
    return w.flow(Measure.FEES) - refunds(w)


@line("Refunded fees", "money")
def refunds(w: World) -> Array:
    """Membership fees given back to members who cancelled; already taken off the fees."""
    return w.flow(Measure.REFUNDS)


@line("Points sold to partners", "money", by_segment=False)
def partner_income(w: World) -> Array:
    """Points given on purchases at partners x what each partner pays for a point."""
    total: Array = at_partners(w, AtPartner.ISSUED, "price_per_point").sum(axis=2)
    return total


# what the program caused


@line("Gross margin", "money", worlds="both")
def gross_margin(w: World) -> Array:
    """Gross margin on sales at list price less returns, less member discounts; before program cost and fees. Returned
    goods are sold again."""
    return (sales(w) - returns(w)) * w.scenario.economics.gross_margin - discounts(w)


@line("Incremental revenue", "money")
def incremental_revenue(w: World) -> Array:
    """Revenue less revenue without the program: more often + stayed longer + referred - more returns - discounts."""
    return revenue(w) - revenue(w.without)


@line("Bought more often", "money")
def more_often(w: World) -> Array:
    """Sales of purchases that the program caused, less sales to present customers that it prevented (missed)."""
    return w.flow(Measure.MORE_SALES) - missed(w)


@line("Stayed longer", "money")
def stayed_longer(w: World) -> Array:
    """Sales after the customer would have lapsed, less sales lost because customers lapsed earlier (left)."""
    return w.flow(Measure.STAYED_SALES) - left(w)


@line("More returns", "money")
def more_returns(w: World) -> Array:
    """Returns less returns without the program: a part of what was sold more is given back."""
    return returns(w) - returns(w.without)


@line("Referred", "money")
def referred(w: World) -> Array:
    """Sales to customers won by members, who without the program would not be there."""
    return w.flow(Measure.REFERRED_SALES)


@line("Missed sales", "money")
def missed(w: World) -> Array:
    """Sales to present customers that did not happen because of the program."""
    return w.flow(Measure.MISSED_SALES)


@line("Sales lost by earlier lapse", "money")
def left(w: World) -> Array:
    """Sales lost because customers lapsed earlier than without the program."""
    return w.flow(Measure.LEFT_SALES)


@line("Discounts given", "money")
def discounts_given(w: World) -> Array:
    """Member discounts, as the part of incremental revenue that the program gives away."""
    return discounts(w)


@line("Incremental margin", "money", by_segment=False)
def incremental_margin(w: World) -> Array:
    """Gross margin less gross margin without the program, plus fees received and points sold to partners, less program
    cost."""
    return gross_margin(w) - gross_margin(w.without) + fees(w) + partner_income(w) - program_cost(w)


@line("Cumulative margin", "money", stock=True, by_segment=False)
def cumulative_margin(w: World) -> Array:
    """Incremental margin after cost, summed from month 1 on."""
    return incremental_margin(w).cumsum(axis=1)


# membership in detail


@line("Paid memberships", "members", stock=True)
def paid_members(w: World) -> Array:
    """Paid memberships in force at month end; a term runs to its end even when the customer has lapsed."""
    return w.stock(Measure.PAID_JOINED) - w.stock(Measure.PAID_ENDED)


@line("Members on trial", "members", stock=True)
def trial_members(w: World) -> Array:
    """Members on a free trial of paid membership at month end; they do not count as paying."""
    return w.stock(Measure.TRIALS) - w.stock(Measure.TRIALS_ENDED)


def _members_of_tier(tier: int) -> None:
    def formula(w: World) -> Array:
        return w.by_tier[:, :, tier]

    name = "the base level" if tier == 0 else f"tier {tier}"
    formula.__name__, formula.__doc__ = f"tier_{tier}", f"Members in {name} at month end."
    line(f"Members in {name}", "members", stock=True, by_segment=False)(formula)


for _tier in range(MAX_TIERS + 1):
    _members_of_tier(_tier)


@line("Joined the program", "members")
def enrolled(w: World) -> Array:
    """Customers who became members."""
    return w.flow(Measure.ENROLLED)


@line("Redemptions", "redemptions")
def redemptions(w: World) -> Array:
    """Times a member redeemed."""
    return w.flow(Measure.REDEMPTIONS)


@line("Months at the upper bound", "customer-months")
def capped(w: World) -> Array:
    """Customer-months in which the purchase rate would have exceeded its upper bound."""
    return w.flow(Measure.CAPPED)
