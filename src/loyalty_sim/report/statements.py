"""The statements of a run, as the finance functions give them: points ledger, liability, profit and loss, cash, fees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Literal

import pandas as pd

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage
from loyalty_sim.finance import ledger as points
from loyalty_sim.finance.deferred_fees import EARNED, RECEIVED, REFUNDED, deferred_fees
from loyalty_sim.finance.estimate import WIDTHS, Array, interval, jackknife
from loyalty_sim.finance.ledger import (
    PointsLedger,
    closing_by_replicate,
    in_face_value,
    in_real_points,
    points_ledger,
    segment_ledger,
    tier_ledger,
    vintage_ledger,
)
from loyalty_sim.finance.liability import Liability
from loyalty_sim.finance.lines import COST_PARTS, INCOME_PARTS
from loyalty_sim.finance.periods import Period, at_end, at_start, reported, summed
from loyalty_sim.finance.pnl import CASH, PROFIT_AND_LOSS, cash, profit_and_loss
from loyalty_sim.finance.pnl import Row as Line
from loyalty_sim.report.statement import Ends, Row, Statement, without_empty

Axis = Literal["all customers", "segments", "tiers", "vintages"]
Measured = Literal["points", "face value"]
World = Literal["program", "without", "difference"]
OPENING, CLOSING, TOTAL = "opening", "closing", "total"

OWED = {
    "deferred": ("Deferred on points issued", "What was paid, as far as it is allocated to points issued in the period."),
    "for_redemptions": ("Recognised for redemptions", "What was allocated to the points redeemed in the period; revenue."),
    "breakage": (
        "Breakage recognised",
        "What was allocated to points that are not expected to be redeemed, in proportion to redemptions; by the remote "
        "method what was allocated to points that expire. Revenue.",
    ),
    "returned": ("Reversed with returns", "What was allocated to points that were clawed back, as the sale is undone."),
    "change_in_estimate": (
        "Change in estimate",
        "Cumulative catch-up: what earlier periods would have recognised, had the redemption rate expected now been "
        "expected then.",
    ),
    "accrued_on_issue": ("Accrued on issue", "Points issued x redemption rate expected at that close x cost per point."),
    "true_up_of_urr": ("True-up of redemption rate", "Points issued x change of the expected rate x cost per point."),
    "true_up_of_cpp": ("True-up of cost per point", "Redemptions still expected x change of the cost per point."),
    "taken_back": ("Taken back with returns", "What was accrued for points that were clawed back."),
    "cost_of_redemptions": ("Cost of redemptions", "Points redeemed in the period x cost per point."),
}  # fmt: skip
"""Label and meaning of the lines of a liability."""


def balances(result: Result, axis: Axis = "all customers", by: Period = "year") -> PointsLedger:
    """The monthly ledger in points of the sample, of all customers or by segment, tier or vintage of ``by``."""
    made: dict[Axis, Callable[[Result], PointsLedger]] = {
        "all customers": points_ledger,
        "segments": segment_ledger,
        "tiers": tier_ledger,
        "vintages": partial(vintage_ledger, by=by),
    }
    return made[axis](result)


def valued(ledger: PointsLedger, result: Result, measured: Measured) -> PointsLedger:
    """A monthly ledger of the sample for the real base, in points or in money at face value."""
    return in_real_points(ledger, result) if measured == "points" else in_face_value(ledger, result)


def ledger(
    result: Result, by: Period, measured: Measured, axis: Axis = "all customers", which: int | None = None
) -> Statement:
    """The points ledger: of all customers, of the ``which``-th segment, tier or vintage, or the closing of each of them."""
    shown = valued(balances(result, axis, by), result, measured).by(by)
    closings = closing_by_replicate(result, lambda part: valued(balances(part, axis, by), part, measured).by(by).closing)
    if not shown.names:
        return _roll_forward("Points ledger", shown, closings)
    if which is not None:
        return _roll_forward(f"Points ledger of {shown.names[which]}", _one(shown, which), closings[:, which])
    rows = [
        Row(f"{index}", name, "", shown.closing[index]) for index, name in enumerate(shown.names)
    ]  # fmt: skip
    kept = without_empty(rows)
    whole = Row(TOTAL, "Closing balance", "Sum of all of them.", shown.total.closing, total=True)
    sums = ((TOTAL, tuple(row.key for row in kept)),) if kept else ()
    return Statement(
        f"Closing balance by {axis}", shown.unit, shown.periods, (*kept, whole), sums, {TOTAL: ends(closings.sum(axis=1))}
    )


def ends(figures: Array) -> dict[Coverage, Ends]:
    """Ends of the intervals of figures by replicate, by coverage."""
    value, se = jackknife(figures)
    return {coverage: interval(value, se, width) for coverage, width in WIDTHS.items()}


def _one(ledger: PointsLedger, which: int) -> PointsLedger:
    """One balance of several."""
    return replace(
        ledger,
        opening=ledger.opening[which],
        additions={key: values[which] for key, values in ledger.additions.items()},
        deductions={key: values[which] for key, values in ledger.deductions.items()},
        closing=ledger.closing[which],
        names=(),
    )


def _roll_forward(name: str, shown: PointsLedger, closings: Array) -> Statement:
    rows = [Row(OPENING, "Opening balance", "Points held when the period begins.", shown.opening, total=True)]
    rows += [Row(key, points.label(key), points.definition(key), values) for key, values in shown.additions.items()]
    rows += [Row(key, points.label(key), points.definition(key), -values) for key, values in shown.deductions.items()]
    kept = without_empty(rows)
    last = Row(CLOSING, "Closing balance", "Points held when the period ends: opening + lines.", shown.closing, total=True)
    sums = ((CLOSING, tuple(row.key for row in kept)),)
    return Statement(name, shown.unit, shown.periods, (*kept, last), sums, {CLOSING: ends(closings)})


def owed(liability: Liability, by: Period) -> Statement:
    """The roll-forward of what is owed for points, what of it is current, and what a point of URR moves."""
    amounts, result = liability.by(by), liability.result
    into = reported(result, by)
    about = {
        **OWED,
        OPENING: ("Opening balance", "Owed for points when the period begins."),
        CLOSING: ("Closing balance", "Owed for points when the period ends: opening + lines."),
        "current": ("Of which current", "Of the closing balance, what is expected to be used within twelve months."),
        "non_current": ("Of which non-current", "The rest of the closing balance."),
    }
    apart = (OPENING, CLOSING)
    rows = [Row(key, *about[key], values[0], key in apart) for key, values in amounts.items()]
    moved = at_end(liability.per_point_of_urr, into)[0]
    effect = "How much higher the closing balance would be if one of a hundred points more were redeemed."
    lines = tuple(row.key for row in without_empty(rows) if row.key not in (CLOSING, "current", "non_current"))
    kept = tuple(row for row in rows if row.key in (*lines, CLOSING, "current", "non_current"))
    sums = ((CLOSING, lines), (CLOSING, ("current", "non_current")))
    return Statement(
        f"Liability for points, {liability.policy.method}", result.scenario.currency, into,
        (*kept, Row("urr", "Effect of one point of URR", effect, moved)), sums, {CLOSING: ends(amounts[CLOSING])},
    )  # fmt: skip


REVENUE, COSTS = ("sales", "returns", "discounts"), tuple(part.__name__ for part in COST_PARTS)
INCOME = tuple(part.__name__ for part in INCOME_PARTS)
PAID = ("paid_rewards", "paid_partners", "paid_charity", "paid_running")
LESS = frozenset({"returns", "discounts", "cost_of_goods", "program_cost", *COSTS, *PAID})
"""Lines that are taken off."""
PROFIT_SUMS = (
    ("margin_after_program", ("gross_margin", *INCOME, "program_cost")),
    ("program_cost", COSTS),
    ("gross_margin", ("revenue", "cost_of_goods")),
    ("revenue", REVENUE),
)
CASH_SUMS = (("net_cash", ("revenue", *INCOME, "cost_of_goods", *PAID)),)


def profit(result: Result, by: Period, world: World) -> Statement:
    """The program's profit and loss in one of the worlds, or their difference."""
    frame = profit_and_loss(result, by)
    return _of_frame("Profit and loss", result, by, world, frame, PROFIT_AND_LOSS, PROFIT_SUMS)


