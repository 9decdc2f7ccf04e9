"""What only a browser shows of sharing and going back: the copied address, a replay, a lever in view, the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import IDLE, PATIENCE, computed, earn, figure, move, small


@pytest.fixture
def sharing(browser: Browser, url: str) -> Page:
    """The design page in a browser that may use the clipboard."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 1000}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(small(url), wait_until="domcontentloaded")
    computed(page)
    return page


def test_the_copied_address_opens_the_same_work(sharing: Page) -> None:
    """The button copies the whole address, which opens the same levers elsewhere."""
    move(sharing, 2)
    sharing.locator(".st-key-share button").first.click()
    sharing.get_by_role("button", name="Copy the address").click(timeout=PATIENCE)
    expect(sharing.get_by_role("button", name="Copied")).to_be_visible(timeout=PATIENCE)
    address = sharing.evaluate("navigator.clipboard.readText()")
    other = sharing.context.new_page()
    other.goto(address, wait_until="domcontentloaded")
    computed(other)
    assert earn(other).input_value() == "1.5"
    sharing.context.close()


def test_a_replay_moves_the_figures_and_comes_back(sharing: Page) -> None:
    """The figures go to what they were before the last change, and by themselves back to what they were after it."""
    move(sharing)
    changed, liability = sharing.locator(".st-key-changes"), figure(sharing, "outstanding_value")
    expect(changed).to_contain_text("1 changed", timeout=PATIENCE)
    sharing.locator(".st-key-replay button").first.click()
    expect(changed).to_contain_text("No changes", timeout=PATIENCE)
    expect(changed).to_contain_text("1 changed", timeout=PATIENCE)
    expect(liability).to_contain_text("+", timeout=PATIENCE)
    sharing.wait_for_function(IDLE, timeout=PATIENCE)
    assert earn(sharing).input_value() == "1.25"
    sharing.context.close()


def test_a_changed_lever_is_brought_into_view(sharing: Page) -> None:
    """From the list of changed levers the way leads to the lever itself, however far down the sidebar it is."""
    move(sharing)
    for group in ("value", "expiry"):
        sharing.locator(f".st-key-group-{group}-header button").click()
        sharing.wait_for_function(IDLE, timeout=PATIENCE)
    sharing.locator(".st-key-group-law-header").scroll_into_view_if_needed()
    sharing.locator(".st-key-changes button").first.click()
    sharing.get_by_role("button", name="Go", exact=True).first.click(timeout=PATIENCE)
    expect(sharing.locator(".st-key-lever-program-earn-points")).to_be_in_viewport(timeout=PATIENCE)
    sharing.context.close()


def test_the_report_goes_out_and_opens_without_a_network(sharing: Page, tmp_path: Path) -> None:
    """The report made on the page opens from a file, asks for nothing else, and prints."""
    move(sharing)
    sharing.locator(".st-key-files button").first.click()
    sharing.locator(".st-key-report-make button").first.click(timeout=PATIENCE)
    save = sharing.locator(".st-key-report-save button").first
    expect(save).to_be_visible(timeout=PATIENCE)
    with sharing.expect_download() as download:
        save.click()
    file = tmp_path / "report.html"
    download.value.save_as(file)
    asked: list[str] = []
    report = sharing.context.new_page()
    report.on("request", lambda request: asked.append(request.url))
    report.goto(file.as_uri())
    expect(report.get_by_role("heading", name="Key figures")).to_be_visible()
    assert report.locator("figure svg").count() == 5
    assert asked == [file.as_uri()]
    assert report.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert report.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    sharing.context.close()
