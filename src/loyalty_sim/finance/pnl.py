"""The program's profit and loss, and its cash: the program world, the no-program world, and their difference.

Costs count when rewards are used, fees when they are received, and nothing is deferred: this is the management view, whose
margin is also the cash that the program brings, with one exception: rewards to friends who would have come anyway count as
if all of them were used at once. Sales are at list price; what points, certificates, dividends and coupons take off it is a
cost, at what it costs the company.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from loyalty_sim.engine import Measure, Result
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.estimate import Array, Estimate, estimates, ratio
from loyalty_sim.finance.kpis import npv, payback_estimate, roi, total
from loyalty_sim.finance.line import LINES, Formula
from loyalty_sim.finance.periods import Period, reported, summed
from loyalty_sim.finance.run_off import issued_in_open_vintages
from loyalty_sim.finance.tables import statistics
from loyalty_sim.finance.world import World, program_world

if TYPE_CHECKING:
    import pandas as pd  # half a second that key figures alone do without


class Row(NamedTuple):
    """A line of a statement."""

    key: str
    label: str
    definition: str
    program: Formula
    without: Formula | None
    """Of the no-program world; None where that has none of it."""


def cost_of_goods(w: World) -> Array:
    """(Sales - returns) x (1 - gross margin): what the goods kept by customers cost; returned goods are sold again."""
    return (L.sales(w) - L.returns(w)) * (1 - w.scenario.economics.gross_margin)


def margin_after_program(w: World) -> Array:
    """Gross margin + what members and partners pay for the program - program cost; without the program gross margin alone.
    The difference is the incremental margin."""
    return L.incremental_margin(w) + L.gross_margin(w.without)


def paid_rewards(w: World) -> Array:
    """Cost of redemptions, certificates and dividends, coupons, entry gifts, and rewards to friends."""
    return _sum(w, REWARDS)


def paid_partners(w: World) -> Array:
    """Settled with partners for what they delivered."""
    return _sum(w, PARTNERS)


def paid_charity(w: World) -> Array:
    """Given to charity, by members with points and by the company."""
    return _sum(w, CHARITY)


def paid_running(w: World) -> Array:
    """Perks, shipping, acts, messages, serving members, and the fixed cost."""
    return _sum(w, RUNNING)


REWARDS = (
    L.cost_redemption, L.cost_certificates, L.cost_dividend, L.cost_coupons, L.cost_gifts, L.cost_anyway,
)  # fmt: skip
PARTNERS = (L.cost_settlement,)
CHARITY = (L.cost_donated, L.cost_giving)
RUNNING = tuple(part for part in L.COST_PARTS if part not in (*REWARDS, *PARTNERS, *CHARITY))


def net_cash(w: World) -> Array:
    """Received from customers, members and partners less paid for goods and for the program."""
    received = L.revenue(w) + L.income(w)
    return received - cost_of_goods(w) - paid_rewards(w) - paid_partners(w) - paid_charity(w) - paid_running(w)


def net_cash_without(w: World) -> Array:
    """Received from customers less paid for goods."""
    return L.revenue(w) - cost_of_goods(w)


def _sum(w: World, parts: tuple[Formula, ...]) -> Array:
    return sum((part(w) for part in parts), w.nothing)


def _of_line(formula: Formula) -> Row:
    """A line of the monthly table, described as it is there."""
    spec = LINES[formula.__name__]
    return Row(spec.key, spec.label, spec.definition, formula, formula if spec.worlds == "both" else None)


def _own(label: str, formula: Formula, without: Formula | None = None) -> Row:
    """A line of these statements alone, with its docstring as definition."""
    return Row(formula.__name__, label, " ".join((formula.__doc__ or "").split()), formula, without)


COST_OF_GOODS = _own("Cost of goods", cost_of_goods, cost_of_goods)

PROFIT_AND_LOSS: tuple[Row, ...] = (
    *map(_of_line, (L.sales, L.returns, L.discounts, L.revenue)),
    COST_OF_GOODS,
    *map(_of_line, (L.gross_margin, *L.INCOME_PARTS, *L.COST_PARTS, L.program_cost)),
    _own("Margin after program", margin_after_program, L.gross_margin),
)
"""Sales - returns - discounts = revenue; - cost of goods = gross margin; + fees and partners - program cost = margin."""

CASH: tuple[Row, ...] = (
    *map(_of_line, (L.revenue, *L.INCOME_PARTS)),
    COST_OF_GOODS,
    _own("Rewards", paid_rewards),
    _own("Partners", paid_partners),
    _own("Charity", paid_charity),
    _own("Running the program", paid_running),
    _own("Net cash", net_cash, net_cash_without),
)
"""Received from customers, members and partners; paid for goods, rewards, to partners and charity, and for running it."""


def profit_and_loss(result: Result, by: Period = "month") -> pd.DataFrame:
    """The profit and loss statement; see ``statement`` for its columns."""
    return statement(result, PROFIT_AND_LOSS, by)


def cash(result: Result, by: Period = "month") -> pd.DataFrame:
    """Receipts and payments; see ``statement`` for its columns."""
    return statement(result, CASH, by)


def statement(result: Result, rows: tuple[Row, ...], by: Period = "month") -> pd.DataFrame:
    """A statement in long form: one row per line, world (program, without, difference) and calendar period.

    Columns: key, label, world, period, months (counted in it), value and the ends of its 80 % and 95 % intervals, in money
    of the real base. The difference is paired, customer by customer.
    """
    import pandas as pd

    w, into = program_world(result), reported(result, by)
    labels: list[tuple[str, str, str]] = []
    values_of: list[Array] = []
    for row in rows:
        program = row.program(w)
        without = row.without(w.without) if row.without else w.nothing
        for world, values in (("program", program), ("without", without), ("difference", program - without)):
            labels.append((row.key, row.label, world))
            values_of.append(summed(values, into))
    count = len(into.labels)
    keys, names, worlds = (np.repeat(np.array(part, dtype=object), count) for part in zip(*labels, strict=True))
    where = {"period": list(into.labels) * len(labels), "months": np.tile(into.months, len(labels))}
    numbers = statistics(np.concatenate(values_of, axis=1))
    return pd.DataFrame({"key": keys, "label": names, "world": worlds, **where, **numbers})


def cost_per_point(w: World) -> Array:
    """Cost of redemptions, of charity, of partners and of certificates / points redeemed, less those given back, or turned
    into certificates; an average over what was redeemed. Certificates cost when they are used, later than points turn into
    them. Not a number when no points were used."""
    return ratio(total(L.cost_of_points(w)), total(points_used(w)))


def points_used(w: World) -> Array:
    """Points redeemed or turned into certificates, less those given back because their purchase was."""
    return L.points_redeemed(w) + L.points_converted(w) - w.flow(Measure.RESTORED)


def liability_per_point_of_urr(result: Result) -> Array:
    """What one percentage point of URR moves the accrued cost of points by: 1 % of the points *issued*, and not clawed back,
    in all vintages of which any are outstanding, x cost per point. Not 1 % of the balance, which redemptions have left
    already."""
    return 0.01 * issued_in_open_vintages(result) * cost_per_point(program_world(result))


class Figure(NamedTuple):
    """What a key figure of finance is."""

    label: str
    unit: str
    definition: str


PNL_FIGURES = {
    "npv": Figure("Net present value", "money", "Incremental margin of each month, discounted to the start of month 1."),
    "payback": Figure("Payback", "months", "First month from which the cumulative margin stays at or above zero."),
    "roi": Figure("Return on program cost", "share", "Incremental margin after cost / program cost."),
    "cost_per_point": Figure(
        "Cost per point used", "money",
        "What points cost that were redeemed or turned into certificates / their number; an average over what was used.",
    ),
    "liability_per_point_of_urr": Figure(
        "Effect of one point of URR", "money",
        "1 % of the points issued in vintages that are not settled, times cost per point: what one point of the ultimate "
        "redemption rate moves the accrued cost by.",
    ),
}  # fmt: skip
"""The key figures of finance by key; ``pnl_figures`` computes them."""


def pnl_figures(result: Result) -> dict[str, Estimate | None]:
    """Net present value (each month discounted from its end to the start of month 1, at the yearly rate of the scenario),
    payback month, return on program cost, cost per point, and what a point of URR moves; None where not defined."""
    w = program_world(result)
    columns = {
        "npv": npv(w), "roi": roi(w), "cost_per_point": cost_per_point(w),
        "liability_per_point_of_urr": liability_per_point_of_urr(result),
    }  # fmt: skip
    found = dict(zip(columns, estimates(np.stack(list(columns.values()), axis=1)), strict=True))
    return {"npv": found.pop("npv"), "payback": payback_estimate(w), **found}
