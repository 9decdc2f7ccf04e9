"""The chart of what is owed for points."""

from __future__ import annotations

import json

import numpy as np
import pytest
import vl_convert

from loyalty_sim.finance.liability import Method, Policy, liability
from loyalty_sim.report import charts
from tests.report.conftest import Run


@pytest.mark.parametrize("method", ["proportional", "remote", "accrued cost"])
def test_parts_are_the_closing_balance(run: Run, method: Method) -> None:
    """Current and non-current of every month add up to what is owed, by each method, and the title says the last of it."""
    owed = liability(run("coalition"), Policy(method))
    picture = charts.liability(owed)
    assert picture is not None
    assert picture.table["total"].to_numpy() == pytest.approx(owed.closing[0])
    assert np.array_equal(picture.table["current"].to_numpy(), owed.current[0])
    assert "owed for points in Dec" in picture.title
    assert "within a year" in picture.title
    assert "USD" in picture.alt_text
    vl_convert.vegalite_to_svg(json.dumps({**picture.chart.to_dict(), "width": 400}))


def test_the_axis_can_be_held(run: Run) -> None:
    """A domain that is handed over is kept."""
    picture = charts.liability(liability(run("coalition")), domain=(0.0, 1.0))
    assert picture is not None
    assert picture.domain == (0.0, 1.0)


def test_where_nothing_is_owed_there_is_no_chart(run: Run) -> None:
    """Without points there is nothing to draw."""
    assert charts.liability(liability(run("paid-membership"))) is None
