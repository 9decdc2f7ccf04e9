"""Charts: the finding in the title, the numbers drawn, the axis held, and a text for those who cannot see them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest
import vl_convert

from loyalty_sim.engine import Result
from loyalty_sim.finance import band, catalogue, kpis, monthly
from loyalty_sim.finance.flows import tier_flows
from loyalty_sim.finance.lines import COST_PARTS, INCOME_PARTS
from loyalty_sim.report import charts, layers, stacks, waterfall, words
from loyalty_sim.report.charts import Picture
from loyalty_sim.report.waterfall import NET
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import presets
from tests.report.conftest import MONTHS, Run

Draw = Callable[..., Picture | None]
DRAWN: dict[str, Draw] = {
    "evolution": charts.evolution, "points_flow": charts.points_flow, "staying": charts.staying, "caused": charts.caused,
    "tiers": charts.tiers, "tier_flows": charts.tier_flows, "cost_parts": charts.cost_parts,
}  # fmt: skip
VALUED = {name: draw for name, draw in DRAWN.items() if name != "tier_flows"}
"""Charts with a value axis; the map of moves has colours instead."""
WHITE, NIGHT = "#ffffff", "#0e1117"


def spec_of(picture: Picture | None) -> dict[str, Any]:
    assert picture is not None
    return picture.chart.to_dict()


def heading(spec: dict[str, Any]) -> str:
    return " ".join(spec["title"]["text"]).replace("\u00a0", " ")


def marks(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == kind]


def found(node: Any, key: str) -> Iterator[Any]:
    """Every value under ``key``, however deep."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from found(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from found(value, key)


def main_number(title: str) -> str:
    """The first number of a title, with its sign, currency and scale."""
    match = re.search(r"−?\$?\d[\d.,]*(?:bn|tn|M)?(?: %)?", title)
    assert match is not None, title
    return match.group()


@pytest.fixture
def dear(run: Run) -> Result:
    """The same program with dearer points and a shorter expiry, as a baseline."""
    return run(economics__cost_per_point=0.05, program__expiry__months=6.0)


VALIDATED = (
    "beauty-tiers", "coffee-app", "apparel-certificates", "paid-membership", "lifetime-dividend", "airline-miles", "cdnow",
)  # fmt: skip
"""Presets whose charts go through the schema, which takes seconds: every kind of program and of chart is among them."""


@pytest.mark.parametrize("name", list(presets()))
def test_every_chart_of_every_preset_is_a_valid_specification(run: Run, name: str) -> None:
    """All charts of all presets compile, with and without a baseline, and tell their main number; those of one preset of
    each kind pass the schema."""
    result, baseline = run(name), run(name, economics__gross_margin=0.2)
    program = result.scenario.program
    drawn_from = {"points_flow": program.has_points, "settlement": program.partners}
    drawn_from |= dict.fromkeys(("tiers", "tier_flows"), program.tiers.levels)
    for kind, draw in {**DRAWN, "settlement": charts.settlement}.items():
        for other in (None, baseline):
            picture = draw(result, other)
            assert (picture is not None) == bool(drawn_from.get(kind, True))
            if picture is None:
                continue
            spec = spec_of(picture)
            if other is not None and name in VALIDATED:  # has every layer of the one without, and more
                alt.LayerChart.from_dict(spec)
            vl_convert.vegalite_to_vega(json.dumps(spec))
            assert heading(spec) == picture.title
            assert main_number(picture.title) in picture.alt_text
            assert spec["description"] == picture.alt_text
            assert len(spec["data"]["values"]) <= 150


@pytest.mark.parametrize("draw", DRAWN.values(), ids=list(DRAWN))
def test_one_month_is_drawn_too(run: Run, draw: Draw) -> None:
    """A horizon of one month has no line to draw, but a point or a bar."""
    spec = spec_of(draw(run(run__months=1), run(run__months=1)))
    vl_convert.vegalite_to_svg(json.dumps({**spec, "width": 400}))
    lines = marks(spec, "line")
    assert all("point" in line["mark"] for line in lines)
    assert lines or marks(spec, "bar") or marks(spec, "rect")
    assert not marks(spec, "area")


