"""The design linter: each rule fires where it should and is silent where it should not."""

from __future__ import annotations

from typing import Any

import pytest

from loyalty_sim.scenario import Scenario, Segment
from loyalty_sim.scenario.lint import RULES, lint, warnings
from loyalty_sim.scenario.presets import preset, presets
from loyalty_sim.scenario.problems import place

Parts = dict[str, Any]
SEGMENT: Parts = {
    "purchases_per_year": 10.0, "purchase_shape": 2.0, "basket": 40.0, "basket_shape": 4.0, "basket_spread": 5.0,
    "first_year_lapse": 0.3,
}  # fmt: skip


def design(program: Parts, **others: Any) -> Scenario:
    """A program for a market of customers who spend 400 a year on average, at a margin of 40 %."""
    return Scenario.model_validate({"program": program, "market": {"segments": [SEGMENT]}} | others)


def ids(scenario: Scenario) -> set[str]:
    """Names of the rules that fire."""
    return {finding.id for finding in lint(scenario)}


def tier(threshold: float, **more: Any) -> Parts:
    """A program with one tier."""
    return {"tiers": {"levels": [{"name": "Gold", "threshold": threshold, **more}]}}


def by_balance(downgrade: str) -> Parts:
    """A program with one tier that the balance reaches."""
    return {"tiers": {"metric": "balance", "downgrade": downgrade, "levels": [{"name": "Gold", "threshold": 300}]}}


def paid(**more: Any) -> Parts:
    """A program with a paid membership."""
    return {"paid": {"offered": True, **more}}


def expiry(rule: str, months: float = 12, **more: Any) -> Parts:
    """A program with a rule of expiry."""
    return {"expiry": {"rule": rule, "months": months, **more}}


def offered(place: str, **parts: Parts) -> Parts:
    """A program offered in one place."""
    return {"jurisdictions": [place], **parts}


def chart(*steps: tuple[int, float], **more: Any) -> Parts:
    """A program whose points are used for the rewards of a chart, and whose point value means nothing."""
    rewards = [{"name": f"{points}", "points": points, "value": value} for points, value in steps]
    return {"point_value": 0.0, "redemption": {"mode": "chart", "chart": rewards, **more}}


def certificates(**more: Any) -> Parts:
    """A program with certificates, whose point value means nothing."""
    return {"point_value": 0.0, "certificates": {"offered": True, **more}}


def changing(program: Parts, after: Parts, **transition: Any) -> Scenario:
    """A program with a change after a year."""
    return design(program, amendments=[{"month": 13, "changes": after, **transition}])


def partners(settlement: float) -> Parts:
    """A partner who sells points at 1 cent, and one where they are used."""
    seller = {"name": "Petrol", "points": 10, "price_per_point": 0.01}
    return {"partners": [seller, {"name": "Hotel", "points": 0, "redeemed_share": 0.5, "settlement_per_point": settlement}]}


STAMPS: Parts = {
    "earn": {"points": 1, "per": "visit"}, "point_value": 0.5, "redemption": {"block_points": 10, "amount": "one block"},
}  # fmt: skip
CAD: Parts = {"currency": "CAD"}

