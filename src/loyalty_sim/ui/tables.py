"""The numbers of a chart as a table for people: named columns, months as months, no more digits than can be read."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd
import streamlit as st

from loyalty_sim.report.picture import Picture

DIGITS = 5
"""Digits of the largest number of a column, at least; whole numbers keep all of theirs."""
PLAIN = {"month": "Month", "date": "Date", "low": "lower end", "high": "upper end"}


def draw(key: str, picture: Picture) -> None:
    """The table of a chart, which says all that the chart shows and both intervals."""
    shown = picture.table.apply(_rounded)
    settings = {name: _column(name, shown[name]) for name in shown.columns}
    st.dataframe(
        shown, hide_index=True, width="stretch", key=f"table.{key}", alt=picture.alt_text, column_config=settings
    )  # fmt: skip


def heading(name: str) -> str:
    """What people call a column: "low_80" is "80 % lower end", "without_program" is "Without program"."""
    end = re.fullmatch(r"(low|high)_([0-9]+)", name)
    if end:
        return f"{end[2]}\u00a0% {PLAIN[end[1]]}"
    if not re.fullmatch(r"[a-z0-9_]+", name):
        return name  # of a tier or a design, as its users call it
    return PLAIN.get(name) or name.replace("_", " ").capitalize()


def _rounded(column: pd.Series[Any]) -> pd.Series[Any]:
    if not pd.api.types.is_float_dtype(column):
        return column
    largest = float(column.abs().max())
    if not largest > 0 or not math.isfinite(largest):
        return column
    return column.round(max(0, DIGITS - 1 - math.floor(math.log10(largest))))


def _column(name: str, column: pd.Series[Any]) -> Any:
    if pd.api.types.is_datetime64_any_dtype(column):
        return st.column_config.DateColumn(heading(name), format="MMM YYYY")
    if pd.api.types.is_numeric_dtype(column):
        return st.column_config.NumberColumn(heading(name), format="localized")
    return st.column_config.TextColumn(heading(name))
