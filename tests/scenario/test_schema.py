"""The JSON Schema says what the models say."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given, settings

from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import SCHEMA_FILE, dumps
from loyalty_sim.scenario.presets import presets
from loyalty_sim.scenario.schema import json_schema, schema_text
from loyalty_sim.scenario.strict_yaml import parse
from tests.strategies import scenarios

VALIDATORS = (jsonschema.Draft7Validator, jsonschema.Draft202012Validator)


def as_json(text: str) -> object:
    """What a YAML text says, as the schema validators take it."""
    return json.loads(json.dumps(parse(text).data))


@pytest.mark.parametrize("validator", VALIDATORS)
def test_the_schema_is_valid_in_the_drafts_that_editors_read(validator: type) -> None:
    """Draft 7 is what the YAML language server reads; nothing in the schema needs more."""
    validator.check_schema(json_schema())
    assert "prefixItems" not in json.dumps(json_schema())


@pytest.mark.parametrize("validator", VALIDATORS)
@pytest.mark.parametrize("name", presets())
def test_presets_satisfy_the_schema(name: str, validator: type) -> None:
    """An editor shows no error in a shipped file."""
    validator(json_schema()).validate(as_json(presets()[name].read_text(encoding="utf-8")))


@settings(max_examples=25, deadline=None)
@given(scenarios())
def test_saved_scenarios_satisfy_the_schema(scenario: Scenario) -> None:
    """Whatever the program writes, an editor accepts."""
    jsonschema.Draft7Validator(json_schema()).validate(as_json(dumps(scenario)))


@pytest.mark.parametrize(
    "text",
    [
        "expiry: {}",
        "program: {point_value: -1}",
        "program: {expiry: {rule: later}}",
        "market: {seasonality: [1]}",
        "run: {months: 1.5}",
        "currency: usd",
        'name: "\\x01"',
        "behaviour: {retention: {on: 1}}",
    ],
)
def test_mistakes_fail_the_schema(text: str) -> None:
    """Names, ranges, choices and lengths are checked while typing."""
    assert not jsonschema.Draft7Validator(json_schema()).is_valid(as_json(text))


def test_the_committed_schema_is_current() -> None:
    """The file beside the presets is what the models say now."""
    path = presets()["beauty-tiers"].with_name(SCHEMA_FILE)
    assert path.read_text(encoding="utf-8") == schema_text()


def test_every_field_has_a_meaning() -> None:
    """An editor can explain each field, since every one carries its meaning."""
    definitions = json_schema()["$defs"]
    fields = {f"{name}.{key}": field for name, model in definitions.items() for key, field in model["properties"].items()}
    assert [key for key, field in fields.items() if not field.get("description")] == []
