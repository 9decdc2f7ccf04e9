"""Every lever explains itself: a unit, named bands, what is usual, and what to watch."""

from __future__ import annotations

import re
from typing import Any, Literal, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter

from loyalty_sim.scenario import BonusEvent, Partner, Program, Tier
from loyalty_sim.scenario.fields import about
from loyalty_sim.scenario.redeem import RewardStep


def levers(model: type[BaseModel]) -> dict[str, tuple[type[BaseModel], str]]:
    """Every single-valued field of a model and of the models within it, by a readable name."""
    found: dict[str, tuple[type[BaseModel], str]] = {}
    for name, info in model.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            found |= levers(info.annotation)
        elif get_origin(info.annotation) is not tuple:
            found[f"{model.__name__}.{name}"] = (model, name)
    return found


LEVERS = {**levers(Program), **levers(Tier), **levers(Partner), **levers(RewardStep), **levers(BonusEvent)}
NUMBERS = [key for key, (model, name) in LEVERS.items() if model.model_fields[name].annotation in (int, float, float | None)]
CHOICES = [
    key
    for key, (model, name) in LEVERS.items()
    if model.model_fields[name].annotation is bool or get_origin(model.model_fields[name].annotation) is Literal
]


def known(key: str) -> dict[str, Any]:
    """What a lever says of itself."""
    return about(*LEVERS[key])


def test_the_levers_are_numbers_choices_and_names() -> None:
    """No lever is of a kind that the other tests of this file pass over."""
    assert sorted({*NUMBERS, *CHOICES, "Tier.name", "Partner.name", "RewardStep.name", "BonusEvent.name"}) == sorted(LEVERS)
    assert {"Program.point_value", "Earn.points", "Tier.threshold", "Paid.fee", "Expiry.months"} <= set(NUMBERS)


@pytest.mark.parametrize("key", NUMBERS)
def test_a_number_has_a_unit_and_named_bands_within_its_bounds(key: str) -> None:
    """Two to four names that rise with their values, each a value that the lever may take."""
    model, name = LEVERS[key]
    info, bands = model.model_fields[name], known(key)["bands"]
    assert known(key)["unit"]
    assert 2 <= len(bands) <= 4
    assert list(bands.values()) == sorted(set(bands.values()))
    allowed = TypeAdapter(info.annotation)
    for label, value in bands.items():
        assert label.strip() == label != ""
        assert allowed.validate_python(value, strict=True) == value
        model(**{name: value})  # within the bounds, or refused


@pytest.mark.parametrize("key", [*NUMBERS, *CHOICES])
def test_a_lever_says_what_is_usual_and_what_to_watch(key: str) -> None:
    """The usual range names where it comes from, or says that it is judgement; the warning is a sentence."""
    typical, watch = known(key)["typical"], known(key)["watch"]
    assert re.search("source|page|press|judgement|(19|20)[0-9]{2}", typical), typical
    assert watch.endswith(".")
    assert not typical.endswith("."), "the page ends the sentence itself"
