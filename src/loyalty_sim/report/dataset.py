"""A result for other programs: one long table as CSV and Parquet, and a file that says what is in it.

The same run gives the same bytes, whatever the threads or the hour, with the same versions of what writes them.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict
from typing import Any

from loyalty_sim.engine import MODEL_VERSION, Result, package_versions, run_id
from loyalty_sim.finance import catalogue, tidy
from loyalty_sim.finance.tables import scenario_id
from loyalty_sim.report.files import csv

COLUMNS = {
    "scenario_id": "The run: the first letters of run_id, equal where nothing that changes a number differs",
    "month": "Month reported, from 1",
    "date": "First day of the month",
    "segment": "Segment of customers; all for all of them together",
    "tier": "Tier above or at the base level; all for all of them together",
    "metric": "What is counted: a key of metrics",
    "world": "The world with the program, the same customers without one, or the first less the second",
    "statistic": "The value, or an end of its interval",
    "value": "The number, for the real customer base; money in units of the currency, shares as fractions",
    "unit": "Unit of the value; money is in the currency",
}
STATISTICS = {
    "value": "The estimate, from all simulated customers",
    "low80": "Lower end of the 80 % interval of the simulation's noise", "high80": "Its upper end",
    "low95": "Lower end of the 95 % interval of the simulation's noise", "high95": "Its upper end",
}  # fmt: skip


def dataset(result: Result) -> dict[str, bytes]:
    """The files by name: tidy.csv, tidy.parquet and metadata.json."""
    table = tidy(result)
    parquet = io.BytesIO()
    table.to_parquet(parquet, index=False)
    files = {"tidy.csv": csv(table).encode(), "tidy.parquet": parquet.getvalue()}
    return {**files, "metadata.json": (json.dumps(_metadata(result, len(table), files), indent=2) + "\n").encode()}


def _metadata(result: Result, rows: int, files: dict[str, bytes]) -> dict[str, Any]:
    """Where the table comes from, and what its columns, metrics and statistics mean. Nothing of when or how it was run."""
    scenario = result.scenario
    content = json.dumps(scenario.model_dump(mode="json"), sort_keys=True)
    return {
        "scenario": scenario.name,
        "scenario_id": scenario_id(result),
        "run_id": run_id(scenario),
        "scenario_sha256": hashlib.sha256(content.encode()).hexdigest(),
        "schema_version": scenario.schema_version,
        "model_version": MODEL_VERSION,
        "packages": package_versions(),
        "seed": scenario.run.seed,
        "run": scenario.run.model_dump(mode="json"),
        "real_customers_per_simulated_one": result.scale,
        "currency": scenario.currency,
        "rows": rows,
        "files": {name: {"sha256": hashlib.sha256(content).hexdigest()} for name, content in files.items()},
        "columns": COLUMNS,
        "statistics": STATISTICS,
        "metrics": {key: asdict(line) for key, line in catalogue().items()},
    }
