"""A result as an Excel workbook: statements as live formulas over monthly values, with provenance, inputs and checks.

Formulas stand only where they are honest arithmetic; what was simulated or estimated is a value. Every formula carries the
number of the engine, so that readers that do not calculate show it too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from loyalty_sim.engine import Result
from loyalty_sim.finance.liability import Liability, Policy, liability
from loyalty_sim.report.files import write_whole
from loyalty_sim.report.workbook import checks, compare, cover, figures, inputs, statements
from loyalty_sim.report.workbook.charts import charts
from loyalty_sim.report.workbook.data import Data
from loyalty_sim.report.workbook.sheet import Book

LEAST_DATE = datetime(1980, 1, 1, tzinfo=UTC)
"""Of a result that does not say when it was made."""
SHORT_ID = 12


def workbook(
    result: Result,
    path: Path,
    policy: Policy | None = None,
    baseline: Result | None = None,
    followed: Result | None = None,
) -> Path:
    """Write a result to an .xlsx file, whole or not at all; an earlier file of that name is replaced.

    Args:
        result: the run.
        path: where to write.
        policy: how points are accounted for, by default ``Policy()``; the other basis is shown beside it.
        baseline: a run to compare with.
        followed: the run of ``longer(result.scenario)``, for ultimate breakage and for perfect foresight.

    Raises:
        OSError: the file cannot be written.
    """
    content = contents(result, policy, baseline, followed)
    return write_whole(path, lambda partial: partial.write_bytes(content))


def contents(
    result: Result, policy: Policy | None = None, baseline: Result | None = None, followed: Result | None = None
) -> bytes:
    """The bytes of the file; the same result gives the same."""
    policy = policy or Policy()
    owed = _owed(result, policy, followed)
    data = Data(result, owed)
    book = _book(result)
    front = cover.cover(book, result, policy, baseline)
    inputs.inputs(book, result.scenario)
    inputs.assumptions(book, result.scenario)
    checked = checks.started(book)
    gaps: list[statements.Gap] = []
    figures.key_figures(book, result)
    gaps += statements.profit_and_loss(book, data)
    gaps += statements.points(book, data)
    gaps += statements.liability(book, data, owed)
    gaps += statements.cash(book, data)
    gaps += statements.tiers(book, data)
    gaps += figures.breakage(book, result, followed)
    if baseline is not None:
        gaps += compare.compare(book, result, baseline)
    charts(book, data)
    data.write(book)
    checks.fill(checked, result, gaps, data.largest)
    cover.verdict(front, checked.to(*checks.OVERALL))
    return book.contents()


def _owed(result: Result, policy: Policy, followed: Result | None) -> tuple[Liability, ...]:
    """What is owed by the policy, and on the other basis: deferred revenue carries a margin, accrued cost does not."""
    other = replace(policy, method="proportional" if policy.method == "accrued cost" else "accrued cost")
    return liability(result, policy, followed), liability(result, other, followed)


def _book(result: Result) -> Book:
    """An empty workbook with the name of the scenario and the run it is of."""
    started = result.manifest.get("started")
    created = datetime.fromisoformat(started) if started else LEAST_DATE
    run = str(result.manifest.get("run_id", ""))[:SHORT_ID]
    return Book(result.scenario.name, created, f"loyalty-sim, run {run}")
