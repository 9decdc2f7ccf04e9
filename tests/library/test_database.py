"""The file and the server behind a library: what is no library, what fails half way, and two programs at once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text

from loyalty_sim.library import Library, LibraryError, database, open_library
from loyalty_sim.scenario import Scenario
from tests.conftest import REPOSITORY, run_python
from tests.library.conftest import with_lever

SAVE = """
import sys
from loyalty_sim.library import open_library
from loyalty_sim.scenario.presets import preset
library = open_library(sys.argv[1])
{body}
"""


def start(url: str, body: str) -> subprocess.Popen[str]:
    """Another program that has the library open and does something."""
    code = SAVE.format(body=body)
    return subprocess.Popen(
        [sys.executable, "-c", code, url], cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_two_programs_at_once_lose_nothing(url: str) -> None:
    """Two processes that make the library at once and save eight versions each make one library of sixteen versions."""
    body = "for number in range(8): library.save(preset('cdnow'), 'Plan', author=f'p{number}')"
    programs = [start(url, body) for _ in range(2)]
    for program in programs:
        assert program.wait(timeout=120) == 0, program.stderr.read() if program.stderr else ""
    found = open_library(url).versions("Plan")
    assert [saved.version for saved in found] == list(range(16, 0, -1))
    assert sorted(saved.author for saved in found) == sorted(f"p{number}" for number in [*range(8), *range(8)])


def test_a_program_killed_while_it_saves_leaves_whole_versions(library: Library, url: str) -> None:
    """Killed in the middle of writing: what it had begun is gone, what it had saved is there, and saving goes on."""
    for _ in range(2):
        before = len(library.versions("Plan")) if library.scenarios() else 0
        program = start(url, "while True: print(library.save(preset('cdnow'), 'Plan').version, flush=True)")
        assert program.stdout is not None
        said = int(program.stdout.readline())
        time.sleep(0.2)
        program.send_signal(signal.SIGKILL)
        said = max([said, *map(int, program.stdout.read().split())])
        program.wait(timeout=60)
        found = library.versions("Plan")
        assert before < said <= len(found) <= said + 1
        assert [saved.version for saved in found] == list(range(len(found), 0, -1))
        assert all(saved.scenario == found[-1].scenario for saved in (found[0], found[1 % len(found)]))
    library.save(found[0].scenario, "Plan")


def test_a_program_killed_before_it_commits_has_saved_nothing(library: Library, url: str, plan: Scenario) -> None:
    """Killed between writing a version and its end: none of it is there, and nobody has to wait for the dead."""
    library.save(plan, "Plan")
    body = """
from loyalty_sim.library.tables import VERSIONS
with library._database.writing() as connection:
    connection.execute(VERSIONS.update().values(note="half a save"))
    print("written", flush=True)
    import time; time.sleep(600)
"""
    program = start(url, body)
    assert program.stdout is not None
    assert program.stdout.readline() == "written\n"
    program.send_signal(signal.SIGKILL)
    program.wait(timeout=60)
    assert library.get("Plan").note == ""
    assert library.save(plan, "Plan", note="whole").version == 2


def test_a_full_disk_is_said_and_loses_nothing(sqlite_url: str, plan: Scenario) -> None:
    """When the file cannot grow, the save is refused whole; what was there is there, and with space it goes on."""
    library = open_library(sqlite_url)
    library.save(plan, "Plan", note="first")
    prepare = database._prepare
    limited = open_library(sqlite_url)

    def no_room(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(limited._database._engine, "connect", no_room)
    with pytest.raises(LibraryError, match="the disk is full; free some space and try again"):
        limited.save(plan, "Plan", note="x" * 5000)
    found = library.versions("Plan")
    assert [saved.version for saved in found] == list(range(len(found), 0, -1))
    assert found[-1].note == "first"
    assert library.save(plan, "Plan").version == len(found) + 1


def test_a_busy_library_is_waited_for_and_then_said(url: str, plan: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading goes on while another program writes; saving waits a while and then says why it did not."""
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    library, other = open_library(url), open_library(url)
    library.save(plan, "Plan")
    with other._database.writing() as connection:
        connection.execute(text("update scenarios set name = 'Plan'"))
        assert library.get("Plan").version == 1
        with pytest.raises(LibraryError, match="another program has been writing to it"):
            library.save(plan, "Plan")
    assert library.save(plan, "Plan").version == 2


