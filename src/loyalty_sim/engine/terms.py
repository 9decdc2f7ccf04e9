"""Terms: a scenario packed into numbers with fixed types, as the rules read it; units are those of ``units``."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine import mechanics
from loyalty_sim.engine.compiled import record_type
from loyalty_sim.engine.draws import start_of_sequences
from loyalty_sim.engine.forward import CARDS, LONGEST_CARD, PACES, forward_multipliers
from loyalty_sim.engine.measures import AT_END, AT_PARTNER, AT_TIER, BINS, MEASURES, SPREADS
from loyalty_sim.engine.mechanics import amendment
from loyalty_sim.engine.quantiles import NODES, ROWS, segment_tables
from loyalty_sim.engine.units import (
    AFTER_EARNING,
    ALONE,
    ANNIVERSARY,
    BOTH,
    DAYS_PER_MONTH,
    EITHER,
    INACTIVITY,
    MICRO,
    NEVER,
    NEVER_EXPIRES,
    NO_END,
    NOT_STATED,
    ONE_LEVEL,
    POINT_VALUE_UNIT,
    YEAR,
    YEAR_END,
    cents,
)  # fmt: skip
from loyalty_sim.scenario import Program, Scenario, Segment
from loyalty_sim.scenario.complexity import complexity
from loyalty_sim.scenario.market import MAX_SEGMENTS, WEEKS_PER_MONTH
from loyalty_sim.scenario.partners import MAX_PARTNERS
from loyalty_sim.scenario.redeem import MAX_STEPS
from loyalty_sim.scenario.scenario import MAX_MONTHS
from loyalty_sim.scenario.status import MAX_TIERS, Tiers

_F, _I = np.float64, np.int64
_SEGMENT_FIELDS = (
    "cum_base", "cum_new", "base_lives", "base_births", "rate", "lapse_scale", "lapse_ages", "lapse_shape", "basket",
)  # fmt: skip
_FLAGS = (
    "goal", "pressure", "rewarded", "momentum", "learning", "wallet", "light_heavy", "fade", "tier_pressure",
    "tier_status", "demotion", "expiry_pressure", "paid_lift", "generosity", "redemption_choice", "paid_choice",
    "forward", "endowed", "goal_outcome", "perception",
)  # fmt: skip
TERMS = record_type(
    [
        # time, seed, market
        ("until", _F), ("more", _I), ("other_rate", _F, (MAX_TIERS + 1,)), ("other_lift", _F),
        ("yearly_share", _F, (2,)), ("yearly_most", _F),
        ("lost", _F), ("keep_fees", _I),
        ("end", _F), ("months", _I), ("warmup", _F), ("first_month", _I), ("calendar", _I), ("segments", _I),
        ("born_within", _F), ("leave", _F), ("leave_member", _F), ("tiers_at", _I), ("redeemed_at", _I), ("expired_at", _I),
        ("taken_at", _I),
        ("moves_at", _I), ("partners_at", _I), ("held_at", _I), ("ended_at", _I), ("spread_at", _I), ("tiered", _I),
        ("last_year", _F), ("status_width", _I), ("balance_width", _I),
        ("earned_over", _F), ("delivering", _I), ("delivered", _F, (MAX_PARTNERS,)),
        ("season", _F, (MAX_MONTHS,)), ("season_sum", _F, (MAX_MONTHS + 1,)),
        ("shocked", _I), ("basket_factor", _F, (MAX_MONTHS,)),
        ("lapse_pace", _F, (MAX_MONTHS,)), ("lapse_sum", _F, (MAX_MONTHS + 1,)), ("seed", np.uint64), ("offset", _F, (2,)),
        ("tables", _F, (MAX_SEGMENTS, ROWS, 2, NODES)),
        *[(name, _F, (MAX_SEGMENTS,)) for name in _SEGMENT_FIELDS],
        # earning and points
        ("per_visit", _I), ("earn_rate", _I, (MAX_TIERS + 1, 2)), ("earn_rounding", _I), ("earn_on_basket", _I),
        ("point_value", _I), ("blocks", _I), ("block_points", _I), ("max_share", _I), ("one_block", _I),
        ("converts", _I), ("steps", _I),
        ("step_points", _I, (MAX_STEPS,)), ("step_value", _I, (MAX_STEPS,)), ("step_cost", _I, (MAX_STEPS,)),
        ("after_earning", _I), ("automatic", _I),
        ("expiry", _I), ("expiry_months", _F), ("expiry_rounding", _I), ("expiry_grace", _F), ("expiry_calendar", _I),
        ("card", _I), ("extends", _I), ("reminder", _F), ("reminder_response", _F),
        # status
        ("tiers", _I), ("metric", _I), ("combined", _I), ("rolling", _I), ("threshold", _I, (MAX_TIERS,)),
        ("visit_threshold", _I, (MAX_TIERS,)),
        ("window", _I), ("year_offset", _I), ("dated", _I), ("from_entry", _I), ("downgrade", _I), ("carry_over", _I),
        ("grace", _F), ("follows", _I), ("tier_benefits", _I), ("tier_discount", _I, (MAX_TIERS + 1,)),
        ("tier_shipping", _I, (MAX_TIERS + 1,)), ("paid_ships", _I), ("spares", _I), ("exempt", _I, (MAX_TIERS + 1,)),
        ("on_demotion", _I),
        # paid membership
        ("paid", _I), ("fee", _I), ("term", _F), ("counted_term", _F), ("discount", _I), ("ship_value", _I),
        ("attention", _F), ("paid_noise", _F), ("renewal", _F), ("renewal_slope", _F), ("renewal_gain", _F),
        # joining
        ("enrol_share", _F), ("enrol_slope", _F), ("enrol_visit", _F),
        ("undeterred", _F, (3,)), ("welcome", _I), ("head_start", _I),
        # responses
        *[(f"use_{name}", _I) for name in _FLAGS],
        ("retention", _F), ("elasticity", _F), ("reference_rate", _F),
        ("goal_lift", _F), ("goal_power", _F), ("pressure_lift", _F), ("pressure_months", _F),
        ("rewarded_lift", _F), ("rewarded_decay", _F), ("momentum_lift", _F), ("momentum_decay", _F),
        ("learning_step", _F), ("learning_most", _F), ("wallet_lift", _F), ("third_factor", _F, (3,)), ("ramp", _F),
        ("fade_decay", _F), ("tier_pressure_lift", _F), ("tier_gap", _F), ("tier_months", _F),
        ("status_lift", _F, (MAX_TIERS + 1,)), ("demotion_drop", _F), ("demotion_decay", _F),
        ("demotion_lapse", _F), ("demotion_months", _F), ("expiry_lift", _F), ("expiry_window", _F),
        ("paid_lift", _F), ("paid_benefit_share", _F), ("endowed_lift", _F), ("success_lift", _F), ("failure_drop", _F),
        ("failure_per_tier", _F), ("in_sight", _F), ("status_scale", _F, (MAX_MONTHS, MAX_TIERS + 1)),
        ("forward", _F, (len(PACES), len(CARDS), LONGEST_CARD)), ("largest_lift", _F), ("cap", _F), ("floor", _F),
        # choosing to redeem
        ("worth", _F), ("worth_spread", _F), ("hassle", _F), ("hassle_spread", _F), ("noise", _F), ("urgency", _F),
        ("urgency_months", _F), ("never", _F, (3,)), ("donates", _F), ("chance", _F), ("at_visits", _I),
        ("between_rate", _F),
        *mechanics.TERMS,
    ],
)  # fmt: skip


def pack(scenario: Scenario) -> NDArray[np.void]:
    """The scenario as an array of records of type TERMS, one for each program in force, ready for the rules."""
    regimes = scenario.regimes
    terms: NDArray[np.void] = np.zeros(len(regimes), TERMS)
    for record, regime in zip(terms, regimes, strict=True):
        _pack_one(scenario.model_copy(update={"program": regime.program}), record)
    terms["more"] = terms["more"].max()
    terms["tiered"] = terms["tiers"].max() > 0
    terms["status_width"], terms["balance_width"] = widths([regime.program for regime in regimes])
    terms["last_year"] = max(0, scenario.run.total_months - 12) if terms["status_width"][0] > 0 else NEVER
    amendment.pack_changes(scenario, terms)
    return terms


def _pack_one(scenario: Scenario, record: np.void) -> None:
    """One record of terms, for the program that the scenario has."""
    _pack_time(scenario, record)
    _pack_market(scenario, record)
    _pack_points(scenario, record)
    _pack_status(scenario, record)
    _pack_joining(scenario, record)
    mechanics.pack(scenario, record)
    _pack_responses(scenario, record)
    _pack_redemption_choice(scenario, record)


def layout(months: int, segments: int) -> tuple[int, ...]:
    """Where the parts of a batch's books begin, after the panel: tiers, redeemed, expired, taken back, moves, partners,
    points held by tier, members at the end, their spread; and the end."""
    tiers = months * segments * MEASURES
    redeemed = tiers + months * (MAX_TIERS + 1)
    expired = redeemed + months * months
    taken = expired + months * months
    moves = taken + months * months
    partners = moves + months * (MAX_TIERS + 1) ** 2
    held = partners + months * MAX_PARTNERS * AT_PARTNER
    ended = held + months * (MAX_TIERS + 1) * AT_TIER
    spread = ended + segments * AT_END
    return tiers, redeemed, expired, taken, moves, partners, held, ended, spread, spread + SPREADS * BINS


def _pack_time(scenario: Scenario, t: np.void) -> None:
    months = scenario.run.total_months
    t["months"] = t["end"] = months
    t["until"], t["more"] = NEVER, mechanics.used(scenario)
    places = layout(months, len(scenario.market.segments))
    parts = ("tiers", "redeemed", "expired", "taken", "moves", "partners", "held", "ended", "spread")
    for name, place in zip(parts, places, strict=False):
        t[f"{name}_at"] = place
    t["warmup"] = t["first_month"] = scenario.run.warmup_months
    t["calendar"] = first_calendar_month(scenario)
    market = scenario.market
    weights = np.array(market.seasonality)
    season = (weights * 12 / weights.sum())[(np.arange(months) + first_calendar_month(scenario)) % 12]
    shocks = {
        factor: np.array([market.shocked(factor, month - scenario.run.warmup_months + 1) for month in range(months)])
        for factor in ("rate_factor", "basket_factor", "lapse_factor")
    }
    season = season * shocks["rate_factor"]
    t["basket_factor"][:months] = shocks["basket_factor"]
    t["shocked"] = (shocks["lapse_factor"] != 1).any()
    t["lapse_pace"][:months] = shocks["lapse_factor"]
    t["lapse_sum"][1 : months + 1] = np.cumsum(shocks["lapse_factor"])
    t["season"][:months] = season
    t["season_sum"][1 : months + 1] = np.cumsum(season)
    t["seed"] = scenario.run.seed
    t["offset"] = start_of_sequences(np.uint64(scenario.run.seed))


def first_calendar_month(scenario: Scenario) -> int:
    """Calendar month (0 is January) of the first simulated month."""
    return (scenario.run.start_month - scenario.run.warmup_months) % 12


def base_mass(segment: Segment, scenario: Scenario) -> tuple[float, float]:
    """Lives to simulate per customer present at the start of month 1, and the rate of births behind them, per month.

    The base was acquired evenly over ``history_months`` before month 1. Lives born in the warm-up are simulated from
    birth, those born before it only if they have not lapsed when it begins.
    """
    history, warmup = scenario.market.history_months, float(scenario.run.warmup_months)
    if history == 0:
        return 1.0, 0.0
    births = 1 / lifetime_integral(segment, history)
    return births * (min(history, warmup) + lifetime_integral(segment, max(0.0, history - warmup))), births


def base_lives(scenario: Scenario) -> list[float]:
    """Lives of the base to simulate by segment, per customer present at the start of month 1."""
    market = scenario.market
    return [share * base_mass(s, scenario)[0] for s, share in zip(market.segments, market.shares, strict=True)]


def lifetime_integral(segment: Segment, months: float) -> float:
    """Expected months a new customer stays within the next ``months``: the integral of the survival curve."""
    scale, shape = segment.lapse_scale, segment.lapse_shape
    if math.isinf(scale):
        return months
    if shape is None:
        return -scale * math.expm1(-months / scale)
    if shape == 1:
        return scale * math.log1p(months / scale)
    return -scale / (shape - 1) * math.expm1(-(shape - 1) * math.log1p(months / scale))


def _pack_market(scenario: Scenario, t: np.void) -> None:
    market, run = scenario.market, scenario.run
    t["segments"] = len(market.segments)
    forgiven = scenario.behaviour.service_buffer.forgiven if scenario.behaviour.service_buffer.on else 0.0
    t["leave"] = market.bad_experiences * market.leave_after_bad
    t["leave_member"] = t["leave"] * (1 - forgiven)
    t["born_within"] = min(market.history_months, run.warmup_months)
    lives = np.array(base_lives(scenario))
    for index, segment in enumerate(market.segments):
        t["base_lives"][index], t["base_births"][index] = base_mass(segment, scenario)
        t["cum_base"][index] = lives[: index + 1].sum() / lives.sum()
        t["cum_new"][index] = sum(market.shares[: index + 1])
        t["rate"][index] = segment.purchase_rate
        t["lapse_scale"][index] = segment.lapse_scale
        t["lapse_ages"][index] = segment.lapse_shape is not None
        t["lapse_shape"][index] = segment.lapse_shape or 0.0
        t["basket"][index] = segment.basket * 100
        t["tables"][index] = segment_tables(segment)


def _pack_points(scenario: Scenario, t: np.void) -> None:
    program = scenario.program
    earn, redemption, expiry, tiers = program.earn, program.redemption, program.expiry, program.tiers
    t["per_visit"] = earn.per == "visit"
    multipliers = [1.0, *[level.earn_multiplier for level in tiers.levels]]
    for tier, multiplier in enumerate(multipliers):
        t["earn_rate"][tier, 0] = round(earn.points * multiplier * MICRO)
        t["earn_rate"][tier, 1] = round(earn.points * multiplier * program.paid.earn_multiplier * MICRO)
    t["earn_rounding"] = ("down", "nearest", "up", "carry").index(earn.rounding)
    t["earn_on_basket"] = earn.on == "basket"
    t["point_value"] = round(program.value_per_point * 100 * POINT_VALUE_UNIT)
    t["blocks"] = redemption.mode == "blocks"
    t["block_points"] = program.smallest_reward[0]
    t["converts"] = program.certificates.offered
    t["steps"] = len(redemption.chart) if redemption.mode == "chart" else 0
    for index, step in enumerate(redemption.chart):
        t["step_points"][index], t["step_value"][index] = step.points, cents(step.value)
        t["step_cost"][index] = NOT_STATED if step.cost is None else cents(step.cost)
    t["max_share"] = round(redemption.max_basket_share * MICRO)
    t["one_block"] = redemption.amount == "one block"
    t["after_earning"] = redemption.moment == "after earning"
    t["automatic"] = redemption.automatic
    t["expiry"] = {"never": NEVER_EXPIRES, "inactivity": INACTIVITY}.get(expiry.rule, AFTER_EARNING)
    t["expiry_months"], t["expiry_grace"] = expiry.months, expiry.grace_days / DAYS_PER_MONTH
    t["expiry_rounding"] = ("exact", "month end", "quarter end", "year end").index(expiry.rounding)
    t["expiry_calendar"] = t["calendar"]
    if expiry.rule == "calendar date":
        t["expiry_rounding"], t["expiry_calendar"] = YEAR_END, (t["calendar"] - expiry.date_month) % 12
    t["card"] = expiry.rule == "from the first point"
    t["extends"] = expiry.rule == "after earning" and expiry.extended_by_activity
    t["reminder"] = expiry.reminder_days / DAYS_PER_MONTH
    reminder = scenario.behaviour.reminder
    t["reminder_response"] = reminder.response if reminder.on else 0.0
    shares = [partner.redeemed_share for partner in program.partners]
    t["delivering"] = len(shares) if sum(shares) > 0 else 0
    t["delivered"][: len(shares)] = np.cumsum(shares)


def _pack_status(scenario: Scenario, t: np.void) -> None:
    tiers, paid, choice = scenario.program.tiers, scenario.program.paid, scenario.behaviour.paid_choice
    t["tiers"] = len(tiers.levels)
    t["combined"] = {"spend or visits": EITHER, "spend and visits": BOTH}.get(tiers.metric, ALONE)
    t["metric"] = ("spend", "points", "visits", "balance").index("spend" if t["combined"] else tiers.metric)
    _pack_review(tiers, t)
    for index, level in enumerate(tiers.levels):
        t["threshold"][index] = threshold_of(tiers, index)
        t["visit_threshold"][index] = level.visits
    _pack_benefits(scenario.program, t)
    t["paid"] = paid.offered
    t["fee"] = cents(paid.fee)
    t["term"] = paid.term_months
    t["earned_over"] = choice.lifetime_months if paid.term == "lifetime" else paid.term_months
    t["counted_term"] = min(paid.term_months, choice.lifetime_months)
    t["discount"] = round(paid.discount * MICRO)
    t["ship_value"] = cents(paid.shipping_value)
    t["use_paid_choice"] = choice.on
    t["attention"], t["paid_noise"] = choice.attention, choice.noise
    t["renewal"], t["renewal_slope"] = choice.renewal, choice.value_sensitivity if choice.on else 0.0
    t["renewal_gain"] = choice.renewal_by_tenure if choice.on else 0.0


def threshold_of(tiers: Tiers, index: int) -> int:
    """What a level takes, as the rules count: cents of spend, points, or visits."""
    threshold = tiers.levels[index].threshold
    return math.ceil(threshold) if tiers.metric in ("points", "visits", "balance") else max(1, cents(threshold))


def widths(programs: Sequence[Program]) -> tuple[int, int]:
    """Widths of the bins in which members are counted at the end: of what counts towards tiers, in the unit of the rules,
    and of points held.

    They are those of the last program. All its tiers are in sight and, where thresholds allow, bins end at them. 0 where
    there are no tiers, where balances are what counts, or where something else counted in another program; and where
    there are no points.
    """
    tiers = programs[-1].tiers
    balance = max(1, programs[-1].smallest_reward[0] // 10) if programs[-1].has_points else 0
    metrics = {program.tiers.metric for program in programs if program.tiers.levels}
    if not tiers.levels or metrics != {tiers.metric} or tiers.metric == "balance":
        return 0, balance
    thresholds = [threshold_of(tiers, index) for index in range(len(tiers.levels))]
    least = -(-3 * thresholds[-1] // (2 * (BINS - 1)))  # half as much again as the highest threshold is in sight
    common = math.gcd(*thresholds)
    parts = next((parts for parts in range(common // least, 0, -1) if common % parts == 0), 0)
    return (common // parts if parts else least), balance


def _pack_review(tiers: Tiers, t: np.void) -> None:
    """When status is looked at, and how it is lost."""
    t["rolling"] = tiers.window == "rolling 12 months"
    t["window"] = {"anniversary": ANNIVERSARY, "lifetime": NO_END}.get(tiers.window, YEAR)
    if tiers.metric == "balance":
        t["rolling"], t["window"] = False, NO_END
    first = tiers.year_starts - 1 if tiers.window == "qualification year" else 0
    t["year_offset"] = (t["calendar"] - first) % 12
    t["downgrade"] = ("to the level earned", "one level", "never").index(tiers.downgrade)
    t["carry_over"] = tiers.carry_over == "surplus"
    t["from_entry"] = tiers.validity == "12 months from entry" and t["window"] != NO_END
    t["grace"] = 0.0 if tiers.downgrade == "never" else tiers.grace_months
    soft_landing = t["rolling"] and t["downgrade"] == ONE_LEVEL
    t["dated"] = t["from_entry"] or t["grace"] > 0 or soft_landing
    t["follows"] = len(tiers.levels) > 0 and tiers.metric == "balance"


def _pack_benefits(program: Program, t: np.void) -> None:
    """What tiers give beyond points."""
    tiers, paid = program.tiers, program.paid
    for tier, level in enumerate(tiers.levels, start=1):
        t["tier_discount"][tier] = round(level.discount * MICRO)
        t["tier_shipping"][tier] = cents(level.free_shipping_cost)
        t["exempt"][tier] = level.points_never_expire
        t["other_rate"][tier] += level.discount
    t["tier_benefits"] = t["tier_discount"].any() or t["tier_shipping"].any()
    t["paid_ships"] = paid.shipping_value > 0 or paid.shipping_cost > 0
    t["on_demotion"] = ("as if never spared", "to the end of the period", "a fresh window").index(tiers.on_demotion)
    t["spares"] = t["exempt"].any()
    t["follows"] = t["follows"] or t["spares"]


def _pack_joining(scenario: Scenario, t: np.void) -> None:
    enrolment, selection = scenario.program.enrolment, scenario.behaviour.self_selection
    t["enrol_share"], t["enrol_visit"] = enrolment.share, enrolment.per_visit
    t["undeterred"] = (_undeterred(scenario), 1.0, 1.0)
    t["enrol_slope"] = selection.slope if selection.on else 0.0
    t["welcome"], t["head_start"] = enrolment.welcome_points, enrolment.head_start_points


def _undeterred(scenario: Scenario) -> float:
    """Share of casual customers, the lightest third, whom the complexity of the program does not put off."""
    effect = scenario.behaviour.complexity
    return max(0.0, 1 - effect.per_point * complexity(scenario.program)) if effect.on else 1.0


def _pack_responses(scenario: Scenario, t: np.void) -> None:
    b = scenario.behaviour
    for flag, effect in (
        ("generosity", b.generosity), ("goal", b.goal_gradient), ("pressure", b.points_pressure),
        ("rewarded", b.rewarded_behaviour), ("momentum", b.momentum), ("learning", b.learning),
        ("wallet", b.share_of_wallet), ("light_heavy", b.light_heavy), ("fade", b.fade_out),
        ("tier_pressure", b.tier_pressure), ("tier_status", b.tier_status), ("demotion", b.demotion),
        ("expiry_pressure", b.expiry_pressure), ("paid_lift", b.paid_lift), ("forward", b.forward_looking),
        ("endowed", b.endowed_progress), ("goal_outcome", b.goal_outcome), ("perception", b.status_perception),
    ):  # fmt: skip
        t[f"use_{flag}"] = effect.on
    t["elasticity"], t["reference_rate"] = b.generosity.elasticity, b.generosity.reference_rate
    t["retention"] = b.retention.lapse_multiplier if b.retention.on else 1.0
    t["goal_lift"], t["goal_power"] = b.goal_gradient.lift, b.goal_gradient.curvature
    t["pressure_lift"], t["pressure_months"] = b.points_pressure.lift, b.points_pressure.horizon_months
    t["rewarded_lift"] = b.rewarded_behaviour.lift
    t["rewarded_decay"] = b.rewarded_behaviour.decay_weeks / WEEKS_PER_MONTH
    t["momentum_lift"], t["momentum_decay"] = b.momentum.lift, b.momentum.decay_weeks / WEEKS_PER_MONTH
    t["learning_step"], t["learning_most"] = b.learning.lift_per_reward, b.learning.largest_lift
    t["wallet_lift"] = b.share_of_wallet.gain / b.share_of_wallet.share
    t["third_factor"] = (b.light_heavy.light, b.light_heavy.middle, b.light_heavy.heavy)
    t["ramp"] = b.light_heavy.ramp_months
    t["fade_decay"] = b.fade_out.decay_weeks / WEEKS_PER_MONTH
    t["tier_pressure_lift"], t["tier_gap"] = b.tier_pressure.lift, b.tier_pressure.gap
    t["tier_months"] = b.tier_pressure.last_months
    for tier, lift in enumerate(_status_lifts(scenario)):
        t["status_lift"][tier] = lift
    t["demotion_drop"], t["demotion_decay"] = b.demotion.drop, b.demotion.decay_weeks / WEEKS_PER_MONTH
    t["demotion_lapse"] = b.demotion.lapse_multiplier
    t["demotion_months"] = b.demotion.lapse_weeks / WEEKS_PER_MONTH
    t["expiry_lift"], t["expiry_window"] = b.expiry_pressure.lift, b.expiry_pressure.window_days / DAYS_PER_MONTH
    t["paid_lift"], t["paid_benefit_share"] = b.paid_lift.lift, b.paid_lift.benefit_share
    t["endowed_lift"] = b.endowed_progress.lift
    outcome = b.goal_outcome
    t["success_lift"], t["failure_drop"] = outcome.success_lift, outcome.failure_drop
    t["failure_per_tier"], t["in_sight"] = outcome.failure_per_tier, outcome.in_sight
    t["status_scale"] = 1.0
    t["use_perception"] = b.status_perception.on and b.tier_status.on and len(scenario.program.tiers.levels) > 0
    t["use_forward"] = b.forward_looking.on and scenario.program.smallest_reward[1] > 0
    if t["use_forward"]:
        t["forward"] = _forward(scenario)
    t["largest_lift"] = _largest_lift(t)
    t["cap"], t["floor"] = b.largest_multiplier, b.smallest_multiplier


def _largest_lift(t: np.void) -> float:
    """The most by which any multiplier can exceed 1: all effects that are on, at their strongest, at once."""
    k = (2.0 if t["use_generosity"] else 1.0) * (max(t["third_factor"]) if t["use_light_heavy"] else 1.0)
    paid = t["paid_lift"] * (1 + t["paid_benefit_share"])
    lifts = (
        (t["use_goal"], k * t["goal_lift"]), (t["use_pressure"], k * t["pressure_lift"]),
        (t["use_rewarded"], k * t["rewarded_lift"]), (t["use_momentum"], k * t["momentum_lift"]),
        (t["use_learning"], k * t["learning_most"]), (t["use_wallet"], k * t["wallet_lift"]),
        (t["use_tier_status"], max(t["status_lift"]) * (2.0 if t["use_perception"] else 1.0)),
        (t["use_endowed"] and t["head_start"], k * t["endowed_lift"]), (t["use_goal_outcome"], t["success_lift"]),
        (t["use_forward"], t["forward"].max() - 1.0),
        (t["more"], t["other_lift"]), (t["use_tier_pressure"], t["tier_pressure_lift"]),
        (t["use_expiry_pressure"], t["expiry_lift"]), (t["use_paid_lift"] and t["paid"], paid),
    )  # fmt: skip
    most = math.prod(1 + lift for used, lift in lifts if used) - 1
    return most + 1e-9 if most > 0 else 0.0


def _forward(scenario: Scenario) -> NDArray[np.float64]:
    """Multipliers of customers who plan for one block of points; points that expire are discounted further."""
    effect, program = scenario.behaviour.forward_looking, scenario.program
    discount = effect.discount_per_week
    if program.expiry.rule not in ("never", "inactivity"):
        discount *= math.exp(-1.0 / max(1.0, program.expiry.months * WEEKS_PER_MONTH))
    reward = effect.reward_utility * program.smallest_reward[1]
    return forward_multipliers(reward, discount)


def _status_lifts(scenario: Scenario) -> list[float]:
    """Lift by tier, base level first: from the bottom value up to the top one, reached with three tiers or more."""
    status, count = scenario.behaviour.tier_status, len(scenario.program.tiers.levels)
    steps = max(2, count - 1)
    return [0.0, *[status.bottom + (status.top - status.bottom) * index / steps for index in range(count)]]


def _pack_redemption_choice(scenario: Scenario, t: np.void) -> None:
    choice = scenario.behaviour.redemption
    t["use_redemption_choice"] = choice.on
    t["worth"], t["worth_spread"] = choice.reward_worth, choice.reward_worth_spread
    t["hassle"], t["hassle_spread"] = choice.hassle, choice.hassle_spread
    t["noise"], t["urgency"] = choice.noise, choice.urgency
    t["urgency_months"] = choice.urgency_days / DAYS_PER_MONTH
    t["never"] = choice.never if choice.on else 0.0
    if choice.on and scenario.behaviour.complexity.on:
        t["never"][0] = 1 - (1 - choice.never) * _undeterred(scenario)
    t["donates"] = choice.donates if scenario.program.redemption.donation else 0.0
    t["chance"], t["at_visits"] = choice.constant_chance, choice.at_visits
    t["between_rate"] = choice.between_visits_per_year / 12