def test_without_points_or_tiers_there_is_no_such_chart(run: Run) -> None:
    """A paid membership without points has neither a flow of points nor tiers."""
    assert charts.points_flow(run("paid-membership")) is None
    assert charts.tiers(run("paid-membership")) is None
    assert charts.tier_flows(run("paid-membership")) is None


@pytest.mark.parametrize("key", list(catalogue()))
def test_every_monthly_line_can_be_drawn(run: Run, key: str) -> None:
    """The table of the evolution is the line of finance with its band; the title names the line in grammar."""
    picture = charts.evolution(run(), key=key)
    line = band(run(), key)
    for column, name in (
        ("program", "value"), ("low_80", "low80"), ("high_80", "high80"), ("low_95", "low95"), ("high_95", "high95"),
    ):  # fmt: skip
        np.testing.assert_allclose(picture.table[column], line[name], rtol=1e-12)
    assert list(picture.table["date"]) == list(line["date"])
    assert re.search(r" (is|are|settles?|rises?|falls?|averages?) ", picture.title)


def test_running_sums_add_up_and_stocks_stay(run: Run) -> None:
    """A flow is summed from month 1; a stock is drawn as it is."""
    summed = charts.evolution(run(), key="program_cost", cumulative=True)
    np.testing.assert_allclose(summed.table["program"], monthly(run())["program_cost"].cumsum())
    assert "adds up to" in summed.title
    assert "added up" in summed.alt_text
    members = charts.evolution(run(), key="members", cumulative=True).table["program"]
    np.testing.assert_allclose(members, monthly(run())["members"])


@pytest.mark.parametrize("chart", [charts.evolution, charts.staying, charts.caused])
def test_the_interval_drawn_is_the_one_asked_for(run: Run, chart: Callable[..., Picture]) -> None:
    """At 95 % the interval is wider, its label says so, and the numbers of the table are the same."""
    usual, wide = chart(run()), chart(run(), coverage=95)
    assert "80 % interval" in json.dumps(spec_of(usual), ensure_ascii=False).replace("\u00a0", " ")
    told = json.dumps(spec_of(wide), ensure_ascii=False).replace("\u00a0", " ")
    assert "95 % interval" in told
    assert "80 % interval" not in told
    assert wide.table.equals(usual.table)
    assert wide.domain[0] <= usual.domain[0]
    assert wide.domain[1] >= usual.domain[1]
    assert wide.domain != usual.domain or chart is not charts.evolution


def test_an_unknown_line_is_refused_by_name() -> None:
    """A misspelt line is named together with the lines that exist."""
    with pytest.raises(ValueError, match=r"'progam_cost'.*program_cost"):
        charts.evolution(_any_result(), key="progam_cost")


def _any_result() -> Result:
    from loyalty_sim.engine import simulate

    return simulate(Scenario.model_validate({"run": {"customers": 100, "months": 1, "warmup_months": 0}}))


def test_the_title_states_the_cost_and_how_it_lies_to_the_baseline(run: Run, dear: Result) -> None:
    """The last year's mean a month, and by how many per cent it is below that of the baseline."""
    picture = charts.evolution(run(), dear)
    own, other = (monthly(result)["program_cost"].iloc[-12:].mean() for result in (run(), dear))
    assert words.money(own) in picture.title
    assert own < other
    assert f"{words.per_cent(1 - own / other)} below the baseline" in picture.title


def test_a_design_is_level_with_itself(run: Run) -> None:
    """A baseline equal to the program is called level, better or worse by nothing."""
    assert charts.evolution(run(), run()).title.endswith("level with the baseline")
    assert charts.staying(run(), run()).title.endswith("as many as in the baseline")
    assert charts.caused(run(), run()).title.endswith("as the baseline does")


def test_noise_is_not_told_as_a_difference(run: Run) -> None:
    """Two runs that differ by their seed only are not clearly apart."""
    assert "not clearly apart from the baseline" in charts.evolution(run(), run(run__seed=2), key="purchases").title


def test_lines_differ_by_dash_and_only_the_program_has_a_band(run: Run, dear: Result) -> None:
    """Program solid, baseline grey dashed, no program dotted; one band, in the colour of the program."""
    spec = spec_of(charts.evolution(run(), dear, key="revenue"))
    drawn = {line["encoding"]["y"]["field"]: line["mark"] for line in marks(spec, "line")}
    assert "strokeDash" not in drawn["program"]
    assert drawn["baseline"]["strokeDash"] == layers.DASHED
    assert drawn["baseline"]["color"] == layers.GREY
    assert drawn["without_program"]["strokeDash"] == layers.DOTTED
    (shade,) = marks(spec, "area")
    assert shade["encoding"]["y"]["field"] == "low_80"
    assert shade["mark"]["color"] == drawn["program"]["color"]


