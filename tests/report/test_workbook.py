"""The Excel workbook: computed anew by an independent formula engine it says what the engine said, and text stays text."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import formulas
import openpyxl
import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance.deferred_fees import fees_table
from loyalty_sim.finance.ledger import in_real_points, points_ledger, tier_ledger
from loyalty_sim.finance.liability import Policy, liability
from loyalty_sim.finance.pnl import profit_and_loss
from loyalty_sim.report.workbook import contents, workbook
from loyalty_sim.scenario import Earn, Enrolment, Program, Redemption, Run, Scenario, Tier, Tiers
from loyalty_sim.scenario.market import Market, Segment
from tests.report.conftest import Run as MakeRun
from tests.report.conftest import variant

Cells = dict[tuple[str, str], Any]
SMALL = {"run__customers": 500, "run__months": 14, "run__start": "2027-05"}
SHEETS = ["Cover", "Inputs", "Assumptions", "Checks", "Key figures"]
STATEMENTS = ["P&L", "Points", "Liability", "Cash", "Tiers", "Breakage"]


@pytest.fixture(scope="module")
def result(run: MakeRun) -> Result:
    """A run that begins and ends within a calendar year."""
    return run("beauty-tiers", **SMALL)


@pytest.fixture(scope="module")
def compared(run: MakeRun, result: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workbook beside a baseline."""
    path = tmp_path_factory.mktemp("workbook") / "compared.xlsx"
    return workbook(result, path, baseline=run("beauty-tiers", **SMALL, program__point_value=0.02))


def stored(path: Path) -> tuple[Cells, Cells]:
    """All formulas of a workbook, and all values that are stored in it."""
    formula_book, value_book = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    live = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in formula_book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    values = {
        (sheet.title, cell.coordinate): cell.value for sheet in value_book for row in sheet.iter_rows() for cell in row
    }
    return live, values


def computed(path: Path) -> Cells:
    """Every formula of a workbook computed anew, with nothing of what is stored as its value."""
    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    live, _ = stored(path)
    return {(sheet, cell): solution[f"'[{path.name}]{sheet.upper()}'!{cell}"].value[0, 0] for sheet, cell in live}


def assert_computes(path: Path) -> None:
    """Every formula gives the value that is stored with it."""
    live, values = stored(path)
    anew = computed(path)
    assert set(anew) == set(live)
    for where, found in anew.items():
        expected = values[where]
        if isinstance(expected, bool | str):
            assert found == expected, (where, live[where])
        else:
            assert float(found) == pytest.approx(expected, rel=1e-9, abs=1e-6), (where, live[where])


def row_of(path: Path, sheet: str, label: str, nth: int = 0) -> list[float]:
    """The stored numbers of the nth line of that label, from the first year to all months."""
    rows = openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True)
    found = [row for row in rows if row[0] == label][nth]
    return [value for value in found[2:] if value is not None]


def test_an_independent_engine_finds_the_same(compared: Path) -> None:
    """Every formula, computed without the values stored beside it, gives them; every sheet that computes has formulas."""
    assert_computes(compared)
    live, values = stored(compared)
    assert {sheet for sheet, _ in live} == {*STATEMENTS, "Cover", "Checks", "Compare", "Data"}
    assert len(live) > 500
    assert values["Checks", "B4"] is True
    assert values["Cover", "B4"] == "all checks of this workbook hold"


def test_the_statements_are_those_of_the_engine(result: Result, compared: Path) -> None:
    """Profit and loss in three worlds, points, what is owed and members by tier are what finance says they are."""
    statement = profit_and_loss(result, "year")
    for nth, world in enumerate(("program", "without", "difference")):
        for label in ("Revenue", "Program cost", "Margin after program"):
            chosen = statement[(statement["label"] == label) & (statement["world"] == world)]
            expected = chosen["value"].to_list()
            assert row_of(compared, "P&L", label, nth) == pytest.approx([*expected, sum(expected)])
    ledger = in_real_points(points_ledger(result), result).by("year")
    assert row_of(compared, "Points", "Closing") == pytest.approx([*ledger.closing, ledger.closing[-1]])
    assert row_of(compared, "Points", "Redeemed")[:-1] == pytest.approx(list(-ledger.deductions["redeemed"]))
    owed = liability(result, Policy()).by("year")
    for label, key in (("Opening", "opening"), ("Change in estimate", "change_in_estimate"), ("Closing", "closing")):
        assert row_of(compared, "Liability", label)[:-1] == pytest.approx(list(owed[key][0]))
    assert row_of(compared, "Liability", "Non-current")[:-1] == pytest.approx(list(owed["non_current"][0]), abs=1e-6)
    assert row_of(compared, "Tiers", "Diamond")[-1] > 0
    assert len(tier_ledger(result).names) == 3


