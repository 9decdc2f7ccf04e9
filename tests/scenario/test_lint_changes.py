"""The linter looks at every program that comes into force, and at the changes themselves."""

from __future__ import annotations

from typing import Any

import pytest

from loyalty_sim.scenario.lint import Finding, law_checked, lint
from tests.scenario.test_lint import changing, design, expiry, ids, offered, paid, tier


def findings(name: str, scenario: Any) -> list[Finding]:
    """The findings of a rule, in order."""
    return [finding for finding in lint(scenario) if finding.id == name]


def test_a_later_program_is_looked_at() -> None:
    """What an amendment brings is found at the lever that it changes, and said with its month; nothing before it."""
    scenario = changing({}, {"point_value": 0.45})
    (finding,) = findings("rebate-above-margin", scenario)
    assert finding.where == "amendments[0].changes.point_value"
    assert finding.sentence.startswith("From month 13: Points give 45 %")
    assert "rebate-above-margin" not in ids(design({}))


def test_what_is_so_already_is_said_once() -> None:
    """An amendment of something else repeats no finding; one that makes it worse, or brings it back, does."""
    moves = [{"month": month, "changes": {"point_value": value}} for month, value in ((13, 0.5), (14, 0.3), (15, 0.5))]
    other = design({"point_value": 0.45}, amendments=[{"month": 13, "changes": {"enrolment": {"share": 0.5}}}])
    assert len(findings("rebate-above-margin", other)) == 1
    again = findings("rebate-above-margin", design({"point_value": 0.45}, amendments=moves))
    assert [finding.path[:2] for finding in again] == [("program", "point_value"), ("amendments", 0), ("amendments", 2)]


def test_a_finding_elsewhere_points_to_the_change() -> None:
    """A change of the margin that a lever not changed then breaks is found at the amendment as a whole."""
    (finding,) = findings("QC-1", changing(expiry("after earning"), {"jurisdictions": ["Québec"]}))
    assert finding.where == "amendments[0].changes"


def test_an_element_of_a_list_is_found_in_the_change() -> None:
    """A tier out of reach that an amendment brings is found at its threshold there."""
    (finding,) = findings("tier-out-of-reach", changing(tier(900), tier(6000)))
    assert finding.where == "amendments[0].changes.tiers.levels[0].threshold"


def test_the_current_program_is_what_it_is() -> None:
    """Findings are of the program to come; what is in force already is not advised on, but the change from it is."""
    generous = {"point_value": 0.45}
    assert "rebate-above-margin" not in ids(design({}, current_program=generous))
    (finding,) = findings("old-points-lose-value", design({}, current_program=generous))
    assert (finding.where, "month 1 takes" in finding.sentence) == ("program", True)


def test_a_change_after_the_run_is_no_change() -> None:
    """An amendment that never takes effect is said to be so, and its program is not looked at."""
    late = design({}, amendments=[{"month": 37, "changes": {"point_value": 0.45}}])
    assert ids(late) == {"change-after-the-run"} | ids(design({}))


@pytest.mark.parametrize("rule", ["QC-4", "QC-5"])
def test_the_law_on_changes_holds_for_month_one(rule: str) -> None:
    """The change from the current program is announced and keeps the value of points, as every other."""
    program = offered("Québec", **expiry("never"))
    harmless = design(program, current_program=program, transition={"announced_months": 2.5})
    assert rule not in ids(harmless)
    scenario = design(program, current_program={**program, "point_value": 0.02})
    where = {"QC-4": "transition.announced_months", "QC-5": "program"}[rule]
    assert [finding.where for finding in findings(rule, scenario)] == [where]


def test_points_that_get_a_date_lose_time() -> None:
    """Points issued for ever get the date of the new rule even where old points are kept."""
    (finding,) = findings("old-points-lose-time", changing(expiry("never"), expiry("after earning", 24)))
    assert "never to expire" in finding.sentence
    assert "old-points-lose-time" not in ids(changing(expiry("after earning", 12), expiry("never")))


def test_another_term_is_no_raise() -> None:
    """A yearly fee in place of a monthly one is no higher price."""
    scenario = changing(paid(fee=5, term="monthly", discount=0.2), {"paid": {"fee": 50, "term": "annual"}})
    assert "old-fees-raised" not in ids(scenario)


def test_a_tier_that_goes_asks_more() -> None:
    """Members of a tier that is abolished fall at a review at once."""
    assert "old-status-reviewed" in ids(changing(tier(600), {"tiers": {"levels": []}}, old_status="review"))


def test_what_law_was_not_looked_at_is_said() -> None:
    """Silence is no approval: what was checked is named, of later programs too."""
    assert law_checked(design({})) == "Law: not checked, as the program names no jurisdiction."
    assert "Ontario and Québec only" in law_checked(changing(offered("Québec"), offered("Ontario")))
