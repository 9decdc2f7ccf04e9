"""Every lever changes something, and in the right direction.

The table names every field of the program. A field that is added without an entry fails.
"""

from __future__ import annotations

import pytest

from loyalty_sim.scenario import Program
from tests.engine.moves import (
    ACTS,
    BACK,
    CERTIFICATES,
    CHALLENGE,
    CHEAP,
    CLOSE,
    DIVIDEND,
    LISTS,
    MISSED,
    NOTHING,
    OFFERED,
    OFTEN,
    REWARDS,
    SLOW,
    SPARED,
    TWICE,
    VISITS,
    WIDE,
    M,
    Move,
    also,
    breakage,
    check,
    closing,
    effect,
    in_tiers,
    leaves,
    parts_with,
    per,
    run,
    total,
    unused,
)  # fmt: skip

LEVERS: dict[str, Move] = {
    "dividend.share": Move(0.02, 0.1, total(M.DIVIDEND_GIVEN), 1, DIVIDEND),
    "dividend.who": Move("all members", "paying members", total(M.DIVIDEND_GIVEN), -1, DIVIDEND),
    "dividend.yearly_cap": Move(10, 40, total(M.DIVIDEND_GIVEN), 1, DIVIDEND),
    "dividend.eligible_share": Move(0.5, 1.0, total(M.DIVIDEND_GIVEN), 1, DIVIDEND),
    "dividend.month": Move(3, 9, where=DIVIDEND),
    "dividend.life_months": Move(2, 9, total(M.DIVIDEND_USED), 1, DIVIDEND),
    "dividend.minimum_spend": Move(0, 300, total(M.DIVIDEND_FORFEITED), 1, DIVIDEND),
    "dividend.to_lapsed": Move(False, True, total(M.DIVIDEND_GIVEN), 1, DIVIDEND),
    "dividend.cash_out_months": Move(0, 2, total(M.DIVIDEND_CASHED), 1, DIVIDEND),
    "certificates.offered": Move(False, True, total(M.CONVERTED), 1),
    "certificates.threshold_points": Move(100, 400, breakage, 1, CERTIFICATES),
    "certificates.block_points": Move(50, 90, total(M.CERTIFICATES_VALUE), -1, CERTIFICATES),
    "certificates.block_value": Move(1.5, 4.0, total(M.CERTIFICATES_VALUE), 1, CERTIFICATES),
    "certificates.delay_days": Move(0, 60, total(M.CERTIFICATES), -1, CERTIFICATES),
    "certificates.life_days": Move(30, 120, unused, -1, CERTIFICATES),
    "certificates.minimum_basket": Move(0, 50, unused, 1, CERTIFICATES),
    "certificates.per_purchase": Move("one", "all that fit", unused, -1, {**CERTIFICATES, "run": {"customers": 6_000}}),
    "actions.offered": Move(False, True, total(M.ACTION_POINTS), 1),
    "actions.points": Move(5, 30, total(M.ACTION_POINTS), 1, ACTS),
    "actions.yearly_cap": Move(10, 100, total(M.ACTION_POINTS), 1, ACTS),
    "actions.cost": NOTHING,
    "bonuses.events.name": NOTHING,
    "bonuses.events.calendar_months": Move([3], [2, 3, 4], total(M.EARNED), 1),
    "bonuses.events.days": Move(3, 31, total(M.EARNED), 1),
    "bonuses.events.share": Move(0.1, 1.0, total(M.EARNED), 1),
    "bonuses.events.multiplier": Move(1.5, 5.0, total(M.EARNED), 1),
    "bonuses.birthday_multiplier": Move(1.0, 3.0, total(M.EARNED), 1),
    "bonuses.birthday_points": Move(0, 100, total(M.REDEEMED), 1),
    "bonuses.stacking": Move("best", "multiply", total(M.EARNED), 1, TWICE),
    "bonuses.monthly_cap": Move(20, 200, total(M.EARNED), 1),
    "challenge.offered": Move(False, True, total(M.CHALLENGE), 1),
    "challenge.metric": Move("purchases", "spend", where=CHALLENGE),
    "challenge.goal": Move(2, 5, total(M.CHALLENGES_REACHED), -1, CHALLENGE),
    "challenge.window_months": Move(1, 3, total(M.CHALLENGES_SEEN), -1, CHALLENGE),
    "challenge.reward_points": Move(20, 100, total(M.REDEEMED), 1, CHALLENGE),
    "earn.points": Move(1.0, 2.0, total(M.REDEEMED), 1),
    "earn.per": Move("money", "visit", total(M.EARNED), -1),
    "earn.rounding": Move("down", "up", total(M.EARNED), 1, VISITS),
    "earn.on": Move("paid", "basket", total(M.EARNED), 1, VISITS),
    "earn.pending_days": Move(0, 60, total(M.REDEEMED), -1),
    "earn.claw_back": Move(False, True, total(M.REDEEMED), -1, {"market": {"return_share": 0.2}}),
    "expiry.counts_from": Move("earning", "release", breakage, -1, {"program": {"earn": {"pending_days": 45}}}),
    "point_value": Move(0.02, 0.08, total(M.REDEMPTIONS), 1, WIDE),
    "redemption.mode": Move("any", "blocks", per(M.REDEEMED, M.REDEMPTIONS), -1, VISITS),
    "redemption.chart.name": NOTHING,
    "redemption.chart.points": Move(60, 250, total(M.REDEMPTIONS), -1, REWARDS),
    "redemption.chart.value": Move(2.0, 8.0, total(M.REDEMPTIONS), 1, REWARDS),
    "redemption.chart.cost": Move(1.0, 3.0, total(M.PRICED_COST), 1, REWARDS),
    "redemption.block_points": Move(50, 300, breakage, 1),
    "redemption.max_basket_share": Move(0.1, 1.0, total(M.REDEEMED), 1),
    "redemption.amount": Move("one block", "all", per(M.REDEEMED, M.REDEMPTIONS), 1),
    "redemption.moment": Move("before earning", "after earning", breakage, -1, VISITS),
    "redemption.donation": Move(False, True, total(M.DONATED), 1),
    "redemption.donation_cost": NOTHING,
    "redemption.automatic": Move(False, True, breakage, -1),
    "expiry.rule": Move("after earning", "inactivity", breakage, -1),
    "expiry.months": Move(4, 12, breakage, -1),
    "expiry.rounding": Move("exact", "month end", breakage, -1),
    "expiry.date_month": Move(3, 9, where={"program": {"expiry": {"rule": "calendar date"}}}),
    "expiry.grace_days": Move(0, 60, breakage, -1),
    "expiry.extended_by_activity": Move(False, True, breakage, -1),
    "expiry.reinstate_days": Move(0, 60, breakage, -1),
    "expiry.reinstatement_fee": Move(0, 10, total(M.REINSTATED), -1, BACK),
    "expiry.reminder_days": Move(0, 30, total(M.REDEMPTIONS), 1),
    "tiers.metric": Move("spend", "visits"),
    "tiers.year_starts": Move(3, 10, where={"program": {"tiers": {"window": "qualification year"}}}),
    "tiers.validity": Move("by window", "12 months from entry", in_tiers, -1),
    "tiers.downgrade": Move("to the level earned", "one level", in_tiers, 1, CLOSE),
    "tiers.carry_over": Move("none", "surplus", in_tiers, 1),
    "tiers.grace_months": Move(0, 3, in_tiers, 1),
    "tiers.on_demotion": Move("as if never spared", "a fresh window", breakage, -1, SPARED),
    "tiers.window": Move("calendar year", "rolling 12 months", total(M.DEMOTIONS), 1),
    "tiers.levels.name": NOTHING,
    "tiers.levels.threshold": Move(300, 600, in_tiers, -1),
    "tiers.levels.visits": Move(2, 8, in_tiers, -1, {"program": {"tiers": {"metric": "spend or visits"}}}),
    "tiers.levels.earn_multiplier": Move(1.0, 3.0, total(M.EARNED), 1),
    "tiers.levels.perk_cost_per_year": NOTHING,
    "tiers.levels.discount": Move(0, 0.1, total(M.TIER_DISCOUNTS), 1),
    "tiers.levels.free_shipping_cost": Move(0, 3, total(M.TIER_SHIPPING), 1),
    "tiers.levels.entry_gift_cost": NOTHING,
    "tiers.levels.points_never_expire": Move(False, True, breakage, -1),
    "paid.offered": Move(False, True, total(M.FEES), 1),
    "paid.fee": Move(10, 40, total(M.PAID_JOINED), -1),
    "paid.term": Move("annual", "lifetime", total(M.PAID_ENDED), -1),
    "paid.trial_days": Move(0, 30, total(M.TRIALS), 1),
    "paid.refund": Move("none", "full", total(M.REFUNDS), 1),
    "paid.earn_multiplier": Move(1.0, 3.0, total(M.EARNED), 1),
    "paid.discount": Move(0.0, 0.1, total(M.DISCOUNTS), 1),
    "paid.shipping_value": Move(0, 4, total(M.PAID_JOINED), 1),
    "paid.shipping_cost": NOTHING,
    "jurisdictions": NOTHING,
    "messages.status_per_month": Move(0, 1, total(M.PURCHASES), 1, effect("status_messages", on=True, lift=0.05)),
    "messages.status_at_purchase": Move(False, True, total(M.PURCHASES), 1, effect("status_messages", on=True, lift=0.05)),
    "messages.near_share": Move(0.1, 0.3, total(M.NUDGES), 1),
    "messages.win_back_after": Move(2, 4, total(M.ALERTS), -1),
    "messages.win_back_offer": Move(2, 5, total(M.COUPONS), 1, MISSED),
    "perks.offered": Move(False, True, total(M.PURCHASES), 1, effect("perks_lift", on=True, lift=0.1)),
    "perks.cost_per_year": NOTHING,
    "giving.share": Move(0.0, 0.01, total(M.PURCHASES), 1, effect("giving_response", on=True, lift=0.1)),
    "enrolment.share": Move(0.3, 0.7, total(M.ENROLLED), 1),
    "enrolment.per_visit": Move(0.2, 0.8, total(M.ENROLLED), 1),
    "enrolment.identified": Move(0.5, 1.0, total(M.EARNED), 1),
    "enrolment.welcome_points": Move(0, 100, total(M.REDEEMED), 1),
    "enrolment.head_start_points": Move(0, 40, total(M.PURCHASES), 1),
    "referral.offered": Move(False, True, total(M.PURCHASES), 1),
    "referral.advocate_points": Move(0, 200, total(M.REFERRAL), 1, OFFERED),
    "referral.friend_points": Move(0, 200, total(M.REFERRAL), 1, OFFERED),
    "referral.trigger": Move("at once", "first purchase", total(M.REFERRAL), -1, SLOW),
    "partners.name": NOTHING,
    "partners.shoppers": Move(0.2, 0.8, total(M.PARTNER_EARNED), 1),
    "partners.purchases_per_year": Move(10, 30, total(M.PARTNER_EARNED), 1),
    "partners.points": Move(5, 40, total(M.REDEEMED), 1),
    "partners.price_per_point": NOTHING,
    "partners.own_multiplier": Move(1.0, 2.0, total(M.EARNED), 1),
    "partners.points_never_expire": Move(False, True, breakage, -1),
    "partners.redeemed_share": Move(0.1, 0.6, total(M.PARTNER_REDEEMED), 1),
    "partners.settlement_per_point": NOTHING,
    "referral.most_per_member": Move(1, 5, total(M.REFERRALS), 1, OFFERED),
}


