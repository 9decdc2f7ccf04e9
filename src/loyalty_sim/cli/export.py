"""Writing a result to a folder. Every file appears whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.streams import plain

if TYPE_CHECKING:
    import pandas as pd

    from loyalty_sim.engine import Result
    from loyalty_sim.finance import Kpi

FORMULA_STARTS = ("=", "+", "-", "@", "\t")
"""A text that begins so would be computed by a spreadsheet."""


def require_writable(folder: Path) -> None:
    """Make the folder and try to write in it, before a long run and not after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CommandError(Code.FAILED, f"cannot write to the folder {folder}: {_reason(error)}") from None


def export(result: Result, kpis: dict[str, Kpi], folder: Path) -> list[Path]:
    """Write monthly.csv, kpis.csv, tidy.parquet, scenario.yaml and manifest.json; returns their paths."""
    from loyalty_sim.finance import monthly, tidy
    from loyalty_sim.scenario.files import dumps

    writers: dict[str, Callable[[Path], Any]] = {
        "monthly.csv": lambda path: write_csv(monthly(result), path),
        "kpis.csv": lambda path: write_csv(kpi_frame(result.scenario.name, kpis), path),
        "tidy.parquet": lambda path: tidy(result).to_parquet(path, index=False),
        "scenario.yaml": lambda path: path.write_text(dumps(result.scenario), encoding="utf-8"),
        "manifest.json": lambda path: path.write_text(_manifest(result, kpis), encoding="utf-8"),
    }
    return [write_whole(folder / name, writer) for name, writer in writers.items()]


def write_whole(path: Path, writer: Callable[[Path], Any]) -> Path:
    """Write to another name first, so that nobody ever reads half a file."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        writer(partial)
        partial.replace(path)
    except OSError as error:
        raise CommandError(Code.FAILED, f"cannot write {path}: {_reason(error)}") from None
    finally:
        partial.unlink(missing_ok=True)
    return path


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV in which no text is taken for a formula by a spreadsheet."""
    text = frame.select_dtypes(include=["object", "string"]).columns
    safe = frame.assign(**{column: frame[column].map(_no_formula) for column in text})
    safe.rename(columns=_no_formula).to_csv(path, index=False, lineterminator="\n")


def _no_formula(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def kpi_frame(scenario: str, kpis: dict[str, Kpi]) -> pd.DataFrame:
    """One row per KPI: what it is, then value, standard error and intervals in each world and of the difference."""
    import pandas as pd

    rows = []
    for kpi in kpis.values():
        row: dict[str, object] = {"scenario": scenario}
        row |= {name: getattr(kpi, name) for name in ("key", "label", "unit", "window", "better", "definition")}
        for world in ("program", "without", "difference"):
            estimate = getattr(kpi, world)
            for statistic in ("value", "se", "low80", "high80", "low95", "high95"):
                row[f"{world}_{statistic}"] = None if estimate is None else getattr(estimate, statistic)
        rows.append(row)
    return pd.DataFrame(rows)


def _manifest(result: Result, kpis: dict[str, Kpi]) -> str:
    """What was run, by which versions, and what the columns of the other files mean."""
    from loyalty_sim.finance import catalogue

    lines = {key: asdict(line) for key, line in catalogue().items()}
    figures = {key: {"label": kpi.label, "unit": kpi.unit, "window": kpi.window, "definition": kpi.definition}
               for key, kpi in kpis.items()}  # fmt: skip
    document = {**result.manifest, "scenario": result.scenario.name, "currency": result.scenario.currency,
                "lines": lines, "kpis": figures}  # fmt: skip
    return json.dumps(plain(document), indent=2) + "\n"
