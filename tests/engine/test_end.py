"""What is counted of single members when the run is over: their own breakage, and how they stand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import BINS, SHARE_UNIT, AtEnd, Measure, Spread, simulate
from loyalty_sim.engine.terms import widths
from loyalty_sim.scenario import Program, Scenario
from tests.engine.by_hand import lived
from tests.engine.plain import at_hazard, at_visits, lot_life, merged, plain
from tests.engine.watch import watch

VISITS: dict[str, Any] = {
    "tiers": {"metric": "visits", "levels": [{"name": "Silver", "threshold": 2}, {"name": "Gold", "threshold": 4}]}
}


def spread_of(scenario: Scenario, purchases: list[float], by: Spread) -> list[int]:
    """The bin of the one member who buys at these times; nothing when not counted."""
    return np.flatnonzero(lived(scenario, purchases).tally.spread[0, by]).tolist()


def test_the_share_lost_is_each_members_own() -> None:
    """Member by member, what was lost of what was used or lost in the months reported, as watched life by life; the warm-up
    does not count."""
    scenario = plain(3_000, 18, rate=0.7, program=lot_life(6), behaviour=at_hazard(0.1), warmup=9)
    counts = watch(scenario, (9, 27)).counts[:, 0]
    lost, used = counts[:, Measure.EXPIRED], counts[:, Measure.REDEEMED]
    settled = lost + used > 0
    ended = simulate(scenario).tally.ended.sum(axis=(0, 1))
    assert ended[AtEnd.SETTLED] == settled.sum() > 2_000
    assert ended[AtEnd.LOSERS] == (lost > 0).sum() > 1_000
    shares = (lost[settled] / (lost + used)[settled]).sum()
    assert ended[AtEnd.LOST] / SHARE_UNIT == pytest.approx(shares, abs=1e-5)


def test_points_that_come_back_are_not_lost() -> None:
    """A member who gets all expired points back has lost nothing."""
    expiry = {"expiry": {"rule": "after earning", "months": 3, "rounding": "exact", "reinstate_days": 90}}
    refuses, accepts = (
        lived(
            plain(100, 24, program=expiry, behaviour={"redemption": {"constant_chance": chance, "at_visits": False}}),
            [19.0, 22.5],
        )
        for chance in (0.0, 1.0)
    )
    assert refuses.tally.ended[0, 0].tolist() == [1, 1, SHARE_UNIT]
    assert accepts.tally.panel[..., Measure.REINSTATED].sum() == 1
    assert accepts.tally.ended.sum() == 0


def test_a_member_counts_by_what_counted_in_the_last_year() -> None:
    """Three visits of the last twelve months are bin 3, whatever was before; so they are without the program."""
    rules = plain(100, 36, program=VISITS, behaviour=at_visits(0.0))
    assert widths([rules.program]) == (1, 1)
    for by in (Spread.STATUS, Spread.STATUS_0):
        assert spread_of(rules, [1.0, 2.0, 23.9, 24.0, 30.0, 35.9], by) == [3]
        assert spread_of(rules, [1.0, 2.0], by) == [0]


def test_who_has_been_a_member_for_less_than_a_year_is_left_out() -> None:
    """A member who joined within the last twelve months is not compared with a year without the program."""
    rules = plain(100, 36, program=VISITS, behaviour=at_visits(0.0))
    assert spread_of(rules, [24.0, 25.0], Spread.STATUS) == [2]
    assert spread_of(rules, [24.1, 25.0], Spread.STATUS) == []
    assert spread_of(rules, [24.1, 25.0], Spread.BALANCE) == [2]


def test_who_has_left_stands_nowhere() -> None:
    """A member who has lapsed is in no bin, but the points lost count."""
    rules = plain(100, 36, program=merged(VISITS, lot_life(6)), behaviour=at_visits(0.0))
    tally = lived(rules, [1.0, 2.0], lapse=5.0).tally
    assert tally.spread.sum() == 0
    assert tally.ended[0, 0].tolist() == [1, 1, SHARE_UNIT]


def test_all_members_present_stand_somewhere() -> None:
    """Everybody who is a member at the end is in one bin by points held, and the bins hold the points outstanding."""
    scenario = plain(2_000, 30, rate=0.5, lapse=0.02, program=VISITS, behaviour=at_visits(0.05))
    tally = simulate(scenario).tally
    panel = tally.panel.sum(axis=(0, 1, 2))
    held = tally.spread[:, Spread.BALANCE].sum(axis=0)
    assert held.sum() == panel[Measure.ENROLLED] - panel[Measure.MEMBERS_LAPSED] > 500
    assert (held * np.arange(BINS)).sum() <= tally.panel[..., Measure.EARNED].sum() - panel[Measure.REDEEMED]


def test_a_program_without_effects_moves_nobody() -> None:
    """With all effects off, spend in both worlds is the same, member by member."""
    spend = {
        "tiers": {"metric": "spend", "levels": [{"name": "Silver", "threshold": 300}, {"name": "Gold", "threshold": 800}]}
    }
    scenario = plain(
        5_000, 24, program=spend, behaviour=at_visits(0.1), segment={"basket_shape": 2.0}, market={"return_share": 0.1}
    )
    tally = simulate(scenario).tally
    assert (tally.spread[:, Spread.STATUS] == tally.spread[:, Spread.STATUS_0]).all()
    assert (tally.spread[:, Spread.STATUS].sum(axis=0) > 0).sum() > 10


@pytest.mark.parametrize("thresholds", [(350, 1200), (500,), (137, 1001), (25_000, 50_000, 75_000, 100_000), (1, 2, 3)])
def test_bins_reach_beyond_the_highest_threshold(thresholds: tuple[int, ...]) -> None:
    """All thresholds are in sight with room above, and where a common divisor is wide enough bins end at them."""
    levels = [{"name": f"T{index}", "threshold": each} for index, each in enumerate(thresholds)]
    width, _ = widths([Program.model_validate({"tiers": {"metric": "points", "levels": levels}})])
    assert thresholds[-1] * 1.5 <= width * (BINS - 1)
    if thresholds != (137, 1001):
        assert all(each % width == 0 for each in thresholds)


def test_nothing_is_counted_where_no_single_thing_counts() -> None:
    """Without tiers, with status by balance, or when a change counts something else, there is no width."""
    points, visits, balance = (
        Program.model_validate({"tiers": {"metric": metric, "levels": [{"name": "A", "threshold": 10}]}})
        for metric in ("points", "visits", "balance")
    )
    assert (
        widths([points, visits])[0]
        == widths([balance])[0]
        == widths([Program.model_validate({"tiers": {"levels": []}})])[0]
        == 0
    )
    assert widths([points, points])[0] > 0
