"""The tornado as a chart: ends with their values, levers framed, noise faint, and nothing lost from the table."""

from __future__ import annotations

import math

import pytest

from loyalty_sim.finance.estimate import around
from loyalty_sim.report import risks
from loyalty_sim.report.risk import tornado as draw
from loyalty_sim.scenario import Scenario
from loyalty_sim.study.ends import Move
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.tornado import Bar, End, Tornado
from tests.report.risk_by_hand import HOSTILE, NET, SHARE, bar, drawn, layer_data, spec_of, subtitle, valid

LOST = Bar(Move("x.lost", "Lost", "assumption", "", 2.0, 1.0, 3.0), *([End(None, None, "it cannot be")] * 2), None)


def of(*bars: Bar, measured: Measured = NET) -> Tornado:
    return Tornado(Scenario(), (measured,), {measured.column: around(100.0, 1.0)}, {measured.column: bars})


def test_bars_go_from_the_base_to_both_ends_and_name_the_values_there() -> None:
    """One record an end: outcome, side, and the value of the assumption; the title is the sentence."""
    found = of(bar("Loyalty", -200.0, 400.0, kind="lever"), bar("Cost", 150.0, 50.0, ends=(0.25, "yearly")))
    picture = draw(found)
    spec = spec_of(picture)
    assert picture is not None
    assert picture.title == risks.hinges_on(found).removesuffix(".")
    rows = spec["data"]["values"]
    assert [(row["base"], row["value"], row["end"], row["setting"], row["side"]) for row in rows] == [
        (100, -200, "low", "1", -1), (100, 400, "high", "3", 1),
        (100, 150, "low", "0.25", 1), (100, 50, "high", "yearly", -1),
    ]  # fmt: skip
    valid(picture)
    assert picture.domain[0] < -200 < 400 < picture.domain[1]
    text = drawn(picture)
    assert all(f">{value}<" in text for value in ("Loyalty", "Cost", "1", "3", "0.25", "yearly", "as assumed $100"))


def test_low_and_high_differ_by_more_than_their_colour() -> None:
    """The low end is hollow, which the subtitle says."""
    spec = spec_of(draw(of(bar("Loyalty", -200.0, 400.0))))
    low, high = spec["data"]["values"]
    assert (low["hollow"], high["hollow"]) == (True, False)
    assert low["colour"] != high["colour"]
    assert "hollow blue: low end, solid orange: high end" in subtitle(spec)


def test_levers_are_framed_from_end_to_end() -> None:
    """A frame around the lever alone, and a key for it; without levers there is neither."""
    mixed = spec_of(draw(of(bar("Loyalty", -200.0, 400.0), bar("Expiry", 50.0, 130.0, kind="lever"))))
    (frames,) = layer_data(mixed, "rect")
    assert [(frame["from"], frame["to"]) for frame in frames] == [(50.0, 130.0)]
    assert frames[0]["top"] < 1 < frames[0]["bottom"]
    assert "framed: a lever" in subtitle(mixed)
    none = spec_of(draw(of(bar("Loyalty", -200.0, 400.0))))
    assert layer_data(none, "rect") == []
    assert "framed" not in subtitle(none)


def test_what_may_be_noise_is_faint() -> None:
    """And the subtitle says so, only then."""
    spec = spec_of(draw(of(bar("Sure", -200.0, 400.0), bar("Noise", 99.0, 101.0, se=5.0))))
    strengths = [row["strength"] for row in spec["data"]["values"]]
    assert strengths[:2] == [1, 1]
    assert max(strengths[2:]) < 0.5
    assert "faint: within the noise" in subtitle(spec)
    assert "faint" not in subtitle(spec_of(draw(of(bar("Sure", -200.0, 400.0)))))


def test_ends_on_the_same_side_share_the_height_of_the_bar() -> None:
    """Otherwise the shorter one would hide behind the longer, and their values cover each other."""
    low, high = spec_of(draw(of(bar("Both up", 120.0, 160.0))))["data"]["values"]
    assert low["bottom"] == pytest.approx(high["top"])
    assert low["side"] == high["side"] == 1
    low, high = spec_of(draw(of(bar("One still", 100.0, 160.0))))["data"]["values"]
    assert low["bottom"] == pytest.approx(high["top"])


def test_bars_that_are_not_drawn_are_counted_and_in_the_table() -> None:
    """At most so many bars; shorter ones, those without a difference and those without a run are told apart."""
    bars = [
        *(bar(f"a{number}", 100.0 - number, 100.0 + number, 0.01) for number in (5, 4, 3)),
        bar("still", 100.0, 100.0, 0.0),
    ]
    picture = draw(of(*bars, LOST), most=2)
    spec = spec_of(picture)
    assert picture is not None
    assert len(spec["data"]["values"]) == 4
    assert "1 shorter bar is not shown; 1 more makes no difference; 1 cannot be simulated" in subtitle(spec)
    assert picture.table["moved"].tolist() == ["a5", "a4", "a3", "still", "Lost"]
    assert picture.table["outcome_low"].tolist()[:4] == [95, 96, 97, 100]
    assert math.isnan(picture.table["outcome_low"].iloc[4])
    assert picture.table["span"].tolist()[:4] == [10, 8, 6, 0]


def test_nothing_is_drawn_where_nothing_makes_a_difference() -> None:
    """Neither of bars without a difference, nor of none."""
    assert draw(of(bar("still", 100.0, 100.0, 0.0), LOST)) is None
    assert draw(of()) is None


def test_an_end_that_cannot_be_simulated_is_left_out() -> None:
    """The other end is drawn."""
    whole = bar("Half", 50.0, 100.0)
    (row,) = spec_of(draw(of(Bar(whole.move, whole.low, LOST.high, None))))["data"]["values"]
    assert (row["end"], row["value"]) == ("low", 50)


def test_an_outcome_may_be_chosen() -> None:
    """By default the first; a share has an axis in per cent."""
    bars = {NET.column: (bar("Loyalty", -200.0, 400.0),), SHARE.column: (bar("Expiry", 0.2, 0.4, 0.001, base=0.3),)}
    found = Tornado(Scenario(), (NET, SHARE), {NET.column: around(100.0, 1.0), SHARE.column: around(0.3, 0.01)}, bars)
    assert "Expiry" in (picture := draw(found, SHARE)).title  # type: ignore[union-attr]
    assert " %" in drawn(picture)
    assert "Loyalty" in draw(found).title  # type: ignore[union-attr]


def test_names_are_text_whatever_they_hold() -> None:
    """Markup and expressions of a name are letters; two of the same name stay two bars."""
    picture = draw(of(bar(HOSTILE, -200.0, 400.0), bar("Twin", 50.0, 150.0), bar("Twin", 60.0, 140.0)))
    assert len({row["top"] for row in spec_of(picture)["data"]["values"]}) == 3
    text = drawn(picture)
    assert "<b>" not in text
    assert "&lt;b&gt;" in text
    assert text.count(">Twin<") == 2
