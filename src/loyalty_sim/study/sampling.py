"""Points spread evenly over many dimensions, the same on every machine and with every version of what is installed.

Each dimension has random numbers of its own, keyed by its name: a dimension more changes none of the others in a Latin
hypercube.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from loyalty_sim.finance.estimate import Array
from loyalty_sim.study.specification import Drawn

MORRIS_LEVELS = 4
LOWEST = 0.005
"""Chance of the lowest level of a screening design, for distributions without ends."""
BITS = 30
"""Of a Sobol point; as many points as 2^30 would differ."""


def uniforms(seed: int, name: str, count: int) -> Array:
    """Uniform numbers strictly between 0 and 1: a hash of seed, name and number."""
    words = (hashlib.sha256(f"{seed}/{name}/{index}".encode()).digest()[:8] for index in range(count))
    whole = np.fromiter((int.from_bytes(word, "big") >> 12 for word in words), np.float64, count)
    found: Array = (whole + 0.5) * 2.0**-52
    return found


def points(method: Drawn, names: Sequence[str], count: int, seed: int) -> Array:
    """Points in the open unit cube, ``[point, dimension]``, a dimension for each name; ``count`` of them, but for designs of
    sensitivity, in which it is the number of trajectories or of base points."""
    if not names:
        return np.empty((count, 0))
    return METHODS[method](names, count, seed)


def latin_hypercube(names: Sequence[str], count: int, seed: int) -> Array:
    """One point in each of ``count`` equal parts of every dimension (McKay, Beckman & Conover 1979)."""
    columns = [
        (np.argsort(uniforms(seed, f"order of {name}", count), kind="stable") + uniforms(seed, name, count)) / count
        for name in names
    ]
    found: Array = np.stack(columns, axis=1)
    return found


def sobol(names: Sequence[str], count: int, seed: int) -> Array:
    """A Sobol sequence (directions of Joe & Kuo 2008), moved by a random digital shift that keeps its evenness."""
    from scipy.stats import qmc  # takes half a second

    steps = qmc.Sobol(len(names), scramble=False, bits=BITS).random(count) * 2**BITS
    shift = np.array([int(uniforms(seed, f"shift of {name}", 1)[0] * 2**BITS) for name in names])
    found: Array = ((steps.astype(np.int64) ^ shift) + 0.5) / 2**BITS
    return found


def saltelli(names: Sequence[str], count: int, seed: int) -> Array:
    """The design of Sobol indices (Saltelli et al. 2010): for each base point one of sample A, then for each dimension the
    same with that dimension from sample B, then the point of B. A and B are halves of one Sobol sequence, so that the
    first n base points, n a power of 2, are a design too."""
    both = sobol([*names, *(f"{name} again" for name in names)], count, seed)
    dimensions = len(names)
    first, second = both[:, :dimensions], both[:, dimensions:]
    found = np.repeat(first[:, None], dimensions + 2, axis=1)
    for index in range(dimensions):
        found[:, index + 1, index] = second[:, index]
    found[:, -1] = second
    return found.reshape(-1, dimensions)


def morris(names: Sequence[str], count: int, seed: int) -> Array:
    """Trajectories of Morris (1991), each of one point more than dimensions: from a point of a grid of four levels, every
    dimension once by two thirds of its range, in random order."""
    grid = LOWEST + (1 - 2 * LOWEST) * trajectories(names, count, seed)
    return grid.reshape(-1, len(names))


def trajectories(names: Sequence[str], count: int, seed: int) -> Array:
    """The same on the grid of 0, 1/3, 2/3 and 1, ``[trajectory, point, dimension]``."""
    start = np.stack([np.floor(uniforms(seed, f"start of {name}", count) * MORRIS_LEVELS) for name in names], axis=1)
    turns = np.stack([uniforms(seed, f"turn of {name}", count) for name in names], axis=1).argsort(axis=1).argsort(axis=1)
    step = np.where(start < MORRIS_LEVELS // 2, 1.0, -1.0) * (MORRIS_LEVELS // 2)
    moved = turns[:, None, :] < np.arange(len(names) + 1)[None, :, None]
    found: Array = (start[:, None, :] + moved * step[:, None, :]) / (MORRIS_LEVELS - 1)
    return found


METHODS = {"latin hypercube": latin_hypercube, "sobol": sobol, "saltelli": saltelli, "morris": morris}
