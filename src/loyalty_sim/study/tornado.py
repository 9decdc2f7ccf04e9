"""What an answer hinges on: every assumption, and every lever that is given, moved alone to both of its ends.

All runs have the same customers with the same draws, so that a bar is a paired difference; what does not matter has a bar
of exactly nothing. A bar says nothing of two assumptions that are wrong together; that is what Sobol indices are for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from threading import Event

from loyalty_sim.finance.estimate import Estimate, around, jackknife
from loyalty_sim.scenario import Scenario
from loyalty_sim.study.ends import Move
from loyalty_sim.study.plan import BASE, Design, Draw, Plan
from loyalty_sim.study.rows import Found, Measured
from loyalty_sim.study.runner import Progress
from loyalty_sim.study.simulated import simulated
from loyalty_sim.study.specification import Base, Outcome, Study


@dataclass(frozen=True)
class End:
    """The outcome with one assumption, or one lever, at one of its ends."""

    value: Estimate | None
    change: Estimate | None
    """Less that of the base scenario: the same customers."""
    reason: str | None
    """Why there is no run; None when there is one."""


@dataclass(frozen=True)
class Bar:
    """How far the outcome goes when one thing moves."""

    move: Move
    low: End
    high: End
    span: Estimate | None
    """Outcome at the high end less that at the low end: the same customers."""

    @property
    def reach(self) -> float:
        """Distance of the largest from the smallest of the outcomes at both ends and at the base."""
        changes = [end.change.value for end in (self.low, self.high) if end.change is not None]
        return max(0.0, *changes) - min(0.0, *changes) if changes else math.nan

    @property
    def matters(self) -> bool:
        """Whether an end differs from the base, or from the other end, by more than the noise of the simulation explains
        at 95 %."""
        gaps = [each for each in (self.low.change, self.high.change, self.span) if each is not None]
        return any(each.value != 0 and not each.spans_zero(95) for each in gaps)


@dataclass(frozen=True)
class Tornado:
    """The bars of every outcome."""

    scenario: Scenario
    outcomes: tuple[Measured, ...]
    base: dict[str, Estimate | None]
    """Each outcome of the base scenario, by the name of its column."""
    by_outcome: dict[str, tuple[Bar, ...]]
    """By the name of its column, the longest bar first; those without a value come last."""

    def bars(self, outcome: str | None = None) -> tuple[Bar, ...]:
        """The bars of an outcome, by default the first."""
        return self.by_outcome[outcome or self.outcomes[0].column]


def tornado(
    scenario: Scenario,
    moves: Sequence[Move],
    outcomes: Sequence[Measured] = (Measured("net_value", "program"),),
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> Tornado:
    """Simulate a scenario with each thing moved alone, and hold the outcomes against it.

    Args:
        moves: from ``ends.assumptions`` or ``ends.of_study``.
        outcomes: key figures, each in one world.
        executor, jobs, progress, cancel: as in ``run``.

    Raises:
        RuntimeError: the scenario itself cannot be simulated.
        Cancelled: ``cancel`` was set.
        LostWorkersError: the executor broke.
    """
    plan = one_at_a_time(scenario, moves, outcomes)
    found = simulated(plan, executor=executor, jobs=jobs, progress=progress, cancel=cancel)
    base, rest = found[0], found[1:]
    if base.reason is not None:
        raise RuntimeError(f"the scenario cannot be simulated: {base.reason}")
    pairs = list(zip(moves, rest[::2], rest[1::2], strict=True))
    bars = {}
    for index, each in enumerate(outcomes):
        made = [_bar(move, low, high, base, index, each) for move, low, high in pairs]
        bars[each.column] = tuple(sorted(made, key=lambda bar: -bar.reach if bar.reach == bar.reach else math.inf))
    values = {each.column: _value(base, index) for index, each in enumerate(outcomes)}
    return Tornado(scenario, tuple(outcomes), values, bars)


def one_at_a_time(scenario: Scenario, moves: Sequence[Move], outcomes: Sequence[Measured]) -> Plan:
    """The base scenario, and then each move at its low and at its high end."""
    designs = [Design(0, BASE, {})]
    for move in moves:
        designs.append(Design(len(designs), f"{move.path} low", move.settings("low")))
        designs.append(Design(len(designs), f"{move.path} high", move.settings("high")))
    recorded = tuple(Outcome(kpi=each.kpi, world=each.world) for each in outcomes)
    return Plan(Study(base=Base(scenario=scenario), outcomes=recorded), scenario, tuple(designs), (Draw(0, {}),))


def _bar(move: Move, low: Found, high: Found, base: Found, index: int, measured: Measured) -> Bar:
    def end(found: Found) -> End:
        return End(_value(found, index), _gap(found, base, index, measured), found.reason)

    return Bar(move, end(low), end(high), _gap(high, low, index, measured))


def _value(found: Found, index: int) -> Estimate | None:
    return _known(float(found.figures[index, 0]), float(found.se[index]))


def _gap(found: Found, other: Found, index: int, measured: Measured) -> Estimate | None:
    gap, se = jackknife(found.figures[index] - other.figures[index])
    if measured.kpi == "payback" and float(gap) != 0:  # months are steps, which the jackknife does not serve
        return _known(float(gap), math.hypot(found.se[index], other.se[index]))
    return _known(float(gap), float(se))


def _known(value: float, se: float) -> Estimate | None:
    return around(value, se) if math.isfinite(value) and math.isfinite(se) else None
