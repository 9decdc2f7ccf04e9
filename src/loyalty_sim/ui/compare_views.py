"""Charts of a comparison: over time, winners and losers, and the bridge; each with its table and its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from loyalty_sim.finance import catalogue
from loyalty_sim.report.bridge import BRIDGED
from loyalty_sim.report.bridge import bridge as waterfall
from loyalty_sim.report.cliffs import cliffs
from loyalty_sim.report.comparison import apart, paths, winners
from loyalty_sim.report.picture import Picture
from loyalty_sim.study import Comparison
from loyalty_sim.study.winners import MEASURED, Axis
from loyalty_sim.ui import questions, state, tables
from loyalty_sim.ui.compare_tables import download
from loyalty_sim.ui.strip import literal

FIRST_LINE = "program_cost"
AXES: tuple[Axis, ...] = ("segment", "tier")
SIDE_BY_SIDE = 2
"""Small charts in a row."""
SEPARATE = "No group of this kind is in both designs, so that nobody can be compared."


def draw(found: Comparison) -> None:
    """All charts, of the line, the design and the measure that are chosen."""
    _over_time(found)
    _winners(found)
    _thresholds(found)
    _bridge(found)


def _over_time(found: Comparison) -> None:
    st.subheader("Over time", anchor=False)
    lines = catalogue()
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare.over"):
        key = _select("Line", list(lines), "compare.line", lambda name: lines[name].label, FIRST_LINE)
        looked = _looked_at(found)
        cumulative = not lines[key].stock and st.toggle("Cumulative", key="compare.cumulative", persist_state="session")
        st.toggle("Tables", key="compare.tables", persist_state="session", help="The numbers of the charts instead")
    coverage = state.coverage()
    pictures = paths(found, key, cumulative, coverage=coverage)
    gap = apart(found, looked, key, cumulative, coverage=coverage)
    _grid([*pictures, *([gap] if gap is not None else [])])


def _looked_at(found: Comparison) -> int:
    """Which design is looked at beside the reference."""
    if len(found.others) == 1:
        return found.others[0]
    return int(_select("Look at", list(found.others), "compare.looked", lambda index: found.names[index]))


def _winners(found: Comparison) -> None:
    st.subheader("Winners and losers", anchor=False)
    index = _of(found)
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare.who"):
        axis: Axis = st.segmented_control(
            "By", AXES, default=AXES[0], key="compare.axis", required=True, persist_state="session", width="content",
            format_func=lambda name: f"By {name}", label_visibility="collapsed",
        )  # fmt: skip
        labels = {each.key: each.label for each in MEASURED[axis]}
        measure = _select("Measure", list(labels), f"compare.measure.{axis}", lambda name: labels[name], "value", 340)
    about = next(each for each in MEASURED[axis] if each.key == measure)
    picture = winners(found, index, axis, measure, coverage=state.coverage())
    if picture is None:
        st.info(SEPARATE)
        return
    _picture(picture)
    st.caption(literal(about.definition))


def _thresholds(found: Comparison) -> None:
    """Of every design whose tiers count one thing: who stands just below a threshold, and who would without the program."""
    drawn = [
        replace(picture, key=f"cliffs_{index}")
        for index, (name, result) in enumerate(zip(found.names, found.results, strict=True))
        if (picture := cliffs(result, coverage=state.coverage(), of=name)) is not None
    ]
    if drawn:
        st.subheader("Near a threshold", anchor=False)
        _grid(drawn)


def _of(found: Comparison) -> int:
    """The design looked at, as chosen above."""
    looked = st.session_state.get("compare.looked")
    return looked if looked in found.others else found.others[0]


def _bridge(found: Comparison) -> None:
    st.subheader("Bridge", anchor=False)
    everyone = list(range(len(found.names)))
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare.bridge"):
        start = _select("From", everyone, "compare.from", lambda index: found.names[index], found.at)
        to = _select("To", everyone, "compare.to", lambda index: found.names[index], found.others[0])
        figure = _select("Of", list(BRIDGED), "compare.bridged", lambda name: BRIDGED[name].label)
    try:
        bridge = found.bridge(to, start, figure)
    except ValueError as error:
        st.info(f"There is no bridge: {literal(str(error))}.")
        return
    scenario, names = found.results[start].scenario, (found.names[start], found.names[to])
    picture = waterfall(bridge, scenario.currency, scenario.run.months, coverage=state.coverage(), names=names)
    if picture is None:
        st.info(f"Nothing moves this figure from {literal(names[0])} to {literal(names[1])}.")
        return
    _picture(picture)
    for note in bridge.notes:
        st.caption(literal(note))


def _select(
    label: str, options: Sequence[Any], key: str, called: Callable[[Any], str], first: Any = None, width: int = 240
) -> Any:
    """A choice that is kept as long as the session is, and given up when it is no longer offered."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0] if first is None else first
    return st.selectbox(label, options, key=key, format_func=called, width=width, persist_state="session")


def _grid(pictures: Sequence[Picture]) -> None:
    """Pictures side by side."""
    for first in range(0, len(pictures), SIDE_BY_SIDE):
        row = pictures[first : first + SIDE_BY_SIDE]
        for column, picture in zip(st.columns(SIDE_BY_SIDE, gap="medium"), row, strict=False):
            with column:
                _picture(picture)


def _picture(picture: Picture) -> None:
    """A chart under its finding, or its numbers; with the file of the numbers."""
    if st.session_state.get("compare.tables"):
        st.markdown(f"**{literal(picture.title)}**")
        tables.draw(picture.key, picture)
    else:
        questions.chart(picture.key, picture)
    download(picture.key, picture.table)
