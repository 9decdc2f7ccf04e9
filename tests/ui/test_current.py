"""The program before month 1 on the page: switched on, made different, compared, shared and reset."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from loyalty_sim.scenario.files import dumps, loads
from loyalty_sim.ui.link import decode, encode
from loyalty_sim.ui.work import UNCHANGED
from tests.ui.conftest import Open, metrics, names, widget, work

SWITCH, LEVERS = "current_program", "current_program.levers"


def opened(open_page: Open) -> AppTest:
    """The page with another program before month 1, so far a copy."""
    app = open_page()
    app.session_state["group.changes.open"] = True
    app.run()
    widget(app, "toggle", SWITCH).set_value(True).run()
    assert not app.exception
    return app


def test_it_begins_as_a_copy_that_changes_nothing(open_page: Open) -> None:
    """Switched on, the current program is the design, the figures stay, and one change is counted; off, it is gone."""
    before = metrics(open_page())
    app = opened(open_page)
    assert work(app).scenario.current_program == work(app).scenario.program
    assert {label: value for label, (value, _) in metrics(app).items()} == {k: v for k, (v, _) in before.items()}
    assert widget(app, "button", "group.changes.header").label == "**Changes over time** · 1 changed"
    assert widget(app, "selectbox", "transition.old_points").value == "keep"
    widget(app, "toggle", SWITCH).set_value(False).run()
    assert work(app).scenario.current_program is None
    assert "transition.old_points" not in names(app)


def test_what_moves_in_the_sidebar_changes_at_month_one(open_page: Open) -> None:
    """A lever moved after the switch is on is listed with what it was before, and can be set there too."""
    app = opened(open_page)
    widget(app, "number_input", "program.point_value").set_value(0.02).run()
    assert widget(app, "multiselect", LEVERS).value == ["point_value"]
    assert widget(app, "number_input", "current_program.point_value").value == 0.035
    widget(app, "number_input", "current_program.point_value").set_value(0.05).run()
    assert work(app).scenario.regimes[0].program.point_value == 0.05
    assert work(app).scenario.regimes[1].program.point_value == 0.02


def test_levers_are_picked_and_given_up(open_page: Open) -> None:
    """A picked lever is shown though it is as in the design; given up, it is as in the design again."""
    app = opened(open_page)
    widget(app, "multiselect", LEVERS).set_value(["expiry.months"]).run()
    widget(app, "number_input", "current_program.expiry.months").set_value(24).run()
    assert work(app).scenario.current_program is not None
    assert work(app).scenario.current_program.expiry.months == 24
    widget(app, "multiselect", LEVERS).set_value([]).run()
    assert work(app).scenario.current_program == work(app).scenario.program
    assert "current_program.expiry.months" not in names(app)


def test_tiers_of_before_are_edited_like_others(open_page: Open) -> None:
    """Lists are levers too: the tiers of before have the same fields, and move without those of the design."""
    app = opened(open_page)
    widget(app, "multiselect", LEVERS).set_value(["tiers.levels"]).run()
    threshold = widget(app, "number_input", "current_program.tiers.levels.0.threshold")
    assert threshold.label == "Threshold :gray[USD]"
    threshold.set_value(400).run()
    assert not app.exception
    scenario = work(app).scenario
    assert scenario.current_program is not None
    assert scenario.current_program.tiers.levels[0].threshold == 400
    assert scenario.program.tiers.levels[0].threshold == 500


def test_with_the_change_is_compared_with_no_change(open_page: Open) -> None:
    """Against the baseline without the changes, figures are those of the current program kept for ever."""
    app = opened(open_page)
    assert "Without the changes" in widget(app, "selectbox", "baseline").options
    widget(app, "number_input", "program.point_value").set_value(0.02).run()
    widget(app, "selectbox", "baseline").set_value(UNCHANGED).run()
    assert not app.exception
    there = work(app)
    assert there.baseline.program.point_value == 0.035
    assert (there.baseline.current_program, there.baseline.amendments) == (None, ())
    assert metrics(app)["Points liability"][1].startswith("-")
    assert decode(encode(there)) == there
    widget(app, "button", "undo").click().run()
    assert work(app).choice != UNCHANGED


def test_amendments_are_compared_with_none(open_page: Open) -> None:
    """Without the changes means without amendments, where there is no other program before month 1."""
    app = open_page()
    assert "Without the changes" not in widget(app, "selectbox", "baseline").options
    app.session_state["group.changes.open"] = True
    app.run()
    widget(app, "button", "amendments.add").click().run()
    widget(app, "multiselect", "amendments.0.changes").set_value(["point_value"]).run()
    widget(app, "number_input", "amendments.0.changes.point_value").set_value(0.01).run()
    widget(app, "selectbox", "baseline").set_value(UNCHANGED).run()
    assert work(app).baseline.program == work(app).scenario.program
    assert work(app).baseline.amendments == ()
    assert metrics(app)["Points liability"][1].startswith("-")


def test_it_survives_link_and_file_and_is_reset(open_page: Open, tmp_path: Path) -> None:
    """Address and file hold the program before month 1 and the change from it; one click takes both back."""
    app = opened(open_page)
    widget(app, "multiselect", LEVERS).set_value(["earn.points"]).run()
    widget(app, "number_input", "current_program.earn.points").set_value(2.0).run()
    widget(app, "selectbox", "transition.old_points").set_value("restart").run()
    there = work(app)
    again = open_page(s=encode(there))
    assert work(again).scenario == there.scenario
    assert loads(dumps(there.scenario)) == there.scenario
    app.session_state["changes"] = True
    app.run()
    widget(app, "button", "undo.current_program").click().run()
    assert work(app).scenario.current_program is None
    assert work(app).scenario.transition.old_points == "keep"
    assert work(app).changes == 0


def test_an_amendment_replaces_a_list(open_page: Open) -> None:
    """The tiers are a lever that may change at a date: they begin as a copy, and move without those of the design."""
    app = open_page()
    app.session_state["group.changes.open"] = True
    app.run()
    widget(app, "button", "amendments.add").click().run()
    widget(app, "multiselect", "amendments.0.changes").set_value(["tiers.levels"]).run()
    widget(app, "number_input", "amendments.0.changes.tiers.levels.1.threshold").set_value(1500).run()
    assert not app.exception
    scenario = work(app).scenario
    assert [regime.program.tiers.levels[1].threshold for regime in scenario.regimes] == [1200, 1500]


def test_what_law_was_not_looked_at_is_said(open_page: Open) -> None:
    """Where the program is offered, the page says that nothing is checked until a place is named."""
    app = open_page()
    app.session_state["group.law.open"] = True
    app.run()
    assert any("not checked, as the program names no jurisdiction" in caption.value for caption in app.caption)
