"""When status is reached, held and lost, in every window and by every rule: cases by hand, and histories at random."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure
from loyalty_sim.scenario import Scenario
from tests.engine.by_hand import lived
from tests.engine.plain import at_visits, merged, plain

LEVELS = [{"name": "Silver", "threshold": 2}, {"name": "Gold", "threshold": 4}, {"name": "Black", "threshold": 6}]


def status(months: int = 60, levels: int = 3, program: dict[str, Any] | None = None, **tiers: Any) -> Scenario:
    """A plain program whose tiers are reached by 2, 4 and 6 visits; the first month is a January."""
    rules = {"tiers": {"metric": "visits", "levels": LEVELS[:levels], **tiers}}
    return plain(100, months, program=merged(rules, program or {}), behaviour=at_visits(0.0))


def level(visits: int) -> int:
    """The tier that so many visits reach."""
    return min(visits // 2, 3)


FOUR = [0.5, 1.5, 2.5, 3.5]
"""Four visits from mid-January on: Gold at 3.5."""


def test_a_year_since_joining_ends_at_the_anniversary() -> None:
    """Counted since the anniversary: Gold of the first year is lost two years after joining, to the day."""
    assert lived(status(window="anniversary"), FOUR).moves() == [(1.5, 1), (3.5, 2), (24.5, 0)]
    again = lived(status(window="anniversary"), [*FOUR, 12.7, 13.0, 14.0, 24.4]).moves()
    assert again == [(1.5, 1), (3.5, 2), (36.5, 0)]


def test_a_qualification_year_starts_in_its_own_month() -> None:
    """From March to February: two visits before March and two after it are two years, neither of which reaches Gold."""
    moves = lived(status(window="qualification year", year_starts=3), [0.5, 1.5, 2.5, 3.5]).moves()
    assert moves == [(1.5, 1), (26.0, 0)]
    assert lived(status(window="qualification year", year_starts=1), FOUR).moves() == lived(status(), FOUR).moves()


def test_lifetime_status_is_never_lost() -> None:
    """Counted for ever, a level is reached once and kept."""
    assert lived(status(window="lifetime"), [0.5, 13.5, 30.5, 50.5]).moves() == [(13.5, 1), (50.5, 2)]


def test_status_from_entry_holds_twelve_months() -> None:
    """Rolling status from entry ends twelve months after the tier was reached, though the visits drop out before; the
    visit that entered does not count again."""
    rules = status(window="rolling 12 months", validity="12 months from entry")
    assert lived(rules, FOUR).moves() == [(1.5, 1), (3.5, 2), (15.5, 0)]


def test_status_from_entry_is_set_anew_when_reached_again() -> None:
    """Earned again after a review that lowered what counts, a tier holds for twelve months from then."""
    rules = status(window="calendar year", validity="12 months from entry")
    assert lived(rules, FOUR).moves() == [(1.5, 1), (3.5, 2), (15.5, 0)]
    assert lived(rules, [*FOUR, 12.5, 12.6, 12.7, 14.0]).moves() == [(1.5, 1), (3.5, 2), (26.0, 0)]
    late = [*FOUR, 12.5, 12.6, 12.7]
    assert lived(rules, late).moves() == [(1.5, 1), (3.5, 2), (15.5, 1), (27.5, 0)]


def test_a_soft_landing_is_one_level_a_review() -> None:
    """One level at a time: from Black over Gold and Silver, one at each review; never two."""
    six = [*FOUR, 4.5, 5.5]
    yearly = lived(status(72, downgrade="one level"), six).moves()[-3:]
    assert yearly == [(24.0, 2), (36.0, 1), (48.0, 0)]
    rolling = lived(status(72, window="rolling 12 months", downgrade="one level"), six).moves()[-3:]
    assert rolling == [(12.5, 2), (24.5, 1), (36.5, 0)]


def test_two_demotions_of_rolling_status_follow_the_visits() -> None:
    """Falling to the level earned, each level is lost as its visit drops out, between purchases."""
    moves = lived(status(window="rolling 12 months"), FOUR).moves()
    assert moves == [(1.5, 1), (3.5, 2), (12.5, 1), (14.5, 0)]


def test_status_may_never_be_lost() -> None:
    """With no downgrade every tier once reached stays."""
    for window in ("calendar year", "rolling 12 months", "anniversary"):
        assert lived(status(window=window, downgrade="never", grace_months=2), FOUR).moves() == [(1.5, 1), (3.5, 2)]


def test_surplus_is_counted_once() -> None:
    """Seven visits: Black, and one left over. It counts in the next year, but what is left of that counts no further."""
    seven = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5]
    assert lived(status(carry_over="none"), [*seven, 12.5]).moves()[-1] == (24.0, 0)
    assert lived(status(carry_over="surplus"), [*seven, 12.5]).moves()[-2:] == [(24.0, 1), (36.0, 0)]
    assert lived(status(carry_over="surplus"), seven).moves()[-1] == (24.0, 0)


def test_status_is_lost_only_after_the_grace() -> None:
    """Two months of grace after the review that failed; earned again meanwhile, status is kept."""
    rules = status(grace_months=2)
    assert lived(rules, FOUR).moves()[-1] == (26.0, 0)
    assert lived(rules, [*FOUR, 24.1, 24.2]).moves()[-2:] == [(26.0, 1), (50.0, 0)]
    kept = lived(rules, [*FOUR, 24.1, 24.2, 24.3, 25.9]).moves()
    assert kept == [(1.5, 1), (3.5, 2), (50.0, 0)]
    rolling = status(levels=1, window="rolling 12 months", grace_months=2)
    assert lived(rolling, [0.5, 1.5]).moves() == [(1.5, 1), (14.5, 0)]
    assert lived(rolling, [0.5, 1.5, 13.0]).moves() == [(1.5, 1), (15.5, 0)]


def test_a_further_fall_has_a_grace_of_its_own() -> None:
    """Rolling: what is lost while a grace runs is lost a grace after the first fall."""
    rules = status(window="rolling 12 months", grace_months=3)
    assert lived(rules, FOUR).moves() == [(1.5, 1), (3.5, 2), (15.5, 1), (18.5, 0)]


@pytest.mark.parametrize(("downgrade", "after"), [("to the level earned", 0), ("never", 2)])
def test_using_points_costs_status_by_balance(downgrade: str, after: int) -> None:
    """With status by balance, points used or expired lower the tier at once, by as many levels as they must."""
    rules = {"metric": "balance", "downgrade": downgrade, "grace_months": 3, "validity": "12 months from entry"}
    expiry = {"expiry": {"rule": "inactivity", "months": 6}}
    member = lived(status(program=expiry, **rules), FOUR)
    assert [step.tier for step in member.steps] == [0, 1, 1, 2, after]
    assert member.steps[-1].time == 9.5
    redeeming = merged(status(**rules).model_dump(), {"behaviour": {"redemption": {"between_visits_per_year": 120}}})
    used = lived(Scenario.model_validate(merged(redeeming, {"behaviour": at_visits(1.0)})), FOUR)
    assert used.steps[-1].balance == 0
    assert used.steps[-1].tier == (0 if downgrade != "never" else max(step.tier for step in used.steps))


def test_the_end_of_the_run_is_no_time_to_lose_status() -> None:
    """Points that die as the run ends cost no status that could still be counted."""
    expiry = {"expiry": {"rule": "inactivity", "months": 6}}
    member = lived(status(10, metric="balance", program=expiry), [0.5, 1.5, 2.5, 4.0])
    assert (member.steps[-1].time, member.steps[-1].balance) == (10.0, 0)
    assert member.tally.panel[..., Measure.DEMOTIONS].sum() == 0


def windows(rule: str, joined: float, times: np.ndarray) -> np.ndarray:
    """Which window each time is in: calendar years, years from July on, or years since joining."""
    shift = {"calendar year": 0.0, "qualification year": 6.0, "anniversary": -joined}[rule]
    return np.floor((times + shift) / 12).astype(int)


@pytest.mark.parametrize("window", ["calendar year", "qualification year", "anniversary"])
def test_yearly_status_is_the_better_of_two_years(window: str) -> None:
    """At any time status is what the year before has earned or this year so far, whichever is higher; with a grace, in its
    first months what was held before; with a soft landing, at least one level below that. Random visits, all windows."""
    random = np.random.default_rng(7)
    for case in range(12):
        visits = np.sort(random.uniform(0, 60, random.integers(4, 22)))
        grace, soft = (case % 3 == 1) * 2.5, case % 3 == 2
        rules = {"window": window, "year_starts": 7, "grace_months": grace, "downgrade": "one level" if soft else LEVEL}
        member = lived(status(**rules), visits)
        own = windows(window, visits[0], visits)
        held = 0
        for year in range(own[0], own[-1] + 2):
            earned, before = level(int((own == year - 1).sum())), held
            start = 12 * year + {"calendar year": 0, "qualification year": -6, "anniversary": visits[0]}[window]
            base = max(earned, before - 1) if soft else earned
            for time in np.linspace(start + 1e-6, start + 12 - 1e-6, 25):
                if visits[0] <= time < 60:
                    now = level(int((visits[own == year] <= time).sum()))
                    in_grace = before if time < start + grace else 0
                    held = max(base, now, in_grace)
                    assert member.tier_at(time) == held, (case, time)


LEVEL = "to the level earned"


def spared(months: int = 60, expiry: str = "after earning", life: float = 3, **tiers: Any) -> Scenario:
    """Two visits reach Silver, whose points never expire; others live three months exactly."""
    program = {"expiry": {"rule": expiry, "months": life, "rounding": "exact"}}
    levels = [{"name": "Silver", "threshold": 2, "points_never_expire": True}]
    rules = {"metric": "visits", "window": "rolling 12 months", "levels": levels, **tiers}
    return plain(100, months, program=merged(program, {"tiers": rules}), behaviour=at_visits(0.0))


TWO = [0.25, 1.5]
"""Silver from 1.5 to 12.25."""


@pytest.mark.parametrize("expiry", ["after earning", "inactivity"])
@pytest.mark.parametrize(
    ("on_demotion", "dies"), [("as if never spared", 12.25), ("to the end of the period", 13.0), ("a fresh window", 15.25)]
)
def test_points_live_while_the_tier_is_held(expiry: str, on_demotion: str, dies: float) -> None:
    """Old points outlive their time in the tier; as it is lost they die at once, at the month's end or a window later."""
    member = lived(spared(expiry=expiry, on_demotion=on_demotion), TWO)
    assert member.moves() == [(1.5, 1), (12.25, 0)]
    assert [step.time for step in member.steps if step.balance == 0] == [dies]
    assert member.balance_at(12.2) == 2


