"""Stored runs as files: what was asked as YAML, what was answered as Parquet, and back."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pydantic import Field, JsonValue

from loyalty_sim.engine import BATCHES, run_id
from loyalty_sim.finance import Kpi
from loyalty_sim.library import runs
from loyalty_sim.library.errors import LibraryError
from loyalty_sim.library.folder import Taken, read_at_most, read_document
from loyalty_sim.library.library import Library
from loyalty_sim.library.packing import pack, unpack
from loyalty_sim.library.saved import Line, Saved
from loyalty_sim.scenario.fields import Record
from loyalty_sim.scenario.files import ScenarioError, loads
from loyalty_sim.scenario.strict_yaml import LARGEST_DOCUMENT

WORLDS = ("program", "without", "difference")
STATISTICS = ("value", "se", "low80", "high80", "low95", "high95")
TEXTS = ("key", "label", "unit", "definition", "window", "better")
LARGEST_TABLE = 500_000_000
"""Bytes of a table of numbers that is read."""
MOST_COLUMNS = 5_000


class About(Record):
    """What ``run.json`` says: the columns of the run that are neither its scenario nor a table."""

    id: str = Field(pattern="^[0-9a-f]{64}$")
    name: Line
    model_version: int
    seed: int
    customers: int
    months: int
    lives: int
    events: int
    scale: float
    seconds: float
    saved_at: datetime
    layout: tuple[int, ...] = Field(min_length=1)
    manifest: dict[str, JsonValue]


def export_runs(library: Library, place: Path, chosen: list[list[Saved]] | None, done: Taken) -> None:
    """Write runs, all or those that answer a version of the chosen scenarios; what is damaged is left out and named."""
    wanted = None if chosen is None else {run_id(saved.scenario) for versions in chosen for saved in versions}
    done.skipped += library.damaged_runs()
    for run in library.runs():
        if wanted is None or run.id in wanted:
            try:
                _export(library.run(run.id), place / run.id)
                done.runs.append(run.id[:12])
            except LibraryError as error:
                shutil.rmtree(place / run.id, ignore_errors=True)
                done.skipped.append(f"run {run.id[:12]}: {error}")


def _export(run: runs.Run, place: Path) -> None:
    place.mkdir(parents=True)
    layout = json.loads(run.layout_json)
    told = {name: getattr(run, name) for name in About.model_fields if name not in ("layout", "manifest")}
    about = About(**told, layout=tuple(layout), manifest=run.manifest)
    (place / "run.json").write_bytes(about.model_dump_json(indent=2).encode())
    (place / "scenario.yaml").write_bytes(run.text.encode())
    _kpi_table(run.kpis).to_parquet(place / "kpis.parquet", index=False)
    run.monthly.to_parquet(place / "monthly.parquet", index=False)
    counts = unpack(run.tally_packed, np.int64, (BATCHES, layout[-1]))
    pq.write_table(pa.table({f"batch_{batch}": row for batch, row in enumerate(counts)}), place / "tally.parquet")


def _kpi_table(kpis: dict[str, Kpi]) -> pd.DataFrame:
    """A row per key figure, a column per world and statistic."""
    rows = []
    for kpi in kpis.values():
        row: dict[str, Any] = {name: getattr(kpi, name) for name in TEXTS}
        for world in WORLDS:
            estimate = getattr(kpi, world)
            row |= {f"{world}_{name}": getattr(estimate, name, None) for name in STATISTICS}
        rows.append(row)
    kinds = {f"{world}_{name}": "float64" for world in WORLDS for name in STATISTICS}
    return pd.DataFrame(rows).astype(kinds)


def import_run(library: Library, place: Path) -> tuple[str, str]:
    """Take one run in; returns its id, and why it was left."""
    about = read_document(place / "run.json", About)
    content = read_at_most(place / "scenario.yaml", LARGEST_DOCUMENT)
    try:
        scenario = loads(content)
    except ScenarioError as error:
        raise LibraryError(f"scenario.yaml is no valid scenario: {error.problems[0]}") from error
    if place.name != about.id:
        raise LibraryError("the folder has another name than the run")
    table = _table(place / "monthly.parquet", about.months)
    lines = [name for name in table.column_names if name not in ("month", "date")]
    counts = _table(place / "tally.parquet", about.layout[-1])
    values = about.model_dump(exclude={"layout", "manifest"}) | {
        "text": content.decode(), "manifest": json.dumps(about.manifest), "layout": json.dumps(about.layout),
        "kpis": runs.KPIS.dump_json(_kpis(place / "kpis.parquet")).decode(),
        "lines": json.dumps(lines), "monthly": pack(_numbers(table, lines, np.float64)),
        "tally": pack(_numbers(counts, [f"batch_{batch}" for batch in range(BATCHES)], np.int64)),
    }  # fmt: skip
    if (scenario.run.months, scenario.run.seed, scenario.run.customers) != (about.months, about.seed, about.customers):
        raise LibraryError("run.json and scenario.yaml are not of the same run")
    return about.id[:12], "" if runs.insert(library._database, values) else "is there already"


def _table(path: Path, rows: int | None) -> pa.Table:
    """A Parquet file of the expected size: what it unfolds to is looked at before it is unfolded."""
    try:
        with pq.ParquetFile(path) as file:
            known = file.metadata
            size = sum(known.row_group(index).total_byte_size for index in range(known.num_row_groups))
            if (
                known.num_columns > MOST_COLUMNS
                or known.num_rows * known.num_columns * 8 > LARGEST_TABLE
                or size > LARGEST_TABLE
            ):
                raise LibraryError(f"{path.name} is larger than any run")
            if rows is not None and known.num_rows != rows:
                raise LibraryError(f"{path.name} has {known.num_rows:,} rows; the run has {rows:,}")
            return file.read()
    except (pa.ArrowException, ValueError) as error:
        raise LibraryError(f"{path.name} is no Parquet file, or damaged") from error


def _numbers(table: pa.Table, columns: list[str], kind: type[np.generic]) -> NDArray[Any]:
    """Columns of a table as rows of an array."""
    try:
        return np.stack([table.column(name).to_numpy().astype(kind, casting="same_kind") for name in columns])
    except (KeyError, TypeError, ValueError) as error:
        raise LibraryError(f"a table of the run is not as exported: {error}") from error


def _kpis(path: Path) -> dict[str, Kpi]:
    """The key figures of a table."""
    found = {}
    for row in _table(path, None).to_pylist():
        estimates = {}
        for world in WORLDS:
            values = {name: row.get(f"{world}_{name}") for name in STATISTICS}
            given = any(value is not None and value == value for value in values.values())
            estimates[world] = values if given else None
        found[str(row.get("key"))] = {name: row.get(name) for name in TEXTS} | estimates
    try:
        return runs.KPIS.validate_python(found)
    except ValueError as error:
        raise LibraryError(f"{path.name} is not as exported") from error
