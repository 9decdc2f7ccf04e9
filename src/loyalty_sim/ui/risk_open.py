"""Designs that were tried, to go on with: one is chosen by name, opened on the design page, or set as baseline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from zlib import crc32

import streamlit as st
from pydantic import ValidationError

from loyalty_sim.report.studies import lever_text
from loyalty_sim.scenario import Scenario
from loyalty_sim.study import Results, Standing
from loyalty_sim.study.ends import label
from loyalty_sim.study.pareto import scenario_of
from loyalty_sim.ui import risk_pictures, state
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import sentences

DESIGN = Path(__file__).parent / "pages" / "design.py"
Use = Callable[[Scenario], None]


def choose(results: Results, standings: Sequence[Standing], key: str) -> Standing:
    """Which of some designs is looked at."""
    known = {each.design.index: each for each in standings}
    names = {index: called(results, each) for index, each in known.items()}
    study = crc32(repr((results.plan.study.name, len(results.plan))).encode())  # another study begins with its first
    index = risk_pictures.select("Design", list(known), f"{key}.{study}", names.__getitem__, width=560)
    return known[index]


def called(results: Results, standing: Standing) -> str:
    """A design by its name and by what is set in it."""
    base, settings = results.plan.base, standing.design.settings
    parts = [f"{label(base, path)} {lever_text(value)}" for path, value in list(settings.items())[:4]]
    return f"{standing.design.name}: {', '.join(parts)}" if parts else f"{standing.design.name}: nothing changed"


def buttons(results: Results, chosen: Standing, use: Use) -> None:
    """Open the design, or hold the present one against it.

    Args:
        use: callback that takes the scenario up.
    """
    if st.button("Open in Design", key="risk.open", icon=":material/arrow_forward:", help="Undo comes back"):
        made = _scenario(results, chosen)
        if made is not None:
            use(made)
            st.switch_page(DESIGN)
    st.button(
        "Set as baseline", key="risk.baseline", icon=":material/keep:", on_click=partial(_baseline, results, chosen),
        help="Hold the design that is open against the program of this one",
    )  # fmt: skip


def _scenario(results: Results, chosen: Standing) -> Scenario | None:
    """The scenario of a design; None where its levers do not go together, which is said."""
    try:
        return scenario_of(results, chosen)
    except ValidationError as error:
        st.error(f"{literal(chosen.design.name)} is no valid scenario: {literal(sentences(error)[0])}")
        return None


def _baseline(results: Results, chosen: Standing) -> None:
    """Callback: hold the design that is open against this one."""
    made = _scenario(results, chosen)
    if made is not None:
        state.compare_with(made)
        st.toast(f"{literal(chosen.design.name)} is the baseline now.", icon=":material/keep:")
