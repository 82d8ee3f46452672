"""The explorer in a browser: facets, words, the address, files, cards, and what works without scripts or a mouse."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from mmkb.api import KnowledgeBase
from mmkb.formulas import defused
from mmkb.pages.exploredata import explore_data
from mmkb.site.serving import handler_of
from tests.conftest import knowledge_base_of, serving
from tests.hostiletoy import PAYLOADS, Hostile
from tests.synthetic import write_catalogue
from tests.watching import address_of, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
LEFT_OUT = {"parameters", "component", "released"}


def served(folder: Path) -> AbstractContextManager[str]:
    return serving(handler_of(folder, "/"))


def with_data(site: Path, kb: KnowledgeBase, folder: Path) -> Path:
    """A copy of a site's explorer with the data of another catalogue."""
    shutil.copytree(site / "assets", folder / "assets")
    shutil.copytree(site / "explore", folder / "explore")
    shutil.copytree(site / "search", folder / "search")
    for path, text in explore_data(kb):
        (folder / path).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def many(toy_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an explorer with 230 models."""
    folder = tmp_path_factory.mktemp("many")
    write_catalogue(folder, 230)
    with knowledge_base_of(folder, folder / "x.sqlite") as kb:
        with_data(toy_site, kb, folder / "site")
    with served(folder / "site") as address:
        yield f"{address}/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])  # type: ignore[arg-type]
    page = context.new_page()
    yield page
    context.close()


def visit(page: Page, address: str, query: str = "") -> list[str]:
    """Open the explorer and wait until it is there; gives what goes wrong from now on."""
    wrong = watched(page, address)
    page.goto(f"{address}explore/{query}")
    page.locator(".explore.ready").wait_for()
    return wrong


def rows(page: Page) -> list[str]:
    told = "rows => rows.map((row) => row.dataset.model)"
    found: list[str] = page.locator("table.models tbody tr").evaluate_all(told)
    return found


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address_of(page)).query)


def facet(page: Page, label: str) -> Locator:
    found = page.locator(".facet").filter(has=page.locator("h2 span:first-child").get_by_text(label, exact=True))
    if found.locator("fieldset").is_hidden():
        found.locator("h2 button").click()
    return found


def counts(found: Locator) -> dict[str, int]:
    told = found.locator("li").evaluate_all(
        "items => items.map((item) => [item.querySelector('.word').textContent, item.querySelector('.count').textContent])"
    )
    return {word: int(number) for word, number in told}


def until(page: Page, condition: str) -> None:
    """Wait until a condition holds; the page's policy lets nothing wait for one in it."""
    for _ in range(1200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"in vain waited for {condition}")


def found_count(page: Page, text: str) -> None:
    page.locator("output.found", has_text=re.compile(f"^{re.escape(text)}$")).wait_for()


EVERY_WORD = """async (base) => {
  const { Data } = await import(`${base}assets/js/explore/data.js`);
  const { Engine } = await import(`${base}assets/js/explore/engine.js`);
  const { FACETS } = await import(`${base}assets/js/explore/facets.js`);
  const { empty, read, written } = await import(`${base}assets/js/explore/state.js`);
  const { places } = await import(`${base}assets/js/explore/bits.js`);
  const data = new Data(await (await fetch(`${base}explore/models.json`)).json());
  const engine = new Engine(data);
  const told = [];
  for (const { name, range } of FACETS) {
    if (range) continue;
    const { table } = name === "component" ? { table: "component" } : data.columns[name];
    for (const id of data.tables[table].ids) {
      for (const derived of [false, true]) {
        const state = { ...empty(), chosen: new Map([[name, new Set([id])]]), derived };
        const result = engine.result(state);
        const offered = engine.counts({ ...empty(), derived }, engine.result(empty()), name).get(id);
        const back = read(written(state), data);
        told.push([name, id, derived, places(result.bits).map((place) => data.ids[place]), offered ?? result.count,
          written(back.state) === written(state) && !back.unknown.length]);
      }
    }
  }
  return told;
}"""


def hold_facets_to_filters(page: Page, address: str, kb: KnowledgeBase) -> set[str]:
    """Each word of each facet finds what the API's filter finds, says so beforehand, and survives in an address."""
    page.goto(f"{address}explore/models.json")
    tried = set()
    for name, word, derived, found, offered, kept in page.evaluate(EVERY_WORD, address):
        asked: dict[str, Any] = {name: word, "derived": derived}
        if name.endswith("licence") and " " in word:
            continue  # several at once, as an entry states them: each is a word of its own
        expected = [model.id for model in kb.models(**asked)]
        assert sorted(found) == sorted(expected), (name, word, derived)
        assert offered == len(expected), (name, word, derived)
        assert kept or not expected, (name, word)
        tried.add(name)
    return tried


FACETS = {
    "input", "output", "llm", "encoder", "connector", "generator", "access", "released", "organisation", "licence",
    "code_licence", "fusion", "stage", "trained", "dataset", "design", "function", "built_on", "gap", "component",
}  # fmt: skip


def test_every_facet_of_the_toy_finds_what_the_filter_finds(page: Page, toy_address: str, toy_kb: KnowledgeBase) -> None:
    assert hold_facets_to_filters(page, toy_address, toy_kb) >= FACETS - {"licence"}


@pytest.mark.catalogue
def test_every_facet_of_the_catalogue_finds_what_the_filter_finds(
    page: Page, toy_site: Path, real_kb: KnowledgeBase, tmp_path: Path
) -> None:
    with served(with_data(toy_site, real_kb, tmp_path / "site")) as address:
        assert hold_facets_to_filters(page, f"{address}/", real_kb) == FACETS


def test_a_choice_narrows_the_rows_and_the_counts_of_other_facets(page: Page, toy_address: str) -> None:
    wrong = visit(page, toy_address)
    found_count(page, "2 models")
    assert rows(page) == ["toy-any", "toy-vlm"]
    assert counts(facet(page, "Output")) == {"Text": 2, "Bounding box": 1, "Image": 1, "Mask": 1}
    page.get_by_role("checkbox", name="Audio 1 models").check()
    found_count(page, "1 of 2 models")
    assert rows(page) == ["toy-any"]
    assert counts(facet(page, "Output")) == {"Text": 1, "Bounding box": 0, "Image": 1, "Mask": 1}
    assert counts(facet(page, "Input")) == {"Image": 1, "Text": 1, "Audio": 1}
    assert query_of(page) == {"input": ["audio"]}
    page.get_by_role("button", name="Remove Input: Audio").click()
    found_count(page, "2 models")
    assert query_of(page) == {}
    assert wrong == []


def test_words_of_one_facet_must_all_hold_unless_any_is_enough(page: Page, toy_address: str) -> None:
    visit(page, toy_address, "?output=bounding-box,mask")
    found_count(page, "0 of 2 models")
    facet(page, "Output").get_by_role("checkbox", name="Any of these is enough").check()
    found_count(page, "2 models")
    assert query_of(page) == {"output": ["bounding-box,mask"], "any": ["output"]}
    # Of years a model has one: several can only mean any of them.
    visit(page, toy_address, "?access=open-weights")
    assert facet(page, "Access").get_by_text("Any of these").is_hidden()


def test_derived_components_count_where_that_is_asked_for(page: Page, toy_address: str) -> None:
    visit(page, toy_address, "?component=toy-lm")
    own = rows(page)
    page.get_by_role("checkbox", name=re.compile("Include derived components")).check()
    assert len(rows(page)) >= len(own)
    assert query_of(page)["derived"] == ["1"]
    assert facet(page, "Component").is_visible()


def test_back_and_forward_go_through_the_choices_and_not_through_letters(page: Page, many: str) -> None:
    wrong = visit(page, many)
    found_count(page, "230 models")
    facet(page, "Organisation").locator("li input").nth(1).check()
    chosen = page.locator("output.found").text_content() or ""
    name = rows(page)[0].replace("-", " ")
    page.get_by_role("searchbox", name="Search").press_sequentially(name)
    page.wait_for_url("**text=model+**")
    typed = page.locator("output.found").text_content() or ""
    page.get_by_role("button", name="Released", exact=True).click()
    page.wait_for_url("**sort=released**")
    assert chosen != typed
    page.go_back()
    found_count(page, typed)
    assert page.get_by_role("searchbox", name="Search").input_value() == name
    assert "sort" not in query_of(page)
    page.go_back()
    found_count(page, "230 models")
    assert page.get_by_role("searchbox", name="Search").input_value() == ""
    page.go_forward()
    found_count(page, typed)
    assert page.locator(".facet[data-facet=organisation] li input:checked").count() == 1
    page.reload()
    page.locator(".explore.ready").wait_for()
    found_count(page, typed)
    assert wrong == []


def test_what_was_typed_a_moment_before_leaving_is_there_on_coming_back(page: Page, toy_address: str) -> None:
    visit(page, toy_address)
    typed_and_left = """([text, path]) => {
      const field = document.querySelector("#explore-search");
      field.value = text;
      field.dispatchEvent(new Event("input"));
      document.querySelector(path).click();
    }"""
    page.evaluate(typed_and_left, ["any", "th[data-column=access] button"])
    assert query_of(page) == {"text": ["any"], "sort": ["access"]}
    page.go_back()
    assert query_of(page) == {"text": ["any"]}
    assert page.get_by_role("searchbox", name="Search").input_value() == "any"
    page.evaluate(typed_and_left, ["vlm", '[data-model="toy-vlm"] th a'])
    page.wait_for_url("**/models/toy-vlm/")
    page.go_back()
    page.locator(".explore.ready").wait_for()
    assert query_of(page) == {"text": ["vlm"]}
    assert rows(page) == ["toy-vlm"]


def test_all_rows_follow_when_nobody_types_any_more(page: Page, many: str) -> None:
    visit(page, many)
    until(page, "document.querySelectorAll('table.models tbody tr').length === 100")
    page.get_by_role("searchbox", name="Search").press_sequentially("model 1")
    typed = page.locator("output.found").text_content() or ""
    assert typed.endswith(" of 230 models")
    number = min(100, int(typed.split()[0]))
    assert number > 44  # more than come before the pause
    until(page, f"document.querySelectorAll('table.models tbody tr').length === {number}")


def test_a_hundred_rows_are_shown_and_more_on_demand_and_the_way_back_keeps_them(page: Page, many: str) -> None:
    visit(page, many)
    until(page, "document.querySelectorAll('table.models tbody tr').length === 100")
    page.get_by_role("button", name="Show 100 more models").click()
    until(page, "document.querySelectorAll('table.models tbody tr').length === 200")
    assert query_of(page) == {"rows": ["200"]}
    last = page.locator("table.models tbody tr").nth(150)
    last.scroll_into_view_if_needed()
    until(page, "scrollY > 500 && Math.abs(history.state?.top - scrollY) < 1")
    top = page.evaluate("scrollY")
    page.goto(f"{many}explore/models.json")
    page.go_back()
    page.locator(".explore.ready").wait_for()
    until(page, f"Math.abs(scrollY - {top}) < 3")
    page.get_by_role("button", name="Show 30 more models").click()
    until(page, "document.querySelectorAll('table.models tbody tr').length === 230")
    assert page.locator(".more").is_hidden()


def test_names_aliases_components_and_datasets_are_searched_word_by_word(page: Page, toy_address: str) -> None:
    visit(page, toy_address)
    search = page.get_by_role("searchbox", name="Search")
    for text, expected in (
        ("toyvlm", ["toy-vlm"]),
        ("TÖY váT", []),
        ("tóy-ány", ["toy-any"]),
        ("diffusion", ["toy-any"]),
        ("captions", ["toy-vlm"]),
        ("university", ["toy-any", "toy-vlm"]),
        ("university captions", ["toy-vlm"]),
        ("any detector", ["toy-any"]),
        ("any captions", []),
        ("vlm", ["toy-vlm"]),
    ):
        search.fill(text)
        assert rows(page) == expected, text
    search.fill("captions")
    assert page.locator(".found-by").text_content() == "trained on Toy Captions"
    search.fill("toyvlm 1")
    assert page.locator(".found-by").text_content() == "also called ToyVLM 1"


def test_columns_are_sorted_both_ways_and_gaps_come_last(page: Page, toy_address: str) -> None:
    visit(page, toy_address, "?columns=released,parameters,access")
    header = page.get_by_role("columnheader", name="Parameters")
    assert page.get_by_role("columnheader", name="Released").get_attribute("aria-sort") == "descending"
    for way in ("ascending", "descending"):
        header.get_by_role("button").click()
        assert header.get_attribute("aria-sort") == way
        assert rows(page) == ["toy-vlm", "toy-any"]
        assert page.evaluate("document.activeElement.textContent") == "Parameters"
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") is None
    page.get_by_role("button", name="Model", exact=True).click()
    assert rows(page) == ["toy-any", "toy-vlm"]
    assert query_of(page)["sort"] == ["name"]


def test_gaps_are_shown_as_gaps(page: Page, toy_address: str) -> None:
    every = "released,input,output,encoder,connector,llm,generator,output_projector,parameters,access,licence,code_licence"
    visit(page, toy_address, f"?columns={every},organisation,function,design,fusion,stage,trained,dataset,built_on")
    cells = page.locator("table.models tbody td .value")
    assert cells.count() == 40
    assert [text for text in cells.all_inner_texts() if not text.strip()] == []

    def cell(model: str, column: str) -> str:
        return page.locator(f'[data-model="{model}"] td[data-column="{column}"] .value').inner_text()

    assert "not disclosed" in cell("toy-any", "access")
    assert "not applicable" in cell("toy-vlm", "generator")
    assert "absent" in cell("toy-any", "parameters")
    assert cell("toy-vlm", "parameters") == "1.2B"
    assert "not disclosed" in cell("toy-any", "dataset")


def test_a_link_that_asks_for_what_there_is_not_says_so_and_does_the_rest(page: Page, toy_address: str) -> None:
    query = "?input=audio,smell&colour=red&sort=beauty&parameters=many&columns=released,taste&any=mood&rows=x&utm_source=mail"
    wrong = visit(page, toy_address, query)
    found_count(page, "1 of 2 models")
    told = page.locator(".told").inner_text()
    for word in ("smell", "colour", "beauty", "many", "taste", "mood"):
        assert f"“{word}”" in told
    assert "utm_source" not in told
    assert page.locator("table.models thead th").count() == 2
    assert wrong == []


def test_where_nothing_is_left_the_page_says_what_to_loosen(page: Page, toy_address: str) -> None:
    visit(page, toy_address, "?input=audio&llm=toy-lm&access=open-weights&text=toy")
    page.get_by_text("No model of the catalogue has all of this.").wait_for()
    ways = page.locator(".nothing li")
    assert ways.first.inner_text() == "Without Input: Audio 1 model"
    ways.first.get_by_role("button").click()
    found_count(page, "1 of 2 models")
    assert page.locator(".nothing").is_hidden()
    assert "input" not in query_of(page)
    page.get_by_role("button", name="Reset", exact=True).click()
    found_count(page, "2 models")
    assert query_of(page) == {}


def test_columns_are_chosen_and_kept_in_the_address(page: Page, toy_address: str) -> None:
    visit(page, toy_address)
    page.get_by_text("Columns", exact=True).first.click()
    page.get_by_role("checkbox", name="Training data").check()
    page.get_by_role("checkbox", name="Encoder", exact=True).uncheck()
    page.keyboard.press("Escape")
    heads = page.locator("table.models thead th").all_inner_texts()
    assert heads == ["Model", "Released", "Input", "Output", "Input projector", "LLM", "Access", "Training data"]
    assert query_of(page) == {"columns": ["released,input,output,connector,llm,access,dataset"]}


def test_parameters_are_asked_for_as_a_range(page: Page, toy_address: str) -> None:
    visit(page, toy_address)
    found = facet(page, "Parameters")
    assert counts(found) == {"under 3B": 1, "3B – 8B": 0, "8B – 20B": 0, "over 20B": 0}
    found.get_by_label("At least, in billions").fill("1")
    found.get_by_label("At most, in billions").fill("1.2")
    found.get_by_label("At most, in billions").press("Enter")
    found_count(page, "1 of 2 models")
    assert query_of(page) == {"parameters": ["1B..1.2B"]}
    found.get_by_role("checkbox", name=re.compile("^over 20B")).check()
    found_count(page, "0 of 2 models")
    assert query_of(page) == {"parameters": [">20B"]}


def test_long_facets_are_cut_and_searched(page: Page, many: str) -> None:
    visit(page, many)
    found = facet(page, "Training data")
    assert found.locator("li").count() == 7
    found.get_by_role("button", name="Show all 50").click()
    assert found.locator("li").count() == 50
    found.get_by_role("searchbox", name="Find in Training data").fill("dataset 4")
    assert found.locator("li").count() == 11
    found.get_by_role("checkbox", name=re.compile("^Dataset 44 ")).check()
    found.get_by_role("button", name="Show fewer").click()
    assert found.locator("li").count() == 8
    assert found.get_by_role("checkbox", name=re.compile("^Dataset 44 ")).is_checked()


def test_what_was_found_is_saved_as_csv_and_json(page: Page, toy_address: str) -> None:
    visit(page, toy_address, "?columns=released,input,encoder,access,parameters&sort=name")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "mmkb-models.csv"
    told = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8"))))
    assert [row["id"] for row in told] == ["toy-any", "toy-vlm"]
    assert told[0]["page"] == f"{toy_address}models/toy-any/"
    assert told[0]["input"] == "Text; Image; Audio"
    assert told[0]["access"] == "not-disclosed"
    assert told[1]["parameters"] == "1200000000"
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON").click()
    data = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert data["asked"] == page.url
    assert [model["id"] for model in data["models"]] == ["toy-any", "toy-vlm"]
    assert data["models"][0]["gaps"] == {"access": "not-disclosed", "parameters": "absent"}
    assert data["models"][1]["released"] == "2023-01-05"
    assert data["models"][1]["parameters"] == [1_200_000_000]
    page.get_by_text("2 models saved as JSON.").wait_for()


CELLS = ("=1+1", "+49", "-5", "-5x", "@a", "\t=x", " \u00a0=x", "＝x", "1,000", "-1,000.5%", "12,00", "plain", "", "-", "+")


def test_cells_are_kept_from_being_formulas_as_elsewhere(page: Page, toy_address: str) -> None:
    page.goto(f"{toy_address}explore/models.json")
    script = f"""async (cells) => {{
      const {{ defused }} = await import("{toy_address}assets/js/shared/csv.js");
      return cells.map(defused);
    }}"""
    assert page.evaluate(script, list(CELLS)) == [defused(cell) for cell in CELLS]


def test_the_link_is_copied(page: Page, toy_address: str) -> None:
    visit(page, toy_address, "?output=mask")
    page.get_by_role("searchbox", name="Search").fill("any")
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("The link is copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{toy_address}explore/?text=any&output=mask"


def test_rows_lead_to_the_pages_of_entries_and_tell_others_of_each_drawing(page: Page, toy_address: str) -> None:
    page.add_init_script("window.drawn = 0; addEventListener('mmkb:rows', () => { window.drawn += 1; });")
    visit(page, toy_address)
    until(page, "window.drawn === 1")
    page.get_by_role("checkbox", name=re.compile("^Audio")).check()
    until(page, "window.drawn === 2")
    assert page.locator('[data-model="toy-any"] .row-tools').count() == 1
    page.get_by_role("table", name="Models").get_by_role("link", name="Toy-Any").click()
    page.wait_for_url("**/models/toy-any/")
    page.go_back()
    page.locator('[data-model="toy-any"]').get_by_role("link", name="Toy ViT").click()
    page.wait_for_url("**/components/toy-vit/")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_row_is_chosen_for_comparing_under_its_name(browser: Browser, toy_address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    visit(page, toy_address)
    toggle = page.get_by_role("button", name="Compare Toy-Any")
    toggle.wait_for()
    place, table = toggle.bounding_box(), page.locator("table.models").bounding_box()
    assert place is not None
    assert table is not None
    assert place["x"] + place["width"] <= table["x"] + table["width"]
    toggle.click()
    assert page.locator(".basket li span").all_text_contents() == ["Toy-Any"]
    page.close()


def test_on_a_narrow_screen_rows_are_cards_and_filters_a_sheet(browser: Browser, toy_address: str) -> None:
    context = browser.new_context(viewport=NARROW, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    wrong = visit(page, toy_address)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    card = page.locator('[data-model="toy-any"]')
    assert card.evaluate("row => getComputedStyle(row).display") == "block"
    assert card.locator("td .label").first.is_visible()
    assert page.get_by_role("row").count() == 3
    page.get_by_role("button", name="Filters").tap()
    sheet = page.get_by_role("dialog", name="Filters")
    facet(page, "Output").get_by_role("checkbox", name=re.compile("^Mask")).check()
    small = "items => items.filter((item) => item.getBoundingClientRect().height < 44 && item.offsetParent).length"
    assert sheet.locator("button, label").evaluate_all(small) == 0
    sheet.get_by_role("button", name="Show 1 model").tap()
    sheet.wait_for(state="hidden")
    assert rows(page) == ["toy-any"]
    assert page.evaluate("document.activeElement.textContent") == "Filters (1)"
    wide = "items => items.filter((item) => item.getBoundingClientRect().right > 360).length"
    assert page.locator(".explore-bar *").evaluate_all(wide) == 0
    page.get_by_label("Sort by").select_option("-name")
    assert query_of(page) == {"output": ["mask"], "sort": ["-name"]}
    # Turned to the side there is room for the filters again.
    page.set_viewport_size({"width": 1280, "height": 360})
    page.locator(".explore-side .facets").wait_for()
    assert page.get_by_role("button", name="Filters").is_hidden()
    assert wrong == []
    context.close()


def test_without_scripts_the_models_stand_in_a_plain_table(browser: Browser, toy_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{toy_address}explore/")
    assert page.locator(".explore-plain table").get_by_role("link", name="Toy-VLM").is_visible()
    assert page.get_by_text("The filters need JavaScript.").is_visible()
    context.close()


def test_where_the_data_cannot_be_read_the_plain_table_stays(page: Page, toy_address: str) -> None:
    page.route("**/explore/models.json", lambda route: route.abort())
    page.goto(f"{toy_address}explore/")
    page.get_by_role("alert").wait_for()
    assert page.locator(".explore-plain table").get_by_role("link", name="Toy-VLM").is_visible()


def test_everything_is_reached_by_keyboard(page: Page, toy_address: str) -> None:
    visit(page, toy_address)
    page.locator("#explore-search").focus()
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.ariaLabel"))
    assert seen[:4] == ["Columns", "Copy link", "CSV", "JSON"]
    assert "Model" in seen
    first = page.locator(".facet h2 button").first
    first.focus()
    assert first.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    assert first.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked")
    assert len(query_of(page)["input"]) == 1
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_are_readable(browser: Browser, toy_address: str, scheme: str) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme="dark" if scheme == "dark" else "light")  # type: ignore[arg-type]
    page = context.new_page()
    wrong = visit(page, toy_address, "?input=audio")
    light = """(path) => {
      const colour = (name) => getComputedStyle(document.querySelector(path))[name].match(/[\\d.]+/g).slice(0, 3).map(Number);
      const [r, g, b] = colour("color");
      return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    }"""
    for path in (".facet .word", ".chips button", "table.models td", ".explore-bar input", ".tools > button"):
        assert (page.evaluate(light, path) > 0.5) == (scheme == "dark"), path
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wrong == []
    context.close()


def test_hostile_names_stay_text(page: Page, toy_site: Path, tmp_path: Path) -> None:
    hostile = Hostile(tmp_path / "toy")
    with knowledge_base_of(hostile.root, tmp_path / "x.sqlite") as kb:
        site = with_data(toy_site, kb, tmp_path / "site")

    def shown(text: str) -> str:
        return " ".join(re.sub(r"[^\x20-\x7e]+", " ", text).split())

    with served(site) as address:
        every = "released,encoder,connector,llm,generator,organisation,dataset,built_on"
        wrong = visit(page, f"{address}/", f"?columns={every}")
        assert {"toy-any", "toy-vlm"} <= set(rows(page))
        told = shown(page.locator('[data-model="toy-vlm"] th').inner_text())
        assert shown(hostile.names["model", "toy-vlm"]) in told
        for label, kind in (("Training data", "dataset"), ("Organisation", "organisation"), ("Input projector", "component")):
            listed = [shown(text) for text in facet(page, label).locator("li").all_text_contents()]
            names = {shown(name) for (of, _), name in hostile.names.items() if of == kind}
            assert [text for text in listed if any(name and name in text for name in names)], label
        assert page.locator(".explore script, .explore [onclick], .explore img").count() == 0
        assert page.locator(".explore a").evaluate_all("links => links.every((link) => link.protocol === 'http:')")
        visit(page, f"{address}/", f"?text={quote(PAYLOADS[0])}&input={quote(PAYLOADS[2])}")
        assert page.locator(".explore img").count() == 0
        assert page.evaluate("window.hit") is None
        assert wrong == []


def test_the_explorer_keeps_a_strict_content_security_policy(page: Page, toy_site: Path, tmp_path: Path) -> None:
    """The theme's own inline script apart, which this page does not need, nothing of the explorer breaks the policy."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        "base-uri 'none'; form-action 'self'"
    )
    folder = tmp_path / "site"
    shutil.copytree(toy_site / "assets", folder / "assets")
    shutil.copytree(toy_site / "explore", folder / "explore")
    style = '<link rel="stylesheet" href="../assets/css/explore.css">'
    script = '<script type="module" src="../assets/js/explore.js"></script>'
    text = (
        f'<!doctype html><html lang="en"><meta http-equiv="Content-Security-Policy" content="{policy}"><title>x</title>{style}'
    )
    (folder / "explore" / "index.html").write_text(f'{text}<div id="explore" class="explore"></div>{script}', "utf-8")
    with served(folder) as address:
        wrong = watched(page, f"{address}/")
        page.goto(f"{address}/explore/?input=audio")
        page.locator(".explore.ready").wait_for()
        page.locator("summary").first.click()
        with page.expect_download():
            page.get_by_role("button", name="CSV").click()
        assert [line for line in wrong if "favicon" not in line and "404" not in line] == []
