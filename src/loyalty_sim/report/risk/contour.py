"""Where a figure known at the points of a grid crosses a level, straight between neighbours."""

from __future__ import annotations

import numpy as np

from loyalty_sim.finance.estimate import Array

Point = tuple[float, float]
Segment = tuple[Point, Point]


def contour(values: Array, level: float) -> list[Segment]:
    """Marching squares (Lorensen & Cline 1987, in the plane): straight segments on which the figure has the level.

    Along each side of a square the figure is taken to be linear, so that a plane has its line exactly. Where a square is
    crossed twice, its sides are joined as the bilinear surface through its corners has it (Nielson & Hamann 1991).

    Args:
        values: ``[row, column]``; squares with a corner that is not a number are left out.

    Returns:
        Pairs of (column, row) of the ends of each segment, as fractions of a step of the grid. A corner exactly on the
        level counts as above it.
    """
    rows, columns = values.shape
    found: list[Segment] = []
    for row in range(rows - 1):
        for column in range(columns - 1):
            corners = values[[row, row, row + 1, row + 1], [column, column + 1, column + 1, column]] - level
            if np.isfinite(corners).all():
                found += [_moved(segment, column, row) for segment in _within(*corners.tolist())]
    return found


def _within(a: float, b: float, c: float, d: float) -> list[Segment]:
    """The segments at level 0 in a unit square with corners a (0, 0), b (1, 0), c (1, 1) and d (0, 1)."""
    above = [corner >= 0 for corner in (a, b, c, d)]
    crossed: list[Point] = []
    if above[0] != above[1]:
        crossed.append((a / (a - b), 0.0))
    if above[1] != above[2]:
        crossed.append((1.0, b / (b - c)))
    if above[2] != above[3]:
        crossed.append((d / (d - c), 1.0))
    if above[3] != above[0]:
        crossed.append((0.0, a / (a - d)))
    if len(crossed) == 4:
        south, east, north, west = crossed
        middle = (a * c - b * d) / (a + c - b - d)  # the bilinear surface at its saddle
        apart = (middle >= 0) == above[0]  # a and c are joined, so that b and d are each cut off
        return [(south, east), (north, west)] if apart else [(south, west), (east, north)]
    return [(crossed[0], crossed[1])] if crossed and crossed[0] != crossed[1] else []


def _moved(segment: Segment, column: int, row: int) -> Segment:
    (x0, y0), (x1, y1) = segment
    return (x0 + column, y0 + row), (x1 + column, y1 + row)
