"""Generated programs: every lever, mixed."""

from __future__ import annotations

from hypothesis import strategies as st

from loyalty_sim.scenario import (
    Actions,
    Bonuses,
    BonusEvent,
    Challenge,
    Earn,
    Enrolment,
    Expiry,
    Giving,
    Messages,
    Paid,
    Partner,
    Perks,
    Program,
    Redemption,
    Referral,
    Tier,
    Tiers,
)
from loyalty_sim.scenario.certificates import Certificates
from loyalty_sim.scenario.dividend import Dividend
from loyalty_sim.scenario.program import MOST_POINTS
from loyalty_sim.scenario.redeem import SHORTEST_LIFE, RewardStep

WINDOWS = ("calendar year", "rolling 12 months", "anniversary", "qualification year", "lifetime")
METRICS = ("spend", "points", "visits", "balance", "spend or visits", "spend and visits")
NAMES = ("Silver", "Gold", "Platinum", "Diamond", "Ruby", "Opal", "Jade", "Onyx")


def number(low: float, high: float, *usual: float) -> st.SearchStrategy[float]:
    """A number between two bounds, drawn from the usual values half of the time."""
    drawn = st.floats(low, high, allow_nan=False, allow_infinity=False, allow_subnormal=False)
    return st.sampled_from(usual) | drawn if usual else drawn


def earns() -> st.SearchStrategy[Earn]:
    """Ways to earn points, none at all included."""
    return st.builds(
        Earn,
        points=number(0, 20, 0.0, 1.0, 1.5, 10.0),
        per=st.sampled_from(("money", "visit")),
        rounding=st.sampled_from(("down", "nearest", "up", "carry")),
        on=st.sampled_from(("paid", "basket")),
        pending_days=st.sampled_from((0.0, 0.0, 0.0, 14.0, 100.0)),
        claw_back=st.booleans(),
    )


@st.composite
def charts(draw: st.DrawFn, most: float) -> tuple[RewardStep, ...]:
    """Up to six rewards with rising points, each point worth at most ``most``, some with a stated cost."""
    points, steps = 0, []
    for _ in range(draw(st.integers(1, 6))):
        points += draw(st.sampled_from((1, 10, 100)) | st.integers(1, 300))
        value = points * min(most, draw(number(0, 0.1, 0.0, 0.01, 0.05)))
        steps.append(RewardStep(points=points, value=value, cost=draw(st.none() | number(0, 20, 0.0, 2.0))))
    return tuple(steps)


def redemptions(most: float) -> st.SearchStrategy[Redemption]:
    """Ways to redeem points, worth at most ``most`` each."""
    return st.builds(
        Redemption,
        mode=st.sampled_from(("blocks", "any", "chart")),
        chart=charts(most),
        block_points=st.sampled_from((1, 10, 50, 100)) | st.integers(1, 500),
        max_basket_share=number(0.01, 1, 0.5, 1.0),
        amount=st.sampled_from(("all", "one block")),
        moment=st.sampled_from(("before earning", "after earning")),
        automatic=st.booleans(),
        donation=st.sampled_from((False, False, True)),
        donation_cost=number(0, 3, 1.0),
    )


@st.composite
def expiries(draw: st.DrawFn) -> Expiry:
    """Ways for points to die; with exact rounding they live a day at least."""
    rounding = draw(st.sampled_from(("exact", "month end", "quarter end", "year end")))
    months = draw(number(0, 24, 0.0, 1.0, 2.5, 6.0, 12.0))
    return Expiry(
        rule=draw(st.sampled_from(("never", "after earning", "inactivity", "calendar date", "from the first point"))),
        months=max(months, SHORTEST_LIFE) if rounding == "exact" else months,
        rounding=rounding,
        reminder_days=draw(number(0, 90, 0.0, 14.0, 30.0)),
        counts_from=draw(st.sampled_from(("earning", "release"))),
        date_month=draw(st.integers(1, 12)),
        grace_days=draw(number(0, 60, 0.0, 0.0, 30.0)),
        extended_by_activity=draw(st.sampled_from((False, False, True))),
        reinstate_days=draw(st.sampled_from((0.0, 0.0, 100.0)) | number(0, 400)),
        reinstatement_fee=draw(number(0, 20, 0.0, 0.0, 5.0)),
    )


