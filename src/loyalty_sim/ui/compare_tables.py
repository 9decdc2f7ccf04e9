"""Tables of a comparison: inputs that differ, key figures, and what a customer kept costs; each with its file."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from loyalty_sim.finance import Coverage, Estimate
from loyalty_sim.report import files, words
from loyalty_sim.report.comparison import frames, input_table
from loyalty_sim.report.comparison.sentences import span
from loyalty_sim.report.files import file_stem
from loyalty_sim.study import Comparison, verdict
from loyalty_sim.study.comparison import Compared, Verdict
from loyalty_sim.ui import state
from loyalty_sim.ui.strip import literal, plain

SIGNS: dict[Verdict, str] = {"real": "●", "unclear": "○", "same": "=", "unknown": ""}
"""What stands before a difference."""
NARROW, WIDE = 190, 250
"""Pixels of a column of texts, and of one with intervals."""


def inputs(found: Comparison) -> None:
    """Only what differs, field by field."""
    st.subheader("What differs", anchor=False)
    table = input_table(found)
    if table.empty:
        st.info("These designs differ in nothing; change a lever on the design page, or choose another.")
        return
    st.dataframe(
        table, hide_index=True, width="stretch", key="compare.inputs", alt="Inputs that differ",
        column_config={name: st.column_config.TextColumn(width=NARROW) for name in table.columns},
    )  # fmt: skip
    download("inputs", table)


def figures(found: Comparison) -> None:
    """Key figures of all designs, with paired differences and whether they are real."""
    coverage, reference = state.coverage(), found.names[found.at]
    st.subheader("Key figures", anchor=False)
    paired = not any(found.voids)
    st.caption(
        f"Δ is {'paired, ' if paired else ''}against {literal(reference)}: ● real (its {coverage}\u00a0% interval excludes "
        "zero), ○ no real difference can be told, = exactly the same. Figures that are zero everywhere are left out."
    )
    rows = [_row(found, figure) for figure in found.told]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, width="stretch", height=420, key="compare.figures", alt="Key figures",
        column_config={
            "Figure": st.column_config.TextColumn(pinned=True, width=170),
            "Definition": st.column_config.TextColumn(width="large"),
            **{name: st.column_config.TextColumn(width=WIDE) for name in rows[0] if name.startswith("Δ ")},
        },
    )  # fmt: skip
    download("figures", partial(frames.figures, found))


def _row(found: Comparison, figure: Compared) -> dict[str, str]:
    kpi, coverage = figure.kpi, state.coverage()
    row = {"Figure": kpi.label.split(" (")[0]}
    for name, value, result in zip(found.names, figure.values, found.results, strict=True):
        row[name] = "–" if value is None else words.central(value, kpi.unit, result.scenario.currency)
    for index in found.others:
        change, currency = figure.changes[index], found.results[index].scenario.currency
        sign = SIGNS[verdict(change, coverage)]
        if change is None:
            row[f"Δ {found.names[index]}"] = "–"
        else:
            size = words.difference(change.value, kpi.unit, currency)
            row[f"Δ {found.names[index]}"] = f"{sign} {size} ({span(change, kpi.unit, currency, coverage)})"
    return {**row, "Definition": kpi.definition}


def kept(found: Comparison) -> None:
    """What one more customer present at the end costs each design."""
    st.subheader("Cost per customer kept", anchor=False)
    st.caption(
        "Program cost and member discounts less what members and partners pay for the program, over the customers present "
        "at the end who would not be there without it. None where the simulation cannot tell that any is kept."
    )
    coverage, rows = state.coverage(), []
    for name, each, result in zip(found.names, found.kept, found.results, strict=True):
        currency = result.scenario.currency
        rows.append(
            {
                "Design": name,
                "Customers kept": _ranged(each.customers, "customers", currency, coverage),
                "Net cost of the program": _ranged(each.net_cost, "money", currency, coverage),
                "Cost per customer kept": _ranged(each.each, "money", currency, coverage),
                "Cost of winning one": words.money(result.scenario.economics.acquisition_cost, currency),
            }
        )
    table = pd.DataFrame(rows)
    st.dataframe(table, hide_index=True, width="stretch", key="compare.kept", alt="Cost per customer kept")
    told = [(each.each, name) for each, name in zip(found.kept, found.names, strict=True) if each.each is not None]
    unlike = len({value.value for value, _ in told}) > 1
    if unlike and all(found.same_currency(index) for index in found.others):
        least, name = min(told, key=lambda pair: pair[0].value)
        amount = words.central(least, "money", found.reference.scenario.currency)
        st.markdown(f"**{literal(name)} keeps a customer for the least: {plain(amount)}.**")
    download("cost-per-customer-kept", table)


def _ranged(value: Estimate | None, unit: str, currency: str, coverage: Coverage) -> str:
    """A value with its interval; "none" where there is none."""
    if value is None:
        return "none"
    return f"{words.central(value, unit, currency)}, {words.interval(value, unit, currency, coverage)}"


def download(name: str, table: pd.DataFrame | partial[pd.DataFrame]) -> None:
    """A button for a table of the comparison as a CSV file."""
    file_button(name, table, "compare")


def file_button(name: str, table: pd.DataFrame | partial[pd.DataFrame], page: str) -> None:
    """A button for a table of a page as a CSV file, which is made when it is asked for."""
    st.download_button(
        "Download (CSV)", partial(_file, table), f"{page}-{file_stem(name)}.csv", "text/csv",
        key=f"{page}.download.{name}", on_click="ignore", icon=":material/download:", type="tertiary",
    )  # fmt: skip


def _file(table: pd.DataFrame | partial[pd.DataFrame]) -> str:
    return files.csv(table() if isinstance(table, partial) else table)
