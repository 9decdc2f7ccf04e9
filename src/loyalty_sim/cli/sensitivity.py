"""The command ``loyalty-sim sensitivity``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import EPILOG, Cluster, DryRun, Importance, Jobs, Json, Quiet, Resume, StudyFile, app
from loyalty_sim.cli.pictures import PictureFile, require_picture
from loyalty_sim.cli.sweep import require_folder


@app.command(epilog=EPILOG)
def sensitivity(
    study: StudyFile,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the runs: outcomes.parquet and manifest.json.")
    ] = None,
    method: Annotated[
        Importance, typer.Option(help="Screening in few runs, or parts of the variance in many.")
    ] = Importance.MORRIS,
    samples: Annotated[
        int | None,
        typer.Option(
            min=4,
            help="Trajectories of morris, by default 16, or base points of sobol, a power of 2, by default 64. "
            "Each takes one or two runs more than there are uncertainties.",
        ),
    ] = None,
    jobs: Jobs = None,
    resume: Resume = False,
    cluster: Cluster = None,
    dry_run: DryRun = False,
    picture: PictureFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say which uncertainties of a study drive its outcomes, all of them moving together, under the base design."""
    require_folder(out, dry_run, jobs, cluster)
    require_picture(picture)
    with loading():
        from loyalty_sim.cli.indices import execute
        from loyalty_sim.cli.study import Order
        from loyalty_sim.engine.compiled import forgo_linear_algebra

        forgo_linear_algebra()
    chosen = () if samples is None else ("--samples", str(samples))
    command = ("sensitivity", "--method", method.value, *chosen)
    order = Order(study, out, jobs, resume, cluster, dry_run, json, quiet, command)
    raise typer.Exit(execute(order, method.value, samples, picture))
