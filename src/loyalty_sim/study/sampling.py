"""Points spread evenly over many dimensions, the same on every machine and with every version of what is installed.

Each dimension has random numbers of its own, keyed by its name: a dimension more changes none of the others in a Latin
hypercube.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from loyalty_sim.finance.estimate import Array
from loyalty_sim.study.specification import Sampled

BITS = 30
"""Of a Sobol point; as many points as 2^30 would differ."""


def uniforms(seed: int, name: str, count: int) -> Array:
    """Uniform numbers strictly between 0 and 1: a hash of seed, name and number."""
    words = (hashlib.sha256(f"{seed}/{name}/{index}".encode()).digest()[:8] for index in range(count))
    whole = np.fromiter((int.from_bytes(word, "big") >> 12 for word in words), np.float64, count)
    found: Array = (whole + 0.5) * 2.0**-52
    return found


def points(method: Sampled, names: Sequence[str], count: int, seed: int) -> Array:
    """``count`` points in the open unit cube, ``[point, dimension]``, a dimension for each name."""
    if not names:
        return np.empty((count, 0))
    return latin_hypercube(names, count, seed) if method == "latin hypercube" else sobol(names, count, seed)


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
