"""Charts of the risk page: each under its finding, or as the numbers behind it; and the choice of the outcome they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from loyalty_sim.report import risks
from loyalty_sim.report.picture import Picture
from loyalty_sim.study.ends import label
from loyalty_sim.study.plan import Plan
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.specification import Outcome
from loyalty_sim.ui import questions, tables
from loyalty_sim.ui.strip import literal

AS_TABLE = "risk.tables"


def toggle() -> None:
    """Numbers instead of charts."""
    st.toggle("Tables", key=AS_TABLE, persist_state="session", help="The numbers of the charts instead")


def draw(picture: Picture | None, nothing: str) -> None:
    """A chart, or its numbers, with its files; a sentence where there is nothing to draw."""
    if picture is None:
        st.info(nothing)
    elif st.session_state.get(AS_TABLE):
        st.markdown(f"**{literal(picture.title)}**")
        tables.draw(f"risk.{picture.key}", picture)
        questions.downloads(f"risk.{picture.key}", picture)
    else:
        questions.chart(f"risk.{picture.key}", picture)


def outcome(key: str, offered: Sequence[Measured]) -> Measured:
    """Which outcome is looked at."""
    return Measured(*select("Outcome", offered, key, named, width=330))


def named(measured: Measured) -> str:
    """An outcome by itself: "Net value of the program"."""
    text = risks.subject(measured)
    return text[:1].upper() + text[1:]


def outcome_name(outcome: Outcome) -> str:
    """An outcome of a study: as its file calls it, or else the figure, and what is taken over the draws."""
    figure = named(Measured(outcome.kpi, outcome.world))
    return outcome.name or (figure if outcome.statistic == "mean" else f"{figure}, {outcome.statistic}")


def headings(plan: Plan) -> list[str]:
    """The levers of a study as headings of a table, each once."""
    return _distinct([label(plan.base, path) for path in plan.lever_paths], plan.lever_paths)


def outcome_headings(outcomes: Sequence[Outcome]) -> dict[str, Outcome]:
    """The outcomes of a study by their names, each once."""
    names = _distinct([outcome_name(each) for each in outcomes], [each.label for each in outcomes])
    return dict(zip(names, outcomes, strict=True))


def _distinct(names: Sequence[str], keys: Sequence[str]) -> list[str]:
    """Names, with what tells them apart where two are the same."""
    return [name if names.count(name) == 1 else f"{name} ({key})" for name, key in zip(names, keys, strict=True)]


def select(label: str, options: Sequence[Any], key: str, called: Callable[[Any], str] = str, first: Any = None,
           width: int = 240) -> Any:  # fmt: skip
    """A choice that is kept as long as the session is, and given up when it is no longer offered."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0] if first is None else first
    return st.selectbox(label, options, key=key, format_func=called, width=width, persist_state="session")
