"""``loyalty-sim pareto``: the designs of a finished study of which none is better in everything that counts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.options import EPILOG, Dominance, Json, app
from loyalty_sim.cli.pictures import PictureFile, draw, require_picture
from loyalty_sim.cli.streams import emit, emit_json, say, table

if TYPE_CHECKING:
    from loyalty_sim.study import Results
    from loyalty_sim.study.pareto import Front


@app.command(epilog=EPILOG)
def pareto(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a finished sweep or optimise.")],
    outcomes: Annotated[
        str | None,
        typer.Option(
            metavar="A,B[,C]",
            help="Outcomes weighed, with :higher or :lower where needed; by default net value, retention, what is owed.",
        ),
    ] = None,
    dominance: Annotated[
        Dominance,
        typer.Option(help="A design is off the front when another is better, by value or told apart at 80 or 95 %."),
    ] = Dominance.NINETY_FIVE,
    write: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write each design on the front as a scenario file.")
    ] = None,
    picture: PictureFile = None,
    json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No messages.")] = False,
) -> None:
    """List the Pareto front of a finished study: designs of which none is better in everything that counts."""
    require_picture(picture)
    with loading():
        from loyalty_sim.study.optimise import finished
        from loyalty_sim.study.pareto import front, objectives_of
        from loyalty_sim.study.pareto import write as write_all
        from loyalty_sim.study.store import StudyFolderError

    try:
        results = finished(folder)
        asked = [] if outcomes is None else [part for part in outcomes.split(",") if part.strip()]
        found = front(results, objectives_of(results, asked), dominance.value)
    except (StudyFolderError, ValueError) as error:
        raise CommandError(Code.USAGE, str(error)) from None
    paths = [] if write is None else write_all(results, found.designs, write)
    if json:
        emit_json(_document(found, paths))
    else:
        _print(results, found)
    if paths and not quiet:
        say(f"wrote {len(paths)} scenarios to {write}")
    if picture is not None:
        from loyalty_sim.report import risk

        draw(picture, f"{results.plan.study.name}: what is given up for what", {"front": risk.front(results, found)}, quiet)


def _print(results: Results, found: Front) -> None:
    from loyalty_sim.cli.study import lever_text, short, value_text
    from loyalty_sim.study.places import located, value_at

    plan = results.plan
    content = plan.base.model_dump()
    headings = ["Design", *(short(path) for path in plan.lever_paths)]
    headings += [f"{each.outcome.label} ({each.better})" for each in found.objectives] + [""]
    rows = [
        [
            each.design.name,
            *(lever_text(each.design.settings.get(path, value_at(content, located(path)))) for path in plan.lever_paths),
            *(value_text(each.outcomes[goal.outcome.label], goal.outcome, plan.base.currency) for goal in found.objectives),
            "knee" if each is found.knee else "",
        ]
        for each in found.designs
    ]
    emit(f"{plan.study.name}: {counted(found)}")
    emit("")
    if rows:
        table(headings, rows, (0, len(headings) - 1))


def counted(found: Front) -> str:
    """How many designs are on the front, and why the others are not."""
    sure = "by value" if found.dominance == "plain" else f"at {found.dominance} %"
    total = len(found.designs) + len(found.dominated) + len(found.left_out)
    text = f"{len(found.designs):,} of {total:,} designs on the front, {len(found.dominated):,} dominated {sure}"
    return text + (f", {len(found.left_out):,} left out (a constraint broken, or no value)" if found.left_out else "")


def _document(found: Front, paths: list[Path]) -> dict[str, Any]:
    from loyalty_sim.cli.study import standing_document

    return {
        "outcomes": [{"name": each.outcome.label, "better": each.better} for each in found.objectives],
        "dominance": found.dominance, "knee": None if found.knee is None else found.knee.design.name,
        "front": [standing_document(each) for each in found.designs],
        "dominated": [each.design.name for each in found.dominated],
        "left_out": [each.design.name for each in found.left_out],
        "files": [str(path) for path in paths],
    }  # fmt: skip
