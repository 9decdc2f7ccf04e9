"""What a goal seek found, in sentences: the answer and both sides of its limit, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from loyalty_sim.report import numbers
from loyalty_sim.study.seek import Limit, Reading
from loyalty_sim.study.solve import Solution

HOLDS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}


def told(solution: Solution) -> list[str]:
    """The finding in sentences, the answer first."""
    return [*_answer(solution), *_shape(solution), *_sure(solution), *_not_allowed(solution)]


def outcome(solution: Solution, reading: Reading) -> str:
    """The figure at a value; with its distance where it rounds to the target."""
    unit, currency, goal = solution.figure.unit, solution.currency, solution.target.number
    value = reading.estimate.value
    text = numbers.number(value, unit, currency)
    if value != goal and text == numbers.number(goal, unit, currency):
        text += f" ({numbers.difference(value - goal, unit, currency)} from it)"
    return text


def setting(value: Any) -> str:
    """The value of a lever."""
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _goal(solution: Solution) -> str:
    number = numbers.number(solution.target.number, solution.figure.unit, solution.currency)
    return f"{HOLDS[solution.target.sign]} {number}"


def _name(solution: Solution) -> str:
    label, world = solution.figure.label, solution.target.measured.world
    return {"program": label, "without": f"{label} without the program",
            "difference": f"{label} less that without the program"}[world]  # fmt: skip


def _range(solution: Solution) -> str:
    axis = solution.axis
    if axis.values is not None:
        return f"among {', '.join(setting(value) for value in axis.values)}"
    return f"from {setting(axis.value(0))} to {setting(axis.value(len(axis) - 1))}"


def _answer(solution: Solution) -> Iterator[str]:
    sought, lever, name = solution.sought, solution.lever, _name(solution)
    if sought.best is None:
        yield f"{name} has no value for any {lever} {_range(solution)}."
        return
    if sought.answer is None:
        yield from _none(solution)
        return
    places = " or ".join(
        setting(span.first) if span.first == span.last else f"{setting(span.first)} to {setting(span.last)}"
        for span in sought.spans
    )
    if solution.axis.values is None and not sought.limits:
        yield f"{name} is {_goal(solution)} at every {lever} looked at {_range(solution)}."
        assert sought.worst is not None
        yield f"Nearest to the limit is {setting(sought.worst.value)}, with {outcome(solution, sought.worst)}."
    else:
        yield f"{name} is {_goal(solution)} with {lever} {places} (looked {_range(solution)})."
    for limit in sought.limits:
        yield _sides(solution, limit)
    yield from _now(solution)


def _sides(solution: Solution, limit: Limit) -> str:
    inside, outside = limit.inside, limit.outside
    return (
        f"At {setting(inside.value)} it is {outcome(solution, inside)}, at {setting(outside.value)} "
        f"{outcome(solution, outside)}."
    )


def _now(solution: Solution) -> Iterator[str]:
    here = solution.axis.nearest(solution.current)
    now = next((each for each in solution.sought.readings if each.number == here and each.figure is not None), None)
    if now is not None and now.value == solution.current:
        yield f"The scenario has {setting(now.value)}, with {outcome(solution, now)}."


def _none(solution: Solution) -> Iterator[str]:
    sought, lever = solution.sought, solution.lever
    best = sought.best
    assert best is not None
    if sought.shape == "nothing":
        yield f"No solution: {lever} does not move {_name(solution)}, which is {outcome(solution, best)} {_range(solution)}."
        return
    most = "highest" if solution.target.wants_more else "lowest"
    place = f"{outcome(solution, best)}, at {setting(best.value)}"
    nowhere = f"{_name(solution)} is nowhere {_goal(solution)} with {lever} {_range(solution)}"
    yield f"No solution: {nowhere}; the {most} is {place}."
    if sought.shape == "nothing told":
        yield f"What {lever} does to it cannot be told from simulation noise."
    elif solution.axis.values is None and best.number in (0, len(solution.axis) - 1):
        end = "lower" if best.number == 0 else "upper"
        yield f"It stops at the {end} end of where was looked."
    elif solution.axis.values is None:
        yield f"That is as far as {lever} goes: on both sides of it the figure is further from the target."
    yield from _now(solution)


def _shape(solution: Solution) -> Iterator[str]:
    if solution.sought.shape == "turns" and solution.axis.values is None and solution.sought.answer is not None:
        yield "The figure both rises and falls along the lever: more of a change is not more of the effect."


def _sure(solution: Solution) -> Iterator[str]:
    sought = solution.sought
    if sought.best is None:
        return
    size = f"{sought.customers:,} customers"
    chosen = next((limit for limit in sought.limits if limit.inside is sought.answer), None)
    if chosen is not None and math.isfinite(chosen.margin):
        yield f"The limit lies at {chosen.at:.4g}, give or take {chosen.margin:.2g} (95 %, {size})."
    if sought.sure and not (chosen is not None and solution.axis.fine):
        yield f"This is sure against simulation noise at 95 %, with {size}."
    elif not sought.sure:
        yield f"Simulation noise leaves room with {size}: not every side of the target is sure at 95 %."


def _not_allowed(solution: Solution) -> Iterator[str]:
    refused = [each for each in solution.sought.readings if each.reason is not None]
    if refused:
        values = ", ".join(setting(each.value) for each in refused)
        yield f"Without an outcome: {values} ({refused[0].reason})."
