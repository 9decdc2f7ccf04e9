"""A finished study from files of unknown origin: nothing of it is used before it has been checked.

The design follows the manifest alone; of the table only the columns that it must have are read, and only when they have the
types, the length and the hash that it must have. The base scenario stands in the manifest: no other file is opened.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import ValidationError

from loyalty_sim.scenario.files import ScenarioError
from loyalty_sim.scenario.problems import explain
from loyalty_sim.study.files import planned
from loyalty_sim.study.manifest import FORMAT_VERSION
from loyalty_sim.study.places import frozen
from loyalty_sim.study.plan import Plan
from loyalty_sim.study.results import Results
from loyalty_sim.study.rows import measured
from loyalty_sim.study.specification import MOST_RUNS, Study
from loyalty_sim.study.store import MANIFEST, OUTCOMES
from loyalty_sim.study.tables import LEFT_OUT, REPLICATES_SUFFIX, SE_SUFFIX

FORMAT = "loyalty-sim study"
MEGABYTE = 1_000_000
MOST_VALUES = 5_000
"""Values that the levers of an uploaded study list in all."""
LONGEST_REASON = 5_000
"""Letters."""


@dataclass(frozen=True)
class Limits:
    """How large the files of a study may be."""

    manifest: int
    """Bytes."""
    table: int
    """Bytes, as they are and unpacked."""
    runs: int


OWN = Limits(64 * MEGABYTE, 4_000 * MEGABYTE, MOST_RUNS)
"""Of a folder of this computer."""
UPLOADED = Limits(4 * MEGABYTE, 200 * MEGABYTE, 50_000)
"""Of files that somebody hands in."""


class UnreadableStudyError(ValueError):
    """Files are no finished study; says why in a sentence."""


def opened(folder: str | Path) -> Results:
    """The results of a finished study in a folder.

    Raises:
        UnreadableStudyError: there is none, or it cannot be used.
    """
    path = Path(folder)
    try:
        _require((path / MANIFEST).stat().st_size, OWN.manifest, MANIFEST)
        text = (path / MANIFEST).read_bytes()
        document = document_of(text)
        _require_complete(document)
        _require((path / OUTCOMES).stat().st_size, OWN.table, OUTCOMES)
        return _results(document, (path / OUTCOMES).read_bytes(), OWN)
    except OSError as error:
        raise UnreadableStudyError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None


def uploaded(text: bytes, table: bytes) -> Results:
    """The results of a finished study from its two files.

    Args:
        text: manifest.json.
        table: outcomes.parquet.

    Raises:
        UnreadableStudyError: they are too large, do not belong together, or say something that is not allowed.
    """
    _require(len(text), UPLOADED.manifest, MANIFEST)
    _require(len(table), UPLOADED.table, OUTCOMES)
    document = document_of(text)
    _require_complete(document)
    return _results(document, table, UPLOADED)


def document_of(text: bytes) -> dict[str, Any]:
    """The manifest of a study, finished or not, whose format this version reads; its content is not checked.

    Raises:
        UnreadableStudyError: it is none.
    """
    try:
        found = json.loads(text.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise UnreadableStudyError(f"{MANIFEST} is no JSON text, so it is no manifest of a study") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise UnreadableStudyError(
            f"{MANIFEST} is not the manifest of a study; sweep and optimise write one beside the table"
        )
    version = found.get("format_version")
    if type(version) is not int or version > FORMAT_VERSION:
        raise UnreadableStudyError(f"{MANIFEST} is of a newer loyalty-sim; this one reads up to format {FORMAT_VERSION}")
    return found


def asked(path: Path) -> Study:
    """The study that a manifest, or the order of a search, asks for, finished or not.

    Raises:
        UnreadableStudyError: it holds none that is valid.
    """
    try:
        _require(path.stat().st_size, OWN.manifest, path.name)
        found = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
        return Study.model_validate(frozen(found["study"]), strict=True)
    except OSError as error:
        raise UnreadableStudyError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, LookupError, TypeError, RecursionError):
        raise UnreadableStudyError(f"{path} holds no study that this version of loyalty-sim reads") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _require(size: int, most: int, name: str) -> None:
    if size > most:
        raise UnreadableStudyError(f"{name} has {size / MEGABYTE:,.1f} MB; at most {most / MEGABYTE:,.0f} MB are read")


def _require_complete(document: dict[str, Any]) -> None:
    if document.get("status") != "complete":
        raise UnreadableStudyError("the study is not finished; go on with loyalty-sim sweep --resume")


def _results(document: dict[str, Any], table: bytes, limits: Limits) -> Results:
    _require_few(document, limits)
    plan = _plan(document)
    if len(plan) > limits.runs:
        raise UnreadableStudyError(f"the study has {len(plan):,} runs; at most {limits.runs:,} are read")
    files = document.get("files")
    if not isinstance(files, dict) or files.get(OUTCOMES) != hashlib.sha256(table).hexdigest():
        raise UnreadableStudyError(f"{OUTCOMES} is not the table that {MANIFEST} names; take both from one folder")
    try:
        return Results(plan, _table(table, plan, limits))
    except (pa.ArrowException, OSError):
        raise UnreadableStudyError(f"{OUTCOMES} is damaged, or no Parquet file") from None


def _require_few(document: dict[str, Any], limits: Limits) -> None:
    """Refuse what would take long to look at."""
    runs, study = document.get("runs"), document.get("study")
    if type(runs) is not int or not 0 < runs <= limits.runs:
        raise UnreadableStudyError(f"{MANIFEST} says that there are {_said(runs)} runs; from 1 to {limits.runs:,} are read")
    levers = study.get("levers") if isinstance(study, dict) else None
    values = [each.get("values") for each in levers if isinstance(each, dict)] if isinstance(levers, list) else []
    listed = [len(each) for each in values if isinstance(each, list)]
    if limits is UPLOADED and sum(listed) > MOST_VALUES:
        raise UnreadableStudyError(f"the levers list {sum(listed):,} values; at most {MOST_VALUES:,} are read")


def _said(value: object) -> str:
    return f"{value:,}" if type(value) is int else "no number of"


def _plan(document: dict[str, Any]) -> Plan:
    """The plan of a study whose base scenario stands in its manifest."""
    try:
        study = Study.model_validate(frozen(document.get("study")), strict=True)
        if study.base.scenario is None:
            raise UnreadableStudyError(f"{MANIFEST} does not hold the base scenario itself")
        plan = planned(study)
    except ValidationError as error:
        raise UnreadableStudyError(_not_valid(str(explain(error)[0]))) from None
    except ScenarioError as error:
        raise UnreadableStudyError(_not_valid(str(error.problems[0]))) from None
    except (RecursionError, AttributeError, TypeError, OverflowError):
        raise UnreadableStudyError(_not_valid("what it holds is put together in no way that is known")) from None
    if len(plan) != document["runs"]:
        raise UnreadableStudyError(f"{MANIFEST} says {document['runs']:,} runs, but its study has {len(plan):,}")
    return plan


def _not_valid(why: str) -> str:
    return f"the study in {MANIFEST} is not valid, or of another version of loyalty-sim: {why}"


def _table(table: bytes, plan: Plan, limits: Limits) -> pa.Table:
    """The columns that results are made from."""
    file = pq.ParquetFile(pa.BufferReader(table), read_dictionary=["reason"])
    wanted = _schema(plan)
    about = file.metadata
    if about.num_rows != len(plan):
        raise UnreadableStudyError(f"{OUTCOMES} has {about.num_rows:,} rows, but the study has {len(plan):,} runs")
    there = {field.name: field.type for field in file.schema_arrow}
    for field in wanted:
        if field.name not in there:
            raise UnreadableStudyError(f"{OUTCOMES} has no column {field.name}")
        kind = there[field.name]
        if (kind.value_type if pa.types.is_dictionary(kind) else kind) != field.type:
            raise UnreadableStudyError(f"column {field.name} of {OUTCOMES} is {kind}; must be {field.type}")
    groups = [about.row_group(index) for index in range(about.num_row_groups)]
    _require(sum(group.total_byte_size for group in groups), limits.table, f"{OUTCOMES}, unpacked,")
    found = file.read(columns=wanted.names).select(wanted.names)
    _require_counted(found, plan)
    reasons = found["reason"].unique()
    if max((len(text or "") for text in reasons.to_pylist()), default=0) > LONGEST_REASON:
        raise UnreadableStudyError(f"{OUTCOMES} gives a reason of more than {LONGEST_REASON:,} letters")
    return found.cast(wanted)


def _schema(plan: Plan) -> pa.Schema:
    """The columns that are read, as a study writes them."""
    fields = [("row", pa.int64()), ("design", pa.int32()), ("reason", pa.string())]
    for each in measured(plan.study):
        fields += [(each.column, pa.float64()), (f"{each.column}{SE_SUFFIX}", pa.float64())]
        fields += [(f"{each.column}{REPLICATES_SUFFIX}", LEFT_OUT)]
    return pa.schema(fields)


def _require_counted(found: pa.Table, plan: Plan) -> None:
    """Every run once and in its place, every number finite or missing."""
    places = np.arange(len(plan))
    designs = places // (len(plan) // len(plan.designs))
    for name, wanted in (("row", places), ("design", designs)):
        if found[name].null_count or not np.array_equal(found[name].to_numpy(), wanted):
            raise UnreadableStudyError(f"column {name} of {OUTCOMES} does not list the runs of the study in their order")
    for each in measured(plan.study):
        for name in (each.column, f"{each.column}{SE_SUFFIX}", f"{each.column}{REPLICATES_SUFFIX}"):
            column = found[name]
            if pa.types.is_fixed_size_list(column.type):
                if column.null_count:
                    raise UnreadableStudyError(f"column {name} of {OUTCOMES} has rows without numbers")
                column = column.combine_chunks().flatten()
            if pc.any(pc.is_inf(column)).as_py():
                raise UnreadableStudyError(f"column {name} of {OUTCOMES} holds a number that is not finite")