@st.composite
def tiers(draw: st.DrawFn) -> Tiers:
    """Up to eight tiers with rising thresholds."""
    steps = draw(st.lists(number(1, 200, 10.0, 100.0), max_size=len(NAMES)))
    levels: list[Tier] = []
    for name, step in zip(NAMES, steps, strict=False):
        threshold = step + (levels[-1].threshold if levels else 0.0)
        multiplier, cost = draw(number(0, 5, 1.0, 1.25, 2.0)), draw(number(0, 50, 0.0, 5.0))
        benefits = {
            "discount": draw(number(0, 0.4, 0.0, 0.0, 0.1)),
            "free_shipping_cost": draw(number(0, 10, 0.0, 0.0, 3.0)),
            "entry_gift_cost": draw(number(0, 10, 0.0, 5.0)),
            "points_never_expire": draw(st.sampled_from((False, False, True))),
        }
        visits = draw(st.integers(0, 8)) + (levels[-1].visits if levels else 1)
        level = Tier(
            name=name, threshold=threshold, visits=visits, earn_multiplier=multiplier, perk_cost_per_year=cost, **benefits
        )
        levels.append(level)
    return Tiers(
        metric=draw(st.sampled_from(METRICS)),
        window=draw(st.sampled_from(WINDOWS)),
        year_starts=draw(st.integers(1, 12)),
        validity=draw(st.sampled_from(("by window", "by window", "12 months from entry"))),
        downgrade=draw(st.sampled_from(("to the level earned", "to the level earned", "one level", "never"))),
        carry_over=draw(st.sampled_from(("none", "surplus"))),
        grace_months=draw(number(0, 11, 0.0, 0.0, 1.5)),
        on_demotion=draw(st.sampled_from(("as if never spared", "to the end of the period", "a fresh window"))),
        levels=tuple(levels),
    )


@st.composite
def certificates(draw: st.DrawFn, most: float) -> Certificates:
    """Certificates, offered or not, of points worth at most ``most`` each."""
    block = draw(st.sampled_from((1, 10, 100)) | st.integers(1, 300))
    return Certificates(
        offered=draw(st.sampled_from((False, False, True))),
        threshold_points=block + draw(st.sampled_from((0, 50)) | st.integers(0, 500)),
        block_points=block,
        block_value=block * min(most, draw(number(0, 0.1, 0.0, 0.01, 0.05))),
        delay_days=draw(number(0, 60, 0.0, 2.0)),
        life_days=draw(number(1, 400, 90.0)),
        minimum_basket=draw(number(0, 50, 0.0)),
        per_purchase=draw(st.sampled_from(("one", "all that fit"))),
    )


def dividends() -> st.SearchStrategy[Dividend]:
    """Annual dividends, none half of the time."""
    return st.builds(
        Dividend,
        share=st.sampled_from((0.0, 0.0, 0.05, 0.1)),
        who=st.sampled_from(("all members", "paying members")),
        yearly_cap=number(0, 30, 0.0, 5.0),
        eligible_share=number(0, 1, 1.0),
        month=st.integers(1, 12),
        life_months=number(0.5, 30, 6.0),
        minimum_spend=number(0, 200, 0.0),
        to_lapsed=st.booleans(),
        cash_out_months=number(0, 12, 0.0, 4.0),
    )


def paids() -> st.SearchStrategy[Paid]:
    """Paid memberships, offered or not."""
    return st.builds(
        Paid,
        offered=st.booleans(),
        fee=number(0, 100, 0.0, 5.0, 50.0),
        term=st.sampled_from(("monthly", "annual", "lifetime")),
        trial_days=number(0, 120, 0.0, 0.0, 30.0),
        refund=st.sampled_from(("none", "none", "none", "pro rata", "shortfall", "full")),
        earn_multiplier=number(0, 4, 1.0, 2.0),
        discount=number(0, 0.5, 0.0, 0.1),
        shipping_value=number(0, 15, 0.0, 6.0),
        shipping_cost=number(0, 15, 0.0, 4.0),
    )


def bonus_events() -> st.SearchStrategy[BonusEvent]:
    """Events of any length, in any months, on any part of the basket."""
    return st.builds(
        BonusEvent,
        calendar_months=st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True).map(tuple),
        days=st.sampled_from((2, 31)) | st.integers(1, 31),
        share=number(0.05, 1, 1.0),
        multiplier=number(1, 5, 2.0),
    )


def bonuses() -> st.SearchStrategy[Bonuses]:
    """Points beyond the base rate; none at all half of the time."""
    return st.just(Bonuses()) | st.builds(
        Bonuses,
        events=st.lists(bonus_events(), max_size=3).map(tuple),
        birthday_multiplier=number(1, 4, 1.0, 2.0),
        birthday_points=st.sampled_from((0, 10, 100)),
        stacking=st.sampled_from(("best", "add", "multiply")),
        monthly_cap=st.sampled_from((0, 5, 500)),
    )


