"""``tornado``, ``sensitivity``, ``select``, and what ``sweep`` says of doubt."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.study.studies import SMALL

TINY = ("--customers", "100", "--months", "3")
LAPSE = "behaviour.retention.lapse_multiplier"


@pytest.fixture
def study(tmp_path: Path) -> str:
    """A study of six designs and two uncertainties, twenty draws."""
    path = tmp_path / "study.yaml"
    text = SMALL.replace("values: [3, 6, 12]", "values: [6, 12]").replace("high: 12, step: 2", "high: 10, step: 2")
    text = text.replace("draws: {count: 2}", "  - {path: economics.discount_rate}\ndraws: {count: 20}")
    path.write_text(text.replace("  - kpi: payback", "  - kpi: outstanding_value").replace("months: 6", "months: 3"))
    return str(path)


def test_a_tornado_of_a_study_ends_with_what_matters(cli: Command, study: str, tmp_path: Path) -> None:
    """The longest bar first, what makes no difference by name, the sentence last; the CSV has all bars."""
    out = tmp_path / "bars.csv"
    outcome = cli("tornado", study, "--customers", "4000", "--out", str(out))
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert "net value of the program is" in lines[0]
    assert lines[-2] == "No difference at all: Discount rate."
    first = lines[3].split("  ")[0]
    assert lines[-1].startswith(f'"{first}" matters most: net value of the program goes from ')
    rows = list(csv.DictReader(out.open()))
    assert next(row["label"] for row in rows) == first
    assert {row["path"] for row in rows} == {
        LAPSE, "economics.discount_rate", "program.expiry.months", "program.redemption.block_points"
    }  # fmt: skip
    assert f"wrote {out}" in outcome.err


def test_a_tornado_of_a_scenario_moves_its_assumptions(cli: Command) -> None:
    """A preset is enough; --json has every bar of every outcome, and --jobs changes none."""
    arguments = ("tornado", "coffee-stars", *TINY, "--outcome", "net_value", "--outcome", "breakage", "--json", "--quiet")
    outcome = cli(*arguments, "--jobs", "1")
    document = outcome.document
    assert (outcome.code, outcome.err) == (0, "")
    assert [each["outcome"] for each in document["outcomes"]] == ["net_value", "breakage"]
    bars = document["outcomes"][0]["bars"]
    assert LAPSE in [bar["path"] for bar in bars]
    assert {bar["kind"] for bar in bars} == {"assumption"}
    assert bars[0]["reach"] == max(bar["reach"] for bar in bars)
    assert cli(*arguments, "--jobs", "2").out == outcome.out


def test_noise_is_not_taken_for_a_cause(cli: Command, study: str) -> None:
    """With few customers no bar stands out, and the sentence says so; a base beyond the ends of its evidence is named."""
    assert cli("tornado", study).out.splitlines()[-1].startswith("Nothing that was moved changes net value of the program")
    outside = cli("tornado", "coffee-stars", *TINY).err
    assert "note: Gross margin is 0.65, outside of 0.3 to 0.5; a study can name other ends" in outside


def test_mistakes_of_a_tornado_are_said_in_a_sentence(cli: Command, study: str, tmp_path: Path) -> None:
    """2 for what was asked, 3 for what is not valid; never a traceback."""
    wrong = cli("tornado", study, "--outcome", "net_valu")
    assert (wrong.code, "did you mean net_value?" in wrong.err) == (2, True)
    assert cli("tornado", "coffee-star").code == 2
    assert cli("tornado", study, "--out", str(tmp_path / "none" / "bars.csv")).code == 2
    fixed = tmp_path / "fixed.yaml"
    fixed.write_text("base: {preset: coffee-stars}\ndesigns: [{name: a, set: {program.expiry.months: 6}}]\n")
    still = cli("tornado", str(fixed))
    assert (still.code, "there is nothing to move" in still.err) == (2, True)
    fixed.write_text("base: {preset: coffee-stars}\nlevers: [{path: program.expiry.moths, values: [1]}]\n")
    assert cli("tornado", str(fixed)).code == 3


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_sensitivity_names_what_drives_each_outcome(method: str, cli: Command, study: str, tmp_path: Path) -> None:
    """A table for each outcome with convergence, and the sentence; a second call needs --resume and runs nothing."""
    command = ("sensitivity", study, "--method", method, "--samples", "8", "--out", str(tmp_path / "out"))
    outcome = cli(*command)
    assert outcome.code == 0
    assert '"Members stay longer" drives net value of the program' in outcome.out
    assert "of 4" in outcome.out
    assert f"8 samples, {24 if method == 'morris' else 32} runs" in outcome.out
    assert cli(*command).code == 2
    again = cli(*command, "--resume", "--json", "--quiet")
    assert (again.code, again.err) == (0, "")
    importances = again.document["outcomes"]["net_value"]["importances"]
    assert [each["path"] for each in importances] == [LAPSE, "economics.discount_rate"]
    assert importances[1]["main"] == {"value": 0, "low": 0, "high": 0, "noise": 0}


def test_mistakes_of_sensitivity_are_said_in_a_sentence(cli: Command, study: str, tmp_path: Path) -> None:
    """Samples that are no power of 2, a study without uncertainties, no folder; a dry run writes nothing."""
    out = str(tmp_path / "out")
    odd = cli("sensitivity", study, "--method", "sobol", "--samples", "6", "--out", out)
    assert (odd.code, "take 4 or 8" in odd.err) == (2, True)
    assert cli("sensitivity", study).code == 2
    sure = tmp_path / "sure.yaml"
    sure.write_text("base: {preset: coffee-stars}\nlevers: [{path: program.expiry.months, values: [6]}]\n")
    refused = cli("sensitivity", str(sure), "--out", out)
    assert (refused.code, "has no uncertainties" in refused.err) == (2, True)
    said = cli("sensitivity", study, "--samples", "4", "--dry-run")
    assert (said.code, "the base x 12 draws = 12 runs" in said.out) == (0, True)
    assert not Path(out).exists()


def test_a_sweep_says_how_the_outcome_may_turn_out_and_how_sure_it_is(cli: Command, study: str, tmp_path: Path) -> None:
    """Ranges over the draws with the chance of a loss, the tail of what is owed, and designs not told from the best."""
    outcome = cli("sweep", study, "--out", str(tmp_path / "out"))
    assert "net_value over 20 draws of what is not known" in outcome.out
    assert " in 20" in outcome.out
    assert "in 19 of 20 draws" in outcome.out
    last = outcome.out.splitlines()[-1]
    assert "cannot be told from" in last or "is the best of" in last
    document = cli("sweep", study, "--out", str(tmp_path / "out"), "--resume", "--json").document
    selection, doubt = document["selection"], document["uncertainty"]["base"]
    assert selection["sentence"] == last
    assert selection["best"][0] == document["best"][0]["name"]
    assert doubt["in_twenty"] == sum(dot < 0 for dot in doubt["dots"])
    assert document["liability"]["base"]["tail"] >= document["liability"]["base"]["mean"]["value"]


def test_select_ends_with_the_reason(cli: Command, study: str, tmp_path: Path) -> None:
    """A wide margin is reached in the first round; a budget below it is refused, as are constraints."""
    outcome = cli("select", study, "--within", "1e9")
    assert outcome.code == 0
    assert "Ended after 100 runs in 1 round: " in outcome.out
    document = cli("select", study, "--within", "1e9", "--json", "--quiet").document
    assert document["ended"] in ("precise", "one")
    assert document["best"][0] == document["selection"]["contenders"][0]["design"]["name"]
    small = cli("select", study, "--most-runs", "99")
    assert (small.code, "one round takes 100 runs" in small.err) == (2, True)
    limited = tmp_path / "limited.yaml"
    limited.write_text(Path(study).read_text() + "constraints: [{outcome: net_value, at_least: 0}]\n")
    refused = cli("select", str(limited))
    assert (refused.code, "constraints" in refused.err) == (2, True)
