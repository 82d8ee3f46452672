"""Pages of entries in a browser: what a mark stands for, reports, print, keyboard, touch, and no script at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.watching import address_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MARK = ".facts sup.cite > a"
CARD = ".cite-card"
PAGE = "models/toy-vlm/"


@pytest.fixture(scope="module")
def page(browser: Browser, toy_address: str) -> Iterator[Page]:
    """A page whose errors fail the test that caused them."""
    context = browser.new_context()
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda message: wrong.append(message.text))
    yield opened
    context.close()
    assert wrong == []


@pytest.fixture(autouse=True)
def fresh(page: Page, toy_address: str) -> None:
    page.mouse.move(0, 0)
    page.goto(toy_address + PAGE)


def test_a_mark_tells_source_and_place_when_pointed_at(page: Page) -> None:
    page.locator(MARK).first.hover()
    card = page.locator(CARD)
    card.wait_for()
    text = card.inner_text()
    place = page.locator(page.locator(MARK).first.get_attribute("href") or "").inner_text()
    assert text.startswith(place.strip())
    assert page.locator(f"li:has({page.locator(MARK).first.get_attribute('href')}) > a").first.inner_text() in text
    page.mouse.move(0, 0)
    card.wait_for(state="detached")


def test_the_card_stays_when_the_pointer_moves_into_it(browser: Browser, toy_address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(toy_address + PAGE)
    page.locator(MARK).first.hover()
    page.clock.run_for(1000)
    page.locator(f"{CARD} .cite-about").hover()
    page.clock.run_for(1000)
    assert page.locator(CARD).is_visible()
    page.mouse.move(0, 0)
    page.clock.run_for(1000)
    assert page.locator(CARD).count() == 0
    context.close()


def test_a_mark_works_by_keyboard_and_keeps_the_focus(page: Page) -> None:
    mark = page.locator(MARK).first
    mark.focus()
    page.keyboard.press("Enter")
    page.locator(CARD).wait_for()
    assert address_of(page).endswith(PAGE)
    assert mark.evaluate("mark => document.activeElement === mark")
    assert mark.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.activeElement.closest('{CARD}') !== null")
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0
    assert mark.evaluate("mark => document.activeElement === mark")
    assert mark.get_attribute("aria-expanded") == "false"


def test_the_card_closes_when_the_focus_leaves_it(page: Page) -> None:
    page.locator(MARK).first.focus()
    page.keyboard.press("Enter")
    page.locator(CARD).wait_for()
    stops = page.locator(f"{CARD} a").count()
    for _ in range(stops + 1):
        page.keyboard.press("Tab")
    page.locator(CARD).wait_for(state="detached")


def test_a_second_click_and_a_click_elsewhere_close_the_card(page: Page) -> None:
    mark = page.locator(MARK).first
    for close in (mark, page.locator("h1")):
        mark.click()
        page.locator(CARD).wait_for()
        close.click()
        page.locator(CARD).wait_for(state="detached")


def test_one_card_at_a_time_each_with_its_own_words(page: Page) -> None:
    told = set()
    for i in range(3):
        page.locator(MARK).nth(i).click()
        page.locator(CARD).wait_for()
        assert page.locator(CARD).count() == 1
        told.add(page.locator(f"{CARD} .cite-where").inner_text())
    assert len(told) > 1


def test_a_first_tap_opens_and_the_link_inside_leads_on(browser: Browser, toy_address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(toy_address + PAGE)
    mark = page.locator(MARK).first
    mark.tap()
    page.locator(CARD).wait_for()
    assert address_of(page).endswith(PAGE)
    box = page.locator(CARD).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    target = page.locator(f"{CARD} .cite-more a").first
    assert target.evaluate("link => link.getBoundingClientRect().height") >= 44
    target.tap()
    page.wait_for_url(f"**{mark.get_attribute('href')}")
    assert page.locator(CARD).count() == 0
    context.close()


def test_without_a_script_a_mark_leads_to_the_list(browser: Browser, toy_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(toy_address + PAGE)
    mark = page.locator(MARK).first
    mark.click()
    page.wait_for_url(f"**{mark.get_attribute('href')}")
    assert page.locator("a.report-entry").is_visible()
    context.close()


def test_the_card_leads_to_a_form_that_is_filled_in(page: Page) -> None:
    row = page.locator(".facts tr", has_text="Released")
    row.locator("sup.cite > a").click()
    report = page.locator(f"{CARD} .report")
    assert report.is_visible()
    given = parse_qs(urlsplit(report.get_attribute("href") or "").query)
    assert given["template"] == ["wrong-fact.yml"]
    assert given["entry"] == ["models/toy-vlm"]
    assert given["field"] == ["At a glance: Released"]
    assert given["value"] == ["2023-01-05 (paper)"]
    assert given["source"][0].endswith(", arXiv date of v1")
    assert given["title"] == ["Wrong fact: Toy-VLM: At a glance: Released"]


def test_a_cell_of_a_wide_table_is_named_by_its_row_and_column(page: Page) -> None:
    page.locator("#variants ~ .md-typeset__scrollwrap sup.cite > a, #variants ~ table sup.cite > a").first.click()
    given = parse_qs(urlsplit(page.locator(f"{CARD} .report").get_attribute("href") or "").query)
    assert given["field"][0].startswith("Variants: Toy-VLM-")


def test_a_row_without_a_source_can_be_reported_too_and_is_quiet_until_then(page: Page) -> None:
    row = page.locator(".facts tr", has_text="Facts wanted")
    report = row.locator(".report")
    assert report.get_attribute("aria-label") == "Report an error in Facts wanted of every model"
    assert report.evaluate("link => getComputedStyle(link).opacity") == "0"
    report.focus()
    assert report.evaluate("link => getComputedStyle(link).opacity") == "1"
    assert page.locator(".facts tr:has(sup.cite) .report").count() == 0


def test_on_paper_there_is_the_entry_with_its_sources_and_nothing_else(page: Page) -> None:
    page.emulate_media(media="print")
    for hidden in (".md-header", ".md-sidebar", ".md-footer", ".actions", ".edit"):
        assert not any(part.is_visible() for part in page.locator(hidden).all()), hidden
    assert page.locator(".sources li").first.is_visible()
    wide = page.evaluate(
        "() => [...document.querySelectorAll('.md-content table')].filter((t) => t.checkVisibility()).map((t) => "
        "t.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
    )
    assert wide
    assert not any(wide)
    page.emulate_media(media="screen")


@pytest.mark.parametrize("path", [PAGE, "components/toy-vit/", "benchmarks/toyqa/", "organisations/toy-lab/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(page: Page, toy_address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(toy_address + path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 720})