CASES: dict[str, tuple[Scenario, Scenario]] = {
    "tier-out-of-reach": (design(tier(6000)), design(tier(900))),
    "tier-for-most": (design(tier(100)), design(tier(900))),
    "redeeming-demotes": (design(by_balance("to the level earned")), design(by_balance("never"))),
    "rebate-above-margin": (design({"point_value": 0.45}), design({"point_value": 0.39})),
    "arbitrage": (
        design({"point_value": 0.4, **paid(earn_multiplier=3)}), design({"point_value": 0.3, **paid(earn_multiplier=3)}),
    ),
    "paid-order-at-a-loss": (design(paid(discount=0.3, shipping_cost=6)), design(paid(discount=0.1, shipping_cost=6))),
    "fee-of-nothing": (design(paid(fee=0, earn_multiplier=2)), design(paid(fee=5, earn_multiplier=2, discount=0.1))),
    "fee-above-benefit": (design(paid(fee=200, discount=0.1)), design(paid(fee=50, discount=0.1))),
    "reward-out-of-reach": (design({"redemption": {"block_points": 500}}), design({"redemption": {"block_points": 200}})),
    "expiry-before-reward": (
        design({"redemption": {"block_points": 300}, **expiry("after earning", 6)}),
        design({"redemption": {"block_points": 300}, **expiry("after earning", 18)}),
    ),
    "block-above-basket": (
        design({"redemption": {"block_points": 1000, "max_basket_share": 0.2}}),
        design({"redemption": {"block_points": 1000, "max_basket_share": 0.2, "mode": "any"}}),
    ),
    "minimum-above-basket": (
        design(certificates(minimum_basket=50, threshold_points=200)), design(certificates(minimum_basket=30)),
    ),
    "lever-without-effect": (
        design({"dividend": {"share": 0.02, "who": "paying members"}}), design({"dividend": {"share": 0.02}}),
    ),
    "larger-reward-worse": (design(chart((100, 3), (200, 5))), design(chart((100, 3), (200, 6)))),
    "chart-rewards-saving": (design(chart((100, 3), (1000, 50))), design(chart((100, 3), (1000, 40)))),
    "certificate-dies-early": (design(certificates(life_days=14)), design(certificates(life_days=30))),
    "multipliers-stack": (
        design({**paid(earn_multiplier=3), **tier(900, earn_multiplier=2)}),
        design({**paid(earn_multiplier=2), **tier(900, earn_multiplier=2)}),
    ),
    "settlement-above-price": (design(partners(0.012)), design(partners(0.01))),
    "reminder-after-expiry": (
        design(expiry("after earning", reminder_days=30, grace_days=30)),
        design(expiry("after earning", reminder_days=31, grace_days=30)),
    ),
    "points-on-points": (design({"earn": {"on": "basket"}}), design({"earn": {"on": "paid"}})),
    "reminder-never-sent": (design(expiry("never", reminder_days=30)), design(expiry("never"))),
    "reminder-too-early": (
        design(expiry("after earning", 1, reminder_days=45)), design(expiry("after earning", 2, reminder_days=45)),
    ),
    "reinstatement-never-needed": (
        design(expiry("never", reinstate_days=30)), design(expiry("after earning", reinstate_days=30)),
    ),
    "reinstatement-never-paid": (
        design(expiry("after earning", reinstatement_fee=5)),
        design(expiry("after earning", reinstatement_fee=5, reinstate_days=30)),
    ),
    "ON-1": (design(offered("Ontario")), design(offered("Ontario", **expiry("inactivity")))),
    "ON-2": (design(offered("Ontario", **expiry("inactivity"))), design(offered("Ontario", **expiry("never")))),
    "ON-3": (design(offered("Ontario", **STAMPS), **CAD), design(offered("Ontario", **STAMPS))),
    "QC-1": (design(offered("Québec", **expiry("inactivity", 11))), design(offered("Québec", **expiry("inactivity", 12)))),
    "QC-2": (
        design(offered("Québec", **expiry("inactivity", reminder_days=14))),
        design(offered("Québec", **expiry("inactivity", reminder_days=30))),
    ),
    "QC-3": (design(offered("Québec", **STAMPS), **CAD), design(offered("Québec", **STAMPS))),
    "QC-4": (
        design(offered("Québec"), amendments=[{"month": 13, "announced_months": 1}]),
        design(offered("Québec"), amendments=[{"month": 13, "announced_months": 2.5}]),
    ),
    "QC-5": (
        design(offered("Québec"), amendments=[{"month": 13, "changes": {"point_value": 0.005}}]),
        design(offered("Québec"), amendments=[{"month": 13, "changes": {"point_value": 0.02}}]),
    ),
    "QC-6": (design(offered("Québec")), design(offered("Ontario"))),
    "ON-4": (design(offered("Ontario", **certificates())), design(offered("Québec", **certificates()))),
    "current-program-unused": (
        design({}, current_program={}, run={"warmup_months": 0}), design({}, current_program={}, run={"warmup_months": 1}),
    ),
    "change-after-the-run": (
        design({}, amendments=[{"month": 13}], run={"months": 12}),
        design({}, amendments=[{"month": 13}], run={"months": 13}),
    ),
    "old-points-lose-value": (changing({}, {"point_value": 0.005}), changing({}, {"point_value": 0.02})),
    "old-points-lose-time": (
        changing(expiry("after earning", 24), expiry("after earning", 12), old_points="restart"),
        changing(expiry("after earning", 24), expiry("after earning", 12), old_points="keep"),
    ),
    "old-status-reviewed": (
        changing(tier(600), tier(900), old_status="review"), changing(tier(600), tier(900), old_status="keep"),
    ),
    "old-fees-raised": (
        changing(paid(fee=20, discount=0.1), {"paid": {"fee": 25}}),
        changing(paid(fee=20, discount=0.1), {"paid": {"fee": 25}}, old_fees="keep"),
    ),
}  # fmt: skip
"""By rule: a scenario for which it fires, and one for which it does not."""


