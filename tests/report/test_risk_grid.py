"""The map of two levers: its line exact, the base marked wherever it lies, and the designs that belong on it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from loyalty_sim.report.layers import BLUE, VERMILLION
from loyalty_sim.report.risk import heat_map
from loyalty_sim.report.risk.contour import contour
from loyalty_sim.report.risk.plane import plane
from loyalty_sim.study.plan import Design
from loyalty_sim.study.results import Results
from tests.report.risk_by_hand import BLOCK, EXPIRY, HOSTILE, drawn, layer_data, results, spec_of, subtitle, valid
from tests.study.studies import small

GRID = """levers:
  - {path: program.expiry.months, values: [6, 9, 15]}
  - {path: program.redemption.block_points, values: [8, 10, 14]}
"""
ONE = {"uncertainties": "", "draws": ""}
OUTCOMES = "outcomes: [{kpi: net_value}, {kpi: cost}, {kpi: breakage}, {kpi: retention, world: difference}]"


def straight(design: Design) -> float:
    """A figure that is a plane in both levers; that of the base is at expiry 12 and blocks of 12."""
    return 10.0 * design.settings.get(EXPIRY, 12) + 7.0 * design.settings.get(BLOCK, 12) - 150.0


def study(noise: float = 0.0, **replaced: str) -> Results:
    plan = small(**{"levers": GRID, "outcomes": OUTCOMES, **ONE, **replaced})
    figures = {
        "net_value": straight, "cost": straight, "breakage": lambda design: straight(design) / 1000,
        "retention_diff": lambda design: straight(design) / 1000,
    }  # fmt: skip
    return results(plan, figures, noise)


def outcome(found: Results, kpi: str = "net_value"):  # type: ignore[no-untyped-def]
    return next(each for each in found.plan.study.outcomes if each.kpi == kpi)


def test_the_line_on_a_plane_is_exact() -> None:
    """Both ends of every piece lie on the plane's line, and the pieces join into one."""
    row, column = np.mgrid[0:4, 0:6]
    pieces = contour(2.0 * column + 3.0 * row, 7.3)
    for piece in pieces:
        for x, y in piece:
            assert 2 * x + 3 * y == pytest.approx(7.3, abs=1e-12)
    ends = sorted(point for piece in pieces for point in piece)
    outer = [point for point in ends if ends.count(point) == 1]
    assert outer == [pytest.approx((0.0, 7.3 / 3)), pytest.approx((3.65, 0.0))]
    assert {round(x, 9) for x, _ in ends} >= {0.0, 1.0, 2.0, 3.0, 3.65}


def test_the_lines_on_a_saddle_are_exact_along_the_grid_and_do_not_cross() -> None:
    """xy = c has two branches: of c above 0 where x and y have one sign, of c below 0 where they have different ones."""
    row, column = np.mgrid[0:2, 0:2]
    saddle = (column - 0.5) * (row - 0.4)
    for level, product in ((0.01, 1), (-0.01, -1)):
        pieces = contour(saddle, level)
        assert len(pieces) == 2
        for piece in pieces:
            for x, y in piece:
                assert (x - 0.5) * (y - 0.4) == pytest.approx(level, abs=1e-12)
            (x0, y0), (x1, y1) = piece
            sign = np.sign((x0 - 0.5) * (x1 - 0.5)), np.sign((y0 - 0.4) * (y1 - 0.4))
            assert sign == (1, 1), "a branch stays in one quadrant"
            assert np.sign((x0 - 0.5) * (y0 - 0.4)) == product


def test_a_line_runs_around_a_hill_and_past_what_is_not_known() -> None:
    """Closed around one high point, half way to its neighbours; a corner that is not a number leaves its squares out."""
    hill = np.zeros((3, 3))
    hill[1, 1] = 2.0
    pieces = contour(hill, 1.0)
    points = {point for piece in pieces for point in piece}
    assert (len(pieces), points) == (4, {(0.5, 1.0), (1.5, 1.0), (1.0, 0.5), (1.0, 1.5)})
    hill[0, 0] = np.nan
    assert len(contour(hill, 1.0)) == 3
    assert contour(hill, 5.0) == []


def test_the_map_holds_every_design_of_the_grid_and_no_other() -> None:
    """Nine cells; the base, with values of its own, is none of them."""
    found = study()
    picture = heat_map(found, EXPIRY, BLOCK, outcome(found), target=50.0)
    valid(picture)
    assert picture is not None
    table = picture.table
    assert len(table) == 9
    assert "base" not in table["design"].tolist()
    assert table["net_value"].to_numpy() == pytest.approx(10 * table[EXPIRY] + 7 * table[BLOCK] - 150)
    rows = spec_of(picture)["data"]["values"]
    assert {(row["column"], row["row"]) for row in rows} == {(x, y) for x in range(3) for y in range(3)}
    assert [row["colour"] for row in rows] == [BLUE if row["value"] >= 50 else VERMILLION for row in rows]


