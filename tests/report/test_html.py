"""The HTML report: its figures are those of finance, it needs nothing outside itself, and names in it are text."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance import compare, kpis
from loyalty_sim.finance.liability import liability
from loyalty_sim.report import numbers, statements
from loyalty_sim.report.finding import finding
from loyalty_sim.report.html import Origin, charts_of, contents
from loyalty_sim.report.html.facts import MAIN, REAL, SAME, UNCLEAR
from loyalty_sim.report.statement import accountant
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import loads
from loyalty_sim.scenario.lint import lint
from loyalty_sim.scenario.presets import preset
from loyalty_sim.study import at_strength
from tests.report.conftest import Run, variant


class Page(HTMLParser):
    """Rows of tables, text, and every tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._cell = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style":
            self.text += data
        if self._cell:
            self.rows[-1][-1] += data

    def row(self, first: str, nth: int = 0) -> list[str]:
        """The cells of the nth row that begins so."""
        return [row for row in self.rows if row and row[0] == first][nth]


@pytest.fixture(scope="module")
def both(run: Run) -> tuple[Result, Result]:
    """A design and its baseline, which has the same customers."""
    return run(program__expiry__months=6), run()


@pytest.fixture(scope="module")
def page(both: tuple[Result, Result]) -> Page:
    """The report of both."""
    return Page(contents(*both))


def test_key_figures_are_those_of_finance(both: tuple[Result, Result], page: Page) -> None:
    """Every key figure of the program and every change against the baseline is what the finance functions give."""
    result, baseline = both
    changes = compare(result, baseline)
    shown = 0
    for key in MAIN:
        kpi = kpis(result)[key]
        if kpi.program is None:
            continue
        shown += 1
        cells = page.row(kpi.label)
        assert cells[1] == numbers.central(kpi.program, kpi.unit, "USD")
        change = changes.get(key)
        if change is None:
            assert cells[3] == "n/a"
        elif change.low95 == change.high95 == 0:
            assert (cells[3], cells[5]) == ("0", SAME)
        else:
            assert cells[3].lstrip("+") == numbers.central(change, kpi.unit, "USD").replace(" %", " pp")
            assert cells[5] == (UNCLEAR if change.spans_zero() else REAL)
    assert shown > 8


def test_the_answer_is_the_finding_of_the_run(both: tuple[Result, Result], page: Page, run: Run) -> None:
    """The answer is the sentence that every other surface shows, with the baseline and without one."""
    assert finding(*both) in page.text
    assert finding(run()) in Page(contents(run())).text


def test_what_is_owed_is_that_of_the_books(both: tuple[Result, Result], page: Page) -> None:
    """The contract liability among the figures and its statement by year are those of the liability function."""
    owed = liability(both[0])
    assert page.row("Owed for points (contract liability)")[1].startswith("$")
    stated = statements.owed(owed, "year")
    closing = stated.rounded()["closing"]
    cells = [row for row in page.rows if row and row[0] == "Closing balance"][1]
    assert cells[1:] == [accountant(float(amount), stated.step) for amount in closing]


def test_what_differs_from_the_baseline_is_listed(page: Page) -> None:
    """The levers that differ are named with both values; what is the same is not."""
    assert page.row("Expiry · months")[1:] == ["12", "6", "program.expiry.months"]
    assert len([row for row in page.rows if row[-1].startswith("program.")]) == 1


def test_assumptions_carry_source_and_grade(run: Run, page: Page) -> None:
    """Every response that is on stands there with the source and the grade of its strength; those off are only named."""
    effects = run().scenario.behaviour.effects().values()
    for effect in effects:
        rows = [row for row in page.rows if row and row[0].startswith(f"{effect.title}: ")]
        assert len(rows) == effect.on, effect.title
        if effect.on and getattr(effect, effect.strength) == effect.evidence()["default"]:
            assert rows[0][3] == effect.evidence().get("source", "")
            assert rows[0][4] == effect.evidence().get("grade", "judgement")
        if not effect.on:
            assert effect.title in page.text


def test_risks_are_the_ends_of_the_assumptions_and_the_linter(run: Run) -> None:
    """Weak and strong responses stand beside what is assumed, and every finding of the linter is there."""
    result = run(program__expiry__months=6)
    ends = tuple(simulate(at_strength(result.scenario, level)) for level in ("low", "high"))
    found = Page(contents(result, None, (ends[0], ends[1])))
    cells = [row for row in found.rows if row and row[0] == kpis(result)["net_value"].label][1]
    assert cells[1:] == [
        numbers.central(kpis(each)["net_value"].program, "money", "USD") for each in (ends[0], result, ends[1])
    ]
    assert lint(result.scenario)
    for each in lint(result.scenario):
        assert each.sentence in found.text
        assert each.reason in found.text


