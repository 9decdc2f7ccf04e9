"""A comparison in words, tables and pictures."""

from __future__ import annotations

import json
import re
from typing import Any

import altair as alt
import numpy as np
import pytest
import vl_convert

from loyalty_sim.finance import catalogue
from loyalty_sim.report import layers
from loyalty_sim.report.bridge import BRIDGED, bridge
from loyalty_sim.report.comparison import (
    IMPORTANT,
    apart,
    frames,
    input_table,
    paths,
    sentence,
    summary,
    void,
    winners,
    written,
)
from loyalty_sim.report.picture import Picture
from loyalty_sim.scenario import Program, Tier
from loyalty_sim.scenario.amendment import Amendment
from loyalty_sim.study import Comparison, compared
from loyalty_sim.study.winners import MEASURED
from tests.report.conftest import MONTHS, Run


@pytest.fixture
def two(run: Run) -> Comparison:
    """A program and the same with dearer points and a shorter expiry."""
    return compared([("as it is", run()), ("dearer", run(economics__cost_per_point=0.05, program__expiry__months=6.0))])


@pytest.fixture
def six(run: Run) -> Comparison:
    """Six designs, the fifth in another market and for other months, the last without tiers and points."""
    return compared(
        [
            ("A", run()),
            ("B", run(economics__cost_per_point=0.05)),
            ("C", run(program__point_value=0.02)),
            ("D", run()),
            ("E", run("coffee-stars", run__months=12)),
            ("F", run("paid-membership")),
        ]
    )


def pictures(found: Comparison) -> list[Picture]:
    """Every picture of a comparison, those that there are."""
    drawn = list(paths(found))
    for index in found.others:
        drawn += [apart(found, index), apart(found, index, "still_there"), apart(found, index, "program_cost", True)]
        for axis, measures in MEASURED.items():
            drawn += [winners(found, index, axis, each.key) for each in measures]
        if not found.voids[index]:
            drawn += [bridge(found.bridge(index, figure=figure), "USD", MONTHS, names=("A", "B")) for figure in BRIDGED]
    return [picture for picture in drawn if picture is not None]


def test_every_picture_is_a_valid_specification(two: Comparison) -> None:
    """Every picture passes the schema, compiles, has its finding as title and its numbers as a table."""
    found = pictures(two)
    assert len(found) == 1 + 3 + 7 + len(BRIDGED)
    for picture in found:
        spec = picture.chart.to_dict()
        alt.LayerChart.from_dict(spec)
        vl_convert.vegalite_to_vega(json.dumps(spec, allow_nan=False))
        assert " ".join(spec["title"]["text"]).replace("\u00a0", " ") == picture.title
        assert picture.alt_text.startswith(picture.title)
        assert len(picture.table)
        colours = set(re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(spec)))
        assert colours <= {*layers.HUES, layers.GREY}


def test_pictures_of_six_designs_compile(six: Comparison) -> None:
    """Unlike designs, other months and missing tiers are drawn without anything undefined."""
    for picture in pictures(six):
        text = json.dumps(picture.chart.to_dict(), allow_nan=False)
        vl_convert.vegalite_to_svg(json.dumps({**json.loads(text), "width": 500}))
        assert "nan" not in picture.title
        assert "undefined" not in text


def test_up_to_three_lines_share_a_chart_and_more_have_their_own(two: Comparison, six: Comparison) -> None:
    """Three designs in one chart with different dashes, the reference grey; six give five charts on one axis."""
    third = compared([*zip(two.names, two.results, strict=True), ("third", six.results[2])])
    (one,) = paths(third)
    lines = [layer["mark"] for layer in one.chart.to_dict()["layer"] if layer["mark"]["type"] == "line"]
    assert [line["color"] for line in lines] == [layers.GREY, layers.BLUE, layers.VERMILLION]
    assert len({str(line.get("strokeDash")) for line in lines}) == 3
    many = paths(six)
    assert len(many) == 5
    assert len({picture.domain for picture in many}) == 1
    assert {picture.key for picture in many} == {f"paths_program_cost_{index}" for index in range(1, 6)}


def test_titles_tell_which_way_and_whether(two: Comparison, six: Comparison) -> None:
    """Dearer points lie above, for real; the same design is level and the same in every month."""
    (one,) = paths(two)
    assert re.search(r"^Program cost: dearer \d+ % above as it is$", one.title)
    gap = apart(two, 1)
    assert gap is not None
    assert re.search(r"dearer differs from as it is by \+\$[\d,]+ a month in the last year, a real difference$", gap.title)
    assert paths(six)[2].title == "Program cost: D level with A"
    same = apart(six, 3)
    assert same is not None
    assert same.title == "Program cost: D is the same as A in every month"
    nobody = winners(six, 3)
    assert nobody is not None
    assert nobody.title.endswith("the same for everybody")
    assert bridge(six.bridge(3), "USD", MONTHS, names=("A", "D")) is None
    moved = bridge(two.bridge(1), "USD", MONTHS, names=two.names)  # type: ignore[arg-type]
    assert moved is not None
    assert re.match(
        r"Program cost of dearer over two years is \$\S+ above that of as it is; cost per point moves", moved.title
    )
    assert list(moved.table["part"].iloc[[0, -1]]) == ["as it is", "dearer"]