def test_every_lever_has_an_entry() -> None:
    """No field of the program can be added without saying here what it does."""
    assert set(leaves(Program)) == set(LEVERS)


@pytest.mark.parametrize("path", [path for path, move in LEVERS.items() if move is not NOTHING])
def test_every_lever_acts(path: str) -> None:
    """Moving a lever moves what it must, by more than four standard errors."""
    check("program", path, LEVERS[path])


OUTSIDE = {
    "bonuses.events.name": "Blue", "redemption.chart.name": "Blue", "tiers.levels.name": "Blue", "actions.cost": 9,
    "tiers.levels.perk_cost_per_year": 99, "tiers.levels.entry_gift_cost": 9, "paid.shipping_cost": 9,
    "jurisdictions": ["Ontario"], "perks.cost_per_year": 9, "redemption.donation_cost": 2,
    "partners.name": "Bank", "partners.price_per_point": 0.05, "partners.settlement_per_point": 0.05,
}  # fmt: skip


@pytest.mark.parametrize("path", [path for path, move in LEVERS.items() if move is NOTHING])
def test_levers_of_cost_alone_change_no_customer(path: str) -> None:
    """A lever that only costs the company, or is a name, changes no count."""
    parent, _, last = path.rpartition(".")
    before = parts_with("program", path, LISTS[parent][0].get(last, 0)) if parent in LISTS else {}
    assert (run(before).books == run(parts_with("program", path, OUTSIDE[path])).books).all()


