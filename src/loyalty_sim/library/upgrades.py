"""Bringing an older library forward, step by step, in one transaction: whole or not at all.

The steps are functions of their own rather than Alembic scripts: there is one line of versions and no branches, the tables
are four, and a step runs inside the transaction in which the library is opened. Where a step must rebuild a table of SQLite,
``alembic.operations.Operations`` can be used in it. A step says in SQL what it does, never by the tables of today.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, inspect, select, update

from loyalty_sim.library import tables
from loyalty_sim.library.errors import LibraryError
from loyalty_sim.library.tables import LIBRARY, METADATA, PROGRAM

UPGRADES: dict[int, Callable[[Connection], None]] = {}
"""By version of the tables: what turns such a library into one of the next version."""


def schema_of(connection: Connection) -> int | None:
    """Version of the tables; None for an empty database.

    Raises:
        LibraryError: the database holds something else.
    """
    names = inspect(connection).get_table_names()
    if not names:
        return None
    columns = {column["name"] for column in inspect(connection).get_columns("library")} if "library" in names else set()
    if not {column.name for column in LIBRARY.columns} <= columns:
        raise LibraryError("is a database of something else, not a library; give the name of a new one")
    row = connection.execute(select(LIBRARY.c.schema_version).where(LIBRARY.c.program == PROGRAM)).first()
    if row is None or type(row[0]) is not int or row[0] < 1:
        raise LibraryError("is a database of something else, not a library; give the name of a new one")
    return int(row[0])


def require_readable(schema: int) -> None:
    """Refuse the library of a newer program: what it means is not known here.

    Raises:
        LibraryError: it is newer.
    """
    if schema > tables.SCHEMA:
        raise LibraryError(
            f"was written by a newer loyalty-sim (library version {schema}; this one reads up to {tables.SCHEMA}): "
            "install the newer one"
        )


def bring_forward(connection: Connection) -> None:
    """Make the tables in an empty database, or upgrade those of an older library."""
    schema = schema_of(connection)
    if schema is None:
        METADATA.create_all(connection)
        connection.execute(LIBRARY.insert().values(program=PROGRAM, schema_version=tables.SCHEMA))
        return
    require_readable(schema)
    for step in range(schema, tables.SCHEMA):
        UPGRADES[step](connection)
    if schema < tables.SCHEMA:
        connection.execute(update(LIBRARY).values(schema_version=tables.SCHEMA))
