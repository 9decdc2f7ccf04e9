"""Results made by hand whose points are also counted by month of issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from loyalty_sim.engine import Measure, Result
from loyalty_sim.scenario import Scenario

MakeResult = Callable[..., Result]
Triangle = Mapping[tuple[int, int], int]
"""(month of issue, month): points, counted from the first simulated month."""
NOTHING: Triangle = {}


def with_vintages(
    make: MakeResult,
    scenario: Scenario,
    issued: Mapping[int, int],
    redeemed: Triangle = NOTHING,
    expired: Triangle = NOTHING,
    taken: Triangle = NOTHING,
    **counts: object,
) -> Result:
    """A result whose panel and triangles agree."""
    result = make(scenario, EARNED=dict(issued), **counts)
    for measure, name, triangle in (
        (Measure.REDEEMED, "redeemed", redeemed),
        (Measure.EXPIRED, "expired", expired),
        (Measure.CLAWED_BACK, "taken", taken),
    ):
        for (vintage, month), points in triangle.items():
            getattr(result.tally, name)[:, vintage, month] += points
            result.tally.panel[:, month, 0, measure] += points
    return result


EXAMPLE: dict[str, Mapping[int, int] | Triangle] = {
    "issued": {0: 1_070_000, 12: 1_200_000},
    "redeemed": {(0, 5): 315_000, (0, 17): 420_000, (12, 20): 369_000},
    "expired": {(0, 23): 105_000},
    "taken": {(0, 3): 20_000},
}
"""Two yearly vintages: 50,000 of the first are a bonus, 20,000 of it are clawed back."""

IN_THE_END: dict[str, Triangle] = {
    "redeemed": {(0, 24): 126_000, (12, 26): 492_000, (12, 30): 123_000},
    "expired": {(0, 25): 84_000, (12, 35): 216_000},
}
"""What becomes of the points that are held after two years: 82 % of both vintages are redeemed."""