def receipts(result: Result, by: Period, world: World) -> Statement:
    """Receipts and payments in one of the worlds, or their difference."""
    return _of_frame("Cash", result, by, world, cash(result, by), CASH, CASH_SUMS)


def _of_frame(
    name: str,
    result: Result,
    by: Period,
    world: World,
    frame: pd.DataFrame,
    lines: tuple[Line, ...],
    sums: tuple[tuple[str, tuple[str, ...]], ...],
) -> Statement:
    """A statement from the long form of ``pnl.statement``; costs are below zero."""
    own = frame[frame["world"] == world]
    by_line = {str(key): part for key, part in own.groupby("key", sort=False)}
    totals = {total for total, _ in sums}
    rows = []
    for line in lines:
        sign = -1.0 if line.key in LESS else 1.0
        values = sign * by_line[line.key]["value"].to_numpy()
        rows.append(Row(line.key, line.label, line.definition, values, line.key in totals))
    kept = without_empty(rows)
    keys = {row.key for row in kept}
    shown = [(total, tuple(part for part in parts if part in keys)) for total, parts in sums]
    last = by_line[rows[-1].key]
    bands: Mapping[Coverage, Ends] = {
        80: (last["low80"].to_numpy(), last["high80"].to_numpy()), 95: (last["low95"].to_numpy(), last["high95"].to_numpy()),
    }  # fmt: skip
    return Statement(
        name,
        result.scenario.currency,
        reported(result, by),
        kept,
        tuple(sum_ for sum_ in shown if sum_[1]),
        {rows[-1].key: bands},
    )


FEES = {
    OPENING: ("Opening balance", "Membership fees received and not yet earned when the period begins."),
    RECEIVED: ("Fees received", "Fees of paid memberships, as cash."),
    EARNED: ("Earned", "Each fee is earned evenly over the term that it buys; that of a free trial is none. Revenue."),
    REFUNDED: ("Refunded", "Fees given back to members who cancelled."),
    CLOSING: ("Closing balance", "Fees received and not yet earned when the period ends: opening + lines."),
}  # fmt: skip
"""Label and meaning of the lines of deferred fees."""


def fees(result: Result, by: Period) -> Statement:
    """The roll-forward of membership fees that have been received and not yet been earned."""
    roll, into, warmup = deferred_fees(result), reported(result, by), result.scenario.run.warmup_months
    opening, closing = at_start(roll.opening[:, warmup:], into), at_end(roll.closing[:, warmup:], into)
    amounts = {name: summed(line[:, warmup:], into) for name, line in roll.lines.items()}
    rows = [Row(key, *FEES[key], values[0]) for key, values in amounts.items()]
    rows = [Row(OPENING, *FEES[OPENING], opening[0], total=True), *rows]
    kept = without_empty(rows)
    last = Row(CLOSING, *FEES[CLOSING], closing[0], total=True)
    sums = ((CLOSING, tuple(row.key for row in kept)),)
    currency = result.scenario.currency
    return Statement("Deferred membership fees", currency, into, (*kept, last), sums, {CLOSING: ends(closing)})
