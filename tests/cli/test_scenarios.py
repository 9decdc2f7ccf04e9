"""``validate``, ``presets`` and ``schema``: scenarios without a run."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from loyalty_sim.scenario.files import loads
from loyalty_sim.scenario.presets import preset, presets
from tests.conftest import Command


def write(folder: Path, name: str, text: str) -> str:
    """A file in a folder; returns its path."""
    path = folder / name
    path.write_text(text)
    return str(path)


def test_valid_files_end_with_0(cli: Command) -> None:
    """Presets by name and by path are valid."""
    outcome = cli("validate", "cdnow", str(presets()["beauty-tiers"]))
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines()[1] == f"{presets()['beauty-tiers']}: ok, {preset('beauty-tiers').name}"


def test_every_problem_of_every_file_is_listed(cli: Command, tmp_path: Path) -> None:
    """One bad file does not hide the next one; each problem names its field, and the exit code is 3."""
    first = write(tmp_path, "first.yaml", "program:\n  expiry: {moths: 6}\n  point_value: -1\n")
    second = write(tmp_path, "second.yaml", "run: {customers: 1000000000000}\n")
    outcome = cli("validate", first, "cdnow", second)
    assert outcome.code == 3
    assert f"{first}: not valid" in outcome.out
    assert "program.expiry.moths is unknown; did you mean `months`?" in outcome.out
    assert "program.point_value is -1" in outcome.out
    assert "run.customers is 1000000000000" in outcome.out
    assert "cdnow: ok" in outcome.out


def test_the_document_of_validate(cli: Command, tmp_path: Path) -> None:
    """--json lists every file, and on a problem also the error with file, field and line."""
    bad = write(tmp_path, "bad.yaml", "name: Bad\nprogram: {point_value: -1}\n")
    good = cli("validate", "cdnow", "--json")
    assert good.code == 0
    name = preset("cdnow").name
    assert good.document == {"files": [{"file": "cdnow", "ok": True, "name": name, "problems": [], "warnings": 2}]}
    outcome = cli("validate", "cdnow", bad, "--json")
    assert outcome.code == outcome.document["error"]["code"] == 3
    problem = outcome.document["error"]["problems"][0]
    assert (problem["file"], problem["where"], problem["line"]) == (bad, "program.point_value", 2)
    assert [verdict["ok"] for verdict in outcome.document["files"]] == [True, False]


def test_run_refuses_a_broken_file_with_3(cli: Command, tmp_path: Path) -> None:
    """A scenario that is not valid is not run; the document says why."""
    bad = write(tmp_path, "bad.yaml", "program: {tiers: {levels: [{threshold: 500}, {name: Top, threshold: 400}]}}\n")
    outcome = cli("run", bad, "--json")
    assert outcome.code == outcome.document["error"]["code"] == 3
    assert "400; must exceed" in outcome.document["error"]["problems"][0]["message"]
    text = cli("run", bad)
    assert (text.code, text.out) == (3, "")
    assert "400; must exceed" in text.err


def test_a_near_miss_is_suggested(cli: Command, tmp_path: Path) -> None:
    """A misspelt preset or file name gets the right one offered; both are usage errors."""
    assert "did you mean beauty-tiers?" in cli("run", "beuty-tier").err
    write(tmp_path, "mine.yaml", "name: Mine\n")
    outcome = cli("run", str(tmp_path / "mien.yaml"))
    assert outcome.code == 2
    assert f"did you mean {tmp_path / 'mine.yaml'}?" in outcome.err
    assert cli("run", str(tmp_path)).err == f"error: {tmp_path} is a folder; a scenario is a YAML file or a preset\n"


def test_presets_are_listed(cli: Command) -> None:
    """Every preset is in the table and in the document, with its name and story."""
    outcome = cli("presets")
    assert outcome.code == 0
    assert [line.split()[0] for line in outcome.out.splitlines()[1:]] == list(presets())
    listed = cli("presets", "--json").document["presets"]
    assert [row["preset"] for row in listed] == list(presets())
    assert listed[0]["story"] == preset("beauty-tiers").story


def test_a_preset_can_be_printed_to_start_from(cli: Command) -> None:
    """``presets NAME`` prints the file; it loads as the same scenario, and --json prints its content."""
    printed = cli("presets", "airline-miles")
    assert loads(printed.out) == preset("airline-miles")
    document = cli("presets", "airline-miles", "--json").document
    assert document == preset("airline-miles").model_dump(mode="json")


def test_the_schema_accepts_presets_and_refuses_a_misspelt_field(cli: Command) -> None:
    """The printed JSON Schema is one document that judges as an editor would."""
    schema = cli("schema").document
    content = preset("beauty-tiers").model_dump(mode="json")
    jsonschema.validate(content, schema)
    content["program"]["expiry"] = {"moths": 6}
    errors = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(content)]
    assert any("moths" in message for message in errors)
    assert json.loads(cli("schema").out) == schema
