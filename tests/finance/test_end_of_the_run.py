"""Key figures of the rules themselves: by what points are worth, and of the program in force at the end."""

from __future__ import annotations

from typing import Any

import pytest

from loyalty_sim.engine import simulate
from loyalty_sim.finance.kpis import kpis, paid_break_even
from loyalty_sim.scenario import Scenario

PAID = {"offered": True, "fee": 30.0, "earn_multiplier": 2.0}


def scenario(program: dict[str, Any], **more: Any) -> Scenario:
    """A program whose point value means nothing unless it says so, for customers who buy for 40 on average."""
    segments = [
        {"name": "A", "share": 3, "purchases_per_year": 10, "basket": 20},
        {"name": "B", "share": 1, "purchases_per_year": 30, "basket": 60},
    ]
    for segment in segments:
        segment["share"] /= 4
    return Scenario.model_validate(
        {"program": {"point_value": 0.5, "paid": PAID} | program, "market": {"segments": segments}} | more
    )


@pytest.mark.parametrize(
    ("program", "back"),
    [
        ({"point_value": 0.05}, 0.05),
        ({"certificates": {"offered": True, "block_value": 6}}, 0.06),
        ({"redemption": {"mode": "chart", "chart": [{"points": 100, "value": 3}, {"points": 200, "value": 10}]}}, 0.04),
        ({"point_value": 2.0, "earn": {"per": "visit"}}, 2 / 40),
    ],
)
def test_a_fee_breaks_even_by_what_points_are_worth(program: dict[str, Any], back: float) -> None:
    """Twice the points are worth once the points of a unit of spend: by value, certificate, chart, or visit of 40."""
    assert paid_break_even(scenario(program)) == pytest.approx(30 / back)


def test_the_program_at_the_end_counts() -> None:
    """A fee that an amendment raises is the one to break even with; one after the run is not."""
    dearer = [{"month": 7, "changes": {"paid": {"fee": 60.0}}}]
    program = {"point_value": 0.05}
    assert paid_break_even(scenario(program, amendments=dearer)) == pytest.approx(1200)
    assert paid_break_even(scenario(program, amendments=dearer, run={"months": 6})) == pytest.approx(600)


def test_complexity_is_of_the_program_at_the_end() -> None:
    """Points that no longer have to be used in blocks are one thing less to understand."""
    simple = [{"month": 2, "changes": {"redemption": {"mode": "any"}}}]
    run = {"months": 3, "warmup_months": 0, "customers": 100}
    figures = []
    for changes in ([], simple):
        figure = kpis(simulate(scenario({}, run=run, amendments=changes)))["program_complexity"].program
        assert figure is not None
        figures.append(figure.value)
    assert figures[1] == figures[0] - 1
