"""Moving one field of a lively program, and what must rise or fall with it: what the tests of directions share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from loyalty_sim.engine import ADDED, SETTLED, Measure, Tally, simulate
from loyalty_sim.scenario import Scenario
from tests.engine.plain import merged

M = Measure
Number = Callable[[Tally], NDArray[np.float64]]
"""A number a batch."""

GOLD = [
    {"name": "Silver", "threshold": 300, "earn_multiplier": 1.5},
    {"name": "Gold", "threshold": 700, "earn_multiplier": 2},
]
FUEL = {"name": "Fuel", "shoppers": 0.5, "purchases_per_year": 20, "points": 20, "redeemed_share": 0.3}
CHART = [{"name": "Small", "points": 100, "value": 4.0, "cost": 2.0}, {"name": "Large", "points": 300, "value": 18.0}]
EVENT = {"name": "Event", "calendar_months": [3, 9], "multiplier": 3}
LISTS: dict[str, list[dict[str, Any]]] = {
    "tiers.levels": GOLD, "redemption.chart": CHART, "partners": [FUEL], "bonuses.events": [EVENT],
    "shocks": [{"name": "Recession", "month": 13, "months": 6, "rate_factor": 0.5}],
}  # fmt: skip
"""Lists of parts: a field is moved in the first of them."""
BASE: dict[str, Any] = {
    "program": {
        "point_value": 0.05,
        "redemption": {"mode": "blocks", "block_points": 100},
        "expiry": {"rule": "after earning", "months": 6, "rounding": "month end", "reminder_days": 30},
        "tiers": {"metric": "spend", "levels": GOLD},
        "paid": {
            "offered": True,
            "fee": 20,
            "discount": 0.05,
            "shipping_value": 2,
            "shipping_cost": 1,
            "earn_multiplier": 1.5,
        },
        "enrolment": {"share": 0.7, "per_visit": 0.8, "welcome_points": 20},
    },
    "market": {
        "customers": 5_000,
        "acquired_per_year": 1_000,
        "segments": [{"name": "All", "purchases_per_year": 10, "purchase_shape": 1, "first_year_lapse": 0.3, "basket": 40}],
    },
    "run": {"customers": 4_000, "months": 24, "warmup_months": 12},
}
"""A lively program in which every lever has something to act on; all default effects are on."""


def total(*measures: Measure) -> Number:
    """Sum of measures over all months."""
    return lambda tally: tally.panel[..., list(measures)].sum((1, 2, 3)).astype(float)


def per(above: Measure, below: Measure) -> Number:
    """Ratio of two sums."""
    return lambda tally: total(above)(tally) / total(below)(tally)


def breakage(tally: Tally) -> NDArray[np.float64]:
    """Points expired for good over settled points."""
    back = total(M.REINSTATED)(tally)
    return (total(M.EXPIRED)(tally) - back) / (total(*SETTLED)(tally) - back)


def closing(tally: Tally) -> NDArray[np.float64]:
    """Points outstanding at the end."""
    return total(*ADDED)(tally) - total(*SETTLED)(tally)


def in_tiers(tally: Tally) -> NDArray[np.float64]:
    """Member-months above the base level."""
    return tally.tiers.cumsum(1)[..., 1:].sum((1, 2)).astype(float)


def lift(tally: Tally) -> NDArray[np.float64]:
    """Purchases with the program less purchases without."""
    return total(M.PURCHASES)(tally) - total(M.PURCHASES_0)(tally)


class Move(NamedTuple):
    """A field taken from one value to another, and what must rise (+1) or fall (-1) with it; 0: just change."""

    low: Any
    high: Any
    number: Number | None = None
    sign: int = 0
    where: Mapping[str, Any] = MappingProxyType({})
    """What else differs from the base in both runs."""


def also(number: Number, sign: int, move: Move) -> Move:
    """The same move with another number to look at."""
    return move._replace(number=number, sign=sign)


NOTHING = Move(None, None)
"""The field has a meaning only above the engine: no count may move."""

VISITS = {"behaviour": {"redemption": {"on": False}}}
WIDE = {
    "program": {"earn": {"on": "basket", "points": 0.1}},
    "market": {"segments": [{**BASE["market"]["segments"][0], "basket": 400}]},
}
"""Baskets that any reward fits in, and points that are earned whether or not they are used."""
CLOSE = {"program": {"tiers": {"levels": [merged(GOLD[0], {"threshold": 400}), merged(GOLD[1], {"threshold": 430})]}}}
"""Tiers so close that whoever fails one mostly fails both."""
SPARED = {
    "program": {
        "tiers": {"window": "rolling 12 months", "levels": [{**level, "points_never_expire": True} for level in GOLD]},
        "redemption": {"block_points": 400},
    }
}
"""Points that live on while a tier is held, and are slow to be used."""
BACK = {"program": {"expiry": {"reinstate_days": 60}}}
CHEAP = {"program": {"paid": {"fee": 4}}}
TWICE = {"program": {"bonuses": {"events": [EVENT, {**EVENT, "name": "Another"}]}}}
CHALLENGE = {"program": {"challenge": {"offered": True, "goal": 3}}}
ACTS = {"program": {"actions": {"offered": True}}}
REWARDS = {"program": {"redemption": {"mode": "chart"}}}
"""Redemption from the chart of the test."""
CERTIFICATES = {
    "program": {
        "certificates": {"offered": True, "threshold_points": 200, "block_points": 50, "block_value": 3, "life_days": 60}
    }
}
"""Points turn into certificates."""


def unused(tally: Tally) -> NDArray[np.float64]:
    """Value of certificates expired over those expired or used."""
    expired = total(M.CERTIFICATES_EXPIRED_VALUE)(tally)
    return expired / (expired + total(M.CERTIFICATES_USED_VALUE)(tally))


DIVIDEND = {"program": {"dividend": {"share": 0.1, "life_months": 4, "minimum_spend": 50}}}
CASH_OUT = merged(DIVIDEND, {"program": {"dividend": {"cash_out_months": 2}}})
OFFERED = {"program": {"referral": {"offered": True}}, "behaviour": {"word_of_mouth": {"chance": 0.02}}}
SLOW = merged(OFFERED, {"behaviour": {"word_of_mouth": {"weeks_to_first_purchase": 50}}})
TRIAL = {"program": {"paid": {"trial_days": 30}}}
REFUND = {"program": {"paid": {"refund": "full"}}}
OFTEN = {"behaviour": {"paid_choice": {"cancel": 0.8}}}
PERKS = {"program": {"perks": {"offered": True}}}
GIVING = {"program": {"giving": {"share": 0.01}}}
MISSED = {"program": {"messages": {"win_back_after": 2}}}
NUDGED = {"program": {"messages": {"near_share": 0.3}}}
TOLD = {"program": {"messages": {"status_per_month": 1}}}


def effect(name: str, **fields: Any) -> dict[str, Any]:
    """Parts of a scenario with one effect set."""
    return {"behaviour": {name: fields}}


def leaves(model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Paths of all fields of a model that are no part themselves; for a tuple of parts, those of a part."""
    for name, field in model.model_fields.items():
        inner = [part for part in (field.annotation, *get_args(field.annotation)) if isinstance(part, type)]
        parts = [part for part in inner if issubclass(part, BaseModel)]
        if parts:
            yield from leaves(parts[0], f"{path}{name}.")
        else:
            yield path + name


def parts_with(root: str, path: str, value: Any) -> dict[str, Any]:
    """Parts of a scenario with one field set; of a list of parts, that of the first."""
    above, _, name = path.rpartition(".")
    parts: Any = value
    if above in LISTS:
        path, parts = above, [merged(LISTS[above][0], {name: value}), *LISTS[above][1:]]
    for name in reversed([root, *path.split(".")]):
        parts = {name: parts}
    found: dict[str, Any] = parts
    return found


def run(*changes: Mapping[str, Any]) -> Tally:
    """The tally of the lively program with changes."""
    parts = BASE
    for change in changes:
        parts = merged(parts, dict(change))
    return simulate(Scenario.model_validate(parts)).tally


def distance(number: Number, low: Tally, high: Tally) -> float:
    """Paired difference of a number in standard errors, from batches."""
    difference = number(high) - number(low)
    return float(difference.mean() / (difference.std(ddof=1) / np.sqrt(len(difference))))


def check(root: str, path: str, move: Move) -> None:
    """Require the direction of a move, or that it changes something."""
    low, high = (run(move.where, parts_with(root, path, value)) for value in (move.low, move.high))
    if move.number is None:
        assert (low.books != high.books).any()
    else:
        assert move.sign * distance(move.number, low, high) > 4
