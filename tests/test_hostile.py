"""Hostile words in every text that an entry can hold: refused with a message, or shown as what they are, everywhere."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

import pytest

from mmkb.check import check_catalogue
from mmkb.load import load_catalogue
from mmkb.records import FOLDERS, KINDS
from mmkb.site.serving import handler_of, place_of
from mmkb.yamltext import parse
from tests.conftest import knowledge_base_of, serving, site_of
from tests.hostiletoy import FLAG, PAYLOADS, STEERING, Hostile, texts_of
from tests.test_site import Document, documents
from tests.watching import guarded

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HTML = re.compile(r"<\s*(script|iframe|img|base|link|style|svg|object|embed)\b|\son\w+\s*=\s*[\"']?top", re.IGNORECASE)
FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.]|$)")


class Built(NamedTuple):
    """The hostile catalogue and its site."""

    hostile: Hostile
    site: Path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """The hostile catalogue."""
    return Hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def built(hostile: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Its site."""
    folder = tmp_path_factory.mktemp("hostile-site")
    knowledge_base_of(hostile.root, folder / "db.sqlite").close()
    return Built(hostile, site_of(folder / "db.sqlite", folder / "checkout"))


@pytest.fixture(scope="module")
def pages(built: Built) -> dict[str, Document]:
    """Its pages, by path."""
    return documents(built.site)


def test_every_kind_of_text_that_a_schema_has_is_tried(hostile: Hostile) -> None:
    every = set().union(*(texts_of(kind) for kind in KINDS))
    assert len(every) > 200
    tried = hostile.taken | set(hostile.refused)
    left = every - tried
    # What no entry of the toy has room for is a note, place or number that the same code reads and writes elsewhere.
    assert {way[-1] for _, way in left} <= {way[-1] for _, way in hostile.taken}
    assert len(left) < 0.15 * len(every)
    assert {kind for kind, _ in hostile.taken} == set(KINDS)


def test_what_takes_no_such_text_refuses_it_with_a_message_for_people(hostile: Hostile) -> None:
    assert len(hostile.refused) > 100
    for place, said in hostile.refused.items():
        assert re.match(r"[\w.-]+\.yaml:\d+:\d+: error [a-z-]+ .+ \(.+\)", said, re.DOTALL), place
        assert "Traceback" not in said
        assert not set(said) & set(STEERING), place


def test_hostile_words_alone_make_no_error(hostile: Hostile) -> None:
    catalogue, problems = load_catalogue(hostile.root / "catalog")
    assert problems == []
    found = [p.text() for p in check_catalogue(catalogue)]
    # The copies of one source are one source, which is no matter of its words.
    assert [text for text in found if " error " in text and "same-source" not in text] == []
    assert not any(set(text) & set(STEERING) for text in found)


@pytest.mark.parametrize("character", STEERING)
def test_a_character_that_steers_is_refused_in_the_text_of_a_file(character: str) -> None:
    (problem,) = parse(f"name: a{character}b\n".encode()).problems
    assert f"U+{ord(character):04X}" in problem.message


def test_nothing_of_a_payload_becomes_part_of_a_page(pages: dict[str, Document]) -> None:
    assert len(pages) > 60
    for path, document in pages.items():
        assert FLAG not in document.scripts, path
        assert not document.handlers, path
        assert not [link for link in document.links if urlsplit(link).scheme not in ("", "https")], path
        assert not [load for load in document.loads if urlsplit(load).scheme not in ("", "data")], path
        assert not any("evil.example" in load for load in document.loads), path
        for data in document.linked_data:
            json.loads(data)


def test_every_name_is_shown_word_for_word(built: Built, pages: dict[str, Document]) -> None:
    seen = 0
    for (kind, entry), name in built.hostile.names.items():
        found = pages.get(f"{FOLDERS[kind]}/{entry}/index.html")
        if found is None or not name:
            continue
        expected = re.sub(f"[{STEERING}]", "\N{REPLACEMENT CHARACTER}", " ".join(name.split()))
        assert " ".join(found.h1.split()) == expected, (kind, entry)
        for data in map(json.loads, found.linked_data):
            assert data["@graph"][0]["name"] == name, (kind, entry)
        assert not any("<" in data for data in found.linked_data), (kind, entry)
        seen += 1
    assert seen > 25


def test_files_beside_the_pages_hold_no_more_than_words(built: Built) -> None:
    kinds = {".svg": _drawing, ".atom": _feed, ".json": _json, ".csv": _table}
    counted = dict.fromkeys(kinds, 0)
    for path in sorted(built.site.rglob("*")):
        if path.suffix in kinds and path.is_file():
            kinds[path.suffix](path)
            counted[path.suffix] += 1
    assert all(counted.values()), counted


def _drawing(path: Path) -> None:
    for element in ET.fromstring(path.read_bytes()).iter():
        assert element.tag.rpartition("}")[2] not in ("script", "foreignObject", "image", "use", "iframe"), path
        assert not [name for name in element.attrib if name.lower().startswith("on")], path
        for name, value in element.attrib.items():
            assert not (name.endswith("href") and urlsplit(value).scheme not in ("", "https")), path


