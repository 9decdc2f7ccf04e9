"""The market acts in both worlds."""

from __future__ import annotations

import pytest

from tests.engine.moves import (
    M,
    Move,
    distance,
    parts_with,
    run,
    total,
)  # fmt: skip

BAD = {"market": {"bad_experiences": 0.1}}
MARKET: dict[str, tuple[str, Move]] = {
    "shocks.rate_factor": ("PURCHASES", Move(0.5, 0.9, sign=1)),
    "shocks.basket_factor": ("SALES", Move(0.5, 0.9, sign=1)),
    "shocks.months": ("PURCHASES", Move(2, 12, sign=-1)),
    "shocks.month": ("PURCHASES", Move(10, 23, sign=1)),
    "shocks.lapse_factor": ("LAPSED", Move(1.0, 3.0, sign=1)),
    "return_share": ("RETURNS", Move(0.05, 0.2, sign=1)),
    "return_after_days": ("RETURNS", Move(14, 120, sign=-1, where={"market": {"return_share": 0.2}})),
    "bad_experiences": ("LAPSED", Move(0.02, 0.2, sign=1)),
    "leave_after_bad": ("LAPSED", Move(0.02, 0.3, sign=1, where=BAD)),
}
"""What a field of the market moves in both worlds; the shock of the test halves purchase rates in months 13 to 18."""


@pytest.mark.parametrize("path", MARKET)
def test_the_market_acts_in_both_worlds(path: str) -> None:
    """Moving an assumption about the market moves what it must, with the program and without, by four standard errors."""
    name, move = MARKET[path]
    low, high = (run(move.where, parts_with("market", path, value)) for value in (move.low, move.high))
    for measure in (M[name], M[f"{name}_0"]):
        assert move.sign * distance(total(measure), low, high) > 4