def test_a_file_that_is_no_library_is_left_alone(tmp_path: Path) -> None:
    """Text, another program's database, a folder, a damaged file: a sentence, and not a byte changes."""
    words = tmp_path / "words.txt"
    words.write_text("Not a database, but long enough to be looked at as one. " * 40)
    foreign, named_alike, other_kind = (tmp_path / f"{name}.sqlite" for name in ("foreign", "alike", "other"))
    for path, statements in (
        (foreign, ["create table bookmarks (id integer)", "insert into bookmarks values (1)"]),
        (named_alike, ["create table library (title text)", "insert into library values ('Moby-Dick')"]),
        (
            other_kind,
            ["create table library (program text, schema_version integer)", "insert into library values ('other', 1)"],
        ),
    ):
        with sqlite3.connect(path) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()
    for path, why in (
        (words, "the file is not an SQLite database, so it is no library"),
        (foreign, "is a database of something else, not a library"),
        (named_alike, "is a database of something else, not a library"),
        (other_kind, "is a database of something else, not a library"),
    ):
        content = path.read_bytes()
        with pytest.raises(LibraryError, match=why) as refused:
            open_library(str(path))
        assert str(path) in str(refused.value)
        assert path.read_bytes() == content
    with pytest.raises(LibraryError, match="is a folder; give the name of a file in it"):
        open_library(str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "alike.sqlite",
        "foreign.sqlite",
        "other.sqlite",
        "words.txt",
    ]


def test_a_server_with_something_else_is_left_alone(postgres_url: str) -> None:
    """A database that holds other tables becomes no library."""
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table orders (id integer)")
    with pytest.raises(LibraryError, match="is a database of something else, not a library"):
        open_library(postgres_url)
    engine.dispose()


def test_a_damaged_file_is_said_to_be_damaged(sqlite_url: str, plan: Scenario) -> None:
    """Pages overwritten in the middle are an error in a sentence."""
    library = open_library(sqlite_url)
    for _ in range(10):
        library.save(plan, "Plan")
    with sqlite3.connect(sqlite_url) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with Path(sqlite_url).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 200_000)
    with pytest.raises(LibraryError, match=r"damaged; restore a copy of it|a part of it is missing"):
        open_library(sqlite_url).versions("Plan")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("mysql://host/db", "the library is at mysql; must be the path of a file"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///a.sqlite?mode=ro", "names no file"),
        ("://", "cannot be read"),
        ("postgresql://user:secret@127.0.0.1:1/x", "Connection refused"),
    ],
)
def test_an_address_that_cannot_be_used_is_said(address: str, why: str) -> None:
    """Other databases, no file, no server: a sentence, which shows no password."""
    with pytest.raises(LibraryError, match=why) as refused:
        open_library(address)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_may_only_be_read_is_read(plan: Scenario) -> None:
    """Somebody without the right to write can look; saving is refused in a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "library.sqlite", Path(folder) / "other.sqlite"
        open_library(str(path)).save(plan, "Plan")
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # such as a copy on a read-only medium
        connection.close()
        path.chmod(0o444)
        code = f"""
import os
from loyalty_sim.library import LibraryError, open_library
from loyalty_sim.scenario.presets import preset
scenario = preset("cdnow")
open_library({str(other)!r}).save(scenario, "Plan")  # all is imported: another user may not be able to
os.chmod({folder!r}, 0o755)
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
library = open_library({str(path)!r})
print(library.get("Plan").version)
try:
    library.save(scenario, "Plan")
except LibraryError as error:
    print(error)
