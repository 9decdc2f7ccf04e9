"""Blocks of lines by calendar year: live formulas over the monthly data, each with the number of the engine as its value.

A flow is the sum of its months, an opening balance the closing of the year before, a closing balance the sum of the lines
above it. Below every total stands how far it is from what was simulated: 0, or a mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.periods import at_end, at_start, summed
from loyalty_sim.report.workbook.data import PROGRAM, WITHOUT, Data
from loyalty_sim.report.workbook.sheet import TOP, TOTAL, Book, Sheet, address, letter, number_format

YEAR_ROW, MONTHS_ROW, LAST_ROW, FIRST_ROW = TOP, TOP + 1, TOP + 2, TOP + 4
FIRST = 2
"""Column of the first year."""
Kind = Literal["flow", "opening", "end", "total"]
Part = tuple[str, str, str]
"""Sign, and the first and the last of some lines that follow each other."""


class Line(NamedTuple):
    """A row of a block."""

    key: str
    label: str
    unit: str
    kind: Kind = "flow"
    """Sum of the months; balance at the start; balance at the end; or what its parts add up to."""
    parts: tuple[Part, ...] = ()
    """Of a total."""
    stock: bool = False
    """Whether a total is a balance."""


class Years:
    """A sheet of blocks, one column a calendar year and one for all of them."""

    def __init__(self, book: Book, data: Data, name: str, title: str, note: str) -> None:
        """Makes the sheet with its headings."""
        self.data, self.count = data, len(data.years.labels)
        self.sheet: Sheet = book.sheet(name, title, note, (46, 11, *[15] * (self.count + 1)))
        self.total = FIRST + self.count
        self.next = FIRST_ROW
        self._headings()
        self.sheet.frozen(FIRST_ROW - 1, FIRST)

    def _headings(self) -> None:
        years, last = self.data.years, self.data.years.first + self.data.years.months
        for row, name in ((YEAR_ROW, "Calendar year"), (MONTHS_ROW, "Months counted"), (LAST_ROW, "Last month")):
            self.sheet.headings(row, (name, "", *[""] * self.count, "All months" if row == YEAR_ROW else ""))
        for index, label in enumerate(years.labels):
            for row, value in ((YEAR_ROW, int(label)), (MONTHS_ROW, years.months[index]), (LAST_ROW, last[index])):
                self.sheet.number(row, FIRST + index, float(value), "0", bold=True, bg_color="#E8EEF4", align="right")
        self.sheet.number(MONTHS_ROW, self.total, self.data.months, "0", bold=True, bg_color="#E8EEF4", align="right")
        self.sheet.number(LAST_ROW, self.total, self.data.months, "0", bold=True, bg_color="#E8EEF4", align="right")

    def block(self, title: str, lines: Sequence[Line], world: str = PROGRAM) -> dict[str, int]:
        """Write a block of one world, in which lines that it does not have are 0.

        Returns:
            The row of each line, and under ``key + "?"`` those of the gaps.
        """
        rows = self._title(title, lines)
        for line in lines:
            values = self._values(line, world)
            self._write(rows[line.key], line, [self._formula(line, world, rows, column) for column in self.columns], values)
        for line in lines:
            if line.kind == "total" and (line.key, world) in self.data.series:
                rows[f"{line.key}?"] = self.gap(f"Gap of {lowered(line.label)}", rows[line.key], line, world)
        self.next += 1
        return rows

    def difference(self, title: str, lines: Sequence[Line], one: dict[str, int], other: dict[str, int]) -> None:
        """Write a block of what the program world is above the other, line by line."""
        rows = self._title(title, lines)
        for line in lines:
            values = self._values(line, PROGRAM) - self._values(line, WITHOUT)
            cells = [(address(one[line.key], column), address(other[line.key], column)) for column in self.columns]
            self._write(rows[line.key], line, [f"={here}-{there}" for here, there in cells], values)
        self.next += 1

    @property
    def columns(self) -> range:
        """Those of the years, and of all months."""
        return range(FIRST, self.total + 1)

    def _write(self, row: int, line: Line, formulas: list[str], values: Array) -> None:
        """A line: its label, its unit, its formulas with the numbers that the engine found."""
        style = TOTAL if line.kind == "total" else {}
        unit = self.data.result.scenario.currency if line.unit == "money" else line.unit
        self.sheet.text(row, 0, line.label, **style)
        self.sheet.text(row, 1, unit, **style)
        for column, formula, value in zip(self.columns, formulas, values, strict=True):
            if formula:
                self.sheet.formula(row, column, formula, value, number_format(line.unit), **style)
            else:
                self.sheet.number(row, column, value, number_format(line.unit), **style)

    def gap(self, label: str, row: int, line: Line, world: str) -> int:
        """Write how far a row is from what was simulated for a line; returns the row where it stands."""
        at, self.next = self.next, self.next + 1
        self.sheet.text(at, 0, label, italic=True)
        self.sheet.text(at, 1, "must be 0", italic=True)
        for column in self.columns:
            there = self._simulated(line, world, column)
            self.sheet.formula(at, column, f"=ROUND({address(row, column)}-{there},4)", 0.0, "0.00", italic=True)
        return at

    def whole(self, row: int) -> str:
        """All cells of a row, seen from another sheet."""
        return f"'{self.sheet.name}'!{address(row, FIRST)}:{address(row, self.total)}"

    def _title(self, title: str, lines: Sequence[Line]) -> dict[str, int]:
        self.sheet.text(self.next, 0, title, bold=True, font_size=12)
        rows = {line.key: self.next + 1 + index for index, line in enumerate(lines)}
        self.next += 1 + len(lines)
        return rows

    def _values(self, line: Line, world: str) -> Array:
        """What the engine found, by year and for all of them."""
        if (line.key, world) not in self.data.series:
            return np.zeros(self.count + 1)
        monthly, years = self.data.values(line.key, world), self.data.years
        if line.kind == "opening":
            return np.append(at_start(monthly, years), monthly[0])
        if line.kind == "end" or line.stock:
            return np.append(at_end(monthly, years), monthly[-1])
        return np.append(summed(monthly, years), monthly.sum())

    def _formula(self, line: Line, world: str, rows: dict[str, int], column: int) -> str:
        """Empty for a line that the world does not have."""
        if line.kind == "total":
            return "=" + "".join(_part(rows, part, column) for part in line.parts).removeprefix("+")
        if (line.key, world) not in self.data.series:
            return ""
        row = rows[line.key]
        if line.kind == "opening" and FIRST < column < self.total:
            return f"={address(rows[line.key.replace('opening', 'closing')], column - 1)}"
        if column == self.total and line.kind == "flow":
            return f"=SUM({address(row, FIRST)}:{address(row, self.total - 1)})"
        if column == self.total:
            return f"={address(row, FIRST if line.kind == 'opening' else self.total - 1)}"
        return f"={self._simulated(line, world, column)}"

    def _simulated(self, line: Line, world: str, column: int) -> str:
        """The number of the Data sheet that belongs into a column."""
        cells = self.data.range(line.key, world)
        if line.kind == "opening":
            return f"INDEX({cells},1)"
        if line.kind == "end" or line.stock:
            return f"INDEX({cells},{letter(column)}${LAST_ROW + 1})"
        if column == self.total:
            return f"SUM({cells})"
        return f"SUMIFS({cells},{self.data.year_range},{letter(column)}${YEAR_ROW + 1})"


def _part(rows: dict[str, int], part: Part, column: int) -> str:
    sign, first, last = part
    if first == last:
        return f"{sign}{address(rows[first], column)}"
    return f"{sign}SUM({address(rows[first], column)}:{address(rows[last], column)})"


def lowered(label: str) -> str:
    """A label within a sentence."""
    return label[:1].lower() + label[1:]
