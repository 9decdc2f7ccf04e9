"""A library for each test, once on SQLite and once on a real PostgreSQL server.

Without PostgreSQL these tests are skipped there, except where ``CI`` is set: there a missing server is a failure.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from loyalty_sim.engine import Result, simulate
from loyalty_sim.library import Library, open_library
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset
from tests.library.postgres import programs, server

Simulate = Callable[[Scenario], Result]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    if programs() is None:
        if os.environ.get("CI"):
            pytest.fail("there is no PostgreSQL server; install postgresql")
        pytest.skip("there is no PostgreSQL server; install postgresql to test the library on it")
    folder = Path(tempfile.mkdtemp(prefix="loyalty-pg-"))  # short: the name of a socket has at most 107 characters
    folder.chmod(0o755)
    try:
        with server(folder / "server") as address:
            yield address
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The file of a library that does not exist yet."""
    return str(tmp_path / "library.sqlite")


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """An empty schema of the server's database."""
    schema = f"library_{next(_numbers)}"
    engine = create_engine(postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"create schema {schema}")
    engine.dispose()
    return f"{postgres}&options=-csearch_path%3D{schema}"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty library."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    """An empty library."""
    opened = open_library(url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def plan() -> Scenario:
    """A small scenario."""
    return with_lever(preset("cdnow"), seed=1)


def with_lever(scenario: Scenario, months: float = 12.0, seed: int = 1) -> Scenario:
    """The scenario with another expiry, of a few customers only."""
    content = scenario.model_dump()
    content["program"]["expiry"]["months"] = months
    content["run"] |= {"customers": 200, "months": 6, "seed": seed}
    return Scenario.model_validate(content)


@pytest.fixture
def counted() -> tuple[Simulate, list[Scenario]]:
    """A simulation that notes what it was asked."""
    asked: list[Scenario] = []

    def noted(scenario: Scenario) -> Result:
        asked.append(scenario)
        return simulate(scenario)

    return noted, asked
