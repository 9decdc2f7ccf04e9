"""A workbook in the making: sheets with a title and print set-up, and cells by what they hold.

Text goes through ``text`` alone, which never makes a formula or a link of it, so that a name such as "=1+1" stays a name.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

INK, INPUT, SHADE, RULE, GOOD, BAD = "#1F2933", "#0000FF", "#E8EEF4", "#8796A5", "#E2F2E6", "#FBE3DF"
WHOLE = '#,##0;(#,##0);"-"'
FORMATS = {"share": '0.0%;-0.0%;"-"', "x": "0.00", "months": "0.0", "year": "0", "month": "mmm yyyy", "plain": "General"}
"""Number formats by unit; amounts and counts have ``WHOLE``."""
WHOLE_UNITS = frozenset(
    {"money", "points", "customers", "members", "purchases", "redemptions", "messages", "customer-months"}
)
SMALL = 100
"""Below this an amount is shown with decimals."""
LONGEST_IN_HEADER = 100
TITLE_ROW, NOTE_ROW, TOP = 0, 1, 3
"""Rows of the title, of the note below it, and the first one free for anything else."""


def number_format(unit: str, value: float | None = None) -> str:
    """How a number of a unit is shown; a small single figure, such as a cost per point, with decimals."""
    if unit in FORMATS:
        return FORMATS[unit]
    small = value is not None and 0 < abs(value) < SMALL
    return "0.00##" if small or unit not in WHOLE_UNITS else WHOLE


def address(row: int, column: int) -> str:
    """Name of a cell: B7."""
    name: str = xl_rowcol_to_cell(row, column)
    return name


def letter(column: int) -> str:
    """Name of a column."""
    name: str = xl_col_to_name(column)
    return name


class Book:
    """The workbook, its formats, and what is common to all sheets."""

    def __init__(self, name: str, created: datetime, footer: str) -> None:
        """Args:
        name: of the scenario, in the header of every page.
        created: written into the properties of the file, so that the same result makes the same file.
        footer: which run it is.
        """
        self._stream = BytesIO()
        self._book = Workbook(self._stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self._book.set_properties({"title": name, "created": created.replace(tzinfo=None)})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._header, self._footer = (_no_codes(text) for text in (name, footer))

    def style(self, **properties: Any) -> Format:
        """A format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}
            self._formats[key] = self._book.add_format({**base, **properties})
        return self._formats[key]

    def sheet(self, name: str, title: str, note: str = "", widths: Sequence[float] = ()) -> Sheet:
        """A new sheet, landscape, one page wide, with the scenario above and the page number below."""
        page = self._book.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        page.set_header(f"&L{self._header}&R&A")
        page.set_footer(f"&L{self._footer}&RPage &P of &N")
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        sheet = Sheet(self, page, name)
        sheet.text(TITLE_ROW, 0, title, bold=True, font_size=14)
        sheet.text(NOTE_ROW, 0, note, italic=True)
        return sheet

    def chart(self) -> Any:
        """A native line chart, empty."""
        return self._book.add_chart({"type": "line"})

    def contents(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._stream.getvalue()


class Sheet:
    """One sheet. Rows and columns count from 0."""

    def __init__(self, book: Book, page: Worksheet, name: str) -> None:
        """Made by ``Book.sheet``."""
        self.book, self.page, self.name = book, page, name

    def text(self, row: int, column: int, text: str, **style: Any) -> None:
        """Text, whatever it looks like."""
        self.page.write_string(row, column, text, self.book.style(**style))

    def number(self, row: int, column: int, value: float | None, number_format: str = WHOLE, **style: Any) -> None:
        """A number; "n/a" where there is none."""
        if value is None or not math.isfinite(value):
            self.text(row, column, "n/a", align="right", **style)
        else:
            self.page.write_number(row, column, float(value), self.book.style(num_format=number_format, **style))

    def formula(self, row: int, column: int, formula: str, value: Any, number_format: str = WHOLE, **style: Any) -> None:
        """A live formula and the value that it has now, for readers that do not calculate."""
        cached = value if isinstance(value, bool | str) else float(value)
        self.page.write_formula(row, column, formula, self.book.style(num_format=number_format, **style), cached)

    def headings(self, row: int, names: Sequence[str], first: int = 0) -> None:
        """Headings of columns; those after the first column to the right are of numbers."""
        for column, name in enumerate(names, first):
            self.text(row, column, name, **HEADING)

    def frozen(self, row: int, column: int = 0) -> None:
        """Rows above and columns left of a cell stay in sight, and are repeated on every page."""
        self.page.freeze_panes(row, column)
        self.page.repeat_rows(0, row - 1)
        if column:
            self.page.repeat_columns(0, column - 1)

    def to(self, row: int, column: int) -> str:
        """The address of a cell as another sheet writes it."""
        return f"'{self.name}'!{address(row, column)}"


HEADING: dict[str, Any] = {"bold": True, "bg_color": SHADE, "bottom": 1, "bottom_color": RULE, "text_wrap": True}
TOTAL: dict[str, Any] = {"bold": True, "top": 1, "top_color": RULE}


def _no_codes(text: str) -> str:
    """Text of a header or footer, in which "&" begins a code."""
    return text[:LONGEST_IN_HEADER].replace("&", "&&")
