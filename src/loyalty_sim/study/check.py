"""What is wrong with a study, seen together with its base scenario: paths, values, names, size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.finance.line import LINES
from loyalty_sim.scenario.problems import Location, explain, listed, nearest, place, show
from loyalty_sim.scenario.scenario import Scenario
from loyalty_sim.study.distributions import quantile
from loyalty_sim.study.places import field_of, located, refusal, value_at, whole
from loyalty_sim.study.plan import build, in_range, linked, require_size, steps
from loyalty_sim.study.specification import SPREAD, Lever, Study

Fault = tuple[Location, str]
"""Where in the study, and what; reads on after the place."""
MOST_NAMED = 12
MOST_TRIED = 500
"""Values of a list that are tried before a run; the others are tried when their run comes."""


def faults(study: Study, base: Scenario) -> Iterator[Fault]:
    """All that is wrong with a study; nothing when it can be planned."""
    content = base.model_dump()
    yield from _levers(study, content)
    yield from _uncertainties(study, content)
    yield from _outcomes(study)
    if study.draws.method in ("morris", "saltelli") and (study.levers or study.designs):
        instead = "take latin hypercube or sobol"
        yield ("draws", "method"), f"is {study.draws.method}, which is no sample to hold designs against; {instead}"
    if not study.levers and not study.designs and not study.uncertainties:
        yield (), "varies nothing; give levers, designs or uncertainties"


def oversized(study: Study) -> Iterator[Fault]:
    """Whether a study, right otherwise, is too large."""
    try:
        require_size(study)
    except PydanticCustomError as error:
        context = error.context or {}
        yield tuple(context["path"]), str(context["message"])


def _levers(study: Study, content: dict[str, Any]) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for index, lever in enumerate(study.levers):
        here: Location = ("levers", index)
        paths = [((*here, "path"), lever.path)]
        paths += [((*here, "linked", number, "path"), link.path) for number, link in enumerate(lever.linked)]
        wrong = list(_paths(paths, "lever", content, taken))
        yield from wrong
        if wrong:
            continue
        if study.sampling.method == "grid" and lever.values is None and lever.step is None:
            yield (*here, "low"), "begins a range without a step; a grid needs one, such as step: 1"
        elif lever.values is None:
            yield from _range(lever, here)
        if lever.values is not None:
            for number, value in enumerate(lever.values[:MOST_TRIED]):
                yield from _tried(_with_links(lever, value), content, (*here, "values", number))
        else:
            yield from _ends(lever, here, content)
    names = ["base"]
    for index, design in enumerate(study.designs):
        here = ("designs", index)
        if design.name in names:
            yield (*here, "name"), f'is "{show(design.name)}" again; designs need different names, and the first is the base'
        names.append(design.name)
        wrong = list(_paths([((*here, "set", path), path) for path in design.set], "lever", content, {}))
        yield from wrong
        if not wrong:
            yield from _tried(dict(design.set), content, (*here, "set"))


def _paths(
    paths: Iterable[tuple[Location, str]], wanted: str, content: dict[str, Any], taken: dict[str, str]
) -> Iterator[Fault]:
    """Paths that name nothing of that kind, or what another one sets already."""
    for where, path in paths:
        message = refusal(path, wanted, content)
        if message is None:
            other = next((known for known in taken if _overlap(known, path)), None)
            message = None if other is None else f"names `{path}`, which {taken[other]} sets already; keep one"
        if message is None:
            taken[path] = f"`{place(where)}`"
        else:
            yield where, message


def _overlap(one: str, other: str) -> bool:
    """Whether one path is the other, or lies within it."""
    try:
        first, second = located(one), located(other)
    except ValueError:
        return False
    length = min(len(first), len(second))
    return first[:length] == second[:length]


def _range(lever: Lever, here: Location) -> Iterator[Fault]:
    assert lever.low is not None
    assert lever.high is not None
    if whole(field_of(located(lever.path))):
        for end in ("low", "high", "step"):
            value = getattr(lever, end)
            if value is not None and value != math.floor(value):
                yield (*here, end), f"is {value:g}; `{lever.path}` holds whole numbers"


def _ends(lever: Lever, here: Location, content: dict[str, Any]) -> Iterator[Fault]:
    """The two ends of a range; what lies between them is allowed where they are."""
    top = lever.high if lever.step is None else in_range(lever, steps(lever))
    for end, value in (("low", lever.low), ("high", top)):
        assert value is not None
        fits = int(value) if whole(field_of(located(lever.path))) else value
        yield from _tried(_with_links(lever, fits), content, (*here, end))


def _with_links(lever: Lever, value: Any) -> dict[str, Any]:
    return {lever.path: value} | {link.path: linked(link.path, link.factor, value) for link in lever.linked}


def _tried(settings: dict[str, Any], content: dict[str, Any], where: Location) -> Iterator[Fault]:
    """What the scenario says of values. Only what is wrong with a field by itself counts: what does not fit together may
    fit with the values of other levers, and is said of the run."""
    try:
        build(content, settings)
    except ValidationError as error:
        alone = [detail for detail in error.errors(include_url=False) if detail["type"] not in ("refused", "value_error")]
        if not alone:
            return
        problem = next(found for found in explain(error) if found.where.startswith(tuple(_heads(alone))))
        named = problem.where in settings and len(settings) == 1
        yield where, problem.message if named else f"sets `{problem.where}`, which {problem.message}"


def _heads(details: Sequence[Any]) -> list[str]:
    return [place((*detail["loc"], *detail.get("ctx", {}).get("path", ()))) for detail in details]


def _uncertainties(study: Study, content: dict[str, Any]) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for index, uncertainty in enumerate(study.uncertainties):
        here: Location = ("uncertainties", index)
        wrong = list(_paths([((*here, "path"), uncertainty.path)], "assumption", content, taken))
        yield from wrong
        if wrong:
            continue
        base = value_at(content, located(uncertainty.path))
        if isinstance(base, bool | str | tuple | dict):
            yield (*here, "path"), f"names `{uncertainty.path}`, which is {show(base)} and no number"
            continue
        try:
            value = quantile(uncertainty, base)
        except ValueError as error:
            yield here, str(error)
            continue
        for end, chance in (("low", 1e-12), ("high", 1 - 1e-12)):
            yield from _tried({uncertainty.path: _readable(value(chance))}, content, (*here, end))


def _readable(value: float) -> float:
    return value if isinstance(value, int) else float(f"{value:.6g}")


def _outcomes(study: Study) -> Iterator[Fault]:
    labels: list[str] = []
    for index, outcome in enumerate(study.outcomes):
        here: Location = ("outcomes", index)
        figure = FIGURES.get(outcome.kpi)
        if figure is None:
            yield (*here, "kpi"), f'is "{show(outcome.kpi)}"; no key figure is called so{_hint(outcome.kpi, FIGURES)}'
        elif outcome.world != "program" and not figure.both:
            yield (*here, "world"), f"is {outcome.world}; {outcome.kpi} exists in the program world only"
        elif index == 0 and outcome.better is None and figure.better == "neither":
            yield (
                here,
                f"ranks the designs, but of {outcome.kpi} neither more nor less is better; say better: higher or lower",
            )
        if outcome.statistic in SPREAD and study.draw_count * study.run.replications == 1:
            yield (*here, "statistic"), f"is {outcome.statistic}, but there is one run of each design; name uncertainties"
        if outcome.label in labels:
            yield (*here, "name"), f'is "{show(outcome.label)}" again; outcomes need different names'
        labels.append(outcome.label)
    for index, constraint in enumerate(study.constraints):
        yield from _known(constraint.outcome, labels, ("constraints", index, "outcome"))
    if study.run.precision is not None:
        yield from _known(study.run.precision.outcome, labels, ("run", "precision", "outcome"))
    for index, line in enumerate(study.monthly):
        if line not in LINES:
            yield ("monthly", index), f'is "{show(line)}"; no monthly line is called so{_hint(line, LINES)}'


def _known(name: str, labels: list[str], where: Location) -> Iterator[Fault]:
    if name not in labels:
        yield where, f'is "{show(name)}"; must be an outcome of this study: {listed(labels)}'


def _hint(word: str, words: Iterable[str]) -> str:
    known = list(words)
    near = nearest(word, known)
    if near:
        return f"; did you mean `{near}`?"
    return f"; known are {', '.join(known[:MOST_NAMED])}, …"
