"""Rules of the linter about status, price and membership: levers that do not fit the customers, the margin or each other.

Shares of customers are those of ``chances``: closed form, without a program, of customers who buy and stay. Members buy
more than others and effects lift them further, so a share is a little low; the limits of the rules are wide.
"""

from __future__ import annotations

from collections.abc import Iterator

from loyalty_sim.scenario.chances import share_reaching
from loyalty_sim.scenario.findings import Finding
from loyalty_sim.scenario.scenario import Scenario
from loyalty_sim.scenario.worth import (
    earning,
    highest_tier_multiplier,
    percent,
    points_per_money,
    rebate,
    worth_lever,
    yearly_share,
)

FEWEST = 0.01
"""A tier that a smaller share of buyers can reach moves nobody."""
MOST = 0.5
"""A tier that a larger share reaches is no status."""
FEW_GAINERS = 0.1
"""A fee that pays for fewer is above the benefit of nearly all."""
MOST_STACKED = 5.0
"""The highest single multiplier that is usual; several that together exceed it were hardly meant to meet."""
JUDGEMENT = "judgement"


def tiers_within_reach(scenario: Scenario) -> Iterator[Finding]:
    """A tier should be reached by some and not by most."""
    program = scenario.program
    if program.tiers.metric == "balance" or program.tiers.window == "lifetime":
        return  # what a year brings does not say who reaches them
    counts = {"spend": (1.0, 0.0), "visits": (0.0, 1.0), "points": earning(program)}
    if program.tiers.metric not in counts:
        return
    per_money, per_visit = counts[program.tiers.metric]
    months = 12
    for index, level in enumerate(program.tiers.levels):
        share = share_reaching(scenario.market, months, level.threshold, per_money, per_visit)
        path = ("program", "tiers", "levels", index, "threshold")
        if share < FEWEST:
            yield Finding(
                "tier-out-of-reach", "warning", path,
                f"{percent(share).capitalize()} of the customers who buy within {months} months reach {level.name}.",
                "A tier that hardly anyone can reach moves nobody, and its perks are a promise without a taker.",
                "judgement; effort grows near a goal (Kivetz, Urminsky & Zheng 2006)",
            )  # fmt: skip
        elif share > MOST:
            yield Finding(
                "tier-for-most", "warning", path,
                f"{percent(share)} of the customers who buy within {months} months reach {level.name}, over half.",
                "Status that most members have is none, and its benefits are a price cut for all.", JUDGEMENT,
            )  # fmt: skip


def redeeming_keeps_status(scenario: Scenario) -> Iterator[Finding]:
    """Members should not have to choose between their reward and their status."""
    tiers = scenario.program.tiers
    if tiers.levels and tiers.metric == "balance" and tiers.downgrade != "never":
        yield Finding(
            "redeeming-demotes", "warning", ("program", "tiers", "metric"),
            "Status is what the balance reaches, so a member who uses points falls to a lower tier.",
            "Members then save points for status: liability grows, and the reward that was meant to please costs them.",
            JUDGEMENT,
        )  # fmt: skip


def rebate_within_margin(scenario: Scenario) -> Iterator[Finding]:
    """What points and dividend give back should not exceed what a sale earns."""
    program, margin = scenario.program, scenario.economics.gross_margin
    points, dividend = rebate(scenario), yearly_share(program)
    highest = points * highest_tier_multiplier(program) + dividend
    if highest <= margin:
        return
    base = points + dividend
    who = "every member" if base > margin else "members of the best tier"
    what = "Points and dividend give" if points and dividend else "Points give" if points else "The dividend gives"
    yield Finding(
        "rebate-above-margin", "warning", worth_lever(program) if points >= dividend else ("program", "dividend", "share"),
        f"{what} {percent(highest if base <= margin else base)} of the price back to {who}, above the gross margin of "
        f"{percent(margin)}.",
        "A sale then costs more in rewards than it earns, unless many points are never redeemed.", "arithmetic",
    )  # fmt: skip


def purchases_return_less_than_they_cost(scenario: Scenario) -> Iterator[Finding]:
    """No member should get back the whole price, whatever the multipliers, the bonuses and the discount."""
    program = scenario.program
    paid = program.paid if program.paid.offered else None
    discount = (paid.discount if paid else 0.0) + max((0.0, *(level.discount for level in program.tiers.levels)))
    multiplier = highest_tier_multiplier(program) * max(1.0, paid.earn_multiplier if paid else 1.0) * program.largest_bonus
    points = points_per_money(scenario) * program.largest_value_per_point * multiplier
    dividend = yearly_share(program) + (program.dividend.share_for_paying if paid else 0.0)
    back = discount + (1 - discount) * (points + dividend)
    if back >= 1:
        yield Finding(
            "arbitrage", "warning", ("program", "earn", "points"),
            f"With the highest multipliers and the discount a purchase gives back {percent(back)} of its price.",
            "Whoever buys to collect, not to use, gains with every purchase and can repeat it without end.", "arithmetic",
        )  # fmt: skip


