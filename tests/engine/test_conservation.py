"""Nothing is lost and nothing appears: points, customers, purchases and money add up exactly, in every generated run."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings

from loyalty_sim.engine import ISSUED, USED, AtTier, Measure, Tally, simulate
from loyalty_sim.engine.clocks import simpy_clock
from loyalty_sim.engine.population import populate
from loyalty_sim.engine.terms import first_calendar_month, pack
from loyalty_sim.engine.units import DAYS_PER_MONTH
from loyalty_sim.scenario import Scenario
from tests.engine.test_clocks import changed
from tests.strategies import scenarios

M = Measure
EVERY = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@given(scenario=scenarios())
@EVERY
def test_nothing_is_lost_and_nothing_appears(scenario: Scenario) -> None:
    """In whatever scenario, with whatever rules mixed: points, purchases and customers add up in every batch and month."""
    tally = simulate(scenario).tally
    points_are_conserved(tally, scenario)
    points_by_tier_add_up(tally, scenario)
    labels_add_up(tally)
    stocks_are_never_negative(tally, scenario)


def points_are_conserved(tally: Tally, scenario: Scenario) -> None:
    """A2: opening + issued + reinstated = used + expired + taken back + closing in every batch and month; no vintage gives
    out more than it was issued; what the triangles say is what the panel says; nothing is redeemed or dies before its issue,
    and nothing comes back that has not expired."""
    panel = tally.panel.sum(2)
    issued = panel[..., ISSUED].sum(-1)
    gone = tally.settled
    assert (tally.redeemed.sum(1) == panel[..., USED].sum(-1)).all()
    assert (tally.expired.sum(1) == panel[..., M.EXPIRED] - panel[..., M.REINSTATED]).all()
    assert (tally.expired.cumsum(2) >= 0).all()
    assert (tally.taken.sum(1) == panel[..., M.CLAWED_BACK]).all()
    outstanding = issued[:, :, np.newaxis] - gone.cumsum(2)
    later = np.triu(np.ones((tally.months, tally.months), bool))
    assert (outstanding[:, later] >= 0).all()
    assert not gone[:, ~later].any()
    assert ((issued - gone.sum(1)).cumsum(1) >= 0).all()
    if all(regime.program.expiry.rule == "never" for regime in scenario.regimes):
        assert not tally.expired.any()


def points_by_tier_add_up(tally: Tally, scenario: Scenario) -> None:
    """Of every tier: what members can use is received + moved in - used - expired - taken, never negative; over all tiers
    moves cancel, and the rest is what is counted of all points; where there are no tiers, nothing is counted."""
    held, panel = tally.held, tally.panel.sum(2)
    if not any(regime.program.tiers.levels for regime in scenario.regimes):
        assert not held.any()
        return
    out = held[..., [AtTier.USED, AtTier.EXPIRED, AtTier.TAKEN]].sum(-1)
    balance = (held[..., AtTier.RECEIVED] + held[..., AtTier.MOVED] - out).cumsum(1)
    assert (balance >= 0).all()
    assert not held[..., AtTier.MOVED].sum(2).any()
    assert (held[..., AtTier.USED].sum(2) == panel[..., USED].sum(-1)).all()
    assert (held[..., AtTier.EXPIRED].sum(2) == panel[..., M.EXPIRED]).all()
    issued = panel[..., [*ISSUED, M.REINSTATED]].sum(-1)
    settled = panel[..., [*USED, M.EXPIRED, M.CLAWED_BACK]].sum(-1)
    assert (balance.sum(2) + panel[..., M.PENDING].cumsum(1) == (issued - settled).cumsum(1)).all()


def labels_add_up(tally: Tally) -> None:
    """Each purchase has one label: purchases = without + more - missed + stayed - left + referred, and sales alike."""
    panel = tally.panel
    for what in ("PURCHASES", "SALES"):
        more, missed, stayed, left, referred = (
            panel[..., M[f"{label}_{what}"]] for label in ("MORE", "MISSED", "STAYED", "LEFT", "REFERRED")
        )
        caused = more - missed + stayed - left + referred
        assert (panel[..., M[what]] == panel[..., M[f"{what}_0"]] + caused).all()


def stocks_are_never_negative(tally: Tally, scenario: Scenario) -> None:
    """Customers, active customers, members, members by tier and paying members never fall below zero; parts never exceed
    the whole."""
    flow = tally.panel.sum(2)
    stock = flow.cumsum(1)
    here = stock[..., M.OPENING] + stock[..., M.NEW]
    arrived = here + stock[..., M.REFERRED] + stock[..., M.RETURNED]
    customers, customers_0 = arrived - stock[..., M.LAPSED], here - stock[..., M.LAPSED_0]
    members = stock[..., M.ENROLLED] - stock[..., M.MEMBERS_LAPSED] + stock[..., M.RETURNED]
    paying = stock[..., M.PAID_JOINED] - stock[..., M.PAID_ENDED]
    tiers = tally.tiers.cumsum(1)
    for level in (customers, customers_0, members, paying, tiers, stock[..., M.ACTIVE], stock[..., M.ACTIVE_0]):
        assert (level >= 0).all()
    assert (flow[..., [m for m in Measure if not m.stock]] >= 0).all()
    assert (members <= customers).all()
    assert (tiers.sum(2) == members).all()
    assert (stock[..., M.ACTIVE_MEMBERS] <= stock[..., M.ACTIVE]).all()
    assert (stock[..., M.ACTIVE_MEMBERS] >= 0).all()
    assert (stock[..., M.ACTIVE_MEMBERS] <= members).all()
    assert (stock[..., M.ACTIVE] <= customers).all()
    assert (stock[..., M.ACTIVE_0] <= customers_0).all()
    assert (flow[..., M.MEMBER_PURCHASES] <= flow[..., M.PURCHASES]).all()
    assert (flow[..., M.REPEATERS].cumsum(1) <= flow[..., M.BUYERS].cumsum(1)).all()
    assert (flow[..., [M.DISCOUNTS, M.TIER_DISCOUNTS]].sum(-1) <= flow[..., M.MEMBER_SALES]).all()
    assert (np.triu(tally.moves, 1).sum((2, 3)) == flow[..., M.PROMOTIONS]).all()
    assert (np.tril(tally.moves, -1).sum((2, 3)) == flow[..., M.DEMOTIONS]).all()
    moved = tally.moves.sum(2) - tally.moves.sum(3)  # a member who leaves and is won back takes the tier along both times
    assert (moved[..., 1:] + flow[..., [M.RETURNED]] >= tally.tiers[..., 1:]).all()
    assert (moved.cumsum(1)[..., 1:] >= tiers[..., 1:]).all()
    if len({regime.program.paid.fee for regime in scenario.regimes}) == 1:
        fee = round(100 * scenario.regimes[0].program.paid.fee)
        assert (flow[..., M.FEES] == fee * (flow[..., M.PAID_JOINED] + flow[..., M.PAID_RENEWED])).all()


@given(scenario=scenarios())
@settings(EVERY, max_examples=40)
def test_effects_off_leave_every_purchase_alone(scenario: Scenario) -> None:
    """With all effects off, purchases, sales, lapses and activity of the two worlds are equal cell by cell, for any rule."""
    off = scenario.model_copy(update={"behaviour": scenario.behaviour.at("off")})
    panel = simulate(off).tally.panel
    pairs = [(m, Measure[m.name.removesuffix("_0")]) for m in Measure if m.name.endswith("_0")]
    assert len(pairs) == 9
    for without, program in pairs:
        assert (panel[..., without] == panel[..., program]).all()
    for label in ("MORE", "MISSED", "STAYED", "LEFT", "REFERRED"):
        assert not panel[..., Measure[f"{label}_PURCHASES"]].any()


def expires(scenario: Scenario, time: float) -> float:
    """When points earned or kept alive at ``time`` die, written down a second time."""
    expiry = scenario.program.expiry
    due, grace = time + expiry.months, expiry.grace_days * 12 / 365.25
    period = {"exact": 0, "month end": 1, "quarter end": 3, "year end": 12}[expiry.rounding]
    shift = first_calendar_month(scenario)
    if expiry.rule == "calendar date":
        period, shift = 12, shift + 12 - expiry.date_month
    if period == 0:
        return due + grace
    passed = math.floor((due + shift) / period)
    return (passed + 1) * period - shift + grace


@given(scenario=scenarios())
@settings(EVERY, max_examples=100)
def test_balance_is_the_sum_of_its_lots_at_every_event(scenario: Scenario) -> None:
    """After every event the balance is the sum of the lots, none is empty or negative, they stand in order of expiry and
    none outlives its time; where the rules never change, each dies when the rule says for its month of issue or of
    release; a tier, a purchase or reinstatement may only make it live longer, and points of one card die together."""
    steady = len(scenario.regimes) == 1
    rule = scenario.regimes[0].program.expiry.rule
    programs = [regime.program for regime in scenario.regimes]
    spared = any(level.points_never_expire for program in programs for level in program.tiers.levels)
    longer = spared or any(program.expiry.extended_by_activity or program.expiry.reinstate_days > 0 for program in programs)

    def listen(kind: int, time: float, customer: Any, lots: Any) -> None:
        held = lots[customer.first_lot : customer.last_lot]
        assert customer.balance == held["points"].sum()
        assert (held["points"] > 0).all()
        assert (np.diff(held["expires"]) >= 0).all()
        assert (held["month"] <= time).all()
        assert customer.exempt or (held["expires"] > time - 1e-9).all()
        if not steady:
            return
        if rule in ("after earning", "calendar date"):
            early = [expires(scenario, float(month)) for month in held["month"]]
            wait = scenario.program.earn.pending_days / DAYS_PER_MONTH
            late = [expires(scenario, math.nextafter(month + 1.0 + wait, 0)) for month in held["month"]]
            assert (held["expires"] >= np.array(early) - 1e-9).all()
            assert longer or (held["expires"] <= np.array(late) + 1e-9).all()
        elif rule == "from the first point":
            assert len(set(held["expires"])) <= 1
        else:
            assert (held["expires"] > 1e17).all()
        if rule == "inactivity" and customer.balance > 0 and not spared:
            assert expires(scenario, customer.activity) >= time

    terms, population = pack(scenario), populate(scenario)
    simpy_clock(terms, population, 0, min(20, population.lives), listen)


def test_a_point_dies_in_the_month_that_ends() -> None:
    """Points that die at the start of a month count as expired in the month before it: the year's end is December's."""
    scenario = changed(
        Scenario(),
        program={"expiry": {"rule": "after earning", "months": 0, "rounding": "year end"}, "enrolment": {"share": 1}},
        run={"customers": 500, "months": 24, "warmup_months": 0, "start": "2027-01"},
    )
    expired = simulate(scenario).tally.panel[..., M.EXPIRED].sum((0, 2))
    assert np.flatnonzero(expired).tolist() == [11, 23]