def test_the_line_of_the_target_is_straight_between_designs() -> None:
    """Along the edges of the grid the values of the levers at its ends give the target exactly."""
    found = study()
    segments = layer_data(spec_of(heat_map(found, EXPIRY, BLOCK, outcome(found), target=50.0)), "rule")[-1]
    assert segments
    for segment in segments:
        for end in "01":
            x = np.interp(segment[f"x{end}"], [0, 1, 2], [6, 9, 15])
            y = np.interp(segment[f"y{end}"], [0, 1, 2], [8, 10, 14])
            assert 10 * x + 7 * y - 150 == pytest.approx(50)


@pytest.mark.parametrize(
    ("expiry", "place"), [("[6, 9, 15]", 1.5), ("[6, 12, 15]", 1.0), ("[3, 6, 9]", 2.85), ("[15, 18, 24]", -0.85)]
)
def test_the_base_is_marked_on_the_grid_between_designs_and_outside(expiry: str, place: float) -> None:
    """At its value where that is on the axis, in proportion between two, else beside the nearest end, within the picture."""
    found = study(levers=GRID.replace("[6, 9, 15]", expiry))
    picture = heat_map(found, EXPIRY, BLOCK, outcome(found))
    spec = spec_of(picture)
    marks = layer_data(spec, "point")[-1]
    now = next(mark for mark in marks if mark["text"] == "now")
    assert (now["column"], now["row"]) == (place, 1.5)
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < place < high
    assert "ring: now (12, 12)" in subtitle(spec)
    assert ">now<" in drawn(picture)


def test_a_choice_that_was_not_tried_has_no_place() -> None:
    """Values that are no numbers stand in the order of the study; a base with another one is named, not marked."""
    rounding = "  - {path: program.earn.rounding, values: [up, nearest]}\n"
    found = study(levers="\n".join(GRID.splitlines()[:2]) + f"\n{rounding}")
    spec = spec_of(heat_map(found, EXPIRY, "program.earn.rounding", outcome(found)))
    assert [mark["text"] for mark in layer_data(spec, "point")[-1]] == ["best"]
    assert f"now (12, {found.plan.base.program.earn.rounding}) is not on the map" in subtitle(spec)
    rows = spec["data"]["values"]
    assert list(dict.fromkeys(row["y"] for row in rows)) == ["up", "nearest"]


def test_the_best_design_is_marked_unless_it_breaks_a_limit() -> None:
    """The highest net value, the lowest cost; crossed designs are passed over, and neither is no best."""
    found = study(constraints="constraints: [{outcome: net_value, at_most: 60}]\n")
    spec = spec_of(heat_map(found, EXPIRY, BLOCK, outcome(found)))
    values = {(row["column"], row["row"]): row for row in spec["data"]["values"]}
    assert [row["crossed"] for row in values.values()] == [row["value"] > 60 for row in values.values()]
    best = next(mark for mark in layer_data(spec, "point")[-1] if mark["text"] == "best")
    assert values[best["column"], best["row"]]["value"] == max(row["value"] for row in values.values() if row["value"] <= 60)
    assert "crossed: breaks a limit" in subtitle(spec)
    cheapest = heat_map(found, EXPIRY, BLOCK, outcome(found, "cost"))
    assert "lowest" in cheapest.title  # type: ignore[union-attr]
    shares = spec_of(heat_map(found, EXPIRY, BLOCK, outcome(found, "breakage"), target=0.05))
    assert [mark["text"] for mark in layer_data(shares, "point")[-1]] == ["now"]


def test_colours_part_at_the_target_or_at_zero_and_are_of_one_kind_otherwise() -> None:
    """Money of both signs parts at zero, the good side blue; shares without a target have shades that rise with them."""
    found = study()
    money = spec_of(heat_map(found, EXPIRY, BLOCK, outcome(found)))["data"]["values"]
    assert {row["colour"] for row in money if row["value"] < 0} == {VERMILLION}
    assert {row["colour"] for row in money if row["value"] >= 0} == {BLUE}
    cost = spec_of(heat_map(found, EXPIRY, BLOCK, outcome(found, "cost"), target=20.0))["data"]["values"]
    assert {row["colour"] for row in cost if row["value"] > 20} == {VERMILLION}
    shares = spec_of(heat_map(found, EXPIRY, BLOCK, outcome(found, "breakage")))["data"]["values"]
    assert {row["colour"] for row in shares} == {BLUE}
    rising = sorted(shares, key=lambda row: row["value"])
    assert all(one["strength"] < other["strength"] for one, other in pairwise(rising))


def test_the_title_counts_the_designs_that_meet_the_target() -> None:
    """With its value and levers at the best; all and none are said as such."""
    found = study()
    values = [straight(design) for design in found.plan.designs[1:]]

    def title(target: float) -> str:
        picture = heat_map(found, EXPIRY, BLOCK, outcome(found), target=target)
        assert picture is not None
        return picture.title

    where = "Expiry · months 15 and Redemption · block points 14"
    best = f"Net value of the program is highest, $98.00, with {where}; it is at least"
    assert f"at least $50.00 in {sum(value >= 50 for value in values)} of 9 designs" in title(50.0)
    assert title(50.0).startswith(best)
    assert "in none of 9 designs" in title(1e6)
    assert "in all of 9 designs" in title(-1e6)


