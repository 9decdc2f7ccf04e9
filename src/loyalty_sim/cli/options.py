"""The command line as a whole, and the options that several commands have."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

EPILOG = (
    "Exit codes: 0 success, 1 the run failed, 2 usage, 3 invalid scenario, 4 a limit of --fail-if was breached, or with "
    "--strict lint found a warning or a search no solution, 130 interrupted. "
    "Data go to stdout, progress and messages to stderr."
)

app = typer.Typer(
    help="Design a loyalty program and see its cost, breakage and retention, customer by customer.",
    epilog=EPILOG, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False,
)  # fmt: skip


class Engine(StrEnum):
    """The two clocks."""

    COMPILED = "compiled"
    SIMPY = "simpy"


class By(StrEnum):
    """Calendar periods of statements."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Method(StrEnum):
    """How points are accounted for."""

    PROPORTIONAL = "proportional"
    REMOTE = "remote"
    ACCRUED_COST = "accrued-cost"


class Estimator(StrEnum):
    """Where the expected redemption rate comes from."""

    CHAIN_LADDER = "chain-ladder"
    FIXED = "fixed"
    PERFECT_FORESIGHT = "perfect-foresight"


class Interval(StrEnum):
    """Coverage of the interval that is printed, in per cent."""

    EIGHTY = "80"
    NINETY_FIVE = "95"


class Importance(StrEnum):
    """How the importance of assumptions is measured."""

    MORRIS = "morris"
    SOBOL = "sobol"


class Robust(StrEnum):
    """What counts over the draws of what is not known."""

    MEAN = "mean"
    P10 = "p10"
    WORST = "worst"
    MEAN_SD = "mean-sd"


class Dominance(StrEnum):
    """When one design drives another off the front."""

    PLAIN = "plain"
    EIGHTY = "80"
    NINETY_FIVE = "95"


class Schema(StrEnum):
    """Kinds of files."""

    SCENARIO = "scenario"
    STUDY = "study"


Which = Annotated[str, typer.Argument(metavar="SCENARIO|PRESET", help="A scenario file, a preset, or library:NAME.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document, on errors too.")]
Customers = Annotated[int | None, typer.Option(help="Simulated customers; more make intervals narrower.")]
Months = Annotated[int | None, typer.Option(help="Months reported.")]
Seed = Annotated[int | None, typer.Option(help="Seed of all random draws.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress and no messages.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Runs side by side; by default one per core. Changes no number.")]
Threads = Annotated[
    int | None,
    typer.Option(min=1, help="Threads, or processes of --cluster local; by default one per core. Changes no number."),
]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Dask scheduler such as tcp://10.0.0.1:8786, or local for processes here."),
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with what is in the folder.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Check the file, say what it would run and how long that takes, and stop.")
]
StudyFile = Annotated[Path, typer.Argument(metavar="STUDY", help="A study file.")]
Accounted = Annotated[
    Method, typer.Option(help="Points deferred with breakage in proportion, or at expiry; or accrued at cost.")
]
Estimated = Annotated[
    Estimator, typer.Option(help="Redemption rate from the triangle known by each close, fixed, or as it will be.")
]
Expected = Annotated[
    float, typer.Option(min=0, max=1, help="Redemption rate expected at first (chain-ladder), or for ever (fixed).")
]
Against = Annotated[
    str | None,
    typer.Option(metavar="SCENARIO|PRESET", help="Also compare with this design: same customers, months, seed and market."),
]
RunOff = Annotated[
    bool, typer.Option("--run-off", help="Also follow points past the horizon to their end: ultimate breakage.")
]
Tail = Annotated[
    int | None,
    typer.Option(metavar="RUNS", min=20, help="Also simulate so many seeds: what balances exceed in one run of twenty."),
]
