"""The inputs that differ, as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from pydantic import BaseModel

from loyalty_sim.report.programs import in_a_line
from loyalty_sim.scenario import Program, about
from loyalty_sim.study import Comparison

NONE = "none"
"""What is said of a part that a design does not have."""


def input_table(comparison: Comparison) -> pd.DataFrame:
    """One row per field that is not the same in all designs: what it is, its value in each, and its path in a file."""
    currencies = [result.scenario.currency for result in comparison.results]
    rows = []
    for each in comparison.inputs:
        values = [written(value, each.unit, currency) for value, currency in zip(each.values, currencies, strict=True)]
        rows.append([each.label, *values, each.path])
    return pd.DataFrame(rows, columns=["What differs", *comparison.names, "Path"])


def written(value: Any, unit: str, currency: str) -> str:
    """A value of a scenario in words with its unit: "12 months", "35 %", "Gold: threshold 500, earn multiplier 1.25"."""
    if value is None:
        return NONE
    if isinstance(value, Program):
        return in_a_line(value, currency)
    if isinstance(value, BaseModel):
        return _record(value, currency)
    if isinstance(value, Mapping):
        return "; ".join(f"{_words(name)} {written(inner, '', currency)}" for name, inner in value.items()) or NONE
    if isinstance(value, tuple | list):
        parts = ", ".join(written(inner, "", currency) for inner in value)
        return f"{parts} {_in(unit, currency)}".rstrip() or NONE
    if isinstance(value, bool):
        return "on" if value else "off"
    return _number(value, unit, currency) if isinstance(value, int | float) else str(value)


def _number(value: float, unit: str, currency: str) -> str:
    if unit.startswith("share"):
        return f"{100 * value:,.6g} %{unit.removeprefix('share')}"
    digits = f"{value:,}" if isinstance(value, int) else f"{value:,.9g}"
    return f"{digits} {_in(unit, currency)}".rstrip()


def _in(unit: str, currency: str) -> str:
    """A unit with money in its currency; a goal is in what is counted, whatever that is."""
    return "" if unit == "metric" else unit.replace("money", currency)


def _record(value: BaseModel, currency: str) -> str:
    """An element of a list: its name and its fields, but those that say nothing more than the default does."""
    fields = []
    for name in type(value).model_fields:
        known, inner = about(type(value), name), getattr(value, name)
        if name != "name" and (inner != known["default"] or _telling(inner)):
            unit = known.get("unit", "")
            fields.append(f"{_words(name)} {written(inner, '' if unit == name else unit, currency)}")
    name = getattr(value, "name", "")
    return ": ".join(part for part in (name, ", ".join(fields)) if part) or "as by default"


def _words(name: object) -> str:
    return str(name).replace("_", " ")


def _telling(value: Any) -> bool:
    """Whether a default says something: a threshold does, a multiplier of one or a cost of nothing does not."""
    return isinstance(value, int | float) and value not in (0, 1)
