"""Members who win friends: how many, who they are, and what they change."""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
import pytest

from loyalty_sim.engine import Measure, draws, simulate
from loyalty_sim.engine.clocks import compiled_clock, simpy_clock
from loyalty_sim.engine.population import Population, populate
from loyalty_sim.engine.terms import pack
from loyalty_sim.engine.trace import trace
from loyalty_sim.finance import checks, monthly
from loyalty_sim.report.charts import caused
from loyalty_sim.scenario import Scenario
from tests.engine.plain import merged, plain
from tests.engine.watch import check_mean, check_ratio, watch

M = Measure


def referring(customers: int, months: int, *, rewards: dict[str, Any] | None = None, **effect: Any) -> Scenario:
    """A plain scenario in which members win friends, all of them new, who buy for the first time at once."""
    plainly = {"on": True, "come_anyway": 0.0, "weeks_to_first_purchase": 0.0}
    program = {"referral": {"offered": True, "most_per_member": 1_000, **(rewards or {})}}
    return plain(customers, months, program=program, behaviour={"word_of_mouth": {**plainly, **effect}})


def test_friends_grow_as_a_branching_process() -> None:
    """With rate 1 and chance p a member wins p friends a month, and so does each friend from the purchase at birth on:
    customers m(t) = e^(p t) start from 1, and each friend adds p at birth, so that the growth rate is p/(1 - p)."""
    chance, months = 0.04, 24
    lives = watch(referring(20_000, months, chance=chance))
    # births b = p (1 + b_cumulative) + p b: an old customer wins p a month, a friend p at birth and p a month after
    growth = chance / (1 - chance)
    check_mean(lives[M.REFERRED], math.expm1(growth * months), precision=0.02, wrong=(math.expm1(chance * months),))
    assert (lives[M.REFERRED] == lives[M.REFERRALS]).all()


def test_no_member_wins_more_than_the_most() -> None:
    """With a chance near its largest and one friend at most, nearly every customer wins exactly one."""
    lives = watch(referring(500, 6, rewards={"most_per_member": 1}, chance=0.2, come_anyway=1.0))
    assert lives[M.REFERRALS].max() == 1
    assert lives[M.REFERRALS].mean() == pytest.approx(1 - math.exp(-0.2 * 6), abs=4 * math.sqrt(0.21 / 500))


def test_friends_who_would_have_come_anyway_only_cost() -> None:
    """Their share of the friends won adds no customer; the advocate's points are given all the same."""
    lives = watch(referring(20_000, 12, chance=0.02, come_anyway=0.4, rewards={"trigger": "at once"}))
    check_ratio(lives[M.REFERRED], lives[M.REFERRALS], 0.6, precision=0.02, wrong=(0.4,))
    assert (lives[M.REFERRAL_ANYWAY] == 100 * (lives[M.REFERRALS] - lives[M.REFERRED])).all()
    joined = lives[M.ENROLLED] - (lives[M.PURCHASES_0] > 0)
    assert (joined == lives[M.REFERRED]).all()
    assert (lives[M.REFERRAL] == 100 * (lives[M.REFERRALS] + lives[M.REFERRED])).all()


def test_the_first_purchase_comes_after_the_stated_wait() -> None:
    """With an exponential wait of mean w, friends of original members that have bought by T are p (T - w (1 - e^(-T/w)))."""
    weeks, months, chance = 20.0, 12, 0.005
    wait = weeks / (365.25 / 84)
    lives = watch(referring(60_000, months, chance=chance, weeks_to_first_purchase=weeks))
    arrived = months - wait * -math.expm1(-months / wait)
    check_ratio(lives[M.REFERRED], lives[M.REFERRALS], arrived / months, precision=0.02, wrong=(1.0,))


@pytest.mark.parametrize(("trigger", "early"), [("at once", True), ("first purchase", False)])
def test_the_advocate_is_rewarded_when_stated(trigger: str, early: bool) -> None:
    """At once, the points come with the purchase at which the friend is won; else when the friend first buys."""
    rewards = {"trigger": trigger, "friend_points": 0}
    lives = watch(referring(2_000, 12, chance=0.02, weeks_to_first_purchase=20, rewards=rewards))
    paid = lives[M.REFERRALS] if early else lives[M.REFERRED]
    assert (lives[M.REFERRAL] == 100 * paid).all()
    assert (lives[M.REFERRALS] > lives[M.REFERRED]).any()


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_friends_join_for_the_reward_or_as_others_do(share: float) -> None:
    """Half of all customers are willing to join; of the friends, a share for the reward and half of the others."""
    scenario = referring(20_000, 12, chance=0.02, friends_join=share)
    scenario = Scenario.model_validate(merged(scenario.model_dump(), {"program": {"enrolment": {"share": 0.5}}}))
    lives = watch(scenario)
    originals = (lives.counts[:, 0, M.PURCHASES_0] > 0) & (lives.counts[:, 0, M.MEMBER_PURCHASES] > 0)
    joined = lives[M.ENROLLED] - originals
    check_ratio(joined[originals], lives[M.REFERRED][originals], share + (1 - share) * 0.5, precision=0.03)


