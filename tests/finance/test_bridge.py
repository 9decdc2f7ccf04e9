"""Bridges between two designs: exact, nothing where nothing changed, and the change of a lever in its own step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from loyalty_sim.engine import Measure, Result, simulate
from loyalty_sim.finance import compare
from loyalty_sim.finance.bridge import FACTORS, Bridge, bridge, liability_bridge
from loyalty_sim.finance.liability import Policy, liability
from loyalty_sim.scenario import Earn, Economics, Market, Program, Run, Scenario, Segment

MakeResult = Callable[..., Result]
FIGURES = ("program_cost", "closing_points", "closing_face_value", "incremental_margin")
KPI = {
    "program_cost": "cost", "closing_points": "outstanding", "closing_face_value": "outstanding_value",
    "incremental_margin": "incremental_margin",
}  # fmt: skip


def changed(scenario: Scenario, part: str, **fields: object) -> Scenario:
    return scenario.model_copy(update={part: getattr(scenario, part).model_copy(update=fields)})


def steps(found: Bridge) -> dict[str, float]:
    """What each factor moves, by its name."""
    return {step.factor.key: step.change.value for step in found.steps}


@pytest.fixture(scope="module")
def richer(rich: Result) -> Result:
    """The same program with points that are worth more, earned faster, and a dearer perk."""
    program = {"point_value": 0.015, "earn": rich.scenario.program.earn.model_copy(update={"points": 1.5})}
    return simulate(changed(rich.scenario, "program", **program))


@pytest.mark.parametrize("figure", FIGURES)
def test_no_change_moves_nothing(rich: Result, figure: str) -> None:
    """Between two runs of one scenario every step, and the residual, is exactly 0 without noise."""
    found = bridge(simulate(rich.scenario), rich, figure)
    for change in (*(step.change for step in found.steps), found.residual):
        assert (change.value, change.se) == (0, 0)
    assert found.notes == ()


@pytest.mark.parametrize("figure", FIGURES)
def test_steps_add_up_to_the_difference(rich: Result, richer: Result, figure: str) -> None:
    """Baseline + steps + residual is the other design, both ends are the key figures, with next to nothing residual."""
    found = bridge(richer, rich, figure)
    total = found.baseline.value + sum(steps(found).values()) + found.residual.value
    assert total == pytest.approx(found.result.value, rel=1e-12)
    assert abs(found.residual.value) < 1e-9 * abs(found.result.value)
    difference = compare(richer, rich)[KPI[figure]].value
    assert found.result.value - found.baseline.value == pytest.approx(difference, rel=1e-9)
    assert found.change == compare(richer, rich)[KPI[figure]]
    assert [step.factor for step in found.steps] == [factor for factor in FACTORS if factor.key in steps(found)]


def test_the_way_back_is_as_long(rich: Result, richer: Result) -> None:
    """From the other design to the baseline the steps add up to the same with the opposite sign."""
    there, back = bridge(richer, rich), bridge(rich, richer)
    assert sum(steps(there).values()) == pytest.approx(-sum(steps(back).values()))


def test_what_is_owed_is_face_value_times_what_is_owed_of_it(rich: Result, richer: Result) -> None:
    """The bridge of the liability goes the way of the face value, and then from face value to what the policy makes of it;
    nothing moves where nothing changed, and a rate that is expected otherwise is a step of its own."""
    owed = [liability(run, Policy(estimator="fixed", urr=rate)) for run, rate in ((rich, 0.6), (richer, 0.6), (rich, 0.7))]
    found, face = liability_bridge(owed[1], owed[0]), bridge(richer, rich, "closing_face_value")
    assert found.baseline.value + sum(steps(found).values()) + found.residual.value == pytest.approx(found.result.value)
    assert found.result.value == pytest.approx(owed[1].closing[0, -1])
    assert abs(found.residual.value) < 1e-9 * found.result.value
    share = found.baseline.value / face.baseline.value
    assert steps(found)["point_value"] == pytest.approx(share * steps(face)["point_value"])
    same = liability_bridge(owed[0], owed[0])
    assert all((step.change.value, step.change.se) == (0, 0) for step in same.steps)
    dearer = steps(liability_bridge(owed[2], owed[0]))
    assert dearer["cover"] > 0
    assert all(moved == 0 for key, moved in dearer.items() if key != "cover")


@pytest.mark.parametrize(
    ("fields", "figure", "moved"),
    [
        ({"gross_margin": 0.5}, "incremental_margin", {"margin_rate"}),
        ({"fixed_cost_per_year": 60_000}, "program_cost", {"fixed_cost"}),
        ({"fixed_cost_per_year": 60_000}, "incremental_margin", {"fixed_cost"}),
        ({"cost_per_member_year": 3}, "program_cost", {"other_cost"}),
        ({"cost_per_member_year": 3}, "closing_points", set()),
        ({"cost_per_point": 0.02}, "program_cost", {"reward_price", "other_cost"}),
    ],
)
def test_a_change_is_in_the_step_of_its_factor(rich: Result, fields: dict[str, float], figure: str, moved: set[str]) -> None:
    """What costs or earns more moves the step of that factor alone; a dearer point costs friends here anyway more, too."""
    found = bridge(simulate(changed(rich.scenario, "economics", **fields)), rich, figure)
    assert {key for key, change in steps(found).items() if abs(change) > 1e-6} == moved


def by_hand(make: MakeResult, members: int, bought: int, sold: int, earned: int, redeemed: int) -> Result:
    """One month, money in cents; 2 cents a redeemed point, a fixed cost of 10."""
    scenario = Scenario(
        economics=Economics(cost_per_point=0.02, fixed_cost_per_year=120), run=Run(months=1, warmup_months=0)
    )
    counts = {"MEMBER_PURCHASES": [bought], "MEMBER_SALES": [sold], "EARNED": [earned], "REDEEMED": [redeemed]}
    return make(scenario, ENROLLED=[members], **counts)


def test_steps_by_hand(make: MakeResult) -> None:
    """Twice the members, half more purchases of each, a basket of 12 for 10, 2 points for 1, 60 % redeemed and not 50 %."""
    baseline = by_hand(make, members=100, bought=200, sold=200_000, earned=2_000, redeemed=1_000)
    result = by_hand(make, members=200, bought=600, sold=720_000, earned=14_400, redeemed=8_640)
    found = bridge(result, baseline)
    assert found.baseline.value == pytest.approx(20 + 10)
    assert steps(found) == pytest.approx({
        "member_months": 20, "mix": 0, "frequency": 20, "basket": 12, "earn_rate": 72, "used_share": 144 * 0.2,
        "reward_price": 0, "other_cost": 0, "fixed_cost": 0,
    }, abs=1e-9)  # fmt: skip
    assert found.result.value == pytest.approx(172.8 + 10)
    points = steps(bridge(result, baseline, "closing_points"))
    assert points["member_months"] == pytest.approx(1000)
    assert points["used_share"] == pytest.approx(-1440)
    assert sum(points.values()) == pytest.approx(5760 - 1000)


def test_mix_is_told_apart_from_volume(make: MakeResult) -> None:
    """With as many members, more of them in the segment that earns twice as much, the mix holds all of the difference."""
    market = Market(segments=(Segment(name="A", share=0.5), Segment(name="B", share=0.5)))
    runs = []
    for members in ((60, 40), (40, 60)):
        result = make(Scenario(market=market, run=Run(months=1, warmup_months=0)))
        for segment, count in enumerate(members):
            sold = 1000 * (segment + 1) * count
            counts = {"ENROLLED": count, "MEMBER_PURCHASES": count, "MEMBER_SALES": sold, "EARNED": sold // 100}
            for name, number in counts.items():
                result.tally.panel[:, 0, segment, Measure[name]] = number
        runs.append(result)
    found = steps(bridge(runs[1], runs[0], "closing_points"))
    assert found["mix"] == pytest.approx(1600 - 1400)
    assert {key for key, change in found.items() if abs(change) > 1e-9} == {"mix"}


@pytest.mark.parametrize("figure", FIGURES)
def test_points_from_nothing_are_in_the_earn_rate(figure: str) -> None:
    """Where the baseline issues no points, the earn rate holds all that they do, the shares nothing; and a note says so."""
    run = Run(months=12, warmup_months=0, customers=500)
    none = Scenario(program=Program(earn=Earn(points=0)), run=run)
    found = bridge(simulate(Scenario(run=run)), simulate(none), figure)
    assert any("Only one design issues points" in note for note in found.notes)
    changes = steps(found)
    assert changes["earn_rate"] != 0
    for key in ("used_share", "reward_price", "expired_share", "clawed_share", "point_value"):
        assert changes.get(key, 0) == 0
    assert abs(found.residual.value) <= 1e-9 * abs(found.result.value)
    neither = bridge(simulate(none), simulate(none), figure)
    assert any("Neither design issues points" in note for note in neither.notes)


def test_different_segments_are_noted(rich: Result) -> None:
    """Where the segments differ their mix moves nothing, a note says so, and the steps still add up."""
    segments = (Segment(name="C", share=1.0, purchases_per_year=5),)
    found = bridge(simulate(changed(rich.scenario, "market", segments=segments)), rich)
    assert any("segments differ" in note for note in found.notes)
    assert steps(found)["mix"] == 0
    assert abs(found.residual.value) < 1e-9 * found.result.value


def test_the_table_holds_every_step(rich: Result, richer: Result) -> None:
    """The table runs from the baseline over the steps in their order to the residual and the result."""
    found = bridge(richer, rich)
    table = found.table()
    labels = [step.factor.label for step in found.steps]
    assert table["label"].tolist() == ["Baseline", *labels, "Residual", "Result"]
    assert table["value"].iloc[:-1].sum() == pytest.approx(table["value"].iloc[-1])


def test_what_cannot_be_bridged_is_refused(rich: Result, make: MakeResult) -> None:
    """Unknown figures and runs of different lengths are refused."""
    with pytest.raises(ValueError, match="no bridge of 'revenue'; bridges are of program_cost"):
        bridge(rich, rich, "revenue")
    with pytest.raises(ValueError, match="different numbers of months"):
        bridge(rich, make(changed(rich.scenario, "run", months=29)))
