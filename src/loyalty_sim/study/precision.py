"""As many customers as it takes for answers that are precise enough, and which designs are not when all is done."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from loyalty_sim.finance.estimate import T95
from loyalty_sim.scenario.scenario import Scenario
from loyalty_sim.study.plan import Design, Draw, Plan, Settings, fitting, in_range, steps, together
from loyalty_sim.study.results import Results
from loyalty_sim.study.rows import Measured, measured
from loyalty_sim.study.sampling import points
from loyalty_sim.study.search import in_order
from loyalty_sim.study.simulated import simulated
from loyalty_sim.study.specification import Base, Lever

PILOT = 5_000
"""Customers of each trial: a number of its own, so that what is found of a plan is found again of the plan it leads to."""
SAMPLES = 4
"""Of as many customers each for every trial: a standard error from 20 batches is itself known to a sixth only."""
MOST_CORNERS = 16
MOST_TRIALS = 32
FEWEST = 1_000
"""Below it the spread over batches of customers is too uncertain itself."""
STEP = 1_000
"""Customers are chosen in thousands."""
SPARE = 0.9
"""Part of the half-width wanted that is aimed at: how wide an interval is comes out differently with other customers."""


def sized(plan: Plan) -> Plan:
    """The plan with as many customers as its precision takes for the design with the widest interval: intervals narrow
    with the root of their number. Found from trial runs of the base, of the designs that are named, and of the levers at
    their ends, so that it is the same whenever a study goes on; a plan without a precision stays."""
    wanted = plan.study.run.precision
    if wanted is None or plan.sized:
        return plan
    pilot = min(PILOT, wanted.most_customers)
    enough = _enough(pilot, T95 * _widest(plan, wanted.outcome, pilot), SPARE * wanted.half_width)
    return replace(with_customers(plan, min(enough, wanted.most_customers)), sized=True)


def _widest(plan: Plan, label: str, customers: int) -> float:
    """The largest standard error of an outcome with so many customers over the trials; not a number where none has any."""
    outcome = next(each for each in plan.study.outcomes if each.label == label)
    column = measured(plan.study).index(Measured(outcome.kpi, outcome.world))
    small = with_customers(plan, customers)
    study = small.study.model_copy(update={"run": small.study.run.model_copy(update={"replications": SAMPLES})})
    found = simulated(Plan(study, small.base, trials(plan), (Draw(0, {}),)))
    variances = np.array([each.se[column] ** 2 for each in found]).reshape(-1, SAMPLES).mean(axis=1)
    return math.sqrt(max(variances[np.isfinite(variances)], default=math.nan))


def trials(plan: Plan) -> tuple[Design, ...]:
    """The base, the designs that are named and the levers at their ends; where they are many, some spread over them."""
    named = [design.settings for design in plan.designs[: 1 + len(plan.study.designs)]]
    found = [*named, *(corners(plan.study.levers, plan.base.run.seed) if plan.study.levers else [])]
    if len(found) > MOST_TRIALS:
        found = [found[round(place)] for place in np.linspace(0, len(found) - 1, MOST_TRIALS)]
    return tuple(Design(index, f"trial {index}", settings) for index, settings in enumerate(found))


def corners(levers: Sequence[Lever], seed: int) -> list[Settings]:
    """Every combination of the ends of levers; where they are many, some in which each end is as frequent."""
    ends = [_ends(lever) for lever in levers]
    if math.prod(map(len, ends)) <= MOST_CORNERS:
        return [together(levers, values) for values in itertools.product(*ends)]
    chances = points("latin hypercube", [lever.path for lever in levers], MOST_CORNERS, seed).tolist()
    return [
        together(levers, [values[int(chance * len(values))] for values, chance in zip(ends, point, strict=True)])
        for point in chances
    ]


def _ends(lever: Lever) -> tuple[Any, ...]:
    """The lowest and the highest value of a lever; all of a list in no order."""
    if lever.values is None:
        top = lever.high if lever.step is None else in_range(lever, steps(lever))
        return tuple(fitting(lever.path, end) for end in (lever.low, top) if end is not None)
    return (lever.values[0], lever.values[-1]) if in_order(lever.values) else lever.values


def _enough(customers: int, half_width: float, wanted: float) -> int:
    """How many customers make an interval as narrow as is wanted, from how wide it is with some."""
    if not math.isfinite(half_width):
        return customers
    return max(math.ceil(customers * (half_width / wanted) ** 2 / STEP) * STEP, FEWEST)


def with_customers(plan: Plan, customers: int) -> Plan:
    """The plan with another number of simulated customers."""
    run = plan.base.run.model_copy(update={"customers": customers})
    base: Scenario = plan.base.model_copy(update={"run": run})
    study = plan.study.model_copy(update={"base": Base(scenario=base)})
    return Plan(study, base, plan.designs, plan.draws)


@dataclass(frozen=True)
class Reached:
    """How precise a finished study is, beside what was asked for."""

    outcome: str
    wanted: float
    """Half the width of its 95 % interval, in its unit."""
    customers: int
    half_widths: dict[str, float]
    """Of every design that has the outcome, by name, in the order of the plan."""

    @property
    def missed(self) -> dict[str, float]:
        """Of the designs that are not as precise as asked for, the widest first."""
        wide = [(name, width) for name, width in self.half_widths.items() if width > self.wanted]
        return dict(sorted(wide, key=lambda each: -each[1]))

    @property
    def enough(self) -> int:
        """Customers that would do for all designs, with a little to spare."""
        return _enough(self.customers, max(self.half_widths.values(), default=math.nan), SPARE * self.wanted)

    def document(self) -> dict[str, Any]:
        """For manifests and --json."""
        asked = {"outcome": self.outcome, "half_width": self.wanted, "customers": self.customers}
        return asked | {"missed": self.missed, "enough": self.enough if self.missed else self.customers}


def reached(results: Results) -> Reached | None:
    """How precise the designs of a finished study are; None when no precision was asked for."""
    wanted = results.plan.study.run.precision
    if wanted is None:
        return None
    found = sorted(results.standings(), key=lambda each: each.design.index)
    estimates = {each.design.name: each.outcomes[wanted.outcome] for each in found}
    widths = {name: T95 * estimate.se for name, estimate in estimates.items() if estimate is not None}
    return Reached(wanted.outcome, wanted.half_width, results.plan.base.run.customers, widths)
