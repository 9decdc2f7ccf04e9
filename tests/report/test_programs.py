"""A program in one line."""

from __future__ import annotations

from typing import Any

import pytest

from loyalty_sim.report.programs import in_a_line
from loyalty_sim.scenario import Program
from loyalty_sim.scenario.presets import preset


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({"earn": {"points": 0}}, "No points"),
        (
            {"expiry": {"rule": "never"}},
            "1 point per USD 1 (1 % back); redeemed in blocks of 100 points ($1.00); points never expire",
        ),
        (
            {"earn": {"per": "visit"}, "redemption": {"mode": "any"}, "expiry": {"rule": "inactivity", "months": 6}},
            "1 point a visit; redeemed in any amount from 100 points ($1.00); points expire after 6 months of inactivity",
        ),
        (
            {
                "redemption": {"mode": "chart", "chart": [{"points": 100, "value": 3}, {"points": 250, "value": 10}]},
                "expiry": {"rule": "never"},
            },
            "1 point per USD 1 (3 % to 4 % back); redeemed for 2 rewards from 100 points ($3.00) to 250 points ($10.00); "
            "points never expire",
        ),
        (
            {"certificates": {"offered": True, "threshold_points": 200}, "expiry": {"rule": "never"}},
            "1 point per USD 1 (5 % back); 200 points become a certificate of $10.00; points never expire",
        ),
        (
            {"earn": {"points": 0}, "dividend": {"share": 0.1, "eligible_share": 0.6}, "partners": [{"points": 0}]},
            "10 % back on 60 % of goods once a year; 1 partner",
        ),
        (
            {"earn": {"points": 0}, "dividend": {"share": 0.02, "who": "paying members"}},
            "2 % back once a year to paying members",
        ),
        (
            {
                "earn": {"points": 0},
                "actions": {"offered": True},
                "referral": {"offered": True},
                "expiry": {"rule": "never"},
            },
            "No points for purchases; redeemed in blocks of 100 points ($1.00); points never expire; "
            "points for winning friends",
        ),
        (
            {"earn": {"points": 0}, "paid": {"offered": True, "fee": 10, "term": "monthly", "earn_multiplier": 2}},
            "No points; membership for $10.00 a month: 2× points",
        ),
        (
            {
                "expiry": {"rule": "never"},
                "point_value": 0.5,
                "redemption": {"mode": "chart", "chart": [{"points": 100, "value": 3}, {"points": 2000, "value": 125}]},
            },
            "1 point per USD 1 (3 % to 6.2 % back); redeemed for 2 rewards from 100 points ($3.00) to 2,000 points "
            "($125); points never expire",
        ),
        (
            {
                "expiry": {"rule": "never"},
                "point_value": 0.5,
                "redemption": {"mode": "chart", "chart": [{"points": 10, "value": 4}], "amount": "one block"},
            },
            "1 point per USD 1 (40 % back); redeemed for one reward of 10 points ($4.00); points never expire",
        ),
        (
            {"expiry": {"rule": "never"}, "certificates": {"offered": True, "threshold_points": 250}, "point_value": 0.5},
            "1 point per USD 1 (5 % back); 250 points become a certificate of $10.00; points never expire",
        ),
        (
            {"earn": {"points": 0}, "enrolment": {"welcome_points": 50}, "expiry": {"rule": "never"}},
            "No points for purchases; redeemed in blocks of 100 points ($1.00); points never expire",
        ),
        (
            {"earn": {"points": 0}, "dividend": {"share": 0.1, "eligible_share": 0.5}},
            "10 % back on 50 % of goods once a year",
        ),
        (
            {"earn": {"points": 0}, "tiers": {"metric": "visits", "levels": [{"name": "Gold", "threshold": 12}]}},
            "No points; status Gold at 12 visits a year",
        ),
        (
            {"earn": {"points": 0}, "tiers": {"metric": "spend or visits", "levels": [{"name": "Gold", "threshold": 300}]}},
            "No points; status Gold at $300 or 10 visits a year",
        ),
    ],
)
def test_the_levers_are_said_in_words(parts: dict[str, Any], text: str) -> None:
    """What is earned, redeemed, how it expires, and what status and membership are on offer."""
    assert in_a_line(Program.model_validate(parts)) == text


def test_a_preset_in_a_line() -> None:
    """Tiers and money in the currency of the scenario."""
    scenario = preset("beauty-tiers")
    assert in_a_line(scenario.program, scenario.currency).endswith("status Platinum at $500, Diamond at $1,200 a year")