def test_numbers_stand_in_the_cells_of_small_maps() -> None:
    """In one scale that the subtitle names; none in more than a hundred cells."""
    found = study()
    spec = spec_of(heat_map(found, EXPIRY, BLOCK, outcome(found, "retention")))
    assert "in percentage points" in subtitle(spec)
    assert [float(row["number"].replace("−", "-")) for row in spec["data"]["values"]] == pytest.approx(
        [100 * row["value"] for row in spec["data"]["values"]], abs=0.06
    )
    large = study(levers=GRID.replace("values: [6, 9, 15]", "low: 3, high: 36, step: 1"))
    wide = spec_of(heat_map(large, EXPIRY, BLOCK, outcome(large)))
    assert not any(layer["encoding"].get("text", {}).get("field") == "number" for layer in wide["layer"])


def test_designs_that_failed_are_crossed_and_have_no_number() -> None:
    """A run without a value leaves a cell without colour; the line keeps away from it."""
    found = study()
    values = found.table["net_value"].to_pylist()
    values[1] = float("nan")
    table = found.table.set_column(found.table.column_names.index("net_value"), "net_value", [values])
    reasons = [None if row != 1 else "it is not valid" for row in range(len(values))]
    table = table.set_column(table.column_names.index("reason"), "reason", [reasons])
    spec = spec_of(heat_map(Results(found.plan, table), EXPIRY, BLOCK, outcome(found), target=50.0))
    (failed,) = [row for row in spec["data"]["values"] if row["crossed"]]
    assert (failed["value"], failed["number"], failed["wrong"]) == (None, "", "it is not valid")
    assert "of 8 designs" in " ".join(spec["title"]["text"])


def test_other_levers_are_as_in_the_base_where_that_makes_a_grid() -> None:
    """Of three levers, the designs with the base's value of the third; where none has it, those with the first, as said."""
    third = "  - {path: program.point_value, values: [0.2, 0.375]}\n"
    found = study(levers=GRID + third)
    shown = plane(found.plan, EXPIRY, BLOCK)
    assert shown is not None
    assert {design.settings["program.point_value"] for design in shown.cells.values()} == {0.375}
    assert shown.held == ()
    other = study(levers=GRID + third.replace("0.375", "0.3"))
    shown = plane(other.plan, EXPIRY, BLOCK)
    assert shown is not None
    assert {design.settings["program.point_value"] for design in shown.cells.values()} == {0.2}
    assert "Point value is 0.2" in subtitle(spec_of(heat_map(other, EXPIRY, BLOCK, outcome(other))))


def test_where_every_design_breaks_a_limit_none_is_best() -> None:
    """All are crossed, and the title says so."""
    found = study(constraints="constraints: [{outcome: cost, at_most: -1000}]\n")
    picture = heat_map(found, EXPIRY, BLOCK, outcome(found), target=50.0)
    spec = spec_of(picture)
    assert picture.title == "Net value of the program has no design that keeps the limits"  # type: ignore[union-attr]
    assert all(row["crossed"] for row in spec["data"]["values"])
    assert [mark["text"] for mark in layer_data(spec, "point")[-1]] == ["now"]


def test_linked_levers_move_along() -> None:
    """A lever that is linked to one of the two is not held."""
    linked = GRID.replace("values: [6, 9, 15]", "values: [6, 9, 15], linked: [{path: program.point_value, factor: 0.01}]")
    found = study(levers=linked)
    shown = plane(found.plan, EXPIRY, BLOCK)
    assert shown is not None
    assert len(shown.cells) == 9


def test_there_is_no_map_without_a_grid() -> None:
    """One lever against itself, one that has one value, designs that are sampled, figures without a value: None."""
    found = study()
    assert heat_map(found, EXPIRY, EXPIRY, outcome(found)) is None
    assert heat_map(found, EXPIRY, "program.point_value", outcome(found)) is None
    ranges = GRID.replace("values: [6, 9, 15]", "low: 6, high: 15").replace("values: [8, 10, 14]", "low: 8, high: 14")
    sampled = study(sampling="sampling: {method: latin hypercube, samples: 5}\n", levers=ranges)
    assert heat_map(sampled, "program.expiry.months", BLOCK, outcome(sampled)) is None
    nothing = results(found.plan, dict.fromkeys(("net_value", "cost", "breakage", "retention_diff"), lambda _: np.nan))
    assert heat_map(nothing, EXPIRY, BLOCK, outcome(nothing)) is None


def test_names_of_outcomes_and_limits_are_text() -> None:
    """What a study calls its outcomes stands in the chart as letters."""
    name = HOSTILE.replace("\u2028", " ").replace('"', "'").replace("\\", "")[:60]
    found = study(outcomes=f'outcomes: [{{kpi: net_value, name: "{name}"}}]',
                  constraints=f'constraints: [{{outcome: "{name}", at_most: 0}}]\n')  # fmt: skip
    picture = heat_map(found, EXPIRY, BLOCK, outcome(found))
    assert "<b>" not in drawn(picture)
    assert name in picture.table.columns  # type: ignore[union-attr]
