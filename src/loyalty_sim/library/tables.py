"""The tables of a library: portable types only, so that SQLite and PostgreSQL hold the same.

Scenarios are kept as the text of their files: reading one back is reading a file, with its limits, upgrades and sentences.
Arrays are little-endian and deflated; their sizes follow from the scenario (``packing``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

SCHEMA = 1
"""Version of the tables; raised with a step in ``upgrades``."""
PROGRAM = "loyalty-sim"


class Utc(TypeDecorator[datetime]):
    """A time in UTC. SQLite has no type for it: there it is a text that sorts by time, and None where that was edited."""

    impl = DateTime(timezone=True)
    cache_ok = True
    FORM = "%Y-%m-%d %H:%M:%S.%f"

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.strftime(self.FORM) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        try:
            return None if value is None else datetime.strptime(value, self.FORM).replace(tzinfo=UTC)
        except (ValueError, TypeError):
            return None


METADATA = MetaData()
Number = BigInteger().with_variant(Integer, "sqlite")
"""A key that the database numbers; SQLite numbers only keys of this type."""

LIBRARY = Table(
    "library", METADATA,
    Column("program", Text, primary_key=True),
    Column("schema_version", Integer, nullable=False),
)  # fmt: skip
"""One row, which says that this is a library and of which version."""

SCENARIOS = Table(
    "scenarios", METADATA,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False, unique=True),  # the name without capitals
    Column("name", Text, nullable=False),
    Column("locked_at", Utc),
    Column("locked_by", Text, nullable=False, default=""),
)  # fmt: skip

VERSIONS = Table(
    "versions", METADATA,
    Column("scenario_id", Number, ForeignKey("scenarios.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),  # the scenario file
    Column("note", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("tags", Text, nullable=False),  # a JSON list
    Column("based_on", Text, nullable=False),
    Column("saved_at", Utc, nullable=False),
)  # fmt: skip

RUNS = Table(
    "runs", METADATA,
    Column("id", Text, primary_key=True),  # hash of all that can change a number
    Column("name", Text, nullable=False),
    Column("model_version", Integer, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("customers", BigInteger, nullable=False),
    Column("months", Integer, nullable=False),
    Column("lives", BigInteger, nullable=False),
    Column("events", BigInteger, nullable=False),
    Column("scale", Double, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("saved_at", Utc, nullable=False),
    Column("text", Text, nullable=False),  # the scenario file
    Column("manifest", Text, nullable=False),  # JSON: versions of all packages, platform, threads, timings
    Column("kpis", Text, nullable=False),  # JSON
    Column("lines", Text, nullable=False),  # JSON list: the columns of the monthly table
    Column("monthly", LargeBinary, nullable=False),  # float64 [line, month]
    Column("layout", Text, nullable=False),  # JSON list: where the parts of the tally begin
    Column("tally", LargeBinary, nullable=False),  # int64 [batch, cell]
)  # fmt: skip
