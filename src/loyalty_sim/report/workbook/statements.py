"""The statements: profit and loss, points, what is owed for them and for fees, cash, tiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from loyalty_sim.finance.flows import tier_flows, tier_names
from loyalty_sim.finance.liability import Liability, Policy
from loyalty_sim.finance.lines import COST_PARTS, INCOME_PARTS
from loyalty_sim.finance.pnl import CASH, PROFIT_AND_LOSS, Row
from loyalty_sim.report.workbook.data import PROGRAM, WITHOUT, Balance, Data
from loyalty_sim.report.workbook.sheet import Book
from loyalty_sim.report.workbook.years import Kind, Line, Part, Years, lowered

LIVE = "Formulas over the Data sheet; by calendar year, the first and the last of which may be shorter."


class Gap(NamedTuple):
    """Something that must be zero: what it says, and the cells that hold the differences."""

    name: str
    cells: str


def _all(parts: Sequence[object]) -> tuple[str, str]:
    """Keys of the first and the last of some lines."""
    return str(getattr(parts[0], "__name__", "")), str(getattr(parts[-1], "__name__", ""))


PNL_TOTALS: dict[str, tuple[Part, ...]] = {
    "revenue": (("+", "sales", "sales"), ("-", "returns", "discounts")),
    "gross_margin": (("+", "revenue", "revenue"), ("-", "cost_of_goods", "cost_of_goods")),
    "program_cost": (("+", *_all(COST_PARTS)),),
    "margin_after_program": (
        ("+", "gross_margin", "gross_margin"), ("+", *_all(INCOME_PARTS)), ("-", "program_cost", "program_cost"),
    ),
}  # fmt: skip
CASH_TOTALS: dict[str, tuple[Part, ...]] = {
    "net_cash": (("+", "revenue", _all(INCOME_PARTS)[1]), ("-", "cost_of_goods", "paid_running")),
}
"""How the totals of a statement come out of the lines above them."""


def profit_and_loss(book: Book, data: Data) -> list[Gap]:
    """The P&L sheet."""
    note = f"{LIVE} Costs count when rewards are used, fees when received; nothing is deferred."
    return _three_worlds(book, data, "P&L", "Program profit and loss", note, PROFIT_AND_LOSS, PNL_TOTALS)[2]


def cash(book: Book, data: Data) -> list[Gap]:
    """The Cash sheet."""
    sheet, rows, found = _three_worlds(book, data, "Cash", "Receipts and payments", LIVE, CASH, CASH_TOTALS)
    margin = Line("margin_after_program", "Margin after program", "money")
    tie = sheet.gap("Net cash less margin after program", rows["net_cash"], margin, PROGRAM)
    return [*found, Gap("Net cash is the margin after program of the P&L", sheet.whole(tie))]


def _three_worlds(
    book: Book, data: Data, name: str, title: str, note: str, rows: tuple[Row, ...], totals: dict[str, tuple[Part, ...]]
) -> tuple[Years, dict[str, int], list[Gap]]:
    """A statement of the program world, of the no-program world, and their difference: the sheet, the rows of the program
    world, and the gaps."""
    sheet = Years(book, data, name, title, note)
    kinds: dict[str, Kind] = dict.fromkeys(totals, "total")
    lines = [Line(row.key, row.label, "money", kinds.get(row.key, "flow"), totals.get(row.key, ())) for row in rows]
    program = sheet.block("With the program", lines)
    without = sheet.block("The same customers without the program", lines, WITHOUT)
    sheet.difference("Difference: what the program changes", lines, program, without)
    gaps = [
        Gap(f"{name}, {world}: {lowered(line.label)} foots", sheet.whole(block[f"{line.key}?"]))
        for world, block in (("with the program", program), ("without it", without))
        for line in lines
        if f"{line.key}?" in block
    ]
    return sheet, program, gaps


def points(book: Book, data: Data) -> list[Gap]:
    """The Points sheet: in points of all customers, and at face value."""
    sheet = Years(book, data, "Points", "Points roll-forward", f"{LIVE} Opening + lines = closing.")
    return [gap for balance in (data.points, data.face) for gap in _roll_forward(sheet, data, balance)]


def liability(book: Book, data: Data, owed: tuple[Liability, ...]) -> list[Gap]:
    """The Liability sheet: points by the policy chosen, and on the other basis beside it; fees not yet earned."""
    note = f"{LIVE} Estimates of the redemption rate, and what is current, are values of the engine."
    sheet = Years(book, data, "Liability", "What is owed to members", note)
    pairs = zip(data.owed, owed, strict=True)
    found = [gap for balance, one in pairs for gap in _roll_forward(sheet, data, balance, policy_text(one.policy))]
    return [*found, *_roll_forward(sheet, data, data.fees)]


def policy_text(policy: Policy) -> str:
    """A policy in words."""
    rate = {
        "chain-ladder": f"chain-ladder, {policy.urr:.0%} before anything has been seen",
        "fixed": f"fixed at {policy.urr:.0%}",
        "perfect foresight": "perfect foresight, as far as the run goes",
    }[policy.estimator]
    return f"{policy.method} method" + ("" if policy.method == "remote" else f"; redemption rate: {rate}")


def _roll_forward(sheet: Years, data: Data, balance: Balance, policy: str = "") -> list[Gap]:
    """A block from opening to closing, by year; with a policy, current and non-current and what the balance hangs on."""
    opening, *flows = (Line(key, data.series[key, PROGRAM].label, balance.unit) for key in balance.lines)
    closing = Line(balance.closing, "Closing", balance.unit, "total", (("+", balance.lines[0], balance.lines[-1]),), True)
    lines = [opening._replace(kind="opening"), *flows, closing]
    title = f"{balance.title}: {policy}" if policy else balance.title
    rows = sheet.block(title, [*lines, *_presentation(balance)] if policy else lines)
    gaps = [
        Gap(f"{balance.title}: opening + lines = closing, by year", sheet.whole(rows[f"{balance.closing}?"])),
        Gap(f"{balance.title}: opening + lines = closing, by month", data.gap_range(balance)),
    ]
    if policy:
        cells = sheet.whole(rows[f"{balance.name}.non_current?"])
        gaps.append(Gap(f"{balance.title}: current + non-current = closing", cells))
    return gaps


def _presentation(balance: Balance) -> tuple[Line, ...]:
    """Current and non-current, and what the balance hangs on."""
    current, other = f"{balance.name}.current", f"{balance.name}.non_current"
    parts = (("+", balance.closing, balance.closing), ("-", current, current))
    return (
        Line(current, "Current: expected to be used within twelve months", "money", "end"),
        Line(other, "Non-current", "money", "total", parts, True),
        Line(f"{balance.name}.per_point", "Closing balance for one point of URR more", "money", "end"),
        Line(f"{balance.name}.urr", "URR expected of the points last issued", "share", "end"),
    )


def tiers(book: Book, data: Data) -> list[Gap]:
    """The Tiers sheet: members by tier at the end of each year, and who rose and fell."""
    names = tier_names(data.result)
    none = "No program of this scenario has tiers: all members are at the base level."
    sheet = Years(book, data, "Tiers", "Members by tier", LIVE if len(names) > 1 else none)
    keys = [f"tier_{index}" for index in range(len(names))]
    lines = [Line(key, name, "members", "end") for key, name in zip(keys, names, strict=True)]
    total = Line("members", "Members", "members", "total", (("+", keys[0], keys[-1]),), True)
    rows = sheet.block("Members at the end of the year", [*lines, total])
    if len(names) > 1:
        _moves(sheet, data)
    return [Gap("Members of all tiers add up to members", sheet.whole(rows["members?"]))]


def _moves(sheet: Years, data: Data) -> None:
    """Moves between tiers by program year: values."""
    sheet.sheet.headings(sheet.next, ("From tier", "To tier", "Program year", "Members", "80 % low", "80 % high"))
    for row in tier_flows(data.result).itertuples(index=False):
        sheet.next += 1
        sheet.sheet.text(sheet.next, 0, str(row.from_tier))
        sheet.sheet.text(sheet.next, 1, str(row.to_tier))
        sheet.sheet.number(sheet.next, 2, float(row.year), "0")  # type: ignore[arg-type]
        for column, value in enumerate((row.members, row.low80, row.high80), 3):
            sheet.sheet.number(sheet.next, column, float(value))  # type: ignore[arg-type]