def test_points_of_recent_visits_outlive_the_tier() -> None:
    """Points earned shortly before the tier is lost die at their own time, not with those that are overdue."""
    member = lived(spared(), [*TWO, 11.0])
    assert member.moves() == [(1.5, 1), (13.5, 0)]
    assert [member.balance_at(time) for time in (13.4, 13.5, 13.9, 14.0)] == [3, 1, 1, 0]


def test_demotion_and_expiry_on_one_day() -> None:
    """On one day what is due expires first, then status is lost, and then the points that it had spared die too."""
    levels = [
        {"name": "Silver", "threshold": 2},
        {"name": "Gold", "threshold": 3, "points_never_expire": True},
    ]
    rules = {"window": "calendar year", "levels": levels}
    member = lived(spared(life=12, **rules), [12.0, 12.5, 13.0])
    assert [(step.time, step.tier, step.balance) for step in member.steps[3:6]] == [(24.0, 2, 3), (36.0, 0, 3), (36.0, 0, 0)]
    falls = lived(status(program={"expiry": {"rule": "after earning", "months": 24, "rounding": "exact"}}), [0.0, 1.0])
    assert [(step.time, step.tier, step.balance) for step in falls.steps[3:6]] == [(24.0, 1, 1), (24.0, 0, 1), (25.0, 0, 0)]


