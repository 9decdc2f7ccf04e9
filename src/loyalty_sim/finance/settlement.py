"""What the operator of a coalition and its partners owe each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from loyalty_sim.engine import AtPartner, Result
from loyalty_sim.finance.lines import at_partners, cost_settlement, partner_income
from loyalty_sim.finance.world import program_world

if TYPE_CHECKING:
    import pandas as pd  # half a second that the checks do without

OPERATOR = "Operator"


def partner_settlement(result: Result) -> pd.DataFrame:
    """What each partner and the operator pay and receive, month by month; the net adds up to zero over all of them.

    Returns:
        Columns month, date, party (a partner's name, or ``OPERATOR``), issued and redeemed (points of that party's
        customers and counters; 0 for the operator), paid, received and net (received less paid, money). One row per month
        and party. Partners are those of the last month; no rows without partners.
    """
    import pandas as pd

    w, months = program_world(result), result.scenario.run.months
    names = [partner.name for partner in result.scenario.regimes[-1].program.partners]
    date = (np.datetime64(result.scenario.run.start, "M") + np.arange(months)).astype("datetime64[us]")
    paid, received = (at_partners(w, what, price)[0] for what, price in PRICES)
    parts = []
    for index, name in enumerate(names):
        issued, redeemed = (w.by_partner[0, :, index, what] for what, _ in PRICES)
        parts.append((name, issued, redeemed, paid[:, index], received[:, index]))
    if names:
        parts.append((OPERATOR, w.nothing[0], w.nothing[0], cost_settlement(w)[0], partner_income(w)[0]))
    tables = [
        pd.DataFrame({
            "month": np.arange(1, months + 1), "date": date, "party": name, "issued": issued, "redeemed": redeemed,
            "paid": gave, "received": got, "net": got - gave,
        })
        for name, issued, redeemed, gave, got in parts
    ]  # fmt: skip
    if not tables:
        return pd.DataFrame(columns=["month", "date", "party", "issued", "redeemed", "paid", "received", "net"])
    return pd.concat(tables, ignore_index=True).sort_values("month", kind="stable", ignore_index=True)


PRICES = ((AtPartner.ISSUED, "price_per_point"), (AtPartner.REDEEMED, "settlement_per_point"))
"""What a partner pays for, and what it is paid for."""


def unsettled(result: Result) -> float:
    """Money that does not cancel between the operator and the partners; a rounding error of nothing, or a mistake."""
    w = program_world(result)
    paid, received = (at_partners(w, what, price)[0] for what, price in PRICES)
    operator = partner_income(w)[0] - cost_settlement(w)[0]
    return float(np.abs(received.sum(axis=1) - paid.sum(axis=1) + operator).max())
