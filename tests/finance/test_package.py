"""What the package of finance offers, and when it is imported."""

from __future__ import annotations

from types import ModuleType

from loyalty_sim import finance
from tests.conftest import run_python


def test_every_name_is_there_whatever_was_imported_first() -> None:
    """A function that has the name of its module stays in reach after its module has been imported."""
    code = (
        "import loyalty_sim.finance.backtest, loyalty_sim.finance.tail, loyalty_sim.finance.bridge\n"
        "from loyalty_sim.finance import backtest, bridge, tail, triangles\n"
        "print(all(callable(each) for each in (backtest, bridge, tail, triangles)))"
    )
    assert run_python(code).out.strip() == "True"
    for name in finance.__all__:
        assert not isinstance(getattr(finance, name), ModuleType), name


def test_key_figures_and_checks_need_no_statements() -> None:
    """A run states key figures and checks; the books are imported only by who asks for them."""
    code = "import sys, loyalty_sim; loyalty_sim.kpis; loyalty_sim.checks; loyalty_sim.monthly; print(*sys.modules)"
    loaded = set(run_python(code).out.split())
    assert "loyalty_sim.finance.kpis" in loaded
    assert not {f"loyalty_sim.finance.{name}" for name in ("liability", "bridge", "pnl", "ledger", "triangles")} & loaded
