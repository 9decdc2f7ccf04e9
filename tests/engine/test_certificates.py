"""Certificates that points turn into: when they come, which are used, and where value is lost."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.finance import checks
from tests.engine.plain import at_visits, lot_life, merged, newcomers, plain, starters
from tests.engine.test_redemption import CHOICE, logistic
from tests.engine.watch import Lives, check_mean, watch

M = Measure
DAYS = 365.25 / 12


def certificates(points: int = 4, value: float = 4.0, life: float = 2.0, delay: float = 0.0, **rest: Any) -> dict[str, Any]:
    """A program in which ``points`` turn into a certificate of ``value`` that lives ``life`` months."""
    own = {"offered": True, "threshold_points": points, "block_points": points, "block_value": value}
    return {"certificates": {**own, "life_days": life * DAYS, "delay_days": delay * DAYS, **rest}}


def gift(points: int) -> dict[str, Any]:
    """The only points are given at joining."""
    return {"earn": {"points": 0}, "enrolment": {"welcome_points": points}}


def given(program: dict[str, Any], behaviour: dict[str, Any], customers: int = 40_000, rate: float = 1.0) -> Lives:
    """Newcomers of one year who join with four points, long enough for all certificates of the first year to end."""
    own = merged(gift(4), program)
    return watch(newcomers(customers, 18, rate=rate, program=own, behaviour=behaviour))


@pytest.mark.parametrize("delay", [0.0, 1.0])
@pytest.mark.parametrize("life", [1.0, 2.5])
def test_a_certificate_is_used_when_a_visit_comes_in_time(life: float, delay: float) -> None:
    """At a chance u per visit, of a Poisson rate l, a certificate of life L is used with chance 1 - exp(-l u L), whatever
    the delay: visits have no memory."""
    lives = given(certificates(life=life, delay=delay), at_visits(0.5), rate=1.2)
    early = lives.traits["born"] < 18 - life - delay
    assert (lives[M.CERTIFICATES][early][1:] == 1).all()
    check_mean(lives[M.CERTIFICATES_USED][early][1:], -math.expm1(-1.2 * 0.5 * life), precision=0.01)


def test_a_certificate_is_used_by_the_choice_to_redeem() -> None:
    """With the choice on, the chance at a visit is logistic((worth x value - bother)/noise), as for points."""
    chance = logistic((0.9 * 4 - 3) / 1.5)
    lives = given(certificates(life=2), CHOICE)
    check_mean(lives[M.CERTIFICATES_USED][1:], -math.expm1(-chance * 2), precision=0.01, wrong=(-math.expm1(-2.0),))


def test_who_never_redeems_uses_no_certificate() -> None:
    """All certificates of customers who never redeem die."""
    lives = given(certificates(life=2), merged(CHOICE, {"redemption": {"never": 1.0}}), customers=2_000)
    assert lives[M.CERTIFICATES_EXPIRED].sum() >= 2_000
    assert not lives[M.CERTIFICATES_USED].any()


def test_every_full_block_becomes_a_certificate_at_once() -> None:
    """Without delay, a member who earns a point a visit has had visits // N certificates; the remainder is kept; points
    that are converted are not redeemed."""
    lives = watch(plain(2_000, 36, rate=1.5, program=certificates(points=5), behaviour=at_visits(0.3)))
    assert (lives[M.CERTIFICATES] == lives[M.PURCHASES] // 5).all()
    assert (lives[M.CONVERTED] == 5 * lives[M.CERTIFICATES]).all()
    assert not lives[M.REDEEMED].any()
    assert not lives[M.EXPIRED].any()


@pytest.mark.parametrize(("held", "threshold", "taken"), [(7, 8, 0), (8, 8, 8), (11, 8, 8), (11, 4, 8), (13, 5, 12)])
def test_all_whole_blocks_turn_into_one_certificate(held: int, threshold: int, taken: int) -> None:
    """At the threshold all whole blocks of four leave the balance for one certificate, and the rest stays."""
    program = merged(gift(held), certificates(value=3.0, threshold_points=threshold))
    panel = simulate(starters(100, 1, rate=1e-9, program=program)).tally.panel.sum((0, 1, 2)) / 100
    assert panel[M.CONVERTED] == taken
    assert panel[M.CERTIFICATES] == (taken > 0)
    assert panel[M.CERTIFICATES_VALUE] == 300 * taken / 4


def test_points_may_die_before_they_become_a_certificate() -> None:
    """Points that live for one month are gone when the certificate would come after two."""
    program = merged(gift(4), merged(lot_life(1), certificates(delay=2)))
    panel = simulate(starters(100, 6, rate=1, program=program)).tally.panel.sum((0, 1, 2))
    assert panel[M.EXPIRED] == 400
    assert not panel[[M.CONVERTED, M.CERTIFICATES]].any()


@pytest.mark.parametrize(
    ("change", "used"),
    [({}, True), ({"minimum_basket": 100}, True), ({"minimum_basket": 100.01}, False), ({"block_value": 100.01}, False)],
)
def test_a_certificate_must_fit_the_order(change: dict[str, Any], used: bool) -> None:
    """Orders of 100 take certificates of up to 100 that ask for an order of up to 100, whole or not at all."""
    program = merged(gift(4), certificates(**change))
    panel = simulate(starters(100, 2, rate=3, program=program, behaviour=at_visits(1.0))).tally.panel.sum((0, 1, 2))
    assert bool(panel[M.CERTIFICATES_USED]) is used


def test_certificates_can_be_used_together_or_one_at_a_time() -> None:
    """Together, an order of 100 takes three certificates of 30; one at a time never more than one."""
    one, together = (
        watch(plain(300, 48, rate=2, program=certificates(2, 30, 12, per_purchase=how), behaviour=at_visits(0.1)), log=True)
        for how in ("one", "all that fit")
    )
    assert (one[M.CERTIFICATES_USED] <= one[M.PURCHASES]).all()
    assert together[M.CERTIFICATES_USED].sum() > 1.5 * one[M.CERTIFICATES_USED].sum()
    assert together[M.CERTIFICATES_EXPIRED].sum() < one[M.CERTIFICATES_EXPIRED].sum()


def test_what_a_certificate_pays_earns_nothing_where_points_are_earned_on_what_is_paid() -> None:
    """A point per unit of money paid: points issued are sales less the certificates used."""
    program = merged(certificates(500, 20.0), {"earn": {"points": 1, "per": "money", "on": "paid"}})
    lives = watch(plain(500, 24, rate=2, program=program, behaviour=at_visits(0.5)))
    assert lives[M.CERTIFICATES_USED].sum() > 500
    assert (lives[M.EARNED] == (lives[M.MEMBER_SALES] - lives[M.CERTIFICATES_USED_VALUE]) // 100).all()


def test_nothing_is_lost_but_by_expiry() -> None:
    """Issued = used + expired + still held, in number and value, also of members who lapse; the checks hold."""
    program = merged(certificates(3, 2.5, life=3, delay=0.3), lot_life(6))
    scenario = plain(2_000, 36, rate=0.8, lapse=0.05, program=program, behaviour=at_visits(0.4), warmup=6)
    result = simulate(scenario)
    stock = result.tally.panel.sum((0, 2)).cumsum(0)
    held = stock[:, M.CERTIFICATES] - stock[:, M.CERTIFICATES_USED] - stock[:, M.CERTIFICATES_EXPIRED]
    value = stock[:, M.CERTIFICATES_VALUE] - stock[:, M.CERTIFICATES_USED_VALUE]
    assert (held >= 0).all()
    assert held[-1] > 0
    assert (value - stock[:, M.CERTIFICATES_EXPIRED_VALUE] >= 250 * held).all()
    assert (3 * stock[:, M.CERTIFICATES_VALUE] == 250 * stock[:, M.CONVERTED]).all()
    issued = stock[:, M.CERTIFICATES]
    assert (np.diff(issued)[-12:] > 0).all()
    assert (held[4:] <= issued[4:] - issued[:-4]).all()
    assert [check.name for check in checks(result) if not check.ok and check.level == "error"] == []
