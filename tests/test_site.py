"""The built site: strict, whole, closed to other hosts, and harmless whatever entries say."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from mmkb.cli.main import COMMANDS
from mmkb.vocab import Modality, Role, State, Tuning
from tests.conftest import ROOT
from tests.toycatalogue import TOY
from tests.watching import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLACE = "/mmkb/"
"""Path of the address at which the site is published."""

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Document(HTMLParser):
    """What a page links to, loads and contains."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.scripts = ""
        self.linked_data: list[str] = []
        self.alternates: list[str] = []
        self.title = ""
        self.h1 = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a" and given.get("href") is not None:
            self.links.append(given["href"] or "")
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preconnect", "preload", "dns-prefetch", "prefetch"):
            self.loads.append(given["href"] or "")
        if tag == "link" and "alternate" in (given.get("rel") or "").split():
            self.alternates.append(given["href"] or "")
        if tag == "script" and given.get("type") == "application/ld+json":
            tag = "data"
        if tag != "a":
            self.loads += [given[name] or "" for name in ("src", "srcset", "data", "poster", "xlink:href") if given.get(name)]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and "data" in self._open:
            tag = "data"
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "data":
            self.linked_data.append(data)
        elif inside == "script":
            self.scripts += data
        elif inside == "title" and "svg" not in self._open:
            self.title += data
        elif "h1" in self._open and "a" not in self._open:
            self.h1 += data


