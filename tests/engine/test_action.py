"""Acts other than purchases: how many there are, what they earn, and that they keep points alive."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.engine.terms import pack
from tests.engine.plain import merged, plain, starters
from tests.engine.watch import check_mean, check_variance, watch

M = Measure
ONCE = 1e-8
"""A purchase rate at which the purchase at the start is the only one."""


def acts(per_year: float, **levers: Any) -> dict[str, Any]:
    """Parts of a scenario whose members act so many times a year."""
    program = {"actions": {"offered": True, "points": 10, "yearly_cap": 0, **levers}}
    return {"program": program, "behaviour": {"acting": {"on": True, "per_year": per_year}}}


def test_acts_are_poisson() -> None:
    """Six acts a year: mean and variance of the acts of two years are 12; each earns ten points."""
    lives = watch(starters(40_000, 24, rate=ONCE, **acts(6)))
    check_mean(lives[M.ACTIONS], 12.0)
    check_variance(lives[M.ACTIONS], 12.0)
    assert (lives[M.ACTION_POINTS] == 10 * lives[M.ACTIONS]).all()


def test_the_cap_holds_in_every_calendar_year() -> None:
    """Ten points an act and at most 25 a year: min(25, 10 x acts of the year), whatever the acts; a new year starts anew."""
    scenario = starters(2_000, 24, rate=ONCE, **acts(3, yearly_cap=25))
    lives = watch(scenario, (0, 12), (12, 24))
    done, points = lives.counts[..., M.ACTIONS], lives.counts[..., M.ACTION_POINTS]
    assert (points == np.minimum(25, 10 * done)).all()
    assert done.max() > 5


def test_only_members_act_and_only_until_they_lapse() -> None:
    """Customers who never join do nothing; members act for as long as they stay: acts = rate x months as a member."""
    nobody = simulate(starters(300, 12, **merged(acts(6), {"program": {"enrolment": {"share": 0}}})))
    assert not nobody.tally.panel[..., M.ACTIONS].any()
    lives = watch(starters(40_000, 24, rate=ONCE, lapse=0.1, **acts(6)))
    stayed = np.minimum(lives.traits["lapse"], 24.0)
    check_mean(lives[M.ACTIONS] - 0.5 * stayed + 5.0, 5.0)


def test_an_act_is_activity() -> None:
    """A balance that dies after 3 months without activity dies 3 months after the last act or purchase, all at once."""
    parts = merged(acts(4), {"program": {"expiry": {"rule": "inactivity", "months": 3, "rounding": "exact"}}})
    log = watch(starters(300, 24, rate=ONCE, **parts), log=True).log
    for life in range(300):
        own = log[log["life"] == life]
        died = own["expired"] > 0
        acted = np.append(0.0, own["time"][~died & (np.diff(own["balance"], prepend=1) > 0)])
        for time in own["time"][died]:
            assert time == pytest.approx(acted[acted < time].max() + 3)


def test_generosity_sees_what_acts_give() -> None:
    """Six acts of ten points under a cap of 40 at one cent add 0.40 to a yearly spend of 1,200."""
    parts = merged(acts(6, yearly_cap=40), {"program": {"point_value": 0.01}})
    assert pack(plain(100, 12, rate=1, **parts))["other_rate"][0, 0] == pytest.approx(0.4 / 1200)
