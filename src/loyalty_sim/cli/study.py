"""``loyalty-sim sweep``: read a study, say what it takes, do it, and show the best designs."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loyalty_sim.cli import doubts
from loyalty_sim.cli.cluster import executor_on
from loyalty_sim.cli.errors import Code, CommandError, Problem
from loyalty_sim.cli.scenarios import require_file
from loyalty_sim.cli.streams import emit, emit_json, say, table, tally
from loyalty_sim.report.studies import announced, gap_texts, lever_texts, short, value_text
from loyalty_sim.scenario.files import ScenarioError
from loyalty_sim.study import LostWorkersError, Plan, Results, Standing, StudyFolderError, estimate_cost, load, run
from loyalty_sim.study.precision import sized

BEST = 10
"""Designs printed."""
LISTED = 100
"""Designs in the document of --json; the table in the folder has all."""


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    study: Path
    out: Path | None
    jobs: int | None
    resume: bool
    cluster: str | None
    dry_run: bool
    json: bool
    quiet: bool
    command: tuple[str, ...] = ("sweep",)
    """What was called, with the options that no other command has; to say how to go on."""


def execute(order: Order) -> Code:
    """Do the study and report; returns the exit code."""
    plan = sized(read_study(order.study))
    if order.dry_run:
        return only_say(order, plan)
    assert order.out is not None
    with executor_on(order.cluster, plan.base, order.jobs) as (executor, jobs):
        results = done(order, plan, executor, jobs, order.out)
    standings = results.standings()
    if order.json:
        emit_json(_document(results, standings, order.out))
    else:
        best = f"the best of {len(plan.designs):,} designs by {plan.study.outcomes[0].label}"
        show(results, standings, f"{plan.study.name}: {best}")
        doubts.told(results, _shown(standings))
    if not order.quiet:
        _comment(results, standings, order.out)
    return Code.FAILED if results.failed == len(plan) else Code.OK


def only_say(order: Order, plan: Plan) -> Code:
    """What the study would take."""
    cost = estimate_cost(plan, jobs=order.jobs)
    if order.json:
        emit_json(sizes(plan) | {"seconds": cost.seconds, "jobs": cost.jobs})
    else:
        emit(announced(plan, cost))
    return Code.OK


def read_study(path: Path) -> Plan:
    """The plan of a study file; whatever is wrong with it is said."""
    require_file(path)
    try:
        return load(path)
    except ScenarioError as error:
        file = error.source or str(path)
        problems = [Problem(file, problem.where, problem.message, problem.line) for problem in error.problems]
        of_base = "" if file == str(path) else f": its base {file} is not"
        raise CommandError(Code.INVALID, f"{path} is not a valid study{of_base}", problems) from None


def done(order: Order, plan: Plan, executor: Executor | None, jobs: int | None, out: Path) -> Results:
    """The study, with progress."""
    name, *options = order.command
    given = {"--jobs": order.jobs, "--cluster": order.cluster}
    with going_on([name, str(order.study), *options], out, given), tally(plan.study.name, "runs", order.quiet) as report:
        return run(
            plan, out, resume=order.resume, executor=executor, jobs=jobs,
            announce=None if order.quiet else lambda cost: say(announced(plan, cost)),
            progress=lambda far: report(far.runs, far.total, far.rate, far.failed),
        )  # fmt: skip


@contextmanager
def going_on(command: Sequence[str], out: Path, options: Mapping[str, object]) -> Iterator[None]:
    """Whatever stops this block is said together with the command that goes on.

    Args:
        command: its name and its argument.
        out: folder in which what was done is kept.
        options: that were given; None stands for those that were not.
    """
    words = ["loyalty-sim", *command, "--out", str(out)]
    for option, value in options.items():
        words += [] if value is None else [option, str(value)]
    go_on = f"what was done is kept; go on with: {shlex.join([*words, '--resume'])}"
    try:
        yield
    except StudyFolderError as error:
        raise CommandError(Code.USAGE, str(error)) from None
    except KeyboardInterrupt:
        raise CommandError(Code.INTERRUPTED, f"interrupted; {go_on}") from None
    except LostWorkersError as error:
        raise CommandError(Code.FAILED, f"{error}; {go_on}") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CommandError(Code.FAILED, f"cannot write to {out}: {reason}; {go_on}") from None


def sizes(plan: Plan) -> dict[str, Any]:
    """The size of a study, for --json."""
    return {
        "study": plan.study.name, "designs": len(plan.designs), "draws": len(plan.draws),
        "replications": plan.study.run.replications, "runs": len(plan), "customers": plan.base.run.customers,
    }  # fmt: skip


def show(results: Results, standings: Sequence[Standing], title: str) -> None:
    """A table of the best designs, and the base wherever it stands."""
    plan = results.plan
    first, currency = plan.study.outcomes[0], plan.base.currency
    shown = _shown(standings)
    headings = ["Rank", "Design", *(short(path) for path in plan.lever_paths)]
    headings += [*(outcome.label for outcome in plan.study.outcomes), f"{first.label} against base", "80 % interval"]
    precise = doubts.half_widths(results)
    headings += [] if precise is None else ["95 % half-width"]
    rows = [
        [
            "" if each.rank is None else str(each.rank),
            each.design.name,
            *levers,
            *(value_text(each.outcomes[outcome.label], outcome, currency) for outcome in plan.study.outcomes),
            *gap_texts(each.against_base[first.label], first, currency),
            *([] if precise is None else [precise.get(each.design.name, "")]),
        ]
        for each, levers in zip(shown, lever_texts(plan, [each.design for each in shown]), strict=True)
    ]
    emit(title)
    emit("")
    table(headings, rows, (1,))
    emit("The interval is that of the simulation; what is uncertain is in the statistic of each outcome.")


def _shown(standings: Sequence[Standing]) -> list[Standing]:
    """The best designs, and the base wherever it stands."""
    return [*standings[:BEST], *(each for each in standings[BEST:] if each.design.index == 0)]


def _comment(results: Results, standings: list[Standing], out: Path | None) -> None:
    """Say on stderr what is doubtful and what was written."""
    if results.failed:
        design = next(each for each in standings if each.failed)
        what = f"{results.failed:,} of {len(results.plan):,} runs failed, the first of {design.design.name}"
        say(f"warning: {what}: {design.reason}")
    broken = sum(bool(each.broken) for each in standings)
    if broken:
        say(f"{broken:,} of {len(standings):,} designs break a constraint and have no rank")
    say(f"wrote {', '.join(files(results))} to {out}")


def files(results: Results) -> list[str]:
    """Names of the files that a study leaves."""
    return ["outcomes.parquet", *(["monthly.parquet"] if results.plan.study.monthly else []), "manifest.json"]


def _document(results: Results, standings: list[Standing], out: Path | None) -> dict[str, Any]:
    return {
        **sizes(results.plan), "failed": results.failed, "folder": str(out), "files": files(results),
        "base": next(standing_document(each) for each in standings if each.design.index == 0),
        "best": [standing_document(each) for each in standings[:LISTED]], "precision": doubts.precision(results),
        **doubts.document(results, standings[:LISTED]),
    }  # fmt: skip


def standing_document(each: Standing) -> dict[str, Any]:
    """A design with its outcomes, for --json."""
    return {
        "rank": each.rank, "design": each.design.index, "name": each.design.name, "settings": each.design.settings,
        "outcomes": each.outcomes, "against_base": each.against_base, "broken": each.broken, "failed": each.failed,
        "reason": each.reason,
    }  # fmt: skip
