"""The tables of a study: a row for each run, and a row for each run and month."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty_sim.finance.estimate import REPLICATES
from loyalty_sim.study.places import located, value_at
from loyalty_sim.study.plan import Plan
from loyalty_sim.study.rows import Found, measured

SE_SUFFIX, REPLICATES_SUFFIX = "_se", "_replicates"
LINE = "line "
"""Before the name of a monthly line in a part."""
BLOCK = 10_000
"""Runs written at once."""
LEFT_OUT = pa.list_(pa.float64(), REPLICATES - 1)


def part_schema(plan: Plan) -> pa.Schema:
    """Columns of a part: what runs found."""
    fields = [("row", pa.int64()), ("run_id", pa.string()), ("reason", pa.string())]
    for each in measured(plan.study):
        fields += [
            (each.column, pa.float64()), (f"{each.column}{SE_SUFFIX}", pa.float64()),
            (f"{each.column}{REPLICATES_SUFFIX}", LEFT_OUT),
        ]  # fmt: skip
    fields += [(f"{LINE}{line}", pa.list_(pa.float64(), plan.base.run.months)) for line in plan.study.monthly]
    return pa.schema(fields)


def part_table(plan: Plan, found: Sequence[Found]) -> pa.Table:
    """What some runs found."""
    columns: list[Any] = [
        [each.row for each in found], [each.run_id for each in found], [each.reason for each in found]
    ]  # fmt: skip
    for index in range(len(measured(plan.study))):
        figures = np.stack([each.figures[index] for each in found])
        columns += [figures[:, 0], np.array([each.se[index] for each in found]), _lists(figures[:, 1:])]
    for index in range(len(plan.study.monthly)):
        columns.append(_lists(np.stack([each.monthly[index] for each in found])))
    schema = part_schema(plan)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)


def _lists(values: Any) -> pa.Array:
    return pa.FixedSizeListArray.from_arrays(pa.array(np.ascontiguousarray(values).ravel()), values.shape[1])


def blocks_of(plan: Plan, kept: pa.Table) -> Iterator[pa.Table]:
    """The table of outcomes, block by block: identity, levers, uncertainties, outcomes."""
    for start in range(0, kept.num_rows, BLOCK):
        part = kept.slice(start, BLOCK)
        columns: dict[str, Any] = {"row": part["row"], "run_id": part["run_id"], **_identity(plan, part)}
        columns |= _settings(plan, part) | {"reason": part["reason"]}
        outcomes = [name for name in part.column_names if name not in columns and not name.startswith(LINE)]
        yield pa.table(columns | {name: _known(part, name) for name in outcomes}).combine_chunks()


def monthly_blocks(plan: Plan, kept: pa.Table) -> Iterator[pa.Table]:
    """The monthly table, block by block; runs that failed have none."""
    months = plan.base.run.months
    size = max(1, BLOCK // months)
    for start in range(0, max(kept.num_rows, 1), size):
        part = kept.slice(start, size)
        part = part.filter(pc.is_null(part["reason"]))
        names = {"row": part["row"], **{k: v for k, v in _identity(plan, part).items() if k != "name"}}
        columns = {name: np.repeat(np.asarray(values), months) for name, values in names.items()}
        columns["month"] = np.tile(np.arange(1, months + 1), part.num_rows)
        for line in plan.study.monthly:
            columns[line] = np.asarray(part[f"{LINE}{line}"].combine_chunks().flatten())
        yield pa.table(columns)


def _known(part: pa.Table, name: str) -> Any:
    """A column of outcomes; what is not a number is empty."""
    column = part[name]
    if pa.types.is_fixed_size_list(column.type):
        return pa.FixedSizeListArray.from_arrays(_numbers(column.combine_chunks().flatten()), column.type.list_size)
    return _numbers(column) if pa.types.is_floating(column.type) else column


def _numbers(values: Any) -> Any:
    return pc.if_else(pc.is_nan(values), pa.scalar(None, pa.float64()), values)


def _identity(plan: Plan, part: pa.Table) -> dict[str, Any]:
    rows = [plan.row(row) for row in part["row"].to_pylist()]
    seed = plan.base.run.seed
    return {
        "design": pa.array([row.design for row in rows], pa.int32()),
        "name": pa.array([plan.designs[row.design].name for row in rows], pa.string()),
        "draw": pa.array([row.draw for row in rows], pa.int32()),
        "replication": pa.array([row.replication for row in rows], pa.int32()),
        "seed": pa.array([seed + row.replication for row in rows], pa.int64()),
    }


def _settings(plan: Plan, part: pa.Table) -> dict[str, Any]:
    """The value of every lever and every uncertain assumption in each run; where a design does not set it, that of the
    base."""
    rows = [plan.row(row) for row in part["row"].to_pylist()]
    content = plan.base.model_dump()
    columns: dict[str, Any] = {}
    for path in plan.lever_paths:
        base = value_at(content, located(path))
        values = [design.settings.get(path, base) for design in plan.designs]
        kind = kind_of(values)
        written = [as_written(value, kind) for value in values]
        columns[path] = pa.array([written[row.design] for row in rows], kind)
    for path in plan.draws[0].settings:
        columns[path] = pa.array([float(plan.draws[row.draw].settings[path]) for row in rows], pa.float64())
    return columns


def kind_of(values: Sequence[Any]) -> pa.DataType:
    """The type of a column that holds these values."""
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {bool}:
        return pa.bool_()
    if kinds <= {int}:
        return pa.int64()
    return pa.float64() if kinds <= {int, float} else pa.string()


def as_written(value: Any, kind: pa.DataType) -> Any:
    """A value as it stands in a column: what is neither number nor text as JSON."""
    if value is None or not pa.types.is_string(kind):
        return float(value) if value is not None and pa.types.is_floating(kind) else value
    return value if isinstance(value, str) else json.dumps(value)
