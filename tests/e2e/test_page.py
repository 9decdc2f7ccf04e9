"""What only a browser shows: focus, reloading, background runs, downloads, both themes, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from loyalty_sim.scenario.files import loads
from tests.e2e.conftest import IDLE, PATIENCE, computed, earn, figure, move, small


def test_a_lever_moves_the_figures_and_keeps_the_focus(page: Page) -> None:
    """A key press on a slider gives new figures, counts the change, and leaves the focus where it was."""
    expect(figure(page, "outstanding_value")).to_contain_text("as baseline")
    move(page)
    expect(figure(page, "outstanding_value")).to_contain_text("+")
    expect(page.locator(".st-key-group-value-header")).to_contain_text("1 changed")
    move(page)
    assert earn(page).input_value() == "1.5"
    assert earn(page).evaluate("slider => slider === document.activeElement")


def test_quick_moves_are_all_taken(page: Page) -> None:
    """Moves that come faster than the page answers are not lost."""
    earn(page).focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(70)
    expect(page.get_by_role("button", name="was 1 points")).to_be_visible(timeout=PATIENCE)
    computed(page)
    assert earn(page).input_value() == "2.5"
    assert page.locator(".st-key-lever-program-earn-points input[type=number]").input_value() == "2.5"


def test_switching_pages_loses_nothing(page: Page) -> None:
    """A moved lever is still moved after a visit to the other pages, and its effect is seen there."""
    move(page, 2)
    page.get_by_test_id("stTopNavLink").filter(has_text="Assumptions").click()
    expect(page.get_by_text("recomputes both")).to_be_visible(timeout=PATIENCE)
    expect(figure(page, "outstanding_value")).to_contain_text("+")
    page.get_by_test_id("stTopNavLink").filter(has_text="Method").click()
    expect(page.get_by_role("heading", name="8. Known limits")).to_be_visible(timeout=PATIENCE)
    page.get_by_test_id("stTopNavLink").filter(has_text="Design").click()
    computed(page)
    assert earn(page).input_value() == "1.5"


def test_reloading_loses_nothing(page: Page) -> None:
    """A reload brings back the levers and the baseline, from the address alone."""
    move(page)
    page.get_by_role("button", name="Set as baseline").click()
    expect(figure(page, "outstanding_value")).to_contain_text("as baseline", timeout=PATIENCE)
    move(page)
    page.reload(wait_until="domcontentloaded")
    computed(page)
    assert earn(page).input_value() == "1.5"
    expect(page.get_by_role("button", name="was 1.25 points")).to_be_visible()


def test_the_refined_run_fills_in(untouched: Page) -> None:
    """Behind the preview a finer run fills in by itself."""
    move(untouched)
    expect(untouched.get_by_text("Refined: 100,000 simulated customers")).to_be_visible(timeout=PATIENCE)


def test_the_refined_run_can_be_cancelled(untouched: Page) -> None:
    """Cancel stops the finer run at once, the preview stays, and the run can be asked for again."""
    move(untouched, 3)
    untouched.locator(".st-key-cancel button").click(timeout=PATIENCE)
    expect(untouched.get_by_text("Preview with 10,000 simulated customers")).to_be_visible(timeout=PATIENCE)
    untouched.wait_for_function(IDLE, timeout=PATIENCE)  # the text is there a moment before the page is drawn to its end
    untouched.locator(".st-key-refine button").click()
    expect(untouched.get_by_text("Refined: 100,000 simulated customers")).to_be_visible(timeout=PATIENCE)


def test_files_go_out_and_come_back(page: Page, tmp_path: Path) -> None:
    """The downloaded scenario is the one on the page; opened again it is the same; a broken file is refused in words."""
    move(page)
    page.locator(".st-key-files button").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Scenario (YAML)").click()
    file = tmp_path / "scenario.yaml"
    download.value.save_as(file)
    scenario = loads(file.read_bytes())
    assert scenario.program.earn.points == 1.25
    with page.expect_download() as download:
        page.get_by_role("button", name="Months (CSV)").click()
    assert download.value.path().read_text().startswith("month,")

    broken = tmp_path / "broken.yaml"
    broken.write_text("program:\n  point_valu: 0.02\n")
    page.locator(".st-key-upload input[type=file]").set_input_files(broken)
    expect(page.get_by_text("is not a valid scenario")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("point_value").first).to_be_visible()

    other = tmp_path / "other.yaml"
    other.write_text(file.read_text().replace("points: 1.25", "points: 3.0"))
    page.locator(".st-key-upload input[type=file]").set_input_files(other)
    expect(page.get_by_role("combobox", name="Preset")).to_have_value("(from a file or link)", timeout=PATIENCE)
    computed(page)
    assert earn(page).input_value() == "3"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 400])
def test_every_question_is_drawn(browser: Browser, url: str, tmp_path: Path, scheme: str, width: int) -> None:
    """Each question is drawn in both themes, wide and narrow, without an error and without spilling over the side."""
    page = browser.new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(small(url), wait_until="domcontentloaded")
    computed(page)
    for number, (question, shown) in enumerate(
        (("Where do the points go", "svg"), ("Who stays", "svg"), ("What did the program cause", "svg"), ("Tiers", "svg"),
         ("Cost parts", "svg"), ("All figures", "table"), ("Checks", "check"))
    ):  # fmt: skip
        page.locator(".st-key-question").get_by_text(question, exact=True).click()
        if shown == "svg":
            expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_have_count(2, timeout=PATIENCE)
        elif shown == "table":
            expect(page.get_by_test_id("stDataFrame").first).to_be_visible(timeout=PATIENCE)
        else:
            expect(page.get_by_text("Points roll forward").first).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        picture = tmp_path / f"{number}.png"
        page.screenshot(path=picture)
        assert picture.stat().st_size > 10_000
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 400)])
def test_every_statement_is_drawn_and_goes_out(browser: Browser, url: str, scheme: str, width: int) -> None:
    """Each statement is drawn without an error and without spilling over the side, and its file begins as its table does."""
    page = browser.new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(small(url, "finance"), wait_until="domcontentloaded")
    for statement, heading, first in (
        ("Liability", "Liability for points, proportional", "Line"), ("Profit and loss", "Profit and loss", "Line"),
        ("Cash", "Cash", "Line"), ("Breakage", "Breakage four ways", "Figure"),
        ("Journal", "Journal", "Period"), ("Vintages", "Points redeemed by vintage and age", "Issued in"),
        ("Key figures", "Key figures of finance", "Figure"), ("Points ledger", "Points ledger", "Line"),
    ):  # fmt: skip
        page.locator(".st-key-statement").get_by_text(statement, exact=True).click(timeout=PATIENCE)
        expect(page.locator("strong").get_by_text(heading, exact=True)).to_be_visible(timeout=PATIENCE)
        page.wait_for_function(IDLE, timeout=PATIENCE)  # until then a button of the statement before may still be there
        button = page.get_by_role("button", name="Download as shown (CSV)").first
        with page.expect_download() as download:
            button.click()
        assert download.value.path().read_text().startswith(f"{first},")
        expect(page.get_by_test_id("stDataFrame").first).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("checks hold; largest gap")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_a_saved_scenario_is_there_after_a_reload_and_opens_again(page: Page) -> None:
    """Saved, reloaded and moved, the page knows the version; the library opens what was saved, and not what was moved."""
    move(page)
    page.locator(".st-key-save button:visible").first.click()
    page.locator(".st-key-save-name input").fill("Plan of the browser")
    page.locator(".st-key-save-submit button").click()
    badge = page.locator(".st-key-title").get_by_text("Plan of the brow…@1").locator("visible=true")
    expect(badge).to_be_visible(timeout=PATIENCE)
    page.reload(wait_until="domcontentloaded")
    computed(page)
    expect(badge).to_be_visible()
    move(page, 2)
    expect(badge).to_contain_text("unsaved changes")
    page.get_by_test_id("stTopNavLink").filter(has_text="Library").click()
    page.locator(".st-key-library-open button:visible").first.click(timeout=PATIENCE)
    computed(page)
    assert earn(page).input_value() == "1.25"
    expect(badge).not_to_contain_text("unsaved")


def test_what_is_looked_at_on_finance_survives_a_reload(page: Page, url: str) -> None:
    """Statement, period and policy are in the address, and a reload shows them again; so does opening the address anew."""
    page.goto(small(url, "finance"), wait_until="domcontentloaded")
    expect(page.get_by_text("hold; largest gap")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("radio", name="Liability", exact=True).click()
    page.get_by_role("radio", name="Quarter", exact=True).click()
    page.wait_for_url("**statement=liability**", timeout=PATIENCE, wait_until="commit")
    page.wait_for_url("**period=quarter**", timeout=PATIENCE, wait_until="commit")
    page.goto(f"{page.url}&method=remote", wait_until="domcontentloaded")
    expect(page.get_by_text("Liability for points, remote", exact=True)).to_be_visible(timeout=PATIENCE)
    page.reload(wait_until="domcontentloaded")
    expect(page.get_by_text("Liability for points, remote", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("radio", name="Quarter", exact=True)).to_be_checked(timeout=PATIENCE)


def test_the_workbook_arrives_while_a_refined_run_works(page: Page, url: str) -> None:
    """The workbook is made on one click and comes whole with the next, however often the page is drawn meanwhile."""
    page.goto(f"{url}/finance", wait_until="domcontentloaded")
    page.get_by_role("button", name="Make workbook").click(timeout=PATIENCE)
    take = page.get_by_role("button", name="Download workbook")
    expect(take).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as download:
        take.click()
    assert download.value.failure() is None
    assert download.value.path().read_bytes()[:2] == b"PK"
