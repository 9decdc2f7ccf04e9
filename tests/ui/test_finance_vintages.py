"""The finance page: vintage triangles as the finance functions have them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance.liability import Policy
from loyalty_sim.finance.run_off import longer
from loyalty_sim.finance.triangles import triangles
from loyalty_sim.ui import choices, following, vintages
from tests.ui.conftest import Open, widget
from tests.ui.finance_page import choose, opened, result_of, shown, small


@pytest.fixture(scope="module")
def result() -> Result:
    """A small run with points that expire."""
    return simulate(small("beauty-tiers"))


def test_the_triangle_is_that_of_the_finance_function(open_page: Open) -> None:
    """Both ends, as increments, to date and as shares, seen and expected: each is what the finance function gives."""
    app = choose(opened(open_page, "beauty-tiers"), "statement", choices.VINTAGES)
    found = triangles(result_of(app), "year")
    marks = []
    for curves in (False, True):
        widget(app, "toggle", "curves").set_value(curves).run()
        (chart,) = app.get("vega_lite_chart")
        marks.append(str(json.loads(chart.proto.spec)["layer"]))
    assert ["'rect'" in mark for mark in marks] == [True, False]
    for ending, each in (("redeemed", found.redeemed), ("expired", found.expired)):
        choose(app, "ending", ending)
        for cell in vintages.CELLS:
            choose(app, "cells", cell)
            expected = each.wide(cell).iloc[:, 2:].to_numpy(float) * (100 if cell == "share" else 1)
            assert np.allclose(shown(app).iloc[:, 2:].to_numpy(float), expected, atol=0.5, rtol=0, equal_nan=True)
            assert shown(app).iloc[:, 2:].isna().to_numpy().any()
    widget(app, "toggle", "expected").set_value(True).run()
    whole = found.expired.wide("increment", completed=True).iloc[:, 2:].to_numpy(float)
    assert np.allclose(shown(app).iloc[:, 2:].to_numpy(float), whole, atol=0.5, rtol=0, equal_nan=True)
    table = shown(app, 1)
    assert table["Rate, %"].to_numpy() == pytest.approx(100 * found.urr[0], abs=0.05, nan_ok=True)
    assert "True rate, %" not in table


def test_what_is_true_comes_with_the_points_followed(open_page: Open) -> None:
    """Once the points are followed, the true rate of each vintage and the error stand beside the rate."""
    app = choose(opened(open_page, "coalition", seed=21), "statement", choices.VINTAGES)
    assert "Error, points of rate" not in shown(app, 1)
    widget(app, "button", "follow").click().run()
    app.session_state[following.FOLLOWING].future.result(timeout=120)
    app.run()
    assert not app.exception
    table = shown(app, 1)
    apart = table["Rate, %"] - table["True rate, %"]
    assert table["Error, points of rate"].to_numpy() == pytest.approx(apart.to_numpy(), abs=0.11, nan_ok=True)


def test_points_to_date_end_at_the_points_of_the_vintage(result: Result) -> None:
    """To date is the running sum of what each age brings, and both ends together never exceed what was issued."""
    found = triangles(result, "quarter")
    for ending in choices.ENDINGS:
        increments, to_date = (
            vintages.cells(found, ending, cell, False).iloc[:, 2:] for cell in ("increment", "cumulative")
        )
        assert np.allclose(increments.cumsum(axis=1), to_date, atol=len(to_date.columns), equal_nan=True)
    table = vintages.by_vintage(found, 80)
    left = table[vintages.ISSUED] - table["Redeemed"] - table["Expired"] - table["Outstanding"]
    assert left.abs().max() <= 2


def test_rates_are_those_of_the_policy(result: Result) -> None:
    """A fixed rate of the policy is the rate of every vintage that may still reach it; the interval is the one asked for."""
    fixed = vintages.by_vintage(triangles(result, "month", Policy(estimator="fixed", urr=0.9)), 80)
    assert fixed["Rate, %"].iloc[-1] == pytest.approx(90, abs=0.1)
    found = triangles(result, "year", None, simulate(longer(result.scenario)))
    narrow, wide = (vintages.by_vintage(found, coverage) for coverage in (80, 95))
    assert (wide["95 % interval from"] <= narrow["80 % interval from"]).all()


def test_development_is_by_age(result: Result) -> None:
    """The share developed grows with age to all of it, and is one divided by the factor to ultimate."""
    table = vintages.by_age(triangles(result, "year"))
    assert table["Developed, %"].is_monotonic_increasing
    assert table["Developed, %"].iloc[-1] == 100
    known = table[table["Developed, %"] > 10]
    assert (100 / known["Factor to ultimate"]).to_numpy() == pytest.approx(known["Developed, %"].to_numpy(), abs=0.1)
