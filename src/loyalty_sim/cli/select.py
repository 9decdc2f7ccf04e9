"""The command ``loyalty-sim select``."""

from __future__ import annotations

from typing import Annotated

import typer

from loyalty_sim.cli.cluster import require_either
from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import EPILOG, Cluster, Jobs, Json, Quiet, StudyFile, app


@app.command(epilog=EPILOG)
def select(
    study: StudyFile,
    within: Annotated[
        float,
        typer.Option(min=0, help="A loss that does not matter, in the unit of the first outcome; 0 wants a single best."),
    ] = 0.0,
    most_runs: Annotated[
        int | None, typer.Option(min=1, help="Runs that may be spent; by default ten times those of the study.")
    ] = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find the best design of a study with 95 % confidence, simulating on until it is sure or the budget is spent."""
    require_either(cluster, jobs)
    with loading():
        from loyalty_sim.cli.choice import Order, execute
        from loyalty_sim.engine.compiled import forgo_linear_algebra

        forgo_linear_algebra()
    raise typer.Exit(execute(Order(study, within, most_runs, jobs, json, quiet, cluster)))