@pytest.mark.parametrize("name", CASES)
def test_a_rule_fires_and_is_silent(name: str) -> None:
    """Each rule has a design that it warns of, and a like one that it lets pass."""
    bad, good = CASES[name]
    assert name in ids(bad)
    assert name not in ids(good)


@pytest.mark.parametrize("name", CASES)
def test_a_finding_names_lever_reason_and_source(name: str) -> None:
    """Every finding has a lever that exists, and sentences that end."""
    for finding in lint(CASES[name][0]):
        value: Any = CASES[name][0].model_dump()
        for part in finding.path:
            value = value[part]
        assert finding.where == place(finding.path)
        assert finding.sentence.endswith(".")
        assert finding.reason.endswith(".")
        assert finding.source


def test_every_rule_has_a_case() -> None:
    """No rule is without a design that it fires for."""
    silent = [rule.__name__ for rule in RULES if not any(list(rule(bad)) for bad, _ in CASES.values())]
    assert silent == []


def test_a_sound_design_has_no_findings() -> None:
    """Defaults with a block in reach give nothing to say; a jurisdiction not named gives none of its rules."""
    assert lint(design({"redemption": {"block_points": 100}})) == []
    assert not {name for name in ids(design(expiry("after earning"))) if name.startswith(("ON", "QC"))}


@pytest.mark.parametrize("place", ["Ontario", "Québec"])
def test_time_alone_is_told_from_inactivity(place: str) -> None:
    """A date of the year and a card end points of active members too; points that any purchase renews do not."""
    rule = {"Ontario": "ON-1", "Québec": "QC-1"}[place]
    for timed in ("calendar date", "from the first point"):
        (finding,) = [one for one in lint(design(offered(place, **expiry(timed)))) if one.id == rule]
        assert {"calendar date": "at a date", "from the first point": "after the first"}[timed] in finding.sentence
    renewed = expiry("after earning", extended_by_activity=True)
    assert rule not in ids(design(offered(place, **renewed)))


def test_fixed_windows_break_the_law_in_quebec() -> None:
    """Expiry by the passage of time is a warning in Québec too, however long the points live."""
    (finding,) = [one for one in lint(design(offered("Québec", **expiry("after earning", 60)))) if one.id == "QC-1"]
    assert (finding.severity, finding.where) == ("warning", "program.expiry.rule")


def test_the_low_value_exemption_is_of_the_largest_single_reward() -> None:
    """A stamp card for a small item is exempt; the same points redeemed in many blocks at once, or worth more, are not."""
    exempt = design(offered("Ontario", **STAMPS), **CAD)
    assert "ON-1" not in ids(exempt)
    several = design(offered("Ontario", **STAMPS | {"redemption": {"block_points": 10, "amount": "all"}}), **CAD)
    dear = design(offered("Ontario", **STAMPS | {"point_value": 5.1}), **CAD)
    for scenario in (several, dear):
        assert "ON-1" in ids(scenario)
        assert "ON-3" not in ids(scenario)


