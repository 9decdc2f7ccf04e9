"""The tiers: the levers of each level, up to eight of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from loyalty_sim.scenario import Tier
from loyalty_sim.scenario.status import MAX_TIERS
from loyalty_sim.ui import state, widgets
from loyalty_sim.ui.items import Item, Path, items
from loyalty_sim.ui.work import Work

LEVELS: Path = ("program", "tiers", "levels")
FIRST_THRESHOLD = 500.0
UNITS = {"spend": "money", "points": "points", "visits": "visits", "balance": "points"}
"""Unit of a threshold by what is counted towards status."""


def draw(work: Work) -> None:
    """Inputs of every tier, and buttons to add and to remove one."""
    levels: list[dict[str, Any]] = work.value(LEVELS)
    for index in range(len(levels)):
        _level(work, index)
    with st.container(horizontal=True):
        st.button("Add a tier", key="tier.add", on_click=add, disabled=len(levels) >= MAX_TIERS, icon=":material/add:")
        if work.tiers_changed:
            st.button("Reset tiers ↺", key="tier.reset", on_click=partial(state.reset, LEVELS), type="tertiary")


def add() -> None:
    """Callback: one more tier above the highest, at twice its threshold."""
    levels: list[dict[str, Any]] = state.work().value(LEVELS)
    threshold = 2 * levels[-1]["threshold"] if levels else FIRST_THRESHOLD
    multiplier = levels[-1]["earn_multiplier"] + 0.25 if levels else 1.25
    taken = {level["name"] for level in levels}
    name = next(name for number in range(1, MAX_TIERS + 2) if (name := f"Tier {number}") not in taken)
    level = Tier(name=name, threshold=threshold, earn_multiplier=multiplier)
    state.edit(LEVELS, [*levels, level.model_dump(mode="json")])


def remove(index: int) -> None:
    """Callback: one tier less; the others keep their places."""
    levels = state.work().value(LEVELS)
    state.edit(LEVELS, levels[:index] + levels[index + 1 :])


def _level(work: Work, index: int) -> None:
    unit = UNITS[work.value(("program", "tiers", "metric"))]
    with st.container(border=True, gap="xsmall", key=f"tier.{index}"):
        for item in items(Tier):
            widgets.lever(work, _measured(item.at((*LEVELS, index)), unit))
        st.button(
            "Remove", key=f"tier.{index}.remove", on_click=partial(remove, index), type="tertiary", icon=":material/delete:"
        )


def _measured(item: Item, unit: str) -> Item:
    """The threshold in the unit of what is counted, its bands only where that is money; other fields as they are."""
    if item.path[-1] != "threshold":
        return item
    bands = item.about["bands"] if unit == UNITS["spend"] else {}
    return replace(item, about={**item.about, "unit": unit, "bands": bands})
