"""``loyalty-sim finance``: the statements of a run, as tables, as one document, or as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.export import require_writable, write_csv, write_whole
from loyalty_sim.cli.streams import emit, emit_json, progress, say, table
from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance import (
    Period,
    breakages,
    checks,
    in_real_points,
    longer,
    pnl_figures,
    points_ledger,
    profit_and_loss,
)
from loyalty_sim.finance.backtest import backtest
from loyalty_sim.finance.deferred_fees import fees_table
from loyalty_sim.finance.liability import Policy, liability
from loyalty_sim.finance.pnl import PNL_FIGURES
from loyalty_sim.finance.tables import wide
from loyalty_sim.report import numbers
from loyalty_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    scenario: Scenario
    by: Period
    policy: Policy
    run_off: bool
    out: Path | None
    json: bool
    quiet: bool


def close(order: Order) -> Code:
    """Simulate, and state what finance asks for."""
    if order.out is not None:
        require_writable(order.out)
    with progress(order.scenario.name, order.quiet) as report:
        result = simulate(order.scenario, progress=report)
    require_balance(result)
    longer_run = followed(order.scenario, order.policy, order.run_off, order.quiet)
    found = statements(result, order.by, order.policy, longer_run)
    if order.out is not None:
        for name, frame in found.items():
            write_whole(order.out / f"{name}.csv", _writer(frame))
    if order.json:
        document = {name: frame.to_dict("records") for name, frame in found.items()}
        emit_json({"scenario": order.scenario.name, "currency": order.scenario.currency, "policy": order.policy, **document})
    else:
        _print(result, found, order)
    if order.out is not None and not order.quiet:
        say(f"wrote {', '.join(f'{name}.csv' for name in found)} to {order.out}")
    return Code.OK


def require_balance(result: Result) -> None:
    """State nothing of a run whose books do not balance."""
    broken = [check for check in checks(result) if not check.ok and check.level == "error"]
    if broken:
        names = "; ".join(f"{check.name}: {check.detail}" for check in broken)
        raise CommandError(Code.FAILED, f"the books of this run do not balance, so nothing was written ({names})")


def _writer(frame: pd.DataFrame) -> Callable[[Path], Any]:
    return lambda path: write_csv(frame, path)


def followed(scenario: Scenario, policy: Policy, run_off: bool, quiet: bool) -> Result | None:
    """The run continued until its points have met their end, where that was asked for or the policy needs it."""
    if not run_off and policy.estimator != "perfect foresight":
        return None
    with progress("run-off", quiet) as report:
        return simulate(longer(scenario), progress=report)


def statements(result: Result, by: Period, policy: Policy, followed: Result | None) -> dict[str, pd.DataFrame]:
    """Every statement as a table of a line a row: key, label, and a column per period; figures with their intervals."""
    import pandas as pd

    ledger = in_real_points(points_ledger(result).by(by), result).table().drop(columns="months").set_index("period").T
    pnl = profit_and_loss(result, by)
    known = pnl_figures(result)
    figures = [
        {"key": key, "label": figure.label, "unit": figure.unit, **_ends(known[key])} for key, figure in PNL_FIGURES.items()
    ]
    broken = [
        {"key": each.key, "label": each.label, "weighting": each.weighting, "window": each.window, **_ends(each.value),
         "still_open": None if each.still_open is None else each.still_open.value, "definition": each.definition}
        for each in breakages(result, followed)
    ]  # fmt: skip
    found = {
        "points": ledger.rename_axis(None, axis=1).rename_axis("key").reset_index(),
        "liability": wide(liability(result, policy, followed).by(by), result, by),
        "deferred_fees": fees_table(result, by),
        "profit_and_loss": pnl.pivot_table(index=["key", "label", "world"], columns="period", values="value", sort=False)
        .rename_axis(None, axis=1)
        .reset_index(),
        "breakage": pd.DataFrame(broken),
        "figures": pd.DataFrame(figures),
    }
    if followed is not None and policy.estimator != "perfect foresight" and result.scenario.program.has_points:
        found["backtest"] = backtest(result, followed, policy).table()
    return {name: frame for name, frame in found.items() if not frame.empty}


def _ends(estimate: Any) -> dict[str, float | None]:
    names = ("value", "se", "low80", "high80", "low95", "high95")
    return {name: None if estimate is None else getattr(estimate, name) for name in names}


def _print(result: Result, found: dict[str, pd.DataFrame], order: Order) -> None:
    scenario, currency, policy = result.scenario, result.scenario.currency, order.policy
    run = scenario.run
    emit(f"{scenario.name}: {run.months} months from {run.start}, {run.customers:,} simulated customers")
    _flows("Points", found["points"], "points", currency)
    _flows(f"Owed for points: {policy.method}, {policy.estimator}", found["liability"], "money", currency)
    if "deferred_fees" in found:
        _flows("Fees of paid memberships, earned over their term", found["deferred_fees"], "money", currency)
    pnl = found["profit_and_loss"]
    for world, title in (("program", "Profit and loss"), ("difference", "What the program adds to it")):
        lines = pnl[pnl["world"] == world].drop(columns=["world", "key"]).rename(columns={"label": "key"})
        _flows(title, lines, "money", currency)
    emit("")
    columns = ("label", "value", "still_open", "window")
    broken = [[_share(row[name]) for name in columns] for row in _records(found["breakage"])]
    table(("Breakage", "Share", "Still open", "Window"), broken, (0, 3))
    if "backtest" in found:
        emit("")
        table(
            ("How wrong the estimate was", "Stated", "Known", "Error", "Rate estimated", "Rate in the end", "What happened"),
            _errors(found["backtest"], currency),
            (0, 6),
        )
    emit("")
    figures = [
        (row["label"], numbers.number(row["value"], row["unit"], currency), _interval(row, currency))
        for row in _records(found["figures"])
        if row["value"] is not None and row["value"] == row["value"]
    ]
    table(("Figure", "Value", "80 % interval"), figures, (0,))


def _flows(title: str, frame: pd.DataFrame, unit: str, currency: str) -> None:
    """A roll-forward or a statement, without lines in which nothing ever happened."""
    emit("")
    periods = [name for name in frame.columns if name not in ("key", "label")]
    rows = [
        (str(row["key"]).replace("_", " ").capitalize(), *(numbers.number(row[name], unit, currency) for name in periods))
        for row in _records(frame)
        if any(row[name] for name in periods) or row["key"] in ("opening", "closing")
    ]
    table((title, *periods), rows)


def _errors(frame: pd.DataFrame, currency: str) -> list[list[str]]:
    """The close of every year, of the last month, and of every month in which something happened."""
    rows = _records(frame)
    told = [row for row in rows if row["what_happened"] or row["period"].endswith("-12") or row is rows[-1]]
    money, rates = ("liability_stated", "liability_known", "error"), ("urr_estimated", "urr_true")
    return [
        [
            row["period"],
            *(numbers.number(row[name], "money", currency) for name in money),
            *(numbers.number(row[name], "share") for name in rates),
            row["what_happened"],
        ]
        for row in told
    ]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _share(value: str | float | None) -> str:
    """A text as it is, a number as a share, and nothing where there is none."""
    if isinstance(value, str):
        return value
    return "" if value is None or value != value else numbers.number(value, "share")


def _interval(row: dict[str, Any], currency: str) -> str:
    low, high = (numbers.number(row[end], row["unit"], currency) for end in ("low80", "high80"))
    return f"{low} to {high}"
