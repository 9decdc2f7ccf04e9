"""A comparison as long tables, for files and other programs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from loyalty_sim.finance import Estimate, catalogue
from loyalty_sim.finance.bridge import BRIDGES
from loyalty_sim.study import Comparison
from loyalty_sim.study.paths import path, path_difference
from loyalty_sim.study.winners import MEASURED
from loyalty_sim.study.winners import winners as found_winners

ENDS = ("value", "se", "low80", "high80", "low95", "high95")


def figures(comparison: Comparison) -> pd.DataFrame:
    """One row per key figure and design: its value and its difference to the reference, each with intervals."""
    rows: list[dict[str, Any]] = []
    for key, figure in comparison.figures.items():
        for name, value, change in zip(comparison.names, figure.values, figure.changes, strict=True):
            about: dict[str, Any] = {"key": key, "label": figure.kpi.label, "unit": figure.kpi.unit, "design": name}
            rows.append(about | _ends("", value) | _ends("difference_", change))
    return pd.DataFrame(rows)


def paths(comparison: Comparison) -> pd.DataFrame:
    """One row per line, design and month: its value, and its difference to the reference with standard error."""
    parts = []
    for key, line in catalogue().items():
        for index, name in enumerate(comparison.names):
            own = path(comparison.results[index], key)
            apart = path_difference(comparison.results[index], comparison.reference, key)
            months = len(own.value)
            alone = months - len(apart.value)
            takes = line.unit != "money" or comparison.same_currency(index)
            gap, se = (
                np.pad(part if takes else np.full_like(part, np.nan), (0, alone), constant_values=np.nan)
                for part in (apart.value, apart.se)
            )
            columns = {"month": np.arange(1, months + 1), "value": own.value, "difference": gap, "difference_se": se}
            parts.append(pd.DataFrame({"metric": key, "unit": line.unit, "design": name, **columns}))
    return pd.concat(parts, ignore_index=True)


def winners(comparison: Comparison) -> pd.DataFrame:
    """One row per design other than the reference, group and measure: both values, and the difference with intervals."""
    rows: list[dict[str, Any]] = []
    for index in comparison.others:
        for axis in MEASURED:
            for row in found_winners(comparison.results[index], comparison.reference, axis):
                about: dict[str, Any] = {"design": comparison.names[index], "by": axis, "group": row.group}
                about |= {"measure": row.measured.key, "unit": row.measured.unit}
                values = {"value": _value(row.value), "reference": _value(row.reference)}
                rows.append(about | values | _ends("difference_", row.change))
    return pd.DataFrame(rows)


def bridges(comparison: Comparison) -> pd.DataFrame:
    """The steps of every bridge from the reference to the others; empty where none can be built."""
    parts = []
    for index in comparison.others:
        for figure in BRIDGES:
            try:
                found = comparison.bridge(index, figure=figure)
            except ValueError:  # other months or another currency
                continue
            parts.append(found.table().assign(design=comparison.names[index], figure=figure))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["label", "kind", "design", "figure"])


def _ends(prefix: str, estimate: Estimate | None) -> dict[str, float | None]:
    return {f"{prefix}{end}": None if estimate is None else getattr(estimate, end) for end in ENDS}


def _value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.value
