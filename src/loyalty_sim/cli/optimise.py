"""``loyalty-sim optimise``: the best design of a study under its constraints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from loyalty_sim.cli.cluster import executor_on, require_either
from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import EPILOG, Cluster, Jobs, Json, Quiet, Resume, Robust, app
from loyalty_sim.cli.streams import emit, emit_json, say, tally

if TYPE_CHECKING:
    from loyalty_sim.study.optimise import Optimum, Rival


@app.command(epilog=EPILOG)
def optimise(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="A study file: its levers are what is searched.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the search: trials and best, each a finished study.")],
    robust: Annotated[
        Robust | None,
        typer.Option(
            help="What counts over the draws: mean, the bad tenth, the worst, or the mean less standard deviations; "
            "by default what the study says."
        ),
    ] = None,
    risk_aversion: Annotated[
        float | None,
        typer.Option(min=0, max=10, metavar="K", help="Standard deviations taken off by mean-sd; by default 1."),
    ] = None,
    trials: Annotated[
        int | None, typer.Option(min=1, help="Designs tried; by default the samples of the study, or 100.")
    ] = None,
    search_customers: Annotated[
        int | None, typer.Option(min=100, help="Customers of each trial; by default a quarter, at least 1,000.")
    ] = None,
    finalists: Annotated[int, typer.Option(min=1, max=50, help="Designs held against each other with all customers.")] = 5,
    jobs: Jobs = None,
    cluster: Cluster = None,
    resume: Resume = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 4 when no design keeps all constraints.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Search the design of a study that is best by its first outcome and keeps its constraints."""
    require_either(cluster, jobs)
    with loading():
        from loyalty_sim.cli.study import going_on, read_study
        from loyalty_sim.engine.compiled import forgo_linear_algebra
        from loyalty_sim.study.optimise import optimise as look
        from loyalty_sim.study.optimise import order

        forgo_linear_algebra()
    plan = read_study(study)
    try:
        wanted = order(
            plan, robust=None if robust is None else robust.value, risk_aversion=risk_aversion, trials=trials,
            customers=search_customers, finalists=finalists,
        )  # fmt: skip
    except ValueError as error:
        raise CommandError(Code.USAGE, f"{study}: {error}") from None
    given = {
        "--robust": None if robust is None else robust.value, "--risk-aversion": risk_aversion, "--trials": trials,
        "--search-customers": search_customers, "--finalists": finalists, "--jobs": jobs, "--cluster": cluster,
    }  # fmt: skip
    with (
        executor_on(cluster, plan.base, jobs) as (executor, at_once),
        going_on(["optimise", str(study)], out, given),
        tally(plan.study.name, "runs", quiet) as report,
    ):
        found = look(
            wanted, out, resume=resume, executor=executor, jobs=at_once,
            progress=lambda done: report(done.runs, done.total, done.rate, done.failed),
        )  # fmt: skip
    if json:
        emit_json(_document(found))
    else:
        _print(found)
    if not quiet:
        say(f"wrote trials and best, two studies, to {out}")
    raise typer.Exit(Code.BREACHED if strict and found.winner is None else Code.OK)


def _print(found: Optimum) -> None:
    from loyalty_sim.cli.study import show

    wanted, study = found.order, found.order.plan.study
    tried = len(found.trials.plan.designs)
    how = "all of the grid" if wanted.grid else "searched"
    heading = f"{study.name}: the best of {tried:,} designs ({how}) by {wanted.objective.label}"
    show(found.best, found.standings, f"{heading}, with {wanted.plan.base.run.customers:,} customers")
    emit("")
    for sentence in recommendation(found):
        emit(sentence)


def recommendation(found: Optimum) -> list[str]:
    """Which design it is, how sure that is, and by how much the others are behind."""
    from loyalty_sim.report.studies import lever_text, value_text
    from loyalty_sim.study.optimise import at_an_end

    objective, currency = found.order.objective, found.order.plan.base.currency
    first = found.standings[0]
    if found.winner is None:
        near = next((each for each in found.standings if each.broken and each.design.index != 0), first)
        reason = "; ".join(near.broken) or near.reason or f"{objective.label} has no value"
        return [f"No design that was tried keeps all constraints. The nearest, {near.design.name}: {reason}."]
    changes = ", ".join(f"{path} {lever_text(value)}" for path, value in first.design.settings.items()) or "nothing changed"
    best = f"{objective.label} {value_text(first.outcomes[objective.label], objective, currency)}"
    ends = at_an_end(found.order.plan.study.levers, first.design.settings)
    told = [f"At an end of what was searched, so that more may be better: {', '.join(ends)}."] if ends else []
    return [f"Best: {first.design.name} ({changes}), {best}.", *told, *(_behind(found, each) for each in found.rivals)]


def _behind(found: Optimum, rival: Rival) -> str:
    from loyalty_sim.finance.kpis import FIGURES
    from loyalty_sim.report import numbers

    objective, currency = found.order.objective, found.order.plan.base.currency
    if rival.behind is None:
        return f"{rival.standing.design.name} has no difference to take."
    unit = FIGURES[objective.kpi].unit
    gap, low, high = (numbers.difference(-end, unit, currency) for end in
                      (rival.behind.value, rival.behind.high95, rival.behind.low95))  # fmt: skip
    told = "told apart" if rival.told_apart else "not told apart from the best"
    draws = f"; the best is ahead in {rival.wins} of {rival.draws} draws" if rival.draws > 1 else ""
    return f"{rival.standing.design.name}: {gap} ({low} to {high}), {told} at 95 %{draws}."


def _document(found: Optimum) -> dict[str, Any]:
    from loyalty_sim.cli.study import standing_document

    return {
        "study": found.order.plan.study.name, "objective": found.order.objective.label, "grid": found.order.grid,
        "tried": len(found.trials.plan.designs), "search_customers": found.order.customers,
        "customers": found.order.plan.base.run.customers,
        "best": None if found.winner is None else standing_document(found.winner),
        "finalists": [standing_document(each) for each in found.standings],
        "behind": [
            {"name": each.standing.design.name, "behind": each.behind, "told_apart": each.told_apart, "wins": each.wins,
             "draws": each.draws}
            for each in found.rivals
        ],
        "finding": recommendation(found),
    }  # fmt: skip