def multipliers_meet_within_reason(scenario: Scenario) -> Iterator[Finding]:
    """Multipliers of tier, paid membership, card and bonuses multiply each other, which a cap on points would end."""
    program, bonuses = scenario.program, scenario.program.bonuses
    paid = max(1.0, program.paid.earn_multiplier) if program.paid.offered else 1.0
    tier, bonus = highest_tier_multiplier(program), bonuses.largest
    card = max((1.0, *(partner.own_multiplier for partner in program.partners)))
    largest = max(tier, paid, card, bonuses.birthday_multiplier, *(event.boost for event in bonuses.events))
    together = tier * paid * card * bonus
    if program.earn.points == 0 or bonuses.monthly_cap > 0 or together <= max(MOST_STACKED, largest):
        return
    parts = {"the best tier": tier, "paid membership": paid, "a partner's card": card, "bonuses of one month": bonus}
    names = [f"{name} {factor:g}" for name, factor in parts.items() if factor > 1]
    yield Finding(
        "multipliers-stack", "warning", ("program", "bonuses", "stacking" if bonus > 1 else "monthly_cap"),
        f"A purchase can earn {together:g} times its points ({', '.join(names)}), and no monthly cap ends it.",
        "Multipliers that meet were seldom meant to: those who hold all of them wait for the day and buy what they would "
        "have bought anyway.", JUDGEMENT,
    )  # fmt: skip


def paid_orders_earn(scenario: Scenario) -> Iterator[Finding]:
    """An order of a paying member should not cost more in benefits than its margin."""
    program, paid = scenario.program, scenario.program.paid
    if not paid.offered:
        return
    basket, economics = scenario.market.mean_basket, scenario.economics
    of_a_point = economics.cost_per_point
    if of_a_point is None:
        of_a_point = program.value_per_point * economics.reward_cost
    points = points_per_money(scenario) * paid.earn_multiplier * (1 - paid.discount) * of_a_point
    cost = paid.discount * basket + paid.shipping_cost + points * basket
    if cost > economics.gross_margin * basket:
        dearest = "discount" if paid.discount * basket >= paid.shipping_cost else "shipping_cost"
        yield Finding(
            "paid-order-at-a-loss", "warning", ("program", "paid", dearest),
            f"Benefits of a paying member cost {cost:,.2f} {scenario.currency} an order, more than the margin of "
            f"{economics.gross_margin * basket:,.2f} on the usual basket.",
            "Paying members order more than others: the fee is used up, and then every order loses money.", "arithmetic",
        )  # fmt: skip
    if program.has_points and paid.fee == 0 and paid.earn_multiplier > 1:
        yield Finding(
            "fee-of-nothing", "warning", ("program", "paid", "fee"),
            "The paid membership costs nothing and multiplies points.",
            "It is then a gift to everyone who is asked, and not a membership that is bought.", "arithmetic",
        )  # fmt: skip


def fee_within_benefit(scenario: Scenario) -> Iterator[Finding]:
    """A fee should be worth it for more than one buyer in ten."""
    program, paid = scenario.program, scenario.program.paid
    if not paid.offered or paid.fee == 0:
        return
    months = {"monthly": 12.0, "annual": 12.0, "lifetime": scenario.behaviour.paid_choice.lifetime_months}[paid.term]
    fees = paid.fee * (12 if paid.term == "monthly" else 1)
    per_point = program.value_per_point * (paid.earn_multiplier - 1)
    per_money, per_visit = (points * max(0.0, per_point) for points in earning(program))
    per_money = paid.discount + (1 - paid.discount) * (per_money + program.dividend.share_for_paying)
    share = share_reaching(scenario.market, months, fees, per_money, per_visit + paid.shipping_value)
    if share < FEW_GAINERS:
        yield Finding(
            "fee-above-benefit", "warning", ("program", "paid", "fee"),
            f"For {percent(share)} of the customers who buy, benefits over {months:g} months are worth the "
            f"{fees:,.2f} {scenario.currency} that membership costs in that time, fewer than one in ten.",
            "Hardly anyone has a reason to join, and who joins by mistake does not renew.", JUDGEMENT,
        )  # fmt: skip


def partners_pay_what_their_points_cost(scenario: Scenario) -> Iterator[Finding]:
    """A point sold to one partner and used at another should not lose money on the way."""
    partners = scenario.program.partners
    sellers = [partner for partner in partners if partner.points > 0]
    if not sellers:
        return
    cheapest = min(sellers, key=lambda partner: partner.price_per_point)
    for index, partner in enumerate(partners):
        if partner.redeemed_share > 0 and partner.settlement_per_point > cheapest.price_per_point:
            yield Finding(
                "settlement-above-price", "warning", ("program", "partners", index, "settlement_per_point"),
                f"{partner.name} is paid {partner.settlement_per_point:g} {scenario.currency} for a point used there, and "
                f"{cheapest.name} pays {cheapest.price_per_point:g} for one given.",
                "Every point that goes round from the one to the other loses money.", "arithmetic",
            )  # fmt: skip


DESIGN_RULES = (
    tiers_within_reach, redeeming_keeps_status, rebate_within_margin, purchases_return_less_than_they_cost,
    multipliers_meet_within_reason, paid_orders_earn, fee_within_benefit, partners_pay_what_their_points_cost,
)  # fmt: skip
