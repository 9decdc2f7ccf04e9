"""Rules of the linter about law, for the jurisdictions that a program names: hints for a lawyer, not advice.

Québec: sections 187.7 to 187.9 of the Consumer Protection Act and 79.6.2 to 79.6.4 of regulation P-40.1, r. 3, in force
since August 2019. Ontario: section 47.1 of the Consumer Protection Act and regulation 17/05 as amended by 388/17, in
force since January 2018.
"""

from __future__ import annotations

from collections.abc import Iterator

from loyalty_sim.scenario.findings import Finding
from loyalty_sim.scenario.problems import Location
from loyalty_sim.scenario.scenario import Scenario
from loyalty_sim.scenario.worth import reward_lever

ONTARIO_ACT = "Consumer Protection Act (Ontario) s. 47.1, O. Reg. 17/05 as amended by 388/17"
QUEBEC_ACT = "Consumer Protection Act (Québec) s. 187.7–187.9, regulation P-40.1, r. 3, s. 79.6.2–79.6.4"
LOW_VALUE = 50.0
"""Canadian dollars: programs of which no single reward is worth more may be exempt."""
SHORTEST_INACTIVITY = 12.0
"""Months, in Québec."""
NOTICE = (30.0, 60.0)
"""Days before expiry at which Québec asks for a notice."""
RULE = ("program", "expiry", "rule")


def offered_in(scenario: Scenario, place: str) -> bool:
    """Whether the program has points and names a jurisdiction."""
    return place in scenario.program.jurisdictions and scenario.program.has_points


def largest_reward(scenario: Scenario) -> float | None:
    """Value of the largest single reward; None where a reward has no limit.

    Each reward of a chart is one, however many are taken together. A certificate, of all blocks that there are, a
    dividend and points that pay any amount have no limit.
    """
    program, redemption = scenario.program, scenario.program.redemption
    if program.certificates.offered or program.dividend.share > 0:
        return None
    if redemption.mode == "chart":
        return max(step.value for step in redemption.chart)
    return program.smallest_reward[1] if redemption.mode == "blocks" and redemption.amount == "one block" else None


def dated_rewards(scenario: Scenario) -> Iterator[tuple[str, Location]]:
    """What is given besides points and dies by the passage of time, in a sentence, each with the lever of its life."""
    certificates, dividend = scenario.program.certificates, scenario.program.dividend
    if certificates.offered and scenario.program.has_points:
        yield f"Certificates expire {certificates.life_days:g} days after they are issued", ("certificates", "life_days")
    if dividend.share > 0:
        yield f"The dividend expires {dividend.life_months:g} months after it is given", ("dividend", "life_months")


def low_value(scenario: Scenario) -> bool:
    """Whether the program may be exempt because every single reward is small; the limit is in Canadian dollars."""
    largest = largest_reward(scenario)
    return scenario.currency == "CAD" and largest is not None and largest <= LOW_VALUE


def when(scenario: Scenario) -> str:
    """When points expire, in words."""
    expiry = scenario.program.expiry
    if expiry.rule == "calendar date":
        return "at a date of the year"
    since = "the first of a card" if expiry.rule == "from the first point" else "earning"
    return f"{expiry.months:g} months after {since}"


def expiry_in_ontario(scenario: Scenario) -> Iterator[Finding]:
    """ON-1: points may not expire by the passage of time alone. ON-2: for inactivity they may, if the agreement says so."""
    if not offered_in(scenario, "Ontario"):
        return
    expiry = scenario.program.expiry
    if expiry.by_time and not low_value(scenario):
        yield Finding(
            "ON-1", "warning", RULE, f"Points expire {when(scenario)}, and Ontario is named.",
            "In Ontario points may not expire by the passage of time alone.", ONTARIO_ACT,
        )  # fmt: skip
    if expiry.by_inactivity:
        yield Finding(
            "ON-2", "note", RULE, "Points expire after inactivity, and Ontario is named.",
            "In Ontario that is allowed where the agreement with the member says so.", ONTARIO_ACT,
        )  # fmt: skip


