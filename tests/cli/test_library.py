"""``library``: saved scenarios and stored runs from the command line."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

from loyalty_sim.engine import MODEL_VERSION
from loyalty_sim.library import open_library
from loyalty_sim.scenario.files import loads
from loyalty_sim.scenario.presets import preset
from tests.conftest import Command, run_python

FEW = ("--customers", "200", "--months", "3")


def shorter(folder: Path) -> str:
    """A scenario file with a shorter life of points."""
    path = folder / "shorter.yaml"
    path.write_text("name: Shorter\nprogram: {expiry: {months: 6}}\n")
    return str(path)


def test_save_list_show_and_versions(cli: Command, tmp_path: Path) -> None:
    """What is saved is listed with its facts, shown with its changes, and printed as the file it is."""
    assert cli("library", "list").err == "no saved scenario\n"
    saved = cli("library", "save", "cdnow", "--name", "Plan", "--note", "as it is", "--author", "Ann", "--tag", "q3")
    assert (saved.code, saved.out) == (0, "saved Plan@1\n")
    assert cli("library", "save", shorter(tmp_path), "--name", "Plan", "--expect", "1").out == "saved Plan@2\n"
    heading, row = cli("library", "list").out.splitlines()
    assert heading.split()[:2] == ["Name", "Version"]
    assert row.split()[:3] == ["Plan", "2", "q3"]
    shown = cli("library", "show", "plan").out
    assert shown.startswith("Plan, version 2 of 2\n")
    assert "Based on:   cdnow" in shown
    assert "Expiry · months" in shown
    assert loads(cli("library", "show", "Plan@1", "--yaml").out) == preset("cdnow").model_copy(update={"name": "Plan"})
    assert [line.split()[0] for line in cli("library", "versions", "Plan").out.splitlines()] == ["Version", "2", "1"]


def test_documents(cli: Command, tmp_path: Path) -> None:
    """--json prints one document with every fact; errors are documents too."""
    cli("library", "save", "cdnow", "--name", "Plan")
    assert cli("library", "save", shorter(tmp_path), "--name", "Plan", "--json").document["version"] == 2
    listed = cli("library", "list", "--json").document
    assert [(one["name"], one["version"], one["locked"]) for one in listed["scenarios"]] == [("Plan", 2, False)]
    assert listed["damaged"] == []
    shown = cli("library", "show", "Plan", "--json").document
    assert "program.expiry.months" in {change["path"] for change in shown["changes"]}
    assert shown["scenario"]["program"]["expiry"]["months"] == 6
    assert [one["version"] for one in cli("library", "versions", "Plan", "--json").document["versions"]] == [2, 1]
    missing = cli("library", "show", "Plum", "--json")
    assert missing.code == missing.document["error"]["code"] == 2
    assert "did you mean" in missing.document["error"]["message"]


def test_who_was_overtaken_is_told(cli: Command) -> None:
    """--expect refuses to save on top of a version that was not seen."""
    cli("library", "save", "cdnow", "--name", "Plan", "--expect", "0")
    outcome = cli("library", "save", "cdnow", "--name", "Plan", "--expect", "0")
    assert (outcome.code, outcome.out) == (1, "")
    assert 'already has a scenario "Plan"' in outcome.err


def test_copy_rename_annotate_lock_and_remove(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is signed off can be copied and nothing else; removing must be said twice."""
    monkeypatch.setenv("LOYALTY_SIM_AUTHOR", "Ann")
    cli("library", "save", "cdnow", "--name", "Plan")
    assert cli("library", "lock", "Plan", "--expect", "1").out == "signed off Plan@1\n"
    assert cli("library", "copy", "Plan@1", "Copy").out == "saved Copy@1, based on Plan@1\n"
    for command in (
        ("rm", "Plan", "--yes"),
        ("rename", "Plan", "Other"),
        ("annotate", "Plan", "--note", "x"),
        ("lock", "Plan"),
    ):
        outcome = cli("library", *command)
        assert (outcome.code, outcome.out) == (2, "")
        assert "was signed off" in outcome.err
        assert "by Ann" in outcome.err
    assert cli("library", "rename", "copy", "Draft").out == "copy is now called Draft\n"
    assert cli("library", "annotate", "Draft", "--note", "n", "--tag", "t").out == "saved Draft@2\n"
    assert "give --note or --tag" in cli("library", "annotate", "Draft").err
    unsure = cli("library", "rm", "Draft")
    assert (unsure.code, unsure.out) == (2, "")
    assert "say so with --yes" in unsure.err
    assert cli("library", "rm", "Draft", "--yes").out == "removed Draft\n"
    assert [saved.name for saved in open_library().scenarios()] == ["Plan"]


def test_a_saved_scenario_is_taken_wherever_a_scenario_is(cli: Command) -> None:
    """library:NAME and library:NAME@VERSION are run, validated, linted and saved again; the copy knows its origin."""
    cli("library", "save", "cdnow", "--name", "Plan")
    document = cli("run", "library:plan@1", *FEW, "--json").document
    assert document["scenario"] == "Plan"
    assert cli("validate", "library:Plan").out.startswith("library:Plan: ok, Plan")
    assert cli("lint", "library:Plan", "--json").code == 0
    assert cli("library", "save", "library:Plan@1", "--name", "Other").code == 0
    assert open_library().get("Other").based_on == "Plan@1"
    refused = {
        "library:Plum": "no scenario",
        "library:Plan@7": "no version 7",
        "library:Plan@x": "after @",
        "library:Plan@" + "9" * 5000: "after @",
        "library:": "is empty",
        "library:a/b": "holds /",
    }
    for wrong, why in refused.items():
        outcome = cli("run", wrong)
        assert (outcome.code, outcome.out) == (2, "")
        assert why in outcome.err
        assert len(outcome.err) < 400