def test_the_months_are_local_dates(run: Run) -> None:
    """Months are given with a time, so that no browser west of Greenwich shows the month before."""
    rows = spec_of(charts.evolution(run()))["data"]["values"]
    assert [row["date"] for row in rows] == [f"{date:%Y-%m-%dT00:00:00}" for date in monthly(run())["date"]]


@pytest.mark.parametrize("draw", VALUED.values(), ids=list(VALUED))
def test_the_value_axis_can_be_held(run: Run, dear: Result, draw: Draw) -> None:
    """A given domain is that of every mark on the value axis, and is handed back; what lies beyond is clipped."""
    held = (-5e5, 7.5e6)
    picture = draw(run(), dear, domain=held)
    assert picture is not None
    assert picture.domain == held
    spec = spec_of(picture)
    domains = [scale["domain"] for scale in found(spec["layer"], "scale") if scale and "domain" in scale]
    assert len(domains) >= 4
    assert all(domain == list(held) for domain in domains)
    assert all(layer["mark"]["clip"] for layer in spec["layer"] if layer["mark"]["type"] in ("line", "area", "bar"))


@pytest.mark.parametrize("draw", VALUED.values(), ids=list(VALUED))
def test_everything_lies_within_the_own_domain(run: Run, dear: Result, draw: Draw) -> None:
    """Without a given domain the axis reaches over all that is drawn, the baseline too."""
    picture = draw(run(), dear)
    assert picture is not None
    drawn = picture.table.drop(columns=["month", "date", "part", "amount", "change"], errors="ignore").to_numpy()
    if picture.key == "caused":  # of the baseline only the net is drawn
        drawn = np.append(picture.table[["from", "to"]], picture.table["baseline"].iloc[-1])
    assert picture.domain[0] <= drawn.min()
    assert drawn.max() <= picture.domain[1]


@pytest.mark.parametrize("fixed", [0.0, 1234567.89])
def test_the_waterfall_foots_to_the_cent(run: Run, fixed: float) -> None:
    """Each bar begins where the one before ended, and the parts add up to the net value of finance."""
    for name in presets():
        result = run(name, economics__fixed_cost_per_year=fixed)
        table = charts.caused(result).table
        parts, net = table[table["part"] != NET], table[table["part"] == NET].iloc[0]
        assert parts["amount"].sum() == pytest.approx(net["amount"], abs=0.005)
        assert net["from"] == 0
        np.testing.assert_allclose(parts["from"].iloc[1:], parts["to"].iloc[:-1])
        np.testing.assert_allclose(table["to"], table["from"] + table["amount"])
        figure = kpis(result)["net_value"].program
        assert figure is not None
        assert net["amount"] == pytest.approx(figure.value, abs=0.005)


def test_every_part_of_cost_and_income_is_drawn() -> None:
    """A line that joins what a program costs or brings joins the waterfall, with its sign, and its cost the stack."""
    cost, income = ([part.__name__ for part in parts] for parts in (COST_PARTS, INCOME_PARTS))
    drawn = dict(waterfall.PARTS.values())
    assert {key for key, sign in drawn.items() if sign < 0} == {*cost, "discounts_given", "more_returns"}
    assert set(income) <= {key for key, sign in drawn.items() if sign > 0}
    assert sorted(cost) == sorted(key for keys in stacks.COST_PARTS.values() for key in keys)


def test_the_waterfall_labels_every_bar_and_compares(run: Run, dear: Result) -> None:
    """Every bar has its amount beside it, and the baseline's amount and the change in the table."""
    picture = charts.caused(run(), dear)
    spec = spec_of(picture)
    texts = {layer["encoding"]["text"]["field"] for layer in marks(spec, "text")}
    assert texts == {"text", "baseline_text"}
    assert all(row["text"] and row["baseline_text"] for row in spec["data"]["values"])
    np.testing.assert_allclose(picture.table["change"], picture.table["amount"] - picture.table["baseline"])
    assert "better than the baseline" in picture.title


