"""``loyalty-sim finance`` and ``loyalty-sim workbook``: the books of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
    with loading():
        from loyalty_sim.cli.scenarios import read, with_run

    chosen = with_run(read(scenario), customers=customers, months=months, seed=seed)
    other = None if baseline is None else with_run(read(baseline), customers=customers, months=months, seed=seed)
    with loading():
        from loyalty_sim.cli.statements import Order, close
        from loyalty_sim.engine.compiled import forgo_linear_algebra
        from loyalty_sim.finance.liability import ESTIMATORS, METHODS, Policy

        forgo_linear_algebra()
    policy = Policy(METHODS[method.value], ESTIMATORS[estimator.value], urr)
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
    with loading():
        from loyalty_sim.cli.scenarios import read, with_run

    chosen = with_run(read(scenario), customers=customers, months=months, seed=seed)
    other = None if baseline is None else with_run(read(baseline), customers=customers, months=months, seed=seed)
    with loading():
        from loyalty_sim.cli.workbook import Order, execute
        from loyalty_sim.engine.compiled import forgo_linear_algebra
        from loyalty_sim.finance.liability import ESTIMATORS, METHODS, Policy

        forgo_linear_algebra()
    policy = Policy(METHODS[method.value], ESTIMATORS[estimator.value], urr)
    raise typer.Exit(execute(Order(chosen, other, out, policy, run_off, quiet)))
