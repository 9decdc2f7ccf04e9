"""Sentences about a monthly figure: what it is called, where it settles, and how it lies to another."""

from __future__ import annotations

import numpy as np

from loyalty_sim.finance import Coverage, Estimate, Line
from loyalty_sim.finance.estimate import Array
from loyalty_sim.report.numbers import number, per_cent, percentage_points
from loyalty_sim.report.series import YEAR
from loyalty_sim.scenario import Scenario

SMALL_CHANGE = 0.03
"""A change of less than this share counts as steady."""

NAMES = {
    "more_often": "Sales from buying more often",
    "stayed_longer": "Sales from staying longer",
    "left": "Sales lost by earlier lapse",
    "referred": "Sales to customers won by members",
    "still_there": "The share of month-1 customers still there",
    "enrolled": "New members",
    "capped": "Customer-months at the upper bound",
}
"""What a line is called at the beginning of a sentence, where its label does not serve."""

PLURAL = frozenset({
    "customers", "members", "active_members", "active_customers", "new_customers", "lapsed_customers", "purchases", "sales",
    "discounts", "points_issued", "points_redeemed", "points_expired", "points_outstanding", "fees", "more_often",
    "refunds", "trial_members", "won_back", "messages", "cost_coupons", "cost_giving", "returns", "more_returns",
    "points_donated", "stayed_longer", "referred", "referred_customers", "partner_income", "cost_anyway",
    "points_taken_back", "points_reinstated", "reinstatement_fees",
    "points_pending", "missed", "left", "discounts_given", "paid_members", "enrolled", "redemptions", "capped",
})  # fmt: skip
VERBS = {"is": "are", "adds": "add", "settles": "settle", "rises": "rise", "falls": "fall", "averages": "average"}


def subject(figure: Line, scenario: Scenario) -> tuple[str, bool]:
    """The name of a line in a sentence, and whether it is a plural; tiers go by their own names."""
    if figure.key.startswith("tier_"):
        tier, names = int(figure.key[5:]), scenario.tier_names
        if 1 <= tier <= len(names):
            return f"Members in {names[tier - 1]}", True
        return figure.label, True
    return NAMES.get(figure.key, figure.label), figure.key in PLURAL


def settled(name: str, plural: bool, path: Array, unit: str, currency: str, *, at_end: bool, summed: bool, when: str) -> str:
    """Where a figure goes: "Program cost settles at $1.2M a month", "Members rise to 98,400 by Dec 2029".

    A flow is judged by its last twelve months against its first twelve, so that the season does not count as a trend;
    a stock or a running sum by its end.
    """
    months = len(path)
    window = 1 if at_end else min(YEAR, months)
    now, then = float(path[-window:].mean()), float(path[:window].mean())
    if not np.any(path):
        verb, when = "is", " throughout"
    elif summed:
        verb = "adds up to"
    else:
        verb = _verb(now, then, months, window)
    first, *rest = verb.split()
    return f"{name} {' '.join([VERBS[first] if plural else first, *rest])} {number(now, unit, currency)}{when}"


def _verb(now: float, then: float, months: int, window: int) -> str:
    if months == 1:
        return "is"
    if months <= window:
        return "averages"
    change = (now - then) / abs(then) if then else float(np.sign(now))
    if abs(change) < SMALL_CHANGE:
        return "settles at"
    return "rises to" if change > 0 else "falls to"


def versus(gap: Estimate | None, reference: float, unit: str, currency: str, coverage: Coverage = 80) -> str:
    """How a figure lies to a reference, to be followed by its name: "3 % above", "level with", "not clearly apart from"."""
    if gap is None:
        return "not to be compared with"
    if gap.low80 == gap.high80 == 0:
        return "level with"
    if gap.spans_zero(coverage):
        return "not clearly apart from"
    word = "above" if gap.value > 0 else "below"
    if unit == "share":
        return f"{percentage_points(gap.value)} {word}"
    if reference > 0 and abs(gap.value) < 2 * reference:
        return f"{per_cent(abs(gap.value) / reference)} {word}"
    return f"{number(abs(gap.value), unit, currency)} {word}"
