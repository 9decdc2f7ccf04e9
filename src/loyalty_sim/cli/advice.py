"""``loyalty-sim lint``: what to look at in a valid scenario before a run."""

from __future__ import annotations

from loyalty_sim.cli.errors import Code
from loyalty_sim.cli.streams import emit, emit_json
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.lint import Finding, law_checked, lint


def advise(scenario: Scenario, *, as_json: bool, strict: bool) -> Code:
    """Print the findings; returns the exit code, which tells of warnings only when strict."""
    findings = lint(scenario)
    count = sum(finding.severity == "warning" for finding in findings)
    if as_json:
        found = [_document(finding) for finding in findings]
        emit_json({"scenario": scenario.name, "warnings": count, "law": law_checked(scenario), "findings": found})
    else:
        emit(f"{scenario.name}: {counted(count, 'warning')}, {counted(len(findings) - count, 'note')}")
        for finding in findings:
            emit("")
            emit(f"{finding.severity} {finding.id}: {finding.where}")
            emit(f"  {finding.sentence}")
            emit(f"  {finding.reason}")
            emit(f"  Source: {finding.source}")
        emit("")
        emit(law_checked(scenario))
    return Code.BREACHED if strict and count else Code.OK


def counted(number: int, word: str) -> str:
    """A number of things in words: "no notes", "1 note", "2 notes"."""
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


def _document(finding: Finding) -> dict[str, str]:
    return {
        "id": finding.id,
        "severity": finding.severity,
        "where": finding.where,
        "sentence": finding.sentence,
        "reason": finding.reason,
        "source": finding.source,
    }
