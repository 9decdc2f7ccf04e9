"""The shape of the project: floors, file sizes, what an import costs, what is shipped, and no trace of any machine."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import loyalty_sim
from tests.conftest import REPOSITORY, run_python

SOURCES = REPOSITORY / "src" / "loyalty_sim"
LONGEST_FILE = 500
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())


def tracked_files() -> list[Path]:
    """Files under version control; the test is skipped where there is none."""
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a version-controlled copy")
    return [REPOSITORY / name for name in listed.stdout.splitlines() if (REPOSITORY / name).is_file()]


def loaded_after(code: str) -> set[str]:
    """Names of the top-level modules that are loaded after running code in a fresh Python."""
    outcome = run_python(f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})")
    assert outcome.code == 0, outcome.err
    return set(outcome.out.split())


def test_imports_run_downward_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contracts on imports in pyproject.toml are kept."""
    monkeypatch.chdir(REPOSITORY)
    assert lint_imports(no_cache=True) == 0


def test_no_file_is_too_long_to_read() -> None:
    """No source file has more than 500 lines."""
    lengths = {path.name: len(path.read_text().splitlines()) for path in SOURCES.rglob("*.py")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_importing_the_package_loads_nothing() -> None:
    """``import loyalty_sim`` is instant: everything behind it is loaded when it is used."""
    heavy = {"numpy", "numba", "pydantic", "yaml", "pandas", "altair", "streamlit", "typer", "simpy", "scipy"}
    assert not heavy & loaded_after("import loyalty_sim")


def test_a_scenario_is_read_without_the_compiler() -> None:
    """Scenarios, files, presets and the schema need neither Numba nor NumPy nor pandas."""
    code = "import loyalty_sim; loyalty_sim.preset('cdnow'); import loyalty_sim.scenario.schema"
    assert not {"numba", "numpy", "pandas", "scipy"} & loaded_after(code)


def test_the_engine_knows_neither_tables_nor_pages() -> None:
    """The engine loads no pandas, no Altair, no Streamlit and no Typer."""
    assert not {"pandas", "altair", "streamlit", "typer"} & loaded_after(
        "import loyalty_sim.engine, loyalty_sim.engine.trace"
    )


def test_charts_and_finance_load_no_page() -> None:
    """Everything below the top floor works in a notebook without Streamlit."""
    loaded = loaded_after("import loyalty_sim; loyalty_sim.charts; loyalty_sim.kpis; loyalty_sim.compare")
    assert not {"streamlit", "typer"} & loaded


def test_the_public_names_are_those_promised() -> None:
    """Every public name resolves, is listed by dir(), and nothing else is."""
    assert loyalty_sim.__all__ == sorted(loyalty_sim.__all__, key=lambda name: (name[0].islower(), name))
    for name in loyalty_sim.__all__:
        assert getattr(loyalty_sim, name) is not None
        assert name in dir(loyalty_sim)
    with pytest.raises(AttributeError, match="no attribute 'simulator'"):
        loyalty_sim.simulator  # noqa: B018


def test_every_package_is_shipped() -> None:
    """Each folder with modules, and each folder shipped from outside the sources, is listed as a package, and no other."""
    folders = {path.parent.relative_to(SOURCES.parent) for path in SOURCES.rglob("*.py")}
    outside = PROJECT["tool"]["setuptools"]["package-dir"].keys() - {""}
    listed = set(PROJECT["tool"]["setuptools"]["packages"])
    assert listed == {".".join(folder.parts) for folder in folders} | outside


def test_every_dependency_says_what_it_is_for_and_is_pinned() -> None:
    """Each dependency has a lower bound and a reason beside it, and constraints.txt pins it as name==version."""
    lines = (REPOSITORY / "constraints.txt").read_text().splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._]+", line) for line in lines)
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines}
    text = (REPOSITORY / "pyproject.toml").read_text()
    for requirement in PROJECT["project"]["dependencies"]:
        name, bound = requirement.split(">=")
        assert bound
        assert name.lower() in pinned
        assert re.search(rf'"{re.escape(requirement)}", *# \w+', text), requirement
    for requirement in PROJECT["project"]["optional-dependencies"]["dev"]:
        assert requirement.split(">=")[0].lower() in pinned


def test_nothing_tells_of_the_machine_it_was_made_on() -> None:
    """No tracked file names a folder of one machine or the address of a package index."""
    folders = "|".join(("work", "root", "home", "Users"))
    traces = re.compile(rf"(?<![\w./-])/(?:{folders})/[a-z]|https?://[^\s/]*(?:py" + r"pi|pythonhosted|debian)\b")
    found = []
    for path in tracked_files():
        if path.suffix not in (".png", ".parquet"):
            found += [f"{path.relative_to(REPOSITORY)}: {match[0]}" for match in traces.finditer(path.read_text())]
    assert found == []
