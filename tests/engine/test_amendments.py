"""Changes of the program at a date: exactly the new terms from then on, with old points, status and fees as stated."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import ISSUED, SETTLED, Measure, simulate
from loyalty_sim.engine.clocks import compiled_clock, simpy_clock
from loyalty_sim.engine.population import populate
from loyalty_sim.engine.terms import pack
from loyalty_sim.scenario import Scenario
from tests.engine.moves import BASE
from tests.engine.plain import at_visits, lot_life, merged, plain
from tests.engine.watch import check_mean, watch


def changed(base: Scenario, *amendments: dict[str, Any], **rest: Any) -> Scenario:
    """A scenario with amendments."""
    return Scenario.model_validate({**base.model_dump(mode="json"), "amendments": list(amendments), **rest})


def lively(*amendments: dict[str, Any], **rest: Any) -> Scenario:
    """The lively program of the direction tests with amendments."""
    run = {"customers": 3_000, "months": 24, "warmup_months": 12}
    return changed(Scenario.model_validate(merged(BASE, {"run": run})), *amendments, **rest)


NOTHING: dict[str, Any] = {"month": 7, "changes": {}}


def test_a_change_of_nothing_changes_nothing() -> None:
    """An amendment without changes, and a current program that is the program, give the same counts bit for bit."""
    plain_run = simulate(lively()).tally.books
    assert (simulate(lively(NOTHING)).tally.books == plain_run).all()
    same = lively(current_program=BASE["program"])
    assert (simulate(same).tally.books == plain_run).all()


def test_an_amendment_after_the_end_changes_nothing() -> None:
    """A change dated after the last month reported is never met."""
    later = lively({"month": 25, "changes": {"point_value": 0.01}, "announced_months": 24})
    assert (simulate(later).tally.books == simulate(lively()).tally.books).all()


def test_nothing_changes_before_the_change() -> None:
    """With no notice, every month before an amendment is that of the run without it; a later one is not."""
    changes = {
        "earn": {"points": 2},
        "expiry": {"months": 12},
        "tiers": {"metric": "visits", "levels": []},
        "paid": {"fee": 30},
    }
    before, after = simulate(lively()).tally, simulate(lively({"month": 13, "changes": changes})).tally
    assert (before.panel[:, :24] == after.panel[:, :24]).all()
    assert (before.panel[:, 24:] != after.panel[:, 24:]).any()


def test_the_current_program_is_in_force_in_the_warm_up_and_its_balances_are_carried_over() -> None:
    """In the warm-up the run is that of the current program; month 1 opens with its points, members and tiers."""
    current = merged(BASE["program"], {"earn": {"points": 3}})
    both = simulate(lively(current_program=current)).tally
    alone = simulate(lively(program=current)).tally
    assert (both.panel[:, :12] == alone.panel[:, :12]).all()
    assert (both.tiers[:, :12] == alone.tiers[:, :12]).all()
    opening = both.panel[:, :12][..., list(ISSUED)].sum() - both.panel[:, :12][..., list(SETTLED)].sum()
    assert opening > 0
    assert (both.panel[:, 12:, :, Measure.EARNED].sum()) < alone.panel[:, 12:, :, Measure.EARNED].sum()


EVERYTHING = (
    {"month": 4, "changes": {"expiry": {"rule": "inactivity", "months": 5}}, "old_status": "review"},
    {"month": 8, "changes": {"point_value": 0.03, "tiers": {"window": "rolling 12 months"}}, "announced_months": 3},
    {"month": 12, "changes": {"expiry": {"rule": "never"}, "paid": {"fee": 30}}, "old_fees": "keep"},
    {"month": 15, "changes": {"expiry": {"rule": "after earning", "months": 3}}, "old_points": "restart"},
    {"month": 18, "changes": {"tiers": {"levels": []}, "paid": {"offered": False}, "enrolment": {"share": 0.9}}},
)


def test_both_clocks_agree_through_many_changes() -> None:
    """The SimPy clock counts the same integers as the compiled one while rule after rule changes; points are conserved."""
    scenario = lively(*EVERYTHING, current_program=merged(BASE["program"], {"expiry": {"months": 2}}))
    scenario = scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 300})})
    terms, population = pack(scenario), populate(scenario)
    compiled, fast = compiled_clock(terms, population, 0, population.lives)
    readable, slow = simpy_clock(terms, population, 0, population.lives)
    assert (compiled.books == readable.books).all()
    assert fast == slow
    issued = compiled.panel[..., list(ISSUED)].sum((2, 3))
    assert (issued >= (compiled.redeemed + compiled.expired).sum(2)).all()
    assert compiled.panel[..., Measure.DEMOTIONS].sum() > 0


def test_old_points_keep_their_date_or_start_again() -> None:
    """Points of six months, changed to two in month 4: kept, they die six months after they were earned; restarted, all that
    are held at the change die two months after it."""
    base = plain(4_000, 12, rate=1, program=lot_life(6), behaviour=at_visits(0.0))
    shorter = {"month": 5, "changes": {"expiry": {"months": 2}}}
    kept = watch(changed(base, shorter), log=True).log
    again = watch(changed(base, {**shorter, "old_points": "restart"}), log=True).log
    first_deaths = kept[kept["expired"] > 0]["time"]
    assert first_deaths.min() >= 6.0
    died = again[(again["expired"] > 0) & (again["time"] < 6.0 + 1e-9)]
    assert (died["time"] == 6.0).all()
    purchases = again[(again["purchase"] > 0) & (again["time"] < 4.0)]
    assert died["expired"].sum() == len(purchases)


def test_points_without_a_date_get_the_new_rule_from_the_change_on() -> None:
    """Points that never expired die their first window after a change to a fixed one, and not before."""
    base = plain(2_000, 12, rate=1, program={"expiry": {"rule": "never"}}, behaviour=at_visits(0.0))
    change = {"month": 4, "changes": {"expiry": {"rule": "after earning", "months": 3}}}
    log = watch(changed(base, change), log=True).log
    assert log[log["expired"] > 0]["time"].min() == 6.0
    assert log[(log["expired"] > 0) & (log["time"] == 6.0)]["expired"].sum() == (log["purchase"][log["time"] < 3.0]).sum()


def test_a_new_inactivity_rule_takes_nothing_before_its_window_has_passed() -> None:
    """Members silent for long before an inactivity rule comes lose their balance one window after it, not at once."""
    base = plain(4_000, 18, rate=0.2, program={"expiry": {"rule": "never"}}, behaviour=at_visits(0.0))
    change = {"month": 9, "changes": {"expiry": {"rule": "inactivity", "months": 2}}}
    log = watch(changed(base, change), log=True).log
    assert log[log["expired"] > 0]["time"].min() == pytest.approx(10.0)


TIER = {"tiers": {"metric": "visits", "levels": [{"name": "Gold", "threshold": 12}]}}


def test_status_is_kept_to_its_review_or_reviewed_at_once() -> None:
    """When a threshold rises out of reach in month 7, members keep their tier to the next new year, or lose it at once."""
    base = plain(3_000, 30, rate=3, program=TIER)
    harder = {"month": 7, "changes": {"tiers": {"levels": [{"name": "Gold", "threshold": 10_000}]}}}
    kept = simulate(changed(base, harder)).tally.tiers.sum(0).cumsum(0)[:, 1]
    lost = simulate(changed(base, {**harder, "old_status": "review"})).tally.tiers.sum(0).cumsum(0)[:, 1]
    assert kept[5] == lost[5] > 0
    assert kept[6] == kept[11] == kept[5]
    assert kept[12] == 0
    assert lost[6] == 0


def test_those_who_pay_keep_their_price_or_meet_the_new_one() -> None:
    """A fee of 10 that becomes 25: renewals pay 10 when old fees are kept and 25 when not; new members pay 25 either way."""
    paid = {"offered": True, "fee": 10, "term": "annual", "shipping_value": 100}
    behaviour = {"paid_choice": {"renewal": 0.999, "attention": 1.0}}
    base = plain(2_000, 24, rate=2, program={"paid": paid}, behaviour=behaviour)
    change = {"month": 12, "changes": {"paid": {"fee": 25}}}
    for fees, price in (("keep", 1_000), ("new", 2_500)):
        panel = simulate(changed(base, {**change, "old_fees": fees})).tally.panel.sum((0, 2))
        joined, renewed = panel[:, Measure.PAID_JOINED], panel[:, Measure.PAID_RENEWED]
        expected = 1_000 * joined[:11].sum() + 2_500 * joined[11:].sum() + price * renewed.sum()
        assert renewed.sum() > 0
        assert panel[:, Measure.FEES].sum() == expected


def test_nobody_renews_what_is_no_longer_offered() -> None:
    """When the paid membership is withdrawn, terms run to their end and none is bought or renewed."""
    paid = {"offered": True, "fee": 10, "term": "annual", "shipping_value": 100}
    base = plain(2_000, 24, rate=2, program={"paid": paid}, behaviour={"paid_choice": {"renewal": 0.999, "attention": 1.0}})
    panel = simulate(changed(base, {"month": 7, "changes": {"paid": {"offered": False}}})).tally.panel.sum((0, 2))
    assert panel[6:, [Measure.PAID_JOINED, Measure.PAID_RENEWED, Measure.FEES]].sum() == 0
    assert panel[:, Measure.PAID_ENDED].sum() == panel[:, Measure.PAID_JOINED].sum() > 0


LOSS = {"month": 13, "changes": {"point_value": 0.01}, "announced_months": 3}


def held_back() -> Scenario:
    """Members who look at their points at visits only and wait for larger rewards."""
    choice = {"redemption": {"on": True, "hassle": 6, "never": 0.0}, "largest_multiplier": 1.0}
    return plain(6_000, 24, rate=0.5, program={"point_value": 0.05, "earn": {"points": 30}}, behaviour=choice)


def test_an_announced_devaluation_makes_members_redeem() -> None:
    """Between announcement and change more points are redeemed than without it, before the announcement exactly as many;
    with the reaction off only the value at stake raises the choice, by less."""

    def redeemed(*amendments: dict[str, Any], devaluation: bool = True) -> Any:
        scenario = held_back()
        behaviour = {**scenario.behaviour.model_dump(mode="json"), "devaluation": {"on": devaluation}}
        return simulate(changed(scenario, *amendments, behaviour=behaviour)).tally.panel[..., Measure.REDEEMED].sum((0, 2))

    without, silent, told = redeemed(), redeemed(LOSS, devaluation=False), redeemed(LOSS)
    assert (without[:9] == told[:9]).all()
    assert told[9:12].sum() > silent[9:12].sum() > without[9:12].sum()
    unannounced = redeemed({**LOSS, "announced_months": 0})
    assert (unannounced[:12] == without[:12]).all()


def test_members_lapse_faster_after_a_devaluation() -> None:
    """For the stated months after a devaluation members lapse at the stated multiple of their rate, then as before."""
    behaviour = {"devaluation": {"on": True, "lapse_multiplier": 3.0, "lapse_months": 4.0, "looks": 0.0}}
    base = plain(
        60_000, 24, rate=5, lapse=0.02, program={"point_value": 0.05}, market={"history_months": 0}, behaviour=behaviour
    )
    lives = watch(changed(base, LOSS), (12, 16), (16, 24))
    there = watch(base, (0, 12))[Measure.LAPSED] == 0
    survivors = lives.counts[there]
    check_mean(survivors[:, 0, Measure.LAPSED], 1 - np.exp(-3 * 0.02 * 4), precision=0.02, wrong=(1 - np.exp(-0.02 * 4),))
    left = survivors[survivors[:, 0, Measure.LAPSED] == 0]
    check_mean(left[:, 1, Measure.LAPSED], 1 - np.exp(-0.02 * 8), precision=0.03)


def test_a_better_program_is_no_devaluation() -> None:
    """A rise of the point value sends nobody to the till and nobody away."""
    behaviour = {"devaluation": {"on": True, "lapse_multiplier": 5.0}}
    base = plain(3_000, 24, rate=2, lapse=0.02, program={"point_value": 0.01}, behaviour=behaviour)
    rise = {"month": 13, "changes": {"point_value": 0.02}, "announced_months": 3}
    before, after = simulate(base).tally.panel, simulate(changed(base, rise)).tally.panel
    for measure in (Measure.LAPSED, Measure.REDEEMED, Measure.PURCHASES):
        assert (before[..., measure] == after[..., measure]).all()
