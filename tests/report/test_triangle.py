"""Pictures of vintage triangles."""

from __future__ import annotations

import json

import pytest
import vl_convert

from loyalty_sim.engine import simulate
from loyalty_sim.finance.run_off import longer
from loyalty_sim.finance.triangles import Ending, triangles
from loyalty_sim.report.triangle import cohorts, triangle
from tests.report.conftest import Run


def words(text: list[str]) -> str:
    return " ".join(text).replace("\u00a0", " ")


@pytest.mark.parametrize("ending", ["redeemed", "expired"])
def test_the_map_shows_what_is_seen_and_what_is_expected(run: Run, ending: Ending) -> None:
    """Older vintages are seen to the last age, the youngest only in its period of issue; the rest is expected."""
    found = triangles(run(), "quarter")
    picture = triangle(found, ending)
    assert picture is not None
    spec = picture.chart.to_dict()
    assert words(spec["title"]["text"]) == picture.title
    rows = spec["data"]["values"]
    states = {name: [row["state"] for row in rows if row["vintage"] == name] for name in ("2025 Q1", "2028 Q4")}
    assert set(states["2025 Q1"]) == {"seen"}
    assert states["2028 Q4"] == ["seen", *["expected"] * (len(states["2028 Q4"]) - 1)]
    last = [row for row in rows if row["vintage"] == "2028 Q4"][-1]
    each = found.redeemed if ending == "redeemed" else found.expired
    assert last["share"] == pytest.approx(each.ultimate[0, -1] / each.issued[0, -1])
    assert set(picture.table["ending"]) == {ending}
    vl_convert.vegalite_to_svg(json.dumps({**spec, "width": 400}))


def test_the_title_is_the_expectation_and_what_became_of_it(run: Run) -> None:
    """Of the vintages still open, what the books expect, and where the run was followed, what is true in the end."""
    result = run()
    known = triangles(result, "year", followed=simulate(longer(result.scenario)))
    alone, beside = triangle(triangles(result, "year")), triangle(known)
    assert alone is not None
    assert beside is not None
    table = known.by_vintage()
    held = table[table["outstanding"] > 0]
    urr, true = (100 * (held[rate] * held["issued"]).sum() / held["issued"].sum() for rate in ("urr", "urr_true"))
    expected = f"{urr:.0f} % of the points of vintages still open will be redeemed"
    assert alone.title == f"{expected}, by the experience of older ones"
    assert beside.title == f"{expected} by the books, {true:.0f} % in the end"
    assert "In the end" in json.dumps(beside.chart.to_dict())
    assert "In the end" not in json.dumps(alone.chart.to_dict())


def test_curves_go_on_where_the_seen_ends(run: Run) -> None:
    """What is expected of a vintage begins at its last seen age, so that no line has a gap; few cells have numbers."""
    found = triangles(run(), "year")
    curves, cells = cohorts(found), triangle(found)
    assert curves is not None
    assert cells is not None
    spec = curves.chart.to_dict()
    youngest = [row for row in spec["data"]["values"] if row["vintage"] == "2028"]
    seen = [row["age"] for row in youngest if row["state"] == "seen"]
    expected = [row["age"] for row in youngest if row["state"] == "expected"]
    assert min(expected) == max(seen)
    drawn = vl_convert.vegalite_to_svg(json.dumps({**spec, "width": 400}))
    going_on = {row["vintage"] for row in spec["data"]["values"] if row["state"] == "expected"}
    assert drawn.count('stroke-dasharray="6,4"') == len(going_on)
    assert "whole" in json.dumps(cells.chart.to_dict()["layer"])
    by_month = triangle(triangles(run()))
    assert by_month is not None
    assert "whole" not in json.dumps(by_month.chart.to_dict()["layer"])


def test_without_points_there_is_no_triangle(run: Run) -> None:
    """No points, no picture."""
    found = triangles(run("paid-membership"), "year")
    assert triangle(found) is None
    assert cohorts(found) is None
