"""The feeds: valid for a feed reader, every link in full, entries in the order of their days."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest

from mmkb.api import KnowledgeBase
from mmkb.changes import Past, read_past
from mmkb.exports import write_exports
from mmkb.exports.feeds import CHANGED_ENTRIES, CORRECTIONS, NEW_MODELS, changes_feed, corrections_feed, models_feed
from mmkb.pages.every import names_of
from mmkb.pages.paths import SITE
from tests.conftest import ROOT
from tests.gitrepository import checkout_of_toy, commit
from tests.toycatalogue import change

HERE = "https://toys.example.org/kb/"


def read(text: str, path: str, site: str = HERE) -> Any:
    """A feed as a reader of feeds understands it; whatever the reader is not content with fails."""
    feed = feedparser.parse(text.encode(), sanitize_html=False)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    links = {link["rel"]: link["href"] for link in feed.feed.links}
    assert links["self"] == f"{site}{path}"
    assert feed.feed.title
    assert feed.feed.author == "mmkb"
    moments = [entry.updated for entry in feed.entries]
    assert moments == sorted(moments, reverse=True)
    assert feed.feed.updated == (moments or ["1970-01-01T00:00:00Z"])[0]
    names = [entry.id for entry in feed.entries]
    assert len(set(names)) == len(names)
    for entry in feed.entries:
        assert re.fullmatch(r"tag:github\.com,2026:mmkb/mmkb:[\w./@-]+", entry.id), entry.id
        assert entry.title
        assert entry.summary
        assert entry.link.startswith(site)
        assert entry.updated_parsed is not None
    return feed


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    root = checkout_of_toy(tmp_path_factory.mktemp("feeds") / "checkout")
    change(root, "models/toy-vlm", "  found: ViT-S/16", "  found: ViT-S/16, <at> 448 pixels")
    commit(root, "The correction made exact", "2026-02-04T00:00:00Z")
    found = read_past(root)
    assert isinstance(found, Past)
    return found


def test_the_feed_of_models_has_the_newest_first(toy_kb: KnowledgeBase) -> None:
    feed = read(models_feed(toy_kb.models(), HERE), NEW_MODELS)
    assert [entry.title for entry in feed.entries] == ["Toy-Any", "Toy-VLM"]
    assert feed.entries[1].link == f"{HERE}models/toy-vlm/"
    assert feed.entries[1].updated == "2023-01-05T00:00:00Z"


def test_the_feed_of_changes_tells_the_last_change_of_every_entry(toy_kb: KnowledgeBase, past: Past) -> None:
    feed = read(changes_feed(past, names_of(toy_kb), HERE), CHANGED_ENTRIES)
    assert len(feed.entries) == 21
    last = feed.entries[0]
    assert (last.title, last.link, last.updated) == ("Toy-VLM (model)", f"{HERE}models/toy-vlm/", "2026-02-04T00:00:00Z")
    assert last.summary == (
        "Correction of table 1, modality encoder, found: ViT-S/16 → ViT-S/16, <at> 448 pixels. The correction made exact"
    )
    assert feed.entries[1].summary == "Entry added. All entries"


def test_the_feed_of_corrections_tells_both_sides_and_the_source(toy_kb: KnowledgeBase, past: Past) -> None:
    feed = read(corrections_feed(past, names_of(toy_kb), HERE), CORRECTIONS)
    (entry,) = feed.entries
    assert entry.title == "Toy-VLM: correction of table 1, modality encoder, found"
    source = toy_kb.source("arxiv-2301.00001").name
    assert entry.summary == f"ViT-S/16 → ViT-S/16, <at> 448 pixels. Source: {source}, section 3.1"


def test_an_entry_that_is_no_more_is_in_no_feed(toy_kb: KnowledgeBase, past: Past) -> None:
    names = {entry: name for entry, name in names_of(toy_kb).items() if entry[1] != "toy-vlm"}
    assert all("model/toy-vlm@" not in entry.id for entry in read(changes_feed(past, names, HERE), CHANGED_ENTRIES).entries)
    assert read(corrections_feed(past, names, HERE), CORRECTIONS).entries == []


def test_an_export_names_the_site_that_it_is_for_and_says_what_it_leaves_out(toy_kb: KnowledgeBase, tmp_path: Path) -> None:
    told: list[str] = []
    write_exports(toy_kb, tmp_path / "files", site=HERE, past="The history is cut short.", tell=told.append)
    assert told == ["The feeds of changed entries and of corrections were left out. The history is cut short."]
    assert sorted(p.name for p in (tmp_path / "files" / "feeds").iterdir()) == ["new-models.atom"]
    read((tmp_path / "files" / NEW_MODELS).read_text("utf-8"), NEW_MODELS)
    links = re.findall(r"\]\(([^)]+)\)", (tmp_path / "files" / "llms.txt").read_text("utf-8"))
    assert links
    for link in links:
        assert link.startswith(HERE)
        assert (tmp_path / "files" / link.removeprefix(HERE)).is_file(), link


@pytest.mark.catalogue
def test_the_feeds_of_the_real_catalogue_are_valid(real_kb: KnowledgeBase) -> None:
    feed = read(models_feed(real_kb.models(), SITE), NEW_MODELS, SITE)
    assert len(feed.entries) == 100
    assert all(urlsplit(entry.link).scheme == "https" for entry in feed.entries)
    past = read_past(ROOT)
    if isinstance(past, Past):  # a shallow clone has none
        names = names_of(real_kb)
        assert read(changes_feed(past, names, SITE), CHANGED_ENTRIES, SITE).entries
        assert read(corrections_feed(past, names, SITE), CORRECTIONS, SITE).entries
