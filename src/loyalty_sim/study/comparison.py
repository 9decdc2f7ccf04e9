"""Two to six designs side by side: what differs in them, and what that does, paired where the customers are the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from loyalty_sim.engine import Result, run_id, simulate
from loyalty_sim.finance import Coverage, Estimate, Kpi, compare, kpis, voided_by
from loyalty_sim.finance.bridge import LIABILITY, Bridge, bridge, liability_bridge
from loyalty_sim.finance.estimate import estimates
from loyalty_sim.finance.kpis import net_cost
from loyalty_sim.finance.liability import liability
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.differences import Difference, differences

FEWEST, MOST = 2, 6
"""Designs that can be compared at once."""

Verdict = Literal["same", "real", "unclear", "unknown"]
Progress = Callable[[int, int], None]


def verdict(change: Estimate | None, coverage: Coverage = 80) -> Verdict:
    """Whether a difference is real.

    Returns:
        "same" where it is exactly zero, "real" where its interval of that coverage excludes zero, "unclear" where the
        interval holds zero, "unknown" where there is no difference to take.
    """
    if change is None:
        return "unknown"
    if change.value == 0 and change.se == 0:
        return "same"
    return "unclear" if change.spans_zero(coverage) else "real"


@dataclass(frozen=True)
class Compared:
    """One key figure of all designs."""

    kpi: Kpi
    """Of the reference: key, label, unit, definition, window, and which way is better."""
    values: tuple[Estimate | None, ...]
    """Of each design, in the program world."""
    changes: tuple[Estimate | None, ...]
    """Each design less the reference, which is exactly zero from itself; None where there is nothing to compare."""


@dataclass(frozen=True)
class Kept:
    """What one more customer costs a design: none is bought, some are kept that would have left."""

    customers: Estimate | None
    """Customers present at the end less those who would be present without the program."""
    net_cost: Estimate | None
    """Program cost and member discounts less what members and partners pay for the program."""
    each: Estimate | None
    """Net cost / customers kept; None where none are kept, or so few that there may be none."""


@dataclass(frozen=True)
class Comparison:
    """Runs of several designs. Differences are to the reference, paired batch by batch unless ``voids`` says why not."""

    names: tuple[str, ...]
    """What each design is called, no two alike."""
    results: tuple[Result, ...]
    at: int = 0
    """Which of them is the reference."""

    @property
    def reference(self) -> Result:
        """The run that the others are held against."""
        return self.results[self.at]

    @property
    def others(self) -> tuple[int, ...]:
        """All but the reference."""
        return tuple(index for index in range(len(self.results)) if index != self.at)

    @cached_property
    def inputs(self) -> tuple[Difference, ...]:
        """The fields that are not the same in all designs, with the value of each."""
        return tuple(differences([result.scenario for result in self.results]))

    @cached_property
    def voids(self) -> tuple[tuple[Difference, ...], ...]:
        """For each design, what keeps it from being paired with the reference, whose value comes first."""
        return tuple(tuple(voided_by(result, self.reference)) for result in self.results)

    def same_currency(self, index: int) -> bool:
        """Whether amounts of money of a design can be held against those of the reference."""
        return self.results[index].scenario.currency == self.reference.scenario.currency

    @cached_property
    def figures(self) -> dict[str, Compared]:
        """All key figures, by key."""
        known = [kpis(result) for result in self.results]
        changes = [compare(result, self.reference) for result in self.results]
        return {
            key: Compared(
                kpi,
                tuple(each[key].program for each in known),
                tuple(
                    each.get(key) if kpi.unit != "money" or self.same_currency(index) else None
                    for index, each in enumerate(changes)
                ),
            )
            for key, kpi in known[self.at].items()
        }

    @property
    def told(self) -> list[Compared]:
        """The key figures that at least one design has and that are not zero in all."""
        return [each for each in self.figures.values() if any(value is not None and value.value for value in each.values)]

    @cached_property
    def kept(self) -> tuple[Kept, ...]:
        """What each design costs for each customer that it keeps."""
        spent = [estimates(net_cost(program_world(result))[:, None])[0] for result in self.results]
        customers, each = self.figures["retained"].values, self.figures["cost_per_retained"].values
        return tuple(Kept(*row) for row in zip(customers, spent, each, strict=True))

    def bridge(self, to: int, start: int | None = None, figure: str = "program_cost") -> Bridge:
        """From one design to another, factor by factor; by default from the reference.

        Raises:
            ValueError: the two have different numbers of months or different currencies, or there is no such figure.
        """
        result, baseline = self.results[to], self.results[self.at if start is None else start]
        if result.scenario.currency != baseline.scenario.currency:
            raise ValueError("the two designs are in different currencies; a bridge needs the same")
        if figure == LIABILITY:
            return liability_bridge(liability(result), liability(baseline))
        return bridge(result, baseline, figure)


def compared(runs: Sequence[tuple[str, Result]], reference: int = 0) -> Comparison:
    """Runs that are there already, side by side.

    Args:
        runs: what each is called, and the run.
        reference: which of them the others are held against.

    Raises:
        ValueError: fewer than two or more than six runs, or no such reference.
    """
    _require(len(runs), reference)
    return Comparison(told_apart([name for name, _ in runs]), tuple(result for _, result in runs), reference)


def compare_designs(
    designs: Sequence[tuple[str, Scenario]],
    *,
    reference: int = 0,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Comparison:
    """Simulate designs and put them side by side.

    Args:
        designs: what each is called, and its scenario; two to six.
        reference: which of them the others are held against, by default the first.
        progress: called with thousandths of the work done and 1,000 for each design.
        cancel: when set, stops after the customers under way.

    Raises:
        ValueError: fewer than two or more than six designs, or no such reference.
        Cancelled: ``cancel`` was set.
    """
    _require(len(designs), reference)
    found: dict[str, Result] = {}
    for index, (_, scenario) in enumerate(designs):
        report = None if progress is None else _part(progress, index, len(designs))
        key = run_id(scenario)
        if key not in found:  # the same question is not simulated twice
            found[key] = simulate(scenario, progress=report, cancel=cancel)
    return compared([(name, replace(found[run_id(each)], scenario=each)) for name, each in designs], reference)


def _require(count: int, reference: int) -> None:
    if not FEWEST <= count <= MOST:
        raise ValueError(f"{count} design{'' if count == 1 else 's'} given; {FEWEST} to {MOST} can be compared")
    if not 0 <= reference < count:
        raise ValueError(f"the reference is design {reference}; designs are 0 to {count - 1}")


def _part(progress: Progress, index: int, count: int) -> Progress:
    """Progress of one design within that of all."""
    return lambda done, total: progress(1000 * index + 1000 * done // max(total, 1), 1000 * count)


def told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """The names, those that were given before with a number: "A", "A (2)"."""
    found: list[str] = []
    for name in names:
        number, unique = 2, name
        while unique in found:
            unique, number = f"{name} ({number})", number + 1
        found.append(unique)
    return tuple(found)


def made_comparable(design: Scenario, reference: Scenario) -> Scenario:
    """The design in the market of the reference, with its seed, sample and months, so that both can be paired.

    Program, behaviour, economics and currency stay those of the design, but for the upper bound of purchase rates, which
    fixes the candidate purchases.

    Raises:
        ValidationError: the design does not fit that market.
    """
    behaviour = design.behaviour.model_copy(update={"largest_multiplier": reference.behaviour.largest_multiplier})
    moved = design.model_copy(update={"market": reference.market, "run": reference.run, "behaviour": behaviour})
    return Scenario.model_validate(moved.model_dump())
