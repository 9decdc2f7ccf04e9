"""The statements of the report, by year, and the checks that tie them."""

from __future__ import annotations

from typing import NamedTuple

from loyalty_sim.engine import Result
from loyalty_sim.finance import checks
from loyalty_sim.finance.liability import Liability
from loyalty_sim.report import statements, ties
from loyalty_sim.report.statement import LINE, Statement, accountant

MOST_YEARS = 6
"""Columns that fit on a printed page."""


class Table(NamedTuple):
    """A statement as text."""

    name: str
    note: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...], bool], ...]
    """Label, cells, and whether the line is set apart."""


class Tied(NamedTuple):
    """An identity, and whether it holds on this run."""

    name: str
    ok: bool
    detail: str
    warning: bool = False
    """Whether it is about plausibility rather than arithmetic."""


def tables(result: Result, owed: Liability | None) -> list[Table]:
    """Points and what is owed for them, where there are any; profit and loss with the program and as it differs."""
    stated: list[tuple[str, Statement]] = []
    if owed is not None:
        stated.append(("Points ledger", statements.ledger(result, "year", "points")))
        stated.append((f"Liability for points, {owed.policy.method} method", statements.owed(owed, "year")))
    stated.append(("Profit and loss with the program", statements.profit(result, "year", "program")))
    stated.append(("Profit and loss, program less no program", statements.profit(result, "year", "difference")))
    return [_table(name, statement) for name, statement in stated]


def _table(name: str, statement: Statement) -> Table:
    frame = statement.table(80)
    years = list(frame.columns[1:])
    unit = f"In {'whole ' if statement.step >= 1 else ''}{statement.unit} of the real customer base; (…) is taken off."
    if len(years) > MOST_YEARS:
        unit += f" The last {MOST_YEARS} of {len(years)} years."
        years = years[-MOST_YEARS:]
    rows = tuple(
        (label, tuple(accountant(amount, statement.step) for amount in amounts), label in statement.bold)
        for label, amounts in zip(frame[LINE], frame[years].to_numpy().tolist(), strict=True)
    )
    return Table(name, unit, (LINE, *map(str, years)), rows)


def tied(result: Result, owed: Liability | None) -> list[Tied]:
    """Every identity that was verified on the run and on the statements above."""
    found = [Tied(check.name, check.ok, check.detail, check.level == "warning") for check in checks(result)]
    joined = [*ties.of_points(result, "year"), *ties.of_liability(owed, "year")] if owed is not None else []
    for name, make in (("Profit and loss", statements.profit), ("Cash", statements.receipts)):
        worlds = [make(result, "year", world) for world in ("program", "without", "difference")]
        joined += [ties.of_statement(f"{name}: lines add up to their sums", worlds), ties.of_worlds(*worlds)]
    return found + [Tied(tie.name, tie.ok, f"gap {tie.gap:,.2f} {tie.unit}") for tie in joined]
