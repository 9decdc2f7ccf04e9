"""The Cover sheet: what this is, where its numbers come from, and how to read and reproduce them."""

from __future__ import annotations

from loyalty_sim.engine import Result
from loyalty_sim.finance.liability import Policy
from loyalty_sim.report.workbook.sheet import INPUT, SHADE, TOP, Book, Sheet
from loyalty_sim.report.workbook.statements import policy_text

CONTENTS = (
    ("Inputs", "levers that are not at their defaults; market, economics and run"),
    ("Assumptions", "how customers respond, with range, source and grade of evidence"),
    ("Checks", "identities recomputed from the sheets, and those that the run was held to"),
    ("Key figures", "cost, breakage, retention and others, with intervals"),
    ("P&L", "with the program, without it, and the difference, by calendar year"),
    ("Points", "roll-forward in points and at face value"),
    ("Liability", "roll-forward of what is owed for points, current and non-current; of deferred fees"),
    ("Cash", "receipts and payments"),
    ("Tiers", "members by tier, and moves between tiers"),
    ("Breakage", "four definitions side by side, and points by year of issue"),
    ("Compare", "levers, key figures and cost against the baseline"),
    ("Charts", "points outstanding, liability, cumulative margin"),
    ("Data", "every monthly line, from which the statements add up"),
)


def cover(book: Book, result: Result, policy: Policy, baseline: Result | None) -> Sheet:
    """The sheet, all but the verdict of the checks, which ``verdict`` adds when they are known."""
    scenario, manifest = result.scenario, result.manifest
    sheet = book.sheet("Cover", scenario.name, scenario.teaches, (26, 110))
    wrapped = {"text_wrap": True}
    facts = [
        ("Story", " ".join(scenario.story.split())),
        ("Months", f"{scenario.run.months} from {scenario.run.start}, after {scenario.run.warmup_months} of warm-up"),
        ("Customers", _customers(result)),
        ("Seed", str(scenario.run.seed)),
        ("Currency", scenario.currency),
        ("Accounting policy", policy_text(policy)),
        ("Run", str(manifest.get("run_id", "not known"))),
        ("Date of the run", str(manifest.get("started", "not known"))),
        ("Model version", str(manifest.get("model_version", "not known"))),
        ("Packages", ", ".join(f"{name} {version}" for name, version in manifest.get("packages", {}).items())),
    ]
    if baseline is not None:
        facts.insert(1, ("Baseline", f"{baseline.scenario.name}; run {baseline.manifest.get('run_id', 'not known')}"))
    row = TOP + 2
    for name, text in facts:
        sheet.text(row, 0, name, bold=True)
        sheet.text(row, 1, text, **wrapped)
        row += 1
    row = _reading(sheet, row + 1)
    _contents(sheet, row + 1, baseline is not None)
    return sheet


def verdict(sheet: Sheet, where: str) -> None:
    """Say on the cover whether the checks hold; live."""
    sheet.text(TOP, 0, "Checks", bold=True)
    text = "all checks of this workbook hold"
    formula = f'=IF({where},"{text}","a check of this workbook fails: see the sheet Checks")'
    sheet.formula(TOP, 1, formula, text, "General", bold=True)


def _customers(result: Result) -> str:
    run = result.scenario.run
    return f"{run.customers:,} simulated for {result.scale * run.customers:,.0f}; all amounts are for the latter"


def _reading(sheet: Sheet, row: int) -> int:
    """What the colours mean, and what is live; returns the next row."""
    sheet.text(row, 0, "How to read it", bold=True, font_size=12)
    sheet.text(row + 1, 0, "Blue", font_color=INPUT)
    sheet.text(row + 1, 1, "an input or an assumption; changed here it changes nothing, as the workbook does not simulate")
    sheet.text(row + 2, 0, "Black")
    sheet.text(row + 2, 1, "simulated values (sheet Data, tables of figures) and, on the statements, formulas over them")
    sheet.text(row + 3, 0, "Italic", italic=True)
    sheet.text(row + 3, 1, "notes, and gaps, which must be 0")
    sheet.text(row + 4, 0, "Shaded", bg_color=SHADE)
    sheet.text(row + 4, 1, "headings")
    live = "live: sums by year, totals, roll-forwards, differences, shares and checks; all else are values"
    sheet.text(row + 5, 1, live)
    return row + 6


def _contents(sheet: Sheet, row: int, compared: bool) -> None:
    sheet.text(row, 0, "Sheets", bold=True, font_size=12)
    for name, text in CONTENTS:
        if name != "Compare" or compared:
            row += 1
            sheet.text(row, 0, name)
            sheet.text(row, 1, text)