def vouchers_in_ontario(scenario: Scenario) -> Iterator[Finding]:
    """ON-4: vouchers that a program gives are treated as gift cards, which may not expire."""
    if "Ontario" in scenario.program.jurisdictions:
        for sentence, lever in dated_rewards(scenario):
            yield Finding(
                "ON-4", "warning", ("program", *lever), f"{sentence}, and Ontario is named.",
                "In Ontario vouchers of a program are said to be treated as gift cards, which may not expire.",
                f"{ONTARIO_ACT} (secondary source, not verified)",
            )  # fmt: skip


def low_value_exemption(scenario: Scenario) -> Iterator[Finding]:
    """ON-3 and QC-3: programs with rewards of low value only may be exempt from the rules on expiry."""
    if scenario.program.expiry.rule == "never" or not low_value(scenario):
        return
    value = f"C${largest_reward(scenario):,.2f}"
    chart = scenario.program.redemption.mode == "chart"
    lever = ("program", "redemption", "chart") if chart else reward_lever(scenario.program)
    for place, name, source in (("Ontario", "ON-3", ONTARIO_ACT), ("Québec", "QC-3", f"{QUEBEC_ACT} (secondary source)")):
        if offered_in(scenario, place):
            yield Finding(
                name, "note", lever,
                f"No reward is worth more than {value}: the rules on expiry in {place} may not apply.",
                f"Programs are exempt up to C${LOW_VALUE:,.0f} a reward; sources differ on whether the limit itself counts.",
                source,
            )  # fmt: skip


def expiry_in_quebec(scenario: Scenario) -> Iterator[Finding]:
    """QC-1: points may expire only after at least a year of inactivity; certificates and dividends are looked at too."""
    expiry = scenario.program.expiry
    law = "In Québec points may expire for inactivity only, of at least one year"
    if "Québec" in scenario.program.jurisdictions:
        for sentence, lever in dated_rewards(scenario):
            yield Finding(
                "QC-1", "warning", ("program", *lever), f"{sentence}, and Québec is named.",
                f"{law}; ask whether that holds for what they turn into.", QUEBEC_ACT,
            )  # fmt: skip
    if not offered_in(scenario, "Québec") or low_value(scenario):
        return
    if expiry.by_time:
        yield Finding(
            "QC-1", "warning", RULE, f"Points expire {when(scenario)}, and Québec is named.", f"{law}.", QUEBEC_ACT
        )
    elif expiry.by_inactivity and expiry.months < SHORTEST_INACTIVITY:
        yield Finding(
            "QC-1", "warning", ("program", "expiry", "months"),
            f"Points expire after {expiry.months:g} months of inactivity, and Québec is named.", f"{law}.", QUEBEC_ACT,
        )  # fmt: skip


def notice_in_quebec(scenario: Scenario) -> Iterator[Finding]:
    """QC-2: members are told 30 to 60 days before their points expire."""
    expiry = scenario.program.expiry
    if not offered_in(scenario, "Québec") or low_value(scenario) or expiry.rule == "never":
        return
    low, high = NOTICE
    if not low <= expiry.reminder_days <= high:
        sent = f"The reminder comes {expiry.reminder_days:g} days before expiry"
        yield Finding(
            "QC-2", "warning", ("program", "expiry", "reminder_days"),
            f"{sent if expiry.reminder_days else 'No reminder is sent before points expire'}, and Québec is named.",
            f"In Québec a notice of nothing else, with the date, is due {low:g} to {high:g} days before points expire.",
            QUEBEC_ACT,
        )  # fmt: skip


def disclosure_in_quebec(scenario: Scenario) -> Iterator[Finding]:
    """QC-6: the terms are disclosed before a customer joins."""
    if offered_in(scenario, "Québec"):
        yield Finding(
            "QC-6", "note", ("program", "jurisdictions"), "Québec is named: state the terms before a customer joins.",
            "How points are received, exchanged and expire, and what they are worth, must be disclosed before joining.",
            QUEBEC_ACT,
        )  # fmt: skip


LAW_RULES = (
    expiry_in_ontario, vouchers_in_ontario, low_value_exemption, expiry_in_quebec, notice_in_quebec, disclosure_in_quebec,
)  # fmt: skip


def law_checked(scenario: Scenario) -> str:
    """Which law the linter has looked at, in a sentence: silence must not be read as approval."""
    places = sorted({place for regime in scenario.regimes for place in regime.program.jurisdictions})
    if not places:
        return "Law: not checked, as the program names no jurisdiction."
    return f"Law: hints for {' and '.join(places)} only; not checked for anywhere else."
