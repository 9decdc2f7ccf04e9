"""The finance page, closing the books: journal, deferred fees, workbook, and the checks that go with them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from loyalty_sim.engine import Measure, Result, simulate
from loyalty_sim.finance import Check
from loyalty_sim.finance.deferred_fees import fees_table
from loyalty_sim.finance.journals import Journal, journal
from loyalty_sim.finance.liability import Policy, liability
from loyalty_sim.finance.periods import Period
from loyalty_sim.report import statements, ties
from loyalty_sim.report.workbook import contents
from loyalty_sim.ui import choices, following, journals, workbooks
from loyalty_sim.ui.link import encode
from loyalty_sim.ui.runs import Analysis
from loyalty_sim.ui.work import Work
from tests.ui.conftest import PAGES, Open, widget
from tests.ui.finance_page import PERIODS, choose, line, opened, result_of, shown, small


@pytest.fixture(scope="module")
def fees() -> Result:
    """A small run with paid memberships."""
    return simulate(small("paid-membership"))


def test_the_journal_is_that_of_the_run(open_page: Open) -> None:
    """Every line is that of the finance function, both totals are equal, and the policy chosen is the one posted."""
    app = choose(opened(open_page, "coalition"), "statement", choices.JOURNAL)
    table, found = shown(app), journal(liability(result_of(app)), "year")
    debit, credit = table.columns[3:]
    assert table[debit].iloc[:-1].tolist() == [entry.debit / 100 for entry in found.entries]
    assert table[credit].iloc[:-1].tolist() == [entry.credit / 100 for entry in found.entries]
    assert table[debit].iloc[-1] == table[credit].iloc[-1] == sum(entry.debit for entry in found.entries) / 100
    assert "Accrued rewards" not in set(table["Account"])
    app.session_state["method"] = "accrued cost"
    app.run()
    assert {"Accrued rewards", "Program expense"} <= set(shown(app)["Account"])


def test_one_period_of_the_journal(open_page: Open) -> None:
    """The entries of one period can be looked at alone, with their own totals; another period length shows all again."""
    app = choose(opened(open_page, "beauty-tiers"), "statement", choices.JOURNAL)
    whole = shown(app)
    chosen = whole["Period"].iloc[0]
    widget(app, "selectbox", "journal.year").set_value(chosen).run()
    part = shown(app)
    assert set(part["Period"]) == {chosen, journals.TOTAL}
    assert len(part) - 1 == (whole["Period"] == chosen).sum()
    assert part.iloc[-1, 3] == pytest.approx(part.iloc[:-1, 3].sum(), abs=0.005)
    assert part.iloc[-1, 3] == part.iloc[-1, 4]
    choose(app, "period", "quarter")
    assert len(set(shown(app)["Period"])) > 4


def test_deferred_fees_are_those_of_the_finance_functions(open_page: Open) -> None:
    """Received, earned and closing by year are what the finance function gives, to the unit shown."""
    app = choose(opened(open_page, "paid-membership"), "statement", choices.FEES)
    table = fees_table(result_of(app), "year").set_index("key")
    for label, key in (("Opening balance", "opening"), ("Closing balance", "closing")):
        assert line(shown(app), label)[: len(table.columns)] == pytest.approx(table.loc[key].to_numpy(float), abs=0.5)
    assert line(shown(app), "Fees received") == pytest.approx(table.loc["fees_received"].to_numpy(float), abs=1.5)
    assert line(shown(app), "Earned") == pytest.approx(table.loc["earned"].to_numpy(float), abs=1.5)
    assert any("membership fees are still to be earned" in text.value for text in app.markdown)


@pytest.mark.parametrize("by", PERIODS)
def test_deferred_fees_foot_as_shown(fees: Result, by: Period) -> None:
    """Opening and lines add up to the closing, exactly as shown, and an opening is the closing before it."""
    stated = statements.fees(fees, by)
    amounts = {key: np.rint(values / stated.step) for key, values in stated.rounded().items()}
    ((total, parts),) = stated.sums
    assert (sum(amounts[part] for part in parts) == amounts[total]).all()
    assert (amounts["opening"][1:] == amounts["closing"][:-1]).all()
    assert [tie for tie in ties.of_fees(fees, by) if not tie.ok] == []


def test_a_check_of_the_journal_fails_when_a_posting_is_missing(fees: Result) -> None:
    """Fees that were received and not posted leave their account astray, which the checks say in money."""
    found = journal(liability(fees))
    broken = [tie for tie in ties.of_journal(replace(found, postings=found.postings[1:]), "USD") if not tie.ok]
    assert [tie.name for tie in broken] == ["Journal: accounts close where the statements do"]
    assert broken[0].gap > 1
    assert all(tie.ok for tie in ties.of_journal(found, "USD"))


def test_a_check_of_fees_fails_when_money_is_missing(fees: Result) -> None:
    """Fees that were earned and never received are found."""
    tampered = replace(fees, tally=replace(fees.tally, books=fees.tally.books.copy()))
    tampered.tally.panel[0, -1, 0, Measure.FEE_LEVEL] -= 10**15
    assert [tie.name for tie in ties.of_fees(tampered, "year") if not tie.ok] == ["Deferred fees: never below zero"]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[object, ...], bytes]]:
    """What workbooks the page makes: of what, and the file."""
    found: list[tuple[tuple[object, ...], bytes]] = []

    def recorded(*args: Any) -> bytes:
        found.append((args, contents(*args)))
        return found[-1][1]

    monkeypatch.setattr(workbooks, "contents", recorded)
    return found


def handed(app: AppTest) -> int:
    """How many workbooks the page hands over."""
    return [button.proto.label for button in app.get("download_button")].count("Download workbook (Excel)")


def test_the_workbook_is_made_on_demand(open_page: Open, made: list[tuple[tuple[object, ...], bytes]]) -> None:
    """Drawing the page makes no workbook; a click makes that of the run shown by the policy chosen, and hands it over until
    something else is shown."""
    app = opened(open_page, "coalition", seed=12)
    assert widget(app, "button", "workbook.make").label == "Make workbook"
    assert (made, handed(app)) == ([], 0)
    widget(app, "button", "workbook.make").click().run()
    assert not app.exception
    result = result_of(app)
    assert [of for of, _ in made] == [(result, Policy(), None, following.followed(result.scenario))]
    choose(app, "statement", choices.CASH)
    assert (handed(app), len(made)) == (1, 1)
    app.session_state["method"] = "remote"
    app.run()
    assert widget(app, "button", "workbook.make").label == "Make workbook"
    assert handed(app) == 0


def test_the_workbook_compares_with_the_baseline(open_page: Open, made: list[tuple[tuple[object, ...], bytes]]) -> None:
    """Where the design differs from its baseline the workbook has a sheet for that, and none where it does not."""
    first = Work.opened("coalition").edited(("run", "seed"), 13)
    for work in (first, first.edited(("program", "point_value"), 0.02)):
        app = open_page(s=encode(work))
        app.switch_page(f"{PAGES}/finance.py").run()
        widget(app, "button", "workbook.make").click().run()
        assert handed(app) == 1
    sheets = [openpyxl.load_workbook(io.BytesIO(content), read_only=True).sheetnames for _, content in made]
    assert ["Compare" in names for names in sheets] == [False, True]


def test_books_that_do_not_balance_give_no_workbook(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of the button a sentence says which identity fails; a warning of plausibility stops nothing."""
    broken = [Check("Points roll forward", False, "largest gap 7 points"), Check("Lift", False, "9 %", "warning")]
    analysis = Analysis(simulate(small("coalition")))
    monkeypatch.setattr(Analysis, "checks", property(lambda _: broken[1:]))
    assert workbooks.unbalanced(analysis) is None
    monkeypatch.setattr(Analysis, "checks", property(lambda _: broken))
    assert workbooks.unbalanced(analysis) == (
        "The books of this run do not balance, so there is no workbook of it (Points roll forward: largest gap 7 points)."
    )
    app = opened(open_page, "coalition")
    assert any("there is no workbook" in error.value for error in app.error)
    assert "workbook.make" not in [button.key for button in app.button]


def test_without_points_and_fees_there_is_no_journal(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that has neither posts nothing, which a sentence says."""
    monkeypatch.setattr(journals, "posted", posting_nothing)
    app = choose(opened(open_page, "coalition"), "statement", choices.JOURNAL)
    assert [info.value for info in app.info] == [journals.EMPTY]
    assert not app.dataframe


def posting_nothing(result: Result, policy: Policy, until: int, by: Period) -> Journal:
    """A journal without postings."""
    return replace(journal(liability(result, policy), by), postings=(), opening={}, closing={})


def test_tables_of_the_journal_have_numbers(fees: Result) -> None:
    """Amounts are numbers and one of both sides is zero on every line."""
    table = journals.table(journal(liability(fees), "quarter"), "USD")
    assert all(pd.api.types.is_float_dtype(table[column]) for column in table.columns[3:])
    assert ((table.iloc[:-1, 3] == 0) != (table.iloc[:-1, 4] == 0)).all()
