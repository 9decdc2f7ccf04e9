"""Saved scenarios on the page: saving, conflicts, opening, comparing, signing off, hostile names, a library that is away."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from loyalty_sim.library import Library, database, open_library
from loyalty_sim.scenario.presets import preset
from loyalty_sim.ui import compare_choice, jobs, library_calls, library_exchange, runs, saving
from loyalty_sim.ui.link import decode
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work
from tests.ui.conftest import PAGES, Open, widget, work

HOSTILE = "**bold** ![x](http:x.example:y.png) :red[no] $a$ `c` #h"
"""A name that the library allows and that a page could take for markup."""


@pytest.fixture(autouse=True)
def small_previews(monkeypatch: pytest.MonkeyPatch) -> None:
    """Previews of a thousand customers, which are enough to tell what the page does with them."""
    monkeypatch.setattr(runs, "PREVIEW", 1_000)


@pytest.fixture
def library() -> Library:
    """The library that the page uses."""
    return open_library(os.environ["LOYALTY_SIM_LIBRARY"])


def open_form(app: AppTest) -> AppTest:
    """The form for saving."""
    app.session_state[saving.OPEN] = True
    app.run()
    assert not app.exception
    return app


def save(app: AppTest, name: str, note: str | None = None, author: str | None = None, tags: str | None = None) -> AppTest:
    """Fill the form and save."""
    open_form(app)
    app.text_input(key=saving.NAME).set_value(name)
    for key, text in (("save.author", author), (saving.TAGS, tags)):
        if text is not None:
            app.text_input(key=key).set_value(text)
    if note is not None:
        app.text_area(key=saving.NOTE).set_value(note)
    widget(app, "button", "save.submit").click().run()
    assert not app.exception
    return app


def earn(app: AppTest, points: float) -> AppTest:
    """Move the earn rate."""
    widget(app, "number_input", "program.earn.points").set_value(points).run()
    assert not app.exception
    return app


def page(app: AppTest, name: str = "library") -> AppTest:
    """Another page of the same session."""
    app.switch_page(f"{PAGES}/{name}.py").run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    """All that is written on the page."""
    parts: list[Any] = [*app.markdown, *app.caption, *app.warning, *app.error, *app.info, *app.success, *app.toast]
    return "\n".join(str(part.value) for part in parts)


def buttons(app: AppTest) -> set[str]:
    """Labels of the buttons."""
    return {button.label for button in app.button}


def test_saving_makes_versions_and_says_where_the_design_stands(open_page: Open, library: Library) -> None:
    """The first save is version 1, based on its preset; a moved lever is unsaved; the next save is version 2."""
    app = save(open_page(), "Plan", "for the board", "Ann", "q3, board")
    saved = library.get("Plan")
    assert (saved.note, saved.author, saved.tags, saved.based_on) == (
        "for the board",
        "Ann",
        ("q3", "board"),
        "beauty-tiers",
    )
    assert "check: Plan@1]" in texts(app)
    assert work(app).scenario == saved.scenario
    earn(app, 2.0)
    assert "Plan@1 · unsaved changes" in texts(app)
    save(app, "Plan")
    last = library.get("Plan")
    assert (last.version, last.author, last.note, last.tags) == (2, "Ann", "for the board", ("q3", "board"))
    assert [change.path for change in last.changes] == ["program.earn.points"]
    assert "check: Plan@2]" in texts(app)
    assert "unsaved" not in texts(app)


def test_saving_what_has_not_changed_makes_no_version(open_page: Open, library: Library) -> None:
    """A second save of the same thing says so; another note alone is a version."""
    app = save(open_page(), "Plan", "one")
    save(app, "Plan", "one")
    assert library.get("Plan").version == 1
    assert any("Nothing has changed" in toast.value for toast in app.toast)
    save(app, "Plan", "two")
    assert library.get("Plan").version == 2


def test_saving_after_an_undo_is_no_conflict(open_page: Open, library: Library) -> None:
    """Undo goes back to a lever, not to a time before the save: the next save is the next version."""
    app = save(earn(open_page(), 2.0), "Plan")
    widget(app, "button", "undo").click().run()
    assert "Plan@1 · unsaved changes" in texts(app)
    save(app, "Plan")
    assert library.get("Plan").version == 2
    assert library.get("Plan").scenario.program.earn.points == 1.0


def test_saving_under_another_name_is_based_on_the_version(open_page: Open, library: Library) -> None:
    """A copy under another name is a scenario of its own that knows what it came from."""
    app = save(open_page(), "Plan")
    save(app, "Other")
    assert library.get("Other").based_on == "Plan@1"
    assert work(app).scenario.name == "Other"


def test_a_second_session_is_told_who_was_faster_and_may_look_or_go_on(open_page: Open, library: Library) -> None:
    """A save on top of somebody else's version saves nothing at first, tells who, when and what, and offers both ways."""
    app = save(open_page(), "Plan", author="Ann")
    mine = work(app)
    other = mine.edited(("program", "earn", "points"), 3.0).scenario
    library.save(other, "Plan", author="Bea", expected=1)
    save(earn(app, 2.0), "Plan")
    assert library.get("Plan").version == 2
    assert "was saved as version 2 by Bea" in texts(app)
    assert "Earn rate: 3 points → 2 points" in texts(app)
    assert app.session_state[saving.OPEN] is True
    widget(app, "button", "save.look").click().run()
    assert work(app).scenario.program.earn.points == 3.0
    widget(app, "button", "undo").click().run()
    assert work(app).scenario.program.earn.points == 2.0
    save(app, "Plan")
    widget(app, "button", "save.top").click().run()
    assert not app.exception
    last = library.get("Plan")
    assert (last.version, last.author, last.scenario.program.earn.points) == (3, "Ann", 2.0)
    assert "check: Plan@3]" in texts(app)


