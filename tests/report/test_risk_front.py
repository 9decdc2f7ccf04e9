"""The front as a chart: steps by hand, names that cover nothing, and what is set apart."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty_sim.report.layers import BLUE
from loyalty_sim.report.picture import Picture
from loyalty_sim.report.risk import front as draw
from loyalty_sim.report.risk.places import GAP, LETTER, LINE, Named, placed
from loyalty_sim.report.risk.trade_off import HEIGHT, NARROW, steps
from loyalty_sim.study.pareto import Front, front, objectives_of
from loyalty_sim.study.plan import Design
from loyalty_sim.study.results import Results
from tests.report.risk_by_hand import EXPIRY, HOSTILE, drawn, layer_data, results, spec_of, subtitle, valid
from tests.study.studies import small

LEVERS = "levers: [{path: program.expiry.months, values: [3, 6, 9, 15, 18, 24]}]\n"
OUTCOMES = "outcomes: [{kpi: net_value}, {kpi: retention}, {kpi: outstanding_value}]\n"
WITHIN = ("net_value", "retention")


def study(noise: float = 0.0, **replaced: str) -> Results:
    """Value falls with the life of points, retention rises up to 15 months and falls; the base has 12."""
    plan = small(**{"levers": LEVERS, "outcomes": OUTCOMES, "uncertainties": "", "draws": "", **replaced})

    def months(design: Design) -> float:
        return float(design.settings.get(EXPIRY, 12))

    figures = {
        "net_value": lambda design: 1000 - 10 * months(design), "outstanding_value": lambda design: 50 * months(design),
        "retention": lambda design: 0.5 - abs(months(design) - 15) / 100,
    }  # fmt: skip
    return results(plan, figures, noise)


def of(found: Results, asked: tuple[str, ...] = WITHIN, chosen: str | None = None) -> tuple[Front, Picture]:
    best = front(found, objectives_of(found, asked))
    picture = draw(found, best, chosen)
    assert picture is not None
    return best, picture


def test_points_are_the_designs_and_the_front_is_blue() -> None:
    """Two outcomes of each design; the table says which are on the front."""
    found = study()
    best, picture = of(found)
    valid(picture)
    rows = spec_of(picture)["data"]["values"]
    assert {(row["x"], row["y"]) for row in rows if row["colour"] == BLUE} == {
        (each.outcomes["net_value"].value, each.outcomes["retention"].value)  # type: ignore[union-attr]
        for each in best.designs
    }
    assert len(rows) == 7
    assert set(picture.table.loc[picture.table["on_front"], "design"]) == {each.design.name for each in best.designs}
    assert {each.design.name for each in best.dominated} == {"design 5", "design 6"}
    assert picture.title == (
        "Net value of the program or retention: from $970 with 38 % (design 1) to $850 with 50 % (design 4)"
    )
    assert "5 of 7 designs are on the front at 95 %" in subtitle(spec_of(picture))


def test_steps_go_along_one_outcome_and_then_along_the_other() -> None:
    """By hand, for both directions; what others dominate is no corner."""
    points = [(1.0, 5.0), (3.0, 3.0), (2.0, 2.0), (5.0, 1.0)]
    assert steps(points, (1.0, 1.0)) == [(5, 1), (3, 1), (3, 3), (1, 3), (1, 5)]
    assert steps(points, (-1.0, -1.0)) == [(1, 5), (2, 5), (2, 2), (5, 2), (5, 1)]
    assert steps([(1.0, 1.0)], (1.0, -1.0)) == [(1, 1)]
    two, three = (spec_of(of(study(), asked)[1]) for asked in (WITHIN, (*WITHIN, "outstanding_value:lower")))
    (edge,) = layer_data(two, "line")
    corners = [pytest.approx(corner) for corner in ((970, 0.38), (940, 0.38), (940, 0.41))]
    assert [(point["x"], point["y"]) for point in edge][:3] == corners
    assert layer_data(three, "line") == []


def test_the_base_the_knee_and_the_chosen_are_set_apart_and_named() -> None:
    """A ring, a diamond and a square, each with its word, and each in the subtitle."""
    best, picture = of(study(), chosen="design 5")
    rows = {row["name"]: row for row in spec_of(picture)["data"]["values"]}
    assert [name for name, row in rows.items() if row["now"]] == ["base"]
    assert best.knee is not None
    assert rows[best.knee.design.name]["shape"] == "diamond"
    assert rows["design 5"]["shape"] == "square"
    assert "label" in rows["base"]
    assert rows["design 5"]["label"] == "design 5 (chosen)"
    assert best.knee.design.name in rows[best.knee.design.name]["label"]
    assert {"ring: now", "diamond: knee", "square: chosen"} < set(subtitle(spec_of(picture)).split("; "))
    assert "square" not in subtitle(spec_of(of(study(), chosen="no such design")[1]))


def test_a_third_outcome_is_the_size_of_the_points() -> None:
    """Larger where there is more of it; of one size where there are two."""
    _, picture = of(study(), (*WITHIN, "outstanding_value:lower"))
    rows = spec_of(picture)["data"]["values"]
    plain = sorted((row["z"], row["size"]) for row in rows if row["shape"] == "circle")
    assert [size for _, size in plain] == sorted({size for _, size in plain})
    assert "the larger the point, the more face value outstanding (lower is better)" in subtitle(spec_of(picture))
    assert len({row["size"] for row in spec_of(of(study())[1])["data"]["values"]}) == 1


def test_whiskers_are_those_of_the_difference_from_the_base() -> None:
    """The base has none, since it does not differ from itself; the table has the same ends."""
    found = study(noise=2.0)
    best, picture = of(found)
    rows = {row["name"]: row for row in spec_of(picture)["data"]["values"]}
    assert rows["base"]["x_low"] == rows["base"]["x"] == rows["base"]["x_high"]
    for each in best.designs:
        gap = each.against_base["net_value"]
        assert gap is not None
        row = rows[each.design.name]
        assert row["x_high"] - row["x_low"] == pytest.approx(gap.high95 - gap.low95)
    line = picture.table.set_index("design").loc["design 2"]
    assert (line["net_value_low95"], line["net_value_high95"]) == (rows["design 2"]["x_low"], rows["design 2"]["x_high"])


def test_large_fronts_are_drawn_without_whiskers_in_no_time() -> None:
    """Those of sixty designs would hide the points; names are few, and the table has all intervals."""
    levers = "levers: [{path: program.expiry.months, low: 1, high: 60, step: 1}]\n"
    best, picture = of(study(noise=1e6, levers=levers))
    assert len(best.designs) > 60
    spec = spec_of(picture)
    assert "whiskers" not in subtitle(spec)
    assert not any(layer["mark"]["type"] == "rule" for layer in spec["layer"])
    assert 3 < sum("label" in row for row in spec["data"]["values"]) <= 50
    assert picture.table["net_value_high95"].max() > picture.domain[1]


def test_designs_that_break_a_limit_are_not_drawn_but_counted() -> None:
    """They may not be chosen."""
    found = study(constraints="constraints: [{outcome: net_value, at_least: 830}]\n")
    best, picture = of(found)
    assert len(best.left_out) == 2
    assert len(spec_of(picture)["data"]["values"]) == 5
    assert "2 left out" in subtitle(spec_of(picture))


def test_one_design_may_be_best_in_everything_and_none_is_no_picture() -> None:
    """The title says so; a front without designs is not drawn."""
    _, picture = of(study(), ("net_value", "outstanding_value:lower"))
    assert picture.title == "design 1 is best in everything among 7 designs"
    broken = study(constraints="constraints: [{outcome: net_value, at_least: 8000}]\n")
    assert draw(broken, front(broken, objectives_of(broken, WITHIN))) is None


def test_the_first_may_have_the_best_of_both_without_being_told_apart() -> None:
    """Noise keeps the others on the front."""
    found = study(noise=500.0)
    _, picture = of(found, ("net_value", "outstanding_value:lower"))
    assert picture.title.startswith(
        "design 1 has the highest net value of the program and the lowest face value outstanding; "
    )
    assert picture.title.endswith(" more on the front")


def boxes(names: list[Named], sides: list[str | None]) -> list[tuple[float, float, float, float]]:
    """Where names stand, worked out anew."""
    found = []
    for name, side in zip(names, sides, strict=True):
        if side is None:
            continue
        x, y, half = name.at
        away, width = max(GAP, half + 3), LETTER * len(name.text)
        left = {"right": x + away, "left": x - away - width}.get(
            side, x if side.endswith("right") else x - width if side.endswith("left") else x - width / 2
        )
        top = (
            y - LINE / 2
            if side in ("right", "left")
            else y - away - LINE
            if side.startswith(("above", "upper"))
            else y + away
        )
        found.append((left, top, left + width, top + LINE))
    return found


def test_names_cover_neither_each_other_nor_points_nor_leave_the_picture() -> None:
    """Of a crowd as many are named as there is room for, those first that come first; a lone name always is."""
    random = np.random.default_rng(5)
    points = [(float(x) * NARROW, float(y) * HEIGHT, 5.0) for x, y in random.random((60, 2))]
    names = [Named(f"design {number}", point, False) for number, point in enumerate(points)]
    sides = placed(names, points, (NARROW, HEIGHT))
    found = boxes(names, list(sides))
    assert 5 < len(found) < 60
    for number, (left, top, right, bottom) in enumerate(found):
        assert 0 <= left < right <= NARROW
        assert 0 <= top < bottom <= HEIGHT
        for other in found[:number]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
        for x, y, half in points:
            assert x + half <= left or right <= x - half or y + half <= top or bottom <= y - half
    assert placed([Named("alone", (99.0, 99.0, 5.0), False)], [(99.0, 99.0, 5.0)], (NARROW, HEIGHT)) == ["upper right"]
    assert placed([Named("at the right edge", (NARROW - 1, 99.0, 5.0), False)], [], (NARROW, HEIGHT)) == ["upper left"]


def test_what_must_be_named_is_named_in_a_crowd() -> None:
    """The others make way."""
    crowd = [(100.0 + x, 100.0 + y, 6.0) for x in range(0, 60, 6) for y in range(0, 60, 6)]
    names = [Named("design 1", crowd[50], True), Named("design 2", crowd[55], False)]
    sides = placed(names, crowd, (NARROW, HEIGHT))
    assert sides[0] is not None
    assert sides[1] is None


def test_names_of_designs_are_text() -> None:
    """Markup stays letters; long names are cut at the points and whole in the table."""
    name = HOSTILE.replace("\u2028", " ").replace('"', "'").replace("\\", "")
    named = f'designs: [{{name: "{name}", set: {{program.expiry.months: 1}}}}]\n'
    _, picture = of(study(levers="", designs=named))
    text = drawn(picture)
    assert "<b>" not in text
    assert "&lt;b&gt;" in text
    assert name in picture.table["design"].tolist()