def test_a_stored_run_is_not_simulated_again(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --stored the second answer is the first one, and says so; without it the library is not touched."""
    cli("run", "cdnow", *FEW)
    assert open_library().runs() == []
    first = cli("run", "cdnow", *FEW, "--stored")
    assert "stored as run" in first.err
    monkeypatch.setattr("loyalty_sim.cli.run.simulate", None)
    second = cli("run", "cdnow", *FEW, "--stored")
    assert second.code == 0
    assert "nothing was simulated" in second.err
    assert second.out == first.out
    (run,) = cli("library", "runs", "--json").document["runs"]
    assert cli("library", "runs").out.splitlines()[1].startswith(run["id"][:12])


def test_a_stored_run_is_held_against_what_it_says_now(cli: Command) -> None:
    """``rerun`` says that nothing moved, or which figures did, then and now."""
    cli("run", "cdnow", *FEW, "--stored")
    (run,) = open_library().runs()
    same = cli("library", "rerun", run.id[:8])
    assert (same.code, len(same.out.splitlines())) == (0, 2)
    assert "figures are the same to the last digit" in same.out
    figures = json.loads(open_library().run(run.id).kpis_json)
    figures["retention"]["program"]["value"] = 0.25  # stands for what an older model said
    with sqlite3.connect(os.environ["LOYALTY_SIM_LIBRARY"]) as connection:
        connection.execute("update runs set kpis = ?, model_version = 1", (json.dumps(figures),))
    connection.close()
    moved = cli("library", "rerun", run.id[:8]).out.splitlines()
    assert f"model 1 then, {MODEL_VERSION} now" in moved[0]
    assert moved[-1].split()[:4] == ["Retention", "program", "25", "%"]
    document = cli("library", "rerun", run.id[:8], "--json").document
    assert (document["same"], document["model_versions"]) == (False, {"then": 1, "now": MODEL_VERSION})
    assert [(one["key"], one["then"]) for one in document["figures"] if not one["same"]] == [("retention", 0.25)]


def test_export_and_import(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library goes through a folder into another one; what is there already is named and left."""
    cli("library", "save", "cdnow", "--name", "Plan")
    cli("run", "library:Plan", *FEW, "--stored")
    folder = tmp_path / "out"
    assert cli("library", "export", str(folder)).out == f"wrote to {folder}: 1 scenario, 1 run\n  Plan\n"
    again = cli("library", "export", str(folder))
    assert (again.code, again.out) == (1, "")
    assert "exists already" in again.err
    assert "skipped Plan: is there already" in cli("library", "import", str(folder)).err
    monkeypatch.setenv("LOYALTY_SIM_LIBRARY", str(tmp_path / "other.sqlite"))
    taken = cli("library", "import", str(folder), "--json").document
    assert (taken["scenarios"], len(taken["runs"]), taken["skipped"]) == (["Plan"], 1, [])
    assert open_library().get("Plan").based_on == "cdnow"


def test_a_library_that_cannot_be_opened_is_said(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder or another file in its place: exit code 1 and a sentence, as text and as a document; no run is begun."""
    monkeypatch.setenv("LOYALTY_SIM_LIBRARY", str(tmp_path))
    outcome = cli("library", "list")
    assert (outcome.code, outcome.out) == (1, "")
    assert "is a folder" in outcome.err
    monkeypatch.setenv("LOYALTY_SIM_LIBRARY", shorter(tmp_path))
    assert "is no library" in cli("library", "list", "--json").document["error"]["message"]
    monkeypatch.setattr("loyalty_sim.cli.run.simulate", None)
    assert cli("run", "cdnow", "--stored").code == 1


def test_a_damaged_entry_is_a_warning(cli: Command) -> None:
    """The rest of the list is printed, and what cannot be read is named on stderr."""
    cli("library", "save", "cdnow", "--name", "Good")
    cli("library", "save", "cdnow", "--name", "Bad")
    with sqlite3.connect(os.environ["LOYALTY_SIM_LIBRARY"]) as connection:
        connection.execute("update scenarios set name = 'a' || char(27) || 'b' where name = 'Bad'")
    connection.close()
    outcome = cli("library", "list")
    assert outcome.code == 0
    assert "Good" in outcome.out
    assert outcome.err.startswith('warning: what is stored of "a\\x1bb@1" cannot be used')


def test_listing_starts_no_compiler() -> None:
    """Saved scenarios are listed, shown and saved without Numba, NumPy and pandas."""
    code = """
import sys
from loyalty_sim.cli import main
assert main(["library", "save", "cdnow", "--name", "Plan"]) == 0
assert main(["library", "list"]) == 0
assert main(["library", "show", "Plan"]) == 0
assert not {"numba", "numpy", "pandas"} & set(sys.modules)
"""
    outcome = run_python(code)
    assert outcome.code == 0, outcome.err


def test_other_commands_open_no_database() -> None:
    """Without a saved scenario in it, a command does not even import what talks to databases."""
    code = """
import sys
from loyalty_sim.cli import main
assert main(["validate", "cdnow"]) == 0
assert "sqlalchemy" not in sys.modules
"""
    outcome = run_python(code)
    assert outcome.code == 0, outcome.err