def test_a_multiplier_raises_the_rebate_above_the_margin() -> None:
    """The best tier counts; who gets it is said."""
    scenario = design({"point_value": 0.25, **tier(900, earn_multiplier=2)})
    (finding,) = [one for one in warnings(scenario) if one.id == "rebate-above-margin"]
    assert "members of the best tier" in finding.sentence


def test_a_program_without_points_has_no_findings_on_points() -> None:
    """Where no points are given, no rule speaks of them, in Québec either."""
    assert lint(design({"earn": {"points": 0}, "jurisdictions": ["Québec", "Ontario"]})) == []


def test_warnings_come_first() -> None:
    """Findings are ordered by severity, and warnings are those that are no notes."""
    scenario = design(offered("Québec"))
    found = lint(scenario)
    assert [finding.severity for finding in found] == sorted((finding.severity for finding in found), reverse=True)
    assert warnings(scenario) == [finding for finding in found if finding.severity == "warning"]


def test_points_that_become_certificates_are_not_given_away() -> None:
    """Donation acts on points that are redeemed: where they all become certificates it is called without effect."""
    giving = {"redemption": {"donation": True}}
    assert "lever-without-effect" not in ids(design(giving))
    for program in ({**giving, "certificates": {"offered": True}}, {**giving, "earn": {"points": 0}}):
        assert "lever-without-effect" in ids(design(program))


@pytest.mark.parametrize("name", presets())
def test_presets_are_sound(name: str) -> None:
    """Ready scenarios give no warning, but for CDNOW, whose story is that most of its customers never see a reward, and for
    two charts as published, in which some larger rewards are worth less."""
    published = {"coffee-app": {"larger-reward-worse"}, "beauty-inactivity": {"larger-reward-worse"}}
    expected = {"cdnow": {"reward-out-of-reach", "expiry-before-reward"}, **published}
    assert {finding.id for finding in warnings(preset(name))} == expected.get(name, set())


def test_a_first_reward_is_that_of_the_chart_or_certificate() -> None:
    """Where points buy from a chart or turn into certificates, those say what a first reward takes and what a point is
    worth, and blocks and point value say nothing."""
    unused = {"point_value": 0.9, "redemption": {"block_points": 100_000}}
    for reward, lever in (
        ({"redemption": {"mode": "chart", "chart": [{"points": 2000, "value": 5}]}}, "program.redemption.chart[0].points"),
        ({"certificates": {"offered": True, "threshold_points": 2000}}, "program.certificates.threshold_points"),
    ):
        found = {finding.id: finding.where for finding in lint(design(unused | reward))}
        assert found["reward-out-of-reach"] == lever
        assert "rebate-above-margin" not in found
        assert found.get("block-above-basket", lever) == lever  # a certificate of 2,000 points is too large for a basket


@pytest.mark.parametrize("metric", ["spend or visits", "spend and visits"])
def test_what_two_counts_reach_is_left_open(metric: str) -> None:
    """The closed form has one count: of tiers that spend and visits reach together it says nothing."""
    for threshold in (1, 1e6):
        far = {"tiers": {"metric": metric, "levels": [{"name": "Gold", "threshold": threshold}]}}
        assert not {"tier-for-most", "tier-out-of-reach"} & ids(Scenario.model_validate({"program": far}))


def test_the_closed_form_knows_who_buys_alike() -> None:
    """Customers who all buy alike, always for the same, reach what they spend in a year and nothing above."""
    alike = Segment(purchases_per_year=1000, purchase_shape=None, basket=1, basket_shape=None, basket_spread=None)
    for threshold, expected in ((800, "tier-for-most"), (1200, "tier-out-of-reach")):
        scenario = Scenario.model_validate({"program": tier(threshold), "market": {"segments": [alike.model_dump()]}})
        assert expected in ids(scenario)
