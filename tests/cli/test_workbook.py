"""``loyalty-sim workbook``: where it writes, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Command

SMALL = ("--customers", "200", "--months", "3")


def test_the_workbook_is_written_into_a_folder_that_is_made(cli: Command, tmp_path: Path) -> None:
    """The folder is made as by ``run --out``, stdout stays empty, and the options are those of the run in the workbook."""
    path = tmp_path / "new" / "book.xlsx"
    outcome = cli("workbook", "beauty-tiers", *SMALL, "--seed", "9", "--out", str(path))
    assert (outcome.code, outcome.out, outcome.err) == (0, "", f"wrote {path}\n")
    rows = {row[0]: row[1] for row in openpyxl.load_workbook(path)["Inputs"].iter_rows(values_only=True)}
    assert (rows["run.customers"], rows["run.months"], rows["run.seed"]) == (200, 3, 9)


def test_the_accounting_policy_is_the_one_asked_for(cli: Command, tmp_path: Path) -> None:
    """The cover names the policy, its basis comes first, and --run-off fills in the ultimate breakage."""
    path = tmp_path / "book.xlsx"
    policy = ("--method", "accrued-cost", "--estimator", "fixed", "--urr", "0.7", "--run-off")
    assert cli("workbook", "beauty-tiers", *SMALL, *policy, "--out", str(path)).code == 0
    book = openpyxl.load_workbook(path)
    cover = {row[0]: row[1] for row in book["Cover"].iter_rows(values_only=True)}
    assert cover["Accounting policy"] == "accrued cost method; redemption rate: fixed at 70%"
    titles = [row[0] for row in book["Liability"].iter_rows(values_only=True) if row[0]]
    order = [
        title.partition(":")[0] for title in titles if title.startswith(("Accrued cost of points", "Contract liability"))
    ]
    assert order == ["Accrued cost of points", "Contract liability"]
    breakage = {row[0]: row[3] for row in book["Breakage"].iter_rows(values_only=True)}
    assert 0 < breakage["Ultimate breakage (1 - URR)"] < 1


def test_a_baseline_has_a_sheet(cli: Command, tmp_path: Path) -> None:
    """With a baseline there is a sheet that compares; one with other customers is refused, and nothing is written."""
    path, design = tmp_path / "book.xlsx", tmp_path / "shorter.yaml"
    design.write_text(cli("presets", "beauty-tiers").out.replace("months: 12 ", "months: 6 ", 1), encoding="utf-8")
    refused = cli("workbook", str(design), *SMALL, "--baseline", "coffee-stars", "--out", str(path))
    assert (refused.code, path.exists()) == (2, False)
    assert "cannot be compared: run.warmup_months" in refused.err
    assert cli("workbook", str(design), *SMALL, "--baseline", "beauty-tiers", "--out", str(path)).code == 0
    titles = [str(row[0]) for row in openpyxl.load_workbook(path)["Compare"].iter_rows(values_only=True)]
    assert any(title.startswith("Why the program cost differs") for title in titles)


def test_an_earlier_workbook_is_replaced_quietly(cli: Command, tmp_path: Path) -> None:
    """A second run replaces the file and leaves nothing else behind; --quiet says nothing."""
    path = tmp_path / "book.xlsx"
    path.write_text("old")
    outcome = cli("workbook", "coffee-stars", *SMALL, "--out", str(path), "--quiet")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert list(tmp_path.iterdir()) == [path]
    assert "Cover" in openpyxl.load_workbook(path).sheetnames


@pytest.mark.parametrize("name", ["book.xls", "book", "folder.xlsx"])
def test_a_name_that_is_no_workbook_is_refused_before_the_run(cli: Command, tmp_path: Path, name: str) -> None:
    """Another ending, or a folder of that name, is a usage error in a sentence."""
    (tmp_path / "folder.xlsx").mkdir()
    outcome = cli("workbook", "coffee-stars", "--out", str(tmp_path / name))
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith(f"error: --out is {tmp_path / name}")
    assert ".xlsx" in outcome.err


def test_a_folder_that_cannot_be_written_is_refused_before_the_run(cli: Command, tmp_path: Path) -> None:
    """A file in the place of the folder is a sentence and exit code 1."""
    (tmp_path / "file").write_text("")
    outcome = cli("workbook", "coffee-stars", "--out", str(tmp_path / "file" / "book.xlsx"))
    assert outcome.code == 1
    assert outcome.err == f"error: cannot write to the folder {tmp_path / 'file'}: file exists\n"


def test_a_file_that_is_open_elsewhere_is_a_sentence(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a program holds the file, as Excel does, the command says so, and the earlier file stays."""
    path = tmp_path / "book.xlsx"
    path.write_text("old")

    def held(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", held)
    outcome = cli("workbook", "coffee-stars", *SMALL, "--out", str(path))
    assert (outcome.code, outcome.err) == (1, f"error: cannot write {path}: permission denied\n")
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]
