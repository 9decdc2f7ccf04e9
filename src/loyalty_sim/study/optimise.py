"""The best design of a study under its constraints: tried with a part of the customers, and the best of those tried once
more with all of them and held against each other.

A folder holds ``search.json``, what was asked; ``trials``, a finished study of every design that was tried; and ``best``,
a finished study of the best few. What was found is kept as it is done; a search goes on by choosing anew, from the start,
what it chose before.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import Any, Literal

import numpy as np

from loyalty_sim.finance.estimate import Estimate, around, jackknife
from loyalty_sim.study.execution import carry_out, run
from loyalty_sim.study.manifest import FIXED, difference, manifest
from loyalty_sim.study.plan import Design, Plan, Settings
from loyalty_sim.study.precision import sized, with_customers
from loyalty_sim.study.results import Results, Standing, better, read
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.runner import Progress, estimate_cost
from loyalty_sim.study.search import Score, in_order, search
from loyalty_sim.study.specification import MOST_RUNS, Lever, NamedDesign, Outcome, Sampling, Statistic, Study
from loyalty_sim.study.store import Store, StudyFolderError, write_json

SEARCH, TRIALS, BEST = "search.json", "trials", "best"
FINALISTS = 5
PART = 4
"""The search has this part of the customers."""
FEWEST = 1_000
"""Unless a study has fewer itself."""
NEAR = 0.02
"""Part of a range within which a value is at its end."""
MOST_TRIALS = 900
"""Designs of a list that a study can hold, less those that it names itself."""

Robust = Literal["mean", "p10", "worst", "mean-sd"]
"""Over the draws of what is not known: the mean, the tenth percentile from the bad end, the worst of them, or their mean
less so many of their standard deviations."""
STATISTIC: dict[Robust, tuple[Statistic, Statistic]] = {
    "mean": ("mean", "mean"), "p10": ("p10", "p90"), "worst": ("min", "max"), "mean-sd": ("mean-sd", "mean+sd")
}  # fmt: skip
"""Where more is better, and where less is."""


@dataclass(frozen=True)
class Order:
    """What a search was asked for."""

    plan: Plan
    """With all customers; ranked by its first outcome."""
    trials: int
    """Designs tried at most, beside the base and those that the study names."""
    customers: int
    """Of the search."""
    finalists: int

    @property
    def objective(self) -> Outcome:
        """The outcome that is to be best."""
        return self.plan.study.outcomes[0]

    @property
    def grid(self) -> bool:
        """Whether every design of a grid is tried."""
        return self.plan.study.sampling.method == "grid" and len(self.plan.designs) - 1 - self.named <= self.trials

    @property
    def named(self) -> int:
        """Number of designs that the study names."""
        return len(self.plan.study.designs)

    @property
    def most_runs(self) -> int:
        """Runs of the search and of the finalists, if as many designs are tried as may be."""
        per_design = len(self.plan.draws) * self.plan.study.run.replications
        trials = len(self.plan.designs) if self.grid else 1 + self.named + self.trials
        return per_design * (trials + 2 * self.finalists + 1)

    def document(self) -> dict[str, Any]:
        """What must be the same when a search goes on."""
        whole = manifest(self.plan)
        asked = {"trials": self.trials, "customers": self.customers, "finalists": self.finalists}
        packages = whole["packages"] | ({} if self.grid else {"optuna": version("optuna")})
        return {key: whole[key] for key in FIXED} | {"format": "loyalty-sim search", "packages": packages, "search": asked}


@dataclass(frozen=True)
class Rival:
    """Another of the best designs, held against the first: the same customers, the same draws."""

    standing: Standing
    behind: Estimate | None
    """By how much the first is better, in the unit of the objective; the interval is that of the simulation."""
    wins: int
    """Draws (times replications) in which the first is better."""
    draws: int

    @property
    def told_apart(self) -> bool:
        """Whether the first is better at 95 %."""
        return self.behind is not None and self.behind.low95 > 0


@dataclass(frozen=True)
class Optimum:
    """What a search found."""

    order: Order
    trials: Results
    """Every design that was tried, with the customers of the search."""
    best: Results
    """The best of them and the base, with all customers."""
    standings: tuple[Standing, ...]
    """Of ``best``, the first the recommended one unless it has no rank: then no design that was tried keeps all limits."""
    rivals: tuple[Rival, ...]
    """The others of rank, in that order."""

    @property
    def winner(self) -> Standing | None:
        """The best design; None when none keeps all limits."""
        return self.standings[0] if self.standings[0].rank is not None else None


def order(
    plan: Plan,
    *,
    robust: Robust | None = None,
    risk_aversion: float | None = None,
    trials: int | None = None,
    customers: int | None = None,
    finalists: int = FINALISTS,
) -> Order:
    """What to search for.

    Args:
        plan: of the study, from ``load``; its levers are the search space, its first outcome is the objective, and its
            constraints hold.
        robust: what of the objective counts over the draws; by default the statistic that the study says.
        risk_aversion: with mean-sd, how many standard deviations; by default 1.
        trials: designs tried at most; by default the samples of the study, and for a grid 100.
        customers: of the search; by default a quarter of those of the study, at least 1,000.
        finalists: designs that are held against each other with all customers.

    Raises:
        ValueError: the study has no levers, or nothing to be robust against; a sentence.
    """
    study = plan.study
    if not study.levers:
        raise ValueError("the study has no levers, so that there is nothing to search; name some under levers")
    if robust not in (None, "mean") and len(plan.draws) * study.run.replications == 1:
        raise ValueError(f"nothing is uncertain, so that {robust} is the same as mean; name something under uncertainties")
    if risk_aversion is not None and robust != "mean-sd":
        raise ValueError("a risk aversion means something with robust mean-sd only; leave it out")
    first = study.outcomes[0]
    if robust is not None:
        statistic = STATISTIC[robust][better(first) == "lower"]
        said = first.risk_aversion if statistic == first.statistic else 1.0
        wanted = {"statistic": statistic, "risk_aversion": said if risk_aversion is None else risk_aversion}
        if any(getattr(first, name) != value for name, value in wanted.items()):
            first = first.model_copy(update=wanted | {"name": ""})
    others = tuple(each for each in study.outcomes if each.label != first.label)
    plan = sized(replace(plan, study=study.model_copy(update={"outcomes": (first, *others)})))
    whole = plan.base.run.customers
    chosen = min(customers or max(whole // PART, FEWEST), whole)
    count = trials or study.sampling.samples or 100
    most = MOST_TRIALS - len(study.designs)
    if count > most:
        raise ValueError(f"trials is {count:,}; a search tries at most {most:,} designs")
    asked = Order(plan, count, chosen, finalists)
    if asked.most_runs > MOST_RUNS:
        raise ValueError(f"{asked.most_runs:,} runs are asked for; at most {MOST_RUNS:,}: take fewer trials or draws")
    return asked


def optimise(
    wanted: Order,
    folder: str | Path,
    *,
    resume: bool = False,
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> Optimum:
    """Search the best design of a study, and leave all that was tried in a folder.

    Args:
        wanted: from ``order``.
        folder: where; made when it is not there.
        resume: go on with what is there.
        executor, jobs, cancel: as in ``run``. None changes a number.
        progress: called in this thread after each block of runs; the total is the most that there can be.

    Raises:
        StudyFolderError, Cancelled, LostWorkersError, OSError: as in ``run``.
    """
    path = Path(folder)
    _begin(wanted, path, resume)
    told = None if progress is None else _of_all(progress, wanted)
    tried = _trials(wanted, path / TRIALS, executor, jobs, told, cancel)
    best = listed(wanted.plan, finalists(tried, wanted.finalists))
    after = None if progress is None else _after(progress, len(tried.plan))
    run(best, path / BEST, resume=True, executor=executor, jobs=jobs, progress=after, cancel=cancel)
    return found_in(path, wanted)


def found_in(folder: str | Path, wanted: Order) -> Optimum:
    """What a finished search found.

    Raises:
        StudyFolderError: it is not finished.
    """
    best = read(Path(folder) / BEST)
    standings = best.standings()
    return Optimum(wanted, read(Path(folder) / TRIALS), best, tuple(standings), tuple(rivals(best, standings)))


def finalists(tried: Results, count: int) -> list[Design]:
    """The best designs but for the base. Beside those that keep all limits, as many that may do so for all that noise lets
    tell, and would be better; where none keeps or may keep them, those that are least beyond."""
    study = tried.plan.study
    label, sign = study.outcomes[0].label, -1.0 if better(study.outcomes[0]) == "lower" else 1.0
    usable = [each for each in tried.standings() if each.design.index and not each.failed and each.outcomes[label]]

    def value(standing: Standing) -> float:
        estimate = standing.outcomes[label]
        return -math.inf if estimate is None else sign * estimate.value

    kept = [each for each in usable if each.rank is not None][:count]
    doubtful = [each for each in usable if each.rank is None and not surely_beyond(study, each)]
    better_ones = [each for each in doubtful if not kept or value(each) > value(kept[0])]
    chosen = kept + sorted(better_ones, key=value, reverse=True)[:count]
    if not chosen:
        scores = scored(tried)
        chosen = sorted(usable, key=lambda each: sum(scores[each.design.index].beyond))[:count]
    return [each.design for each in chosen]


def surely_beyond(study: Study, standing: Standing) -> bool:
    """Whether a design breaks a limit at 95 %, or has no value to hold against one."""
    for limit in study.constraints:
        estimate = standing.outcomes[limit.outcome]
        if estimate is None:
            return True
        if limit.at_least is not None and estimate.high95 < limit.at_least:
            return True
        if limit.at_most is not None and estimate.low95 > limit.at_most:
            return True
    return False


def at_an_end(levers: Sequence[Lever], settings: Settings) -> list[str]:
    """Levers that stand at an end of their range, or within a fiftieth of it, beyond which nobody looked."""
    found = []
    for lever in levers:
        value = settings.get(lever.path)
        ends = (lever.low, lever.high)
        if lever.values is not None:
            ends = (lever.values[0], lever.values[-1]) if in_order(lever.values) else (None, None)
        if value is None or ends[0] is None or ends[1] is None or ends[0] == ends[1]:
            continue
        if min(value - ends[0], ends[1] - value) <= NEAR * (ends[1] - ends[0]):
            found.append(lever.path)
    return found


def rivals(results: Results, standings: Sequence[Standing]) -> list[Rival]:
    """Designs of rank held against the first."""
    objective = results.plan.study.outcomes[0]
    sign = -1.0 if better(objective) == "lower" else 1.0
    values = sign * results.summed_up(objective)
    runs = sign * results.figures(Measured(objective.kpi, objective.world))[:, :, 0]
    first, found = standings[0].design.index, []
    for each in standings[1:]:
        if each.rank is None:
            continue
        value, se = jackknife(values[first] - values[each.design.index])
        behind = around(float(value), float(se)) if math.isfinite(value) and math.isfinite(se) else None
        wins = int(np.sum(runs[first] > runs[each.design.index]))
        found.append(Rival(each, behind, wins, runs.shape[1]))
    return found


def scored(results: Results) -> list[Score]:
    """Every design as a search sees it, in the order of the plan."""
    study = results.plan.study
    found = []
    for each in sorted(results.standings(), key=lambda each: each.design.index):
        estimate = None if each.failed else each.outcomes[study.outcomes[0].label]
        beyond: list[float] = []
        for limit in study.constraints:
            value = each.outcomes[limit.outcome]
            for end, sign in ((limit.at_least, -1.0), (limit.at_most, 1.0)):
                if end is not None:
                    beyond.append(math.inf if value is None else sign * (value.value - end) / (abs(end) or 1.0))
        lost = estimate is None or not all(map(math.isfinite, beyond))
        found.append(Score(None if lost or estimate is None else estimate.value, tuple(beyond)))
    return found


def listed(plan: Plan, designs: Sequence[Design]) -> Plan:
    """A study of the base and these designs, by name."""
    named = tuple(NamedDesign(name=each.name, set=each.settings) for each in designs)
    how = plan.study.run.model_copy(update={"customers": plan.base.run.customers, "precision": None})
    study = plan.study.model_copy(update={"levers": (), "sampling": Sampling(), "designs": named, "run": how})
    numbered = [Design(index, each.name, dict(each.settings)) for index, each in enumerate(designs, 1)]
    return Plan(study, plan.base, (plan.designs[0], *numbered), plan.draws)


def _begin(wanted: Order, folder: Path, resume: bool) -> None:
    """Take a folder for a search, or go on with the same in it."""
    folder.mkdir(parents=True, exist_ok=True)
    path, document = folder / SEARCH, wanted.document()
    if path.exists():
        if not resume:
            raise StudyFolderError(f"{folder} holds a search already; --resume goes on with it, or choose another folder")
        changed = difference(json.loads(path.read_text(encoding="utf-8")), document, (*FIXED, "search"))
        if changed is not None:
            raise StudyFolderError(f"{folder} holds another search: {changed}; choose another folder")
        return
    others = sorted(each.name for each in folder.iterdir())
    if others:
        raise StudyFolderError(f"{folder} is not empty (it holds {others[0]}) and no search; choose another")
    write_json(path, document)


def _after(progress: Progress, before: int) -> Progress:
    return lambda done: progress(replace(done, runs=before + done.runs, total=before + done.total))


def _of_all(progress: Progress, wanted: Order) -> Progress:
    return lambda done: progress(replace(done, total=max(wanted.most_runs, done.runs)))


def _trials(
    wanted: Order, folder: Path, executor: Executor | None, jobs: int | None, progress: Progress | None, cancel: Event | None
) -> Results:
    """Every design that was tried, as a finished study."""
    small = with_customers(wanted.plan, wanted.customers)
    made = small.designs[1:] if wanted.grid else small.designs[1 : 1 + wanted.named]
    try:
        return read(folder)
    except StudyFolderError:
        pass
    with closing(Store(folder, listed(small, made), resume=True)) as store:
        cost = estimate_cost(store.plan, jobs=jobs, cores=jobs if executor is not None else None)

        def evaluate(new: Sequence[Settings]) -> list[Score]:
            known = len(store.plan.designs)
            names = [Design(0, f"trial {number}", each) for number, each in enumerate(new, known - wanted.named)]
            store.plan = listed(store.plan, [*store.plan.designs[1:], *names])
            rows = store.to_do()
            if rows:
                carry_out(store, rows, replace(cost, runs=len(rows)), executor, progress, cancel)
            return scored(Results(store.plan, store.kept()))[known:]

        evaluate(())
        if not wanted.grid:
            objective, limits = wanted.objective, wanted.plan.study.constraints
            ends = sum((limit.at_least is not None) + (limit.at_most is not None) for limit in limits)
            search(wanted.plan.study.levers, evaluate, trials=wanted.trials, higher=better(objective) == "higher",
                   limits=ends, seed=wanted.plan.base.run.seed)  # fmt: skip
        store.finish()
    return read(folder)


def finished(folder: str | Path) -> Results:
    """The results of a finished study; of a search those of all its trials.

    Raises:
        StudyFolderError: as ``read``.
    """
    search_there = (Path(folder) / SEARCH).is_file()
    return read(Path(folder) / TRIALS if search_there else folder)