def test_a_name_that_is_taken_overwrites_nothing(open_page: Open, library: Library) -> None:
    """A new scenario under a name that is there is told; another name saves it."""
    library.save(preset("cdnow"), "Plan", author="Bea")
    app = save(open_page(), "plan")
    assert library.get("Plan").version == 1
    assert "already has a scenario" in texts(app)
    app.text_input(key=saving.NAME).set_value("Mine")
    widget(app, "button", "save.submit").click().run()
    assert library.get("Mine").version == 1


def test_what_is_signed_off_is_saved_under_another_name_only(open_page: Open, library: Library) -> None:
    """The form says that it is signed off and suggests a copy; the old name is refused."""
    app = save(open_page(), "Plan")
    library.lock("Plan", author="Cleo")
    open_form(earn(app, 2.0))
    assert "was signed off by Cleo" in texts(app)
    assert app.text_input(key=saving.NAME).value == "Plan copy"
    save(app, "Plan")
    assert "stays as it is" in texts(app)
    assert library.get("Plan").version == 1
    save(app, "Plan copy")
    assert library.get("Plan copy").based_on == "Plan@1"


def test_the_address_knows_the_version(open_page: Open, library: Library) -> None:
    """After a reload the page still knows what it was saved as, and makes the next version with it."""
    app = save(open_page(), "Plan")
    token = app.query_params["s"]
    saved = decode(token).saved
    assert saved is not None
    assert saved.reference == "Plan@1"
    again = open_page(s=token)
    assert "check: Plan@1]" in texts(again)
    save(earn(again, 2.0), "Plan")
    assert library.get("Plan").version == 2


