"""The finance page: statements that foot as shown, say what the finance functions say, and are downloaded as they are."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from loyalty_sim.engine import Measure, Result, simulate
from loyalty_sim.finance.backtest import backtest
from loyalty_sim.finance.ledger import in_real_points, points_ledger
from loyalty_sim.finance.liability import Policy, liability
from loyalty_sim.finance.periods import Period
from loyalty_sim.finance.pnl import profit_and_loss
from loyalty_sim.finance.run_off import longer
from loyalty_sim.report import statements, ties
from loyalty_sim.report.files import csv
from loyalty_sim.report.statement import LINE, Row, Statement
from loyalty_sim.ui import breakage, bridging, choices, finance, following, hindsight
from tests.ui.conftest import Open, widget
from tests.ui.finance_page import PERIODS, PRESETS, choose, line, opened, result_of, shown, small

CHECKS = {"beauty-tiers": 18, "paid-membership": 9, "coalition": 16}
"""How many identities tie the statements of each."""


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    """A small run of each preset."""
    return {name: simulate(small(name)) for name in PRESETS}


def nothing(name: str, chosen: str) -> str | None:
    """What is said where a preset has nothing to state."""
    if chosen == choices.BRIDGE:
        return bridging.NOTHING
    if name == "paid-membership":
        return finance.NO_POINTS if chosen in finance.OF_POINTS else None
    return finance.NO_FEES if chosen == choices.FEES else None


@pytest.mark.parametrize("name", PRESETS)
def test_every_statement_draws(open_page: Open, name: str) -> None:
    """Each statement is drawn as a table, or a sentence says that the program gives no points; the checks always show."""
    app = opened(open_page, name)
    for chosen in choices.STATEMENTS:
        choose(app, "statement", chosen)
        sentence = nothing(name, chosen)
        if sentence is not None:
            assert [info.value for info in app.info] == [sentence]
            assert not app.dataframe
        else:
            assert len(shown(app)) >= 4
            assert app.get("download_button")
        checks = [text.value for text in app.markdown if "hold; largest gap" in text.value]
        assert len(checks) == 1
        assert checks[0].startswith(":green[")


def test_numbers_are_those_of_the_finance_functions(open_page: Open) -> None:
    """Closing points, liability and margin by year are what the finance functions give, to the unit shown."""
    app = opened(open_page, "beauty-tiers")
    result = result_of(app)
    ledger = in_real_points(points_ledger(result), result).by("year")
    assert line(shown(app), "Closing balance") == pytest.approx(ledger.closing, abs=0.5)
    assert line(shown(app), "Redeemed") == pytest.approx(-ledger.deductions["redeemed"], abs=1.5)
    choose(app, "statement", choices.LIABILITY)
    owed = liability(result, Policy()).by("year")
    assert line(shown(app), "Closing balance") == pytest.approx(owed["closing"][0], abs=0.5)
    assert line(shown(app), "Of which current") == pytest.approx(owed["current"][0], abs=1.5)
    choose(app, "statement", choices.PROFIT)
    frame = profit_and_loss(result, "year")
    margin = frame[(frame["key"] == "margin_after_program") & (frame["world"] == "program")]["value"].to_numpy()
    assert line(shown(app), "Margin after program") == pytest.approx(margin, abs=0.5)
    choose(app, "world", "difference")
    caused = frame[(frame["key"] == "margin_after_program") & (frame["world"] == "difference")]["value"].to_numpy()
    assert line(shown(app), "Margin after program") == pytest.approx(caused, abs=0.5)


def test_the_period_is_chosen_and_kept(open_page: Open) -> None:
    """Years at first; by quarter and month there are more columns, and another statement keeps the choice."""
    app = opened(open_page, "coalition")
    months = result_of(app).scenario.run.months
    assert shown(app).shape[1] == 1 + months // 12
    choose(app, "period", "quarter")
    assert shown(app).shape[1] == 1 + months // 3
    choose(app, "statement", choices.CASH)
    assert shown(app).shape[1] == 1 + months // 3
    choose(app, "period", "month")
    assert shown(app).shape[1] == 1 + months


def test_the_policy_moves_the_liability_and_the_checks_follow(open_page: Open) -> None:
    """Each method and estimator gives its own balance, and all checks hold with it; a lower fixed rate owes less."""
    app = choose(opened(open_page, "beauty-tiers"), "statement", choices.LIABILITY)
    found = {}
    for method in ("proportional", "remote", "accrued cost"):
        widget(app, "selectbox", "method").set_value(method).run()
        found[method] = line(shown(app), "Closing balance")[-1]
        assert any("hold; largest gap" in text.value for text in app.markdown)
    assert len(set(found.values())) == 3
    widget(app, "selectbox", "estimator").set_value("fixed").run()
    high = line(shown(app), "Closing balance")[-1]
    widget(app, "number_input", "urr").set_value(75.0).run()
    assert not app.exception
    assert line(shown(app), "Closing balance")[-1] < high


def test_ledgers_by_segment_tier_and_vintage(open_page: Open) -> None:
    """The closings of segments and vintages add up to those of all customers, and one of them can be looked at alone."""
    app = opened(open_page, "beauty-tiers")
    whole = line(shown(app), "Closing balance")
    for axis in ("segments", "vintages"):
        table = shown(choose(app, "axis", axis))
        parts = table.iloc[: list(table[LINE]).index("Closing balance"), 1:].to_numpy(float)
        assert (parts.sum(axis=0) == line(table, "Closing balance")).all()
        assert line(table, "Closing balance") == pytest.approx(whole, abs=1)
    choose(app, "axis", "tiers")
    tiers = result_of(app).scenario.tier_names
    widget(app, "selectbox", "which.tiers").set_value(tiers[0]).run()
    assert not app.exception
    table = shown(app)
    assert table[LINE].iloc[0] == "Opening balance"
    assert (line(table, "Opening balance")[1:] == line(table, "Closing balance")[:-1]).all()
    choose(choose(app, "axis", "all customers"), "measured", "face value")
    assert "Closing balance" in list(shown(app)[LINE])


def test_a_program_without_tiers_says_so(open_page: Open) -> None:
    """There is no ledger by tier without tiers, which a sentence says."""
    app = choose(opened(open_page, "coalition"), "axis", "tiers")
    assert any("no tiers" in info.value for info in app.info)


def test_the_interval_is_the_one_chosen(open_page: Open) -> None:
    """The ends beside a closing balance are those of the coverage chosen for the whole page, wider at 95 %."""
    app = opened(open_page, "beauty-tiers")
    usual = [line(shown(app), f"80 % interval {end}")[-1] for end in ("from", "to")]
    app.button_group(key="coverage").set_value(95).run()
    wide = [line(shown(app), f"95 % interval {end}")[-1] for end in ("from", "to")]
    assert wide[0] < usual[0] < line(shown(app), "Closing balance")[-1] < usual[1] < wide[1]


def test_points_are_followed_behind_the_page(open_page: Open) -> None:
    """Ultimate breakage is unknown until the points are followed; then all four are there, with what is still open."""
    app = choose(opened(open_page, "beauty-tiers", seed=42), "statement", choices.BREAKAGE)
    before = shown(app)
    assert before["Breakage, %"].isna().sum() == 2  # ultimate, and of the balance
    widget(app, "button", "follow").click().run()
    app.session_state[following.FOLLOWING].future.result(timeout=120)
    app.run()
    assert not app.exception
    after = shown(app)
    assert after["Breakage, %"].notna().all()
    assert after["Still open, %"].notna().sum() == 2
    steps = shown(app, 1).set_index("Step")["Points"]
    assert steps.iloc[:4].sum() == steps.iloc[4]
    assert steps.iloc[4:7].sum() == steps.iloc[7]


@pytest.mark.parametrize("by", PERIODS)
@pytest.mark.parametrize("name", PRESETS)
def test_amounts_foot_as_shown(results: dict[str, Result], name: str, by: Period) -> None:
    """In every period every sum shown is exactly the sum of the lines shown, and an opening is the closing before it."""
    result = results[name]
    owed = liability(result, Policy())
    stated = [statements.ledger(result, by, measured) for measured in ("points", "face value")]
    stated += [statements.ledger(result, by, "points", "vintages"), statements.owed(owed, by)]
    stated += [make(result, by, world) for make in (statements.profit, statements.receipts) for world in choices.WORLDS]
    for statement in stated:
        amounts = {key: np.rint(values / statement.step) for key, values in statement.rounded().items()}
        for total, parts in statement.sums:
            assert (sum(amounts[part] for part in parts) == amounts[total]).all(), (statement.name, total)
        if "opening" in amounts:
            assert (amounts["opening"][1:] == amounts["closing"][:-1]).all()


@pytest.mark.parametrize("by", PERIODS)
@pytest.mark.parametrize("name", PRESETS)
def test_the_checks_hold(results: dict[str, Result], name: str, by: Period) -> None:
    """All identities between the statements hold on each preset and period, cut periods included."""
    found = finance.tied(results[name], by, Policy(), 20)
    assert len(found) == CHECKS[name]
    assert [tie for tie in found if not tie.ok] == []


def test_a_check_fails_when_points_are_missing(results: dict[str, Result]) -> None:
    """A point that the months know and the vintages do not is found."""
    result = results["beauty-tiers"]
    tally = replace(result.tally, books=result.tally.books.copy())
    tally.panel[0, -1, 0, Measure.REDEEMED] += 1
    broken = [tie.name for tie in ties.of_points(replace(result, tally=tally), "year") if not tie.ok]
    assert "Points: sum of vintages = total" in broken
    assert "Points: closing = points of all vintages that the engine counts as left" in broken


def test_periods_cut_by_the_run_say_so(results: dict[str, Result]) -> None:
    """A year of which the run covers but some months says how many."""
    assert list(statements.profit(results["coalition"], "year", "program").table(80).columns[1:]) == [
        "2027 (8 of 12 months)", "2028",
    ]  # fmt: skip


def test_the_file_holds_what_is_shown(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The download of each statement is its table, cell by cell."""
    files: dict[str, str] = {}
    monkeypatch.setattr("loyalty_sim.report.files.csv", lambda table: files.setdefault("last", csv(table)))
    app = opened(open_page, "coalition")
    for chosen in choices.STATEMENTS:
        files.clear()
        choose(app, "statement", chosen)
        if nothing("coalition", chosen) is not None:
            assert not files
            continue
        read = pd.read_csv(io.StringIO(files["last"]), dtype={shown(app).columns[0]: str})
        pd.testing.assert_frame_equal(read, shown(app).reset_index(drop=True), check_dtype=False)


