"""A lock that a process holds as long as it lives: however it ends, the lock is free again."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path


def locked(path: Path) -> Callable[[], None] | None:
    """Lock a file and return what frees it again; None when another process holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return lambda: os.close(handle)
