"""Bonus events, birthdays and the monthly cap: exact points of every purchase."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.engine.terms import pack
from loyalty_sim.engine.units import DAYS_PER_MONTH
from loyalty_sim.scenario import Scenario
from tests.engine.plain import merged, newcomers, plain, starters
from tests.engine.watch import check_mean, check_ratio, watch

M = Measure
JUNE = {"name": "June", "calendar_months": [6]}


def bonuses(*events: dict[str, Any], **levers: Any) -> dict[str, Any]:
    """Parts of a program with bonuses."""
    return {"bonuses": {"events": list(events), **levers}}


def by_month(scenario: Scenario, measure: Measure) -> np.ndarray:
    """[month] counts of a measure."""
    counts: np.ndarray = simulate(scenario).tally.panel[..., measure].sum((0, 2))
    return counts


def points_per_visit(program: dict[str, Any], months: int = 12) -> np.ndarray:
    """[month] points earned a visit of members who all joined on their first purchase."""
    scenario = plain(300, months, rate=3, program=program)
    return by_month(scenario, M.EARNED) / by_month(scenario, M.MEMBER_PURCHASES)


def test_an_event_acts_in_its_months_only() -> None:
    """Double points in June: two a visit in the sixth month and the eighteenth, one in all others."""
    found = points_per_visit(bonuses(JUNE), months=24)
    assert found.tolist() == [2.0 if month % 12 == 5 else 1.0 for month in range(24)]


@pytest.mark.parametrize(("stacking", "points"), [("best", 3), ("add", 4), ("multiply", 6)])
def test_events_at_once_stack_by_the_rule(stacking: str, points: int) -> None:
    """A doubling and a tripling give 3 times the points by the best, 4 times added and 6 times multiplied."""
    other = {"name": "Other", "calendar_months": [6, 7], "multiplier": 3}
    found = points_per_visit(bonuses(JUNE, other, stacking=stacking))
    assert found.tolist() == [1.0] * 5 + [float(points), 3.0] + [1.0] * 5


def test_bonus_on_a_part_of_the_basket_is_rounded_once() -> None:
    """A basket of 33.50 of which 30 % earn double: 33.5 x 1.3 = 43.55, 43 points and not 33 + 10 or 33 x 1.3."""
    earn = {"earn": {"points": 1, "per": "money", "rounding": "down"}}
    program = merged(bonuses({"share": 0.3, "calendar_months": list(range(1, 13))}), earn)
    lives = watch(plain(100, 6, segment={"basket": 33.5}, program=program))
    assert (lives[M.EARNED] == 43 * lives[M.MEMBER_PURCHASES]).all()


def test_an_event_of_some_days_ends_with_them() -> None:
    """Seven days from the start of the month: a purchase earns double before they are over, and not after."""
    program = bonuses({"calendar_months": [1, 2, 3], "days": 7})
    log = watch(plain(500, 3, rate=4, program=program), log=True).log
    visits = log[log["purchase"] == 1]
    early = visits["time"] % 1 < 7 / DAYS_PER_MONTH
    assert 0.15 < early.mean() < 0.3
    assert (visits["earned"] == np.where(early, 2, 1)).all()


def test_everybody_has_one_birthday_a_year_at_any_time_of_it() -> None:
    """Members who stay for two years get two gifts; their dates are uniform in the year, whenever they joined."""
    scenario = starters(24_000, 24, rate=0.01, program=bonuses(birthday_points=5))
    lives = watch(scenario, (0, 12), (12, 24), *((month, month + 1) for month in range(12)))
    gifts = lives.counts[..., M.BIRTHDAY_GIFT]
    assert (gifts[:, :2] == 5).all()
    for month in range(12):
        check_mean(gifts[:, 2 + month] / 5, 1 / 12, precision=0.03)


def test_the_birthday_multiplies_the_points_of_a_twelfth_of_the_year() -> None:
    """Four times the points in the birthday month: 1 + 3/12 points a visit on average; never anything but 1 or 4."""
    lives = watch(plain(30_000, 12, rate=2, program=bonuses(birthday_multiplier=4)))
    check_ratio(lives[M.EARNED], lives[M.MEMBER_PURCHASES], 1.25, wrong=(4 / 3, 1.0))


def test_gift_and_multiplier_fall_into_the_same_month() -> None:
    """The birthday month of the multiplier is the one in which the gift comes."""
    lives = watch(
        plain(500, 12, rate=6, program=bonuses(birthday_multiplier=4, birthday_points=1)),
        *((month, month + 1) for month in range(12)),
    )
    members = lives.counts[:, 0, M.MEMBER_PURCHASES] > 0
    gift = lives.counts[members][..., M.BIRTHDAY_GIFT] == 1
    visits, earned = (lives.counts[members][..., measure] for measure in (M.MEMBER_PURCHASES, M.EARNED))
    assert (earned[gift] == 4 * visits[gift]).all()
    assert gift.sum() > 400


def test_the_cap_comes_after_the_multiplier() -> None:
    """Double points under a cap of 5 a month: a member earns min(5, 2 x visits) in each month, the third visit 1."""
    program = bonuses({"calendar_months": list(range(1, 13))}, monthly_cap=5)
    lives = watch(plain(1_000, 6, rate=3, program=program), *((month, month + 1) for month in range(6)))
    assert (lives.counts[..., M.EARNED] == np.minimum(5, 2 * lives.counts[..., M.MEMBER_PURCHASES])).all()


def test_bonus_points_do_not_qualify_for_status() -> None:
    """Status by points counts the base rate: events and birthdays promote nobody."""
    tiers = {"tiers": {"metric": "points", "levels": [{"name": "Gold", "threshold": 12, "earn_multiplier": 1}]}}
    without = simulate(plain(500, 24, program=tiers)).tally
    tally = simulate(plain(500, 24, program=merged(tiers, bonuses(JUNE, birthday_multiplier=5)))).tally
    assert (tally.panel[..., M.EARNED] > without.panel[..., M.EARNED]).any()
    assert (tally.tiers == without.tiers).all()


def test_neutral_bonuses_change_nothing() -> None:
    """An event that multiplies by 1 under a cap that nobody reaches leaves every count as it is."""
    without = simulate(newcomers(400, 18, lapse=0.02)).tally
    neutral = bonuses({"multiplier": 1, "calendar_months": list(range(1, 13))}, monthly_cap=1_000_000)
    assert (simulate(newcomers(400, 18, lapse=0.02, program=neutral)).tally.books == without.books).all()


def test_a_gift_is_no_activity() -> None:
    """Points that die after 6 months of inactivity die 6 months after the last purchase, with the gifts on top of them; a
    gift to an account that is empty lives for 6 months of its own."""
    program = merged(bonuses(birthday_points=3), {"expiry": {"rule": "inactivity", "months": 6, "rounding": "exact"}})
    log = watch(starters(400, 24, rate=1e-8, program=program), log=True).log
    for life in range(400):
        own = log[log["life"] == life]
        died = own[own["expired"] > 0]
        assert died["time"][0] == 6.0
        assert died["expired"][0] in (1, 4)
        assert set(died["expired"][1:]) <= {3}
        assert len(died) >= 2


def test_generosity_sees_the_average_bonus() -> None:
    """Double points in June add a twelfth of the base rate to what is given back, a birthday multiplier of 4 a quarter."""
    program = {"earn": {"points": 1, "per": "money"}, "point_value": 0.01}
    june = pack(plain(100, 12, program=merged(program, bonuses(JUNE))))
    birthday = pack(plain(100, 12, program=merged(program, bonuses(birthday_multiplier=4))))
    gift = pack(plain(100, 12, rate=2, program=merged(program, bonuses(birthday_points=120))))
    assert june["other_rate"][0, 0] == pytest.approx(0.01 / 12)
    assert birthday["other_rate"][0, 0] == pytest.approx(0.01 / 4)
    assert gift["other_rate"][0, 0] == pytest.approx(120 * 0.01 / 2400)
