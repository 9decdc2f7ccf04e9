"""The waterfall from the baseline to the design."""

from __future__ import annotations

import json

import pytest
import vl_convert

from loyalty_sim.finance.bridge import FIGURES
from loyalty_sim.finance.bridge import bridge as explained
from loyalty_sim.report.bridge import BASELINE, DESIGN, bridge
from tests.report.conftest import Run


@pytest.mark.parametrize("figure", FIGURES)
def test_steps_lead_from_the_baseline_to_the_design(run: Run, figure: str) -> None:
    """Every bar begins where the one before it ends, and the ends are those of the bridge."""
    found = explained(run(program__earn__points=2.0), run(), figure)
    picture = bridge(found, "USD", 24)
    assert picture is not None
    table = picture.table
    assert list(table["part"].iloc[[0, -1]]) == [BASELINE, DESIGN]
    assert (table["from"].iloc[1:-1].to_numpy() == table["to"].iloc[:-2].to_numpy()).all()
    assert table["to"].iloc[-2] == pytest.approx(found.result.value if found.result else None, rel=1e-6)
    spec = picture.chart.to_dict()
    assert [row["part"] for row in spec["data"]["values"]] == list(table["part"])
    vl_convert.vegalite_to_svg(json.dumps({**spec, "width": 500}))


def test_the_title_says_what_moved_it(run: Run) -> None:
    """The difference, its side and the largest step are in the title, in words and in no more digits than are known."""
    picture = bridge(explained(run(program__earn__points=2.0), run()), "USD", 24)
    assert picture is not None
    assert picture.title.startswith("Program cost over two years is $")
    assert "above the baseline's; earn rate moves it most, by +$" in picture.title
    back = bridge(explained(run(), run(program__earn__points=2.0)), "USD", 24)
    assert back is not None
    assert "below the baseline's; earn rate moves it most, by −$" in back.title


def test_more_cost_is_bad_and_more_margin_is_good(run: Run) -> None:
    """The same colour says good and bad in every figure: a step up of cost has that of a step down of margin."""
    colours = {}
    for figure in ("program_cost", "incremental_margin"):
        picture = bridge(explained(run(program__earn__points=2.0), run(), figure), "USD", 24)
        assert picture is not None
        rows = {row["part"]: row for row in picture.chart.to_dict()["data"]["values"]}
        colours[figure] = rows["Earn rate"]["colour"], rows["Earn rate"]["amount"] > 0
    assert colours["program_cost"][0] == colours["incremental_margin"][0]
    assert colours["program_cost"][1] != colours["incremental_margin"][1]


def test_nothing_is_drawn_where_nothing_differs(run: Run) -> None:
    """The same run on both sides, no picture."""
    assert [bridge(explained(run(), run(), figure), "USD", 24) for figure in FIGURES] == [None] * len(FIGURES)
