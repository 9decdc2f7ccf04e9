"""The manifest of a study: what was asked, with which versions, and what the columns mean. It tells no time and no machine,
so that the same study has the same manifest wherever and however it was done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from loyalty_sim.engine import MODEL_VERSION, package_versions
from loyalty_sim.finance.kpis import FIGURES, window_text
from loyalty_sim.finance.line import LINES
from loyalty_sim.scenario.problems import show
from loyalty_sim.study.plan import Plan
from loyalty_sim.study.rows import Measured, measured
from loyalty_sim.study.tables import REPLICATES_SUFFIX, SE_SUFFIX

FORMAT_VERSION = 1
FIXED = ("format", "format_version", "model_version", "packages", "study")
"""What must not change while a study is being done, in the order in which changes are named."""


def manifest(
    plan: Plan,
    files: dict[str, str] | None = None,
    failed: int | None = None,
    precision: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The manifest of a plan; with the hashes of its files it is complete. What it says of precision is left out where none
    was asked for."""
    study = json.loads(plan.study.model_dump_json())
    text = json.dumps(study, sort_keys=True)
    seed, replications = plan.base.run.seed, plan.study.run.replications
    return {
        "format": "loyalty-sim study", "format_version": FORMAT_VERSION,
        "status": "running" if files is None else "complete",
        "name": plan.study.name, "study_hash": hashlib.sha256(text.encode()).hexdigest(),
        "model_version": MODEL_VERSION,
        "packages": {**package_versions(), "pyarrow": pa.__version__},
        "seeds": [seed + replication for replication in range(replications)],
        "designs": len(plan.designs), "draws": len(plan.draws), "replications": replications, "runs": len(plan),
        "failed": failed, **({} if precision is None else {"precision": precision}), "files": files or {},
        "columns": dict(_columns(plan)),
        "monthly": {line: f"{LINES[line].label} ({LINES[line].unit}): {LINES[line].definition}"
                    for line in plan.study.monthly},
        "study": study,
    }  # fmt: skip


def difference(stored: dict[str, Any], wanted: dict[str, Any], fixed: Sequence[str] = FIXED) -> str | None:
    """The first thing that has changed since the study was begun, in a sentence; None when nothing that matters has."""
    for key in fixed:
        for path, before, now in _changes(stored.get(key), wanted[key], key):
            return f"`{path.removeprefix('study.')}` was {_said(before)}, is {_said(now)}"
    return None


def _changes(before: Any, now: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*now, *before]):
            yield from _changes(before.get(key), now.get(key), f"{path}.{key}")
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for index, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from _changes(one, other, f"{path}[{index}]")
    elif before != now or type(before) is not type(now):
        yield path, before, now


def _said(value: Any) -> str:
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return show(json.dumps(value))
    return show(value)


def _columns(plan: Plan) -> Iterator[tuple[str, str]]:
    """What each column of the table of outcomes means."""
    yield from {
        "row": "Place in the table, from 0",
        "run_id": "Hash of the scenario and the version of the model; empty if not valid",
        "design": "Number of the design; 0 is the base scenario", "name": "Name of the design",
        "draw": "Number of the draw of the uncertainties", "replication": "Number of the sample of customers",
        "seed": "Seed of the sample", "reason": "Why the run failed; empty when it did not",
    }.items()  # fmt: skip
    for path in plan.lever_paths:
        yield path, "Lever, in the unit of the scenario"
    for path in plan.draws[0].settings:
        yield path, "Uncertain assumption, as drawn"
    for each in measured(plan.study):
        yield from _figure(each, plan.base.run.months)


def _figure(each: Measured, months: int) -> Iterator[tuple[str, str]]:
    spec = FIGURES[each.kpi]
    world = {"program": "", "without": ", without the program", "difference": ", program less no program"}[each.world]
    definition = f"{spec.definition.rstrip('.')} ({window_text(spec.window, months)})"
    yield each.column, f"{spec.label}{world} ({spec.unit}): {definition}"
    yield f"{each.column}{SE_SUFFIX}", "Standard error of the simulation"
    yield f"{each.column}{REPLICATES_SUFFIX}", "The figure without batch 0, 1, ... of the customers, for paired differences"
