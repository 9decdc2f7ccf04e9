"""A program in one line: its levers in words."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty_sim.report.numbers import money, number, per_cent
from loyalty_sim.scenario import Paid, Program


def in_a_line(program: Program, currency: str = "USD") -> str:
    """What members get and on what terms: "1 point per $1, worth 3.5 % ...; points expire 12 months after earning"."""
    text = "; ".join(_parts(program, currency))
    return text[:1].upper() + text[1:]


def _parts(program: Program, currency: str) -> Iterator[str]:
    if program.earn.points > 0:
        yield _earning(program, currency)
        yield _redeeming(program, currency)
    else:
        yield "no points"
    if program.has_points:
        yield _expiring(program)
    if program.tiers.levels:
        yield _tiers(program, currency)
    if program.paid.offered:
        yield _paid(program.paid, currency)


def _earning(program: Program, currency: str) -> str:
    points = f"{number(program.earn.points)} point{'' if program.earn.points == 1 else 's'}"
    if program.earn.per == "visit":
        return f"{points} a visit"
    back = per_cent(program.earn.points * program.point_value)
    return f"{points} per {currency} 1 ({back} back)"


def _redeeming(program: Program, currency: str) -> str:
    block = program.redemption.block_points
    value = money(block * program.point_value, currency)
    if program.redemption.mode == "any":
        return f"redeemed in any amount from {block:,} points ({value})"
    return f"redeemed in blocks of {block:,} points ({value})"


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
