"""The wheel: what is in it, and that it works where nothing but the wheel is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from loyalty_sim.scenario.presets import NAMES
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources without leftovers of earlier builds."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["setuptools"]["package-dir"].values():
        shutil.copytree(REPOSITORY / name, source / name, ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, source)
    options = ["--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True, timeout=120)
    (built,) = folder.glob("loyalty_sim-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it, which borrows the dependencies of this one; returns its scripts."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    scripts = folder / "bin"
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--no-deps", str(wheel)], check=True, timeout=120)
    libraries = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    # A path in a .pth file is searched, but the .pth files found there, such as an editable install, are not followed.
    (libraries / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return scripts


def test_the_wheel_holds_what_is_not_python(wheel: Path) -> None:
    """Presets, their schema, the look of the page, the marker of types and the licence ship in the wheel."""
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"loyalty_sim/presets/{name}.yaml" for name in NAMES} <= names
    for name in (
        "docs/MODEL.md", "presets/scenario.schema.json", "ui/.streamlit/config.toml", "ui/app.py", "py.typed",
        "report/html/report.html.j2", "report/html/report.css",
    ):  # fmt: skip
        assert f"loyalty_sim/{name}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]


def test_the_installed_command_finds_its_presets(installed: Path, tmp_path: Path) -> None:
    """In a fresh environment the command runs from the wheel alone and lists the presets that came with it."""
    where = [installed / "python", "-c", "import loyalty_sim; print(loyalty_sim.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
    assert Path(found.stdout.strip()).is_relative_to(installed.parent)
    for command in ([installed / "loyalty-sim", "presets"], [installed / "python", "-m", "loyalty_sim", "presets"]):
        listed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
        assert [line.split()[0] for line in listed.stdout.splitlines()[1:]] == list(NAMES)


def test_the_page_script_is_where_the_command_looks(installed: Path, tmp_path: Path) -> None:
    """The script that ``loyalty-sim app`` starts is part of the installed package, with its configuration beside it."""
    code = "import loyalty_sim.ui, pathlib; print(pathlib.Path(loyalty_sim.ui.__file__).parent)"
    run = subprocess.run([installed / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    folder = Path(run.stdout.strip())
    assert (folder / "app.py").is_file()
    assert (folder / ".streamlit" / "config.toml").is_file()
