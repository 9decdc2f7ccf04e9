"""Random draws: known answers, the frozen layout, the open interval, and independence of neighbouring streams."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from loyalty_sim.engine import draws

U64 = np.uint64


@numba.njit  # type: ignore[untyped-decorator]
def _philox(counter: Any, key: Any) -> Any:
    return draws.philox(counter[0], counter[1], counter[2], counter[3], key[0], key[1])


@numba.njit  # type: ignore[untyped-decorator]
def _stream(seed: Any, customer: Any, stream: Any, count: Any) -> Any:
    state, step = draws.derive(seed, customer, stream)
    values = np.empty(count)
    for ordinal in range(count):
        values[ordinal] = draws.uniform(state, step, ordinal)
    return state, step, values


@numba.njit  # type: ignore[untyped-decorator]
def _splitmix(state: Any, step: Any, ordinal: Any) -> Any:
    return draws.mix(state + (ordinal + U64(1)) * step), draws.uniform(state, step, ordinal)


@numba.njit  # type: ignore[untyped-decorator]
def _steps(seed: Any, customers: Any) -> Any:
    steps = np.empty(customers, np.uint64)
    for customer in range(customers):
        steps[customer] = draws.derive(seed, customer, 0)[1]
    return steps


@numba.njit  # type: ignore[untyped-decorator]
def _grid(seed: Any, customers: Any, stream: Any, ordinals: Any) -> Any:
    values = np.empty((customers, ordinals))
    for customer in range(customers):
        state, step = draws.derive(seed, customer, stream)
        for ordinal in range(ordinals):
            values[customer, ordinal] = draws.uniform(state, step, ordinal)
    return values


def words(*numbers: int) -> NDArray[np.uint64]:
    """Numbers as unsigned words."""
    return np.array(numbers, U64)


@pytest.mark.parametrize(
    ("counter", "key", "output"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_known_answers(counter: tuple[int, ...], key: tuple[int, ...], output: tuple[int, ...]) -> None:
    """Philox4x32-10 gives the vectors published with Random123."""
    assert tuple(int(word) for word in _philox(words(*counter), words(*key))) == output


def test_splitmix_known_answers() -> None:
    """The walk with SplitMix64's own increment gives SplitMix64's first outputs."""
    outputs = [int(_splitmix(U64(0), U64(0x9E3779B97F4A7C15), U64(k))[0]) for k in range(3)]
    assert outputs == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


@pytest.mark.parametrize(
    ("seed", "customer", "stream", "state", "step"),
    [(0, 0, 0, 0x6627E8D5E169C58D, 0xBC57AC4C9B00DBD9), (2026, 12345, 7, 0x543DAFAC053CE799, 0x4DAE59EB08100915)],
)
def test_stream_derivation_known_answers(seed: int, customer: int, stream: int, state: int, step: int) -> None:
    """Seed, customer and stream sit in fixed words of key and counter."""
    found = _stream(U64(seed), U64(customer), stream, 1)
    assert (int(found[0]), int(found[1])) == (state, step)


def test_uniforms_known_answers() -> None:
    """The first draws of a known stream are frozen."""
    values = _stream(U64(2026), U64(12345), 7, 3)[2]
    assert values.tolist() == [0.10380581830743874, 0.9539110707983195, 0.9537950934142428]


def test_layout_is_frozen() -> None:
    """Numbers of streams, traits and purposes never change: a change would change every result."""
    streams = (draws.TRAITS, draws.BASE, draws.EXTRA, draws.CHANCE, draws.REMINDER, draws.RENEWAL)
    traits = (draws.SEGMENT, draws.ENTRY, draws.RATE, draws.LAPSE_RATE, draws.MEAN_BASKET)
    choices = (draws.LIFETIME, draws.WILLING, draws.NEVER, draws.WORTH, draws.HASSLE)
    purposes = (draws.TIME, draws.BASKET, draws.KEEP, draws.REDEEM, draws.JOIN, draws.PAY, draws.LEAVE)
    assert streams == (0, 1, 2, 3, 4, 5)
    assert traits + choices == tuple(range(10))
    assert purposes == tuple(range(7))
    assert draws.VISIT_DRAWS == 16


def inverse_mix(output: int) -> int:
    """The word that the output function turns into ``output``."""
    mask = (1 << 64) - 1

    def unshift(z: int, by: int) -> int:
        result = z
        for _ in range(64 // by + 1):
            result = z ^ (result >> by)
        return result

    z = unshift(output, 31)
    z = z * pow(0x94D049BB133111EB, -1, 1 << 64) & mask
    z = unshift(z, 27)
    z = z * pow(0xBF58476D1CE4E5B9, -1, 1 << 64) & mask
    return unshift(z, 30)


@pytest.mark.parametrize(("output", "value"), [(0, 2.0**-53), ((1 << 64) - 1, 1 - 2.0**-53)])
def test_uniforms_stay_inside_the_open_interval(output: int, value: float) -> None:
    """The smallest and the largest word of the generator give a number above 0 and below 1."""
    state = (inverse_mix(output) - 1) % (1 << 64)
    word, u = _splitmix(U64(state), U64(1), U64(0))
    assert int(word) == output
    assert 0 < u < 1
    assert u == value


def test_steps_are_odd_and_mix_well() -> None:
    """Every step is odd and at least 24 of its neighbouring bits differ, as the authors of SplitMix ask."""
    steps = [int(step) for step in _steps(U64(5), 20_000)]
    assert all(step % 2 == 1 for step in steps)
    assert min((step ^ (step >> 1)).bit_count() for step in steps) >= 24


def test_draws_are_uniform_and_independent() -> None:
    """Draws of neighbouring ordinals, customers, streams and seeds fill pairs of cells evenly."""
    size, cells = (4_000, 100), 32
    here = _grid(U64(11), *size[:1], draws.BASE, size[1] + 1)
    pairs = {
        "ordinal": (here[:, :-1], here[:, 1:]),
        "customer": (here[:-1], here[1:]),
        "stream": (here, _grid(U64(11), size[0], draws.EXTRA, size[1] + 1)),
        "seed": (here, _grid(U64(12), size[0], draws.BASE, size[1] + 1)),
    }
    for name, (first, second) in pairs.items():
        counts = np.histogram2d(first.ravel(), second.ravel(), cells, ((0, 1), (0, 1)))[0]
        assert stats.chisquare(counts.ravel()).pvalue > 1e-4, name