def _feed(path: Path) -> None:
    for element in ET.fromstring(path.read_bytes()).iter():
        assert element.tag.startswith("{http://www.w3.org/2005/Atom}"), (path, element.tag)
        if element.get("type") == "html":
            assert not HTML.search(element.text or ""), path
        assert urlsplit(element.get("href", "")).scheme in ("", "https"), path


def _json(path: Path) -> None:
    json.loads(path.read_bytes())


def _table(path: Path) -> None:
    for row in csv.reader(path.read_text("utf-8").splitlines(keepends=True)):
        for cell in row:
            assert not FORMULA.match(cell), (path, cell)


def _visits(site: Path) -> list[str]:
    """A page of every kind: of each folder its list and some of its pages, the models' all."""
    found: list[str] = []
    for folder in sorted({path.parent.parent for path in site.rglob("index.html")}):
        inside = sorted(path.parent.relative_to(site).as_posix() + "/" for path in folder.glob("*/index.html"))
        found += inside if folder.name == "models" else inside[:2]
    lists = sorted(path.parent.relative_to(site).as_posix() + "/" for path in site.glob("*/index.html"))
    asked = quote(PAYLOADS[0])
    more = [f"explore/?text={asked}", f"explore/?columns={asked}&sort={asked}", f"compare/?m=toy-any,toy-vlm,{asked}"]
    more += ["compare/?m=toy-any,toy-vlm-blocks,toy-vlm-gaps", f"sql/?q={asked}", f"?q={asked}"]
    every = {visit: site / visit.partition("?")[0] / "index.html" for visit in ["", *lists, *found, *more]}
    return [visit for visit, file in every.items() if file.is_file() and 'http-equiv="refresh"' not in file.read_text("utf-8")]


@pytest.fixture(scope="module")
def address(built: Built) -> Iterator[str]:
    """Where the site is served, at the path at which it would be published."""
    place = place_of(built.site)
    with serving(handler_of(built.site, place)) as served:
        yield f"{served}{place}"


READY = {
    "explore/": ".explore.ready",
    "compare/?m=": ".compare-app:has(.compare-diagrams):not(:has([aria-busy=true]))",
    "sql/": "#sql-editor",
    "add/": ".add-status:not(:empty)",
}
"""What is there when a page that fetches what it shows has done so."""


def test_in_a_browser_nothing_of_it_runs_on_any_kind_of_page(browser: Browser, built: Built, address: str) -> None:
    with guarded(browser, address) as (page, wrong):
        for visit in _visits(built.site):
            page.goto(address + visit)
            # What fetches what it shows, shows it later.
            for start, ready in READY.items():
                if visit.startswith(start):
                    page.locator(ready).first.wait_for()
            assert page.evaluate("window.hit") is None, visit
            assert page.locator("h1").first.is_visible(), visit
            assert "1337" not in page.locator(".md-content article").inner_text(), visit
            assert wrong == [], visit


def test_in_the_search_nothing_of_it_runs(browser: Browser, address: str) -> None:
    with guarded(browser, address) as (page, wrong):
        for words in ("script", "javascript", "onmouseover", PAYLOADS[0][:40]):
            page.goto(address)
            page.keyboard.press("/")
            # At once, so that what is found is found for all of it; the search listens to keys that are let go.
            page.keyboard.insert_text(words)
            page.keyboard.press("End")
            page.locator(".md-search-result__meta", has_text=re.compile("match|result", re.IGNORECASE)).wait_for()
            assert page.evaluate("window.hit") is None
            assert page.locator(".md-search-result :is(script, iframe, img)").count() == 0
        assert wrong == []


def test_drawings_opened_by_themselves_run_nothing(browser: Browser, built: Built, address: str) -> None:
    drawings = sorted(built.site.rglob("*.svg"))
    assert len(drawings) > 20
    with guarded(browser, address) as (page, wrong):
        for path in drawings[::3]:
            page.goto(address + path.relative_to(built.site).as_posix())
            assert page.evaluate("window.hit") is None, path
        # For a drawing alone the browser looks for an icon of the host.
        assert [line for line in wrong if "favicon.ico" not in line and "404 (Not Found)" not in line] == []


def test_an_old_id_redirects(built: Built) -> None:
    page = (built.site / "components" / "toy-resampler" / "index.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../linear/">' in page
    assert '<link rel="canonical" href="https://mmkb.github.io/mmkb/components/linear/">' in page
    assert "This entry is no longer used" in page
    assert 'http-equiv="refresh"' not in (built.site / "components" / "linear" / "index.html").read_text("utf-8")
    for listing in ("sitemap.xml", "search/search_index.json"):
        told = (built.site / listing).read_text("utf-8")
        assert "components/linear/" in told
        assert "components/toy-resampler/" not in told
