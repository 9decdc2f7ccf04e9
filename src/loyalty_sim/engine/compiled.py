"""The one place that decides how rules are compiled, and where compiled code is kept.

Compiled code is cached in a folder named after the content of all engine sources, because Numba does not notice
that a function called from another file has changed. Without a writable folder nothing is cached and all still works.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numba
import numpy as np
import platformdirs
from numpy.typing import NDArray

from loyalty_sim.engine.compiler import RuleCompiler

Function = TypeVar("Function", bound=Callable[..., Any])

Customer: TypeAlias = Any
"""A record of type ``records.CUSTOMER``."""
Terms: TypeAlias = Any
"""A record of type ``terms.TERMS``."""
Queue: TypeAlias = Any
"""An array of records of type ``records.LOT``, ``VISIT``, ``NOTE`` or ``FRIEND``, of which a customer uses a part."""
Books: TypeAlias = NDArray[np.int64]
"""The counts of one batch of customers, written by ``books``."""
One: TypeAlias = NDArray[np.void]
"""An array of one record, as Python hands it to a rule."""
More: TypeAlias = Any
"""None where a program uses no mechanic beyond the core: the compiler then leaves those rules out. Else anything."""


def forgo_linear_algebra() -> None:
    """Have Numba set itself up without linear algebra, of which rules need none: looking for it imports most of SciPy.

    For processes of our own, the command line and the page. A process that belongs to somebody else may compile other
    functions, and those could then not multiply matrices.
    """
    wanted = "scipy.linalg.cython_blas"
    if wanted in sys.modules:
        return
    sys.modules[wanted] = None  # type: ignore[assignment]  # cannot be imported while it is None
    try:
        importlib.import_module("numba.np.arraymath")  # where Numba looks, and remembers what it found
    finally:
        del sys.modules[wanted]


def record_type(fields: list[Any]) -> np.dtype[Any]:
    """A structured type whose elements have attributes, compiled or not. Rules that Python calls take arrays of one
    element: Numba recognises an array at once, and a record only after reading its whole type."""
    return np.dtype((np.record, np.dtype(fields, align=True)))


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def cache_folder() -> str | None:
    """Folder for compiled code: under ``LOYALTY_SIM_CACHE`` or the user's cache folder; None when none can be written."""
    sources = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        sources.update(file.read_bytes())
    version = sources.hexdigest()[:16]
    chosen = os.environ.get("LOYALTY_SIM_CACHE")
    roots = [Path(chosen)] if chosen else [Path(platformdirs.user_cache_dir("loyalty_sim"))]
    roots.append(Path(tempfile.gettempdir()) / f"loyalty_sim-{os.getuid() if hasattr(os, 'getuid') else 0}")
    for root in roots:
        if _writable(root / version):
            return str(root / version)
    return None


FOLDER = cache_folder()
"""Where compiled code and tables are kept, or None."""


def rule(function: Function) -> Function:
    """Compile a rule that only other rules call. Rules make no arrays and count no references to them: threads that
    count references to the same array spend their time waiting for each other. What is kept of an entry holds all the
    rules it calls, so that none is kept by itself."""
    return _compile(function, no_cpython_wrapper=True, _nrt=False, cache=False)


def entry(function: Function) -> Function:
    """Compile a rule that Python calls too, and keep it for later starts."""
    return _compile(function, _nrt=False, cache=FOLDER is not None)


def wrapping(function: Function) -> Function:
    """Mark a rule whose unsigned arithmetic wraps around on purpose: where nothing is compiled, NumPy would warn of it."""
    return np.errstate(over="ignore")(function) if numba.config.DISABLE_JIT else function  # type: ignore[attr-defined]


def _compile(function: Function, **options: Any) -> Function:
    """No Python objects, no global lock while it runs."""
    before = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    numba.config.CACHE_DIR = FOLDER or ""  # type: ignore[attr-defined]
    try:
        options |= {"no_cfunc_wrapper": True, "error_model": "numpy", "pipeline_class": RuleCompiler}
        compiled: Function = numba.njit(nogil=True, **options)(function)
        return compiled
    finally:
        numba.config.CACHE_DIR = before  # type: ignore[attr-defined]
