"""The page of comparing and the choice of models for it, as a browser shows them."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

import pytest
from click.testing import CliRunner

from mmkb.api import KnowledgeBase
from mmkb.cli.main import mmkb as command
from mmkb.cli.output import markdown
from mmkb.pages.comparedata import compare_data
from tests.comparedtoy import TRAP_NAME, compared_toy
from tests.conftest import knowledge_base_of, serving
from tests.watching import address_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("compared")
    with knowledge_base_of(compared_toy(folder), folder / "kb.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def site(kb: KnowledgeBase, toy_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy site with the files of a catalogue in which there is more to compare."""
    folder = tmp_path_factory.mktemp("compare-site") / "site"
    shutil.copytree(toy_site, folder)
    for path, text in compare_data(kb):
        (folder / path).write_text(text, "utf-8")
    shutil.copytree(folder / "models" / "toy-any", folder / "models" / "toy-third")
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    from mmkb.site.serving import handler_of

    # Below a path, as the site is published.
    with serving(handler_of(site, "/kb/")) as served:
        yield f"{served}/kb/"


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page of the site in a fresh browser window; no error, message or dialog may come up until it is closed."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(path: str, *, init: str | None = None, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        if init is not None:
            page.add_init_script(init)
        page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def side_by_side(page: Page, *models: str) -> None:
    """Wait until just these models stand side by side."""
    from playwright.sync_api import expect

    expect(page.locator(".compare-table thead th")).to_have_text(list(models))


def three_diagrams(page: Page) -> None:
    """Wait until three diagrams are drawn."""
    from playwright.sync_api import expect

    expect(page.locator(".compare-diagrams svg:not(.narrow)")).to_have_count(3)


def shown(page: Page) -> list[list[str]]:
    """The rows of the table: the fact, then the value of each model; folded lines count."""
    rows: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('.compare-table tbody tr:not(.compare-section)')].map(row => ["
        "row.querySelector('.compare-name').textContent, ...[...row.querySelectorAll('td')].map(cell =>"
        " [...cell.querySelectorAll('.compare-value')].map(value => value.textContent).join('; '))])"
    )
    return rows


def query(page: Page) -> str:
    return urlsplit(address_of(page)).query


def copied(page: Page, form: str) -> str:
    """What a button copies."""
    page.get_by_role("button", name=form, exact=True).click()
    page.get_by_text(f"copied as {form}").wait_for()
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


@pytest.mark.parametrize("models", [("toy-vlm", "toy-any"), ("toy-third", "toy-vlm", "toy-any")])
def test_the_table_says_what_the_knowledge_base_says(kb: KnowledgeBase, visit: Open, models: tuple[str, ...]) -> None:
    comparison = kb.compare(*models)
    page = visit(f"compare/?m={','.join(models)}")
    side_by_side(page, *(model.name for model in comparison.models))
    rows = comparison.rows + comparison.scores
    written = [[row.fact, *row.values] for row in rows]
    spelled = [[cell.replace("bounding-box", "bounding box") for cell in row] for row in written]
    assert shown(page) == spelled != written
    signs = page.locator(".compare-table tbody tr:not(.compare-section)").evaluate_all(
        "rows => rows.map(row => Boolean(row.querySelector('.compare-sign')))"
    )
    assert signs == [row.differs and row.comparable for row in rows]
    sections = page.locator(".compare-section span").all_inner_texts()
    assert sections == list(dict.fromkeys(row.section for row in rows))


def test_what_differs_is_told_to_ears_too(visit: Open) -> None:
    page = visit("compare/?m=toy-vlm,toy-any")
    side_by_side(page, "Toy-VLM", "Toy-Any")
    assert page.get_by_role("rowheader", name="differs: released").count() == 1
    assert page.get_by_role("rowheader", name="design", exact=True).count() == 1


def test_the_cells_that_differ_from_most_are_marked(kb: KnowledgeBase, visit: Open) -> None:
    models = ("toy-third", "toy-vlm", "toy-any")
    rows = kb.compare(*models)
    page = visit(f"compare/?m={','.join(models)}", **COPYING)
    side_by_side(page, *(model.name for model in rows.models))
    odd = [
        [row.comparable and value != usual and number > len(set(row.values)) - 1 for value in row.values]
        for row in rows.rows + rows.scores
        for usual, number in Counter(row.values).most_common(1)
    ]
    marked = page.locator(".compare-table tbody tr:not(.compare-section)").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.classList.contains('odd')))"
    )
    assert marked == odd
    assert any(map(any, odd))
    # By a bar and not by colour alone; by words to ears; by bold type where it is pasted.
    cell = page.locator("td.odd").first
    assert cell.evaluate("cell => getComputedStyle(cell).borderLeftColor") != "rgba(0, 0, 0, 0)"
    assert page.get_by_role("cell", name="differs from the others: ").count() == sum(map(sum, odd))
    assert copied(page, "Markdown").count(" **") - len({row.section for row in rows.rows + rows.scores}) == sum(map(sum, odd))
    assert copied(page, "LaTeX").count("\\textbf{") == sum(map(sum, odd))


