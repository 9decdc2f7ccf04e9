"""Rules of the linter about changes of the program: that they happen, how they are announced, and what they do to those
who are members already.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from loyalty_sim.scenario.amendment import Transition, value_lost
from loyalty_sim.scenario.findings import Finding
from loyalty_sim.scenario.lint_law import QUEBEC_ACT
from loyalty_sim.scenario.problems import Location
from loyalty_sim.scenario.program import Program
from loyalty_sim.scenario.scenario import Scenario
from loyalty_sim.scenario.worth import DAYS_PER_MONTH, percent

NOTICE = (60, 90)
"""Days ahead at which Québec asks for the notice of a change."""
SECONDARY = f"{QUEBEC_ACT} (secondary source)"


class Change(NamedTuple):
    """A change that takes effect within the run."""

    month: int
    before: Program
    after: Program
    transition: Transition
    options: Location
    """Where the transition stands."""
    levers: Location
    """Where the levers stand that change."""


def changes(scenario: Scenario) -> Iterator[Change]:
    """All changes in order: that from the current program, and the amendments that come before the run ends."""
    regimes = scenario.regimes
    first = len(regimes) - 1 - sum(amendment.month <= scenario.run.months for amendment in scenario.amendments)
    for index, (before, after) in enumerate(pairwise(regimes), -first):
        options: Location = ("amendments", index) if index >= 0 else ("transition",)
        levers: Location = (*options, "changes") if index >= 0 else ("program",)
        yield Change(after.start + 1, before.program, after.program, after.transition, options, levers)


def changes_take_effect(scenario: Scenario) -> Iterator[Finding]:
    """A change outside the run changes nothing."""
    run = scenario.run
    if scenario.current_program is not None and run.warmup_months == 0:
        yield Finding(
            "current-program-unused", "warning", ("current_program",),
            "There is a current program, and no month is simulated before month 1.",
            "Without a warm-up month 1 is a launch: nobody has ever been a member under the current program.", "arithmetic",
        )  # fmt: skip
    for index, amendment in enumerate(scenario.amendments):
        if amendment.month > run.months:
            yield Finding(
                "change-after-the-run", "warning", ("amendments", index, "month"),
                f"The change at month {amendment.month} comes after the last month, {run.months}.",
                "It never takes effect in this run.", "arithmetic",
            )  # fmt: skip


def old_points_keep_their_worth(scenario: Scenario) -> Iterator[Finding]:
    """What a point is worth counts for points issued before the change too."""
    for change in changes(scenario):
        lost = value_lost(change.before, change.after)
        if change.before.has_points and lost > 0:
            yield Finding(
                "old-points-lose-value", "note", change.levers,
                f"The change at month {change.month} takes {percent(lost)} of what points are worth, of those already "
                "issued too.",
                "Nothing protects them: members use points before, and some leave after. Say in the terms what holds for "
                "old points.", "arithmetic",
            )  # fmt: skip


def old_points_keep_their_time(scenario: Scenario) -> Iterator[Finding]:
    """Points should not get an earlier date of expiry than they were issued with."""
    for change in changes(scenario):
        old, new = change.before.expiry, change.after.expiry
        if not change.before.has_points or new.rule == "never":
            continue
        if old.rule == "never":
            how = "gives points that were never to expire a date"
        elif new.months < old.months and change.transition.old_points == "restart":
            how = f"restarts points issued for {old.months:g} months with {new.months:g}"
        else:
            continue
        yield Finding(
            "old-points-lose-time", "note", (*change.options, "old_points"), f"The change at month {change.month} {how}.",
            "Members lose points that they were promised for longer, many of them on one day.", "arithmetic",
        )  # fmt: skip


def old_status_lasts(scenario: Scenario) -> Iterator[Finding]:
    """Status that has been reached should not be lost in the middle of its time."""
    for change in changes(scenario):
        old, new = change.before.tiers, change.after.tiers
        asked = {level.name: level.threshold for level in new.levels}
        harder = [level.name for level in old.levels if asked.get(level.name, float("inf")) > level.threshold]
        if harder and change.transition.old_status == "review":
            yield Finding(
                "old-status-reviewed", "note", (*change.options, "old_status"),
                f"The change at month {change.month} asks more for {', '.join(harder)} and reviews status at once.",
                "Members fall in the middle of the time that they have earned: placed by part of a year.", "arithmetic",
            )  # fmt: skip


def old_fees_hold(scenario: Scenario) -> Iterator[Finding]:
    """A higher fee should say whether it holds for those who pay already."""
    for change in changes(scenario):
        old, new = change.before.paid, change.after.paid
        raised = old.offered and new.offered and old.term == new.term and new.fee > old.fee
        if raised and change.transition.old_fees == "new":
            yield Finding(
                "old-fees-raised", "note", (*change.options, "old_fees"),
                f"The change at month {change.month} raises the fee from {old.fee:,.2f} to {new.fee:,.2f}, also for "
                "those who pay already.",
                "They meet the new price at their next renewal: announce it in time, or let them keep the old one.",
                "arithmetic",
            )  # fmt: skip


def announced_in_quebec(scenario: Scenario) -> Iterator[Finding]:
    """QC-4: changes are announced 60 to 90 days ahead."""
    low, high = NOTICE
    for change in changes(scenario):
        days = change.transition.announced_months * DAYS_PER_MONTH
        if in_quebec(change) and not low <= round(days) <= high:
            yield Finding(
                "QC-4", "warning", (*change.options, "announced_months"),
                f"The change at month {change.month} is announced {days:.0f} days ahead, and Québec is named.",
                f"In Québec a change needs written notice with old and new text, {low} to {high} days ahead, and a clause "
                "in the agreement that says what may change.", SECONDARY,
            )  # fmt: skip


def points_received_in_quebec(scenario: Scenario) -> Iterator[Finding]:
    """QC-5: points already received do not lose value."""
    for change in changes(scenario):
        lost = value_lost(change.before, change.after)
        if in_quebec(change) and lost > 0:
            yield Finding(
                "QC-5", "warning", change.levers,
                f"The change at month {change.month} takes {percent(lost)} of the value of points, of those received "
                "already too, and Québec is named.",
                "In Québec points already received may not be changed.", SECONDARY,
            )  # fmt: skip


def in_quebec(change: Change) -> bool:
    """Whether the program that changes has points and is offered in Québec."""
    return "Québec" in change.before.jurisdictions and change.before.has_points


CHANGE_RULES = (
    changes_take_effect, old_points_keep_their_worth, old_points_keep_their_time, old_status_lasts, old_fees_hold,
    announced_in_quebec, points_received_in_quebec,
)  # fmt: skip