def test_the_policy_chosen_comes_first_and_the_other_basis_beside_it(result: Result, tmp_path: Path) -> None:
    """With accrued cost as policy the sheet begins with it, and the deferred basis follows."""
    policy = Policy("accrued cost", "fixed", 0.7)
    path = workbook(result, tmp_path / "accrued.xlsx", policy)
    own, other = liability(result, policy), liability(result, replace(policy, method="proportional"))
    assert row_of(path, "Liability", "Closing", 0)[-1] == pytest.approx(own.closing[0, -1])
    assert row_of(path, "Liability", "Closing", 1)[-1] == pytest.approx(other.closing[0, -1])
    assert "fixed at 70%" in stored(path)[1]["Cover", "B11"]


def test_fees_are_earned_over_their_term(run: MakeRun, tmp_path: Path) -> None:
    """A paid program without points has a roll-forward of deferred fees by year, as finance has it; all formulas compute."""
    result = run("paid-membership", **SMALL)
    path = workbook(result, tmp_path / "paid.xlsx")
    fees = fees_table(result).set_index("key")
    for nth, label, key in ((2, "Opening", "opening"), (0, "Earned", "earned"), (2, "Closing", "closing")):
        assert row_of(path, "Liability", label, nth)[:-1] == pytest.approx(fees.loc[key].to_list())
    assert fees.loc["closing"].min() > 0
    assert_computes(path)


SPOILED = {
    "sales": "P&L, with the program: revenue foots",
    "points.redeemed": "Points: opening + lines = closing, by month",
    "owed1.closing": "Contract liability: opening + lines = closing, by year",
    "owed2.current": "Accrued cost of points: current + non-current = closing",
    "tier_1": "Members of all tiers add up to members",
}
"""A monthly line, and a check that must see it when one of its numbers is wrong."""


def test_a_number_that_does_not_fit_is_seen(compared: Path, tmp_path: Path) -> None:
    """Numbers of the last month changed by hand turn the checks of their statements, and with them the verdict."""
    book = openpyxl.load_workbook(compared)
    lines = {row[3].value: row for row in book["Data"].iter_rows() if row[1].value == "program"}
    for key in SPOILED:
        lines[key][-1].value += 1000
    spoiled = tmp_path / "spoiled.xlsx"
    book.save(spoiled)
    anew = computed(spoiled)
    verdicts = {row[0].value: anew.get(("Checks", row[1].coordinate)) for row in book["Checks"].iter_rows(min_row=8)}
    assert [name for name in SPOILED.values() if bool(verdicts[name])] == []
    assert bool(verdicts["P&L, without it: revenue foots"])
    assert not bool(anew["Checks", "B4"])
    assert "fails" in str(anew["Cover", "B4"])


