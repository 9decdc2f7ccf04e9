"""Changes at a date on the page: which levers, from when, to what."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from loyalty_sim.scenario.amendment import Amendment
from loyalty_sim.ui.link import decode, encode
from tests.ui.conftest import Open, metrics, names, widget, work

CHANGES = "amendments.0.changes"


def opened(open_page: Open) -> AppTest:
    """The page with one change, of nothing yet."""
    app = open_page()
    app.session_state["group.changes.open"] = True
    app.run()
    widget(app, "button", "amendments.add").click().run()
    assert not app.exception
    return app


def test_a_change_of_nothing_changes_nothing(open_page: Open) -> None:
    """A new change begins after a year, moves no lever, and the figures stay; it counts as a difference to the baseline."""
    app = open_page()
    before = metrics(app)
    app = opened(open_page)
    assert work(app).scenario.amendments == (Amendment(month=13),)
    assert work(app).baseline.amendments == ()
    assert {label: value for label, (value, _) in metrics(app).items()} == {k: v for k, (v, _) in before.items()}
    assert widget(app, "button", "group.changes.header").label == "**Changes over time** · 1 changed"


def test_levers_that_change_are_chosen_and_set(open_page: Open) -> None:
    """A chosen lever begins with the program's value; set to another, the figures differ from the baseline's."""
    app = opened(open_page)
    widget(app, "multiselect", CHANGES).set_value(["point_value", "expiry.months"]).run()
    assert work(app).scenario.amendments[0].changes == {"point_value": 0.035, "expiry": {"months": 12}}
    widget(app, "number_input", f"{CHANGES}.point_value").set_value(0.01).run()
    assert not app.exception
    assert work(app).scenario.amendments[0].changes["point_value"] == 0.01
    assert metrics(app)["Points liability"][1].startswith("-")
    widget(app, "multiselect", CHANGES).set_value(["point_value"]).run()
    assert work(app).scenario.amendments[0].changes == {"point_value": 0.01}
    assert f"{CHANGES}.expiry.months" not in names(app)


def test_a_change_survives_the_link_and_is_reset(open_page: Open) -> None:
    """The address holds changes of the design and of the baseline; resetting all levers takes them back too."""
    app = opened(open_page)
    widget(app, "button", "pin").click().run()
    widget(app, "number_input", "amendments.0.month").set_value(25).run()
    assert decode(encode(work(app))) == work(app)
    assert work(app).baseline.amendments == (Amendment(month=13),)
    app.session_state["changes"] = True
    app.run()
    widget(app, "button", "reset").click().run()
    assert work(app).scenario.amendments == (Amendment(month=13),)


def test_changes_in_the_wrong_order_are_said(open_page: Open) -> None:
    """A change before the one above it is refused in words, and nothing typed is lost."""
    app = opened(open_page)
    widget(app, "button", "amendments.add").click().run()
    assert [one.month for one in work(app).scenario.amendments] == [13, 25]
    widget(app, "number_input", "amendments.1.month").set_value(5).run()
    assert "must be later than" in app.warning[0].value
    assert widget(app, "number_input", "amendments.1.month").value == 5
