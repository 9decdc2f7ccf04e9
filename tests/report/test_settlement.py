"""The chart of what partners and the operator owe each other."""

from __future__ import annotations

import json

import pytest
import vl_convert

from loyalty_sim.finance import monthly
from loyalty_sim.report import charts
from tests.report.conftest import Run


def test_all_parties_together_come_to_zero(run: Run) -> None:
    """Each party's net is what it received less what it paid; over all of them it is nothing, and the operator's is that of
    the monthly table."""
    result = run("coalition")
    picture = charts.settlement(result)
    assert picture is not None
    table, lines = picture.table, monthly(result)
    assert table["net"].to_numpy() == pytest.approx((table["received"] - table["paid"]).to_numpy())  # sums of months
    assert abs(table["net"].sum()) < 1e-6 * table["paid"].sum()
    operator = table.loc[table["party"] == "Operator", "net"].iloc[0]
    assert operator == pytest.approx((lines["partner_income"] - lines["cost_settlement"]).sum())


def test_the_axis_can_be_held_and_leaves_room_for_numbers(run: Run) -> None:
    """The domain holds all bars with room beside them, and one that is handed over is kept."""
    picture = charts.settlement(run("coalition"))
    assert picture is not None
    low, high = picture.domain
    assert low < picture.table["net"].min() < 0 < picture.table["net"].max() < high
    held = charts.settlement(run("coalition"), domain=(-1.0, 1.0))
    assert held is not None
    assert held.domain == (-1.0, 1.0)


def test_a_partner_that_the_baseline_lacks_has_no_number_there(run: Run) -> None:
    """With a baseline each party has its net there; a party that is new has none, and the chart is drawn all the same."""
    partners = run("coalition").scenario.program.partners
    picture = charts.settlement(run("coalition"), run("coalition", program__partners=partners[:2]))
    assert picture is not None
    known = picture.table.set_index("party")["baseline"].notna()
    assert [name for name, there in known.items() if not there] == [partner.name for partner in partners[2:]]
    vl_convert.vegalite_to_svg(json.dumps({**picture.chart.to_dict(), "width": 400}))


def test_without_partners_there_is_nothing_to_settle(run: Run) -> None:
    """No partners, no chart."""
    assert charts.settlement(run("beauty-tiers")) is None
