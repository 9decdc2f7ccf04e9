"""What differs between two scenarios."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty_sim.scenario import Scenario, Segment, Tier
from loyalty_sim.scenario.changes import lever_changes
from tests.report.conftest import variant

GOLD, PLATINUM = Tier(name="Gold", threshold=500), Tier(name="Platinum", threshold=1000)


def test_a_changed_lever_is_found_with_path_label_and_values() -> None:
    """One lever differs: one change, with its path as in a file and a label in words."""
    found = lever_changes(variant(Scenario(), program__expiry__months=18.0), Scenario())
    assert [tuple(change) for change in found] == [("program.expiry.months", "Expiry · months", 12.0, 18.0)]


def test_names_and_stories_are_no_change() -> None:
    """What only describes a scenario does not count."""
    assert lever_changes(variant(Scenario(), name="Other", story="Another one"), Scenario()) == []


def test_tiers_are_compared_one_by_one() -> None:
    """A threshold differs within its tier; a tier that only one scenario has is one change."""
    old = variant(Scenario(), program__tiers__levels=(GOLD,))
    new = variant(Scenario(), program__tiers__levels=(GOLD.model_copy(update={"threshold": 600.0}), PLATINUM))
    assert [(change.path, change.label, change.old, change.new) for change in lever_changes(new, old)] == [
        ("program.tiers.levels[0].threshold", "Tiers · Gold · threshold", 500.0, 600.0),
        ("program.tiers.levels[1]", "Tiers · Platinum", None, PLATINUM),
    ]
    assert [(change.old, change.new) for change in lever_changes(Scenario(), old)] == [(GOLD, None)]


def test_assumptions_and_run_settings_are_found_too() -> None:
    """Whatever can change a number is listed, in the order of the file."""
    new = variant(
        Scenario(), run__seed=7, economics__gross_margin=0.5, currency="EUR",
        market__segments=(Segment(basket=50.0),), behaviour__generosity__on=False,
    )  # fmt: skip
    assert [change.path for change in lever_changes(new, Scenario())] == [
        "currency", "market.segments[0].basket", "behaviour.generosity.on", "economics.gross_margin", "run.seed",
    ]  # fmt: skip


@settings(max_examples=30)
@given(st.floats(0, 10), st.floats(0, 10))
def test_swapping_the_scenarios_swaps_old_and_new(one: float, other: float) -> None:
    """A change seen from the other side has the same path and the values the other way round."""
    new, old = (variant(Scenario(), program__earn__points=value) for value in (one, other))
    there, back = lever_changes(new, old), lever_changes(old, new)
    assert [(c.path, c.old, c.new) for c in there] == [(c.path, c.new, c.old) for c in back]
    assert (there == []) == (one == other)