def documents(site: Path) -> dict[str, Document]:
    """Every page of a site, by its path there."""
    return {
        path.relative_to(site).as_posix(): Document(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
    }  # fmt: skip


@pytest.fixture(scope="module")
def toy_documents(toy_site: Path) -> dict[str, Document]:
    return documents(toy_site)


def test_every_link_of_the_built_site_leads_somewhere(toy_site: Path, toy_documents: dict[str, Document]) -> None:
    seen = 0
    for path, document in toy_documents.items():
        for link in (*document.links, *document.loads):
            parts = urlsplit(link)
            if parts.scheme:
                continue
            plain, anchor = urldefrag(link)
            # The page for what is not found is served anywhere, so its links start where the site is published.
            start = "" if link.startswith("/") else posixpath.dirname(path)
            assert not link.startswith("/") or (path == "404.html" and link.startswith(PLACE)), (path, link)
            target = (
                posixpath.normpath(posixpath.join(start, unquote(urlsplit(plain).path).removeprefix(PLACE))) if plain else path
            )
            full = toy_site / target
            page = full / "index.html" if full.is_dir() else full
            assert page.is_file(), (path, link)
            if anchor and page.suffix == ".html":
                assert unquote(anchor) in toy_documents[page.relative_to(toy_site).as_posix()].ids, (path, link)
            seen += 1
    assert seen > 1000


def test_no_id_stands_twice_on_a_page(toy_documents: dict[str, Document]) -> None:
    for path, document in toy_documents.items():
        assert [name for name, times in Counter(document.ids).items() if times > 1] == [], path


def test_links_to_other_sites_are_https_and_nothing_is_loaded_from_them(toy_documents: dict[str, Document]) -> None:
    for path, document in toy_documents.items():
        for link in document.links:
            assert urlsplit(link).scheme in ("", "https"), (path, link)
        for load in document.loads:
            assert urlsplit(load).scheme in ("", "data"), (path, load)
            assert not load.startswith("//"), (path, load)
        assert not document.handlers, path


def test_no_style_sheet_loads_from_another_host(toy_site: Path) -> None:
    for path in toy_site.rglob("*.css"):
        for address in re.findall(r"(?:url\(|@import\s+)[\"']?([^\"')]+)", path.read_text("utf-8")):
            assert not address.startswith(("http:", "https:", "//")), (path, address)


def test_pages_of_entries_stay_out_of_the_navigation(toy_site: Path) -> None:
    navigation = (toy_site / "about" / "index.html").read_text("utf-8")
    assert 'href="../models/"' in navigation
    assert "toy-vlm" not in navigation


def test_every_generated_page_has_one_short_entry_in_the_search(toy_site: Path, toy_pages: dict[str, str]) -> None:
    index = json.loads((toy_site / "search" / "search_index.json").read_text("utf-8"))
    by_page: dict[str, list[dict[str, str]]] = {}
    for entry in index["docs"]:
        by_page.setdefault(entry["location"].partition("#")[0], []).append(entry)
    for path, written in toy_pages.items():
        folder = "" if path == "index.md" else path.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/"
        if "\nredirect: " in written:
            assert folder not in by_page
            continue
        entries = by_page[folder]
        assert len(entries) == 1, (path, [entry["location"] for entry in entries])
        assert len(entries[0]["text"]) < 1000, path
    model = by_page["models/toy-vlm/"][0]
    assert model["title"] == "Toy-VLM"
    assert "ToyVLM 1" in model["text"]
    assert "<svg" not in model["text"]
    assert "Alignment" not in model["text"]


def test_the_page_for_what_is_not_found_says_what_to_do(toy_site: Path) -> None:
    page = (toy_site / "404.html").read_text("utf-8")
    assert "There is no such page" in page
    assert f'href="{PLACE}models/"' in page


def test_every_colour_that_a_style_sheet_names_is_given_once(toy_site: Path) -> None:
    sheets = [path.read_text("utf-8") for path in sorted((toy_site / "assets" / "css").rglob("*.css"))]
    given = [set(re.findall(r"(--mm-[a-z-]+):", sheet)) for sheet in sheets]
    assert len(set().union(*given)) == sum(map(len, given))
    assert set(re.findall(r"var\((--mm-[a-z-]+)", "".join(sheets))) <= set().union(*given)
    for word in (*Modality, *Role, *Tuning, *State):
        assert f"--mm-{word}" in set().union(*given) or word in (Tuning.PARTIAL, Tuning.PEFT)
    for mark in (*(f"modality-{word}" for word in Modality), *(f"role-{word}" for word in Role)):
        assert f".{mark}{{--tone:" in "".join(sheets)


def test_states_of_knowledge_differ_in_more_than_colour() -> None:
    style = (ROOT / "site" / "assets" / "css" / "mmkb" / "50-marks.css").read_text("utf-8")
    signs = [re.search(rf"\.state{state}::before {{\s*content: \"([^\"]+)\"", style) for state in
             ("", r"\.not-disclosed", r"\.not-applicable", r"\.absent")]  # fmt: skip
    assert len({sign[1] for sign in signs if sign is not None}) == 4


def test_every_page_of_an_entry_tells_machines_what_it_is_about(toy_documents: dict[str, Document]) -> None:
    told = {path: document.linked_data for path, document in toy_documents.items()}
    (whole,) = told["index.html"]
    assert json.loads(whole)["@type"] == "Dataset"
    assert json.loads(whole)["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    others = ("how-to", "knowledge", "news", "reference", "figures")
    entries = [path for path in told if path.count("/") == 2 and path.split("/")[0] not in others]
    assert len(entries) == 21
    for path in entries:
        (text,) = told[path]
        data = json.loads(text)
        assert data["@context"] == "https://schema.org"
        assert data["@graph"][0]["name"] == toy_documents[path].h1.strip()


def test_every_page_names_its_markdown_twin_and_the_feed(toy_site: Path, toy_documents: dict[str, Document]) -> None:
    for path, document in toy_documents.items():
        if path == "404.html":
            continue
        named = [posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) for link in document.alternates]
        assert len(named) == 2, path
        twin_of = named[0].removesuffix(".md").removesuffix("index").rstrip("/")
        assert twin_of == posixpath.dirname(path), path
        assert named[1] == "feeds/new-models.atom"
        assert all((toy_site / name).is_file() for name in named), path


def snippets(language: str) -> list[str]:
    """The code blocks of a language in the hand-written pages, but for the ten questions: those ask the real catalogue."""
    pages = sorted(path for path in (ROOT / "site").rglob("*.md") if path.name != "ten-questions.md")
    texts = [path.read_text("utf-8") for path in pages]
    return [block for text in texts for block in re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)]


def test_every_python_example_of_the_guides_runs(
    toy_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "build").mkdir()
    shutil.copytree(TOY / "catalog", tmp_path / "catalog")
    shutil.copyfile(toy_database, tmp_path / "build" / "mmkb.sqlite")
    monkeypatch.chdir(tmp_path)
    found = snippets("python")
    assert len(found) >= 3
    for snippet in found:
        exec(compile(snippet, "guide", "exec"), {})
        assert capsys.readouterr().out, snippet


