"""Saved scenarios: versions, conflicts, signing off, copies, names. Each rule on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from loyalty_sim.library import ConflictError, Library, LibraryError, NotFoundError, RefusedError, open_library
from loyalty_sim.scenario import Scenario
from tests.library.conftest import with_lever


def test_what_is_saved_is_found_again(library: Library, plan: Scenario) -> None:
    """A saved scenario comes back equal, under its saved name, with note, author, tags, origin and time."""
    library.save(plan, "Expiry 12", note="for the board\nin May", author="Ann", tags=["q3", "board"], based_on="cdnow")
    saved = library.get("Expiry 12")
    assert saved.scenario == plan.model_copy(update={"name": "Expiry 12"})
    assert (saved.name, saved.version, saved.latest, saved.author) == ("Expiry 12", 1, 1, "Ann")
    assert (saved.note, saved.tags, saved.based_on) == ("for the board\nin May", ("q3", "board"), "cdnow")
    assert not saved.locked
    assert saved.changes == []
    assert abs(datetime.now(UTC) - saved.saved_at) < timedelta(minutes=5)


def test_each_save_is_a_version_with_its_difference(library: Library, plan: Scenario) -> None:
    """Earlier versions stay as they were; each knows what it changed; what is not said is kept from the last."""
    library.save(plan, "Plan", note="first", tags=["q3"], based_on="cdnow")
    library.save(with_lever(plan, 6.0), "Plan", author="Bea")
    newest, oldest = library.versions("Plan")
    assert (newest.version, oldest.version, oldest.latest) == (2, 1, 2)
    assert [(change.path, change.old, change.new) for change in newest.changes] == [("program.expiry.months", 12.0, 6.0)]
    assert (newest.note, newest.tags, newest.based_on, newest.author) == ("first", ("q3",), "cdnow", "Bea")
    assert library.get("Plan", 1).scenario.program.expiry.months == 12.0
    assert library.get("Plan") == newest


def test_the_second_of_two_who_save_is_told(library: Library, plan: Scenario) -> None:
    """Who saves on top of a version that is no longer the newest is told whose is, and nothing is lost."""
    library.save(plan, "Plan", author="Ann")
    library.save(with_lever(plan, 6.0), "Plan", author="Bea", expected=1)
    with pytest.raises(ConflictError, match=r"saved as version 2 by Bea .* after you opened version 1") as told:
        library.save(with_lever(plan, 9.0), "Plan", author="Ann", expected=1)
    assert told.value.theirs == library.get("Plan", 2)
    assert len(library.versions("Plan")) == 2
    library.save(with_lever(plan, 9.0), "Plan", author="Ann", expected=2)
    assert [saved.scenario.program.expiry.months for saved in library.versions("Plan")] == [9.0, 6.0, 12.0]


def test_a_new_name_can_be_asked_to_be_new(library: Library, plan: Scenario) -> None:
    """With 0 expected, a name that is taken is refused."""
    library.save(plan, "Plan", expected=0)
    with pytest.raises(ConflictError, match='already has a scenario "Plan"; choose another name'):
        library.save(plan, "Plan", expected=0)


def test_many_at_once_lose_nothing(library: Library, url: str, plan: Scenario) -> None:
    """Eight who save under one name at once make eight versions; of eight who expect the same version, one succeeds."""
    told: list[str] = []

    def save(months: float, expected: int | None) -> None:
        own = open_library(url)
        try:
            own.save(with_lever(plan, months), "Plan", expected=expected)
        except ConflictError as error:
            told.append(str(error))
        finally:
            own.close()

    for expected, versions, conflicts in ((None, 8, 0), (8, 9, 7)):
        threads = [threading.Thread(target=save, args=(float(months), expected)) for months in range(1, 9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [saved.version for saved in library.versions("Plan")] == list(range(versions, 0, -1))
        assert len(told) == conflicts
    assert {saved.scenario.program.expiry.months for saved in library.versions("Plan")[1:]} == set(range(1, 9))


def test_a_note_is_a_version(library: Library, plan: Scenario) -> None:
    """Changing note and tags makes a version, so that the earlier note is not lost; what is left out stays."""
    library.save(plan, "Plan", note="first", tags=["a"])
    saved = library.annotate("Plan", note="second", author="Ann")
    assert (saved.version, saved.note, saved.tags, saved.changes) == (2, "second", ("a",), [])
    assert library.annotate("Plan", tags=[]).tags == ()
    assert [saved.note for saved in library.versions("Plan")] == ["second", "second", "first"]
    with pytest.raises(ConflictError):
        library.annotate("Plan", note="third", expected=1)


def test_what_is_signed_off_stays(library: Library, plan: Scenario) -> None:
    """A locked scenario says who signed it; it is neither saved over, noted on, renamed, removed nor signed again."""
    library.save(plan, "Plan")
    assert library.lock("Plan", author="Bea", expected=1).locked_by == "Bea"
    before = library.versions("Plan")
    for change in (
        lambda: library.save(with_lever(plan, 6.0), "Plan"),
        lambda: library.annotate("Plan", note="changed"),
        lambda: library.rename("Plan", "Other"),
        lambda: library.remove("Plan"),
        lambda: library.lock("Plan"),
    ):
        with pytest.raises(RefusedError, match=r"was signed off on [\d-]+ by Bea and stays as it is; save a copy"):
            change()
    assert library.versions("Plan") == before
    assert before[0].locked


def test_what_was_not_looked_at_is_not_signed(library: Library, plan: Scenario) -> None:
    """A version saved in between is not signed off unseen."""
    library.save(plan, "Plan")
    library.save(with_lever(plan, 6.0), "Plan")
    with pytest.raises(ConflictError):
        library.lock("Plan", expected=1)
    assert not library.get("Plan").locked


def test_a_copy_knows_its_origin_and_is_open(library: Library, plan: Scenario) -> None:
    """A copy of any version, of a signed-off scenario too, is based on it and can be changed."""
    library.save(plan, "Plan", note="n", tags=["a"])
    library.save(with_lever(plan, 6.0), "Plan")
    library.lock("Plan")
    copy = library.copy("Plan", "Copy", version=1, author="Ann")
    assert (copy.based_on, copy.version, copy.locked, copy.note, copy.tags) == ("Plan@1", 1, False, "n", ("a",))
    assert copy.scenario.program == plan.program
    assert library.save(plan, "Copy").version == 2
    with pytest.raises(ConflictError):
        library.copy("Plan", "Copy")


def test_renaming_keeps_versions(library: Library, plan: Scenario) -> None:
    """A new name, or other capitals, for all versions; a name that is taken is refused."""
    library.save(plan, "Plan")
    library.save(plan, "Other")
    assert library.rename("Plan", "PLAN").name == "PLAN"
    assert library.rename("plan", "New").version == 1
    with pytest.raises(RefusedError, match='already has a scenario "Other"'):
        library.rename("New", "other")
    with pytest.raises(NotFoundError):
        library.get("Plan")


def test_removing_takes_all_versions(library: Library, plan: Scenario) -> None:
    """A removed scenario is gone; who has it open is told so when saving, and a new one of that name begins at 1."""
    library.save(plan, "Plan")
    library.save(plan, "Plan")
    library.remove("Plan")
    assert library.scenarios() == []
    with pytest.raises(NotFoundError, match="was removed since you opened version 2"):
        library.save(plan, "Plan", expected=2)
    assert library.scenarios() == []
    assert library.save(plan, "Plan").version == 1


def test_the_list_has_the_newest_change_first_and_can_be_searched(library: Library, plan: Scenario) -> None:
    """Words are looked for in name, note, author and tags, in any capitals; a tag must match whole."""
    library.save(plan, "Árbol", note="for the BOARD", tags=["q3"])
    library.save(plan, "Beta", author="Ann", tags=["Q3 plans"])
    library.save(plan, "árbol")
    assert [saved.name for saved in library.scenarios()] == ["Árbol", "Beta"]
    assert [saved.version for saved in library.scenarios()] == [2, 1]
    for search, names in (("ÁRBOL board", ["Árbol"]), ("ann", ["Beta"]), ("q3", ["Árbol", "Beta"]), ("board ann", [])):
        assert [saved.name for saved in library.scenarios(search)] == names
    assert [saved.name for saved in library.scenarios(tag="Q3")] == ["Árbol"]
    assert library.damaged() == []


def test_what_is_missing_is_said_with_the_nearest_name(library: Library, plan: Scenario) -> None:
    """An unknown name gets the one that was probably meant; an unknown version is said to be that."""
    with pytest.raises(NotFoundError, match='no scenario "Plan"; it is empty'):
        library.get("Plan")
    library.save(plan, "Plan A")
    with pytest.raises(NotFoundError, match='no scenario "Plan B"; did you mean "Plan A"'):
        library.get("Plan B")
    with pytest.raises(NotFoundError, match='no version 3 of "plan a"'):
        library.get("plan a", 3)


NOT_NAMES = [
    ("", "is empty"),
    (" \t ", "is empty"),
    ("a/b", "holds /"),
    ("..\\secret", r"holds \\"),
    ("<script>alert(1)</script>", "holds /"),
    ("a<b", "holds <"),
    ("Plan@2", "holds @"),
    ("=HYPERLINK(1)", "begins with =, as a formula"),
    ("+1", r"begins with \+"),
    ("-1", "begins with -"),
    ("two\nlines", "control or invisible"),
    ("nul\0", "control or invisible"),
    ("\x1b[31mred", "control or invisible"),
    ("\u202eright to left", "control or invisible"),
    ("zero\u200bwidth", "control or invisible"),
    ("lone \ud800 half", "control or invisible"),
    ("x" * 121, "has 121 characters; at most 120"),
    ("x" * 10**6, "at most 120"),
]


def test_names_that_could_be_taken_for_more_are_refused(library: Library, plan: Scenario) -> None:
    """Path separators, markup, formulas, control characters, nothing and too much: a sentence, and nothing is saved."""
    library.save(plan, "Plan")
    acts: tuple[Callable[[str], object], ...] = (
        lambda name: library.save(plan, name),
        lambda name: library.rename("Plan", name),
        lambda name: library.copy("Plan", name),
        library.get,
    )
    for name, why in NOT_NAMES:
        for act in acts:
            with pytest.raises(RefusedError, match=why) as refused:
                act(name)
            assert str(refused.value).isprintable()
            assert len(str(refused.value)) < 300
    assert [saved.reference for saved in library.scenarios()] == ["Plan@1"]


def test_names_of_all_tongues_are_kept(library: Library, plan: Scenario) -> None:
    """Letters, signs and quotes that mean nothing to a program are kept as they are; composed and not are one name."""
    for name in ("Прайс 5 %", "方案 A", "O'Brien's \"plan\" ; drop table scenarios", "50 % off & more", "Q3: {x}"):
        assert library.save(plan, f" {name} ").name == name
        assert library.get(name).name == name
    assert library.save(plan, "Cafe\u0301").name == "Café"
    assert library.save(plan, "CAFÉ").version == 2


def test_texts_that_are_too_much_are_refused(library: Library, plan: Scenario) -> None:
    """Notes, tags, authors and origins have limits; what breaks one is said, and nothing is saved."""
    for given, why in (
        ({"note": "x" * 5001}, "note has 5,001 characters"),
        ({"note": "bell \a"}, "note holds a control character"),
        ({"note": "half \ud800"}, "note holds a control character"),
        ({"tags": [f"t{number}" for number in range(21)]}, "21 tags; at most 20"),
        ({"tags": ["a,b"]}, "holds a comma"),
        ({"tags": ["x" * 41]}, "tag has 41 characters"),
        ({"tags": "text"}, "not one text"),
        ({"author": "<b>"}, "author .* holds <"),
        ({"based_on": "Plan@two"}, "must be a name, or a name with a version"),
        ({"based_on": "a/b@1"}, "holds /"),
    ):
        with pytest.raises(RefusedError, match=why):
            library.save(plan, "Plan", **given)  # type: ignore[arg-type]
    assert library.scenarios() == []
    assert library.save(plan, "Plan", tags=["A", "a", "b"]).tags == ("A", "b")


def test_a_scenario_that_is_not_valid_is_not_saved(library: Library, plan: Scenario) -> None:
    """One put together without validation is refused with the field that is wrong."""
    broken = plan.model_copy(update={"currency": "dollars"})
    with pytest.raises(ValueError, match="currency"):
        library.save(broken, "Plan")
    with pytest.raises(LibraryError):
        library.get("Plan")
