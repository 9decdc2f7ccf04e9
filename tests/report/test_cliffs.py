"""The charts of who stands near a threshold."""

from __future__ import annotations

import json

import altair as alt
import pytest
import vl_convert

from loyalty_sim.engine import BINS
from loyalty_sim.finance.spread import near, status_spread
from loyalty_sim.report import charts
from loyalty_sim.report.numbers import number
from loyalty_sim.scenario.presets import presets
from tests.report.conftest import Run


@pytest.mark.parametrize("name", list(presets()))
def test_they_are_drawn_wherever_something_is_counted(run: Run, name: str) -> None:
    """Cliffs where status is earned by one thing, balances where there are points; both compile."""
    result = run(name)
    pictures = charts.cliffs(result, run(name, economics__gross_margin=0.2)), charts.balances(result)
    assert (pictures[0] is not None) == (status_spread(result) is not None)
    assert (pictures[1] is not None) == result.scenario.program.has_points
    for picture in pictures:
        if picture is not None:
            spec = picture.chart.to_dict()
            vl_convert.vegalite_to_vega(json.dumps(spec))
            assert picture.title in picture.alt_text == spec["description"]
            if name == "beauty-tiers":
                alt.LayerChart.from_dict(spec)


def test_the_table_holds_all_members_though_the_chart_leaves_out_the_lowest(run: Run) -> None:
    """Every bin is a row, the last has no end; the chart starts at half the first threshold and says whom it leaves out."""
    result = run("beauty-tiers")
    spread, picture = status_spread(result), charts.cliffs(result)
    assert spread is not None
    assert picture is not None
    assert len(picture.table) == BINS
    assert picture.table["members"].to_numpy() == pytest.approx(spread.members[0])
    assert picture.table["to"].isna().tolist() == [False] * (BINS - 1) + [True]
    drawn = picture.chart.to_dict()["data"]["values"]
    assert drawn[0]["from"] == spread.marks[0][1] / 2
    hidden = spread.members[0].sum() - sum(row["members"] for row in drawn)
    assert f"{number(hidden)} below" in " ".join(picture.chart.to_dict()["title"]["subtitle"])


def test_the_bins_just_below_a_threshold_are_marked(run: Run) -> None:
    """Their colour differs, and together they are the members that stand near by the figures."""
    result = run("beauty-tiers")
    spread, picture = status_spread(result), charts.cliffs(result)
    assert spread is not None
    assert picture is not None
    rows = picture.chart.to_dict()["data"]["values"]
    marked = sum(row["members"] for row in rows if row["colour"] != rows[0]["colour"] and row is not rows[-1])
    assert marked == pytest.approx(sum(each.below.value for each in near(spread) if each.below is not None))


def test_a_baseline_with_other_bins_is_left_out(run: Run) -> None:
    """Bins of another width cannot stand beside each other."""
    levels = run("beauty-tiers").scenario.program.tiers.levels
    moved = (levels[0].model_copy(update={"threshold": 777.0}), *levels[1:])
    same, other = run("beauty-tiers", economics__gross_margin=0.2), run("beauty-tiers", program__tiers__levels=moved)
    beside, alone = charts.cliffs(run("beauty-tiers"), same), charts.cliffs(run("beauty-tiers"), other)
    assert beside is not None
    assert alone is not None
    assert "baseline" in beside.table
    assert "baseline" not in alone.table