def test_a_name_is_no_formula_in_the_file() -> None:
    """Text that a spreadsheet would compute is marked as text; numbers below zero stay numbers."""
    text = csv(pd.DataFrame({LINE: ["=1+1", "-x"], "2027": [-5.0, 1.0]}))
    assert text == "Line,2027\n'=1+1,-5.0\n'-x,1.0\n"


def test_small_amounts_are_shown_in_cents(results: dict[str, Result]) -> None:
    """Money below a hundred thousand is shown to the cent, and still foots when the residue must go somewhere."""
    by = statements.profit(results["coalition"], "year", "program").periods
    third = np.array([100 / 3, 0.004])
    rows = (Row("a", "A", "", third), Row("b", "B", "", third), Row("sum", "Sum", "", 2 * third, total=True))
    stated = Statement("Thirds", "USD", by, rows, (("sum", ("a", "b")),))
    amounts = stated.rounded()
    assert stated.step == 0.01
    assert amounts["sum"].tolist() == [66.67, 0.01]
    assert (amounts["a"] + amounts["b"]).round(2).tolist() == [66.67, 0.01]


def test_vintages_and_figures_are_those_of_the_run(results: dict[str, Result]) -> None:
    """Each vintage is accounted for in whole points; breakage in per cent is that of the finance functions."""
    result = results["beauty-tiers"]
    followed = simulate(longer(result.scenario, 12))
    table = breakage.vintages(followed, 20, "quarter")
    assert (table[["Clawed back", "Redeemed", "Expired", "Still open"]].sum(axis=1) == table["Issued"]).all()
    found = breakage.breakages(result, followed)
    shares = breakage.figures(found, 80)["Breakage, %"]
    expected = [np.nan if one.value is None else round(100 * one.value.value, 1) for one in found]
    assert np.array_equal(shares.to_numpy(float), np.array(expected), equal_nan=True)


