"""``solve``, ``optimise`` and ``pareto``: what they print, their documents, and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from loyalty_sim.scenario.files import load
from tests.conftest import Command
from tests.study.studies import SMALL

SEEK = ("solve", "coffee-stars", "--customers", "200", "--months", "6", "--most-customers", "200")
EXPIRY = ("--lever", "program.expiry.months", "--low", "2", "--high", "8")


def test_solve_prints_the_answer_both_sides_and_what_was_looked_at(cli: Command, tmp_path: Path) -> None:
    """The sentence first; --out writes the scenario with the answer; --json has the same."""
    file = tmp_path / "answer.yaml"
    asked = (*SEEK, *EXPIRY, "--target", "breakage < 35%")
    outcome = cli(*asked, "--out", str(file))
    assert outcome.code == 0
    assert outcome.out.startswith("Breakage (expired / issued) is below 35 % with program.expiry.months ")
    assert "program.expiry.months  Breakage (expired / issued)" in outcome.out
    document = cli(*asked, "--json", "--quiet").document
    assert load(file).program.expiry.months == document["solution"]
    limit = document["limits"][0]
    assert limit["inside"]["outcome"]["value"] < 0.35 <= limit["outside"]["outcome"]["value"]


def test_no_solution_is_an_answer_and_a_failure_only_when_strict(cli: Command) -> None:
    """Exit code 0 with the reason, 4 with --strict, null in the document."""
    asked = (*SEEK, *EXPIRY, "--target", "breakage < 0")
    outcome = cli(*asked)
    assert (outcome.code, outcome.out.startswith("No solution: Breakage")) == (0, True)
    assert cli(*asked, "--strict").code == 4
    assert cli(*asked, "--json").document["solution"] is None


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--lever", "program.expiry.moths", "--target", "breakage < 1"), "did you mean `months`"),
        (("--lever", "program.expiry.months", "--target", "brekage < 1"), "did you mean breakage"),
        (
            ("--lever", "program.expiry.months", "--target", "breakage < 1", "--low", "9", "--high", "3"),
            "low must be below high",
        ),
        (("--lever", "program.expiry.rule", "--target", "breakage < 1", "--low", "9"), "has no low, high or step"),
        (("--lever", "behaviour.retention.lapse_multiplier", "--target", "breakage < 1"), "is an assumption and no lever"),
    ],
)
def test_mistakes_of_solve_are_usage(cli: Command, arguments: tuple[str, ...], hint: str) -> None:
    """Exit code 2 and a sentence."""
    outcome = cli("solve", "coffee-stars", *arguments)
    assert (outcome.code, hint in outcome.err) == (2, True), outcome.err


@pytest.fixture
def study(tmp_path: Path) -> str:
    """A study file."""
    path = tmp_path / "study.yaml"
    path.write_text(SMALL.replace("kpi: payback", "kpi: outstanding_value"))
    return str(path)


def test_optimise_recommends_and_pareto_reads_its_trials(cli: Command, study: str, tmp_path: Path) -> None:
    """The best design with how far the others are behind; then the front of all that was tried, as files."""
    out, front = str(tmp_path / "out"), tmp_path / "front"
    outcome = cli("optimise", study, "--out", out, "--robust", "worst", "--finalists", "2")
    assert outcome.code == 0
    assert outcome.out.startswith("Small: the best of 10 designs (all of the grid) by net_value.min, with 100 customers")
    assert "Best: design " in outcome.out
    again = cli("optimise", study, "--out", out, "--robust", "worst", "--finalists", "2", "--resume", "--json").document
    assert again["finding"][0] in outcome.out
    assert cli("optimise", study, "--out", out).code == 2
    shown = cli("pareto", out, "--outcomes", "net_value,outstanding_value", "--dominance", "plain", "--write", str(front))
    assert shown.code == 0
    document = cli("pareto", out, "--outcomes", "net_value,outstanding_value", "--dominance", "plain", "--json").document
    names = [each["name"] for each in document["front"]]
    assert f"Small: {len(names)} of 10 designs on the front" in shown.out
    assert len(list(front.glob("*.yaml"))) == len(names)


def test_optimise_says_when_no_design_will_do(cli: Command, study: str, tmp_path: Path) -> None:
    """Exit code 0 with the nearest and what it breaks; 4 with --strict."""
    path = Path(study)
    path.write_text(path.read_text() + "constraints: [{outcome: net_value, at_least: 1.0e+12}]\n")
    outcome = cli("optimise", study, "--out", str(tmp_path / "out"), "--finalists", "1", "--strict")
    assert outcome.code == 4
    assert "No design that was tried keeps all constraints. The nearest, design " in outcome.out
    assert "net_value below 1e+12" in outcome.out


def test_pareto_of_what_is_no_study_is_usage(cli: Command, tmp_path: Path) -> None:
    """Exit code 2 and a sentence."""
    outcome = cli("pareto", str(tmp_path))
    assert (outcome.code, "holds no study" in outcome.err) == (2, True)
