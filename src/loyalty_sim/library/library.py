"""The library: saved scenarios and runs, kept in a database, found unchanged next year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from loyalty_sim.library import scenarios
from loyalty_sim.library.database import Database, default_url
from loyalty_sim.library.folder import Taken, export_folder, import_folder
from loyalty_sim.library.saved import Saved
from loyalty_sim.library.texts import clean_name, key_of
from loyalty_sim.library.zipped import export_zip, import_zip
from loyalty_sim.scenario import Scenario

if TYPE_CHECKING:  # the engine takes a second to import, which a list of scenarios does without
    from loyalty_sim.engine import Result
    from loyalty_sim.library.runs import Rerun, Run, Summary


def open_library(url: str | None = None) -> Library:
    """Open a library; an empty one is made where there is none, and an older one is brought up to date.

    Args:
        url: path of an SQLite file, or ``postgresql+psycopg://user@host/database``; by default what the environment variable
            ``LOYALTY_SIM_LIBRARY`` says, or else a file in the user's data folder.

    Raises:
        LibraryError: it cannot be opened, is no library, or was written by a newer program.
    """
    return Library(Database(url or default_url()))


class Library:
    """Saved scenarios and runs. Safe to use from several threads, processes and machines at once.

    Every method may raise ``LibraryError``, whose text is a sentence for the user; nothing has changed then.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def name(self) -> str:
        """Where the library is, without a password."""
        return self._database.name

    def close(self) -> None:
        """Give back all connections to the database."""
        self._database.close()

    # Saved scenarios.

    def scenarios(self, search: str = "", tag: str | None = None) -> list[Saved]:
        """The newest version of every scenario, newest change first; what cannot be read is left out (``damaged``).

        Args:
            search: words that must all occur in name, note, author or tags, in any capitals.
            tag: a tag that it must have.
        """
        words = key_of(search).split()
        return [
            saved
            for saved in scenarios.found(self._database)[0]
            if all(word in key_of(" ".join((saved.name, saved.note, saved.author, *saved.tags))) for word in words)
            and (tag is None or key_of(tag.strip()) in map(key_of, saved.tags))
        ]

    def damaged(self) -> list[str]:
        """What of the stored scenarios cannot be read, in sentences: somebody edited the database, or a disk failed."""
        return scenarios.found(self._database)[1]

    def get(self, name: str, version: int | None = None) -> Saved:
        """A saved scenario.

        Args:
            version: by default the newest.

        Raises:
            NotFoundError: there is no such scenario or version.
        """
        return scenarios.versions(self._database, name, version or 0)[0]

    def versions(self, name: str) -> list[Saved]:
        """All versions of a scenario, newest first.

        Raises:
            NotFoundError: there is no such scenario.
        """
        return scenarios.versions(self._database, name)

    def save(
        self,
        scenario: Scenario,
        name: str,
        *,
        note: str | None = None,
        author: str = "",
        tags: Iterable[str] | None = None,
        based_on: str | None = None,
        expected: int | None = None,
    ) -> Saved:
        """Save a scenario as the next version of that name, the first if there is none.

        Args:
            name: what the library calls it; capitals do not tell two scenarios apart.
            note: what it is for; None keeps that of the version before, as with ``tags`` and ``based_on``.
            author: who saves.
            tags: words to find it by.
            based_on: what it was made from: the name of a preset, or ``NAME@VERSION``.
            expected: the version that who saves has seen last, 0 for a new name; None to save on top of whatever is there.

        Raises:
            ConflictError: another version than the expected one is the newest; it is in the exception, nothing was saved.
            RefusedError: the scenario is signed off, or a text is not allowed.
            ScenarioError: the scenario was put together without validation and holds something that is not allowed.
        """
        clean_name(name)  # before the work of writing the file
        text = scenarios.file_of(scenario)
        return self._save(text, name, note=note, author=author, tags=tags, based_on=based_on, expected=expected)

    def annotate(
        self,
        name: str,
        *,
        note: str | None = None,
        tags: Iterable[str] | None = None,
        author: str = "",
        expected: int | None = None,
    ) -> Saved:
        """Change note or tags: a version with the same scenario, so that earlier ones are not lost. Errors as ``save``."""
        last = self.get(name)
        seen = last.version if expected is None else expected
        return self._save(last.text, last.name, note=note, author=author, tags=tags, based_on=None, expected=seen)

    def copy(self, name: str, to: str, *, version: int | None = None, author: str = "") -> Saved:
        """Save a copy under another name, based on what it was copied from and not signed off.

        Raises:
            ConflictError: there is a scenario of the new name.
        """
        original = self.get(name, version)
        note, tags, based_on = original.note, original.tags, original.reference
        return self._save(original.text, to, note=note, author=author, tags=tags, based_on=based_on, expected=0)

    def rename(self, name: str, to: str) -> Saved:
        """Call a scenario otherwise, all versions together.

        Raises:
            RefusedError: it is signed off, or there is a scenario of the new name.
        """
        scenarios.rename(self._database, name, to)
        return self.get(to)

    def lock(self, name: str, *, author: str = "", expected: int | None = None) -> Saved:
        """Sign a scenario off: it can be copied from then on, and not changed, renamed or removed. There is no way back.

        Args:
            author: who signs.
            expected: the version that was looked at; another one is not signed.

        Raises:
            ConflictError: another version was saved in between.
        """
        try:
            scenarios.lock(self._database, name, author, expected)
        except scenarios.Overtaken as overtaken:
            raise scenarios.conflict(self._database, overtaken) from None
        return self.get(name)

    def remove(self, name: str) -> None:
        """Delete a scenario with all its versions; ask before. Runs stay.

        Raises:
            RefusedError: it is signed off.
        """
        scenarios.remove(self._database, name)

    def _save(
        self,
        text: str,
        name: str,
        *,
        note: str | None,
        author: str,
        tags: Iterable[str] | None,
        based_on: str | None,
        expected: int | None,
    ) -> Saved:
        try:
            version = scenarios.save(
                self._database, text, name, note=note, author=author, tags=tags, based_on=based_on, expected=expected
            )
        except scenarios.Overtaken as overtaken:
            raise scenarios.conflict(self._database, overtaken) from None
        return self.get(name, version)

    # Runs.

    def result(self, scenario: Scenario, simulate: Callable[[Scenario], Result] | None = None) -> tuple[Result, Run]:
        """The result of a scenario: as stored, or else simulated now and stored. The same question is simulated once.

        Args:
            simulate: how to run it; by default ``loyalty_sim.engine.simulate``.
        """
        from loyalty_sim.library import runs

        return runs.result(self._database, scenario, simulate)

    def stored(self, scenario: Scenario) -> Run | None:
        """The run that answers a scenario under the model of today, if it is in the library."""
        from loyalty_sim.library import runs

        return runs.stored(self._database, scenario)

    def keep(self, result: Result) -> Run:
        """Store a result; one that is there already stays as it is."""
        from loyalty_sim.library import runs

        return runs.keep(self._database, result)

    def runs(self, search: str = "") -> list[Summary]:
        """What the stored runs are, newest first, without their tables.

        Args:
            search: words that must all occur in the name of the scenario or begin the run's id.
        """
        from loyalty_sim.library import runs

        words = key_of(search).split()
        return [
            run
            for run in runs.summaries(self._database)[0]
            if all(word in key_of(run.name) or run.id.startswith(word) for word in words)
        ]

    def damaged_runs(self) -> list[str]:
        """What of the stored runs cannot be read, in sentences."""
        from loyalty_sim.library import runs

        return runs.summaries(self._database)[1]

    def run(self, run: str) -> Run:
        """A stored run with all its tables.

        Args:
            run: its id, or the beginning of it that no other run shares.

        Raises:
            NotFoundError: there is none, or more than one.
        """
        from loyalty_sim.library import runs

        return runs.get(self._database, run)

    def rerun(self, run: str, simulate: Callable[[Scenario], Result] | None = None) -> Rerun:
        """Simulate a stored run again, and hold what it says now against what it said then, figure by figure.

        Under a newer model the new result is stored beside the old one.
        """
        from loyalty_sim.library import runs

        return runs.rerun(self._database, run, simulate)

    def remove_run(self, run: str) -> None:
        """Delete a stored run; it can be simulated again."""
        from loyalty_sim.library import runs

        runs.remove(self._database, run)

    # The whole of it, elsewhere.

    def export_folder(self, folder: Path, names: Sequence[str] = (), *, with_runs: bool = True) -> Taken:
        """Write scenarios with all versions, and runs, to a new folder of YAML and Parquet: whole or not at all.

        Args:
            names: scenarios to write, with the runs that answer a version of theirs; by default everything.

        Raises:
            LibraryError: the folder exists or cannot be written.
        """
        return export_folder(self, folder, names, with_runs=with_runs)

    def import_folder(self, folder: Path) -> Taken:
        """Take in an exported folder, each scenario and each run whole or not at all; nothing is overwritten.

        Raises:
            LibraryError: it is not an exported folder.
        """
        return import_folder(self, folder)

    def export_zip(self, names: Sequence[str] = (), *, with_runs: bool = True) -> bytes:
        """The same folder as one zip file."""
        return export_zip(self, names, with_runs=with_runs)

    def import_zip(self, content: bytes) -> Taken:
        """Take in a zip file of an exported folder. It is hostile until read: nothing is written outside of a folder of its
        own, and no more than a large library takes.

        Raises:
            LibraryError: it is no zip file of an exported folder, or is too large.
        """
        return import_zip(self, content)
