"""README.md: its examples run, and their output is the one shown. ``python -m tests.test_readme`` writes it anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, run_python

README = REPOSITORY / "README.md"
CONSOLE = re.compile(r"```console\n\$ (?P<command>.*)\n(?P<output>(?:.*\n)*?)```\n")
PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n", re.DOTALL)


def output_of(command: str, folder: Path) -> str:
    """What a command of the README prints in a folder that holds the scenarios."""
    scenarios = folder / "scenarios"
    if not scenarios.exists():
        scenarios.symlink_to(REPOSITORY / "scenarios")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = ["bash", "-c", command]
    variables = {**os.environ, "PATH": path, "LOYALTY_SIM_LIBRARY": str(folder / "library.sqlite")}
    done = subprocess.run(shell, cwd=folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode()


def commands() -> list[tuple[str, str]]:
    """Each command of the README with the output shown."""
    return [(match["command"], match["output"]) for match in CONSOLE.finditer(README.read_text())]


@pytest.mark.parametrize(("command", "output"), commands(), ids=[command[:40] for command, _ in commands()])
def test_commands_print_what_is_shown(command: str, output: str, tmp_path: Path) -> None:
    """Each command prints exactly the output shown; after a change of the model, ``make readme`` writes the new one."""
    assert output
    assert output_of(command, tmp_path) == output


def test_the_python_example_runs(tmp_path: Path) -> None:
    """The example runs as it stands, and a shorter life of points breaks more of them at less cost."""
    (code,) = PYTHON.findall(README.read_text())
    outcome = run_python(f"import os; os.chdir({str(tmp_path)!r})\n{code}")
    assert outcome.code == 0, outcome.err
    definition, breakage, cost = outcome.out.splitlines()
    assert definition.endswith(".")
    assert re.fullmatch(r"\d+\.\d%, between \d+\.\d% and \d+\.\d%", breakage)
    assert cost.startswith("cost -")
    assert (tmp_path / "cost.html").stat().st_size > 1000


def test_links_lead_somewhere() -> None:
    """Every file that the README links to exists."""
    targets = re.findall(r"\]\((?!http)([^)#]+)\)", README.read_text())
    assert len(targets) >= 6
    assert [target for target in targets if not (REPOSITORY / target).is_file()] == []


def write_outputs() -> None:
    """Run every command of the README and write what it prints below it."""
    with tempfile.TemporaryDirectory() as folder:

        def renew(match: re.Match[str]) -> str:
            (Path(folder) / "library.sqlite").unlink(missing_ok=True)
            return f"```console\n$ {match['command']}\n{output_of(match['command'], Path(folder))}```\n"

        README.write_text(CONSOLE.sub(renew, README.read_text()))


if __name__ == "__main__":
    write_outputs()
