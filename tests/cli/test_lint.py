"""``lint``: what to look at before a run."""

from __future__ import annotations

from pathlib import Path

from loyalty_sim.scenario.presets import preset
from tests.conftest import Command, run_python

QUEBEC = "name: Mine\nprogram: {jurisdictions: [Québec]}\n"


def test_findings_are_printed_with_reason_and_source(cli: Command) -> None:
    """Each finding has its rule, lever, sentence, reason and source; without --strict the exit code is 0."""
    outcome = cli("lint", "cdnow")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"{preset('cdnow').name}: 2 warnings, no notes\n")
    assert "warning reward-out-of-reach: program.redemption.block_points" in outcome.out
    assert outcome.out.count("  Source: ") == 2
    assert outcome.out.endswith("\nLaw: not checked, as the program names no jurisdiction.\n")


def test_strict_fails_on_warnings_only(cli: Command, tmp_path: Path) -> None:
    """With --strict a warning ends with 4; a note, or nothing to say, with 0."""
    assert cli("lint", "cdnow", "--strict").code == 4
    assert cli("lint", "beauty-tiers", "--strict").code == 0
    file = tmp_path / "mine.yaml"
    file.write_text(QUEBEC.replace("]}", "], expiry: {rule: never}, redemption: {block_points: 10}}"), encoding="utf-8")
    notes = cli("lint", str(file), "--strict")
    assert notes.code == 0
    assert "Mine: no warnings, 1 note" in notes.out


def test_the_document_of_lint(cli: Command, tmp_path: Path) -> None:
    """--json prints every finding as an object, and a scenario that is not valid ends with 3 as elsewhere."""
    file = tmp_path / "mine.yaml"
    file.write_text(QUEBEC, encoding="utf-8")
    document = cli("lint", str(file), "--json").document
    laws = {finding["id"]: finding for finding in document["findings"] if finding["id"].startswith("QC")}
    assert set(laws) == {"QC-1", "QC-2", "QC-6"}
    assert laws["QC-1"]["where"] == "program.expiry.rule"
    assert document["law"] == "Law: hints for Québec only; not checked for anywhere else."
    assert document["warnings"] == sum(finding["severity"] == "warning" for finding in document["findings"])
    file.write_text("program: {jurisdictions: [Quebec]}\n")
    broken = cli("lint", str(file), "--json")
    assert broken.code == broken.document["error"]["code"] == 3


def test_validate_mentions_warnings(cli: Command) -> None:
    """A valid scenario stays valid; that there are warnings is said, with the command that lists them."""
    outcome = cli("validate", "cdnow", "beauty-tiers")
    assert outcome.code == 0
    first, second = outcome.out.splitlines()
    assert first == f"cdnow: ok, {preset('cdnow').name}; 2 warnings, see: loyalty-sim lint cdnow"
    assert "warning" not in second


def test_lint_starts_no_compiler() -> None:
    """What can be known before a run needs neither NumPy nor Numba."""
    code = "import sys\nfrom loyalty_sim.cli import main\nassert main(['lint', 'cdnow']) == 0\n"
    outcome = run_python(code + "assert not {'numpy', 'numba', 'scipy'} & set(sys.modules)")
    assert outcome.code == 0, outcome.err
