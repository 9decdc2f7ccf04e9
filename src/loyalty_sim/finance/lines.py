"""Monthly lines: each a function of a world, with its formula, computed for all months and replicates at once.

Sales are at list price. Revenue is sales less returns and discounts to members, for paying or for their tier. Redeemed
points do not lessen revenue: they are a cost, at the cost per point, and are so counted once.
"""

from __future__ import annotations

from loyalty_sim.engine import Measure
from loyalty_sim.finance.activity import (
    active_customers,
    active_members,
    certificate_value,
    certificate_value_expired,
    certificate_value_used,
    certificates_expired,
    certificates_issued,
    certificates_used,
    customers,
    customers_at_start,
    discounts,
    discounts_tiers,
    dividend_accrued,
    dividend_cashed,
    dividend_expired,
    dividend_forfeited,
    dividend_given,
    dividend_outstanding,
    dividend_used,
    face_value_redeemed,
    lapsed_customers,
    members,
    new_customers,
    points_converted,
    points_donated,
    points_expired,
    points_issued,
    points_outstanding,
    points_pending,
    points_redeemed,
    points_reinstated,
    points_taken_back,
    purchases,
    referred_customers,
    returns,
    revenue,
    sales,
    still_there,
    won_back,
)
from loyalty_sim.finance.costs import (
    COST_PARTS,
    INCOME_PARTS,
    at_partners,
    cost_actions,
    cost_anyway,
    cost_certificates,
    cost_coupons,
    cost_dividend,
    cost_donated,
    cost_fixed,
    cost_gifts,
    cost_giving,
    cost_member_perks,
    cost_members,
    cost_messages,
    cost_of_points,
    cost_perks,
    cost_redemption,
    cost_settlement,
    cost_shipping,
    cost_tier_shipping,
    fees,
    income,
    messages,
    partner_income,
    program_cost,
    refunds,
    reinstatement_fees,
)
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.line import FORMULAS, LINES, Formula, Line, line
from loyalty_sim.finance.world import World
from loyalty_sim.scenario.status import MAX_TIERS

__all__ = [
    "COST_PARTS",
    "FORMULAS",
    "INCOME_PARTS",
    "LINES",
    "Formula",
    "Line",
    "active_customers",
    "active_members",
    "at_partners",
    "capped",
    "certificate_value",
    "certificate_value_expired",
    "certificate_value_used",
    "certificates_expired",
    "certificates_issued",
    "certificates_used",
    "cost_actions",
    "cost_anyway",
    "cost_certificates",
    "cost_coupons",
    "cost_dividend",
    "cost_donated",
    "cost_fixed",
    "cost_gifts",
    "cost_giving",
    "cost_member_perks",
    "cost_members",
    "cost_messages",
    "cost_of_points",
    "cost_perks",
    "cost_redemption",
    "cost_settlement",
    "cost_shipping",
    "cost_tier_shipping",
    "cumulative_margin",
    "customers",
    "customers_at_start",
    "discounts",
    "discounts_given",
    "discounts_tiers",
    "dividend_accrued",
    "dividend_cashed",
    "dividend_expired",
    "dividend_forfeited",
    "dividend_given",
    "dividend_outstanding",
    "dividend_used",
    "enrolled",
    "face_value_redeemed",
    "fees",
    "gross_margin",
    "income",
    "incremental_margin",
    "incremental_revenue",
    "lapsed_customers",
    "left",
    "members",
    "messages",
    "missed",
    "more_often",
    "more_returns",
    "new_customers",
    "paid_members",
    "partner_income",
    "points_converted",
    "points_donated",
    "points_expired",
    "points_issued",
    "points_outstanding",
    "points_pending",
    "points_redeemed",
    "points_reinstated",
    "points_taken_back",
    "program_cost",
    "purchases",
    "redemptions",
    "referred",
    "referred_customers",
    "refunds",
    "reinstatement_fees",
    "returns",
    "revenue",
    "sales",
    "stayed_longer",
    "still_there",
    "trial_members",
    "won_back",
]


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
    """Gross margin less gross margin without the program, plus membership fees, points sold to partners and fees for
    reinstating points, less program cost."""
    return gross_margin(w) - gross_margin(w.without) + income(w) - program_cost(w)


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
