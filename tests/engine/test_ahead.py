"""Rules of mechanics are compiled ahead, in a process of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from loyalty_sim.engine import ahead, mechanics
from loyalty_sim.scenario import Scenario


@pytest.fixture(autouse=True)
def anew() -> None:
    """Each test begins as a process does."""
    ahead.begin.cache_clear()


def test_what_is_compiled_ahead_uses_mechanics() -> None:
    """The small scenario needs the rules that a scenario without mechanics leaves out."""
    assert mechanics.used(ahead.SMALL)
    assert not mechanics.used(Scenario())


def test_nothing_is_compiled_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the rules lie compiled, or can be kept nowhere, no process is started; else one, and only by the first."""
    started = []

    class Process:
        def __init__(self, command: list[str], **_: object) -> None:
            started.append(command)
            self.waited = 0

        def wait(self) -> None:
            self.waited += 1

    monkeypatch.setattr(ahead.subprocess, "Popen", Process)
    monkeypatch.setattr(ahead, "FOLDER", None)
    assert ahead.begin() is None
    ahead.begin.cache_clear()
    monkeypatch.setattr(ahead, "FOLDER", str(tmp_path))
    process = ahead.begin()
    assert process is not None
    assert ahead.begin() is process
    assert started == [[ahead.sys.executable, "-m", "loyalty_sim.engine.ahead"]]
    ahead.wait_for(Scenario())
    assert process.waited == 0
    ahead.wait_for(ahead.SMALL)
    assert process.waited == 1
    ahead.begin.cache_clear()
    (tmp_path / ahead.DONE).touch()
    assert ahead.begin() is None


def test_compiling_leaves_a_mark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is compiled is marked as such where it lies, and nowhere else."""
    monkeypatch.setattr(ahead, "FOLDER", str(tmp_path))
    monkeypatch.setattr(ahead.os, "nice", lambda _: 0, raising=False)
    ahead.main()
    assert (tmp_path / ahead.DONE).exists()
