"""When points die, by every rule: cases by hand."""

from __future__ import annotations

from typing import Any

import pytest

from loyalty_sim.scenario import Scenario
from tests.engine.by_hand import lived
from tests.engine.plain import at_visits, merged, plain


def dying(rule: str, months: float = 3, rounding: str = "exact", chance: float = 0.0, **expiry: Any) -> Scenario:
    """A plain program with a rule of expiry; the first month is a January."""
    program = {"expiry": {"rule": rule, "months": months, "rounding": rounding, **expiry}}
    return plain(100, 60, program=program, behaviour=at_visits(chance))


def deaths(scenario: Scenario, purchases: list[float]) -> list[tuple[float, int]]:
    """When points die, and how many are left."""
    steps = lived(scenario, purchases).steps
    before = [0, *[step.balance for step in steps]]
    return [(step.time, step.balance) for step, held in zip(steps, before, strict=False) if step.balance < held]


GRACE = 30 * 12 / 365.25


@pytest.mark.parametrize("rounding", ["exact", "month end"])
def test_points_can_be_used_in_the_days_of_grace(rounding: str) -> None:
    """Grace days are part of the life of points, after the date that the rule and its rounding give."""
    date = 3.5 if rounding == "exact" else 4.0
    late = dying("after earning", rounding=rounding, grace_days=30)
    assert deaths(late, [0.5]) == [(pytest.approx(date + GRACE), 0)]
    used = lived(dying("after earning", rounding=rounding, grace_days=30, chance=1.0), [0.5, date + 0.9 * GRACE])
    assert [step.balance for step in used.steps][:2] == [1, 1]
    assert deaths(dying("inactivity", rounding=rounding, grace_days=30), [0.5]) == [(pytest.approx(date + GRACE), 0)]


def test_a_purchase_may_renew_all_points() -> None:
    """Each purchase starts the life of all points anew; a member who stays away loses them together."""
    assert deaths(dying("after earning"), [0.5, 3.0, 5.5]) == [(3.5, 1), (6.0, 1), (8.5, 0)]
    assert deaths(dying("after earning", extended_by_activity=True), [0.5, 3.0, 5.5]) == [(8.5, 0)]


def test_points_die_at_a_date_of_the_calendar() -> None:
    """At the end of June die all points that are at least three months old; the others at the next one."""
    june = dying("calendar date", date_month=6)
    assert deaths(june, [0.5, 2.9, 3.5, 7.0, 20.0]) == [(6.0, 1), (18.0, 0), (30.0, 0)]
    assert deaths(dying("calendar date", date_month=12, months=0), [0.5, 11.9]) == [(12.0, 0)]


def test_all_points_of_a_card_die_a_time_after_the_first() -> None:
    """A card dies as a whole three months after its first point; the next visit opens another."""
    assert deaths(dying("from the first point"), [0.5, 3.0, 3.6, 5.0]) == [(3.5, 0), (6.6, 0)]


def test_what_a_redemption_leaves_begins_a_new_card() -> None:
    """A completed card ends; points that were left over begin the next at that visit."""
    program = {
        "earn": {"points": 2, "per": "visit"},
        "redemption": {"mode": "blocks", "block_points": 3, "automatic": True, "moment": "after earning"},
    }
    scenario = dying("from the first point").model_dump()
    card = Scenario.model_validate(merged(scenario, {"program": program}))
    assert deaths(card, [0.5, 3.0]) == [(3.0, 1), (6.0, 0)]
