"""Tornado: what is moved, how far, and what each bar says."""

from __future__ import annotations

import pytest

from loyalty_sim.engine import simulate
from loyalty_sim.finance import compare, kpis
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset
from loyalty_sim.study import loads
from loyalty_sim.study.ends import Move, assumptions, label, of_study
from loyalty_sim.study.plan import build
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.tornado import Bar, Tornado, tornado

NET, SHARE = Measured("net_value", "program"), Measured("retention", "difference")
LAPSE, MARGIN, DISCOUNT = "behaviour.retention.lapse_multiplier", "economics.gross_margin", "economics.discount_rate"


def tiny(name: str = "coffee-stars") -> Scenario:
    """A preset with few customers and months."""
    scenario = preset(name)
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 200, "months": 6})})


@pytest.fixture(scope="module")
def found() -> Tornado:
    """Three assumptions, and one that cannot be simulated at its high end."""
    moves = [move for move in assumptions(tiny()) if move.path in (LAPSE, MARGIN, DISCOUNT)]
    broken = Move("market.customers", "Customers", "assumption", "", 0, 1000, -1)
    return tornado(tiny(), [*moves, broken], (NET, SHARE), jobs=2)


def bar(found: Tornado, path: str, outcome: Measured = NET) -> Bar:
    return next(each for each in found.bars(outcome.column) if each.move.path == path)


def test_each_bar_is_what_comparing_the_two_runs_gives(found: Tornado) -> None:
    """Ends, changes and spans are those of single runs of the same customers, standard errors included."""
    base = simulate(tiny())
    move = bar(found, LAPSE).move
    low, high = (simulate(build(tiny().model_dump(), {LAPSE: value})) for value in (move.low, move.high))
    assert bar(found, LAPSE).low.value.value == kpis(low)["net_value"].program.value  # type: ignore[union-attr]
    for gap, one, other in (
        (bar(found, LAPSE).low.change, low, base),
        (bar(found, LAPSE).high.change, high, base),
        (bar(found, LAPSE).span, high, low),
    ):
        exact = compare(one, other)["net_value"]
        assert gap is not None
        assert (gap.value, gap.se) == (pytest.approx(exact.value, rel=1e-9), pytest.approx(exact.se, rel=1e-9))


def test_what_does_not_matter_has_a_bar_of_nothing(found: Tornado) -> None:
    """The discount rate changes no undiscounted figure: its bar is exactly zero; the margin does not change retention."""
    for each in (bar(found, DISCOUNT), bar(found, MARGIN, SHARE)):
        assert (each.reach, each.matters) == (0.0, False)
        assert each.span is not None
        assert (each.span.value, each.span.se) == (0.0, 0.0)


def test_bars_point_where_they_should(found: Tornado) -> None:
    """The strong end of retention raises the net value, its weak end lowers it; a higher margin gives more than a lower one.
    Where the base lies beyond both ends, as this margin does, the bar reaches to the base."""
    lapse, margin = bar(found, LAPSE), bar(found, MARGIN)
    changes = [end.change.value for each in (lapse, margin) for end in (each.low, each.high) if end.change is not None]
    assert changes[0] < 0 < changes[1]
    assert lapse.reach == pytest.approx(changes[1] - changes[0])
    assert changes[2] < changes[3] < 0
    assert margin.reach == -changes[2]
    assert lapse.matters
    assert margin.matters


def test_the_longest_bar_comes_first_and_what_failed_tells_why(found: Tornado) -> None:
    """Bars are sorted by how far the outcome goes; an end that is not allowed has a reason and no value."""
    reaches = [each.reach for each in found.bars() if each.move.path != "market.customers"]
    assert reaches == sorted(reaches, reverse=True)
    broken = bar(found, "market.customers")
    assert broken.high.value is broken.span is None
    assert "market.customers" in (broken.high.reason or "")
    assert broken.low.reason is None