@pytest.mark.parametrize("days", [0.0, 60.0])
def test_points_go_somewhere(run: Run, days: float) -> None:
    """Redeemed, expired and outstanding points add up to the opening balance and all issued; the shares to 100 %. What
    was reinstated has not expired; in the first months it may be points that expired before, and then adds to the whole."""
    result = run(program__expiry__reinstate_days=days)
    picture, own = charts.points_flow(result), monthly(result)
    assert picture is not None
    assert (own["points_reinstated"].sum() > 0) == (days > 0)
    gone = own["points_redeemed"] + own["points_expired"] - own["points_reinstated"]
    opening = (own["points_outstanding"] - own["points_issued"] + gone).iloc[0]
    earlier = (own["points_reinstated"] - own["points_expired"]).cumsum().clip(lower=0.0)
    assert (earlier[3:] == 0).all()
    np.testing.assert_allclose(picture.table["total"], opening + own["points_issued"].cumsum() + earlier)
    assert sum(int(share) for share in re.findall(r"(\d+) %", picture.title)) == 100


@pytest.mark.parametrize(("by", "rows"), [("month", MONTHS), ("year", 2)])
def test_the_cost_parts_add_up_to_the_cost(run: Run, by: str, rows: int) -> None:
    """By month or by year, the parts stacked are the whole program cost."""
    table = charts.cost_parts(run(), by=by).table  # type: ignore[arg-type]
    assert len(table) == rows
    assert table["total"].sum() == pytest.approx(monthly(run())["program_cost"].sum())


def test_a_longer_run_shows_years_and_says_that_the_last_is_short(run: Run) -> None:
    """Beyond three years the cost is stacked by program year; months that are not a whole year are said."""
    picture = charts.cost_parts(run(run__months=40))
    assert len(picture.table) == 4
    assert "the last one has 4 months" in picture.alt_text


def test_tiers_go_by_their_names(run: Run) -> None:
    """Each tier is a column of its own name, with the members of finance."""
    picture = charts.tiers(run())
    assert picture is not None
    for index, level in enumerate(run().scenario.program.tiers.levels, start=1):
        np.testing.assert_allclose(picture.table[level.name], monthly(run())[f"tier_{index}"])


def test_flows_between_tiers_are_those_of_finance(run: Run) -> None:
    """The map shows every move of the horizon once, says the most frequent one, and puts a baseline beside it."""
    result, names = run(), ["Base", *(level.name for level in run().scenario.program.tiers.levels)]
    table = tier_flows(result).groupby(["from_tier", "to_tier"], sort=False)["members"].sum()
    picture = charts.tier_flows(result, run(run__seed=3))
    assert picture is not None
    shown = picture.table.set_index(["from_tier", "to_tier"])
    np.testing.assert_allclose(shown["members"], table)
    assert (shown["change"] == shown["members"] - shown["baseline"]).all()
    left, entered = table.idxmax()
    assert picture.title.endswith(f"most from {left} to {entered}")
    cells = marks(spec_of(picture), "rect")[0]["encoding"]
    assert cells["opacity"]["scale"]["domain"] == list(picture.domain) == [0.0, table.max()]
    assert charts.tier_flows(result, domain=(0.0, 7.0)).domain == (0.0, 7.0)
    assert cells["x"]["scale"]["domain"] == cells["y"]["scale"]["domain"] == names
    assert len({row["colour"] for row in spec_of(picture)["data"]["values"]}) == 2


def test_members_on_the_map_are_whole(run: Run) -> None:
    """Where a simulated customer stands for some and a half, the map still counts whole members."""
    picture = charts.tier_flows(run(market__customers=12_345, market__acquired_per_year=1_000.0))
    few = [row for row in spec_of(picture)["data"]["values"] if 0 < row["members"] < 100]
    assert any(row["members"] % 1 for row in few)
    assert not [row["members_text"] for row in few if "." in row["members_text"]]


def test_who_stays_is_compared_with_the_world_without(run: Run) -> None:
    """Without a baseline the title compares with the no-program world, and both are in the table."""
    picture = charts.staying(run("paid-membership", behaviour__retention__lapse_multiplier=0.5))
    assert "more than without the program" in picture.title
    assert (picture.table["program"] >= picture.table["without_program"]).all()
    assert picture.table["program"].is_monotonic_decreasing


