"""The tail of a balance over replicated runs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance import kpis
from loyalty_sim.finance.tail import closing_face_value, fewest_runs, of_balances, replication, tail
from loyalty_sim.scenario import Program, Run, Scenario

MakeResult = Callable[..., Result]


def replications(make: MakeResult, balances: list[int], value: float = 0.01) -> list[Result]:
    """Runs of one scenario that close with these balances."""
    program = Program(point_value=value)
    return [
        make(Scenario(program=program, run=Run(months=1, warmup_months=0, seed=seed)), EARNED=[balance])
        for seed, balance in enumerate(balances)
    ]


def test_quantile_is_a_balance_that_occurred(make: MakeResult) -> None:
    """Of balances 10, 20, ..., 200, at least 95 % do not exceed 190; their face value has the same tail."""
    results = replications(make, list(range(200, 0, -10)), value=0.05)
    found = tail(results)
    assert (found.runs, found.share) == (20, 0.95)
    assert found.quantile == pytest.approx(190)
    assert found.mean == pytest.approx(105)
    assert found.deviation == pytest.approx(np.std(np.arange(10, 201, 10), ddof=1))
    assert tail(results, closing_face_value).quantile == pytest.approx(9.5)
    assert tail(results, lambda result: float(result.scenario.run.seed)).quantile == 18
    assert tail(results, share=0.5).quantile == pytest.approx(100)


def test_both_ends_and_the_middle() -> None:
    """Of 20 balances at least 95 % do not exceed the upper end and as many reach the lower one; half do not exceed the
    median."""
    found = of_balances([float(10 * number) for number in range(20, 0, -1)], scale=3.0)
    assert (found.lower, found.median, found.quantile, found.scale) == (20, 100, 190, 3)
    with pytest.raises(ValueError, match="19 runs tell nothing of 95%; it takes 20"):
        of_balances([1.0] * 19, scale=1.0)


def test_replications_differ_in_the_seed_alone() -> None:
    """Every number gives other draws of the same scenario, at the largest seed too."""
    first = Scenario(run=Run(seed=2**63 - 1))
    others = [replication(first, number) for number in range(3)]
    assert [other.run.seed for other in others] == [2**63 - 1, 0, 1]
    assert {other.model_copy(update={"run": first.run}) == first for other in others} == {True}


def test_a_tail_is_no_interval() -> None:
    """Replicated runs spread about as the standard error of one of them says, and their tail lies above their mean."""
    run = Run(months=12, warmup_months=0, customers=200)
    results = [simulate(Scenario(run=run.model_copy(update={"seed": seed}))) for seed in range(20)]
    found = tail(results)
    errors = [kpis(result)["outstanding"].program.se for result in results]
    assert 0.5 < found.deviation / np.mean(errors) < 2
    assert found.quantile > found.mean + found.deviation
    assert found.scale == results[0].scale


def test_what_is_no_replication_is_refused(make: MakeResult) -> None:
    """Too few runs, a seed twice, another scenario and a share that is no tail are refused."""
    results = replications(make, list(range(1, 22)))
    with pytest.raises(ValueError, match="19 runs tell nothing of 95%; it takes 20"):
        tail(results[:19])
    with pytest.raises(ValueError, match="same seed"):
        tail([*results, results[0]])
    with pytest.raises(ValueError, match="different scenarios"):
        tail([*results[:-1], replications(make, [1] * 30, value=0.02)[-1]])
    with pytest.raises(ValueError, match=r"at least 0\.5 and below 1"):
        tail(results, share=1.0)
    assert [fewest_runs(share) for share in (0.5, 0.9, 0.95, 0.99)] == [2, 10, 20, 100]
