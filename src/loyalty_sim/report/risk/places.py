"""Where names stand beside points without covering each other or other points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from loyalty_sim.finance.estimate import Array

LETTER, LINE, GAP = 6.6, 13.0, 9.0
"""Width of a letter, height of a line, and distance of a name from the middle of its point, in pixels."""
Side = Literal["right", "left", "above", "below", "upper right", "upper left", "lower right", "lower left"]
SIDES: tuple[Side, ...] = ("upper right", "upper left", "lower right", "lower left", "above", "below", "right", "left")
"""The first that is free is taken: off the corners no name lies on the whiskers of its own point."""
Box = tuple[float, float, float, float]
Point = tuple[float, float, float]
"""Its place, in pixels from the upper left, and half its width."""


@dataclass(frozen=True)
class Named:
    """A name with the point it belongs to."""

    text: str
    at: Point
    must: bool
    """Whether it is written even where it covers something."""


def placed(names: Sequence[Named], points: Sequence[Point], size: tuple[float, float]) -> list[Side | None]:
    """The side of its point on which each name stands; None for those for which there is no room.

    Names come first that stand first. One that must be written takes the side on which it covers least.

    Args:
        names: in order of importance.
        points: all points drawn.
        size: width and height of the picture, in pixels.
    """
    taken = np.array([_around(point) for point in points]).reshape(-1, 4)
    sides: list[Side | None] = []
    for name in names:
        boxes = {side: _box(name, side) for side in SIDES}
        others = taken[(taken != _around(name.at)).any(axis=1)]
        worst = {side: _covered(box, others) + _outside(box, size) for side, box in boxes.items()}
        side = min(SIDES, key=lambda each: worst[each])
        if worst[side] > 0 and not name.must:
            sides.append(None)
            continue
        sides.append(side)
        taken = np.vstack([taken, boxes[side]])
    return sides


def _around(point: Point) -> Box:
    x, y, half = point
    return x - half, y - half, x + half, y + half


def _box(name: Named, side: Side) -> Box:
    """Where the name stands: beside its point, above or below it, or off one of its corners."""
    (x, y, half), width = name.at, LETTER * len(name.text)
    away = max(GAP, half + 3)
    if side in ("right", "left"):
        left = x + away if side == "right" else x - away - width
        return left, y - LINE / 2, left + width, y + LINE / 2
    top = y - away - LINE if side.startswith(("above", "upper")) else y + away
    left = x if side.endswith("right") else x - width if side.endswith("left") else x - width / 2
    return left, top, left + width, top + LINE


def _covered(box: Box, others: Array) -> float:
    """Area of other boxes, ``[box, side]``, that a box covers."""
    wide = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    high = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    return float((wide.clip(0) * high.clip(0)).sum())


def _outside(box: Box, size: tuple[float, float]) -> float:
    """Area of the box outside of the picture, which counts double: what is cut off cannot be read."""
    inside = _covered(box, np.array([[0.0, 0.0, *size]]))
    return 2 * ((box[2] - box[0]) * (box[3] - box[1]) - inside)
