"""The order of things that happen at one instant, and what a visit does in which order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from loyalty_sim.engine import Measure
from loyalty_sim.engine.clocks import Held, simpy_clock
from loyalty_sim.engine.life import (
    BASE_VISIT,
    CHANCE,
    EASE,
    END,
    EXPIRE,
    EXTRA_VISIT,
    LAPSE,
    REMIND,
    RENEW,
    REVIEW,
    begin_life,
    next_event,
)
from loyalty_sim.engine.population import populate
from loyalty_sim.engine.tally import Tally
from loyalty_sim.engine.terms import pack
from loyalty_sim.engine.units import NEVER
from loyalty_sim.scenario import Scenario
from tests.engine.plain import at_visits, lot_life, merged, plain
from tests.engine.watch import watch
from tests.strategies import scenarios

ORDER = (EXPIRE, REMIND, BASE_VISIT, EXTRA_VISIT, CHANCE, REVIEW, RENEW, EASE, LAPSE)


@pytest.mark.parametrize("window", ["calendar year", "rolling 12 months"])
def test_everything_at_one_instant_comes_in_the_stated_order(window: str) -> None:
    """At one instant points expire, reminders go out, visits come, status is reviewed, terms end, a raised lapse rate eases
    and last the customer lapses; the end of the run is after all of them."""
    tiers = {"window": window, "levels": [{"name": "Gold", "threshold": 1}]}
    program = merged(lot_life(3), {"expiry": {"reminder_days": 30}, "tiers": tiers})
    scenario = plain(100, 24, program=program, behaviour={"reminder": {"on": True}})
    customers, lots, visits, agenda, _ = Held.empty()
    terms, c = pack(scenario), customers[0]
    begin_life(customers, 0, 1, terms, None, Tally.empty(24, 1).books[0])
    now = 18.0
    c["member"] = c["tier"] = c["paid"] = 1
    c["balance"], c["last_lot"], c["activity"] = 5, 1, now
    lots[0]["points"], lots[0]["expires"], lots[0]["month"] = 5, now, 15
    visits[0]["time"], c["last_visit"] = now - 12, 1
    for name in ("next_base", "next_extra", "next_chance", "paid_until", "review", "eases", "lapse", "lapse_0"):
        c[name] = now
    c["lapse_0"] = NEVER

    def remove(kind: int) -> None:
        if kind == EXPIRE:
            lots[0]["expires"] = now + 0.5
        elif kind == REMIND:
            c["balance"] = c["last_lot"] = 0
        elif kind == REVIEW:
            c["review"], c["first_visit"] = NEVER, 1
        else:
            names = {BASE_VISIT: "next_base", EXTRA_VISIT: "next_extra", CHANCE: "next_chance"}
            c[{**names, RENEW: "paid_until", EASE: "eases", LAPSE: "lapse"}[kind]] = NEVER

    seen = []
    while (found := next_event(customers, lots, visits, agenda, terms, None))[1] != END:
        assert found[0] == now
        seen.append(found[1])
        remove(found[1])
    assert tuple(seen) == ORDER
    assert found[0] == 24


@given(scenario=scenarios())
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_time_never_goes_back(scenario: Scenario) -> None:
    """The events of one life come in order of time, none before birth and none after the end of the run."""
    terms, population = pack(scenario), populate(scenario)
    for life in range(min(10, population.lives)):
        times: list[float] = []

        def listen(kind: int, time: float, customer: Any, lots: Any, log: list[float] = times) -> None:
            assert time >= customer.born
            log.append(time)

        simpy_clock(terms, population, life, life + 1, listen)
        assert times == sorted(times)
        assert not times or times[-1] <= scenario.run.total_months


@pytest.mark.parametrize(("moment", "first"), [("before earning", 0), ("after earning", 1)])
def test_points_of_a_purchase_can_pay_for_the_next_or_for_the_same(moment: str, first: int) -> None:
    """With redemption for certain, points are used at the next visit when redeemed before earning, at once when after."""
    program = {"redemption": {"moment": moment}}
    log = watch(plain(100, 12, program=program, behaviour=at_visits(1.0)), log=True).log
    visits = log[log["purchase"] == 1]
    starts = np.append(True, visits["life"][1:] != visits["life"][:-1])
    assert (visits["redeemed"][starts] == first).all()
    assert (visits["redeemed"][~starts] == 1).all()
    assert (visits["balance"] == 1 - first).all()


def test_a_tier_gains_from_the_next_purchase_on() -> None:
    """The purchase that reaches a tier still earns at the old rate, the next one at the new."""
    levels = [{"name": "Gold", "threshold": 3, "earn_multiplier": 5}]
    program = {"tiers": {"metric": "visits", "window": "rolling 12 months", "levels": levels}}
    log = watch(plain(100, 12, program=program, behaviour=at_visits(0.0)), log=True).log
    visits = log[log["purchase"] == 1]
    for life in range(100):
        own = visits[visits["life"] == life][:6]
        assert own["earned"].tolist() == [1, 1, 1, 5, 5, 5][: len(own)]
        assert own["tier"].tolist() == [0, 0, 1, 1, 1, 1][: len(own)]


@pytest.mark.parametrize(("base", "earned"), [("paid", 95), ("basket", 100)])
def test_points_are_earned_on_what_is_paid_or_on_the_basket(base: str, earned: int) -> None:
    """A basket of 100 of which 5 are paid with points earns on 95, or on the whole 100."""
    program = {
        "earn": {"points": 1, "per": "money", "on": base},
        "point_value": 0.05,
        "redemption": {"mode": "blocks", "block_points": 100, "amount": "one block"},
    }
    log = watch(plain(100, 12, program=program, behaviour=at_visits(1.0)), log=True).log
    paid_with_points = log[(log["purchase"] == 1) & (log["redeemed"] == 100)]
    assert len(paid_with_points) > 100
    assert (paid_with_points["earned"] == earned).all()


def test_points_pay_no_more_than_their_share_of_the_basket() -> None:
    """A redemption in blocks takes as many whole blocks as fit in the share of the basket that points may pay."""
    program = {
        "earn": {"points": 50, "per": "visit"},
        "point_value": 1.0,
        "redemption": {"mode": "blocks", "block_points": 10, "max_basket_share": 0.35},
    }
    log = watch(plain(200, 24, program=program, behaviour=at_visits(0.2)), log=True).log
    visits = log[log["purchase"] == 1]
    assert visits["redeemed"].max() == 30
    assert set(visits["redeemed"]) == {0, 30}
    assert (visits["expired"] == 0).all()


def test_redeeming_takes_the_points_that_die_first() -> None:
    """Points that die earlier are used first, though they were earned later: after a change of quarter they still are."""
    program = merged(lot_life(1.5), {"redemption": {"amount": "one block"}})
    lives = watch(plain(300, 24, rate=3, program=program, behaviour=at_visits(0.4)), (0, 24), issue=(0, 22), log=True)
    for life in range(100):
        events = lives.log[lives.log["life"] == life]
        queue: list[float] = []
        for event in events:
            if event["redeemed"] or event["expired"]:
                oldest = queue[: event["redeemed"] + event["expired"]]
                queue = queue[len(oldest) :]
                assert event["expired"] == 0 or event["time"] == pytest.approx(oldest[0] + 1.5)
            queue += [event["time"]] * int(event["earned"])
        assert len(queue) == (events["balance"][-1] if len(events) else 0)
    assert lives[Measure.EXPIRED].sum() > 100
