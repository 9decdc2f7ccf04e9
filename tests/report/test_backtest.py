"""The chart of how wrong the accountant would have been."""

from __future__ import annotations

import json

import vl_convert

from loyalty_sim.engine import simulate
from loyalty_sim.finance.backtest import backtest as hindsight
from loyalty_sim.finance.run_off import longer
from loyalty_sim.report.backtest import backtest
from loyalty_sim.scenario.amendment import Amendment
from tests.report.conftest import Run

CHANGE = Amendment(month=7, announced_months=2, changes={"point_value": 0.01})


def test_the_worst_month_is_the_finding(run: Run) -> None:
    """The title tells the largest error, the table has every month, and rules stand where something happened."""
    result = simulate(run().scenario.model_copy(update={"amendments": (CHANGE,)}))
    found = hindsight(result, simulate(longer(result.scenario)))
    picture = backtest(found)
    assert picture is not None
    worst = int(abs(found.error[0]).argmax())
    assert ("too much" if found.error[0, worst] > 0 else "too little") in picture.title
    assert len(picture.table) == result.scenario.run.months
    spec = picture.chart.to_dict()
    assert " ".join(spec["title"]["text"]).replace("\u00a0", " ") == picture.title
    (marked,) = (layer["data"]["values"] for layer in spec["layer"] if "what_happened" in str(layer.get("data")))
    assert [row["what_happened"] for row in marked] == ["a change is announced", "the rules change"]
    vl_convert.vegalite_to_svg(json.dumps({**spec, "width": 400}))


def test_a_steady_program_has_no_marks(run: Run) -> None:
    """Where nothing happens there is nothing to mark."""
    result = run()
    picture = backtest(hindsight(result, simulate(longer(result.scenario))))
    assert picture is not None
    assert not picture.table["what_happened"].any()
    assert not any("what_happened" in str(layer.get("data")) for layer in picture.chart.to_dict()["layer"])


def test_without_points_nothing_was_stated(run: Run) -> None:
    """No points, no chart."""
    result = run("paid-membership")
    assert backtest(hindsight(result, result)) is None
