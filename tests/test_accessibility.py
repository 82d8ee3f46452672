"""Every kind of page for everyone: WCAG 2.2 AA as axe-core judges it, on a telephone, without scripts, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT
from tests.watching import guarded, kinds_of_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
OF_SIZES = ["target-size", "scrollable-region-focusable", "avoid-inline-spacing", "css-orientation-lock"]


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    from mmkb.site.npm import install

    return (install(ROOT, development=True) / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def kinds(toy_site: Path) -> list[str]:
    """One page of every kind."""
    found = kinds_of_pages(toy_site)
    assert len(found) > 35
    return found


@pytest.fixture(scope="module")
def quick(kinds: list[str]) -> list[str]:
    """The same without the longest page, which is of no other make than its neighbours."""
    return [path for path in kinds if path != "reference/tables/"]


def _visited(page: Page, address: str, kinds: list[str], wrong: list[str]) -> Iterator[str]:
    """Open page after page, and see to it that nothing went wrong on each."""
    for path in kinds:
        page.goto(address + path)
        yield path
        # That the page for what is not found is not found is right.
        left = [line for line in wrong if not (path.startswith("there") and "404" in line)]
        assert left == [], path
        wrong.clear()


SETTLED = """() => [...document.querySelectorAll(".md-typeset__scrollwrap")].every((box) => {
  return box.firstElementChild.getBoundingClientRect().width <= box.clientWidth + 1 || box.tabIndex === 0;
}) && [...document.querySelectorAll("pre > code")].every((box) => box.scrollWidth <= box.clientWidth + 1 || box.tabIndex === 0)
  && !document.querySelector(".md-content table:not([class]):not(.md-typeset__table *)")
  && document.getAnimations().every((one) => one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)
"""
"""What scrolls can be reached by keyboard, which a page sees to when it has nothing else to do, and no colour is changing."""


def _violations(page: Page, axe: str, run: dict[str, Any]) -> list[str]:
    """What axe-core finds on a page: rule, element and why."""
    for _ in range(1200):
        if page.evaluate(SETTLED):
            break
        page.wait_for_timeout(25)
    else:
        pytest.fail(f"{page.url} does not settle")
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate(
        "(run) => axe.run(document, {runOnly: run, resultTypes: ['violations']}).then((found) => found.violations)", run
    )
    return [f"{v['id']} {node['html'][:200]}: {node['failureSummary']}" for v in found for node in v["nodes"]]


def test_no_page_violates_wcag_in_light_colours(browser: Browser, toy_address: str, kinds: list[str], axe: str) -> None:
    with guarded(browser, toy_address, color_scheme="light", viewport={"width": 1280, "height": 900}) as (page, wrong):
        for path in _visited(page, toy_address, kinds, wrong):
            assert page.locator("body").get_attribute("data-md-color-scheme") == "default"
            assert _violations(page, axe, {"type": "tag", "values": TAGS}) == [], path


def test_no_page_violates_wcag_in_dark_colours(browser: Browser, toy_address: str, quick: list[str], axe: str) -> None:
    with guarded(browser, toy_address, color_scheme="dark", viewport={"width": 1280, "height": 900}) as (page, wrong):
        for path in _visited(page, toy_address, quick, wrong):
            assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
            assert _violations(page, axe, {"type": "rule", "values": OF_COLOURS}) == [], path


def test_a_telephone_needs_no_scrolling_sideways(browser: Browser, toy_address: str, quick: list[str], axe: str) -> None:
    telephone: dict[str, Any] = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}
    with guarded(browser, toy_address, **telephone) as (page, wrong):
        for path in _visited(page, toy_address, quick, wrong):
            assert page.evaluate("document.documentElement.scrollWidth") == 360, path
            assert page.locator("h1").first.is_visible(), path
            assert _violations(page, axe, {"type": "rule", "values": OF_SIZES}) == [], path


def test_without_scripts_every_page_is_whole_and_has_no_control_that_does_nothing(
    browser: Browser, toy_address: str, kinds: list[str]
) -> None:
    with guarded(browser, toy_address, java_script_enabled=False) as (page, wrong):
        for path in _visited(page, toy_address, kinds, wrong):
            article = page.locator(".md-content article")
            assert article.locator("h1").is_visible(), path
            assert len(article.inner_text()) > 60, path
            for row in article.locator("tbody tr").all()[:3]:
                assert row.is_visible(), path
            # What is sent to a page of the site works; a switch that the style sheet obeys does too.
            idle = article.locator(":is(button, input, select, textarea):visible:not(form[action] *, .switch *)")
            assert [control.evaluate("(it) => it.outerHTML") for control in idle.all()] == [], path


FOCUS = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const parts = [".md-skip", ".md-header, .md-tabs", ".md-sidebar--primary", ".md-main", ".md-footer"];
  // The theme hides its choice of colours and shows the label of it.
  const shown = it.matches(".md-option") ? it.nextElementSibling : it;
  const style = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  return {
    place: parts.findIndex((part) => it.closest(part)),
    seen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none",
    shown: box.width > 0 && box.height > 0,
    name: it.outerHTML.slice(0, 160),
  };
}"""


@pytest.mark.parametrize("path", ["", "models/", "models/toy-vlm/", "figures/timeline/", "surveys/toy-survey/table-1/"])
def test_by_keyboard_alone_every_page_is_walked_through_in_order(browser: Browser, toy_address: str, path: str) -> None:
    with guarded(browser, toy_address, viewport={"width": 1280, "height": 900}) as (page, wrong):
        page.goto(toy_address + path)
        page.keyboard.press("Tab")
        first = page.evaluate(FOCUS)
        assert first["place"] == 0, first
        walked = [first]
        for _ in range(400):
            page.keyboard.press("Tab")
            found = page.evaluate(FOCUS)
            if found is None:
                break
            walked.append(found)
        else:
            pytest.fail(f"the focus does not leave the page: {walked[-1]}")
        assert [stop["name"] for stop in walked if not (stop["seen"] and stop["shown"])] == []
        places = [stop["place"] for stop in walked]
        assert places == sorted(places), [stop["name"] for stop in walked]
        assert {0, 1, 3, 4} <= set(places)
        assert wrong == []


def test_the_first_key_leads_past_the_header_to_the_content(browser: Browser, toy_address: str) -> None:
    with guarded(browser, toy_address) as (page, wrong):
        page.goto(f"{toy_address}models/toy-vlm/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**#*")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.md-content') !== null")
        assert wrong == []
