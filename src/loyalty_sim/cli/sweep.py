"""The command ``loyalty-sim sweep``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import EPILOG, Json, Quiet, app


@app.command(epilog=EPILOG)
def sweep(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="A study file.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder of the study: outcomes.parquet and manifest.json, written as it goes."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Runs side by side; by default one per core. Changes no number.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what is in the folder.")] = False,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Dask scheduler such as tcp://10.0.0.1:8786, or local for processes here."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check the file, say what it would run and how long that takes, and stop.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Simulate every design of a study against the same customers, and rank them."""
    if out is None and not dry_run:
        raise CommandError(Code.USAGE, "--out is missing; name a folder for the study, or ask for a --dry-run")
    if jobs is not None and cluster not in (None, "local"):
        raise CommandError(Code.USAGE, f"--jobs is {jobs}, but a cluster works with the workers it has; leave it out")
    with loading():
        from loyalty_sim.cli.study import Order, execute
        from loyalty_sim.engine.compiled import forgo_linear_algebra

        forgo_linear_algebra()
    raise typer.Exit(execute(Order(study, out, jobs, resume, cluster, dry_run, json, quiet)))
