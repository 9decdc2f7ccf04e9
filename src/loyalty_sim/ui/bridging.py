"""The bridge on the finance page: why a figure of this design differs from that of the baseline, factor by factor."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage, comparable
from loyalty_sim.finance.bridge import BRIDGES, LIABILITY, Bridge, bridge, liability_bridge
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.footing import CENTS_PER_UNIT, rounded_to_foot
from loyalty_sim.finance.liability import Policy
from loyalty_sim.report.bridge import BASELINE, BRIDGED, DESIGN, RESIDUAL
from loyalty_sim.report.bridge import bridge as waterfall
from loyalty_sim.report.statement import WHOLE_FROM, accountant
from loyalty_sim.ui import books, choices, owed, questions, state
from loyalty_sim.ui.books import kept
from loyalty_sim.ui.runs import Comparison
from loyalty_sim.ui.strip import plain

ENDS = {
    BASELINE: "The figure of the baseline, simulated.",
    RESIDUAL: "What no factor holds; usually a rounding error.",
    DESIGN: "The figure of this design, simulated: baseline + steps + residual.",
}
NO_WORD = "–"
NOTHING = (
    "Nothing differs between this design and its baseline, so there is nothing to explain. Move a lever in the sidebar, or "
    "choose another baseline at the top of the page."
)


def draw(shown: Comparison) -> None:
    """The steps as a picture and as tables, or why there are none."""
    figure = choices.pills("Bridge of", "bridged", BRIDGES, lambda key: BRIDGED[key].label)
    result, baseline = shown.active.result, shown.baseline.result
    reason = NOTHING if shown.same else why_not(result, baseline)
    if reason is not None:
        st.info(reason)
        return
    if figure == LIABILITY:
        policy = choices.policy()
        found = kept(result, of_liability, baseline, policy)
        st.caption(f"What is owed by the policy chosen under Liability, in both: {policy.method}, {policy.estimator}.")
    else:
        found = kept(result, bridge, baseline, figure)
    for note in found.notes:
        st.info(note)
    currency, coverage = result.scenario.currency, state.coverage()
    picture = waterfall(found, currency, result.scenario.run.months, coverage=coverage)
    if picture is not None:
        questions.chart("finance.bridge", picture)
    _tables(found, result, currency, coverage)


def of_liability(result: Result, baseline: Result, policy: Policy) -> Bridge:
    """The bridge of what is owed for points, by one policy."""
    return liability_bridge(owed.by_policy(result, policy), owed.by_policy(baseline, policy))


def why_not(result: Result, baseline: Result) -> str | None:
    """Why two runs cannot be bridged, None when they can."""
    here, there = result.scenario.run.months, baseline.scenario.run.months
    if here != there:
        return f"This design runs for {here} months and the baseline for {there}; a bridge needs the same number of months."
    if not comparable(result, baseline):
        return (
            "The two runs do not have the same customers with the same draws: the market, the seed, the sample or the start "
            "differ. Their difference is no effect of the design, so there is no bridge."
        )
    return None


def _tables(found: Bridge, result: Result, currency: str, coverage: Coverage) -> None:
    about = BRIDGED[found.figure]
    unit = "points" if about.unit == "points" else currency
    name = f"{about.label}: from the baseline to this design"
    st.markdown(plain(f"**{name}**  \n:gray[:small[{unit}, of the real customer base. {books.source(result)}]]"))
    shown = steps(found, coverage)
    formatted = partial(accountant, step=_step(found))
    styled = shown.style.format(formatted, subset=list(shown.columns[3:6]), na_rep="–")
    styled = styled.apply(lambda row: ["font-weight: bold" if row["Factor"] in ENDS else ""] * len(row), axis=1)
    books.table(name, shown, result, styled)
    st.caption(
        "The factors of the baseline are replaced by those of this design one at a time, in the order of the table. The "
        "order matters: a step holds also what its factor does together with those above it, so that another order would "
        "share the difference in another way."
    )
    kinds = by_kind(shown)
    st.markdown("**By kind of change**")
    books.table(f"{name}, by kind", kinds, result, kinds.style.format(formatted, subset=["Amount"]))


def steps(found: Bridge, coverage: Coverage) -> pd.DataFrame:
    """One row per end and step, rounded so that baseline + steps + residual is the design's figure as shown."""
    parts = [(step.factor.label, str(step.factor.kind), step.change, step.factor.definition) for step in found.steps]
    parts.append((RESIDUAL, "residual", found.residual, ENDS[RESIDUAL]))
    moved = np.array([change.value if change else 0.0 for _, _, change, _ in parts])
    step = _step(found)
    first, last = (np.rint((end.value if end else 0.0) / step) for end in (found.baseline, found.result))
    whole = _footed(moved / step, last - first)
    rows = [(BASELINE, NO_WORD, found.baseline, ENDS[BASELINE]), *parts, (DESIGN, NO_WORD, found.result, ENDS[DESIGN])]
    amounts = np.round(np.array([first, *whole, last]) * step, 2) + 0.0
    ends = [estimate.interval(coverage) if estimate else (np.nan, np.nan) for _, _, estimate, _ in rows]
    lows, highs = (np.round(np.rint(np.array(side) / step) * step, 2) + 0.0 for side in zip(*ends, strict=True))
    return pd.DataFrame({
        "Order": [NO_WORD, *map(str, range(1, len(parts))), NO_WORD, NO_WORD],
        "Factor": [label for label, _, _, _ in rows],
        "Kind": [kind for _, kind, _, _ in rows],
        "Amount": amounts,
        f"{coverage} % interval from": lows,
        f"{coverage} % interval to": highs,
        "Definition": [definition for _, _, _, definition in rows],
    })  # fmt: skip


def by_kind(shown: pd.DataFrame) -> pd.DataFrame:
    """The steps of ``steps`` added up by kind, in the order in which the kinds appear, with their sum."""
    moved = shown[shown["Kind"] != NO_WORD]
    kinds = moved.groupby("Kind", sort=False)
    added, held = kinds["Amount"].sum().round(2), kinds["Factor"].agg(lambda names: ", ".join([*names]))
    together = pd.DataFrame({"Kind": ["Together"], "Amount": [round(float(added.sum()), 2)], "Factors": [NO_WORD]})
    each = pd.DataFrame({"Kind": [kind.capitalize() for kind in added.index], "Amount": [*added], "Factors": [*held]})
    return pd.concat([each, together], ignore_index=True)


def _step(found: Bridge) -> float:
    """To what amounts are rounded: whole points or units, or cents."""
    largest = max(abs(end.value) if end else 0.0 for end in (found.baseline, found.result))
    return 1.0 if BRIDGED[found.figure].unit == "points" or largest >= WHOLE_FROM else 1 / CENTS_PER_UNIT


def _footed(parts: Array, total: float) -> Array:
    return rounded_to_foot(parts / CENTS_PER_UNIT, np.array(total / CENTS_PER_UNIT)).astype(float)
