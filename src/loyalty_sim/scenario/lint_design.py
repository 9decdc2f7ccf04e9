"""Rules of the linter about design: levers that do not fit the customers, the margin or each other.

Shares of customers are those of ``chances``: closed form, without a program, of customers who buy and stay. Members buy
more than others and effects lift them further, so a share is a little low; the limits of the rules are wide.
"""

from __future__ import annotations

from collections.abc import Iterator

from loyalty_sim.scenario.chances import mean_rate, share_reaching
from loyalty_sim.scenario.findings import Finding
from loyalty_sim.scenario.program import Program
from loyalty_sim.scenario.scenario import Scenario

FEWEST = 0.01
"""A tier that a smaller share of buyers can reach moves nobody."""
MOST = 0.5
"""A tier that a larger share reaches is no status; so much of the members should be able to earn a reward."""
LIFETIME = 60
"""Months in which a tier that is reached once for ever should be within reach."""
FEW_GAINERS = 0.1
"""A fee that pays for fewer is above the benefit of nearly all."""
DAYS_PER_MONTH = 365.25 / 12
JUDGEMENT = "judgement"


def earning(program: Program) -> tuple[float, float]:
    """Points per unit of money and per visit, without multipliers."""
    return (program.earn.points, 0.0) if program.earn.per == "money" else (0.0, program.earn.points)


def usual_basket(scenario: Scenario) -> float:
    """Mean basket over purchases."""
    return mean_rate(scenario.market, per_money=1) / mean_rate(scenario.market, per_visit=1)


def rebate(scenario: Scenario) -> float:
    """Face value of the points of a unit of money spent, without multipliers."""
    per_money, per_visit = earning(scenario.program)
    return (per_money + per_visit / usual_basket(scenario)) * scenario.program.point_value


def highest_tier_multiplier(program: Program) -> float:
    """Largest multiplier that status gives, at least that of members without status."""
    return max((1.0, *(level.earn_multiplier for level in program.tiers.levels)))


def missing_points(program: Program) -> float:
    """Points between joining and the first reward."""
    gifts = program.enrolment.welcome_points + program.enrolment.head_start_points
    return program.redemption.block_points - gifts


def percent(share: float) -> str:
    """A share in words, in a whole number of per cent or to two digits."""
    if 0 <= share < 1e-4:
        return "under 0.01 %"
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.2g} %"


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
    """What points give back should not exceed what a sale earns."""
    margin, base = scenario.economics.gross_margin, rebate(scenario)
    highest = base * highest_tier_multiplier(scenario.program)
    if highest <= margin:
        return
    who = "every member" if base > margin else "members of the best tier"
    yield Finding(
        "rebate-above-margin", "warning", ("program", "point_value"),
        f"Points give {percent(highest if base <= margin else base)} of the price back to {who}, above the gross margin of "
        f"{percent(margin)}.",
        "A sale then costs more in rewards than it earns, unless many points are never redeemed.", "arithmetic",
    )  # fmt: skip


def purchases_return_less_than_they_cost(scenario: Scenario) -> Iterator[Finding]:
    """No member should get back the whole price, whatever the multipliers and the discount."""
    program = scenario.program
    paid = program.paid if program.paid.offered else None
    discount = (paid.discount if paid else 0.0) + max((0.0, *(level.discount for level in scenario.program.tiers.levels)))
    multiplier = highest_tier_multiplier(program) * max(1.0, paid.earn_multiplier if paid else 1.0)
    back = discount + (1 - discount) * rebate(scenario) * multiplier
    if back >= 1:
        yield Finding(
            "arbitrage", "warning", ("program", "earn", "points"),
            f"With the highest multipliers and the discount a purchase gives back {percent(back)} of its price.",
            "Whoever buys to collect, not to use, gains with every purchase and can repeat it without end.", "arithmetic",
        )  # fmt: skip


def paid_orders_earn(scenario: Scenario) -> Iterator[Finding]:
    """An order of a paying member should not cost more in benefits than its margin."""
    program, paid = scenario.program, scenario.program.paid
    if not paid.offered:
        return
    basket, economics = usual_basket(scenario), scenario.economics
    points = rebate(scenario) * paid.earn_multiplier * (1 - paid.discount) * economics.reward_cost
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
    per_point = program.point_value * (paid.earn_multiplier - 1)
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


