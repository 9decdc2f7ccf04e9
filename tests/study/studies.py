"""Small studies for tests, and what their folders hold."""

from __future__ import annotations

from pathlib import Path

from loyalty_sim.study import Plan, loads
from loyalty_sim.study.store import HISTORY

SMALL = """
name: Small
base: {preset: coffee-stars}
levers:
  - {path: program.expiry.months, values: [3, 6, 12]}
  - {path: program.redemption.block_points, low: 8, high: 12, step: 2}
uncertainties:
  - {path: behaviour.retention.lapse_multiplier, distribution: triangular}
draws: {count: 2}
outcomes:
  - kpi: net_value
  - {kpi: retention, world: difference}
  - kpi: payback
monthly: [program_cost]
run: {customers: 100, months: 6}
"""


def small(**replaced: str) -> Plan:
    """A study of 10 designs and 2 draws; each argument replaces the line or block of that key.

    Replacements are texts of whole top-level entries, such as ``run="run: {customers: 200}"``.
    """
    entries: dict[str, str] = {}
    key = ""
    for line in SMALL.strip().splitlines():
        if not line.startswith(" "):
            key = line.split(":")[0]
        entries[key] = entries.get(key, "") + line + "\n"
    return loads("\n".join((entries | replaced).values()))


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of a study but its history, which tells when it was done."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (HISTORY, ".lock")
    }
