"""The chance of a loss in dots, and the ranges of several designs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loyalty_sim.finance.estimate import REPLICATES
from loyalty_sim.report import risks
from loyalty_sim.report.layers import BLUE, VERMILLION
from loyalty_sim.report.risk import loss, spreads
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.uncertainty import DOTS, LEVELS, LIABILITY, Range, spread
from tests.report.risk_by_hand import HOSTILE, NET, drawn, layer_data, spec_of, subtitle, valid

KEPT = Measured("retention", "difference")


def of(outcomes: list[float] | np.ndarray) -> Range:  # type: ignore[type-arg]
    """The range of these outcomes, without noise."""
    return spread(np.repeat(np.asarray(outcomes, float)[:, None], REPLICATES, axis=1))


@pytest.mark.parametrize("shift", [-5.0, 0.0, 15.0, 33.0, 99.0, 200.0])
def test_there_are_as_many_dots_below_zero_as_in_twenty(shift: float) -> None:
    """Twenty dots; those of a loss are open and orange, of another colour than the rest, and stand left of zero."""
    found = of(np.arange(100.0) - shift)
    picture = loss(found, NET, "USD", "base")
    rows = spec_of(picture)["data"]["values"]
    lost = [row for row in rows if row["lost"]]
    assert (len(rows), len(lost)) == (DOTS, found.in_twenty)
    assert {row["colour"] for row in lost} <= {VERMILLION}
    assert {row["colour"] for row in rows if not row["lost"]} <= {BLUE}
    assert all((row["at"] < 0) == row["lost"] for row in rows)
    words = risks.in_twenty(found).replace(" in ", " of ")
    assert picture.title.startswith(f"base: a loss in {words} cases; net value of the program lies between ")
    assert picture.table["loss"].sum() == found.in_twenty
    assert picture.table["net_value"].tolist() == list(found.dots)


OUTCOMES = st.lists(st.floats(-1e9, 1e9).map(lambda value: round(value, 6)), min_size=2, max_size=30)


@given(OUTCOMES)
@example([0.0, 0.0])
@example([-0.0, 1e-12])
@example([3.0, 3.0])
@example([-1e-9, 1e9])
@settings(max_examples=60, deadline=None)
def test_no_column_holds_both_gains_and_losses_and_every_dot_is_in_its_column(outcomes: list[float]) -> None:
    """Whatever the outcomes: columns part at zero, dots stand upon each other without gaps, all within the axis."""
    picture = loss(of(outcomes), NET, "USD", "base")
    rows = spec_of(picture)["data"]["values"]
    columns: dict[float, list[dict[str, float]]] = {}
    for row in rows:
        columns.setdefault(row["at"], []).append(row)
    for at, dots in columns.items():
        assert len({dot["lost"] for dot in dots}) == 1
        assert sorted(dot["level"] for dot in dots) == list(range(len(dots)))
        assert picture.domain[0] < at < picture.domain[1]
    middles = sorted(columns)
    width = min(np.diff(middles), default=math.inf)
    assert all(abs(dot["value"] - at) <= width / 2 * (1 + 1e-6) for at, dots in columns.items() for dot in dots)
    assert len(columns) <= 14


def test_zero_is_marked_where_it_divides_gain_from_loss() -> None:
    """Though all outcomes are gains; of what is owed the tail is marked instead, where there are draws enough."""
    gains = loss(of(np.arange(10.0, 60.0)), NET, "USD", "base")
    valid(gains)
    assert ">no gain, no loss<" in drawn(gains)
    assert gains.domain[0] < 0
    found = of(np.arange(1000.0, 1100.0))
    owed = loss(found, LIABILITY, "USD", "base")
    assert owed.title == "base: face value outstanding lies between $1,010 and $1,090 in 8 of 10 cases"
    assert found.tail == 1094
    assert ">19 of 20 draws up to $1,090<" in drawn(owed)
    assert {row["lost"] for row in spec_of(owed)["data"]["values"]} == {False}
    assert "loss" not in owed.table
    assert ">19 of 20 draws" not in drawn(loss(of([1000.0, 1100.0]), LIABILITY, "USD", "base"))


def test_what_cannot_be_a_loss_has_no_open_dots_below_zero() -> None:
    """Retention lost is no loss of money."""
    picture = loss(of(np.linspace(-0.02, 0.04, 40)), KEPT, "USD", "base")
    assert {row["lost"] for row in spec_of(picture)["data"]["values"]} == {False}
    assert "retention against no program lies between −1.4 pp and +3.4 pp" in picture.title


def test_names_are_text_and_cut_short_in_titles() -> None:
    """Markup in the name of a design stays letters; the table has all of it."""
    found = of(np.arange(-50.0, 50.0))
    text = drawn(loss(found, NET, "USD", HOSTILE))
    assert "<b>" not in text
    assert "&lt;b&gt;" in text
    both = spreads([(HOSTILE, found), (HOSTILE, found)], NET, "USD")
    assert "<b>" not in drawn(both)
    assert both.table["design"].tolist() == [HOSTILE, HOSTILE]  # type: ignore[union-attr]
    assert {row["place"] for row in spec_of(both)["data"]["values"]} == {0, 1}


def test_ranges_of_several_designs_stand_under_each_other() -> None:
    """A row a design with its quantiles and its chance of a loss; the title names the safest and the riskiest."""
    safe, risky = of(np.arange(-10.0, 90.0)), of(np.arange(-60.0, 140.0, 2.0))
    picture = spreads([("risky", risky), ("safe", safe)], NET, "USD")
    valid(picture)
    assert picture is not None
    assert picture.title == "safe makes a loss least often, in 2 of 20 cases; risky most often, in 6 of 20 cases"
    rows = spec_of(picture)["data"]["values"]
    assert [row["chance"] for row in rows] == ["6 in 20", "2 in 20"]
    for level in LEVELS:
        name = f"p{round(100 * level)}"
        assert [row[name] for row in rows] == [risky.quantiles[level], safe.quantiles[level]]
        assert picture.table[name].tolist() == [risky.quantiles[level], safe.quantiles[level]]
    assert picture.table["loss"].tolist() == [0.3, 0.1]
    assert picture.domain[0] < risky.quantiles[0.05]
    assert picture.domain[1] > risky.quantiles[0.95]
    assert "over 100 draws" in subtitle(spec_of(picture))


def test_designs_that_are_alike_are_not_set_against_each_other() -> None:
    """With the same chance of a loss none is the safest; one design stands alone; none is no picture."""
    found = of(np.arange(-10.0, 90.0))
    assert spreads([("a", found), ("b", found)], NET, "USD").title == "Each design: a loss in 2 of 20 cases"  # type: ignore[union-attr]
    assert spreads([("a", found)], NET, "USD").title == "a: a loss in 2 of 20 cases"  # type: ignore[union-attr]
    assert spreads([], NET, "USD") is None


def test_ranges_of_what_is_owed_have_no_chance_of_a_loss() -> None:
    """The title says where the middle lies; no line at zero far away."""
    low, high = of(np.arange(1000.0, 1100.0)), of(np.arange(2000.0, 2100.0))
    picture = spreads([("low", low), ("high", high)], LIABILITY, "USD")
    spec = spec_of(picture)
    assert picture is not None
    assert picture.title == "In the middle case face value outstanding goes from $1,050 with low to $2,050 with high"
    assert picture.domain[0] > 0
    assert "a loss" not in drawn(picture)
    assert layer_data(spec, "rule") == []
