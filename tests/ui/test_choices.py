"""What is looked at on the finance page travels in its address, which is hostile until checked."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from loyalty_sim.ui import choices, following, jobs, state
from loyalty_sim.ui.link import encode
from loyalty_sim.ui.work import Work
from tests.ui.conftest import PAGES, Open, widget
from tests.ui.finance_page import choose, opened, shown


def arrived(open_page: Open, seed: int = 1, **query: str) -> AppTest:
    """The finance page of an address: the choices are there when the page is drawn for the first time."""
    app = open_page(s=encode(Work.opened("coalition").edited(("run", "seed"), seed)))
    app.switch_page(f"{PAGES}/finance.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def parameters(app: AppTest) -> dict[str, str]:
    """The choices in the address of a page."""
    found = {}
    for name in choices.FIRST:
        value = app.query_params.get(name)
        if value is not None:
            found[name] = value[0] if isinstance(value, list) else value
    return found


def test_choices_travel_in_the_address(open_page: Open) -> None:
    """What is chosen is in the address, and an address opens with it; what is as at first is not in it."""
    app = opened(open_page, "coalition")
    assert parameters(app) == {}
    choose(choose(app, "statement", choices.LIABILITY), "period", "quarter")
    widget(app, "selectbox", "method").set_value("accrued cost").run()
    widget(app, "selectbox", "estimator").set_value("fixed").run()
    widget(app, "number_input", "urr").set_value(72.5).run()
    chosen = {
        "statement": "liability", "period": "quarter", "method": "accrued-cost", "estimator": "fixed", "urr": "72.5",
    }  # fmt: skip
    assert parameters(app) == chosen
    again = arrived(open_page, **chosen)
    assert shown(again).equals(shown(app))
    assert widget(again, "number_input", "urr").value == 72.5
    choose(again, "period", "year")
    assert "period" not in parameters(again)


def test_the_policy_of_the_address_is_that_of_every_statement(open_page: Open) -> None:
    """The policy counts where its widgets are not drawn, too: the journal of an address posts by it."""
    app = arrived(open_page, statement="journal", method="accrued-cost")
    assert "Accrued rewards" in set(shown(app)["Account"])
    assert parameters(app) == {"statement": "journal", "method": "accrued-cost"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statement", "../../secret"),
        ("statement", "<script>alert(1)</script>" * 500),
        ("period", "decade"),
        ("method", "`](https://example.org)"),
        ("urr", "nan"),
        ("urr", "1e400"),
        ("urr", "-1"),
        ("urr", "eighty"),
        ("bridged", ""),
        ("runoff", "no"),
    ],
)
def test_what_is_no_option_is_told_and_left_out(open_page: Open, name: str, value: str) -> None:
    """A value that is none is said in a sentence that names field and allowed values, and does nothing else."""
    app = arrived(open_page, **{name: value})
    (told,) = [error.value for error in app.error]
    assert told.startswith(f"The address has {name} `")
    assert "which must be " in told
    assert len(told) < 300
    assert told.count("`") == 2
    assert parameters(app) == {}
    assert app.session_state["statement"] == choices.LEDGER


def test_a_broken_link_and_a_broken_choice_are_both_told(open_page: Open) -> None:
    """One sentence does not replace the other."""
    page = open_page(s="broken")
    page.session_state["notice"] = state.Notice("First.", failed=True)
    page.switch_page(f"{PAGES}/finance.py")
    page.query_params["period"] = "decade"
    page.run()
    assert page.error[0].value.startswith("First. The address has period")


def test_points_are_followed_where_the_address_says_so(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address in which the points were followed begins to follow them, and stopping it takes that from the address."""
    monkeypatch.setattr(jobs, "AUTOMATIC", 200_000)
    monkeypatch.setattr(jobs, "watch", lambda _: None)  # no refined run
    app = arrived(open_page, seed=78, statement="breakage", runoff="yes")
    app.session_state[following.FOLLOWING].future.result(timeout=120)
    app.run()
    assert shown(app)["Breakage, %"].isna().sum() == 0
    assert parameters(app) == {"statement": "breakage", "runoff": "yes"}


def test_large_runs_are_followed_only_when_asked_for(open_page: Open) -> None:
    """Where a run is too large to be refined unasked, an address does not begin to follow it; the button is there."""
    app = arrived(open_page, seed=77, statement="breakage", runoff="yes")
    assert following.FOLLOWING not in app.session_state
    assert widget(app, "button", "follow").label == "Follow the points past the horizon"
