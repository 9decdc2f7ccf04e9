"""The command ``loyalty-sim sweep``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from loyalty_sim.cli.cluster import require_either
from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import EPILOG, Cluster, DryRun, Jobs, Json, Quiet, Resume, StudyFile, app


@app.command(epilog=EPILOG)
def sweep(
    study: StudyFile,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder of the study: outcomes.parquet and manifest.json, written as it goes."),
    ] = None,
    jobs: Jobs = None,
    resume: Resume = False,
    cluster: Cluster = None,
    dry_run: DryRun = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Simulate every design of a study against the same customers, and rank them."""
    require_folder(out, dry_run, jobs, cluster)
    with loading():
        from loyalty_sim.cli.study import Order, execute
        from loyalty_sim.engine.compiled import forgo_linear_algebra

        forgo_linear_algebra()
    raise typer.Exit(execute(Order(study, out, jobs, resume, cluster, dry_run, json, quiet)))


def require_folder(out: Path | None, dry_run: bool, jobs: int | None, cluster: str | None) -> None:
    """Refuse options that do not go together."""
    if out is None and not dry_run:
        raise CommandError(Code.USAGE, "--out is missing; name a folder for the study, or ask for a --dry-run")
    require_either(cluster, jobs)
