"""Which designs may be the best: coverage on constructed data, and samples that grow until it is sure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from loyalty_sim.engine import Cancelled
from loyalty_sim.finance.estimate import Array
from loyalty_sim.study import Design, run
from loyalty_sim.study.growth import choose, grown
from loyalty_sim.study.selection import Contender, compared_with_best, mirrored, select, sources
from tests.study.studies import small
from tests.study.test_uncertainty import left_out

TWO = "levers: [{path: program.expiry.months, values: [3]}]\n"


def designs(count: int) -> list[Design]:
    return [Design(index, f"design {index}", {}) for index in range(count)]


def data(rng: np.random.Generator, means: Array, draws: int = 1, of_draw: float = 0.0, shared: float = 2.0) -> Array:
    """Outcomes ``[design, draw, 1, replicate]`` of the same customers: noise that all designs share and of their own."""
    count = len(means)
    batch = (
        shared * rng.standard_normal((1, 1, 20))
        + rng.standard_normal((count, 1, 20)) * (1 + np.arange(count))[:, None, None]
    )
    draw = of_draw * rng.standard_normal((count, draws, 1)) + shared * rng.standard_normal((1, draws, 1))
    figures: Array = left_out(means[:, None, None] + batch + (draw if draws > 1 else 0.0))
    return figures[:, :, None]


def against_best(figures: Array, confidence: float = 0.95) -> list[Contender]:
    count = len(figures)
    values = figures.reshape(count, -1, 21).mean(axis=1)
    return compared_with_best(designs(count), values, sources(figures), confidence)


def test_two_equal_designs_have_exactly_the_coverage() -> None:
    """With two designs there is one comparison and t is exact: the better one is kept in 95 % of studies, |z| < 4."""
    rng, studies = np.random.default_rng(1), 4000
    kept = sum(
        next(each.best for each in against_best(data(rng, np.zeros(2))) if each.design.index == 0) for _ in range(studies)
    )
    assert abs(kept - 0.95 * studies) / math.sqrt(0.95 * 0.05 * studies) < 4


@pytest.mark.parametrize(("draws", "of_draw"), [(1, 0.0), (8, 1.0)])
def test_many_designs_keep_the_best_at_least_as_often(draws: int, of_draw: float) -> None:
    """Equal means, the hardest case, unequal variances: the best is kept and every interval holds in 95 % or more."""
    rng, studies = np.random.default_rng(2), 1000
    kept = held = 0
    for _ in range(studies):
        found = against_best(data(rng, np.zeros(5), draws, of_draw))
        kept += next(each.best for each in found if each.design.index == 0)
        held += all(each.low <= 0 <= each.high for each in found)
    for count in (kept, held):
        assert (count - 0.95 * studies) / math.sqrt(0.95 * 0.05 * studies) > -4


def test_intervals_hold_the_true_gaps() -> None:
    """Each design less the best of the others, all at once, in 95 % or more of studies whose designs differ."""
    rng, studies, means = np.random.default_rng(3), 1000, np.array([0.0, 0.5, 1.0, 1.5])
    true = [means[index] - np.delete(means, index).max() for index in range(4)]
    held = sum(
        all(each.low <= true[each.design.index] <= each.high for each in against_best(data(rng, means)))
        for _ in range(studies)
    )
    assert (held - 0.95 * studies) / math.sqrt(0.95 * 0.05 * studies) > -4


def test_a_clear_best_is_alone() -> None:
    """Far ahead, it is the only one, surely above; the others are surely below, and the leader comes first."""
    found = against_best(data(np.random.default_rng(4), np.array([0.0, 50.0, 1.0])))
    assert [each.design.index for each in found] == [1, 2, 0]
    assert [each.best for each in found] == [True, False, False]
    assert found[0].low == 0.0
    assert found[0].high > 40
    assert found[1].high == 0.0
    assert found[1].low < found[1].gap < 0


def test_what_designs_share_does_not_blur_them() -> None:
    """Common random numbers: noise that all designs share cancels in every interval."""
    quiet, loud = (against_best(data(np.random.default_rng(5), np.arange(3.0), shared=shared)) for shared in (0.0, 1000.0))
    for one, other in zip(quiet, loud, strict=True):
        assert (one.low, one.high, one.best) == (pytest.approx(other.low), pytest.approx(other.high), other.best)


def test_draws_add_to_the_doubt() -> None:
    """Designs that differ by draw are less sure to be told apart than the customers alone would say."""
    figures = data(np.random.default_rng(6), np.zeros(3), 6, 5.0)
    both, customers = sources(figures), sources(figures)[:1]
    wide, narrow = (compared_with_best(designs(3), figures.mean(axis=(1, 2)), each)[0] for each in (both, customers))
    assert wide.low < narrow.low
    for statistic, count in (("mean", 2), ("p10", 2), ("min", 1)):
        assert len(sources(figures, statistic)) == count  # type: ignore[arg-type]
    assert sources(figures, "p10", 7)[1].rows.std() > 0


def test_alike_designs_are_never_told_apart() -> None:
    """A design and its twin differ by exactly nothing: both may be the best, and a single design is."""
    one = data(np.random.default_rng(7), np.zeros(1))
    found = against_best(np.concatenate([one, one]))
    assert [(each.best, each.gap, each.low, each.high) for each in found] == [(True, 0.0, 0.0, 0.0)] * 2
    assert against_best(one)[0].best
    assert compared_with_best([], np.empty(0), []) == []


def test_less_is_better_where_the_figure_says_so(tmp_path: Path) -> None:
    """By cost the cheapest design leads; a statistic is mirrored with the sign."""
    plan = small(levers=TWO, outcomes="outcomes: [{kpi: cost}]\n", monthly="")
    results = run(plan, tmp_path, jobs=1)
    found = select(results)
    standings = results.standings()
    assert [each.design.index for each in found.contenders] == [each.design.index for each in standings]
    assert found.contenders[0].value == standings[0].outcomes["cost"].value  # type: ignore[union-attr]
    assert found.contenders[0].value < found.contenders[1].value
    assert found.contenders[0].gap == -found.contenders[1].gap > 0
    assert (mirrored("p10"), mirrored("min"), mirrored("mean")) == ("p90", "max", "mean")


def made(means: Array, seen: list[int]) -> Callable[[Sequence[Design], int, int], Array]:
    """Figures of a known truth, for samples that grow."""

    def more(left: Sequence[Design], sample: int, done: int) -> Array:
        seen.append(sample)
        figures = data(np.random.default_rng(100 + sample), means, 2, 0.1)
        return figures[[design.index for design in left]].reshape(len(left), 2, 21)

    return more


def test_without_a_design_that_keeps_its_limits_there_is_nothing_to_select(tmp_path: Path) -> None:
    """Where every design breaks a limit none is compared, with any number of draws."""
    limits = "constraints: [{outcome: retention.difference, at_least: 2}]"
    for count in (1, 2):
        found = select(run(small(constraints=limits, draws=f"draws: {{count: {count}}}"), tmp_path / f"{count}"))
        assert (found.contenders, found.left_out) == ((), 10)


def test_a_sample_grows_until_one_is_left() -> None:
    """Rounds double the sample of the designs that are left; each sample is simulated once; the best one remains."""
    seen: list[int] = []
    means = np.append(np.zeros(9), 6.0)
    found = grown(small(), 0.0, 100_000, 0.95, made(means, seen))
    assert found.ended == "one"
    assert [each.design.index for each in found.selection.best] == [9]
    assert seen == list(range(found.rounds[-1].samples))
    assert [each.samples for each in found.rounds] == [2**index for index in range(len(found.rounds))]
    assert len(found.rounds) > 1
    assert len(found.dropped) + len(found.selection.contenders) == 10


def test_it_ends_when_the_loss_does_not_matter() -> None:
    """With a wide margin the first round is enough, whichever design is the best."""
    found = grown(small(), 1e6, 100_000, 0.95, made(np.zeros(10), []))
    assert (found.ended, len(found.rounds)) == ("precise", 1)
    assert found.selection.loss <= 1e6


def test_it_ends_when_the_budget_is_spent() -> None:
    """Designs alike are never told apart: the budget ends it, and is not exceeded."""
    found = grown(small(), 0.0, 200, 0.95, made(np.zeros(10), []))
    assert found.ended == "budget"
    assert found.rounds[-1].runs <= 200
    assert len(found.selection.best) > 1


def test_looking_again_does_not_lose_the_best() -> None:
    """Over all rounds together the best is kept in 95 % of studies or more."""
    studies, kept, plan, rng = 200, 0, small(), np.random.default_rng(8)

    def more(left: Sequence[Design], sample: int, done: int) -> Array:
        figures = data(rng, np.zeros(10), 2, 1.0)
        return figures[[each.index for each in left]].reshape(len(left), 2, 21)

    for _ in range(studies):
        found = grown(plan, 0.0, 100, 0.95, more)
        kept += any(each.design.index == 0 for each in found.selection.best)
    assert (kept - 0.95 * studies) / math.sqrt(0.95 * 0.05 * studies) > -4


def test_a_real_choice_is_the_same_for_any_number_of_jobs() -> None:
    """Samples have customers and draws of their own, whatever the jobs; cancelling stops it."""
    plan = small(levers=TWO, monthly="")
    one, two = (choose(plan, 0.0, 24, jobs=jobs) for jobs in (1, 2))
    assert one == two
    assert one.rounds[0].runs == len(plan)
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        choose(plan, 0.0, 24, jobs=1, cancel=cancel)
