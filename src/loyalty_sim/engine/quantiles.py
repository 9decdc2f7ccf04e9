"""Quantile tables: distributions without a cheap inverse, drawn by inverse transform from one uniform.

The grid is finer towards both ends: every halving of the distance to 0 or to 1 has the same number of cells, down to
2**-53. Between nodes the quantile is interpolated linearly, which keeps it monotone; the mean is right to 1e-4, and so is
every quantile of a Gamma shape of 1 or more (2e-4 at a shape of 0.55).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine.compiled import FOLDER, rule
from loyalty_sim.scenario import Segment

Quantile = Callable[[NDArray[np.float64]], Any]

CELLS = 32
HALVINGS = 53
NODES = CELLS * HALVINGS + 1
MOST_KEPT = 256
"""Tables kept on disk, 27 kB each: enough for all shapes in use, and no more whatever is tried."""


class Table(IntEnum):
    """The tables of a segment."""

    RATES, LAPSES, MEANS, BASKETS, NORMAL = range(5)


ROWS = len(Table)


@rule
def quantile(tables: Any, segment: int, row: int, u: float) -> float:
    """The quantile at u in (0, 1) from ``tables[segment, row, side, node]``."""
    side = 0
    tail = u
    if u >= 0.5:
        side = 1
        tail = 1.0 - u
    fraction, exponent = math.frexp(tail)
    position = (-exponent - 1 + 2.0 * (1.0 - fraction)) * CELLS
    node = int(position)
    left = tables[segment, row, side, node]
    return left + (position - node) * (tables[segment, row, side, node + 1] - left)


def tabulate(lower: Quantile, upper: Quantile) -> NDArray[np.float64]:
    """Table of a distribution, shape (2, NODES).

    Args:
        lower: quantile at a probability counted from below; ``upper``: counted from above.
    """
    node = np.arange(NODES)
    tail = 2.0 ** -(1 + node // CELLS) * (1 - (node % CELLS) / (2 * CELLS))
    return np.stack([lower(tail), upper(tail)]).astype(np.float64)


@lru_cache(maxsize=64)
def segment_tables(segment: Segment) -> NDArray[np.float64]:
    """All tables of one segment, shape (ROWS, 2, NODES).

    RATES: purchase rate over its mean. LAPSES: Gamma(s, 1), to be divided by the lapse scale. MEANS: a customer's mean
    basket over the segment's. BASKETS: a basket over the customer's mean. NORMAL: standard normal.
    """
    tables = np.ones((ROWS, 2, NODES))
    if segment.purchase_shape is not None:
        tables[Table.RATES] = _gamma(segment.purchase_shape) / segment.purchase_shape
    if segment.lapse_shape is not None:
        tables[Table.LAPSES] = _gamma(segment.lapse_shape)
    if segment.basket_spread is not None:
        q = segment.basket_spread
        tables[Table.MEANS] = (q - 1) / _gamma(q)[::-1]
    if segment.basket_shape is not None:
        tables[Table.BASKETS] = _gamma(segment.basket_shape) / segment.basket_shape
    tables[Table.NORMAL] = _normal()
    return tables


@lru_cache(maxsize=64)
def _gamma(shape: float) -> NDArray[np.float64]:
    """Table of Gamma(shape, 1)."""

    def compute() -> NDArray[np.float64]:
        from scipy import special  # takes longer to import than a table to read

        return tabulate(lambda tail: special.gammaincinv(shape, tail), lambda tail: special.gammainccinv(shape, tail))

    return kept(f"gamma-{shape!r}", compute)


@lru_cache(maxsize=1)
def _normal() -> NDArray[np.float64]:
    """Table of the standard normal."""

    def compute() -> NDArray[np.float64]:
        from scipy import special

        return tabulate(special.ndtri, lambda tail: -special.ndtri(tail))

    return kept("normal", compute)


def kept(name: str, compute: Callable[[], NDArray[np.float64]]) -> NDArray[np.float64]:
    """A table read from the cache beside the compiled code, or computed and kept there; computed where nothing can be."""
    if FOLDER is None:
        return compute()
    path = Path(FOLDER) / f"{name}.npy"
    try:
        table: NDArray[np.float64] = np.load(path, allow_pickle=False)
        if table.shape == (2, NODES):
            return table
    except (OSError, ValueError, EOFError):
        pass  # not there yet, or cut short
    table = compute()
    with suppress(OSError):
        if len(list(path.parent.glob("*.npy"))) < MOST_KEPT:
            with NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
                np.save(file, table)
            Path(file.name).replace(path)
    return table
