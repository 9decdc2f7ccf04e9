"""Saved scenarios and runs in a database: versions, signing off, stored results, and folders to carry them elsewhere."""

from loyalty_sim.library.errors import ConflictError, LibraryError, NotFoundError, RefusedError
from loyalty_sim.library.library import Library, open_library
from loyalty_sim.library.saved import Saved

__all__ = ["ConflictError", "Library", "LibraryError", "NotFoundError", "RefusedError", "Saved", "open_library"]
