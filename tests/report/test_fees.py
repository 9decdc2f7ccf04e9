"""The chart of fees that are still to be earned."""

from __future__ import annotations

import json

import pytest
import vl_convert

from loyalty_sim.finance.deferred_fees import deferred_fees
from loyalty_sim.report.fees import fees
from loyalty_sim.report.numbers import money
from tests.report.conftest import Run


def test_the_balance_of_every_month_is_drawn(run: Run) -> None:
    """The title tells the last balance, the table has that of every month."""
    result = run("paid-membership")
    closing = deferred_fees(result).closing[0, result.scenario.run.warmup_months :]
    picture = fees(result)
    assert picture is not None
    assert picture.title.startswith(f"{money(float(closing[-1]))} of membership fees are still to be earned in ")
    assert picture.table["deferred"].to_numpy() == pytest.approx(closing)
    vl_convert.vegalite_to_svg(json.dumps({**picture.chart.to_dict(), "width": 400}))


def test_without_paid_membership_nothing_is_drawn(run: Run) -> None:
    """No fees, no chart."""
    assert fees(run()) is None
