"""Closing balances as key figures."""

from __future__ import annotations

import pytest

from loyalty_sim.engine import Result
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.closing import closing_figures
from loyalty_sim.finance.deferred_fees import deferred_fees
from loyalty_sim.finance.liability import liability
from loyalty_sim.finance.world import program_world


def test_closing_figures_are_the_statements(rich: Result) -> None:
    """Each closing balance is that of its roll-forward, with an interval around it."""
    owed = liability(rich)
    found = closing_figures(owed)
    expected = {
        "closing_points": L.points_outstanding(program_world(rich))[0, -1],
        "closing_liability": owed.closing[0, -1],
        "closing_fees": deferred_fees(rich).closing[0, -1],
    }
    for key, value in expected.items():
        figure = found[key]
        assert figure is not None
        assert figure.value == pytest.approx(value)
        assert figure.low95 < figure.low80 < figure.value < figure.high80 < figure.high95
