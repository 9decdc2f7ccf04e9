"""The finding in one sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loyalty_sim.finance import Estimate, compare, kpis
from loyalty_sim.finance.estimate import around
from loyalty_sim.report import words
from tests.report.conftest import Run


def test_the_finding_tells_cost_net_breakage_and_retention(run: Run) -> None:
    """The sentence has the cost, its ratio, the net with its interval, breakage, and retention beside the other world."""
    result = run()
    text, figures = words.finding(result), kpis(result)
    for key, unit in (("cost", "money"), ("cost_ratio", "share"), ("breakage", "share"), ("retention", "share")):
        assert words.central(figures[key].program, unit) in text
    assert "over two years" in text
    assert "each year" in text
    assert text.startswith(result.scenario.name)
    assert text.count(".") - sum(text[i + 1 : i + 2].isdigit() for i, c in enumerate(text) if c == ".") == 1


@pytest.mark.parametrize(
    ("net", "phrase"),
    [
        (around(5e5, 1e5), "returns a net $500,000, most likely between $370,000 and $630,000"),
        (around(-5e5, 1e5), "loses a net $500,000, most likely between $370,000 and $630,000"),
        (around(5e4, 1e5), "cannot be told from zero (between −$80,000 and $180,000)"),
        (around(0.0, 0.0), "changes nothing else"),
    ],
)
def test_the_net_is_called_a_gain_only_beyond_noise(run: Run, net: Estimate, phrase: str) -> None:
    """Zero within the 80 % interval is said outright; losses are told as losses."""
    figures = kpis(run())
    figures["net_value"] = replace(figures["net_value"], program=net)
    assert phrase in words.finding(run(), kpis=figures)


def test_a_program_without_points_says_nothing_of_breakage(run: Run) -> None:
    """Where no points are issued there is no breakage to tell."""
    text = words.finding(run("paid-membership"))
    assert "points break" not in text
    assert "n/a" not in text


def test_a_short_run_does_not_speak_of_years(run: Run) -> None:
    """Retention over one month is not called yearly."""
    assert "over one month" in words.finding(run("coffee-stars", run__months=1))


def test_against_itself_nothing_has_changed(run: Run) -> None:
    """A baseline that is the same design differs in nothing."""
    text = words.finding(run(), run())
    assert "as much as the baseline" in text
    assert "net value is the same" in text
    assert "breakage is unchanged and retention is unchanged" in text


def test_against_a_baseline_the_change_is_told(run: Run) -> None:
    """A dearer point costs more than the baseline by the paired difference."""
    dear = run(economics__cost_per_point=0.05)
    changes = compare(dear, run())
    text = words.finding(dear, run(), differences=changes)
    assert f"{words.money(changes['cost'].value)} more than the baseline" in text
    assert "lower, most likely between" in text


def test_a_change_within_noise_is_not_told_as_a_change(run: Run) -> None:
    """Differences whose interval spans zero are said to be unknown."""
    noise = {key: around(1.0, 100.0) for key in ("cost", "net_value", "breakage", "retention")}
    text = words.finding(run(), run(), differences=noise)
    assert "which cannot be told from the baseline" in text
    assert "the change of its net value cannot be told from zero" in text
    assert "no change of breakage can be told and no change of retention can be told" in text


def test_a_wider_interval_claims_less(run: Run) -> None:
    """A difference outside the 80 % interval and inside the 95 % one is told at the first and left open at the second."""
    likely = {key: around(1.7, 1.0) for key in ("cost", "net_value", "breakage", "retention")}
    assert "cannot be told" not in words.finding(run(), run(), differences=likely)
    doubtful = words.finding(run(), run(), differences=likely, coverage=95)
    assert "which cannot be told from the baseline" in doubtful
    assert "no change of breakage can be told and no change of retention can be told" in doubtful


def test_figures_that_cannot_be_compared_are_left_out(run: Run) -> None:
    """Two runs without a common figure still give a sentence."""
    assert "cannot be compared" in words.finding(run(), run(), differences={})