def test_identities_of_friends_are_distinct_and_never_ordinary() -> None:
    """Friends have different identities, each with bit 63 set, whatever their advocates, streams and occasions."""
    customers = np.array([*range(2_000), *(cohort << 32 for cohort in range(1, 361))], np.uint64)
    friends = _friends(customers, 50)
    identities = np.unique(np.concatenate([friends, _friends(friends[:100], 50)]))
    assert len(identities) == 2_360 * 100 + 100 * 100
    assert identities.min() >= 1 << 63


@numba.njit  # type: ignore[untyped-decorator]
def _friends(advocates: Any, occasions: Any) -> Any:
    found = np.empty(len(advocates) * 2 * occasions, np.uint64)
    place = 0
    for advocate in advocates:
        for stream in (draws.BASE, draws.EXTRA):
            for k in range(occasions):
                found[place] = draws.friend_of(advocate, stream, k)
                place += 1
    return found


def lively(**parts: Any) -> Scenario:
    """Referral among effects, tiers, lapse, season and new customers."""
    return Scenario.model_validate(
        merged(
            {
                "program": {"referral": {"offered": True}, "tiers": {"levels": [{"name": "Gold", "threshold": 100}]}},
                "behaviour": {"word_of_mouth": {"chance": 0.03}},
                "market": {"customers": 500, "acquired_per_year": 100},
                "run": {"customers": 600, "months": 18, "warmup_months": 6},
            },
            parts,
        )
    )


def test_both_clocks_and_any_chunks_count_friends_alike() -> None:
    """Friends live in the books of their advocate's batch: clocks and chunks give the same integers."""
    scenario = lively(behaviour={"word_of_mouth": {"chance": 0.1}})
    books = simulate(scenario, chunks=1).tally.books
    assert simulate(scenario).tally.panel[..., M.REFERRED].sum() > 50
    assert (books == simulate(scenario, chunks=7, threads=2).tally.books).all()
    terms, population = pack(scenario), populate(scenario)
    assert (simpy_clock(terms, population, 0, 150)[0].books == compiled_clock(terms, population, 0, 150)[0].books).all()


def test_one_customer_more_changes_nobodys_friends() -> None:
    """With one more life, the counts differ by exactly that life's and its friends'."""
    scenario = lively(behaviour={"word_of_mouth": {"chance": 0.2}}, run={"customers": 200})
    terms, population = pack(scenario), populate(scenario)
    size = int(population.first[1])
    one_more = Population(population.first + (np.arange(len(population.first)) >= 1), population.scale)
    fewer = compiled_clock(terms, population, 0, population.lives)[0].books.sum(0)
    more = compiled_clock(terms, one_more, 0, one_more.lives)[0].books.sum(0)
    last = compiled_clock(terms, one_more, size, size + 1)[0].books.sum(0)
    assert (more - fewer == last).all()


def test_referral_leaves_the_world_without_a_program_and_all_others_alone() -> None:
    """The no-program world is the same bit for bit, and with rewards of no points so is what the original customers do."""
    nothing = {"advocate_points": 0, "friend_points": 0}
    without, on = lively(program={"referral": {"offered": False}}), lively(program={"referral": nothing})
    panel, other = simulate(without).tally.panel, simulate(on).tally.panel
    for measure in (m for m in Measure if m.name.endswith("_0")):
        assert (panel[..., measure] == other[..., measure]).all()
    own = other[..., M.PURCHASES] - other[..., M.REFERRED_PURCHASES]
    assert (own == panel[..., M.PURCHASES]).all()
    assert other[..., M.REFERRED_PURCHASES].sum() > 0


def test_referred_customers_foot_and_show() -> None:
    """All checks hold, referred sales are a part of incremental revenue, and the waterfall shows them."""
    result = simulate(lively(run={"customers": 2_000}))
    assert [check for check in checks(result) if not check.ok and check.level == "error"] == []
    table = monthly(result)
    change = table["new_customers"] - table["lapsed_customers"]
    assert np.allclose(table["customers"].diff()[1:], change[1:])
    parts = list(caused(result).table["part"])
    assert "Referred" in parts
    assert "Friends here anyway" in parts
    assert "Referred" not in list(caused(simulate(lively(program={"referral": {"offered": False}}))).table["part"])


def test_a_life_tells_of_friends_won_but_not_of_the_friends_lives() -> None:
    """The log of an advocate says when a friend is won and when the points come, and holds no purchase of a friend."""
    scenario = lively(behaviour={"word_of_mouth": {"chance": 0.2}})
    advocate = int(np.argmax(watch(scenario)[M.REFERRED])) + 1
    life = trace(scenario, advocate)
    told = [event.what for event in life.events]
    assert any("wins a friend" in what for what in told)
    assert any("points for a friend won" in what for what in told)
    buys = sum("buys" in what for what in told)
    lives = watch(scenario)
    own = lives[M.PURCHASES][advocate - 1] - lives[M.REFERRED_PURCHASES][advocate - 1]
    assert buys == own


def test_a_chance_that_explodes_is_refused() -> None:
    """Friends of friends who would multiply the customers a hundredfold are refused with the field to blame."""
    with pytest.raises(ValueError, match="multiply customers by more than 100"):
        lively(behaviour={"word_of_mouth": {"chance": 0.2}}, market={"segments": [{"purchases_per_year": 100}]})
