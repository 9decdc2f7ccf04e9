"""Study files: strict, and every mistake is said in a sentence with its line."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from loyalty_sim.scenario.files import ScenarioError
from loyalty_sim.scenario.presets import presets
from loyalty_sim.scenario.strict_yaml import parse
from loyalty_sim.study import load, loads
from loyalty_sim.study.schema import json_schema, schema_text
from tests.conftest import REPOSITORY
from tests.study.studies import SMALL

EXAMPLES = sorted((REPOSITORY / "examples" / "studies").glob("*.yaml"))
HEAD = "base: {preset: beauty-tiers}\n"
TWO = "levers: [{path: program.expiry.months, values: [6, 12]}]\n"

MISTAKES = [
    ("levers: []", "`base` is missing; must be a mapping of names and values"),
    (HEAD + "levers: [{values: [1]}]", "line 2: `levers[0].path` is missing; must be text"),
    (
        "base: {}\nlevers: [{path: program.expiry.months, values: [6, 12]}]\n",
        "line 1: `base` gives nothing; must give one of preset, file or scenario",
    ),
    (
        "base: {preset: beauty-tier}\nlevers: [{path: program.expiry.months, values: [6, 12]}]\n",
        'line 1: `base.preset` is "beauty-tier"; there is no preset of this name; did ',
    ),
    (
        "base: {scenario: {program: {point_valu: 1}}}\nlevers: [{path: program.expiry.months, values: [6, 12]}]\n",
        "line 1: `base.scenario.program.point_valu` is unknown; did you mean `point_value`?",
    ),
    (HEAD + "levres: []", "line 2: `levres` is unknown; did you mean `levers`?"),
    (HEAD, "varies nothing; give levers, designs or uncertainties"),
    (
        HEAD + "levers: [{path: program.expiry.moths, values: [1]}]",
        "line 2: `levers[0].path` names `program.expiry.moths`, which is unknown; did you mean `months`?",
    ),
    (
        HEAD + "levers: [{path: program expiry, values: [1]}]",
        'line 2: `levers[0].path` is "program expiry"; must be a path such as ',
    ),
    (
        HEAD + "levers: [{path: behaviour.retention.lapse_multiplier, values: [1]}]",
        "line 2: `levers[0].path` names `behaviour.retention.lapse_multiplier`, which is an assumption and "
        "no lever; put it under uncertainties",
    ),
    (
        HEAD + "levers: [{path: run.seed, values: [1]}]",
        "line 2: `levers[0].path` names `run.seed`, which is a setting and no lever; set it under run",
    ),
    (
        HEAD + 'levers: [{path: "program.tiers.levels[2].threshold", values: [1]}]',
        "line 2: `levers[0].path` names `program.tiers.levels[2].threshold`, but `program.tiers.levels` of "
        "the base has 2 items",
    ),
    (
        HEAD + "levers: [{path: current_program.point_value, values: [1]}]",
        "line 2: `levers[0].path` names `current_program.point_value`, but `current_program` of the base is null",
    ),
    (
        HEAD + "levers:\n  - path: program.expiry.months\n    values: [6,\n      1200]",
        "line 5: `levers[0].values[1]` is 1200; must be a number from 0 to 240 (months)",
    ),
    (HEAD + "levers: [{path: program.expiry.rule, values: [never, inactiv]}]", "did you mean `inactivity`?"),
    (
        HEAD + "levers: [{path: program.point_value, values: [6, 6]}]",
        "line 2: `levers[0].values[1]` is given twice; keep one",
    ),
    (HEAD + "levers: [{path: program.point_value, low: 2}]", "line 2: `levers[0]` needs values, or low and high"),
    (
        HEAD + "levers: [{path: program.point_value, low: 2, high: 1}]",
        "line 2: `levers[0].low` is 2; must be below high = 1",
    ),
    (
        HEAD + "levers: [{path: program.point_value, low: 0, high: 1}]",
        "line 2: `levers[0].low` begins a range without a step; a grid needs one",
    ),
    (
        HEAD + "levers: [{path: program.point_value, low: 0, high: 5000, step: 2500}]",
        "line 2: `levers[0].high` is 5000.0; must be a number from 0 to 1,000",
    ),
    (
        HEAD + "levers: [{path: program.redemption.block_points, low: 1.5, high: 4, step: 1}]",
        "line 2: `levers[0].low` is 1.5; `program.redemption.block_points` holds whole numbers",
    ),
    (
        HEAD + "levers: [{path: program.expiry.months, values: [6, 12]}, {path: program.expiry.months, values: [3]}]",
        "line 2: `levers[1].path` names `program.expiry.months`, which `levers[0].path` sets already; keep one",
    ),
    (
        HEAD + TWO + "sampling: {samples: 4}",
        "line 3: `sampling.samples` is 4, but a grid has as many designs as combinations; leave it out",
    ),
    (
        HEAD + TWO + "sampling: {method: sobol, samples: 100}",
        "line 3: `sampling.samples` is 100; a Sobol sequence is balanced at powers of 2: take 64 or 128",
    ),
    (HEAD + "designs: [{name: base, set: {}}]", 'line 2: `designs[0].name` is "base" again'),
    (
        HEAD + "designs: [{name: A, set: {program.point_value: -1}}]",
        "is -1; must be a number from 0 to 1,000 (money per point)",
    ),
    (
        HEAD + "uncertainties: [{path: program.point_value, low: 0, high: 1}]",
        "line 2: `uncertainties[0].path` names `program.point_value`, which is a lever and no assumption; "
        "put it under levers",
    ),
    (
        HEAD + "uncertainties: [{path: behaviour.retention.on}]",
        "line 2: `uncertainties[0].path` names `behaviour.retention.on`, which is true and no number",
    ),
    (
        HEAD + "uncertainties: [{path: economics.gross_margin, high: 2, low: 0}]",
        "line 2: `uncertainties[0].high` is 2.0; must be a number from 0 to 1 (share of sales)",
    ),
    (
        HEAD + "uncertainties: [{path: market.acquired_per_year}]",
        "line 2: `uncertainties[0]` needs low and high: the assumption states none",
    ),
    (
        HEAD + "uncertainties: [{path: economics.gross_margin, distribution: normal}]",
        "line 2: `uncertainties[0].sd` is missing; a normal distribution has one",
    ),
    (
        HEAD + TWO + "outcomes: [{kpi: net_valu}]",
        'line 3: `outcomes[0].kpi` is "net_valu"; no key figure is called so; did you mean `net_value`?',
    ),
    (
        HEAD + TWO + "outcomes: [{kpi: breakage}]",
        "line 3: `outcomes[0]` ranks the designs, but of breakage neither more nor less is better",
    ),
    (
        HEAD + TWO + "outcomes: [{kpi: cost, world: without}]",
        "line 3: `outcomes[0].world` is without; cost exists in the program world only",
    ),
    (
        HEAD + TWO + "constraints: [{outcome: cots, at_most: 1}]",
        'line 3: `constraints[0].outcome` is "cots"; must be an outcome of this study: ',
    ),
    (HEAD + TWO + "constraints: [{outcome: cost}]", "line 3: `constraints[0]` needs at_least or at_most"),
    (
        HEAD + TWO + "monthly: [program_costs]",
        'line 3: `monthly[0]` is "program_costs"; no monthly line is called so; did you mean `program_cost`?',
    ),
    (
        HEAD + TWO + "run: {months: 500}",
        "line 3: `run.months` is 500; must be a whole number from 1 to 240 (months), or null",
    ),
    (HEAD + TWO + "schema_version: 9", "line 3: `schema_version` is 9, of a newer loyalty-sim"),
    (
        HEAD + "levers: [{path: program.point_value, low: 0, high: 1, step: 0.000001}]",
        "line 2: `levers` make 1,000,002 designs; at most 100,000: take fewer values, or sample them",
    ),
    (
        HEAD + TWO + "run: {replications: 1000}\nuncertainties: [{path: behaviour.retention.lapse_multiplier}]\ndraws: "
        "{count: 500}",
        "line 5: `draws` makes 1,500,000 runs (3 designs x 500 draws x 1,000 replications); at most 200,000",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), MISTAKES)
def test_a_mistake_is_named_in_one_sentence(text: str, sentence: str) -> None:
    """A study file that is wrong is refused with the field, its line, its value, what is allowed, and the likely fix."""
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    problems = [str(problem) for problem in caught.value.problems]
    assert any(sentence in problem for problem in problems), problems


def test_all_mistakes_are_named_at_once() -> None:
    """Nobody has to run a study five times to find five mistakes."""
    with pytest.raises(ScenarioError) as caught:
        loads(HEAD + "levers: [{path: program.x, values: [1]}, {path: program.y, values: [1]}]\nmonthly: [z]")
    assert len(caught.value.problems) == 3


def test_values_that_do_not_fit_together_are_no_mistake_of_one_lever() -> None:
    """A threshold above that of the next tier is wrong with the base, but right with another value of the next."""
    text = HEAD + 'levers:\n  - {path: "program.tiers.levels[0].threshold", values: [500, 1500]}\n'
    assert len(loads(text + '  - {path: "program.tiers.levels[1].threshold", values: [1200, 2000]}').designs) == 5


def test_a_base_file_is_found_beside_the_study_and_named_when_it_is_wrong(tmp_path: Path) -> None:
    """A relative path starts at the study file, wherever the command is called; problems name the file they are in."""
    study = tmp_path / "study.yaml"
    study.write_text("base: {file: mine.yaml}\n" + TWO)
    (tmp_path / "mine.yaml").write_text(presets()["coffee-stars"].read_text(encoding="utf-8"), encoding="utf-8")
    assert load(study).base.name.startswith("Coffee chain")
    (tmp_path / "mine.yaml").write_text("program: {point_value: -1}")
    with pytest.raises(ScenarioError, match=r"mine\.yaml.*point_value") as caught:
        load(study)
    assert caught.value.source.endswith("mine.yaml")


def test_the_run_of_the_study_replaces_that_of_the_base() -> None:
    """Customers, months and seed are those of the study where it states them, and of the base elsewhere."""
    run = loads(HEAD + TWO + "run: {customers: 700, months: 5, seed: 9}").base.run
    assert (run.customers, run.months, run.seed) == (700, 5, 9)
    assert loads(HEAD + TWO).base.run.customers == 20_000


@pytest.mark.parametrize("validator", [jsonschema.Draft7Validator, jsonschema.Draft202012Validator])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_valid_and_satisfy_the_schema(path: Path, validator: type) -> None:
    """What comes with the package can be copied: the program plans it and an editor shows no error."""
    assert len(load(path)) > 0
    validator(json_schema()).validate(json.loads(json.dumps(parse(path.read_text(encoding="utf-8")).data)))
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=../../scenarios/study.schema.json\n")


def test_the_schema_is_current_and_refuses_mistakes() -> None:
    """The file beside the scenario schema is what the models say now."""
    assert presets()["cdnow"].with_name("study.schema.json").read_text(encoding="utf-8") == schema_text()
    check = jsonschema.Draft7Validator(json_schema())
    assert check.is_valid(json.loads(json.dumps(parse(SMALL).data)))
    for text in ("levers: []", HEAD + "levres: []", HEAD + "draws: {count: 0}", HEAD + "sampling: {method: cube}"):
        assert not check.is_valid(json.loads(json.dumps(parse(text).data))), text
