"""The tiers, a list like others but for two things: a new one stands above the highest, and a threshold has the unit of
what is counted towards status."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from loyalty_sim.scenario import Tier
from loyalty_sim.ui.items import Item, Path
from loyalty_sim.ui.work import Work

FIRST_THRESHOLD, FIRST_VISITS = 500.0, 10
UNITS = {
    "spend": "money", "points": "points", "visits": "visits", "balance": "points",
    "spend or visits": "money", "spend and visits": "money",
}  # fmt: skip
"""Unit of a threshold by what is counted towards status."""


def another(levels: list[dict[str, Any]]) -> dict[str, Any]:
    """One more tier above the highest, at twice its thresholds."""
    threshold = 2 * levels[-1]["threshold"] if levels else FIRST_THRESHOLD
    multiplier = levels[-1]["earn_multiplier"] + 0.25 if levels else 1.25
    visits = 2 * levels[-1]["visits"] if levels else FIRST_VISITS
    return Tier(threshold=threshold, visits=visits, earn_multiplier=multiplier).model_dump(mode="json")


def measured(work: Work, item: Item) -> Item:
    """The threshold in the unit of what is counted, its bands only where that is money; other fields as they are."""
    if item.path[-1] != "threshold":
        return item
    unit = UNITS.get(_metric(work, item.path), "")
    bands = item.about["bands"] if unit == UNITS["spend"] else {}
    return replace(item, about={**item.about, "unit": unit, "bands": bands})


def _metric(work: Work, threshold: Path) -> str:
    """What is counted towards status in the program that a threshold belongs to; an amendment need not say it."""
    try:
        found: str = work.value((*threshold[:-3], "metric"))
    except LookupError:
        found = work.value(("program", "tiers", "metric"))
    return found
