"""What a study found: the runs of each design summed up, held against the base, and ranked."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from loyalty_sim.finance.estimate import REPLICATES, Array, Estimate, around, jackknife
from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.study.files import planned
from loyalty_sim.study.places import frozen
from loyalty_sim.study.plan import Design, Plan
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.specification import SPREAD, Outcome, Statistic, Study
from loyalty_sim.study.store import MANIFEST, OUTCOMES, StudyFolderError
from loyalty_sim.study.tables import REPLICATES_SUFFIX, SE_SUFFIX


def spread(values: Array, axis: int, times: float) -> Array:
    """The mean and so many standard deviations of the sample."""
    found: Array = values.mean(axis=axis) + times * values.std(axis=axis, ddof=1)
    return found


STATISTICS: dict[Statistic, Callable[..., Any]] = {
    "mean": np.mean, "median": np.median, "min": np.min, "max": np.max,
    "p5": partial(np.quantile, q=0.05), "p10": partial(np.quantile, q=0.1),
    "p90": partial(np.quantile, q=0.9), "p95": partial(np.quantile, q=0.95),
}  # fmt: skip


def summing(statistic: Statistic, risk_aversion: float = 1.0) -> Callable[..., Any]:
    """What sums runs up along an ``axis``."""
    if statistic in SPREAD:
        return partial(spread, times=risk_aversion if statistic == "mean+sd" else -risk_aversion)
    return STATISTICS[statistic]


@dataclass(frozen=True)
class Standing:
    """A design with its outcomes over all draws and replications."""

    design: Design
    rank: int | None
    """1 is the best; None when a run failed, an outcome has no value, or a constraint is broken."""
    outcomes: dict[str, Estimate | None]
    """By name of the outcome; the interval is that of the simulation, not of what is uncertain."""
    against_base: dict[str, Estimate | None]
    """Less those of the base design: the same customers, the same draws."""
    broken: tuple[str, ...]
    """Constraints that it does not keep, in words."""
    failed: int
    """Runs that failed."""
    reason: str | None
    """Why the first of these did."""


@dataclass(frozen=True)
class Results:
    """A finished study."""

    plan: Plan
    table: pa.Table
    """The table of outcomes, a row for each run."""

    @property
    def failed(self) -> int:
        """Number of runs that failed."""
        return int(self.table.num_rows - self.table["reason"].null_count)

    def figures(self, measured: Measured) -> Array:
        """A key figure in all runs, ``[design, run, replicate]``: replicate 0 is the whole sample, the others leave out
        one batch of customers each. Runs are draws x replications; what has no value is not a number."""
        whole = self.table[measured.column].to_numpy().astype(np.float64)
        without = (
            self.table[f"{measured.column}{REPLICATES_SUFFIX}"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
        )
        values = np.concatenate([whole[:, None], without.reshape(len(whole), -1)], axis=1)
        return values.reshape(len(self.plan.designs), -1, REPLICATES)

    def summed_up(self, outcome: Outcome) -> Array:
        """An outcome of all designs, ``[design, replicate]``: its statistic over the runs of each."""
        with np.errstate(invalid="ignore"):
            summed = summing(outcome.statistic, outcome.risk_aversion)
            found: Array = summed(self.figures(Measured(outcome.kpi, outcome.world)), axis=1)
        return found

    def standings(self) -> list[Standing]:
        """All designs, the best first, those without a rank last; otherwise in the order of the plan."""
        study, designs = self.plan.study, self.plan.designs
        values = {outcome.label: self._estimates(outcome) for outcome in study.outcomes}
        gaps = {outcome.label: self._estimates(outcome, against_base=True) for outcome in study.outcomes}
        reasons = self.table["reason"].to_pylist()
        per_design = len(self.plan) // len(designs)
        found = []
        for design in designs:
            outcomes = {label: estimates[design.index] for label, estimates in values.items()}
            why = [reason for reason in reasons[design.index * per_design :][:per_design] if reason is not None]
            against = {label: estimates[design.index] for label, estimates in gaps.items()}
            found.append(Standing(design, None, outcomes, against, self._broken(outcomes), len(why), next(iter(why), None)))
        return ranked(found, study.outcomes[0])

    def _estimates(self, outcome: Outcome, against_base: bool = False) -> list[Estimate | None]:
        """An outcome of all designs; less that of the base, paired."""
        values = self.summed_up(outcome)
        if against_base:
            values = values - values[0]
        value, se = jackknife(values.T)
        if outcome.kpi == "payback":  # months are steps, which the jackknife does not serve
            se = self._stated_se(Measured(outcome.kpi, outcome.world))
            se = np.where(np.arange(len(se)) == 0, 0.0, np.hypot(se, se[0])) if against_base else se
        return [around(float(v), float(s)) if math.isfinite(v) and math.isfinite(s) else None
                for v, s in zip(value, se, strict=True)]  # fmt: skip

    def _stated_se(self, measured: Measured) -> Array:
        column = self.table[f"{measured.column}{SE_SUFFIX}"].to_numpy().astype(np.float64)
        mean: Array = column.reshape(len(self.plan.designs), -1).mean(axis=1)
        return mean

    def _broken(self, outcomes: dict[str, Estimate | None]) -> tuple[str, ...]:
        broken = []
        for limit in self.plan.study.constraints:
            estimate = outcomes[limit.outcome]
            if estimate is None:
                broken.append(f"{limit.outcome} has no value")
            elif limit.at_least is not None and estimate.value < limit.at_least:
                broken.append(f"{limit.outcome} below {limit.at_least:g}")
            elif limit.at_most is not None and estimate.value > limit.at_most:
                broken.append(f"{limit.outcome} above {limit.at_most:g}")
        return tuple(broken)


def ranked(standings: list[Standing], by: Outcome) -> list[Standing]:
    """Designs with their rank by an outcome, the best first; those that fail or break a limit have none and come last."""
    sign = -1.0 if better(by) == "higher" else 1.0

    def key(standing: Standing) -> tuple[bool, float]:
        estimate = standing.outcomes[by.label]
        unranked = estimate is None or bool(standing.broken) or standing.failed > 0
        return unranked, sign * (math.inf if estimate is None else estimate.value) if not unranked else 0.0

    found = []
    for place, standing in enumerate(sorted(standings, key=key), 1):
        rank = None if key(standing)[0] else place
        found.append(Standing(**{**vars(standing), "rank": rank}))
    return found


def better(outcome: Outcome) -> str:
    """Whether more of an outcome is better, or less, or neither."""
    return outcome.better or FIGURES[outcome.kpi].better


def read(folder: str | Path) -> Results:
    """The results of a finished study.

    Raises:
        StudyFolderError: there is none in the folder, or it is not finished.
    """
    path = Path(folder) / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise StudyFolderError(f"{folder} holds no study") from None
    if manifest.get("status") != "complete":
        raise StudyFolderError(f"the study in {folder} is not finished; go on with loyalty-sim sweep --resume")
    study = Study.model_validate(frozen(manifest["study"]), strict=True)
    return Results(planned(study), pq.read_table(Path(folder) / OUTCOMES))
