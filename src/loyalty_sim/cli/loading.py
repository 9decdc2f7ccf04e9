"""How a command imports what it needs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Import modules in this block: what they make stays until the process ends, so that nothing is gained by searching
    it for garbage, which would take a sixth of the time of a short command."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # nor is it searched later
        gc.enable()
