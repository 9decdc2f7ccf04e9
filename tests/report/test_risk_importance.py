"""Importance of assumptions and its convergence as charts."""

from __future__ import annotations

import pytest

from loyalty_sim.report import risks
from loyalty_sim.report.risk import convergence, indices
from loyalty_sim.study.sensitivity import Importance, Index, Sensitivity, Stage
from tests.report.risk_by_hand import HOSTILE, NET, drawn, spec_of, subtitle, valid


def sobol(*totals: float, before: float = 0.0, labels: tuple[str, ...] = ()) -> Sensitivity:
    """Total indices, each with an interval of 0.1 and a first-order index of half; before, each was less by so much."""
    found = tuple(
        Importance(f"p{number}", labels[number] if labels else f"a{number}", Index(total, total - 0.1, total + 0.1, 0.01),
                   Index(total / 2, total / 2 - 0.1, total / 2 + 0.1, 0.01), None, None)
        for number, total in enumerate(totals)
    )  # fmt: skip
    now = {each.path: each.main.value for each in found}
    stages = (Stage(8, 32, {path: value - before for path, value in now.items()}), Stage(16, 64, now))
    return Sensitivity("sobol", "net_value", 0.0, 1.0, found, stages, 0)


def morris(*effects: float) -> Sensitivity:
    """Mean changes, each with an interval of a tenth to either side."""
    found = tuple(
        Importance(f"p{number}", f"a{number}", Index(effect, 0.9 * effect, 1.1 * effect, 1.0), None, -effect, 2.0)
        for number, effect in enumerate(effects)
    )
    stages = tuple(Stage(size, 4 * size, {each.path: each.main.value for each in found}) for size in (8, 16))
    return Sensitivity("morris", "net_value", 0.0, 1.0, found, stages, 0)


def test_sobol_shows_the_total_and_what_an_assumption_does_alone() -> None:
    """Two points an assumption with their intervals, apart in colour and fill; the title is the sentence."""
    found = sobol(0.7, 0.2, 0.0)
    picture = indices(found, NET, "USD")
    valid(picture)
    assert picture is not None
    assert picture.title == risks.driven_by(found, NET, "USD").removesuffix(".")
    rows = spec_of(picture)["data"]["values"]
    assert [(row["name"], row["kind"], row["value"]) for row in rows] == [
        ("a0", "total", 0.7), ("a0", "alone", 0.35), ("a1", "total", 0.2), ("a1", "alone", 0.1)
    ]  # fmt: skip
    assert [(row["low"], row["high"]) for row in rows][:2] == [pytest.approx((0.6, 0.8)), pytest.approx((0.25, 0.45))]
    assert len({row["colour"] for row in rows if row["main"]} | {row["colour"] for row in rows if not row["main"]}) == 2
    assert "1 more matters less or not at all" in subtitle(spec_of(picture))
    assert picture.table["total"].tolist() == [0.7, 0.2, 0.0]
    assert picture.table["first_order"].tolist() == [0.35, 0.1, 0.0]
    assert picture.domain[0] <= 0 < 0.8 < picture.domain[1]


def test_morris_shows_changes_in_the_unit_of_the_outcome() -> None:
    """One point an assumption, in money from zero."""
    picture = indices(morris(2e6, 1e6), NET, "EUR")
    valid(picture)
    assert picture is not None
    assert [row["value_text"] for row in spec_of(picture)["data"]["values"]] == ["€2.00M", "€1.00M"]
    assert ">€1M<" in drawn(picture)
    assert picture.domain[0] == 0
    assert picture.table["mu"].tolist() == [-2e6, -1e6]
    assert "first_order" not in picture.table


def test_where_nothing_matters_nothing_is_drawn() -> None:
    """No assumption, or none that changes the outcome."""
    assert indices(sobol(0.0, 0.0), NET, "USD") is None
    assert indices(sobol(), NET, "USD") is None
    assert convergence(sobol(), NET) is None
    assert convergence(morris(0.0), NET) is None


def test_at_most_twelve_are_drawn_and_the_rest_counted() -> None:
    """The table has all."""
    picture = indices(sobol(*[0.9 - 0.05 * number for number in range(15)]), NET, "USD")
    spec = spec_of(picture)
    assert len(spec["data"]["values"]) == 24
    assert "3 more matter less or not at all" in subtitle(spec)
    assert len(picture.table) == 15  # type: ignore[union-attr]


def test_convergence_draws_the_main_index_of_every_stage() -> None:
    """By samples; whether they are steady is in the title, with the one that moved most."""
    picture = convergence(sobol(0.7, 0.2, before=0.2), NET)
    valid(picture)
    assert picture is not None
    assert picture.title == 'The indices still move: that of "a0" by 20 % from 8 to 16 samples; take more'
    rows = spec_of(picture)["data"]["values"]
    assert [(row["name"], row["stage"], round(row["value"], 9)) for row in rows] == [
        ("a0", 0, 0.5), ("a0", 1, 0.7), ("a1", 0, 0.0), ("a1", 1, 0.2)
    ]  # fmt: skip
    assert picture.table["samples"].tolist() == [8, 16, 8, 16]
    assert picture.table["total"].tolist() == pytest.approx([0.5, 0.7, 0.0, 0.2])
    steady = convergence(sobol(0.7, 0.2, before=0.01), NET)
    assert steady.title == "The indices are steady: none moves by more than 5 % from 8 to 16 samples"  # type: ignore[union-attr]


def test_effects_of_morris_are_parts_of_the_largest() -> None:
    """In the chart; the table has them as they are."""
    picture = convergence(morris(2e6, 1e6), NET)
    assert [row["value"] for row in spec_of(picture)["data"]["values"]] == [1.0, 1.0, 0.5, 0.5]
    assert picture.table["mu_star"].tolist() == [2e6, 2e6, 1e6, 1e6]  # type: ignore[union-attr]


def test_one_stage_is_no_convergence() -> None:
    """Too few samples for two."""
    found = sobol(0.7)
    assert convergence(Sensitivity("sobol", "net_value", 0, 1, found.importances, found.stages[1:], 0), NET) is None


def test_names_are_text() -> None:
    """Assumptions are named after what users call tiers and segments: markup stays letters."""
    found = sobol(0.7, 0.2, labels=(HOSTILE, HOSTILE))
    for picture in (indices(found, NET, "USD"), convergence(found, NET)):
        text = drawn(picture)
        assert "<b>" not in text
        assert "&lt;b&gt;" in text
