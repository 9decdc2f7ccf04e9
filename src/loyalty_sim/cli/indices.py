"""``loyalty-sim sensitivity``: do the runs that a method needs, and show which assumptions drive the outcomes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from loyalty_sim.cli.cluster import executor_on
from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.streams import emit, emit_json, say, table
from loyalty_sim.cli.study import Order, done, files, only_say, read_study, sizes
from loyalty_sim.report import risks
from loyalty_sim.scenario.files import ScenarioError
from loyalty_sim.study import Plan, Results
from loyalty_sim.study.precision import sized
from loyalty_sim.study.rows import Measured, measured
from loyalty_sim.study.sensitivity import Importance, Index, Method, Sensitivity, sensitivities, sensitivity_plan


def execute(order: Order, method: Method, samples: int | None, picture: Path | None = None) -> Code:
    """Do the runs and report; returns the exit code."""
    plan = sized(_plan(order, method, samples))
    if order.dry_run:
        return only_say(order, plan)
    assert order.out is not None
    with executor_on(order.cluster, plan.base, order.jobs) as (executor, jobs):
        results = done(order, plan, executor, jobs, order.out)
    found = sensitivities(results)
    if order.json:
        emit_json(_document(results, found, order))
    else:
        for index, each in enumerate(measured(plan.study)):
            if index:
                emit("")
            _print(plan, each, found[each.column])
    if not order.quiet:
        _comment(results, order)
    if picture is not None:
        _draw(picture, plan, found, order.quiet)
    return Code.FAILED if results.failed == len(plan) else Code.OK


def _draw(path: Path, plan: Plan, found: dict[str, Sensitivity], quiet: bool) -> None:
    """The indices of every outcome, each followed by its convergence."""
    from loyalty_sim.cli.pictures import draw
    from loyalty_sim.report import risk

    pictures = {}
    for each in measured(plan.study):
        pictures[each.column] = risk.indices(found[each.column], each, plan.base.currency)
        pictures[f"{each.column}-convergence"] = risk.convergence(found[each.column], each)
    draw(path, f"{plan.study.name}: what drives the outcomes", pictures, quiet)


def _plan(order: Order, method: Method, samples: int | None) -> Plan:
    plan = read_study(order.study)
    if not plan.study.uncertainties:
        raise CommandError(Code.USAGE, f"{order.study} has no uncertainties; list the assumptions that are not known")
    try:
        return sensitivity_plan(plan, method, samples)
    except ValidationError as error:
        raise CommandError(Code.USAGE, f"--samples {error.errors()[0]['msg']}") from None
    except ScenarioError as error:
        raise CommandError(Code.USAGE, f"{order.study} with --samples {samples}: {error.problems[0]}") from None


def _print(plan: Plan, measured: Measured, found: Sensitivity) -> None:
    """The table of one outcome, its convergence, and the sentence."""
    sobol = found.method == "sobol"
    kind = "Sobol indices" if sobol else "Morris screening"
    emit(f"{plan.study.name}: {kind} of {risks.subject(measured)}")
    emit("")
    sizes = [stage.samples for stage in found.stages[:-1]]
    headings = ["Assumption", *(("Total", "95 % interval", "Alone", "95 % interval") if sobol else
                ("mu*", "95 % interval", "mu", "sigma")), "Noise", *(f"of {size}" for size in sizes)]  # fmt: skip
    table(headings, [_row(each, found, measured, plan.base.currency) for each in found.importances])
    last = found.stages[-1] if found.stages else None
    if last is not None:
        emit(f"From {last.samples:,} samples, {last.runs:,} runs; noise is the standard error over other customers.")
    if found.left_out:
        emit(f"{found.left_out:,} samples are left out, for a run of theirs has no value.")
    emit(risks.driven_by(found, measured, plan.base.currency))


def _row(each: Importance, found: Sensitivity, measured: Measured, currency: str) -> list[str]:
    def shown(value: float | None) -> str:
        if found.method == "sobol" or value is None:
            return f"{value:.2f}" if value is not None else ""
        return risks.change(value, measured, currency)

    def size(value: float) -> str:
        return shown(value).removeprefix("+")

    def ends(index: Index) -> str:
        return f"{size(index.low)} to {size(index.high)}"

    if each.second is not None:
        middle = [shown(each.second.value), ends(each.second)]
    else:
        middle = [shown(each.mu), shown(each.sigma)]
    earlier = [size(stage.values[each.path]) for stage in found.stages[:-1]]
    return [each.label, size(each.main.value), ends(each.main), *middle, size(each.main.noise), *earlier]


def _document(results: Results, found: dict[str, Sensitivity], order: Order) -> dict[str, Any]:
    currency = results.plan.base.currency
    said = {
        each.column: {**vars(found[each.column]), "steady": found[each.column].steady,
                      "sentence": risks.driven_by(found[each.column], each, currency)}
        for each in measured(results.plan.study)
    }  # fmt: skip
    return {
        **sizes(results.plan), "failed": results.failed, "folder": str(order.out), "files": files(results), "outcomes": said
    }  # fmt: skip


def _comment(results: Results, order: Order) -> None:
    """Say on stderr what failed and what was written."""
    if results.failed:
        reason = next(each for each in results.table["reason"].to_pylist() if each is not None)
        say(f"warning: {results.failed:,} of {len(results.plan):,} runs failed, the first because {reason}")
    say(f"wrote {', '.join(files(results))} to {order.out}")
