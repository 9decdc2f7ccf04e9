"""The design linter: what a program manager should look at before a run, each with a reason and a source.

A scenario with findings is valid. Rules look at the scenario alone; what only a run can tell (a lift beyond what is
published) is among the checks of the result. The program before month 1 is what it is: the programs from month 1 on are
looked at, each that comes by an amendment for what is not so before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from loyalty_sim.scenario.findings import Finding, Severity
from loyalty_sim.scenario.lint_changes import CHANGE_RULES, changes
from loyalty_sim.scenario.lint_design import DESIGN_RULES
from loyalty_sim.scenario.lint_law import LAW_RULES, law_checked
from loyalty_sim.scenario.lint_rewards import REWARD_RULES
from loyalty_sim.scenario.problems import Location
from loyalty_sim.scenario.program import Program
from loyalty_sim.scenario.scenario import Scenario

__all__ = ["RULES", "Finding", "Severity", "law_checked", "lint", "warnings"]

PROGRAM_RULES = (*DESIGN_RULES, *REWARD_RULES, *LAW_RULES)
"""Rules that look at one program, and at its market."""
RULES = (*PROGRAM_RULES, *CHANGE_RULES)
"""Each gives the findings of one rule."""


def lint(scenario: Scenario) -> list[Finding]:
    """All findings, warnings first."""
    found = [*_programs(scenario), *(finding for rule in CHANGE_RULES for finding in rule(scenario))]
    return sorted(found, key=lambda finding: finding.severity != "warning")


def warnings(scenario: Scenario) -> list[Finding]:
    """The findings that are likely mistakes."""
    return [finding for finding in lint(scenario) if finding.severity == "warning"]


def _programs(scenario: Scenario) -> Iterator[Finding]:
    """Findings of the program at month 1, and of each later one those that are new with it."""
    before = _findings(scenario, scenario.program)
    yield from before
    for change in changes(scenario):
        if change.levers[0] == "amendments":
            here = _findings(scenario, change.after)
            for finding in here:
                if finding not in before:
                    path = _within(scenario, change.levers, finding.path)
                    yield replace(finding, path=path, sentence=f"From month {change.month}: {finding.sentence}")
            before = here


def _findings(scenario: Scenario, program: Program) -> list[Finding]:
    """What the rules say of one program as if it were the only one."""
    alone = scenario.model_copy(update={"program": program, "current_program": None, "amendments": ()})
    return [finding for rule in PROGRAM_RULES for finding in rule(alone)]


def _within(scenario: Scenario, levers: Location, path: Location) -> Location:
    """Where an amendment says what stands at ``path`` in the program; as near to it as the amendment goes."""
    tree: Any = scenario.amendments[int(levers[1])].changes
    found = levers
    for part in path[1:]:
        try:
            tree = tree[part]
        except (LookupError, TypeError):
            break
        found = (*found, part)
    return found
