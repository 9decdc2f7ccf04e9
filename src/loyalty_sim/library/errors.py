"""How the library says no: one exception with a sentence, and the cases that callers tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loyalty_sim.library.saved import Saved


class LibraryError(Exception):
    """The library cannot do it; the text says why in a sentence. Nothing was changed."""


class NotFoundError(LibraryError):
    """There is no such scenario, version or run."""


class RefusedError(LibraryError):
    """What was given is not allowed: a name, a note, a tag, or a change of a scenario that is signed off."""


class ConflictError(LibraryError):
    """Somebody else saved in between.

    Args:
        message: what happened, and what to do.
        theirs: the version that was saved in between.
    """

    def __init__(self, message: str, theirs: Saved) -> None:
        super().__init__(message)
        self.theirs = theirs
