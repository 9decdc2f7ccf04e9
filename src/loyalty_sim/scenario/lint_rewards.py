"""Rules of the linter about rewards and the life of points: what is never reached, never usable, or dies too soon."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty_sim.scenario.chances import mean_rate, share_buying_again, share_reaching
from loyalty_sim.scenario.findings import Finding
from loyalty_sim.scenario.scenario import Scenario
from loyalty_sim.scenario.worth import DAYS_PER_MONTH, earning, missing_points, percent, reward_lever

ENOUGH = 0.5
"""So much of the members should be able to earn a reward, and to use what they are given: the median member."""
MUCH_MORE = 1.5
"""A point worth so much more in the largest reward of a chart than in the first is a reason to save up."""
JUDGEMENT = "judgement"


def reward_within_the_life_of_points(scenario: Scenario) -> Iterator[Finding]:
    """The first reward should be in reach of the usual member before points die."""
    program, expiry = scenario.program, scenario.program.expiry
    missing = missing_points(program)
    timed = expiry.rule in ("after earning", "from the first point") and expiry.by_time
    if not timed or program.earn.points == 0 or missing <= 0:
        return
    per_money, per_visit = earning(program)
    share = share_reaching(scenario.market, expiry.months, missing, per_money, per_visit) if expiry.months else 0.0
    if share < ENOUGH:
        yield Finding(
            "reward-out-of-reach", "warning", reward_lever(program),
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


def levers_act(scenario: Scenario) -> Iterator[Finding]:
    """A lever that another one keeps from acting should not look as if it did something."""
    program, lever = scenario.program, ("program", "redemption", "donation")
    if program.redemption.donation and (program.certificates.offered or not program.has_points):
        why = "points turn into certificates, and are used in no other way" if program.has_points else "there are no points"
        yield Finding(
            "lever-without-effect", "warning", lever, f"Points can be given to charity, but {why}.",
            "Nothing is ever given, and the answer is that of a program without this.", "arithmetic",
        )  # fmt: skip
    if program.dividend.share > 0 and program.dividend.who == "paying members" and not program.paid.offered:
        yield Finding(
            "lever-without-effect", "warning", ("program", "dividend", "who"),
            "The dividend is for paying members, but no paid membership is offered.",
            "Nobody ever gets it, and the answer is that of a program without it.", "arithmetic",
        )  # fmt: skip


def reward_fits_the_basket(scenario: Scenario) -> Iterator[Finding]:
    """A reward that pays more than it may of any usual basket cannot be used."""
    program, certificates = scenario.program, scenario.program.certificates
    reward, basket = program.smallest_reward[1], max(segment.basket for segment in scenario.market.segments)
    largest = basket * program.redemption.max_basket_share
    if not program.has_points or (program.redemption.mode == "any" and not certificates.offered):
        return
    if reward > largest:
        what = "A certificate" if certificates.offered else "A block" if program.redemption.mode == "blocks" else "A reward"
        rewards = "certificates" if certificates.offered else "points"
        yield Finding(
            "block-above-basket", "warning", reward_lever(program),
            f"{what} is worth {reward:,.2f} {scenario.currency}; {rewards} may pay at most {largest:,.2f} of a usual "
            "basket.",
            "Members must wait for an unusually large purchase to redeem at all.", "arithmetic",
        )  # fmt: skip
    if certificates.offered and certificates.minimum_basket > basket:
        yield Finding(
            "minimum-above-basket", "warning", ("program", "certificates", "minimum_basket"),
            f"A certificate needs an order of at least {certificates.minimum_basket:,.2f} {scenario.currency}; a usual "
            f"basket is {basket:,.2f} or less.",
            "Members must wait for an unusually large purchase, and most certificates die meanwhile.", "arithmetic",
        )  # fmt: skip


def larger_rewards_are_no_worse(scenario: Scenario) -> Iterator[Finding]:
    """Of a chart, points should not be worth less in a larger reward; much more there makes members save up."""
    program, chart = scenario.program, scenario.program.redemption.chart
    if not program.has_points or program.redemption.mode != "chart" or program.certificates.offered:
        return
    path = ("program", "redemption", "chart")
    worth = [step.value / step.points for step in chart]
    worse = [index for index in range(1, len(chart)) if worth[index] < worth[index - 1] * (1 - 1e-9)]
    if worse:
        rewards = ", ".join(f"{worth[index]:.3g} in that of {chart[index].points:,}" for index in worse)
        yield Finding(
            "larger-reward-worse", "warning", (*path, worse[0], "value"),
            f"A point is worth {worth[worse[0] - 1]:.3g} {scenario.currency} in the reward of "
            f"{chart[worse[0] - 1].points:,} points, but {rewards}.",
            "Whoever saves up for a larger reward gets less than for smaller ones one after the other: hardly one should.",
            "arithmetic",
        )  # fmt: skip
    first, last = chart[0].value / chart[0].points, chart[-1].value / chart[-1].points
    if len(chart) > 1 and first > 0 and last >= MUCH_MORE * first:
        yield Finding(
            "chart-rewards-saving", "note", path,
            f"A point is worth {last / first:.2g} times as much in the largest reward of the chart as in the first.",
            "Members save up for it: balances and what is owed rise, and those who never get there let more expire.",
            "judgement; members stockpile even where all points are worth the same (Stourm, Bradlow & Fader 2015)",
        )  # fmt: skip


def certificates_live_until_the_next_purchase(scenario: Scenario) -> Iterator[Finding]:
    """A certificate should live at least as long as the median time between two purchases."""
    certificates = scenario.program.certificates
    if not certificates.offered or not scenario.program.has_points:
        return
    share = share_buying_again(scenario.market, certificates.life_days / DAYS_PER_MONTH)
    if share < ENOUGH:
        yield Finding(
            "certificate-dies-early", "warning", ("program", "certificates", "life_days"),
            f"{percent(share).capitalize()} of purchases are followed by another within the {certificates.life_days:g} days "
            "that a certificate lives, fewer than half.",
            "The median certificate is dead before its holder comes again.", JUDGEMENT,
        )  # fmt: skip


def no_points_on_points(scenario: Scenario) -> Iterator[Finding]:
    """What is paid with points should not earn again."""
    earn = scenario.program.earn
    if earn.on == "basket" and earn.per == "money" and earn.points > 0 and scenario.program.value_per_point > 0:
        yield Finding(
            "points-on-points", "warning", ("program", "earn", "on"),
            "Points are earned on the whole basket, also on the part that was paid with points.",
            "Redeemed value earns again and never ends; the rebate is larger than its nominal rate.", "arithmetic",
        )  # fmt: skip


def reminder_within_the_life_of_points(scenario: Scenario) -> Iterator[Finding]:
    """A reminder should come after points are earned and before their stated date, and only where points expire."""
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
    elif expiry.reminder_days >= expiry.months * DAYS_PER_MONTH + expiry.grace_days:
        yield Finding(
            "reminder-too-early", "warning", path,
            f"The reminder is due {expiry.reminder_days:g} days before expiry, and points live {expiry.months:g} months.",
            "It would have to be sent before the points are earned.", "arithmetic",
        )  # fmt: skip
    elif expiry.reminder_days <= expiry.grace_days:
        yield Finding(
            "reminder-after-expiry", "warning", path,
            f"The reminder is due {expiry.reminder_days:g} days before the end of a grace of {expiry.grace_days:g} days, so "
            "not before the stated date of expiry.",
            "It tells members of points that by the terms are dead already.", "arithmetic",
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


REWARD_RULES = (
    levers_act, reward_within_the_life_of_points, reward_fits_the_basket, larger_rewards_are_no_worse,
    certificates_live_until_the_next_purchase, no_points_on_points, reminder_within_the_life_of_points,
    reinstatement_where_points_expire,
)  # fmt: skip
