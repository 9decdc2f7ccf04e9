"""Changes of the program over time: what was in force before month 1, and what changes at a date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from loyalty_sim.scenario.fields import Record, lever
from loyalty_sim.scenario.program import Program

MAX_AMENDMENTS = 8


class Transition(Record):
    """How a change is made: when members hear of it, and what becomes of what they have."""

    announced_months: float = lever(
        0.0,
        "How long before the change members are told",
        unit="months",
        bands={"at once": 0, "one month": 1, "one quarter": 3},
        typical="1 to 3 months; Québec requires 60 to 90 days (secondary source)",
        watch="The longer the notice, the more points are used before they lose value.",
        ge=0,
        le=24,
    )
    old_points: Literal["keep", "restart"] = lever(
        "keep",
        "Points already issued keep their expiry date (those without one get the new rule from the change on), or all get"
        " a new life under the new rule, counted from the change",
        typical="Kept, or restarted to the members' benefit (judgement)",
        watch="A shorter window that restarts makes many points expire on one day.",
    )
    old_status: Literal["keep", "review"] = lever(
        "keep",
        "Members keep their tier until its next review, or are placed anew at the change by what they have earned so far",
        typical="Kept to the end of its validity (judgement)",
        watch="A review in the middle of a year counts only part of it: many fall.",
    )
    old_fees: Literal["keep", "new"] = lever(
        "new",
        "Those who already pay for membership renew at their old price, or at the new one",
        typical="New at the next renewal, with notice (judgement)",
        watch="Members at old prices are never seen again by the price list; a rejoining member pays the new one.",
    )


class Amendment(Transition):
    """A change of the program at the start of a month."""

    month: int = lever(
        13,
        "Month, 1 is the first reported, at whose start the change takes effect",
        unit="month",
        bands={"after a year": 13, "after two": 25},
        typical="The start of a program year (judgement)",
        watch="A change after the last month changes nothing.",
        ge=1,
        le=240,
    )
    changes: Mapping[str, Any] = lever(
        dict,
        "Levers that change, nested as in the program, such as {expiry: {months: 6}}; a list is replaced as a whole",
        typical="One lever at a time, so that its effect can be told apart (judgement)",
        watch="The other levers stay as the amendments before have left them.",
    )


def amended(program: Program, amendment: Amendment, *path: str | int) -> Program:
    """The program after an amendment.

    Args:
        path: where the amendment stands, to name it in an error.

    Raises:
        PydanticCustomError: the changes do not make a valid program.
    """
    parts = _merged(program.model_dump(mode="python"), amendment.changes)
    try:
        return Program.model_validate(parts)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = (*path, "changes", *first["loc"], *first.get("ctx", {}).get("path", ()))
        context = {"message": first["msg"], "path": where, "inner": first}
        raise PydanticCustomError("amendment", "{message}", context) from None


def value_lost(before: Program, after: Program) -> float:
    """Share of the worth of points that a change of the program takes; of a chart, the mean over its rewards of what is
    lost to whoever holds just enough for one. What others gain makes up for nothing."""
    chart = before.redemption.mode == "chart" and not before.certificates.offered
    balances = [step.points for step in before.redemption.chart] if chart else [before.smallest_reward[0]]
    lost = [max(0.0, 1 - after.worth_at(points) / before.worth_at(points)) for points in balances if before.worth_at(points)]
    return sum(lost) / len(balances)


def _merged(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with the entries of ``change``, mapping by mapping."""
    result = dict(base)
    for key, value in change.items():
        inner = result.get(key)
        result[key] = _merged(inner, value) if isinstance(value, Mapping) and isinstance(inner, Mapping) else value
    return result
