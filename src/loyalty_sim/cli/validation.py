"""``loyalty-sim validate``: every problem of every file, without running anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loyalty_sim.cli.advice import counted
from loyalty_sim.cli.errors import Code, CommandError, Problem
from loyalty_sim.cli.scenarios import read
from loyalty_sim.cli.streams import emit, emit_json
from loyalty_sim.scenario.lint import warnings


def report_on(files: Sequence[str], *, as_json: bool) -> Code:
    """Check files and print what is wrong with each; returns the exit code."""
    verdicts = [_verdict(file) for file in files]
    problems = [problem for verdict in verdicts for problem in verdict["problems"]]
    broken = sum(not verdict["ok"] for verdict in verdicts)
    if as_json:
        summary = CommandError(Code.INVALID, f"{broken} of {len(files)} scenarios not valid", problems)
        emit_json((summary.document() if broken else {}) | {"files": verdicts})
    else:
        for verdict in verdicts:
            _print(verdict)
    return Code.INVALID if broken else Code.OK


def _verdict(file: str) -> dict[str, Any]:
    try:
        scenario = read(file)
        return {"file": file, "ok": True, "name": scenario.name, "problems": [], "warnings": len(warnings(scenario))}
    except CommandError as failure:
        problems = failure.problems or [Problem(file, "", failure.message)]
        return {"file": file, "ok": False, "name": None, "problems": problems, "warnings": 0}


def _print(verdict: dict[str, Any]) -> None:
    if verdict["ok"]:
        count = verdict["warnings"]
        advice = f"; {counted(count, 'warning')}, see: loyalty-sim lint {verdict['file']}" if count else ""
        emit(f"{verdict['file']}: ok, {verdict['name']}{advice}")
        return
    emit(f"{verdict['file']}: not valid")
    for problem in verdict["problems"]:
        emit(f"  {problem}")
