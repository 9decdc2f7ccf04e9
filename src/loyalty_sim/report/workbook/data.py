"""The Data sheet: every monthly line as values, one row a line and one column a month. All statements add up from it."""

from __future__ import annotations

import math
from datetime import datetime
from typing import NamedTuple

import numpy as np

from loyalty_sim.engine import Result
from loyalty_sim.finance import catalogue
from loyalty_sim.finance.deferred_fees import deferred_fees
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.ledger import PointsLedger, in_face_value, in_real_points, points_ledger
from loyalty_sim.finance.ledger import label as ledger_label
from loyalty_sim.finance.liability import Liability
from loyalty_sim.finance.lines import FORMULAS
from loyalty_sim.finance.periods import Periods, reported
from loyalty_sim.finance.pnl import CASH, PROFIT_AND_LOSS
from loyalty_sim.finance.world import program_world
from loyalty_sim.report.workbook.sheet import TOP, Book, Sheet, address, letter, number_format

PROGRAM, WITHOUT = "program", "no program"
MONTH_ROW, YEAR_ROW, DATE_ROW, FIRST_ROW = TOP, TOP + 1, TOP + 2, TOP + 4
FIRST = 4
"""Column of month 1."""
LABEL, WORLD, UNIT, KEY = range(4)
MONTHS_ON_A_PAGE = 12
NAME = "Data"
NOTE = "Simulated, for all customers that the sample stands for: values, but for the rows named Gap, which must be 0."


class Series(NamedTuple):
    """A monthly line of one world."""

    label: str
    unit: str
    values: Array
    """``[month]``."""


class Balance(NamedTuple):
    """A roll-forward whose lines stand below each other: opening, lines signed as they change the balance, closing."""

    name: str
    """First part of the keys of its rows."""
    title: str
    unit: str
    lines: tuple[str, ...]
    """Keys of the rows from the opening to the last line."""

    @property
    def closing(self) -> str:
        """Key of the closing balance."""
        return f"{self.name}.closing"


LIABILITY_LABELS = {
    "opening": "Opening",
    "deferred": "Deferred on points issued",
    "for_redemptions": "Recognised for redemptions",
    "breakage": "Breakage recognised",
    "returned": "Reversed with returns",
    "change_in_estimate": "Change in estimate",
    "accrued_on_issue": "Accrued on points issued",
    "cost_of_redemptions": "Cost of redemptions",
    "taken_back": "Taken back with returns",
    "true_up_of_urr": "True-up of the redemption rate",
    "true_up_of_cpp": "True-up of the cost per point",
    "fees_received": "Fees received",
    "earned": "Earned",
    "refunded": "Refunded",
    "closing": "Closing",
}


