"""Writing a result to a folder. Every file appears whole or not at all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.streams import plain

if TYPE_CHECKING:
    import pandas as pd

    from loyalty_sim.engine import Result
    from loyalty_sim.finance import Kpi


def require_writable(folder: Path) -> None:
    """Make the folder and try to write in it, before a long run and not after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CommandError(Code.FAILED, f"cannot write to the folder {folder}: {_reason(error)}") from None


def export(result: Result, kpis: dict[str, Kpi], folder: Path) -> list[Path]:
    """Write monthly.csv, kpis.csv, tidy.csv, tidy.parquet with metadata.json, scenario.yaml and manifest.json; returns
    their paths."""
    from loyalty_sim.finance import monthly
    from loyalty_sim.report.dataset import dataset
    from loyalty_sim.scenario.files import dumps

    writers: dict[str, Callable[[Path], Any]] = {
        "monthly.csv": lambda path: write_csv(monthly(result), path),
        "kpis.csv": lambda path: write_csv(kpi_frame(result.scenario.name, kpis), path),
        **{name: partial(_bytes, content=content) for name, content in dataset(result).items()},
        "scenario.yaml": lambda path: path.write_text(dumps(result.scenario), encoding="utf-8"),
        "manifest.json": lambda path: path.write_text(_manifest(result, kpis), encoding="utf-8"),
    }
    return [write_whole(folder / name, writer) for name, writer in writers.items()]


def _bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def write_whole(path: Path, writer: Callable[[Path], Any]) -> Path:
    """Write a file whole or not at all; that it cannot be written is said in a sentence."""
    from loyalty_sim.report import files

    try:
        return files.write_whole(path, writer)
    except OSError as error:
        raise CommandError(Code.FAILED, f"cannot write {path}: {_reason(error)}") from None


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV in which no text is taken for a formula by a spreadsheet."""
    from loyalty_sim.report import files

    path.write_text(files.csv(frame), encoding="utf-8", newline="")


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
