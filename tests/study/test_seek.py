"""Goal seek held against functions whose answer is known, and a real scenario."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import simulate
from loyalty_sim.finance import kpis
from loyalty_sim.finance.estimate import REPLICATES, Array
from loyalty_sim.report.solution import told
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset
from loyalty_sim.study.axis import Axis, axis_of
from loyalty_sim.study.plan import build
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.seek import Measure, Sought, Span, seek
from loyalty_sim.study.solve import solve
from loyalty_sim.study.target import Target

FINE = Axis(None, 0, 2, 0.001, fine=True)
WHOLE = Axis(None, 0, 100, 1)


def below(number: float) -> Target:
    """A target on any figure; only its sign and its number count here."""
    return Target(Measured("cost", "program"), "<", number)


def exact(function: Callable[[float], float]) -> Measure:
    """A function without noise."""
    return lambda value, customers: np.full(REPLICATES, float(function(value)))


def noisy(function: Callable[[float], float], spread: float) -> Measure:
    """A function with the same noise everywhere, that shrinks with the root of the sample: what common random numbers do."""
    wave = np.where(np.arange(REPLICATES) % 2 == 1, 1.0, -1.0) * spread
    wave[0] = 0

    def measure(value: Any, customers: int) -> Array:
        return function(value) + wave / math.sqrt(customers)  # type: ignore[no-any-return]

    return measure


def test_a_root_is_bracketed_to_the_last_step() -> None:
    """x² < 2 holds up to 1.414 and no longer at 1.415, and the limit is the root itself."""
    found = seek(exact(lambda x: x * x), FINE, below(2), current=0.2)
    assert found.answer is not None
    (limit,) = found.limits
    assert (limit.inside.value, limit.outside.value, found.answer.value) == (1.414, 1.415, 1.414)
    assert limit.at == pytest.approx(math.sqrt(2), abs=1e-6)
    assert found.spans == (Span(0, 1.414),)
    assert (found.shape, found.sure) == ("rises", True)
    assert len(found.readings) < 30


@pytest.mark.parametrize("edge", [1, 17, 50, 99])
@pytest.mark.parametrize("falling", [False, True])
def test_a_step_among_whole_numbers_is_found_wherever_it_is(edge: int, falling: bool) -> None:
    """A function that jumps has no slope to follow; the two values around the jump are found by halving."""
    found = seek(exact(lambda x: float((x >= edge) != falling)), WHOLE, below(0.5))
    (limit,) = found.limits
    assert {limit.inside.value, limit.outside.value} == {edge - 1, edge}
    assert limit.inside.value == (edge if falling else edge - 1)
    assert len(found.readings) <= 9 + 7


def test_all_changes_of_side_are_found_where_the_outcome_turns() -> None:
    """A parabola keeps to its limit on two sides; the answer is on the side of the current value, and the turn is told."""
    found = seek(exact(lambda x: 1 - ((x - 50) / 40) ** 2), WHOLE, below(0.75), current=90)
    assert found.spans == (Span(0, 29), Span(71, 100))
    assert found.shape == "turns"
    assert [limit.inside.value for limit in found.limits] == [29, 71]
    assert found.answer is not None
    assert found.answer.value == 71


def test_a_dip_between_the_values_looked_at_first_is_found() -> None:
    """When none of the first values keeps to the target, the gaps around the best are halved."""
    found = seek(exact(lambda x: abs(x - 56)), WHOLE, below(1))
    assert found.spans == (Span(56, 56),)


@pytest.mark.parametrize(
    ("function", "best", "shape"),
    [(lambda x: 200 - x, 100, "falls"), (lambda x: 5 + abs(x - 30), 30, "turns"), (lambda x: 7.0, 0, "nothing")],
)
def test_no_solution_says_how_near_it_comes_and_where(function: Callable[[float], float], best: int, shape: str) -> None:
    """At an end of the range, between, or nowhere because the lever moves nothing."""
    found = seek(exact(function), WHOLE, below(1))
    assert found.best is not None
    assert (found.answer, found.limits, found.spans) == (None, (), ())
    assert (found.best.value, found.shape, found.sure) == (best, shape, True)


def test_a_target_that_holds_everywhere_names_the_value_nearest_to_breaking_it() -> None:
    """The answer is then the current value, and the worst one tells how much room there is."""
    found = seek(exact(lambda x: x), WHOLE, below(1000), current=12)
    assert found.answer is not None
    assert found.worst is not None
    assert (found.answer.value, found.worst.value, found.spans) == (12, 100, (Span(0, 100),))


def test_choices_are_all_looked_at() -> None:
    """Which of a few keep to the target; the current one is the answer if it does."""
    costs = {"never": 3.0, "yearly": 1.0, "monthly": 0.5}
    found = seek(lambda value, _: np.full(REPLICATES, costs[value]), Axis(tuple(costs)), below(2), current="monthly")
    assert found.answer is not None
    assert found.answer.value == "monthly"
    assert [span.first for span in found.spans] == ["yearly", "monthly"]


def test_values_that_are_not_allowed_are_told_and_passed_over() -> None:
    """A value without an outcome has its reason; the answer comes from the others."""
    whole = exact(lambda x: x)
    found = seek(lambda value, n: "is too much" if value > 80 else whole(value, n), WHOLE, below(40))
    assert found.answer is not None
    assert found.answer.value == 39
    assert {each.reason for each in found.readings if each.value > 80} == {"is too much"}


def test_the_sample_grows_until_the_answer_is_sure_or_the_budget_is_spent() -> None:
    """Noise that hides the side of both values is driven down fourfold by fourfold; what stays hidden is said. Here
    2.09 x 8 x the root of (0.95 x 20) comes below one half with 21,400 customers."""
    wanted = noisy(lambda x: x, 8)
    sure = seek(wanted, WHOLE, below(40.5), customers=100, most=100_000)
    assert (sure.sure, sure.customers, sure.limits[0].inside.value) == (True, 25_600, 40)
    assert seek(wanted, WHOLE, below(40.5), customers=100, most=1000).sure is False
    assert seek(wanted, WHOLE, below(40.5), customers=100, most=1000).customers == 1000


def test_on_a_lever_that_takes_any_value_the_place_of_the_limit_is_sure_within_a_hundredth() -> None:
    """The margin is the noise of the outcome over its slope: 4.56 / 2 of 20 replicates x 2.09 for a slope of 2."""
    found = seek(noisy(lambda x: 2 * x, 1), FINE, below(1.0005), customers=100, most=1_000_000)
    (limit,) = found.limits
    se = math.sqrt(0.95 * 20) / math.sqrt(found.customers)
    assert limit.margin == pytest.approx(2.093024 * se / 2, rel=1e-4)
    assert found.sure
    assert limit.margin <= 0.02


TARGETS = [("breakage<15%", "<", 0.15, "program"), ("retention.difference >= -1e-3", ">=", -0.001, "difference")]


@pytest.mark.parametrize(("text", "sign", "number", "world"), TARGETS)
def test_targets_are_read(text: str, sign: str, number: float, world: str) -> None:
    """A key figure, a sign and a number, also in per cent and of another world."""
    found = Target.parse(text)
    assert (found.sign, found.number, found.measured.world) == (sign, pytest.approx(number), world)


@pytest.mark.parametrize(
    ("text", "hint"), [("breakage", "is not a key figure"), ("brekage < 1", "did you mean breakage"),
                       ("breakage.without < 1", "program world only")]
)  # fmt: skip
def test_other_targets_are_refused_in_a_sentence(text: str, hint: str) -> None:
    """What is wrong, and what was probably meant."""
    with pytest.raises(ValueError, match=hint):
        Target.parse(text)


def test_the_range_of_a_lever_is_its_own_but_not_far_beyond_what_is_known() -> None:
    """Months go up to three times their highest band in whole steps; choices are all there are."""
    months = axis_of("program.expiry.months")
    assert (months.low, months.high, months.step, months.fine) == (0, 72, 1, False)
    assert "inactivity" in (axis_of("program.expiry.rule").values or ())
    assert axis_of("program.point_value", high=0.02).step == 0.00001
    with pytest.raises(ValueError, match="must be between 0 and 240"):
        axis_of("program.expiry.months", high=300)


@pytest.fixture(scope="module")
def small() -> Scenario:
    """A small ready scenario."""
    base = preset("coffee-stars")
    return base.model_copy(update={"run": base.run.model_copy(update={"customers": 300, "months": 6})})


def test_a_real_answer_is_what_single_runs_say(small: Scenario) -> None:
    """Both sides of the limit are the outcomes of runs by themselves, one on each side of the target."""
    found = solve(small, "program.expiry.months", "breakage < 0.3", low=1, high=8, most=300)
    assert found.sought.limits
    for limit in found.sought.limits:
        assert abs(limit.inside.value - limit.outside.value) == 1
        for side, holds in ((limit.inside, True), (limit.outside, False)):
            alone = kpis(simulate(build(small.model_dump(), {"program.expiry.months": side.value})))["breakage"].program
            assert alone is not None
            assert side.estimate.value == alone.value
            assert (alone.value < 0.3) is holds
        assert any(f"At {limit.inside.value} it is" in sentence for sentence in told(found))


def test_why_there_is_no_solution_is_said(small: Scenario) -> None:
    """A lever that does nothing here, and one that is stopped by its end."""
    never = build(small.model_dump(), {"program.expiry.rule": "never"})
    still = told(solve(never, "program.expiry.months", "breakage > 0.5", low=3, high=6))
    assert (
        still[0] == "No solution: program.expiry.months does not move Breakage (expired / issued), which is 0 % from 3 to 6."
    )
    ended = told(solve(small, "program.expiry.months", "breakage < 0", low=2, high=4, most=300))
    assert "the lowest is" in ended[0]
    assert ended[1] == "It stops at the upper end of where was looked."


def test_the_same_question_has_the_same_answer(small: Scenario) -> None:
    """Nothing depends on chance or on what was asked before."""

    def ask() -> Sought:
        return solve(small, "program.point_value", "cost_ratio < 0.1", most=300).sought

    one, other = ask(), ask()
    assert [(each.value, each.reason) for each in one.readings] == [(each.value, each.reason) for each in other.readings]
    assert one.spans == other.spans
