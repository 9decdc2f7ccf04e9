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
    stated = ("points", "liability", "deferred_fees", "profit_and_loss", "breakage", "figures")
    assert names == {f"{name}.csv" for name in stated}
    fees = pd.read_csv(tmp_path / "deferred_fees.csv").set_index("key")
    closing = fees.loc["opening"] + fees.drop(["opening", "closing"]).sum()
    assert closing.to_numpy() == pytest.approx(fees.loc["closing"].to_numpy())


def test_a_rate_that_is_none_is_refused(cli: Command) -> None:
    """A redemption rate is from 0 to 1."""
    found = cli("finance", "beauty-tiers", "--urr", "1.5")
    assert found.code == Code.USAGE
    assert "'--urr'" in found.err
    assert "less than or equal to 1" in found.err
