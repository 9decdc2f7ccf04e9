"""What only a browser shows of the risk page: progress that moves by itself, cancelling, and the answer that appears."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import IDLE, PATIENCE


def test_an_answer_appears_by_itself_and_can_be_cancelled(page: Page) -> None:
    """Begun with one click, the work shows how far it is; cancelled, it can be begun again and goes on to the chart."""
    page.get_by_test_id("stTopNavLink").filter(has_text="Risk").click()
    page.get_by_text("Two levers together", exact=True).click()
    begin = page.get_by_role("button", name="Find out")
    expect(page.get_by_text("26 runs of")).to_be_visible(timeout=PATIENCE)
    page.wait_for_function(IDLE, timeout=PATIENCE)  # until then the button may be that of the question before
    begin.click()
    expect(page.get_by_text(re.compile("Two levers together: "))).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Cancel").click(timeout=PATIENCE)
    expect(begin).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    page.wait_for_function(IDLE, timeout=PATIENCE)
    begin.click()
    expect(page.get_by_text("Answered by 26 runs")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_have_count(1, timeout=PATIENCE)
