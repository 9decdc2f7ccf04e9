"""The search for the best design: what to try next, given what was found. Takes any function, so that it can be held
against ones whose best is known.

The same seed and the same findings lead to the same designs, so that a search that was interrupted goes on by being done
again from the start, with what is known already.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from loyalty_sim.study.places import field_of, located, whole
from loyalty_sim.study.plan import Settings, at, in_range, steps, together
from loyalty_sim.study.sampling import points
from loyalty_sim.study.specification import Lever

if TYPE_CHECKING:
    from optuna import Study, Trial
    from optuna.distributions import BaseDistribution

BATCH = 8
"""Designs that are tried side by side; a number of its own, so that the number of cores changes nothing."""
FEWEST_SPREAD = 10
"""Designs spread evenly over all levers, before any are chosen by what was found."""
ATTEMPTS = 5
"""Times a batch that may be asked for in all until it is full of designs that are new."""
HOPELESS = 1e9
"""How far beyond its limits a design is of which a run failed."""


@dataclass(frozen=True)
class Score:
    """What was found of a design."""

    value: float | None
    """Of the objective; None when a run failed or it has no value."""
    beyond: tuple[float, ...] = ()
    """How far it is beyond each limit, in parts of the limit; not above 0 where it keeps it."""


@dataclass(frozen=True)
class Tried:
    """A design with its score."""

    settings: Settings
    score: Score


Evaluate = Callable[[Sequence[Settings]], Sequence[Score]]
Key = tuple[Any, ...]


def search(
    levers: Sequence[Lever],
    evaluate: Evaluate,
    *,
    trials: int,
    higher: bool,
    limits: int = 0,
    seed: int = 0,
) -> list[Tried]:
    """Try designs: first some spread evenly, then where the best are likely (tree-structured Parzen estimator, Bergstra et
    al. 2011, over all levers together; designs beyond a limit are taken as worse than all within).

    Args:
        levers: what may be chosen; a lever with sorted numbers as values is searched in that order.
        evaluate: called with designs that were not tried before.
        trials: designs tried in all; fewer where no new ones are found.
        higher: whether more of the objective is better.
        limits: how many limits each score tells of.
        seed: of the search.
    """
    study, space = _study(higher, limits, seed), {lever.path: _distribution(lever) for lever in levers}
    known: dict[Key, Score] = {}
    tried: list[Tried] = []
    names = [lever.path for lever in levers]
    spread = min(trials, max(FEWEST_SPREAD, 2 * len(levers)))
    for point in points("latin hypercube", names, spread, seed).tolist():
        study.enqueue_trial({lever.path: _at(lever, chance) for lever, chance in zip(levers, point, strict=True)})
    size = spread
    while len(tried) < trials:
        asked, new = _ask(study, space, levers, known, min(size, trials - len(tried)), attempts=ATTEMPTS * size)
        scores = evaluate([together(levers, key) for key in new]) if new else []
        known |= dict(zip(new, scores, strict=True))
        tried += [Tried(together(levers, key), score) for key, score in zip(new, scores, strict=True)]
        for trial, key in asked:
            _tell(study, trial, known[key], limits)
        if not new:
            break
        size = BATCH
    return tried


def _ask(
    study: Study,
    space: dict[str, BaseDistribution],
    levers: Sequence[Lever],
    known: dict[Key, Score],
    size: int,
    attempts: int,
) -> tuple[list[tuple[Trial, Key]], list[Key]]:
    """What was asked for, and what of it is new."""
    asked: list[tuple[Trial, Key]] = []
    new: list[Key] = []
    while len(new) < size and len(asked) < attempts:
        trial = study.ask(space)
        key = tuple(_value(lever, trial.params[lever.path]) for lever in levers)
        asked.append((trial, key))
        if key not in known and key not in new:
            new.append(key)
    return asked, new


def _study(higher: bool, limits: int, seed: int) -> Study:
    import optuna  # takes a second

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that some options are experimental
        sampler = optuna.samplers.TPESampler(
            seed=seed, multivariate=True, n_startup_trials=FEWEST_SPREAD, constant_liar=True,
            constraints_func=lambda trial: trial.user_attrs["beyond"],
        )  # fmt: skip
    return optuna.create_study(sampler=sampler, direction="maximize" if higher else "minimize")


def _tell(study: Study, trial: Trial, score: Score, limits: int) -> None:
    lost = score.value is None or not math.isfinite(score.value)
    trial.set_user_attr("beyond", [HOPELESS] * (limits + 1) if lost else [0.0, *score.beyond])
    study.tell(trial, 0.0 if lost else score.value)


def _distribution(lever: Lever) -> BaseDistribution:
    """What Optuna chooses for a lever: the place of its value where there are some, or the value itself."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if lever.values is not None:
        last = len(lever.values) - 1
        return IntDistribution(0, last) if in_order(lever.values) else CategoricalDistribution(tuple(range(last + 1)))
    if lever.step is not None:
        return IntDistribution(0, steps(lever))
    assert lever.low is not None
    assert lever.high is not None
    if whole(field_of(located(lever.path))):
        return IntDistribution(math.ceil(lever.low), math.floor(lever.high))
    return FloatDistribution(lever.low, lever.high)


def in_order(values: Sequence[Any]) -> bool:
    """Whether values are numbers, the smaller first."""
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    return numbers and list(values) == sorted(values)


def _value(lever: Lever, chosen: Any) -> Any:
    """The value of a lever that a choice stands for."""
    if lever.values is not None:
        return lever.values[chosen]
    return in_range(lever, chosen) if lever.step is not None else chosen


def _at(lever: Lever, chance: float) -> Any:
    """What Optuna would choose at a point of the unit interval."""
    if lever.values is not None:
        return int(chance * len(lever.values))
    return int(chance * (steps(lever) + 1)) if lever.step is not None else at(lever, chance)
