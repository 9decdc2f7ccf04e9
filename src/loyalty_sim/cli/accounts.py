"""``loyalty-sim finance`` and ``loyalty-sim workbook``: the books of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import (
    EPILOG,
    Accounted,
    Against,
    By,
    Customers,
    Estimated,
    Estimator,
    Expected,
    Json,
    Method,
    Months,
    Quiet,
    RunOff,
    Seed,
    Tail,
    Which,
    app,
)

if TYPE_CHECKING:
    from loyalty_sim.finance.liability import Policy
    from loyalty_sim.scenario import Scenario


@app.command(epilog=EPILOG)
def finance(
    scenario: Which,
    baseline: Against = None,
    by: Annotated[By, typer.Option(help="Columns of the statements.")] = By.YEAR,
    method: Accounted = Method.PROPORTIONAL,
    estimator: Estimated = Estimator.CHAIN_LADDER,
    urr: Expected = 0.8,
    run_off: RunOff = False,
    tail: Tail = None,
    customers: Customers = None,
    months: Months = None,
    seed: Seed = None,
    json: Json = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write every statement, and triangles, as CSV files.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Close the books: points, what is owed for them, fees, profit and loss, breakage four ways."""
    chosen, other = _chosen(scenario, baseline, customers, months, seed)
    policy = _policy(method, estimator, urr)
    with loading():
        from loyalty_sim.cli.statements import Order, close
    raise typer.Exit(close(Order(chosen, other, by.value, policy, run_off, tail, out, json, quiet)))


@app.command(epilog=EPILOG)
def workbook(
    scenario: Which,
    out: Annotated[Path, typer.Option(metavar="FILE.xlsx", help="Where to write; an earlier file is replaced.")],
    baseline: Against = None,
    method: Accounted = Method.PROPORTIONAL,
    estimator: Estimated = Estimator.CHAIN_LADDER,
    urr: Expected = 0.8,
    run_off: RunOff = False,
    customers: Customers = None,
    months: Months = None,
    seed: Seed = None,
    quiet: Quiet = False,
) -> None:
    """Write the statements as an Excel workbook with live formulas, inputs, assumptions and checks."""
    chosen, other = _chosen(scenario, baseline, customers, months, seed)
    policy = _policy(method, estimator, urr)
    with loading():
        from loyalty_sim.cli.workbook import Order, execute
    raise typer.Exit(execute(Order(chosen, other, out, policy, run_off, quiet)))


def _chosen(
    scenario: str, baseline: str | None, customers: int | None, months: int | None, seed: int | None
) -> tuple[Scenario, Scenario | None]:
    """The scenario and what it is compared with, at the same sample."""
    with loading():
        from loyalty_sim.cli.scenarios import read, with_run

    chosen = with_run(read(scenario), customers=customers, months=months, seed=seed)
    return chosen, None if baseline is None else with_run(read(baseline), customers=customers, months=months, seed=seed)


def _policy(method: Method, estimator: Estimator, urr: float) -> Policy:
    """How points are accounted for; loads the engine without what the books do not need of it."""
    with loading():
        from loyalty_sim.engine.compiled import forgo_linear_algebra
        from loyalty_sim.finance.liability import ESTIMATORS, METHODS, Policy

        forgo_linear_algebra()
    return Policy(METHODS[method.value], ESTIMATORS[estimator.value], urr)
