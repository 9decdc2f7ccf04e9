"""Scenario files: YAML in, YAML out, without loss; whatever is wrong is said in plain sentences, all at once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from loyalty_sim.scenario.problems import Problem, ScenarioError, explain, place, show
from loyalty_sim.scenario.scenario import SCHEMA_VERSION, Scenario
from loyalty_sim.scenario.strict_yaml import LARGEST_DOCUMENT, Document, UnreadableError, parse, render

__all__ = [
    "SCHEMA_FILE", "UPGRADES", "Problem", "ScenarioError", "dumps", "load", "loads", "moved", "moved_content", "save",
    "too_new", "upgraded",
]  # fmt: skip

SCHEMA_FILE = "scenario.schema.json"
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""By version of the file format: what turns the content of such a file into that of the next version."""


def load(path: str | Path) -> Scenario:
    """Read a scenario file.

    Raises:
        ScenarioError: the file cannot be read or says something that is not allowed; all problems are listed.
    """
    return loads(content(path), str(path))


def content(path: str | Path) -> bytes:
    """The bytes of a file, no more than one too many.

    Raises:
        ScenarioError: it cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST_DOCUMENT + 1)
    except FileNotFoundError as error:
        raise ScenarioError([Problem("", "there is no such file")], str(path)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError([Problem("", f"cannot be read: {reason}")], str(path)) from error


def loads(text: str | bytes, source: str = "") -> Scenario:
    """Read a scenario from text.

    Args:
        text: YAML; fields it leaves out have their defaults.
        source: name of the file, for messages.

    Raises:
        ScenarioError: as ``load``.
    """
    return _validated(document_of(text, source), source)


def document_of(text: str | bytes, source: str = "") -> Document:
    """What a text says, before it is validated; no text says an empty mapping.

    Raises:
        ScenarioError: it is no YAML, or not a mapping.
    """
    try:
        document = parse(_decoded(text))
    except UnreadableError as refused:
        raise ScenarioError([Problem(place(refused.path), refused.message, refused.line)], source) from refused
    if document.data is None:
        document.data = {}
    if not isinstance(document.data, dict):
        raise ScenarioError([Problem("", "must be a mapping of names and values, such as `name: My program`")], source)
    return document


def given_twice(document: Document) -> list[Problem]:
    """Keys that are given twice."""
    return [
        Problem(place(path), f"is given twice, first in line {first}; keep one", line)
        for path, first, line in document.twice
    ]


def moved(text: str | bytes) -> list[str]:
    """What reading a text of an older format changes in it, in sentences; none where the format is today's.

    Raises:
        ScenarioError: as ``load``.
    """
    try:
        before = parse(_decoded(text)).data
    except UnreadableError as refused:
        raise ScenarioError([Problem(place(refused.path), refused.message, refused.line)]) from refused
    return moved_content(before) if isinstance(before, dict) else []


def moved_content(before: dict[str, Any]) -> list[str]:
    """As ``moved``, of content that has been parsed."""
    if before.get("schema_version", SCHEMA_VERSION) == SCHEMA_VERSION:
        return []
    old, new = dict(_leaves(before, ())), dict(_leaves(upgraded(before), ()))
    told = [f"the file had format {before['schema_version']}; it is read as format {SCHEMA_VERSION}"]
    for path in old.keys() | new.keys() - {("schema_version",)}:
        was, now = (f"{show(side[path])}" if path in side else "absent" for side in (old, new))
        told += [f"`{place(path)}` was {was} and is {now}"] if was != now and path != ("schema_version",) else []
    return [told[0], *sorted(told[1:])]


def dumps(scenario: Scenario, schema: str | None = None) -> str:
    """The scenario as YAML, every field written out: it keeps its meaning when a default changes.

    Args:
        schema: where an editor finds the JSON Schema; named in the first line.

    Raises:
        ScenarioError: the scenario was put together without validation and holds something that is not allowed.
    """
    fields = scenario.model_dump()
    _validated(Document(fields), scenario.name)
    first = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    return first + render(fields)


def save(scenario: Scenario, path: str | Path) -> None:
    """Write a scenario file: to a temporary name first, so that a file of that name is replaced whole or not at all.

    A JSON Schema in the same folder is named in the first line, for editors.

    Raises:
        ScenarioError: as ``dumps``.
        OSError: the file cannot be written.
    """
    path = Path(path)
    schema = SCHEMA_FILE if (path.parent / SCHEMA_FILE).is_file() else None
    text = dumps(scenario, schema)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(temporary, path)  # noqa: PTH105 - both names are given
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogatepass")
    if len(text) > LARGEST_DOCUMENT:
        raise UnreadableError(f"is larger than {LARGEST_DOCUMENT // 1000:,} kB; a scenario takes about 10 kB")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise UnreadableError("is not UTF-8 text; save the file in the encoding UTF-8", line) from error


def _validated(document: Document, source: str) -> Scenario:
    problems = given_twice(document)
    data = upgraded(document.data)
    message = too_new(data)
    if message:
        raise ScenarioError([Problem("schema_version", message, document.lines.get(("schema_version",)))], source)
    try:
        scenario = Scenario.model_validate(data, strict=True)
    except ValidationError as error:
        problems += explain(error, document.lines)
        raise ScenarioError(problems, source) from error
    if problems:
        raise ScenarioError(problems, source)
    return scenario


def _leaves(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value that is neither a mapping nor a list, with its path."""
    if isinstance(value, dict | list | tuple) and value:
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(item, (*path, key))
    else:
        yield path, value


def too_new(data: dict[str, Any]) -> str:
    """Why content of a newer version of the format cannot be read, to follow the field's name; "" when it can."""
    version = data.get("schema_version")
    if type(version) is int and version > SCHEMA_VERSION:
        return f"is {version}, of a newer loyalty-sim; this one reads up to {SCHEMA_VERSION}: install the newer one"
    return ""


def upgraded(data: dict[str, Any]) -> dict[str, Any]:
    """The content of a scenario file brought forward, version by version, as far as there are upgrades."""
    version = data.get("schema_version", SCHEMA_VERSION)
    while type(version) is int and version in UPGRADES:
        data = {**UPGRADES[version](data), "schema_version": version + 1}
        version += 1
    return data
