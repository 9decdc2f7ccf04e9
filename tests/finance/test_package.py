"""What a run needs of finance, and what only the books need."""

from __future__ import annotations

from tests.conftest import run_python


def test_key_figures_and_checks_need_no_statements() -> None:
    """A run states key figures and checks; the books are imported only by who asks for them."""
    code = "import sys, loyalty_sim; loyalty_sim.kpis; loyalty_sim.checks; loyalty_sim.monthly; print(*sys.modules)"
    loaded = set(run_python(code).out.split())
    assert "loyalty_sim.finance.kpis" in loaded
    assert not {f"loyalty_sim.finance.{name}" for name in ("liability", "bridge", "pnl", "ledger", "triangles")} & loaded
