"""Finding the scenario that an argument names: a file, a preset, or a saved one."""

from __future__ import annotations

import difflib
from pathlib import Path

from pydantic import ValidationError

from loyalty_sim.cli.errors import Code, CommandError, Problem
from loyalty_sim.cli.library import PREFIX, find_saved
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import ScenarioError, load
from loyalty_sim.scenario.presets import presets
from loyalty_sim.scenario.problems import explain


def find(argument: str) -> Path:
    """The file of a scenario given as a path or as the name of a preset."""
    path, known = Path(argument), presets()
    if path.is_file():
        return path
    if argument in known:
        return Path(known[argument])
    if path.is_dir():
        raise CommandError(Code.USAGE, f"{argument} is a folder; a scenario is a YAML file or a preset")
    if path.suffix or path.name != argument:
        require_file(path)
    near = difflib.get_close_matches(argument, known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"presets are {', '.join(known)}"
    raise CommandError(Code.USAGE, f"{argument} is neither a file nor a preset; {hint}")


def require_file(path: Path) -> None:
    """Refuse a path where there is no file, and say which one is nearly called so."""
    if path.is_dir():
        raise CommandError(Code.USAGE, f"{path} is a folder; a file is needed")
    if not path.is_file():
        near = difflib.get_close_matches(path.name, [file.name for file in _neighbours(path)], n=1)
        hint = f"; did you mean {path.with_name(near[0])}?" if near else ""
        raise CommandError(Code.USAGE, f"there is no file {path}{hint}")


def read(argument: str) -> Scenario:
    """Load the scenario that an argument names: a file, a preset, or ``library:NAME`` and ``library:NAME@VERSION``."""
    if argument.startswith(PREFIX):
        return find_saved(argument.removeprefix(PREFIX)).scenario
    path = find(argument)
    try:
        return load(path)
    except ScenarioError as error:
        problems = [Problem(str(path), problem.where, problem.message, problem.line) for problem in error.problems]
        raise CommandError(Code.INVALID, f"{argument} is not a valid scenario", problems) from None


def with_run(scenario: Scenario, **settings: int | None) -> Scenario:
    """The scenario with other settings of its run; those that are None stay."""
    chosen = {name: value for name, value in settings.items() if value is not None}
    try:
        return Scenario.model_validate(scenario.model_dump() | {"run": scenario.run.model_dump() | chosen})
    except ValidationError as error:
        problem = explain(error)[0]
        raise CommandError(Code.USAGE, f"{problem.where.replace('run.', '--')} {problem.message}") from None


def _neighbours(path: Path) -> list[Path]:
    return [file for file in path.parent.iterdir() if file.is_file()] if path.parent.is_dir() else []
