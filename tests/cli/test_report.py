"""``loyalty-sim report``: what it writes, what it refuses, and that its own command gives the same numbers."""

from __future__ import annotations

import base64
import re
import shlex
from html import unescape
from pathlib import Path

import pytest

from tests.conftest import Command

SMALL = ("--customers", "300", "--months", "6")


def test_the_command_in_the_report_gives_the_same_report(
    cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run in a folder with the attached files, the command in a report writes it again, but for when it was started."""
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / "mine.yaml"
    mine.write_text("name: Mine\nprogram: {expiry: {months: 6}}\n")
    outcome = cli("report", str(mine), *SMALL, "--seed", "7", "--baseline", "beauty-tiers", "--out", "r.html")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "wrote r.html\n")
    first = (tmp_path / "r.html").read_text()
    mine.write_bytes(base64.b64decode(re.findall(r'download="mine.yaml" href="[^"]*base64,([^"]*)"', first)[0]))
    command = shlex.split(unescape(re.findall(r"<pre>(.*?)</pre>", first)[0]))
    assert command[0] == "loyalty-sim"
    assert cli(*command[1:]).code == 0
    again = (tmp_path / "r.html").read_text()
    started = re.compile(r"<dt>Started</dt><dd>[^<]*</dd>")
    assert started.sub("", first) == started.sub("", again)
    assert not re.search(r"https?:", first)


def test_charts_go_to_a_folder_of_their_own(cli: Command, tmp_path: Path) -> None:
    """Each chart is there as PNG, SVG and CSV, and nothing else is left behind."""
    outcome = cli("report", "beauty-tiers", *SMALL, "--out", str(tmp_path / "r.html"), "--charts", str(tmp_path / "c"))
    assert outcome.code == 0
    names = sorted(path.name for path in (tmp_path / "c").iterdir())
    assert len({name.partition(".")[0] for name in names}) * 3 == len(names) == 15
    for path in (tmp_path / "c").iterdir():
        assert path.read_bytes().startswith({".png": b"\x89PNG", ".svg": b"<svg", ".csv": b""}[path.suffix])
    assert f"15 files of charts to {tmp_path / 'c'}" in outcome.err


@pytest.mark.parametrize("name", ["report.pdf", "report", "folder.html"])
def test_a_name_that_is_no_page_is_refused_before_the_run(cli: Command, tmp_path: Path, name: str) -> None:
    """Another ending, or a folder of that name, is a usage error in a sentence."""
    (tmp_path / "folder.html").mkdir()
    outcome = cli("report", "coffee-stars", "--out", str(tmp_path / name))
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith(f"error: --out is {tmp_path / name}")


def test_an_unknown_baseline_is_refused_before_the_run(cli: Command, tmp_path: Path) -> None:
    """A baseline that is neither a file nor a preset is a usage error that names what was meant."""
    outcome = cli("report", "coffee-stars", "--baseline", "coffee-star", "--out", str(tmp_path / "r.html"))
    assert outcome.code == 2
    assert "did you mean coffee-stars?" in outcome.err
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_the_earlier_report(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails, one sentence says so and the earlier file stays as it was."""
    path = tmp_path / "r.html"
    path.write_text("old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("loyalty_sim.cli.report._write", full)
    outcome = cli("report", "beauty-tiers", *SMALL, "--out", str(path))
    assert (outcome.code, outcome.err) == (1, f"error: cannot write {path}: no space left on device\n")
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]
