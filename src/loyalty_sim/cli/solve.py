"""``loyalty-sim solve``: goal seek on one lever."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from loyalty_sim.cli.cluster import executor_on, require_either
from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import EPILOG, Cluster, Json, Months, Quiet, Seed, Threads, Which, app
from loyalty_sim.cli.streams import emit, emit_json, progress, say, table

if TYPE_CHECKING:
    from loyalty_sim.study.seek import Reading
    from loyalty_sim.study.solve import Solution

EXPECTED = 20
"""Runs of a usual goal seek, for the bar; how many it will be is not known."""


@app.command(epilog=EPILOG)
def solve(
    scenario: Which,
    lever: Annotated[str, typer.Option(metavar="PATH", help="The lever to move, such as program.expiry.months.")],
    target: Annotated[
        str, typer.Option(metavar="LIMIT", help='What a key figure shall be, such as "breakage < 15%" or "net_value > 0".')
    ],
    low: Annotated[float | None, typer.Option(help="Lowest value to look at; by default that of the lever.")] = None,
    high: Annotated[
        float | None, typer.Option(help="Highest; by default that of the lever, not beyond three times its highest band.")
    ] = None,
    step: Annotated[
        float | None, typer.Option(help="Distance of the values; by default 1 for months, days and points, else very fine.")
    ] = None,
    customers: Annotated[int | None, typer.Option(help="Customers simulated at first.")] = None,
    most_customers: Annotated[
        int | None, typer.Option(min=100, help="The sample grows to so many until the answer is sure; by default 16 times.")
    ] = None,
    months: Months = None,
    seed: Seed = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the scenario with the answer.")] = None,
    threads: Threads = None,
    cluster: Cluster = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 4 when no value keeps to the target.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find the values of one lever that keep a key figure to a target, or why none does."""
    require_either(cluster, threads, "--threads")
    with loading():
        from loyalty_sim.cli.scenarios import read, with_run

    chosen = with_run(read(scenario), customers=customers, months=months, seed=seed)
    with loading():
        from loyalty_sim.engine.compiled import forgo_linear_algebra
        from loyalty_sim.study.solve import solve as look

        forgo_linear_algebra()
    with executor_on(cluster, chosen, threads) as (executor, at_once), progress("Looking", quiet) as bar:
        try:
            found = look(
                chosen, lever, target, low=low, high=high, step=step, most=most_customers,
                executor=executor, threads=at_once,
                progress=None if bar is None else lambda count: bar(count, max(EXPECTED, count + 3)),
            )  # fmt: skip
        except ValueError as error:
            raise CommandError(Code.USAGE, str(error)) from None
    if json:
        emit_json(_document(found))
    else:
        _print(found)
    if out is not None and found.sought.answer is not None:
        _write(found, chosen.model_dump(), out, quiet)
    raise typer.Exit(Code.BREACHED if strict and found.sought.answer is None else Code.OK)


def _print(solution: Solution) -> None:
    from loyalty_sim.report import numbers
    from loyalty_sim.report.solution import outcome, setting, told

    for sentence in told(solution):
        emit(sentence)
    emit("")
    unit, currency, target = solution.figure.unit, solution.currency, solution.target
    rows = [
        [
            setting(each.value), outcome(solution, each), numbers.interval(each.estimate, unit, currency, 95),
            "yes" if target.holds(each.estimate.value) else "no", f"{each.customers:,}",
        ]
        for each in solution.sought.readings if each.figure is not None
    ]  # fmt: skip
    table([solution.lever, solution.figure.label, "95 % interval", str(target), "Customers"], rows, (2, 3))


def _document(solution: Solution) -> dict[str, Any]:
    from loyalty_sim.report.solution import told

    sought = solution.sought
    return {
        "lever": solution.lever, "target": str(solution.target), "current": solution.current,
        "solution": None if sought.answer is None else sought.answer.value,
        "sure": sought.sure, "customers": sought.customers, "shape": sought.shape, "holds": sought.spans,
        "limits": [
            {"inside": _reading(each.inside), "outside": _reading(each.outside), "at": each.at, "margin95": each.margin,
             "sure": each.sure}
            for each in sought.limits
        ],
        "best": None if sought.best is None else _reading(sought.best),
        "finding": told(solution), "readings": [_reading(each) for each in sought.readings],
    }  # fmt: skip


def _reading(reading: Reading) -> dict[str, Any]:
    estimate = None if reading.figure is None else reading.estimate
    return {"value": reading.value, "outcome": estimate, "customers": reading.customers, "reason": reading.reason}


def _write(solution: Solution, content: dict[str, Any], path: Path, quiet: bool) -> None:
    from loyalty_sim.scenario.files import save
    from loyalty_sim.study.plan import build

    assert solution.sought.answer is not None
    save(build(content, {solution.lever: solution.sought.answer.value}), path)
    if not quiet:
        say(f"wrote the scenario with {solution.lever} {solution.sought.answer.value} to {path}")
