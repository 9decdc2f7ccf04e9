"""The editor of lists, on a small program that has a list of every kind."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field
from streamlit.testing.v1 import AppTest

from loyalty_sim.scenario import Market, Program, Scenario, Tier
from loyalty_sim.scenario.fields import Record, lever, setting
from loyalty_sim.ui import state, tiers
from loyalty_sim.ui import work as work_module
from loyalty_sim.ui.items import Path
from loyalty_sim.ui.list_editor import another
from loyalty_sim.ui.lists import ListField, lists
from loyalty_sim.ui.work import Work
from tests.ui.conftest import Open, names, open_groups, widget, work

Month = Annotated[int, Field(ge=1, le=12)]
Weight = Annotated[float, Field(ge=0, le=9)]


class Span(Record):
    """When an event is on."""

    days: int = lever(2, "Days", unit="days", bands={"weekend": 2, "week": 7}, ge=1, le=30)
    months: tuple[Month, ...] = lever((), "Calendar months", max_length=12)


class Event(Record):
    """A demonstration of a record within a list, with a record and a list of its own."""

    name: str = lever("Double points", "Name of the event")
    multiplier: float = lever(2.0, "Points are multiplied by this", unit="x", bands={"double": 2.0, "triple": 3.0}, ge=1)
    span: Span = lever(Span, "When")


class DemoProgram(Program):
    """A program with a list of every kind."""

    events: tuple[Event, ...] = lever((), "Bonus events", max_length=3)
    places: tuple[Literal["north", "south"], ...] = lever((), "Where")
    season: tuple[Weight, ...] = lever((1.0,) * 12, "By month", min_length=12, max_length=12)
    steps: tuple[Weight, ...] = lever((1.0, 2.0), "Steps", min_length=1, max_length=3)


class DemoScenario(Scenario):
    """A scenario with that program."""

    program: DemoProgram = setting(DemoProgram, "What the company decides")


def page() -> None:
    """The lists of the program, each with its editor."""
    from loyalty_sim.ui import list_editor, state
    from loyalty_sim.ui.lists import lists
    from tests.ui.test_lists import DemoProgram

    for field in lists(DemoProgram, ("program",)):
        if field.path[1] in ("events", "places", "season", "steps"):
            list_editor.draw(state.work(), field)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The demonstration, opened."""
    monkeypatch.setattr(work_module, "Scenario", DemoScenario)
    demo = AppTest.from_function(page, default_timeout=30)
    empty: dict[str, Any] = {state.PAST: [], state.FUTURE: [], state.HISTORY: [], state.VIEWS: {}}
    opened = {state.WORK: Work.of(DemoScenario()), **empty}
    for key, value in opened.items():
        demo.session_state[key] = value
    demo.run()
    assert not demo.exception
    return demo


def program(app: AppTest) -> DemoProgram:
    """The program as it is now."""
    assert not app.exception
    assert work(app).problems == ()
    found = work(app).scenario.program
    assert isinstance(found, DemoProgram)
    return found


def field_at(path: Path) -> ListField:
    """A list of the demonstration by its path."""
    return next(field for field in lists(DemoProgram, ("program",)) if field.path == path)


def test_records_are_added_up_to_the_most_and_removed(app: AppTest) -> None:
    """The first element is the model's default, each next one like the last under a name of its own; three at most."""
    widget(app, "button", "program.events.add").click().run()
    widget(app, "number_input", "program.events.0.multiplier").set_value(3.0).run()
    while not widget(app, "button", "program.events.add").disabled:
        widget(app, "button", "program.events.add").click().run()
    events = program(app).events
    assert [event.name for event in events] == ["Event 1", "Event 2", "Event 3"]
    assert [event.multiplier for event in events] == [3, 3, 3]
    widget(app, "button", "program.events.1.remove").click().run()
    assert program(app).events == (events[0], events[2])
    assert widget(app, "text_input", "program.events.1.name").value == "Event 3"


def test_every_field_of_a_record_is_a_lever(app: AppTest) -> None:
    """Fields of the record and of the record within it have their widget, their bands and their own list."""
    widget(app, "button", "program.events.add").click().run()
    wanted = {"name", "multiplier", "span.days"}
    assert {f"program.events.0.{name}" for name in wanted} <= names(app)
    assert any("**double 2**" in caption.value.replace("\u00a0", " ") for caption in app.caption)
    widget(app, "number_input", "program.events.0.span.days").set_value(7).run()
    months = widget(app, "multiselect", "program.events.0.span.months")
    assert months.options[:2] == ["Jan", "Feb"]
    months.set_value([11, 2]).run()
    assert program(app).events[0].span == Span(days=7, months=(2, 11))


