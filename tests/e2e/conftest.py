"""A server of the page on a free port and a headless Chromium that opens it.

Without Chromium these tests are skipped, except where ``CI`` is set: there a missing browser is a failure.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from loyalty_sim.scenario.presets import preset
from loyalty_sim.ui.link import decode, encode
from loyalty_sim.ui.work import Work

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
IDLE = "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
ROOT = Path(__file__).parents[2]
PATIENCE = 90_000
"""Milliseconds: the engine may have to be compiled first, and other tests share the cores."""
SMALL = 20_000
"""Customers of the refined run where a test is not about it: it goes on beside the next test."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as one that drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium."""
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} is missing; install chromium")
        pytest.skip(f"{CHROMIUM} is missing; install chromium to run the browser tests")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


def _healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
            return bool(answer.read() == b"ok")
    except OSError:
        return False


@pytest.fixture(scope="session")
def url(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a page served for these tests; the server is stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.port", str(port),
             "--server.address", "127.0.0.1", "--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false"],
            stdout=out, stderr=subprocess.STDOUT, cwd=ROOT,
            env={**os.environ, "LOYALTY_SIM_LIBRARY": str(log.with_name("library.sqlite")),
                 "XDG_DATA_HOME": str(log.with_name("data")), "LOYALTY_SIM_STUDIES": str(log.parent)},
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while not _healthy(address):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """The design page, computed and at rest; its refined run is small."""
    yield from opened(browser, small(url))


@pytest.fixture
def untouched(browser: Browser, url: str) -> Iterator[Page]:
    """The design page as a first visit finds it, computed and at rest."""
    yield from opened(browser, url)


def opened(browser: Browser, address: str) -> Iterator[Page]:
    """A wide page, computed and at rest; closed in the end."""
    view = browser.new_page(viewport={"width": 1440, "height": 1000})
    view.goto(address, wait_until="domcontentloaded")
    computed(view)
    yield view
    view.close()


def small(url: str, page: str = "") -> str:
    """Address of a page on the first preset, whose refined run is small."""
    scenario = preset("beauty-tiers")
    run = scenario.run.model_copy(update={"customers": SMALL})
    return f"{url}/{page}?s={encode(Work.of(scenario.model_copy(update={'run': run}), 'beauty-tiers'))}"


def computed(page: Page) -> None:
    """Wait until the figures and both charts are there."""
    expect(page.get_by_test_id("stMetric")).to_have_count(5, timeout=PATIENCE)
    expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_have_count(2, timeout=PATIENCE)
    page.wait_for_function(IDLE, timeout=PATIENCE)


def figure(page: Page, key: str) -> Locator:
    """A card of the strip."""
    return page.locator(f".st-key-kpi-{key}")


def earn(page: Page) -> Locator:
    """The slider of the earn rate."""
    return page.locator(".st-key-lever-program-earn-points input[type=range]")


def move(page: Page, steps: int = 1) -> None:
    """Raise the earn rate by steps of the slider, and wait until the page has taken all of them.

    The figures alone do not tell: they also move when the refined run fills in.
    """
    for _ in range(steps):
        earn(page).press("ArrowRight")
    wanted = float(earn(page).input_value())
    page.wait_for_url(lambda url: earn_in(url) == wanted, timeout=PATIENCE, wait_until="commit")
    page.wait_for_function(IDLE, timeout=PATIENCE)


def earn_in(url: str) -> float | None:
    """The earn rate of the scenario in the page's address."""
    token = parse_qs(urlparse(url).query).get("s")
    return decode(token[0]).scenario.program.earn.points if token else None
