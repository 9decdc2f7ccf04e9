"""``--out``: what is in each file, and that a file is whole or not there."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from pathlib import Path

import pandas as pd
import pytest

from loyalty_sim import finance
from loyalty_sim.cli import export
from loyalty_sim.cli.errors import CommandError
from loyalty_sim.engine import run_id
from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report.files import FORMULA_STARTS
from loyalty_sim.scenario.files import load
from tests.conftest import Command

NAMES = ["kpis.csv", "manifest.json", "metadata.json", "monthly.csv", "scenario.yaml", "tidy.csv", "tidy.parquet"]
SMALL = ("--customers", "200", "--months", "6")


def test_the_folder_holds_the_result_and_what_reproduces_it(cli: Command, tmp_path: Path) -> None:
    """The files agree with the printed document, and the scenario among them gives the same run again."""
    folder = tmp_path / "new" / "folder"
    outcome = cli("run", "beauty-tiers", *SMALL, "--seed", "9", "--out", str(folder), "--json")
    document = outcome.document
    assert sorted(path.name for path in folder.iterdir()) == NAMES
    assert sorted(Path(path).name for path in document["files"]) == NAMES
    monthly, kpis = pd.read_csv(folder / "monthly.csv"), pd.read_csv(folder / "kpis.csv").set_index("key")
    assert monthly["sales"].to_list() == pytest.approx([row["sales"] for row in document["monthly"]])
    assert list(kpis.index) == list(FIGURES)
    assert kpis.loc["cost", "program_value"] == pytest.approx(document["kpis"]["cost"]["program"]["value"])
    assert kpis.loc["retention", "difference_low80"] == pytest.approx(document["kpis"]["retention"]["difference"]["low80"])
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["run_id"] == document["manifest"]["run_id"] == run_id(load(folder / "scenario.yaml"))
    assert set(manifest["lines"]) == set(finance.catalogue())
    assert set(manifest["kpis"]) == set(FIGURES)
    tidy = pd.read_parquet(folder / "tidy.parquet")
    rows = tidy[(tidy["metric"] == "sales") & (tidy["segment"] == "all") & (tidy["world"] == "program")]
    values = rows[rows["statistic"] == "value"].sort_values("month")["value"]
    assert values.to_list() == pytest.approx(monthly["sales"].to_list())


def test_the_tidy_tables_say_what_they_hold(cli: Command, tmp_path: Path) -> None:
    """CSV and Parquet hold the same table, and the file beside them names versions, hashes, seed, and what each column and
    metric is and is measured in."""
    assert cli("run", "beauty-tiers", *SMALL, "--seed", "9", "--out", str(tmp_path), "--quiet").code == 0
    metadata = json.loads((tmp_path / "metadata.json").read_text())
    text, table = pd.read_csv(tmp_path / "tidy.csv", parse_dates=["date"]), pd.read_parquet(tmp_path / "tidy.parquet")
    pd.testing.assert_frame_equal(text, table, check_dtype=False, rtol=0, atol=0)
    assert list(table.columns) == list(metadata["columns"])
    assert len(table) == metadata["rows"]
    assert set(table["metric"]) == set(metadata["metrics"])
    assert set(table["statistic"]) == set(metadata["statistics"])
    for metric, unit in {*zip(table["metric"], table["unit"], strict=True)}:
        assert metadata["metrics"][metric]["unit"] == unit
        assert metadata["metrics"][metric]["definition"]
    for name, known in metadata["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == known["sha256"]
    assert metadata["seed"] == 9
    assert metadata["run_id"] == run_id(load(tmp_path / "scenario.yaml"))
    assert metadata["run_id"].startswith(metadata["scenario_id"])
    assert "loyalty-sim" in metadata["packages"]


def test_the_same_run_gives_the_same_bytes(cli: Command, tmp_path: Path) -> None:
    """Tables and what is said of them do not depend on threads or on the hour."""
    for threads in ("1", "2"):
        folder = str(tmp_path / threads)
        assert cli("run", "beauty-tiers", *SMALL, "--threads", threads, "--out", folder, "--quiet").code == 0
    for name in sorted({*NAMES} - {"manifest.json"}):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_files_of_an_earlier_run_are_replaced(cli: Command, tmp_path: Path) -> None:
    """A second run into the same folder replaces every file and leaves nothing else behind."""
    for seed in ("1", "2"):
        assert cli("run", "coffee-stars", *SMALL, "--seed", seed, "--out", str(tmp_path), "--quiet").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == NAMES
    assert json.loads((tmp_path / "manifest.json").read_text())["seed"] == 2


def test_text_that_looks_like_a_formula_is_defused(cli: Command, tmp_path: Path) -> None:
    """A name that a spreadsheet would compute gets an apostrophe in CSV; numbers are left alone."""
    file = tmp_path / "scenario.yaml"
    file.write_text('name: "=1+1"\n')
    assert cli("run", str(file), *SMALL, "--out", str(tmp_path / "out"), "--quiet").code == 0
    with (tmp_path / "out" / "kpis.csv").open(newline="") as text:
        rows = list(csv.DictReader(text))
    assert {row["scenario"] for row in rows} == {"'=1+1"}
    assert all(not row["difference_value"].startswith("'") for row in rows)
    assert any(row["difference_low80"].startswith("-") for row in rows)


def test_a_carriage_return_ends_no_row(tmp_path: Path) -> None:
    """A text with any kind of line break stays in its cell."""
    path = tmp_path / "table.csv"
    export.write_csv(pd.DataFrame({"name": ["a\rb", "a\r\nb", "\r=1"], "number": [1, 2, 3]}), path)
    with path.open(newline="") as text:
        assert list(csv.reader(text)) == [["name", "number"], ["a\nb", "1"], ["a\nb", "2"], ["'\n=1", "3"]]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_every_dangerous_start_is_defused_in_cells_and_headings(tmp_path: Path, start: str) -> None:
    """= + - @ and tab are defused at the start of a text, not inside it and not in numbers."""
    path = tmp_path / "table.csv"
    export.write_csv(pd.DataFrame({f"{start}head": [f"{start}1", f"a{start}1"], "number": [-1.5, 2.0]}), path)
    with path.open(newline="") as text:
        heading, first, second = list(csv.reader(text))
    assert heading == [f"'{start}head", "number"]
    assert first == [f"'{start}1", "-1.5"]
    assert second[0] == f"a{start}1"


def test_a_folder_that_cannot_be_written_is_refused_before_the_run(cli: Command, tmp_path: Path) -> None:
    """A file in the place of the folder is a sentence and exit code 1, and nothing is simulated."""
    (tmp_path / "file").write_text("")
    outcome = cli("run", "coffee-stars", "--out", str(tmp_path / "file"))
    assert outcome.code == 1
    assert outcome.out == ""
    assert outcome.err == f"error: cannot write to the folder {tmp_path / 'file'}: file exists\n"


def test_a_full_disk_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    """When writing fails half way, the earlier file stays whole and the partial one is removed."""
    path = tmp_path / "kpis.csv"
    path.write_text("old")

    def fail(partial: Path) -> None:
        partial.write_text("half")
        raise OSError(28, os.strerror(28))

    with pytest.raises(CommandError, match="no space left"):
        export.write_whole(path, fail)
    assert [file.name for file in tmp_path.iterdir()] == ["kpis.csv"]
    assert path.read_text() == "old"
