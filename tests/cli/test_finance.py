"""``loyalty-sim finance``: the statements of a run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from loyalty_sim.cli.errors import Code
from tests.conftest import Command

SMALL = ("--customers", "400", "--months", "18", "--quiet")


def test_the_statements_are_printed_by_year(cli: Command) -> None:
    """Points, what is owed for them, profit and loss, breakage and figures, each with its periods as columns."""
    found = cli("finance", "beauty-tiers", *SMALL)
    assert found.code == Code.OK
    for title in ("Points", "Owed for points: proportional, chain-ladder", "Profit and loss", "Breakage", "Figure"):
        assert f"\n{title}" in found.out
    assert "2027  " in found.out
    assert "Ultimate breakage" in found.out
    assert "Fees of paid memberships" not in found.out


def test_a_document_foots(cli: Command) -> None:
    """In the document, opening + lines = closing in every quarter, under the policy that was asked for."""
    found = cli("finance", "apparel-certificates", *SMALL, "--json", "--by", "quarter", "--method", "remote", "--urr", "0.6")
    document = found.document
    assert document["policy"] == {"method": "remote", "estimator": "chain-ladder", "urr": 0.6}
    lines = {row.pop("key"): row for row in document["liability"]}
    assert list(lines["opening"])[:2] == ["2027 Q1", "2027 Q2"]
    for quarter, closing in lines["closing"].items():
        parts = [row[quarter] for name, row in lines.items() if name not in ("closing", "current", "non_current")]
        assert sum(parts) == pytest.approx(closing)
        assert lines["current"][quarter] + lines["non_current"][quarter] == pytest.approx(closing)


def test_followed_points_tell_ultimate_breakage(cli: Command) -> None:
    """Without following points past the horizon ultimate breakage is not known; with it, it is, and little is still open."""
    without, followed = (
        cli("finance", "beauty-tiers", *SMALL, "--json", *more).document["breakage"] for more in ((), ("--run-off",))
    )
    known = [{row["key"]: row for row in rows}["ultimate"] for rows in (without, followed)]
    assert known[0]["value"] is None
    assert 0 < known[1]["value"] < 1
    assert known[1]["still_open"] < 0.01


def test_followed_points_tell_how_wrong_the_estimate_was(cli: Command) -> None:
    """With the end known, the liability as stated stands beside the one of somebody who knew, at the close of every year and
    whenever something happened; who knows the future has no error."""
    found = cli("finance", "coffee-app", *SMALL, "--run-off")
    table = found.out[found.out.index("How wrong the estimate was") :].split("\n\n")[0].splitlines()
    assert [line.split()[0] for line in table[1:]] == ["2026-03", "2026-12", "2027-08"]
    assert "the rules change" in table[1]
    foresight = cli("finance", "coffee-app", *SMALL, "--run-off", "--estimator", "perfect-foresight")
    assert foresight.code == Code.OK
    assert "How wrong" not in foresight.out


def test_files_hold_what_is_stated(cli: Command, tmp_path: Path) -> None:
    """Every statement is a file; that of fees only where there are any."""
    cli("finance", "paid-membership", *SMALL, "--out", str(tmp_path))
    names = {path.name for path in tmp_path.iterdir()}
    stated = (
        "points",
        "liability",
        "deferred_fees",
        "profit_and_loss",
        "profit_and_loss_intervals",
        "breakage",
        "figures",
        "journal",
    )
    assert names == {f"{name}.csv" for name in stated}
    fees = pd.read_csv(tmp_path / "deferred_fees.csv").set_index("key")
    closing = fees.loc["opening"] + fees.drop(["opening", "closing"]).sum()
    assert closing.to_numpy() == pytest.approx(fees.loc["closing"].to_numpy())


def test_files_hold_the_triangles(cli: Command, tmp_path: Path) -> None:
    """With points there are the triangles, their vintages and their factors, and the vintages hold what the ledger does."""
    document = cli("finance", "beauty-tiers", *SMALL, "--json", "--out", str(tmp_path)).document
    assert "triangles" not in document
    vintages, cells = (pd.read_csv(tmp_path / f"{name}.csv") for name in ("vintages", "triangles"))
    closing = next(row for row in document["points"] if row["key"] == "closing")
    assert vintages["outstanding"].sum() == pytest.approx(closing["2028"])
    seen = cells[(cells["months_seen"] > 0) & (cells["ending"] == "redeemed")]
    assert seen["increment"].sum() == pytest.approx(vintages["redeemed"].sum())
    assert (tmp_path / "development.csv").exists()


def test_the_journal_balances(cli: Command) -> None:
    """The document holds the journal, debits equal to credits in every period, and the liability moves as it was stated."""
    document = cli("finance", "coffee-stars", *SMALL, "--json").document
    journal = pd.DataFrame(document["journal"])
    sums = journal.groupby("period")[["debit", "credit"]].sum()
    assert sums["debit"].to_numpy() == pytest.approx(sums["credit"].to_numpy())
    owed = journal[journal["account"] == "Contract liability, points"].groupby("period")[["debit", "credit"]].sum()
    stated = {row["key"]: row for row in document["liability"]}
    for year in ("2027", "2028"):
        moved = owed.loc[year, "credit"] - owed.loc[year, "debit"]
        assert moved == pytest.approx(stated["closing"][year] - stated["opening"][year], abs=0.02)


def test_closing_balances_have_intervals(cli: Command) -> None:
    """Points held and what is owed for them stand among the figures, with both intervals, as in the statements."""
    document = cli("finance", "beauty-tiers", *SMALL, "--json").document
    figures = {row["key"]: row for row in document["figures"]}
    closing = {name: next(row for row in document[name] if row["key"] == "closing") for name in ("points", "liability")}
    for key, name in (("closing_points", "points"), ("closing_liability", "liability")):
        row = figures[key]
        assert row["value"] == pytest.approx(closing[name]["2028"])
        assert row["low95"] < row["low80"] < row["value"] < row["high80"] < row["high95"]
    assert "closing_fees" not in figures


def test_a_baseline_adds_the_bridges(cli: Command, tmp_path: Path) -> None:
    """Cost, balance and margin are each explained from the baseline on: steps and residual add up to the other."""
    path = tmp_path / "shorter.yaml"
    path.write_text(cli("presets", "beauty-tiers").out.replace("months: 12 ", "months: 6 ", 1), encoding="utf-8")
    found = cli("finance", str(path), "--baseline", "beauty-tiers", *SMALL)
    assert found.code == Code.OK
    assert "Why the program cost differs" in found.out
    assert "in the order listed" in found.out
    document = cli("finance", str(path), "--baseline", "beauty-tiers", *SMALL, "--json").document
    table = pd.DataFrame(document["bridge"])
    assert document["baseline"] == "Beauty retailer with points and tiers"
    assert list(table["figure"].unique()) == ["program_cost", "closing_liability", "incremental_margin"]
    for _, steps in table.groupby("figure"):
        assert steps["label"].iloc[[0, -2, -1]].tolist() == ["Baseline", "Residual", "Result"]
        assert steps["value"].iloc[:-1].sum() == pytest.approx(steps["value"].iloc[-1])
        assert steps["value"].iloc[1:-1].abs().max() > 0


def test_another_baseline_is_refused_before_the_run(cli: Command) -> None:
    """A baseline with other customers is a usage error that names the field in which it differs."""
    found = cli("finance", "beauty-tiers", "--baseline", "beauty-chart", *SMALL)
    assert (found.code, found.out) == (Code.USAGE, "")
    assert "cannot be compared: run.warmup_months is 36 there and 24 here" in found.err
    missing = cli("finance", "beauty-tiers", "--baseline", "beauty-tier", *SMALL)
    assert (missing.code, "did you mean beauty-tiers?" in missing.err) == (Code.USAGE, True)


def test_the_tail_is_of_many_runs(cli: Command) -> None:
    """What balances exceed in one run of twenty stands above their mean, with its meaning; fewer runs are refused."""
    document = cli("finance", "beauty-tiers", *SMALL, "--tail", "20", "--json").document
    rows = {row["key"]: row for row in document["tail"]}
    assert set(rows) == {"closing_points", "closing_liability"}
    for row in rows.values():
        assert row["runs"] == 20
        assert row["mean"] < row["quantile"] < row["mean"] + 4 * row["deviation"]
        assert "95 of 100 runs" in row["definition"]
    assert cli("finance", "beauty-tiers", "--tail", "19").code == Code.USAGE


def test_a_rate_that_is_none_is_refused(cli: Command) -> None:
    """A redemption rate is from 0 to 1."""
    found = cli("finance", "beauty-tiers", "--urr", "1.5")
    assert found.code == Code.USAGE
    assert "'--urr'" in found.err
    assert "less than or equal to 1" in found.err
