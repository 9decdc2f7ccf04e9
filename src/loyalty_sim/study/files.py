"""Study files: YAML in, a plan out; whatever is wrong is said in plain sentences, all at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from loyalty_sim.scenario import presets
from loyalty_sim.scenario.files import Problem, ScenarioError, content, document_of, given_twice, upgraded
from loyalty_sim.scenario.files import load as load_scenario
from loyalty_sim.scenario.problems import Location, explain, line_of, place
from loyalty_sim.scenario.scenario import Scenario
from loyalty_sim.scenario.strict_yaml import Document, render
from loyalty_sim.study.check import faults, oversized
from loyalty_sim.study.plan import Plan, plan
from loyalty_sim.study.specification import SCHEMA_VERSION, Base, Study

SCHEMA_FILE = "study.schema.json"


def load(path: str | Path) -> Plan:
    """Read a study file and plan its runs.

    Raises:
        ScenarioError: the file or its base scenario cannot be read or says something that is not allowed; all problems
            are listed.
    """
    return loads(content(path), str(path), Path(path).parent)


def loads(text: str | bytes, source: str = "", folder: Path | None = None) -> Plan:
    """Read a study from text and plan its runs.

    Args:
        text: YAML; fields it leaves out have their defaults.
        source: name of the file, for messages.
        folder: where a relative path of the base scenario starts; by default the current folder.

    Raises:
        ScenarioError: as ``load``.
    """
    document = document_of(text, source)
    problems = given_twice(document)
    data = _brought_forward(document, source)
    try:
        study = Study.model_validate(data, strict=True)
    except ValidationError as error:
        raise ScenarioError(problems + explain(error, document.lines, Study), source) from error
    if problems:
        raise ScenarioError(problems, source)
    return planned(study, folder=folder, source=source, lines=document.lines)


def dumps(study: Study) -> str:
    """The study as YAML, every field written out, which ``loads`` reads back to the same study."""
    return render(study.model_dump())


def planned(study: Study, *, folder: Path | None = None, source: str = "", lines: dict[Location, int] | None = None) -> Plan:
    """Check a study against its base scenario, and plan its runs.

    Args:
        folder: where a relative path of the base scenario starts; by default the current folder.
        source: name of the study file, for messages.
        lines: line of each value in that file.

    Raises:
        ScenarioError: as ``load``.
    """

    def told(found: list[tuple[Location, str]]) -> list[Problem]:
        return [Problem(place(where), message, line_of(where, lines or {})) for where, message in found]

    base = with_run(base_of(study, folder or Path(), source, lines or {}), study, source, lines or {})
    problems = told(list(faults(study, base))) or told(list(oversized(study)))
    if problems:
        raise ScenarioError(problems, source)
    return plan(study.model_copy(update={"base": Base(scenario=base)}), base)


def base_of(study: Study, folder: Path, source: str, lines: dict[Location, int]) -> Scenario:
    """The base scenario of a study, wherever it is kept.

    Raises:
        ScenarioError: there is none, or it is not valid; names its own file.
    """
    base = study.base
    if base.scenario is not None:
        return base.scenario
    if base.file is not None:
        return load_scenario(folder / base.file)
    assert base.preset is not None
    if base.preset not in presets.NAMES:
        try:
            presets.preset(base.preset)
        except ScenarioError as error:
            message = f'is "{base.preset}"; {error.problems[0].message}'
            raise ScenarioError([Problem("base.preset", message, line_of(("base", "preset"), lines))], source) from None
    return presets.preset(base.preset)


def with_run(base: Scenario, study: Study, source: str, lines: dict[Location, int]) -> Scenario:
    """The base scenario with the customers, months and seed of the study.

    Raises:
        ScenarioError: it is not valid with them.
    """
    given = {name: getattr(study.run, name) for name in ("customers", "months", "seed")}
    settings = {name: value for name, value in given.items() if value is not None}
    try:
        return Scenario.model_validate(base.model_dump() | {"run": base.run.model_dump() | settings}, strict=True)
    except ValidationError as error:
        found = explain(error)[0]
        message = f"makes a scenario in which `{found.where}` {found.message}"
        raise ScenarioError([Problem("run", message, line_of(("run",), lines))], source) from error


def _brought_forward(document: Document, source: str) -> dict[str, Any]:
    """The content of a study file, a scenario in it brought forward to this version."""
    data: dict[str, Any] = dict(document.data)
    version = data.get("schema_version")
    if type(version) is int and version > SCHEMA_VERSION:
        message = f"is {version}, of a newer loyalty-sim; this one reads up to {SCHEMA_VERSION}: install the newer one"
        raise ScenarioError([Problem("schema_version", message, document.lines.get(("schema_version",)))], source)
    base = data.get("base")
    if isinstance(base, dict) and isinstance(base.get("scenario"), dict):
        data["base"] = {**base, "scenario": upgraded(base["scenario"])}
    return data