def test_a_link_from_another_library_is_no_version_of_this_one(
    open_page: Open, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this library does not have, or has otherwise, opens as unsaved; saving it overwrites nothing."""
    token = save(open_page(), "Plan").query_params["s"]
    monkeypatch.setenv("LOYALTY_SIM_LIBRARY", f"{os.environ['LOYALTY_SIM_LIBRARY']}.other")
    other = open_library(os.environ["LOYALTY_SIM_LIBRARY"])
    assert work(open_page(s=token)).saved is None
    other.save(preset("cdnow"), "Plan")
    app = open_page(s=token)
    assert work(app).saved is None
    save(app, "Plan")
    assert "already has a scenario" in texts(app)
    assert other.get("Plan").version == 1


def test_a_finished_run_is_stored_with_the_scenario_and_used_later(
    open_page: Open, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run that is shown is stored with the save; who opens the scenario sees it without simulating."""
    app = open_page()
    scenario = small(work(app))
    app.session_state["work"] = Work.of(scenario, "beauty-tiers")
    app.run()
    runs.analysed(scenario)
    save(app, "Plan")
    assert app.session_state["save.run"].result(timeout=60).id == library.runs()[0].id

    runs._shelf.clear()
    runs._comparisons.clear()
    app = page(open_page())
    widget(app, "button", "library.open").click().run()
    assert not app.exception
    assert "Refined: 1,200 simulated customers" in texts(app)
    asked: list[object] = []
    monkeypatch.setattr(jobs.Job, "_simulate", lambda _job, scenario: asked.append(scenario))
    monkeypatch.setattr(jobs, "PAUSE", 0.0)
    monkeypatch.setattr(runs, "kept", lambda _scenario: None)
    job = jobs.Job(("a",), [library.get("Plan").scenario])
    assert job.future.result(timeout=60)
    assert asked == []


def small(of: Work, seed: int = 4321) -> Any:
    """The scenario of a work with a sample of its own, so that no other test has its run."""
    run = of.scenario.run.model_copy(update={"customers": 1_200, "seed": seed})
    return of.scenario.model_copy(update={"run": run})


def test_a_run_that_finishes_after_the_save_is_stored_too(
    open_page: Open, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refined run of what is saved goes into the library when it is there, under the name it was saved by."""
    monkeypatch.setattr(jobs, "PAUSE", 0.0)
    scenario = small(work(open_page()), seed=98_765)
    job = jobs.Job(("b",), [scenario], [scenario.model_copy(update={"name": "Plan"})])
    assert job.future.result(timeout=120)
    assert [run.name for run in library.runs()] == ["Plan"]
    assert job.not_stored == ""


def test_the_page_lists_searches_and_opens_any_version(open_page: Open, library: Library) -> None:
    """All scenarios are listed; words and tags narrow them; an older version opens with its name and version."""
    first = preset("beauty-tiers")
    library.save(first, "Plan", note="for the board", tags=["q3"], author="Ann", based_on="beauty-tiers")
    earning = first.program.earn.model_copy(update={"points": 2.0})
    library.save(first.model_copy(update={"program": first.program.model_copy(update={"earn": earning})}), "Plan")
    library.save(preset("cdnow"), "Songs", tags=["music"])
    app = page(open_page())
    table = app.dataframe[0].value
    assert table["Name"].tolist() == ["Songs", "Plan"]
    assert "2 scenarios" in texts(app)
    app.text_input(key="library.search").set_value("board ann").run()
    app.text_input(key="library.search").set_value("board").run()
    assert app.dataframe[0].value["Name"].tolist() == ["Plan"]
    assert "Earn rate: 1 points → 2 points" in texts(app)
    assert "First version, based on beauty-tiers" in texts(app).replace("\\", "")
    app.selectbox(key="library.version.Plan.2").set_value(1).run()
    widget(app, "button", "library.open").click().run()
    assert not app.exception
    assert work(app).saved is not None
    assert work(app).saved.reference == "Plan@1"  # type: ignore[union-attr]
    assert work(app).scenario.program.earn.points == 1.0


def test_a_version_is_compared_and_made_the_baseline(open_page: Open, library: Library) -> None:
    """Compare adds the version to the Compare page; as a baseline the strip holds the design against it."""
    library.save(preset("paid-membership"), "Club")
    app = page(open_page())
    widget(app, "button", "library.baseline").click().run()
    assert work(app).baseline_name == "program of Club@1"
    widget(app, "button", "library.compare").click().run()
    assert not app.exception
    assert app.multiselect(key=compare_choice.CHOSEN).value[-1] == "Club@1"
    page(app, "design")
    page(app, "compare")
    assert app.multiselect(key=compare_choice.CHOSEN).value[-1] == "Club@1"


def test_saved_scenarios_are_offered_as_baselines_and_on_the_compare_page(open_page: Open, library: Library) -> None:
    """The toolbar offers the newest version as a baseline; the address of a comparison brings back any version."""
    library.save(preset("coffee-stars"), "Stamps")
    library.save(preset("coffee-stars"), "Stamps", note="again")
    app = open_page()
    widget(app, "selectbox", "baseline").set_value("library:Stamps@2").run()
    assert not app.exception
    assert work(app).baseline_name == "program of Stamps@2"
    app.switch_page(f"{PAGES}/compare.py")
    app.query_params["compare"] = ["Active design", "Stamps@1"]
    app.run()
    assert not app.exception
    assert app.multiselect(key=compare_choice.CHOSEN).value == ["Active design", "Stamps@1"]
    assert "Stamps@2" in app.multiselect(key=compare_choice.CHOSEN).options


def test_copy_rename_annotate_and_sign_off(open_page: Open, library: Library) -> None:
    """Each edit does what it says; the open design follows; what is signed off offers a copy alone."""
    app = page(save(open_page(), "Plan", author="Ann"))
    edit(app, "copy", {"name": "Second"})
    assert library.get("Second").based_on == "Plan@1"
    choose(app, "Plan")
    edit(app, "rename", {"name": "Design"})
    assert work(app).saved.reference == "Design@1"  # type: ignore[union-attr]
    assert not work(app).unsaved
    edit(app, "annotate", {"tags": "a, b"})
    assert library.get("Design").tags == ("a", "b")
    assert work(app).saved.reference == "Design@2"  # type: ignore[union-attr]
    edit(app, "lock", {"author": "Bea"})
    assert library.get("Design").locked_by == "Bea"
    assert "signed off" in texts(app)
    for name in ("rename", "annotate", "lock", "remove"):
        app.session_state[f"library.{name}"] = True
    app.run()
    assert not {"Rename", "Remove for good", "Save as a version"} & buttons(app)


def edit(app: AppTest, name: str, values: dict[str, str]) -> AppTest:
    """Open the form of an edit, fill it, and do it."""
    app.session_state[f"library.{name}"] = True
    app.run()
    for field, value in values.items():
        app.text_input(key=f"library.{name}.{field}").set_value(value)
    widget(app, "button", f"library.{name}.do").click().run()
    assert not app.exception
    return app


def choose(app: AppTest, name: str) -> AppTest:
    """Choose a scenario on the library page."""
    widget(app, "selectbox", "library.choice").set_value(name).run()
    return app


def test_removing_asks_first_and_a_refusal_is_told(open_page: Open, library: Library) -> None:
    """A scenario is removed by the second click; one that somebody signed off meanwhile stays, and the page says why."""
    library.save(preset("cdnow"), "One")
    library.save(preset("cdnow"), "Two")
    app = page(open_page())
    edit(choose(app, "One"), "remove", {})
    assert [saved.name for saved in library.scenarios()] == ["Two"]
    app.session_state["library.remove"] = True
    app.run()
    library.lock("Two")
    widget(app, "button", "library.remove.do").click().run()
    assert not app.exception
    assert [saved.name for saved in library.scenarios()] == ["Two"]


def test_a_stored_run_is_shown_and_run_again(open_page: Open, library: Library) -> None:
    """The runs of a scenario are listed with their figures; run again, the same model says the same to the last digit."""
    scenario = small(work(open_page()), seed=777)
    library.save(scenario, "Plan")
    library.result(scenario.model_copy(update={"name": "Plan"}))
    app = page(open_page())
    app.session_state["library.part"] = "Stored runs"
    app.run()
    assert not app.exception
    table = app.dataframe[-1].value
    assert table["Of"].tolist() == ["version 1"]
    assert table["Breakage"].item().endswith("%")
    widget(app, "button", "library.again.do").click().run()
    app.session_state["library.again"].future.result(timeout=120)
    app.run()
    assert "is the same number, to the last digit" in texts(app)


def test_hostile_names_and_notes_are_literal_text(open_page: Open, library: Library) -> None:
    """Neither a name, a note, a tag nor an author is taken for markup anywhere on the pages."""
    library.save(preset("cdnow"), HOSTILE, note=f"{HOSTILE}\n<script>alert(1)</script>", author=HOSTILE, tags=[HOSTILE[:40]])
    library.save(preset("paid-membership"), HOSTILE, author=HOSTILE)
    app = page(open_page())
    widget(app, "button", "library.open").click().run()
    open_form(app)
    shown = texts(app)
    page(app)
    shown += texts(app)
    for markup in ("![x]", "**bold**", ":red[", "<script>", "`c`"):
        assert markup not in shown
    assert literal(HOSTILE) in shown


@pytest.mark.parametrize("kind", ["no library", "folder", "no server", "newer"])
def test_a_library_that_cannot_be_opened_is_told_and_the_rest_works(
    open_page: Open, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library page and the form say in a sentence what is wrong; levers move, and the other pages are drawn."""
    file = tmp_path / "broken.sqlite"
    if kind == "no library":
        file.write_bytes(b"this is no database" * 100)
    elif kind == "folder":
        file.mkdir()
    elif kind == "newer":
        open_library(str(file)).close()
        with open_library(str(file))._database.writing() as connection:
            connection.exec_driver_sql("update library set schema_version = 99")
    address = "postgresql+psycopg://nobody@127.0.0.1:1/none" if kind == "no server" else str(file)
    monkeypatch.setenv("LOYALTY_SIM_LIBRARY", address)
    app = earn(open_page(), 2.0)
    assert not app.error
    save(app, "Plan")
    assert len(app.error) == 1
    assert work(app).saved is None
    page(app)
    assert len(app.error) == 1
    assert "library" in app.error[0].value
    page(app, "compare")
    assert not app.error
    assert "No saved scenarios" in texts(app)
    assert len(app.dataframe) > 1


def test_a_library_that_is_away_comes_back(open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be opened is tried again when it is next wanted."""
    file = tmp_path / "later.sqlite"
    file.mkdir()
    monkeypatch.setenv("LOYALTY_SIM_LIBRARY", str(file))
    app = page(open_page())
    assert len(app.error) == 1
    file.rmdir()
    app.run()
    assert not app.error
    assert "0 scenarios" in texts(app)


def test_a_locked_library_is_told_and_the_save_can_be_repeated(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, the save is refused in a sentence and nothing typed is lost; later it succeeds."""
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    app = page(open_page())
    page(app, "design")
    with closing(sqlite3.connect(os.environ["LOYALTY_SIM_LIBRARY"], isolation_level=None)) as busy:
        busy.execute("begin immediate")
        save(app, "Plan", "a note")
        assert "another program has been writing" in app.error[0].value
        busy.execute("rollback")
    assert app.text_area(key=saving.NOTE).value == "a note"
    widget(app, "button", "save.submit").click().run()
    assert work(app).saved is not None


def test_a_silent_library_is_not_waited_for(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of scenarios is what was known last until the library answers."""
    library.save(preset("cdnow"), "Plan")
    answered = threading.Event()
    slow = library_calls.ask

    def silent(call: Any) -> Any:
        assert answered.wait(60)
        return slow(call)

    monkeypatch.setattr(library_calls, "ask", silent)
    monkeypatch.setattr(library_calls, "PATIENCE", 0.01)
    listing = library_calls.Listing()
    assert listing.get() == []
    assert listing.get() == []
    answered.set()
    assert listing._asking is not None
    listing._asking.result(timeout=60)
    assert [saved.name for saved in listing.get()] == ["Plan"]
    assert listing.error == ""


def test_an_export_is_taken_in_by_another_library(
    open_page: Open, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The zip file that the page makes holds what was chosen; uploaded elsewhere it is there with all its versions."""
    library.save(preset("cdnow"), "One")
    library.save(preset("cdnow"), "Two")
    app = page(open_page())
    app.session_state["library.export.open"] = True
    app.run()
    app.multiselect(key=library_exchange.WHICH).set_value(["Two"]).run()
    widget(app, "button", "library.export.make").click().run()
    assert not app.exception
    made = app.session_state[library_exchange.MADE]
    monkeypatch.setenv("LOYALTY_SIM_LIBRARY", f"{os.environ['LOYALTY_SIM_LIBRARY']}.other")
    app = page(open_page())
    app.session_state["library.import.open"] = True
    app.run()
    app.file_uploader(key=library_exchange.UPLOAD).set_value(("a.zip", made, "application/zip")).run()
    assert not app.exception
    assert app.dataframe[0].value["Name"].tolist() == ["Two"]
    assert "Taken in: 1 scenario and 0 runs" in texts(app)
    app.file_uploader(key=library_exchange.UPLOAD).set_value(("b.zip", b"PK no zip", "application/zip")).run()
    assert "no zip file" in texts(app)
