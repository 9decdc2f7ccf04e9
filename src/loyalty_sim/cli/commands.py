"""The commands. Each imports what it needs when it runs, so that help and validation answer at once."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Annotated, Literal

import typer

from loyalty_sim.cli.cluster import require_either
from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import (
    EPILOG,
    Cluster,
    Customers,
    Engine,
    Interval,
    Json,
    Months,
    Quiet,
    Schema,
    Seed,
    Threads,
    Which,
    app,
)  # fmt: skip
from loyalty_sim.cli.streams import emit, emit_json, say, table


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        import importlib.metadata

        emit(importlib.metadata.version("loyalty-sim"))
        raise typer.Exit
    if context.invoked_subcommand is None:
        emit(context.get_help())


@app.command(epilog=EPILOG)
def run(
    scenario: Which,
    customers: Customers = None,
    months: Months = None,
    seed: Seed = None,
    engine: Annotated[
        Engine, typer.Option(help="The compiled clock, or SimPy: same numbers, far slower.")
    ] = Engine.COMPILED,
    threads: Threads = None,
    cluster: Cluster = None,
    interval: Annotated[
        Interval, typer.Option(help="Per cent of the interval in the printed table; --json and files have both.")
    ] = Interval.EIGHTY,
    json: Json = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also write the tables as CSV and Parquet, with what they mean, and the scenario."),
    ] = None,
    fail_if: Annotated[
        list[str] | None,
        typer.Option(metavar="LIMIT", help='Exit with 4 when a limit is breached, such as "breakage > 0.3"; repeatable.'),
    ] = None,
    stored: Annotated[
        bool, typer.Option("--stored", help="Answer from the library if it has this run; else simulate and store it there.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a scenario and print its KPIs beside the world without the program."""
    require_either(cluster, threads, "--threads")
    with loading():
        from loyalty_sim.cli.scenarios import read, with_run

    chosen = with_run(read(scenario), customers=customers, months=months, seed=seed)
    with loading():
        from loyalty_sim.cli.run import Order, execute
        from loyalty_sim.engine.compiled import forgo_linear_algebra

        forgo_linear_algebra()
    coverage: Literal[80, 95] = 95 if interval == Interval.NINETY_FIVE else 80
    order = Order(chosen, engine.value, threads, out, tuple(fail_if or ()), json, quiet, coverage, stored, cluster)
    raise typer.Exit(execute(order))


@app.command(epilog=EPILOG)
def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files, or names of presets.")],
    json: Json = False,
) -> None:
    """Check scenario files without running them."""
    from loyalty_sim.cli.validation import report_on

    raise typer.Exit(report_on(files, as_json=json))


@app.command(epilog=EPILOG)
def lint(
    scenario: Which,
    json: Json = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 4 when there is a warning; notes do not count.")
    ] = False,
) -> None:
    """List what to look at before a run: levers that do not fit the customers, the margin, each other or the law."""
    from loyalty_sim.cli.advice import advise
    from loyalty_sim.cli.scenarios import read

    raise typer.Exit(advise(read(scenario), as_json=json, strict=strict))


@app.command(epilog=EPILOG)
def presets(
    name: Annotated[str | None, typer.Argument(help="Print the file of this preset, to start one of your own.")] = None,
    json: Json = False,
) -> None:
    """List the ready scenarios, or print one."""
    from loyalty_sim.cli.scenarios import find, read
    from loyalty_sim.scenario.presets import presets as known

    if name is not None:
        path = find(name)
        if json:
            emit_json(read(name).model_dump(mode="json"))
        else:
            emit(path.read_text(encoding="utf-8").rstrip("\n"))
        return
    rows = [(each, scenario.name, scenario.story) for each in known() for scenario in [read(each)]]
    if json:
        emit_json({"presets": [dict(zip(("preset", "name", "story"), row, strict=True)) for row in rows]})
    else:
        table(("Preset", "Name", "Story"), [(each, title, _first_sentence(story)) for each, title, story in rows], (0, 1, 2))


@app.command(epilog=EPILOG)
def schema(
    of: Annotated[Schema, typer.Argument(metavar="[scenario|study]", help="Which files.")] = Schema.SCENARIO,
) -> None:
    """Print the JSON Schema of scenario files, or of study files, for editors."""
    if of == Schema.STUDY:
        from loyalty_sim.study.schema import schema_text
    else:
        from loyalty_sim.scenario.schema import schema_text

    emit(schema_text().rstrip("\n"))


@app.command(epilog=EPILOG)
def trace(
    scenario: Which,
    customer: Annotated[int | None, typer.Option(help="Number of the customer, from 1; by default an eventful one.")] = None,
    json: Json = False,
) -> None:
    """Print one customer's life in the program world as a log of events."""
    from loyalty_sim.cli.scenarios import read

    chosen = read(scenario)
    with loading():
        from loyalty_sim.cli.life import show_life
        from loyalty_sim.engine.compiled import forgo_linear_algebra
        from loyalty_sim.engine.trace import trace as live

        forgo_linear_algebra()

    try:
        life = live(chosen, customer)
    except ValueError as error:
        raise CommandError(Code.USAGE, f"--{error}") from None
    show_life(chosen, life, as_json=json)


@app.command("app", epilog=EPILOG)
def open_app(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port of the page; by default a free one from 8501 on."),
    ] = None,
    studies: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the page Risk looks for finished studies; by default this folder."),
    ] = None,
) -> None:
    """Open the page in a browser."""
    if port is not None:
        _require_free(port)
    if studies is not None:
        _offer_studies(studies)
    import streamlit.web.cli

    script = Path(__file__).parent.parent / "ui" / "app.py"
    options = ["--server.showEmailPrompt=false", *([] if port is None else [f"--server.port={port}"])]
    say("press Ctrl-C to close the page")
    streamlit.web.cli.main(["run", str(script), *options], standalone_mode=False)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(Code.FAILED, f"port {port} cannot be used: {reason}; choose another --port") from None


def _offer_studies(folder: Path) -> None:
    """Tell the page, which runs in this process, where to look."""
    if not folder.is_dir():
        raise CommandError(Code.USAGE, f"--studies is {folder}, which is no folder; name the one that holds the studies")
    from loyalty_sim.study.collection import VARIABLE

    os.environ[VARIABLE] = str(folder.resolve())


def _first_sentence(text: str) -> str:
    return " ".join(text.split()).split(". ")[0].rstrip(".")
