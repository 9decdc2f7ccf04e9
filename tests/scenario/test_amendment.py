"""What a change of the program takes from those who hold points."""

from __future__ import annotations

from typing import Any

import pytest

from loyalty_sim.scenario import Program
from loyalty_sim.scenario.amendment import value_lost


def flat(value: float, block: int = 100) -> dict[str, Any]:
    """A program whose points are worth the same everywhere."""
    return {"point_value": value, "redemption": {"block_points": block}}


def chart(*steps: tuple[int, float]) -> dict[str, Any]:
    """A program with a chart of rewards."""
    return {"redemption": {"mode": "chart", "chart": [{"points": points, "value": value} for points, value in steps]}}


def certificate(value: float) -> dict[str, Any]:
    """A program with certificates of 100 points."""
    return {"certificates": {"offered": True, "threshold_points": 100, "block_points": 100, "block_value": value}}


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        (flat(0.01), flat(0.008), 0.2),
        (flat(0.01), flat(0.02), 0.0),
        (flat(0.01), flat(0.01, block=500), 0.0),
        (flat(0.0), flat(0.0), 0.0),
        (chart((100, 3), (200, 8)), chart((60, 1.2), (100, 3), (200, 8)), 0.0),
        (chart((100, 3), (200, 8)), chart((100, 3), (200, 6)), 0.125),
        (chart((100, 3), (200, 8)), chart((100, 6), (200, 6)), 0.125),
        (chart((100, 3), (200, 8)), chart((150, 3), (300, 8)), (1 / 3 + 1 / 2) / 2),
        (chart((100, 3)), flat(0.015), 0.5),
        (certificate(5), certificate(4), 0.2),
    ],
)
def test_what_a_change_takes(before: dict[str, Any], after: dict[str, Any], lost: float) -> None:
    """The share of the worth of points that is gone, over the rewards of a chart; a reward more takes nothing, dearer blocks
    take no worth, and what is gained in one reward makes up for nothing lost in another."""
    assert value_lost(Program.model_validate(before), Program.model_validate(after)) == pytest.approx(lost)
