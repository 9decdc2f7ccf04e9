"""A study: many runs of one scenario, in which levers and assumptions take values; what its file can say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import model_validator

from loyalty_sim.scenario.fields import ONE_LINE, PROSE, Record, refuse, setting
from loyalty_sim.scenario.scenario import Scenario

SCHEMA_VERSION = 1
MOST_DESIGNS = 100_000
MOST_CUSTOMERS = 100_000_000
MOST_RUNS = 200_000
"""Runs of a study: designs x draws x replications; beyond it the tables no longer fit in the memory of a laptop."""

World = Literal["program", "without", "difference"]
Statistic = Literal["mean", "median", "p5", "p10", "p90", "p95", "min", "max", "mean-sd", "mean+sd"]
SPREAD: tuple[Statistic, ...] = ("mean-sd", "mean+sd")
"""Statistics that take several runs."""
Better = Literal["higher", "lower"]
Sampled = Literal["latin hypercube", "sobol"]
Drawn = Literal["latin hypercube", "sobol", "morris", "saltelli"]


class Base(Record):
    """The scenario that all designs start from: one of the three."""

    preset: str | None = setting(None, "Name of a ready scenario")
    file: str | None = setting(None, "A scenario file; a relative path starts at the folder of the study file")
    scenario: Scenario | None = setting(None, "The scenario itself")

    @model_validator(mode="after")
    def _one(self) -> Base:
        given = [name for name in ("preset", "file", "scenario") if getattr(self, name) is not None]
        if len(given) != 1:
            said = " and ".join(given) if given else "nothing"
            raise refuse(f"gives {said}; must give one of preset, file or scenario")
        return self


class Link(Record):
    """Another lever that moves along."""

    path: str = setting(..., "Path of the lever that moves along, such as program.tiers.levels[1].threshold")
    factor: float = setting(1.0, "It is set to this multiple of the first lever's value", unit="x")


class Lever(Record):
    """Something the company decides, and the values it may take: a list, or a range."""

    path: str = setting(..., "Path of the lever in the scenario, such as program.expiry.months")
    values: tuple[Any, ...] | None = setting(None, "A list of values", min_length=1, max_length=MOST_DESIGNS)
    low: float | None = setting(None, "Lower end of a range")
    high: float | None = setting(None, "Upper end of a range")
    step: float | None = setting(None, "Distance of the values of a range, from the lower end on; a grid needs it", gt=0)
    linked: tuple[Link, ...] = setting((), "Levers that move along with this one", max_length=20)

    @model_validator(mode="after")
    def _list_or_range(self) -> Lever:
        ends = (self.low, self.high)
        if self.values is not None and (ends != (None, None) or self.step is not None):
            raise refuse("has values and a range; keep one")
        if self.values is None and None in ends:
            raise refuse("needs values, or low and high")
        if self.values is not None:
            for index, value in enumerate(self.values):
                if value in self.values[:index]:
                    raise refuse("is given twice; keep one", "values", index)
        elif self.low >= self.high:  # type: ignore[operator]
            raise refuse(f"is {self.low:g}; must be below high = {self.high:g}", "low")
        return self


class Sampling(Record):
    """How designs are made from the levers."""

    method: Literal["grid", "latin hypercube", "sobol"] = setting(
        "grid", "Every combination of values, or so many samples spread evenly over all levers"
    )
    samples: int | None = setting(None, "Designs sampled; of a Sobol sequence a power of 2", ge=2, le=MOST_DESIGNS)

    @model_validator(mode="after")
    def _samples(self) -> Sampling:
        if self.method == "grid" and self.samples is not None:
            raise refuse(f"is {self.samples}, but a grid has as many designs as combinations; leave it out", "samples")
        if self.method != "grid" and self.samples is None:
            raise refuse(f"is missing; say how many designs a {self.method} has", "samples")
        _power_of_two(self.method, self.samples, "samples")
        return self


class NamedDesign(Record):
    """A design of its own, beside those made from the levers; what it does not set is as in the base."""

    name: str = setting(..., "Name of the design", min_length=1, max_length=80, pattern=ONE_LINE)
    set: Mapping[str, Any] = setting(dict, "Values by path of the lever, such as program.expiry.months: 6")


class Uncertainty(Record):
    """An assumption that is not known, and how it is distributed. Ends that are left out are those of its evidence."""

    path: str = setting(..., "Path of the assumption in the scenario, such as behaviour.retention.lapse_multiplier")
    distribution: Literal["uniform", "triangular", "normal", "lognormal", "low base high"] = setting(
        "uniform", "Its shape; low base high takes these three values with chances of 30, 40 and 30 %"
    )
    low: float | None = setting(None, "Lowest value; a normal and a lognormal are cut off there")
    high: float | None = setting(None, "Highest value; a normal and a lognormal are cut off there")
    base: float | None = setting(
        None, "Most likely value of a triangular, mean of a normal, median of a lognormal; null is that of the base"
    )
    sd: float | None = setting(None, "Standard deviation of a normal; of a lognormal that of the logarithm", gt=0)

    @model_validator(mode="after")
    def _shape(self) -> Uncertainty:
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise refuse(f"is {self.low:g}; must be below high = {self.high:g}", "low")
        if (self.sd is None) == (self.distribution in ("normal", "lognormal")):
            missing = self.sd is None
            raise refuse(f"{'is missing; a' if missing else 'means nothing for a'} {self.distribution} distribution"
                         f"{' has one' if missing else '; leave it out'}", "sd")  # fmt: skip
        if self.base is not None and self.distribution == "uniform":
            raise refuse("means nothing for a uniform distribution; leave it out", "base")
        return self


class Draws(Record):
    """How many times the uncertainties are drawn; every design meets the same draws."""

    count: int = setting(
        16, "Draws of all uncertainties together; of morris trajectories, of saltelli base points", ge=1, le=MOST_RUNS
    )
    method: Drawn = setting(
        "latin hypercube", "How the draws are spread; morris and saltelli are those of loyalty-sim sensitivity"
    )

    @model_validator(mode="after")
    def _balanced(self) -> Draws:
        _power_of_two(self.method, self.count, "count")
        return self

    def runs(self, dimensions: int) -> int:
        """Number of draws of so many uncertainties."""
        return self.count * {"morris": dimensions + 1, "saltelli": dimensions + 2}.get(self.method, 1)


class Outcome(Record):
    """A key figure that is recorded for every run, and how it is summed up for a design."""

    kpi: str = setting(..., "Key of the figure, such as net_value")
    name: str = setting("", "Name of the outcome; by default its key", max_length=80, pattern=ONE_LINE)
    world: World = setting("program", "With the program, without it, or the difference")
    statistic: Statistic = setting(
        "mean", "Over draws and replications; p10 is the tenth percentile, mean-sd the mean less standard deviations"
    )
    risk_aversion: float = setting(
        1.0, "Standard deviations over the draws by which mean-sd is below the mean, and mean+sd above", ge=0, le=10
    )
    better: Better | None = setting(None, "What is better; null is what the figure says of itself")

    @model_validator(mode="after")
    def _aversion(self) -> Outcome:
        if self.risk_aversion != 1 and self.statistic not in SPREAD:
            raise refuse(f"means nothing for {self.statistic}; leave it out, or take mean-sd", "risk_aversion")
        return self

    @property
    def label(self) -> str:
        """The name, or what it is by default."""
        default = self.kpi if self.world == "program" else f"{self.kpi}.{self.world}"
        times = "" if self.risk_aversion == 1 else f"{self.risk_aversion:g}"
        summed = "" if self.statistic == "mean" else f".{self.statistic.replace('sd', f'{times}sd')}"
        return self.name or default + summed


class Constraint(Record):
    """A limit that a design must keep."""

    outcome: str = setting(..., "Name of the outcome")
    at_least: float | None = setting(None, "Lowest value allowed")
    at_most: float | None = setting(None, "Highest value allowed")

    @model_validator(mode="after")
    def _limit(self) -> Constraint:
        if self.at_least is None and self.at_most is None:
            raise refuse("needs at_least or at_most")
        return self


class Precision(Record):
    """How sure the answer shall be: as many customers are simulated as that takes for the design that is least sure."""

    outcome: str = setting(..., "Name of the outcome")
    half_width: float = setting(..., "Half the width of its 95 % interval, in its unit", gt=0)
    most_customers: int = setting(1_000_000, "Never simulate more", unit="customers", ge=100, le=MOST_CUSTOMERS)


class Execution(Record):
    """How each run is simulated; what is left out is as in the base."""

    customers: int | None = setting(None, "Simulated customers", unit="customers", ge=100, le=MOST_CUSTOMERS)
    months: int | None = setting(None, "Months reported", unit="months", ge=1, le=240)
    seed: int | None = setting(None, "Seed of the customers, and of all that is sampled", ge=0, le=2**62)
    replications: int = setting(1, "Runs of each design and draw, each with its own customers", ge=1, le=1000)
    precision: Precision | None = setting(None, "Simulate as many customers as this takes, instead of a stated number")

    @model_validator(mode="after")
    def _one_sample(self) -> Execution:
        if self.precision is not None and self.customers is not None:
            raise refuse("is given beside customers; keep one", "precision")
        return self


DEFAULT_OUTCOMES = tuple(Outcome(kpi=key) for key in ("net_value", "cost", "breakage", "retention", "outstanding_value"))


class Study(Record):
    """Designs of a program, each met by the same customers and the same draws of what is not known."""

    schema_version: int = setting(SCHEMA_VERSION, "Version of the file format", ge=1, le=SCHEMA_VERSION)
    name: str = setting("Untitled study", "Short name", min_length=1, max_length=120, pattern=ONE_LINE)
    story: str = setting("", "The question, in a few sentences", max_length=5000, pattern=PROSE)
    base: Base = setting(..., "The scenario that all designs start from")
    levers: tuple[Lever, ...] = setting((), "What is varied", max_length=50)
    sampling: Sampling = setting(Sampling, "How designs are made from the levers")
    designs: tuple[NamedDesign, ...] = setting((), "Designs beside those", max_length=1000)
    uncertainties: tuple[Uncertainty, ...] = setting((), "What is not known", max_length=100)
    draws: Draws = setting(Draws, "How often it is drawn")
    outcomes: tuple[Outcome, ...] = setting(
        DEFAULT_OUTCOMES, "What is recorded; designs are ranked by the first", min_length=1, max_length=50
    )
    constraints: tuple[Constraint, ...] = setting((), "Limits that a design must keep to be among the best", max_length=50)
    monthly: tuple[str, ...] = setting((), "Monthly lines that are recorded too, such as program_cost", max_length=50)
    run: Execution = setting(Execution, "How each run is simulated")

    @property
    def draw_count(self) -> int:
        """Draws of the uncertainties; one when nothing is uncertain."""
        return self.draws.runs(len(self.uncertainties)) if self.uncertainties else 1


def _power_of_two(method: str, count: int | None, field: str) -> None:
    if method in ("sobol", "saltelli") and count is not None and count & (count - 1):
        below = 1 << (count.bit_length() - 1)
        raise refuse(f"is {count}; a Sobol sequence is balanced at powers of 2: take {below} or {2 * below}", field)