def test_nothing_outside_is_named_and_nothing_is_executed(both: tuple[Result, Result]) -> None:
    """The file names no address, loads nothing, has no script and forbids the browser both."""
    text = contents(*both)
    assert text.startswith("<!DOCTYPE html>")
    assert not re.search(r"https?:|//[a-z]|@import|javascript:", text)
    page = Page(text)
    assert not {"script", "iframe", "object", "embed", "link", "img", "base", "form"} & {tag for tag, _ in page.tags}
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "action")]
        assert (attributes.get("href") or "data:application/yaml").startswith("data:application/yaml")
    policy = next(attributes for tag, attributes in page.tags if tag == "meta" and "http-equiv" in attributes)
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"


HOSTILE = (
    "<script>alert(1)</script>", "{{7*7}}{% raw %}", "</style><img src=x onerror=alert(1)>",
    '" onload="alert(1)', "]]>&lt;b>",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_names_and_stories_are_text(run: Run, page: Page, name: str) -> None:
    """Markup and template code in names of scenarios, tiers and segments and in stories is shown, never executed."""
    scenario = run().scenario
    content: dict[str, Any] = scenario.model_dump()
    content |= {"name": name, "story": f"{name}\n\n{name}", "teaches": name}
    content["program"]["tiers"]["levels"][0]["name"] = name
    content["market"]["segments"][0]["name"] = name
    result = simulate(variant(Scenario.model_validate(content), run__customers=300, run__months=6))
    found = Page(contents(result, simulate(variant(result.scenario, program__point_value=0.01))))
    assert found.text.count(name) >= 5
    assert {tag for tag, _ in found.tags} <= {tag for tag, _ in page.tags}
    assert not [attributes for _, attributes in found.tags if any(key.startswith("on") for key in attributes)]


def test_the_report_holds_what_reproduces_it(both: tuple[Result, Result]) -> None:
    """The attached files are the scenarios of both runs, and run ids, seed and versions are named."""
    result, baseline = both
    page = Page(contents(result, baseline, origin=Origin("six months.yaml", "beauty-tiers", "out.html")))
    links = {attributes["download"]: attributes["href"] for tag, attributes in page.tags if tag == "a"}
    attached = {name: loads(base64.b64decode(str(link).partition("base64,")[2])) for name, link in links.items()}
    assert attached == {"six months.yaml": result.scenario, "beauty-tiers.yaml": baseline.scenario}
    run = result.scenario.run
    assert (
        f"loyalty-sim report 'six months.yaml' --customers {run.customers} --months {run.months} --seed {run.seed} "
        "--baseline beauty-tiers --out out.html"
    ) in page.text
    for fact in (result.manifest["run_id"], baseline.manifest["run_id"], *result.manifest["packages"].values()):
        assert fact in page.text


def test_the_same_results_give_the_same_text(both: tuple[Result, Result]) -> None:
    """Nothing of the report depends on when, or how often, it is made."""
    assert contents(*both) == contents(*both)


@pytest.mark.parametrize("name", ["paid-membership", "lifetime-dividend", "coffee-app"])
def test_programs_of_other_kinds_are_reported(run: Run, name: str) -> None:
    """A program without points states none, and one that changes over time has three to five charts like any other."""
    result = run(name)
    page = Page(contents(result))
    points = any(regime.program.has_points for regime in result.scenario.regimes)
    assert ("Points ledger" in page.text) == points
    assert 3 <= len(charts_of(result)) <= 5
    assert len([tag for tag, _ in page.tags if tag == "svg"]) == len(charts_of(result))
    assert "The books of this run balance" in page.text


def test_runs_of_different_customers_are_said_to_be_unpaired(run: Run) -> None:
    """Where the two runs cannot be paired, the report says so."""
    text = contents(run(), run("paid-membership"))
    assert "not paired" in text
    assert "not paired" not in contents(run(), run(program__point_value=0.02))


def test_a_launch_and_a_month_are_reported() -> None:
    """The shortest run, from nothing, makes a report like any other."""
    result = simulate(variant(preset("beauty-tiers"), run__customers=300, run__months=1, run__warmup_months=0))
    assert "a launch" in contents(result)
