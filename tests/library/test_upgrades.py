"""Older libraries, newer ones, and scenarios saved in an older format."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from loyalty_sim.library import Library, LibraryError, open_library, tables, upgrades
from loyalty_sim.scenario import SCHEMA_VERSION, Scenario, files
from loyalty_sim.scenario.strict_yaml import render

FIRST = Path(__file__).parent / "first.sql"
"""A library as the first version of the tables left it; written by ``python -m tests.library.first``."""


POSTGRES = {
    "BLOB": "BYTEA", "_at TEXT": "_at TIMESTAMP WITH TIME ZONE", "DOUBLE": "DOUBLE PRECISION", ",X'": ",'\\x",
    "\tid INTEGER": "\tid BIGSERIAL", "scenario_id INTEGER": "scenario_id BIGINT",
}  # fmt: skip
"""What PostgreSQL calls the types and values of the file."""


def statements() -> Iterator[str]:
    """The statements of the file; a text in one of them may hold a semicolon at the end of a line."""
    waiting = ""
    for line in FIRST.read_text(encoding="utf-8").splitlines(keepends=True):
        waiting += line
        if sqlite3.complete_statement(waiting):
            yield waiting
            waiting = ""


def fill(url: str) -> None:
    """Make the tables and rows of the first version in an empty database."""
    if "://" not in url:
        with sqlite3.connect(url) as file:
            for statement in statements():
                file.execute(statement)
        file.close()
        return
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("set timezone to 'UTC'")
        for statement in statements():
            for ours, theirs in POSTGRES.items():
                statement = statement.replace(ours, theirs)
            connection.exec_driver_sql(statement.replace("%", "%%"), ())
        connection.exec_driver_sql("select setval('scenarios_id_seq', (select max(id) from scenarios))")
    engine.dispose()


def test_a_library_of_the_first_version_opens_and_loses_nothing(url: str) -> None:
    """Scenarios, versions, notes, tags, signatures and runs are as they were saved."""
    fill(url)
    library = open_library(url)
    assert library.damaged() == library.damaged_runs() == []
    newest, oldest = library.versions("Expiry of 6 months")
    assert (newest.note, newest.author, newest.tags, newest.based_on) == ("shorter", "Bea", ("q3", "board"), "cdnow")
    assert (oldest.note, oldest.author) == ("first idea;\nnot yet final", "Ann")
    assert [(change.path, change.new) for change in newest.changes] == [("program.expiry.months", 6.0)]
    signed = library.get("Signed ‘plan’")
    assert (signed.locked_by, signed.based_on) == ("Bea", "Expiry of 6 months@1")
    assert f"{signed.locked_at:%Y-%m-%d %H:%M:%S.%f%z}" == "2027-03-01 12:30:00.250000+0000"
    (run,) = library.runs()
    stored = library.run(run.id)
    assert stored.scenario.program == oldest.scenario.program
    assert len(stored.monthly) == 6
    assert stored.kpis["breakage"].program is not None
    library.save(signed.scenario, "Expiry of 6 months")
    assert library.get("Expiry of 6 months").version == 3


def test_an_upgraded_library_has_the_tables_of_a_new_one(url: str) -> None:
    """Columns and keys are the same whether a library was made today or brought forward."""
    fill(url)
    upgraded = shape(open_library(url))
    with open_library(url)._database.writing() as connection:
        tables.METADATA.drop_all(connection)
    assert shape(open_library(url)) == upgraded


def shape(library: Library) -> dict[str, Any]:
    """Tables with names and nullability of their columns, and their keys."""
    with library._database.reading() as connection:
        looked = inspect(connection)
        return {
            table: (
                [(column["name"], column["nullable"]) for column in looked.get_columns(table)],
                looked.get_pk_constraint(table)["constrained_columns"],
                [key["referred_table"] for key in looked.get_foreign_keys(table)],
                [unique["column_names"] for unique in looked.get_unique_constraints(table)],
            )
            for table in sorted(looked.get_table_names())
        }


def test_a_step_brings_an_older_library_forward_whole_or_not_at_all(
    library: Library, url: str, plan: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that fails leaves the library as it was; one that succeeds is done once, and its version is noted."""
    library.save(plan, "Plan", note="kept")
    done = []

    def step(connection: Connection) -> None:
        connection.execute(text("alter table scenarios add column owner text"))
        connection.execute(text("update scenarios set owner = 'Ann'"))
        done.append(1)
        if len(done) == 1:
            connection.execute(text("insert into nowhere values (1)"))

    monkeypatch.setattr(tables, "SCHEMA", tables.SCHEMA + 1)
    monkeypatch.setitem(upgrades.UPGRADES, tables.SCHEMA - 1, step)
    with pytest.raises(LibraryError, match=r"nowhere|missing"):
        open_library(url)
    with library._database.reading() as connection:
        assert "owner" not in {column["name"] for column in inspect(connection).get_columns("scenarios")}
    for _ in range(2):
        with open_library(url)._database.reading() as connection:
            assert connection.execute(text("select owner from scenarios")).scalar() == "Ann"
            assert connection.execute(text("select schema_version from library")).scalar() == tables.SCHEMA
    assert len(done) == 2
    assert library.get("Plan").note == "kept"


def test_a_library_of_a_newer_program_is_refused(library: Library, url: str, plan: Scenario) -> None:
    """What its tables mean is not known here, so that nothing is read and nothing written."""
    library.save(plan, "Plan")
    with library._database.writing() as connection:
        connection.execute(text("update library set schema_version = 99"))
    with pytest.raises(LibraryError, match=r"written by a newer loyalty-sim \(library version 99; this one reads up to 1\)"):
        open_library(url)
    with pytest.raises(LibraryError, match="written by a newer loyalty-sim"):
        library.save(plan, "Plan")  # which was open when the newer program upgraded it


def test_a_scenario_of_an_older_format_is_migrated_and_says_what_moved(
    library: Library, plan: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stored file stays as it is; reading it names each field that is called or meant otherwise now."""
    older = plan.model_dump() | {"schema_version": SCHEMA_VERSION - 1}
    older["run"] = {("starting_at" if name == "seed" else name): value for name, value in older["run"].items()}

    def upgrade(content: dict[str, Any]) -> dict[str, Any]:
        run = {("seed" if name == "starting_at" else name): value for name, value in content["run"].items()}
        return content | {"run": run}

    monkeypatch.setitem(files.UPGRADES, SCHEMA_VERSION - 1, upgrade)
    library.save(plan, "Plan")
    stored = render(older)
    with library._database.writing() as connection:
        connection.execute(text("update versions set text = :text"), {"text": stored})
    saved = library.get("Plan")
    assert saved.scenario == plan.model_copy(update={"name": "Plan"})
    assert saved.moved == [
        f"the file had format {SCHEMA_VERSION - 1}; it is read as format {SCHEMA_VERSION}",
        "`run.seed` was absent and is 1",
        "`run.starting_at` was 1 and is absent",
    ]
    assert saved.text == stored
    assert library.save(saved.scenario, "Plan").moved == []
