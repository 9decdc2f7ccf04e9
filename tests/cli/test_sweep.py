"""``loyalty-sim sweep``: what is printed, what the exit codes are, and how to go on after Ctrl-C."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.conftest import REPOSITORY, Command
from tests.study.studies import SMALL, contents


@pytest.fixture
def study(tmp_path: Path) -> str:
    """A study file."""
    path = tmp_path / "study.yaml"
    path.write_text(SMALL)
    return str(path)


def test_the_table_shows_the_designs_best_first(cli: Command, study: str, tmp_path: Path) -> None:
    """stdout holds rank, design, levers and outcomes; stderr what was run and written."""
    outcome = cli("sweep", study, "--out", str(tmp_path / "out"))
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[0] == "Small: the best of 10 designs by net_value"
    headings = re.split(r"\s{2,}", lines[2].strip())
    assert headings == ["Rank", "Design", "expiry.months", "redemption.block_points", "net_value", "retention.difference",
                        "payback", "net_value against base", "80 % interval"]  # fmt: skip
    assert [line.split()[0] for line in lines[3:13]] == [str(rank) for rank in range(1, 11)]
    assert any(" base " in line for line in lines[3:13])
    assert "Small: 10 designs (with the base) x 2 draws = 20 runs of 100 customers over 6 months; about" in outcome.err
    assert "wrote outcomes.parquet, monthly.parquet, manifest.json" in outcome.err
    assert pq.read_table(tmp_path / "out" / "outcomes.parquet").num_rows == 20


def test_quiet_says_nothing_and_changes_nothing(cli: Command, study: str, tmp_path: Path) -> None:
    """--quiet silences stderr; --jobs changes no byte of the folder."""
    loud = cli("sweep", study, "--out", str(tmp_path / "loud"), "--jobs", "1")
    quiet = cli("sweep", study, "--out", str(tmp_path / "quiet"), "--jobs", "3", "--quiet")
    assert quiet.err == ""
    assert quiet.out == loud.out
    assert contents(tmp_path / "loud") == contents(tmp_path / "quiet")


def test_json_is_one_document(cli: Command, study: str, tmp_path: Path) -> None:
    """--json prints sizes, the base and the designs in order of rank, with intervals."""
    document = cli("sweep", study, "--out", str(tmp_path / "out"), "--json").document
    assert (document["designs"], document["runs"], document["failed"]) == (10, 20, 0)
    assert [each["rank"] for each in document["best"]] == list(range(1, 11))
    assert document["base"]["against_base"]["net_value"]["value"] == 0
    best = document["best"][0]["outcomes"]["net_value"]
    assert best["low95"] < best["value"] < best["high95"]


def test_a_dry_run_says_what_it_would_take_and_writes_nothing(cli: Command, study: str, tmp_path: Path) -> None:
    """--dry-run checks the file and states its size; it needs no folder."""
    outcome = cli("sweep", study, "--dry-run")
    assert outcome.code == 0
    assert "20 runs of 100 customers over 6 months; about" in outcome.out
    assert cli("sweep", study, "--dry-run", "--json").document["runs"] == 20
    assert [path.name for path in tmp_path.iterdir()] == ["study.yaml"]


def test_mistakes_have_their_exit_codes(cli: Command, study: str, tmp_path: Path) -> None:
    """2 for the command line and the folder, 3 for the file; --json answers in JSON; never a traceback."""
    bad = tmp_path / "bad.yaml"
    bad.write_text(SMALL.replace("expiry.months", "expiry.moths"))
    out = str(tmp_path / "out")
    refused = cli("sweep", str(bad), "--out", out)
    assert refused.code == 3
    assert "line 5: levers[0].path names `program.expiry.moths`, which is unknown; did you mean `months`?" in refused.err
    assert cli("sweep", str(bad), "--out", out, "--json").document["error"]["problems"][0]["line"] == 5
    assert not Path(out).exists()
    missing = cli("sweep", str(tmp_path / "studi.yaml"), "--out", out)
    assert (missing.code, "did you mean" in missing.err) == (2, True)
    assert cli("sweep", study).code == 2
    assert cli("sweep", study, "--out", out, "--jobs", "2", "--cluster", "tcp://127.0.0.1:1").code == 2
    assert cli("sweep", study, "--out", out, "--quiet").code == 0
    again = cli("sweep", study, "--out", out, "--quiet")
    assert (again.code, "--resume" in again.err) == (2, True)
    assert cli("sweep", study, "--out", out, "--resume", "--quiet").code == 0


def test_runs_that_fail_are_told_of(cli: Command, tmp_path: Path) -> None:
    """Some failed runs are a warning with the first reason; when all failed, so did the study."""
    path = tmp_path / "study.yaml"
    text = 'base: {preset: beauty-tiers}\ndesigns: [{name: upside down, set: {"program.tiers.levels[0].threshold": 5000}}]\n'
    path.write_text(text + "run: {customers: 100, months: 1}\n")
    outcome = cli("sweep", str(path), "--out", str(tmp_path / "out"))
    assert outcome.code == 0
    assert (
        "warning: 1 of 2 runs failed, the first of upside down: `program.tiers.levels[1].threshold` is 1200; must"
        in outcome.err
    )
    assert re.search(r"^ +upside down .* n/a", outcome.out, re.MULTILINE)


def test_the_schema_of_studies_is_printed(cli: Command) -> None:
    """``schema study`` is the schema beside the presets; without an argument it is that of scenarios."""
    assert cli("schema", "study").out == (REPOSITORY / "scenarios" / "study.schema.json").read_text(encoding="utf-8")
    assert cli("schema").out == (REPOSITORY / "scenarios" / "scenario.schema.json").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_after_ctrl_c_the_study_goes_on_with_the_command_that_is_said(tmp_path: Path) -> None:
    """Ctrl-C ends with 130, keeps what was done, and says which command goes on."""
    study, out = tmp_path / "study.yaml", tmp_path / "out"
    study.write_text(SMALL.replace("customers: 100", "customers: 10000").replace("count: 2", "count: 30"))
    command = [sys.executable, "-m", "loyalty_sim", "sweep", str(study), "--out", str(out)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
    deadline = time.monotonic() + 60
    while not list(out.glob("parts/*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[1]
    assert running.returncode == 130
    kept = len(list(out.glob("parts/*.parquet")))
    assert kept >= 1
    assert "Traceback" not in said
    match = re.search(r"interrupted; what was done is kept; go on with: loyalty-sim (sweep .* --resume)", said)
    assert match is not None
    assert shlex.split(match[1]) == [*command[3:], "--resume"]