def test_jobs_change_no_number(found: Tornado) -> None:
    """One run at a time gives the same bars."""
    again = tornado(tiny(), [each.move for each in found.bars()], (NET, SHARE), jobs=1)
    assert {each.move.path: each for each in again.bars()} == {each.move.path: each for each in found.bars()}


def test_the_assumptions_are_those_with_a_low_and_a_high_that_are_on() -> None:
    """Each has the ends its evidence states; effects that are off are left out, items of lists are found."""
    scenario = tiny()
    moves = {move.path: move for move in assumptions(scenario)}
    assert (moves[LAPSE].low, moves[LAPSE].high, moves[LAPSE].label) == (1.0, 0.65, "Members stay longer")
    assert (moves[MARGIN].low, moves[MARGIN].high) == (0.3, 0.5)
    assert "economics.acquisition_cost" not in moves  # states no ends
    assert not scenario.behaviour.momentum.on
    assert "behaviour.momentum.lift" not in moves
    switched = build(scenario.model_dump(), {"behaviour.momentum.on": True, "behaviour.retention.on": False})
    paths = [move.path for move in assumptions(switched)]
    assert "behaviour.momentum.lift" in paths
    assert LAPSE not in paths
    shocked = [move for move in assumptions(preset("recession")) if move.path.startswith("market.shocks[0].")]
    assert len(shocked) == 4


def test_a_study_moves_its_uncertainties_and_levers_between_their_ends() -> None:
    """Given ends, else those of the evidence; of a normal its 5th and 95th percentile; linked levers move along."""
    plan = loads(f"""
base: {{preset: beauty-tiers}}
levers:
  - {{path: program.expiry.months, values: [12, 6, 24]}}
  - {{path: program.expiry.rule, values: [never, inactivity]}}
  - {{path: program.point_value, low: 0.01, high: 0.05, step: 0.03}}
  - {{path: program.enrolment.welcome_points, values: [10]}}
  - path: "program.tiers.levels[0].threshold"
    values: [400, 500]
    linked: [{{path: "program.tiers.levels[1].threshold", factor: 2.0}}]
uncertainties:
  - {{path: {MARGIN}, distribution: normal, sd: 0.01, low: 0.1, high: 0.9}}
  - {{path: {LAPSE}, low: 0.8}}
""")
    moves = {move.path: move for move in of_study(plan)}
    margin = plan.base.economics.gross_margin
    assert moves[MARGIN].low == pytest.approx(margin - 0.01644854, abs=1e-6)
    assert moves[MARGIN].high == pytest.approx(margin + 0.01644854, abs=1e-6)
    assert (moves[LAPSE].low, moves[LAPSE].high) == (0.8, 1.0)
    assert (moves["program.expiry.months"].low, moves["program.expiry.months"].high) == (6, 24)
    assert (moves["program.expiry.rule"].low, moves["program.expiry.rule"].high) == ("never", "inactivity")
    assert (moves["program.point_value"].low, moves["program.point_value"].high) == (0.01, 0.04)
    assert "program.enrolment.welcome_points" not in moves
    threshold = moves["program.tiers.levels[0].threshold"]
    assert threshold.settings("low") == {threshold.path: 400, "program.tiers.levels[1].threshold": 800.0}
    assert threshold.kind == "lever"


def test_labels_are_words() -> None:
    """The title of an effect for its strength, the names of list items, and else the fields on the way."""
    scenario = preset("beauty-tiers")
    assert label(scenario, "behaviour.light_heavy.light") == "Light buyers respond more than heavy ones"
    assert label(scenario, "behaviour.light_heavy.heavy") == "Light buyers respond more than heavy ones · heavy"
    assert label(scenario, MARGIN) == "Gross margin"
    name = scenario.program.tiers.levels[0].name
    assert label(scenario, "program.tiers.levels[0].threshold") == f"Tiers · {name} · threshold"