class Data:
    """All monthly lines by key and world, and where they stand on the sheet."""

    def __init__(self, result: Result, owed: tuple[Liability, ...]) -> None:
        """Args:
        result: the run.
        owed: what is owed for points, by the policy chosen and by others beside it.
        """
        self.result = result
        self.years: Periods = reported(result, "year")
        self.months: int = result.scenario.run.months
        self.series: dict[tuple[str, str], Series] = {}
        self.row: dict[tuple[str, str], int] = {}
        self._gaps: dict[str, int] = {}
        self._next = FIRST_ROW
        self._add_lines()
        ledger = points_ledger(result)
        self.points = self._add_ledger("points", "Points", in_real_points(ledger, result), "points")
        self.face = self._add_ledger("face", "Points at face value", in_face_value(ledger, result), "money")
        self.owed = tuple(self._add_liability(f"owed{index}", one) for index, one in enumerate(owed, 1))
        self.fees = self._add_fees()

    def values(self, key: str, world: str = PROGRAM) -> Array:
        """A line, ``[month]``."""
        return self.series[key, world].values

    def range(self, key: str, world: str = PROGRAM, first: int = 0, last: int | None = None) -> str:
        """The cells of a line, by default those of all months."""
        return self._range(self.row[key, world], first, last)

    def gap_range(self, balance: Balance) -> str:
        """The cells that say how far a balance is from footing, month by month."""
        return self._range(self._gaps[balance.name])

    @property
    def largest(self) -> float:
        """The largest sum of a line over all months."""
        return float(max(np.abs(series.values).sum() for series in self.series.values()))

    @property
    def year_range(self) -> str:
        """The calendar year of every month."""
        return self._range(YEAR_ROW)

    @property
    def balances(self) -> tuple[Balance, ...]:
        """All roll-forwards."""
        return (self.points, self.face, *self.owed, self.fees)

    def _range(self, row: int, first: int = 0, last: int | None = None) -> str:
        end = self.months - 1 if last is None else last
        return f"{NAME}!${letter(FIRST + first)}${row + 1}:${letter(FIRST + end)}${row + 1}"

    def _add_lines(self) -> None:
        """The catalogue of monthly lines, and what the statements have beside it."""
        w, known = program_world(self.result), catalogue()
        for key, spec in known.items():
            self._add(key, PROGRAM, spec.label, spec.unit, FORMULAS[key](w)[0])
            if spec.worlds == "both":
                self._add(key, WITHOUT, spec.label, spec.unit, FORMULAS[key](w.without)[0])
        for row in (*PROFIT_AND_LOSS, *CASH):
            if (row.key, PROGRAM) not in self.series:
                self._add(row.key, PROGRAM, row.label, "money", row.program(w)[0])
            if row.without is not None and (row.key, WITHOUT) not in self.series:
                self._add(row.key, WITHOUT, row.label, "money", row.without(w.without)[0])

    def _add_ledger(self, name: str, title: str, ledger: PointsLedger, unit: str) -> Balance:
        lines = {"opening": ledger.opening, **ledger.additions, **{key: -value for key, value in ledger.deductions.items()}}
        labels = {"opening": "Opening", "closing": "Closing"} | {key: ledger_label(key) for key in lines if key != "opening"}
        return self._add_balance(name, title, unit, lines, ledger.closing, labels)

    def _add_liability(self, name: str, owed: Liability) -> Balance:
        lines = {"opening": owed.opening[0], **{key: line[0] for key, line in owed.lines.items()}}
        title = "Accrued cost of points" if owed.policy.method == "accrued cost" else "Contract liability"
        balance = self._add_balance(name, title, "money", lines, owed.closing[0], LIABILITY_LABELS)
        self._add(f"{name}.current", PROGRAM, "Of which current", "money", owed.current[0])
        self._add(f"{name}.non_current", PROGRAM, "Of which non-current", "money", (owed.closing - owed.current)[0])
        self._add(f"{name}.per_point", PROGRAM, "For one point of URR more", "money", owed.per_point_of_urr[0])
        self._add(f"{name}.urr", PROGRAM, "Expected redemption rate of points issued", "share", owed.urr[0])
        return balance

    def _add_fees(self) -> Balance:
        warmup, roll = self.result.scenario.run.warmup_months, deferred_fees(self.result)
        lines = {"opening": roll.opening[0, warmup:], **{key: line[0, warmup:] for key, line in roll.lines.items()}}
        closing = roll.closing[0, warmup:]
        return self._add_balance("fees", "Deferred membership fees", "money", lines, closing, LIABILITY_LABELS)

    def _add_balance(
        self, name: str, title: str, unit: str, lines: dict[str, Array], closing: Array, labels: dict[str, str]
    ) -> Balance:
        for key, values in lines.items():
            self._add(f"{name}.{key}", PROGRAM, labels[key], unit, values)
        self._add(f"{name}.closing", PROGRAM, labels["closing"], unit, closing)
        self._gaps[name] = self._next
        self._next += 1
        return Balance(name, title, unit, tuple(f"{name}.{key}" for key in lines))

    def _add(self, key: str, world: str, label: str, unit: str, values: Array) -> None:
        self.series[key, world] = Series(label, unit, np.asarray(values, dtype=float) + 0.0)  # no negative zero
        self.row[key, world] = self._next
        self._next += 1

    def write(self, book: Book) -> Sheet:
        """The sheet."""
        sheet = book.sheet(NAME, "Monthly lines", NOTE, (46, 11, 12, 24))
        sheet.page.set_column(FIRST, FIRST + self.months - 1, 13)
        sheet.page.fit_to_pages(math.ceil(self.months / MONTHS_ON_A_PAGE), 0)
        self._write_calendar(sheet)
        currency = self.result.scenario.currency
        for (key, world), series in self.series.items():
            row = self.row[key, world]
            unit = currency if series.unit == "money" else series.unit
            for column, text in ((LABEL, series.label), (WORLD, world), (UNIT, unit), (KEY, key)):
                sheet.text(row, column, text)
            shown = number_format(series.unit)
            for month, value in enumerate(series.values):
                sheet.number(row, FIRST + month, value, shown)
        for balance in self.balances:
            self._write_gaps(sheet, balance)
        sheet.frozen(FIRST_ROW, FIRST)
        return sheet

    def _write_calendar(self, sheet: Sheet) -> None:
        run = self.result.scenario.run
        for row, name in ((MONTH_ROW, "Month"), (YEAR_ROW, "Calendar year"), (DATE_ROW, "Calendar month")):
            sheet.headings(row, (name, "", "", ""))
        sheet.headings(DATE_ROW, ("Line", "World", "Unit", "Key"))
        for month in range(self.months):
            years, months = divmod(run.start_month + month, 12)
            date, column = datetime(int(run.start[:4]) + years, months + 1, 1), FIRST + month
            sheet.number(MONTH_ROW, column, month + 1, "0", bold=True)
            sheet.number(YEAR_ROW, column, date.year, "0", bold=True)
            sheet.page.write_datetime(DATE_ROW, column, date, sheet.book.style(num_format="mmm yyyy", bold=True))

    def _write_gaps(self, sheet: Sheet, balance: Balance) -> None:
        """Opening + lines - closing, month by month: live, and 0."""
        row, closing = self._gaps[balance.name], self.row[balance.closing, PROGRAM]
        first, last = (self.row[key, PROGRAM] for key in (balance.lines[0], balance.lines[-1]))
        for column, text in ((LABEL, f"Gap of {balance.title.lower()}"), (UNIT, "must be 0"), (KEY, f"{balance.name}.gap")):
            sheet.text(row, column, text, italic=True)
        for column in range(FIRST, FIRST + self.months):
            whole = f"SUM({address(first, column)}:{address(last, column)})"
            sheet.formula(row, column, f"=ROUND({whole}-{address(closing, column)},4)", 0.0, "0.00", italic=True)
