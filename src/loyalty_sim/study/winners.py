"""Winners and losers: what members of each segment and of each tier get, and what the company gets, under two designs.

Amounts are per member and year: what was counted over the months / member-months x 12. By segment, what is only known for
all segments together (perks and gifts of tiers, settlement with partners, the fixed cost) is left out; by tier, discounts,
shipping, fees and sales are not counted apart, so that only points, perks and gifts are told.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from loyalty_sim.engine import AtTier, Measure, Result
from loyalty_sim.finance import Estimate, comparable
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.estimate import WEIGHTS, Array, around, estimates, ratio, replicates
from loyalty_sim.finance.flows import tier_names
from loyalty_sim.finance.kpis import Better, at_end, total
from loyalty_sim.finance.world import World, program_world, segment_world
from loyalty_sim.scenario import Program

Axis = Literal["segment", "tier"]
YEAR = 12


class Measured(NamedTuple):
    """What is told of a group."""

    key: str
    label: str
    unit: str
    definition: str
    better: Better


MEMBERS = Measured("members", "Members", "members", "Members at the end of the last month.", "higher")
OF_SEGMENTS = (
    MEMBERS,
    Measured(
        "value",
        "What a member gets a year",
        "money",
        "Face value of points used (not those given to charity), certificates and dividends used or paid out, discounts, "
        "coupons, free shipping at its worth to members (of tiers at its cost) and perks for all at their cost, less fees.",
        "higher",
    ),
    Measured(
        "margin",
        "What the company gets per member and year",
        "money",
        "Gross margin less that without the program, plus fees, less program cost; the fixed cost, perks and gifts of "
        "tiers and settlement with partners left out.",
        "higher",
    ),
    Measured(
        "purchases", "Purchases per member and year", "purchases", "Purchases of members / member-months x 12.", "higher"
    ),
)
OF_TIERS = (
    MEMBERS,
    Measured(
        "value",
        "What a member gets a year in points, perks and gifts",
        "money",
        "Points used x what a point is worth, perks and entry gifts of the tier at their cost.",
        "higher",
    ),
    Measured(
        "cost",
        "What points, perks and gifts cost per member and year",
        "money",
        "Points used x what a used point costs on average, perks and entry gifts of the tier.",
        "lower",
    ),
)
MEASURED: dict[Axis, tuple[Measured, ...]] = {"segment": OF_SEGMENTS, "tier": OF_TIERS}
"""What is told by segment, and by tier."""
Figures = dict[str, Array]
"""``[replicate]`` by key of what is measured."""


class Row(NamedTuple):
    """One measure of one group under both designs."""

    group: str
    measured: Measured
    value: Estimate | None
    reference: Estimate | None
    """None where that design has no such group, or nothing to divide by."""
    change: Estimate | None
    """Design less reference, paired where the customers are the same."""


def winners(result: Result, reference: Result, axis: Axis) -> list[Row]:
    """Each measure of each group that one of the designs has, those of the reference first; groups go by their names.

    Empty by tier where neither has tiers. Amounts in different currencies have no difference.
    """
    here, there = _GROUPS[axis](result), _GROUPS[axis](reference)
    paired = comparable(result, reference)
    same_money = result.scenario.currency == reference.scenario.currency
    rows = []
    for group in dict.fromkeys((*there, *here)):
        for measured in MEASURED[axis]:
            one, other = (side[group][measured.key] if group in side else None for side in (here, there))
            takes = measured.unit != "money" or same_money
            rows.append(Row(group, measured, _one(one), _one(other), _change(one, other, paired) if takes else None))
    return rows


def _one(figure: Array | None) -> Estimate | None:
    return None if figure is None else estimates(figure[:, None])[0]


def _change(here: Array | None, there: Array | None, paired: bool) -> Estimate | None:
    if here is None or there is None:
        return None
    if paired:
        return _one(here - there)
    one, other = _one(here), _one(there)
    if one is None or other is None:
        return None
    return around(one.value - other.value, math.hypot(one.se, other.se))


def by_segment(result: Result) -> dict[str, Figures]:
    """The figures of each segment, by its name."""
    return {
        segment.name: _of_segment(segment_world(result, index))
        for index, segment in enumerate(result.scenario.market.segments)
    }


def _of_segment(w: World) -> Figures:
    months = total(L.members(w))
    return {
        "members": at_end(L.members(w)),
        "value": _a_year(total(value_to_members(w)), months),
        "margin": _a_year(total(L.incremental_margin(w) + L.cost_fixed(w)), months),
        "purchases": _a_year(total(w.flow(Measure.MEMBER_PURCHASES)), months),
    }


def value_to_members(w: World) -> Array:
    """What members get less what they pay for the program, ``[replicate, month]``; see ``OF_SEGMENTS``."""
    points = L.face_value_redeemed(w) - w.flow(Measure.DONATED_FACE)
    given = L.certificate_value_used(w) + L.dividend_used(w) + L.dividend_cashed(w)
    off = L.discounts(w) + L.cost_coupons(w)
    shipped = w.flow(Measure.PAID_ORDERS) * w.by_month(lambda program: program.paid.shipping_value)
    perks = L.cost_tier_shipping(w) + L.cost_member_perks(w)
    return points + given + off + shipped + perks - L.fees(w) - L.reinstatement_fees(w)


def by_tier(result: Result) -> dict[str, Figures]:
    """The figures of each level, by its name, the base level first; empty where no program has tiers."""
    names, w = tier_names(result), program_world(result)
    if len(names) == 1:
        return {}
    held = replicates(result.tally.held)[:, w.warmup :] * (WEIGHTS * w.scale)[:, None, None, None]
    used = held[..., AtTier.USED]
    worth = w.by_month(lambda program: program.value_per_point)
    price = ratio(total(L.cost_of_points(w)), total(L.points_redeemed(w) + L.points_converted(w)))
    found = {}
    for tier, name in enumerate(names):
        months, extra = total(w.by_tier[:, :, tier]), total(_perks(w, tier))
        points = total(used[:, :, tier])
        found[name] = {
            "members": at_end(w.by_tier[:, :, tier]),
            "value": _a_year(total(used[:, :, tier] * worth) + extra, months),
            "cost": _a_year(np.where(points == 0, 0.0, points * price) + extra, months),
        }
    return found


def _perks(w: World, tier: int) -> Array:
    """Perks and entry gifts of a level, ``[replicate, month]``; the base level has none."""
    if tier == 0:
        return w.nothing
    perks = w.by_tier[:, :, tier] * w.by_month(lambda program: _level(program, tier, "perk_cost_per_year") / 12)
    rises = w.moves[:, :, :tier, tier].sum(axis=2)
    found: Array = perks + rises * w.by_month(lambda program: _level(program, tier, "entry_gift_cost"))
    return found


def _level(program: Program, tier: int, field: str) -> float:
    """A number of a tier in a program that may not have it."""
    levels = program.tiers.levels
    return float(getattr(levels[tier - 1], field)) if tier <= len(levels) else 0.0


def _a_year(amount: Array, months: Array) -> Array:
    """Per member and year."""
    found: Array = YEAR * ratio(amount, months)
    return found


_GROUPS: dict[Axis, Callable[[Result], dict[str, Figures]]] = {"segment": by_segment, "tier": by_tier}
