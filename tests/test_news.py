"""The page on what is new, and the history at the end of every entry's page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mmkb.api import KnowledgeBase
from mmkb.changes import Commit, EntryChange, Fact, Past, What, read_past
from mmkb.exports.twins import twin
from mmkb.pages.every import all_pages, names_of
from mmkb.pages.news import day_words, entry_history, news_page
from mmkb.pages.paths import Page, entry_path
from mmkb.store import describe_tables
from tests.conftest import Golden, site_of
from tests.gitrepository import checkout_of_toy, commit
from tests.toycatalogue import change

NASTY = "</a><script>alert(1)</script> [x](javascript:alert(1)) {{ page }} | `z` \u202e"


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    root = checkout_of_toy(tmp_path_factory.mktemp("news") / "checkout")
    change(root, "models/toy-vlm", "  found: ViT-S/16", "  found: ViT-S")
    change(root, "components/toy-resampler", "kinds:", "deprecated: {replaced_by: linear, reason: one thing}\nkinds:")
    commit(root, "The correction made exact", "2026-02-04T00:00:00Z")
    found = read_past(root)
    assert isinstance(found, Past)
    return found


def without_names(text: str) -> str:
    """The page without the names of commits, which differ with the version of git that made them."""
    names = dict.fromkeys(re.findall(r"/commit/([0-9a-f]{40})", text))
    for i, name in enumerate(names, 1):
        text = text.replace(name, f"{i}" * 40).replace(f"[{name[:7]}]", f"[{i}]")
    return text


def test_the_page_on_what_is_new_is_as_agreed(toy_kb: KnowledgeBase, past: Past, golden: Golden) -> None:
    golden("pages/news/index.md", without_names(news_page(past, toy_kb.models(), names_of(toy_kb))))


def test_the_history_of_an_entry_is_as_agreed(toy_kb: KnowledgeBase, past: Past, golden: Golden) -> None:
    page = Page(entry_path("model", "toy-vlm"))
    golden("pages/news/toy-vlm.md", without_names(entry_history(page, past, "model", "toy-vlm", names_of(toy_kb))))
    assert entry_history(page, past, "model", "no-such", {}) == ""


def test_every_page_of_an_entry_ends_with_its_history(toy_kb: KnowledgeBase, past: Past, toy_pages: dict[str, str]) -> None:
    pages = dict(all_pages(toy_kb, describe_tables(), drawings=False, past=past))
    assert set(pages) == set(toy_pages)
    entries = {entry_path(*entry) for entry in names_of(toy_kb)}
    for path, markdown in pages.items():
        assert markdown.count("## History { #history") == (path in entries), path
        assert "#history" not in toy_pages[path]


def test_a_site_built_in_a_checkout_tells_its_history(toy_database: Path, tmp_path: Path) -> None:
    root = checkout_of_toy(tmp_path / "checkout")
    site = site_of(toy_database, root)
    news = (site / "news" / "index.html").read_text("utf-8")
    assert "A closer look at &lt;toy-vlm&gt; &amp; its encoder" in news
    for page in ("models/toy-vlm", "components/toy-vit", "sources/arxiv-2301.00001", "organisations/toy-lab"):
        html = (site / page / "index.html").read_text("utf-8")
        assert html.count('<h2 id="history"') == 1, page
        assert "All entries" in html.partition('<h2 id="history"')[2], page
    for name in ("new-models", "changed-entries", "corrections"):
        assert f'href="../feeds/{name}.atom"' in news
        assert (site / "feeds" / f"{name}.atom").is_file()
    assert (root / "build" / "changes.sqlite").is_file()


def test_without_a_history_the_page_says_so(toy_kb: KnowledgeBase, toy_pages: dict[str, str]) -> None:
    assert "There is no checkout with git whose history could tell what changed." in toy_pages["news/index.md"]
    page = news_page("The history is cut short.", toy_kb.models(), {})
    assert "The history is cut short." in page
    assert re.findall(r"feeds/([a-z-]+)\.atom", page) == ["new-models"]


def test_what_commits_say_is_shown_and_does_nothing(toy_kb: KnowledgeBase) -> None:
    fact = Fact(What.FACT, ("paper", NASTY), NASTY, {"state": NASTY, "note": NASTY}, (("arxiv-2301.00001", NASTY),))
    changes = (
        EntryChange("model", "toy-vlm", NASTY, "changed", (fact,)), EntryChange("model", "gone", NASTY, "removed"),
        EntryChange("model", "old", NASTY, "deprecated", (Fact(What.FACT, ("deprecated",), None, {"reason": NASTY}),), NASTY),
    )  # fmt: skip
    past = Past((Commit("a" * 40, "2026-01-02T03:04:05Z", NASTY, changes),))
    names = names_of(toy_kb)
    page = news_page(past, toy_kb.models(), names)
    for text in (page, entry_history(Page(entry_path("model", "toy-vlm")), past, "model", "toy-vlm", names)):
        assert "<script" not in text
        assert "](javascript:" not in text
        assert "{{" not in text
        assert "\u202e" not in text
    assert "alert(1)" in twin("news/index.md", page, ["news/index.md"])


def many(commits: int, facts: int) -> Past:
    found = []
    for i in range(commits):
        changed = tuple(Fact(What.FACT, (f"fact-{j}",), str(j), str(j + i)) for j in range(1, facts + 1))
        entries = tuple(EntryChange("model", name, name, "changed", changed) for name in ("toy-any", "toy-vlm"))
        found.append(Commit(f"{i:040x}", f"2026-{12 - i // 28:02}-{28 - i % 28:02}T00:00:00Z", f"Commit {i}", entries))
    return Past(tuple(found))


def test_a_long_history_is_summed_up_by_month(toy_kb: KnowledgeBase) -> None:
    page = news_page(many(100, 3), toy_kb.models(), names_of(toy_kb))
    assert [f"**Commit {i}**" in page for i in (0, 59, 60, 99)] == [True, True, False, False]
    earlier = page.partition("#earlier")[2]
    assert re.findall(r"\| (\w+ 2026) \| (\d+) \| 0 \| (\d+) \| 0 \|", earlier) == [
        ("October 2026", "24", "48"), ("September 2026", "16", "32"),
    ]  # fmt: skip


def test_the_page_stays_short_however_much_changes(toy_kb: KnowledgeBase) -> None:
    names = names_of(toy_kb)
    one, more = (news_page(many(60, facts), toy_kb.models(), names) for facts in (100, 300))
    assert len(more) < len(one) * 1.05
    assert "200 changed facts" in one
    assert "and 94 more" in one


def test_long_groups_are_folded_and_short_ones_open(toy_kb: KnowledgeBase) -> None:
    names = names_of(toy_kb)
    assert "<details" not in news_page(many(1, 3), toy_kb.models(), names)
    assert "<summary>24 changed facts</summary>" in news_page(many(1, 12), toy_kb.models(), names)


def test_days_and_months_are_written_out() -> None:
    assert [day_words(moment) for moment in ("2026-02-03T04:05:06Z", "2026-12")] == ["3 February 2026", "December 2026"]