def test_choices_keep_their_order(app: AppTest) -> None:
    """Plain values of a few are chosen, in whatever order, and stand in their own."""
    widget(app, "multiselect", "program.places").set_value(["south", "north"]).run()
    assert program(app).places == ("north", "south")
    widget(app, "multiselect", "program.places").set_value(["south"]).run()
    assert program(app).places == ("south",)


def test_a_row_of_given_length_is_edited_in_place(app: AppTest) -> None:
    """Twelve numbers have a field for each month and no way to add or remove one."""
    assert widget(app, "number_input", "program.season.11").label == "Dec"
    widget(app, "number_input", "program.season.11").set_value(1.5).run()
    assert program(app).season == (1.0,) * 11 + (1.5,)
    assert not {"program.season.add", "program.season.11.remove"} & names(app)


def test_a_row_of_any_length_grows_and_shrinks(app: AppTest) -> None:
    """A row of numbers is lengthened by its last one up to the most, and shortened down to the least."""
    widget(app, "button", "program.steps.add").click().run()
    assert program(app).steps == (1.0, 2.0, 2.0)
    assert widget(app, "button", "program.steps.add").disabled
    widget(app, "button", "program.steps.2.remove").click().run()
    widget(app, "button", "program.steps.1.remove").click().run()
    assert program(app).steps == (1.0,)
    assert "program.steps.0.remove" not in names(app)


def test_a_list_says_what_it_was_and_is_reset(app: AppTest) -> None:
    """A list that differs from the baseline's says so in words and can be set back; so can a single field of an element."""
    widget(app, "multiselect", "program.places").set_value(["north"]).run()
    widget(app, "button", "program.events.add").click().run()
    assert [field.path[-1] for field in work(app).changed_lists(lists(DemoProgram, ("program",)))] == ["events", "places"]
    assert widget(app, "button", "program.places.reset").label == "was none ↺"
    widget(app, "button", "program.events.reset").click().run()
    widget(app, "button", "program.places.reset").click().run()
    assert program(app) == DemoProgram()


def test_lists_are_told_in_words() -> None:
    """A few plain values are named, records are counted."""
    assert field_at(("program", "places")).written(["north", "south"]) == "north, south"
    assert field_at(("program", "events")).written([{}]) == "1 event"
    assert field_at(("program", "events")).written([{}, {}]) == "2 events"
    assert field_at(("program", "season")).written([]) == "none"


def test_a_new_tier_stands_above_the_highest() -> None:
    """The next tier takes twice the threshold, so that the list stays in order; its name is not taken yet."""
    levels = next(field for field in lists(Program, ("program",)) if field.record is Tier)
    first = another(levels, [])
    second = another(levels, [first])
    assert second["threshold"] == 2 * first["threshold"]
    assert second["earn_multiplier"] == first["earn_multiplier"] + 0.25
    assert (first["name"], second["name"]) == ("Tier 1", "Tier 2")


def test_a_new_tier_takes_more_visits_than_the_highest() -> None:
    """Where visits count beside the spend, the list stays in order too."""
    levels = [{"name": "Gold", "threshold": 500.0, "visits": 12, "earn_multiplier": 1.0}]
    added = tiers.another(levels)
    assert (added["threshold"], added["visits"]) == (1000.0, 24)


def test_every_list_of_a_scenario_is_found() -> None:
    """No list of the program or of the market is without its editor."""
    assert ("program", "tiers", "levels") in [field.path for field in lists(Program, ("program",))]
    assert [field.path[-1] for field in lists(Market, ("market",))] == ["seasonality", "shocks", "segments"]
    assert all(field.fixed == (field.path[-1] == "seasonality") for field in lists(Market, ("market",)))


def test_changed_tiers_are_counted_and_jumped_to(open_page: Open) -> None:
    """The list of changes names a list that differs with its length before and after, and opens its group."""
    app = open_groups(open_page())
    widget(app, "button", "program.tiers.levels.add").click().run()
    assert widget(app, "button", "group.tiers.header").label == "**Tiers** · 1 changed"
    app.session_state["group.tiers.open"] = False
    app.session_state["changes"] = True
    app.run()
    assert any("**Status levels**: 2 tiers → 3 tiers" in text.value for text in app.markdown)
    widget(app, "button", "go.program.tiers.levels").click().run()
    assert "program.tiers.levels.2.threshold" in names(app)
    widget(app, "button", "program.tiers.levels.reset").click().run()
    assert work(app).changed_lists() == []
