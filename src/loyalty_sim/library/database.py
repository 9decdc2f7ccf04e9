"""The database behind a library: an SQLite file or a PostgreSQL server, opened, checked and brought up to date.

Transactions are short, and those that write are known as such from their first statement: on SQLite they wait for each other
then, and never fail half way.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from loyalty_sim.library import tables
from loyalty_sim.library.errors import LibraryError
from loyalty_sim.library.tables import LIBRARY
from loyalty_sim.library.upgrades import bring_forward, require_readable, schema_of

VARIABLE = "LOYALTY_SIM_LIBRARY"
"""Environment variable: a file, or the address of a PostgreSQL server."""
FILE = "library.sqlite"
PATIENCE: float = 10
"""Seconds for which a busy or silent database is waited for."""
POSTGRES = "postgresql+psycopg"
BUSY = f"another program has been writing to it for {PATIENCE} seconds; try again"
SENTENCES = {
    "database is locked": BUSY,
    "lock timeout": BUSY,
    "database or disk is full": "the disk is full; free some space and try again",
    "readonly database": "it may only be read; nothing can be saved in it",
    "file is not a database": "the file is not an SQLite database, so it is no library",
    "malformed": "the file is damaged; restore a copy of it",
    "disk i/o error": "the disk could not be read or written",
    "unable to open database file": "the file cannot be opened or made; check its folder and your rights",
    "no such table": "a part of it is missing; restore a copy of it",
    "no such column": "a part of it is missing; restore a copy of it",
}
"""What messages of the databases mean to a user."""


class Database:
    """A library's database, ready to use.

    Args:
        url: SQLAlchemy address, or the path of an SQLite file.

    Raises:
        LibraryError: it cannot be opened, is no library, or is that of a newer program.
    """

    def __init__(self, url: str) -> None:
        self.url = _address(url)
        self.name = str(self.url.database) if self._is_file else self.url.render_as_string(hide_password=True)
        with self.told():
            self._engine = self._made()
            self._bring_forward()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the library."""
        with self.told(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that changes the library whole or not at all.

        Raises:
            LibraryError: a newer program has upgraded the library since it was opened.
        """
        with self._writing() as connection:
            with self._named():
                require_readable(connection.execute(select(LIBRARY.c.schema_version)).scalar_one())
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.told(), self._engine.connect() as connection:
            connection.execution_options(writing=True)
            with connection.begin():
                yield connection

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn what goes wrong in the database into a sentence that names it."""
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, ValueError, TypeError) as error:
            raise LibraryError(f"the library {self.name}: {_sentence(error)}") from error

    def close(self) -> None:
        """Give back all connections; the next use opens new ones."""
        self._engine.dispose()

    @property
    def _is_file(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    def _made(self) -> Engine:
        if not self._is_file:
            return self._server()
        path = Path(str(self.url.database))
        if path.is_dir():
            raise LibraryError(f"the library {self.name} is a folder; give the name of a file in it, such as {path / FILE}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise LibraryError(f"the folder of the library {self.name} cannot be made: {reason}") from error
        # A connection per transaction: nothing is shared by threads or kept over a fork, and opening a file is quick.
        engine = create_engine(self.url, poolclass=NullPool, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def _server(self) -> Engine:
        patience = {"connect_timeout": max(2, round(PATIENCE))}
        try:
            engine = create_engine(self.url, pool_pre_ping=True, connect_args=patience)
        except ImportError as error:
            message = f"the library {self.name} needs psycopg; install it with: pip install 'loyalty-sim[postgres]'"
            raise LibraryError(message) from error
        event.listen(engine, "connect", _prepare_server)
        return engine

    def _bring_forward(self) -> None:
        """Look first and touch nothing: it may be the file of another program, or one that may only be read."""
        with self._named():
            with self.reading() as connection:
                schema = schema_of(connection)
            if schema is not None:
                require_readable(schema)
            if schema != tables.SCHEMA:
                if self._is_file:
                    self._use_write_ahead_log()
                with self._writing() as connection:
                    if not self._is_file:  # two who open an empty database at once: the second waits, then finds it made
                        connection.exec_driver_sql("select pg_advisory_xact_lock(7310291)")
                    bring_forward(connection)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Have a sentence about the database begin with its name."""
        try:
            yield
        except LibraryError as error:
            told = str(error)
            raise LibraryError(told if self.name in told else f"{self.name} {told}") from error

    def _use_write_ahead_log(self) -> None:
        """Readers and a writer then do not wait for each other. The file remembers it."""
        connection = self._engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL").fetchall()
        finally:
            connection.close()


def _address(text: str) -> URL:
    """The address of a database; a path is one of SQLite's."""
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser()))
    try:
        url = make_url(text)
        url = url.set(drivername=POSTGRES) if url.drivername in ("postgresql", "postgres") else url
        known = url.drivername in ("sqlite", "sqlite+pysqlite", POSTGRES)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise LibraryError(f"the address of the library cannot be read: {_first_line(error)}") from error
    if not known:
        raise LibraryError(f"the library is at {url.drivername}; must be the path of a file, sqlite:///… or {POSTGRES}://…")
    if url.get_backend_name() == "sqlite" and (url.database in (None, "", ":memory:") or url.query):
        raise LibraryError("the address of the library names no file; write sqlite:/// and its path, and nothing else")
    return url


def default_url() -> str:
    """What ``LOYALTY_SIM_LIBRARY`` says, or else a file in the user's data folder."""
    return os.environ.get(VARIABLE) or str(Path(platformdirs.user_data_dir("loyalty_sim", appauthor=False)) / FILE)


def _prepare(connection: Any, _record: Any) -> None:
    """Each connection to SQLite: transactions begin where we say, keys are held, an edited file runs no code of its own."""
    connection.isolation_level = None
    connection.text_factory = _decoded
    cursor = connection.cursor()
    for setting in ("foreign_keys = ON", "trusted_schema = OFF", "cell_size_check = ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _prepare_server(connection: Any, _record: Any) -> None:
    """Each connection to PostgreSQL: it waits for another writer as long as SQLite does."""
    connection.execute(f"set lock_timeout = {round(1000 * PATIENCE)}")
    connection.commit()


def _decoded(text: bytes) -> str:
    """Text of SQLite; what is not UTF-8 was edited, and fails by itself when it is validated, not all around it."""
    return text.decode(errors="surrogateescape")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _sentence(error: Exception) -> str:
    """What the database says, in words for a user where they are known."""
    reason = _first_line((error.orig or error) if isinstance(error, DBAPIError) else error)
    return next((sentence for part, sentence in SENTENCES.items() if part in reason.lower()), reason)


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
