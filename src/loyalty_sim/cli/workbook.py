"""``loyalty-sim workbook``: simulate, and write the statements as an Excel workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.export import require_writable, write_whole
from loyalty_sim.cli.statements import followed, require_balance
from loyalty_sim.cli.streams import progress, say
from loyalty_sim.engine import simulate
from loyalty_sim.finance.liability import Policy
from loyalty_sim.report.workbook import contents
from loyalty_sim.scenario import Scenario

ENDING = ".xlsx"


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    scenario: Scenario
    out: Path
    policy: Policy
    run_off: bool
    quiet: bool


def execute(order: Order) -> Code:
    """Run and write; returns the exit code. An earlier file of that name is replaced, as by ``run --out``."""
    _require_name(order.out)
    require_writable(order.out.parent)
    with progress(order.scenario.name, order.quiet) as report:
        result = simulate(order.scenario, progress=report)
    require_balance(result)
    content = contents(result, order.policy, followed=followed(order.scenario, order.policy, order.run_off, order.quiet))
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