@pytest.mark.parametrize("key", list(catalogue()))
def test_every_line_has_paths_and_a_difference(two: Comparison, key: str) -> None:
    """Any line can be compared; the table of the difference is the difference of the lines."""
    (drawn,) = paths(two, key)
    gap = apart(two, 1, key)
    assert gap is not None
    np.testing.assert_allclose(
        gap.table["difference"], drawn.table["dearer"] - drawn.table["as it is"], atol=1e-6, equal_nan=True
    )
    assert len(gap.table) == MONTHS


def test_the_band_of_the_difference_is_the_one_asked_for(two: Comparison) -> None:
    """At 95 % the band is wider and its label says so."""
    usual, wide = (apart(two, 1, coverage=coverage) for coverage in (80, 95))  # type: ignore[arg-type]
    assert usual is not None
    assert wide is not None
    assert wide.domain[1] > usual.domain[1]
    text = json.dumps(wide.chart.to_dict(), ensure_ascii=False).replace("\u00a0", " ")
    assert "95 % interval" in text
    assert "80 % interval" not in text


def test_sentences_say_real_unclear_same_and_why_not(two: Comparison, six: Comparison) -> None:
    """Each important figure in a sentence: real with its interval, the same, or why there is nothing to compare."""
    cost = sentence(two, "cost", 1)
    assert re.fullmatch(
        r"Program cost: dearer differs from as it is by \+\$\S+ \(\+\$\S+ to \+\$\S+\), a real difference", cost
    )
    assert sentence(six, "cost", 3) == "Program cost: the same in D as in A"
    assert sentence(six, "breakage", 5) == "Breakage: not to be compared, as F has none"
    assert summary(six, 3).startswith("D against A: the same in net value of the program, program cost")
    for index in six.others:
        for key in IMPORTANT:
            assert "nan" not in sentence(six, key, index)


def test_noise_is_not_called_a_difference(run: Run) -> None:
    """Two seeds of one program: no real difference in what they issue, and the pairing is void for the seed."""
    seeds = compared([("one", run()), ("other", run(run__seed=2))])
    assert "no real difference between other and one can be told" in sentence(seeds, "cost", 1, 95)
    assert void(seeds, 1) == (
        "other and one do not have the same customers with the same draws, so pairing is void (run.seed is 2, not 1)"
    )
    assert void(seeds, 0) == ""


def test_a_void_names_some_fields_and_counts_the_others(six: Comparison) -> None:
    """Of many fields the first are named, the settings of the run before all, and the rest is counted."""
    text = void(six, 4)
    assert "run.months is 12 months, not 24 months" in text
    assert re.search(r"; and \d+ more\)$", text)


def test_inputs_are_readable(two: Comparison, six: Comparison) -> None:
    """Values carry their units; a tier that a design does not have is none, and one that it has is described."""
    table = input_table(two).set_index("Path")
    assert table.loc["program.expiry.months", ["as it is", "dearer"]].tolist() == ["12 months", "6 months"]
    assert table.loc["economics.cost_per_point", ["as it is", "dearer"]].tolist() == ["none", "0.05 USD per redeemed point"]
    tiers = input_table(six).set_index("Path").loc["program.tiers.levels[0]"]
    assert tiers["F"] == "none"
    assert tiers["A"].startswith("Platinum: threshold 500, visits 10, earn multiplier 1.25 x")


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (None, "months", "none"),
        (True, "", "on"),
        (0.355, "share of sales", "35.5 % of sales"),
        (1_200_000.0, "money per year", "1,200,000 EUR per year"),
        (3, "metric", "3"),
        ((1.0, 1.05), "relative", "1, 1.05 relative"),
        ((), "", "none"),
        ("annual", "", "annual"),
        (Tier(name="Gold", threshold=500), "", "Gold: threshold 500, visits 10, earn multiplier 1.25 x"),
        (Amendment(month=7, changes={"expiry": {"months": 6}}), "", "month 7, changes expiry months 6"),
    ],
)
def test_values_in_words(value: Any, unit: str, expected: str) -> None:
    """Numbers have their unit, money its currency, shares are per cent, parts their fields."""
    assert written(value, unit, "EUR") == expected


def test_a_program_is_written_in_a_line() -> None:
    """A whole program, as that before month 1, is told in a line."""
    assert "points expire after" in written(Program(), "", "USD")


def test_long_tables_hold_everything(two: Comparison) -> None:
    """Files have every figure, every line and month of each design, every group, and every step of every bridge."""
    figures = frames.figures(two)
    assert len(figures) == 2 * len(two.figures)
    assert (figures[figures["design"] == "as it is"]["difference_value"].dropna() == 0).all()
    lines = frames.paths(two)
    assert len(lines) == 2 * MONTHS * len(catalogue())
    cost = lines[(lines["metric"] == "program_cost") & (lines["design"] == "dearer")]
    assert cost["difference"].sum() == pytest.approx(two.figures["cost"].changes[1].value)  # type: ignore[union-attr]
    assert set(frames.winners(two)["by"]) == {"segment", "tier"}
    bridges = frames.bridges(two)
    assert set(bridges["figure"]) == set(BRIDGED)
    for _, each in bridges.groupby("figure"):
        values = each.set_index("kind")["value"]
        assert each["value"].iloc[:-1].sum() == pytest.approx(each["value"].iloc[-1])
        assert len(values) >= 5
