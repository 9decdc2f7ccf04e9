"""Statements on a page: what was made of a run is kept, and drawn as a table with the file of what it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from loyalty_sim.engine import Result, run_id
from loyalty_sim.report import files
from loyalty_sim.report.statement import LINE, Statement, accountant
from loyalty_sim.ui import state
from loyalty_sim.ui.runs import Shelf
from loyalty_sim.ui.strip import plain

KEPT = 200
TALLEST = 640
"""Pixels of a table before it scrolls."""
LETTER, WIDEST_PINNED, WIDEST = 7, 240, 420
"""Pixels of a letter; of a first column that is held in place; of any first column."""
SENTENCE = 40
"""Letters from which on a column holds sentences."""
Made = TypeVar("Made")


@st.cache_resource
def _shelf() -> Shelf:
    return Shelf(KEPT)


def kept(result: Result, make: Callable[..., Made], *args: Any) -> Made:
    """What ``make(result, *args)`` gives, made once for a run; among ``args`` may be other runs."""
    key = (make.__qualname__, *(_identity(arg) if isinstance(arg, Result) else arg for arg in (result, *args)))
    found: Made | None = _shelf().get(key)
    if found is None:
        found = make(result, *args)
        _shelf().put(key, found)
    return found


def _identity(result: Result) -> tuple[str, str]:
    return run_id(result.scenario), result.scenario.model_dump_json()


def source(result: Result) -> str:
    """Which sample the numbers are from."""
    size = result.scenario.run.customers
    return f"From {'the preview of' if size < state.work().scenario.run.customers else 'all'} {size:,} simulated customers."


def statement(stated: Statement, result: Result) -> None:
    """A statement as a table with its file, and the meaning of its lines."""
    unit = "points" if stated.unit == "points" else stated.unit
    rounded = f"whole {unit}" if stated.step >= 1 else f"{unit} and cents"
    how = f"In {rounded} of the real customer base; (…) is taken off. {source(result)}"
    st.markdown(plain(f"**{stated.name}**  \n:gray[:small[{how} Lines with nothing in them are left out.]]"))
    shown = stated.table(state.coverage())
    styled = shown.style.format(partial(accountant, step=stated.step), subset=list(shown.columns[1:]))
    styled = styled.apply(lambda row: ["font-weight: bold" if row[LINE] in stated.bold else ""] * len(row), axis=1)
    table(stated.name, shown, result, styled)
    about = [f"- **{plain(row.label)}**: {plain(row.definition)}" for row in stated.rows if row.definition]
    with st.expander("What each line means"):
        st.markdown("\n".join(about))


def table(name: str, shown: pd.DataFrame, result: Result, styled: Any = None) -> None:
    """A table with a button for the file of exactly what it shows."""
    height: Any = TALLEST if 35 * (len(shown) + 1) > TALLEST else "content"
    st.dataframe(
        shown if styled is None else styled, hide_index=True, width="stretch", height=height, key=f"statement.{name}",
        alt=name, column_config=_columns(shown), placeholder="–",
    )  # fmt: skip
    file = f"{files.file_stem(result.scenario.name)}-{files.file_stem(name)}.csv"
    st.download_button(
        "Download as shown (CSV)", files.csv(shown), file, "text/csv", key=f"download.{name}", on_click="ignore",
        icon=":material/download:", type="tertiary",
    )  # fmt: skip


def _columns(shown: pd.DataFrame) -> dict[str, Any]:
    """The first column wide enough for its names, and held in place unless it would fill a narrow page; numbers at the
    right; room for sentences."""
    first, *others = shown.columns
    width = min(LETTER * max(map(len, [first, *shown[first]])) + 20, WIDEST)
    found: dict[str, Any] = {first: st.column_config.TextColumn(first, pinned=width <= WIDEST_PINNED, width=width)}
    for name in others:
        if pd.api.types.is_numeric_dtype(shown[name]):
            found[name] = st.column_config.NumberColumn(name, alignment="right")
        elif shown[name].map(len).max() > SENTENCE:
            found[name] = st.column_config.TextColumn(name, width="large")
    return found
