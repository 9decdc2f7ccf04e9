"""A saved scenario: one version of it, as the library gives it out."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, Field

from loyalty_sim.library.errors import LibraryError, RefusedError
from loyalty_sim.library.texts import LONGEST_NAME, LONGEST_NOTE, LONGEST_REFERENCE, Name, clean_tags
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.changes import Change, lever_changes
from loyalty_sim.scenario.fields import ONE_LINE, PROSE, Record
from loyalty_sim.scenario.files import ScenarioError, loads, moved
from loyalty_sim.scenario.strict_yaml import LARGEST_DOCUMENT

Line = Annotated[str, Field(max_length=LONGEST_NAME, pattern=ONE_LINE)]
Text = Annotated[str, Field(max_length=LARGEST_DOCUMENT)]


def _are_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return clean_tags(tags)
    except RefusedError as refused:
        raise ValueError(str(refused)) from refused


TagList = Annotated[tuple[str, ...], AfterValidator(_are_tags)]


class Saved(Record):
    """One version of a saved scenario."""

    name: Name
    version: int = Field(ge=1)
    latest: int = Field(ge=1)
    """Number of the newest version."""
    note: str = Field(max_length=LONGEST_NOTE, pattern=PROSE)
    author: Line
    tags: TagList
    based_on: str = Field(max_length=LONGEST_REFERENCE, pattern=ONE_LINE)
    """What it was made from: the name of a preset, or ``NAME@VERSION`` as that was called then."""
    saved_at: datetime
    locked_at: datetime | None
    """When it was signed off, all versions together; None when it may still be changed."""
    locked_by: Line
    text: Text = Field(repr=False)
    """The scenario file, as it was saved."""
    before: Text | None = Field(repr=False)
    """The file of the version before; None for the first."""

    @property
    def locked(self) -> bool:
        """Whether it is signed off: it can be copied, not changed."""
        return self.locked_at is not None

    @property
    def reference(self) -> str:
        """``NAME@VERSION``."""
        return f"{self.name}@{self.version}"

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario under the name it is saved by; a file of an older format is upgraded.

        Raises:
            LibraryError: what is stored is no valid scenario.
        """
        return self._read(self.text)

    @cached_property
    def moved(self) -> list[str]:
        """What reading a file of an older format changed, in sentences."""
        return moved(self.text) if self.scenario else []

    @cached_property
    def changes(self) -> list[Change]:
        """What this version changed in the one before, field by field; nothing for the first."""
        return [] if self.before is None else lever_changes(self.scenario, self._read(self.before))

    def _read(self, text: str) -> Scenario:
        try:
            return loads(text).model_copy(update={"name": self.name})
        except ScenarioError as error:
            raise LibraryError(f'what is stored of "{self.reference}" is no valid scenario: {error.problems[0]}') from error
