"""``loyalty-sim select``: which designs may be the best, with as many runs as it takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loyalty_sim.cli.cluster import executor_on
from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.streams import emit, emit_json, table, tally
from loyalty_sim.cli.study import read_study
from loyalty_sim.report import risks
from loyalty_sim.study import LostWorkersError, Plan
from loyalty_sim.study.growth import Choice, choose
from loyalty_sim.study.precision import sized
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.selection import Contender

TIMES = 10
"""Of the runs of the study, the budget where none is named."""


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    study: Path
    within: float
    most_runs: int | None
    jobs: int | None
    json: bool
    quiet: bool
    cluster: str | None = None


def execute(order: Order) -> Code:
    """Choose and report; returns the exit code."""
    plan = sized(read_study(order.study))
    if len(plan.designs) < 2:
        raise CommandError(Code.USAGE, f"{order.study} has no design but the base; give levers or designs")
    if plan.study.constraints:
        raise CommandError(Code.USAGE, f"{order.study} has constraints, which select does not look at; do a sweep instead")
    budget = order.most_runs or TIMES * len(plan)
    if budget < len(plan):
        raise CommandError(Code.USAGE, f"--most-runs is {budget:,}, but one round takes {len(plan):,} runs")
    try:
        with (
            executor_on(order.cluster, plan.base, order.jobs) as (executor, jobs),
            tally(plan.study.name, "runs", order.quiet) as report,
        ):
            found = choose(
                plan, order.within, budget, executor=executor, jobs=jobs,
                progress=lambda far: report(far.runs, far.total, far.rate, far.failed),
            )  # fmt: skip
    except LostWorkersError as error:
        raise CommandError(Code.FAILED, str(error)) from None
    except ValueError as error:
        raise CommandError(Code.FAILED, str(error)) from None
    first = plan.study.outcomes[0]
    measured = Measured(first.kpi, first.world)
    if order.json:
        emit_json(_document(plan, found, measured))
    else:
        _print(plan, found, measured)
    return Code.OK


def _print(plan: Plan, found: Choice, measured: Measured) -> None:
    currency = plan.base.currency
    emit(f"{plan.study.name}: the best of {len(plan.designs):,} designs by {found.selection.outcome}")
    emit("")
    table(("Design", found.selection.outcome, "Against the best other", "95 % interval", "May be the best"),
          [row(each, measured, currency) for each in found.selection.contenders])  # fmt: skip
    if found.dropped:
        emit(f"Left out in earlier rounds: {risks.listed(found.dropped)}.")
    emit(risks.chosen(found.selection, measured, currency))
    emit(risks.made_sure(found, measured, currency))


def row(each: Contender, measured: Measured, currency: str) -> list[str]:
    """A design in a table of those that may be the best."""
    low, high = (risks.change(end, measured, currency) for end in (each.low, each.high))
    return [each.design.name, risks.amount(each.value, measured, currency), risks.change(each.gap, measured, currency),
            f"{low} to {high}", "yes" if each.best else "no"]  # fmt: skip


def _document(plan: Plan, found: Choice, measured: Measured) -> dict[str, Any]:
    currency = plan.base.currency
    said = f"{risks.chosen(found.selection, measured, currency)} {risks.made_sure(found, measured, currency)}"
    best = [each.design.name for each in found.selection.best]
    return {"study": plan.study.name, **vars(found), "best": best, "sentence": said}
