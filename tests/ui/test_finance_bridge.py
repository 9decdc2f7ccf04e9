"""The finance page: why this design differs from the baseline, and how high what is owed may get."""

from __future__ import annotations

import json

import numpy as np
import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance.bridge import FIGURES, bridge
from loyalty_sim.finance.liability import Policy, liability
from loyalty_sim.finance.tail import replication, tail
from loyalty_sim.report.bridge import BASELINE, BRIDGED, DESIGN, RESIDUAL
from loyalty_sim.ui import bridging, choices, runs, tails
from loyalty_sim.ui.link import encode
from loyalty_sim.ui.work import Work
from tests.ui.conftest import Open, widget, work
from tests.ui.finance_page import choose, opened, shown, small


@pytest.fixture(scope="module")
def pair() -> tuple[Result, Result]:
    """A design that gives more points, and its baseline."""
    baseline = small("beauty-tiers")
    earn = baseline.program.earn.model_copy(update={"points": 2.0})
    design = baseline.model_copy(update={"program": baseline.program.model_copy(update={"earn": earn})})
    return simulate(design), simulate(baseline)


def test_the_bridge_is_that_of_the_finance_function(open_page: Open) -> None:
    """Each figure is bridged on the page as the finance function has it, with a picture that states the finding."""
    moved = Work.opened("beauty-tiers").edited(("program", "earn", "points"), 2.0)
    app = open_page(s=encode(moved), statement="bridge")
    app.switch_page("src/loyalty_sim/ui/pages/finance.py").run()
    compared = runs.shown(work(app))
    for figure in FIGURES:
        choose(app, "bridged", figure)
        found = bridge(compared.active.result, compared.baseline.result, figure)
        table = shown(app).set_index("Factor")["Amount"]
        for step in found.steps:
            assert step.change is not None
            assert table[step.factor.label] == pytest.approx(step.change.value, abs=1.0 + len(found.steps))
        assert found.baseline is not None
        assert found.result is not None
        assert table[BASELINE] == pytest.approx(found.baseline.value, abs=0.5)
        assert table[DESIGN] == pytest.approx(found.result.value, abs=0.5)
        assert table.iloc[:-1].sum() == pytest.approx(table[DESIGN], abs=0.001)
        specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
        assert len(specs) == 1
        assert any(text.value.startswith(f"**{BRIDGED[figure].label}") for text in app.markdown)
        assert any("in the order of the table" in text.value for text in app.caption)


@pytest.mark.parametrize("figure", FIGURES)
def test_steps_foot_as_shown(pair: tuple[Result, Result], figure: str) -> None:
    """Baseline + steps + residual is the design's figure exactly as shown, and so is the sum by kind."""
    table = bridging.steps(bridge(*pair, figure), 80)
    amounts = np.rint(100 * table["Amount"].to_numpy())
    assert amounts[:-1].sum() == amounts[-1]
    assert list(table["Factor"].iloc[[0, -2, -1]]) == [BASELINE, RESIDUAL, DESIGN]
    kinds = bridging.by_kind(table)
    assert set(kinds["Kind"]) >= {"Volume", "Mix", "Rate", "Price", "Rule", "Residual", "Together"}
    assert round(100 * kinds["Amount"].iloc[-1]) == amounts[-1] - amounts[0]
    assert [number for number in table["Order"] if number != bridging.NO_WORD] == [str(n) for n in range(1, len(table) - 2)]


def test_where_nothing_differs_the_page_says_so(open_page: Open) -> None:
    """The preset beside itself has no bridge."""
    app = choose(opened(open_page, "beauty-tiers"), "statement", choices.BRIDGE)
    assert [info.value for info in app.info] == [bridging.NOTHING]
    assert not app.dataframe


def test_runs_that_cannot_be_compared_say_why(pair: tuple[Result, Result]) -> None:
    """Other months and other draws are each named; the same customers can be compared."""
    design, baseline = pair
    assert bridging.why_not(design, baseline) is None
    shorter = simulate(small("beauty-tiers", months=8))
    assert bridging.why_not(shorter, baseline) == (
        "This design runs for 8 months and the baseline for 20; a bridge needs the same number of months."
    )
    assert "the seed" in str(bridging.why_not(simulate(small("beauty-tiers", seed=9)), baseline))


def test_a_program_without_points_says_what_its_steps_mean(open_page: Open) -> None:
    """The notes of a bridge are on the page."""
    moved = Work.opened("paid-membership").edited(("program", "paid", "fee"), 50.0)
    app = open_page(s=encode(moved), statement="bridge")
    app.switch_page("src/loyalty_sim/ui/pages/finance.py").run()
    choose(app, "bridged", "closing_points")
    assert "Neither design issues points: the steps of points are zero and mean nothing." in [
        info.value for info in app.info
    ]  # fmt: skip


def test_the_tail_comes_with_the_replications(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the liability stand P5, P50 and P95 of replicated runs, those of the finance function; with another policy the
    runs are to be made again."""
    monkeypatch.setattr(tails, "RUNS", 20)
    monkeypatch.setattr(tails, "CUSTOMERS", 300)
    app = choose(opened(open_page, "coalition", seed=31), "statement", choices.LIABILITY)
    assert len(app.dataframe) == 1
    widget(app, "button", "replicate").click().run()
    app.session_state[tails.REPLICATING].future.result(timeout=120)
    app.run()
    assert not app.exception
    table = shown(app, 1).set_index("Balance")
    few = runs.sized(work(app).scenario, 300)
    results = [simulate(replication(few, number)) for number in range(1, 21)]
    found = tail(results, lambda result: float(liability(result, Policy()).closing[0, -1]))
    row = table.loc[tails.LIABILITY]
    assert row[["P5", "P50", "P95", "Mean"]].to_numpy(float) == pytest.approx(
        [found.lower, found.median, found.quantile, found.mean], abs=0.5
    )
    points = tail(results)
    assert table.loc[tails.POINTS, "P95"] == pytest.approx(points.quantile, abs=0.5)
    widget(app, "selectbox", "method").set_value("remote").run()
    assert not app.exception
    assert len(app.dataframe) == 1


def test_foresight_has_no_tail_of_its_own() -> None:
    """What perfect foresight would state needs longer runs: the points and their face value alone are replicated."""
    result = simulate(small("beauty-tiers"))
    assert list(tails.replicated(result, Policy(estimator="perfect foresight"))) == [tails.FACE_VALUE, tails.POINTS]
