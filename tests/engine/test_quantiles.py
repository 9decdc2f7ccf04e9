"""Quantile tables: monotone, close to the exact quantile in both tails, with the right mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from loyalty_sim.engine import quantiles
from loyalty_sim.engine.quantiles import CELLS, NODES, Table, quantile, segment_tables
from loyalty_sim.scenario import Segment

SHAPES = (0.05, 0.2, 0.5533, 1.0, 3.745, 6.25, 100.0, 1000.0)


@numba.njit  # type: ignore[untyped-decorator]
def _look_up(tables: Any, row: Any, u: Any) -> Any:
    found = np.empty(len(u))
    for place in range(len(u)):
        found[place] = quantile(tables, 0, row, u[place])
    return found


def look_up(segment: Segment, row: Table, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quantiles of one table of a segment."""
    found: NDArray[np.float64] = _look_up(segment_tables(segment)[np.newaxis], int(row), u)
    return found


def probabilities() -> NDArray[np.float64]:
    """Probabilities over the whole open interval, dense at both ends, ascending."""
    tails = 10.0 ** -np.linspace(0.31, 15, 4_000)
    return np.unique(np.concatenate([tails, 1 - tails, np.linspace(0.0005, 0.9995, 4_000), [2.0**-53, 1 - 2.0**-53]]))


def exact_gamma(shape: float, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gamma(shape, 1) quantiles, counted from the nearer end."""
    found: NDArray[np.float64] = np.where(u < 0.5, stats.gamma.ppf(u, shape), stats.gamma.isf(1 - u, shape))
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_quantiles_rise_strictly(shape: float) -> None:
    """A larger draw never gives a smaller rate, basket, mean basket or lapse rate."""
    segment = Segment(purchase_shape=shape, lapse_shape=shape, basket_shape=shape, basket_spread=1 + shape / 2)
    for row in Table:
        found = look_up(segment, row, probabilities())
        assert (np.diff(found) >= 0).all()
        assert (found[1:-1] > 0).all() or row is Table.NORMAL


@pytest.mark.parametrize("shape", SHAPES)
def test_gamma_quantiles_are_close(shape: float) -> None:
    """Quantiles are right to 3 in 10,000 of themselves for shapes from 1/2 on, and to 3 in 1,000 of the mean for all."""
    u = probabilities()
    found, exact = look_up(Segment(lapse_shape=shape), Table.LAPSES, u), exact_gamma(shape, u)
    inside = u < 1 - 1e-12
    assert np.abs(found - exact)[inside].max() < 3e-3 * shape
    if shape >= 0.5:
        assert np.abs(found / exact - 1)[inside].max() < 3e-4


def test_normal_quantiles_are_close() -> None:
    """The standard normal table is right to 1 in 10,000 of a standard deviation in both tails."""
    u = probabilities()
    inside = u < 1 - 1e-12
    exact = np.where(u < 0.5, stats.norm.ppf(u), stats.norm.isf(1 - u))
    assert np.abs(look_up(Segment(), Table.NORMAL, u) - exact)[inside].max() < 1e-4


@pytest.mark.parametrize("shape", SHAPES)
def test_tables_have_mean_one(shape: float) -> None:
    """Rates, baskets and mean baskets are relative to their mean: it is 1 to 1 in 10,000."""
    node = np.arange(NODES)
    tail = 2.0 ** -(1 + node // CELLS) * (1 - (node % CELLS) / (2 * CELLS))
    tables = segment_tables(Segment(purchase_shape=shape, basket_shape=shape, basket_spread=1.5 + shape / 2))
    for row in (Table.RATES, Table.BASKETS, Table.MEANS):
        mean = sum(np.trapezoid(tables[row, side, ::-1], tail[::-1]) for side in (0, 1))
        assert mean == pytest.approx(1, abs=1.5e-4)


@pytest.mark.parametrize("shape", [0.5533, 6.25])
def test_drawn_values_follow_the_gamma(shape: float) -> None:
    """Values drawn from uniforms pass a Kolmogorov-Smirnov test."""
    u = np.random.default_rng(1).random(100_000)
    found = look_up(Segment(lapse_shape=shape), Table.LAPSES, u)
    assert stats.kstest(found, stats.gamma(shape).cdf).pvalue > 1e-3


def test_mean_baskets_follow_the_inverse_gamma() -> None:
    """A customer's mean basket over the segment's is (q - 1)/Gamma(q, 1), in order of the draw."""
    u, q = np.linspace(0.01, 0.99, 99), 3.745
    assert look_up(Segment(basket_spread=q), Table.MEANS, u) == pytest.approx((q - 1) / stats.gamma.isf(u, q), rel=1e-4)


def test_left_out_shapes_make_all_alike() -> None:
    """Without a shape every draw gives the mean."""
    alike = Segment(purchase_shape=None, lapse_shape=None, basket_shape=None, basket_spread=None)
    for row in (Table.RATES, Table.LAPSES, Table.MEANS, Table.BASKETS):
        assert (look_up(alike, row, probabilities()) == 1).all()


def test_kept_tables_are_those_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table read back equals the one computed, bit for bit; a damaged file is computed anew; nothing piles up."""
    monkeypatch.setattr(quantiles, "FOLDER", str(tmp_path))
    table = np.arange(2.0 * quantiles.NODES).reshape(2, -1) / 3
    calls = []

    def compute() -> NDArray[np.float64]:
        calls.append(1)
        return table

    for _ in range(2):
        assert (quantiles.kept("one", compute) == table).all()
    assert len(calls) == 1
    (tmp_path / "one.npy").write_bytes(b"cut short")
    assert (quantiles.kept("one", compute) == table).all()
    assert len(calls) == 2
    monkeypatch.setattr(quantiles, "MOST_KEPT", 1)
    assert (quantiles.kept("two", compute) == table).all()
    assert [path.name for path in tmp_path.iterdir()] == ["one.npy"]
