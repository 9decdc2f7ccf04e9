"""The journal of a run, and closing balances as key figures."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.closing import closing_figures
from loyalty_sim.finance.deferred_fees import deferred_fees
from loyalty_sim.finance.footing import whole_cents
from loyalty_sim.finance.journal import Account, balances
from loyalty_sim.finance.journals import journal_table, liability_account, postings
from loyalty_sim.finance.liability import Method, Policy, liability
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario.presets import preset

METHODS: tuple[Method, ...] = ("proportional", "remote", "accrued cost")


@pytest.fixture(scope="module")
def coalition() -> Result:
    """Points that partners buy and redeem."""
    scenario = preset("coalition")
    return simulate(scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 1_000, "months": 15})}))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", ["rich", "coalition"])
def test_the_journal_is_the_statement(rich: Result, coalition: Result, kind: str, method: Method) -> None:
    """The account of what is owed moves in every month from opening to closing balance, to the cent, whatever the policy."""
    owed = liability(rich if kind == "rich" else coalition, Policy(method=method, urr=0.6))
    posted = balances(postings(owed))
    opening, closing = whole_cents(owed.opening[0]), whole_cents(owed.closing[0])
    assert (-posted[liability_account(owed)] == closing - opening[0]).all()
    assert not np.sum(list(posted.values()), axis=0).any()


def test_accounts_are_those_of_the_run(rich: Result, coalition: Result) -> None:
    """Deferred fees move as their roll-forward; partners are billed what they pay; rewards cost what they cost."""
    posted = balances(postings(liability(rich)))
    fees = deferred_fees(rich).cents()
    warmup = rich.scenario.run.warmup_months
    assert -posted[Account.DEFERRED_FEES][-1] == fees["closing"][0, -1] - fees["opening"][0, warmup]
    w = program_world(coalition)
    events = {each.event: each.amounts for each in postings(liability(coalition))}
    billed = events["Points sold to partners"]
    assert (billed[Account.CASH] == whole_cents(L.partner_income(w)[0])).all()
    assert (billed[Account.MARKETING_REVENUE] <= 0).all()
    rewards = events["Redemption in own goods"][Account.COST_OF_SALES]
    others = events["Redemption with a third party"][Account.COST_OF_SALES]
    assert (rewards + others) / 100 == pytest.approx(L.cost_of_points(w)[0], abs=0.02)
    assert others.any()


def test_years_are_sums_of_months(rich: Result) -> None:
    """The journal by year holds the cents of its months; expiry posts by the remote method alone."""
    owed = liability(rich)
    months, years = (journal_table(owed, by=by) for by in ("month", "year"))  # type: ignore[arg-type]
    net = [
        frame.assign(year=frame["period"].str[:4], net=frame["debit"] - frame["credit"])
        .groupby(["year", "account"])["net"]
        .sum()
        for frame in (months, years)
    ]
    assert net[0].to_numpy() == pytest.approx(net[1].to_numpy(), abs=1e-4)
    assert not (years["event"] == "Points expired").any()
    assert (journal_table(liability(rich, Policy(method="remote")))["event"] == "Points expired").any()


def test_a_program_without_points_posts_fees_only() -> None:
    """Paid membership without points: fees received, earned and refunded."""
    scenario = preset("paid-membership")
    result = simulate(scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 500, "months": 6})}))
    events = set(journal_table(liability(result))["event"])
    assert events <= {"Membership fees received", "Membership fees earned", "Membership fees refunded"}
    assert "Membership fees earned" in events


def test_closing_figures_are_the_statements(rich: Result) -> None:
    """Each closing balance is that of its roll-forward, with an interval around it."""
    owed = liability(rich)
    found = closing_figures(owed)
    expected = {
        "closing_points": L.points_outstanding(program_world(rich))[0, -1],
        "closing_liability": owed.closing[0, -1],
        "closing_fees": deferred_fees(rich).closing[0, -1],
    }
    for key, value in expected.items():
        figure = found[key]
        assert figure is not None
        assert figure.value == pytest.approx(value)
        assert figure.low95 < figure.low80 < figure.value < figure.high80 < figure.high95
