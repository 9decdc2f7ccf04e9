"""Hypothesis strategies: small valid scenarios that mix all levers and effects, for tests of any floor."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from loyalty_sim.scenario import (
    Behaviour,
    Economics,
    Effect,
    Market,
    Run,
    Scenario,
    Segment,
    Shock,
)
from loyalty_sim.scenario.amendment import Amendment
from tests.programs import expiries, number, programs, tiers

SHAPES = (0.2, 0.55, 1.0, 2.0, 3.7, 20.0, 50.0)
"""Shapes of distributions; few, since on a fresh machine each takes a table that is slow to compute."""


def shapes(low: float, high: float) -> st.SearchStrategy[float | None]:
    """Shapes of a distribution over customers, none included."""
    return st.none() | st.sampled_from([shape for shape in SHAPES if low <= shape <= high])


def shocks() -> st.SearchStrategy[tuple[Shock, ...]]:
    """Up to three shocks that may overlap, none half of the time."""
    factor = number(0.05, 3, 1.0, 0.8)
    shock = st.builds(
        Shock,
        month=st.integers(1, 20),
        months=st.integers(1, 12),
        rate_factor=factor,
        basket_factor=factor,
        lapse_factor=number(0, 3, 0.0, 1.0),
        acquisition_factor=number(0, 3, 0.0, 1.0),
    )
    return st.just(()) | st.lists(shock, max_size=3).map(tuple)


@st.composite
def markets(draw: st.DrawFn) -> Market:
    """Markets of up to three segments."""
    segments = [
        Segment(
            name=name,
            share=draw(number(0.05, 1, 1.0)),
            purchases_per_year=draw(number(0.1, 40, 3.0, 12.0)),
            purchase_shape=draw(shapes(0.2, 20)),
            first_year_lapse=draw(number(0, 0.95, 0.0, 0.3)),
            lapse_shape=draw(shapes(0.2, 20)),
            basket=draw(number(0.5, 300, 5.0, 40.0)),
            basket_shape=draw(shapes(0.5, 50)),
            basket_spread=draw(shapes(1.5, 50)),
        )
        for name in ("Light", "Middle", "Heavy")[: draw(st.integers(1, 3))]
    ]
    season = draw(st.just((1.0,) * 12) | st.tuples(*[number(0.2, 5)] * 12))
    return Market(
        customers=draw(st.sampled_from((100, 5_000)) | st.integers(1, 1_000_000)),
        history_months=draw(number(1, 90, 0.0, 12.0, 60.0)),
        acquired_per_year=draw(number(0, 1_000_000, 0.0, 1_000.0)),
        acquisition_growth=draw(number(-0.5, 1, 0.0)),
        seasonality=season,
        bad_experiences=draw(st.sampled_from((0.0, 0.0, 0.1)) | number(0, 1)),
        leave_after_bad=draw(number(0, 1, 0.1)),
        return_share=draw(st.sampled_from((0.0, 0.0, 0.1, 0.5))),
        return_after_days=draw(number(1, 100, 14.0)),
        shocks=draw(shocks()),
        segments=tuple(segments),
    )


STRENGTHS: dict[str, st.SearchStrategy[float]] = {
    "per_year": number(0, 20, 2.0),
    "lapse_multiplier": number(0.05, 1.5, 0.9, 1.0),
    "decay_weeks": number(1, 200, 32.0),
    "share": number(0.05, 1, 0.4),
    "response": number(0, 1),
    "never": number(0, 1, 0.0, 0.2),
    "constant_chance": number(0, 1, 1.0),
    "noise": number(0.01, 5, 1.5),
    "hassle": number(0, 10, 0.0, 3.0),
    "between_visits_per_year": number(0, 50, 0.0, 12.0),
    "renewal": number(0, 1, 1.0, 0.75),
    "per_point": number(0, 0.3, 0.03),
    "returns": number(0, 1, 0.0, 0.05, 1.0),
    "weeks": number(0.1, 30, 4.0),
    "conversion": number(0, 1, 1.0, 0.73),
    "cancel": number(0, 1, 0.1, 1.0),
    "attention": number(0, 1, 0.1),
    "slope": number(-1, 2, 0.5),
    "horizon_months": number(0.5, 12),
    "urgency_days": number(1, 90),
    "window_days": number(1, 90),
    "lapse_weeks": number(1, 60),
    "lapse_months": number(1, 12),
    "lifetime_months": number(6, 120),
    "reference_rate": number(0.01, 0.2, 0.05),
    "reward_worth": number(0.3, 2, 0.9),
    "light": number(0, 3),
    "middle": number(0, 3),
    "heavy": number(0, 3),
    "curvature": number(0.2, 3, 1.0),
    "discount_per_week": number(0.6, 0.99),
    "reference_share": number(0.01, 0.5),
    "urgency": number(0, 3, 0.0, 1.0),
    "chance": number(0, 0.02, 0.0, 0.01),
    "weeks_to_first_purchase": number(0, 20, 0.0, 2.0),
    "come_anyway": number(0, 1, 0.0, 0.3),
    "friends_join": number(0, 1, 0.0, 1.0),
}
"""Ranges of fields that are no lift; all other numbers are drawn between 0 and 0.5."""


@st.composite
def behaviours(draw: st.DrawFn) -> Behaviour:
    """Every effect on or off, at its default or at any strength."""
    effects: dict[str, Any] = {}
    for name, effect in Behaviour().effects().items():
        if draw(st.booleans()):
            effects[name] = draw(_changed(effect))
    largest, smallest = draw(number(1, 4, 1.0, 2.0)), draw(number(0, 1, 0.5))
    return Behaviour(largest_multiplier=largest, smallest_multiplier=smallest, **effects)


@st.composite
def _changed(draw: st.DrawFn, effect: Effect) -> Effect:
    values: dict[str, Any] = {}
    for field, value in effect:
        if isinstance(value, bool):
            values[field] = draw(st.booleans())
        elif isinstance(value, int):
            values[field] = draw(st.integers(1, 12))
        elif draw(st.booleans()):
            values[field] = draw(STRENGTHS.get(field, number(0, 0.5, 0.0)))
    return type(effect)(**{**dict(effect), **values})


def economies() -> st.SearchStrategy[Economics]:
    """Margins and costs."""
    return st.builds(
        Economics,
        gross_margin=number(0, 1, 0.4),
        reward_cost=number(0, 2, 0.5, 1.0),
        cost_per_point=st.none() | number(0, 1, 0.0, 0.01),
        fixed_cost_per_year=number(0, 100_000, 0.0),
        cost_per_member_year=number(0, 10, 0.0, 1.0),
        cost_per_message=number(0, 0.5, 0.0, 0.05),
        discount_rate=number(0, 0.3, 0.0, 0.08),
        acquisition_cost=number(0, 100, 0.0, 20.0),
    )


def runs() -> st.SearchStrategy[Run]:
    """Few customers and few months, launched or running, in any calendar month."""
    return st.builds(
        Run,
        months=st.integers(3, 18),
        warmup_months=st.integers(0, 12),
        start=st.builds("{}-{:02}".format, st.integers(2020, 2030), st.integers(1, 12)),
        seed=st.integers(0, 2**63 - 1),
        customers=st.integers(100, 300),
    )


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """Parts of a program that an amendment may change, whatever the program."""
    parts: dict[str, Any] = {}
    if draw(st.booleans()):
        parts["expiry"] = draw(expiries()).model_dump()
    if draw(st.booleans()):
        parts["point_value"] = draw(number(0, 0.005, 0.0, 0.005))
    if draw(st.booleans()):
        parts["tiers"] = draw(tiers()).model_dump()
        for level in parts["tiers"]["levels"]:
            level["earn_multiplier"] = min(1.0, level["earn_multiplier"])
    if draw(st.booleans()):
        parts["paid"] = {"offered": draw(st.booleans()), "fee": draw(number(0, 100, 5.0))}
    if draw(st.booleans()):
        parts["enrolment"] = {"share": draw(number(0, 1, 0.9))}
    return parts


@st.composite
def amendments(draw: st.DrawFn) -> tuple[Amendment, ...]:
    """None for most scenarios, else up to three changes with any treatment of what is old."""
    months = sorted(draw(st.sets(st.integers(1, 18), max_size=3))) if draw(st.integers(0, 3)) == 0 else []
    return tuple(
        Amendment(
            month=month,
            announced_months=draw(number(0, 6, 0.0, 2.0)),
            old_points=draw(st.sampled_from(("keep", "restart"))),
            old_status=draw(st.sampled_from(("keep", "review"))),
            old_fees=draw(st.sampled_from(("keep", "new"))),
            changes=draw(changes()),
        )
        for month in months
    )


def scenarios() -> st.SearchStrategy[Scenario]:
    """Small valid scenarios: 100 to 300 customers, 3 to 18 months after a warm-up of up to 12, all levers and effects,
    now and then with a current program and amendments."""
    return st.builds(
        Scenario,
        current_program=st.none() | st.none() | st.none() | programs(),
        amendments=amendments(),
        name=st.sampled_from(("Generated", "Test: one # two", "on", "1e5", "null", "Été – café")),
        program=programs(),
        market=markets(),
        behaviour=behaviours(),
        economics=economies(),
        run=runs(),
    )
