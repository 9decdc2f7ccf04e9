"""Stored runs: what was asked, by which versions it was answered, and what the answer was.

A run's id is a hash of all that can change a number, the version of the model included (``engine.run_id``). Equal ids mean
equal results, so that a run is stored once and never overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import numpy as np
from pydantic import Field, JsonValue, TypeAdapter, ValidationError
from sqlalchemy import Row, delete, select, update
from sqlalchemy.exc import IntegrityError

from loyalty_sim.engine import BATCHES, MODEL_VERSION, Result, Tally, run_id
from loyalty_sim.engine import simulate as engine_simulate
from loyalty_sim.engine.terms import layout
from loyalty_sim.finance import Kpi, kpis, monthly
from loyalty_sim.library.database import Database
from loyalty_sim.library.errors import LibraryError, NotFoundError
from loyalty_sim.library.packing import pack, unpack
from loyalty_sim.library.saved import Line, Text
from loyalty_sim.library.scenarios import file_of
from loyalty_sim.library.tables import RUNS
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.fields import Record
from loyalty_sim.scenario.files import ScenarioError, loads, moved
from loyalty_sim.scenario.problems import show

if TYPE_CHECKING:
    import pandas as pd

LARGEST_JSON = 2_000_000
"""Characters of stored key figures or of a manifest that are looked at."""
SHORTEST_ID = 4
"""Characters of an id that may stand for the whole of it."""
Document = Annotated[str, Field(max_length=LARGEST_JSON, repr=False)]
Kind = TypeVar("Kind", bound="Summary")
Simulate = Callable[[Scenario], Result]

KPIS: TypeAdapter[dict[str, Kpi]] = TypeAdapter(dict[str, Kpi])
MANIFEST: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


class Summary(Record):
    """What a stored run is, without its tables."""

    id: str = Field(pattern="^[0-9a-f]{64}$")
    name: Line
    """Name of the scenario when it was simulated."""
    model_version: int = Field(ge=1)
    seed: int = Field(ge=0)
    customers: int = Field(ge=1)
    months: int = Field(ge=1)
    lives: int = Field(ge=0)
    events: int = Field(ge=0)
    scale: float = Field(gt=0)
    """Real customers per simulated one."""
    seconds: float = Field(ge=0)
    saved_at: datetime

    @property
    def current(self) -> bool:
        """Whether the model of today would say the same; else the run can be simulated again (``Library.rerun``)."""
        return self.model_version == MODEL_VERSION


class Run(Summary):
    """A stored run with all its tables, as they were when it was simulated."""

    text: Text = Field(repr=False)
    """The scenario file."""
    manifest_json: Document
    kpis_json: Document
    lines_json: Document
    layout_json: Document
    monthly_packed: bytes = Field(repr=False)
    tally_packed: bytes = Field(repr=False)

    @cached_property
    def scenario(self) -> Scenario:
        """The resolved scenario; a file of an older format is upgraded (``moved``).

        Raises:
            LibraryError: what is stored is no valid scenario.
        """
        try:
            return loads(self.text)
        except ScenarioError as error:
            raise LibraryError(f"the scenario of run {self.id[:12]} is not valid: {error.problems[0]}") from error

    @cached_property
    def moved(self) -> list[str]:
        """What reading a scenario of an older format changed, in sentences."""
        return moved(self.text) if self.scenario else []

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Versions of the model and of all packages, platform, threads, start and duration."""
        return dict(self._parsed(MANIFEST, self.manifest_json, "manifest"))

    @cached_property
    def kpis(self) -> dict[str, Kpi]:
        """The key figures as they were then."""
        return dict(self._parsed(KPIS, self.kpis_json, "key figures"))

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """The monthly table as it was then; see ``finance.monthly``."""
        import pandas as pd

        lines = self._list(self.lines_json, str)
        values = unpack(self.monthly_packed, np.float64, (len(lines), self.months))
        months = np.arange(self.months)
        calendar = {
            "month": months + 1,
            "date": (np.datetime64(self.scenario.run.start, "M") + months).astype("datetime64[us]"),
        }
        return pd.DataFrame({**calendar, **dict(zip(lines, values, strict=True))})

    @property
    def complete(self) -> bool:
        """Whether everything else can be computed from this run: its counts are laid out as the program of today does."""
        return self.current and self._list(self.layout_json, int) == self._layout()

    @cached_property
    def result(self) -> Result:
        """The result, as ``engine.simulate`` gave it.

        Raises:
            LibraryError: the run is of another model, or damaged.
        """
        if not self.complete:
            raise LibraryError(f"run {self.id[:12]} is of another model version; simulate it again")
        run = self.scenario.run
        if run_id(self.scenario) != self.id or (run.seed, run.customers, run.months) != (
            self.seed,
            self.customers,
            self.months,
        ):
            raise LibraryError(
                f"what is stored of run {self.id[:12]} does not belong together; remove it and simulate it again"
            )
        shape = (BATCHES, self._layout()[-1])
        tally = Tally(unpack(self.tally_packed, np.int64, shape), run.total_months, len(self.scenario.market.segments))
        return Result(self.scenario, tally, self.scale, self.lives, self.events, self.manifest)

    def _layout(self) -> list[int]:
        return list(layout(self.scenario.run.total_months, len(self.scenario.market.segments)))

    def _parsed(self, kind: TypeAdapter[Any], text: str, what: str) -> Any:
        try:
            return kind.validate_json(text)
        except ValidationError as error:
            raise LibraryError(f"the {what} of run {self.id[:12]} are damaged: {error.errors()[0]['msg']}") from error

    def _list(self, text: str, kind: type) -> list[Any]:
        return list(self._parsed(TypeAdapter(list[kind]), text, "tables"))  # type: ignore[valid-type]


