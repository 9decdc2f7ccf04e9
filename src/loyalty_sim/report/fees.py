"""Membership fees that have been received and not yet been earned, over time."""

from __future__ import annotations

from loyalty_sim.engine import Result
from loyalty_sim.finance.deferred_fees import deferred_fees
from loyalty_sim.report import series
from loyalty_sim.report.layers import BLUE
from loyalty_sim.report.numbers import money
from loyalty_sim.report.picture import Domain, Picture
from loyalty_sim.report.stacks import Stack, stacked


def fees(result: Result, domain: Domain | None = None) -> Picture | None:
    """The closing balance of every month; None when there is never any.

    Args:
        result: the run.
        domain: lowest and highest value of the value axis; by default it follows the numbers.
    """
    closing = deferred_fees(result).closing[0, result.scenario.run.warmup_months :]
    if not closing.any():
        return None
    currency, dates = result.scenario.currency, series.month_starts(result)
    first, last = float(closing[0]), float(closing[-1])
    title = f"{money(last, currency)} of membership fees are still to be earned in {series.month_name(dates[-1])}"
    if len(dates) > 1 and money(first, currency) != money(last, currency):
        side = "more" if last > first else "less"
        title += f", {money(abs(last - first), currency)} {side} than in {series.month_name(dates[0])}"
    subtitle = f"Fees received and not yet earned, {currency} at month end"
    return stacked("fees", title, subtitle, dates, Stack({"deferred": closing}, "money", currency, hues=[BLUE]), domain)
