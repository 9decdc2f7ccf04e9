"""Key figures: each a function of a world, with its formula, window and interval.

Incremental figures compare the same customers, with the same draws, with and without the program.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from loyalty_sim.engine import Measure, Result
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.estimate import T80, T95, Array, Estimate, estimates, interval, jackknife, ratio
from loyalty_sim.finance.world import World, program_world
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.complexity import complexity

Better = Literal["higher", "lower", "neither"]
Window = Literal["horizon", "end", "years", "assumption"]
Formula = Callable[[World], Array]


@dataclass(frozen=True)
class Kpi:
    """A key figure in both worlds. None where it cannot be computed, or where a world has no such figure."""

    key: str
    label: str
    unit: str
    definition: str
    window: str
    better: Better
    program: Estimate | None
    without: Estimate | None
    difference: Estimate | None
    """Program less no program, paired customer by customer."""


@dataclass(frozen=True)
class Figure:
    """How a key figure is computed and described."""

    key: str
    label: str
    unit: str
    definition: str
    window: Window
    better: Better
    both: bool
    formula: Formula


FIGURES: dict[str, Figure] = {}


def figure(
    label: str, unit: str, better: Better, window: Window = "horizon", *, both: bool = False
) -> Callable[[Formula], Formula]:
    """Enter a formula of one number per replicate into the list of key figures, under its own name."""

    def enter(formula: Formula) -> Formula:
        key, definition = formula.__name__, " ".join((formula.__doc__ or "").split())
        FIGURES[key] = Figure(key, label, unit, definition, window, better, both, formula)
        return formula

    return enter


def total(line: Array) -> Array:
    """Sum over the reported months."""
    sums: Array = line.sum(axis=1)
    return sums


def at_end(line: Array) -> Array:
    """A stock at the end of the last month."""
    return line[:, -1]


def in_years(line: Array) -> Array:
    """Sum over the complete program years; over all months when there are fewer than 12."""
    return total(line[:, : counted_months(line.shape[1])])


def counted_months(months: int) -> int:
    """Months of the complete program years, which begin with month 1; all months when there are fewer than 12."""
    return months // 12 * 12 or months


def of_line(key: str, line: L.Formula, better: Better, window: Window, reduce: Callable[[Array], Array]) -> Formula:
    """Enter the reduction of a monthly line, described as the line is."""
    spec = L.LINES[line.__name__]

    def formula(w: World) -> Array:
        return reduce(line(w))

    definition = spec.definition if spec.stock else f"{spec.definition.rstrip('.')}; summed over the months."
    FIGURES[key] = Figure(key, spec.label, spec.unit, definition, window, better, spec.worlds == "both", formula)
    return formula


def summed(key: str, line: L.Formula, better: Better) -> Formula:
    """Enter the sum of a line over the horizon."""
    return of_line(key, line, better, "horizon", total)


def ending(key: str, line: L.Formula, better: Better) -> Formula:
    """Enter a stock at the end of the horizon."""
    return of_line(key, line, better, "end", at_end)


@figure("Net value of the program", "money", "higher")
def net_value(w: World) -> Array:
    """Incremental margin after program cost and fees, undiscounted."""
    return incremental_margin(w)


cost = summed("cost", L.program_cost, "lower")


@figure("Cost ratio (program cost / member sales)", "share", "lower")
def cost_ratio(w: World) -> Array:
    """Program cost / sales of members at list price."""
    return ratio(cost(w), total(w.flow(Measure.MEMBER_SALES)))


outstanding = ending("outstanding", L.points_outstanding, "neither")


@figure("Face value outstanding", "money", "neither", "end")
def outstanding_value(w: World) -> Array:
    """Points outstanding x what one takes off a price (of a chart the mean over its rewards); not a liability, which
    allows for points never redeemed."""
    return outstanding(w) * float(w.by_month(lambda program: program.value_per_point)[-1])


def broken(w: World) -> Array:
    """Points that expired for good, over the horizon: expired less reinstated."""
    return points_expired(w) - total(L.points_reinstated(w))


@figure("Breakage (expired / issued)", "share", "neither")
def breakage(w: World) -> Array:
    """Points expired less points reinstated / points issued in the same months (calendar, point-weighted); equals ultimate
    breakage only in a steady state."""
    return ratio(broken(w), points_issued(w))


@figure("Settled breakage (expired / (expired + redeemed))", "share", "neither")
def breakage_settled(w: World) -> Array:
    """Points expired less points reinstated / the same + points redeemed or turned into certificates in the same months
    (point-weighted); low while a program is young."""
    return ratio(broken(w), broken(w) + points_redeemed(w) + points_converted(w))


@figure("Certificate breakage (expired / (expired + used))", "share", "neither")
def certificate_breakage(w: World) -> Array:
    """Value of certificates expired / value of certificates expired or used in the same months: the second stage, after
    the points that never became a certificate."""
    expired = total(L.certificate_value_expired(w))
    return ratio(expired, expired + total(L.certificate_value_used(w)))


@figure("Retention", "share", "higher", "years", both=True)
def retention(w: World) -> Array:
    """(customers at the end - new) / customers at the start: of those present when a program year begins, the share
    still there when it ends."""
    return 1 - churn(w)


@figure("Churn", "share", "lower", "years", both=True)
def churn(w: World) -> Array:
    """Customers lost / customers at the start: of those present when a program year begins, the share that lapses
    within it and is not won back; 1 - retention."""
    later = L.customers(w)[:, 11 : counted_months(w.months) - 1 : 12].sum(axis=1)
    lost = w.flow(Measure.LAPSED_OPENING) - w.flow(Measure.RETURNED_OPENING)
    return ratio(in_years(lost), L.customers_at_start(w) + later)


@figure("Repeat rate", "share", "higher", "years", both=True)
def repeat_rate(w: World) -> Array:
    """Customers with two purchases or more / customers with one or more, within a program year."""
    return ratio(in_years(w.flow(Measure.REPEATERS)), in_years(w.flow(Measure.BUYERS)))


@figure("Frequency", "purchases", "higher", "years", both=True)
def frequency(w: World) -> Array:
    """Purchases / customers with a purchase, within a program year."""
    return ratio(in_years(L.purchases(w)), in_years(w.flow(Measure.BUYERS)))


@figure("Average basket", "money", "higher", both=True)
def average_basket(w: World) -> Array:
    """Sales at list price / purchases."""
    return ratio(total(L.sales(w)), purchases(w))


customers_end = ending("customers_end", L.customers, "higher")


members_end = ending("members_end", L.members, "higher")


active_members_end = ending("active_members_end", L.active_members, "higher")


revenue = summed("revenue", L.revenue, "higher")


gross_margin = summed("gross_margin", L.gross_margin, "higher")


purchases = summed("purchases", L.purchases, "higher")


points_issued = summed("points_issued", L.points_issued, "neither")


points_redeemed = summed("points_redeemed", L.points_redeemed, "neither")


points_converted = summed("points_converted", L.points_converted, "neither")


points_expired = summed("points_expired", L.points_expired, "neither")


cost_redemption = summed("cost_redemption", L.cost_redemption, "lower")


cost_donated = summed("cost_donated", L.cost_donated, "lower")


cost_certificates = summed("cost_certificates", L.cost_certificates, "lower")


cost_dividend = summed("cost_dividend", L.cost_dividend, "lower")


cost_settlement = summed("cost_settlement", L.cost_settlement, "lower")


cost_anyway = summed("cost_anyway", L.cost_anyway, "lower")


cost_perks = summed("cost_perks", L.cost_perks, "lower")


cost_gifts = summed("cost_gifts", L.cost_gifts, "lower")


cost_shipping = summed("cost_shipping", L.cost_shipping, "lower")


cost_tier_shipping = summed("cost_tier_shipping", L.cost_tier_shipping, "lower")


cost_fixed = summed("cost_fixed", L.cost_fixed, "lower")


cost_members = summed("cost_members", L.cost_members, "lower")


cost_messages = summed("cost_messages", L.cost_messages, "lower")


cost_coupons = summed("cost_coupons", L.cost_coupons, "lower")


cost_member_perks = summed("cost_member_perks", L.cost_member_perks, "lower")


cost_giving = summed("cost_giving", L.cost_giving, "lower")


incremental_revenue = summed("incremental_revenue", L.incremental_revenue, "higher")


more_often = summed("more_often", L.more_often, "higher")


stayed_longer = summed("stayed_longer", L.stayed_longer, "higher")


referred = summed("referred", L.referred, "higher")


referred_customers = summed("referred_customers", L.referred_customers, "higher")


discounts_given = summed("discounts_given", L.discounts_given, "lower")


incremental_margin = summed("incremental_margin", L.incremental_margin, "higher")


@figure("Return on program cost", "share", "higher")
def roi(w: World) -> Array:
    """Incremental margin after cost / program cost."""
    return ratio(incremental_margin(w), cost(w))


@figure("Payback", "months", "lower")
def payback(w: World) -> Array:
    """First month from which the cumulative margin stays at or above zero; none when it is below at the horizon. The
    interval is where the bands of the cumulative margin do so; an end one past the horizon means not within it."""
    return first_lasting_gain(L.cumulative_margin(w))


fees = summed("fees", L.fees, "higher")


partner_income = summed("partner_income", L.partner_income, "higher")
reinstatement_fees = summed("reinstatement_fees", L.reinstatement_fees, "higher")
refunds = summed("refunds", L.refunds, "lower")


@figure("Trial conversion", "share", "higher")
def trial_conversion(w: World) -> Array:
    """Members who paid at the end of a free trial / free trials that ended."""
    return ratio(total(w.flow(Measure.TRIALS_CONVERTED)), total(w.flow(Measure.TRIALS_ENDED)))


@figure("Break-even spend of a paid member", "money", "neither", "assumption")
def break_even_spend(w: World) -> Array:
    """Spend a year at which what paid membership gives (discount, free shipping, extra points of the base level at face
    value, dividend for paying members) equals its fee for a year, at the mean basket, under the program in force at the
    end; a lifetime fee is spread over the time that joiners count."""
    return np.full(len(w.nothing), paid_break_even(w.scenario))


@figure("Customers kept", "customers", "higher", "end")
def retained(w: World) -> Array:
    """Customers present, those won by members included, less customers who would be present without the program."""
    return customers_end(w) - customers_end(w.without)


@figure("Cost per customer kept", "money", "lower")
def cost_per_retained(w: World) -> Array:
    """(program cost + member discounts - fees received - points sold to partners) / customers kept at the end; none when
    none is kept. Compare it with the cost of winning a new customer."""
    kept = retained(w)
    return ratio(net_cost(w), np.where(kept > 0, kept, 0.0))


def net_cost(w: World) -> Array:
    """Program cost + member discounts - fees received - points sold to partners, over the horizon."""
    return cost(w) + discounts_given(w) - total(L.income(w))


@figure("Cost of winning a customer", "money", "lower", "assumption")
def acquisition_cost(w: World) -> Array:
    """What it costs to win one new customer, as the scenario states it."""
    return np.full(len(w.nothing), w.scenario.economics.acquisition_cost)


@figure("Purchase lift", "share", "higher")
def purchase_lift(w: World) -> Array:
    """Purchases / purchases of the same customers without the program - 1; customers won by members do not count."""
    own = purchases(w) - total(w.flow(Measure.REFERRED_PURCHASES))
    return ratio(own, purchases(w.without)) - 1


@figure("Redemption rate (redeemed / issued)", "share", "neither")
def redemption_rate(w: World) -> Array:
    """Points redeemed or turned into certificates / points issued in the same months; may exceed 1 while old balances are
    used."""
    return ratio(points_redeemed(w) + points_converted(w), points_issued(w))


@figure("Enrolment rate", "share", "higher", "end")
def enrolment_rate(w: World) -> Array:
    """Members / customers, of those who have not lapsed."""
    return ratio(members_end(w), customers_end(w))


@figure("Share of wallet", "share", "higher", both=True)
def share_of_wallet(w: World) -> Array:
    """Sales / category spend of the customers present, both at list price. Category spend is what they would have spent here
    without the program / the share of it held then, which the scenario states; it does not grow with the program."""
    here = total(L.sales(w))
    own = here - total(w.flow(Measure.MORE_SALES)) + total(w.flow(Measure.MISSED_SALES))
    return ratio(here, own) * w.scenario.behaviour.share_of_wallet.share


@figure("Complexity of the program", "points", "lower", "assumption")
def program_complexity(w: World) -> Array:
    """Things that a member must understand of the program in force at the end, one point each: points, their expiry, blocks,
    tiers, a paid membership and so on."""
    return np.full(len(w.nothing), float(complexity(w.scenario.regimes[-1].program)))


@figure("Net present value", "money", "higher")
def npv(w: World) -> Array:
    """Incremental margin of each month m discounted by (1 + yearly rate)^(m/12)."""
    month = np.arange(1, w.months + 1)
    value: Array = L.incremental_margin(w) @ (1 + w.scenario.economics.discount_rate) ** (-month / 12)
    return value


@figure("Months at the upper bound", "share", "lower")
def capped_share(w: World) -> Array:
    """Customer-months in which the purchase rate would have exceeded its upper bound / customers at month end, summed;
    above 0.1 % the effects of the program are cut off."""
    return ratio(total(L.capped(w)), total(L.customers(w)))


def paid_break_even(scenario: Scenario) -> float:
    """Fee of a year / benefit of paid membership per unit of spend, of the program in force at the end, a dividend taken
    without its cap and minimum; not a number without a fee or a benefit."""
    program, basket = scenario.regimes[-1].program, scenario.market.mean_basket
    paid = program.paid
    extra = program.earn.points * (paid.earn_multiplier - 1) * program.value_per_point
    benefit = paid.discount + paid.shipping_value / basket + (extra / basket if program.earn.per == "visit" else extra)
    benefit += program.dividend.share_for_paying
    if not paid.offered or paid.fee == 0 or benefit <= 0:
        return float("nan")
    term = min(paid.term_months, scenario.behaviour.paid_choice.lifetime_months)
    return paid.fee * 12 / term / benefit


def first_lasting_gain(cumulative: Array) -> Array:
    """First month (1, 2, ...) from which ``[..., month]`` stays at or above 0; not a number when its end is below."""
    below = cumulative < 0
    months = cumulative.shape[-1]
    last_below = np.where(below.any(axis=-1), months - np.argmax(below[..., ::-1], axis=-1), 0)
    return np.where(last_below < months, last_below + 1.0, np.nan)


def payback_estimate(w: World) -> Estimate | None:
    """Payback with the interval that the bands of the cumulative margin give. A month is a step, so the jackknife does
    not serve; the standard error is the half-width of the 80 % interval in t units."""
    value, se = jackknife(L.cumulative_margin(w))
    month = float(first_lasting_gain(value))
    if np.isnan(month):
        return None
    ends: list[float] = []
    for width in (T80, T95):
        low, high = interval(value, se, width)
        ends += [float(np.nan_to_num(first_lasting_gain(band), nan=w.months + 1.0)) for band in (high, low)]
    return Estimate(month, (ends[1] - ends[0]) / (2 * T80), *ends)


def kpis(result: Result) -> dict[str, Kpi]:
    """All key figures of a result, in the order in which they are shown."""
    w = program_world(result)
    program = program_estimates(result)
    both = [spec for spec in FIGURES.values() if spec.both]
    without = np.stack([spec.formula(w.without) for spec in both], axis=1)
    keys = [spec.key for spec in both]
    difference = program_figures(w)[:, [list(FIGURES).index(key) for key in keys]] - without
    beside = dict(zip(keys, estimates(without), strict=True))
    gap = dict(zip(keys, estimates(difference), strict=True))
    found = {}
    for key, spec in FIGURES.items():
        window = window_text(spec.window, w.months)
        definition = f"{spec.definition.rstrip('.')} ({window})."
        found[key] = Kpi(
            key, spec.label, spec.unit, definition, window, spec.better, program[key], beside.get(key), gap.get(key)
        )
    return found


_COMPUTED: weakref.WeakKeyDictionary[World, Array] = weakref.WeakKeyDictionary()


def program_figures(w: World) -> Array:
    """All key figures of a world, ``[replicate, figure]``, computed once for each world that is alive."""
    if w not in _COMPUTED:
        _COMPUTED[w] = np.stack([spec.formula(w) for spec in FIGURES.values()], axis=1)
    return _COMPUTED[w]


def program_estimates(result: Result) -> dict[str, Estimate | None]:
    """All key figures of the program world, by key."""
    w = program_world(result)
    found = dict(zip(FIGURES, estimates(program_figures(w)), strict=True))
    found["payback"] = payback_estimate(w)
    return found


def window_text(window: Window, months: int) -> str:
    """The window of a key figure in words."""
    if window == "assumption":
        return "assumption"
    if window == "end":
        return f"end of month {months}"
    if window == "horizon" or months < 12:
        part = f"months 1-{months}" if months > 1 else "month 1"
        return part if window == "horizon" else f"{part}, less than a program year"
    years = months // 12
    return f"each program year, months 1-{12 * years} pooled" if years > 1 else "program year of months 1-12"
