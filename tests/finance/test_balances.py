"""Closing balances as key figures, and the journal as a table."""

from __future__ import annotations

import pytest

from loyalty_sim.engine import Result
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.balances import closing_figures
from loyalty_sim.finance.closing import journal
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


def test_the_table_of_the_journal_holds_its_lines(rich: Result) -> None:
    """One row a line, in money, debits equal to credits in every period."""
    found = journal(liability(rich), "quarter")
    table = found.table()
    assert len(table) == len(found.entries)
    assert (100 * table["debit"]).sum() == pytest.approx(sum(line.debit for line in found.entries))
    sums = table.groupby("period")[["debit", "credit"]].sum()
    assert list(sums.index) == list(found.periods.labels)
    assert sums["debit"].to_numpy() == pytest.approx(sums["credit"].to_numpy())
