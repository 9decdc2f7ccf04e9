"""Saved scenarios in the database: what is there, and how it changes. Every save is a version; none is overwritten."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Row, Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from loyalty_sim.library.database import Database
from loyalty_sim.library.errors import ConflictError, LibraryError, NotFoundError, RefusedError
from loyalty_sim.library.saved import Saved
from loyalty_sim.library.tables import SCENARIOS, VERSIONS
from loyalty_sim.library.texts import (
    LONGEST_REFERENCE,
    clean_label,
    clean_name,
    clean_note,
    clean_tags,
    key_of,
)
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import dumps, loads
from loyalty_sim.scenario.problems import show
from loyalty_sim.scenario.strict_yaml import LARGEST_DOCUMENT

BEFORE = VERSIONS.alias("before")
LATEST = VERSIONS.alias("latest")
NEWEST = select(func.max(LATEST.c.version)).where(LATEST.c.scenario_id == SCENARIOS.c.id).scalar_subquery()


def _query() -> Select[Any]:
    """Versions with their scenario, the number of its newest version, and the file of the version before."""
    previous = (VERSIONS.c.scenario_id == BEFORE.c.scenario_id) & (BEFORE.c.version == VERSIONS.c.version - 1)
    columns = [column for column in VERSIONS.c if column.name != "scenario_id"]
    return select(
        SCENARIOS.c.name, SCENARIOS.c.locked_at, SCENARIOS.c.locked_by, NEWEST.label("latest"),
        BEFORE.c.text.label("before"), *columns,
    ).select_from(SCENARIOS.join(VERSIONS).outerjoin(BEFORE, previous))  # fmt: skip


def _saved(row: Row[Any]) -> Saved:
    """A row, held to the same rules as what is saved: a database can be edited."""
    content = dict(row._mapping)
    try:
        return Saved.model_validate(content | {"tags": tuple(json.loads(content["tags"]))}, strict=True)
    except (ValidationError, ValueError, TypeError, RecursionError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        name, version = show(content.get("name")), show(content.get("version"))
        raise LibraryError(f'what is stored of "{name}@{version}" cannot be used: {show(reason, longest=200)}') from error


def found(database: Database) -> tuple[list[Saved], list[str]]:
    """The newest version of every scenario, newest change first; and what cannot be read, in sentences."""
    query = _query().where(VERSIONS.c.version == NEWEST).order_by(VERSIONS.c.saved_at.desc(), SCENARIOS.c.id.desc())
    with database.reading() as connection:
        rows = connection.execute(query).all()
    good, bad = [], []
    for row in rows:
        try:
            good.append(_saved(row))
        except LibraryError as error:
            bad.append(str(error))
    return good, bad


def versions(database: Database, name: str, only: int | None = None) -> list[Saved]:
    """Versions of a scenario, newest first.

    Args:
        only: the one version wanted; 0 for the newest.

    Raises:
        NotFoundError: there is no such scenario or version.
    """
    query = _query().where(SCENARIOS.c.key == key_of(clean_name(name))).order_by(VERSIONS.c.version.desc())
    if only == 0:
        query = query.limit(1)
    elif only is not None:
        query = query.where(VERSIONS.c.version == only)
    with database.reading() as connection:
        rows = connection.execute(query).all()
        names = [] if rows else list(connection.execute(select(SCENARIOS.c.name)).scalars())
    if not rows:
        raise NotFoundError(_missing(name, only, [str(known) for known in names]))
    return [_saved(row) for row in rows]


def _missing(name: str, version: int | None, names: list[str]) -> str:
    if version and key_of(clean_name(name)) in map(key_of, names):
        return f'the library has no version {version} of "{show(name)}"'
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f'; did you mean "{near[0]}"?' if near else "; it is empty" if not names else ""
    return f'the library has no scenario "{show(name)}"{hint}'


def file_of(scenario: Scenario) -> str:
    """The text that is stored; what is stored can be read back.

    Raises:
        RefusedError: the scenario is too large for a file.
        ScenarioError: it was put together without validation and holds something that is not allowed.
    """
    text = dumps(scenario)
    if len(text.encode()) > LARGEST_DOCUMENT:
        raise RefusedError(f"the scenario takes {len(text.encode()):,} bytes; at most {LARGEST_DOCUMENT:,} are saved")
    loads(text)
    return text


def save(
    database: Database,
    text: str,
    name: str,
    *,
    note: str | None,
    author: str,
    tags: Iterable[str] | None,
    based_on: str | None,
    expected: int | None,
) -> int:
    """Add a version and return its number; see ``Library.save``."""
    name = clean_name(name)
    given = {
        "note": None if note is None else clean_note(note),
        "tags": None if tags is None else json.dumps(clean_tags(tags), ensure_ascii=False),
        "based_on": None if based_on is None else reference(based_on),
    }
    author = clean_label(author, "author")
    with database.writing() as connection:
        scenario = _held(connection, name, make=True)
        last = _newest(connection, scenario.id)
        _require_expected(scenario.name, last, expected)
        _require_open(scenario)
        kept = {"note": "", "tags": "[]", "based_on": ""} if last is None else last._mapping
        values = {column: kept[column] if value is None else value for column, value in given.items()}
        number = 1 if last is None else last.version + 1
        connection.execute(
            VERSIONS.insert().values(
                scenario_id=scenario.id, version=number, text=text, author=author, saved_at=datetime.now(UTC), **values
            )
        )
    return number


def _held(connection: Connection, name: str, *, make: bool = False) -> Row[Any]:
    """The scenario of that name, which nobody else changes until the transaction ends.

    Raises:
        NotFoundError: there is none, and it is not to be made.
    """
    query = select(SCENARIOS).where(SCENARIOS.c.key == key_of(name)).with_for_update()
    row = connection.execute(query).first()
    if row is None and make:
        try:
            with connection.begin_nested():
                connection.execute(SCENARIOS.insert().values(key=key_of(name), name=name))
        except IntegrityError:  # made by somebody else meanwhile, and now visible
            pass
        row = connection.execute(query).first()
    if row is None:
        names = [str(known) for known in connection.execute(select(SCENARIOS.c.name)).scalars()]
        raise NotFoundError(_missing(name, None, names))
    return row


def _newest(connection: Connection, scenario: int) -> Row[Any] | None:
    query = select(VERSIONS).where(VERSIONS.c.scenario_id == scenario).order_by(VERSIONS.c.version.desc()).limit(1)
    return connection.execute(query).first()


def _require_open(scenario: Row[Any]) -> None:
    """Refuse to change what is signed off."""
    if scenario.locked_at is not None:
        by = f" by {show(scenario.locked_by)}" if scenario.locked_by else ""
        when = f"{scenario.locked_at:%Y-%m-%d}"
        raise RefusedError(
            f'"{show(scenario.name)}" was signed off on {when}{by} and stays as it is; save a copy under another name'
        )


def _require_expected(name: str, last: Row[Any] | None, expected: int | None) -> None:
    """Refuse when somebody else saved since: nothing is lost, but who saves should see it first."""
    if expected is None or expected == (last.version if last else 0):
        return
    if last is None:
        raise NotFoundError(f'"{show(name)}" was removed since you opened version {expected}; save it under another name')
    raise Overtaken(name, last.version, expected)


class Overtaken(Exception):  # noqa: N818 - becomes a ConflictError when theirs has been read
    """Another version was saved in between."""

    def __init__(self, name: str, last: int, expected: int) -> None:
        super().__init__(name)
        self.name, self.last, self.expected = name, last, expected


def conflict(database: Database, overtaken: Overtaken) -> ConflictError:
    """What to tell who was overtaken."""
    (theirs,) = versions(database, overtaken.name, overtaken.last)
    if not overtaken.expected:
        return ConflictError(f'the library already has a scenario "{theirs.name}"; choose another name', theirs)
    by = f" by {theirs.author}" if theirs.author else ""
    message = (
        f'"{theirs.name}" was saved as version {theirs.version}{by} on {theirs.saved_at:%Y-%m-%d at %H:%M} UTC, after you '
        f"opened version {overtaken.expected}; look at that version, then save on top of it or under another name"
    )
    return ConflictError(message, theirs)


def rename(database: Database, name: str, to: str) -> None:
    """Call a scenario otherwise; see ``Library.rename``."""
    name, to = clean_name(name), clean_name(to)
    with database.writing() as connection:
        scenario = _held(connection, name)
        _require_open(scenario)
        other = connection.execute(select(SCENARIOS).where(SCENARIOS.c.key == key_of(to))).first()
        if other is not None and other.id != scenario.id:
            raise RefusedError(f'the library already has a scenario "{show(other.name)}"; choose another name')
        connection.execute(update(SCENARIOS).where(SCENARIOS.c.id == scenario.id).values(key=key_of(to), name=to))


def lock(database: Database, name: str, author: str, expected: int | None) -> None:
    """Sign a scenario off; see ``Library.lock``."""
    author = clean_label(author, "author")
    with database.writing() as connection:
        scenario = _held(connection, clean_name(name))
        _require_open(scenario)
        _require_expected(scenario.name, _newest(connection, scenario.id), expected)
        signed = {"locked_at": datetime.now(UTC), "locked_by": author}
        connection.execute(update(SCENARIOS).where(SCENARIOS.c.id == scenario.id).values(signed))


def remove(database: Database, name: str) -> None:
    """Delete a scenario with all its versions; see ``Library.remove``."""
    with database.writing() as connection:
        scenario = _held(connection, clean_name(name))
        _require_open(scenario)
        connection.execute(delete(VERSIONS).where(VERSIONS.c.scenario_id == scenario.id))
        connection.execute(delete(SCENARIOS).where(SCENARIOS.c.id == scenario.id))


def take(database: Database, name: str, locked_at: datetime | None, locked_by: str, rows: list[dict[str, Any]]) -> bool:
    """Add a scenario with all its versions, as they were elsewhere; returns whether one of that name was there already."""
    with database.writing() as connection:
        if connection.execute(select(SCENARIOS.c.id).where(SCENARIOS.c.key == key_of(name))).first() is not None:
            return True
        scenario = _held(connection, name, make=True)
        if _newest(connection, scenario.id) is not None:  # made by somebody else meanwhile
            return True
        signed = {"locked_at": locked_at, "locked_by": locked_by}
        connection.execute(update(SCENARIOS).where(SCENARIOS.c.id == scenario.id).values(signed))
        tagged = [row | {"tags": json.dumps(row["tags"], ensure_ascii=False), "scenario_id": scenario.id} for row in rows]
        connection.execute(VERSIONS.insert(), tagged)
    return False


def reference(text: str) -> str:
    """What a scenario is based on, in one line; ``NAME@VERSION`` or the name of a preset.

    Raises:
        RefusedError: it is neither.
    """
    name, at, version = text.rpartition("@")
    if not at:
        return clean_label(text, "scenario it is based on")
    if not version.isdecimal() or len(text) > LONGEST_REFERENCE:
        raise RefusedError(f'what it is based on is "{show(text)}"; must be a name, or a name with a version such as Plan@2')
    return f"{clean_name(name)}@{int(version)}"
