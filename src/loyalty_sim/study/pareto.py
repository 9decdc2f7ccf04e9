"""The Pareto front of a finished study: the designs of which none is better in everything that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.finance.estimate import WIDTHS, Array, Coverage, jackknife
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import save
from loyalty_sim.study.plan import build
from loyalty_sim.study.results import Results, Standing, better
from loyalty_sim.study.specification import Better, Outcome

FEWEST, MOST = 2, 3
"""Outcomes that are weighed against each other."""
USUAL = ("net_value", "retention", "outstanding_value")
"""What is weighed when nothing is said, if the study has two of them."""
LIABILITY = "outstanding_value"
"""What is owed: less is better where it is weighed, though by itself it is neither."""

AT_ONCE = 20
"""Rivals that are held against a design together."""

LONGEST_NAME = 120
"""Of a scenario."""

Dominance = Literal["plain", "80", "95"]
"""Plain goes by the values alone; else by differences that are told apart at that confidence, in per cent."""
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Objective:
    """An outcome with the direction that is better."""

    outcome: Outcome
    better: Better


@dataclass(frozen=True)
class Front:
    """What stands on the front, and what does not."""

    objectives: tuple[Objective, ...]
    dominance: Dominance
    designs: tuple[Standing, ...]
    """Not dominated, the best by the first objective first."""
    dominated: tuple[Standing, ...]
    left_out: tuple[Standing, ...]
    """Designs that break a constraint, of which a run failed, or without a value."""
    knee: Standing | None
    """The one furthest from the plane on which gaining in one is paid for in another at the same rate throughout; None with
    fewer than three designs."""


def objectives_of(results: Results, asked: Sequence[str] = ()) -> tuple[Objective, ...]:
    """The outcomes to weigh against each other.

    Args:
        asked: names of outcomes of the study, each with ``:higher`` or ``:lower`` where the figure does not say itself.

    Raises:
        ValueError: there is no such outcome, no direction, or not two or three of them; a sentence.
    """
    known = {outcome.label: outcome for outcome in results.plan.study.outcomes}
    if not asked:
        return _usual(list(known.values()))
    found = []
    for text in asked:
        name, _, way = text.partition(":")
        outcome = known.get(name.strip())
        if outcome is None:
            raise ValueError(f"'{name.strip()}' is no outcome of this study; they are {', '.join(known)}")
        direction = way.strip() or direction_of(outcome)
        if direction not in ("higher", "lower"):
            raise ValueError(f"'{text}' needs a direction: say {name.strip()}:higher or {name.strip()}:lower")
        found.append(Objective(outcome, direction))  # type: ignore[arg-type]
    labels = [each.outcome.label for each in found]
    if not FEWEST <= len(set(labels)) == len(labels) <= MOST:
        raise ValueError(f"{len(labels)} outcomes given ({', '.join(labels)}); a front has two or three different ones")
    return tuple(found)


def _usual(outcomes: Sequence[Outcome]) -> tuple[Objective, ...]:
    usual = [next((each for each in outcomes if each.kpi == kpi), None) for kpi in USUAL]
    chosen = [each for each in usual if each is not None]
    if len(chosen) < FEWEST:
        chosen = [each for each in outcomes if direction_of(each) is not None][:MOST]
    if len(chosen) < FEWEST:
        raise ValueError("fewer than two outcomes say whether more or less is better; name some, with :higher or :lower")
    return tuple(Objective(each, direction_of(each) or "higher") for each in chosen)


def direction_of(outcome: Outcome) -> Better | None:
    """Whether more of an outcome is better, or less; None where the figure does not say."""
    way = better(outcome)
    if way == "neither":
        return "lower" if outcome.kpi == LIABILITY else None
    return way  # type: ignore[return-value]


def front(results: Results, objectives: Sequence[Objective] = (), dominance: Dominance = "95") -> Front:
    """The Pareto front of a finished study.

    Args:
        objectives: what is weighed, from ``objectives_of``; by default net value, retention and what is owed.
        dominance: whether a design leaves the front when another has better values, or only when that is told apart.

    Raises:
        ValueError: as ``objectives_of``.
    """
    chosen = tuple(objectives) or objectives_of(results)
    standings = sorted(results.standings(), key=lambda each: each.design.index)
    values = np.stack([_sign(each) * results.summed_up(each.outcome) for each in chosen])
    usable = [each for each in standings if each.rank is not None and np.isfinite(values[:, each.design.index]).all()]
    figures = values[:, [each.design.index for each in usable]]
    on = ~dominated(figures, dominance)
    found = [each for each, is_on in zip(usable, on, strict=True) if is_on]
    found.sort(key=lambda each: -values[0, each.design.index, 0])
    at = knee(np.stack([values[:, each.design.index, 0] for each in found])) if found else None
    return Front(
        chosen, dominance, tuple(found), tuple(each for each, is_on in zip(usable, on, strict=True) if not is_on),
        tuple(each for each in standings if each not in usable), None if at is None else found[at],
    )  # fmt: skip


def _sign(objective: Objective) -> float:
    return 1.0 if objective.better == "higher" else -1.0


def dominated(figures: Array, dominance: Dominance) -> Flags:
    """Which designs another one dominates: it is not worse in any objective, and better in one.

    With a confidence, it must be better at that confidence in each objective in which the two are not exactly the same: what
    may be noise drives no design off the front.

    Args:
        figures: ``[objective, design, replicate]``, more is better.
    """
    values = figures[..., 0]
    found = np.zeros(values.shape[1], np.bool_)
    for design in range(len(found)):
        lead = values - values[:, [design]]
        rivals = np.flatnonzero((lead >= 0).all(axis=0) & (lead > 0).any(axis=0))
        if dominance != "plain":
            rivals = rivals[np.argsort(-lead[:, rivals].min(axis=0))]  # those that lead most are told apart first
        found[design] = any(
            _surely_better(figures[:, rivals[start : start + AT_ONCE]] - figures[:, [design]], dominance)
            for start in range(0, len(rivals), AT_ONCE)
        )
    return found


def _surely_better(lead: Array, dominance: Dominance) -> bool:
    """Whether one of some designs leads in an objective, and may not be behind in any."""
    ahead, behind = _told(lead, dominance)
    return bool((ahead.any(axis=0) & ~behind.any(axis=0)).any())


def _told(lead: Array, dominance: Dominance) -> tuple[Flags, Flags]:
    """In which objectives others lead, and in which they may not, ``[objective, design]``."""
    if dominance == "plain":
        return lead[..., 0] > 0, lead[..., 0] < 0
    coverage: Coverage = 80 if dominance == "80" else 95
    value, se = jackknife(np.moveaxis(lead, -1, 0))
    ahead = value > WIDTHS[coverage] * se
    same = (value == 0) & (se == 0)
    return ahead, ~ahead & ~same


def knee(values: Array) -> int | None:
    """The design that gives up least of all objectives together: furthest from the plane through the best of each, in parts
    of what each ranges over on the front (Das 1999). None with fewer than three designs.

    Args:
        values: ``[design, objective]``, more is better.
    """
    if len(values) <= FEWEST:
        return None
    low, high = values.min(axis=0), values.max(axis=0)
    scaled = np.divide(values - low, high - low, out=np.zeros_like(values), where=high > low)
    return int(np.argmax(scaled.sum(axis=1)))


def scenario_of(results: Results, standing: Standing) -> Scenario:
    """The scenario of a design, named after it, to be opened like any other."""
    plan = results.plan
    name = f"{plan.base.name}: {standing.design.name}" if standing.design.index else plan.base.name
    return build(plan.base.model_dump(), {**standing.design.settings, "name": name[:LONGEST_NAME]})


def write(results: Results, standings: Sequence[Standing], folder: str | Path) -> list[Path]:
    """Write designs as scenario files, named after them; files of those names are replaced.

    Raises:
        OSError: the folder cannot be written.
    """
    Path(folder).mkdir(parents=True, exist_ok=True)
    paths = []
    for each in standings:
        letters = "".join(letter if letter.isalnum() else "-" for letter in each.design.name.lower())
        paths.append(Path(folder) / f"{each.design.index:03d}-{letters}.yaml")
        save(scenario_of(results, each), paths[-1])
    return paths