def hostile() -> Scenario:
    """Names that a spreadsheet would compute, link or take for codes of a header."""
    levels = (Tier(name="@SUM(1)", threshold=100), Tier(name="+1", threshold=200))
    segments = (Segment(name="=1+1", share=0.5), Segment(name="-2", share=0.5))
    return Scenario(
        name='=cmd|"/c calc"!A0 & {=1}', story="http://example.com\n=HYPERLINK(1)", teaches="+cmd()",
        program=Program(tiers=Tiers(levels=levels)), market=Market(segments=segments),
        run=Run(months=3, warmup_months=2, customers=200),
    )  # fmt: skip


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    """Text that looks like a formula, an array or a link is a text cell, and no formula holds any of it."""
    result = simulate(hostile())
    baseline = replace(result, scenario=variant(result.scenario, name="=BASE()"))
    path = workbook(result, tmp_path / "hostile.xlsx", baseline=baseline)
    live, values = stored(path)
    texts = {value for value in values.values() if isinstance(value, str)}
    assert {'=cmd|"/c calc"!A0 & {=1}', "@SUM(1)", "+1", "=1+1", "-2", "+cmd()"} <= texts
    assert any(text.endswith("=BASE()") for text in texts)
    for formula in live.values():
        assert not re.search(r"cmd|HYPERLINK|BASE|SUM\(1\)|1\+1", formula)
    book = openpyxl.load_workbook(path)
    assert all(cell.hyperlink is None for sheet in book for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(path) as parts:
        assert "&amp;L=cmd|&quot;/c calc&quot;!A0 &amp;&amp; {=1}&amp;R" in re.sub(
            '"', "&quot;", parts.read("xl/worksheets/sheet1.xml").decode().split("<oddHeader>")[1].split("</oddHeader>")[0]
        )


def test_a_program_without_points_or_tiers_has_a_workbook_too(tmp_path: Path) -> None:
    """Nothing is divided by nothing: all formulas compute, all checks hold, for a single month too."""
    program = Program(earn=Earn(points=0), enrolment=Enrolment(share=0.5), redemption=Redemption())
    result = simulate(Scenario(program=program, run=Run(months=1, warmup_months=0, customers=200)))
    path = workbook(result, tmp_path / "bare.xlsx")
    assert_computes(path)
    values = stored(path)[1]
    assert values["Checks", "B4"] is True
    assert row_of(path, "Points", "Closing") == [0, 0]
    assert "has tiers" in values["Tiers", "A2"]


def test_the_same_result_makes_the_same_file(result: Result) -> None:
    """Two workbooks of a result, and of a second run of its scenario but for the date, are equal byte by byte."""
    again = simulate(result.scenario)
    assert contents(result) == contents(result) == contents(replace(again, manifest=result.manifest))
    assert contents(again) != contents(result)


def test_levers_off_their_defaults_are_inputs(result: Result, compared: Path) -> None:
    """The Inputs sheet has every changed lever with its value and its default, and all of the market and the economics."""
    rows = {row[0]: row for row in openpyxl.load_workbook(compared)["Inputs"].iter_rows(values_only=True)}
    assert rows["program.point_value"][1:4] == (result.scenario.program.point_value, "USD per point", 0.01)
    assert "program.earn.points" not in rows
    assert "economics.discount_rate" in rows
    assert rows["market.segments[0].name"][1] == result.scenario.market.segments[0].name
    effects = [row[2] for row in openpyxl.load_workbook(compared)["Assumptions"].iter_rows(values_only=True)]
    assert "behaviour.retention.lapse_multiplier" in effects
    assert "behaviour.largest_multiplier" in effects


def test_every_sheet_prints_on_one_page_width(compared: Path) -> None:
    """Sheets are landscape and one page wide, the data a page for twelve months; headings are repeated and stay in sight."""
    book = openpyxl.load_workbook(compared)
    assert book.sheetnames == [*SHEETS, *STATEMENTS, "Compare", "Charts", "Data"]
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1) == (2 if sheet.title == "Data" else 1)  # 1 where the file does not say
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.title not in ("Cover", "Charts"):
            assert sheet.freeze_panes
            assert sheet.print_title_rows


def test_charts_are_native_and_say_what_they_show(compared: Path) -> None:
    """Three charts over the Data sheet, each with a text for those who cannot see it."""
    with zipfile.ZipFile(compared) as parts:
        drawn = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert len(drawn) == 3
    assert all(re.search(r"<c:val>.*Data!\$E\$\d+:\$R\$\d+", chart) for chart in drawn)
    assert len(re.findall(r'descr="Line chart: [^"]+ in month 14\."', drawing)) == 3


def test_a_folder_that_is_not_there_is_an_error_and_leaves_nothing(result: Result, tmp_path: Path) -> None:
    """Writing fails with an OSError that names the file, and an existing file is replaced without leftovers."""
    with pytest.raises(FileNotFoundError):
        workbook(result, tmp_path / "missing" / "book.xlsx")
    assert list(tmp_path.iterdir()) == []
    path = tmp_path / "book.xlsx"
    path.write_text("old")
    assert workbook(result, path) == path
    assert list(tmp_path.iterdir()) == [path]
    assert "xl/workbook.xml" in zipfile.ZipFile(path).namelist()
