"""How long a lever move takes in a real browser: from the key press to the frame that shows new figures and new charts.

Starts the page and a headless Chromium, moves the earn rate, and reports the median and the 90th percentile::

    python benchmarks/page_latency.py [--moves 20] [--chromium /usr/bin/chromium]

A move is over when the figures and every chart of the view differ from what they were and the next frame is drawn.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
IDLE = "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
ARM = """() => {
    const figures = () => [...document.querySelectorAll('[data-testid=stMetric]')].map(e => e.textContent).join();
    const charts = () => [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg')].map(e => e.innerHTML);
    const oldFigures = figures(), oldCharts = charts();
    window.move = new Promise(resolve => addEventListener('keydown', () => {
        const start = performance.now();
        const look = () => {
            const now = charts();
            const drawn = now.length === oldCharts.length && now.every((chart, i) => chart !== oldCharts[i]);
            if (drawn && figures() !== oldFigures) requestAnimationFrame(() => resolve(performance.now() - start));
            else if (performance.now() - start > 20000) resolve(-1);
            else requestAnimationFrame(look);
        };
        look();
    }, {once: true, capture: true}));
}"""


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The page on a free port of this machine; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = Path(__file__).parent.parent / "app.py"
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(app), "--server.headless=true", f"--server.port={port}",
         "--server.address=127.0.0.1", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=app.parent,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while not _healthy(address):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the page did not start")
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def moves(page: Page, count: int, pause: float) -> list[float]:
    """Seconds of each move of the earn rate; the page comes to rest for ``pause`` seconds between two moves."""
    lever = page.locator(".st-key-program-earn-points-slider input[type=range]")
    seconds = []
    for _ in range(count):
        page.wait_for_function(IDLE)
        time.sleep(pause)
        page.wait_for_function(IDLE)
        lever.focus()
        page.evaluate(ARM)
        page.keyboard.press("ArrowRight")
        spent = page.evaluate("() => window.move")
        if spent < 0:
            raise RuntimeError("a move did not change the page within 20 seconds")
        seconds.append(spent / 1000)
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=20)
    parser.add_argument(
        "--pause", type=float, default=0.3, help="seconds between two moves; above 1 lets refined runs begin"
    )
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=arguments.chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address, wait_until="domcontentloaded")
        page.locator("[data-testid=stVegaLiteChart] svg").nth(1).wait_for(timeout=120_000)
        moves(page, 2, 1.0)
        seconds = moves(page, arguments.moves, arguments.pause)
        browser.close()
    found: dict[str, Any] = {
        "moves": len(seconds), "median_s": round(statistics.median(seconds), 3),
        "p90_s": round(statistics.quantiles(seconds, n=10)[-1], 3), "slowest_s": round(max(seconds), 3),
    }  # fmt: skip
    print(json.dumps(found) if arguments.json else "\n".join(f"{name:10} {value}" for name, value in found.items()))


def _healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
            return bool(answer.read() == b"ok")
    except OSError:
        return False


if __name__ == "__main__":
    main()
