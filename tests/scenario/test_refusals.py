"""Whatever is wrong with a scenario file is said in a sentence, and nothing else happens."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from loyalty_sim.scenario import Program, Scenario, Tier, Tiers
from loyalty_sim.scenario.files import ScenarioError, dumps, load, loads
from loyalty_sim.scenario.problems import explain


def outcome(text: str | bytes) -> Scenario | ScenarioError:
    """What reading gives."""
    try:
        return loads(text)
    except ScenarioError as error:
        return error


def printable(read: Scenario | ScenarioError) -> bool:
    """Whether a refusal, if it is one, holds problems that can be shown in one line each."""
    return isinstance(read, Scenario) or (len(read.problems) > 0 and all(str(one).isprintable() for one in read.problems))


TIERS = "program:\n  tiers:\n    levels:\n      - {name: A, threshold: 500}\n      - {name: B, threshold: 400}\n"
LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nname: *c\n"


def sentences(text: str | bytes) -> list[str]:
    """The problems that reading ``text`` raises, one sentence each."""
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    found = [str(problem) for problem in caught.value.problems]
    assert found
    assert all(sentence.isprintable() for sentence in found)
    return found


MISTAKES = [
    # wrong names
    ("program: {expiry: {moths: 3}}", "line 1: `program.expiry.moths` is unknown; did you mean `months`?"),
    ("expiry: {months: 3}", "line 1: `expiry` is unknown here; `expiry` belongs under `program`"),
    ("months: 3", "line 1: `months` is unknown here; `months` belongs under `program.expiry`, `market.shocks` or `run`"),
    ("lapse_shape: 3", "line 1: `lapse_shape` is unknown here; `lapse_shape` belongs under `market.segments`"),
    (
        "program: {tresholds: 3}",
        "line 1: `program.tresholds` is unknown; did you mean `program.tiers.levels.threshold`?",
    ),
    (
        "<<: {name: x}",
        "line 1: `<<` is unknown; known here are schema_version, name, story, teaches, currency, program, "
        "current_program, transition, amendments, market, …",
    ),
    (
        "market: {segments: [{Basket Shape: 2}]}",
        "line 1: `market.segments[0].Basket Shape` is unknown; did you mean `basket_shape`?",
    ),
    # wrong values
    (
        "program: {paid: {fee: -1}}",
        "line 1: `program.paid.fee` is -1; must be a number from 0 to 100,000 (money per term)",
    ),
    (
        "program: {expiry: {rule: inactive}}",
        'line 1: `program.expiry.rule` is "inactive"; must be never, after earning, inactivity, calendar date or from the '
        "first point; did you "
        "mean `inactivity`?",
    ),
    (TIERS, "line 5: `program.tiers.levels[1].threshold` is 400; must exceed levels[0].threshold = 500"),
    (
        TIERS.replace("400", "600, visits: 9").replace("    levels", "    metric: spend or visits\n    levels"),
        "line 6: `program.tiers.levels[1].visits` is 9; must be at least levels[0].visits = 10",
    ),
    (
        TIERS.replace("400", "600").replace("B", "A"),
        'line 5: `program.tiers.levels[1].name` is "A" again; tiers need different names',
    ),
    (
        "market: {customers: 1000000000000}",
        "line 1: `market.customers` is 1000000000000; must be a whole number from 1 to 1,000,000,000 (customers)",
    ),
    (
        "run: {customers: 1000000000000}",
        "line 1: `run.customers` is 1000000000000; must be a whole number from 100 to 100,000,000 (customers)",
    ),
    ("run: {months: 2.5}", "line 1: `run.months` is 2.5; must be a whole number from 1 to 240 (months)"),
    ("run: {start: 2027-13}", "line 1: `run.start` is 2027-13; must be a year and a month such as 2027-01"),
    (
        "economics: {gross_margin: .nan}",
        "line 1: `economics.gross_margin` is nan; must be a number from 0 to 1 (share of sales)",
    ),
    (
        "market: {acquired_per_year: .inf}",
        "line 1: `market.acquired_per_year` is inf; must be a number from 0 to 1,000,000,000 (customers per year)",
    ),
    (
        "economics: {cost_per_point: cheap}",
        'line 1: `economics.cost_per_point` is "cheap"; must be a number from 0 to 10,000 (money per '
        "redeemed point), or null",
    ),
    ("market: {seasonality: [1, 2, 3]}", "line 1: `market.seasonality` is a list of 3; must hold at least 12 items"),
    ("market: {segments: []}", "line 1: `market.segments` is a list of 0; must hold at least 1 items"),
    ("market: {segments: [{share: 0}]}", "line 1: `market.segments` need at least one share above 0"),
    (
        "market: {segments: [{name: A}, {name: A}]}",
        'line 1: `market.segments[1].name` is "A" again; segments need different names',
    ),
    ("market: {segments: 5}", "line 1: `market.segments` is 5; must be a list"),
    (
        "market: {acquisition_growth: 3}\nrun: {months: 240}",
        "line 1: `market.acquisition_growth` is 3 and multiplies acquisition by 274,877,906,944 within 240 "
        "months; must multiply it by at most 1,000",
    ),
    (
        "program: {earn: {points: 900}, paid: {earn_multiplier: 2}}",
        "line 1: `program.earn.points` is 900, with the highest multipliers 1800; must be at most 1000",
    ),
    (
        "program: {point_value: 11}",
        "line 1: `program.point_value` is 11 and gives back 11 per unit of money spent, with the highest "
        "multipliers; must give at most 10",
    ),
    (
        "program: {expiry: {months: 0, rounding: exact}}",
        "line 1: `program.expiry.months` is 0; must be at least 0.03 (a day) when rounding is exact, "
        "or points die before they can be used",
    ),
    (
        "program: {redemption: {mode: chart}}",
        "line 1: `program.redemption.chart` is empty; mode chart needs at least one reward",
    ),
    (
        "program: {redemption: {chart: [{points: 100}, {points: 100}]}}",
        "line 1: `program.redemption.chart[1].points` is 100; must exceed chart[0].points = 100",
    ),
    (
        "program: {redemption: {mode: chart, chart: [{points: 1, value: 20}]}}",
        "line 1: `program.redemption.chart` is worth up to 20 a point and gives back 20 per unit of money spent, "
        "with the highest multipliers; must give at most 10",
    ),
    (
        "program: {certificates: {threshold_points: 50}}",
        "line 1: `program.certificates.threshold_points` is 50; must be at least block_points = 100",
    ),
    (
        "program: {certificates: {offered: true, block_value: 2000}}",
        "line 1: `program.certificates.block_value` is 2000 and gives back 20 per unit of money spent, with the highest "
        "multipliers; must give at most 10",
    ),
    ("market: {history_months: 0.01}", "line 1: `market.history_months` is 0.01; must be 0, or at least 0.1"),
    # wrong kinds
    ("name: 5", "line 1: `name` is 5; must be text; put it in quotes"),
    ("name: [a]", "line 1: `name` is a list of 1; must be text"),
    ("name: ''", 'line 1: `name` is ""; must have at least 1 characters'),
    ('name: "a\\x01b\\u202eb"', 'line 1: `name` is "a\\x01b\\u202eb"; must be one line without control characters'),
    ("currency: usd", 'line 1: `currency` is "usd"; must be three capital letters such as USD'),
    (
        "behaviour: {retention: {on: yes}}",
        'line 1: `behaviour.retention.on` is "yes"; must be true or false; write true',
    ),
    ("behaviour: {retention: {on: 1}}", "line 1: `behaviour.retention.on` is 1; must be true or false"),
    ("run: {months: true}", "line 1: `run.months` is true; must be a whole number from 1 to 240 (months)"),
    ("run: {months: '36'}", 'line 1: `run.months` is "36"; must be a whole number from 1 to 240 (months)'),
    ("program:", "line 1: `program` is null; must be a mapping of names and values; write {} or leave it out"),
    ("program: [1]", "line 1: `program` is a list of 1; must be a mapping of names and values"),
    ("- 1", "must be a mapping of names and values, such as `name: My program`"),
    ("just words", "must be a mapping of names and values, such as `name: My program`"),
    # YAML that is not read
    (LAUGHS, "line 1: `a` uses an alias or an anchor (& or *); write the value out"),
    ("name: *x", "line 1: `name` uses an alias or an anchor (& or *); write the value out"),
    (
        "name: !!python/object/apply:os.system ['true']",
        "line 1: `name` uses the tag !!python/object/apply:os.system; write the value without a tag",
    ),
    ("name: !!str 5", "line 1: `name` uses the tag !!str; write the value without a tag"),
    ("name: a\nstory: b\nname: c", "line 3: `name` is given twice, first in line 1; keep one"),
    ("name: a\n---\nname: b", "line 2: holds more than one document; keep one scenario a file"),
    ("? [a, b]\n: 1", "line 1: has a key that is not a plain word"),
    ("x: " + "[" * 30 + "]" * 30, "line 1: `x[0][0]` is nested more than 20 levels deep"),
    ("x: [" + "1," * 30_000 + "]", "line 1: holds more than 5,000 values"),
    ("program:\n\tpoint_value: 1", "line 2: not valid YAML: indent with spaces, not with tabs"),
    ("name: a: b", "line 1: not valid YAML: mapping values are not allowed here"),
    ("name: 'a", "line 1: not valid YAML: while scanning a quoted scalar found unexpected end of stream"),
    ("name: a\x07", "line 1: contains the control character U+0007"),
    ("a: 1\nname: a\x00", "line 2: contains the control character U+0000"),
]


@pytest.mark.parametrize(("text", "sentence"), MISTAKES, ids=lambda text: text[:40])
def test_a_mistake_is_named_in_one_sentence(text: str, sentence: str) -> None:
    """The sentence names line, field, value, what is allowed and the likely fix."""
    assert sentences(text) == [sentence]


def test_all_problems_are_listed_in_the_order_of_the_file() -> None:
    """A file with several mistakes is corrected in one go."""
    found = sentences(
        "nam: x\nrun: {months: 0, seed: -1}\nprogram:\n  expiry: {rule: nevr}\n  point_value: -1\ncurrency: X\nrun: {}"
    )
    assert [sentence.split("`")[1] for sentence in found] == [
        "nam", "run.months", "run.seed", "program.expiry.rule", "program.point_value", "currency", "run",
    ]  # fmt: skip


def test_wrong_items_are_not_also_missing() -> None:
    """A list with one wrong item has one problem, not two."""
    assert len(sentences("market: {seasonality: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, x]}")) == 1
    assert len(sentences("market: {segments: [{basket: x}]}")) == 1


def test_a_flood_of_problems_is_cut_short() -> None:
    """A file that is wrong in a thousand places is answered quickly: a hundred sentences, and how many more."""
    found = sentences("\n".join(f"key{number}: 1" for number in range(1000)))
    assert found[0].startswith("line 1: `key0` is unknown")
    assert (len(found), found[-1]) == (101, "and 900 more problems")


def test_a_long_value_is_shortened() -> None:
    """A message stays one readable line whatever the file holds."""
    assert len(sentences("currency: " + "x" * 100_000)[0]) < 200
    assert len(sentences("y" * 900 + ": 1")[0]) < 300
    assert "`run.seed` is inf" in sentences("run: {seed: " + "9" * 5000 + "}")[0]


@pytest.mark.parametrize(
    "content", [b"name: \xff\xfe", "name: café".encode("latin-1"), "name: a".encode("utf-16"), bytes(range(256))]
)
def test_what_is_not_utf_8_is_refused(content: bytes) -> None:
    """Binary files and other encodings are named as such."""
    assert "is not UTF-8 text" in sentences(content)[0]


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file of 100 MB no more than the limit is read."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    asked: list[int] = []
    opened = Path.open

    class Counted:
        """A file that notes how much is asked of it."""

        def __init__(self, path: Path, *args: str) -> None:
            self.file = opened(path, *args)

        def __enter__(self) -> Counted:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def read(self, size: int = -1) -> bytes:
            asked.append(size)
            return self.file.read(size)  # type: ignore[return-value]

    monkeypatch.setattr(Path, "open", lambda self, *args: Counted(self, *args))
    with pytest.raises(ScenarioError, match=r"huge\.yaml: is larger than 200 kB"):
        load(path)
    assert asked == [200_001]


@pytest.mark.parametrize("name", ["missing.yaml", "", ".", "a\x00b"])
def test_a_file_that_cannot_be_opened_is_refused(name: str, tmp_path: Path) -> None:
    """No file, a folder and an impossible name each give a sentence with the name of the file."""
    path = f"{tmp_path}/{name}"
    with pytest.raises(ScenarioError, match=r"no such file|cannot be read"):
        load(path)


def test_the_error_names_the_file_once_and_the_problems_below() -> None:
    """One problem is one line; several stand below the name of the file."""
    with pytest.raises(ScenarioError) as caught:
        loads("run: {months: 0}", "my.yaml")
    assert str(caught.value).startswith("my.yaml: line 1: `run.months` is 0;")
    with pytest.raises(ScenarioError) as caught:
        loads("run: {months: 0, seed: -1}", "my\x1b[31m.yaml")
    assert str(caught.value).splitlines()[0] == "my\\x1b[31m.yaml: 2 problems"
    assert len(caught.value.problems) == 2


def test_models_built_in_python_are_explained_alike() -> None:
    """Validation errors of the models, as a page meets them, become the same sentences."""
    with pytest.raises(ValidationError) as caught:
        Scenario(program=Program(tiers=Tiers(levels=(Tier(threshold=2, name="A"), Tier(threshold=1, name="B")))))
    assert "must exceed levels[0].threshold = 2" in str(caught.value)
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate(
            {"program": {"tiers": {"levels": [{"threshold": 2, "name": "A"}, {"threshold": 1, "name": "B"}]}}}
        )
    assert [str(problem) for problem in explain(caught.value)] == [
        "`program.tiers.levels[1].threshold` is 1; must exceed levels[0].threshold = 2"
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=80)
    | st.binary(max_size=80)
    | st.text(st.sampled_from("[]{}:,&*!|>'\"%@`\\#?- \n\t0x.ena~<"), max_size=40)
)
def test_no_text_raises_anything_else(text: str | bytes) -> None:
    """Whatever is read, the outcome is a scenario or a ScenarioError with sentences that can be shown."""
    assert printable(outcome(text))


SAVED = dumps(Scenario())
KEYS = st.sampled_from(sorted({line.split(":")[0].strip(" -") for line in SAVED.splitlines()}))
JUNK: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, JUNK, max_size=5))
def test_no_structure_raises_anything_else(content: dict[str, object]) -> None:
    """Known names with any values below them give a scenario or a ScenarioError, one sentence a problem."""
    read = outcome(yaml.safe_dump(content, allow_unicode=True))
    assert printable(read)
    assert isinstance(read, ScenarioError) or loads(dumps(read)) == read


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(SAVED)), st.integers(0, 12), st.text(max_size=12))
def test_no_damage_to_a_file_raises_anything_else(start: int, length: int, put: str) -> None:
    """A valid file with a piece cut out or put in is read or refused in sentences."""
    assert printable(outcome(SAVED[:start] + put + SAVED[start + length :]))