def test_what_only_some_models_take_stands_out_among_what_all_take(visit: Open) -> None:
    page = visit("compare/?m=toy-vlm,toy-any")
    side_by_side(page, "Toy-VLM", "Toy-Any")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="differs: input", exact=True))
    assert row.locator("td").nth(0).locator("strong").count() == 0
    assert row.locator("td").nth(1).locator("strong").all_inner_texts() == ["audio"]


def test_only_differences_are_shown_where_they_are_wanted(visit: Open) -> None:
    page = visit("compare/?m=toy-vlm,toy-any")
    side_by_side(page, "Toy-VLM", "Toy-Any")
    design = page.get_by_role("rowheader", name="design", exact=True)
    assert design.is_visible()
    page.get_by_label("Only differences").check()
    assert not design.is_visible()
    assert page.get_by_role("rowheader", name="differs: released").is_visible()
    assert query(page) == "m=toy-vlm,toy-any&only=differences"
    page.reload()
    side_by_side(page, "Toy-VLM", "Toy-Any")
    assert not design.is_visible()
    page.go_back()
    page.wait_for_url("**/compare/?m=toy-vlm,toy-any")
    design.wait_for()


def test_a_gap_is_shown_as_a_gap_with_what_was_read(visit: Open) -> None:
    page = visit("compare/?m=toy-vlm,toy-any")
    cell = page.locator("tr", has=page.get_by_role("rowheader", name="training stages")).locator("td").nth(1)
    cell.wait_for()
    assert cell.locator(".state.not-disclosed").inner_text().endswith("not disclosed")
    assert cell.locator(".why").inner_text().strip() == "the paper has no section on training"
    mark = cell.locator("sup.cite a")
    assert mark.get_attribute("title") == "Toy-Any: Anything to Anything, whole paper"


def test_every_mark_and_every_entry_leads_to_a_place_of_the_site(visit: Open, address: str, site: Path) -> None:
    page = visit("compare/?m=toy-vlm,toy-any")
    side_by_side(page, "Toy-VLM", "Toy-Any")
    links = page.locator(".compare-table a, .compare-sources a, .compare-chosen a").evaluate_all(
        "links => links.map(l => l.href)"
    )
    anchored = 0
    for link in {link for link in links if "toyqb" not in link and "toy-any-table-3" not in link and "toy-old" not in link}:
        plain, anchor = urldefrag(link)
        assert plain.startswith(address)
        file = site / plain.removeprefix(address) / "index.html"
        assert file.is_file(), link
        anchored += bool(anchor)
        assert not anchor or f'id="{anchor}"' in file.read_text("utf-8"), link
    assert anchored > 8
    marks = page.locator(".compare-table td sup.cite a").count()
    assert marks > 30


