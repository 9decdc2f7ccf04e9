"""Plain scenarios: nothing happens but what a test names.

All effects are off, customers are alike and never lapse, a visit gives one point, the whole balance can be redeemed and
points never expire. One month of the engine stands for whatever unit of time a theory uses.
"""

from __future__ import annotations

import math
from typing import Any

from loyalty_sim.scenario import Behaviour, Scenario

PROGRAM: dict[str, Any] = {
    "earn": {"points": 1, "per": "visit", "on": "basket"},
    "redemption": {"mode": "any", "block_points": 1},
    "expiry": {"rule": "never", "rounding": "exact"},
    "enrolment": {"share": 1},
}
SEGMENT: dict[str, Any] = {
    "name": "Alike", "purchase_shape": None, "first_year_lapse": 0, "lapse_shape": None,
    "basket": 100, "basket_shape": None, "basket_spread": None,
}  # fmt: skip


def merged(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """``base`` with the entries of ``change``, dictionary by dictionary."""
    result = dict(base)
    for key, value in change.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result


def plain(
    customers: int,
    months: int,
    *,
    rate: float = 1.0,
    lapse: float = 0.0,
    segment: dict[str, Any] | None = None,
    program: dict[str, Any] | None = None,
    behaviour: dict[str, Any] | None = None,
    market: dict[str, Any] | None = None,
    warmup: int = 0,
    seed: int = 1,
) -> Scenario:
    """A plain scenario of ``customers`` who have been there for long, so that none has a purchase at time 0 for certain.

    Args:
        rate: purchases per month; ``lapse``: lapses per month.
        segment, program, behaviour, market: what differs from plain.
    """
    own = {"purchases_per_year": 12 * rate, "first_year_lapse": -math.expm1(-12 * lapse)}
    return Scenario.model_validate(
        {
            "program": merged(PROGRAM, program or {}),
            "market": merged(
                {"customers": customers, "acquired_per_year": 0, "segments": [merged({**SEGMENT, **own}, segment or {})]},
                market or {},
            ),
            "behaviour": merged({**Behaviour().at("off").model_dump(), "largest_multiplier": 1.0}, behaviour or {}),
            "run": {"months": months, "warmup_months": warmup, "customers": customers, "seed": seed},
        }
    )


def newcomers(customers: int, months: int, *, market: dict[str, Any] | None = None, **rest: Any) -> Scenario:
    """A plain scenario of customers acquired evenly over the first year (a tenth as many the next, and so on): each
    begins with a purchase at a uniform time of a month."""
    flow = {"customers": 1, "acquired_per_year": customers, "acquisition_growth": -0.9}
    return plain(customers + 1, months, market=merged(flow, market or {}), **rest)


def starters(customers: int, months: int, *, market: dict[str, Any] | None = None, **rest: Any) -> Scenario:
    """A plain scenario of customers who all begin with a purchase at time 0."""
    return plain(customers, months, market=merged({"history_months": 0}, market or {}), **rest)


def pareto(shape: float, scale: float) -> dict[str, Any]:
    """Lapse rates Gamma(shape, scale in months) over customers."""
    return {"lapse_shape": shape, "first_year_lapse": 1 - (scale / (scale + 12)) ** shape}


def at_visits(chance: float) -> dict[str, Any]:
    """Redemption with a constant chance at every visit."""
    return {"redemption": {"constant_chance": chance}}


def at_hazard(rate: float) -> dict[str, Any]:
    """Redemption at ``rate`` per month, independent of visits."""
    return {"redemption": {"constant_chance": 1.0, "at_visits": False, "between_visits_per_year": 12 * rate}}


def lot_life(months: float, rounding: str = "exact", rule: str = "after earning") -> dict[str, Any]:
    """Points that die ``months`` after they were earned, or after the last activity."""
    return {"expiry": {"rule": rule, "months": months, "rounding": rounding}}
