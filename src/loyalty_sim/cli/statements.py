"""``loyalty-sim finance``: the statements of a run, as tables, as one document, or as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loyalty_sim.cli.books import (
    bridge_table,
    file_tables,
    print_bridges,
    print_tail,
    require_comparable,
    tail_table,
)
from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.export import require_writable, write_csv, write_whole
from loyalty_sim.cli.streams import emit, emit_json, progress, say, table
from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance import checks
from loyalty_sim.finance.backtest import backtest
from loyalty_sim.finance.breakage import breakages
from loyalty_sim.finance.closing import CLOSING_FIGURES, closing_figures
from loyalty_sim.finance.deferred_fees import fees_table
from loyalty_sim.finance.journals import journal
from loyalty_sim.finance.ledger import in_real_points, points_ledger
from loyalty_sim.finance.liability import Liability, Policy, liability
from loyalty_sim.finance.periods import Period
from loyalty_sim.finance.pnl import PNL_FIGURES, pnl_figures, profit_and_loss
from loyalty_sim.finance.run_off import longer
from loyalty_sim.finance.tables import wide
from loyalty_sim.report import numbers
from loyalty_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    scenario: Scenario
    baseline: Scenario | None
    by: Period
    policy: Policy
    run_off: bool
    tail: int | None
    """Runs over which the tail of the balances is looked at."""
    out: Path | None
    json: bool
    quiet: bool


def close(order: Order) -> Code:
    """Simulate, and state what finance asks for."""
    if order.baseline is not None:
        require_comparable(order.scenario, order.baseline)
    if order.out is not None:
        require_writable(order.out)
    result = balanced_run(order.scenario, order.quiet)
    longer_run = followed(order.scenario, order.policy, order.run_off, order.quiet)
    owed = liability(result, order.policy, longer_run)
    found = statements(result, order.by, owed, longer_run)
    if order.baseline is not None:
        found["bridge"] = bridge_table(owed, balanced_run(order.baseline, order.quiet))
    if order.tail is not None:
        found["tail"] = tail_table(order.scenario, order.policy, order.tail, order.quiet)
    if order.json:
        emit_json(_document(order, found))
    else:
        _print(result, found, order)
    if order.out is not None:
        files = found | file_tables(result, owed, order.by, longer_run)
        for name, frame in files.items():
            write_whole(order.out / f"{name}.csv", _writer(frame))
        if not order.quiet:
            say(f"wrote {', '.join(f'{name}.csv' for name in files)} to {order.out}")
    return Code.OK


def balanced_run(scenario: Scenario, quiet: bool) -> Result:
    """The run of a scenario, whose books balance."""
    with progress(scenario.name, quiet) as report:
        result = simulate(scenario, progress=report)
    require_balance(result)
    return result


def _document(order: Order, found: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """All statements as one document."""
    head: dict[str, Any] = {"scenario": order.scenario.name, "currency": order.scenario.currency, "policy": order.policy}
    if order.baseline is not None:
        head["baseline"] = order.baseline.name
    return head | {name: frame.to_dict("records") for name, frame in found.items()}


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


def statements(result: Result, by: Period, owed: Liability, followed: Result | None) -> dict[str, pd.DataFrame]:
    """Every statement as a table of a line a row: key, label, and a column per period; figures with their intervals."""
    import pandas as pd

    ledger = in_real_points(points_ledger(result).by(by), result).table().drop(columns="months").set_index("period").T
    broken = [
        {"key": each.key, "label": each.label, "weighting": each.weighting, "window": each.window, **_ends(each.value),
         "still_open": None if each.still_open is None else each.still_open.value, "definition": each.definition}
        for each in breakages(result, followed)
    ]  # fmt: skip
    pnl = profit_and_loss(result, by)
    found = {
        "points": ledger.rename_axis(None, axis=1).rename_axis("key").reset_index(),
        "liability": wide(owed.by(by), result, by),
        "deferred_fees": fees_table(result, by),
        "profit_and_loss": pnl.pivot_table(index=["key", "label", "world"], columns="period", values="value", sort=False)
        .rename_axis(None, axis=1)
        .reset_index(),
        "breakage": pd.DataFrame(broken),
        "figures": pd.DataFrame(_figures(result, owed)),
        "journal": journal(owed, by).table(),
    }
    if followed is not None and owed.policy.estimator != "perfect foresight" and result.scenario.program.has_points:
        found["backtest"] = backtest(result, followed, owed.policy).table()
    return {name: frame for name, frame in found.items() if not frame.empty}


def _figures(result: Result, owed: Liability) -> list[dict[str, Any]]:
    """Key figures of finance, then closing balances; those of which there is none are left out."""
    known = pnl_figures(result) | {key: each for key, each in closing_figures(owed).items() if each and each.value}
    about = PNL_FIGURES | CLOSING_FIGURES
    return [{"key": key, "label": about[key].label, "unit": about[key].unit, **_ends(each)} for key, each in known.items()]


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
    if order.baseline is not None:
        print_bridges(found["bridge"], currency, order.baseline.name)
    if "tail" in found:
        print_tail(found["tail"], currency)


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
