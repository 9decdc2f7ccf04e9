"""The plan of a study: its designs, the draws of what is not known, and the runs that are all combinations of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loyalty_sim.scenario.fields import refuse
from loyalty_sim.scenario.scenario import Scenario
from loyalty_sim.study.distributions import quantile
from loyalty_sim.study.places import changed, field_of, located, value_at, whole
from loyalty_sim.study.sampling import points
from loyalty_sim.study.specification import MOST_DESIGNS, MOST_RUNS, Lever, Study

BASE = "base"
"""Name of the first design of every study: the base scenario as it is, against which the others are held."""
ROUNDING = 1e-9

Settings = dict[str, Any]
"""Values by path."""


@dataclass(frozen=True)
class Design:
    """What the company decides in some of the runs."""

    index: int
    name: str
    settings: Settings


@dataclass(frozen=True)
class Draw:
    """What is not known, as it is in some of the runs."""

    index: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class Row:
    """One run: a design under a draw, with one of the samples of customers."""

    index: int
    """Place in the table of outcomes, where the runs of a design stand together."""
    design: int
    draw: int
    replication: int


@dataclass(frozen=True)
class Plan:
    """All that a study runs."""

    study: Study
    base: Scenario
    """The base scenario, with customers, months and seed of the study."""
    designs: tuple[Design, ...]
    draws: tuple[Draw, ...]
    sized: bool = False
    """Whether it has as many customers as its precision takes."""

    def __len__(self) -> int:
        """Number of runs."""
        return len(self.designs) * len(self.draws) * self.study.run.replications

    def rows(self) -> Iterator[Row]:
        """All runs in the order in which they are simulated: every design once before any design twice."""
        draws, replications = len(self.draws), self.study.run.replications
        for replication, draw, design in itertools.product(range(replications), range(draws), range(len(self.designs))):
            yield Row((design * draws + draw) * replications + replication, design, draw, replication)

    def row(self, index: int) -> Row:
        """The run at a place in the table."""
        rest, replication = divmod(index, self.study.run.replications)
        return Row(index, *divmod(rest, len(self.draws)), replication)

    def settings(self, row: Row) -> Settings:
        """What differs from the base scenario in a run."""
        seed = {"run.seed": self.base.run.seed + row.replication} if row.replication else {}
        return {**self.designs[row.design].settings, **self.draws[row.draw].settings, **seed}

    @property
    def lever_paths(self) -> tuple[str, ...]:
        """Every lever that some design sets."""
        return tuple(dict.fromkeys(path for design in self.designs for path in design.settings))

    @property
    def months(self) -> int:
        """Customer-months of all runs, warm-up included."""
        return len(self) * self.base.run.customers * self.base.run.total_months


def build(content: Mapping[str, Any], settings: Settings) -> Scenario:
    """The scenario in which these values are set, validated like a file.

    Args:
        content: the base scenario as nested mappings and tuples.

    Raises:
        ValidationError: together they are not valid.
    """
    data: Any = content
    for path, value in settings.items():
        data = changed(data, located(path), value)
    return Scenario.model_validate(data, strict=True)


def plan(study: Study, base: Scenario) -> Plan:
    """The plan of a study whose paths and values have been checked.

    Args:
        base: the base scenario, with the settings of the run.
    """
    return Plan(study, base, tuple(designs_of(study, base)), tuple(draws_of(study, base)))


def designs_of(study: Study, base: Scenario) -> Iterator[Design]:
    """The base, then those that are named, then those made from the levers."""
    yield Design(0, BASE, {})
    for index, named in enumerate(study.designs, 1):
        yield Design(index, named.name, dict(named.set))
    first = len(study.designs) + 1
    for index, values in enumerate(combinations(study, base) if study.levers else (), first):
        yield Design(index, f"design {index}", together(study.levers, values))


def together(levers: Sequence[Lever], values: Sequence[Any]) -> Settings:
    """The settings of a design in which levers have these values, and what is linked to them moves along."""
    settings: Settings = {}
    for lever, value in zip(levers, values, strict=True):
        settings[lever.path] = value
        settings |= {link.path: linked(link.path, link.factor, value) for link in lever.linked}
    return settings


def combinations(study: Study, base: Scenario) -> Iterator[tuple[Any, ...]]:
    """The values of all levers in each design made from them."""
    if study.sampling.method == "grid":
        yield from itertools.product(*(grid(lever) for lever in study.levers))
        return
    assert study.sampling.samples is not None
    names = [lever.path for lever in study.levers]
    for point in points(study.sampling.method, names, study.sampling.samples, base.run.seed).tolist():
        yield tuple(at(lever, chance) for lever, chance in zip(study.levers, point, strict=True))


def grid(lever: Lever) -> tuple[Any, ...]:
    """The values of a lever in a grid."""
    if lever.values is not None:
        return lever.values
    return tuple(in_range(lever, step) for step in range(steps(lever) + 1))


def steps(lever: Lever) -> int:
    """Number of steps of a range, from its lower end to the last one that is not above its upper end."""
    assert lever.low is not None
    assert lever.high is not None
    assert lever.step is not None
    return math.floor((lever.high - lever.low) / lever.step + ROUNDING)


def in_range(lever: Lever, step: int) -> float:
    """The value after some steps; without the noise of adding fractions."""
    assert lever.low is not None
    assert lever.step is not None
    value = float(f"{lever.low + step * lever.step:.12g}")
    return fitting(lever.path, value)


def at(lever: Lever, chance: float) -> Any:
    """The value of a lever at a point of the unit interval."""
    if lever.values is not None:
        return lever.values[int(chance * len(lever.values))]
    if lever.step is not None:
        return in_range(lever, int(chance * (steps(lever) + 1)))
    assert lever.low is not None
    assert lever.high is not None
    if whole(field_of(located(lever.path))):
        low, high = math.ceil(lever.low), math.floor(lever.high)
        return low + int(chance * (high - low + 1))
    return lever.low + chance * (lever.high - lever.low)


def linked(path: str, factor: float, value: Any) -> Any:
    """The value of a lever that moves along."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return fitting(path, float(f"{value * factor:.12g}"))


