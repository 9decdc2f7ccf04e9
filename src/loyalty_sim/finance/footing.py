"""Balances that are explained and foot: roll-forwards of exact values, and whole cents that add up.

Values are carried exactly as they are computed and rounded only to be shown or posted. The residue of rounding goes
where ``rounded_to_foot`` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.finance.estimate import Array

Cents = NDArray[np.int64]
CENTS_PER_UNIT = 100


@dataclass(frozen=True)
class RollForward:
    """Why a balance changed: opening + lines = closing. Arrays are ``[..., period]``, or ``[..., vintage, period]``."""

    lines: Mapping[str, Array]
    """By name, in the order of presentation, signed as they change the balance."""
    closing: Array

    @property
    def opening(self) -> Array:
        """Closing balance of the period before; nothing before the first period."""
        return before(self.closing)

    @property
    def gap(self) -> float:
        """Largest |opening + lines - closing|: nothing but the noise of floating point."""
        return float(np.abs(self.opening + sum(self.lines.values()) - self.closing).max(initial=0.0))

    def over_vintages(self) -> RollForward:
        """The sum over vintages, ``[..., period]``."""
        return RollForward({name: line.sum(axis=-2) for name, line in self.lines.items()}, self.closing.sum(axis=-2))

    def cents(self) -> dict[str, Cents]:
        """Opening, lines and closing in whole cents that foot in every period and from period to period.

        Every balance is rounded from its exact value, hence the opening is the closing of the period before; the lines
        are rounded to foot to the change of the rounded balance.
        """
        closing = whole_cents(self.closing)
        opening = np.concatenate([np.zeros_like(closing[..., :1]), closing[..., :-1]], axis=-1)
        lines = rounded_to_foot(np.stack(list(self.lines.values())), (closing - opening) / CENTS_PER_UNIT)
        return {"opening": opening, **dict(zip(self.lines, lines, strict=True)), "closing": closing}


def before(balance: Array) -> Array:
    """What ``balance``, ``[..., period]``, was at the close before; nothing before the first period."""
    result: Array = np.concatenate([np.zeros_like(balance[..., :1]), balance[..., :-1]], axis=-1)
    return result


def whole_cents(money: Array) -> Cents:
    """Money rounded to whole cents, halves to even."""
    rounded: Cents = np.rint(money * CENTS_PER_UNIT).astype(np.int64)
    return rounded


def rounded_to_foot(parts: Array, total: Array) -> Cents:
    """Parts in whole cents that add up to the total in whole cents.

    Rule: every part and the total are rounded, halves to even; the residue goes into the last part that is not zero when
    rounded, so that it never makes a line appear in which nothing happened, or into the last part if all are zero.

    Args:
        parts: money, ``[part, ...]``.
        total: money, ``[...]``: the sum of the parts up to rounding.

    Returns:
        Cents, ``[part, ...]``.
    """
    rounded = whole_cents(parts)
    residue = whole_cents(total) - rounded.sum(axis=0)
    used = (rounded != 0)[::-1]
    last = np.where(used.any(axis=0), len(parts) - 1 - used.argmax(axis=0), len(parts) - 1)
    where = np.arange(len(parts)).reshape(-1, *[1] * residue.ndim) == last
    footed: Cents = rounded + np.where(where, residue, 0)
    return footed
