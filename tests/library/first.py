"""Writes ``first.sql``: a small library of the first version of the tables, as SQL that SQLite and PostgreSQL understand.

It was run once, under that version. Run it again only to change what that holds, never after a change of the tables.
"""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from loyalty_sim.engine import simulate
from loyalty_sim.library import open_library
from loyalty_sim.library.tables import RUNS, SCENARIOS, VERSIONS
from loyalty_sim.scenario.presets import preset
from tests.library.conftest import with_lever

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite"
        library, plan = open_library(str(path)), with_lever(preset("cdnow"))
        library.save(
            plan, "Expiry of 6 months", note="first idea;\nnot yet final", author="Ann", tags=["q3"], based_on="cdnow"
        )
        library.save(
            with_lever(plan, 6.0), "Expiry of 6 months", note="shorter", author="Bea", tags=["q3", "board"], expected=1
        )
        library.copy("Expiry of 6 months", "Signed ‘plan’", version=1)
        library.lock("Signed ‘plan’", author="Bea")
        run = library.keep(simulate(plan))
        then = datetime(2027, 3, 1, 12, 30, 0, 250_000, UTC)
        with library._database.writing() as connection:
            connection.execute(update(VERSIONS).values(saved_at=then))
            connection.execute(update(RUNS).values(saved_at=then, manifest='{"platform": "elsewhere", "threads": 2}'))
            connection.execute(update(SCENARIOS).where(SCENARIOS.c.locked_at.is_not(None)).values(locked_at=then))
        with sqlite3.connect(path) as database:
            lines = [line for line in database.iterdump() if line.startswith(("CREATE", "INSERT"))]
        Path(__file__).with_name("first.sql").write_text("\n".join(lines) + "\n", encoding="utf-8")
