"""Goal seek: which value of one lever keeps a key figure to a target, or why none does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from threading import Event
from typing import Any

from pydantic import ValidationError

from loyalty_sim.engine import simulate
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.kpis import FIGURES, Figure
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario.problems import explain
from loyalty_sim.scenario.scenario import Scenario
from loyalty_sim.study.axis import Axis, axis_of
from loyalty_sim.study.places import located, refusal, value_at
from loyalty_sim.study.plan import build
from loyalty_sim.study.rows import figure
from loyalty_sim.study.seek import Sought, seek
from loyalty_sim.study.target import Target

BUDGET = 16
"""Times the customers of the scenario, by default the most that are simulated for a sure answer."""

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Solution:
    """What a goal seek found."""

    lever: str
    axis: Axis
    """The values among which was looked."""
    target: Target
    current: Any
    """Value of the lever in the scenario."""
    currency: str
    sought: Sought

    @property
    def figure(self) -> Figure:
        """The key figure of the target: label, unit, definition."""
        return FIGURES[self.target.measured.kpi]


def solve(
    scenario: Scenario,
    lever: str,
    target: Target | str,
    *,
    low: float | None = None,
    high: float | None = None,
    step: float | None = None,
    most: int | None = None,
    executor: Executor | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> Solution:
    """Look for the values of one lever at which a key figure keeps to a target.

    All runs have the same customers with the same draws, so that the outcome moves by what the lever does alone.

    Args:
        scenario: the design as it is; its customers are simulated first.
        lever: path, such as program.expiry.months.
        target: such as ``breakage < 15%``.
        low, high, step: where to look, as in ``axis_of``.
        most: customers to which the sample grows while the answer is not sure; by default 16 times those of the scenario.
        executor, threads: where the customers of each run are simulated, as in ``simulate``.
        progress: called with the number of runs done, from this thread; how many there will be is not known.
        cancel: when set, stops after the customers under way.

    Raises:
        ValueError: lever, range or target cannot be used; a sentence.
        Cancelled: ``cancel`` was set.
        Exception: whatever an executor raises that cannot go on.
    """
    content = scenario.model_dump()
    wrong = refusal(lever, "lever", content)
    if wrong is not None:
        raise ValueError(f"the lever {wrong}")
    wanted = Target.parse(target) if isinstance(target, str) else target
    axis = axis_of(lever, low, high, step)
    current = value_at(content, located(lever))
    customers = scenario.run.customers

    def measure(value: Any, sample: int) -> Array | str:
        try:
            design = build(content, {lever: value, "run.customers": sample})
        except ValidationError as error:
            return str(explain(error)[0])
        result = simulate(design, executor=executor, threads=threads, cancel=cancel)
        found = figure(program_world(result), wanted.measured)
        return f"{wanted.measured.kpi} has no value there" if (found != found).any() else found

    sought = seek(
        measure, axis, wanted, current=current, customers=customers, most=max(most or BUDGET * customers, customers),
        done=progress or (lambda count: None),
    )  # fmt: skip
    return Solution(lever, axis, wanted, current, scenario.currency, sought)
