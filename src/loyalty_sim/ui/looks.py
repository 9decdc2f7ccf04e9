"""How fields look on the page beyond what the models say: short labels, slider spans, steps, and which are main levers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """How one field is shown.

    A slider covers the sensible span, never the whole allowed range: its ends are fixed, since a slider whose ends
    move forgets its value. The number beside it takes any allowed value.
    """

    label: str = ""
    span: tuple[float, float] | None = None
    """Ends of the slider, in shown units (percent for shares); no slider without it."""
    step: float = 0.0
    main: bool = False
    """Shown at once; other levers appear under "More"."""
    empty: str = ""
    """What an empty optional field means."""


@dataclass(frozen=True)
class ListLook:
    """How one list is shown."""

    label: str = ""
    one: str = ""
    """What one element is called."""
    main: bool = False
    """Shown at once; other lists appear under "More"."""
    labels: tuple[str, ...] = ()
    """Names of plain values: of the places of a row of numbers, or of the choices."""


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LISTS: dict[str, ListLook] = {
    "program.tiers.levels": ListLook("Status levels", "tier", main=True),
    "program.redemption.chart": ListLook("Rewards of the chart", "reward"),
    "program.bonuses.events.calendar_months": ListLook("Takes place in"),
    "program.jurisdictions": ListLook("Offered in", main=True),
    "amendments": ListLook("Changes at a date", "change", main=True),
    "market.segments": ListLook("Segments", "segment"),
    "market.seasonality": ListLook("Seasonality"),
}

LOOKS: dict[str, Look] = {
    "program.point_value": Look("Point value", (0.0, 0.1), 0.001, main=True),
    "program.earn.points": Look("Earn rate", (0.0, 10.0), 0.25, main=True),
    "program.earn.per": Look("Earned per"),
    "program.earn.rounding": Look("Rounding of points"),
    "program.earn.on": Look("Earned on"),
    "program.earn.pending_days": Look("Points usable after", (0.0, 90.0), 1.0),
    "program.earn.claw_back": Look("Returns take points back"),
    "program.bonuses.birthday_multiplier": Look("In the birthday month, points", step=0.25),
    "program.bonuses.birthday_points": Look("Birthday gift", step=10),
    "program.bonuses.stacking": Look("Of several bonuses"),
    "program.bonuses.monthly_cap": Look("Most for one member", step=100),
    "program.bonuses.events.name": Look("Name"),
    "program.bonuses.events.days": Look("From the 1st on for"),
    "program.bonuses.events.share": Look("Applies to", step=5),
    "program.bonuses.events.multiplier": Look("Points", step=0.5),
    "program.challenge.offered": Look("Offer challenges"),
    "program.challenge.metric": Look("Counted"),
    "program.challenge.goal": Look("Goal, in what is counted", step=1),
    "program.challenge.window_months": Look("Comes again every"),
    "program.challenge.reward_points": Look("Reward", step=10),
    "program.actions.offered": Look("Offer points for acts"),
    "program.actions.points": Look("Points for one act", step=5),
    "program.actions.yearly_cap": Look("Most for one member", step=50),
    "program.actions.cost": Look("Cost of one act", step=0.5),
    "program.certificates.offered": Look("Points turn into certificates"),
    "program.certificates.threshold_points": Look("A certificate from", step=50),
    "program.certificates.block_points": Look("One block", step=50),
    "program.certificates.block_value": Look("Value of one block", step=0.5),
    "program.certificates.delay_days": Look("Issued after", step=1),
    "program.certificates.life_days": Look("Can be used for", step=5),
    "program.certificates.minimum_basket": Look("Smallest order", step=5),
    "program.certificates.per_purchase": Look("Used together at one purchase"),
    "program.dividend.share": Look("Dividend", step=0.5),
    "program.dividend.eligible_share": Look("Eligible", step=5),
    "program.dividend.month": Look("Given at the start of"),
    "program.dividend.life_months": Look("Can be used for", step=1),
    "program.dividend.minimum_spend": Look("Nothing below", step=10),
    "program.dividend.to_lapsed": Look("Customers who have left get it"),
    "program.dividend.cash_out_months": Look("Paid out in cash after", step=1),
    "program.redemption.chart.name": Look("Name"),
    "program.redemption.chart.points": Look("Takes", step=50),
    "program.redemption.chart.value": Look("Worth", step=0.5),
    "program.redemption.chart.cost": Look("Costs the company", step=0.5, empty="reward cost x worth"),
    "program.redemption.mode": Look("Redeemed in"),
    "program.redemption.block_points": Look("Points per block, or minimum", step=50, main=True),
    "program.redemption.max_basket_share": Look("Cap on paying with points", (5.0, 100.0), 5.0, main=True),
    "program.redemption.amount": Look("Blocks or rewards per redemption"),
    "program.redemption.moment": Look("Points usable"),
    "program.redemption.automatic": Look("Reward given automatically"),
    "program.expiry.rule": Look("Expiry rule", main=True),
    "program.expiry.months": Look("Expiry window", (1.0, 48.0), 1.0, main=True),
    "program.expiry.rounding": Look("Points live on to"),
    "program.expiry.reminder_days": Look("Reminder before expiry", (0.0, 90.0), 5.0, main=True),
    "program.expiry.counts_from": Look("Life of pending points from"),
    "program.expiry.date_month": Look("Points die at the end of"),
    "program.expiry.grace_days": Look("Grace after expiry", (0.0, 90.0), 5.0),
    "program.expiry.extended_by_activity": Look("A purchase renews all points"),
    "program.expiry.reinstate_days": Look("Expired points can be had back for", (0.0, 180.0), 5.0),
    "program.expiry.reinstatement_fee": Look("Fee to get points back", (0.0, 50.0), 1.0),
    "program.tiers.metric": Look("Counted towards status", main=True),
    "program.tiers.window": Look("Counted within", main=True),
    "program.tiers.year_starts": Look("Qualification year starts in"),
    "program.tiers.validity": Look("Status holds"),
    "program.tiers.downgrade": Look("A member falls"),
    "program.tiers.carry_over": Look("Carried into the next year"),
    "program.tiers.on_demotion": Look("Old points after demotion"),
    "program.tiers.grace_months": Look("Grace before status is lost", (0.0, 6.0), 1.0),
    "program.paid.offered": Look("Offer a paid membership", main=True),
    "program.paid.fee": Look("Fee", (0.0, 200.0), 1.0, main=True),
    "program.paid.term": Look("Term", main=True),
    "program.paid.earn_multiplier": Look("Earn multiplier of payers", (1.0, 5.0), 0.25, main=True),
    "program.paid.discount": Look("Discount for payers", (0.0, 30.0), 1.0, main=True),
    "program.paid.shipping_value": Look("Free shipping: worth to member", step=0.5),
    "program.paid.shipping_cost": Look("Free shipping: cost to company", step=0.5),
    "program.paid.trial_days": Look("Free trial", step=1),
    "program.paid.refund": Look("Refund on cancelling"),
    "program.enrolment.share": Look("Willing to join", (0.0, 100.0), 5.0, main=True),
    "program.enrolment.per_visit": Look("Joins at a visit", (5.0, 100.0), 5.0),
    "program.enrolment.welcome_points": Look("Welcome gift", step=50, main=True),
    "program.enrolment.identified": Look("Card shown at", (5.0, 100.0), 5.0),
    "program.enrolment.head_start_points": Look("Head start", step=1),
    "program.referral.offered": Look("Offer rewards for friends"),
    "program.referral.advocate_points": Look("To the member who wins a friend", step=50),
    "program.referral.friend_points": Look("To the friend", step=50),
    "program.referral.trigger": Look("Member rewarded"),
    "program.referral.most_per_member": Look("Most for one member"),
    "program.partners.name": Look("Name"),
    "program.partners.shoppers": Look("Shop there", step=5),
    "program.partners.purchases_per_year": Look("How often", step=1),
    "program.partners.points": Look("Points there", step=5),
    "program.partners.own_multiplier": Look("Points here with its card", step=0.25),
    "program.partners.points_never_expire": Look("Points of card holders never expire"),
    "program.partners.price_per_point": Look("Partner pays", step=0.001),
    "program.partners.redeemed_share": Look("Partner delivers", step=5),
    "program.partners.settlement_per_point": Look("Partner is paid", step=0.001),
    "program.messages.status_per_month": Look("On balance and status", step=0.5),
    "program.messages.status_at_purchase": Look("Status message at every purchase"),
    "program.messages.near_share": Look("Nudge at the last", step=5),
    "program.messages.win_back_after": Look("Win-back after a silence of", step=0.5),
    "program.messages.win_back_offer": Look("Coupon with it", step=1),
    "program.perks.offered": Look("Offer perks to all members"),
    "program.perks.cost_per_year": Look("Cost of the perks", step=1),
    "program.giving.share": Look("Given to a cause", step=0.1),
    "program.tiers.levels.name": Look("Name", main=True),
    "program.tiers.levels.threshold": Look("Threshold", step=50, main=True),
    "program.tiers.levels.visits": Look("Visits, where they count too", step=1),
    "program.tiers.levels.earn_multiplier": Look("Earn multiplier", step=0.05, main=True),
    "program.tiers.levels.perk_cost_per_year": Look("Perks", step=1, main=True),
    "program.tiers.levels.discount": Look("Discount", step=1),
    "program.tiers.levels.free_shipping_cost": Look("Free shipping: cost", step=0.5),
    "program.tiers.levels.entry_gift_cost": Look("Entry gift: cost", step=1),
    "program.tiers.levels.points_never_expire": Look("Points never expire"),
    "market.customers": Look("Customers at the start", step=1000, main=True),
    "market.history_months": Look("Acquired over the months before", step=6, main=True),
    "market.acquired_per_year": Look("New customers in the first year", step=1000, main=True),
    "market.acquisition_growth": Look("Growth of acquisition", (-20.0, 50.0), 1.0, main=True),
    "amendments.month": Look("In force from", step=1, main=True),
    **{
        f"{change}.{name}": look
        for change in ("amendments", "transition")
        for name, look in {
            "announced_months": Look("Announced before", step=1),
            "old_points": Look("Points already issued"),
            "old_status": Look("Status already reached"),
            "old_fees": Look("Price of those who pay already"),
        }.items()
    },
    "market.segments.name": Look("Name"),
    "market.segments.share": Look("Share of customers", step=5),
    "market.segments.purchases_per_year": Look("Purchases a year", step=0.1),
    "market.segments.purchase_shape": Look("Evenness of purchase rates (shape)", step=0.05, empty="all alike"),
    "market.segments.first_year_lapse": Look("Lapsed after 12 months", step=1),
    "market.segments.lapse_shape": Look("Evenness of lapse rates (shape)", step=0.05, empty="all alike"),
    "market.segments.basket": Look("Mean basket", step=1),
    "market.segments.basket_shape": Look("Evenness of a customer's baskets (p)", step=0.25, empty="always the mean"),
    "market.segments.basket_spread": Look("Evenness between customers (q)", step=0.25, empty="all alike"),
    "economics.gross_margin": Look("Gross margin", (0.0, 100.0), 1.0, main=True),
    "economics.reward_cost": Look("Cost of a reward", (0.0, 100.0), 1.0, main=True),
    "economics.cost_per_point": Look("Cost of a redeemed point", step=0.001, empty="reward cost x point value"),
    "economics.fixed_cost_per_year": Look("Fixed program cost", step=10_000, main=True),
    "economics.cost_per_member_year": Look("Cost per member", step=0.1, main=True),
    "economics.discount_rate": Look("Discount rate", (0.0, 30.0), 0.5, main=True),
    "economics.acquisition_cost": Look("Cost of winning a customer", step=1, main=True),
    "run.months": Look("Months reported", (1, 120), 1, main=True),
    "run.warmup_months": Look("Warm-up months", (0, 60), 1, main=True),
    "run.start": Look("First month", main=True),
    "run.seed": Look("Seed", step=1, main=True),
    "run.customers": Look("Simulated customers, refined run", step=50_000, main=True),
}
