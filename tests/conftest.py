"""What tests of any floor share: the command line called in this process, and a fresh Python beside it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

# The same examples every time; what fails is shown as found, for to make it smaller takes minutes.
# HYPOTHESIS_PROFILE=shrink looks at others, and does that.
settings.register_profile("as found", phases=(Phase.explicit, Phase.generate), derandomize=True)
settings.register_profile("shrink")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "as found"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell; tests interrupt what they start
    signal.signal(signal.SIGINT, signal.default_int_handler)

REPOSITORY = Path(__file__).parents[1]


LONGEST = ("e2e/test_page", "test_modes", "engine/test_conservation", "study", "e2e", "library", "ui", "cli", "engine")
"""Files and folders of tests that take longest, in the order in which they begin: what runs side by side then ends together,
and a browser that waits for a page does so beside tests that compute."""


SLOW = tuple(line for line in (REPOSITORY / "tests" / "slow.txt").read_text().splitlines() if not line.startswith("#"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, and know what is slow."""

    def rank(item: pytest.Item) -> int:
        path = item.path.relative_to(REPOSITORY / "tests").as_posix()
        return next((place for place, start in enumerate(LONGEST) if path.startswith(start)), len(LONGEST))

    items.sort(key=rank)
    for item in items:
        if item.nodeid.removeprefix("tests/").startswith(SLOW):
            item.add_marker(pytest.mark.slow)


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


Command = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds the library of whoever runs it, nor changes it."""
    monkeypatch.setenv("LOYALTY_SIM_LIBRARY", str(tmp_path / "own.sqlite"))


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Command:
    """``loyalty-sim`` with the given arguments, in this process."""
    from loyalty_sim.cli import main

    def command(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = main(arguments)
        return Outcome(int(code), *capsys.readouterr())

    return command


def run_python(code: str, *, timeout: float = 120, **environment: str | None) -> Outcome:
    """Run code in a fresh Python; an environment variable given as None is removed."""
    variables = {name: value for name, value in {**os.environ, **environment}.items() if value is not None}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=variables,
        cwd=REPOSITORY,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)