"""
        outcome = run_python(code)
    assert outcome.code == 0, outcome.err
    version, said = outcome.out.splitlines()
    assert version == "1"
    assert "may only be read; nothing can be saved in it" in said


def test_the_library_is_where_the_variable_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan: Scenario) -> None:
    """``LOYALTY_SIM_LIBRARY`` names the file, made with its folders; without it the user's data folder is used."""
    chosen = tmp_path / "new" / "folder" / "mine.sqlite"
    monkeypatch.setenv("LOYALTY_SIM_LIBRARY", str(chosen))
    open_library().save(plan, "Plan")
    assert chosen.is_file()
    assert open_library(f"sqlite:///{chosen}").get("Plan").version == 1
    monkeypatch.delenv("LOYALTY_SIM_LIBRARY")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert Path(open_library().name).name == "library.sqlite"


def test_a_file_is_kept_with_a_write_ahead_log_and_its_keys_are_held(sqlite_url: str) -> None:
    """Readers do not wait for a writer; a version without a scenario cannot be written."""
    library = open_library(sqlite_url)
    with library._database.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA trusted_schema")).scalar() == 0
    with pytest.raises(LibraryError, match="FOREIGN KEY"), library._database.writing() as connection:
        connection.execute(text("insert into versions values (99, 1, '', '', '', '[]', '', '2027-01-01 00:00:00')"))


def test_what_was_edited_is_left_out_and_named(library: Library, plan: Scenario) -> None:
    """Rows that break the rules of names, tags, notes or files are told apart; the others are still there."""
    for number, (column, value) in enumerate(
        [
            ("tags", "{"), ("tags", '["<b>"]'), ("tags", "[" * 5_000), ("note", "\a"), ("author", "two\nlines"),
            ("based_on", "x" * 300), ("text", "x" * 300_000),
        ]
    ):  # fmt: skip
        library.save(plan, f"Plan {number}")
        with library._database.writing() as connection:
            statement = (
                f"update versions set {column} = :value where scenario_id = (select id from scenarios where name = :name)"
            )
            connection.execute(text(statement), {"value": value, "name": f"Plan {number}"})
    library.save(plan, "Good")
    with library._database.writing() as connection:
        connection.execute(text("update scenarios set name = '<script>', key = '<script>' where name = 'Plan 0'"))
    assert [saved.name for saved in library.scenarios()] == ["Good"]
    damaged = library.damaged()
    assert len(damaged) == 7
    assert all(sentence.startswith("what is stored of") and len(sentence) < 400 for sentence in damaged)
    with pytest.raises(LibraryError, match="cannot be used"):
        library.get("Plan 3")


def test_values_of_another_kind_spoil_their_own_row_only(sqlite_url: str, plan: Scenario) -> None:
    """SQLite holds whatever is put into a column: numbers, bytes, dates that are none, text that is not UTF-8."""
    library = open_library(sqlite_url)
    values = {"saved_at": "'yesterday'", "version": "'one'", "text": "x'00ff'", "note": "cast(x'ff41' as text)", "tags": "7"}
    for column, value in values.items():
        library.save(plan, column)
        with library._database.writing() as connection:
            statement = f"update versions set {column} = {value} where scenario_id = (select max(id) from scenarios)"
            connection.execute(text(statement))
    library.save(plan, "Good")
    assert [saved.name for saved in library.scenarios()] == ["Good"]
    assert len(library.damaged()) == len(values)


def test_a_stored_file_that_was_edited_is_no_scenario(library: Library, plan: Scenario) -> None:
    """A file with tags, aliases, unknown fields or nonsense is refused in a sentence, and runs nothing."""
    library.save(plan, "Plan")
    marker = Path(os.environ["LOYALTY_SIM_LIBRARY"]).parent / "executed"
    for value in (f"!!python/object/apply:os.system ['touch {marker}']", "a: &a [*a]", "program: {tiers: 7}", "\x01", "- 1"):
        with library._database.writing() as connection:
            connection.execute(text("update versions set text = :value"), {"value": value})
        with pytest.raises(LibraryError, match="is no valid scenario"):
            _ = library.get("Plan").scenario
    assert not marker.exists()


def test_what_is_saved_in_between_is_seen(library: Library, url: str, plan: Scenario) -> None:
    """A library that stays open sees what another one saves."""
    other = open_library(url)
    other.save(plan, "Plan")
    assert library.get("Plan").version == 1
    library.save(with_lever(plan, 6.0), "Plan")
    assert other.get("Plan").version == 2
    other.close()
