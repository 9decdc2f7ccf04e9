"""Scenario files are read and written without loss."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty_sim.scenario import Market, Program, Run, Scenario
from loyalty_sim.scenario import files as scenario_files
from loyalty_sim.scenario.files import ScenarioError, dumps, load, loads, save
from loyalty_sim.scenario.strict_yaml import parse, render, scalar
from tests.strategies import scenarios

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
VALUES = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | TEXT


@settings(max_examples=20, deadline=None)
@given(scenarios())
def test_a_written_scenario_is_read_back_equal(scenario: Scenario) -> None:
    """Any valid scenario survives writing and reading, every number to the last bit."""
    assert loads(dumps(scenario)) == scenario


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(VALUES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=15)
)
def test_any_plain_value_survives_as_yaml(value: object) -> None:
    """Mappings, lists and scalars are written so that they are read back equal, whatever the text looks like."""
    assert parse(render({"value": value})).data == {"value": _tuples(value)}


def _tuples(value: object) -> object:
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return value


@pytest.mark.parametrize(
    "name",
    ["on", "off", "yes", "null", "~", "1e5", "0x1F", "1_000", "12:30", "2027-01-01", "- a", "# x", "é ü 漢 😀", " a "],
)
def test_names_that_look_like_something_else_survive(name: str) -> None:
    """A name that YAML could take for a number, a date or a truth value stays text."""
    assert loads(dumps(Scenario(name=name))).name == name


@pytest.mark.parametrize(
    "story", ["one\ntwo\n", "  indented\nthen not", "ends with space \n\n", "tab\there", "a: b # c\n", "\n\nlate"]
)
def test_stories_of_several_lines_survive(story: str) -> None:
    """Line breaks, indentation and trailing blanks of a story are kept."""
    assert loads(dumps(Scenario(story=story))).story == story


@pytest.mark.parametrize("value", [1e-05, 5e-324, 0.1 + 0.2, 1 / 3, 0.123456789012345])
def test_numbers_are_kept_exactly_also_by_other_readers(value: float) -> None:
    """Floats are written in full precision and in a form that YAML 1.1 readers take for a number too."""
    text = dumps(Scenario(program=Program(point_value=value)))
    assert loads(text).program.point_value == value
    assert yaml.safe_load(text)["program"]["point_value"] == value


def test_large_whole_numbers_are_kept_exactly() -> None:
    """A seed of 63 bits loses no digit."""
    scenario = Scenario(run=Run(seed=2**63 - 1))
    assert loads(dumps(scenario)).run.seed == 2**63 - 1


def test_every_field_is_written_out() -> None:
    """A saved file is complete, so that it keeps its meaning when a default changes."""
    assert parse(dumps(Scenario())).data == Scenario().model_dump()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"), ("yes", "yes"), ("True", True), ("false", False), ("2027-01", "2027-01"),
        ("2027-01-01", "2027-01-01"), ("1e5", 100_000), ("1.5e-3", 0.0015), ("12.0", 12), (".5", 0.5), ("-3", -3),
        ("~", None), ("", None), ("0x1F", "0x1F"), ("1_000", "1_000"), ("12:30", "12:30"), ("010", 10),
    ],
)  # fmt: skip
def test_scalars_follow_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    """Only true and false are truth values; dates and sexagesimals are text; exponents need no dot."""
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


def test_the_key_on_is_a_word() -> None:
    """``on: false`` switches an effect off, although YAML 1.1 reads the key as a truth value."""
    assert loads("behaviour: {retention: {on: false}}").behaviour.retention.on is False


def test_a_month_needs_no_quotes() -> None:
    """``start: 2027-01`` is a month, not a subtraction and not a date."""
    assert loads("run:\n  start: 2031-07\n").run.start == "2031-07"


def test_whole_numbers_may_be_written_as_powers_of_ten() -> None:
    """1e5 customers are 100,000 customers."""
    assert loads("market: {customers: 1e5}").market == Market(customers=100_000)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "{}"])
def test_what_a_file_leaves_out_has_its_default(text: str) -> None:
    """An empty file is the default scenario."""
    assert loads(text) == Scenario()


def test_a_byte_order_mark_is_allowed() -> None:
    """Files that Windows editors begin with a mark are read."""
    assert loads(b"\xef\xbb\xbfname: Marked\n").name == "Marked"


def test_saving_replaces_the_file_whole(tmp_path: Path) -> None:
    """A file is replaced at once and nothing temporary stays behind."""
    path = tmp_path / "design.yaml"
    save(Scenario(name="First"), path)
    save(Scenario(name="Second"), path)
    assert load(path).name == "Second"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last step fails the old file is untouched and the temporary one is gone."""
    path = tmp_path / "design.yaml"
    save(Scenario(name="First"), path)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        save(Scenario(name="Second"), path)
    assert load(path).name == "First"
    assert list(tmp_path.iterdir()) == [path]


def test_a_saved_file_names_the_schema_beside_it(tmp_path: Path) -> None:
    """Editors find the schema when it is in the same folder, and are not sent astray when it is not."""
    save(Scenario(), tmp_path / "without.yaml")
    (tmp_path / scenario_files.SCHEMA_FILE).write_text("{}")
    save(Scenario(), tmp_path / "with.yaml")
    first = "# yaml-language-server: $schema=scenario.schema.json\n"
    assert (tmp_path / "with.yaml").read_text().startswith(first + "schema_version: 1\n")
    assert (tmp_path / "without.yaml").read_text().startswith("schema_version: 1\n")


def test_a_scenario_that_could_not_be_read_back_is_not_written() -> None:
    """Values that escaped validation are caught when writing."""
    broken = Scenario().model_copy(update={"name": ""})
    with pytest.raises(ScenarioError, match="name"):
        dumps(broken)


def test_an_older_file_is_brought_forward(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of an earlier version passes through its upgrade function before it is checked."""

    def rename(content: dict[str, object]) -> dict[str, object]:
        return {("name" if key == "title" else key): value for key, value in content.items()}

    monkeypatch.setitem(scenario_files.UPGRADES, -1, lambda content: {**content, "title": "Upgraded twice"})
    monkeypatch.setitem(scenario_files.UPGRADES, 0, rename)
    assert loads("schema_version: -1\ntitle: Old").name == "Upgraded twice"
    assert loads("schema_version: 0\ntitle: Old") == Scenario(name="Old")


def test_a_newer_file_is_refused_with_one_sentence() -> None:
    """A file of a later version is not half understood; the reader says what to do."""
    with pytest.raises(ScenarioError) as caught:
        loads("schema_version: 99\nfuture_field: 1")
    assert str(caught.value) == (
        "line 1: `schema_version` is 99, of a newer loyalty-sim; this one reads up to 1: install the newer one"
    )
