"""``loyalty-sim workbook``: simulate, and write the statements as an Excel workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from loyalty_sim.cli.books import require_comparable
from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.export import require_writable, write_whole
from loyalty_sim.cli.statements import balanced_run, followed
from loyalty_sim.cli.streams import say
from loyalty_sim.finance.liability import Policy
from loyalty_sim.report.workbook import contents
from loyalty_sim.scenario import Scenario

ENDING = ".xlsx"


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    scenario: Scenario
    baseline: Scenario | None
    out: Path
    policy: Policy
    run_off: bool
    quiet: bool


def execute(order: Order) -> Code:
    """Run and write; returns the exit code. An earlier file of that name is replaced, as by ``run --out``."""
    _require_name(order.out)
    if order.baseline is not None:
        require_comparable(order.scenario, order.baseline)
    require_writable(order.out.parent)
    result = balanced_run(order.scenario, order.quiet)
    baseline = None if order.baseline is None else balanced_run(order.baseline, order.quiet)
    longer_run = followed(order.scenario, order.policy, order.run_off, order.quiet)
    content = contents(result, order.policy, baseline, longer_run)
    write_whole(order.out, lambda path: path.write_bytes(content))
    if not order.quiet:
        say(f"wrote {order.out}")
    return Code.OK


def _require_name(path: Path) -> None:
    """Refuse a name that Excel would not open, before a long run."""
    if path.suffix.lower() != ENDING:
        raise CommandError(Code.USAGE, f"--out is {path}; must be a file that ends in {ENDING}, such as {path.stem}{ENDING}")
    if path.is_dir():
        raise CommandError(Code.USAGE, f"--out is {path}, which is a folder; must be a file that ends in {ENDING}")
