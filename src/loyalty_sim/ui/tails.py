"""What balances of points reach in the worst of many runs: replications behind the page, and their quantiles as a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from loyalty_sim.engine import Result, run_id, simulate
from loyalty_sim.finance.liability import Policy, liability
from loyalty_sim.finance.tail import Tail, closing_face_value, closing_points, of_balances, replication
from loyalty_sim.report.statement import accountant
from loyalty_sim.scenario import Scenario
from loyalty_sim.ui import behind, runs
from loyalty_sim.ui.behind import Offer, Task
from loyalty_sim.ui.runs import Shelf

RUNS = 40
"""Replications: two of them lie beyond each end, so that one run alone does not make the tail."""
CUSTOMERS = 2_000
"""Of a replication, at most: how well a quantile is known depends on the number of runs, so that they may be small."""
KEPT = 50
REPLICATING = "replicating"
Table = Callable[[str, pd.DataFrame, Result, Any], None]
Balances = list[dict[str, float]]
LIABILITY, FACE_VALUE, POINTS = "Liability as stated", "Face value of points owed", "Balance of points owed"
ABOUT = {
    LIABILITY: "What the statement above closes with at the end of the run.",
    FACE_VALUE: "Points outstanding at the end of the run x what one takes off a price.",
    POINTS: "Points outstanding at the end of the run.",
}


@st.cache_resource
def _shelf() -> Shelf:
    return Shelf(KEPT)


def draw(scenario: Scenario, policy: Policy, table: Table, result: Result) -> None:
    """The quantiles, or a button that replicates the run so that they can be had.

    Args:
        scenario: what is replicated, with so few customers that many runs are soon there.
        policy: how points are accounted for.
        table: how the page draws a table.
        result: the run that is shown.
    """
    st.markdown("**How high it may get: the tail**")
    few = runs.sized(scenario, min(CUSTOMERS, runs.preview_size(scenario)))
    key = _key(few, policy)
    found: Balances | None = _shelf().get(key)
    if found is None:
        st.caption(
            f"Known once the run has been replicated {RUNS} times with other draws of chance, each with "
            f"{few.run.customers:,} simulated customers."
        )
        behind.draw(_offered(few), key, partial(_replicate, few, policy))
        return
    tails = of_runs(found, few)
    scale = next(iter(tails.values())).scale
    st.caption(
        f"At the end of {RUNS} runs that differ in their draws of chance alone. P95: the smallest balance that at least "
        "95 % of the runs do not exceed; P5: the largest that at least 95 % reach; P50: the median. This is no interval of "
        "an estimate, which says how well the expected balance is known. What is not known of the assumptions is not in it."
        + smaller(scale)
    )
    shown = quantiles(tails, result.scenario.currency)
    styled = shown.style.format(partial(accountant, step=1.0), subset=list(shown.columns[2:7]))
    table("Tail of the balances", shown, result, styled)


def smaller(scale: float) -> str:
    """What the sample has to do with the spread."""
    if scale <= 1:
        return ""
    return (
        f" A simulated customer stands for {scale:,.0f} real ones who all do the same: where customers act independently, "
        f"the real base varies about {np.sqrt(scale):,.0f} times less around the mean."
    )


def replicated(result: Result, policy: Policy) -> dict[str, float]:
    """The balances at the end of one run; what perfect foresight would state needs a longer run, and is left out."""
    found = {FACE_VALUE: closing_face_value(result), POINTS: closing_points(result)}
    if policy.estimator == "perfect foresight":
        return found
    return {LIABILITY: float(liability(result, policy).closing[0, -1]), **found}


def of_runs(balances: Balances, scenario: Scenario) -> dict[str, Tail]:
    """The tail of each balance over the replications of a scenario."""
    scale = scenario.market.customers / scenario.run.customers
    return {name: of_balances([run[name] for run in balances], scale) for name in balances[0]}


def quantiles(tails: dict[str, Tail], currency: str) -> pd.DataFrame:
    """One row per balance, in whole units."""
    rows = [
        [name, "points" if name == POINTS else currency]
        + [round(amount) + 0.0 for amount in (tail.lower, tail.median, tail.quantile, tail.mean, tail.deviation)]
        + [ABOUT[name]]
        for name, tail in tails.items()
    ]
    columns = ["Balance", "Unit", "P5", "P50", "P95", "Mean", "Standard deviation", "Definition"]
    return pd.DataFrame(rows, columns=columns)


def _key(scenario: Scenario, policy: Policy) -> str:
    return f"{run_id(scenario)} {policy.method}, {policy.estimator}, {policy.urr}"


def _offered(few: Scenario) -> Offer:
    return Offer(
        REPLICATING, "replicate", f"Replicate the run {RUNS} times",
        f"Simulates the scenario {RUNS} times with {few.run.customers:,} customers, each time with another seed",
        ":material/casino:", f"Replicating the run {RUNS} times …", "Stop replicating",
    )  # fmt: skip


def _replicate(few: Scenario, policy: Policy, task: Task) -> None:
    """Work of a thread of the pool: only the balances are kept, as the runs would fill the memory."""
    found: Balances = []
    for number in range(1, RUNS + 1):
        result = simulate(replication(few, number), threads=1, cancel=task.cancelled)
        found.append(replicated(result, policy))
        task.progress(number, RUNS)
    _shelf().put(_key(few, policy), found)