def test_every_command_of_the_guides_exists() -> None:
    words = re.findall(r"(?m)^\$ mmkb ([\w-]+)", "\n".join(snippets("console")))
    assert set(words) >= {"check", "export", "fmt", "serve"}
    assert set(words) <= set(COMMANDS)


VISITS = (
    "",
    "models/",
    "models/toy-vlm/",
    "components/toy-vit/",
    "figures/",
    "figures/taxonomy/",
    "figures/timeline/",
    "figures/architecture/",
    "compare/?m=toy-vlm,toy-any",
    "coverage/",
    "corrections/",
    "how-to/read-a-page/",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_sees_no_error_and_no_other_host(browser: Browser, toy_address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    wrong = watched(page, toy_address)
    for path in VISITS:
        page.goto(toy_address + path)
        page.wait_for_load_state("networkidle")
        assert page.locator("h1").first.is_visible()
        assert page.locator("body").get_attribute("data-md-color-scheme") == ("slate" if scheme == "dark" else "default")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wrong == []
    context.close()


def test_a_narrow_screen_never_scrolls_sideways_as_a_whole(browser: Browser, toy_address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    for path in VISITS:
        page.goto(toy_address + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
    context.close()


def test_a_narrow_screen_shows_what_lists_say_of_a_model(browser: Browser, toy_address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(toy_address)
    edges = page.locator(".newest td").evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().right)")
    assert len(edges) == 8
    assert max(edges) <= 360
    page.goto(f"{toy_address}components/toy-vit/")
    assert page.locator(".filterable .role").first.evaluate("mark => mark.getBoundingClientRect().right") <= 360
    page.goto(f"{toy_address}models/")
    heights = page.locator(".filterable tbody tr").evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert max(heights) < 80
    context.close()


def test_the_search_finds_a_model_by_another_name(browser: Browser, toy_address: str) -> None:
    from playwright.sync_api import expect

    page = browser.new_page()
    wrong = watched(page, toy_address)
    page.goto(toy_address)
    page.keyboard.press("/")
    page.keyboard.type("ToyVLM")
    # What is found for the first letters stands there before.
    expect(page.locator(".md-search-result__link").first).to_have_attribute("href", re.compile("models/toy-vlm/"))
    assert wrong == []
    page.close()


WAYS: dict[str, Callable[[Page], object]] = {
    "": lambda page: page.locator(".md-search__form").hover(),
    "models/toy-vlm/": lambda page: page.locator(".md-search__input").focus(),
    "explore/": lambda page: page.keyboard.press("s"),
    "there/is/no/such/page/": lambda page: page.locator("header label[for=__search]").first.click(),
}
"""Ways to the search, each on a page: the pointer, the focus, a key, and on a narrow screen the button."""


@pytest.mark.parametrize("path", WAYS)
def test_the_index_of_the_search_comes_when_somebody_is_about_to_search(
    browser: Browser, toy_address: str, path: str
) -> None:  # fmt: skip
    context = browser.new_context(viewport={"width": 360 if path.startswith("there") else 1280, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(toy_address + path)
    page.wait_for_load_state("networkidle")
    index = f"{toy_address}search/search_index.json"
    assert index not in asked
    with page.expect_response(index):
        WAYS[path](page)
    page.locator(".md-search__input").press_sequentially("toyvlm")
    page.locator(".md-search-result__link").first.wait_for()
    assert asked.count(index) == 1
    context.close()


def test_the_index_of_the_search_comes_with_a_link_that_asks_and_with_a_page_that_was_found(
    browser: Browser, toy_address: str
) -> None:  # fmt: skip
    page = browser.new_page()
    wrong = watched(page, toy_address)
    page.goto(f"{toy_address}?q=toyvlm")
    result = page.locator(".md-search-result__link").first
    result.wait_for()
    result.click()
    page.wait_for_url("**/models/toy-vlm/?h=*")
    page.locator(".md-content mark").first.wait_for()
    assert wrong == []
    page.close()


def test_the_page_for_what_is_not_found_searches(browser: Browser, toy_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{toy_address}there/is/no/such/page/")
    page.get_by_role("searchbox", name="Search models, components").fill("toyvlm")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=toyvlm")
    result = page.locator(".md-search-result__link").first
    result.wait_for()
    assert "models/toy-vlm/" in (result.get_attribute("href") or "")
    page.close()


def test_the_table_of_models_is_filtered_and_sorted(browser: Browser, toy_address: str) -> None:
    page = browser.new_page()
    wrong = watched(page, toy_address)
    page.goto(f"{toy_address}models/")
    rows = page.locator(".filterable tbody tr:visible")

    def names() -> list[str]:
        return [text.strip() for text in rows.locator("td:first-child").all_text_contents()]

    assert names() == ["Toy-Any", "Toy-VLM"]
    page.get_by_role("searchbox", name="Filter the rows of the table").fill("VIT resam")
    assert names() == ["Toy-VLM"]
    assert page.locator(".filter-count").text_content() == "1 of 2 rows"
    page.get_by_role("searchbox", name="Filter the rows of the table").fill("")
    page.get_by_label("Output", exact=True).select_option("mask")
    assert names() == ["Toy-Any"]
    page.get_by_label("Output", exact=True).select_option("")
    page.get_by_role("button", name="Released").click()
    assert names() == ["Toy-VLM", "Toy-Any"]
    page.get_by_role("button", name="Released").click()
    assert names() == ["Toy-Any", "Toy-VLM"]
    assert wrong == []
    page.close()


def test_the_timeline_sets_back_what_does_not_fit(browser: Browser, toy_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{toy_address}figures/timeline/")
    all_items = page.locator("figure.only-wide .item").count()
    assert page.locator(".filter-count").text_content() == f"{all_items} models"
    page.locator("select[aria-label=function]").select_option("generation")
    left = page.locator("figure.only-wide .item:not(.dim)").count()
    assert 0 < left < all_items
    assert page.locator(".filter-count").text_content() == f"{left} of {all_items} models"
    assert page.locator("figure.only-narrow .item:not(.dim)").count() == left
    page.locator(".choices input").fill("no such name")
    assert page.locator("figure.only-wide .item:not(.dim)").count() == 0
    page.close()


def test_scores_are_filtered_and_never_sorted(browser: Browser, toy_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{toy_address}models/toy-vlm/")
    rows = page.locator(".unsorted tbody tr:visible")
    assert rows.count() == 3
    page.get_by_label("Metric", exact=True).select_option("Points")
    assert rows.count() == 1
    assert page.locator(".unsorted .sort").count() == 0
    page.close()


def test_a_part_of_the_diagram_leads_to_its_component(browser: Browser, toy_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{toy_address}models/toy-vlm/")
    page.locator("figure.diagram svg a", has_text="Toy ViT").first.click()
    page.wait_for_url("**/components/toy-vit/")
    page.locator("#used-by").scroll_into_view_if_needed()
    page.locator("table a", has_text=re.compile("^Toy-VLM$")).first.click()
    page.wait_for_url("**/models/toy-vlm/")
    page.close()


def test_the_mark_of_a_source_leads_to_its_place_in_the_list(browser: Browser, toy_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{toy_address}models/toy-vlm/")
    mark = page.locator("sup.cite a").first
    shown = mark.text_content()
    mark.click()
    page.get_by_role("link", name="In the list of sources").click()
    page.wait_for_url(f"**#source-{shown}")
    assert page.locator(f"#source-{shown}").is_visible()
    page.close()


def test_the_words_of_a_surveys_table_are_switched_by_keyboard(browser: Browser, toy_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{toy_address}/surveys/toy-survey/table-1/")
    cell = page.locator(".readings tbody tr").first.locator("td").nth(1)
    assert cell.inner_text().strip() == "ViT-B"
    page.get_by_role("radio", name="The survey's words").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("radio", name="The catalogue's words").is_checked()
    assert cell.inner_text().strip() == "Toy ViT @336x336"
    whose = "getComputedStyle(document.querySelector('.readings .of-catalogue'), '::before').content"
    assert page.evaluate(whose) == "none"
    page.keyboard.press("ArrowRight")
    assert cell.inner_text().split("\n") == ["ViT-B", "Toy ViT @336x336"]
    assert page.evaluate(whose) == '"catalogue: "'