@dataclass(frozen=True)
class Figure:
    """A key figure in one world, then and now; None where it had, or has, no value."""

    key: str
    label: str
    unit: str
    world: str
    then: float | None
    now: float | None

    @property
    def same(self) -> bool:
        """Whether it is the same number, to the last digit."""
        return self.then == self.now


@dataclass(frozen=True)
class Rerun:
    """What a run said then against what it says now."""

    then: Run
    now: Result
    figures: list[Figure]

    @property
    def same(self) -> bool:
        """Whether every figure is the same number."""
        return all(figure.same for figure in self.figures)

    @property
    def model_versions(self) -> tuple[int, int]:
        """Of the model, then and now."""
        return self.then.model_version, MODEL_VERSION


def result(database: Database, scenario: Scenario, simulate: Simulate | None = None) -> tuple[Result, Run]:
    """See ``Library.result``."""
    run = stored(database, scenario)
    if run is None:
        fresh = (simulate or engine_simulate)(scenario)
        return fresh, keep(database, fresh)
    return replace(run.result, scenario=scenario), run


def stored(database: Database, scenario: Scenario) -> Run | None:
    """See ``Library.stored``. A run whose counts are laid out otherwise is as good as none."""
    with database.reading() as connection:
        row = connection.execute(select(RUNS).where(RUNS.c.id == run_id(scenario))).first()
    if row is None:
        return None
    run = _run(row)
    return run if run.complete else None


def keep(database: Database, result: Result) -> Run:
    """See ``Library.keep``. Where the same run is there with counts laid out otherwise, only these are renewed."""
    values = _values(result)
    if not insert(database, values):
        counts = {"layout": values["layout"], "tally": values["tally"]}
        other = (RUNS.c.id == values["id"]) & (RUNS.c.layout != values["layout"])
        with database.writing() as connection:
            connection.execute(update(RUNS).where(other).values(counts))
    return get(database, values["id"])


def insert(database: Database, values: dict[str, Any]) -> bool:
    """Add a row unless the run is there; returns whether it was added."""
    with database.writing() as connection:
        try:
            with connection.begin_nested():
                connection.execute(RUNS.insert().values(values))
        except IntegrityError:
            return False
    return True


