"""``loyalty-sim run``: simulate, print the KPIs, write files, and hold the result to its limits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from loyalty_sim.cli.cluster import executor_on
from loyalty_sim.cli.errors import Code
from loyalty_sim.cli.export import export, require_writable
from loyalty_sim.cli.library import stored_result
from loyalty_sim.cli.limits import Limit
from loyalty_sim.cli.streams import emit, emit_json, progress, say, table
from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance import Check, Coverage, Estimate, Kpi, checks, kpis, monthly
from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report import numbers
from loyalty_sim.scenario import Scenario

SIMPY_CHUNK = 100
"""Customers after which the slow clock reports progress and can be interrupted."""


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    scenario: Scenario
    engine: Literal["compiled", "simpy"]
    threads: int | None
    out: Path | None
    fail_if: tuple[str, ...]
    json: bool
    quiet: bool
    coverage: Coverage = 80
    """Of the interval in the printed table, in per cent; documents and files have both."""
    stored: bool = False
    """Whether to answer from the library, and to keep the run there."""
    cluster: str | None = None
    """Where the customers are simulated: on a Dask cluster, or None for threads."""


@dataclass(frozen=True)
class Findings:
    """What came out."""

    result: Result
    kpis: dict[str, Kpi]
    checks: list[Check]
    limits: list[dict[str, Any]]
    files: list[Path]


def execute(order: Order) -> Code:
    """Run and report; returns the exit code."""
    limits = [Limit.parse(text) for text in order.fail_if]
    for limit in limits:
        limit.require_known(FIGURES)
    if order.out is not None:
        require_writable(order.out)
    result = stored_result(order.scenario, lambda _: _simulate(order)) if order.stored else _simulate(order)
    figures = kpis(result)
    files = [] if order.out is None else export(result, figures, order.out)
    findings = Findings(result, figures, checks(result), [limit.check(figures) for limit in limits], files)
    if order.json:
        emit_json(_document(findings))
    else:
        _print(findings, order.coverage)
    if not order.quiet:
        _comment(findings)
    return _verdict(findings)


def _simulate(order: Order) -> Result:
    run = order.scenario.run
    chunks = math.ceil(run.customers / SIMPY_CHUNK) if order.engine == "simpy" else None
    with (
        executor_on(order.cluster, order.scenario, order.threads) as (executor, threads),
        progress(order.scenario.name, order.quiet) as report,
    ):
        return simulate(
            order.scenario, engine=order.engine, executor=executor, threads=threads, chunks=chunks, progress=report
        )  # fmt: skip


def _verdict(findings: Findings) -> Code:
    broken = [check for check in findings.checks if not check.ok and check.level == "error"]
    if broken:
        names = "; ".join(f"{check.name}: {check.detail}" for check in broken)
        say(f"error: the books of this run do not balance, so its numbers must not be used ({names})")
        return Code.FAILED
    breached = [limit for limit in findings.limits if limit["breached"]]
    for limit in breached:
        say(f"limit breached: {limit['limit']}; it is {limit['value']:.6g}")
    return Code.BREACHED if breached else Code.OK


def _comment(findings: Findings) -> None:
    """Say on stderr what is doubtful, what it took and what was written."""
    result = findings.result
    for check in findings.checks:
        if not check.ok and check.level == "warning":
            say(f"warning: {check.name.lower()}: {check.detail}")
    say(f"{result.lives:,} lives, {result.events:,} events in {result.manifest['seconds']:.1f} s")
    if findings.files:
        say(f"wrote {', '.join(path.name for path in findings.files)} to {findings.files[0].parent}")


def _document(findings: Findings) -> dict[str, Any]:
    result = findings.result
    return {
        "scenario": result.scenario.name,
        "currency": result.scenario.currency,
        "manifest": result.manifest,
        "kpis": findings.kpis,
        "monthly": monthly(result).astype({"date": str}).to_dict("records"),
        "checks": findings.checks,
        "limits": findings.limits,
        "files": findings.files,
    }


def _print(findings: Findings, coverage: Coverage) -> None:
    scenario = findings.result.scenario
    run, currency = scenario.run, scenario.currency
    emit(
        f"{scenario.name}: {run.months} months from {run.start}, {run.customers:,} simulated customers for "
        f"{findings.result.scale * run.customers:,.0f}, seed {run.seed}"
    )
    emit("")
    headings = ("KPI", "Program", "No program", "Difference", f"{coverage} % interval", "Unit")
    rows = [_row(kpi, currency, coverage) for kpi in findings.kpis.values()]
    table(headings, rows, (0, 5))
    emit("The interval is that of the difference, or of the program where there is no difference to take.")
    emit("")
    table(("Check", "", "Detail"), [(each.name, _mark(each), each.detail) for each in findings.checks], (0, 1, 2))


def _mark(check: Check) -> str:
    return "ok" if check.ok else check.level


def _row(kpi: Kpi, currency: str, coverage: Coverage) -> tuple[str, ...]:
    unit = currency if kpi.unit == "money" else kpi.unit
    worlds = [_value(estimate, kpi.unit, currency) for estimate in (kpi.program, kpi.without)]
    difference = "" if kpi.difference is None else numbers.difference(kpi.difference.value, kpi.unit, currency)
    return (kpi.label, *worlds, difference, _interval(kpi, currency, coverage), unit)


def _value(estimate: Estimate | None, unit: str, currency: str) -> str:
    return "" if estimate is None else numbers.number(estimate.value, unit, currency)


def _interval(kpi: Kpi, currency: str, coverage: Coverage) -> str:
    estimate = kpi.difference or kpi.program
    if estimate is None:
        return ""
    low, high = estimate.interval(coverage)
    show = numbers.difference if kpi.difference else numbers.number
    return "" if low == high else f"{show(low, kpi.unit, currency)} to {show(high, kpi.unit, currency)}"
