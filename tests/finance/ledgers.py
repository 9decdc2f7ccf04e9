"""Ledgers that the tests of accounting share: the worked example, and generated ones that run off to the last point."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.vintages import Vintages

FACE_VALUE, CPP = 0.05, 0.03
SALES = np.array([1_000_000.0, 1_200_000.0])
URR_AT_ISSUE = np.array([0.80, 0.82])
URR = np.array([[0.80, 0.82], [0.82, 0.82]])
"""Estimated for each vintage at each close."""
WORKED = Vintages(
    issued=np.array([1_050_000.0, 1_200_000.0]),
    redeemed=np.array([[315_000.0, 420_000.0], [0.0, 369_000.0]]),
    expired=np.array([[0.0, 105_000.0], [0.0, 0.0]]),
    clawed_back=np.zeros((2, 2)),
)
"""Two yearly vintages, net of the points taken back in the year of issue."""

PERIODS = 7
VINTAGES = 4


def flows(most: int = 60) -> st.SearchStrategy[Array]:
    """Points that leave each vintage in each period; none before the issue, and often none at all."""
    counts = arrays(np.int64, (VINTAGES, PERIODS), elements=st.one_of(st.just(0), st.integers(0, most)))
    return counts.map(lambda found: np.triu(found).astype(float))


def run_off() -> st.SearchStrategy[Vintages]:
    """Vintages all of whose points have met their end by the last period; some may have none."""
    return st.builds(
        lambda used, lost, taken: Vintages((used + lost + taken).sum(axis=-1), used, lost, taken),
        flows(), flows(), flows(9),
    )  # fmt: skip


def paths() -> st.SearchStrategy[Array]:
    """Estimates of the URR of each vintage at each close, right or wrong."""
    return arrays(np.float64, (VINTAGES, PERIODS), elements=st.floats(0, 1, allow_subnormal=False))


def allocations() -> st.SearchStrategy[Array]:
    """Money allocated to the points of each vintage."""
    return arrays(np.float64, VINTAGES, elements=st.floats(0, 1e6, allow_subnormal=False))
