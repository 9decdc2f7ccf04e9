"""A program in one line: its levers in words."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty_sim.report.numbers import money, number, per_cent
from loyalty_sim.scenario import Paid, Program
from loyalty_sim.scenario.redeem import RewardStep


def in_a_line(program: Program, currency: str = "USD") -> str:
    """What members get and on what terms: "1 point per $1, worth 3.5 % ...; points expire 12 months after earning"."""
    text = "; ".join(_parts(program, currency))
    return text[:1].upper() + text[1:]


def _parts(program: Program, currency: str) -> Iterator[str]:
    if program.earn.points > 0:
        yield _earning(program, currency)
    elif program.dividend.share == 0:
        yield "no points for purchases" if program.has_points else "no points"
    if program.has_points:
        yield _redeeming(program, currency)
        yield _expiring(program)
    if program.dividend.share > 0:
        yield _dividend(program)
    if program.referral.offered:
        yield "points for winning friends"
    if program.partners:
        yield f"{len(program.partners)} partner{'' if len(program.partners) == 1 else 's'}"
    if program.tiers.levels:
        yield _tiers(program, currency)
    if program.paid.offered:
        yield _paid(program.paid, currency)


def _dividend(program: Program) -> str:
    dividend = program.dividend
    eligible = "" if dividend.eligible_share == 1 else f" on {per_cent(dividend.eligible_share)} of goods"
    who = " to paying members" if dividend.who == "paying members" else ""
    return f"{per_cent(dividend.share)} back{eligible} once a year{who}"


def _earning(program: Program, currency: str) -> str:
    points = f"{number(program.earn.points)} point{'' if program.earn.points == 1 else 's'}"
    if program.earn.per == "visit":
        return f"{points} a visit"
    return f"{points} per {currency} 1 ({_back(program)} back)"


def _back(program: Program) -> str:
    """Share of the price that points give back: of a chart, from its worst to its best reward."""
    worth = [program.value_per_point]
    if program.redemption.mode == "chart" and not program.certificates.offered:
        worth = sorted({step.value / step.points for step in program.redemption.chart})
    ends = [per_cent(program.earn.points * value) for value in (worth[0], worth[-1])]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _redeeming(program: Program, currency: str) -> str:
    points, worth = program.smallest_reward
    value = money(worth, currency)
    if program.certificates.offered:
        return f"{points:,} points become a certificate of {value}"
    if program.redemption.mode == "chart":
        return f"redeemed for {_rewards(program.redemption.chart, currency)}"
    if program.redemption.mode == "any":
        return f"redeemed in any amount from {points:,} points ({value})"
    return f"redeemed in blocks of {points:,} points ({value})"


def _rewards(chart: tuple[RewardStep, ...], currency: str) -> str:
    """The rewards of a chart by what the smallest and the largest of them take."""
    ends = [f"{step.points:,} points ({money(step.value, currency)})" for step in (chart[0], chart[-1])]
    return f"{len(chart)} rewards from {ends[0]} to {ends[1]}" if len(chart) > 1 else f"one reward of {ends[0]}"


def _expiring(program: Program) -> str:
    expiry = program.expiry
    if expiry.rule == "never":
        return "points never expire"
    if expiry.rule == "calendar date":
        return "points expire once a year"
    after = f"points expire after {number(expiry.months, 'months')}"
    return f"{after} of inactivity" if expiry.by_inactivity else after


def _tiers(program: Program, currency: str) -> str:
    levels, metric = [], program.tiers.metric
    for level in program.tiers.levels:
        at = money(level.threshold, currency) if metric.startswith("spend") else f"{number(level.threshold)}"
        if metric in ("spend or visits", "spend and visits"):
            at += f" {metric.split()[1]} {level.visits:,} visit{'' if level.visits == 1 else 's'}"
        levels.append(f"{level.name} at {at}")
    unit = "" if metric.startswith("spend") else f" {metric}"
    return f"status {', '.join(levels)}{unit} a year"


def _paid(paid: Paid, currency: str) -> str:
    term = {"monthly": "a month", "annual": "a year", "lifetime": "once"}[paid.term]
    gains = []
    if paid.discount > 0:
        gains.append(f"{per_cent(paid.discount)} off")
    if paid.shipping_value > 0:
        gains.append("free shipping")
    if paid.earn_multiplier != 1:
        gains.append(f"{number(paid.earn_multiplier, 'x')} points")
    return f"membership for {money(paid.fee, currency)} {term}" + (f": {', '.join(gains)}" if gains else "")
