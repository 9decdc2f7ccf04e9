"""``loyalty-sim run``: every option changes what it says, and nothing else."""

from __future__ import annotations

import re

import pytest

from loyalty_sim.finance import Check
from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.scenario.presets import preset, presets
from tests.conftest import Command

SMALL = ("--customers", "200", "--months", "6")


def test_a_preset_and_its_file_give_the_same_document(cli: Command) -> None:
    """An argument is the name of a preset or a path; both mean the same scenario."""
    by_name = cli("run", "coffee-stars", *SMALL, "--json").document
    by_path = cli("run", str(presets()["coffee-stars"]), *SMALL, "--json").document
    assert by_name["kpis"] == by_path["kpis"]
    assert by_name["manifest"]["run_id"] == by_path["manifest"]["run_id"]


def test_the_table_has_every_kpi_with_both_worlds_and_the_interval(cli: Command) -> None:
    """stdout holds one line per KPI under the promised headings, and the checks after them."""
    outcome = cli("run", "beauty-tiers", *SMALL)
    assert outcome.code == 0
    headings = re.split(r"\s{2,}", outcome.out.splitlines()[2])
    assert headings == ["KPI", "Program", "No program", "Difference", "80 % interval", "Unit"]
    for figure in FIGURES.values():
        assert re.search(rf"^{re.escape(figure.label)}\s", outcome.out, re.MULTILINE), figure.label
    retention = next(line for line in outcome.out.splitlines() if line.startswith("Retention"))
    assert len(re.split(r"\s{2,}", retention)) == 6
    assert "Points roll forward" in outcome.out


def test_the_printed_interval_can_be_wider(cli: Command) -> None:
    """--interval chooses what the table prints; the document has both whatever was chosen."""
    printed = {choice: cli("run", "beauty-tiers", *SMALL, "--interval", choice).out for choice in ("80", "95")}
    assert printed["80"] == cli("run", "beauty-tiers", *SMALL).out
    assert "95 % interval" in printed["95"]
    cost = {}
    for choice, text in printed.items():
        row = next(line for line in text.splitlines() if line.startswith("Program cost"))
        low, high = re.search(r"\$([0-9,.]+)\S* to \$([0-9,.]+)", row).groups()  # type: ignore[union-attr]
        cost[choice] = float(low.replace(",", "")), float(high.replace(",", ""))
    assert cost["95"][0] < cost["80"][0] < cost["80"][1] < cost["95"][1]
    asked = cli("run", "beauty-tiers", *SMALL, "--interval", "95", "--json").document
    assert asked["kpis"] == cli("run", "beauty-tiers", *SMALL, "--json").document["kpis"]


def test_an_interval_that_is_not_computed_is_refused(cli: Command) -> None:
    """Only the two intervals can be printed; anything else is a usage error that names both."""
    outcome = cli("run", "beauty-tiers", "--interval", "90")
    assert outcome.code == 2
    assert "80" in outcome.err
    assert "95" in outcome.err


def test_the_document_has_everything_that_was_computed(cli: Command) -> None:
    """--json prints one document with KPIs, monthly table, checks and the manifest."""
    document = cli("run", "beauty-tiers", *SMALL, "--json").document
    assert list(document["kpis"]) == list(FIGURES)
    assert [row["month"] for row in document["monthly"]] == [1, 2, 3, 4, 5, 6]
    assert document["monthly"][0]["date"] == "2027-01-01"
    assert all(check["ok"] for check in document["checks"] if check["level"] == "error")
    assert set(document["kpis"]["retention"]["program"]) == {"value", "se", "low80", "high80", "low95", "high95"}
    assert document["limits"] == document["files"] == []


def test_customers_months_and_seed_are_those_of_the_run(cli: Command) -> None:
    """The three options replace the settings of the file; without them the file's own hold."""
    document = cli("run", "coffee-stars", "--customers", "300", "--months", "7", "--seed", "5", "--json").document
    assert document["manifest"]["customers"] == 300
    assert document["manifest"]["seed"] == 5
    assert len(document["monthly"]) == 7
    kept = cli("run", "coffee-stars", "--customers", "300", "--json").document
    assert kept["manifest"]["seed"] == preset("coffee-stars").run.seed
    assert len(kept["monthly"]) == preset("coffee-stars").run.months
    other = cli("run", "coffee-stars", "--customers", "300", "--months", "7", "--seed", "6", "--json").document
    assert other["kpis"]["purchases"] != document["kpis"]["purchases"]


def test_engine_and_threads_change_no_number(cli: Command) -> None:
    """Both clocks and any number of threads give the same KPIs; the manifest says which were used."""
    compiled = cli("run", "beauty-tiers", *SMALL, "--threads", "2", "--json").document
    simpy = cli("run", "beauty-tiers", *SMALL, "--threads", "1", "--engine", "simpy", "--json").document
    assert (compiled["manifest"]["engine"], compiled["manifest"]["threads"]) == ("compiled", 2)
    assert (simpy["manifest"]["engine"], simpy["manifest"]["threads"]) == ("simpy", 1)
    assert simpy["kpis"] == compiled["kpis"]
    assert simpy["monthly"] == compiled["monthly"]


