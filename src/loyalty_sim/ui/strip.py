"""The answer in five figures: value, change against the baseline and range, and the sentence that says it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

import streamlit as st

from loyalty_sim.finance import Coverage, Estimate, Kpi
from loyalty_sim.report import words
from loyalty_sim.report.numbers import MINUS
from loyalty_sim.ui.runs import Comparison

Colour = Literal["normal", "inverse", "off"]


class Figure(NamedTuple):
    """One figure of the strip."""

    key: str
    label: str
    colour: Colour
    """Whether more is good, bad, or neither: breakage saves money and says that members do not come back."""


STRIP = (
    Figure("net_value", "Net program value", "normal"),
    Figure("cost_ratio", "Cost / member sales", "inverse"),
    Figure("outstanding_value", "Points liability", "inverse"),
    Figure("breakage", "Breakage", "off"),
    Figure("retention", "Retention a year", "normal"),
)


def draw(shown: Comparison, coverage: Coverage) -> None:
    """The five figures."""
    currency = shown.active.result.scenario.currency
    with st.container(key="strip", horizontal=True, gap="small"):
        for figure in STRIP:
            difference = None if shown.same else shown.differences.get(figure.key)
            _figure(figure, shown.active.kpis[figure.key], difference, currency, coverage)


def sentence(shown: Comparison, coverage: Coverage) -> str:
    """What the design does, in one sentence."""
    if shown.same:
        return words.finding(shown.active.result, None, shown.active.kpis, None, coverage)
    return words.finding(shown.active.result, shown.baseline.result, shown.active.kpis, shown.differences, coverage)


def _figure(figure: Figure, kpi: Kpi, difference: Estimate | None, currency: str, coverage: Coverage) -> None:
    estimate = kpi.program
    moved = difference is not None and difference.value != 0
    certain = difference is not None and not difference.spans_zero(coverage)
    with st.container(border=True, gap="xxsmall", key=f"kpi.{figure.key}", height="stretch"):
        st.metric(
            figure.label,
            words.central(estimate, kpi.unit, currency),
            delta=change(difference, kpi.unit, currency),
            delta_color=figure.colour if moved and certain else "off",
            delta_arrow="auto" if moved else "off",
            help=plain(f"{kpi.label}: {kpi.definition} Window: {kpi.window}."),
        )
        st.caption(_ranges(estimate, difference if moved else None, kpi.unit, currency, coverage))


def change(difference: Estimate | None, unit: str, currency: str) -> str:
    """A difference with its sign; a plain hyphen before what falls, which the metric reads for its arrow."""
    if difference is None or difference.value == 0:
        return "as baseline"
    text = in_points(words.central(difference, unit, currency), unit)
    return text.replace(MINUS, "-") if difference.value < 0 else f"+{text}"


def span(estimate: Estimate, unit: str, currency: str, coverage: Coverage) -> str:
    """The interval of an estimate, without a line break inside."""
    text = words.interval(estimate, unit, currency, coverage).removeprefix("between ").replace(" and ", " to ")
    return text.replace(" ", "\u00a0")


def in_points(text: str, unit: str) -> str:
    """The text of a difference of shares in percentage points."""
    return text.replace("\u00a0%", " %").replace(" %", "\u00a0pp") if unit == "share" else text


def _ranges(estimate: Estimate | None, difference: Estimate | None, unit: str, currency: str, coverage: Coverage) -> str:
    """The range of the value and of its change."""
    if estimate is None:
        return "not defined for this program"
    text = f"{coverage}\u00a0% interval  \n{span(estimate, unit, currency, coverage)}"
    if difference is not None:
        text += f"  \nΔ {in_points(span(difference, unit, currency, coverage), unit)}"
    return plain(text)


def literal(text: str) -> str:
    """Text of users as it is: nothing in it is taken for markup, an icon, a picture or a link."""
    return plain(re.sub(r":(?=\w)", ":\u2060", re.sub(r"([\\`*_\[\]<>#~|!])", r"\\\1", text)))


def plain(text: str) -> str:
    """Text in which a dollar sign begins no formula, and a number stays on one line with its minus and per cent sign."""
    return text.replace("$", "\\$").replace(" %", "\u00a0%").replace(MINUS, f"{MINUS}\u2060")