def _values(result: Result) -> dict[str, Any]:
    """A result as a row."""
    scenario, manifest = result.scenario, result.manifest
    table = monthly(result).drop(columns=["month", "date"])
    return {
        "id": manifest["run_id"], "name": scenario.name, "model_version": manifest["model_version"],
        "seed": scenario.run.seed, "customers": scenario.run.customers, "months": scenario.run.months,
        "lives": result.lives, "events": result.events, "scale": float(result.scale),
        "seconds": float(manifest["seconds"]), "saved_at": datetime.now(UTC), "text": file_of(scenario),
        "manifest": json.dumps(manifest), "kpis": KPIS.dump_json(kpis(result)).decode(),
        "lines": json.dumps(list(table.columns)), "monthly": pack(table.to_numpy(np.float64).T),
        "layout": json.dumps(layout(result.tally.months, result.tally.segments)), "tally": pack(result.tally.books),
    }  # fmt: skip


def summaries(database: Database) -> tuple[list[Summary], list[str]]:
    """What the stored runs are, newest first; and what cannot be read, in sentences."""
    columns = [RUNS.c[name] for name in Summary.model_fields]
    with database.reading() as connection:
        rows = connection.execute(select(*columns).order_by(RUNS.c.saved_at.desc(), RUNS.c.id)).all()
    good, bad = [], []
    for row in rows:
        try:
            good.append(_checked(Summary, row))
        except LibraryError as error:
            bad.append(str(error))
    return good, bad


def get(database: Database, run: str) -> Run:
    """See ``Library.run``."""
    with database.reading() as connection:
        rows = connection.execute(select(RUNS.c.id).order_by(RUNS.c.id)).scalars()
        found = [id for id in rows if isinstance(id, str) and id.startswith(run)] if len(run) >= SHORTEST_ID else []
        row = connection.execute(select(RUNS).where(RUNS.c.id == found[0])).one() if len(found) == 1 else None
    if row is None:
        what = f"{len(found)} runs whose ids begin" if found else "no run whose id begins"
        raise NotFoundError(f'the library has {what} with "{show(run)}"; give at least {SHORTEST_ID} characters of one id')
    return _run(row)


def rerun(database: Database, run: str, simulate: Simulate | None = None) -> Rerun:
    """See ``Library.rerun``."""
    then = get(database, run)
    now = (simulate or engine_simulate)(then.scenario)
    if now.manifest["run_id"] != then.id:
        keep(database, now)
    return Rerun(then, now, _compared(then.kpis, kpis(now)))


def _compared(then: dict[str, Kpi], now: dict[str, Kpi]) -> list[Figure]:
    """Every figure of either side, in every world that either has."""
    found = []
    for key in {**then, **now}:
        kpi = now.get(key) or then[key]
        for world in ("program", "without", "difference"):
            sides = [getattr(side.get(key), world, None) for side in (then, now)]
            if any(sides):
                found.append(Figure(key, kpi.label, kpi.unit, world, *(side and side.value for side in sides)))
    return found


def remove(database: Database, run: str) -> None:
    """See ``Library.remove_run``."""
    id = get(database, run).id
    with database.writing() as connection:
        connection.execute(delete(RUNS).where(RUNS.c.id == id))


def _run(row: Row[Any]) -> Run:
    return _checked(Run, row)


def _checked(kind: type[Kind], row: Row[Any]) -> Kind:
    """A row, held to the rules of its fields: a database can be edited."""
    documents = ("manifest", "kpis", "lines", "layout")
    packed = ("monthly", "tally")
    names = {name: f"{name}_json" for name in documents} | {name: f"{name}_packed" for name in packed}
    content = {names.get(name, name): value for name, value in row._mapping.items()}
    try:
        return kind.model_validate(content, strict=True)
    except ValidationError as error:
        problem = error.errors()[0]
        where = problem["loc"][0] if problem["loc"] else "row"
        raise LibraryError(
            f"what is stored of run {show(content['id'])} cannot be used: {where}: {problem['msg']}"
        ) from error
