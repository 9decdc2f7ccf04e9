"""The design linter: what a program manager should look at before a run, each with a reason and a source.

A scenario with findings is valid. Rules look at the scenario alone; what only a run can tell (a lift beyond what is
published) is among the checks of the result.
"""

from __future__ import annotations

from loyalty_sim.scenario.findings import Finding, Severity
from loyalty_sim.scenario.lint_design import DESIGN_RULES
from loyalty_sim.scenario.lint_law import LAW_RULES
from loyalty_sim.scenario.scenario import Scenario

__all__ = ["RULES", "Finding", "Severity", "lint", "warnings"]

RULES = (*DESIGN_RULES, *LAW_RULES)
"""Each gives the findings of one rule."""


def lint(scenario: Scenario) -> list[Finding]:
    """All findings, warnings first."""
    found = [finding for rule in RULES for finding in rule(scenario)]
    return sorted(found, key=lambda finding: finding.severity != "warning")


def warnings(scenario: Scenario) -> list[Finding]:
    """The findings that are likely mistakes."""
    return [finding for finding in lint(scenario) if finding.severity == "warning"]
