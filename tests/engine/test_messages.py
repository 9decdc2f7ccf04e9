"""Nudges, status messages and win-back: who gets one, what it does, and that those who come back are counted once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure, Tally, simulate
from loyalty_sim.engine.clocks import simpy_clock
from loyalty_sim.engine.hooks import WIN_BACK
from loyalty_sim.engine.life import LAPSE
from loyalty_sim.engine.perception import prepared
from loyalty_sim.engine.population import populate
from loyalty_sim.finance import checks, kpis, monthly
from loyalty_sim.scenario import Economics, Scenario
from tests.engine.plain import merged, plain, starters
from tests.engine.watch import check_mean, check_ratio, watch

M = Measure
CARD = {"redemption": {"mode": "blocks", "block_points": 10, "automatic": True, "moment": "after earning"}}


def test_one_nudge_a_card() -> None:
    """With a visit a point and cards of ten, the eighth visit of every card is within a fifth of the reward: one nudge."""
    program = merged(CARD, {"messages": {"near_share": 0.2}})
    lives = watch(plain(2_000, 24, rate=2.0, program=program))
    assert (lives[M.NUDGES] == (lives[M.PURCHASES] + 2) // 10).all()


def test_a_nudge_goes_out_near_a_tier() -> None:
    """At 9 of 10 visits to a tier, in a program without points, one nudge goes out."""
    levels = [{"name": "Gold", "threshold": 10}]
    program = {"earn": {"points": 0}, "tiers": {"metric": "visits", "window": "rolling 12 months", "levels": levels}}
    lives = watch(plain(2_000, 10, rate=1.0, program=merged(program, {"messages": {"near_share": 0.1}})))
    assert (lives[M.NUDGES] == (lives[M.PURCHASES] >= 9)).all()


@pytest.mark.parametrize(("effect", "program"), [
    ("status_messages", {"messages": {"status_per_month": 1}}),
    ("near_miss", {"messages": {"near_share": 0.9}, "redemption": {"block_points": 1_000}, "expiry": {"rule": "never"}}),
])  # fmt: skip
def test_the_lift_of_messages(effect: str, program: dict[str, Any]) -> None:
    """While the lift of 20 % is in force, purchases of members are 1.2 times what they would be."""
    on = {"on": True, "lift": 0.2, **({"weeks": 104.0} if effect == "near_miss" else {})}
    behaviour = {effect: on, "largest_multiplier": 2.0}
    start = {"enrolment": {"welcome_points": 100}}
    lives = watch(starters(20_000, 12, rate=1.0, program=merged(start, program), behaviour=behaviour))
    check_ratio(lives[M.MORE_PURCHASES], lives[M.PURCHASES_0] - 1, 0.2, precision=0.02)


def win_back(after: float, returns: float, **parts: Any) -> Scenario:
    """A win-back message after a silence of so many intervals."""
    program = {"messages": {"win_back_after": after}}
    behaviour = {"win_back": {"on": True, "returns": returns, "lift": 0.0}}
    return starters(6_000, 40, program=program, behaviour=behaviour, **parts)


def test_a_message_in_every_long_silence() -> None:
    """Of the silences of customers who never lapse e^-2 are longer than two intervals, and each has one message."""
    program = {"messages": {"win_back_after": 2}}
    lives = watch(starters(6_000, 50, rate=1.0, program=program), (0, 48), (2, 50))
    check_ratio(lives.counts[:, 1, M.ALERTS], lives.counts[:, 0, M.PURCHASES], np.exp(-2), precision=0.01)


def test_returns_and_the_new_stay() -> None:
    """Of the lapsed who get a message 40 % come back, and lapse again at the rate at which they lapsed before."""
    lives = watch(win_back(8, 0.4, rate=10.0, lapse=0.1), log=True)
    log = lives.log
    same = log["life"][1:] == log["life"][:-1]
    alerted = np.flatnonzero((log["kind"][1:] == WIN_BACK) & (log["kind"][:-1] == LAPSE) & same) + 1
    asked = np.bincount(log["life"][alerted], minlength=len(lives.traits))
    check_ratio(lives[M.RETURNED], asked, 0.4, precision=0.02)
    goes_on = np.append(log["life"][1:] == log["life"][:-1], False)[alerted]
    returned = alerted[goes_on]  # somebody who did not come back has no further event
    assert len(returned) == pytest.approx(lives[M.RETURNED].sum(), rel=0.002)
    places, ends = np.flatnonzero(log["kind"] == LAPSE), np.append(log["time"], 40.0)
    following = np.append(places, len(log))[np.searchsorted(places, returned)]
    own = np.append(log["life"], -1)[following] == log["life"][returned]
    stays = np.where(own, ends[following], 40.0) - log["time"][returned]
    by_life = np.bincount(log["life"][returned], weights=stays, minlength=len(lives.traits))
    lapses = np.bincount(log["life"][returned], weights=own, minlength=len(lives.traits))
    check_ratio(lapses, by_life, 0.1, precision=0.03)


def test_nobody_comes_back_in_the_world_without_a_program() -> None:
    """Purchases after a return are all caused by the program: sales of those who stayed."""
    lives = watch(win_back(3, 1.0, rate=2.0, lapse=0.1))
    assert (lives[M.PURCHASES] - lives[M.PURCHASES_0] == lives[M.STAYED_PURCHASES]).all()
    assert lives[M.STAYED_PURCHASES].sum() > 10_000


ALL_ON: dict[str, Any] = {
    "program": {
        "point_value": 0.05,
        "redemption": {"block_points": 50},
        "expiry": {"rule": "after earning", "months": 5, "reminder_days": 30},
        "tiers": {"levels": [{"name": "Gold", "threshold": 150}]},
        "paid": {"offered": True, "fee": 5, "term": "monthly", "discount": 0.1},
        "messages": {"win_back_after": 0.5, "win_back_offer": 3, "near_share": 0.3},
    },
    "market": {
        "segments": [{"name": "All", "purchases_per_year": 10, "first_year_lapse": 0.8, "basket": 30}],
        "customers": 1_000, "acquired_per_year": 500, "bad_experiences": 0.1,
    },
    "behaviour": {
        "win_back": {"on": True, "returns": 0.8, "lift": 0.3},
        "redemption": {"between_visits_per_year": 6},
        "goal_gradient": {"on": True},
    },
    "run": {"months": 30, "warmup_months": 15, "customers": 500},
}  # fmt: skip


def present(scenario: Scenario) -> tuple[dict[int, list[tuple[float, bool]]], Tally]:
    """By customer when they lapsed (False) and came back (True), as the SimPy clock lives it; and the tally."""
    changes: dict[int, list[tuple[float, bool]]] = defaultdict(list)

    def listen(kind: int, time: float, c: Any, lots: Any) -> None:
        seen = changes[int(c.identity)]
        if not seen:
            seen.append((float(c.born), True))
        if seen[-1][1] == bool(c.lapsed):
            seen.append((time, not c.lapsed))

    terms, population = prepared(scenario), populate(scenario)
    tally, _ = simpy_clock(terms, population, 0, population.lives, listen)
    return changes, tally


def test_retention_counts_those_who_come_back_once() -> None:
    """Losses of a program year are customers present when it began and absent when it ended, however often they came and
    went between; likewise those of month 1."""
    scenario = Scenario.model_validate(ALL_ON)
    changes, tally = present(scenario)

    def there(history: list[tuple[float, bool]], time: float) -> bool:
        states = [state for moment, state in history if moment <= time]
        return bool(states) and states[-1]

    panel, warmup = tally.panel.sum((0, 2)), 15
    assert panel[:, M.RETURNED].sum() > 300
    for year in range(2):
        months = slice(warmup + 12 * year, warmup + 12 * year + 12)
        lost = panel[months, M.LAPSED_OPENING].sum() - panel[months, M.RETURNED_OPENING].sum()
        began, ended = months.start, months.stop
        assert lost == sum(there(h, began) and not there(h, ended - 1e-9) for h in changes.values())
    lost = panel[:, M.LAPSED_FIRST].sum() - panel[:, M.RETURNED_FIRST].sum()
    assert lost == sum(there(h, warmup) and not there(h, 45.0) for h in changes.values())
    stock = panel[:, [M.OPENING, M.NEW, M.RETURNED]].sum() - panel[:, M.LAPSED].sum()
    assert stock == sum(there(h, 45.0) for h in changes.values())


def test_books_foot_with_members_won_back() -> None:
    """With tiers, reminders, paid terms and members who come and go, every identity holds and both clocks agree."""
    scenario = Scenario.model_validate(ALL_ON)
    result = simulate(scenario)
    assert [check.name for check in checks(result) if not check.ok and check.level == "error"] == []
    assert (present(scenario)[1].books == result.tally.books).all()


@pytest.mark.parametrize(("offer", "taken"), [(30, 3_000), (500, 10_000)])
def test_a_coupon_is_used_once_and_never_above_the_basket(offer: float, taken: int) -> None:
    """Each message but one that is still unanswered took the offer off one basket of 100, or all of that basket."""
    program = {"messages": {"win_back_after": 1, "win_back_offer": offer}}
    lives = watch(starters(2_000, 24, rate=1.0, program=program))
    unused = lives[M.ALERTS] - lives[M.COUPONS] // taken
    assert (lives[M.COUPONS] % taken == 0).all()
    assert set(unused) == {0, 1}
    check_mean(unused, np.exp(-1), precision=0.05)


def test_messages_and_coupons_are_costs() -> None:
    """Cost of messages = (win-back messages + one with each purchase + two a month to active members) x cost of one."""
    program = {"messages": {"win_back_after": 1, "win_back_offer": 5, "status_per_month": 2, "status_at_purchase": True}}
    scenario = starters(500, 12, rate=1.0, program=program).model_copy(update={"economics": Economics(cost_per_message=0.1)})
    result = simulate(scenario)
    table, counted = monthly(result), result.tally.panel.sum((0, 1, 2)) * result.scale
    sent = counted[M.ALERTS] + counted[M.PURCHASES] + 2 * table["active_members"].sum()
    assert table["cost_messages"].sum() == pytest.approx(0.1 * sent)
    assert table["cost_coupons"].sum() == pytest.approx(counted[M.COUPONS] / 100)
    assert counted[M.COUPONS] > 0
    parts = kpis(result)
    costs = sum(parts[f"cost_{part}"].program.value for part in ("messages", "coupons", "redemption"))
    assert parts["cost"].program.value == pytest.approx(costs)