def test_a_score_names_its_table_and_how_it_was_measured(visit: Open) -> None:
    page = visit("compare/?m=toy-any,toy-vlm")
    row = page.locator("tr.apart", has_text="ToyQA: not comparable")
    row.wait_for(state="attached")
    assert not row.is_visible()
    page.get_by_role("button", name="Show 1 other way of measuring").press("Enter")
    row.locator("summary").first.click()
    told = row.locator("details li").first
    assert "4 shots" in told.inner_text()
    assert (told.locator("a").get_attribute("href") or "").endswith("/results/toy-any-table-3/")
    assert (row.locator("sup.cite a").first.get_attribute("href") or "").endswith("/results/toy-any-table-3/")


def test_the_diagrams_stand_in_a_row_and_their_ids_do_not_clash(visit: Open, address: str) -> None:
    page = visit("compare/?m=toy-vlm,toy-any,toy-third")
    three_diagrams(page)
    ids = page.locator("[id]").evaluate_all("found => found.map(one => one.id)")
    assert len(ids) == len(set(ids))
    told = page.locator(".compare-diagrams svg").evaluate_all(
        "found => found.map(svg => document.getElementById(svg.getAttribute('aria-labelledby').split(' ')[0])?.textContent)"
    )
    # Each twice: for wide screens and for telephones.
    assert told == [f"Architecture of {name}" for name in ("Toy-VLM", "Toy-Any", "Toy-Any") for _ in range(2)]
    links = page.locator(".compare-diagrams svg a").evaluate_all(
        "found => found.map(a => new URL(a.getAttribute('href') ?? a.getAttribute('xlink:href'), location.href).href)"
    )
    assert f"{address}components/toy-vit/" in links
    tops = page.locator(".compare-diagrams figure").evaluate_all("found => found.map(one => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


def test_models_are_added_moved_and_removed_by_keyboard_and_the_address_follows(visit: Open) -> None:
    page = visit("compare/?m=toy-vlm")
    page.get_by_text("Add at least one more model.").wait_for()
    field = page.get_by_role("combobox", name="Add a model")
    field.focus()
    page.keyboard.type("the th")
    offer = page.get_by_role("option")
    offer.first.wait_for()
    assert offer.all_inner_texts() == ["Toy-Third The Third"]
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    side_by_side(page, "Toy-VLM", "Toy-Third")
    assert query(page) == "m=toy-vlm,toy-third"
    page.keyboard.type("toy")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    side_by_side(page, "Toy-VLM", "Toy-Third", "Toy-Any")
    page.get_by_role("button", name="Move Toy-Any to the left").focus()
    page.keyboard.press("Enter")
    side_by_side(page, "Toy-VLM", "Toy-Any", "Toy-Third")
    page.keyboard.press("Enter")
    side_by_side(page, "Toy-Any", "Toy-VLM", "Toy-Third")
    assert query(page) == "m=toy-any,toy-vlm,toy-third"
    page.get_by_role("button", name="Remove Toy-VLM").press("Enter")
    side_by_side(page, "Toy-Any", "Toy-Third")
    assert page.evaluate("document.activeElement.ariaLabel") == "Remove Toy-Third"
    assert "Toy-VLM removed. 2 models side by side" in page.get_by_role("status").first.inner_text()
    assert page.title().startswith("Toy-Any, Toy-Third")
    for names in (("Toy-Any", "Toy-VLM", "Toy-Third"), ("Toy-VLM", "Toy-Any", "Toy-Third")):
        page.go_back()
        side_by_side(page, *names)
    page.go_forward()
    side_by_side(page, "Toy-Any", "Toy-VLM", "Toy-Third")


def test_an_unknown_id_is_told_with_what_was_probably_meant(visit: Open) -> None:
    page = visit("compare/?m=toy-vlm,toy-nay")
    told = page.locator(".compare-unknown")
    told.wait_for()
    assert told.inner_text().startswith("There is no model “toy-nay”. Did you mean Toy-Any")
    told.get_by_role("button", name="Toy-Any").click()
    side_by_side(page, "Toy-VLM", "Toy-Any")
    assert query(page) == "m=toy-vlm,toy-any"
    assert told.count() == 0


def test_what_an_address_says_is_text_whatever_it_is(visit: Open) -> None:
    page = visit("compare/?m=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E,javascript:alert(1)")
    page.locator(".compare-unknown").first.wait_for()
    assert page.locator(".compare-unknown").count() == 2
    assert "<img src=x onerror=alert(1)>" in page.locator(".compare-told").inner_text()
    assert page.locator(".compare-app img").count() == 0


def test_an_old_id_follows_its_pointer_and_any_name_is_understood(visit: Open) -> None:
    page = visit("compare/?m=toy-old,THE%20THIRD")
    side_by_side(page, "Toy-VLM", "Toy-Third")
    assert query(page) == "m=toy-vlm,toy-third"
    assert page.locator(".compare-told").inner_text() == "Toy-Old is an old entry; Toy-VLM stands in its place."
    page.get_by_role("combobox").fill("toy-old")
    page.get_by_role("option").first.wait_for()
    assert page.get_by_role("option").all_inner_texts() == ["No model by that name"]


def test_without_a_choice_there_are_examples(visit: Open) -> None:
    page = visit("compare/")
    page.get_by_text("Choose two models or more.").wait_for()
    page.get_by_role("link", name="Toy-VLM, Toy-Any").click()
    side_by_side(page, "Toy-VLM", "Toy-Any")
    assert not page.locator(".compare-start").is_visible()


def test_a_file_that_does_not_come_is_told_and_asked_for_again(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/compare/data/toy-any.json", lambda route: route.abort())
    page.goto(f"{address}compare/?m=toy-vlm,toy-any")
    page.get_by_text("could not be loaded").wait_for()
    page.unroute("**/compare/data/toy-any.json")
    page.get_by_role("button", name="Try again").click()
    side_by_side(page, "Toy-VLM", "Toy-Any")
    page.close()


COPYING = {"permissions": ["clipboard-read", "clipboard-write"]}


def test_the_csv_is_that_of_the_command(kb: KnowledgeBase, visit: Open) -> None:
    page = visit("compare/?m=toy-vlm,toy-any", **COPYING)
    side_by_side(page, "Toy-VLM", "Toy-Any")
    given = ["compare", "toy-vlm", "toy-any", "--db", str(kb.store.path), "--scores", "--format", "csv"]
    assert copied(page, "CSV") == CliRunner().invoke(command, given).stdout
    assert f'"\'{TRAP_NAME}"'.replace('"x"', '""x""') in copied(page, "CSV")
    page.get_by_label("Only differences").check()
    assert copied(page, "CSV") == CliRunner().invoke(command, [*given, "--differences"]).stdout


def test_the_markdown_shows_every_text_as_it_is(kb: KnowledgeBase, visit: Open) -> None:
    page = visit("compare/?m=toy-vlm,toy-any", **COPYING)
    side_by_side(page, "Toy-VLM", "Toy-Any")
    lines = copied(page, "Markdown").split("\n")
    assert lines[:2] == ["|  | Toy-VLM | Toy-Any |", "| --- | --- | --- |"]
    comparison = kb.compare("toy-vlm", "toy-any")
    told = [line for line in lines[2:] if line.startswith("|") and "**" not in line]
    assert told == [
        f"| {'≠ ' if row.differs else ''}{markdown(row.fact)} | {' | '.join(map(markdown, row.values))} |"
        for row in comparison.rows + comparison.scores
    ]
    assert any(markdown(TRAP_NAME) in line for line in told)
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 4 for line in lines if line.startswith("|"))
    assert lines[-2].endswith(f"<{page.url}>")


def test_the_latex_escapes_what_means_something_to_it(visit: Open) -> None:
    page = visit("compare/?m=toy-vlm,toy-any", **COPYING)
    side_by_side(page, "Toy-VLM", "Toy-Any")
    text = copied(page, "LaTeX")
    lines = text.split("\n")
    assert lines[0] == f"% {page.url}"
    escaped = (
        r"=HYPERLINK(\symbol{34}x\symbol{34})\textbar{}a\_b*c\textasciigrave{}d\textless{}b\textgreater{}e\textless{}/b"
        r"\textgreater{}\&f\%g\$h\#i\{j\}\textasciitilde{}k\textasciicircum{}l-{}-m{[}n{]}\textbackslash{}o"
    )
    assert escaped in text
    rows = [line for line in lines if line.endswith(r" \\")]
    assert len(rows) > 30
    assert all(len(re.findall(r"(?<!\\)&", row)) == (0 if "multicolumn" in row else 2) for row in rows)
    assert text.count(r"\begin{") == text.count(r"\end{") == 1
    depth = 0
    for sign in re.findall(r"\\[{}\\]|[{}]", text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0


def test_where_nothing_may_be_copied_the_text_stands_there(visit: Open) -> None:
    page = visit("compare/?m=toy-vlm,toy-any", init="delete Navigator.prototype.clipboard")
    side_by_side(page, "Toy-VLM", "Toy-Any")
    page.get_by_role("button", name="CSV").click()
    area = page.get_by_role("textbox", name="The table as CSV")
    assert area.input_value().startswith("differs,fact,toy-vlm,toy-any\n")


def test_on_paper_nothing_is_folded_and_no_button_stands(visit: Open) -> None:
    page = visit("compare/?m=toy-any,toy-vlm")
    side_by_side(page, "Toy-Any", "Toy-VLM")
    closed = page.locator(".compare-table details:not([open])")
    assert closed.count() > 0
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert closed.count() == 0
    assert page.locator("tr.apart", has_text="ToyQA: not comparable").is_visible()
    assert not page.get_by_role("button", name="CSV").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert closed.count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_scrolls_the_table_and_not_the_page(visit: Open, scheme: str) -> None:
    page = visit("compare/?m=toy-vlm,toy-any,toy-third", viewport={"width": 360, "height": 740}, color_scheme=scheme)
    side_by_side(page, "Toy-VLM", "Toy-Any", "Toy-Third")
    three_diagrams(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator(".compare-scroll").evaluate("box => box.scrollWidth > box.clientWidth")
    heights = page.locator(".compare-app button").evaluate_all("found => found.map(one => one.getBoundingClientRect().height)")
    assert min(heights) >= 43.9


def test_modalities_are_spelled_as_on_other_pages(visit: Open) -> None:
    page = visit("compare/?m=toy-vlm,toy-any")
    side_by_side(page, "Toy-VLM", "Toy-Any")
    assert page.locator(".compare-table .modality-bounding-box").all_text_contents() == ["bounding box"]


def test_without_a_script_the_page_tells_what_to_do(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}compare/")
    assert page.locator("noscript code").first.inner_text() == "mmkb compare toy-vlm toy-any"
    box = page.locator("noscript p").bounding_box()
    assert box is not None and box["height"] > 40  # noqa: PT018
    assert not page.locator(".compare-start").is_visible()
    page.goto(f"{address}models/")
    assert page.locator(".basket, .basket-toggle").count() == 0
    context.close()


def test_models_are_chosen_in_a_table_and_on_their_pages(visit: Open) -> None:
    page = visit("models/")
    tray = page.get_by_role("region", name="Chosen to compare")
    assert not tray.is_visible()
    before = page.locator("table").bounding_box()
    toggle = page.get_by_role("button", name="Compare Toy-VLM")
    toggle.press("Enter")
    assert toggle.get_attribute("aria-pressed") == "true"
    assert page.locator("p[role=status]", has_text="Toy-VLM added, 1 chosen to compare.").count() == 1
    assert page.locator("table").bounding_box() == before
    page.get_by_role("link", name="Toy-Any", exact=True).click()
    # A button of this name is on the page that is left, too.
    page.wait_for_url("**/models/toy-any/")
    own = page.get_by_role("button", name="Compare Toy-Any")
    own.click()
    assert own.get_attribute("aria-pressed") == "true"
    assert tray.get_by_role("listitem").all_inner_texts() == ["Toy-VLM\n×", "Toy-Any\n×"]
    tray.get_by_role("link", name="Compare").click()
    side_by_side(page, "Toy-VLM", "Toy-Any")
    assert query(page) == "m=toy-vlm,toy-any"
    assert not tray.is_visible()
    page.go_back()
    tray.get_by_role("button", name="Remove Toy-VLM").click()
    assert page.evaluate("document.activeElement.ariaLabel") == "Remove Toy-Any"
    tray.get_by_role("button", name="Clear").click()
    assert not tray.is_visible()
    assert page.evaluate("document.activeElement.ariaLabel") == "Compare Toy-Any"
    assert page.evaluate("localStorage.getItem('mmkb-compare')") == "[]"


@pytest.mark.parametrize(
    ("path", "count"),
    [("components/toy-vit/", 2), ("organisations/toy-lab/", 2), ("results/toy-vlm-table-2/", 3), ("", 2), ("sources/", 0)],
)
def test_toggles_stand_in_tables_of_models_and_nowhere_else(visit: Open, path: str, count: int) -> None:
    page = visit(path)
    toggles = page.locator(".basket-toggle.in-row")
    assert toggles.count() == count
    assert page.locator(":is(p, li, figcaption) .basket-toggle.in-row").count() == 0
    assert page.locator(".basket-toggle.of-page").count() == 0


def test_a_toggle_leaves_the_text_of_its_cell_as_it_was(visit: Open) -> None:
    page = visit("models/")
    cell = page.locator("td", has=page.get_by_role("button", name="Compare Toy-VLM"))
    assert cell.evaluate("cell => cell.textContent") == "Toy-VLM"


def test_rows_that_come_later_get_their_toggles_once(visit: Open) -> None:
    page = visit("models/")
    page.evaluate(
        """() => {
          const place = document.createElement("td");
          Object.assign(place.dataset, { model: "toy-late" });
          place.textContent = "Late";
          const row = document.createElement("tr");
          row.append(place);
          document.querySelector("tbody").append(row);
          document.dispatchEvent(new CustomEvent("mmkb:rows"));
          document.dispatchEvent(new CustomEvent("mmkb:rows"));
        }"""
    )
    late = page.get_by_role("button", name="Compare Late")
    assert late.count() == 1
    late.click()
    assert json.loads(page.evaluate("localStorage.getItem('mmkb-compare')")) == [{"id": "toy-late", "name": "Late"}]
    assert page.get_by_role("button", name="Compare Toy-VLM").count() == 1


def test_where_nothing_can_be_stored_the_choice_lasts_as_long_as_the_page(browser: Browser, address: str) -> None:
    page = browser.new_page()
    # The theme's own script is not ready for this; what goes wrong there is none of ours.
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })")
    page.goto(f"{address}models/toy-vlm/")
    page.get_by_role("button", name="Compare Toy-VLM").first.click()
    assert page.get_by_role("region", name="Chosen to compare").get_by_role("listitem").count() == 1
    page.close()


@pytest.mark.parametrize("stored", ["nonsense", '{"a": 1}', '[{"id": "../x", "name": "X"}, {"id": "toy-vlm"}, null]'])
def test_whatever_is_stored_under_the_key_does_no_harm(visit: Open, stored: str) -> None:
    page = visit("models/", init=f"localStorage.setItem('mmkb-compare', {json.dumps(stored)})")
    page.get_by_role("button", name="Compare Toy-VLM").click()
    assert page.get_by_role("region", name="Chosen to compare").get_by_role("listitem").count() == 1


def test_a_seventh_model_is_refused_with_the_reason(visit: Open) -> None:
    full = json.dumps([{"id": f"m{i}", "name": f"M{i}"} for i in range(6)])
    page = visit("models/", init=f"localStorage.setItem('mmkb-compare', {json.dumps(full)})")
    toggle = page.get_by_role("button", name="Compare Toy-VLM")
    toggle.click()
    tray = page.get_by_role("region", name="Chosen to compare")
    tray.get_by_text("Six models at most: remove one first.").wait_for()
    assert toggle.get_attribute("aria-pressed") == "false"
    assert tray.get_by_role("listitem").count() == 6