def test_points_of_members_who_left_die_when_their_tier_ends() -> None:
    """A member who has lapsed keeps the tier's shelter until a review would have ended it, and is counted in no tier."""
    member = lived(spared(), TWO, lapse=2.0)
    assert [step.time for step in member.steps if step.balance == 0] == [12.25]
    assert member.tally.tiers.sum() == 0
    assert member.tally.panel[..., Measure.DEMOTIONS].sum() == 0
    assert lived(spared(downgrade="never"), TWO, lapse=2.0).balance_at(60) == 2


def test_tier_benefits_apply_from_the_next_order() -> None:
    """A tier's discount comes off the list price beside that of a paid membership, lowers what counts as spend, and a
    parcel that either ships free is paid for once."""
    silver = {"name": "Silver", "threshold": 150, "discount": 0.1, "free_shipping_cost": 3, "earn_multiplier": 1}
    program = {
        "tiers": {"metric": "spend", "levels": [silver, {"name": "Gold", "threshold": 480}]},
        "earn": {"points": 1, "per": "money", "on": "paid"},
    }
    member = lived(plain(100, 12, program=program, behaviour=at_visits(0.0)), [0.5, 1.5, 2.5, 3.5, 4.5])
    counts = member.tally.panel.sum((0, 1, 2))
    assert counts[Measure.TIER_DISCOUNTS] == 3 * 1000
    assert counts[Measure.TIER_SHIPPING] == 3 * 300
    assert [step.balance for step in member.steps] == [100, 200, 290, 380, 470]
    assert member.steps[-1].tier == 1
    paid = {"paid": {"offered": True, "fee": 0, "discount": 0.05, "shipping_cost": 2}}
    choice = {**at_visits(0.0), "paid_choice": {"attention": 1.0}}
    member = lived(plain(100, 12, program=merged(program, paid), behaviour=choice), [0.5, 1.5, 2.5])
    counts = member.tally.panel.sum((0, 1, 2))
    assert (counts[Measure.DISCOUNTS], counts[Measure.TIER_DISCOUNTS], counts[Measure.TIER_SHIPPING]) == (1000, 1000, 0)
    assert member.steps[-1].balance == 100 + 95 + 85


def test_moves_are_counted_from_tier_to_tier() -> None:
    """Every rise and fall is counted in its month, with the tier left and the tier entered."""
    moves = lived(status(window="calendar year"), FOUR).tally.moves.sum(0)
    assert {tuple(place): int(moves[tuple(place)]) for place in np.argwhere(moves)} == {
        (1, 0, 1): 1,
        (3, 1, 2): 1,
        (24, 2, 0): 1,
    }