def fitting(path: str, value: float) -> float:
    """A number as its field holds it: a whole one where there are no fractions."""
    return round(value) if whole(field_of(located(path))) else value


def draws_of(study: Study, base: Scenario) -> Iterator[Draw]:
    """The draws of the uncertainties; one without values when nothing is uncertain."""
    if not study.uncertainties:
        yield Draw(0, {})
        return
    content = base.model_dump()
    names = [uncertainty.path for uncertainty in study.uncertainties]
    values = [quantile(each, value_at(content, located(each.path))) for each in study.uncertainties]
    for index, point in enumerate(points(study.draws.method, names, study.draws.count, base.run.seed).tolist()):
        yield Draw(index, {name: value(chance) for name, value, chance in zip(names, values, point, strict=True)})


def design_count(study: Study) -> int:
    """Number of designs, the base included, without making them."""
    made = 0
    if study.levers:
        sizes = [len(lever.values) if lever.values is not None else steps(lever) + 1 for lever in study.levers
                 if study.sampling.method == "grid"]  # fmt: skip
        made = study.sampling.samples or math.prod(sizes)
    return 1 + len(study.designs) + made


def require_size(study: Study) -> None:
    """Refuse a study that nobody could wait for.

    Raises:
        PydanticCustomError: it has too many designs or runs.
    """
    designs = design_count(study)
    if designs > MOST_DESIGNS:
        raise refuse(f"make {designs:,} designs; at most {MOST_DESIGNS:,}: take fewer values, or sample them", "levers")
    runs = designs * study.draw_count * study.run.replications
    if runs > MOST_RUNS:
        parts = f"{designs:,} designs x {study.draw_count:,} draws x {study.run.replications:,} replications"
        raise refuse(f"makes {runs:,} runs ({parts}); at most {MOST_RUNS:,}", "draws" if study.uncertainties else "run")
