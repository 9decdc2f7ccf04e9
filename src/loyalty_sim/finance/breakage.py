"""Breakage four ways, side by side and reconciled: calendar, settled, ultimate by vintage, and of the outstanding balance.

Every figure states its weighting, its window, and whether it is settled: what is still outstanding when one stops following
is shown beside it. The weight is points, or members: frequent customers earn most points and lose few, so the breakage of
the average member is higher than that of the average point. Where there are several segments, calendar and settled breakage
are also given with segments weighted by their members, which is the part of the difference that lies between segments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from loyalty_sim.engine import SHARE_UNIT, AtEnd, Result
from loyalty_sim.finance.activity import members
from loyalty_sim.finance.estimate import T80, T95, Array, Estimate, estimates, interval, jackknife, ratio, replicates
from loyalty_sim.finance.kpis import breakage as calendar_breakage
from loyalty_sim.finance.kpis import breakage_settled as settled_breakage
from loyalty_sim.finance.kpis import broken
from loyalty_sim.finance.line import Formula
from loyalty_sim.finance.periods import Period
from loyalty_sim.finance.run_off import Fate, fate, fate_of_balance, open_share, redemption_rate, refuse_another, truth
from loyalty_sim.finance.world import program_world, segment_world

if TYPE_CHECKING:
    import pandas as pd  # half a second that single figures do without

Weighting = Literal["points", "members of segments", "members"]


@dataclass(frozen=True)
class Breakage:
    """One breakage figure, with all that it takes to read it."""

    key: str
    label: str
    definition: str
    weighting: Weighting
    window: str
    value: Estimate | None
    """None where it cannot be computed; the definition says why."""
    still_open: Estimate | None
    """Share of the same points that is neither redeemed nor expired yet, for figures that follow points."""


def ultimate_breakage(followed: Result, months: int) -> Array:
    """1 - URR: points of the vintages of months 1 to ``months`` never redeemed by the end of the longer run / points of
    theirs not clawed back. What is still outstanding then counts as never redeemed; its share is ``open_share``."""
    return 1 - redemption_rate(truth(followed, months).total)[:, 0]


def outstanding_breakage(followed: Result, months: int) -> Array:
    """Share of the points held at the end of month ``months``, less those clawed back later, that is not redeemed by the end
    of the longer run; not the breakage of the points issued, since eager redeemers have left the balance."""
    return 1 - redemption_rate(fate_of_balance(followed, months).total)[:, 0]


def by_members_of_segments(result: Result, formula: Formula) -> Array:
    """A figure of each segment, weighted by its member-months, ``[replicate]``; segments without members do not count."""
    worlds = [segment_world(result, index) for index in range(len(result.scenario.market.segments))]
    weight = np.stack([members(w).sum(axis=1) for w in worlds], axis=1)
    value = np.where(weight > 0, np.stack([formula(w) for w in worlds], axis=1), 0.0)
    return ratio((weight * value).sum(axis=1), weight.sum(axis=1))


def breakages(result: Result, followed: Result | None = None) -> list[Breakage]:
    """Breakage of a result four ways.

    Args:
        followed: the run of ``longer(result.scenario)``; without it ultimate and outstanding breakage are None.

    Raises:
        ValueError: ``followed`` is not a longer run of the same scenario.
    """
    months = result.scenario.run.months
    found = [
        _of_window("calendar", "Calendar breakage", calendar_breakage, result),
        _of_window("settled", "Settled breakage", settled_breakage, result),
        _of_vintages("ultimate", "Ultimate breakage (1 - URR)", result, followed),
        _of_vintages("outstanding", "Breakage of the outstanding balance", result, followed),
    ]
    if len(result.scenario.market.segments) > 1:
        for key, label, formula in (
            ("calendar_segments", "Calendar breakage", calendar_breakage),
            ("settled_segments", "Settled breakage", settled_breakage),
        ):
            text = f"{_definition(formula)} Of each segment, weighted by its member-months."
            value = _estimate(by_members_of_segments(result, formula))
            found.append(Breakage(key, label, text, "members of segments", f"months 1-{months}", value, None))
    found += _of_members(result, "members", f"months 1-{months}")
    if followed is not None:
        found += _of_members(followed, "members_followed", f"months 1-{followed.scenario.run.months}")
    return found


def member_breakage(result: Result) -> Array:
    """Mean over members with points settled in the months reported of their own expired / (used + expired).

    A member counts once, however many points; points of the last months count as far as they are settled, as in settled
    breakage. It is an average of observed shares, not of each member's expected share (which those who never earn have too).
    """
    counts = replicates(result.tally.ended.sum(axis=1))
    return ratio(counts[:, AtEnd.LOST], SHARE_UNIT * counts[:, AtEnd.SETTLED])


def members_who_lost(result: Result) -> Array:
    """Members who lost points by expiry in the months reported / members with points settled in them."""
    counts = replicates(result.tally.ended.sum(axis=1))
    return ratio(counts[:, AtEnd.LOSERS], counts[:, AtEnd.SETTLED])


def _of_members(result: Result, key: str, window: str) -> list[Breakage]:
    rows = (
        (key, "Breakage of the average member", member_breakage),
        (f"{key}_losers", "Members who lost points", members_who_lost),
    )
    return [
        Breakage(name, label, _definition(formula), "members", window, _estimate(formula(result)), None)
        for name, label, formula in rows
    ]


def _of_window(key: str, label: str, formula: Formula, result: Result) -> Breakage:
    value = _estimate(formula(program_world(result)))
    window = f"months 1-{result.scenario.run.months}"
    return Breakage(key, label, _definition(formula), "points", window, value, None)


def _of_vintages(key: Literal["ultimate", "outstanding"], label: str, result: Result, followed: Result | None) -> Breakage:
    months = result.scenario.run.months
    formula = ultimate_breakage if key == "ultimate" else outstanding_breakage
    window = f"vintages of months 1-{months}" if key == "ultimate" else f"balance at the end of month {months}"
    if followed is None:
        return Breakage(
            key, label, "Not known before the points are followed past the horizon.", "points", window, None, None
        )
    refuse_another(result, followed)
    followed_fate = truth(followed, months) if key == "ultimate" else fate_of_balance(followed, months)
    window += f", followed to the end of month {followed_fate.until}"
    still_open = _estimate(open_share(followed_fate.total)[:, 0])
    return Breakage(key, label, _definition(formula), "points", window, _estimate(formula(followed, months)), still_open)


def urr(followed: Result, months: int) -> Estimate | None:
    """Ultimate redemption rate of the vintages of months 1 to ``months``: points used by the end of the longer run / points
    not clawed back, with its interval; None without points. It may still rise by the share that is open then."""
    return _estimate(redemption_rate(truth(followed, months).total)[:, 0])


def vintage_table(result: Result, months: int | None = None, by: Period = "month") -> pd.DataFrame:
    """What became of each vintage of months 1 to ``months`` by the end of the run, of the real base.

    Columns: vintage, issued, clawed_back, used, expired, open (points), and used / (issued - clawed back) as redeemed_share
    with the ends of its 80 % and 95 % intervals, expired_share and open_share. Nothing is left out: the shares add up to 1.
    """
    import pandas as pd

    found = fate(result, months, by)
    value, se = jackknife(redemption_rate(found))
    columns = {
        "vintage": list(found.vintages.labels), "issued": found.points[0], "clawed_back": found.clawed_back[0],
        "used": found.used[0], "expired": found.expired[0], "open": found.open[0], "redeemed_share": value,
        **dict(zip(("low80", "high80"), interval(value, se, T80), strict=True)),
        **dict(zip(("low95", "high95"), interval(value, se, T95), strict=True)),
        "expired_share": ratio(found.expired, found.net)[0], "open_share": open_share(found)[0],
    }  # fmt: skip
    return pd.DataFrame(columns)


class Step(NamedTuple):
    """One step of the way from calendar breakage to ultimate breakage, and on to that of the balance; of the real base."""

    key: str
    label: str
    points: float
    share: float
    """Of the points issued in the window and not clawed back."""


def reconciliation(result: Result, followed: Result) -> list[Step]:
    """From the points that expired in the window to those of its vintages that are never redeemed, and to those of the
    balance at its end.

    Points count as expired less those reinstated. Expired in the window - of these issued before it + expired later + still
    outstanding in the end = never redeemed of the vintages; less what of them had expired within the window + older points
    held at its end = never redeemed of the balance. Both sums are computed apart: they are issued, or held, - clawed back -
    used. As shares of the net issue the first of them is ultimate breakage; the first step differs from calendar breakage
    only by what is clawed back.

    Raises:
        ValueError: ``followed`` is not a longer run of the same scenario.
    """
    refuse_another(result, followed)
    months, warmup = result.scenario.run.months, result.scenario.run.warmup_months
    early, late, held = fate(result), truth(followed, months), fate_of_balance(followed, months)
    in_window, of_window = float(broken(program_world(result))[0].sum()), float(early.expired[0].sum())
    of_older = float((held.expired + held.open)[0, :warmup].sum())
    net = float(late.net[0].sum())
    parts = (
        ("expired", "Expired in the window", in_window),
        ("older", "Less: issued before the window", of_window - in_window),
        ("later", "Plus: issued in the window, expired later", float(late.expired[0].sum()) - of_window),
        ("open", "Plus: issued in the window, still outstanding in the end", float(late.open[0].sum())),
        ("never", "Issued in the window and never redeemed", net - float(late.used[0].sum())),
        ("gone", "Less: expired within the window", -of_window),
        ("older_held", "Plus: issued before the window, held at its end, never redeemed", of_older),
        ("balance", "Held at the end of the window and never redeemed", float((held.net - held.used)[0].sum())),
    )
    return [Step(key, label, points, points / net if net else float("nan")) for key, label, points in parts]


def fate_shares(found: Fate) -> dict[str, Estimate | None]:
    """Shares of what was not clawed back that are redeemed, expired and still open; they add up to 1."""
    total = found.total
    shares = (redemption_rate(total), ratio(total.expired, total.net), open_share(total))
    return dict(zip(("redeemed", "expired", "open"), estimates(np.concatenate(shares, axis=1)), strict=True))


def _estimate(figure: Array) -> Estimate | None:
    return estimates(figure[:, None])[0]


def _definition(formula: object) -> str:
    return " ".join((formula.__doc__ or "").split())
