"""The Checks sheet: identities recomputed from the sheets, live, and those that the run itself was held to."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_sim.engine import Result
from loyalty_sim.finance import checks as checks_of
from loyalty_sim.report.workbook.sheet import BAD, GOOD, TOP, Book, Sheet, address
from loyalty_sim.report.workbook.statements import Gap

TOLERANCE, NOISE = 0.005, 1e-12
"""Half a cent, or the noise of floating point: this share of the largest sum."""
OVERALL = (TOP, 1)
FIRST_ROW = TOP + 4


def started(book: Book) -> Sheet:
    """The sheet, empty: it stands before those that it checks."""
    note = "TRUE where all cells of a gap are as good as 0. The formulas recompute it from the other sheets."
    sheet = book.sheet("Checks", "Checks", note, (76, 12, 16, 80))
    sheet.frozen(TOP)
    return sheet


def fill(sheet: Sheet, result: Result, gaps: Sequence[Gap], largest: float) -> None:
    """A verdict on all, one row for each gap, and the checks of the run as values. ``largest`` is the largest sum."""
    last = FIRST_ROW + len(gaps) - 1
    sheet.text(TOP, 0, "All of them hold", bold=True)
    cells = f"{address(FIRST_ROW, 1)}:{address(last, 1)}"
    sheet.formula(*OVERALL, f"=AND({cells})", True, "General", bold=True, align="left")
    sheet.text(TOP + 1, 0, "Largest gap allowed")
    sheet.number(TOP + 1, 1, max(TOLERANCE, NOISE * largest), "0.000##", align="left")
    sheet.headings(FIRST_ROW - 1, ("Recomputed in this workbook", "Holds", "Largest gap"))
    allowed = f"$B${TOP + 2}"
    for row, gap in enumerate(gaps, FIRST_ROW):
        sheet.text(row, 0, gap.name)
        sheet.formula(row, 1, f"={address(row, 2)}<={allowed}", True, "General", align="left")
        sheet.formula(row, 2, f"=MAX(MAX({gap.cells}),-MIN({gap.cells}))", 0.0, "0.00")
    _of_the_run(sheet, last + 3, result)
    for holds, colour in (("TRUE", GOOD), ("FALSE", BAD)):
        rule = {"type": "cell", "criteria": "==", "value": holds, "format": sheet.book.style(bg_color=colour)}
        sheet.page.conditional_format(TOP, 1, last, 1, rule)


def _of_the_run(sheet: Sheet, row: int, result: Result) -> None:
    """What was verified on the whole numbers of the run before the workbook was written: values."""
    sheet.headings(row, ("Verified on the whole numbers of the run", "Holds", "Level", "Detail"))
    for at, check in enumerate(checks_of(result), row + 1):
        sheet.text(at, 0, check.name)
        sheet.text(at, 1, "yes" if check.ok else "no", bg_color=GOOD if check.ok else BAD)
        sheet.text(at, 2, check.level)
        sheet.text(at, 3, check.detail)
