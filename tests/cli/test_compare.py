"""``loyalty-sim compare``: designs side by side, as tables, as one document, as files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from loyalty_sim.cli import comparison
from loyalty_sim.cli.errors import Code
from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report.comparison import IMPORTANT
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import dumps
from loyalty_sim.scenario.presets import preset
from loyalty_sim.study.comparison import FEWEST, MOST
from tests.conftest import Command

SMALL = ("--customers", "300", "--months", "6")


@pytest.fixture
def dearer(tmp_path: Path) -> str:
    """A file with beauty-tiers, its points dearer to the company."""
    content = preset("beauty-tiers").model_dump()
    content["economics"]["cost_per_point"] = 0.05
    file = tmp_path / "dearer.yaml"
    file.write_text(dumps(Scenario(**content)), encoding="utf-8")
    return str(file)


def test_what_differs_and_what_that_does_is_printed(cli: Command, dearer: str) -> None:
    """The one input that differs, key figures of both, changes with marks, and a sentence for each important figure."""
    found = cli("compare", "beauty-tiers", dearer, *SMALL, "--quiet")
    assert found.code == Code.OK
    assert re.search(r"^Cost per point +none +0.05 USD per redeemed point$", found.out, re.MULTILINE)
    assert re.search(r"^KPI +beauty-tiers +dearer$", found.out, re.MULTILINE)
    assert re.search(r"^Program cost +\+\$\S+ +\+\$\S+ to \+\$\S+ +real$", found.out, re.MULTILINE)
    assert re.search(r"^Members +0 +exact +same$", found.out, re.MULTILINE)
    assert "Program cost: dearer differs from beauty-tiers by +$" in found.out
    assert len(re.findall(r"\.$", found.out, re.MULTILINE)) == len(IMPORTANT) + 1
    assert found.err == ""


def test_a_design_and_itself_differ_by_exactly_nothing(cli: Command) -> None:
    """Every change in the document is 0 with no noise, no input differs, and the names are told apart."""
    document = cli("compare", "beauty-tiers", "beauty-tiers", *SMALL, "--json").document
    assert [design["name"] for design in document["designs"]] == ["beauty-tiers", "beauty-tiers (2)"]
    assert document["inputs"] == []
    assert list(document["kpis"]) == list(FIGURES)
    for figure in document["kpis"].values():
        if figure["changes"][1] is not None:
            assert (figure["changes"][1]["value"], figure["changes"][1]["se"]) == (0, 0)
            assert figure["verdicts"][1] == "same"
    printed = cli("compare", "beauty-tiers", "beauty-tiers", *SMALL, "--quiet").out
    assert "No input differs." in printed


def test_void_pairing_is_said_and_mended_by_a_rerun(cli: Command) -> None:
    """Presets of other markets are compared as independent, with a warning that names fields; --rerun pairs them."""
    apart = cli("compare", "beauty-tiers", "coffee-stars", *SMALL)
    assert apart.code == Code.OK
    assert "pairing is void (run.warmup_months is 18 months, not 24 months; market.customers is" in apart.err
    assert "--rerun runs all in the market of beauty-tiers" in apart.err
    mended = cli("compare", "beauty-tiers", "coffee-stars", *SMALL, "--rerun")
    assert mended.err == ""
    document = cli("compare", "beauty-tiers", "coffee-stars", *SMALL, "--rerun", "--json").document
    assert [design["paired"] for design in document["designs"]] == [True, True]
    assert not [each for each in document["inputs"] if each["Path"].startswith(("run.", "market."))]


def test_a_wider_interval_calls_less_real(cli: Command, dearer: str) -> None:
    """--interval 95 is used in the table, and what is real then is real at 80 % too."""
    verdicts = []
    for choice in ("80", "95"):
        document = cli("compare", "beauty-tiers", dearer, *SMALL, "--interval", choice, "--json").document
        assert document["coverage"] == int(choice)
        verdicts.append({key for key, figure in document["kpis"].items() if figure["verdicts"][1] == "real"})
    assert verdicts[1] <= verdicts[0]
    assert "95 % interval" in cli("compare", "beauty-tiers", dearer, *SMALL, "--interval", "95").out


def test_files_hold_everything(cli: Command, dearer: str, tmp_path: Path) -> None:
    """Each table is a file, and the document with the runs behind it another."""
    folder = tmp_path / "out"
    found = cli("compare", "beauty-tiers", dearer, *SMALL, "--out", str(folder))
    names = ("inputs.csv", "figures.csv", "paths.csv", "winners.csv", "bridge.csv", "comparison.json")
    assert {path.name for path in folder.iterdir()} == set(names)
    assert f"wrote {', '.join(names)} to {folder}" in found.err
    figures = pd.read_csv(folder / "figures.csv")
    document = json.loads((folder / "comparison.json").read_text())
    cost = figures[(figures["key"] == "cost") & (figures["design"] == "dearer")]["difference_value"].item()
    assert cost == pytest.approx(document["kpis"]["cost"]["changes"][1]["value"])
    assert pd.read_csv(folder / "inputs.csv")["Path"].tolist() == ["economics.cost_per_point"]
    assert document["designs"][0]["manifest"]["customers"] == 300


@pytest.mark.parametrize("count", [1, 7])
def test_two_to_six_are_compared(cli: Command, count: int) -> None:
    """One scenario or seven is a usage error before anything is read; the command knows the limits of the comparison."""
    found = cli("compare", *["no-such-file"] * count)
    assert found.code == Code.USAGE
    assert re.fullmatch(r"error: \d scenarios? given; compare takes 2 to 6\n", found.err)
    assert (comparison.FEWEST, comparison.MOST) == (FEWEST, MOST)


def test_a_wrong_scenario_is_refused_as_elsewhere(cli: Command, tmp_path: Path) -> None:
    """An unknown name is a usage error, a file that is not valid ends with 3, a run that it makes is not begun."""
    unknown = cli("compare", "beauty-tiers", "coffee-star")
    assert unknown.code == Code.USAGE
    assert "did you mean coffee-stars" in unknown.err
    bad = tmp_path / "bad.yaml"
    bad.write_text("program:\n  point_value: -1\n")
    assert cli("compare", "beauty-tiers", str(bad)).code == Code.INVALID
    document = cli("compare", "beauty-tiers", str(bad), "--json").document
    assert document["error"]["code"] == Code.INVALID


def test_other_currencies_are_said(cli: Command, tmp_path: Path) -> None:
    """Amounts of money are not compared between currencies; shares are."""
    euro = tmp_path / "euro.yaml"
    euro.write_text(dumps(preset("beauty-tiers").model_copy(update={"currency": "EUR"})))
    found = cli("compare", "beauty-tiers", str(euro), *SMALL)
    assert "euro is in another currency; amounts of money are not compared" in found.err
    assert "Program cost: not to be compared, as the currencies differ." in found.out
    assert "Retention: the same in euro as in beauty-tiers." in found.out
