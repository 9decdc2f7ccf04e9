"""The points ledger: it foots to the point, regroups to quarters and years, and says the same by segment and vintage."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from loyalty_sim.engine import ADDED, SETTLED, Result, Tally, simulate
from loyalty_sim.finance import monthly
from loyalty_sim.finance.ledger import (
    REVALUATION,
    PointsLedger,
    definition,
    in_face_value,
    in_real_points,
    label,
    points_ledger,
    segment_ledger,
    tier_ledger,
    vintage_ledger,
)
from loyalty_sim.finance.periods import Period, periods
from loyalty_sim.scenario import Program, Run, Scenario
from loyalty_sim.scenario.presets import preset
from tests.finance.vintages import EXAMPLE, with_vintages

MakeResult = Callable[..., Result]
PERIODS: tuple[Period, ...] = ("month", "quarter", "year")


@pytest.fixture(scope="module", params=["coffee-app", "apparel-certificates", "rich"])
def run(request: pytest.FixtureRequest, rich: Result) -> Result:
    """Runs with amendments and a partial first year, with certificates and returns, and with everything at once."""
    if request.param == "rich":
        return rich
    scenario = preset(request.param)
    return simulate(scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 1000})}))


def ledgers(result: Result) -> dict[str, PointsLedger]:
    """All ledgers of a result in points of the sample."""
    return {
        "points": points_ledger(result), "segments": segment_ledger(result), "months": vintage_ledger(result),
        "quarters": vintage_ledger(result, "quarter"), "years": vintage_ledger(result, "year"),
    }  # fmt: skip


@pytest.mark.parametrize("kind", PERIODS)
def test_every_ledger_foots_to_the_point(run: Result, kind: Period) -> None:
    """Opening + additions - deductions = closing in whole points, in every period, segment and vintage."""
    for name, ledger in ledgers(run).items():
        regrouped = ledger.by(kind)
        assert np.issubdtype(regrouped.closing.dtype, np.integer), name
        assert not regrouped.gap.any(), name
        assert regrouped.closing.sum() > 0, name


@pytest.mark.parametrize("kind", PERIODS)
def test_closing_is_the_next_opening(run: Result, kind: Period) -> None:
    """A period opens with what the one before closed with."""
    for ledger in ledgers(run).values():
        regrouped = ledger.by(kind)
        assert (regrouped.opening[..., 1:] == regrouped.closing[..., :-1]).all()


def test_segments_and_vintages_add_up_to_the_total(run: Result) -> None:
    """The sum of all segments, and of all vintages, is the ledger of all points, line by line."""
    whole = points_ledger(run)
    segments = segment_ledger(run).total
    for part in ("additions", "deductions"):
        for key, values in getattr(whole, part).items():
            assert (getattr(segments, part)[key] == values).all(), key
    for ledger in (segments, *(vintage_ledger(run, kind).total for kind in PERIODS)):
        assert (ledger.opening == whole.opening).all()
        assert (ledger.closing == whole.closing).all()
        assert (ledger.added - ledger.deducted == whole.added - whole.deducted).all()
    broken = whole.deductions["expired"] - whole.additions["reinstated"]
    assert (vintage_ledger(run).total.deductions["broken"] == broken).all()
    used = whole.deductions["redeemed"] + whole.deductions["converted"]
    assert (vintage_ledger(run).total.deductions["used"] == used).all()


def test_tiers_add_up_to_what_can_be_used(rich: Result) -> None:
    """Over all tiers moves cancel, and what members can use is what is outstanding less what is pending."""
    tiers, table = tier_ledger(rich), monthly(rich)
    assert tiers.names == ("Base", "Gold", "Top")
    assert not tiers.by("quarter").gap.any()
    assert (tiers.by("year").closing[:, -1] > 0).all()
    assert not tiers.total.additions["moved"].any()
    assert (tiers.additions["moved"][2].sum(), tiers.closing.min()) > (0, -1)
    usable = in_real_points(tiers, rich).total.closing
    assert np.allclose(usable, table["points_outstanding"] - table["points_pending"])
    flows = points_ledger(rich).deductions
    assert (tiers.total.deductions["used"] == flows["redeemed"] + flows["converted"]).all()
    assert (tiers.total.deductions["expired"] == flows["expired"]).all()
    with pytest.raises(ValueError, match="has tiers"):
        tier_ledger(Result(Scenario(run=Run(months=1)), Tally.empty(25, 1), 1.0, 0, 0, {}))


def test_the_real_base_is_that_of_the_monthly_table(run: Result) -> None:
    """Scaled, issued points and the closing balance are the lines of the monthly table."""
    ledger, table = in_real_points(points_ledger(run), run), monthly(run)
    assert np.allclose(ledger.added, table["points_issued"] + table["points_reinstated"])
    assert np.allclose(ledger.closing, table["points_outstanding"])
    assert np.allclose(ledger.gap, 0, atol=1e-9 * ledger.closing.max())


@pytest.mark.parametrize("kind", ["quarter", "year"])
def test_quarters_and_years_are_made_of_months(run: Result, kind: Period) -> None:
    """Flows of a quarter or year are the sum of its months; it opens with its first and closes with its last month."""
    months, regrouped = points_ledger(run).table(), points_ledger(run).by(kind).table()
    groups = months.groupby(np.repeat(np.arange(len(regrouped)), regrouped["months"]))
    for key in regrouped.columns.drop(["period", "months"]):
        expected = groups[key].first() if key == "opening" else groups[key].last() if key == "closing" else groups[key].sum()
        assert (regrouped[key] == expected).all(), key
    assert regrouped["months"].sum() == run.scenario.run.months


def test_every_source_and_end_is_a_line_with_words() -> None:
    """Each source of points and each way they go is one line, with a label and a definition of its own."""
    ledger = points_ledger(Result(Scenario(run=Run(months=1)), Tally.empty(25, 1), 1.0, 0, 0, {}))
    assert list(ledger.additions) == [measure.name.lower() for measure in ADDED]
    assert list(ledger.deductions) == [measure.name.lower() for measure in SETTLED]
    keys = [*ledger.additions, *ledger.deductions, REVALUATION, "issued", "received", "moved", "used", "broken"]
    assert len({label(key) for key in keys}) == len(keys)
    assert len({definition(key) for key in keys}) == len(keys)


def test_worked_example_in_points(make: MakeResult) -> None:
    """The two years of the worked example close with 735,000 and 1,041,000 points, 210,000 of them of the first year."""
    result = with_vintages(make, Scenario(run=Run(months=24, warmup_months=0)), **EXAMPLE)
    years = in_real_points(points_ledger(result), result).by("year")
    assert years.opening.tolist() == pytest.approx([0, 735_000])
    assert years.added.tolist() == pytest.approx([1_070_000, 1_200_000])
    assert years.deductions["redeemed"].tolist() == pytest.approx([315_000, 789_000])
    assert years.deductions["expired"].tolist() == pytest.approx([0, 105_000])
    assert years.deductions["clawed_back"].tolist() == pytest.approx([20_000, 0])
    assert years.closing.tolist() == pytest.approx([735_000, 1_041_000])
    vintages = in_real_points(vintage_ledger(result, "year"), result).by("year")
    assert vintages.names == ("2027", "2028")
    assert vintages.closing.tolist() == [pytest.approx([735_000, 210_000]), pytest.approx([0, 831_000])]


def test_face_value_foots_when_the_value_of_a_point_changes(make: MakeResult) -> None:
    """1,000 points at 5 cents become 60 at 6 cents: 10 of revaluation; then 500 are redeemed and 200 earned at 6 cents."""
    changes = [{"month": 2, "changes": {"point_value": 0.06}}]
    program = {"program": {"point_value": 0.05}, "amendments": changes, "run": {"months": 2, "warmup_months": 0}}
    result = make(Scenario.model_validate(program), EARNED=[1000, 200], REDEEMED=[0, 500])
    ledger = in_face_value(points_ledger(result), result)
    assert ledger.unit == "USD"
    assert ledger.opening.tolist() == pytest.approx([0, 50])
    assert ledger.additions[REVALUATION].tolist() == pytest.approx([0, 10])
    assert ledger.additions["earned"].tolist() == pytest.approx([50, 12])
    assert ledger.deductions["redeemed"].tolist() == pytest.approx([0, 30])
    assert ledger.closing.tolist() == pytest.approx([50, 42])
    assert ledger.gap.tolist() == pytest.approx([0, 0])


def test_a_new_program_revalues_what_the_warm_up_left(make: MakeResult) -> None:
    """The balance that month 1 begins with is worth what the current program made of it, and is revalued in month 1."""
    scenario = Scenario(
        program=Program(point_value=0.02), current_program=Program(point_value=0.05), run=Run(months=1, warmup_months=1)
    )
    ledger = in_face_value(points_ledger(result := make(scenario, EARNED=[100, 0])), result)
    assert (ledger.opening.tolist(), ledger.closing.tolist()) == ([pytest.approx(5)], [pytest.approx(2)])
    assert ledger.additions[REVALUATION].tolist() == pytest.approx([-3])


@pytest.mark.parametrize("kind", PERIODS)
def test_face_value_of_every_ledger_foots(run: Result, kind: Period) -> None:
    """In money, every ledger foots, its vintages add up, and it closes with points x value."""
    whole = in_face_value(points_ledger(run), run).by(kind)
    for name, ledger in ledgers(run).items():
        money = in_face_value(ledger, run).by(kind)
        assert np.allclose(money.gap, 0, atol=1e-9 * whole.closing.max()), name
        assert np.allclose(money.total.closing, whole.closing), name
        assert np.allclose(money.total.additions[REVALUATION], whole.additions[REVALUATION]), name


def test_calendar_periods_and_what_they_are_called() -> None:
    """Quarters and years are those of the calendar; the first and the last may be short."""
    start = np.datetime64("2026-11", "M")
    quarters, years = periods(start, 8, "quarter"), periods(start, 8, "year")
    assert quarters.labels == ("2026 Q4", "2027 Q1", "2027 Q2")
    assert quarters.months.tolist() == [2, 3, 3]
    assert (years.labels, years.months.tolist()) == (("2026", "2027"), [2, 6])
    assert periods(start, 2).labels == ("2026-11", "2026-12")
    assert periods(np.datetime64("1969-12", "M"), 4, "quarter").labels == ("1969 Q4", "1970 Q1")


def test_what_cannot_be_regrouped_is_refused(run: Result) -> None:
    """Years cannot be cut into quarters, and face value is of months and of points of the sample."""
    years = points_ledger(run).by("year")
    with pytest.raises(ValueError, match="by year cannot be regrouped"):
        years.by("quarter")
    with pytest.raises(ValueError, match="monthly ledger in points of the sample"):
        in_face_value(years, run)
    with pytest.raises(ValueError, match="monthly ledger in points of the sample"):
        in_face_value(in_real_points(points_ledger(run), run), run)
    with pytest.raises(ValueError, match="no period 'week'"):
        points_ledger(run).by("week")  # type: ignore[arg-type]
