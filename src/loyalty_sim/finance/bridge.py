"""From one design to another, factor by factor: program cost, closing balance, what is owed for it, incremental margin.

A figure is written as a product and sum of factors. The factors of the baseline are replaced by those of the other design
one at a time, in the order in which they are listed, and each step is what the figure moves by (chain substitution). The
steps and the residual, which is what the factors cannot hold, add up to the difference by construction. The order matters: a
step holds also what its factor does together with those replaced before it, so that another order would share the difference
in another way.

A factor that one design does not have (no members, no points) is taken from the other, so that it moves nothing, and the
step of the factor that is zero explains the difference; a note says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from loyalty_sim.engine import Measure, Result
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.estimate import Array, Estimate, estimates, ratio
from loyalty_sim.finance.kpis import at_end, cost, incremental_margin, outstanding, outstanding_value, total
from loyalty_sim.finance.liability import Liability
from loyalty_sim.finance.world import World, program_world, segment_world

if TYPE_CHECKING:
    import pandas as pd  # half a second that the steps alone do without

Kind = Literal["opening", "volume", "mix", "rate", "price", "rule", "cost"]
Factors = dict[str, Array]
"""By name, ``[replicate, segment]`` or, for what is known of all segments together only, ``[replicate, 1]``."""


class Factor(NamedTuple):
    """A factor of a bridge: its name, what kind of change it is, and its formula."""

    key: str
    label: str
    kind: Kind
    definition: str


FACTORS: tuple[Factor, ...] = (
    Factor("opening", "Opening balance", "opening", "Points held when month 1 begins."),
    Factor("member_months", "Members", "volume", "Members at month end, summed over the months."),
    Factor("mix", "Mix of segments", "mix", "Share of each segment in member-months."),
    Factor("frequency", "Purchases per member", "rate", "Purchases of members / member-months, by segment."),
    Factor("basket", "Basket", "price", "Sales to members at list price / their purchases, by segment."),
    Factor(
        "lift", "Sales caused", "rate", "Sales less returns beyond those without the program / member sales, by segment."
    ),
    Factor("margin_rate", "Gross margin", "price", "Gross margin on sales at list price."),
    Factor("discount", "Member discounts", "rule", "Discounts less those on returns / member-months, by segment."),
    Factor("income", "Fees and points sold", "rule", "What members and partners pay for the program / member-months."),
    Factor("earn_rate", "Earn rate", "rule", "Points issued from all sources / member sales, by segment."),
    Factor(
        "used_share", "Redemption share", "rate", "Points redeemed or turned into certificates / points issued, by segment."
    ),
    Factor("expired_share", "Expiry", "rule", "Points expired less those reinstated / points issued, by segment."),
    Factor("clawed_share", "Returns", "rate", "Points clawed back / points issued, by segment."),
    Factor(
        "reward_price",
        "Cost per point",
        "price",
        "Cost of what points are used for / points used; holds the mix of redemptions.",
    ),
    Factor("point_value", "Value per point", "price", "What one point is worth in the program in force at the end."),
    Factor(
        "cover",
        "Owed per face value",
        "rate",
        "What is owed for points / their face value: the price of what is sold with them, redemptions expected, the policy.",
    ),
    Factor("other_cost", "Other cost per member", "cost", "Program cost but rewards and the fixed cost / member-months."),
    Factor("fixed_cost", "Fixed cost", "cost", "Cost of running the program, whatever the number of customers."),
)
"""All factors, in the order in which they are replaced."""


@dataclass(frozen=True)
class Step:
    """What a figure moves by when one factor is replaced."""

    factor: Factor
    change: Estimate | None


@dataclass(frozen=True)
class Bridge:
    """A difference explained: baseline + steps + residual = other design."""

    figure: str
    baseline: Estimate | None
    steps: tuple[Step, ...]
    """In the order in which factors are replaced."""
    residual: Estimate | None
    """What no factor holds; a rounding error where the figure is the product of its factors."""
    result: Estimate | None
    change: Estimate | None
    """Result less baseline, with the interval of the difference."""
    notes: tuple[str, ...]
    """Where the decomposition means less than it seems to; none usually."""

    def table(self) -> pd.DataFrame:
        """One row for the baseline, each step, the residual and the other design: label, kind, value and interval ends."""
        import pandas as pd

        rows = [("Baseline", "", self.baseline)]
        rows += [(step.factor.label, str(step.factor.kind), step.change) for step in self.steps]
        rows += [("Residual", "", self.residual), ("Result", "", self.result)]
        ends = ("value", "low80", "high80", "low95", "high95")
        return pd.DataFrame(
            [(label, kind, *(getattr(number, end, np.nan) for end in ends)) for label, kind, number in rows],
            columns=["label", "kind", *ends],
        )


def member_sales_of(f: Factors) -> Array:
    """Members x mix x purchases per member x basket, by segment."""
    return f["member_months"] * f["mix"] * f["frequency"] * f["basket"]


def cost_of(f: Factors) -> Array:
    """Member sales x earn rate x redemption share, of all segments, x cost per point + other cost per member x members +
    fixed cost."""
    used = (member_sales_of(f) * f["earn_rate"] * f["used_share"]).sum(axis=1)
    found: Array = used * f["reward_price"][:, 0] + f["other_cost"][:, 0] * f["member_months"][:, 0] + f["fixed_cost"][:, 0]
    return found


def balance_of(f: Factors) -> Array:
    """Opening + member sales x earn rate x (1 - redemption share - expired - clawed back), of all segments."""
    kept = 1 - f["used_share"] - f["expired_share"] - f["clawed_share"]
    found: Array = (f["opening"] + member_sales_of(f) * f["earn_rate"] * kept).sum(axis=1)
    return found


def face_value_of(f: Factors) -> Array:
    """Closing balance x value per point."""
    return balance_of(f) * f["point_value"][:, 0]


def liability_of(f: Factors) -> Array:
    """Closing balance x value per point x owed per face value."""
    return face_value_of(f) * f["cover"][:, 0]


def margin_of(f: Factors) -> Array:
    """Member sales x sales caused, of all segments, x gross margin - discounts + income per member x members - program
    cost."""
    caused = (member_sales_of(f) * f["lift"]).sum(axis=1) * f["margin_rate"][:, 0]
    discounts = (f["member_months"] * f["mix"] * f["discount"]).sum(axis=1)
    found: Array = caused - discounts + f["income"][:, 0] * f["member_months"][:, 0] - cost_of(f)
    return found


_MEMBERS = ("member_months", "mix", "frequency", "basket")
_COST = ("earn_rate", "used_share", "reward_price", "other_cost", "fixed_cost")
_BALANCE = ("opening", *_MEMBERS, "earn_rate", "used_share", "expired_share", "clawed_share")
Formula = Callable[[Factors], Array]
FIGURES: dict[str, tuple[Callable[[World], Array], Formula, tuple[str, ...]]] = {
    "program_cost": (cost, cost_of, (*_MEMBERS, *_COST)),
    "closing_points": (outstanding, balance_of, _BALANCE),
    "closing_face_value": (outstanding_value, face_value_of, (*_BALANCE, "point_value")),
    "incremental_margin": (
        incremental_margin, margin_of, (*_MEMBERS, "lift", "margin_rate", "discount", "income", *_COST),
    ),
}  # fmt: skip
"""What can be bridged: the figure, the same from its factors, and which these are."""
LIABILITY = "closing_liability"
"""What is owed for points at the end; a bridge of its own, since it takes the policy of the books."""
BRIDGES = ("program_cost", "closing_points", "closing_face_value", LIABILITY, "incremental_margin")
"""All that can be explained, in the order in which it is told."""


def bridge(result: Result, baseline: Result, figure: str = "program_cost") -> Bridge:
    """Explain the difference of a figure between two designs.

    Args:
        figure: program_cost, closing_points, closing_face_value or incremental_margin, over or at the end of the months.

    Raises:
        ValueError: there is no such figure, or the runs have different numbers of months.
    """
    if figure not in FIGURES:
        raise ValueError(f"there is no bridge of {figure!r}; bridges are of {', '.join(FIGURES)}")
    measured, formula, keys = FIGURES[figure]
    ends = measured(program_world(baseline)), measured(program_world(result))
    return _bridged(figure, result, baseline, ends, formula, keys)


def liability_bridge(owed: Liability, baseline: Liability) -> Bridge:
    """Explain the difference of what is owed for points at the end of two runs, each by the policy of its books.

    Raises:
        ValueError: the runs have different numbers of months.
    """
    ends = baseline.closing[:, -1], owed.closing[:, -1]
    cover = [
        ratio(end, outstanding_value(program_world(each.result))) for end, each in zip(ends, (baseline, owed), strict=True)
    ]
    keys = (*_BALANCE, "point_value", "cover")
    return _bridged(LIABILITY, owed.result, baseline.result, ends, liability_of, keys, cover)


def _bridged(
    figure: str,
    result: Result,
    baseline: Result,
    ends: tuple[Array, Array],
    formula: Formula,
    keys: Sequence[str],
    cover: Sequence[Array] = (),
) -> Bridge:
    """The bridge between two ends, of the baseline and of the result, by the factors named."""
    if result.scenario.run.months != baseline.scenario.run.months:
        raise ValueError("the two runs have different numbers of months; a bridge needs the same")
    apart = _segments(result) == _segments(baseline)
    before, after = factors(baseline, apart), factors(result, apart)
    if cover:
        before, after = before | {"cover": cover[0][:, None]}, after | {"cover": cover[1][:, None]}
    notes = tuple(_notes(before, after, apart, keys))
    before, after = _completed(before, after), _completed(after, before)
    moves, now, reached = [], before, formula(before)
    order = [factor for factor in FACTORS if factor.key in keys]
    for factor in order:
        now = now | {factor.key: after[factor.key]}
        moved = formula(now)
        moves.append(moved - reached)
        reached = moved
    start, end = ends
    residual = (end - start) - (reached - formula(before))
    found = estimates(np.stack([start, *moves, residual, end, end - start], axis=1))
    steps = tuple(Step(factor, change) for factor, change in zip(order, found[1:-3], strict=True))
    return Bridge(figure, found[0], steps, found[-3], found[-2], found[-1], notes)


def factors(result: Result, by_segment: bool = True) -> Factors:
    """All factors of a result over its reported months; not a number where there is nothing to divide by."""
    whole = program_world(result)
    count = len(result.scenario.market.segments)
    worlds = [segment_world(result, index) for index in range(count)] if by_segment else [whole]

    def of(line: L.Formula) -> Array:
        return np.stack([total(line(w)) for w in worlds], axis=1)

    months, bought, sold, issued = of(L.members), of(_member_purchases), of(_member_sales), of(L.points_issued)
    used = of(_used)
    everybody = months.sum(axis=1, keepdims=True)
    rewards, fixed = total(L.cost_of_points(whole))[:, None], total(L.cost_fixed(whole))[:, None]
    income = total(L.income(whole))[:, None]
    value = whole.by_month(lambda program: program.value_per_point)[-1]
    return {
        "opening": np.stack([_opening(w) for w in worlds], axis=1),
        "member_months": everybody,
        "mix": ratio(months, np.broadcast_to(everybody, months.shape)),
        "frequency": ratio(bought, months),
        "basket": ratio(sold, bought),
        "lift": ratio(of(_caused), sold),
        "margin_rate": np.full_like(everybody, result.scenario.economics.gross_margin),
        "discount": ratio(of(L.discounts), months),
        "income": ratio(income, everybody),
        "earn_rate": ratio(issued, sold),
        "used_share": ratio(used, issued),
        "expired_share": ratio(of(_broken), issued),
        "clawed_share": ratio(of(L.points_taken_back), issued),
        "reward_price": ratio(rewards, used.sum(axis=1, keepdims=True)),
        "point_value": np.full_like(everybody, value),
        "other_cost": ratio(total(L.program_cost(whole))[:, None] - rewards - fixed, everybody),
        "fixed_cost": fixed,
    }


def _member_purchases(w: World) -> Array:
    return w.flow(Measure.MEMBER_PURCHASES)


def _member_sales(w: World) -> Array:
    return w.flow(Measure.MEMBER_SALES)


def _used(w: World) -> Array:
    return L.points_redeemed(w) + L.points_converted(w)


def _broken(w: World) -> Array:
    return L.points_expired(w) - L.points_reinstated(w)


def _caused(w: World) -> Array:
    return L.sales(w) - L.returns(w) - L.sales(w.without) + L.returns(w.without)


def _opening(w: World) -> Array:
    """Points held when month 1 begins."""
    change = L.points_issued(w) - _used(w) - _broken(w) - L.points_taken_back(w)
    return at_end(L.points_outstanding(w)) - total(change)


def _segments(result: Result) -> list[str]:
    return [segment.name for segment in result.scenario.market.segments]


def _completed(one: Factors, other: Factors) -> Factors:
    """Factors that ``one`` does not have are those of the other, or nothing when neither has them."""
    return {key: np.nan_to_num(np.where(np.isnan(value), other[key], value)) for key, value in one.items()}


def _notes(before: Factors, after: Factors, apart: bool, keys: Sequence[str]) -> list[str]:
    notes = []
    if not apart:
        notes.append("The segments differ, so that their mix is not told apart from purchases, basket and points.")
    if "earn_rate" in keys:
        without = [not np.nansum(side["earn_rate"][0]) > 0 for side in (before, after)]
        if all(without):
            notes.append("Neither design issues points: the steps of points are zero and mean nothing.")
        elif any(without):
            notes.append(
                "Only one design issues points: the steps of earn rate and opening balance hold all that points do."
            )
    if any(not side["member_months"][0, 0] > 0 for side in (before, after)):
        notes.append("One of the designs has no members: the step of members holds all that members do.")
    return notes
