"""What ties the statements together: they foot, they agree with each other and with what the engine counted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from loyalty_sim.engine import ISSUED, Result
from loyalty_sim.finance.deferred_fees import RECEIVED, REFUNDED, deferred_fees
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.footing import CENTS_PER_UNIT
from loyalty_sim.finance.journals import Journal
from loyalty_sim.finance.ledger import (
    PointsLedger,
    in_face_value,
    points_ledger,
    segment_ledger,
    tier_ledger,
    vintage_ledger,
)
from loyalty_sim.finance.liability import Liability
from loyalty_sim.finance.lines import fees
from loyalty_sim.finance.periods import Period, at_end, at_start, reported, summed
from loyalty_sim.finance.world import program_world
from loyalty_sim.report.statement import Statement

NOISE = 1e-9
"""Largest gap of money that floating point explains, as a share of the largest amount."""


class Tie(NamedTuple):
    """An identity of the statements, and by how much it is missed."""

    name: str
    gap: float
    """Largest difference over all periods, in the unit."""
    unit: str
    """"points" of the sample, which are whole, or a currency."""
    ok: bool


def of_points(result: Result, by: Period) -> list[Tie]:
    """The points ledger foots in every month, and by period, segment, tier and vintage it is one and the same."""
    whole = points_ledger(result)
    found = [
        _points("Points: opening + lines = closing in every month", whole.gap),
        _points("Points: closing = points of all vintages that the engine counts as left", whole.closing - _left(result)),
        _points(f"Points: months add up to each {by}", _regrouped(whole, by)),
        _points("Points: sum of segments = total", _apart(segment_ledger(result).total, whole)),
    ]
    if result.scenario.tier_names:
        tiers = tier_ledger(result)
        found.append(_points("Points: opening + lines = closing in every tier", tiers.gap))
        found.append(_points("Points: what moves between tiers cancels", tiers.total.additions["moved"]))
    found.append(_points("Points: sum of vintages = total", vintage_ledger(result, by).total.closing - whole.closing))
    face = in_face_value(whole, result)
    found.append(_money("Face value: opening + lines = closing in every month", face.gap, face.closing, face.unit))
    return found


def of_liability(owed: Liability, by: Period) -> list[Tie]:
    """What is owed is explained in every month, and split without rest."""
    currency, amounts = owed.result.scenario.currency, owed.by(by)
    gap = owed.opening + np.sum(list(owed.lines.values()), axis=0) - owed.closing
    carried = owed.opening[:, 1:] - owed.closing[:, :-1]
    split = amounts["current"] + amounts["non_current"] - amounts["closing"]
    beyond = np.maximum(0.0, np.maximum(-amounts["current"], -amounts["non_current"]))
    flows = np.stack([amounts[name].sum(axis=-1) - line.sum(axis=-1) for name, line in owed.lines.items()])
    size = owed.closing
    return [
        _money("Liability: opening + lines = closing in every month", gap, size, currency),
        _money("Liability: opening = closing of the month before", carried, size, currency),
        _money("Liability: current + non-current = closing, neither below zero", np.abs(split) + beyond, size, currency),
        _money(f"Liability: months add up to each {by}", flows, size, currency),
    ]


def of_fees(result: Result, by: Period) -> list[Tie]:
    """Deferred fees foot by period, agree with what the months say was paid, and are never below zero."""
    currency, roll = result.scenario.currency, deferred_fees(result)
    warmup, into = result.scenario.run.warmup_months, reported(result, by)
    opening, closing = (part[:, warmup:] for part in (roll.opening, roll.closing))
    flows = {name: line[:, warmup:] for name, line in roll.lines.items()}
    gap = at_start(opening, into) + sum(summed(line, into) for line in flows.values()) - at_end(closing, into)
    paid = flows[RECEIVED] + flows[REFUNDED] - fees(program_world(result))
    return [
        _money(f"Deferred fees: opening + lines = closing of each {by}", gap, closing, currency),
        _money("Deferred fees: received less refunded = fees of profit and loss", paid, flows[RECEIVED], currency),
        _money("Deferred fees: never below zero", np.minimum(closing, 0.0), closing, currency),
    ]


def of_journal(journal: Journal, currency: str) -> list[Tie]:
    """Both sides of every event are equal, and accounts close where their roll-forwards do, to the cent."""
    return [
        _cents("Journal: debits = credits in every event of every period", journal.unbalanced, currency),
        _cents("Journal: accounts close where the statements do", journal.astray, currency),
    ]


def of_statement(name: str, statements: list[Statement]) -> Tie:
    """Every sum of the statements is that of its parts."""
    size = np.concatenate([np.abs(row.values) for statement in statements for row in statement.rows])
    gap = np.array([statement.gap for statement in statements])
    return _money(name, gap, size, statements[0].unit)


def of_worlds(program: Statement, without: Statement, difference: Statement) -> Tie:
    """Program less no program is the difference, line by line."""
    parts = [{row.key: row.values for row in statement.rows} for statement in (program, without, difference)]
    keys = set().union(*parts)
    with_it, other, apart = ([part.get(key, np.zeros(1)) for key in sorted(keys)] for part in parts)
    gap = np.array([np.abs(a - b - c).max() for a, b, c in zip(with_it, other, apart, strict=True)])
    size = np.concatenate([np.abs(values) for values in with_it])
    return _money(f"{program.name}: program less no program = difference", gap, size, program.unit)


def _left(result: Result) -> Array:
    """[reported month] points that are left of all vintages by the engine's triangles."""
    tally, warmup = result.tally, result.scenario.run.warmup_months
    issued = tally.panel[..., ISSUED].sum(axis=(0, 2, 3))
    left: Array = (issued.cumsum() - tally.settled.sum(axis=(0, 1)).cumsum())[warmup:]
    return left


def _regrouped(ledger: PointsLedger, by: Period) -> Array:
    """Openings, closings and flows of periods less those that the months give."""
    regrouped = ledger.by(by)
    into = regrouped.periods
    flows = regrouped.added - regrouped.deducted - summed(ledger.added - ledger.deducted, into)
    chained = regrouped.opening[1:] - regrouped.closing[:-1]
    return np.concatenate([flows, chained, regrouped.gap])


def _apart(one: PointsLedger, other: PointsLedger) -> Array:
    """All amounts of one ledger less those of the other."""
    pairs = [(one.opening, other.opening), (one.closing, other.closing)]
    pairs += [(one.additions[key], values) for key, values in other.additions.items()]
    pairs += [(one.deductions[key], values) for key, values in other.deductions.items()]
    return np.concatenate([first - second for first, second in pairs])


def _points(name: str, gaps: Array) -> Tie:
    gap = float(np.abs(gaps).max(initial=0))
    return Tie(name, gap, "points", gap == 0)


def _cents(name: str, gap: int, currency: str) -> Tie:
    return Tie(name, gap / CENTS_PER_UNIT, currency, gap == 0)


def _money(name: str, gaps: Array, size: Array, currency: str) -> Tie:
    gap = float(np.abs(gaps).max(initial=0))
    return Tie(name, gap, currency, gap <= NOISE * max(1.0, float(np.abs(size).max(initial=0))))
