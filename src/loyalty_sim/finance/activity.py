"""Lines of what customers do: who they are, what they buy, and what becomes of points and certificates."""

from __future__ import annotations

import numpy as np

from loyalty_sim.engine import ADDED, ISSUED, SETTLED, Measure
from loyalty_sim.finance.estimate import Array, ratio
from loyalty_sim.finance.line import line
from loyalty_sim.finance.world import World

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


@line("Points given to charity", "points")
def points_donated(w: World) -> Array:
    """Points redeemed to be given to charity; a part of points redeemed."""
    return w.flow(Measure.DONATED)


@line("Points expired", "points")
def points_expired(w: World) -> Array:
    """Points lost by the expiry rule, those that were reinstated later included."""
    return w.flow(Measure.EXPIRED)


@line("Points reinstated", "points")
def points_reinstated(w: World) -> Array:
    """Expired points that members got back; they are not issued again."""
    return w.flow(Measure.REINSTATED)


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
    """Points still held at month end, by lapsed members too: issued + reinstated - redeemed - turned into certificates -
    expired - taken back since the first simulated month."""
    return w.stock(*ADDED) - w.stock(*SETTLED)


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
