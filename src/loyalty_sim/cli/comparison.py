"""``loyalty-sim compare``: two to six designs side by side."""

from __future__ import annotations

import json as json_text
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import EPILOG, Interval, Json, Months, Quiet, Seed, app
from loyalty_sim.cli.streams import emit, emit_json, plain, progress, say, table

if TYPE_CHECKING:
    import pandas as pd

    from loyalty_sim.finance import Coverage
    from loyalty_sim.scenario import Scenario
    from loyalty_sim.study import Comparison

FEWEST, MOST = 2, 6


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    designs: tuple[tuple[str, Scenario], ...]
    coverage: Coverage
    json: bool
    out: Path | None
    quiet: bool


@app.command(epilog=EPILOG)
def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(metavar="A B [C...]", help="Two to six scenario files or presets; all are held against the first."),
    ],
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Run all in the market of the first, with its seed, sample and months.")
    ] = False,
    customers: Annotated[int | None, typer.Option(help="Simulated customers of each; more make intervals narrower.")] = None,
    months: Months = None,
    seed: Seed = None,
    interval: Annotated[
        Interval, typer.Option(help="Per cent of the interval by which a difference is called real.")
    ] = Interval.EIGHTY,
    json: Json = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Also write inputs.csv, figures.csv, paths.csv, winners.csv, bridge.csv, comparison.json."
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Compare two to six scenarios: inputs that differ, key figures with paired differences, winners and losers."""
    if not FEWEST <= len(scenarios) <= MOST:
        count = f"{len(scenarios)} scenario{'' if len(scenarios) == 1 else 's'}"
        raise CommandError(Code.USAGE, f"{count} given; compare takes {FEWEST} to {MOST}")
    with loading():
        from loyalty_sim.cli.scenarios import read, with_run

    chosen = [with_run(read(each), customers=customers, months=months, seed=seed) for each in scenarios]
    with loading():
        from loyalty_sim.engine.compiled import forgo_linear_algebra
        from loyalty_sim.study.comparison import told_apart

        forgo_linear_algebra()
    if rerun:
        chosen = [chosen[0], *(_moved(name, each, chosen[0]) for name, each in zip(scenarios[1:], chosen[1:], strict=True))]
    names = told_apart([Path(name).stem if Path(name).is_file() else name for name in scenarios])
    designs = tuple(zip(names, chosen, strict=True))
    raise typer.Exit(_execute(Order(designs, 95 if interval == Interval.NINETY_FIVE else 80, json, out, quiet)))


def _moved(name: str, design: Scenario, reference: Scenario) -> Scenario:
    """The design in the market and the run of the reference."""
    from pydantic import ValidationError

    from loyalty_sim.scenario.problems import explain
    from loyalty_sim.study import made_comparable

    try:
        return made_comparable(design, reference)
    except ValidationError as error:
        problem = explain(error)[0]
        raise CommandError(Code.INVALID, f"{name} does not fit the market of the first scenario: {problem}") from None


def _execute(order: Order) -> Code:
    """Simulate, compare and report."""
    from loyalty_sim.cli.export import require_writable
    from loyalty_sim.cli.statements import require_balance
    from loyalty_sim.report.comparison import void
    from loyalty_sim.study import compare_designs

    if order.out is not None:
        require_writable(order.out)
    with progress("compare", order.quiet) as report:
        found = compare_designs(order.designs, progress=report)
    for result in found.results:
        require_balance(result)
    files = [] if order.out is None else _write(found, order.coverage, order.out)
    if order.json:
        emit_json({**_document(found, order.coverage), "files": files})
    else:
        _print(found, order.coverage)
    if not order.quiet:
        for index in found.others:
            if found.voids[index]:
                say(f"warning: {void(found, index)}; --rerun runs all in the market of {found.names[found.at]}")
            if not found.same_currency(index):
                say(f"warning: {found.names[index]} is in another currency; amounts of money are not compared")
        if files:
            say(f"wrote {', '.join(path.name for path in files)} to {order.out}")
    return Code.OK


def _print(found: Comparison, coverage: Coverage) -> None:
    from loyalty_sim.report.comparison import IMPORTANT, input_table, sentence

    run = found.reference.scenario.run
    reference = found.names[found.at]
    emit(f"{', '.join(found.names)}: {run.months} months from {run.start}, {run.customers:,} simulated customers each")
    emit("")
    inputs = input_table(found)
    if inputs.empty:
        emit("No input differs.")
    else:
        table(("What differs", *found.names), inputs.drop(columns="Path").to_numpy().tolist(), range(len(inputs.columns)))
    emit("")
    _values(found)
    for index in found.others:
        emit("")
        _changes(found, index, coverage)
    emit("")
    for index in found.others:
        for key in IMPORTANT:
            emit(f"{sentence(found, key, index, coverage)}.")
    emit(f"Differences are to {reference}; one is real when its {coverage} % interval excludes zero.")


def _values(found: Comparison) -> None:
    """Key figures of all designs; those that are nothing in every one are left out."""
    from loyalty_sim.report import numbers

    rows = []
    for figure in found.told:
        kpi = figure.kpi
        values = [
            "" if value is None else numbers.number(value.value, kpi.unit, result.scenario.currency)
            for value, result in zip(figure.values, found.results, strict=True)
        ]
        rows.append((kpi.label, *values))
    table(("KPI", *found.names), rows)


def _changes(found: Comparison, index: int, coverage: Coverage) -> None:
    """How one design differs from the reference, figure by figure."""
    from loyalty_sim.report import numbers
    from loyalty_sim.report.comparison.sentences import MARKS, span
    from loyalty_sim.study import verdict

    currency = found.results[index].scenario.currency
    rows = []
    for figure in found.told:
        change, kpi = figure.changes[index], figure.kpi
        if change is not None:
            size = numbers.difference(change.value, kpi.unit, currency)
            ends = span(change, kpi.unit, currency, coverage)
            rows.append((kpi.label, size, ends, MARKS[verdict(change, coverage)]))
    title = f"{found.names[index]} less {found.names[found.at]}"
    table((title, "Difference", f"{coverage} % interval", "Real?"), rows, (0, 3))


def _document(found: Comparison, coverage: Coverage) -> dict[str, Any]:
    from loyalty_sim.report.comparison import IMPORTANT, sentence, void
    from loyalty_sim.study import verdict

    return {
        "designs": [
            {"name": name, "scenario": result.scenario.name, "currency": result.scenario.currency,
             "manifest": result.manifest, "paired": not found.voids[index], "pairing_void": void(found, index)}
            for index, (name, result) in enumerate(zip(found.names, found.results, strict=True))
        ],
        "reference": found.names[found.at],
        "coverage": coverage,
        "inputs": _records(tables(found)["inputs"]),
        "kpis": {
            key: {"label": figure.kpi.label, "unit": figure.kpi.unit, "definition": figure.kpi.definition,
                  "values": figure.values, "changes": figure.changes,
                  "verdicts": [verdict(change, coverage) for change in figure.changes]}
            for key, figure in found.figures.items()
        },
        "kept": [asdict(each) for each in found.kept],
        "sentences": [sentence(found, key, index, coverage) for index in found.others for key in IMPORTANT],
        "winners": _records(tables(found)["winners"]),
        "bridge": _records(tables(found)["bridge"]),
    }  # fmt: skip


def tables(found: Comparison) -> dict[str, pd.DataFrame]:
    """Everything compared as long tables, by the name of their files."""
    from loyalty_sim.report.comparison import frames, input_table

    return {
        "inputs": input_table(found),
        "figures": frames.figures(found),
        "paths": frames.paths(found),
        "winners": frames.winners(found),
        "bridge": frames.bridges(found),
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _write(found: Comparison, coverage: Coverage, folder: Path) -> list[Path]:
    """Every table as a file, and the document."""
    from loyalty_sim.cli.export import write_csv
    from loyalty_sim.report.files import write_whole

    def writer(frame: pd.DataFrame) -> Callable[[Path], Any]:
        return lambda path: write_csv(frame, path)

    files = [write_whole(folder / f"{name}.csv", writer(frame)) for name, frame in tables(found).items()]
    text = json_text.dumps(plain(_document(found, coverage)), indent=2) + "\n"
    files.append(write_whole(folder / "comparison.json", lambda path: path.write_text(text, encoding="utf-8")))
    return files