def test_hindsight_shows_stated_less_known(results: dict[str, Result]) -> None:
    """At each close of a period the error is what was stated less what is known, as the backtest of that month has it."""
    result = results["beauty-tiers"]
    followed = simulate(longer(result.scenario, 12))
    found = backtest(result, followed)
    table = hindsight.closes(found, "quarter", 80)
    monthly = found.table()
    assert table["Close of"].iloc[0] == "2027 Q2 (2 of 3 months)"
    assert table["Error"].to_numpy() == pytest.approx(monthly["error"].to_numpy()[[1, 4, 7, 10, 13, 16, 19]], abs=0.5)
    assert table["Error"].to_numpy() == pytest.approx((table["Owed as stated"] - table["Owed as known"]).to_numpy(), abs=1)


def test_hindsight_comes_with_the_points_followed(open_page: Open) -> None:
    """Beside the liability stands how wrong it would have been, once the points are followed; foresight has no error."""
    app = choose(opened(open_page, "coalition", seed=41), "statement", choices.LIABILITY)
    assert len(app.dataframe) == 1
    widget(app, "button", "follow").click().run()
    app.session_state[following.FOLLOWING].future.result(timeout=120)
    app.run()
    assert not app.exception
    assert list(shown(app, 1).columns[:3]) == ["Close of", "Owed as stated", "Owed as known"]
    assert len(app.get("vega_lite_chart")) == 2
    widget(app, "selectbox", "estimator").set_value("perfect foresight").run()
    assert not app.exception
    assert len(app.dataframe) == 1
