"""``loyalty-sim report``: simulate, and write the answer as one HTML file that needs nothing else."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import EPILOG, Customers, Months, Quiet, Seed, Which, app
from loyalty_sim.cli.streams import progress, say

if TYPE_CHECKING:
    from loyalty_sim.engine import Result
    from loyalty_sim.scenario import Scenario

ENDINGS = (".html", ".htm")


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    scenario: Scenario
    baseline: Scenario | None
    out: Path
    charts: Path | None
    names: tuple[str, str]
    """What the scenario and the baseline were called on the command line; "" for no baseline."""
    quiet: bool


@app.command(epilog=EPILOG)
def report(
    scenario: Which,
    out: Annotated[Path, typer.Option(metavar="FILE.html", help="Where to write; an earlier file is replaced.")],
    baseline: Annotated[
        str | None,
        typer.Option(metavar="SCENARIO|PRESET", help="Compare with this one, at the same customers, months and seed."),
    ] = None,
    customers: Customers = None,
    months: Months = None,
    seed: Seed = None,
    charts: Annotated[Path | None, typer.Option(metavar="DIR", help="Also write each chart as PNG, SVG and CSV.")] = None,
    quiet: Quiet = False,
) -> None:
    """Write a report: question, answer, figures, assumptions, charts, risks and method in one HTML file that prints."""
    with loading():
        from loyalty_sim.cli.scenarios import read, with_run

    _require_name(out)
    chosen = with_run(read(scenario), customers=customers, months=months, seed=seed)
    other = None if baseline is None else with_run(read(baseline), **chosen.run.model_dump())
    with loading():
        from loyalty_sim.engine.compiled import forgo_linear_algebra

        forgo_linear_algebra()
    raise typer.Exit(execute(Order(chosen, other, out, charts, (scenario, baseline or ""), quiet)))


def execute(order: Order) -> Code:
    """Run and write; returns the exit code."""
    from loyalty_sim.cli.export import require_writable, write_whole
    from loyalty_sim.cli.statements import require_balance
    from loyalty_sim.report.html import Origin, contents

    require_writable(order.out.parent)
    if order.charts is not None:
        require_writable(order.charts)
    result, baseline, ends = _runs(order)
    for run in (result, baseline):
        if run is not None:
            require_balance(run)
    origin = Origin(_portable(order.names[0]), _portable(order.names[1]), order.out.name)
    text = contents(result, baseline, ends, origin)
    write_whole(order.out, partial(_write, content=text.encode()))
    drawn = 0 if order.charts is None else _charts(order.charts, result, baseline)
    if not order.quiet:
        say(f"wrote {order.out}" + (f" and {drawn} files of charts to {order.charts}" if drawn else ""))
    return Code.OK


def _runs(order: Order) -> tuple[Result, Result | None, tuple[Result, Result]]:
    """The run, that of the baseline, and those with weak and with strong responses."""
    from loyalty_sim.engine import simulate
    from loyalty_sim.study import at_strength

    def run(scenario: Scenario, what: str) -> Result:
        with progress(what, order.quiet) as shown:
            return simulate(scenario, progress=shown)

    result = run(order.scenario, order.scenario.name)
    baseline = None if order.baseline is None else run(order.baseline, f"baseline: {order.baseline.name}")
    weak, strong = at_strength(order.scenario, "low"), at_strength(order.scenario, "high")
    return result, baseline, (run(weak, "weak responses"), run(strong, "strong responses"))


def _portable(argument: str) -> str:
    """A preset, or the name of a file without its folder: whoever has the report runs it where they saved the file."""
    path = Path(argument)
    return path.name if path.suffix or not path.is_file() else f"{path.name}.yaml"


def _charts(folder: Path, result: Result, baseline: Result | None) -> int:
    """Each chart of the report as a picture in two formats, and its numbers; returns how many files."""
    from loyalty_sim.cli.export import write_whole
    from loyalty_sim.report.files import csv
    from loyalty_sim.report.html import charts_of
    from loyalty_sim.report.picture_files import picture_bytes

    files: dict[str, bytes] = {}
    for picture in charts_of(result, baseline):
        files |= {f"{picture.key}{kind}": picture_bytes(picture, kind) for kind in (".png", ".svg")}
        files[f"{picture.key}.csv"] = csv(picture.table).encode()
    for name, content in files.items():
        write_whole(folder / name, partial(_write, content=content))
    return len(files)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _require_name(path: Path) -> None:
    """Refuse a name that a browser would not open, before a long run."""
    if path.suffix.lower() not in ENDINGS:
        named = shlex.quote(f"{path.stem or 'report'}.html")
        raise CommandError(Code.USAGE, f"--out is {path}; must be a file that ends in .html, such as {named}")
    if path.is_dir():
        raise CommandError(Code.USAGE, f"--out is {path}, which is a folder; must be a file that ends in .html")
