"""The Compare sheet: what differs from a baseline, and what that does to the key figures and the cost."""

from __future__ import annotations

from loyalty_sim.engine import Result
from loyalty_sim.finance import compare as differences
from loyalty_sim.finance import kpis
from loyalty_sim.finance.bridge import bridge
from loyalty_sim.report.workbook.figures import sheet_range
from loyalty_sim.report.workbook.sheet import TOP, TOTAL, Book, Sheet, address, number_format
from loyalty_sim.report.workbook.statements import Gap
from loyalty_sim.scenario.changes import lever_changes

NOTE = "Change = this scenario less the baseline, a formula; its interval is paired where both have the same customers."


def compare(book: Book, result: Result, baseline: Result) -> list[Gap]:
    """The sheet; the bridge only where both runs have as many months."""
    sheet = book.sheet("Compare", f"Against the baseline: {baseline.scenario.name}", NOTE, (52, 24, 24, 18, 18, 18, 18, 18))
    row = _figures(sheet, TOP, result, baseline)
    gaps = []
    if result.scenario.run.months == baseline.scenario.run.months:
        row, gap = _bridge(sheet, row + 1, result, baseline)
        gaps.append(gap)
    _changes(sheet, row + 1, result, baseline)
    sheet.frozen(TOP)  # three tables
    return gaps


def _figures(sheet: Sheet, row: int, result: Result, baseline: Result) -> int:
    """Key figures of the program worlds; returns the next row."""
    here, there, change = kpis(result), kpis(baseline), differences(result, baseline)
    ends = ("80 % low", "80 % high", "95 % low", "95 % high")
    sheet.headings(row, ("Figure", "This scenario", "Baseline", "Change", *ends))
    for key, interval in change.items():
        row += 1
        one, other, unit = here[key].program, there[key].program, here[key].unit
        sheet.text(row, 0, here[key].label)
        values = [one.value if one else 0.0, other.value if other else 0.0]
        for column, value in enumerate(values, 1):
            sheet.number(row, column, value, number_format(unit, value))
        gap = values[0] - values[1]
        sheet.formula(row, 3, f"={address(row, 1)}-{address(row, 2)}", gap, number_format(unit, gap))
        for column, end in enumerate((interval.low80, interval.high80, interval.low95, interval.high95), 4):
            sheet.number(row, column, end, number_format(unit, end))
    return row + 1


def _bridge(sheet: Sheet, row: int, result: Result, baseline: Result) -> tuple[int, Gap]:
    """Why the cost differs, factor by factor in the order stated; returns the next row and the gap."""
    sheet.headings(row, (f"Why the program cost differs ({result.scenario.currency})", "Kind of change", "Amount"))
    first, table = row + 1, bridge(result, baseline).table().to_dict("records")
    for each in table[:-1]:
        row += 1
        sheet.text(row, 0, str(each["label"]))
        sheet.text(row, 1, str(each["kind"]))
        sheet.number(row, 2, each["value"])
    row += 1
    whole = f"SUM({address(first, 2)}:{address(row - 1, 2)})"
    sheet.text(row, 0, "This scenario", **TOTAL)
    sheet.text(row, 1, "", **TOTAL)
    sheet.formula(row, 2, f"={whole}", table[-1]["value"], **TOTAL)
    sheet.text(row + 1, 0, "Gap of the bridge to the cost simulated", italic=True)
    sheet.number(row + 1, 1, table[-1]["value"], italic=True)
    sheet.formula(row + 1, 2, f"=ROUND({address(row, 2)}-{address(row + 1, 1)},4)", 0.0, "0.00", italic=True)
    return row + 2, Gap("Bridge of the program cost foots", sheet_range(sheet, row + 1, row + 1, 2))


def _changes(sheet: Sheet, row: int, result: Result, baseline: Result) -> None:
    """Levers and assumptions that differ."""
    sheet.headings(row, ("What differs", "This scenario", "Baseline", "Path"))
    found = lever_changes(result.scenario, baseline.scenario)
    if not found:
        sheet.text(row + 1, 0, "nothing")
    for at, change in enumerate(found, row + 1):
        for column, value in ((0, change.label), (1, change.new), (2, change.old), (3, change.path)):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.number(at, column, value, "General", align="left")
            else:
                sheet.text(at, column, "none" if value is None else str(value))