def challenges() -> st.SearchStrategy[Challenge]:
    """Challenges of any goal and window, offered or not."""
    return st.builds(
        Challenge,
        offered=st.booleans(),
        metric=st.sampled_from(("purchases", "spend")),
        goal=number(0.5, 100, 1.0, 2.0, 3.0),
        window_months=st.sampled_from((1, 2, 3, 4, 6, 12)),
        reward_points=st.sampled_from((0, 5, 100)),
    )


def actions() -> st.SearchStrategy[Actions]:
    """Points for acts other than purchases, offered or not."""
    return st.builds(
        Actions,
        offered=st.booleans(),
        points=st.sampled_from((0, 3, 50)),
        yearly_cap=st.sampled_from((0, 40)),
        cost=number(0, 10, 0.0),
    )


def referrals() -> st.SearchStrategy[Referral]:
    """Rewards for winning friends, offered or not."""
    return st.builds(
        Referral,
        offered=st.booleans(),
        advocate_points=st.sampled_from((0, 100)) | st.integers(0, 500),
        friend_points=st.sampled_from((0, 100)) | st.integers(0, 500),
        trigger=st.sampled_from(("at once", "first purchase")),
        most_per_member=st.sampled_from((1, 5)) | st.integers(1, 50),
    )


@st.composite
def partners(draw: st.DrawFn, largest: float) -> tuple[Partner, ...]:
    """Up to six partners, none half of the time, who deliver all redemptions at most; their cards multiply points up to
    ``largest`` times."""
    count = draw(st.just(0) | st.integers(1, 6))
    return tuple(
        Partner(
            name=name,
            shoppers=draw(number(0, 1, 0.3)),
            purchases_per_year=draw(number(0.5, 60, 12.0)),
            points=draw(st.sampled_from((0, 20)) | st.integers(0, 300)),
            price_per_point=draw(number(0, 0.05, 0.01)),
            redeemed_share=draw(number(0, 1 / count, 0.0)),
            settlement_per_point=draw(number(0, 0.05, 0.008)),
            own_multiplier=draw(number(1, largest, 1.0, 1.0)),
            points_never_expire=draw(st.integers(0, 3)) == 0,
        )
        for name in ("Fuel", "Bank", "Hotel", "Phone", "Books", "Opera")[:count]
    )


def messages() -> st.SearchStrategy[Messages]:
    """Messages to members, none included."""
    sent = st.builds(
        Messages,
        status_per_month=number(0, 5, 0.0, 1.0),
        status_at_purchase=st.booleans(),
        near_share=number(0, 0.9, 0.0, 0.2),
        win_back_after=number(0, 10, 0.0, 0.5, 2.0),
        win_back_offer=number(0, 50, 0.0, 5.0),
    )
    return st.just(Messages()) | sent


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Programs mixing all levers; the value of a point is kept within what a program may give back."""
    earn, levels, paid = draw(earns()), draw(tiers()), draw(paids())
    multiplier = max([1.0, *[level.earn_multiplier for level in levels.levels]]) * max(1.0, paid.earn_multiplier)
    extra = draw(bonuses())
    if earn.points * multiplier * extra.largest > MOST_POINTS:
        extra = extra.model_copy(update={"events": (), "birthday_multiplier": 1.0})
    most = earn.points * multiplier * extra.largest
    cards = draw(partners(min(2.0, MOST_POINTS / max(most, 1.0))))
    most = 9.9 / max(most * max([1.0, *(card.own_multiplier for card in cards)]), 1.0)
    return Program(
        earn=earn,
        bonuses=extra,
        actions=draw(actions()),
        challenge=draw(challenges()),
        point_value=min(most, draw(number(0, 1, 0.0, 0.01, 0.05))),
        redemption=draw(redemptions(most)),
        certificates=draw(certificates(most)),
        dividend=draw(dividends()),
        expiry=draw(expiries()),
        tiers=levels,
        paid=paid,
        messages=draw(messages()),
        perks=draw(st.builds(Perks, offered=st.booleans(), cost_per_year=number(0, 50, 5.0))),
        giving=Giving(share=draw(number(0, 0.5, 0.0, 0.0, 0.01))),
        enrolment=Enrolment(
            share=draw(number(0, 1, 0.0, 0.6, 1.0)),
            per_visit=draw(number(0.01, 1, 1.0, 0.5)),
            identified=draw(number(0.01, 1, 1.0, 1.0)),
            welcome_points=draw(st.sampled_from((0, 0, 50, 100)) | st.integers(0, 1000)),
            head_start_points=draw(st.sampled_from((0, 0, 2, 50))),
        ),
        referral=draw(referrals()),
        partners=cards,
    )
