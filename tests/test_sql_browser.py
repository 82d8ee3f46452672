"""The SQL page in a browser: the database asked there, within its guards, and what can be taken away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from mmkb.api import KnowledgeBase
from mmkb.pages.ready import ready_questions
from mmkb.query.cells import csv_text
from tests.conftest import _missing
from tests.watching import address_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Response, Route

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
READY = [question for topic in ready_questions() for question in topic.questions]


@pytest.fixture(scope="module")
def address(toy_site: Path, toy_address: str) -> str:
    """Address of the SQL page of the toy site."""
    if not (toy_site / "assets" / "vendor" / "sqlite" / "sqlite3.js").is_file():
        _missing("npm, with which SQLite's engine comes,")
    return f"{toy_address}sql/"


def _held(route: Route) -> None:
    """Hold the worker to the policy of its page, as a server that sends it with every answer does."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})


class Asked:
    """The page, and what goes wrong on it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.wrong.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        page.on("response", self._answered)

    def _dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")

    def open(self, sql: str | None = None) -> None:
        self.page.goto(self.address + (f"?sql={quote(sql)}" if sql is not None else ""))
        self.page.locator("#sql-editor").wait_for()
        if sql is not None:
            self.wait()

    def wait(self) -> None:
        self.page.locator("#sql-page[aria-busy=false]").wait_for()

    def ask(self, sql: str) -> None:
        editor = self.page.get_by_role("textbox", name="SQL", exact=True)
        editor.fill(sql)
        editor.press("Control+Enter")
        self.wait()

    @property
    def status(self) -> str:
        return self.page.locator(".sql-status").inner_text()

    @property
    def error(self) -> str:
        return self.page.locator(".sql-error").inner_text() if self.page.locator(".sql-error").is_visible() else ""

    @property
    def columns(self) -> list[str]:
        return self.page.locator(".sql-answer th").all_inner_texts()

    @property
    def rows(self) -> list[list[str]]:
        rows = self.page.locator(".sql-answer tbody tr").all()
        return [row.locator("td").all_inner_texts() for row in rows]

    def saved(self, name: str) -> str:
        with self.page.expect_download() as begun:
            self.page.get_by_role("button", name=name, exact=True).click()
        return Path(begun.value.path()).read_bytes().decode("utf-8")


@pytest.fixture
def asked(browser: Browser, address: str) -> Iterator[Asked]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.route("**/sql/worker.js", _held)
    yield Asked(context.new_page(), address)
    context.close()


def limited(asked: Asked, **limits: float) -> None:
    """Let the page have other limits."""

    def answer(route: Route) -> None:
        data = route.fetch().json()
        data["limits"] |= limits
        route.fulfill(json=data)

    asked.page.route("**/sql/data.json", answer)


def test_the_database_is_loaded_with_the_first_question_and_from_nowhere_else(asked: Asked) -> None:
    asked.open()
    asked.page.wait_for_load_state("networkidle")
    assert not [url for url in asked.requests if "sqlite" in url or "worker.js" in url]
    assert "loads the database" in asked.status
    asked.page.get_by_role("button", name="Ask", exact=True).click()
    asked.wait()
    assert asked.status.startswith("2 rows, in ")
    assert asked.columns == ["id", "name", "released", "access"]
    host = asked.address.removesuffix("sql/")
    loaded = [url.removeprefix(host) for url in asked.requests if "sqlite" in url]
    assert sorted(loaded) == ["assets/vendor/sqlite/sqlite3.js", "assets/vendor/sqlite/sqlite3.wasm", "mmkb.sqlite.gz"]
    asked.ask("SELECT 1")
    assert len([url for url in asked.requests if "sqlite" in url]) == 3
    assert [url for url in asked.requests if not url.startswith((host, f"blob:{host}", "data:"))] == []
    assert asked.wrong == []


def test_a_ready_question_is_asked_with_one_click_and_named(asked: Asked, toy_kb: KnowledgeBase) -> None:
    asked.open()
    question = READY[0]
    asked.page.get_by_role("link", name=question.title).click()
    asked.wait()
    assert asked.page.locator("#sql-title").inner_text() == question.title
    answer = toy_kb.sql(question.sql)
    assert asked.columns == list(answer.columns)
    assert asked.rows == [["NULL" if cell is None else str(cell) for cell in row] for row in answer.rows]
    assert asked.page.get_by_role("link", name=question.title).get_attribute("aria-current") == "true"
    assert parse_qs(urlsplit(address_of(asked.page)).query)["sql"] == [question.sql]
    asked.page.locator(".sql-topic > summary", has_text="Scores").click()
    noted = next(question for question in READY if "GQA" in question.title)
    asked.page.get_by_role("link", name=noted.title).click()
    asked.wait()
    assert asked.page.locator(".sql-note").inner_text() == noted.note


def test_every_ready_question_gives_in_the_browser_what_the_package_gives(asked: Asked, toy_kb: KnowledgeBase) -> None:
    asked.open()
    for question in READY:
        asked.ask(question.sql)
        answer = toy_kb.sql(question.sql)
        assert asked.error == "", question.title
        assert len(asked.rows) == len(answer), question.title


def test_entries_are_linked_by_the_names_of_columns_by_origin_and_by_a_kind_beside_them(asked: Asked) -> None:
    asked.open()
    asked.ask(
        "SELECT 'toy-vlm' AS model_id, 'toy-vlm,toy-any' AS child_model_ids, m.id AS plain, m.paper_id AS paper, "
        "'dataset' AS target_kind, 'toy-instruct' AS target_id, 'no-such' AS x_model_id, 'toy-vlm' AS word "
        "FROM model AS m WHERE m.id = 'toy-vlm'"
    )
    cells = asked.page.locator(".sql-answer td").all()
    links = [[link.get_attribute("href") for link in cell.locator("a").all()] for cell in cells]
    paper = cells[3].inner_text()
    assert links == [
        ["../models/toy-vlm/"],
        ["../models/toy-vlm/", "../models/toy-any/"],
        ["../models/toy-vlm/"],
        [f"../sources/{paper}/"],
        [],
        ["../datasets/toy-instruct/"],
        [],
        [],
    ]
    cells[0].locator("a").click()
    asked.page.wait_for_url("**/models/toy-vlm/")


def test_numbers_stand_to_the_right_and_null_is_told_from_an_empty_text(asked: Asked) -> None:
    asked.open()
    asked.ask(
        "SELECT 9007199254740993 AS big, 0.1 + 0.2 AS sum, NULL AS missing, '' AS empty, x'00ff' AS bytes, 'NULL' AS word"
    )
    assert asked.rows == [["9007199254740993", "0.3", "NULL", "", "00ff", "NULL"]]
    align = "element => getComputedStyle(element).textAlign"
    cells = asked.page.locator(".sql-answer td")
    assert [cells.nth(i).evaluate(align) for i in range(4)] == ["right", "right", "left", "left"]
    assert asked.page.locator(".sql-answer th").first.evaluate(align) == "right"
    assert cells.nth(2).get_attribute("class") == "sql-null"
    assert cells.nth(5).get_attribute("class") != "sql-null"


def test_hostile_cells_stay_text(asked: Asked) -> None:
    asked.open()
    hostile = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    asked.ask(
        f"SELECT '{hostile}' AS \"<b>{hostile}</b>\", 'javascript:alert(1)' AS model_id, '\"><svg onload=alert(1)>' AS kind, "
        "'javascript:alert(1)' AS id, 'https://a.b/\"onmouseover=alert(1)' AS x, 'a' || char(8238) || 'b' AS turned, "
        "'https://example.org/a' AS page"
    )
    assert asked.columns[0] == f"<b>{hostile}</b>"
    assert asked.rows[0][0] == hostile
    assert asked.rows[0][5] == "a\ufffdb"
    table = asked.page.locator(".sql-answer")
    assert table.locator("img, script, svg, b").count() == 0
    hrefs = [link.get_attribute("href") or "" for link in table.locator("a").all()]
    assert hrefs[-1] == "https://example.org/a"
    assert all(href.startswith("https://") for href in hrefs)
    assert asked.wrong == []


ERRORS = (
    ("SELECT nam FROM model", "no such column: nam", "Did you mean name?"),
    ("SELECT m.relased\nFROM model AS m", "no such column: m.relased", "Did you mean released?"),
    ("SELECT locator FROM model", "no such column: locator", "It is a column of"),
    ("SELECT * FROM modle", "no such table: modle", "Did you mean model?"),
    ("SELECT concatenate(id) FROM model", "no such function: concatenate", "SQLite does not have this one."),
    ("SELECT concat_ws('-', year(released)) FROM model", "no such function: year", "SQLite has substr for that."),
    ("SELECT id FROM model, dataset", "ambiguous column name: id", "Several tables have it"),
    ("SELECT id,, name FROM model", 'near ",": syntax error', "just before this place"),
    ("SELECT count(id", "incomplete input", "ends too early"),
    ("SELECT id FROM model WHERE count(*) > 1", "misuse of aggregate", "HAVING"),
    ("SELECT id FROM search WHERE search MATCH 'llava-1.5'", "", "double quotation marks"),
)
"""Statements, what SQLite says of them, and what the hint holds."""


def test_an_error_is_told_as_sqlite_says_it_with_a_hint(asked: Asked) -> None:
    asked.open()
    for sql, says, hint in ERRORS:
        asked.ask(sql)
        assert f"SQLite says: {says}" in asked.error, sql
        assert hint in asked.error, sql
        assert asked.page.locator(".sql-answer").count() == 0, sql
    assert asked.wrong == []


def test_the_place_of_an_error_can_be_gone_to(asked: Asked) -> None:
    asked.open("SELECT name, 'é',\n  relased FROM model")
    asked.page.get_by_role("button", name="Go to line 2, column 3").click()
    selected = "element => element.value.slice(element.selectionStart, element.selectionEnd)"
    assert asked.page.locator("#sql-editor").evaluate(selected) == "relased"


def test_what_does_more_than_reading_is_refused(asked: Asked, toy_kb: KnowledgeBase) -> None:
    asked.open()
    for sql in (
        "DELETE FROM model", "UPDATE model SET name = 'x'", "INSERT INTO meta VALUES ('a', 'b')", "DROP TABLE model",
        "CREATE TABLE x (a)", "CREATE TEMP TABLE x (a)", "ATTACH ':memory:' AS other", "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON", "PRAGMA hard_heap_limit = 0", "BEGIN", "REINDEX", "ANALYZE",
        "INSERT INTO search (search) VALUES ('optimize')",
        "WITH a AS (SELECT 1) DELETE FROM model",
    ):  # fmt: skip
        asked.ask(sql)
        assert "Only reading is allowed" in asked.error, sql
    asked.ask("SELECT name FROM search WHERE search MATCH 'vlm'")
    assert asked.error == ""
    asked.ask("SELECT load_extension('x')")
    assert "no such function" in asked.error
    asked.ask("VACUUM")
    assert "The statement gives no rows" in asked.error
    for sql in ("SELECT 1; SELECT 2", "SELECT 1; nonsense"):
        asked.ask(sql)
        assert "Only one statement at a time" in asked.error, sql
    for sql in ("", "-- nothing"):
        asked.ask(sql)
        assert "There is no statement" in asked.error, sql
    for sql in (
        "SELECT 1; -- done", "PRAGMA table_info(model)", "EXPLAIN QUERY PLAN SELECT * FROM model",
        "SELECT name FROM pragma_table_info('model')", "SELECT value FROM json_each('[1, 2]')",
        "SELECT kind, id FROM search WHERE search MATCH 'toy' ORDER BY rank",
    ):  # fmt: skip
        asked.ask(sql)
        assert asked.error == "", sql
        assert len(asked.rows) == len(toy_kb.sql(sql)), sql


def test_a_question_that_takes_too_long_is_ended(asked: Asked) -> None:
    limited(asked, seconds=0.3)
    asked.open(ENDLESS)
    assert "took longer than 0.3 seconds and was stopped" in asked.error
    assert "Ask for less at a time" in asked.error
    asked.ask("SELECT 1 AS one")
    assert asked.rows == [["1"]]


def test_texts_and_answers_have_a_limit_of_size(asked: Asked) -> None:
    asked.open("SELECT length(hex(zeroblob(900000)))")
    assert "too big" in asked.error
    limited(asked, altogether=1000)
    asked.open("SELECT hex(zeroblob(400)) AS a UNION ALL SELECT hex(zeroblob(401))")
    assert "longer than 1,000 characters" in asked.error


def test_a_question_can_be_stopped_and_another_asked(asked: Asked) -> None:
    limited(asked, seconds=600)
    asked.open()
    asked.ask("SELECT 1")
    editor = asked.page.get_by_role("textbox", name="SQL", exact=True)
    editor.fill(ENDLESS)
    editor.press("Control+Enter")
    stop = asked.page.get_by_role("button", name="Stop")
    assert asked.status == "Asking …"
    stop.click()
    asked.wait()
    assert asked.status == "Stopped."
    assert stop.is_hidden()
    asked.ask("SELECT 2 AS two")
    assert asked.rows == [["2"]]
    editor.fill(ENDLESS)
    editor.press("Control+Enter")
    asked.page.get_by_role("link", name=READY[0].title).click()
    asked.page.locator("#sql-title", has_text=READY[0].title).wait_for()
    asked.wait()
    assert asked.status.endswith("seconds.")
    assert asked.wrong == []


def test_more_rows_than_are_shown_are_told(asked: Asked) -> None:
    limited(asked, rows=250)
    asked.open("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i FROM n")
    assert asked.status.startswith("The first 250 rows; there are more")
    assert len(asked.rows) == 200
    asked.page.get_by_role("button", name="Show all 250 rows").click()
    assert len(asked.rows) == 250
    assert len(asked.saved("CSV").splitlines()) == 251


def test_a_link_asks_and_back_and_forward_ask_again(asked: Asked) -> None:
    asked.open("SELECT 'one' AS a")
    assert asked.rows == [["one"]]
    asked.ask("SELECT 'two & more\n' AS a")
    assert asked.page.get_by_role("textbox", name="SQL", exact=True).input_value() == "SELECT 'two & more\n' AS a"
    link = address_of(asked.page)
    asked.page.go_back()
    asked.page.locator(".sql-answer td", has_text="one").wait_for()
    asked.page.go_forward()
    asked.page.locator(".sql-answer td", has_text="two & more").wait_for()
    asked.page.goto(link)
    asked.page.locator(".sql-answer td", has_text="two & more").wait_for()
    assert asked.page.locator(".md-search-result__item").count() == 0
    asked.page.goto(asked.address)
    asked.ask("SELECT 'three' AS a")
    asked.page.go_back()
    asked.page.locator(".sql-answer").wait_for(state="detached")
    assert asked.page.get_by_role("textbox", name="SQL", exact=True).input_value().startswith("SELECT id, name, released")


CELLS: list[Any] = [
    "=1+1", "+1+1", "-1+1", "@sum(a)", " =1", "＝1", "=cmd|' /C calc'!A0", "-1.5", "+3", "1,201", "70%", "a=b", "", 'x "y"',
    "a,b", "line\nend", "line\rend", None, 1, -2.5, "é",
]  # fmt: skip


def _literal(value: Any) -> str:
    if isinstance(value, str):
        # A field of text makes every end of a line the same.
        written = value.replace("'", "''").replace("\r", "' || char(13) || '")
        return f"'{written}'"
    return "NULL" if value is None else str(value)


def test_answers_are_taken_away_as_the_package_writes_them(asked: Asked, toy_kb: KnowledgeBase) -> None:
    values = ", ".join(f"({_literal(cell)})" for cell in CELLS)
    sql = f'WITH v (a) AS (VALUES {values}) SELECT a, a AS b, 1 AS "1", 2 AS a FROM v'
    answer = toy_kb.sql(sql)
    asked.open()
    asked.ask(sql)
    assert asked.saved("CSV") == csv_text(("a", "b", "1", "a"), answer.rows)
    assert json.loads(asked.saved("JSON")) == answer.to_dicts()
    asked.ask("SELECT 1 AS one WHERE 0")
    assert asked.page.get_by_text("The question finds nothing.").is_visible()
    assert asked.saved("CSV") == "one\n"
    assert json.loads(asked.saved("JSON")) == []


def test_an_answer_is_copied_as_markdown_and_as_a_link(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    asked = Asked(context.new_page(), address)
    asked.open("SELECT 'a|b <i> *c*' AS \"x_y\", 1 AS n UNION ALL SELECT NULL, 2")
    asked.page.get_by_role("button", name="Copy as Markdown").click()
    asked.page.get_by_text("Markdown copied.").wait_for()
    read = "() => navigator.clipboard.readText()"
    assert asked.page.evaluate(read) == "| x\\_y | n |\n| --- | ---: |\n| a\\|b &lt;i&gt; \\*c\\* | 1 |\n|  | 2 |\n"
    asked.page.get_by_role("button", name="Copy link").click()
    asked.page.get_by_text("Link copied.").wait_for()
    copied = asked.page.evaluate(read)
    assert copied.partition("?")[0] == asked.address
    assert parse_qs(urlsplit(copied).query) == parse_qs(urlsplit(address_of(asked.page)).query)
    context.close()


def test_what_cannot_be_copied_stands_selected(asked: Asked) -> None:
    asked.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    asked.open("SELECT 1 AS one")
    asked.page.get_by_role("button", name="Copy as Markdown").click()
    field = asked.page.get_by_label("Markdown, to be copied")
    assert field.input_value() == "| one |\n| ---: |\n| 1 |\n"
    assert field.evaluate("element => element.selectionEnd - element.selectionStart") == len(field.input_value())


def test_tables_are_found_and_their_columns_put_into_the_question(asked: Asked) -> None:
    asked.open()
    asked.page.locator("summary", has_text="Tables and columns").click()
    asked.page.get_by_label("Find a table or column").fill("lineage relation")
    shown = asked.page.locator(".sql-table:visible > summary code").all_inner_texts()
    assert "model_lineage" in shown
    assert "benchmark" not in shown
    fold = asked.page.locator(".sql-table", has=asked.page.locator("summary code", has_text="model_lineage"))
    fold.locator("summary").click()
    assert "How it stands to its parent." in fold.inner_text()
    editor = asked.page.get_by_role("textbox", name="SQL", exact=True)
    editor.fill("SELECT")
    editor.press("End")
    fold.get_by_role("button", name="relation", exact=True).click()
    assert editor.input_value() == "SELECT relation"
    fold.get_by_role("button", name="Show ten rows").click()
    asked.page.locator(".sql-answer").wait_for()
    assert asked.columns[:3] == ["model_id", "model", "relation"]


def test_the_keyboard_is_not_trapped_in_the_editor(asked: Asked) -> None:
    asked.open()
    asked.page.get_by_role("textbox", name="SQL", exact=True).focus()
    asked.page.keyboard.press("Tab")
    focused = "document.activeElement.textContent"
    assert asked.page.evaluate(focused) == "Ask"
    asked.page.keyboard.press("Enter")
    asked.wait()
    assert asked.page.evaluate(focused) == "Ask"
    assert asked.status.startswith("2 rows")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_holds_question_and_answer(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 780}, color_scheme="dark" if scheme == "dark" else "light"
    )  # fmt: skip
    asked = Asked(context.new_page(), address)
    asked.open("SELECT * FROM model_components")
    assert asked.page.evaluate("document.documentElement.scrollWidth") == 360
    assert asked.page.locator("body").get_attribute("data-md-color-scheme") == ("slate" if scheme == "dark" else "default")
    assert asked.page.locator(".sql-status").is_visible()
    asked.page.locator("summary", has_text="Ready questions").click()
    asked.page.get_by_role("link", name=READY[1].title).click()
    asked.page.locator("#sql-title", has_text=READY[1].title).wait_for()
    asked.wait()
    assert asked.page.get_by_role("link", name=READY[1].title).is_hidden()
    for button in asked.page.locator(".sql-button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert asked.wrong == []
    context.close()


def test_without_javascript_the_questions_and_other_ways_are_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.get_by_text("Asking on this page needs JavaScript.").is_visible()
    assert page.get_by_role("heading", name=READY[0].title).is_visible()
    assert page.get_by_role("heading", name="Ask it elsewhere").is_visible()
    context.close()


def test_with_javascript_the_plain_questions_are_not_shown_twice(asked: Asked) -> None:
    asked.open()
    assert asked.page.get_by_text("Asking on this page needs JavaScript.").is_hidden()
    assert asked.page.get_by_role("heading", name=READY[0].title).count() == 0
    assert asked.page.get_by_role("heading", name="Ask it elsewhere").is_visible()


@pytest.mark.parametrize(
    ("lost", "says"),
    [("**/mmkb.sqlite.gz", "The database could not be loaded"), ("**/vendor/**", "may have been built without")],
)
def test_what_cannot_be_loaded_is_told_and_can_be_tried_again(asked: Asked, lost: str, says: str) -> None:
    asked.page.context.route(lost, lambda route: route.fulfill(status=404, body="gone"))
    asked.open("SELECT 1 AS one")
    assert says in asked.error
    assert asked.page.get_by_role("link", name="ask it elsewhere").is_visible()
    asked.page.context.unroute(lost)
    asked.ask("SELECT 1 AS one")
    assert asked.rows == [["1"]]


def test_a_database_that_the_server_unpacks_is_read_as_well(asked: Asked, toy_database: Path) -> None:
    asked.page.context.route("**/mmkb.sqlite.gz", lambda route: route.fulfill(body=toy_database.read_bytes()))
    asked.open("SELECT count(*) AS models FROM model")
    assert asked.rows == [["2"]]
