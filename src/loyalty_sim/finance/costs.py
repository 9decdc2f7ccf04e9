"""Lines of what the program costs, and what partners and members pay for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from loyalty_sim.engine import AtPartner, Measure
from loyalty_sim.finance.activity import (
    active_members,
    certificate_value_used,
    dividend_cashed,
    dividend_used,
    face_value_redeemed,
    members,
    points_redeemed,
)
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.line import Formula, line
from loyalty_sim.finance.world import World
from loyalty_sim.scenario import Program
from loyalty_sim.scenario.partners import MAX_PARTNERS
from loyalty_sim.scenario.status import MAX_TIERS

# program cost


@line("Cost of redemptions", "money")
def cost_redemption(w: World) -> Array:
    """Reward cost x face value redeemed, unless the scenario states what one redeemed point costs; rewards of a chart
    whose cost is stated cost that instead. What partners deliver or charity gets is not in it."""
    economics = w.scenario.economics
    if economics.cost_per_point is not None:
        points = points_redeemed(w) - w.flow(Measure.PRICED_POINTS, Measure.RESTORED)
        points -= w.flow(Measure.PARTNER_REDEEMED, Measure.DONATED)
        return points * economics.cost_per_point + w.flow(Measure.PRICED_COST)
    face = face_value_redeemed(w) - w.flow(Measure.PRICED_FACE, Measure.PARTNER_FACE, Measure.DONATED_FACE)
    return face * economics.reward_cost + w.flow(Measure.PRICED_COST)


@line("Cost of points given to charity", "money")
def cost_donated(w: World) -> Array:
    """Face value of points given to charity x what the company pays for a unit of it, in cash."""
    return w.flow(Measure.DONATED_FACE) * w.by_month(lambda program: program.redemption.donation_cost)


@line("Cost of certificates", "money")
def cost_certificates(w: World) -> Array:
    """Reward cost x value of the certificates used."""
    return certificate_value_used(w) * w.scenario.economics.reward_cost


def cost_of_points(w: World) -> Array:
    """What points cost that are used: redemptions + points given to charity + settled with partners + certificates."""
    return cost_redemption(w) + cost_donated(w) + cost_settlement(w) + cost_certificates(w)


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
    return members(w) * w.by_month(lambda program: program.perks.cost_per_year / 12 if program.perks.offered else 0.0)


@line("Donations", "money")
def cost_giving(w: World) -> Array:
    """Sales to members at list price x share donated, in cash."""
    return w.flow(Measure.MEMBER_SALES) * w.by_month(lambda program: program.giving.share)


@line("Messages sent", "messages")
def messages(w: World) -> Array:
    """Reminders of expiry + nudges + win-back messages + status messages: one with each purchase of a member where so
    ruled, and so many a month to every active member."""
    sent = w.flow(Measure.REMINDERS, Measure.NUDGES, Measure.ALERTS)
    sent += w.flow(Measure.MEMBER_PURCHASES) * w.by_month(lambda program: float(program.messages.status_at_purchase))
    return sent + active_members(w) * w.by_month(lambda program: program.messages.status_per_month)


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
    cost_donated,
)  # fmt: skip


@line("Program cost", "money", by_segment=False)
def program_cost(w: World) -> Array:
    """Redemptions + certificates + annual dividend + settled with partners + rewards to friends who would have come anyway
    + tier perks and gifts + free shipping + fixed cost + serving members + messages + coupons + perks for all members +
    donations + acts + points given to charity; neither discounts nor fees are in it."""
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


@line("Fees for reinstating points", "money")
def reinstatement_fees(w: World) -> Array:
    """Times a member got expired points back x the fee for it."""
    return w.flow(Measure.REINSTATEMENTS) * w.by_month(lambda program: program.expiry.reinstatement_fee)


INCOME_PARTS: tuple[Formula, ...] = (fees, partner_income, reinstatement_fees)


def income(w: World) -> Array:
    """What members and partners pay for the program beside what they buy."""
    return sum((part(w) for part in INCOME_PARTS), w.nothing)
