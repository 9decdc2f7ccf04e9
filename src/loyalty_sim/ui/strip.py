"""The answer in five figures: value, change against the baseline and range, and the sentence that says it."""

from __future__ import annotations

from typing import Literal, NamedTuple

import streamlit as st

from loyalty_sim.finance import Estimate, Kpi
from loyalty_sim.report import words
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
    Figure("cost_ratio", "Cost, share of member sales", "inverse"),
    Figure("outstanding_value", "Points liability, face value", "inverse"),
    Figure("breakage", "Breakage", "off"),
    Figure("retention", "Retention a year", "normal"),
)


def draw(shown: Comparison) -> None:
    """The five figures."""
    currency = shown.active.result.scenario.currency
    with st.container(key="strip"):
        for column, figure in zip(st.columns(len(STRIP)), STRIP, strict=True):
            with column:
                _figure(figure, shown.active.kpis[figure.key], None if shown.same else shown.differences.get(figure.key), currency)


def sentence(shown: Comparison) -> str:
    """What the design does, in one sentence."""
    if shown.same:
        return words.finding(shown.active.result, None, shown.active.kpis, None)
    return words.finding(shown.active.result, shown.baseline.result, shown.active.kpis, shown.differences)


def _figure(figure: Figure, kpi: Kpi, difference: Estimate | None, currency: str) -> None:
    estimate = kpi.program
    with st.container(border=True, gap="xxsmall", key=f"kpi.{figure.key}", height="stretch"):
        st.metric(
            figure.label,
            words.number(estimate.value, kpi.unit, currency) if estimate is not None else "none",
            delta=change(difference, kpi.unit, currency),
            delta_color=figure.colour if difference is not None and difference.value else "off",
            delta_arrow="auto" if difference is not None and difference.value else "off",
            help=f"{kpi.definition} Window: {kpi.window}.",
        )
        st.caption(_ranges(estimate, difference, kpi.unit, currency))


def change(difference: Estimate | None, unit: str, currency: str) -> str:
    """A difference with its sign; a plain hyphen before what falls, which the metric reads for its arrow."""
    if difference is None or difference.value == 0:
        return "as baseline"
    return words.difference(difference.value, unit, currency).replace(words.MINUS, "-")


def _ranges(estimate: Estimate | None, difference: Estimate | None, unit: str, currency: str) -> str:
    if estimate is None:
        return "not defined for this program"
    text = f"80 %: {words.number(estimate.low80, unit, currency)} to {words.number(estimate.high80, unit, currency)}"
    if difference is not None and difference.value:
        low, high = (words.difference(end, unit, currency) for end in (difference.low80, difference.high80))
        text += f"  \nchange {low} to {high}"
    return plain(text)


def plain(text: str) -> str:
    """Text in which a dollar sign is a dollar sign and begins no formula."""
    return text.replace("$", "\\$")