def test_a_shorter_baseline_ends_where_it_ends(run: Run) -> None:
    """A baseline with a shorter horizon is drawn as far as it goes, and no comparison at the end is claimed."""
    picture = charts.evolution(run(), run(run__months=6))
    assert picture.table["baseline"].notna().sum() == 6
    assert "baseline" not in picture.title
    json.dumps(spec_of(picture), allow_nan=False)


def test_colours_can_be_seen_on_white_and_on_black() -> None:
    """Every colour has a contrast of at least 3:1 on a white and on a near-black page, and there are four hues."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert len(layers.HUES) == 4
    for colour in (*layers.HUES, layers.GREY):
        for page in (WHITE, NIGHT):
            dark, light = sorted((luminance(colour), luminance(page)))
            assert (light + 0.05) / (dark + 0.05) > 3.3


@pytest.mark.parametrize("draw", DRAWN.values(), ids=list(DRAWN))
def test_no_text_has_a_colour_of_one_theme_only(run: Run, dear: Result, draw: Draw) -> None:
    """Colours come from the palette, never black or white, so that both themes can show them."""
    text = json.dumps(spec_of(draw(run(), dear)))
    used = set(re.findall(r"#[0-9A-Fa-f]{6}", text))
    assert used <= {*layers.HUES, layers.GREY}
    assert '"black"' not in text
    assert '"white"' not in text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Members rise to 98,400", ["Members rise to 98,400"]),
        ("Cost rises to $1.2M a month, 3 % below it", ["Cost rises to $1.2M a month,", "3\u00a0% below it"]),
        ("Of all points about 30 % are outstanding now", ["Of all points about 30\u00a0%", "are outstanding now"]),
        ("", []),
    ],
)
def test_a_title_breaks_at_its_comma_and_never_within_a_number(text: str, lines: list[str]) -> None:
    """Long titles break at the comma, else evenly; per cent signs stay with their number."""
    assert layers.balanced(text, 30) == lines


def test_labels_are_moved_apart_and_keep_their_order() -> None:
    """Labels that would cover each other are moved by as little as needed; others stay."""
    placed = layers.apart([10.0, 10.1, 90.0], (0.0, 100.0))
    assert placed[2] == 90.0
    assert placed[0] < placed[1]
    assert placed[1] - placed[0] >= 0.99 * layers.LABEL_GAP * 100


@pytest.mark.parametrize(
    ("values", "zero", "expected"),
    [
        ([1.0, 10.0], False, (0.0, 10.6)),
        ([9.0, 10.0], False, (8.94, 10.06)),
        ([9.0, 10.0], True, (0.0, 10.6)),
        ([-10.0, -1.0], False, (-10.6, 0.0)),
        ([-1.0, 1.0], False, (-1.12, 1.12)),
        ([0.0, 0.0], True, (0.0, 1.0)),
        ([np.nan], False, (0.0, 1.0)),
    ],
)
def test_the_axis_begins_at_zero_when_values_come_near_it(
    values: list[float], zero: bool, expected: tuple[float, float]
) -> None:
    """A small range far from zero is shown large; otherwise the axis shows the whole size."""
    assert layers.value_domain(np.array(values), zero) == pytest.approx(expected)


def test_a_chart_is_a_chart_to_altair(run: Run) -> None:
    """Charts can be put beside each other, copied, shown and changed without changing the picture."""
    picture = charts.staying(run())
    before = json.dumps(spec_of(picture))
    beside = (picture.chart | charts.caused(run()).chart).to_dict()  # type: ignore[operator]
    assert len(beside["hconcat"]) == 2
    spec_of(picture)["layer"].clear()
    assert json.dumps(spec_of(picture)) == before
    assert picture.chart.copy().to_dict() == picture.chart.to_dict()  # type: ignore[attr-defined]


@pytest.mark.parametrize("draw", DRAWN.values(), ids=list(DRAWN))
def test_tables_are_plain(run: Run, dear: Result, draw: Draw) -> None:
    """The table has one kind of value a column, named, and dates as dates."""
    picture = draw(run(), dear)
    assert picture is not None
    assert picture.table.columns.is_unique
    if "date" in picture.table:
        assert pd.api.types.is_datetime64_any_dtype(picture.table["date"])
