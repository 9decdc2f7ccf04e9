"""Figures with their noise: the Key figures sheet and the Breakage sheet. Values, but for the shares of the vintages."""

from __future__ import annotations

from loyalty_sim.engine import Result
from loyalty_sim.finance import Estimate, kpis
from loyalty_sim.finance.breakage import breakages, vintage_table
from loyalty_sim.report.workbook.sheet import TOP, Book, Sheet, address, number_format
from loyalty_sim.report.workbook.statements import Gap


def key_figures(book: Book, result: Result) -> None:
    """The Key figures sheet: each in both worlds, with the interval of the difference or of the program alone."""
    note = "Values. The interval holds the noise of the simulation, not the doubt about the assumptions."
    sheet = book.sheet("Key figures", "Key figures", note, (44, 14, 15, 15, 15, 15, 15, 15, 15, 90))
    names = ("Figure", "Unit", "Program", "No program", "Difference", "80 % low", "80 % high", "95 % low", "95 % high")
    sheet.headings(TOP, (*names, "Definition"))
    sheet.frozen(TOP + 1, 1)
    for row, kpi in enumerate(kpis(result).values(), TOP + 1):
        sheet.text(row, 0, kpi.label)
        sheet.text(row, 1, result.scenario.currency if kpi.unit == "money" else kpi.unit)
        for column, estimate in ((2, kpi.program), (3, kpi.without), (4, kpi.difference)):
            if estimate is not None:
                sheet.number(row, column, estimate.value, number_format(kpi.unit, estimate.value))
        _interval(sheet, row, 5, kpi.difference or kpi.program, kpi.unit)
        sheet.text(row, 9, kpi.definition)


def breakage(book: Book, result: Result, followed: Result | None) -> list[Gap]:
    """The Breakage sheet: four definitions side by side, and what became of each year's points."""
    note = "Values. Each figure states its weighting and its window; the shares of the vintages are formulas."
    sheet = book.sheet("Breakage", "Breakage", note, (44, 20, 34, 15, 15, 15, 15, 15, 15, 90))
    names = ("Figure", "Weighting", "Window", "Breakage", "80 % low", "80 % high", "95 % low", "95 % high", "Still open")
    sheet.headings(TOP, (*names, "Definition"))
    sheet.frozen(TOP)  # two tables
    row = TOP + 1
    for one in breakages(result, followed):
        for column, text in ((0, one.label), (1, one.weighting), (2, one.window), (9, one.definition)):
            sheet.text(row, column, text)
        if one.value is not None:
            sheet.number(row, 3, one.value.value, number_format("share"))
        _interval(sheet, row, 4, one.value, "share")
        if one.still_open is not None:
            sheet.number(row, 8, one.still_open.value, number_format("share"))
        row += 1
    return [_vintages(sheet, row + 1, result)]


VINTAGE_COLUMNS = ("issued", "clawed_back", "used", "expired", "open")


def _vintages(sheet: Sheet, row: int, result: Result) -> Gap:
    """Points by year of issue, and what became of them by the end of the run."""
    names = ("Issued", "Clawed back", "Used", "Expired", "Outstanding", "Used share", "Expired share", "Open share", "Gap")
    sheet.text(row, 0, "What became of the points of each year by the end of the run, in points", bold=True, font_size=12)
    sheet.headings(row + 1, ("Year of issue", *names))
    first = row = row + 2
    for vintage in vintage_table(result, by="year").to_dict("records"):
        sheet.text(row, 0, str(vintage["vintage"]))
        for column, key in enumerate(VINTAGE_COLUMNS, 1):
            sheet.number(row, column, vintage[key])
        issued, clawed, used, expired, still = (address(row, column) for column in range(1, 6))
        net = vintage["issued"] - vintage["clawed_back"]
        for column, cell, key in ((6, used, "used"), (7, expired, "expired"), (8, still, "open")):
            formula = f'=IF({issued}-{clawed}=0,"n/a",{cell}/({issued}-{clawed}))'
            sheet.formula(row, column, formula, vintage[key] / net if net else "n/a", number_format("share"))
        sheet.formula(row, 9, f"=ROUND({issued}-{clawed}-{used}-{expired}-{still},4)", 0.0, "0.00", italic=True)
        row += 1
    return Gap("Points of every year are used, expired, clawed back or outstanding", sheet_range(sheet, first, row - 1, 9))


def sheet_range(sheet: Sheet, first: int, last: int, column: int) -> str:
    """Cells of a column, seen from another sheet."""
    return f"'{sheet.name}'!{address(first, column)}:{address(last, column)}"


def _interval(sheet: Sheet, row: int, column: int, estimate: Estimate | None, unit: str) -> None:
    if estimate is not None:
        for index, end in enumerate((estimate.low80, estimate.high80, estimate.low95, estimate.high95)):
            sheet.number(row, column + index, end, number_format(unit, end))
