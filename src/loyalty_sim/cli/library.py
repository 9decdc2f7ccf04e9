"""``loyalty-sim library``: saved scenarios and stored runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.options import Json
from loyalty_sim.cli.options import app as everything
from loyalty_sim.cli.streams import emit, emit_json, say

if TYPE_CHECKING:
    from loyalty_sim.engine import Result
    from loyalty_sim.library import Library, Saved
    from loyalty_sim.scenario import Scenario

PREFIX = "library:"
"""Before a name in the library, where a scenario file or a preset may be given too."""

app = typer.Typer(
    help="Saved scenarios and stored runs, in the library that LOYALTY_SIM_LIBRARY names: a file, or the address of a "
    "PostgreSQL server. Every command that takes a scenario also takes library:NAME or library:NAME@VERSION.",
    rich_markup_mode=None, no_args_is_help=True,
)  # fmt: skip
everything.add_typer(app, name="library")

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name in the library.")]
Versioned = Annotated[
    str, typer.Argument(metavar="NAME[@VERSION]", help="Name in the library; by default its newest version.")
]
Words = Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help="Only those with all these words.")]
Author = Annotated[str, typer.Option(envvar="LOYALTY_SIM_AUTHOR", help="Who does it; kept beside the version.")]
Note = Annotated[str | None, typer.Option(help="What the scenario is for; by default that of the version before.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="Word to find it by; repeatable. By default as before.")]
Expected = Annotated[
    int | None, typer.Option("--expect", min=0, help="Refuse when another version is the newest; 0 for a new name.")
]


@contextmanager
def library() -> Iterator[Library]:
    """The library, open; whatever it refuses becomes an error of the command."""
    from loyalty_sim.library import LibraryError, NotFoundError, RefusedError, open_library
    from loyalty_sim.scenario.files import ScenarioError

    try:
        opened = open_library()
        try:
            yield opened
        finally:
            opened.close()
    except (NotFoundError, RefusedError) as error:
        raise CommandError(Code.USAGE, str(error)) from None
    except ScenarioError as error:
        raise CommandError(Code.INVALID, str(error)) from None
    except LibraryError as error:
        raise CommandError(Code.FAILED, str(error)) from None


def find_saved(reference: str) -> Saved:
    """The saved scenario that ``NAME`` or ``NAME@VERSION`` names; what an upgrade moved in it is said."""
    name, version = _parted(reference)
    with library() as opened:
        saved = opened.get(name, version)
        for sentence in saved.moved:
            say(f"{saved.reference}: {sentence}")
    return saved


def _parted(reference: str) -> tuple[str, int | None]:
    name, at, version = reference.rpartition("@")
    if not at:
        return reference, None
    if not (version.isdecimal() and len(version) < 10 and int(version) > 0):
        raise CommandError(Code.USAGE, f"{reference[:200]}: after @ there must be the number of a version, such as Plan@2")
    return name, int(version)


def stored_result(scenario: Scenario, simulate: Callable[[Scenario], Result]) -> Result:
    """The result as the library has it, or else simulated now and kept there. The library is opened before a long run."""
    from dataclasses import replace

    from loyalty_sim.library import LibraryError

    with library() as opened:
        run = opened.stored(scenario)
        if run is not None:
            say(f"stored run {run.id[:12]} of {run.saved_at:%Y-%m-%d}; nothing was simulated")
            return replace(run.result, scenario=scenario)
        result = simulate(scenario)
        try:
            kept = opened.keep(result)
            say(f"stored as run {kept.id[:12]}")
        except LibraryError as error:
            say(f"warning: the run was not stored: {error}")
    return result


@app.command("list")
def list_scenarios(
    words: Words = None,
    tag: Annotated[str | None, typer.Option(help="Only those with this tag.")] = None,
    json: Json = False,
) -> None:
    """List the saved scenarios, newest change first."""
    from loyalty_sim.cli import library_print

    with library() as opened:
        found, damaged = opened.scenarios(" ".join(words or []), tag), opened.damaged()
        if json:
            documents = [library_print.facts(saved) for saved in found]
            emit_json({"library": opened.name, "scenarios": documents, "damaged": damaged})
        else:
            library_print.scenarios(found)
        for sentence in damaged:
            say(f"warning: {sentence}")


@app.command()
def show(
    name: Versioned,
    yaml: Annotated[bool, typer.Option("--yaml", help="Print the scenario file, and nothing else.")] = False,
    json: Json = False,
) -> None:
    """Show a saved scenario: who saved it when, and what it changed in the version before."""
    from loyalty_sim.cli import library_print
    from loyalty_sim.scenario.files import dumps

    saved = find_saved(name)
    with library():
        if json:
            emit_json(library_print.document(saved))
        elif yaml:
            emit(dumps(saved.scenario).rstrip("\n"))
        else:
            library_print.one(saved)


@app.command()
def versions(name: Name, json: Json = False) -> None:
    """List the versions of a saved scenario, newest first, each with what it changed."""
    from loyalty_sim.cli import library_print

    with library() as opened:
        found = opened.versions(name)
        if json:
            emit_json({"name": found[0].name, "versions": [library_print.document(saved) for saved in found]})
        else:
            library_print.versions(found)


@app.command()
def save(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO|PRESET", help="A scenario file, a preset, or library:NAME.")],
    name: Annotated[str | None, typer.Option(help="Name in the library; by default the scenario's own.")] = None,
    note: Note = None,
    author: Author = "",
    tag: Tags = None,
    based_on: Annotated[
        str | None,
        typer.Option(help="What it was made from: a preset, or NAME@VERSION; by default what was given, or as before."),
    ] = None,
    expect: Expected = None,
    json: Json = False,
) -> None:
    """Save a scenario as the next version of its name."""
    from loyalty_sim.cli.scenarios import read
    from loyalty_sim.scenario.presets import presets

    chosen = read(scenario)
    if based_on is None and not Path(scenario).is_file():
        based_on = (
            scenario.removeprefix(PREFIX) if scenario.startswith(PREFIX) else scenario if scenario in presets() else None
        )
    with library() as opened:
        saved = opened.save(
            chosen, name or chosen.name, note=note, author=author, tags=tag, based_on=based_on, expected=expect
        )
    _did(f"saved {saved.reference}", saved, json)


@app.command()
def annotate(
    name: Name, note: Note = None, author: Author = "", tag: Tags = None, expect: Expected = None, json: Json = False
) -> None:
    """Change note or tags of a saved scenario; what they were stays with the version before."""
    if note is None and tag is None:
        raise CommandError(Code.USAGE, "nothing to change; give --note or --tag")
    with library() as opened:
        saved = opened.annotate(name, note=note, tags=tag, author=author, expected=expect)
    _did(f"saved {saved.reference}", saved, json)


@app.command()
def copy(
    name: Versioned, to: Annotated[str, typer.Argument(help="Its name.")], author: Author = "", json: Json = False
) -> None:
    """Copy a saved scenario, one that is signed off too, under another name."""
    original, version = _parted(name)
    with library() as opened:
        saved = opened.copy(original, to, version=version, author=author)
    _did(f"saved {saved.reference}, based on {saved.based_on}", saved, json)


@app.command()
def rename(name: Name, to: Annotated[str, typer.Argument(help="Its new name.")], json: Json = False) -> None:
    """Give a saved scenario another name, all versions together."""
    with library() as opened:
        saved = opened.rename(name, to)
    _did(f"{name} is now called {saved.name}", saved, json)


@app.command()
def lock(name: Name, author: Author = "", expect: Expected = None, json: Json = False) -> None:
    """Sign a saved scenario off: from then on it can be copied, not changed or removed. There is no way back."""
    with library() as opened:
        saved = opened.lock(name, author=author, expected=expect)
    _did(f"signed off {saved.reference}", saved, json)


@app.command("rm")
def remove(name: Name, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False, json: Json = False) -> None:
    """Remove a saved scenario with all its versions; one that is signed off stays."""
    with library() as opened:
        saved = opened.get(name)
        if not yes:
            if json or not sys.stdin.isatty():
                raise CommandError(Code.USAGE, f'"{saved.name}" would be removed with all its versions; say so with --yes')
            if not _confirmed(f'Remove "{saved.name}" with all its versions ({saved.latest})?'):
                raise CommandError(Code.FAILED, "nothing was removed")
        opened.remove(saved.name)
    _did(f"removed {saved.name}", saved, json)


@app.command("export")
def export_folder(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not exist yet.")],
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Scenarios; by default all.")] = None,
    runs: Annotated[bool, typer.Option("--runs/--no-runs", help="Also the stored runs that belong to them.")] = True,
    json: Json = False,
) -> None:
    """Write the library as a plain folder of YAML and Parquet."""
    from loyalty_sim.cli import library_print

    with library() as opened:
        library_print.taken(f"wrote to {folder}", opened.export_folder(folder, names or [], with_runs=runs), json)


@app.command("import")
def import_folder(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder written by export.")], json: Json = False
) -> None:
    """Take in an exported folder; what is there already stays as it is."""
    from loyalty_sim.cli import library_print

    with library() as opened:
        library_print.taken(f"took from {folder}", opened.import_folder(folder), json)


@app.command()
def runs(words: Words = None, json: Json = False) -> None:
    """List the stored runs, newest first."""
    from loyalty_sim.cli import library_print

    with library() as opened:
        found, damaged = opened.runs(" ".join(words or [])), opened.damaged_runs()
        if json:
            emit_json({"library": opened.name, "runs": [run.model_dump(mode="json") for run in found], "damaged": damaged})
        else:
            library_print.runs(found)
        for sentence in damaged:
            say(f"warning: {sentence}")


@app.command()
def rerun(
    run: Annotated[str, typer.Argument(metavar="ID", help="Id of a run, or its beginning.")], json: Json = False
) -> None:
    """Simulate a stored run again, and hold what it says now against what it said then."""
    from loyalty_sim.cli import library_print

    with library() as opened:
        library_print.rerun(opened.rerun(run), json)


def _confirmed(question: str) -> bool:
    try:
        return typer.confirm(question, err=True)
    except typer.Abort:  # what Ctrl-C becomes at a question
        raise KeyboardInterrupt from None


def _did(sentence: str, saved: Saved, json: bool) -> None:
    """Say what was done."""
    if json:
        from loyalty_sim.cli import library_print

        emit_json(library_print.facts(saved))
    else:
        emit(sentence)
