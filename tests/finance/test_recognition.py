"""The contract liability of points: three lines of revenue, catch-up, run-off, both methods."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from loyalty_sim.finance.allocation import sale_with_points
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.footing import RollForward
from loyalty_sim.finance.recognition import (
    BREAKAGE,
    CHANGE,
    DEFERRED,
    REDEMPTIONS,
    RETURNED,
    current,
    liability,
    proportional,
    remote,
    revenue,
    sensitivity,
    share_recognised,
)
from loyalty_sim.finance.vintages import (
    Vintages,
    correction,
    expected_remaining,
    perfect_foresight,
    realised_rate,
    urr_in_force,
    within,
)
from tests.finance.ledgers import (
    FACE_VALUE,
    SALES,
    URR,
    URR_AT_ISSUE,
    WORKED,
    allocations,
    paths,
    run_off,
)

ALLOCATED = sale_with_points(SALES, WORKED.issued, FACE_VALUE, URR_AT_ISSUE).deferred


def one(
    issued: float, redeemed: list[float], expired: list[float] | None = None, taken: list[float] | None = None
) -> Vintages:
    """One vintage and what leaves it period by period."""
    nothing = [0.0] * len(redeemed)
    left = (np.array([part], dtype=float) for part in (redeemed, expired or nothing, taken or nothing))
    return Vintages(np.array([issued]), *left)


def owned(points: Vintages, money: Array) -> Array:
    """Money allocated to vintages that have points."""
    return np.where(points.issued > 0, money, 0.0)


def test_example_of_the_standard() -> None:
    """IFRS 15 Example 52: 4,110 in year 1, 3,493 in year 2 after the estimate rises to 9,700, and 1,073 still deferred."""
    points = one(10_000, [4_500, 4_000])
    roll = proportional(points, np.array([100_000 * 9_500 / 109_500]), np.array([[0.95, 0.97]]))
    assert revenue(roll)[0].round(2).tolist() == [4_109.59, 3_492.92]
    assert [round(float(x)) for x in revenue(roll)[0]] == [4_110, 3_493]
    assert roll.closing[0].round(2).tolist() == [4_566.21, 1_073.29]
    assert [round(float(x)) for x in roll.closing[0]] == [4_566, 1_073]


def test_worked_example_to_the_cent() -> None:
    """The roll-forward of the worked example: opening, deferred, redemptions, breakage, change in estimate, closing."""
    cents = proportional(WORKED, ALLOCATED, URR).over_vintages().cents()
    assert {name: (line / 100).tolist() for name, line in cents.items()} == {
        "opening": [0, 25_191.94],
        DEFERRED: [40_307.10, 47_262.25],
        REDEMPTIONS: [-12_092.13, -30_655.98],
        BREAKAGE: [-3_023.03, -6_729.36],
        RETURNED: [0, 0],
        CHANGE: [0, 368.66],
        "closing": [25_191.94, 35_437.51],
    }


def test_worked_example_by_vintage() -> None:
    """At the end of year 2 the liability of each vintage is A x (1 - redeemed / expected)."""
    closing = proportional(WORKED, ALLOCATED, URR).closing[:, 1]
    assert closing.round(2).tolist() == [5_898.60, 29_538.90]  # 29,538.91 if computed from A rounded to the cent
    assert closing.tolist() == pytest.approx([ALLOCATED[0] * (1 - 735 / 861), ALLOCATED[1] * (1 - 369 / 984)], rel=1e-14)


def test_current_and_non_current() -> None:
    """The current part follows from the redemptions expected within a year, and both parts add up to the closing."""
    remaining = expected_remaining(WORKED, URR)
    next_year = np.array([[420_000.0, 126_000.0], [0.0, 492_000.0]])
    closing = proportional(WORKED, ALLOCATED, URR).closing
    near = current(closing, next_year, remaining)
    assert remaining.tolist() == pytest.approx(np.array([[525_000, 126_000], [0, 615_000]]))
    assert near.sum(axis=0).round(2).tolist() == [20_153.55, 29_529.72]
    assert (closing - near).sum(axis=0).round(2).tolist() == [5_038.39, 5_907.78]
    nothing_expected = current(np.array([7.0]), np.array([0.0]), np.array([0.0]))
    assert nothing_expected.tolist() == [7]


def test_trap_of_outstanding_points() -> None:
    """Of 100 points issued and 60 redeemed, a URR of 80 % leaves 20 to come, not 80 % of the 40 outstanding."""
    points = one(100, [60])
    assert expected_remaining(points, np.array([[0.8]])).tolist() == [[20]]
    assert points.outstanding.tolist() == [[40]]


def test_expiry_moves_no_money() -> None:
    """Under the proportional method a period in which points only expire has no revenue, if the estimate was right."""
    points = one(100, [40, 40, 0], expired=[0, 0, 20])
    assert revenue(proportional(points, np.array([10.0]), 0.8)).tolist() == pytest.approx(np.array([[5, 5, 0]]))
    assert revenue(remote(points, np.array([10.0]))).tolist() == pytest.approx(np.array([[4, 4, 2]]))


def test_redemptions_beyond_the_estimate_raise_it() -> None:
    """The URR in force is never below what has been redeemed, and by how much it was raised is reported."""
    points = one(100, [30, 30, 20])
    assert urr_in_force(points, 0.5).tolist() == [[0.5, 0.6, 0.8]]
    assert correction(points, 0.5)[0].tolist() == pytest.approx([0, 0.1, 0.3])
    roll = proportional(points, np.array([10.0]), 0.5)
    assert revenue(roll)[0].tolist() == pytest.approx([6, 4, 0])
    assert roll.gap < 1e-12


def test_expired_points_lower_an_impossible_estimate() -> None:
    """The URR in force is never above what redeemed and outstanding points allow, and by how much is reported."""
    points = one(100, [50, 0, 10], expired=[0, 30, 10])
    assert urr_in_force(points, 0.9).tolist() == [[0.9, 0.7, 0.6]]
    assert correction(points, 0.9)[0].tolist() == pytest.approx([0, -0.2, -0.3])


def test_vintage_that_ends_without_redemption() -> None:
    """All of A is released as breakage when the last point dies, and not before."""
    roll = proportional(one(100, [0, 0, 0], expired=[0, 60, 40]), np.array([10.0]), 0.8)
    assert roll.lines[BREAKAGE].tolist() == [[0, 0, -10]]
    assert roll.closing.tolist() == [[10, 10, 0]]
    assert roll.gap == 0


def test_returns_reduce_the_allocation_pro_rata() -> None:
    """Points clawed back take their part of A with them, and what is recognised for the others stays as it is."""
    points = one(100, [20, 20], taken=[0, 10])
    roll = proportional(points, np.array([10.0]), 0.8)
    assert roll.lines[RETURNED].tolist() == [[0, -1]]
    assert revenue(roll)[0].tolist() == pytest.approx([2.5, 2.5])
    assert roll.closing[0].tolist() == pytest.approx([7.5, 9 * (1 - 40 / 72)])


@given(points=run_off(), money=allocations(), estimate=paths())
def test_run_off(points: Vintages, money: Array, estimate: Array) -> None:
    """After the last point the liability is 0 and cumulative revenue is A less returns, on any path of estimates."""
    money = owned(points, money)
    for roll in (proportional(points, money, estimate), remote(points, money)):
        assert not roll.closing[:, -1].any()
        kept = money + roll.lines[RETURNED].sum(axis=-1)
        np.testing.assert_allclose(revenue(roll).sum(axis=-1), kept, rtol=1e-9, atol=1e-6)
        assert roll.gap < 1e-6


@given(points=run_off(), money=allocations(), estimate=paths())
def test_liability_stays_within_what_was_deferred(points: Vintages, money: Array, estimate: Array) -> None:
    """The liability of a vintage is neither negative nor more than A, and nothing is there before the issue."""
    money = owned(points, money)
    for roll in (proportional(points, money, estimate), remote(points, money)):
        assert (roll.closing >= 0).all()
        assert (roll.closing <= money[:, None] * (1 + 1e-12)).all()
        assert not np.tril(roll.closing, -1).any()


@given(points=run_off(), money=allocations())
def test_true_and_constant_estimate_needs_no_change(points: Vintages, money: Array) -> None:
    """With the true URR from the start there is never a change in estimate, not even of rounding."""
    roll = proportional(points, owned(points, money), perfect_foresight(points))
    assert not roll.lines[CHANGE].any()
    assert not correction(points, perfect_foresight(points)).any()


@given(points=run_off(), money=allocations(), estimate=paths())
def test_sum_of_vintages_is_the_total(points: Vintages, money: Array, estimate: Array) -> None:
    """The roll-forward over all vintages closes, is the sum of its vintages, and foots in whole cents."""
    by_vintage = proportional(points, owned(points, money), estimate)
    total = by_vintage.over_vintages()
    assert total.gap < 1e-5
    np.testing.assert_allclose(total.closing, by_vintage.closing.sum(axis=0), rtol=1e-12)
    cents = total.cents()
    lines = sum(line for name, line in cents.items() if name not in ("opening", "closing"))
    assert (cents["opening"] + lines == cents["closing"]).all()
    assert (cents["opening"][1:] == cents["closing"][:-1]).all()


def test_methods_differ_in_time_only() -> None:
    """Proportional and remote recognise the same in total, the latter later."""
    points = one(100, [30, 30, 0], expired=[0, 0, 40])
    early, late = (
        revenue(roll)[0] for roll in (proportional(points, np.array([10.0]), 0.6), remote(points, np.array([10.0])))
    )
    assert early.tolist() == pytest.approx([5, 5, 0])
    assert late.tolist() == pytest.approx([3, 3, 4])


def test_replicates_are_computed_alike() -> None:
    """Leading axes are carried along: each replicate gives what it gives alone."""
    scale = np.array([1.0, 0.5, 20 / 19])
    many = Vintages(*(np.stack([part * by for by in scale]) for part in vars_of(WORKED)))
    roll = proportional(many, ALLOCATED * scale[:, None], URR)
    alone = proportional(WORKED, ALLOCATED, URR)
    for index, by in enumerate(scale):
        np.testing.assert_allclose(roll.closing[index], alone.closing * by, rtol=1e-12)
        np.testing.assert_allclose(roll.lines[CHANGE][index], alone.lines[CHANGE] * by, rtol=1e-9)


def vars_of(points: Vintages) -> tuple[Array, Array, Array, Array]:
    """The four arrays of a ledger."""
    return points.issued, points.redeemed, points.expired, points.clawed_back


def test_a_weighted_vintage_settles_too() -> None:
    """Counts weighted with a fraction, as those of replicates, still end at no point held and no liability."""
    by = 20 / 19
    points = one(700 * by, [100 * by, 300 * by, 0], expired=[0, 0, 300 * by])
    assert points.settled.tolist() == [[False, False, True]]
    assert proportional(points, np.array([10.0]), 0.9).closing[0, -1] == 0


def test_before_the_issue_nothing_is_settled() -> None:
    """A vintage counts as settled from its issue on at the earliest."""
    assert WORKED.settled.tolist() == [[False, False], [False, False]]
    nobody = Vintages(np.zeros(2), np.zeros((2, 2)), np.zeros((2, 2)), np.zeros((2, 2)))
    assert nobody.settled.tolist() == [[True, True], [False, True]]
    assert not realised_rate(nobody).any()


def test_redeemed_within() -> None:
    """Redemptions of the periods after each close, as far as they are known."""
    assert within(np.array([[1.0, 2.0, 3.0, 4.0]]), 2).tolist() == [[5, 7, 4, 0]]


def test_sensitivity_to_the_urr() -> None:
    """A point of URR more raises the liability as the formula with that URR does; settled vintages do not move."""
    moved = sensitivity(WORKED, ALLOCATED, URR)
    assert moved[0, 1] == pytest.approx(ALLOCATED[0] * (735 / 861 - 735 / (1050 * 0.83)))
    assert moved[1, 1] == pytest.approx(ALLOCATED[1] * (369 / 984 - 369 / (1200 * 0.83)))
    done = one(100, [80], expired=[20])
    assert sensitivity(done, np.array([10.0]), np.array([[0.8]])).tolist() == [[0]]


def test_share_recognised_needs_a_redemption() -> None:
    """Nothing is recognised of a vintage of which nothing is redeemed and nothing expected, while points are held."""
    points = one(100, [0, 0], expired=[0, 50])
    assert share_recognised(points, urr_in_force(points, 0.0)).tolist() == [[0, 0]]
    assert liability(points, np.array([10.0]), np.zeros((1, 2))).tolist() == [[10, 10]]


def test_arrays_must_fit() -> None:
    """Flows of different shapes, and fewer periods than vintages, are refused."""
    flow = np.zeros((2, 3))
    with pytest.raises(ValueError, match="must all be"):
        Vintages(np.zeros(2), flow, np.zeros((2, 2)), flow)
    with pytest.raises(ValueError, match="2 vintages need as many periods; there are 1"):
        Vintages(np.zeros(2), flow[:, :1], flow[:, :1], flow[:, :1])


def test_published_roll_forwards_close() -> None:
    """Deferred revenue that Ulta Beauty published (thousand dollars) closes in three years; of the opening liability 72,
    75 and 70 % were recognised within the year."""
    lines = {
        "brought forward": np.array([345_206.0, 0, 0, 0]),
        "additions": np.array([0, 292_254.0, 332_369, 362_563]),
        "recognised": -np.array([0, 248_877.0, 292_164, 298_444]),
    }
    roll = RollForward(lines, np.array([345_206.0, 388_583, 428_788, 492_907]))
    assert roll.gap == 0
    assert (-lines["recognised"] / np.maximum(roll.opening, 1))[1:].round(2).tolist() == [0.72, 0.75, 0.70]


def test_published_liability_implies_additions() -> None:
    """Marriott's loyalty liability of 5,461 and 5,624 and 1,737 recognised (million dollars) imply additions of 1,900."""
    lines = {"brought forward": np.array([5_461.0, 0]), "recognised": -np.array([0, 1_737.0])}
    assert RollForward(lines, np.array([5_461.0, 5_624.0])).gap == 1_900
