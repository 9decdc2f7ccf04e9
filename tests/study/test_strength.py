"""Weak and strong responses."""

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.scenario import Program, Run, Scenario, Tier, Tiers
from loyalty_sim.study import RESPONSES, at_strength

BASE = Scenario(
    program=Program(point_value=0.05, tiers=Tiers(levels=(Tier(threshold=150),))),
    run=Run(customers=3000, months=24, warmup_months=12),
)


def caused(scenario: Scenario) -> int:
    """Sales that the program caused, in cents."""
    total = simulate(scenario).tally.panel.sum(axis=(0, 1, 2))
    return int(total[Measure.SALES] - total[Measure.SALES_0])


def test_stronger_responses_cause_more_sales() -> None:
    """Sales caused by the program rise from the weak over the assumed to the strong responses."""
    weak, assumed, strong = caused(at_strength(BASE, "low")), caused(BASE), caused(at_strength(BASE, "high"))
    assert weak < assumed < strong


def test_only_responses_that_are_on_move() -> None:
    """An effect that is off stays off, and everything that is not a response stays as it is."""
    strong = at_strength(BASE, "high")
    for name, effect in BASE.behaviour.effects().items():
        moved = strong.behaviour.effects()[name]
        if name in RESPONSES and effect.on:
            assert moved.level() == "high"
        else:
            assert moved == effect
    assert strong.model_copy(update={"behaviour": BASE.behaviour}) == BASE


def test_every_response_is_an_effect() -> None:
    """The list of responses names effects that exist."""
    assert set(RESPONSES) <= set(BASE.behaviour.effects())
