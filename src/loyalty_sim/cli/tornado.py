"""The command ``loyalty-sim tornado``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from loyalty_sim.cli.cluster import require_either
from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import EPILOG, Cluster, Customers, Jobs, Json, Months, Quiet, Seed, app
from loyalty_sim.cli.pictures import PictureFile, require_picture


@app.command(epilog=EPILOG)
def tornado(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|STUDY", help="A scenario: its assumptions are moved; or a study: its uncertainties and levers."
        ),
    ],
    outcome: Annotated[
        list[str] | None, typer.Option(metavar="KPI", help="Key figure to look at, by default net_value; repeatable.")
    ] = None,
    customers: Customers = None,
    months: Months = None,
    seed: Seed = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Also write the bars; replaces a file.")] = None,
    picture: PictureFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Move each assumption alone to its low and its high, and say what the answer hinges on."""
    require_either(cluster, jobs)
    require_picture(picture)
    with loading():
        from loyalty_sim.cli.bars import Order, execute
        from loyalty_sim.engine.compiled import forgo_linear_algebra

        forgo_linear_algebra()
    order = Order(subject, tuple(outcome or ()), customers, months, seed, out, picture, jobs, json, quiet, cluster=cluster)
    raise typer.Exit(execute(order))