def test_quiet_silences_messages_and_nothing_else(cli: Command) -> None:
    """Messages are on stderr unless --quiet; stdout is the same."""
    loud, quiet = cli("run", "coffee-stars", *SMALL), cli("run", "coffee-stars", *SMALL, "--quiet")
    assert re.search(r"lives, .* events in", loud.err)
    assert quiet.err == ""
    assert quiet.out == loud.out


def test_a_limit_that_is_breached_ends_with_4(cli: Command) -> None:
    """--fail-if exits with 4 when its condition holds, after the whole result was printed."""
    outcome = cli("run", "beauty-tiers", *SMALL, "--fail-if", "breakage > 1", "--fail-if", "cost > 0", "--quiet")
    assert outcome.code == 4
    assert "Retention" in outcome.out
    assert re.fullmatch(r"limit breached: cost > 0; it is [\d.e+]+\n", outcome.err)


def test_a_limit_that_holds_ends_with_0(cli: Command) -> None:
    """--fail-if exits with 0 when its condition does not hold, and the document says what was found."""
    outcome = cli("run", "beauty-tiers", *SMALL, "--fail-if", "breakage > 1", "--json")
    assert outcome.code == 0
    document = outcome.document
    found = document["kpis"]["breakage"]["program"]["value"]
    assert document["limits"] == [{"limit": "breakage > 1", "value": found, "breached": False}]


@pytest.mark.parametrize("world", ["program", "without", "difference"])
def test_a_limit_may_name_the_world(cli: Command, world: str) -> None:
    """A limit on key.world looks at the value in that world."""
    document = cli("run", "beauty-tiers", *SMALL, "--fail-if", f"retention.{world}<=-1", "--json").document
    assert document["limits"][0]["value"] == document["kpis"]["retention"][world]["value"]


@pytest.mark.parametrize(
    ("sign", "number", "code"),
    [(">", "1", 0), ("<", "1", 4), (">=", "0", 4), ("<=", "-1e3", 0), ("<", "+.5", 4)],
)
def test_signs_of_limits(cli: Command, sign: str, number: str, code: int) -> None:
    """Each comparator compares as it reads; grocery-cashback breaks less than half of its points and none below zero."""
    assert cli("run", "grocery-cashback", *SMALL, "--fail-if", f"breakage {sign} {number}").code == code


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("brekage > 0.3", "did you mean breakage"),
        ("tier > 0.3", "no KPI is called tier"),
        ("breakage = 0.3", "is not a KPI, one of > >= < <=, and a number"),
        ("breakage > 0.3.1", "is not a KPI, one of > >= < <=, and a number"),
        ("breakage.other > 1", "is not a KPI, one of > >= < <=, and a number"),
    ],
)
def test_a_limit_that_cannot_be_read_is_refused_at_once(cli: Command, limit: str, message: str) -> None:
    """A limit on nothing, or without a comparison, is a usage error before anything is simulated."""
    outcome = cli("run", "beauty-tiers", "--fail-if", limit)
    assert outcome.code == 2
    assert outcome.out == ""
    assert message in outcome.err


def test_a_limit_on_a_value_that_does_not_exist_does_not_pass(cli: Command) -> None:
    """A KPI without a value in this run cannot be held to a limit: the command fails rather than say all is well."""
    outcome = cli("run", "paid-membership", *SMALL, "--fail-if", "breakage > 0.3")
    assert outcome.code == 1
    assert "breakage has no value in this run" in outcome.err


@pytest.mark.parametrize(
    ("option", "value", "allowed"), [("--customers", "5", "100,000,000"), ("--months", "0", "240"), ("--seed", "-1", "0")]
)
def test_a_setting_out_of_range_is_refused(cli: Command, option: str, value: str, allowed: str) -> None:
    """A value out of range is a usage error that names option, value and what is allowed."""
    outcome = cli("run", "coffee-stars", option, value)
    assert outcome.code == 2
    assert re.fullmatch(rf"error: {option} is {value}; must be .*{allowed}.*\n", outcome.err)


def test_a_doubtful_result_is_warned_about(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that is only a warning is said on stderr, marked in the table, and does not fail the run."""
    doubt = Check("Plausible purchase lift", False, "purchases +40 %", "warning")
    monkeypatch.setattr("loyalty_sim.cli.run.checks", lambda _: [doubt])
    outcome = cli("run", "cdnow", *SMALL)
    assert outcome.code == 0
    assert "warning: plausible purchase lift: purchases +40 %" in outcome.err
    assert re.search(r"^Plausible purchase lift\s+warning\s+purchases \+40 %$", outcome.out, re.MULTILINE)
