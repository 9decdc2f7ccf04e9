"""Points given to charity: how many, what they do not pay for, and what returns leave alone."""

from __future__ import annotations

from typing import Any

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.finance import checks
from loyalty_sim.scenario import Scenario
from tests.engine.plain import at_visits, merged, plain
from tests.engine.watch import check_ratio, watch

M = Measure


def giving(customers: int, months: int, share: float, program: dict[str, Any] | None = None, **parts: Any) -> Scenario:
    """A plain scenario whose members give a share of their redemptions to charity."""
    offered = merged({"redemption": {"donation": True}}, program or {})
    behaviour = merged(at_visits(0.5), {"redemption": {"donates": share}})
    return plain(customers, months, program=offered, behaviour=behaviour, **parts)


def test_the_stated_share_of_redemptions_is_given() -> None:
    """Each redemption goes to charity with the stated chance, and counts as a redemption like the others."""
    lives = watch(giving(10_000, 12, 0.3))
    check_ratio(lives[M.DONATIONS], lives[M.REDEMPTIONS], 0.3, precision=0.01)
    check_ratio(lives[M.DONATED], lives[M.REDEEMED], 0.3, precision=0.02)
    assert (lives[M.DONATED_FACE] <= lives[M.FACE]).all()


def test_what_is_given_pays_for_nothing_and_fits_any_basket() -> None:
    """A purchase of 100 earns its 100 points whole though 15,000 are given at it, of which it could only take 50."""
    program = {
        "earn": {"points": 1, "per": "money", "on": "paid"},
        "redemption": {"max_basket_share": 0.5, "block_points": 15_000},
        "enrolment": {"welcome_points": 15_000},
    }
    lives = watch(giving(1_000, 6, 1.0, program))
    assert (lives[M.EARNED] == 100 * lives[M.PURCHASES]).all()
    assert (lives[M.DONATED] == lives[M.REDEEMED]).all()
    assert lives[M.DONATIONS].sum() > 500
    kept = watch(giving(1_000, 6, 0.0, program))
    assert not kept[M.REDEEMED].any()


def test_a_return_does_not_undo_a_gift() -> None:
    """All goods are given back: points that paid for them return, points given to charity do not."""
    market = {"return_share": 1.0, "return_after_days": 1}
    given, used = (simulate(giving(200, 12, share, market=market)) for share in (1.0, 0.0))
    assert given.tally.panel[..., M.DONATED].sum() > 0
    assert given.tally.panel[..., M.RESTORED].sum() == 0
    assert used.tally.panel[..., M.RESTORED].sum() > 0
    assert all(check.ok for check in checks(given) if check.level == "error")


def test_no_partner_delivers_a_gift() -> None:
    """Where a partner delivers every reward, it delivers all redemptions but those that are given."""
    partner = {"name": "Fuel", "shoppers": 0.0, "redeemed_share": 1.0}
    total = simulate(giving(500, 12, 0.4, {"partners": [partner]})).tally.panel.sum((0, 1, 2))
    assert 0 < total[M.DONATED] < total[M.REDEEMED]
    assert total[M.PARTNER_REDEEMED] + total[M.DONATED] == total[M.REDEEMED]


def test_nobody_gives_where_nothing_is_offered_or_wanted() -> None:
    """With the lever off, or a share of 0, all counts are the same."""
    offered, off = giving(300, 12, 0.0), giving(300, 12, 0.3, {"redemption": {"donation": False}})
    assert (simulate(offered).tally.books == simulate(off).tally.books).all()
