"""Where the figures come from: the machine and the versions, and fresh processes to measure in."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PACKAGES = ("loyalty-sim", "numpy", "numba", "llvmlite", "scipy", "simpy", "mesa")


def describe() -> dict[str, Any]:
    """Machine, Python and packages."""
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(), "machine": platform.machine(),
        "system": platform.system(), "processor": _processor(), "python": platform.python_version(),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
    }  # fmt: skip


def _processor() -> str:
    try:
        with Path("/proc/cpuinfo").open() as lines:
            return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    except OSError:
        return platform.processor()


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run this Python in a fresh process and wait for it; its errors go to the terminal."""
    return subprocess.run(
        [sys.executable, *arguments], env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True
    )


def fresh(*arguments: str, **environment: str) -> dict[str, Any]:
    """What a fresh process prints as JSON on its last line."""
    answer: dict[str, Any] = json.loads(python(*arguments, **environment).stdout.splitlines()[-1])
    return answer
