"""What is owed for points over time: what falls due within a year, and what later."""

from __future__ import annotations

from loyalty_sim.finance.liability import Liability
from loyalty_sim.report import series
from loyalty_sim.report.layers import BLUE, VERMILLION
from loyalty_sim.report.numbers import money, per_cent
from loyalty_sim.report.picture import Domain, Picture
from loyalty_sim.report.stacks import Stack, stacked

HUES = (BLUE, VERMILLION)


def liability(owed: Liability, domain: Domain | None = None) -> Picture | None:
    """The closing balance of every month as current and non-current; None when nothing is ever owed.

    Args:
        owed: what is owed for points, by the policy chosen.
        domain: lowest and highest value of the value axis; by default it follows the numbers.
    """
    closing, current = owed.closing[0], owed.current[0]
    if not closing.any():
        return None
    currency, dates = owed.result.scenario.currency, series.month_starts(owed.result)
    when, last, soon = series.month_name(dates[-1]), float(closing[-1]), float(current[-1])
    title = f"{money(last, currency)} is owed for points in {when}"
    if last > 0:
        title += f", {per_cent(soon / last)} of it to be used within a year"
    subtitle = f"Liability for points, {owed.policy.method} method, {currency} at month end"
    if owed.policy.method == "accrued cost":
        subtitle = f"Accrued cost of points, {currency} at month end"
    parts = {"current": current, "non-current": closing - current}
    return stacked("liability", title, subtitle, dates, Stack(parts, "money", currency, hues=HUES), domain)