def reward_within_the_life_of_points(scenario: Scenario) -> Iterator[Finding]:
    """The first reward should be in reach of the usual member before points die."""
    program, expiry = scenario.program, scenario.program.expiry
    missing = missing_points(program)
    timed = expiry.rule in ("after earning", "from the first point") and expiry.by_time
    if not timed or program.earn.points == 0 or missing <= 0:
        return
    per_money, per_visit = earning(program)
    share = share_reaching(scenario.market, expiry.months, missing, per_money, per_visit) if expiry.months else 0.0
    if share < MOST:
        yield Finding(
            "reward-out-of-reach", "warning", ("program", "redemption", "block_points"),
            f"{percent(share).capitalize()} of the customers who buy within {expiry.months:g} months earn the "
            f"{missing:,.0f} points of a first reward in that time, fewer than half.",
            "The median member does not collect in time: breakage is high, and so is the disappointment.",
            JUDGEMENT,
        )  # fmt: skip
    needed = missing / mean_rate(scenario.market, per_money, per_visit)
    if needed > expiry.months:
        yield Finding(
            "expiry-before-reward", "warning", ("program", "expiry", "months"),
            f"Points live {expiry.months:g} months, and the average customer needs {needed:.1f} for the first reward.",
            "Points then die before they can be used, so that collecting them has no point.", JUDGEMENT,
        )  # fmt: skip


def block_fits_the_basket(scenario: Scenario) -> Iterator[Finding]:
    """A block that pays more than it may of any usual basket cannot be redeemed."""
    program = scenario.program
    block = program.redemption.block_points * program.point_value
    largest = max(segment.basket for segment in scenario.market.segments) * program.redemption.max_basket_share
    if program.has_points and program.redemption.mode == "blocks" and block > largest:
        yield Finding(
            "block-above-basket", "warning", ("program", "redemption", "block_points"),
            f"A block is worth {block:,.2f} {scenario.currency}; points may pay at most {largest:,.2f} of a usual basket.",
            "Members must wait for an unusually large purchase to redeem at all.", "arithmetic",
        )  # fmt: skip


def no_points_on_points(scenario: Scenario) -> Iterator[Finding]:
    """What is paid with points should not earn again."""
    program = scenario.program
    if program.earn.on == "basket" and program.earn.points > 0 and program.point_value > 0 and program.earn.per == "money":
        yield Finding(
            "points-on-points", "warning", ("program", "earn", "on"),
            "Points are earned on the whole basket, also on the part that was paid with points.",
            "Redeemed value earns again and never ends; the rebate is larger than its nominal rate.", "arithmetic",
        )  # fmt: skip


def reminder_within_the_life_of_points(scenario: Scenario) -> Iterator[Finding]:
    """A reminder should come after points are earned, and only where points expire."""
    expiry = scenario.program.expiry
    if not scenario.program.has_points or expiry.reminder_days == 0:
        return
    path = ("program", "expiry", "reminder_days")
    if expiry.rule == "never":
        yield Finding(
            "reminder-never-sent", "note", path,
            f"A reminder is set {expiry.reminder_days:g} days before expiry, and points never expire.",
            "It is never sent.", "arithmetic",
        )  # fmt: skip
    elif expiry.reminder_days >= expiry.months * DAYS_PER_MONTH:
        yield Finding(
            "reminder-too-early", "warning", path,
            f"The reminder is due {expiry.reminder_days:g} days before expiry, and points live {expiry.months:g} months.",
            "It would have to be sent before the points are earned.", "arithmetic",
        )  # fmt: skip


def reinstatement_where_points_expire(scenario: Scenario) -> Iterator[Finding]:
    """Points can only be had back where they expire, and a fee for that is only paid where they can be."""
    expiry = scenario.program.expiry
    if not scenario.program.has_points:
        return
    if expiry.rule == "never" and expiry.reinstate_days > 0:
        yield Finding(
            "reinstatement-never-needed", "note", ("program", "expiry", "reinstate_days"),
            f"Expired points can be had back for {expiry.reinstate_days:g} days, and points never expire.",
            "There is nothing to get back.", "arithmetic",
        )  # fmt: skip
    if expiry.reinstate_days == 0 and expiry.reinstatement_fee > 0:
        yield Finding(
            "reinstatement-never-paid", "note", ("program", "expiry", "reinstatement_fee"),
            f"Getting expired points back costs {expiry.reinstatement_fee:g}, and they cannot be had back.",
            "Nobody can pay it: reinstate_days is 0.", "arithmetic",
        )  # fmt: skip


DESIGN_RULES = (
    tiers_within_reach, redeeming_keeps_status, rebate_within_margin, purchases_return_less_than_they_cost, paid_orders_earn,
    fee_within_benefit, reward_within_the_life_of_points, block_fits_the_basket, no_points_on_points,
    reminder_within_the_life_of_points, reinstatement_where_points_expire,
)  # fmt: skip