MORE: dict[str, tuple[str, Move]] = {
    "a longer trial attracts more": ("paid.trial_days", Move(14, 90, total(M.TRIALS), 1)),
    "a full refund gives back more than the rest": ("paid.refund", Move("pro rata", "full", total(M.REFUNDS), 1)),
    "a full refund gives back more than the shortfall": (
        "paid.refund",
        Move("shortfall", "full", total(M.REFUNDS), 1, OFTEN),
    ),
    "longer life, more points held": ("expiry.months", also(closing, 1, LEVERS["expiry.months"])),
    "status for ever, more status": ("tiers.downgrade", Move("one level", "never", in_tiers, 1)),
    "lifetime status is never lost": ("tiers.window", Move("calendar year", "lifetime", total(M.DEMOTIONS), -1)),
    "no expiry, more points held": ("expiry.rule", Move("after earning", "never", closing, 1)),
    "a card lives shorter than its points": ("expiry.rule", Move("after earning", "from the first point", breakage, 1)),
    "a date lets points live longer": ("expiry.rule", Move("after earning", "calendar date", breakage, -1)),
    "no expiry, no breakage": ("expiry.rule", Move("after earning", "never", total(M.EXPIRED), -1)),
    "month end to quarter end": ("expiry.rounding", Move("month end", "quarter end", breakage, -1)),
    "quarter end to year end": ("expiry.rounding", Move("quarter end", "year end", breakage, -1)),
    "larger block, fewer redemptions": ("redemption.block_points", Move(50, 300, total(M.REDEMPTIONS), -1)),
    "value per point, less breakage": ("point_value", Move(0.02, 0.08, breakage, -1, WIDE)),
    "a discount sells memberships": ("paid.discount", Move(0.0, 0.1, total(M.PAID_JOINED), 1)),
    "tier threshold, fewer promotions": ("tiers.levels.threshold", Move(300, 600, total(M.PROMOTIONS), -1)),
    "either, more status than both": ("tiers.metric", Move("spend and visits", "spend or visits", in_tiers, 1)),
    "either, more status than spend": ("tiers.metric", Move("spend", "spend or visits", in_tiers, 1)),
    "monthly terms, more renewals": ("paid.term", Move("annual", "monthly", total(M.PAID_RENEWED), 1, CHEAP)),
    "a dearer reward, more breakage": ("redemption.chart.points", Move(60, 250, breakage, 1, REWARDS)),
    "carry loses nothing": ("earn.rounding", Move("down", "carry", total(M.EARNED), 1, VISITS)),
    "nearest loses less": ("earn.rounding", Move("down", "nearest", total(M.EARNED), 1, VISITS)),
}


@pytest.mark.parametrize("name", MORE)
def test_further_directions(name: str) -> None:
    """Each further direction holds by more than four standard errors."""
    path, move = MORE[name]
    check("program", path, move)
